"""
Notices: written at the end of the act that somebody has to be told of, in its transaction, with the messages that
are sent by e-mail; and read by the person whom they are for.

However many are told of however many lines, the number of queries is the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Select, and_, bindparam, func, insert, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.inputs import ENDINGS, GIVES_DEADLINE
from acm_drafts.negotiation.messages import LONGEST_WAIT, MessageKind, MessageState
from acm_drafts.negotiation.notices import (
    CIRCULATING,
    RULES,
    TELLING,
    Delivery,
    NoticeKind,
    delivery_of,
    digest_moment,
    is_reminded,
    kinds_for,
    reminder_due,
)
from acm_drafts.store.database import IN_ONE, LINES, at_end_of_act, new_uid, utcnow
from acm_drafts.store.readers import Line, Reader, load_lines, load_readers
from acm_drafts.store.records import (
    InputCall,
    InputCallActRow,
    JournalLine,
    Message,
    Notice,
    NoticeSetting,
    Round,
    Silence,
    User,
)
from acm_drafts.store.reservations import parties_asked
from acm_drafts.store.silence import GIVE_AN_END

Chosen = Mapping[NoticeKind, Delivery]
"""How somebody wants notices to be sent, as far as they chose."""


# Writing -----------------------------------------------------------------------------------------


def note_line(session: Session, act: str, key: Sequence[int] | None) -> None:
    """Note that somebody may have to be told of the line with this *key* when the transaction of *session* ends."""
    if act in TELLING and key is not None:
        session.info.setdefault(LINES, set()).add(key[0])


_without_mail: ContextVar[bool] = ContextVar("without_mail", default=False)


@contextmanager
def without_mail() -> Iterator[None]:
    """Write no message inside the block: what is told there is a demonstration."""
    token = _without_mail.set(True)
    try:
        yield
    finally:
        _without_mail.reset(token)


def sends_mail() -> bool:
    """Return whether messages are written: there is a mail server to give them to."""
    return bool(current_app.config.get("SMTP_URL")) and not _without_mail.get()


@dataclass(frozen=True, slots=True)
class Telling:
    """That somebody is to be told of a line: from when on, and up to when a message of it is worth sending."""

    reader: Reader
    line: Line
    kind: NoticeKind
    shows_at: datetime
    last_at: datetime
    lead: int = 0


@at_end_of_act
def tell_readers(session: Session) -> None:
    """
    Write the notices of the lines that were noted, and their messages.

    Eleven queries at most, eleven more for a draft that is circulated and may ask whether reservations stand.
    """
    noted = session.info.pop(LINES, None)
    if not noted:
        return
    lines = [_asking(session, line) for line in load_lines(session, noted)]
    readers, now = load_readers(session), utcnow()
    tellings = [
        _telling(reader, line, kind)
        for line in lines
        for reader in readers
        for kind in kinds_for(reader.actor, line.facts)
    ]
    write_notices(session, tellings, now)


def _asking(session: Session, line: Line) -> Line:
    """Return *line*, of a circulation with the parties that it asks whether their reservations stand."""
    written = line.line
    if written.act != CIRCULATING or written.communique_id is None:
        return line
    reserving = parties_asked(session, written.communique_id, written.subject)
    return replace(line, facts=replace(line.facts, reserving=reserving))


def _telling(reader: Reader, line: Line, kind: NoticeKind) -> Telling:
    """Return what *reader* is told of *line*: that a round opens, once it does."""
    at = line.line.at
    if kind is NoticeKind.ROUND and line.round is not None:
        at = max(at, line.round.opens_at)
    return Telling(reader, line, kind, at, at + LONGEST_WAIT)


def write_notices(session: Session, tellings: Sequence[Telling], now: datetime) -> None:
    """Write a notice for each of *tellings*, and a message for each that is sent at once. Three queries."""
    if not tellings:
        return
    chosen = choices_of(session, {telling.reader.id for telling in tellings})
    rows = [_notice(telling, chosen.get(telling.reader.id, {}), now) for telling in tellings]
    if sends_mail():
        at_once = [i for i, row in enumerate(rows) if row["delivery"] is Delivery.ONCE]
        keys = write_messages(session, [_message(tellings[i], now) for i in at_once])
        for i, key in zip(at_once, keys, strict=True):
            rows[i]["message_id"] = key
    session.execute(insert(Notice), rows, execution_options=IN_ONE)


def _notice(telling: Telling, chosen: Chosen, now: datetime) -> dict[str, object]:
    delivery = delivery_of(telling.kind, chosen)
    zone = telling.reader.zone or telling.line.zone
    daily = delivery is Delivery.DAILY
    return {
        "user_id": telling.reader.id,
        "line_id": telling.line.line.id,
        "kind": telling.kind,
        "lead": telling.lead,
        "delivery": delivery,
        "shows_at": telling.shows_at,
        "sends_at": digest_moment(max(now, telling.shows_at), zone) if daily else telling.shows_at,
        "message_id": None,
    }


def _message(telling: Telling, now: datetime) -> dict[str, object]:
    return message_row(
        MessageKind.NOTICE,
        telling.reader.email,
        now=now,
        user_id=telling.reader.id,
        language=telling.reader.language,
        due_at=telling.shows_at,
        last_at=telling.last_at,
    )


def message_row(
    kind: MessageKind, email: str, *, now: datetime, last_at: datetime, **facts: object
) -> dict[str, object]:
    """Return the row of a message to *email* that waits to be sent, now unless *facts* say otherwise."""
    return {
        "uid": new_uid(),
        "kind": kind,
        "email": email,
        "language": None,
        "user_id": None,
        "invitation_id": None,
        "party_id": None,
        "made_at": now,
        "due_at": now,
        "last_at": max(last_at, now + timedelta(seconds=1)),
        "state": MessageState.WAITING,
    } | facts


def write_messages(session: Session, rows: Sequence[dict[str, object]]) -> Sequence[int]:
    """Write messages and return their keys, in order. One query."""
    if not rows:
        return ()
    returned = insert(Message).returning(Message.uid, Message.id)
    keys = dict(session.execute(returned, rows, execution_options=IN_ONE).all())
    return [keys[str(row["uid"])] for row in rows]


def tell_of_lines(
    session: Session, lines: Collection[int], kind: NoticeKind, *, readers: Sequence[Reader], now: datetime
) -> None:
    """Tell *readers* now of lines that were written before, as far as they may read these. Nine queries at most."""
    tellings = [
        Telling(reader, line, kind, now, now + LONGEST_WAIT)
        for line in load_lines(session, lines)
        for reader in readers
        if kind in kinds_for(reader.actor, line.facts)
    ]
    write_notices(session, tellings, now)


# By the clock --------------------------------------------------------------------------------------

_DEADLINES = (
    select(Round.id, Round.deadline, func.max(JournalLine.id), func.max(JournalLine.at))
    .join(
        JournalLine,  # by its text, of which there is an index
        and_(JournalLine.communique_id == Round.communique_id, JournalLine.round_id == Round.id),
    )
    .where(
        Round.closed_at.is_(None),
        Round.opens_at <= bindparam("now"),
        Round.deadline > bindparam("now"),
        JournalLine.act.in_(("open round", "change deadline")),
    )
    .group_by(Round.id, Round.deadline)
)


_ENDS: Select[*tuple[Any, ...]] = (
    select(Silence.id, Silence.ends_at, func.max(JournalLine.id), func.max(JournalLine.at))
    .join(JournalLine, JournalLine.silence_id == Silence.id)
    .where(
        Silence.concluded_at.is_(None),
        Silence.withdrawn_at.is_(None),
        Silence.suspended_at.is_(None),
        Silence.ends_at > bindparam("now"),
        JournalLine.act.in_(GIVE_AN_END),
    )
    .group_by(Silence.id, Silence.ends_at)
)
_ENDED = (
    select(InputCallActRow.id)
    .where(InputCallActRow.call_id == InputCall.id, InputCallActRow.act.in_(ENDINGS))
    .correlate(InputCall)
)
_UNTIL = func.max(InputCallActRow.until)
_INPUTS: Select[*tuple[Any, ...]] = (
    select(InputCall.id, _UNTIL, func.max(JournalLine.id), func.max(JournalLine.at))
    .join(InputCallActRow, InputCallActRow.call_id == InputCall.id)
    .join(
        JournalLine,  # by its text, of which there is an index
        and_(JournalLine.communique_id == InputCall.communique_id, JournalLine.subject == InputCall.code),
    )
    .where(
        InputCallActRow.act.in_(GIVES_DEADLINE),
        JournalLine.act.in_(("issue input call", "extend input call")),
        ~_ENDED.exists(),
    )
    .group_by(InputCall.id)
    .having(bindparam("now") < _UNTIL)
)
_MOMENTS: Mapping[NoticeKind, Select[*tuple[Any, ...]]] = {
    NoticeKind.DEADLINE: _DEADLINES,
    NoticeKind.ENDING: _ENDS,
    NoticeKind.INPUTS_DUE: _INPUTS,
}
"""By kind of reminder: the moments to come, each with the last line that set it and when that was."""


def write_reminders(session: Session, now: datetime) -> int:
    """Write the reminders that are due and were not written yet; return how many. Thirty queries at most."""
    return sum(_remind(session, kind, now) for kind in _MOMENTS)


def _remind(session: Session, kind: NoticeKind, now: datetime) -> int:
    """Write the reminders of one *kind*; return how many."""
    due = {
        line: (hours, moment)
        for _, moment, line, since in session.execute(_MOMENTS[kind], {"now": now})
        if (hours := reminder_due(deadline=moment, since=since, now=now, leads=RULES[kind].leads)) is not None
    }
    if not due:
        return 0
    reminded = select(Notice.line_id, Notice.lead).where(Notice.line_id.in_(due), Notice.lead > 0).distinct()
    written = set(session.execute(reminded).all())
    lines = load_lines(session, {line for line, (hours, _) in due.items() if (line, hours) not in written})
    readers = load_readers(session)
    tellings = [
        Telling(reader, line, kind, now, last_at=due[line.line.id][1], lead=due[line.line.id][0])
        for line in lines
        for reader in readers
        if is_reminded(reader.actor, line.facts, kind)
    ]
    write_notices(session, tellings, now)
    return len(tellings)


def write_digests(session: Session, now: datetime) -> int:
    """Write a message for each person with notices of the day that are due; return how many. Three queries."""
    due = session.execute(
        select(Notice, User)
        .join(User, User.id == Notice.user_id)
        .where(
            Notice.delivery == Delivery.DAILY,
            Notice.message_id.is_(None),
            Notice.read_at.is_(None),
            Notice.sends_at <= now,
            Notice.sends_at > now - LONGEST_WAIT,
        )
        .order_by(Notice.user_id, Notice.id)
    ).all()
    if not due or not sends_mail():
        return 0
    people = list(dict.fromkeys(user for _, user in due))
    rows = [
        message_row(
            MessageKind.DIGEST,
            user.email,
            now=now,
            user_id=user.id,
            language=user.language,
            last_at=now + LONGEST_WAIT,
        )
        for user in people
    ]
    keys = dict(zip((user.id for user in people), write_messages(session, rows), strict=True))
    for notice, user in due:
        notice.message_id = keys[user.id]
    return len(keys)


# Reading -----------------------------------------------------------------------------------------


def choices_of(session: Session, users: Collection[int]) -> dict[int, dict[NoticeKind, Delivery]]:
    """Return how each of *users* wants notices to be sent, as far as they chose. One query."""
    choices: dict[int, dict[NoticeKind, Delivery]] = {}
    for row in session.scalars(select(NoticeSetting).where(NoticeSetting.user_id.in_(users))):
        choices.setdefault(row.user_id, {})[NoticeKind(row.kind)] = Delivery(row.delivery)
    return choices


UNREAD = (
    select(func.count(Notice.id))
    .where(Notice.user_id == User.id, Notice.read_at.is_(None), Notice.shows_at <= bindparam("now"))
    .correlate(User)
    .scalar_subquery()
)
"""How many notices a person has not read, as a column beside User."""


def notices_for(
    session: Session, user: int, *, now: datetime, before: int | None = None, limit: int = 50
) -> Sequence[Notice]:
    """Return what a person was told, newest first, with ids below *before*. One query."""
    wanted = [Notice.user_id == user, Notice.shows_at <= now]
    if before is not None:
        wanted.append(Notice.id < before)
    return session.scalars(
        select(Notice).options(joinedload(Notice.line)).where(*wanted).order_by(Notice.id.desc()).limit(limit)
    ).all()


def notices_in(session: Session, message: int) -> Sequence[Notice]:
    """Return the notices of which a message tells, in order. One query."""
    return session.scalars(
        select(Notice)
        .options(joinedload(Notice.line))
        .where(Notice.message_id == message)
        .order_by(Notice.id)
    ).all()


def unread_up_to(session: Session, user: int, last: int) -> Iterable[Notice]:
    """Return what a person has not read of the notices up to the one with the key *last*. One query."""
    return session.scalars(
        select(Notice).where(Notice.user_id == user, Notice.read_at.is_(None), Notice.id <= last)
    )
