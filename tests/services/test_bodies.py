"""The bodies of a meeting: made by the Mission, with members and chairs from one day to another."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.bodies import BodyExists, TermsOverlap, WrongBody
from acm_drafts.negotiation.errors import NotFound, NotPermitted, UnreadableText
from acm_drafts.negotiation.terms import BodyRole, City, Level
from acm_drafts.services import bodies
from acm_drafts.store.bodies import BodyRecord, bodies_of, get_body
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.meetings import today
from acm_drafts.store.records import Body, BodyTerm, JournalLine, Meeting
from acm_drafts.text.language import Language
from tests.factories import actor_of, make_administrator, make_chair, make_head, make_meeting, mission, party
from tests.sittings import NAMES, make_body

pytestmark = pytest.mark.usefixtures("session")

DAY = timedelta(days=1)


@pytest.fixture
def meeting(session: object) -> Meeting:
    return make_meeting()


def fresh(body: Body) -> BodyRecord:
    db.session.rollback()
    return get_body(db.session(), body.meeting_id, body.code)


def codes(record: BodyRecord) -> list[str]:
    return [state.code for state in record.members]


def test_the_mission_makes_a_body_of_each_group(meeting: Meeting):
    for city in City:
        bodies.add_body(mission(), meeting.id, city=city, level=Level.EXPERT)

    made = [(record.body.city, record.body.level) for record in bodies_of(db.session(), meeting.id)]
    assert made == [("new-york", "expert"), ("washington", "expert")]
    assert db.session.scalars(select(JournalLine.act)).all() == ["add body", "add body"]


def test_the_same_body_is_not_made_twice_and_working_groups_are_told_apart_by_their_names(meeting: Meeting):
    bodies.add_body(mission(), meeting.id, city=City.NEW_YORK, level=Level.EXPERT)
    make_body(Level.WORKING_GROUPS)

    with pytest.raises(BodyExists):
        bodies.add_body(mission(), meeting.id, city=City.NEW_YORK, level=Level.EXPERT)
    with pytest.raises(BodyExists):
        make_body(Level.WORKING_GROUPS)
    make_body(Level.WORKING_GROUPS, names={**NAMES, Language.EN: "Working Group on Funds"})
    assert db.session.scalar(select(func.count()).select_from(Body)) == 3


@pytest.mark.parametrize(
    ("level", "names"),
    [
        (Level.WORKING_GROUPS, {}),
        (Level.WORKING_GROUPS, {Language.EN: "Funds", Language.FR: "Fonds"}),
        (Level.TROIKA, NAMES),
    ],
)
def test_a_working_group_has_three_names_and_no_other_body_has_any(meeting: Meeting, level: Level, names):
    with pytest.raises(WrongBody):
        bodies.add_body(mission(), meeting.id, city=City.NEW_YORK, level=level, names=names)
    assert db.session.scalar(select(func.count()).select_from(Body)) == 0


def test_a_name_that_hides_a_character_is_refused(meeting: Meeting):
    with pytest.raises(UnreadableText):
        make_body(Level.WORKING_GROUPS, names={**NAMES, Language.EN: "Funds\u202e"})


@pytest.mark.parametrize("make", [make_head, make_chair, make_administrator])
def test_nobody_but_the_mission_makes_or_fills_a_body(meeting: Meeting, make):
    body = make_body(Level.TROIKA)
    actor = actor_of(make())

    with pytest.raises(NotPermitted):
        bodies.add_body(actor, meeting.id, city=City.NEW_YORK, level=Level.EXPERT)
    with pytest.raises(NotPermitted):
        bodies.seat(actor, meeting.id, body.code, role=BodyRole.MEMBER, parties=[party("EGY").id])
    assert not fresh(body).terms


def test_every_state_sits_at_a_plenary_level_unless_states_are_listed(meeting: Meeting):
    ambassadors, troika = make_body(Level.AMBASSADORIAL), make_body(Level.TROIKA)
    assert (len(fresh(ambassadors).members), fresh(troika).members) == (57, ())

    for body in (ambassadors, troika):
        states = [party(code).id for code in ("TUR", "EGY")]
        bodies.seat(mission(), meeting.id, body.code, role=BodyRole.MEMBER, parties=states)
        assert codes(fresh(body)) == ["EGY", "TUR"]


def test_a_group_that_speaks_for_states_sits_in_no_body(meeting: Meeting):
    body = make_body(Level.TROIKA)
    for code in ("ARAB", "OICM"):
        with pytest.raises(WrongBody):
            bodies.seat(mission(), meeting.id, body.code, role=BodyRole.MEMBER, parties=[party(code).id])
    with pytest.raises(WrongBody):
        bodies.seat(mission(), meeting.id, body.code, role=BodyRole.MEMBER, parties=[])


def test_a_new_chair_follows_the_one_before_it_from_one_day_to_the_next(meeting: Meeting):
    body, day = make_body(Level.EXPERT), today(db.session(), meeting.id)
    for code, begins in (("EGY", day - 5 * DAY), ("TUR", day + DAY)):
        bodies.seat(
            mission(),
            meeting.id,
            body.code,
            role=BodyRole.CHAIR,
            parties=[party(code).id],
            starts_on=begins,
        )

    record = fresh(body)
    chairs = [record.chair_on(day + number * DAY) for number in (-6, -5, 0, 1)]
    assert [chair and chair.code for chair in chairs] == [None, "EGY", "EGY", "TUR"]


def test_one_state_chairs_a_body_on_one_day(meeting: Meeting):
    body, day = make_body(Level.EXPERT), today(db.session(), meeting.id)
    facts = {"role": BodyRole.CHAIR, "starts_on": day, "ends_on": day + 9 * DAY}
    bodies.seat(mission(), meeting.id, body.code, parties=[party("EGY").id], **facts)

    with pytest.raises(TermsOverlap, match="EGY"):
        bodies.seat(mission(), meeting.id, body.code, parties=[party("TUR").id], **facts)
    with pytest.raises(WrongBody):
        bodies.seat(
            mission(),
            meeting.id,
            body.code,
            role=BodyRole.CHAIR,
            parties=[party("TUR").id, party("MYS").id],
            starts_on=day + 20 * DAY,
        )


def test_a_state_is_not_a_member_twice_on_one_day(meeting: Meeting):
    body = make_body(Level.TROIKA, members=("EGY",))
    with pytest.raises(TermsOverlap, match="EGY"):
        bodies.seat(
            mission(),
            meeting.id,
            body.code,
            role=BodyRole.MEMBER,
            parties=[party("EGY").id, party("TUR").id],
        )
    assert codes(fresh(body)) == ["EGY"]


def test_a_term_ends_today_or_later_and_its_last_day_belongs_to_it(meeting: Meeting):
    body = make_body(Level.TROIKA, members=("EGY", "TUR"))
    first, second = fresh(body).terms
    day = fresh(body).today

    with pytest.raises(WrongBody):
        bodies.end_term(mission(), meeting.id, body.code, first.id, last_day=day - DAY)
    bodies.end_term(mission(), meeting.id, body.code, first.id)
    assert codes(fresh(body)) == ["EGY", "TUR"]
    with clock_at(utcnow() + DAY):
        assert codes(fresh(body)) == ["TUR"]
        with pytest.raises(NotFound):
            bodies.end_term(mission(), meeting.id, body.code, first.id)
    assert db.session.get_one(BodyTerm, second.id).ends_on is None


def test_a_body_of_another_meeting_is_not_found(meeting: Meeting):
    body, other = make_body(Level.TROIKA), make_meeting(year=2027)
    with pytest.raises(NotFound):
        bodies.seat(mission(), other.id, body.code, role=BodyRole.MEMBER, parties=[party("EGY").id])
