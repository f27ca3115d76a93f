"""What can be agreed as it stands: what nothing waits on, what no join concerns, and what holds no brackets."""

from dataclasses import replace

import pytest

from acm_drafts.negotiation.agreements import (
    AgreedWords,
    agreeable,
    agreed_words,
    hindrance,
    words_brought_in,
)
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.errors import BracketsStand, WrongDecision
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind

LINES = (
    Line(1, "Trade", LineKind.HEADING),
    Line(2, "We welcome progress."),
    Line(3, "We note the report."),
    Line(4, "We invite the [Bank]."),
)


def make_edit(kind: AmendmentKind, paragraph: int, **facts: object) -> Edit:
    base = next((line.text for line in LINES if line.paragraph == paragraph), "")
    return Edit(**{"proposal": 7, "kind": kind, "paragraph": paragraph, "base": base, **facts})


def left(*, agreed: tuple[int, ...] = (), pending: tuple[Edit, ...] = (), accepted: tuple[Edit, ...] = ()):
    return [line.paragraph for line in agreeable(LINES, agreed=agreed, pending=pending, accepted=accepted)]


def test_all_that_holds_no_brackets_and_is_not_agreed_yet_can_be_agreed():
    assert left() == [1, 2, 3]
    assert left(agreed=(2,)) == [1, 3]


@pytest.mark.parametrize(
    ("pending", "paragraphs"),
    [
        (make_edit(AmendmentKind.REPLACE, 2, text="We welcome all progress."), [1, 3]),
        (make_edit(AmendmentKind.KEEP, 3), [1, 2]),
        (make_edit(AmendmentKind.JOIN, 2, other=3), [1]),
        (make_edit(AmendmentKind.INSERT, 9, text="We call for action.", after=2), [1, 2, 3]),
        (make_edit(AmendmentKind.MOVE, 4, after=2), [1, 2, 3]),
    ],
)
def test_what_a_pending_proposal_would_change_is_left_out(pending: Edit, paragraphs: list[int]):
    assert left(pending=(pending,)) == paragraphs


def test_what_was_accepted_counts_as_part_of_the_wording():
    lifted = make_edit(AmendmentKind.REPLACE, 4, text="We invite the Bank.")
    deleted = make_edit(AmendmentKind.DELETE, 2)

    assert left(accepted=(lifted,)) == [1, 2, 3, 4]
    assert left(accepted=(deleted,)) == [1, 3]


def test_the_paragraph_that_an_accepted_join_takes_in_is_not_agreed_by_itself():
    joined = make_edit(AmendmentKind.JOIN, 2, other=3)

    assert left(accepted=(joined,)) == [1, 2]
    assert isinstance(hindrance(3, pending=(), accepted=[joined], now="We note."), WrongDecision)


def test_what_waits_on_a_paragraph_that_was_joined_hinders_the_agreement_of_the_whole():
    joins = (make_edit(AmendmentKind.JOIN, 1, other=2), make_edit(AmendmentKind.JOIN, 2, other=3))
    waiting = make_edit(AmendmentKind.REPLACE, 3, text="We note it.")

    assert left(accepted=joins) == [1]
    assert left(accepted=joins, pending=(waiting,)) == []


def test_nothing_can_be_agreed_where_accepted_proposals_do_not_go_together():
    sides = (make_edit(AmendmentKind.DELETE, 2), make_edit(AmendmentKind.REPLACE, 2, text="We welcome it."))

    assert left(accepted=sides) == []


def test_brackets_hinder_an_agreement_only_where_nothing_else_does():
    waiting = make_edit(AmendmentKind.REPLACE, 4, text="We invite it.")

    assert isinstance(hindrance(4, pending=(), accepted=(), now="the [Bank]"), BracketsStand)
    assert isinstance(hindrance(4, pending=[waiting], accepted=(), now="the [Bank]"), WrongDecision)
    assert hindrance(4, pending=(), accepted=(), now=None) is None


def test_what_is_agreed_are_the_words_as_accepted_and_what_a_join_takes_in():
    reworded = make_edit(AmendmentKind.REPLACE, 3, text="We note the new report.", proposal=8)
    joined = make_edit(AmendmentKind.JOIN, 2, other=3)

    words = agreed_words(LINES, (joined, reworded))

    assert words == {
        2: AgreedWords(
            "We welcome progress.",
            "We welcome progress. We note the new report.",
            takes=(3,),
            proposals=(7, 8),
        )
    }


def test_what_is_agreed_where_nothing_was_accepted_are_the_words_of_the_draft():
    moved = make_edit(AmendmentKind.MOVE, 4, after=2)
    deleted = make_edit(AmendmentKind.DELETE, 2)

    assert agreed_words(LINES, ()) == {}
    assert agreed_words(LINES, (moved, deleted)) == {
        4: AgreedWords("We invite the [Bank].", "We invite the [Bank].", takes=(), proposals=(7,))
    }


def test_a_new_paragraph_says_what_was_accepted_of_it_with_its_changes():
    new = make_edit(AmendmentKind.INSERT, 9, text="We call for action.", after=2)
    change = make_edit(AmendmentKind.REPLACE, 9, proposal=8, text="We call for joint action.")
    change = replace(change, base="We call for action.")
    assert words_brought_in(LINES, (new,)) == {9: "We call for action."}
    assert words_brought_in(LINES, (new, change)) == {9: "We call for joint action."}
    assert words_brought_in(LINES, (make_edit(AmendmentKind.DELETE, 2),)) == {}
