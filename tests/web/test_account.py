"""Signing in and out, links by invitation, one's own account, languages."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.negotiation.passwords import BreachedPassword
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import people
from acm_drafts.store.records import SignIn, User
from tests.factories import (
    PASSWORD,
    actor_of,
    make_head,
    make_meeting,
    make_observer,
    mission,
    post,
    session_cookie,
    sign_in,
    sign_in_by_form,
    token_for,
)
from tests.store.test_breached_passwords import OTHER, STOLEN, sorted_file

NEW = "another long password"


def invite(email: str = "new@example.org", role: Role = Role.OBSERVER, party: str = "") -> str:
    return "/invitation/" + people.invite(mission(), email, role=role, party=party)


def join(client: FlaskClient, link: str, **facts: str):
    data = {"name": "Nour", "language": "en", "password": PASSWORD, "again": PASSWORD, **facts}
    return post(client, link, data)


# Signing in ----------------------------------------------------------------------------------------


def test_signing_in_leads_to_the_page_one_came_from(client: FlaskClient, session):
    make_head(email="hana@example.org")

    answer = sign_in_by_form(client, "hana@example.org", next="/account")

    assert (answer.status_code, answer.location) == (303, "/account")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example"]
)
def test_signing_in_leads_to_no_other_site(client: FlaskClient, session, elsewhere):
    make_head(email="hana@example.org")

    assert sign_in_by_form(client, "hana@example.org", next=elsewhere).location == "/"


@pytest.mark.parametrize("typed", ["HANA@Example.ORG", "  hana@example.org ", "ｈａｎａ@example.org"])
def test_an_address_is_known_by_every_spelling(client: FlaskClient, session, typed):
    make_head(email="hana@example.org")

    assert sign_in_by_form(client, typed).status_code == 303


def test_a_wrong_password_and_an_unknown_address_look_the_same(app: Flask, session):
    make_head(email="hana@example.org")

    wrong = sign_in_by_form(app.test_client(), "hana@example.org", "wrong password")
    unknown = sign_in_by_form(app.test_client(), "nobody@example.org", "wrong password")

    assert wrong.status_code == unknown.status_code == 422
    said = "The e-mail address and the password do not belong together."
    assert said in wrong.text
    assert said in unknown.text
    assert session.scalars(select(SignIn)).all() == []


def test_a_password_is_never_sent_back(client: FlaskClient, session):
    assert "wrong password" not in sign_in_by_form(client, "nobody@example.org", "wrong password").text


@pytest.mark.parametrize("address", ["a\0b@example.org", "no address", "x" * 3000, ""])
def test_what_is_no_address_signs_nobody_in(client: FlaskClient, session, address):
    assert sign_in_by_form(client, address).status_code == 422


def test_the_session_has_a_new_name_after_signing_in(app: Flask, client: FlaskClient, session):
    make_head(email="hana@example.org")
    planted = token_for(client)
    before = session_cookie(client)

    sign_in_by_form(client, "hana@example.org")

    assert session_cookie(client) != before
    assert client.post("/sign-out", data={"csrf_token": planted}).status_code == 400
    watcher = app.test_client()
    watcher.set_cookie(app.config["SESSION_COOKIE_NAME"], before)
    assert watcher.get("/account").status_code == 303


def test_only_a_hash_of_the_cookie_is_kept(client: FlaskClient, session):
    sign_in(client, make_head())
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]

    assert token not in session.scalars(select(SignIn.token_hash)).one()


@pytest.mark.thorough
def test_who_has_signed_in_here_before_is_not_shut_out_by_strangers(app: Flask, session):
    make_head(email="hana@example.org")
    hers = app.test_client()
    assert sign_in_by_form(hers, "hana@example.org").status_code == 303
    post(hers, "/sign-out")
    for _ in range(11):
        sign_in_by_form(app.test_client(), "hana@example.org", "a guess of mine")

    stranger = sign_in_by_form(app.test_client(), "hana@example.org")
    assert stranger.status_code == 429
    assert "Try again after" in stranger.text
    assert sign_in_by_form(hers, "hana@example.org").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient, session):
    make_head(email="hana@example.org")

    cookie = sign_in_by_form(client, "hana@example.org").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.thorough
def test_guessing_at_one_account_ends_after_ten_attempts_whatever_header_is_forged(
    client: FlaskClient, session
):
    make_head(email="hana@example.org")
    token = token_for(client)

    def attempt(number: int, password: str = "a guess of mine"):
        forged = {"X-Forwarded-For": f"192.0.2.{number}"}
        data = {"csrf_token": token, "email": "Hana@example.org", "password": password}
        return client.post("/sign-in", data=data, headers=forged)

    assert [attempt(number).status_code for number in range(10)] == [422] * 10
    refused = attempt(11, PASSWORD)
    assert refused.status_code == 429
    assert "There were too many attempts." in refused.text


@pytest.mark.thorough
def test_guessing_at_one_account_does_not_shut_out_the_others(app: Flask, client: FlaskClient, session):
    make_head(email="hana@example.org")
    make_head("MYS", email="mona@example.org")
    for _ in range(11):
        sign_in_by_form(client, "hana@example.org", "a guess of mine")

    assert sign_in_by_form(app.test_client(), "mona@example.org").status_code == 303


@pytest.mark.thorough
def test_who_came_in_at_last_starts_counting_anew(app: Flask, session):
    make_head(email="hana@example.org")
    for _ in range(3):
        for _ in range(5):
            sign_in_by_form(app.test_client(), "hana@example.org", "a guess of mine")
        assert sign_in_by_form(app.test_client(), "hana@example.org").status_code == 303


def test_signing_out_everywhere_ends_every_browser(app: Flask, session):
    user = make_head()
    phone, laptop = (sign_in(app.test_client(), user) for _ in range(2))

    assert post(phone, "/account/sign-out-everywhere").location == "/sign-in"

    assert phone.get("/account").status_code == 303
    assert laptop.get("/account").status_code == 303


# Links ---------------------------------------------------------------------------------------------


def test_a_link_makes_an_account_once(app: Flask, client: FlaskClient, session):
    link = invite()

    assert join(client, link).status_code == 303
    assert client.get("/account").status_code == 200
    spent = app.test_client().get(link)
    assert spent.status_code == 410
    assert "This link has been used or has expired." in spent.text
    assert join(app.test_client(), link).status_code == 410
    assert len(session.scalars(select(User)).all()) == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"password": "passwordpassword", "again": "passwordpassword"}, "This password is easy to guess"),
        ({"password": "short", "again": "short"}, "A password needs at least 12 characters"),
        ({"password": "x" * 129, "again": "x" * 129}, "may have at most 128"),
        ({"password": "bell \a in a password", "again": "bell \a in a password"}, "U+0007"),
        ({"again": "a different password"}, "The two passwords differ."),
        ({"name": "   "}, "A name has between 1 and"),
        ({"name": "Amal\u202e"}, "A name has between 1 and"),
        ({"name": "x" * 201}, "A name has between 1 and"),
        ({"language": "tlh"}, "Not a valid choice"),
    ],
)
def test_an_invalid_account_form_shows_its_error_and_the_link_stays_open(client, session, facts, sentence):
    link = invite()

    answer = join(client, link, **facts)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(User)).all() == []
    assert join(client, link).status_code == 303


def test_a_form_with_more_than_it_asks_for_gives_nothing_more(client: FlaskClient, session):
    join(client, invite(), role="administrator", party_id="1", email="other@example.org", disabled_at="")

    user = session.scalars(select(User)).one()
    assert user.email == "new@example.org"
    assert {office.role for office in actor_of(user).offices} == {Role.OBSERVER}


def test_who_has_an_account_signs_in_and_takes_the_further_office(app: Flask, client: FlaskClient, session):
    user = make_observer(email="omar@example.org")
    link = invite("Omar@Example.org", Role.HEAD, "SEN")

    assert "There is an account with this address." in client.get(link).text
    assert join(client, link).status_code == 403
    assert post(sign_in(app.test_client(), make_head()), link).status_code == 403

    sign_in(client, user)
    assert "Take this office" in client.get(link).text
    assert post(client, link).status_code == 303
    assert actor_of(user).holds(Role.HEAD)
    assert client.get(link).status_code == 410


def test_who_takes_an_office_begins_at_its_meeting(app: Flask, client: FlaskClient, session):
    make_meeting(year=2026)
    later = make_meeting(year=2027)
    make_observer(email="omar@example.org", meeting_id=later.id)
    token = people.invite(mission(), "new@example.org", role=Role.HEAD, party="SEN", meeting=later.id)

    answer = join(client, f"/invitation/{token}")
    assert (answer.status_code, answer.location) == (303, f"/meetings/{later.id}")
    assert client.get(answer.location).status_code == 200


def test_a_link_is_not_changed_by_the_host_that_a_request_names(app: Flask, client: FlaskClient, session):
    from tests.factories import make_administrator

    sign_in(client, make_administrator())

    page = client.post(
        "/people/invite",
        data={"csrf_token": token_for(client, "/people"), "email": "a@example.org", "role": "observer"},
        headers={"X-Forwarded-Host": "evil.example"},
    )

    assert f"{app.config['BASE_URL']}/invitation/" in page.text
    assert "evil.example" not in page.text


# One's own account -----------------------------------------------------------------------------------


def test_a_new_password_ends_the_other_browsers_and_keeps_this_one(app: Flask, client: FlaskClient, session):
    user = make_head(email="hana@example.org")
    other = sign_in(app.test_client(), user)
    sign_in(client, user)

    answer = post(client, "/account/password", {"old": PASSWORD, "password": NEW, "again": NEW})

    assert answer.status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert sign_in_by_form(app.test_client(), "hana@example.org").status_code == 422
    assert sign_in_by_form(app.test_client(), "hana@example.org", NEW).status_code == 303


def test_a_new_password_needs_the_present_one(client: FlaskClient, session):
    sign_in(client, make_head())

    answer = post(client, "/account/password", {"old": "not the one", "password": NEW, "again": NEW})

    assert answer.status_code == 422
    assert "do not belong together" in answer.text


def test_a_person_changes_their_name_language_and_time_zone(client: FlaskClient, session):
    sign_in(client, make_head(name="Before"))

    details = {"name": "After  Words", "language": "ar", "zone": "Africa/Cairo"}
    assert post(client, "/account/details", details).status_code == 303

    page = client.get("/account").text
    assert 'lang="ar" dir="rtl"' in page
    assert 'value="After Words"' in page
    assert '<option selected value="Africa/Cairo">' in page


def test_a_wrong_name_or_zone_is_refused_and_changes_nothing(client: FlaskClient, session):
    sign_in(client, make_head(name="Before"))

    for wrong in ({"name": "\u202eevil"}, {"zone": "Mars/Olympus"}, {"language": "xx"}):
        details = {"name": "After", "language": "en", "zone": "", **wrong}
        assert post(client, "/account/details", details).status_code == 422

    assert session.scalars(select(User.name)).one() == "Before"


# The rest --------------------------------------------------------------------------------------------


def test_the_language_is_the_browsers_then_the_persons_then_the_one_chosen_here(client: FlaskClient, session):
    def spoken(**headers: str) -> str:
        return client.get("/sign-in", headers=headers).text.split('lang="')[1][:2]

    assert spoken() == "en"
    assert spoken(**{"Accept-Language": "de, fr;q=0.8"}) == "fr"
    sign_in(client, make_head(language="ar"))
    assert spoken(**{"Accept-Language": "fr"}) == "ar"
    chosen = client.get("/language/fr?next=/account")
    assert (chosen.status_code, chosen.location) == (303, "/account")
    assert spoken() == "fr"


@pytest.mark.parametrize("code", ["de", "EN", "en%00", "..", "xx-YY"])
def test_another_language_is_not_there(client: FlaskClient, code):
    assert client.get(f"/language/{code}").status_code == 404


def test_the_language_switch_leads_to_no_other_site(client: FlaskClient):
    assert client.get("/language/ar?next=//evil.example").location == "/"


def test_a_link_offers_each_language_once_and_leads_back_to_itself_also_when_the_form_came_back(
    client: FlaskClient, session
):
    link = invite()

    for page in (client.get(link).text, join(client, link, again="not the same at all").text):
        assert page.count('hreflang="fr"') == page.count('hreflang="ar"') == 1
        assert f'href="/language/ar?next={link}"' in page


def test_what_is_only_sent_to_is_not_led_back_to_by_the_language_switch(app: Flask, session):
    known = sign_in(app.test_client(), make_head())

    page = post(known, "/account/password", {"old": "wrong"}).text

    assert 'href="/language/ar"' in page


@pytest.mark.parametrize("path", ["/sign-out", "/account/sign-out-everywhere"])
def test_signing_out_asks_the_browser_to_forget_what_was_typed(app: Flask, session, path: str):
    answer = post(sign_in(app.test_client(), make_head()), path)

    assert answer.headers["Clear-Site-Data"] == '"storage"'


def test_the_server_says_that_it_is_well_and_nothing_else(client: FlaskClient):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


def test_every_browser_sees_the_sign_in_page_in_its_direction(client: FlaskClient):
    page = client.get("/sign-in", headers={"Accept-Language": "ar"}).text

    assert '<html lang="ar" dir="rtl">' in page


def test_nobody_chooses_a_stolen_password_by_a_link_or_under_the_account(
    app: Flask, client: FlaskClient, session: object, tmp_path: Path
):
    app.config["BREACHED_PASSWORDS"] = sorted_file(tmp_path)
    head = make_head("EGY")
    link = people.make_reset_link(people.operator(), head.id)
    sign_in(client, head)
    fields = {"old": PASSWORD, "password": STOLEN, "again": STOLEN}
    answer = post(client, "/account/password", fields)
    assert answer.status_code == 422
    assert "stolen from another service" in answer.get_data(as_text=True)
    with pytest.raises(BreachedPassword):
        people.choose_password(link, STOLEN)

    assert people.choose_password(link, OTHER) == head.id
