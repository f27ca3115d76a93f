"""
Sittings: which there are for a reader, and one of them with its agenda, its attendance and its results.

Who may read one is settled in store.visibility and by the facts of its body.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.numbering import proposal_label
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.positions import AUTHORED
from acm_drafts.negotiation.sittings import Submitted, is_recording, sitting_state
from acm_drafts.negotiation.terms import Made, PartyKind, Scope, SittingState
from acm_drafts.store.bodies import BodyRecord, bodies_by_key
from acm_drafts.store.body_visibility import records_read_by, sittings_read_by
from acm_drafts.store.conditions import ended, voided
from acm_drafts.store.database import arrived
from acm_drafts.store.meetings import day_in
from acm_drafts.store.records import (
    IS_PRINTED,
    Amendment,
    Attendance,
    Body,
    Communique,
    Confirmation,
    Decision,
    JournalLine,
    LineRow,
    Paragraph,
    Party,
    Revision,
    Sitting,
    SittingAgendaRow,
    SittingMove,
    SittingResultRow,
    SittingStance,
    Wording,
)
from acm_drafts.store.text import DraftSet


def state_of_sitting(sitting: Sitting) -> SittingState:
    return sitting_state(opened=sitting.opened_at, closed=sitting.closed_at, cancelled=sitting.cancelled_at)


# The list ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A sitting of the list: how many paragraphs are on its agenda, how often it was moved, and when last."""

    sitting: Sitting
    paragraphs: int
    moved: int
    moved_at: datetime | None

    @property
    def state(self) -> SittingState:
        return state_of_sitting(self.sitting)


_ON_AGENDA = (
    select(func.count())
    .select_from(SittingAgendaRow)
    .where(SittingAgendaRow.sitting_id == Sitting.id)
    .correlate(Sitting)
    .scalar_subquery()
)
_OF_SITTING = SittingMove.sitting_id == Sitting.id
_MOVES = select(func.count(SittingMove.id)).where(_OF_SITTING).correlate(Sitting).scalar_subquery()
_MOVED_AT = select(func.max(SittingMove.at)).where(_OF_SITTING).correlate(Sitting).scalar_subquery()


def sittings_on(session: Session, actor: Actor, communique: Communique) -> list[SittingRow]:
    """
    Return the sittings on a text that *actor* may read: those to come first, then those held, the newest first.

    One query.
    """
    rows = session.execute(
        select(Sitting, _ON_AGENDA, _MOVES, _MOVED_AT)
        .join(Body, Body.id == Sitting.body_id)
        .where(Sitting.communique_id == communique.id, sittings_read_by(actor.at(communique.meeting_id)))
        .options(contains_eager(Sitting.body))
        .order_by(Sitting.begins_at, Sitting.id)
    )
    sittings = [SittingRow(*row) for row in rows]
    to_come = [row for row in sittings if row.state in (SittingState.OPEN, SittingState.CONVENED)]
    return to_come + [row for row in reversed(sittings) if row not in to_come]


# Where something is agreed -------------------------------------------------------------------------

LONGEST_DAY = timedelta(hours=26)
"""A sitting that was closed longer ago was not closed today, on whichever clocks."""


def closed_on(sitting: Sitting) -> date | None:
    """Return the day on which a sitting was closed, on its own clocks; None where it was not."""
    return day_in(sitting.zone, sitting.closed_at) if sitting.closed_at else None


def sittings_to_record(session: Session, communique_id: int) -> tuple[Sitting, ...]:
    """
    Return the sittings on a text at which an agreement can be recorded now, with their bodies; the newest first.

    They are open, or were closed today, and somebody was present. One query.
    """
    now = arrived()
    attended = select(Attendance.sitting_id).where(Attendance.present.is_(True))
    rows = session.scalars(
        select(Sitting)
        .join(Body, Body.id == Sitting.body_id)
        .where(
            Sitting.communique_id == communique_id,
            Sitting.opened_at.is_not(None),
            or_(Sitting.closed_at.is_(None), Sitting.closed_at > now - LONGEST_DAY),
            Sitting.id.in_(attended),
        )
        .options(contains_eager(Sitting.body))
        .order_by(Sitting.opened_at.desc(), Sitting.id.desc())
    )
    return tuple(
        row
        for row in rows
        if is_recording(state_of_sitting(row), closed_on=closed_on(row), today=day_in(row.zone, now))
    )


_LAST_AUTHORED = (
    select(func.max(Revision.sequence))
    .where(Revision.amendment_id == Amendment.id, Revision.made.in_(AUTHORED))
    .correlate(Amendment)
    .scalar_subquery()
)


def load_submitted(session: Session, amendments: Collection[int]) -> dict[int, Submitted]:
    """
    Return when delegations and groups submitted what *amendments* say, by key: when they last revised it.

    What the Mission enters, its own or from the floor, may be entered late, and is not among them. One query.
    """
    if not amendments:
        return {}
    rows = session.execute(
        select(Amendment.id, Party.code, Amendment.number, Amendment.submitted_at, Revision.at)
        .join(Party, Party.id == Amendment.sponsor_id)
        .join(Revision, and_(Revision.amendment_id == Amendment.id, Revision.sequence == _LAST_AUTHORED))
        .where(
            Amendment.id.in_(amendments),
            Party.kind != PartyKind.MISSION,
            Revision.made == Made.SPONSOR,
            Amendment.submitted_at.is_not(None),
        )
        .order_by(Amendment.id)
    )
    return {
        key: Submitted(proposal_label(code, number), max(submitted or revised, revised))
        for key, code, number, submitted, revised in rows
    }


def decided_at(session: Session, sitting: Sitting) -> list[datetime]:
    """Return when the decisions that name a sitting were taken. One query."""
    return list(session.scalars(select(Decision.at).where(Decision.sitting_id == sitting.id)))


def agenda_keys(session: Session, sittings: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the paragraphs on the agenda of each of *sittings*, by their keys. One query, none for none."""
    if not sittings:
        return {}
    wanted = select(SittingAgendaRow.sitting_id, SittingAgendaRow.paragraph_id)
    keys: dict[int, set[int]] = {sitting: set() for sitting in sittings}
    for sitting, paragraph in session.execute(wanted.where(SittingAgendaRow.sitting_id.in_(sittings))):
        keys[sitting].add(paragraph)
    return {sitting: frozenset(own) for sitting, own in keys.items()}


# One sitting ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SittingRecord:
    """
    A sitting with everything that is kept of it.

    *agenda*: the codes of its paragraphs by their keys, in order. *results*: in the order in which they were recorded;
    of two on one paragraph the later one counts, but none whose agreement has *ended*: the keys of these decisions, and
    among them those that were *voided*, as if they had not been taken.
    *attendance*: by the keys of the States. *confirmed*: who confirmed what was agreed ad referendum, by the key of the
    agreement.
    """

    sitting: Sitting
    body: BodyRecord
    agenda: Mapping[int, str]
    moves: Sequence[SittingMove]
    attendance: Mapping[int, Attendance]
    results: Sequence[SittingResultRow]
    ended: Collection[int] = frozenset()
    voided: Collection[int] = frozenset()
    confirmed: Mapping[int, Confirmation] = field(default_factory=dict)

    @property
    def state(self) -> SittingState:
        return state_of_sitting(self.sitting)

    @property
    def members(self) -> tuple[Party, ...]:
        """The members of the body on the day of the sitting, by their codes."""
        return self.body.parties(self.body.facts(self.sitting.day).members)

    @property
    def present(self) -> tuple[Party, ...]:
        return self._recorded(present=True)

    @property
    def absent(self) -> tuple[Party, ...]:
        return self._recorded(present=False)

    def _recorded(self, *, present: bool) -> tuple[Party, ...]:
        keys = {key for key, row in self.attendance.items() if row.present is present}
        return self.body.parties(keys)

    def result_on(self, paragraph: int) -> SittingResultRow | None:
        """Return the result on a paragraph that counts, None where none is recorded."""
        taken = (row for row in reversed(self.results) if row.decision_id not in self.voided)
        last = next((row for row in taken if row.paragraph_id == paragraph), None)
        return last if last is not None and last.decision_id not in self.ended else None

    def facts(self) -> Facts:
        """Return the facts by which it is judged who reads it."""
        return self.body.facts(self.sitting.day, recorded=self.state is SittingState.CLOSED)


_SITTING: Select[Sitting] = (
    select(Sitting)
    .options(joinedload(Sitting.body), joinedload(Sitting.communique).joinedload(Communique.meeting))
    .where(Sitting.code == bindparam("code"))
)


_ENDED: Select[int, bool] = select(Decision.id, voided(Decision.id)).where(
    Decision.sitting_id == bindparam("sitting"), ended(Decision)
)
"""The decisions that name a sitting and no longer count, and whether each was voided."""
_CONFIRMED: Select[Confirmation] = (
    select(Confirmation)
    .join(Decision, Decision.id == Confirmation.decision_id)
    .where(Decision.sitting_id == bindparam("sitting"))
)


def get_sitting(session: Session, code: str) -> SittingRecord:
    """Return the sitting with *code*, whoever asks. Raises NotFound. Thirteen queries at most."""
    sitting = session.scalars(_SITTING, {"code": code}).one_or_none()
    if sitting is None:
        raise NotFound()
    body = bodies_by_key(session, sitting.meeting_id, [sitting.body_id])[sitting.body_id]
    agenda = session.execute(
        select(SittingAgendaRow.paragraph_id, Paragraph.code)
        .join(Paragraph, Paragraph.id == SittingAgendaRow.paragraph_id)
        .where(SittingAgendaRow.sitting_id == sitting.id)
        .order_by(SittingAgendaRow.position)
    )
    moves = select(SittingMove).where(SittingMove.sitting_id == sitting.id).order_by(SittingMove.id)
    attendance = select(Attendance).where(Attendance.sitting_id == sitting.id)
    results = (
        select(SittingResultRow)
        .where(SittingResultRow.sitting_id == sitting.id)
        .options(
            joinedload(SittingResultRow.referred_to),
            selectinload(SittingResultRow.stances).joinedload(SittingStance.party),
        )
        .order_by(SittingResultRow.sequence)
    )
    no_longer = dict(session.execute(_ENDED, {"sitting": sitting.id}).all())
    return SittingRecord(
        sitting,
        body,
        dict(agenda.all()),
        session.scalars(moves).all(),
        {row.party_id: row for row in session.scalars(attendance)},
        session.scalars(results).all(),
        frozenset(no_longer),
        frozenset(key for key, was_voided in no_longer.items() if was_voided),
        {row.decision_id: row for row in session.scalars(_CONFIRMED, {"sitting": sitting.id})},
    )


def read_sitting(session: Session, actor: Actor, communique: Communique, code: str) -> SittingRecord:
    """Return a sitting on a text. Raises NotFound alike for what is not there and what *actor* may not read."""
    record = get_sitting(session, code)
    is_here = record.sitting.communique_id == communique.id
    if not is_here or not may(actor, Act.READ_SITTING, record.facts()):
        raise NotFound()
    return record


def reads_record(actor: Actor, record: SittingRecord) -> bool:
    """Return whether *actor* may read what was recorded in a sitting; a delegation reads it once that is closed."""
    return may(actor, Act.READ_RECORD, record.facts())


def results_on(
    session: Session, actor: Actor, communique: Communique, paragraph: int
) -> Sequence[tuple[SittingResultRow, Sitting]]:
    """
    Return what sittings recorded on a paragraph, as far as *actor* may read their records, oldest first. Two queries.
    """
    rows = session.execute(
        select(SittingResultRow, Sitting)
        .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
        .join(Body, Body.id == Sitting.body_id)
        .where(
            Sitting.communique_id == communique.id,
            SittingResultRow.paragraph_id == paragraph,
            records_read_by(actor.at(communique.meeting_id)),
        )
        .options(
            contains_eager(Sitting.body),
            joinedload(SittingResultRow.referred_to),
            selectinload(SittingResultRow.stances).joinedload(SittingStance.party),
        )
        .order_by(SittingResultRow.at, SittingResultRow.id)
    )
    return [(result, sitting) for result, sitting in rows]


class AgendaLine(NamedTuple):
    """A paragraph of an agenda as a draft prints it: what it is called there, and its words."""

    reference: str
    text: str


def agenda_lines(
    session: Session, drafts: DraftSet, paragraphs: Collection[int], at: datetime
) -> dict[int, AgendaLine]:
    """
    Return paragraphs as the newest of *drafts* printed them that there was *at* a moment, by their keys. One query.

    One that was in the text before or came into it later has the words of the nearest draft with it and no number: that
    of another draft would be the number of something else beside the others.
    """
    rows = session.execute(
        select(LineRow.paragraph_id, LineRow.draft_id, LineRow.reference, Wording.text)
        .join(Wording, IS_PRINTED)
        .where(
            LineRow.paragraph_id.in_(paragraphs),
            LineRow.draft_id.in_([version.draft.id for version in drafts.versions]),
        )
    )
    printed = {(draft, paragraph): AgendaLine(*line) for paragraph, draft, *line in rows}
    before = [version.draft.id for version in drafts.versions if version.draft.made_at <= at]
    after = [version.draft.id for version in drafts.versions if version.draft.made_at > at]
    order = (*reversed(before), *after)
    with_it = {key: [draft for draft in order if (draft, key) in printed] for key in paragraphs}
    return {
        key: _as_called(printed[known[0], key], is_at_hand=known[0] == order[0])
        for key, known in with_it.items()
        if known
    }


def _as_called(line: AgendaLine, *, is_at_hand: bool) -> AgendaLine:
    """Return a line of a draft as it is called; with its number where the draft *is_at_hand*."""
    return line if is_at_hand else line._replace(reference="")


def find_newest_record(session: Session, code: str = "") -> str | None:
    """Return the code of the sitting that was closed last, or *code* where such a sitting was closed; None without."""
    wanted = select(Sitting.code).where(Sitting.closed_at.is_not(None))
    if code:
        wanted = wanted.where(Sitting.code == code)
    return session.scalar(wanted.order_by(Sitting.closed_at.desc(), Sitting.id.desc()).limit(1))


def moment_of_change(row: SittingRow) -> datetime:
    """Return when the time of a sitting was last changed: what a calendar knows as the moment of its entry."""
    return max(row.moved_at or row.sitting.convened_at, row.sitting.cancelled_at or row.sitting.convened_at)


# The journal ---------------------------------------------------------------------------------------


def sitting_lines_read_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on JournalLine for the lines about sittings that *actor* may read."""
    return or_(
        _is_of_sitting(Scope.SITTING, sittings_read_by(actor)),
        _is_of_sitting(Scope.RECORD, records_read_by(actor)),
    )


def _is_of_sitting(scope: Scope, is_read: ColumnElement[bool]) -> ColumnElement[bool]:
    sitting = select(Sitting.id).where(Sitting.id == JournalLine.sitting_id, is_read)
    return and_(JournalLine.scope == scope, sitting.correlate(JournalLine).exists())


# What is wrong -------------------------------------------------------------------------------------


class SittingFault(NamedTuple):
    """What is wrong with a sitting, by its code; *paragraph*: the code of the one that it is about, "" for none."""

    sitting: str
    paragraph: str
    message: str


_OF_TEXT = Sitting.communique_id == bindparam("communique")
_RESULTS = (
    select(Sitting.code, Paragraph.code)
    .join(SittingResultRow, SittingResultRow.sitting_id == Sitting.id)
    .join(Paragraph, Paragraph.id == SittingResultRow.paragraph_id)
    .where(_OF_TEXT)
)
_AGREEMENTS = (
    select(Sitting.code, Paragraph.code)
    .join(Decision, Decision.sitting_id == Sitting.id)
    .join(Paragraph, Paragraph.id == Decision.paragraph_id)
    .where(_OF_TEXT, Sitting.from_before.is_(False))
)
"""What a sitting agreed; of what was agreed before there were sittings only the day is known."""
_AFTER_CLOSING = (
    _AGREEMENTS.add_columns(Decision.at, Sitting.closed_at, Sitting.zone)
    .where(Decision.at > Sitting.closed_at)
    .order_by(Decision.id)
)
_WHOLE = select(Sitting.code, literal("")).where(_OF_TEXT)
_FAULTS: Sequence[tuple[Select[str, str], str]] = (
    (
        _RESULTS.where(
            or_(
                Sitting.opened_at.is_(None),
                SittingResultRow.at < Sitting.opened_at,
                SittingResultRow.at > Sitting.closed_at,
            )
        ),
        N_("a result of sitting %(sitting)s was recorded while it was not open"),
    ),
    (
        _WHOLE.join(SittingResultRow, SittingResultRow.sitting_id == Sitting.id)
        .group_by(Sitting.code)
        .having(func.max(SittingResultRow.sequence) != func.count()),
        N_("results of sitting %(sitting)s are missing"),
    ),
    (
        _WHOLE.join(Attendance, Attendance.sitting_id == Sitting.id)
        .where(Sitting.opened_at.is_(None))
        .distinct(),
        N_("attendance of sitting %(sitting)s was recorded, and it was never opened"),
    ),
    (
        _RESULTS.where(SittingResultRow.referred_to_id == Sitting.body_id),
        N_("a result of sitting %(sitting)s refers to the body that sat"),
    ),
    (
        _AGREEMENTS.where(or_(Sitting.opened_at.is_(None), Decision.at < Sitting.opened_at)),
        N_("an agreement that names sitting %(sitting)s was recorded before it was opened"),
    ),
    (
        _AGREEMENTS.where(
            Sitting.id.not_in(select(Attendance.sitting_id).where(Attendance.present.is_(True)))
        ),
        N_("an agreement names sitting %(sitting)s, where nobody was present"),
    ),
    (
        _RESULTS.join(SittingStance, SittingStance.result_id == SittingResultRow.id)
        .join(Party, Party.id == SittingStance.party_id)
        .where(Party.kind != PartyKind.STATE),
        N_("in sitting %(sitting)s somebody opposed or reserved who is no Member State"),
    ),
)


def faults_of_sittings(session: Session, communique_id: int) -> list[SittingFault]:
    """Return what is wrong with the sittings on a text: what no verb would have written. Eight queries."""
    faults = [
        SittingFault(sitting, paragraph, message)
        for statement, message in _FAULTS
        for sitting, paragraph in session.execute(statement, {"communique": communique_id})
    ]
    late = N_("an agreement that names sitting %(sitting)s was recorded after the day on which it was closed")
    return faults + [
        SittingFault(sitting, paragraph, late)
        for sitting, paragraph, at, closed, zone in session.execute(
            _AFTER_CLOSING, {"communique": communique_id}
        )
        if day_in(zone, at) != day_in(zone, closed)
    ]
