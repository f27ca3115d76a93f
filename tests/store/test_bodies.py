"""The bodies of a meeting as they are read: in a fixed number of queries, for any day."""

from datetime import timedelta

import pytest

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.terms import City, Level
from acm_drafts.store.bodies import bodies_by_key, bodies_of, get_body
from acm_drafts.store.database import db
from tests.factories import LONG_AGO, make_meeting
from tests.sittings import make_body
from tests.web.readers import counted


@pytest.fixture(autouse=True)
def meeting(session: object) -> None:
    make_meeting()


def test_a_body_is_read_with_its_terms_its_members_and_its_chair():
    body = make_body(Level.TROIKA, members=("TUR", "EGY"), chair="EGY")
    record = get_body(db.session(), body.meeting_id, body.code)

    assert [state.code for state in record.members] == ["EGY", "TUR"]
    assert record.chair and record.chair.code == "EGY"
    before = LONG_AGO - timedelta(days=1)
    assert (record.members_on(before), record.chair_on(before)) == (frozenset(), None)


def test_who_chairs_a_body_is_among_those_who_read_its_sittings():
    body = make_body(Level.TROIKA, members=("TUR",), chair="EGY")
    record = get_body(db.session(), body.meeting_id, body.code)
    assert {record.states[key].code for key in record.facts().members} == {"TUR", "EGY"}


def test_all_bodies_of_a_meeting_cost_what_one_costs():
    meeting = make_body(Level.EXPERT).meeting_id
    with counted() as one:
        bodies_of(db.session(), meeting)
    for level in (Level.AMBASSADORIAL, Level.TROIKA, Level.WORKING_GROUPS):
        make_body(level, city=City.WASHINGTON, members=("EGY", "TUR"))
    with counted() as several:
        records = bodies_of(db.session(), meeting)
    assert len(one) == len(several) == 4
    assert (records[0].body.level, len(records)) == ("expert", 4)


def test_bodies_are_found_at_their_own_meeting_alone():
    body, other = make_body(Level.EXPERT), make_meeting(year=2030)
    assert bodies_of(db.session(), other.id) == ()
    assert bodies_by_key(db.session(), body.meeting_id, []) == {}
    assert list(bodies_by_key(db.session(), body.meeting_id, [body.id])) == [body.id]
    for meeting, code in ((other.id, body.code), (body.meeting_id, "nothing")):
        with pytest.raises(NotFound):
            get_body(db.session(), meeting, code)
