"""What a form brings back is what was given to it: nothing changed, nothing made by others."""

from datetime import timedelta

import pytest
from flask import Flask

from acm_drafts.store.database import clock_at, utcnow
from acm_drafts.web.shared.bad_requests import BadRequest, SealExpired
from acm_drafts.web.shared.refusals import page_of
from acm_drafts.web.shared.signing import (
    LASTS,
    conceal,
    reveal,
    seal,
    seal_for_cookie,
    unseal,
    unseal_of_cookie,
    unseal_own,
)
from tests.conftest import make_app

OWN = {"user": 3, "communique": "abc", "lines": ["يرحّب", "It welcomed."]}


@pytest.fixture(autouse=True)
def page(sqlite_url: str):
    """A request, in which there is a key to seal with."""
    app: Flask = make_app(sqlite_url)
    with app.test_request_context("/"):
        yield app


def test_what_was_sealed_comes_back():
    assert unseal(seal(OWN, use="import"), use="import") == OWN
    assert unseal_own(seal(OWN, use="import"), use="import", user=3, communique="abc") == OWN


@pytest.mark.parametrize("changed", [lambda s: s[:-1], lambda s: "x" + s, lambda s: "", lambda s: s + "\0"])
def test_what_was_changed_or_made_elsewhere_is_refused(changed):
    with pytest.raises(BadRequest):
        unseal(changed(seal(OWN, use="import")), use="import")


def test_what_was_sealed_for_one_form_opens_no_other():
    with pytest.raises(BadRequest):
        unseal(seal(OWN, use="import"), use="compare")


@pytest.mark.parametrize(("user", "communique"), [(4, "abc"), (3, "abd"), (None, "abc")])
def test_what_was_sealed_for_one_person_and_one_text_is_no_other_persons_and_no_other_texts(user, communique):
    with pytest.raises(BadRequest):
        unseal_own(seal(OWN, use="import"), use="import", user=user, communique=communique)


def test_what_was_sealed_before_the_secret_was_changed_comes_back_while_the_earlier_one_is_kept(page: Flask):
    sealed = seal(OWN, use="import")
    earlier = page.config["SECRET_KEY"]
    page.config["SECRET_KEY"] = "the secret of today"

    with pytest.raises(BadRequest):
        unseal(sealed, use="import")
    page.config["SECRET_KEY_FALLBACKS"] = [earlier]
    assert unseal(sealed, use="import") == OWN
    assert seal(OWN, use="import") != sealed


def test_a_key_is_concealed_where_no_earlier_secret_was_ever_set(sqlite_url: str):
    app = make_app(sqlite_url, SECRET_KEY_FALLBACKS=None)

    with app.test_request_context("/"):
        assert reveal(conceal(7, use="wording"), use="wording") == 7


def test_what_a_form_carries_is_good_for_some_days_and_what_a_cookie_holds_as_long_as_the_cookie():
    sealed, kept = seal(OWN, use="import"), seal_for_cookie(OWN, use="import")

    with clock_at(utcnow() + timedelta(days=LASTS)):
        assert unseal(sealed, use="import") == OWN
    with clock_at(utcnow() + timedelta(days=LASTS + 1)):
        with pytest.raises(SealExpired):
            unseal(sealed, use="import")
        assert unseal_of_cookie(kept, use="import") == OWN
    with pytest.raises(SealExpired):
        unseal(seal_for_cookie({"user": 3}, use="import"), use="import")


def test_a_form_that_was_sealed_too_long_ago_is_refused_with_what_was_typed_in_it(page: Flask):
    with page.test_request_context("/", method="POST", data={"reason": "My own words.", "sealed": "x"}):
        answer = page_of(SealExpired())

    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "This page was open for too many days. Nothing was changed." in html
    assert "My own words." in html
