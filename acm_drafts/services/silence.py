"""
The silence procedure: paragraphs are put under silence, it is broken, changed, and its outcome recorded, once.

The Mission and whoever speaks for the chair of the body run it; members break it. While it lasts, nothing else is done
to the paragraphs that it holds (store.silence.require_not_under_silence).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreements import AgreedWords, agreeable, agreed_words
from acm_drafts.negotiation.bodies import NoMembers
from acm_drafts.negotiation.errors import N_, NoRound, NotAsSeen, NotFound, NotPermitted
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Act, Actor, may, require
from acm_drafts.negotiation.silence import (
    ENDED,
    GRACE,
    AskedWords,
    CannotBeAsked,
    NotUnderSilence,
    SilenceBroken,
    SilenceIsNotRunning,
    WordsNotShown,
    WrongSilence,
    digest_of,
    is_due,
    outcomes,
    require_breakable,
    require_end_to_come,
    require_longer,
    require_running,
)
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Level,
    ParagraphState,
    Scope,
    SilenceChangeKind,
    SilenceOutcome,
    SilenceState,
    name_of,
)
from acm_drafts.services.agreements import WORDS, fingerprint, write_decisions
from acm_drafts.services.amendments import propose_against_silence
from acm_drafts.services.bodies import name_in_journal
from acm_drafts.services.people import operator
from acm_drafts.services.revisions import LONGEST_REASON, Proposal, clean
from acm_drafts.services.sittings import require_to_run
from acm_drafts.store.amendment_rows import adopted_on, pending_in_round
from acm_drafts.store.bodies import BodyRecord, hold_body
from acm_drafts.store.database import arrived, db, new_code, transaction, utcnow
from acm_drafts.store.drafts import find_paragraph, find_wording, lines_of_draft
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import day_in
from acm_drafts.store.readers import load_readers
from acm_drafts.store.records import (
    Paragraph,
    Silence,
    SilenceBreak,
    SilenceChange,
    SilenceOutcomeRow,
    SilenceParagraph,
    SilenceReader,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence import (
    BREAKING,
    SilenceRecord,
    codes_that_are_over,
    get_silence,
    state_of_silence,
    under_silence,
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


@dataclass(frozen=True, slots=True)
class Candidates:
    """
    What can be put under silence, in the order of the draft, in the words as decided so far.

    *left_out*: the other paragraphs. *hidden*: those whose words the members may not read yet. *seen* is equal for two
    moments when nothing was decided on them in between.
    """

    asked: Sequence[AskedWords]
    left_out: Sequence[Line]
    hidden: Sequence[Line]
    seen: str


def candidates(session: Session, context: RoundContext, level: Level) -> Candidates:
    """
    Return what a body at *level* can be asked to agree by silence. Five queries.

    Left out is what waits for a decision or holds brackets, what is agreed at the same level, what is under silence,
    and headings.
    """
    lines = lines_of_draft(session, context.version.draft.id)
    pending = [row.edit for row in pending_in_round(session, context.round.id)]
    accepted = [row.edit for row in adopted_on(session, context.round.id)]
    states = {
        key: (counter, state, agreed_level)
        for key, counter, state, agreed_level in session.execute(
            select(Paragraph.id, Paragraph.counter, Paragraph.state, Paragraph.agreed_level).where(
                Paragraph.communique_id == context.round.communique_id
            )
        )
    }
    done = {key for key, (_, state, at) in states.items() if state == ParagraphState.AGREED and at == level}
    done |= under_silence(session, context.round.communique_id).keys()
    able = agreeable(lines, agreed=done, pending=pending, accepted=accepted)
    words = agreed_words(lines, accepted)
    shown = context.shown()
    open_ = [line for line in able if line.kind is not LineKind.HEADING]
    asked = [_asked(line, words) for line in open_ if shown or line.paragraph not in words]
    keys = {words_.key for words_ in asked}
    numbered = [line for line in lines if line.kind is not LineKind.HEADING]
    return Candidates(
        asked,
        left_out=[line for line in numbered if line.paragraph not in keys],
        hidden=[line for line in open_ if line.paragraph not in keys],
        seen=fingerprint(f"{words_.key}.{states[words_.key][0]}" for words_ in asked),
    )


def _asked(line: Line, words: Mapping[int, AgreedWords]) -> AskedWords:
    """Return a line with its words as decided so far."""
    own = words.get(line.paragraph)
    return AskedWords(line.paragraph, line.reference, own.now if own else line.text)


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
        _tell(
            session,
            actor,
            silence,
            record,
            act="put under silence",
            after=_in_words(silence.ends_at, silence.zone),
            before=_numbers(asked),
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
    hidden = [line.reference for line in known.hidden if line.paragraph in keys]
    if hidden:
        raise WordsNotShown(names=", ".join(hidden))
    refused = [line.reference for line in known.left_out if line.paragraph in keys]
    if refused:
        raise CannotBeAsked(names=", ".join(refused))
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
    members = record.facts(silence.day).members
    rows = []
    for reader in load_readers(session):
        own = sorted(reader.actor.at(silence.meeting_id).parties(*WRITES) & members)
        if own:
            rows.append(
                {
                    "silence_id": silence.id,
                    "user_id": reader.id,
                    "party_id": own[0],
                    "told_at": silence.begins_at,
                }
            )
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
    before = _in_words(silence.ends_at, silence.zone)
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
    after = _in_words(ends_at, silence.zone) if ends_at else ""
    _tell(
        session,
        actor,
        silence,
        record.body,
        act=CHANGES[kind],
        before=before,
        after=after,
        reason=reason,
    )
    return silence


CHANGES: Mapping[SilenceChangeKind, str] = {
    SilenceChangeKind.EXTENDED: "extend silence",
    SilenceChangeKind.SUSPENDED: "suspend silence",
    SilenceChangeKind.RESUMED: "resume silence",
    SilenceChangeKind.WITHDRAWN: "withdraw silence",
}
"""What each change is called in the journal."""


# Broken --------------------------------------------------------------------------------------------


def break_silence(
    actor: Actor,
    code: str,
    paragraphs: Sequence[str],
    *,
    party: int | None = None,
    reason: str = "",
    counter: str = "",
) -> Silence:
    """
    Break the silence on paragraphs in the name of a delegation, and return the procedure.

    The moment at which it was asked for counts, as long as no outcome is recorded. *counter*: other words for the one
    paragraph, which become a proposal of the delegation whatever the deadline of the round. Raises NotPermitted,
    NotFound, SilenceOver, SilenceIsNotRunning, NotUnderSilence, SilenceBroken, WrongSilence (a counter-proposal on
    several), and what `services.amendments.propose` refuses of the counter-proposal but the deadline.
    """
    with transaction() as session, session.no_autoflush:
        held = hold_round(session, By.SILENCE, code)
        record = get_silence(session, code)
        if not may(actor, Act.READ_SILENCE, record.facts()):
            raise NotFound()
        own = party if party is not None else _own_member(actor, record)
        require(actor, Act.BREAK_SILENCE, record.facts(own))
        require_breakable(record.state, record.silence.ends_at)
        keys = _keys_to_break(record, paragraphs, own)
        if counter.strip() and len(keys) > 1:
            raise WrongSilence(what=N_("a counter-proposal is made on one paragraph at a time"))
        reason = clean(reason, LONGEST_REASON)
        amendment = None
        if counter.strip():
            wanted = Counter(record.codes[keys[0]], counter, reason)
            amendment = _propose(session, actor, held.context(session, record.silence.round_id), wanted, own)
        for key in keys:
            session.add(
                SilenceBreak(
                    silence_id=record.silence.id,
                    paragraph_id=key,
                    party_id=own,
                    amendment_id=amendment,
                    reason=reason,
                    by_id=actor.user,
                    at=arrived(),
                )
            )
        _tell(
            session,
            actor,
            record.silence,
            record.body,
            act=BREAKING,
            after=_numbers([words for words in record.asked if words.key in keys]),
            reason=reason,
            party=own,
        )
        return record.silence


def _own_member(actor: Actor, record: SilenceRecord) -> int:
    """Return the member in whose name *actor* speaks. Raises NotPermitted where there is none."""
    parties = actor.at(record.silence.meeting_id).parties(*SPEAKS) & record.facts().members
    if not parties:
        raise NotPermitted()
    return min(parties)


def _keys_to_break(record: SilenceRecord, codes: Sequence[str], party: int) -> list[int]:
    """Return the paragraphs with *codes*, in order. Raises NotUnderSilence, SilenceBroken."""
    by_code = {code: key for key, code in record.codes.items()}
    wanted = {by_code.get(code) for code in codes}
    keys = [words.key for words in record.asked if words.key in wanted]
    if not keys or None in wanted:
        raise NotUnderSilence()
    before = {row.paragraph_id for row in record.breaks if row.party_id == party}
    again = [words for words in record.asked if words.key in before and words.key in keys]
    if again:
        raise SilenceBroken(names=_numbers(again))
    return keys


@dataclass(frozen=True, slots=True)
class Counter:
    """Other words for one paragraph under silence, by its code."""

    paragraph: str
    text: str
    reason: str


def _propose(session: Session, actor: Actor, context: RoundContext, counter: Counter, party: int) -> int:
    """Submit a counter-proposal, and return its key. Its paragraph holds no other proposal that waits."""
    paragraph = find_paragraph(session, counter.paragraph)
    base = find_wording(session, paragraph.id, context.version.draft.id) if paragraph else None
    if base is None:
        raise NotFound()
    proposal = Proposal(
        AmendmentKind.REPLACE,
        paragraph=counter.paragraph,
        base=base.id,
        text=counter.text,
        reason=counter.reason or str(BROKE_SILENCE),
    )
    return propose_against_silence(session, actor, context, proposal, sponsor=party).id


BROKE_SILENCE = N_("Counter-proposal on breaking the silence.")
"""The reason of a counter-proposal without one of its own: an agreed paragraph is opened again for a reason alone."""


# At its end ----------------------------------------------------------------------------------------


def conclude_due(now: datetime | None = None) -> int:
    """
    Record the outcome of every procedure whose end has passed by `GRACE`, and return of how many.

    Each is an act of its own: where one fails, the others are recorded, and the failure is raised afterwards.
    """
    session: Session = db.session()
    session.rollback()
    codes = codes_that_are_over(session, (now or utcnow()) - GRACE)
    failures: list[Exception] = []
    for code in codes:
        try:
            conclude(code)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return len(codes)


def conclude(code: str) -> Silence:
    """
    Record what became of each paragraph of a procedure that is over, once, and return it.

    What nobody broke is agreed at the level of its body, unless something on it waits for a decision. One that is not
    due, or that another worker concluded, is left as it is. Raises NotFound.
    """
    with transaction() as session:
        held = hold_round(session, By.SILENCE, code)
        record = get_silence(session, code)
        silence, now = record.silence, utcnow()
        if not is_due(state_of_silence(silence, now), ends_at=silence.ends_at, now=now):
            return silence
        context = held.context(session, silence.round_id)
        found = _outcomes(session, context, record)
        session.execute(
            insert(SilenceOutcomeRow),
            [
                {"silence_id": silence.id, "paragraph_id": key, "outcome": outcome}
                for key, outcome in found.items()
            ],
        )
        silence.concluded_at = now
        agreed = [key for key, outcome in found.items() if outcome is SilenceOutcome.AGREED]
        if agreed:
            facts = {
                "kind": str(DecisionKind.AGREE),
                "level": record.body.body.level,
                "agreed_on": day_in(silence.communique.meeting.zone, silence.ends_at),
                "silence_id": silence.id,
                "at": now,
            }
            write_decisions(session, context, agreed, facts)
        _tell_outcome(session, record, found)
        return silence


def _outcomes(session: Session, context: RoundContext, record: SilenceRecord) -> dict[int, SilenceOutcome]:
    """Return what becomes of each paragraph now. Four queries."""
    lines = lines_of_draft(session, context.version.draft.id)
    pending = [row.edit for row in pending_in_round(session, context.round.id)]
    accepted = [row.edit for row in adopted_on(session, context.round.id)]
    able = agreeable(lines, agreed=(), pending=pending, accepted=accepted)
    words = agreed_words(lines, accepted)
    now = {line.paragraph: _asked(line, words).text for line in lines}
    return outcomes(
        record.asked,
        broken=record.broken,
        agreeable={line.paragraph for line in able},
        now=now,
    )


def _tell_outcome(session: Session, record: SilenceRecord, found: Mapping[int, SilenceOutcome]) -> None:
    """Write the line of the outcome: what was agreed, and what was not."""
    agreed = [words for words in record.asked if found[words.key] is SilenceOutcome.AGREED]
    rest = [words for words in record.asked if found[words.key] is not SilenceOutcome.AGREED]
    _tell(
        session,
        operator(),
        record.silence,
        record.body,
        act="conclude silence",
        before=_numbers(rest),
        after=_numbers(agreed),
    )


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


def _numbers(asked: Iterable[AskedWords]) -> str:
    """Return what paragraphs are called, in their order: "4, 7–9", a dash for none."""
    return in_ranges([words.reference or f"“{words.text[:WORDS]}”" for words in asked]) or "–"


def _in_words(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"


def _tell(
    session: Session,
    actor: Actor,
    silence: Silence,
    body: BodyRecord,
    *,
    act: str,
    before: str = "",
    after: str = "",
    reason: str = "",
    party: int | None = None,
) -> None:
    write_line(
        session,
        actor,
        act,
        scope=Scope.SILENCE,
        communique=silence.communique_id,
        round_=silence.round_id,
        silence=silence.id,
        party=party,
        subject=f"{name_in_journal(body.body)}",
        before=before,
        after=after,
        reason=reason,
    )
