"""Which reservations a text tells, and for which proposals instructions are still awaited."""

import pytest

from acm_drafts.negotiation.reservations import Adopted, is_open, is_stated, is_stated_on_text, stands_in
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Stance, Standing

OLD = "The Meeting welcomed the progress made."
NEW = "The Meeting hailed the progress made."


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing.PENDING, True),
        (Standing.CONTESTED, True),
        (Standing.ACCEPTED, True),
        (Standing.ABSORBED, True),
        (Standing.BRACKETED, True),
        (Standing.WITHDRAWN, False),
        (Standing.REJECTED, False),
        (Standing.OVERTAKEN, False),
        (Standing.ORPHANED, False),
    ],
)
def test_a_reservation_is_listed_while_its_proposal_is_pending_or_adopted(standing: Standing, told: bool):
    assert is_stated(Stance.RESERVE, standing, still_open=False) is told


def test_instructions_are_awaited_on_what_is_still_open_alone():
    assert is_stated(Stance.AWAITING, Standing.PENDING, still_open=True)
    assert not is_stated(Stance.AWAITING, Standing.ACCEPTED, still_open=False)
    assert not is_stated(Stance.AWAITING, Standing.WITHDRAWN, still_open=True)


@pytest.mark.parametrize(
    ("standing", "pending", "proposed", "still_open"),
    [
        (Standing.PENDING, True, False, True),
        (Standing.DEFERRED, True, False, True),
        (Standing.BRACKETED, False, False, True),
        (Standing.ACCEPTED, False, True, True),
        (Standing.ACCEPTED, False, False, False),
        (Standing.ABSORBED, False, False, False),
    ],
)
def test_a_proposal_is_open_until_it_is_agreed_at_a_level_or_in_the_text(
    standing: Standing, pending: bool, proposed: bool, still_open: bool
):
    assert is_open(standing, pending=pending, proposed_by_mission=proposed) is still_open


def replaced(text: str = NEW, outcome: Outcome = Outcome.ACCEPTED) -> Adopted:
    return Adopted(AmendmentKind.REPLACE, outcome, OLD, text)


@pytest.mark.parametrize(
    ("lines", "stands"),
    [
        ([NEW], True),
        (["The Meeting hailed with joy the great progress made."], True),
        (["The Meeting noted the progress made."], False),
        ([OLD], False),
        ([], False),
        (["The Meeting hailed the progress.", "It was made."], True),
    ],
)
def test_new_words_stand_while_any_of_them_is_in_the_text(lines: list[str], stands: bool):
    assert stands_in(lines, replaced()) is stands


def test_of_several_changes_one_is_enough():
    both = replaced("The Meeting hailed the great progress made.")

    assert stands_in(["The Meeting noted the great progress made."], both)


def test_words_in_brackets_stand_while_their_paragraph_does():
    bracketed = replaced(outcome=Outcome.BRACKETED)

    assert stands_in(["The Meeting [welcomed] [hailed] the progress made."], bracketed)
    assert not stands_in([], bracketed)


@pytest.mark.parametrize(
    "kind", [AmendmentKind.INSERT, AmendmentKind.MOVE, AmendmentKind.SPLIT, AmendmentKind.KEEP]
)
def test_any_other_proposal_stands_while_its_paragraph_does(kind: AmendmentKind):
    adopted = Adopted(kind, Outcome.ACCEPTED, "", "It met.")

    assert stands_in(["It met in Jeddah."], adopted)
    assert not stands_in([], adopted)


def test_a_deletion_stands_while_its_paragraph_is_gone():
    deleted = Adopted(AmendmentKind.DELETE, Outcome.ACCEPTED, OLD, "")

    assert stands_in([], deleted)
    assert not stands_in([OLD], deleted)


@pytest.mark.parametrize(
    ("stance", "agreed", "told"),
    [
        (Stance.RESERVE, False, True),
        (Stance.RESERVE, True, True),
        (Stance.AWAITING, False, True),
        (Stance.AWAITING, True, False),
        (Stance.OPPOSE, False, False),
        (Stance.SUPPORT, False, False),
    ],
)
def test_of_a_line_a_text_tells_reserves_and_instructions_awaited_on_what_is_not_agreed(
    stance: Stance, agreed: bool, told: bool
):
    assert is_stated_on_text(stance, agreed=agreed) is told
