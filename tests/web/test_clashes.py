"""Why proposals do not go together, in words. What to do about it is tried in tests/web/test_decisions.py."""

import pytest
from flask import Flask

from acm_drafts.negotiation.consolidation import Disagreement
from acm_drafts.negotiation.terms import Dispute
from acm_drafts.web.clashes import DISPUTES, clash_in_words, names_in_words
from tests.conftest import make_app


@pytest.fixture
def page(sqlite_url: str):
    """A request, in which words have a language."""
    app: Flask = make_app(sqlite_url)
    with app.test_request_context("/", method="POST"):
        yield app


def test_every_dispute_has_its_sentence():
    assert set(DISPUTES) == set(Dispute)
    assert all("%(names)s" in sentence for sentence in DISPUTES.values())


def test_a_clash_names_each_proposal_once_and_the_compromise_by_what_it_is(page):
    dispute = Disagreement(1, Dispute.WORDS, (5, 0, 5), base="x", sides=("good", "little"))

    told = clash_in_words(dispute, {5: "EGY 3"})

    assert told.sentence == "EGY 3 and the compromise put different words in the same place."
    assert told.sides == ("good", "little")


def test_names_are_joined_as_the_language_joins_them(page):
    assert [names_in_words(names) for names in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a and b",
        "a, b, and c",
    ]
