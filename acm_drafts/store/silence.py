"""
Silence procedures: which there are for a reader, one of them with all that is kept of it, and what they hold.

Who may read one is settled in store.visibility and by the facts of its body.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.silence import AskedWords, UnderSilence, digest_of, refusal_under, silence_state
from acm_drafts.negotiation.terms import DecisionKind, PartyKind, Scope, SilenceOutcome, SilenceState
from acm_drafts.store.bodies import BodyRecord, bodies_by_key
from acm_drafts.store.body_visibility import silences_read_by
from acm_drafts.store.conditions import ended
from acm_drafts.store.database import arrived
from acm_drafts.store.readers import Reader
from acm_drafts.store.records import (
    Body,
    BreakTakenBack,
    Communique,
    Decision,
    JournalLine,
    Paragraph,
    Party,
    Silence,
    SilenceBreak,
    SilenceChange,
    SilenceOutcomeRow,
    SilenceParagraph,
    SilenceReader,
)

BREAKING = "break silence"
GIVE_AN_END = ("put under silence", "extend silence", "resume silence")
"""The acts that say until when a silence lasts."""
TAKING_BACK = "take back break of silence"
BY_BREAKERS = (BREAKING, TAKING_BACK)
"""The acts of the lines by which a delegation breaks a silence, or takes that back: who did may be hidden."""


def state_of_silence(silence: Silence, now: datetime | None = None) -> SilenceState:
    """Return where a procedure stands now, or at the moment *now*."""
    return silence_state(
        ends_at=silence.ends_at,
        suspended=silence.suspended_at,
        concluded=silence.concluded_at,
        withdrawn=silence.withdrawn_at,
        now=now or arrived(),
    )


# What they hold ------------------------------------------------------------------------------------

BREAK_COUNTS: ColumnElement[bool] = (
    ~select(BreakTakenBack.break_id)
    .where(BreakTakenBack.break_id == SilenceBreak.id)
    .correlate(SilenceBreak)
    .exists()
)
"""The condition on SilenceBreak that it was not taken back."""
LASTS: Sequence[ColumnElement[bool]] = (Silence.concluded_at.is_(None), Silence.withdrawn_at.is_(None))
"""The conditions on Silence that a procedure is neither concluded nor withdrawn: it runs, or is suspended."""
_BROKEN = (
    select(SilenceBreak.id)
    .where(
        SilenceBreak.silence_id == SilenceParagraph.silence_id,
        SilenceBreak.paragraph_id == SilenceParagraph.paragraph_id,
        BREAK_COUNTS,
    )
    .correlate(SilenceParagraph)
    .exists()
)
_HELD = (
    select(SilenceParagraph.paragraph_id, Silence)
    .join(Silence, Silence.id == SilenceParagraph.silence_id)
    .where(*LASTS, ~_BROKEN)
)


def under_silence(
    session: Session, communique: int, paragraphs: Collection[int] | None = None
) -> dict[int, Silence]:
    """
    Return the procedure that holds each of *paragraphs* of a text, None: of all; those that none holds are left out.

    A paragraph on which the silence is broken is held no more. One query.
    """
    wanted = _HELD.where(Silence.communique_id == communique)
    if paragraphs is not None:
        wanted = wanted.where(SilenceParagraph.paragraph_id.in_(paragraphs))
    return dict(session.execute(wanted).all())


@dataclass(frozen=True, slots=True)
class HeldParagraph:
    """A paragraph that a procedure holds: what that calls it, and whether its reader may read the procedure."""

    key: int
    reference: str
    silence: Silence
    readable: bool


def held_paragraphs(
    session: Session, actor: Actor, communique: Communique, paragraphs: Collection[int] | None = None
) -> list[HeldParagraph]:
    """Return those of *paragraphs* of a text (None: of all) that a procedure holds, as *actor* may know. One query."""
    is_read = silences_read_by(actor.at(communique.meeting_id)).label("readable")
    wanted = (
        select(SilenceParagraph.paragraph_id, SilenceParagraph.reference, Silence, is_read)
        .join(Silence, Silence.id == SilenceParagraph.silence_id)
        .where(*LASTS, ~_BROKEN, Silence.communique_id == communique.id)
        .order_by(Silence.number, SilenceParagraph.position)
    )
    if paragraphs is not None:
        wanted = wanted.where(SilenceParagraph.paragraph_id.in_(paragraphs))
    return [HeldParagraph(*row) for row in session.execute(wanted)]


def require_not_under_silence(session: Session, communique: int, paragraphs: Collection[int | None]) -> None:
    """Raise UnderSilence where a procedure holds one of *paragraphs*; None stands for no paragraph. One query."""
    held = under_silence(session, communique, [key for key in paragraphs if key])
    for silence in held.values():
        raise why_nothing_else(silence)


def why_nothing_else(silence: Silence) -> UnderSilence:
    """Return why nothing else is done to a paragraph that *silence* holds, to be raised or told."""
    return refusal_under(state_of_silence(silence), silence.ends_at)


def find_lasting(session: Session, communique: int) -> Silence | None:
    """Return the procedure on a text that ends last of those that are neither concluded nor withdrawn. One query."""
    wanted = select(Silence).where(Silence.communique_id == communique, *LASTS)
    return session.scalars(wanted.order_by(Silence.ends_at.desc()).limit(1)).one_or_none()


def codes_that_are_over(session: Session, before: datetime) -> Sequence[str]:
    """Return the codes of the procedures whose end was *before* a moment and of which no outcome is recorded."""
    return session.scalars(
        select(Silence.code)
        .where(*LASTS, Silence.suspended_at.is_(None), Silence.ends_at < before)
        .order_by(Silence.ends_at, Silence.id)
    ).all()


def codes_that_run(session: Session, now: datetime) -> Sequence[str]:
    """Return the codes of the procedures whose time runs *now*. One query."""
    return session.scalars(
        select(Silence.code)
        .where(*LASTS, Silence.suspended_at.is_(None), Silence.ends_at >= now)
        .order_by(Silence.id)
    ).all()


def codes_of_silences(session: Session, keys: Collection[int]) -> dict[int, str]:
    """Return the codes of procedures, by their keys. One query, none for none."""
    if not keys:
        return {}
    return dict(session.execute(select(Silence.id, Silence.code).where(Silence.id.in_(keys))).all())


def readers_of(body: BodyRecord, silence: Silence, readers: Iterable[Reader]) -> list[tuple[Reader, int]]:
    """Return who of *readers* writes or speaks for a member of the body of a procedure, with the key of that member."""
    members = body.facts(silence.day).members
    of_members = []
    for reader in readers:
        own = sorted(reader.actor.at(silence.meeting_id).parties(*WRITES) & members)
        if own:
            of_members.append((reader, own[0]))
    return of_members


def lines_on_the_end(session: Session, silence_id: int) -> set[int]:
    """Return the line of the journal that put a procedure, and the last one that gave it another end. One query."""
    keys = session.scalars(
        select(JournalLine.id)
        .where(JournalLine.silence_id == silence_id, JournalLine.act.in_(GIVE_AN_END))
        .order_by(JournalLine.id)
    ).all()
    return {keys[0], keys[-1]} if keys else set()


# The list ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SilenceRow:
    """
    A procedure of the list: how many paragraphs are asked, on how many the silence is broken.

    *changes*: how often it was extended, suspended, resumed or withdrawn.
    """

    silence: Silence
    paragraphs: int
    broken: int
    changes: int

    @property
    def state(self) -> SilenceState:
        return state_of_silence(self.silence)


_ASKED = (
    select(func.count())
    .select_from(SilenceParagraph)
    .where(SilenceParagraph.silence_id == Silence.id)
    .correlate(Silence)
    .scalar_subquery()
)
_BREAKS = (
    select(func.count(SilenceBreak.paragraph_id.distinct()))
    .where(SilenceBreak.silence_id == Silence.id, BREAK_COUNTS)
    .correlate(Silence)
    .scalar_subquery()
)


_CHANGES = (
    select(func.count(SilenceChange.id))
    .where(SilenceChange.silence_id == Silence.id)
    .correlate(Silence)
    .scalar_subquery()
)


def silences_on(session: Session, actor: Actor, communique: Communique) -> list[SilenceRow]:
    """Return the procedures on a text that *actor* may read, the newest first. One query."""
    rows = session.execute(
        select(Silence, _ASKED, _BREAKS, _CHANGES)
        .join(Body, Body.id == Silence.body_id)
        .where(Silence.communique_id == communique.id, silences_read_by(actor.at(communique.meeting_id)))
        .options(contains_eager(Silence.body))
        .order_by(Silence.number.desc())
    )
    return [SilenceRow(*row) for row in rows]


def silences_of_paragraph(
    session: Session, actor: Actor, communique: Communique, paragraph: int
) -> list[tuple[Silence, tuple[SilenceBreak, ...]]]:
    """
    Return the procedures under which a paragraph was put and that *actor* may read, oldest first, each with who broke
    it there, also where that was taken back. Two queries at most.
    """
    asked = select(SilenceParagraph.silence_id).where(SilenceParagraph.paragraph_id == paragraph)
    silences = session.scalars(
        select(Silence)
        .join(Body, Body.id == Silence.body_id)
        .where(
            Silence.communique_id == communique.id,
            Silence.id.in_(asked),
            silences_read_by(actor.at(communique.meeting_id)),
        )
        .options(contains_eager(Silence.body))
        .order_by(Silence.id)
    ).all()
    if not silences:
        return []
    breaks: dict[int, list[SilenceBreak]] = {}
    for row in session.scalars(
        select(SilenceBreak)
        .where(
            SilenceBreak.paragraph_id == paragraph,
            SilenceBreak.silence_id.in_([silence.id for silence in silences]),
        )
        .options(joinedload(SilenceBreak.party))
        .order_by(SilenceBreak.id)
    ):
        breaks.setdefault(row.silence_id, []).append(row)
    return [(silence, tuple(breaks.get(silence.id, ()))) for silence in silences]


# One procedure -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SilenceRecord:
    """
    A silence procedure with everything that is kept of it.

    *asked*: its paragraphs in order; *codes*: their codes by their keys. *breaks*: in the order in which they came;
    *taken_back*: those that do not count any more. *renews*: the broken procedure that it takes up again. *ended*: the
    paragraphs that it agreed and whose agreement was voided since, or that were reopened.
    """

    silence: Silence
    renews: Silence | None
    body: BodyRecord
    asked: Sequence[AskedWords]
    codes: Mapping[int, str]
    changes: Sequence[SilenceChange]
    breaks: Sequence[SilenceBreak]
    readers: Sequence[SilenceReader]
    outcomes: Mapping[int, SilenceOutcome]
    taken_back: Sequence[SilenceBreak] = ()
    ended: Collection[int] = frozenset()

    @property
    def state(self) -> SilenceState:
        return state_of_silence(self.silence)

    @property
    def broken(self) -> frozenset[int]:
        """The paragraphs on which the silence is broken."""
        return frozenset(row.paragraph_id for row in self.breaks)

    def broken_by(self, party: int) -> frozenset[int]:
        """Return the paragraphs on which a delegation broke the silence."""
        return frozenset(row.paragraph_id for row in self.breaks if row.party_id == party)

    @property
    def members(self) -> tuple[Party, ...]:
        """The members of the body on the day on which it began, by their codes."""
        return self.body.parties(self.body.facts(self.silence.day).members)

    def facts(self, party: int | None = None) -> Facts:
        """Return the facts by which it is judged who reads it, and whether *party* may break it."""
        facts = self.body.facts(self.silence.day)
        return Facts(meeting=facts.meeting, members=facts.members, chair=facts.chair, party=party)


_ENDED: Select[int] = select(Decision.paragraph_id).where(
    Decision.silence_id == bindparam("silence"), ended(Decision)
)
_SILENCE: Select[Silence] = (
    select(Silence)
    .options(joinedload(Silence.body), joinedload(Silence.communique).joinedload(Communique.meeting))
    .where(Silence.code == bindparam("code"))
)


def get_silence(session: Session, code: str) -> SilenceRecord:
    """Return the procedure with *code*, whoever asks. Raises NotFound. Twelve queries at most."""
    silence = session.scalars(_SILENCE, {"code": code}).one_or_none()
    if silence is None:
        raise NotFound()
    body = bodies_by_key(session, silence.meeting_id, [silence.body_id])[silence.body_id]
    rows = session.execute(
        select(SilenceParagraph, Paragraph.code)
        .join(Paragraph, Paragraph.id == SilenceParagraph.paragraph_id)
        .where(SilenceParagraph.silence_id == silence.id)
        .order_by(SilenceParagraph.position)
    ).all()
    changes = select(SilenceChange).where(SilenceChange.silence_id == silence.id).order_by(SilenceChange.id)
    breaks = (
        select(SilenceBreak)
        .where(SilenceBreak.silence_id == silence.id)
        .options(joinedload(SilenceBreak.party), joinedload(SilenceBreak.amendment))
        .order_by(SilenceBreak.id)
    )
    readers = (
        select(SilenceReader)
        .where(SilenceReader.silence_id == silence.id)
        .join(SilenceReader.party)
        .options(contains_eager(SilenceReader.party), joinedload(SilenceReader.user))
        .order_by(Party.code, SilenceReader.user_id)
    )
    outcomes = select(SilenceOutcomeRow).where(SilenceOutcomeRow.silence_id == silence.id)
    broken = session.scalars(breaks).all()
    return SilenceRecord(
        silence,
        session.get(Silence, silence.renews_id) if silence.renews_id else None,
        body,
        [AskedWords(row.paragraph_id, row.reference, row.text) for row, _ in rows],
        {row.paragraph_id: paragraph_code for row, paragraph_code in rows},
        session.scalars(changes).all(),
        [row for row in broken if row.taken_back is None],
        session.scalars(readers).all(),
        {row.paragraph_id: SilenceOutcome(row.outcome) for row in session.scalars(outcomes)},
        [row for row in broken if row.taken_back is not None],
        frozenset(session.scalars(_ENDED, {"silence": silence.id})),
    )


def read_silence(session: Session, actor: Actor, communique: Communique, code: str) -> SilenceRecord:
    """Return a procedure on a text. Raises NotFound alike for what is not there and what *actor* may not read."""
    record = get_silence(session, code)
    is_here = record.silence.communique_id == communique.id
    if not is_here or not may(actor, Act.READ_SILENCE, record.facts()):
        raise NotFound()
    return record


def knows_breakers(actor: Actor, record: SilenceRecord) -> bool:
    """Return whether *actor* is told which delegations broke it: all are, or those who run it alone."""
    return not record.silence.anonymous or may(actor, Act.RUN_SILENCE, record.facts())


def knows_readers(actor: Actor, record: SilenceRecord) -> bool:
    """
    Return whether *actor* is told which delegations were told of it and opened it.

    Whoever broke it had opened it: where that is hidden from somebody, so is this.
    """
    return knows_breakers(actor, record)


def find_newest_certificate(session: Session, code: str = "") -> str | None:
    """Return the code of the procedure concluded last, or *code* where such a one was concluded; None without."""
    wanted = select(Silence.code).where(Silence.concluded_at.is_not(None))
    if code:
        wanted = wanted.where(Silence.code == code)
    return session.scalar(wanted.order_by(Silence.concluded_at.desc(), Silence.id.desc()).limit(1))


# The journal ---------------------------------------------------------------------------------------


def silence_lines_read_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on JournalLine for the lines about silence procedures that *actor* may read."""
    silence = select(Silence.id).where(Silence.id == JournalLine.silence_id, silences_read_by(actor))
    return and_(JournalLine.scope == Scope.SILENCE, silence.correlate(JournalLine).exists())


def kept_anonymous(session: Session, silences: Collection[int]) -> frozenset[int]:
    """Return which of *silences* tell only those who run them who broke them. One query, none without any."""
    if not silences:
        return frozenset()
    return frozenset(session.scalars(select(Silence.id).where(Silence.id.in_(silences), Silence.anonymous)))


def breakers_hidden_from(session: Session, actor: Actor, silences: Collection[int]) -> frozenset[int]:
    """Return which of *silences* do not tell *actor* who broke them. Five queries at most, none without any."""
    if not silences:
        return frozenset()
    anonymous = session.scalars(select(Silence).where(Silence.id.in_(silences), Silence.anonymous)).all()
    hidden = set()
    for meeting in {silence.meeting_id for silence in anonymous}:  # the lines of one page are of one
        bodies = bodies_by_key(session, meeting, [silence.body_id for silence in anonymous])
        hidden |= {
            silence.id
            for silence in anonymous
            if not may(actor, Act.RUN_SILENCE, bodies[silence.body_id].facts(silence.day))
        }
    return frozenset(hidden)


# What is wrong -------------------------------------------------------------------------------------


class SilenceFault(NamedTuple):
    """What is wrong with a procedure, by its code; *paragraph*: the code of the one it is about, "" for none."""

    silence: str
    paragraph: str
    message: str


_OF_TEXT = Silence.communique_id == bindparam("communique")
_DECIDED = (
    select(Silence.code, Paragraph.code)
    .join(Decision, Decision.silence_id == Silence.id)
    .join(Paragraph, Paragraph.id == Decision.paragraph_id)
    .join(Body, Body.id == Silence.body_id)
    .where(_OF_TEXT)
)
_PARAGRAPHS = (
    select(Silence.code, Paragraph.code)
    .join(SilenceParagraph, SilenceParagraph.silence_id == Silence.id)
    .join(Paragraph, Paragraph.id == SilenceParagraph.paragraph_id)
    .outerjoin(
        SilenceOutcomeRow,
        and_(
            SilenceOutcomeRow.silence_id == Silence.id,
            SilenceOutcomeRow.paragraph_id == SilenceParagraph.paragraph_id,
        ),
    )
    .where(_OF_TEXT)
)
_DECISION = (
    select(Decision.id)
    .where(Decision.silence_id == Silence.id, Decision.paragraph_id == SilenceParagraph.paragraph_id)
    .correlate(Silence, SilenceParagraph)
    .exists()
)
_IS_AGREED = SilenceOutcomeRow.outcome == SilenceOutcome.AGREED
_BREAK_ROWS = (
    select(Silence.code, Paragraph.code)
    .join(SilenceBreak, SilenceBreak.silence_id == Silence.id)
    .join(Paragraph, Paragraph.id == SilenceBreak.paragraph_id)
    .where(_OF_TEXT)
)
_FAULTS: Sequence[tuple[Select[str, str], str]] = (
    (
        _PARAGRAPHS.where(
            or_(
                and_(Silence.concluded_at.is_not(None), SilenceOutcomeRow.outcome.is_(None)),
                and_(Silence.concluded_at.is_(None), SilenceOutcomeRow.outcome.is_not(None)),
            )
        ),
        N_("silence procedure %(silence)s is concluded without an outcome, or has one and is not concluded"),
    ),
    (
        _PARAGRAPHS.where(
            or_(and_(_IS_AGREED, ~_DECISION), and_(_DECISION, func.coalesce(~_IS_AGREED, True)))
        ),
        N_("what silence procedure %(silence)s agreed is not what was decided"),
    ),
    (
        _PARAGRAPHS.where(
            SilenceOutcomeRow.outcome.is_not(None),
            (SilenceOutcomeRow.outcome == SilenceOutcome.BROKEN) != _BROKEN,
        ),
        N_("an outcome of silence procedure %(silence)s does not follow from who broke it"),
    ),
    (
        _DECIDED.where(
            or_(
                Decision.kind != DecisionKind.AGREE,
                Decision.level != Body.level,
                Decision.round_id != Silence.round_id,
            )
        ),
        N_("an agreement by silence procedure %(silence)s is not at its level or not of its round"),
    ),
    (
        _BREAK_ROWS.join(Party, Party.id == SilenceBreak.party_id).where(Party.kind != PartyKind.STATE),
        N_("silence procedure %(silence)s was broken by somebody who is no Member State"),
    ),
    (
        _BREAK_ROWS.where(or_(SilenceBreak.at < Silence.begins_at, SilenceBreak.at > Silence.ends_at)),
        N_("silence procedure %(silence)s was broken before it began or after its end"),
    ),
    (
        _BREAK_ROWS.join(BreakTakenBack, BreakTakenBack.break_id == SilenceBreak.id).where(
            or_(BreakTakenBack.at < SilenceBreak.at, BreakTakenBack.at > Silence.ends_at)
        ),
        N_("a break of silence procedure %(silence)s was taken back before it was made or after the end"),
    ),
    (
        _BREAK_ROWS.where(BREAK_COUNTS)
        .group_by(Silence.code, Paragraph.code, SilenceBreak.party_id)
        .having(func.count(SilenceBreak.id) > 1),
        N_("silence procedure %(silence)s was broken twice by one delegation on one paragraph"),
    ),
    (
        select(Silence.code, literal("")).where(
            _OF_TEXT,
            ~select(SilenceParagraph.silence_id)
            .where(SilenceParagraph.silence_id == Silence.id)
            .correlate(Silence)
            .exists(),
        ),
        N_("silence procedure %(silence)s has no paragraph"),
    ),
)


def faults_of_silences(session: Session, communique_id: int) -> list[SilenceFault]:
    """Return what is wrong with the procedures on a text: what no verb would have written. Eleven queries."""
    faults = [
        SilenceFault(silence, paragraph, message)
        for statement, message in _FAULTS
        for silence, paragraph in session.execute(statement, {"communique": communique_id})
    ]
    digest = N_("the words under silence procedure %(silence)s are not those that were put")
    return faults + [SilenceFault(code, "", digest) for code in _changed_since(session, communique_id)]


def _changed_since(session: Session, communique_id: int) -> list[str]:
    """Return the codes of the procedures whose paragraphs do not have the digest that was kept. Two queries."""
    asked: dict[int, list[AskedWords]] = {}
    rows = session.scalars(
        select(SilenceParagraph)
        .where(SilenceParagraph.communique_id == communique_id)
        .order_by(SilenceParagraph.silence_id, SilenceParagraph.position)
    )
    for row in rows:
        words = AskedWords(row.paragraph_id, row.reference, row.text)
        asked.setdefault(row.silence_id, []).append(words)
    silences = session.scalars(select(Silence).where(_OF_TEXT), {"communique": communique_id})
    return [s.code for s in silences if digest_of(asked.get(s.id, ())) != s.digest]
