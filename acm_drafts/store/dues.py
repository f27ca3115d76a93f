"""
What was due at a moment: deadlines, sittings and ends of silence to come, as they were set just before it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import SilenceChangeKind
from acm_drafts.store.records import Body, JournalLine, Round, Silence, SilenceChange, SittingMove
from acm_drafts.store.silence import silences_on
from acm_drafts.store.sittings import SittingRow
from acm_drafts.store.text import DraftSet


class DueKind(StrEnum):
    DEADLINE = "deadline"
    SITTING = "sitting"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Due:
    """Something to come, *at* a moment on the clocks of *zone*; *number*: of the round or sitting; *body*: whose."""

    kind: DueKind
    at: datetime
    zone: str
    number: str = ""
    body: Body | None = None
    place: str = ""


def dues_then(
    session: Session, actor: Actor, drafts: DraftSet, sittings: Sequence[SittingRow], moment: datetime
) -> list[Due]:
    """
    Return what was to come just before a *moment*, in the order of time; *drafts* as they were then.

    *sittings*: those that *actor* may read. Four queries at most.
    """
    dues = [
        *_deadlines(session, drafts, moment),
        *_sittings(session, sittings, moment),
        *_silences(session, actor, drafts, moment),
    ]
    return sorted(dues, key=lambda due: (due.at, due.kind, due.number))


def _deadlines(session: Session, drafts: DraftSet, moment: datetime) -> Iterator[Due]:
    rounds = [context.round for context in drafts.contexts]
    lines = session.scalars(
        select(JournalLine)
        .where(
            JournalLine.communique_id == drafts.communique.id,
            JournalLine.act.in_(("open round", "change deadline")),
        )
        .order_by(JournalLine.id)
    ).all()
    opened = {line.round_id for line in lines if line.act == "open round" and line.at < moment}
    for round_ in rounds:
        is_over = round_.closed_at is not None and round_.closed_at < moment
        deadline = _deadline_then(round_, lines, moment)
        if round_.id in opened and not is_over and deadline >= moment:
            yield Due(DueKind.DEADLINE, deadline, round_.zone, str(round_.number))


def _deadline_then(round_: Round, lines: Sequence[JournalLine], moment: datetime) -> datetime:
    """Return the deadline that a round had: what the first change since says it was before."""
    since = [
        line
        for line in lines
        if line.round_id == round_.id and line.act == "change deadline" and line.at >= moment
    ]
    return _moment_of(since[0].before) if since else round_.deadline


_KEPT = re.compile(r"(?P<clock>\S+ \S+) \((?P<zone>.+)\)")


def _moment_of(words: str) -> datetime:
    """Return the moment that store.journal.moment_in_journal keeps as *words*."""
    kept = _KEPT.fullmatch(words)
    assert kept is not None, words
    return datetime.strptime(kept["clock"], "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(kept["zone"]))


def _before(at: datetime | None, moment: datetime) -> bool:
    return at is not None and at < moment


def _sittings(session: Session, rows: Collection[SittingRow], moment: datetime) -> Iterator[Due]:
    keys = [row.sitting.id for row in rows if row.moved]
    moves: dict[int, SittingMove] = {}
    for move in session.scalars(
        select(SittingMove)
        .where(SittingMove.sitting_id.in_(keys), SittingMove.at >= moment)
        .order_by(SittingMove.id)
    ):
        moves.setdefault(move.sitting_id, move)
    for row in rows:
        own = row.sitting
        passed = (own.opened_at, own.closed_at, own.cancelled_at)
        if own.convened_at < moment and not any(_before(at, moment) for at in passed):
            then = moves.get(own.id, own)
            yield Due(DueKind.SITTING, then.begins_at, then.zone, str(own.number), own.body, then.place)


def _silences(session: Session, actor: Actor, drafts: DraftSet, moment: datetime) -> Iterator[Due]:
    rows = silences_on(session, actor, drafts.communique)
    keys = [row.silence.id for row in rows if row.changes]
    changes: dict[int, list[SilenceChange]] = {}
    for change in session.scalars(
        select(SilenceChange).where(SilenceChange.silence_id.in_(keys)).order_by(SilenceChange.id)
    ):
        changes.setdefault(change.silence_id, []).append(change)
    for row in rows:
        own = row.silence
        ends_at, runs = _silence_then(own, changes.get(own.id, []), moment)
        if own.begins_at < moment and runs:
            yield Due(DueKind.SILENCE, ends_at, own.zone, body=own.body)


def _silence_then(
    silence: Silence, changes: Sequence[SilenceChange], moment: datetime
) -> tuple[datetime, bool]:
    """Return when a procedure was to end, and whether it ran, just before a *moment*."""
    since = [change for change in changes if change.at >= moment]
    ends_at = since[0].ended_at if since else silence.ends_at
    last = next((change.kind for change in reversed(changes) if change.at < moment), "")
    return ends_at, ends_at >= moment and last not in _STOPPED and not _before(silence.concluded_at, moment)


_STOPPED = (SilenceChangeKind.SUSPENDED, SilenceChangeKind.WITHDRAWN)
