"""
Sittings at which something is agreed, for tests that care about a level or a day and not about the sitting.

They write rows as the services would leave them: a body in Washington for each level, and a sitting of it that was
opened on the day and is still open.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from acm_drafts.negotiation.bodies import PLENARY
from acm_drafts.negotiation.terms import BodyRole, City, DecisionKind, Level
from acm_drafts.services.evaluation import Judgement
from acm_drafts.store.database import db, new_code, transaction, utcnow
from acm_drafts.store.meetings import today
from acm_drafts.store.records import (
    Attendance,
    Body,
    BodyTerm,
    Communique,
    Paragraph,
    Party,
    Sitting,
    SittingAgendaRow,
)
from tests.factories import LONG_AGO, party

CITY = City.WASHINGTON
NAMES = ("Working Group", "Groupe de travail", "الفريق العامل")
PRESENT = ("EGY", "MYS")


def sitting_at(communique: int, level: Level | str | None = Level.EXPERT, day: date | None = None) -> str:
    """
    Return the code of a sitting on a text that is open now, of a body at *level*, held on *day*: today unless given.

    "" for no level. A sitting of the same body on another text or another day is closed.
    """
    if level is None:
        return ""
    text = db.session.get_one(Communique, communique)
    meeting, day = text.meeting_id, day or today(db.session(), text.meeting_id)
    still_open = (
        select(Sitting)
        .join(Body, Body.id == Sitting.body_id)
        .where(Body.meeting_id == meeting, Body.city == CITY, Body.level == str(level))
        .where(Sitting.opened_at.is_not(None), Sitting.closed_at.is_(None))
    )
    for sitting in db.session.scalars(still_open):
        if sitting.communique_id == communique and sitting.day == day:
            return sitting.code
    with transaction() as session:
        for sitting in session.scalars(still_open).all():
            sitting.closed_at = max(utcnow(), sitting.opened_at)
        session.flush()
        return _hold(session.get_one(Communique, communique), _body(meeting, level), day)


def judgement(
    kind: DecisionKind,
    *arguments: object,
    on: int,
    level: Level | str | None = Level.EXPERT,
    agreed_on: date | None = None,
    **facts: object,
) -> Judgement:
    """
    Return a judgement on the paragraph with key *on*, as a sitting at *level* reached it.

    A sitting decides over whoever holds brackets, unless *facts* say over whom.
    """
    if "sitting" not in facts:
        communique = db.session.get_one(Paragraph, on).communique_id
        facts["sitting"] = sitting_at(communique, level, agreed_on)
    if facts["sitting"]:
        facts.setdefault("over", tuple(db.session.scalars(select(Party.code))))
    return Judgement(kind, *arguments, **facts)


def _body(meeting: int, level: Level | str) -> Body:
    """Return the body at *level* that sits in Washington."""
    where = (Body.meeting_id == meeting, Body.city == CITY, Body.level == str(level))
    body = db.session.scalars(select(Body).where(*where).order_by(Body.id).limit(1)).one_or_none()
    if body is None:
        names = NAMES if level == Level.WORKING_GROUPS else ("", "", "")
        body = Body(
            meeting_id=meeting,
            code=new_code(),
            city=CITY,
            level=str(level),
            **dict(zip(("name_en", "name_fr", "name_ar"), names, strict=True)),
        )
        db.session.add(body)
        db.session.flush()
        for code in PRESENT:
            if level not in PLENARY:
                term = {"party_id": party(code).id, "role": BodyRole.MEMBER, "starts_on": LONG_AGO}
                db.session.add(BodyTerm(body_id=body.id, **term))
    return body


def _hold(text: Communique, body: Body, day: date) -> str:
    zone = ZoneInfo(text.meeting.zone)
    opened = min(datetime.combine(day, time(), zone).astimezone(UTC), utcnow())
    count = select(func.count()).select_from(Sitting).where(Sitting.body_id == body.id)
    sitting = Sitting(
        meeting_id=text.meeting_id,
        communique_id=text.id,
        body_id=body.id,
        level=body.level,
        code=new_code(),
        number=(db.session.scalar(count) or 0) + 1,
        begins_at=opened,
        ends_at=datetime.combine(day, time(23, 59), zone).astimezone(UTC),
        zone=text.meeting.zone,
        day=day,
        convened_at=opened,
        opened_at=opened,
    )
    db.session.add(sitting)
    db.session.flush()
    for code in PRESENT:
        db.session.add(Attendance(sitting_id=sitting.id, party_id=party(code).id, present=True))
    first = select(Paragraph.id).where(Paragraph.communique_id == text.id).order_by(Paragraph.id).limit(1)
    on_agenda = {"communique_id": text.id, "paragraph_id": db.session.scalar(first), "position": 1}
    db.session.add(SittingAgendaRow(sitting_id=sitting.id, **on_agenda))
    return sitting.code
