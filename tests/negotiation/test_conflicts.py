"""Which proposals want different words at one place, and which conflicts a decision settled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.conflicts import is_settled, needs_decision, rivals
from acm_drafts.negotiation.consolidation import Edit, conflicting_proposals, conflicts_among
from acm_drafts.negotiation.terms import AmendmentKind, Standing
from tests.negotiation.test_consolidation import (
    NOTED,
    WELCOMES,
    make_deletion,
    make_insertion,
    make_move,
    make_replacement,
)

KEEP = Edit(9, AmendmentKind.KEEP, 1, base=WELCOMES, text=WELCOMES)


def test_what_was_accepted_on_an_earlier_wording_is_in_the_text_and_no_rival() -> None:
    earlier = make_replacement(1, 1, "field of trade", "fields of trade and of transport")
    now = earlier.text
    pending = Edit(2, AmendmentKind.REPLACE, 1, base=now, text=now.replace("welcomed", "commended"))

    assert rivals([pending], [earlier]) == [pending]
    assert conflicts_among(rivals([pending], [earlier])) == ()


def test_what_was_accepted_on_the_same_wording_is_a_rival_unless_it_is_in_brackets() -> None:
    accepted = make_replacement(1, 1, "welcomed", "noted")
    pending = make_replacement(2, 1, "welcomed", "commended")

    assert rivals([pending], [accepted, make_insertion(3, 8, 1)]) == [pending, accepted]
    assert rivals([pending], [replace(accepted, bracketed=True)]) == [pending]


def test_keeping_it_as_it_was_does_not_stand_against_what_makes_the_same_words() -> None:
    bracketed, before = "We [strongly] urge [all].", "We strongly urge all."
    keep = Edit(1, AmendmentKind.KEEP, 9, base=bracketed, text=before)
    lifted = Edit(2, AmendmentKind.REPLACE, 9, base=bracketed, text=before)
    other = Edit(3, AmendmentKind.REPLACE, 9, base=bracketed, text="We urge [all].")

    assert conflicts_among([keep, lifted]) == () and is_settled(keep, [lifted])
    assert conflicting_proposals([keep, lifted, other])[1] == (3,)
    assert conflicts_among([keep, other]) and is_settled(keep, [other])


def test_what_amends_a_pending_proposal_is_an_alternative_to_it_and_no_rival() -> None:
    first, second = make_replacement(1, 1, "welcomed", "noted"), make_replacement(2, 1, "welcomed", "hailed")

    assert rivals([first, second], [], {2: 1}) == [first]
    assert rivals([second], [], {2: 1}) == [second]


def test_two_that_amend_a_proposed_new_paragraph_at_one_place_are_in_conflict() -> None:
    new = make_insertion(1, 9, 1, "The Meeting thanked the host.")
    warmly, deeply = (
        Edit(key, AmendmentKind.REPLACE, 9, base=new.text, text=f"The Meeting {word} thanked the host.")
        for key, word in ((2, "warmly"), (3, "deeply"))
    )

    assert rivals([new, warmly, deeply], [], {2: 1, 3: 1}) == [warmly, deeply]
    assert conflicting_proposals(rivals([new, warmly, deeply], [], {2: 1, 3: 1})) == {2: (3,), 3: (2,)}
    assert rivals([new, warmly, deeply], [], {2: 1, 3: 2}) == [warmly]


@pytest.mark.parametrize(
    "pending",
    [
        make_replacement(2, 1, "welcomed", "commended"),
        replace(make_replacement(2, 1, "welcomed the", "commended this"), proposal=7),
        KEEP,
    ],
)
def test_a_conflict_is_settled_where_other_words_were_accepted_at_each_of_its_places(pending: Edit) -> None:
    assert is_settled(pending, [make_replacement(1, 1, "welcomed the", "noted the")])


def test_a_change_of_a_deleted_paragraph_is_settled() -> None:
    assert is_settled(make_replacement(2, 1, "welcomed", "noted"), [make_deletion(1, 1)])


@pytest.mark.parametrize(
    "pending",
    [
        pytest.param(make_replacement(2, 1, "trade", "transport"), id="no conflict"),
        pytest.param(
            replace(
                make_replacement(2, 1, "welcomed", "commended"),
                text=WELCOMES.replace("welcomed", "commended").replace("trade", "transport"),
            ),
            id="one of its changes can still be made",
        ),
        pytest.param(make_replacement(2, 1, "welcomed", "noted"), id="its words are in the text"),
        pytest.param(make_deletion(2, 1), id="it deletes the paragraph"),
        pytest.param(make_insertion(2, 8, 1), id="it is a new paragraph"),
    ],
)
def test_what_can_still_be_decided_is_not_settled(pending: Edit) -> None:
    assert not is_settled(pending, [make_replacement(1, 1, "welcomed", "noted")])


def test_words_in_brackets_and_another_place_settle_nothing() -> None:
    pending = make_replacement(2, 1, "welcomed", "commended")

    assert not is_settled(pending, [make_replacement(1, 1, "welcomed", "noted", bracketed=True)])
    assert not is_settled(make_move(2, 1, 3), [make_move(1, 1, 2)])
    assert not is_settled(replace(pending, base=""), [Edit(1, AmendmentKind.REPLACE, 1, base="", text=NOTED)])


DECIDED = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
ACCEPTED = [(make_replacement(1, 1, "welcomed the", "noted the"), DECIDED)]


@pytest.mark.parametrize(
    ("standing", "since", "needed"),
    [
        (Standing.PENDING, DECIDED - timedelta(hours=1), False),
        (Standing.PENDING, DECIDED + timedelta(hours=1), True),
        (Standing.CONTESTED, DECIDED - timedelta(hours=1), True),
    ],
)
def test_a_settled_proposal_needs_no_decision_unless_it_came_later_or_is_contested(
    standing: Standing, since: datetime, needed: bool
) -> None:
    pending = make_replacement(2, 1, "welcomed", "commended")

    assert needs_decision(pending, standing, ACCEPTED, since=since) is needed
    assert needs_decision(pending, standing, (), since=since)


def test_keeping_it_as_it_is_is_settled_by_whatever_was_accepted():
    join = Edit(4, AmendmentKind.JOIN, 1, base=WELCOMES, other=2)
    split = Edit(5, AmendmentKind.SPLIT, 1, base=WELCOMES, parts=(WELCOMES[:12], WELCOMES[12:]))

    for taken in (join, split):
        assert is_settled(KEEP, [taken])
    assert not is_settled(KEEP, [])
