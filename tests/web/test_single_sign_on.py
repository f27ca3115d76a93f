"""Single sign-on against a real provider: who is signed in, what is refused in words, and what stays as it was."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select

from acm_drafts.negotiation.single_sign_on import Provider, ProviderAnswerRefused
from acm_drafts.services import single_sign_on
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Appointment, LinkedIdentity, SecurityEvent, User
from tests.conftest import make_app
from tests.factories import make_head, make_mission_drafter, post, sign_in, sign_in_by_form
from tests.provider import CLIENT, SECRET, RunningProvider, running_provider
from tests.web.test_second_factors import set_up

EMAIL = "hana@example.org"


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    with running_provider() as running:
        for name in ("hana", "other"):
            running.add(name, f"{name}@example.org")
        yield running


@pytest.fixture
def app(sqlite_url: str, provider: RunningProvider) -> Iterator[Flask]:
    provider.claims(EMAIL_VERIFIED="true")
    app = make_app(sqlite_url, PROVIDER=provider.settings(), BASE_URL="http://localhost")
    with app.app_context():
        yield app
        db.session.remove()


def sent_to(client: FlaskClient, onwards: str = "/account") -> str:
    """Return the address at the provider to which the link on the sign-in page leads."""
    assert "Sign in with Ministry sign-in" in client.get(f"/sign-in?next={onwards}").text
    answer = client.get(f"/sign-in/provider?next={onwards}")
    assert answer.status_code == 303
    return str(answer.location)


def come_back(client: FlaskClient, provider: RunningProvider, name: str = "hana"):
    """Sign *name* in at the provider, and return the answer of ours to what it sends back."""
    return client.get(provider.sign_in(sent_to(client), name))


def kinds() -> list[str]:
    return list(db.session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id)))


def test_who_has_an_account_is_signed_in_and_gets_no_office_and_no_name_from_there(
    app: Flask, provider: RunningProvider
):
    user = make_head(email=EMAIL, name="Hana Salem")
    client = app.test_client()
    sent = parse_qs(urlsplit(sent_to(client)).query)
    assert sent["response_type"] == ["code"] and sent["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= sent.keys() and sent["scope"] == ["openid email"]

    assert come_back(client, provider).location == "/account"

    page = client.get("/account").text
    assert "Hana Salem" in page and "Linked with your identity at Ministry sign-in" in page
    assert len(db.session.scalars(select(Appointment)).all()) == 1
    assert kinds()[-2:] == ["identity-linked", "signed-in"]
    left = post(client, "/sign-out", {})
    assert "At Ministry sign-in you may still be signed in." in client.get(left.location).text
    assert come_back(client, provider).location == "/account"
    assert db.session.scalars(select(LinkedIdentity.user_id)).all() == [user.id]


def test_an_answer_opens_once_in_the_browser_that_began_and_soon(app: Flask, provider: RunningProvider):
    make_head(email=EMAIL)
    client, stranger = app.test_client(), app.test_client()
    back = provider.sign_in(sent_to(client), "hana")
    refused = [stranger.get(back)]
    sent_to(stranger)
    refused.append(stranger.get(back))  # of a sign-in of its own
    assert client.get(back).status_code == 303
    refused.append(client.get(back))
    sent_to(client)
    refused.append(client.get("/sign-in/provider/answer?state=x&code=y"))
    late = provider.sign_in(sent_to(client), "hana")
    with clock_at(utcnow() + timedelta(minutes=11)):
        refused.append(client.get(late))
    back = provider.sign_in(sent_to(client), "hana")
    refused.append(client.get(back.replace("iss=", "iss=http://another.example")))

    for answer in refused:
        assert answer.status_code == 422
        assert "belongs to no sign-in of this browser" in answer.text
    assert stranger.get("/account").status_code == 303
    assert kinds().count("single-sign-on-refused") == len(refused)


@pytest.mark.parametrize("why", ["nobody", "suspended", "not verified"])
def test_nobody_is_made_and_who_may_not_come_in_reads_why(app: Flask, provider: RunningProvider, why: str):
    if why != "nobody":
        make_head(email=EMAIL, disabled_at=utcnow() if why == "suspended" else None)
    if why == "not verified":
        provider.claims(EMAIL_VERIFIED="")
    before = len(db.session.scalars(select(User)).all())
    client = app.test_client()

    answer = come_back(client, provider)

    assert answer.status_code == 422 and client.get("/account").status_code == 303
    said = "has verified" if why == "not verified" else "No account that can be used here"
    assert said in answer.text, re.findall(r"<strong>.*|role=.alert.*", answer.text)
    assert len(db.session.scalars(select(User)).all()) == before
    assert db.session.scalars(select(LinkedIdentity)).all() == []


def test_an_address_that_the_provider_gives_to_somebody_else_opens_the_account_no_more(
    app: Flask, provider: RunningProvider
):
    make_head(email=EMAIL)
    assert come_back(app.test_client(), provider).status_code == 303
    provider.rename("hana", "hana.before@example.org")
    provider.rename("other", EMAIL)
    try:
        refused = come_back(app.test_client(), provider, "other")
        assert refused.status_code == 422 and "linked with another identity" in refused.text

        owner = app.test_client()
        sign_in_by_form(owner, EMAIL)
        assert post(owner, "/account/single-sign-on/remove", {}).status_code == 303
        assert "Linked with" not in owner.get("/account").text
        assert come_back(app.test_client(), provider, "other").status_code == 303
    finally:
        provider.rename("other", "other@example.org")
        provider.rename("hana", EMAIL)


def test_our_second_factor_is_asked_unless_the_provider_says_by_a_named_value_that_it_asked(
    app: Flask, provider: RunningProvider
):
    user = make_head(email=EMAIL)
    phone, _ = set_up(sign_in(app.test_client(), user))
    client = app.test_client()

    asked = come_back(client, provider)
    assert asked.location.startswith("/sign-in/code") and client.get("/account").status_code == 303
    assert post(client, asked.location, {"code": phone.now()}).location == "/account"

    app.config["PROVIDER"] = provider.settings(factor_values=frozenset({"mfa", "otp"}))
    assert come_back(app.test_client(), provider).location.startswith("/sign-in/code")  # it says "pwd" alone
    app.config["PROVIDER"] = provider.settings(factor_values=frozenset({"pwd"}))
    assert come_back(app.test_client(), provider).location == "/account"


def test_an_act_that_binds_asks_again_who_came_by_the_provider(app: Flask, provider: RunningProvider):
    make_head(email=EMAIL)
    client = app.test_client()
    come_back(client, provider)

    asked = post(client, "/account/single-sign-on/remove", {})

    assert asked.status_code == 403 and "Confirm that it is you" in asked.text
    assert len(db.session.scalars(select(LinkedIdentity)).all()) == 1


def test_a_provider_that_is_away_or_declines_is_named_and_the_password_signs_in_as_ever(
    app: Flask, provider: RunningProvider
):
    make_mission_drafter(email="pen@example.org")
    client = app.test_client()
    state = parse_qs(urlsplit(sent_to(client)).query)["state"][0]
    facts = {"error": "access_denied", "state": state, "iss": provider.issuer}
    declined = client.get("/sign-in/provider/answer", query_string=facts)
    assert declined.status_code == 422 and "did not confirm who you are" in declined.text

    for issuer in ("http://127.0.0.1:9", provider.issuer + "/"):  # nobody is there; it names itself otherwise
        app.config["PROVIDER"] = provider.settings(issuer=issuer)
        away = client.get("/sign-in/provider")
        assert away.status_code == 503 and "Ministry sign-in does not answer" in away.text
    assert sign_in_by_form(client, "pen@example.org").status_code == 303
    assert client.get("/account").status_code == 200

    app.config["PROVIDER"] = None
    assert client.get("/sign-in/provider").status_code == 404
    assert "Sign in with" not in app.test_client().get("/sign-in").text.replace("Sign in with a passkey", "")


def test_a_token_that_is_not_signed_by_the_provider_for_us_opens_nothing(
    app: Flask, provider: RunningProvider
):
    from canaille.oidc.jose import server_jwks

    with provider.app.app_context():
        theirs = next(key for key in server_jwks(include_inactive=False).keys if key.key_type == "RSA")
    forged = RSAKey.generate_key(2048, {"kid": theirs.kid})
    shared = OctKey.import_key(SECRET)
    now = int(utcnow().timestamp())
    right = {
        "iss": provider.issuer,
        "aud": CLIENT,
        "sub": "hana",
        "nonce": "n",
        "iat": now,
        "exp": now + 60,
    }
    known = Provider(**provider.settings())
    metadata = single_sign_on.metadata_of(known)

    def opens(key, algorithm: str = "RS256", **facts: object) -> bool:
        claims = {name: value for name, value in {**right, **facts}.items() if value is not None}
        header = {"alg": algorithm, "kid": theirs.kid}
        token = jwt.encode(header, claims, key, algorithms=[algorithm])
        try:
            return single_sign_on._checked(known, metadata, {"id_token": token}, "n")["sub"] == "hana"
        except ProviderAnswerRefused:
            return False

    assert opens(theirs)
    assert not opens(forged)
    assert not opens(shared, "HS256")
    assert not opens(theirs, nonce="of another sign-in") and not opens(theirs, nonce=None)
    assert not opens(theirs, aud="another client") and not opens(theirs, iss="https://another.example")
    assert not opens(theirs, aud=[CLIENT, "another"], azp="another")
    assert not opens(theirs, exp=now - 120) and not opens(theirs, exp=None) and not opens(theirs, sub="")
    unsigned = jwt.encode({"alg": "none"}, right, OctKey.import_key("x"), algorithms=["none"])
    with pytest.raises(ProviderAnswerRefused):
        single_sign_on._checked(known, metadata, {"id_token": unsigned}, "n")
