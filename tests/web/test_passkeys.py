"""Passkeys on the pages: added with a name, used instead of password and code, refused in plain words."""

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.services import second_factors
from acm_drafts.services.attempts import PASSKEY
from acm_drafts.store import attempts
from acm_drafts.store.database import db, transaction, utcnow
from acm_drafts.store.records import Passkey, User
from acm_drafts.web.shared.signing import PASSKEY as OF_PASSKEY
from acm_drafts.web.shared.signing import conceal
from tests.authenticator import Device
from tests.factories import actor_of, make_head, post, sign_in, sign_in_by_form

HANA = "hana@example.org"


def with_app(app: Flask) -> User:
    user, secret = make_head(email=HANA), second_factors.new_secret()
    code = pyotp.TOTP(secret).at(utcnow())
    second_factors.set_up(actor_of(user), secret, code, (app.config["SECRET_KEY"],))
    return user


def add(app: Flask, client: FlaskClient, device: Device, name: str = "Phone") -> object:
    options = post(client, "/account/passkeys/options").text
    answer = device.add(options, origin=app.config["BASE_URL"])
    return post(client, "/account/passkeys", {"name": name, "answer": answer})


def signed(app: Flask, client: FlaskClient, device: Device, **more: str) -> object:
    """Sign in with a passkey and return the answer."""
    options = post(client, "/sign-in/passkey/options").text
    answer = device.sign(options, origin=app.config["BASE_URL"])
    return post(client, "/sign-in/passkey?next=/account/passkeys", {"answer": answer, **more})


def test_a_passkey_is_listed_signs_in_and_is_removed(app: Flask, client: FlaskClient, session):
    user, device = with_app(app), Device()
    sign_in(client, user)
    assert "Phone" not in client.get("/account/passkeys").text
    assert add(app, client, device, name=" ").status_code == 422
    assert add(app, client, device).status_code == 303
    page = client.get("/account/passkeys").text
    assert "Phone" in page
    assert "not used yet" in page

    other = app.test_client()
    came_in = signed(app, other, device, alone="1")
    assert (came_in.status_code, came_in.location) == (303, "/account/passkeys")
    assert "last used" in other.get("/account/passkeys").text
    assert client.get("/account/passkeys").status_code == 303  # it was to be the only session

    after = app.test_client()
    assert sign_in_by_form(after, HANA).location.startswith("/sign-in/code")
    assert "Sign in with a passkey" in after.get("/sign-in/code").text
    assert after.get("/account").status_code == 303
    assert signed(app, after, device).status_code == 303
    assert after.get("/account/passkeys").status_code == 200

    key = session.scalars(select(Passkey.id)).one()
    assert post(after, f"/account/passkeys/{conceal(key, use=OF_PASSKEY)}/remove").status_code == 303
    assert "Phone" not in after.get("/account/passkeys").text
    refused = signed(app, app.test_client(), device)
    assert refused.status_code == 422
    assert "This passkey did not open the account" in refused.text


def test_who_has_no_app_is_led_to_it_first(client: FlaskClient, session):
    sign_in(client, make_head())

    assert client.get("/account/passkeys").location == "/account/second-factor"
    assert post(client, "/account/passkeys/options").status_code == 409


def test_an_answer_without_a_question_opens_nothing(app: Flask, client: FlaskClient, session):
    device = Device()
    user = with_app(app)
    add(app, sign_in(app.test_client(), user), device)
    options = post(client, "/sign-in/passkey/options").text
    answer = device.sign(options, origin=app.config["BASE_URL"])
    stranger = app.test_client()  # the cookie of the browser that was asked is not theirs

    assert post(stranger, "/sign-in/passkey", {"answer": answer}).status_code == 422
    assert post(client, "/sign-in/passkey", {}).status_code == 422
    assert post(client, "/sign-in/passkey", {"answer": answer}).status_code == 422


def test_strangers_do_not_fill_the_database_with_questions(client: FlaskClient, session):
    with transaction() as session:
        for _ in range(PASSKEY.most):
            attempts.add(session, PASSKEY.key("127.0.0.1"), now=utcnow(), lasts=PASSKEY.lasts)
    db.session.remove()

    assert post(client, "/sign-in/passkey/options").status_code == 429
