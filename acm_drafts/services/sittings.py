"""
Sittings of bodies: convened, moved or cancelled; opened, attended, recorded paragraph by paragraph, and closed.

The Mission and whoever speaks for the chair of the body act. What is recorded as agreed is the agreement of the
paragraph, which names the sitting; no proposal is decided here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.bodies import ChairTermEnded, NoMembers, NotAMember, last_day_in_the_chair
from acm_drafts.negotiation.errors import N_, BracketsStand, DecidedMeanwhile, NotFound, NotPermitted
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, may
from acm_drafts.negotiation.sittings import (
    AGREED,
    BodySitsAlready,
    NotPresent,
    Outcome,
    RecordedMeanwhile,
    ResultRecorded,
    WrongSitting,
    require_attendance_open,
    require_complete,
    require_open,
    require_openable,
    require_time_to_come,
    require_to_come,
)
from acm_drafts.negotiation.terms import Scope, SittingResult, SittingState
from acm_drafts.negotiation.zones import is_zone
from acm_drafts.services import decisions, paragraph_states
from acm_drafts.services.agreeing_sittings import sitting_in_journal
from acm_drafts.services.revisions import clean
from acm_drafts.services.sitting_agendas import (
    chosen_paragraphs,
    exchange_agenda,
    paragraph_to_record,
    put_on_agenda,
)
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.bodies import BodyRecord, get_body, hold_body, hold_body_of_sitting
from acm_drafts.store.database import arrived, new_code, transaction
from acm_drafts.store.decisions import joined_paragraph, working_paragraph
from acm_drafts.store.drafts import get_communique_by_key, lines_of_draft
from acm_drafts.store.journal import moment_in_journal, write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import day_in
from acm_drafts.store.records import (
    Attendance,
    Paragraph,
    Sitting,
    SittingMove,
    SittingResultRow,
    SittingStance,
)
from acm_drafts.store.sittings import SittingRecord, decided_at, get_sitting
from acm_drafts.store.text import DraftSet, draft_set
from acm_drafts.text.brackets import holds_bracket

LONGEST_PLACE, LONGEST_REASON, LONGEST_REMARK, LONGEST_SPEAKERS = 200, 2000, 8000, 500


@dataclass(frozen=True, slots=True)
class Times:
    """When and where a sitting is to be: aware moments, told on the clocks of *zone*."""

    begins_at: datetime
    ends_at: datetime
    zone: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """What is recorded of a delegation: whether it was present, and who spoke for it."""

    present: bool
    speakers: str = ""


# To come -------------------------------------------------------------------------------------------


def convene(actor: Actor, communique_id: int, body: str, *, times: Times, agenda: Sequence[str]) -> Sitting:
    """
    Convene a sitting of a body on a text and return it.

    *agenda*: codes of paragraphs in the order of the agenda; that of a heading stands for its section. At Ministerial
    level there may be none. Raises NotPermitted, ChairTermEnded, NotFound, WrongSitting, NoMembers, NoLongerInTheText.
    """
    with transaction() as session:
        hold_round(session, By.COMMUNIQUE, communique_id)
        communique = get_communique_by_key(session, communique_id)
        record = hold_body(session, communique.meeting_id, body)
        require_to_run(actor, record)
        times = _checked(times)
        drafts = _circulated(session, actor, communique_id)
        paragraphs = chosen_paragraphs(session, drafts, agenda, level=record.body.level)
        day = day_in(times.zone, times.begins_at)
        if not record.members_on(day):
            raise NoMembers()
        count = select(func.count()).select_from(Sitting).where(Sitting.body_id == record.body.id)
        sitting = Sitting(
            meeting_id=communique.meeting_id,
            communique_id=communique_id,
            body_id=record.body.id,
            level=record.body.level,
            code=new_code(),
            number=(session.scalar(count) or 0) + 1,
            begins_at=times.begins_at,
            ends_at=times.ends_at,
            zone=times.zone,
            day=day,
            place=times.place,
            convened_at=arrived(),
        )
        session.add(sitting)
        session.flush()
        put_on_agenda(session, sitting, paragraphs)
        after = moment_in_journal(times.begins_at, times.zone)
        _tell(session, actor, sitting, record, act="convene sitting", after=after)
        return sitting


def move(actor: Actor, code: str, *, times: Times, reason: str = "") -> Sitting:
    """
    Move a sitting that is to come to another time or place; what it was stays known.

    Raises NotPermitted, ChairTermEnded, NotFound, SittingIsUnderWay, WrongSitting, NoMembers.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        sitting = record.sitting
        require_to_come(record.state)
        times = _checked(times)
        if times == Times(sitting.begins_at, sitting.ends_at, sitting.zone, sitting.place):
            raise WrongSitting(what=N_("its time and its place are the same as before"))
        reason = clean(reason, LONGEST_REASON)
        day = day_in(times.zone, times.begins_at)
        if not record.body.members_on(day):
            raise NoMembers()
        session.add(
            SittingMove(
                sitting_id=sitting.id,
                begins_at=sitting.begins_at,
                ends_at=sitting.ends_at,
                zone=sitting.zone,
                place=sitting.place,
                reason=reason,
                at=arrived(),
            )
        )
        before = moment_in_journal(sitting.begins_at, sitting.zone)
        sitting.begins_at, sitting.ends_at = times.begins_at, times.ends_at
        sitting.zone, sitting.place, sitting.day = times.zone, times.place, day
        after = moment_in_journal(times.begins_at, times.zone)
        _tell(
            session,
            actor,
            sitting,
            record.body,
            act="move sitting",
            before=before,
            after=after,
            reason=reason,
        )
        return sitting


def cancel(actor: Actor, code: str, *, reason: str) -> Sitting:
    """
    Cancel a sitting that is to come. Raises NotPermitted, ChairTermEnded, NotFound, SittingIsUnderWay, WrongSitting.
    """
    with transaction() as session:
        record = _held(session, actor, code, adopted_too=True)
        require_to_come(record.state)
        reason = clean(reason, LONGEST_REASON)
        if not reason:
            raise WrongSitting(what=N_("a sitting is cancelled for a reason"))
        record.sitting.cancelled_at, record.sitting.cancellation_reason = arrived(), reason
        before = moment_in_journal(record.sitting.begins_at, record.sitting.zone)
        _tell(
            session,
            actor,
            record.sitting,
            record.body,
            act="cancel sitting",
            before=before,
            reason=reason,
        )
        return record.sitting


def change_agenda(actor: Actor, code: str, agenda: Sequence[str]) -> Sitting:
    """
    Give a sitting that is not over another agenda; see `convene`.

    Raises NotPermitted, ChairTermEnded, NotFound, SittingIsUnderWay, WrongSitting, NoLongerInTheText; ResultRecorded
    where a paragraph would be left out on which a result is recorded.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        if record.state is not SittingState.OPEN:
            require_to_come(record.state)
        level, drafts = record.sitting.level, _circulated(session, actor, record.sitting.communique_id)
        paragraphs = chosen_paragraphs(session, drafts, agenda, level=level, known=record.agenda)
        left_out = {row.paragraph_id for row in record.results} - set(paragraphs)
        if left_out:
            raise ResultRecorded(count=len(left_out))
        if paragraphs == tuple(record.agenda):
            return record.sitting
        exchange_agenda(session, record, paragraphs)
        before, after = str(len(record.agenda)), str(len(paragraphs))
        _tell(
            session,
            actor,
            record.sitting,
            record.body,
            act="change agenda of sitting",
            before=before,
            after=after,
        )
        return record.sitting


# At the sitting ------------------------------------------------------------------------------------


def open_sitting(actor: Actor, code: str) -> Sitting:
    """
    Open a sitting on its day.

    Raises NotPermitted, ChairTermEnded, NotFound, SittingIsUnderWay, SittingAhead, SittingMissed, BodySitsAlready.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        sitting = record.sitting
        require_to_come(record.state)
        now = arrived()
        require_openable(
            begins=sitting.begins_at,
            ends=sitting.ends_at,
            day=sitting.day,
            today=day_in(sitting.zone, now),
            now=now,
        )
        others = select(Sitting.id).where(
            Sitting.body_id == sitting.body_id, Sitting.opened_at.is_not(None), Sitting.closed_at.is_(None)
        )
        if session.scalar(others.limit(1)) is not None:
            raise BodySitsAlready()
        sitting.opened_at = now
        _tell(session, actor, sitting, record.body, act="open sitting")
        return sitting


def attend(actor: Actor, code: str, presences: Mapping[int, Presence | None]) -> None:
    """
    Record which delegations are present and which are not, by their keys; None: nothing is recorded of one any more.

    Raises NotPermitted, ChairTermEnded, NotFound, SittingIsNotOpen, AdoptedThere, NotAMember, UnreadableText,
    TextTooLong.
    """
    with transaction() as session:
        record = _held(session, actor, code, adopted_too=True)
        require_open(record.state)
        adoption = find_adoption(session, record.sitting.communique_id)
        require_attendance_open(code, adopted_at=adoption.sitting.code if adoption else "")
        _require_members(record, presences)
        known = {key: Presence(row.present, row.speakers) for key, row in record.attendance.items()}
        wanted = dict(known)
        for key, presence in presences.items():
            wanted.pop(key, None)
            if presence is not None:
                wanted[key] = Presence(presence.present, clean(presence.speakers, LONGEST_SPEAKERS))
        if wanted == known:
            return
        changed = {key for key in presences if wanted.get(key) != known.get(key)}
        _write_attendance(session, record.sitting, wanted, changed)
        _tell(
            session,
            actor,
            record.sitting,
            record.body,
            act="record attendance",
            scope=Scope.RECORD,
            before=_attending(record, known),
            after=_attending(record, wanted),
        )


def record(
    actor: Actor, code: str, paragraph: str, outcome: Outcome, *, seen: int, counter: int
) -> SittingResultRow:
    """
    Record what an open sitting came to on a paragraph of its agenda, and return it; an earlier result stays known.

    *seen* is the sequence of the result on the page it was recorded from, 0 for none; *counter* that of the paragraph.
    What is agreed is agreed as decided so far: the agreement names the sitting. One that a later result corrects no
    longer counts. Raises NotPermitted, ChairTermEnded, NotFound, SittingIsNotOpen, WrongSitting, NotOnTheAgenda,
    NoLongerInTheText, RecordedMeanwhile, NotAMember, NotPresent, UnreadableText, TextTooLong; of what is agreed also
    what `decisions.agree_at` raises.
    """
    with transaction() as session:
        held = _held(session, actor, code)
        drafts = draft_set(session, held.sitting.communique_id, actor)
        key = paragraph_to_record(session, actor, held, drafts=drafts, code=paragraph, outcome=outcome)
        require_complete(outcome)
        if _sequence(held, key) != seen:
            raise RecordedMeanwhile()
        _require_members(held, outcome.stances or {})
        _require_present(held, outcome)
        text = _agreed_text(session, actor, drafts, key, outcome=outcome, counter=counter)
        row = SittingResultRow(
            decision_id=_agreement(session, actor, held, key, outcome=outcome, counter=counter),
            sitting_id=held.sitting.id,
            paragraph_id=key,
            sequence=len(held.results) + 1,
            result=outcome.result,
            text=text,
            referred_to_id=_other_body(session, held, outcome.referred_to),
            remark=clean(outcome.remark, LONGEST_REMARK),
            at=_not_before_opening(held.sitting),
        )
        _write_result(session, row, outcome)
        _tell(
            session,
            actor,
            held.sitting,
            held.body,
            act="record result",
            scope=Scope.RECORD,
            after=outcome.result,
            reason=row.remark,
            paragraph=key,
            round_=_running_round(drafts),
        )
        return row


def _write_result(session: Session, row: SittingResultRow, outcome: Outcome) -> None:
    """Write a line of the record, and who opposed or reserved."""
    session.add(row)
    session.flush()
    for party, stance in (outcome.stances or {}).items():
        session.add(SittingStance(result_id=row.id, party_id=party, stance=stance))


def close_sitting(actor: Actor, code: str) -> Sitting:
    """
    Close an open sitting: from now on its members read its record, and nothing is added to it.

    Raises NotPermitted, ChairTermEnded, NotFound, SittingIsNotOpen; WrongSitting before anybody is recorded as present.
    """
    with transaction() as session:
        held = _held(session, actor, code, adopted_too=True)
        require_open(held.state)
        if not held.present:
            raise WrongSitting(what=N_("record first which delegations are present"))
        recorded = [*(row.at for row in held.results), *decided_at(session, held.sitting)]
        held.sitting.closed_at = max([_not_before_opening(held.sitting), *recorded])
        _tell(session, actor, held.sitting, held.body, act="close sitting")
        return held.sitting


def _write_attendance(
    session: Session, sitting: Sitting, wanted: Mapping[int, Presence], changed: Collection[int]
) -> None:
    """Write what is *wanted* of the delegations whose attendance has *changed*."""
    own = Attendance.sitting_id == sitting.id
    session.execute(delete(Attendance).where(own, Attendance.party_id.in_(changed)))
    rows = [
        {
            "sitting_id": sitting.id,
            "party_id": key,
            "present": wanted[key].present,
            "speakers": wanted[key].speakers,
        }
        for key in changed
        if key in wanted
    ]
    if rows:
        session.execute(insert(Attendance), rows)


def _not_before_opening(sitting: Sitting) -> datetime:
    """Return the moment it is, and the moment at which the sitting was opened where the clock was put back since."""
    return max(arrived(), sitting.opened_at or arrived())


def known_words(
    session: Session, actor: Actor, drafts: DraftSet, paragraph: int
) -> tuple[str | None, str | None]:
    """
    Return what a paragraph says in the newest draft that *actor* reads, and what it says as decided so far.

    None: it is not in that draft; it was decided to delete it. Who may not know the decisions of the round learns of
    none: then both are the same.
    """
    standing = {line.paragraph: line.text for line in lines_of_draft(session, drafts.newest.draft.id)}
    words = standing.get(paragraph)
    context = drafts.context
    if context is None or context.round.closed_at is not None or words is None:
        return words, words
    if not paragraph_states.knows_states(actor, drafts):
        return words, words
    working = joined_paragraph(session, context, working_paragraph(session, context, paragraph), paragraph)
    return words, working.now


# What the verbs share ------------------------------------------------------------------------------


def _held(session: Session, actor: Actor, code: str, *, adopted_too: bool = False) -> SittingRecord:
    """
    Hold the text, the body and with them a sitting, and return it, for somebody who may act in it.

    *adopted_too*: what is to be done changes nothing in the text. TextAdopted where it does and the text is adopted.
    Raises NotFound alike for a sitting that is not there and one that *actor* may not know of; NotPermitted,
    ChairTermEnded.
    """
    hold_round(session, By.SITTING, code, adopted_too=adopted_too)
    hold_body_of_sitting(session, code)
    record = get_sitting(session, code)
    if not may(actor, Act.READ_SITTING, record.facts()):
        _require_known(actor, record)
    require_to_run(actor, record.body)
    return record


def _require_known(actor: Actor, record: SittingRecord) -> None:
    """Raise NotFound unless *actor* speaks for the chair of today, or for one under whom the sitting was convened."""
    ended = _last_day(actor, record.body)
    convened = day_in(record.sitting.communique.meeting.zone, record.sitting.convened_at)
    if not may(actor, Act.RUN_SITTING, record.body.facts()) and (ended is None or ended < convened):
        raise NotFound()


def require_to_run(actor: Actor, body: BodyRecord) -> None:
    """Raise NotPermitted unless *actor* may act in sittings of a body; ChairTermEnded to who spoke for its chair."""
    facts = body.facts()
    if may(actor, Act.RUN_SITTING, facts):
        return
    ended = _last_day(actor, body)
    if ended is not None:
        raise ChairTermEnded(day=ended)
    raise NotPermitted()


def _last_day(actor: Actor, body: BodyRecord) -> date | None:
    """Return until when *actor*'s delegation chaired a body that it chairs no more, None where it never did."""
    parties = actor.at(body.body.meeting_id).parties(*SPEAKS)
    return last_day_in_the_chair(body.rules, parties, body.today)


def _checked(times: Times) -> Times:
    """Return *times* with a tidy place. Raises WrongSitting for a zone that is not known or a time that cannot be."""
    if not is_zone(times.zone):
        raise WrongSitting(what=N_("the time zone is not known"))
    require_time_to_come(times.begins_at, times.ends_at, arrived())
    place = clean(" ".join(times.place.split()), LONGEST_PLACE)
    return Times(times.begins_at, times.ends_at, times.zone, place)


def _circulated(session: Session, actor: Actor, communique_id: int) -> DraftSet:
    """Return the drafts of a text that *actor* reads. Raises WrongSitting before one is circulated."""
    drafts = draft_set(session, communique_id, actor)
    if not any(version.circulation for version in drafts.versions):
        raise WrongSitting(what=N_("no draft of the text is circulated yet"))
    return drafts


def _running_round(drafts: DraftSet) -> int | None:
    """Return the key of the round that is not closed, None between two."""
    context = drafts.context
    return context.round.id if context is not None and context.round.closed_at is None else None


def _sequence(record: SittingRecord, paragraph: int) -> int:
    """Return the sequence of the result on a paragraph that counts, 0 without one."""
    row = record.result_on(paragraph)
    return row.sequence if row else 0


def _require_members(record: SittingRecord, parties: Collection[int]) -> None:
    """Raise NotAMember where one of *parties* does not sit in the body on the day of the sitting."""
    strangers = set(parties) - {member.id for member in record.members}
    if strangers:
        known = [party.code for party in record.body.parties(strangers)]
        raise NotAMember(names=", ".join(known) or "?")


def _require_present(record: SittingRecord, outcome: Outcome) -> None:
    """Raise NotPresent for who opposes or reserves and is not recorded so, WrongSitting where nobody is who agrees."""
    absent = set(outcome.stances or {}) - {party.id for party in record.present}
    if absent:
        raise NotPresent(names=", ".join(party.code for party in record.body.parties(absent)))
    if outcome.result in AGREED and not record.present:
        raise WrongSitting(what=N_("record first which delegations are present"))


def _agreed_text(
    session: Session, actor: Actor, drafts: DraftSet, paragraph: int, *, outcome: Outcome, counter: int
) -> str:
    """
    Return the words that are agreed: those that whoever records them has read; "" where it is agreed to delete them.

    Raises DecidedMeanwhile where somebody decided since, BracketsStand.
    """
    if outcome.result not in AGREED:
        return ""
    if session.get_one(Paragraph, paragraph).counter != counter:
        raise DecidedMeanwhile()
    _, now = known_words(session, actor, drafts, paragraph)
    if holds_bracket(now):
        raise BracketsStand()
    return now or ""


def _agreement(
    session: Session, actor: Actor, record: SittingRecord, paragraph: int, *, outcome: Outcome, counter: int
) -> int | None:
    """Return the key of the agreement that *outcome* is, None for none; what it corrects no longer counts."""
    earlier = record.result_on(paragraph)
    corrected = earlier.decision_id if earlier else None
    if outcome.result in AGREED:
        return decisions.agree_at(
            session,
            actor,
            paragraph,
            sitting=record.sitting.code,
            seen=counter,
            instead_of=corrected,
            ad_referendum=outcome.result is SittingResult.AD_REFERENDUM,
        ).id
    if corrected is not None:
        decisions.take_back(session, actor, paragraph, corrected)
    return None


def _other_body(session: Session, record: SittingRecord, code: str) -> int | None:
    """Return the key of the body with *code*, None for "". Raises NotFound, WrongSitting for the body that sits."""
    if not code:
        return None
    body = get_body(session, record.sitting.meeting_id, code).body
    if body.id == record.sitting.body_id:
        raise WrongSitting(what=N_("a paragraph is referred to another body"))
    return body.id


def _attending(record: SittingRecord, presences: Mapping[int, Presence]) -> str:
    """Return the codes of the delegations that are present."""
    present = {key for key, presence in presences.items() if presence.present}
    return ", ".join(party.code for party in record.body.parties(present))


def _tell(
    session: Session,
    actor: Actor,
    sitting: Sitting,
    body: BodyRecord,
    *,
    act: str,
    scope: Scope = Scope.SITTING,
    before: str = "",
    after: str = "",
    reason: str = "",
    paragraph: int | None = None,
    round_: int | None = None,
) -> None:
    write_line(
        session,
        actor,
        act,
        scope=scope,
        communique=sitting.communique_id,
        sitting=sitting.id,
        round_=round_,
        paragraph=paragraph,
        subject=sitting_in_journal(sitting),
        before=before,
        after=after,
        reason=reason,
    )
