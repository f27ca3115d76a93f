"""The second factor on pages: who is led to it, how it is set up, asked for and reset, and what it shuts."""

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.store.database import utcnow
from acm_drafts.web.second_factors.routes import drawn
from acm_drafts.web.shared.signing import PERSON, conceal
from tests.conftest import make_app
from tests.factories import (
    make_administrator,
    make_head,
    make_mission_drafter,
    post,
    session_cookie,
    sign_in,
    sign_in_by_form,
)

NEW = "another long password"


def set_up(client: FlaskClient, step: int = -1) -> tuple[pyotp.TOTP, list[str]]:
    """Set a second factor up on the page; return the app and the recovery codes. Its first code is that of *step*."""
    page = client.get("/account/second-factor").text
    secret = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]
    app = pyotp.TOTP(secret)
    code = app.at(utcnow(), counter_offset=step)
    answer = post(client, "/account/second-factor", {"sealed": sealed, "code": code})
    assert answer.status_code == 201, answer.text
    return app, [
        code.replace(" ", "") for code in re.findall(r'<code dir="ltr">([a-z0-9 ]+)</code>', answer.text)
    ]


def test_after_the_password_the_code_is_asked_and_nothing_is_open_before(app: Flask, session):
    user = make_head(email="hana@example.org")
    phone, codes = set_up(sign_in(app.test_client(), user))
    browser = app.test_client()

    answer = sign_in_by_form(browser, "hana@example.org", next="/account")
    assert answer.location.startswith("/sign-in/code?next=")
    before = session_cookie(browser)
    assert browser.get("/account").status_code == 303
    assert post(browser, answer.location, {"code": "000000"}).status_code == 422

    assert post(browser, answer.location, {"code": phone.now()}).location == "/account"

    assert session_cookie(browser) != before
    assert browser.get("/account").status_code == 200
    watcher = app.test_client()
    watcher.set_cookie(app.config["SESSION_COOKIE_NAME"], before)
    assert watcher.get("/account").status_code == 303
    assert watcher.get("/sign-in/code").location.startswith("/sign-in")

    other = app.test_client()
    sign_in_by_form(other, "hana@example.org")
    assert post(other, "/sign-in/code", {"code": codes[0]}).location == "/"
    assert "You used a recovery code. 9 are left." in other.get("/account").text


def test_a_link_for_a_new_password_leads_past_the_second_factor_of_nobody(app: Flask, session):
    user, desk = make_head(email="hana@example.org"), sign_in(app.test_client(), make_administrator())
    set_up(sign_in(app.test_client(), user))
    person = f"/people/{conceal(user.id, use=PERSON)}"
    link = re.search(r"/invitation/[\w-]+", post(desk, f"{person}/reset").text)[0]
    browser = app.test_client()

    answer = post(browser, link, {"password": NEW, "again": NEW})

    assert answer.location.startswith("/sign-in/code")
    assert browser.get("/account").status_code == 303


def test_guessing_codes_ends_after_eight(app: Flask, session):
    user = make_head(email="hana@example.org")
    phone, _codes = set_up(sign_in(app.test_client(), user))
    browser = app.test_client()
    sign_in_by_form(browser, "hana@example.org")

    statuses = [post(browser, "/sign-in/code", {"code": "000000"}).status_code for _ in range(9)]

    assert statuses == [422] * 8 + [429]
    assert post(browser, "/sign-in/code", {"code": phone.now()}).status_code == 429


def test_an_administrator_resets_it_with_a_reason(app: Flask, session):
    user, desk = make_head(email="hana@example.org"), sign_in(app.test_client(), make_administrator())
    mine = sign_in(app.test_client(), user)
    set_up(mine)
    person = f"/people/{conceal(user.id, use=PERSON)}"

    assert post(desk, f"{person}/second-factor", {"reason": ""}).status_code == 422
    assert mine.get("/account").status_code == 200
    assert post(desk, f"{person}/second-factor", {"reason": "Lost phone"}).status_code == 303

    assert mine.get("/account").status_code == 303
    assert sign_in_by_form(app.test_client(), "hana@example.org").location == "/"
    assert post(desk, f"{person}/second-factor", {"reason": "Again"}).status_code == 409


def test_the_owner_renews_codes_and_removes_it_and_stays_signed_in_here_alone(app: Flask, session):
    user = make_head(email="hana@example.org")
    here = sign_in(app.test_client(), user)
    set_up(here)
    elsewhere = sign_in(app.test_client(), user)
    assert post(here, "/account/second-factor/codes").status_code == 201

    assert post(here, "/account/second-factor/remove").status_code == 303

    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert post(here, "/account/second-factor/codes").status_code == 409


@pytest.fixture
def strict(sqlite_url: str) -> Flask:
    """The application of a house that requires a second factor of the Mission and administrators."""
    return make_app(sqlite_url, SECOND_FACTOR="mission")


def test_who_must_have_one_sets_it_up_before_anything_else(strict: Flask):
    with strict.app_context():
        mission = sign_in(strict.test_client(), make_mission_drafter())
        head = sign_in(strict.test_client(), make_head())

    assert head.get("/notices").status_code == 200
    assert mission.get("/notices?page=2").location == "/account/second-factor?next=%2Fnotices%3Fpage%3D2"
    refused = post(mission, "/account/details", {"name": "Nour"})
    assert refused.status_code == 403
    assert "A second factor is required for your account" in refused.text

    set_up(mission)

    assert mission.get("/notices").status_code == 200


def test_the_drawing_is_the_qr_code_of_the_words():
    import segno

    drawing, wanted = drawn("otpauth://totp/x"), segno.make("otpauth://totp/x", error="m", micro=False)
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", drawing.path):
        dark |= {(int(x) + i - 4, int(y) - 4) for i in range(int(length))}

    assert dark == {(x, y) for y, row in enumerate(wanted.matrix) for x, module in enumerate(row) if module}
