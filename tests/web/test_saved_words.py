"""The cookie by which a browser learns which of its forms was taken, so that it forgets the words it saved."""

import pytest
from flask.testing import FlaskClient

from acm_drafts.web.shared.saved_words import COOKIE
from tests.factories import make_head, post, sign_in
from tests.tables import Table, make_table

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all to act.")


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Facts are made in the context of the test; pages are asked for from outside of it."""


@pytest.fixture
def table() -> Table:
    return make_table(*TEXTS)


@pytest.fixture
def egypt(client: FlaskClient) -> FlaskClient:
    sign_in(client, make_head("EGY"))
    return client


def position(table: Table, client: FlaskClient, **facts: str) -> str | None:
    """Take a position with a form of the name given, and return the cookie that came back."""
    made = table.replace("MYS", "1.", "progress", "good progress")
    post(client, f"/proposals/{made.code}/position", {"party": "EGY", "stance": "support", **facts})
    cookie = client.get_cookie(COOKIE)
    return cookie and cookie.value


def test_a_form_that_was_taken_is_named(table: Table, egypt: FlaskClient):
    assert position(table, egypt, kept_as="position/abc/EGY") == "position/abc/EGY"


@pytest.mark.parametrize("name", ["", "a b", "x;y", "\r\nSet-Cookie: z", "é", "a" * 121])
def test_a_name_that_is_none_of_ours_goes_into_no_cookie(table: Table, egypt: FlaskClient, name: str):
    assert position(table, egypt, kept_as=name) is None


def test_a_form_that_was_refused_is_not_named(table: Table, egypt: FlaskClient):
    assert position(table, egypt, kept_as="position/abc/EGY", reason="b" * 301, stance="reserve") is None


def test_no_saved_form_is_named_after_the_session_ended(table: Table, egypt: FlaskClient):
    egypt.delete_cookie("acm")

    assert position(table, egypt, kept_as="position/abc/EGY") is None
