"""
Meetings: which there are, which texts belong to them, at which one an object is dealt with; its day and time zone.

Several meetings stand side by side, so a meeting is always named, or that of an object, or the only one there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import DraftStatus, PartyKind, TextKind
from acm_drafts.store.conditions import NOT_WITHDRAWN
from acm_drafts.store.database import utcnow
from acm_drafts.store.drafts import IS_ADOPTED, REPLACEMENT, SYMBOL
from acm_drafts.store.records import (
    Adoption,
    Amendment,
    Appointment,
    Batch,
    Circulation,
    Communique,
    Decision,
    Draft,
    Invitation,
    Meeting,
    Nomination,
    Paragraph,
    Party,
    Round,
    Sitting,
    Speaker,
    User,
    Wording,
)

NOT_REMOVED = Meeting.removed_at.is_(None)
ONLY = select(func.min(Meeting.id)).where(NOT_REMOVED).having(func.count() == 1)
"""The key of the only meeting; nothing where there is none, or several."""

_HELD = select(Communique.meeting_id)
_OF_ROUND = _HELD.join(Round, Round.communique_id == Communique.id)

OF: Mapping[str, Select[Any]] = {
    "communique": _HELD.where(Communique.id == bindparam("of")),
    "code": _HELD.where(Communique.code == bindparam("of")),
    "draft": _HELD.join(Draft, Draft.communique_id == Communique.id).where(Draft.id == bindparam("of")),
    "round": _OF_ROUND.where(Round.id == bindparam("of")),
    "decision": _OF_ROUND.join(Decision, Decision.round_id == Round.id).where(Decision.id == bindparam("of")),
    "amendment": _HELD.join(Amendment, Amendment.communique_id == Communique.id).where(
        Amendment.code == bindparam("of")
    ),
    "wording": _HELD.join(Paragraph, Paragraph.communique_id == Communique.id)
    .join(Wording, Wording.paragraph_id == Paragraph.id)
    .where(Wording.id == bindparam("of")),
    "batch": _HELD.join(Batch, Batch.communique_id == Communique.id).where(Batch.id == bindparam("of")),
    "sitting": select(Sitting.meeting_id).where(Sitting.code == bindparam("of")),
    "meeting": select(Meeting.id).where(Meeting.id == bindparam("of")),
}
"""The key of the meeting that a thing belongs to, by what the thing is."""


def meeting_facts(session: Session, kind: str, key: int | str) -> Facts:
    """Return the facts for an act on the *kind* (a key of OF) with *key*: at which meeting it is dealt with."""
    return Facts(meeting=session.scalar(OF[kind], {"of": key}))


def find_only(session: Session) -> Meeting | None:
    """Return the only meeting, None where there is none, or several."""
    return session.scalars(select(Meeting).where(Meeting.id == ONLY.scalar_subquery())).one_or_none()


def get_meeting(session: Session, key: int) -> Meeting:
    """Return the meeting with *key*. Raises NotFound, also for one that was removed. No query where it is loaded."""
    meeting = session.get(Meeting, key)
    if meeting is None or meeting.removed_at is not None:
        raise NotFound()
    return meeting


def every(session: Session) -> Sequence[Meeting]:
    """Return all meetings, those of the latest year first; none that was removed."""
    return session.scalars(
        select(Meeting).where(NOT_REMOVED).order_by(Meeting.year.desc(), Meeting.id.desc())
    ).all()


def is_used(session: Session, meeting: int) -> bool:
    """
    Return whether something was done at a meeting: it has a text, a sitting or a speaker, or somebody holds an office.

    Also where somebody is to hold one: invited, or nominated. A text that was withdrawn counts. One query.
    """
    now = utcnow()
    uses = (
        select(Communique.id).where(Communique.meeting_id == meeting),
        select(Sitting.id).where(Sitting.meeting_id == meeting),
        select(Speaker.id).where(Speaker.meeting_id == meeting),
        _offices_at(meeting),
        select(Nomination.id).where(Nomination.meeting_id == meeting, Nomination.outcome.is_(None)),
        select(Invitation.id).where(
            Invitation.meeting_id == meeting, Invitation.used_at.is_(None), Invitation.expires_at > now
        ),
    )
    return bool(session.scalar(select(or_(*(exists(use) for use in uses)))))


def _offices_at(meeting: int) -> Select[int]:
    """Return the query for the terms of office at a meeting that last, or are to begin."""
    return select(Appointment.id).where(
        Appointment.meeting_id == meeting,
        Appointment.ended_at.is_(None),
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= utcnow().date()),
    )


def has_delegations(session: Session, meeting: int) -> bool:
    """Return whether somebody holds an office of a Member State at a meeting, or is to. One query."""
    of_states = (
        _offices_at(meeting)
        .join(Party, Party.id == Appointment.party_id)
        .where(Party.kind == PartyKind.STATE)
    )
    return bool(session.scalar(select(exists(of_states))))


def open_meetings(session: Session) -> Sequence[Meeting]:
    """Return the meetings that are not archived, in the same order: at these something can be done. One query."""
    return [meeting for meeting in every(session) if meeting.archived_on is None]


# What a person may read --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """
    A communiqué that somebody may know of, and the symbol of its newest draft that they may know of.

    *readable*: they may read it; an administrator knows of it and reads its journal alone. *status* and *circulated*
    are that draft's, *round* is the round on it, None before there is one. *adopted_on*: when the text was adopted.
    """

    communique: Communique
    symbol: str
    readable: bool
    status: DraftStatus
    circulated: bool
    round: Round | None
    adopted_on: date | None = None

    @property
    def meeting(self) -> Meeting:
        return self.communique.meeting

    @property
    def archived(self) -> bool:
        """Whether its meeting is in the archive: it is read, and stands in no list of what goes on."""
        return self.meeting.archived_on is not None


def texts_for(session: Session, actor: Actor) -> tuple[Text, ...]:
    """
    Return the communiqués of which *actor* may know, at every meeting: a draft was circulated, or is theirs to read.

    Those of the latest year come first, and of a meeting the latest text; none that was withdrawn, or whose meeting was
    deleted.
    """
    rows = session.execute(
        select(
            Communique,
            Meeting,
            func.coalesce(SYMBOL, Communique.symbol_root),
            func.coalesce(Draft.status, DraftStatus.ZERO),
            Circulation.id,
            Round,
            Adoption.day,
        )
        .join(Meeting, Meeting.id == Communique.meeting_id)
        .outerjoin(Draft, Draft.communique_id == Communique.id)
        .outerjoin(Adoption, IS_ADOPTED)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .outerjoin(Round, Round.draft_id == Draft.id)
        .where(NOT_WITHDRAWN, NOT_REMOVED)
        .options(contains_eager(Communique.meeting))
        .order_by(Meeting.year.desc(), Meeting.id.desc(), Communique.id.desc(), Draft.sequence)
    )
    texts: dict[int, Text] = {}
    for communique, meeting, symbol, status, circulation, round_, adopted_on in rows:
        facts = Facts(meeting=meeting.id, circulated=circulation is not None)
        readable = may(actor, Act.READ_DRAFT, facts)
        if readable or (facts.circulated and may(actor, Act.READ_JOURNAL, facts)):
            texts[communique.id] = Text(
                communique, symbol, readable, DraftStatus(status), facts.circulated, round_, adopted_on
            )
    return tuple(texts.values())


def main_text(texts: Sequence[Text]) -> Text | None:
    """Return the first communiqué among *texts* of a meeting, without one its agenda; None where there is neither."""
    communiques = [text for text in texts if text.communique.kind == TextKind.COMMUNIQUE]
    return next(iter(communiques or texts), None)


def current_texts(texts: Sequence[Text]) -> tuple[Text, ...]:
    """Return those of *texts* whose meeting is not archived; all where none is left."""
    return tuple(text for text in texts if not text.archived) or tuple(texts)


def only_text(texts: Sequence[Text]) -> Text | None:
    """
    Return the only communiqué among *texts*, or the only text of all; None where a reader has to choose.

    What is archived does not count where anything is not.
    """
    texts = current_texts(texts)
    communiques = [text for text in texts if text.communique.kind == TextKind.COMMUNIQUE]
    of_one_meeting = len({text.meeting.id for text in texts}) == 1
    if len(communiques) == 1 and of_one_meeting:
        return communiques[0]
    return texts[0] if len(texts) == 1 else None


@dataclass(frozen=True, slots=True)
class WithdrawnText:
    """
    A withdrawn draft for whoever may read it: with its communiqué, and the draft that takes its place, if any.

    *by* is the name of who withdrew it, "" for the operator at the command line.
    """

    draft: Draft
    by: str
    replacement: Draft | None

    @property
    def communique(self) -> Communique:
        return self.draft.communique


_WITHDRAWN = (
    select(Draft, User.name, REPLACEMENT)
    .join(Communique, Communique.id == Draft.communique_id)
    .join(Meeting, Meeting.id == Communique.meeting_id)
    .outerjoin(User, User.id == Draft.withdrawn_by_id)
    .outerjoin(REPLACEMENT, REPLACEMENT.corrects_id == Draft.id)
    .where(not_(NOT_WITHDRAWN))
    .options(
        contains_eager(Draft.communique).contains_eager(Communique.meeting),
        joinedload(REPLACEMENT.communique),
    )
    .order_by(Draft.withdrawn_at.desc(), Draft.id.desc())
)


def withdrawn_texts(session: Session, actor: Actor) -> tuple[WithdrawnText, ...]:
    """Return the withdrawn texts that *actor* may read, the one withdrawn last first. One query."""
    return _readable(session.execute(_WITHDRAWN).all(), actor)


def find_withdrawn_text(session: Session, actor: Actor, code: str) -> WithdrawnText | None:
    """Return the text with *code* where it was withdrawn and *actor* may read it, else None. One query."""
    texts = _readable(session.execute(_WITHDRAWN.where(Communique.code == code)).all(), actor)
    return texts[0] if texts else None


def _readable(rows: Sequence[Row[Draft, str, Draft]], actor: Actor) -> tuple[WithdrawnText, ...]:
    """Return the texts of *rows* that *actor* may read: none of them is circulated."""
    return tuple(
        WithdrawnText(draft, by or "", replacement)
        for draft, by, replacement in rows
        if may(actor, Act.READ_DRAFT, Facts(meeting=draft.communique.meeting_id))
    )


DEFAULT_ZONE = "America/New_York"

_ZONE = select(Meeting.zone)


def zone_at(session: Session, meeting: int | None) -> str:
    """
    Return the time zone of a meeting.

    Of no meeting in particular (None) that of the only one; of several, or before there is one, that of
    the Mission in New York.
    """
    key = ONLY.scalar_subquery() if meeting is None else meeting
    return session.scalar(_ZONE.where(Meeting.id == key)) or DEFAULT_ZONE


def day_in(zone: str, moment: datetime) -> date:
    """Return the day that clocks in *zone* show at *moment*."""
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of_day(zone: str, day: date) -> datetime:
    """Return the midnight that ends a *day* in *zone*: what was done before it was done by then."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def today_in(zone: str) -> date:
    """Return the day it is in *zone*."""
    return day_in(zone, utcnow())


def today(session: Session, meeting: int | None) -> date:
    """Return the day it is at a meeting: terms of office, and the days of decisions, begin at its midnight."""
    return today_in(zone_at(session, meeting))
