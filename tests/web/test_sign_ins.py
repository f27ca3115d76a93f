"""The page of one's own sessions: which browsers are signed in, and ending one or all others."""

import re

from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.store.records import SignIn
from tests.factories import make_head, post, sign_in, sign_in_by_form

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def ends(page: str) -> list[str]:
    """Return the addresses by which the page ends a session."""
    return re.findall(r'action="(/account/sessions/[\w-]{32}/end)"', page)


def test_the_owner_sees_the_sessions_that_hold_and_ends_one(app: Flask, session):
    user = make_head(email="hana@example.org")
    phone, laptop = app.test_client(), app.test_client()
    phone.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in_by_form(phone, "hana@example.org")
    sign_in(laptop, user)

    page = laptop.get("/account/sessions").text
    assert page.count("this browser") == 1
    assert "Firefox on Linux" in page
    (address,) = ends(page)
    assert post(laptop, address).status_code == 303

    assert phone.get("/account").status_code == 303
    assert laptop.get("/account").status_code == 200
    assert ends(laptop.get("/account/sessions").text) == []
    assert post(laptop, address).status_code == 404


def test_nobody_ends_the_session_of_another(app: Flask, client: FlaskClient, session):
    hana, mona = make_head(), make_head("MYS")
    first, second = sign_in(app.test_client(), hana), sign_in(app.test_client(), hana)
    (address,) = ends(first.get("/account/sessions").text)

    assert post(sign_in(client, mona), address).status_code == 404

    assert second.get("/account").status_code == 200


def test_ending_all_others_leaves_this_one(app: Flask, session):
    user = make_head()
    here, *others = (sign_in(app.test_client(), user) for _ in range(3))

    page = post(here, "/account/sessions/end-others", follow_redirects=True).text

    assert "2 other sessions are ended." in page
    assert [other.get("/account").status_code for other in others] == [303, 303]
    assert here.get("/account").status_code == 200


def test_who_signs_in_is_told_of_other_sessions_or_ends_them_by_it(app: Flask, session):
    make_head(email="hana@example.org")
    first, second, third = (app.test_client() for _ in range(3))
    for browser in (first, second):
        sign_in_by_form(browser, "hana@example.org")

    assert "1 other session of yours is open." in second.get("/account").text

    data = {"email": "hana@example.org", "password": "four ordinary words", "alone": "y"}
    assert post(third, "/sign-in", data).status_code == 303
    assert [browser.get("/account").status_code for browser in (first, second, third)] == [303, 303, 200]
    assert session.query(SignIn).filter(SignIn.ended_at.is_(None)).count() == 1
