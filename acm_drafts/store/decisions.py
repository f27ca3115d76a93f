"""Decisions: those that count on a paragraph, what they adopted, and what a reader may know of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from acm_drafts.negotiation.agreements import agreed_words
from acm_drafts.negotiation.attribution.words import concerned
from acm_drafts.negotiation.consequential import shaped
from acm_drafts.negotiation.consolidation import START, consolidate_paragraph
from acm_drafts.negotiation.joins import ends_of_joins
from acm_drafts.negotiation.numbering import proposal_label
from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.status import LastDecision, LevelAgreed, is_agreed
from acm_drafts.negotiation.terms import ADOPTED, SHAPED, AmendmentKind, DecisionKind, Outcome, Stage
from acm_drafts.store.amendment_rows import (
    DECISIONS,
    SPLIT_OFF,
    THEIRS,
    AdoptedRow,
    PendingRow,
    adopted_on,
    last_decisions,
    newest_of,
    pending_as_left,
    pending_of_parties,
)
from acm_drafts.store.amendments import AmendmentRecord, says
from acm_drafts.store.conditions import live, voided
from acm_drafts.store.drafts import DraftVersion, find_wording, lines_of_draft
from acm_drafts.store.joins import JOINED
from acm_drafts.store.known_words import known_words
from acm_drafts.store.records import (
    IS_CURRENT,
    IS_PRINTED,
    Amendment,
    Decision,
    Disposition,
    Draft,
    LineRow,
    Paragraph,
    Party,
    Revision,
    Round,
    VerdictRow,
    Wording,
)
from acm_drafts.store.rounds import LastShown, RoundContext
from acm_drafts.store.text import CITY, DraftSet, TextRow
from acm_drafts.store.visibility import (
    amendment_name,
    known_of_closed,
    last_shown,
    last_shown_in,
    left_pending,
    sees_all_proposals,
    shown_when_decided,
    visible_in_any,
)
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.text.changes import Change, changes
from acm_drafts.text.parts import parts_of


def known_pending(session: Session, context: RoundContext, actor: Actor) -> dict[int, list[PendingRow]]:
    """
    Return the pending proposals of a round that *actor* reads, by paragraph, where they do not read all of them.

    That is those in which they have a part, and what the last round that was shown to them left pending. One query, or
    two where there was such a round. A new paragraph is told of at the paragraph that it is to follow, and at itself; a
    join at both that it joins.
    """
    on: dict[int, list[PendingRow]] = {}
    own = actor.at(context.meeting).parties(*WRITES)
    rows = pending_of_parties(session, context.round.id, own)
    if earlier := last_shown(actor, context):
        rows += pending_as_left(session, earlier.known, says=says([earlier]), where=left_pending(earlier))
    for row in sorted(rows, key=lambda row: row.edit.proposal):
        place = row.edit.after if row.edit.kind is AmendmentKind.INSERT else START
        for key in {row.edit.paragraph, place, row.edit.other} - {START}:
            on.setdefault(key, []).append(row)
    return on


def find_decision(session: Session, key: int) -> Decision | None:
    """Return the decision with *key*, None where there is none. No query where it is loaded."""
    return session.get(Decision, key)


def live_decisions(session: Session, round_id: int, paragraph_id: int) -> Sequence[Decision]:
    """Return the decisions on a paragraph that count in a round, newest first. One query."""
    return session.scalars(
        live(select(Decision))
        .where(
            Decision.round_id == round_id,
            Decision.paragraph_id == paragraph_id,
            Decision.kind != "void",
        )
        .order_by(Decision.sequence.desc())
    ).all()


def amendments_decided_by(session: Session, decisions: Collection[int]) -> dict[int, list[int]]:
    """Return the proposals on which each of *decisions* was, whatever they say since, oldest first. One query."""
    amendments: dict[int, list[int]] = {key: [] for key in decisions}
    rows = session.execute(
        select(Disposition.decision_id, Revision.amendment_id)
        .join(Disposition.revision)
        .where(Disposition.decision_id.in_(decisions))
        .order_by(Revision.amendment_id)
    )
    for decision, amendment in rows:
        amendments[decision].append(amendment)
    return amendments


@dataclass(frozen=True, slots=True)
class WorkingParagraph:
    """
    A paragraph in the middle of a round: what the round's draft says and what is decided so far.

    *base* None: it is not in the draft. *now* None: nowhere, or deleted by what was decided; of a
    new paragraph, what is decided to come in. *accepted*: what the round adopted on it.
    """

    base: str | None
    now: str | None
    accepted: tuple[AdoptedRow, ...]


def working_paragraph(session: Session, context: RoundContext, paragraph_id: int) -> WorkingParagraph:
    """Return a paragraph with the decisions taken so far. Two queries."""
    wording = find_wording(session, paragraph_id, context.version.draft.id)
    adopted = adopted_on(session, context.round.id, [paragraph_id])
    accepted = tuple(row for row in adopted if row.edit.paragraph == paragraph_id)
    base = wording.text if wording else None
    fate = consolidate_paragraph(paragraph_id, base, [row.edit for row in accepted])
    return WorkingParagraph(base, fate.wording(between="\n") if fate else None, accepted)


def joined_paragraph(
    session: Session, context: RoundContext, working: WorkingParagraph, paragraph_id: int
) -> WorkingParagraph:
    """
    Return *working*, a paragraph as decided so far, with the words of what an accepted join takes in.

    *accepted* are then the edits of all of them. Two queries, none where no join was accepted.
    """
    if not any(row.edit.kind is AmendmentKind.JOIN for row in working.accepted):
        return working
    adopted = adopted_on(session, context.round.id)
    lines = lines_of_draft(session, context.version.draft.id)
    words = agreed_words(lines, [row.edit for row in adopted]).get(paragraph_id)
    if words is None:
        return working
    keys = (paragraph_id, *words.takes)
    return replace(
        working, now=words.now, accepted=tuple(row for row in adopted if row.edit.paragraph in keys)
    )


def shaped_wordings(
    session: Session, context: RoundContext, records: Iterable[AmendmentRecord]
) -> dict[int, tuple[str, ...]]:
    """
    Map the revision of each pending split or join to the wordings that its paragraphs would have if it were accepted.

    Those that cannot be accepted beside what the round adopted are left out. Two queries, none without a split or join.
    """
    wanted = [record for record in records if record.pending and record.kind in SHAPED]
    if not wanted:
        return {}
    lines = lines_of_draft(session, context.version.draft.id)
    keys = {
        key for record in wanted for key in (record.revision.paragraph_id, record.revision.other_id) if key
    }
    accepted = [row.edit for row in adopted_on(session, context.round.id, keys)]
    offered = {record.revision.id: shaped(lines, accepted, record.edit()) for record in wanted}
    return {key: tuple(parts_of(shape.shown)) for key, shape in offered.items() if shape}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """
    A paragraph that a join is about: its code, the number it prints, what agreed it and what waits there.

    *city*: of that body. *pending* counts joins that take it in too; *decided*: a decision of the round counts on it.
    """

    code: str
    reference: str
    agreement: LastDecision | None
    pending: int
    decided: bool
    city: str


def neighbours(session: Session, context: RoundContext, paragraphs: Collection[int]) -> dict[int, Neighbour]:
    """Return what is known of *paragraphs* of the round's draft, by key. Three queries, none for none."""
    if not paragraphs:
        return {}
    taken = (
        select(Decision.id)
        .where(
            Decision.round_id == context.round.id,
            Decision.paragraph_id == Paragraph.id,
            Decision.kind != "void",
            ~voided(Decision.id),
        )
        .exists()
    )
    rows = session.execute(
        select(Paragraph.id, Paragraph.code, LineRow.reference, Paragraph.pending, taken, Wording.text, CITY)
        .join(LineRow, LineRow.paragraph_id == Paragraph.id)
        .join(Wording, IS_PRINTED)
        .where(LineRow.draft_id == context.version.draft.id, Paragraph.id.in_(paragraphs))
    )
    last = last_decisions(session, paragraphs, to_come=[context.round.id])
    return {
        key: Neighbour(code, label, _agreement(last.get(key), text), pending, decided, city or "")
        for key, code, label, pending, decided, text, city in rows
    }


def _agreement(last: LastDecision | None, text: str) -> LastDecision | None:
    """Return the last decision on a paragraph that says *text*, None where it is not agreed by it."""
    return last if is_agreed(last, (), in_brackets=holds_bracket(text)) else None


@dataclass(frozen=True, slots=True)
class AgreementTogether:
    """
    What one act agreed, as far as it still counts: the decisions by paragraph.

    *sequence*, that of the first decision of the act, names it within its round; *first* is that decision.
    """

    sequence: int
    first: Decision
    at: datetime
    decisions: Mapping[int, int]


def agreements_together(session: Session, round_id: int) -> list[AgreementTogether]:
    """Return the acts of a round that agreed many paragraphs and still count, the newest first. One query."""
    rows = session.scalars(
        live(select(Decision))
        .where(
            Decision.round_id == round_id, Decision.together.is_not(None), Decision.kind == DecisionKind.AGREE
        )
        .order_by(Decision.together.desc(), Decision.sequence)
    ).all()
    acts = [list(group) for _together, group in groupby(rows, lambda decision: decision.together)]
    return [
        AgreementTogether(first.together, first, first.at, {row.paragraph_id: row.id for row in act})
        for act in acts
        if (first := act[0]).together is not None
    ]


def names_for_brackets(session: Session) -> frozenset[str]:
    """Return the codes and names by which brackets say who wants them, in all three languages. One query."""
    rows = session.execute(select(Party.code, Party.name_en, Party.name_fr, Party.name_ar))
    return frozenset(name for row in rows for name in row if name)


def names_at_same_place(session: Session, round_id: int, revision: Revision) -> list[str]:
    """
    Return the names ("EGY 3") of the other proposals that put a paragraph where *revision* puts one.

    Those that were rejected, absorbed or withdrawn are left out. One query.
    """
    left = (
        select(Disposition.id)
        .where(
            Disposition.revision_id == Revision.id,
            Disposition.outcome.in_([str(Outcome.REJECTED), str(Outcome.ABSORBED)]),
            ~voided(Disposition.decision_id),
        )
        .exists()
    )
    rows = session.execute(
        select(Party.code, Amendment.number)
        .join(Amendment, Amendment.sponsor_id == Party.id)
        .join(Revision, IS_CURRENT)
        .where(
            Amendment.round_id == round_id,
            Amendment.stage == Stage.SUBMITTED,
            Amendment.kind.in_([str(AmendmentKind.INSERT), str(AmendmentKind.MOVE)]),
            Revision.after_id.is_not_distinct_from(revision.after_id),
            Revision.id != revision.id,
            ~left,
        )
        .order_by(Amendment.id)
    )
    return [proposal_label(code, number) for code, number in rows]


@dataclass(frozen=True, slots=True)
class AdoptedProposal:
    """
    A proposal that was accepted, or retained in brackets: its code, and what the reader may call it ("EGY 3", or the
    code); both are "" of one that the reader may not read.
    """

    code: str
    name: str
    in_brackets: bool = False


_WHOLE = (
    contains_eager(Disposition.decision),
    contains_eager(Disposition.revision).options(
        contains_eager(Revision.amendment).contains_eager(Amendment.sponsor),
        joinedload(Revision.base),
    ),
)


def select_adopted(*columns: Any, outcomes: Collection[Outcome] = ADOPTED) -> Select[Any]:
    """
    Return the statement that selects *columns* of each proposal that a live decision took up, in the order decided.

    Joined are Disposition, Decision, Revision, Amendment and, as its sponsor, Party.
    """
    return live(
        select(*columns)
        .select_from(Disposition)
        .join(Disposition.decision)
        .join(Disposition.revision)
        .join(Revision.amendment)
        .join(Amendment.sponsor)
        .where(Disposition.outcome.in_(sorted(map(str, outcomes))))
        .order_by(Decision.sequence, Disposition.id)
    )


def adopted_dispositions(
    session: Session, *where: ColumnElement[bool], outcomes: Collection[Outcome] = ADOPTED
) -> Sequence[Disposition]:
    """Return what live decisions took up and satisfies *where*, all that belongs to it loaded. One query."""
    return session.scalars(
        select_adopted(Disposition, outcomes=outcomes).where(*where).options(*_WHOLE)
    ).all()


def adopted_moves(session: Session, drafts: Sequence[Draft]) -> list[frozenset[int]]:
    """
    Return for each step between two of *drafts* the paragraphs that adopted proposals moved in it. One query.

    *drafts* are of one communiqué, earlier ones first.
    """
    first, last = drafts[0], drafts[-1]
    rows = session.execute(
        select_adopted(Revision.paragraph_id, Draft.sequence)
        .join(Round, Round.id == Decision.round_id)
        .join(Draft, Draft.id == Round.draft_id)
        .where(
            Amendment.kind == AmendmentKind.MOVE,
            Draft.communique_id == first.communique_id,
            Draft.sequence >= first.sequence,
            Draft.sequence < last.sequence,
        )
    ).all()
    return [
        frozenset(key for key, sequence in rows if old.sequence <= sequence < new.sequence)
        for old, new in pairwise(drafts)
    ]


Makers = Mapping[int, tuple[AdoptedProposal, ...]]
"""By paragraph, in the order in which they arrived."""


def makers(
    session: Session, actor: Actor, drafts: DraftSet, versions: Sequence[DraftVersion]
) -> list[Makers]:
    """
    Return for each step between two of *versions*, which stand in order, what was adopted in it. One query.

    What was adopted in a round that was shown is read, wherever the proposal went on to. Of a round of which the reader
    reads nothing that was adopted on a paragraph, it is said that something was: the texts show that. Beside what they
    read of a round, nothing is said of what they do not.
    """
    contexts = {context.round.id: context for context in drafts.contexts}
    runs = last_shown_in(actor, drafts.contexts)
    step_of = dict(_steps(drafts, versions))
    steps: list[dict[int, dict[AdoptedProposal, None]]] = [{} for _ in versions[1:]]
    if not step_of:
        return [{} for _ in steps]
    rows = session.execute(_made(actor, contexts, step_of))
    read: set[tuple[int, int]] = set()
    hidden: set[tuple[int, int]] = set()
    for amendment, round_id, paragraph_id, other_id, parts, outcome, is_read in rows:
        paragraphs = concerned(paragraph_id, other_id, parts)
        context = contexts.get(amendment.round_id)
        if not is_read:
            context = _last_read(runs, context, round_id)
        if context is None:
            hidden |= _told_by_text(round_id, paragraphs, amendment.kind, outcome)
            continue
        name = amendment_name(actor, context, amendment, amendment.sponsor)
        proposal = AdoptedProposal(amendment.code, name, in_brackets=outcome == Outcome.BRACKETED)
        for paragraph in paragraphs:
            read.add((round_id, paragraph))
            steps[step_of[round_id]].setdefault(paragraph, {})[proposal] = None
    for round_id, paragraph in hidden - read:
        steps[step_of[round_id]].setdefault(paragraph, {})[AdoptedProposal("", "")] = None
    return [{key: tuple(proposals) for key, proposals in step.items()} for step in steps]


def _made(
    actor: Actor, contexts: Mapping[int, RoundContext], rounds: Collection[int]
) -> Select[Amendment, int, int, int | None, tuple[int, ...], str, bool]:
    """Return the statement for what *rounds* adopted of which proposals, where, and whether *actor* reads each now."""
    return (
        select_adopted(
            Amendment,
            Decision.round_id,
            Revision.paragraph_id,
            Revision.other_id,
            Revision.parts,
            Disposition.outcome,
            visible_in_any(actor, contexts),
        )
        .where(Decision.round_id.in_(rounds))
        .options(contains_eager(Amendment.sponsor))
        .order_by(None)
        .order_by(Amendment.id)
    )


def _last_read(
    runs: Iterable[LastShown], context: RoundContext | None, decided_in: int
) -> RoundContext | None:
    """Return in which round a proposal was read last that is not read in *context*; see `shown_when_decided`."""
    run = shown_when_decided(runs, context, decided_in) if context else None
    return run.context if run else None


def _told_by_text(round_id: int, paragraphs: Iterable[int], kind: str, outcome: str) -> set[tuple[int, int]]:
    """Return where a text shows by itself that something was adopted of a proposal: it was accepted, and changes it."""
    if outcome == Outcome.BRACKETED or kind == AmendmentKind.KEEP:
        return set()
    return {(round_id, paragraph) for paragraph in paragraphs}


def _steps(drafts: DraftSet, versions: Sequence[DraftVersion]) -> Iterator[tuple[int, int]]:
    """Yield each round whose text the reader may read, and the step that it is part of."""
    sequences = {version.draft.id: version.draft.sequence for version in drafts.versions}
    for context in drafts.contexts:
        came = sequences.get(context.round.next_draft_id or 0)
        for step, (old, new) in enumerate(pairwise(versions)):
            if came is not None and old.draft.sequence < came <= new.draft.sequence:
                yield context.round.id, step


@dataclass(frozen=True, slots=True)
class PartialAcceptance:
    """
    The changes that a proposal made in *base*, in order of place, each with whether it was taken.

    Those that were left stand at their place in *now*, the words as they were accepted.
    """

    base: str
    now: str
    changes: tuple[tuple[Change, bool], ...]

    @property
    def taken(self) -> int:
        return sum(taken for _, taken in self.changes)


def partial_acceptance(disposition: Disposition | None) -> PartialAcceptance | None:
    """Return what a decision in part took and left, None for any other. No query where its wording is loaded."""
    if disposition is None or disposition.outcome != Outcome.PART or disposition.revision.base is None:
        return None
    base = disposition.revision.base.text
    taken, shift = [], 0
    for at, change in enumerate(changes(base, disposition.revision.text)):
        if at in disposition.chosen:
            taken.append((change, True))
            shift += len(change.new) - len(change.old)
        else:
            shifted = replace(change, start=change.start + shift, end=change.end + shift)
            taken.append((shifted, False))
    return PartialAcceptance(base, disposition.text, tuple(taken))


_DISPOSED, _SAYS, _ITS = aliased(Disposition), aliased(Revision), aliased(Amendment)
_DECIDES = (
    select(_DISPOSED.id)
    .join(_SAYS, _SAYS.id == _DISPOSED.revision_id)
    .join(_ITS, _ITS.id == _SAYS.amendment_id)
    .where(_DISPOSED.decision_id == Decision.id)
    .correlate(Decision)
)
_CHANGES = select(Wording.id).where(Wording.id == _SAYS.base_id, Wording.text != _DISPOSED.text).exists()
_PRINTED = _DECIDES.where(
    _DISPOSED.outcome.in_([str(outcome) for outcome in sorted(ADOPTED)]),
    or_(_ITS.kind != str(AmendmentKind.KEEP), _CHANGES),
).exists()
"""What the next draft itself tells: words were taken up."""
_SETTLED = DECISIONS.join(Round, Round.id == Decision.round_id).where(
    Round.communique_id == bindparam("communique"),
    or_(
        known_of_closed(bindparam("read", expanding=True)),
        and_(Round.closed_at.is_not(None), _PRINTED),
        Decision.kind == str(DecisionKind.REOPEN),
        _DECIDES.where(_ITS.id.in_(THEIRS)).exists(),
    ),
)
_SPLIT_OFF = SPLIT_OFF.join(Round, Round.id == Decision.round_id).where(
    Round.communique_id == bindparam("communique"), Round.closed_at.is_not(None)
)
_JOINED = JOINED.join(Round, Round.id == Decision.round_id).where(
    Round.communique_id == bindparam("communique"), Round.closed_at.is_not(None)
)
_CARRIED = (
    select(_SAYS.paragraph_id, _SAYS.other_id, _SAYS.after_id, _ITS.submitted_at)
    .join(VerdictRow, VerdictRow.next_revision_id == _SAYS.id)
    .join(_ITS, _ITS.id == _SAYS.amendment_id)
    .where(
        VerdictRow.round_id == bindparam("last"),
        _ITS.round_id != VerdictRow.round_id,
        _ITS.id.not_in(THEIRS),
    )
)
"""What went on from a round into the next; whatever became of it there does not change the answer."""


def known_decisions(session: Session, drafts: DraftSet, actor: Actor) -> dict[int, LastDecision]:
    """
    Return the last thing that *actor* may know to have been decided on each paragraph, or on what it was split off.

    Of any round that it was reopened. Of closed rounds what a level agreed, what changed the text and, where the reader
    could read the proposals, every decision and what was carried on (no level, the first of days); of any round what
    was decided on proposals of their own. Nothing else: no act on another's proposal in a round that is not theirs to
    read changes it. Four queries.
    """
    read = [
        context.round.id
        for context in drafts.contexts
        if context.round.closed_at and sees_all_proposals(actor, context)
    ]
    last = max(read, default=0)
    facts = {
        "communique": drafts.communique.id,
        "read": read,
        "last": last,
        "parties": list(actor.at(drafts.communique.meeting_id).parties(*WRITES)),
    }
    rows, splits, joins, carried = (
        session.execute(statement, facts).all() for statement in (_SETTLED, _SPLIT_OFF, _JOINED, _CARRIED)
    )
    to_come, into = _rounds_to_come(drafts), ends_of_joins(joins)
    known = newest_of([row for row in rows if row.round_id <= last], splits, to_come=to_come, joined=into)
    known |= dict.fromkeys(_opened_by(carried, known), LastDecision(None, date.min))
    later = [row for row in rows if row.round_id > last]
    return newest_of(later, splits, known, to_come=to_come, joined=into)


def earlier_agreements(
    session: Session, drafts: DraftSet, actor: Actor, row: TextRow
) -> tuple[LevelAgreed, ...]:
    """
    Return the other levels that agreed the words of a line of the newest draft before.

    *row* is the line as *actor* may know it. Four queries at most, none where it is not agreed.
    """
    if row.level is None:
        return ()
    if drafts.context is None or sees_all_proposals(actor, drafts.context):
        last = last_decisions(session, [row.paragraph]).get(row.paragraph)
    else:
        last = known_decisions(session, drafts, actor).get(row.paragraph)
    same = last is not None and (last.level, last.agreed_on) == (row.level, row.agreed_on)
    return last.earlier if last is not None and same else ()


def _rounds_to_come(drafts: DraftSet) -> set[int]:
    """Return the keys of the rounds whose text the reader does not read yet."""
    read = {version.draft.id for version in drafts.versions}
    return {context.round.id for context in drafts.contexts if context.round.next_draft_id not in read}


def _opened_by(carried: Iterable[Sequence[Any]], known: Mapping[int, LastDecision]) -> Iterator[int]:
    """Yield the paragraphs that a carried proposal leaves open: they were not agreed after it was submitted."""
    for paragraph, joined, place, since in carried:
        for key, waiting in ((paragraph, (since,)), (joined, (since,)), (place, ())):
            if key and not is_agreed(known.get(key), waiting, in_brackets=False):
                yield key


def known_agreements(
    session: Session, drafts: DraftSet, actor: Actor, texts: Mapping[int, str]
) -> dict[int, LastDecision]:
    """
    Map each agreed paragraph to the decision of `known_decisions` that agreed it. Five queries at most.

    *texts*: what the paragraphs say in the newest draft of the reader. Where they hold brackets, as decided so far as
    far as the reader knows it, nothing is agreed.
    """
    known = known_decisions(session, drafts, actor)
    texts = known_words(session, drafts, actor, texts, known)
    return {key: last for key, last in known.items() if _agreement(last, texts.get(key, ""))}
