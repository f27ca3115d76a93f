"""
The silence procedure: paragraphs are put under silence, it is broken, changed, and its outcome recorded, once.

The Mission and whoever speaks for the chair of the body run it; members break it. While it lasts, nothing else is done
to the paragraphs that it holds (store.silence.require_not_under_silence).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.bodies import NoMembers
from acm_drafts.negotiation.errors import N_, NoRound, NotAsSeen, NotFound
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, may
from acm_drafts.negotiation.silence import (
    ENDED,
    AskedWords,
    CannotBeAsked,
    NotUnderSilence,
    SilenceIsNotRunning,
    WordsNotShown,
    WrongSilence,
    digest_of,
    require_end_to_come,
    require_longer,
    require_running,
)
from acm_drafts.negotiation.terms import (
    Level,
    SilenceChangeKind,
    SilenceState,
    name_of,
)
from acm_drafts.services.revisions import LONGEST_REASON, clean
from acm_drafts.services.silence_candidates import candidates
from acm_drafts.services.silence_lines import numbers_of, write_silence_line
from acm_drafts.services.sittings import require_to_run
from acm_drafts.store.bodies import BodyRecord, hold_body
from acm_drafts.store.database import arrived, new_code, transaction
from acm_drafts.store.journal import moment_in_journal
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import day_in
from acm_drafts.store.readers import load_readers
from acm_drafts.store.records import (
    Paragraph,
    Silence,
    SilenceChange,
    SilenceParagraph,
    SilenceReader,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence import (
    SilenceRecord,
    get_silence,
    readers_of,
)

LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Terms:
    """
    How long a silence lasts and who is told of a break: an aware end, told on the clocks of *zone*.

    *anonymous*: the other delegations are not told who broke it. *note*: what the members are told with it.
    """

    ends_at: datetime
    zone: str
    anonymous: bool = False
    note: str = ""


# Put and changed -----------------------------------------------------------------------------------


def put(
    actor: Actor,
    communique_id: int,
    body: str,
    *,
    paragraphs: Sequence[str],
    terms: Terms,
    seen: str,
    renews: str = "",
) -> Silence:
    """
    Put paragraphs of the draft on the table under silence before a body, and return the procedure.

    *paragraphs*: their codes; *seen*: that of the `Candidates` on the page. *renews*: the code of an earlier procedure
    that was broken. Raises NotPermitted, ChairTermEnded, NotFound, NoRound (none runs), WrongSilence, NoMembers,
    NotAsSeen, CannotBeAsked, WordsNotShown, NotUnderSilence (none was chosen), UnreadableText, TextTooLong.
    """
    with transaction() as session:
        context = hold_round(session, By.COMMUNIQUE, communique_id).running
        if context is None:
            raise NoRound()
        record = hold_body(session, context.meeting, body)
        require_to_run(actor, record)
        if context.version.circulation is None:
            raise WrongSilence(what=N_("the draft is not circulated yet"))
        require_end_to_come(terms.ends_at, arrived())
        if not record.members_on(day_in(terms.zone, arrived())):
            raise NoMembers()
        asked = _chosen(session, context, record, paragraphs, seen=seen)
        silence = _begin(session, context, record, terms, asked, renews=renews)
        _write_paragraphs(session, silence, asked)
        _write_readers(session, silence, record)
        write_silence_line(
            session,
            actor,
            get_silence(session, silence.code),
            "put under silence",
            before=numbers_of(asked),
            after=moment_in_journal(silence.ends_at, silence.zone),
            reason=silence.note,
        )
        return silence


def _chosen(
    session: Session, context: RoundContext, record: BodyRecord, codes: Sequence[str], *, seen: str
) -> list[AskedWords]:
    """Return the paragraphs with *codes*, in the order of the draft. Raises what `put` raises of them."""
    keys = set(
        session.scalars(
            select(Paragraph.id).where(
                Paragraph.communique_id == context.round.communique_id, Paragraph.code.in_(codes)
            )
        )
    )
    if not keys:
        raise NotUnderSilence()
    if len(keys) != len(set(codes)):
        raise NotFound()
    known = candidates(session, context, Level(record.body.level))
    for refusal, lines in ((WordsNotShown, known.hidden), (CannotBeAsked, known.left_out)):
        names = [line.reference for line in lines if line.paragraph in keys]
        if names:
            raise refusal(names=", ".join(names))
    if known.seen != seen:
        raise NotAsSeen()
    asked = [words for words in known.asked if words.key in keys]
    if len(asked) != len(keys):
        raise NotFound()
    return asked


def _begin(
    session: Session,
    context: RoundContext,
    record: BodyRecord,
    terms: Terms,
    asked: Sequence[AskedWords],
    *,
    renews: str,
) -> Silence:
    communique = context.round.communique_id
    count = select(func.count()).select_from(Silence).where(Silence.communique_id == communique)
    silence = Silence(
        meeting_id=context.meeting,
        communique_id=communique,
        round_id=context.round.id,
        body_id=record.body.id,
        level=record.body.level,
        code=new_code(),
        number=(session.scalar(count) or 0) + 1,
        begins_at=arrived(),
        ends_at=terms.ends_at,
        zone=terms.zone,
        day=day_in(terms.zone, arrived()),
        anonymous=terms.anonymous,
        note=clean(terms.note, LONGEST_NOTE),
        digest=digest_of(asked),
        renews_id=_renewed(session, communique, renews),
    )
    session.add(silence)
    session.flush()
    return silence


def _renewed(session: Session, communique: int, code: str) -> int | None:
    """Return the key of the procedure with *code* on the same text, None for "". Raises NotFound."""
    if not code:
        return None
    key = session.scalar(select(Silence.id).where(Silence.code == code, Silence.communique_id == communique))
    if key is None:
        raise NotFound()
    return key


def _write_paragraphs(session: Session, silence: Silence, asked: Sequence[AskedWords]) -> None:
    rows = [
        {
            "silence_id": silence.id,
            "paragraph_id": words.key,
            "communique_id": silence.communique_id,
            "position": position,
            "reference": words.reference,
            "text": words.text,
        }
        for position, words in enumerate(asked, start=1)
    ]
    session.execute(insert(SilenceParagraph), rows)


def _write_readers(session: Session, silence: Silence, record: BodyRecord) -> None:
    """Write who is told: everybody who writes or speaks for a member of the body that day."""
    rows = [
        {"silence_id": silence.id, "user_id": reader.id, "party_id": party, "told_at": silence.begins_at}
        for reader, party in readers_of(record, silence, load_readers(session))
    ]
    if rows:
        session.execute(insert(SilenceReader), rows)


def extend(actor: Actor, code: str, *, ends_at: datetime, reason: str = "") -> Silence:
    """
    Let a procedure that runs end later, and return it.

    Raises NotPermitted, ChairTermEnded, NotFound, SilenceIsNotRunning, WrongSilence, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        require_running(record.state)
        require_longer(ends_at, record.silence.ends_at)
        return _change(session, actor, record, SilenceChangeKind.EXTENDED, ends_at=ends_at, reason=reason)


def suspend(actor: Actor, code: str, *, reason: str) -> Silence:
    """
    Let the time of a procedure stand still until it is resumed, and return it.

    It cannot be broken meanwhile. Raises as `extend`; WrongSilence without a reason.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        require_running(record.state)
        record.silence.suspended_at = arrived()
        return _change(session, actor, record, SilenceChangeKind.SUSPENDED, reason=_needed(reason))


def resume(actor: Actor, code: str, *, ends_at: datetime, reason: str = "") -> Silence:
    """Let a suspended procedure run until *ends_at*, and return it. Raises as `extend`."""
    with transaction() as session:
        record = _held(session, actor, code)
        if record.state is not SilenceState.SUSPENDED:
            raise SilenceIsNotRunning(state=name_of(record.state))
        require_end_to_come(ends_at, arrived())
        record.silence.suspended_at = None
        return _change(session, actor, record, SilenceChangeKind.RESUMED, ends_at=ends_at, reason=reason)


def withdraw(actor: Actor, code: str, *, reason: str) -> Silence:
    """
    End a procedure without an outcome, as long as none is recorded, and return it.

    Raises as `extend`; WrongSilence without a reason.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        if record.state in ENDED:
            raise SilenceIsNotRunning(state=name_of(record.state))
        record.silence.withdrawn_at = arrived()
        return _change(session, actor, record, SilenceChangeKind.WITHDRAWN, reason=_needed(reason))


def _needed(reason: str) -> str:
    if not reason.strip():
        raise WrongSilence(what=N_("this is done for a reason"))
    return reason


def _change(
    session: Session,
    actor: Actor,
    record: SilenceRecord,
    kind: SilenceChangeKind,
    *,
    ends_at: datetime | None = None,
    reason: str,
) -> Silence:
    """Write what was done to a procedure, and its new end where it has one."""
    silence, reason = record.silence, clean(reason, LONGEST_REASON)
    before = moment_in_journal(silence.ends_at, silence.zone)
    session.add(
        SilenceChange(
            silence_id=silence.id,
            kind=kind,
            ended_at=silence.ends_at,
            ends_at=ends_at,
            reason=reason,
            at=arrived(),
        )
    )
    silence.ends_at = ends_at or silence.ends_at
    after = moment_in_journal(ends_at, silence.zone) if ends_at else ""
    write_silence_line(session, actor, record, CHANGES[kind], before=before, after=after, reason=reason)
    return silence


CHANGES: Mapping[SilenceChangeKind, str] = {
    SilenceChangeKind.EXTENDED: "extend silence",
    SilenceChangeKind.SUSPENDED: "suspend silence",
    SilenceChangeKind.RESUMED: "resume silence",
    SilenceChangeKind.WITHDRAWN: "withdraw silence",
}
"""What each change is called in the journal."""


def note_opened(actor: Actor, code: str) -> None:
    """Note that a person of a member of the body opens a procedure for the first time; of nobody else."""
    if actor.user is None:
        return
    with transaction() as session:
        record = get_silence(session, code)
        reader = next((row for row in record.readers if row.user_id == actor.user), None)
        own = sorted(actor.at(record.silence.meeting_id).parties(*WRITES) & record.facts().members)
        if not own or (reader is not None and reader.opened_at is not None):
            return
        if reader is None:
            reader = SilenceReader(silence_id=record.silence.id, user_id=actor.user, party_id=own[0])
            session.add(reader)
        reader.opened_at = arrived()


# What the verbs share ------------------------------------------------------------------------------


def _held(session: Session, actor: Actor, code: str) -> SilenceRecord:
    """
    Hold the text and with it a procedure, and return it, for somebody who runs it.

    Raises NotFound alike for one that is not there and one that *actor* may not know of; NotPermitted, ChairTermEnded.
    """
    hold_round(session, By.SILENCE, code)
    record = get_silence(session, code)
    if may(actor, Act.RUN_SILENCE, record.facts()):
        return record
    if not may(actor, Act.READ_SILENCE, record.facts()):
        raise NotFound()
    require_to_run(actor, record.body)
    return record
