"""Who sits in a body on a day, and who chairs it."""

from datetime import date, timedelta

import pytest

from acm_drafts.negotiation.bodies import (
    PLENARY,
    Term,
    chair_on,
    in_the_way,
    last_day_in_the_chair,
    members_on,
)
from acm_drafts.negotiation.terms import BodyRole, Level

DAY = date(2026, 11, 9)
ONE = timedelta(days=1)
STATES = {1, 2, 3}


def member(party: int, starts_on: date = DAY, ends_on: date | None = None) -> Term:
    return Term(party, BodyRole.MEMBER, starts_on, ends_on)


def chair(party: int, starts_on: date = DAY, ends_on: date | None = None) -> Term:
    return Term(party, BodyRole.CHAIR, starts_on, ends_on)


@pytest.mark.parametrize("level", list(Level))
def test_every_state_sits_at_a_plenary_level_and_nobody_elsewhere_until_states_are_listed(level: Level):
    everybody = frozenset(STATES) if level in PLENARY else frozenset()
    assert members_on(level, [], DAY, states=STATES) == everybody
    assert members_on(level, [chair(1)], DAY, states=STATES) == everybody
    assert members_on(level, [member(2)], DAY, states=STATES) == {2}


def test_both_days_of_a_term_belong_to_it():
    term = [member(1, DAY, DAY + ONE)]
    sits = [bool(members_on(Level.TROIKA, term, DAY + ONE * n, states=STATES)) for n in (-1, 0, 1, 2)]
    assert sits == [False, True, True, False]


def test_a_list_that_has_ended_lists_nobody():
    assert members_on(Level.EXPERT, [member(1, DAY, DAY)], DAY + ONE, states=STATES) == STATES


def test_who_chairs_and_until_when_somebody_did():
    terms = [chair(1, DAY, DAY + ONE), chair(2, DAY + 2 * ONE)]
    assert [chair_on(terms, DAY + ONE * n) for n in (-1, 0, 1, 2, 99)] == [None, 1, 1, 2, 2]
    assert last_day_in_the_chair(terms, {1}, DAY + 2 * ONE) == DAY + ONE
    assert last_day_in_the_chair(terms, {1}, DAY + ONE) is None
    assert last_day_in_the_chair(terms, {2, 3}, DAY + 9 * ONE) is None


@pytest.mark.parametrize(
    ("known", "new", "stands"),
    [
        (member(1), member(1, DAY + ONE), False),
        (member(1, DAY, DAY), member(1, DAY + ONE), True),
        (member(1), member(2), True),
        (chair(1), chair(2, DAY + ONE), False),
        (chair(1, DAY, DAY), chair(2, DAY + ONE), True),
        (chair(2, DAY + ONE), chair(1, DAY), False),
        (chair(2, DAY + ONE), chair(1, DAY, DAY), True),
        (member(1), chair(1), True),
    ],
)
def test_a_state_is_not_a_member_twice_and_two_do_not_chair_on_one_day(known: Term, new: Term, stands: bool):
    assert bool(in_the_way([known], new)) is not stands
