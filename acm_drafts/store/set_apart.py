"""
Paragraphs that are not agreed together with the rest of a draft.

A sitting did not agree them, a silence on them was broken, or they were reopened, and no level agreed them since; or
somebody opposes their words (services.agreements). Each
can still be agreed by itself, by whoever sees why it was set apart.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, Select, Subquery, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from acm_drafts.negotiation.adoption import OpenKind
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.sittings import DECLINES
from acm_drafts.negotiation.status import LastDecision
from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.store.amendment_rows import last_decisions
from acm_drafts.store.body_visibility import records_read_by, silences_read_by
from acm_drafts.store.conditions import UNTIL, voided
from acm_drafts.store.joins import not_agreed_at_closings, not_agreed_since
from acm_drafts.store.records import (
    AdoptionMatter,
    BreakTakenBack,
    Decision,
    Party,
    Silence,
    SilenceBreak,
    Sitting,
    SittingResultRow,
    SittingStance,
)
from acm_drafts.store.silence import BREAK_COUNTS
from acm_drafts.store.silence_breaks import counted
from acm_drafts.store.text import DraftSet
from acm_drafts.store.visibility import sees_all_proposals

_NOT_AGREED = sorted(map(str, DECLINES))


@dataclass(frozen=True, slots=True)
class SetApart:
    """
    Why a paragraph is set apart: the *result* of a *sitting*, the break of a *silence*, its *reopening*, or a position.

    One of the four is there: the last result or break, the reopening where there is neither, and who is *opposed* to
    its words where there is none of these.
    """

    result: SittingResultRow | None = None
    sitting: Sitting | None = None
    silence: Silence | None = None
    broken: SilenceBreak | None = None
    reopening: Decision | None = None
    opposed: tuple[Party, ...] = ()

    @property
    def is_declined(self) -> bool:
        """Whether a sitting or a silence did not agree its words, as far as is on record."""
        return self.result is not None or self.broken is not None


_REOPENINGS = (
    select(Decision)
    .where(Decision.id.in_(bindparam("decisions", expanding=True)), Decision.kind == str(DecisionKind.REOPEN))
    .options(joinedload(Decision.asked_by))
)


def _newest_results(*, then: bool = False, of_each_sitting: bool = False) -> Subquery:
    """Return the last result on each paragraph that counts, of all sittings or of each; *then*: before UNTIL."""
    within = (SittingResultRow.sitting_id,) if of_each_sitting else ()
    newest = (
        select(func.max(SittingResultRow.id).label("result"))
        .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
        .where(
            Sitting.communique_id == bindparam("communique"),
            ~voided(SittingResultRow.decision_id, then=then),
        )
        .group_by(SittingResultRow.paragraph_id, *within)
    )
    return (newest.where(SittingResultRow.at < UNTIL) if then else newest).subquery()


_NEWEST_RESULTS = _newest_results()
_RESULTS = (
    select(SittingResultRow, Sitting)
    .join(_NEWEST_RESULTS, _NEWEST_RESULTS.c.result == SittingResultRow.id)
    .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
    .where(SittingResultRow.result.in_(_NOT_AGREED))
    .options(
        joinedload(Sitting.body),
        joinedload(SittingResultRow.referred_to),
        selectinload(SittingResultRow.stances).joinedload(SittingStance.party),
    )
)


def _declining(*, then: bool = False, of_each_sitting: bool = False) -> Select[int, datetime]:
    """Return the statement for when sittings did not agree which paragraphs, or referred them."""
    newest = _newest_results(then=then, of_each_sitting=of_each_sitting)
    return (
        select(SittingResultRow.paragraph_id, SittingResultRow.at)
        .join(newest, newest.c.result == SittingResultRow.id)
        .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
        .where(SittingResultRow.result.in_(_NOT_AGREED))
    )


_DECLINING, _DECLINING_THEN = _declining(), _declining(then=True)
_DECLINING_SINCE = _declining(of_each_sitting=True).where(SittingResultRow.at >= UNTIL)
"""What each sitting declined from UNTIL on, whatever another sitting came to later."""
_BREAKING = (
    select(SilenceBreak.paragraph_id, SilenceBreak.at)
    .join(Silence, Silence.id == SilenceBreak.silence_id)
    .where(Silence.communique_id == bindparam("communique"), BREAK_COUNTS)
)
"""When a silence on which paragraphs was broken, and that was not taken back."""
_EVERY_RESULT = (
    select(SittingResultRow.paragraph_id, SittingResultRow.at, SittingResultRow.result)
    .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
    .where(Sitting.communique_id == bindparam("communique"), ~voided(SittingResultRow.decision_id))
    .order_by(SittingResultRow.id)
)
_EVERY_BREAK = (
    select(SilenceBreak.paragraph_id, SilenceBreak.at, BreakTakenBack.at)
    .join(Silence, Silence.id == SilenceBreak.silence_id)
    .outerjoin(BreakTakenBack, BreakTakenBack.break_id == SilenceBreak.id)
    .where(Silence.communique_id == bindparam("communique"))
    .order_by(SilenceBreak.id)
)
_BREAKS = (
    select(SilenceBreak, Silence)
    .join(Silence, Silence.id == SilenceBreak.silence_id)
    .where(Silence.communique_id == bindparam("communique"), BREAK_COUNTS)
    .options(joinedload(Silence.body))
    .order_by(SilenceBreak.id)
)


_DECLINED_AT_ADOPTION = select(AdoptionMatter.paragraph_id).where(
    AdoptionMatter.adoption_id == bindparam("adoption"), AdoptionMatter.kind == str(OpenKind.DECLINED)
)


def set_apart(
    session: Session, communique_id: int, paragraphs: Collection[int], *, actor: Actor | None = None
) -> Mapping[int, SetApart]:
    """
    Return by each of *paragraphs* of a text that is set apart why it is.

    A sitting recorded it as not agreed or referred, or a silence on it was broken, and no level agreed its words since;
    or the last decision on it that counts reopened it. So are its parts, and what an accepted join makes one with it.
    With an *actor*, at the meeting of the text, by the records of sittings and the silences alone that they may read.
    Ten queries at most.
    """
    last = last_decisions(session, paragraphs)
    keys = {decision.key for decision in last.values()}
    reopenings = {row.id: row for row in session.scalars(_REOPENINGS, {"decisions": sorted(keys)})}
    apart = {
        key: SetApart(reopening=reopenings[decision.key])
        for key, decision in last.items()
        if decision.key in reopenings
    }
    declined = sorted(_declined(session, communique_id, actor), key=itemgetter(0))
    since = not_agreed_since(session, communique_id, {(paragraph, at) for at, paragraph, _ in declined})
    for at, paragraph, why in declined:
        apart |= dict.fromkeys(since[paragraph, at], why)
    return {key: apart[key] for key in paragraphs if key in apart}


def declined_in(session: Session, communique_id: int) -> Mapping[int, bool]:
    """
    Return the paragraphs of a text that somebody declined and no level agreed since, whoever may read it.

    Each with whether the break of a silence declined it last, and no sitting. For acts that are judged by it; pages
    ask `declined_since`. Four queries at most.
    """
    declining = _DECLINING.add_columns(literal(False)), _BREAKING.add_columns(literal(True))
    broken = _by_moment(session.execute(union_all(*declining), {"communique": communique_id}))
    left = not_agreed_since(session, communique_id, set(broken))
    return {key: broken[moment] for moment in sorted(left, key=itemgetter(1)) for key in left[moment]}


def reads_every_decline(actor: Actor, drafts: DraftSet) -> bool:
    """
    Return whether *actor* is told all that `declined_since` knows, so that what they read as agreed was not declined.

    So does who runs every sitting and silence procedure, and of an adopted text everybody. Others read what the bodies
    to which they belong recorded; an observer, of no body, what a level agreed last. It follows from their office
    alone, so that nothing is told of whether there is anything.
    """
    meeting = drafts.communique.meeting_id
    return drafts.adoption is not None or may(actor.at(meeting), Act.RUN_SITTING, Facts(meeting=meeting))


def declined_since(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    *,
    until: datetime | None = None,
    known: Mapping[int, LastDecision] = MappingProxyType({}),
) -> Mapping[int, bool | None]:
    """
    Return the paragraphs of a text that somebody declined and no level agreed since, as `set_apart` has it.

    Each with whether the break of a silence declined it last, and no sitting; None in an adopted text, which does not
    say that.
    As far as *actor* may read it; *until*: as it was just before that moment. Who reads a sitting or a silence
    procedure is told at once what it declined, whatever round runs. Who does not read the proposals of that round is
    told of no agreement in it but those *known* to them (store.decisions.known_decisions). Of an adopted text it is
    what the act of adoption says, to everybody who reads it. Four queries at most.
    """
    if drafts.adoption is not None:
        return dict.fromkeys(session.scalars(_DECLINED_AT_ADOPTION, {"adoption": drafts.adoption.id}))
    communique = drafts.communique
    actor = actor.at(communique.meeting_id)
    opening = _unread_since(actor, drafts) if until is None else None
    moment = until or opening
    facts = {"communique": communique.id} | ({} if moment is None else {"until": moment})
    breaks = (
        select(SilenceBreak.paragraph_id, SilenceBreak.at)
        .join(Silence, Silence.id == SilenceBreak.silence_id)
        .where(Silence.communique_id == communique.id, silences_read_by(actor), counted(until))
    )
    results = [_DECLINING if moment is None else _DECLINING_THEN]
    if opening is not None:
        results.append(_DECLINING_SINCE)
    read = records_read_by(actor)
    declining = (each.where(read).add_columns(literal(False)) for each in results)
    rows = session.execute(union_all(*declining, breaks.add_columns(literal(True))), facts)
    broken = _by_moment(rows)
    left = not_agreed_since(session, communique.id, set(broken), until=moment)
    return {
        key: broken[paragraph, at]
        for paragraph, at in sorted(left, key=itemgetter(1))
        for key in left[paragraph, at]
        if not _is_agreed_after(known.get(key), at)
    }


def _by_moment(rows: Iterable[Row[int, datetime, bool]]) -> dict[tuple[int, datetime], bool]:
    """Return by paragraph and moment whether a silence was broken then."""
    return {(paragraph, at): bool(by_silence) for paragraph, at, by_silence in rows}


def declined_at_closings(
    session: Session, actor: Actor, drafts: DraftSet, closings: Mapping[int, datetime]
) -> dict[int, frozenset[int]]:
    """
    Return by closed round the paragraphs that were declined and not agreed since when it was closed.

    As far as *actor* may read of it, as `declined_since` says of one moment; also where the text was adopted later, for
    that changes nothing of how far an earlier draft had come. *closings*: when each round was closed. Five queries at
    most, none for none.
    """
    if not closings:
        return {}
    communique = drafts.communique
    actor = actor.at(communique.meeting_id)
    results = session.execute(
        _EVERY_RESULT.add_columns(records_read_by(actor)), {"communique": communique.id}
    ).all()
    breaks = session.execute(_EVERY_BREAK.where(silences_read_by(actor)), {"communique": communique.id}).all()
    since = {
        moment: _declined_by(results, moment) | _broken_by(breaks, moment) for moment in closings.values()
    }
    left = not_agreed_at_closings(session, communique.id, since)
    return {key: frozenset(chain.from_iterable(left[moment].values())) for key, moment in closings.items()}


def _declined_by(results: Iterable[Any], moment: datetime) -> set[tuple[int, datetime]]:
    """Return what the last of *results* on each paragraph before a moment declined, where it may be read, and when."""
    last = {paragraph: (at, result, read) for paragraph, at, result, read in results if at < moment}
    return {
        (paragraph, at) for paragraph, (at, result, read) in last.items() if read and result in _NOT_AGREED
    }


def _broken_by(breaks: Iterable[Any], moment: datetime) -> set[tuple[int, datetime]]:
    """Return on which paragraphs *breaks* counted just before a moment, and when they came."""
    return {
        (paragraph, at)
        for paragraph, at, taken_back in breaks
        if at < moment and (taken_back is None or taken_back >= moment)
    }


def _unread_since(actor: Actor, drafts: DraftSet) -> datetime | None:
    """Return when the running round was opened whose proposals *actor* does not read, None where there is none."""
    running = drafts.context
    if running is None or running.round.closed_at or sees_all_proposals(actor, running):
        return None
    return running.round.opens_at


def _is_agreed_after(last: LastDecision | None, moment: datetime) -> bool:
    """Return whether the *last* decision on a paragraph agreed it at a level after a *moment*."""
    return last is not None and last.level is not None and last.at is not None and last.at > moment


def _declined(
    session: Session, communique_id: int, actor: Actor | None
) -> Iterator[tuple[datetime, int, SetApart]]:
    """Yield when which paragraph was declined, and how: the last result of each, and every break that counts."""
    facts = {"communique": communique_id}
    results = _RESULTS if actor is None else _RESULTS.where(records_read_by(actor))
    breaks = _BREAKS if actor is None else _BREAKS.where(silences_read_by(actor))
    for result, sitting in session.execute(results, facts):
        yield result.at, result.paragraph_id, SetApart(result=result, sitting=sitting)
    for broken, silence in session.execute(breaks, facts):
        yield broken.at, broken.paragraph_id, SetApart(broken=broken, silence=silence)
