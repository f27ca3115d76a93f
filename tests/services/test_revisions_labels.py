"""The number of a proposal is given once, and counts nothing that its readers may not see."""

import pytest

from acm_drafts.negotiation.terms import DecisionKind, Visibility
from acm_drafts.store.database import MOST_COUNTED, clock_at
from tests.tables import Table, make_table


def number_after_the_deadline_of(table: Table, **terms: object) -> tuple[int | None, int | None]:
    """Return the numbers of Egypt's next two proposals in the round that follows."""
    with clock_at(table.next_round(**terms)):
        made = [table.replace("EGY", "1.", "progress", f"{word} progress") for word in ("great", "good")]
    return made[0].number, made[1].number


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.DEADLINE])
def test_in_a_public_round_proposals_are_numbered_without_counting_hidden_ones(session, visibility):
    table = make_table("The Meeting welcomed the progress made.", visibility=Visibility.MISSION)
    hidden = [table.replace("EGY", "1.", "progress", f"{word} progress") for word in ("new", "old", "late")]
    for one in hidden:
        table.decide(DecisionKind.REJECT, one, reason="No.", level=None)

    assert all(amendment.number > MOST_COUNTED for amendment in hidden)
    assert len({amendment.number for amendment in hidden}) == 3
    assert number_after_the_deadline_of(table, visibility=visibility) == (1, 2)


def test_where_sponsors_are_not_named_numbers_are_drawn(session):
    table = make_table("The Meeting welcomed the progress made.", attributed=False)

    assert table.replace("EGY", "1.", "progress", "great progress").number > MOST_COUNTED
