"""
What stands in the way of archiving a meeting, which of its texts are not adopted, and what was done before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.archiving import (
    GOES_ON,
    IN_JOURNAL,
    ArchivingAct,
    Obstacle,
    Unfinished,
    obstacle_of_date,
)
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.inputs import ENDINGS
from acm_drafts.negotiation.terms import InscriptionState
from acm_drafts.store.conditions import NOT_WITHDRAWN
from acm_drafts.store.database import arrived
from acm_drafts.store.meetings import today
from acm_drafts.store.records import (
    Adoption,
    Archiving,
    Batch,
    Communique,
    Draft,
    InputCall,
    InputCallActRow,
    JournalLine,
    Meeting,
    Publication,
    Round,
    Silence,
    Sitting,
)
from acm_drafts.store.silence import LASTS
from acm_drafts.store.speakers import load_speakers

_ENDING, _LATER = aliased(InputCallActRow), aliased(Publication)
_NOW: Any = bindparam("now", type_=Round.deadline.type)
_CALL_ENDED = select(_ENDING.id).where(
    _ENDING.call_id == InputCall.id, _ENDING.act.in_([str(act) for act in ENDINGS])
)
_RUNNING: Mapping[Obstacle, Select[Any]] = {
    Obstacle.ROUND: select(Round.communique_id).where(Round.closed_at.is_(None)),
    Obstacle.SILENCE: select(Silence.communique_id).where(*LASTS),
    Obstacle.SITTING: select(Sitting.communique_id).where(
        Sitting.closed_at.is_(None), Sitting.cancelled_at.is_(None)
    ),
    Obstacle.INPUT_CALL: select(InputCall.communique_id)
    .join(InputCallActRow, InputCallActRow.call_id == InputCall.id)
    .where(InputCallActRow.until >= _NOW, ~_CALL_ENDED.exists()),
    Obstacle.FILES: select(Batch.communique_id).where(Batch.ends_at > _NOW),
    Obstacle.EMBARGO: select(Publication.communique_id).where(
        Publication.public_from > _NOW,
        Publication.number
        == select(func.max(_LATER.number))
        .where(_LATER.communique_id == Publication.communique_id)
        .scalar_subquery(),
    ),
}
"""By what it is, the texts on which something goes on that has to end before their meeting is archived."""


def _running_at() -> Select[Any]:
    """Return the statement for the symbol and the obstacle of each text of a meeting on which something goes on."""
    kinds = [
        select(Communique.id, Communique.symbol_root, literal(kind.value).label("kind")).where(
            Communique.meeting_id == bindparam("meeting"), Communique.id.in_(texts)
        )
        for kind, texts in _RUNNING.items()
    ]
    rows = union_all(*kinds).subquery()
    return select(rows.c.symbol_root, rows.c.kind).order_by(rows.c.id, rows.c.kind)


_RUNNING_AT = _running_at()


def load_unfinished(session: Session, meeting: Meeting) -> list[Unfinished]:
    """Return what stands in the way of archiving a meeting: of the meeting itself, then text by text. Five queries."""
    unfinished: list[Unfinished] = []
    if day := obstacle_of_date(meeting.held_on, today(session, meeting.id)):
        unfinished.append(Unfinished(day))
    if load_speakers(session, meeting.id).state is InscriptionState.OPEN:
        unfinished.append(Unfinished(Obstacle.INSCRIPTION))
    return unfinished + running_at(session, meeting.id)


def running_at(session: Session, meeting: int) -> list[Unfinished]:
    """Return what goes on on the texts of a meeting, text by text. One query."""
    rows = session.execute(_RUNNING_AT, {"meeting": meeting, "now": arrived()})
    return [Unfinished(Obstacle(kind), symbol) for symbol, kind in rows]


@dataclass(frozen=True, slots=True)
class OpenText:
    """A text of a meeting that is not adopted: its code, and title and symbol by which people know it."""

    code: str
    title: str
    language: str
    symbol: str


def load_open_texts(session: Session, meeting: int) -> list[OpenText]:
    """Return the texts of a meeting that are neither adopted nor withdrawn, in the order of their import. One query."""
    rows = session.execute(
        select(Communique.code, Communique.title, Communique.language, Communique.symbol_root)
        .join(Draft, Draft.communique_id == Communique.id)
        .outerjoin(Adoption, Adoption.communique_id == Communique.id)
        .where(Communique.meeting_id == meeting, Draft.sequence == 0, NOT_WITHDRAWN, Adoption.id.is_(None))
        .order_by(Communique.id)
    )
    return [OpenText(*row) for row in rows]


def load_archivings(session: Session, meeting: int) -> Sequence[Archiving]:
    """Return when a meeting was archived and taken out of the archive, in that order. One query."""
    return session.scalars(
        select(Archiving).where(Archiving.meeting_id == meeting).order_by(Archiving.number)
    ).all()


class WrittenLate(NamedTuple):
    """A line that was written of an archived meeting after it was archived; *of*: a text's symbol, or its title."""

    of: str
    act: str
    line: int


def written_after_archiving(session: Session) -> list[WrittenLate]:
    """
    Return the lines of the journal that no verb would have written: of archived meetings, later than their archiving.

    Whoever archives holds the meeting with all its texts, so that the keys of lines tell which came later. One query.
    """
    archived = (
        select(JournalLine.meeting_id, func.max(JournalLine.id).label("line"))
        .join(Meeting, Meeting.id == JournalLine.meeting_id)
        .where(JournalLine.act == IN_JOURNAL[ArchivingAct.ARCHIVE], Meeting.archived_on.is_not(None))
        .group_by(JournalLine.meeting_id)
        .subquery()
    )
    lines = (
        select(func.coalesce(Communique.symbol_root, Meeting.title), JournalLine.act, JournalLine.id)
        .outerjoin(Communique, Communique.id == JournalLine.communique_id)
        .join(Meeting, Meeting.id == func.coalesce(Communique.meeting_id, JournalLine.meeting_id))
        .join(archived, archived.c.meeting_id == Meeting.id)
        .where(
            JournalLine.id > archived.c.line,
            or_(JournalLine.communique_id.is_not(None), JournalLine.act.not_in(sorted(GOES_ON))),
        )
        .order_by(JournalLine.id)
    )
    return [WrittenLate(*row) for row in session.execute(lines)]


def faults_of_archiving(session: Session) -> list[tuple[str, str]]:
    """Return what no verb would have written: a text of an archived meeting on which something goes on."""
    archived = session.execute(
        select(Meeting.id, Meeting.archived_on).where(Meeting.archived_on.is_not(None)).order_by(Meeting.id)
    )
    return [
        (unfinished.text, N_("its meeting is archived, and something goes on there all the same"))
        for meeting, _ in archived.all()
        for unfinished in running_at(session, meeting)
    ]
