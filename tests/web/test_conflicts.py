"""Why proposals do not go together, in words. What to do about it is tried in tests/web/test_decisions.py."""

import pytest
from flask import Flask

from acm_drafts.negotiation.consolidation import PART, Disagreement
from acm_drafts.negotiation.terms import Dispute
from acm_drafts.web.shared.conflicts import DISPUTES, Conflict, Side, brief, conflict_in_words, names_in_words
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


def test_a_conflict_names_each_proposal_once_and_the_compromise_by_what_it_is(page):
    dispute = Disagreement(1, Dispute.WORDS, (5, 0, 5), base="x", sides=("good", "little"))

    conflict = conflict_in_words(dispute, {5: "EGY 3"})

    assert conflict.sentence == "EGY 3 and the compromise put different words in the same place."
    assert [(side.words, side.names) for side in conflict.sides] == [("good", ""), ("little", "")]


def test_a_conflict_over_words_says_who_wants_which_and_what_stands_there_now(page):
    whose, sides = ((5, 9), (0,)), ("good ", "")
    dispute = Disagreement(1, Dispute.WORDS, (0, 5, 9), base=" great", sides=sides, wanted_by=whose)

    conflict = conflict_in_words(dispute, {5: "EGY 3", 9: "MYS 1"}, accepted={9})

    assert "in the same place one puts other words, another is without the words." in conflict.sentence
    assert conflict.base == "great"
    assert [(side.words, side.names) for side in conflict.sides] == [
        ("good", "EGY 3 and MYS 1 (accepted)"),
        ("", "the compromise"),
    ]


@pytest.mark.parametrize(
    ("sides", "sentence"),
    [
        (("[[", ""), "EGY 1 and SEN 1 differ in a bracket alone."),
        (
            ("very", ""),
            "EGY 1 and SEN 1: in the same place one puts other words, another is without the bracket.",
        ),
    ],
)
def test_where_the_text_has_a_bracket_alone_a_conflict_says_so(page, sides: tuple[str, ...], sentence: str):
    dispute = Disagreement(1, Dispute.WORDS, (5, 9), base="[", sides=sides, wanted_by=((5,), (9,)))

    conflict = conflict_in_words(dispute, {5: "EGY 1", 9: "SEN 1"})

    assert (conflict.sentence, conflict.over_bracket) == (sentence, True)


def test_two_that_want_the_same_words_are_not_said_to_put_different_ones(page):
    whose, sides = ((5, 9), (7,)), ("closely", "fully")
    dispute = Disagreement(1, Dispute.WORDS, (5, 7, 9), sides=sides, wanted_by=whose)

    told = conflict_in_words(dispute, {5: "EGY 1", 7: "PAK 1", 9: "SEN 1"})

    assert told.sentence == "Different words in the same place: EGY 1 and SEN 1; PAK 1."


def test_what_the_mission_only_proposes_to_accept_is_marked_so_in_a_conflict(page):
    dispute = Disagreement(1, Dispute.WORDS, (5, 9), base="x", sides=("good", "little"))

    conflict = conflict_in_words(dispute, {5: "EGY 3", 9: "MYS 1"}, accepted={9}, proposed={9})

    assert conflict.sentence == "EGY 3 and MYS 1 (acceptance proposed) put different words in the same place."


def test_a_side_that_only_splits_the_paragraph_is_shown_in_a_conflict(page):
    dispute = Disagreement(1, Dispute.WORDS, (5, 9), base=" ", sides=(PART, " and "), wanted_by=((5,), (9,)))

    conflict = conflict_in_words(dispute, {5: "EGY 3", 9: "MYS 1"})

    assert [side.words for side in conflict.sides] == [PART, "and"]


def test_long_words_are_cut_in_a_margin_and_begin_where_they_differ_from_the_text(page):
    base = "the report of the experts on trade and on transport among the Member States of the Organisation"
    sides = (base.replace("trade", "customs"), base.replace("trade", "money"), "short")

    told = brief(Conflict("They differ.", tuple(Side(words) for words in sides), base))

    assert [side.words for side in told.sides] == [
        "… customs and on transport among the Member States of the…",
        "… money and on transport among the Member States of the…",
        "short",
    ]
    assert told.base == "the report of the experts on trade and on transport among…"


@pytest.mark.thorough
def test_names_are_joined_as_the_language_joins_them(page):
    assert [names_in_words(names) for names in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a and b",
        "a, b, and c",
    ]
