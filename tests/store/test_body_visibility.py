"""Who reads which sittings and silence procedures: the conditions in SQL say what the permissions say."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.permissions import Act, Actor, Office, may
from acm_drafts.negotiation.terms import BodyRole, Level, PartyKind, Role
from acm_drafts.services import bodies, sittings
from acm_drafts.store.body_visibility import records_read_by, silences_read_by, sittings_read_by
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Communique, Silence, Sitting
from acm_drafts.store.silence import get_silence
from acm_drafts.store.sittings import get_sitting
from tests.factories import make_meeting, make_user, mission, party
from tests.silences import put
from tests.sittings import HOUR, convene, make_body, open_at, read
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.", "The Meeting thanked Egypt.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def communique(table: Table) -> Communique:
    return db.session.get_one(Communique, table.communique)


def everybody(meeting: int) -> list[Actor]:
    """Return a person of each office, of several parties, at *meeting* and at another one."""
    other, user = make_meeting(year=2031).id, make_user().id
    offices = [
        Office(role, meeting=at)
        for role in (Role.ADMINISTRATOR, Role.CHAIR, Role.OBSERVER)
        for at in (meeting, other)
    ]
    for code in ("EGY", "MYS", "TUR", "ARAB", "OICM"):
        of = party(code)
        kind = PartyKind(of.kind)
        roles = (Role.MISSION,) if kind is PartyKind.MISSION else (Role.HEAD, Role.ALTERNATE, Role.DRAFTER)
        offices += [Office(role, of.id, code, kind, at) for role in roles for at in (meeting, other)]
    return [Actor(user, "somebody", frozenset({office})) for office in offices]


def all_kinds(table: Table) -> None:
    """Convene and hold sittings of bodies of every kind of membership."""
    day = timedelta(days=1)
    listed = make_body(Level.TROIKA, members=("EGY", "TUR"), chair="EGY")
    apart = make_body(Level.EXECUTIVE_COMMITTEE, members=("TUR",), chair="MYS")
    open_to_all = make_body(Level.AMBASSADORIAL)
    narrowed = make_body(Level.EXPERT, members=("MYS",))
    for body in (listed, apart, open_to_all, narrowed):
        convene(table, body)
        held = convene(table, body, begins_at=utcnow() + 2 * HOUR)
        open_at(held, ())
        convene(table, body, begins_at=utcnow() + 9 * day)
    for body in (listed, open_to_all):
        held = convene(table, body, begins_at=utcnow() + 3 * HOUR)
        with clock_at(utcnow() + 3 * HOUR):
            open_one = db.session.scalars(
                select(Sitting).where(Sitting.body_id == body.id, Sitting.opened_at.is_not(None))
            ).one()
            sittings.attend(mission(), open_one.code, {party("EGY").id: sittings.Presence(True)})
            sittings.close_sitting(mission(), open_one.code)
        assert held.number == 4
    ends = read(held).body.today + 4 * day
    for term in [t for t in read(convene(table, listed)).body.terms if t.role == BodyRole.MEMBER]:
        bodies.end_term(mission(), listed.meeting_id, listed.code, term.id, last_day=ends)


@pytest.mark.thorough
def test_the_condition_in_sql_says_what_the_permissions_say(table: Table):
    all_kinds(table)
    meeting = communique(table).meeting_id
    records = [get_sitting(db.session(), code) for code in db.session.scalars(select(Sitting.code))]
    known = set()
    for actor in (person.at(at) for person in everybody(meeting) for at in (meeting,)):
        for condition, act in (
            (sittings_read_by(actor), Act.READ_SITTING),
            (records_read_by(actor), Act.READ_RECORD),
        ):
            in_sql = set(db.session.scalars(select(Sitting.id).where(condition)))
            by_rule = {one.sitting.id for one in records if may(actor, act, one.facts())}
            assert in_sql == by_rule, (actor.offices, act)
            known.add((act, len(by_rule)))
    assert len(known) > 6


def test_the_condition_on_silence_procedures_says_the_same(table: Table):
    put(table, make_body(Level.TROIKA, members=("EGY", "TUR"), chair="EGY"), ["1."])
    put(table, make_body(Level.AMBASSADORIAL), ["2."])
    records = [get_silence(db.session(), code) for code in db.session.scalars(select(Silence.code))]
    meeting = communique(table).meeting_id
    counts = set()
    for person in everybody(meeting):
        actor = person.at(meeting)
        in_sql = set(db.session.scalars(select(Silence.id).where(silences_read_by(actor))))
        by_rule = {each.silence.id for each in records if may(actor, Act.READ_SILENCE, each.facts())}
        assert in_sql == by_rule, actor.offices
        counts.add(len(by_rule))
    assert counts == {0, 1, 2}
