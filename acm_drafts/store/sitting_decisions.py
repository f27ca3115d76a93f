"""
What a sitting is named for beside its results: the decisions that name it, and the adoption of the text.

The page of a sitting and its record in Word tell it by this one reading.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.agreements import agreed_words, words_brought_in
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.sittings import AGREED
from acm_drafts.negotiation.status import AGREES, BY_OUTCOME
from acm_drafts.negotiation.terms import (
    ADOPTED,
    AmendmentKind,
    DecisionKind,
    Outcome,
    Standing,
    Withheld,
)
from acm_drafts.store.amendment_rows import THEIRS, adopted_on
from acm_drafts.store.bracket_holders import overridden_by
from acm_drafts.store.conditions import live
from acm_drafts.store.database import arrived
from acm_drafts.store.drafts import DraftVersion, lines_of_draft
from acm_drafts.store.joins import ends_of_joins_in
from acm_drafts.store.new_at_sitting import NewThere, names_proposal, new_and_order
from acm_drafts.store.records import (
    Amendment,
    Decision,
    Disposition,
    LineRow,
    OverriddenHolder,
    Paragraph,
    Party,
    Revision,
    Round,
    Sitting,
    SittingResultRow,
    Wording,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.sittings import LONGEST_DAY, SittingRecord
from acm_drafts.store.text import DraftSet
from acm_drafts.store.visibility import (
    HoldersRead,
    amendment_name,
    known_of_closed,
    sees_all_proposals,
    withheld_from,
)
from acm_drafts.text.parts import parts_of


@dataclass(frozen=True, slots=True)
class DecidedThere:
    """
    A decision that names a sitting: where it left which proposals, or that it agreed the *words* of the paragraph.

    *proposals*: what the reader calls each that it decided, and where it stands by it; none where the reader may not
    know of them. *ad_referendum*: it was taken subject to confirmation. *over*: over whom it lifted brackets that they
    held, as far as the reader may know. *late*: when it was entered, of a sitting that was closed before. *off_agenda*:
    its paragraph is not on the agenda, for the *reason* given, "" for none and where the reader does not read it.
    """

    proposals: tuple[tuple[str, Standing], ...]
    words: bool
    ad_referendum: bool
    over: tuple[Party, ...] = ()
    late: datetime | None = None
    off_agenda: bool = False
    reason: str = ""
    brackets_alone: bool = False
    """The reader is told of brackets of their own alone, and not what else was decided."""
    bracketed: bool = False
    """It left words in brackets for which proposals stand of which the reader may not know."""
    ended: bool = False
    """It agreed the words, and the paragraph was reopened since; what was voided is not told."""
    has_ended: bool = False
    """The paragraph was reopened since, whether or not it agreed the words."""


@dataclass(frozen=True, slots=True)
class DecidedOn:
    """
    A paragraph with the decisions on it that name a sitting, in the order taken; *code* is the paragraph's.

    *words*: those of a new paragraph that came in by one of them, "" for any other and where they may not be read.
    *gave*: the words that were accepted of each of the proposals that are named, with what it is called. *became*: what
    the paragraph says with all that had been decided by the last of the *acts*; "" where that is what the only proposal
    says that is named, and where no words were accepted that may be read.
    """

    code: str
    acts: tuple[DecidedThere, ...]
    words: str = ""
    gave: tuple[tuple[str, str], ...] = ()
    became: str = ""
    shapes: tuple["Shape", ...] = ()
    """What accepted deletions, splits, joins and moves that are named do to it, in the order taken."""
    new: NewThere | None = None
    """What it is called and where it is to come in, of a new paragraph; None of any other."""
    at: datetime | None = None
    """When the last of these decisions was taken, None where that is not told."""

    @property
    def words_now(self) -> str:
        """What a new paragraph says with what was decided on it, "" where that may not be read."""
        return self.became or (self.gave[-1][1] if self.gave else self.words)

    @property
    def counts(self) -> bool:
        """Whether the sitting came to something on it: not all that it did was an agreement that has ended."""
        return any(act.proposals or not act.ended for act in self.acts)

    @property
    def agreed_at(self) -> datetime | None:
        """When the last decision was taken where the sitting agreed by these what it says; None where it did not."""
        return self.at if any(act.words and not act.ended for act in self.acts) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """
    What a deletion, split, join or move does to a paragraph; *name*: what the reader calls the proposal.

    *parts*: of a split. *place*: the key of the paragraph that a join takes in, or that a move puts it after, None for
    the beginning.
    """

    name: str
    kind: AmendmentKind
    parts: tuple[str, ...] = ()
    place: int | None = None


@dataclass(frozen=True, slots=True)
class NamedFor:
    """
    What a sitting is named for beside its results: what was decided there, and that it adopted the text.

    *decided*: by the keys of the paragraphs, in the order of the text that it had before it; headings agreed with the
    rest are not among them. *adopted*: the symbol of the adopted text, "" for none. *left*: the keys of what is on its
    agenda and came to nothing; none where the text was adopted. *withheld*: why the reader may not be told of all
    decisions of the round that runs, None where they are. *left_out*: of a closed round whose proposals they do not
    read they are told what was agreed alone. *joined*: what is on the agenda and was agreed
    as a part of another paragraph, with the key of that. *holders_left_out*: over whom brackets were lifted may be left
    out, for the reader does not read all positions of a round in which it sat.
    """

    decided: Mapping[int, DecidedOn] = field(default_factory=dict)
    adopted: str = ""
    left: Sequence[int] = ()
    withheld: Withheld | None = None
    left_out: bool = False
    joined: Mapping[int, int] = field(default_factory=dict)
    holders_left_out: bool = False

    def counts(self, record: SittingRecord, row: SittingResultRow) -> bool:
        """
        Return whether *row* is what the sitting of *record* came to on its paragraph.

        It is not where a later result took its place, nor, where it agreed nothing, where the sitting then agreed the
        paragraph by a decision.
        """
        on = self.decided.get(row.paragraph_id)
        agreed_at = on.agreed_at if on is not None and row.result not in AGREED else None
        return record.result_on(row.paragraph_id) is row and (agreed_at is None or agreed_at <= row.at)

    def result_on(self, record: SittingRecord, paragraph: int) -> SittingResultRow | None:
        """Return the result on a paragraph that counts, None for none."""
        row = record.result_on(paragraph)
        return row if row is not None and self.counts(record, row) else None

    @property
    def named(self) -> list[int]:
        """The keys of what was *decided*, and of what new paragraphs follow that are called by their places."""
        placed = [on.new.follows for on in self.decided.values() if on.new and on.new.is_placed]
        return [*self.decided, *filter(None, placed)]


_OF_ROUND = aliased(LineRow)
_PRINTED = select(_OF_ROUND.id).where(
    _OF_ROUND.paragraph_id == Decision.paragraph_id, _OF_ROUND.draft_id == Round.draft_id
)
"""Whether the draft of its round prints what was decided on: a new paragraph is in none yet."""
_AT_SITTING = (
    live(
        select(
            Decision,
            Paragraph.code,
            Disposition.outcome,
            Revision.text,
            Revision.other_id,
            Revision.after_id,
            Disposition.text.label("adopted"),
            Amendment,
            Party,
            Amendment.id.in_(THEIRS).label("own"),
            LineRow.position,
            _PRINTED.exists().label("of_text"),
        )
    )
    .join(Round, Round.id == Decision.round_id)
    .join(Paragraph, Paragraph.id == Decision.paragraph_id)
    .outerjoin(
        LineRow, and_(LineRow.paragraph_id == Decision.paragraph_id, LineRow.draft_id == bindparam("draft"))
    )
    .outerjoin(Wording, Wording.id == LineRow.wording_id)
    .outerjoin(Disposition, Disposition.decision_id == Decision.id)
    .outerjoin(Revision, Revision.id == Disposition.revision_id)
    .outerjoin(Amendment, Amendment.id == Revision.amendment_id)
    .outerjoin(Party, Party.id == Amendment.sponsor_id)
    .where(
        Decision.sitting_id == bindparam("sitting"),
        Decision.id.not_in(bindparam("results", expanding=True)),
        or_(
            Decision.kind != str(DecisionKind.AGREE), Wording.kind.is_(None), Wording.kind != LineKind.HEADING
        ),
        or_(
            known_of_closed(bindparam("read", expanding=True)),
            Decision.round_id.in_(bindparam("read", expanding=True)),
            Amendment.id.in_(THEIRS),
        ),
    )
    .order_by(LineRow.position.is_(None), LineRow.position, Paragraph.id, Decision.id, Amendment.id)
)


def load_named_for(session: Session, drafts: DraftSet, actor: Actor, record: SittingRecord) -> NamedFor:
    """Return what a sitting is named for beside its results, as far as *actor* may know it. Six queries at least."""
    contexts = {context.round.id: context for context in drafts.contexts}
    whole = {key: context for key, context in contexts.items() if sees_all_proposals(actor, context)}
    read, own = list(whole), list(actor.at(drafts.communique.meeting_id).parties(*WRITES))
    before = draft_before(drafts, record.sitting)
    rows = session.execute(
        _AT_SITTING,
        {
            "sitting": record.sitting.id,
            "draft": before.draft.id,
            "results": [row.decision_id for row in record.results if row.decision_id],
            "read": read,
            "parties": own,
        },
    ).all()
    holders = HoldersRead.of(actor, drafts.contexts)
    over = overridden_by(session, {row.Decision for row in rows}, holders)
    decided = {
        key: on
        for key, grouped in groupby(rows, key=lambda row: row.Decision.paragraph_id)
        if (on := _decided_on(list(grouped), actor, contexts, read, over, record)).acts
    }
    _add_lifted(session, decided, record, own, {row.Decision.id for row in rows})
    _add_what_became(session, decided, rows, whole)
    new, order = new_and_order(
        session, actor, rows, keys=decided.keys(), drafts=drafts, before=before, read=read
    )
    in_order = _in_order(decided, new, order)
    adopted = _adopted(drafts, record.sitting)
    left, joined = _left(session, record, decided, _taken_in(rows))
    return NamedFor(
        in_order,
        adopted,
        () if adopted else left,
        _withheld(drafts, actor, record.sitting),
        _leaves_out(drafts, actor, record.sitting),
        joined,
        any(context.round.id not in holders.rounds for context in _during(drafts, record.sitting)),
    )


def decisions_at(session: Session, sitting: Sitting) -> frozenset[int]:
    """Return the keys of the decisions that name a sitting, those that no longer count among them. One query."""
    return frozenset(session.scalars(select(Decision.id).where(Decision.sitting_id == sitting.id)))


_LIFTED_OVER = live(
    select(Decision.id, Decision.paragraph_id, Paragraph.code, Party)
    .join(OverriddenHolder, OverriddenHolder.decision_id == Decision.id)
    .join(Party, Party.id == OverriddenHolder.party_id)
    .join(Paragraph, Paragraph.id == Decision.paragraph_id)
    .where(
        Decision.sitting_id == bindparam("sitting"),
        OverriddenHolder.party_id.in_(bindparam("parties", expanding=True)),
    )
    .order_by(Decision.id, Party.code)
)


def _add_lifted(
    session: Session,
    decided: dict[int, DecidedOn],
    record: SittingRecord,
    own: Collection[int],
    known: Collection[int],
) -> None:
    """
    Add to *decided* that a sitting lifted brackets over parties of *own* by decisions that are not among those *known*.

    A holder is told of its own bracket, whatever else of the round is shown to it. One query, none without a party.
    """
    results = {row.decision_id for row in record.results}
    facts = {"sitting": record.sitting.id, "parties": list(own)}
    lifted: dict[tuple[int, str], dict[Party, None]] = {}
    for decision, paragraph, code, party in session.execute(_LIFTED_OVER, facts) if own else ():
        if decision not in known and decision not in results:
            lifted.setdefault((paragraph, code), {})[party] = None
    for (paragraph, code), parties in lifted.items():
        before = decided.get(paragraph, DecidedOn(code, ()))
        act = DecidedThere((), words=False, ad_referendum=False, over=tuple(parties), brackets_alone=True)
        decided[paragraph] = replace(before, acts=(*before.acts, act))


def _in_order(
    decided: Mapping[int, DecidedOn], new: Mapping[int, NewThere], order: Iterable[int]
) -> dict[int, DecidedOn]:
    """Return *decided* in an *order*, with what is known of the *new* paragraphs."""
    return {key: replace(decided[key], new=new.get(key)) for key in order}


def _add_what_became(
    session: Session,
    decided: dict[int, DecidedOn],
    rows: Sequence[Any],
    contexts: Mapping[int, RoundContext],
) -> None:
    """
    Add to *decided* what paragraphs say after the last decision among *rows* in rounds that are read whole, *contexts*.

    A proposal's own words are not that where more was accepted beside it, or a bracket lifted. Two queries for each
    round, none where no words were accepted.
    """
    last: dict[int, dict[int, int]] = {}
    for decision in {row.Decision for row in rows}:
        on = decided.get(decision.paragraph_id)  # None where the result of the sitting tells all
        if on and decision.round_id in contexts and _changes_words(on):
            by_paragraph = last.setdefault(decision.round_id, {})
            by_paragraph[decision.paragraph_id] = max(
                decision.id, by_paragraph.get(decision.paragraph_id, START)
            )
    for round_id, until in last.items():
        for key, now in _became(session, contexts[round_id], until).items():
            if [text for _, text in decided[key].gave] != [now]:
                decided[key] = replace(decided[key], became=now)


def _became(session: Session, context: RoundContext, until: Mapping[int, int]) -> dict[int, str]:
    """Return what paragraphs say after decisions of a round, *until* which of these by their keys. Two queries."""
    accepted = [
        row.edit
        for row in adopted_on(session, context.round.id, until)
        if row.decision <= max(until.get(row.edit.paragraph, START), until.get(row.edit.other, START))
    ]
    lines = lines_of_draft(session, context.version.draft.id)
    became = {key: words.now for key, words in agreed_words(lines, accepted).items()}
    became |= words_brought_in(lines, accepted)
    return {key: now for key, now in became.items() if key in until}


def _changes_words(on: DecidedOn) -> bool:
    """Return whether words were accepted, or those of two paragraphs put together; a split prints its parts."""
    kinds = {shape.kind for shape in on.shapes}
    return AmendmentKind.SPLIT not in kinds and bool(on.gave or AmendmentKind.JOIN in kinds)


def _taken_in(rows: Sequence[Any]) -> dict[int, int]:
    """Map what accepted joins among *rows* take in to the paragraph that takes it in."""
    return {
        row.other_id: row.Decision.paragraph_id
        for row in rows
        if row.other_id and row.Amendment.kind == AmendmentKind.JOIN and row.outcome in ADOPTED
    }


def _left(
    session: Session, record: SittingRecord, decided: Mapping[int, DecidedOn], taken_in: Mapping[int, int]
) -> tuple[list[int], dict[int, int]]:
    """
    Return what of the agenda came to nothing, and what was agreed as a part of another paragraph, with that.

    *taken_in*: by which paragraph a decision that names the sitting lets which other one be taken in.
    """
    counting = {key for key, on in decided.items() if on.counts}
    without = [key for key in record.agenda if key not in counting and record.result_on(key) is None]
    joined = _agreed_with(session, record, without)
    joined |= {key: taken_in[key] for key in without if key in taken_in}
    return [key for key in without if key not in joined], joined


def _agreed_with(session: Session, record: SittingRecord, without: Collection[int]) -> dict[int, int]:
    """Map those of the paragraphs *without* a result to the one with which the sitting agreed them, joined to it."""
    agreed = {
        row.paragraph_id: row.at
        for row in record.results
        if row.result in AGREED and record.result_on(row.paragraph_id) is row
    }
    if not agreed or not without:
        return {}
    ends = ends_of_joins_in(session, record.sitting.communique_id)
    joined = {key: ends[key] for key in without if key in ends}
    return {key: into for key, (into, at) in joined.items() if into in agreed and at <= agreed[into]}


def draft_before(drafts: DraftSet, sitting: Sitting) -> DraftVersion:
    """Return the text that a sitting had before it: the newest there was when it was closed."""
    ended = sitting.closed_at or arrived()
    before = [version for version in drafts.versions if version.draft.made_at <= ended]
    return before[-1] if before else drafts.newest


def _adopted(drafts: DraftSet, sitting: Sitting) -> str:
    """Return the symbol under which the text was adopted at a sitting, "" where it was not."""
    adoption = drafts.adoption
    return adoption.symbol if adoption and adoption.sitting_id == sitting.id else ""


def _decided_on(
    rows: Sequence[Any],
    actor: Actor,
    contexts: Mapping[int, RoundContext],
    read: Collection[int],
    over: Mapping[int, tuple[Party, ...]],
    record: SittingRecord,
) -> DecidedOn:
    words = next((row.text for row in rows if _brings_in(row, read)), "")
    entries = {row.Decision.id: row.Decision for row in rows}
    entered = {row.Decision.id: _as_entered(row, record, read) for row in rows}
    acts = [
        replace(act, over=over.get(decision, ()), **entered[decision])
        for decision, act in _acts(rows, actor, contexts, read, record.ended)
        if over.get(decision) or not _is_told_by_result(act, entries[decision], record)
    ]
    return DecidedOn(
        rows[0].code,
        tuple(acts),
        words,
        tuple(_gave(rows, actor, contexts, read).items()),
        shapes=tuple(_shapes(rows, actor, contexts, read)),
        at=max(row.Decision.at for row in rows),
    )


def _is_told_by_result(act: DecidedThere, decision: Decision, record: SittingRecord) -> bool:
    """Return whether *decision* says no more than the result that agreed the paragraph at the sitting after it."""
    result = record.result_on(decision.paragraph_id)
    if result is None or result.result not in AGREED:
        return False
    return act.words and not act.proposals and decision.at <= result.at


_GIVES_WORDS = (AmendmentKind.REPLACE, AmendmentKind.INSERT)
_TAKEN = (Outcome.ACCEPTED, Outcome.PART)


def _gave(
    rows: Sequence[Any], actor: Actor, contexts: Mapping[int, RoundContext], read: Collection[int]
) -> dict[str, str]:
    """Return the words accepted of each proposal among *rows* that may be named, the last ones of each."""
    return {
        amendment_name(actor, contexts[row.Decision.round_id], row.Amendment, row.Party): row.adopted
        for row in rows
        if row.outcome in _TAKEN
        and row.adopted
        and row.Amendment.kind in _GIVES_WORDS
        and names_proposal(row, read)
    }


def _shapes(
    rows: Sequence[Any], actor: Actor, contexts: Mapping[int, RoundContext], read: Collection[int]
) -> Iterator[Shape]:
    """Yield what the deletions, splits, joins and moves among *rows* do that were accepted and may be named."""
    for row in rows:
        if row.outcome != Outcome.ACCEPTED or not names_proposal(row, read):
            continue
        name = amendment_name(actor, contexts[row.Decision.round_id], row.Amendment, row.Party)
        match kind := AmendmentKind(row.Amendment.kind):
            case AmendmentKind.DELETE:
                yield Shape(name, kind)
            case AmendmentKind.SPLIT:
                yield Shape(name, kind, parts=tuple(parts_of(row.adopted or row.text)))
            case AmendmentKind.JOIN:
                yield Shape(name, kind, place=row.other_id)
            case AmendmentKind.MOVE:
                yield Shape(name, kind, place=row.after_id)


def _as_entered(row: Any, record: SittingRecord, read: Collection[int]) -> dict[str, Any]:
    """Return what `DecidedThere` tells of when a decision was entered, and of what was not on the agenda."""
    decision, closed = row.Decision, record.sitting.closed_at
    off_agenda = row.of_text and decision.paragraph_id not in record.agenda
    is_told = off_agenda and (decision.round_id in read or row.own)
    return {
        "late": decision.at if closed is not None and decision.at > closed else None,
        "off_agenda": off_agenda,
        "reason": (decision.reason or "") if is_told else "",
    }


def _acts(
    rows: Sequence[Any],
    actor: Actor,
    contexts: Mapping[int, RoundContext],
    read: Collection[int],
    ended: Collection[int],
) -> Iterator[tuple[int, DecidedThere]]:
    """Yield each decision on a paragraph by its key, without over whom it was taken."""
    for decision, grouped in groupby(rows, key=attrgetter("Decision")):
        proposals = tuple(
            (
                amendment_name(actor, contexts[decision.round_id], row.Amendment, row.Party),
                BY_OUTCOME[Outcome(row.outcome)],
            )
            for row in grouped
            if names_proposal(row, read)
        )
        agrees = decision.kind == DecisionKind.AGREE or (decision.kind in AGREES and not proposals)
        bracketed = decision.kind == DecisionKind.BRACKETS and not proposals
        yield (
            decision.id,
            DecidedThere(
                proposals,
                agrees,
                decision.ad_referendum,
                bracketed=bracketed,
                ended=agrees and decision.id in ended,
                has_ended=decision.id in ended,
            ),
        )


def _brings_in(row: Any, read: Collection[int]) -> bool:
    """Return whether what was decided is a new paragraph that the reader may read."""
    return names_proposal(row, read) and row.Amendment.kind == AmendmentKind.INSERT


def _withheld(drafts: DraftSet, actor: Actor, sitting: Sitting) -> Withheld | None:
    """
    Return why *actor* may not be told of all decisions of the running round that name a sitting, None where they are.

    It follows from that round alone, so that nothing is told of whether there are any; `_leaves_out` says the same of
    closed ones. A sitting is named until the end of its last day.
    """
    ends = (sitting.closed_at or arrived()) + LONGEST_DAY
    running = (c for c in drafts.contexts if c.round.closed_at is None and c.round.opens_at <= ends)
    return next((why for context in running if (why := withheld_from(actor, context))), None)


def _leaves_out(drafts: DraftSet, actor: Actor, sitting: Sitting) -> bool:
    """
    Return whether what a sitting decided in a closed round may be left out: *actor* does not read its proposals.

    It follows from the rounds alone, as `_withheld` does.
    """
    return any(
        context.round.closed_at is not None and not sees_all_proposals(actor, context)
        for context in _during(drafts, sitting)
    )


def _during(drafts: DraftSet, sitting: Sitting) -> Iterator[RoundContext]:
    """Yield the rounds in which a decision can name a sitting: until the end of its last day."""
    begins, ends = sitting.opened_at or sitting.begins_at, (sitting.closed_at or arrived()) + LONGEST_DAY
    for context in drafts.contexts:
        closed = context.round.closed_at
        if context.round.opens_at <= ends and (closed is None or closed >= begins):
            yield context
