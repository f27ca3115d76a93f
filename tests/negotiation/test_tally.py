"""Positions on one proposal, counted."""

from acm_drafts.negotiation.tally import tally
from acm_drafts.negotiation.terms import Stance

EGYPT, MALI, TOGO, AFRICAN_GROUP = 1, 2, 3, 60
STATES = (EGYPT, MALI, TOGO)


def test_every_state_is_a_sponsor_took_a_position_or_is_silent():
    counted = tally(STATES, {EGYPT}, [(MALI, Stance.OPPOSE)])

    assert counted.by_stance[Stance.OPPOSE] == (MALI,)
    assert counted.silent == (TOGO,)
    assert set(counted.by_stance) == set(Stance)


def test_the_support_of_a_sponsor_is_not_counted_and_what_it_reserves_is():
    supporting = tally(STATES, {EGYPT, MALI}, [(MALI, Stance.SUPPORT)])
    reserving = tally(STATES, {EGYPT, MALI}, [(MALI, Stance.RESERVE)])

    assert supporting.by_stance[Stance.SUPPORT] == ()
    assert reserving.by_stance[Stance.RESERVE] == (MALI,)
    assert supporting.silent == reserving.silent == (TOGO,)


def test_a_group_is_counted_where_it_spoke_and_is_not_missing_where_it_did_not():
    assert tally(STATES, set(), [(AFRICAN_GROUP, Stance.SUPPORT)]).by_stance[Stance.SUPPORT] == (
        AFRICAN_GROUP,
    )
    assert tally(STATES, set(), []).silent == STATES
