"""The brackets that the demonstration tells, and who holds them."""

from acm_drafts.services import verification
from acm_drafts.store.bracket_holders import load_placed
from acm_drafts.store.database import db
from acm_drafts.store.people import find_parties
from acm_drafts.store.reservations import newest_circulated


def test_sponsors_and_others_hold_brackets_and_one_was_lifted_over_a_group(demonstration: object):
    draft = newest_circulated(db.session(), 1)
    codes = {party.id: party.code for party in find_parties(db.session())}
    held = {
        bracket.words: [codes[holding.party] for holding in bracket.holders]
        for bracket in load_placed(db.session(), draft)
    }
    assert held["[every year]"] == ["SAU", "MDV", "EGY"]
    assert held["[existing]"] == ["IDN", "EGY"]
    assert verification.verify(db.session()).findings == ()
