"""Meetings side by side: which there are, what belongs to which, and what a person may know of."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.terms import Role
from acm_drafts.services import drafts
from acm_drafts.store import meetings
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Communique, LineRow
from tests.factories import (
    actor_of,
    make_administrator,
    make_appointment,
    make_chair,
    make_head,
    make_meeting,
    make_mission_drafter,
    mission,
)
from tests.tables import Table, lines_of
from tests.web.readers import counted

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def tables() -> tuple[Table, Table]:
    """A text with a running round at each of two meetings."""
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    return tuple(
        Table(lines_of("The Meeting noted."), symbol=f"OIC/{meeting.year}", meeting=meeting.id).open()
        for meeting in (first, second)
    )


def test_the_only_meeting_is_known_until_there_is_another(session):
    assert meetings.find_only(session) is None
    first = make_meeting(year=2025)
    assert meetings.find_only(session).id == first.id

    second = make_meeting(year=2026)

    assert meetings.find_only(session) is None
    assert [meeting.id for meeting in meetings.every(session)] == [second.id, first.id]


def test_everything_of_a_text_is_dealt_with_at_its_meeting(session, tables):
    for table in tables:
        made = table.replace("EGY", "1.", "noted", "welcomed")
        decided = table.accept(made)
        code = session.get_one(Communique, table.communique).code
        wording = session.scalars(select(LineRow.wording_id).where(LineRow.draft_id == table.draft)).one()
        keys = {
            "communique": table.communique,
            "code": code,
            "draft": table.draft,
            "round": table.round,
            "decision": decided.id,
            "amendment": session.get_one(Amendment, made.id).code,
            "wording": wording,
            "meeting": table.meeting,
        }
        assert keys.keys() == meetings.OF.keys() - {"batch"}
        for thing, key in keys.items():
            assert meetings.matter_of(session, thing, key).meeting == table.meeting, thing
    assert meetings.matter_of(session, "round", 999).meeting is None


def symbols(user) -> list[tuple[str, bool]]:
    return [(text.symbol, text.readable) for text in meetings.texts_for(db.session(), actor_of(user))]


def test_a_person_knows_of_the_texts_of_their_meetings_alone(session, tables):
    first, second = tables
    drafts.import_text(
        mission(), lines=lines_of("One."), data=b"new", symbol="OIC/NEW", meeting_id=second.meeting
    )
    both = make_head("EGY", meeting_id=first.meeting)
    make_appointment(both, Role.CHAIR, meeting_id=second.meeting)

    assert symbols(make_head("EGY", meeting_id=first.meeting)) == [("OIC/2025", True)]
    assert symbols(make_chair(meeting_id=second.meeting)) == [("OIC/2026", True)]
    assert symbols(both) == [("OIC/2026", True), ("OIC/2025", True)]
    assert symbols(make_mission_drafter(meeting_id=first.meeting)) == [("OIC/2025", True)]
    assert symbols(make_mission_drafter()) == [("OIC/NEW", True), ("OIC/2026", True), ("OIC/2025", True)]
    assert symbols(make_administrator()) == [("OIC/2026", False), ("OIC/2025", False)]


def test_the_texts_of_a_person_cost_one_query(session, tables):
    who = actor_of(make_mission_drafter())
    with counted() as sent:
        found = meetings.texts_for(session, who)
        years = [text.meeting.year for text in found]

    assert (years, len(sent)) == ([2026, 2025], 1)
