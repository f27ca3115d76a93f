"""What a decision would make of its paragraph and of the whole working text, before it is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.agreements import hindrance
from acm_drafts.negotiation.consequential import change_of, shaped
from acm_drafts.negotiation.consolidation import (
    Consolidation,
    Disagreement,
    Edit,
    consolidate,
)
from acm_drafts.negotiation.errors import (
    N_,
    AlreadyClosed,
    CannotBracket,
    CompromiseAsText,
    IllegalMove,
    InConflict,
    LooseBracket,
    NotFound,
    NotTogether,
    Refusal,
    WrongDecision,
)
from acm_drafts.negotiation.joins import taken_in
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Facts
from acm_drafts.negotiation.reopening import require_referable
from acm_drafts.negotiation.terms import (
    ADOPTED,
    SHAPED,
    AmendmentKind,
    DecisionKind,
    Outcome,
)
from acm_drafts.services.agreeing_sittings import require_could_decide
from acm_drafts.services.bracket_holders import (
    Overridden,
    held_among,
    lifted_before,
    lifted_brackets,
    require_consent_of_holders,
)
from acm_drafts.services.revisions import LONGEST_REASON, clean, clean_wording
from acm_drafts.store.amendment_rows import AdoptedRow, adopted_on
from acm_drafts.store.amendments import (
    AmendmentRecord,
    AmendmentRecords,
    load_amendments_on,
    standing_in_refusal,
)
from acm_drafts.store.bracket_holders import PlacedBracket
from acm_drafts.store.decisions import names_for_brackets
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.meetings import today
from acm_drafts.store.people import get_mission
from acm_drafts.store.records import (
    IS_CURRENT,
    Amendment,
    Decision,
    Disposition,
    Paragraph,
    Revision,
    Round,
    Sitting,
)
from acm_drafts.store.rounds import RoundContext, round_context
from acm_drafts.store.visibility import round_facts
from acm_drafts.text.brackets import holds_bracket, settle, unbalanced
from acm_drafts.text.changes import apply, changes
from acm_drafts.text.language import as_read
from acm_drafts.text.parts import parts_of

BRACKETABLE = (AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE)
ON_PROPOSALS = frozenset(DecisionKind) - {DecisionKind.AGREE, DecisionKind.REOPEN, DecisionKind.VOID}
"""Sponsors contest what was decided in these ways."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    What the Mission wants to decide, as plain values.

    *revisions*: the keys of the revisions on the page; of a compromise those it absorbs. *chosen*: the numbers (from 0)
    of the changes of the one revision accepted in part. *text*: the compromise. *rank*: the place of a new paragraph
    among several at one place. *sitting*: the code of the sitting that reached it; "": the Mission proposes it.
    *ad_referendum*: the sitting agreed it subject to confirmation. *changed* (with accept): by the revision of a split
    or join, the wordings typed for its parts; what differs from what they would say is a consequential change.
    *settled* (with accept): brackets of the draft that are lifted by the Mission's own edit, each as its number and
    that of what stands (text.brackets.settlements). *after* (with compromise): the code of the version that it follows;
    such a compromise may absorb nothing.
    """

    kind: DecisionKind
    revisions: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()
    text: str = ""
    reason: str = ""
    sitting: str = ""
    rank: int | None = None
    settled: tuple[tuple[int, int], ...] = ()
    changed: tuple[tuple[int, tuple[str, ...]], ...] = ()
    ad_referendum: bool = False
    after: str = ""
    over: tuple[str, ...] = ()
    """The codes of parties over whom the sitting lifts brackets that they hold."""


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What a judgement would make of one revision (or of the Mission's own wording, where *entry* is None).

    *shape* is the split or join of which that wording is a consequential change, None where it is none.
    """

    entry: AmendmentRecord | None
    outcome: Outcome
    text: str
    chosen: tuple[int, ...] = ()
    rank: int | None = None
    shape: AmendmentRecord | None = None


@dataclass(slots=True)
class Table:
    """
    Everything that one decision on a paragraph is weighed with; *beside*: pending on what joins make one with it.

    *held*: the brackets of it, and of what joins take in, that somebody holds.
    """

    context: RoundContext
    paragraph: Paragraph
    lines: tuple[Line, ...]
    entries: AmendmentRecords
    accepted: tuple[AdoptedRow, ...]
    mission: int
    names: frozenset[str]
    today: date
    beside: tuple[Edit, ...] = ()
    held: tuple[PlacedBracket, ...] = ()

    def edits(self, effects: Sequence[Effect], *, without: int | None = None) -> list[Edit]:
        """
        Return the accepted edits and those that *effects* would add, leaving out those of one decision.

        New wordings of paragraphs elsewhere cannot stand against these and are left out too.
        """
        taken_in = (effect.entry.revision.other_id or 0 for effect in effects if effect.entry)
        near = {self.paragraph.id, *(a.edit.other for a in self.accepted), *taken_in}
        accepted = [
            a.edit
            for a in self.accepted
            if a.decision != without
            and (a.edit.kind is not AmendmentKind.REPLACE or a.edit.paragraph in near)
        ]
        return accepted + [e for effect in effects if (e := self._edit(effect)) is not None]

    def _edit(self, effect: Effect) -> Edit | None:
        if effect.outcome not in ADOPTED:
            return None
        if effect.shape is not None:
            return replace(effect.shape.edit(text=effect.text), proposal=0, kind=AmendmentKind.CONSEQUENTIAL)
        if effect.entry is None:
            return self.compromise(effect.text)
        bracketed = effect.outcome is Outcome.BRACKETED
        return effect.entry.edit(text=effect.text, bracketed=bracketed, rank=effect.rank)

    def compromise(self, text: str) -> Edit:
        """Return the Mission's compromise as an edit; it has no key yet."""
        base = self.base()
        if base is not None:
            return Edit(0, AmendmentKind.REPLACE, self.paragraph.id, base=base, text=text)
        source = self.insertion()
        return Edit(
            0,
            AmendmentKind.INSERT,
            -1,  # its identity comes with the decision
            text=text,
            after=source.revision.after_id or 0,
            line_kind=source.edit().line_kind,
            depth=source.revision.depth,
            numbered=source.revision.numbered,
        )

    def base(self) -> str | None:
        """What the paragraph says in the draft, None where it is only proposed."""
        return next((line.text for line in self.lines if line.paragraph == self.paragraph.id), None)

    def now(self) -> str | None:
        """What the paragraph says with what was accepted so far; None where it is not in the text."""
        return wording_in(consolidate(self.lines, self.edits(())), self.paragraph.id)

    def insertion(self) -> AmendmentRecord:
        """The proposal by which a paragraph that is not in the draft is to come in. Raises NotFound."""
        for record in self.entries:
            if record.kind is AmendmentKind.INSERT and record.amendment.paragraph_id == self.paragraph.id:
                return record
        raise NotFound()


def absorbed_by(
    records: AmendmentRecords | Sequence[AmendmentRecord], decision: int | None
) -> list[AmendmentRecord]:
    """Return the proposals of delegations that a decision absorbed; none for None."""
    return [
        record
        for record in records
        if decision is not None
        and record.decision is not None
        and record.decision.id == decision
        and record.disposition is not None
        and record.disposition.outcome == Outcome.ABSORBED
    ]


def table_of(session: Session, paragraph_id: int) -> Table:
    context = round_context(session, round_of(session, paragraph_id))
    lines = lines_of_draft(session, context.version.draft.id)
    bracketed = any(holds_bracket(line.text) for line in lines if line.paragraph == paragraph_id)
    accepted = adopted_on(session, context.round.id)
    parts = taken_in(paragraph_id, [row.edit for row in accepted])
    beside = load_amendments_on(session, parts) if parts else ()
    entries = load_amendments_on(session, [paragraph_id])
    joined = {record.revision.other_id for record in entries if record.kind is AmendmentKind.JOIN}
    near = {paragraph_id, *parts, *joined}
    return Table(
        context=context,
        paragraph=session.get_one(Paragraph, paragraph_id, populate_existing=True),
        lines=lines,
        entries=entries,
        accepted=accepted,
        mission=get_mission(session).id,
        names=names_for_brackets(session) if bracketed else frozenset(),
        today=today(session, context.meeting),
        beside=tuple(record.edit() for record in beside if record.pending),
        held=held_among(session, context, [line for line in lines if line.paragraph in near]),
    )


def round_of(session: Session, paragraph_id: int) -> int:
    round_id = session.scalar(
        select(Round.id)
        .join(Paragraph, Paragraph.communique_id == Round.communique_id)
        .where(Paragraph.id == paragraph_id, Round.closed_at.is_(None))
    )
    if round_id is not None:
        return round_id
    if session.get(Paragraph, paragraph_id) is None:
        raise NotFound()
    raise AlreadyClosed()


def may_be_kept(decision: Decision) -> bool:
    """Return whether a live decision can be taken again as a level agreed it: on proposals, and at no level yet."""
    return not decision.level and decision.kind in ON_PROPOSALS


def require_sitting_could_decide(
    session: Session,
    table: Table,
    effects: Sequence[Effect],
    judgement: Judgement,
    *,
    sitting: Sitting | None,
) -> None:
    """
    Raise SubmittedLater or OffTheAgenda where a closed *sitting* could not have decided *judgement*.

    Where the paragraph is agreed as it stands, what was accepted on it must have been submitted before. A new paragraph
    is on the agenda by itself, or with the one that it follows.
    """
    if sitting is None or sitting.closed_at is None:
        return
    proposals = {effect.entry.amendment.id for effect in effects if effect.entry}
    if judgement.kind is DecisionKind.AGREE:
        proposals |= {row.amendment for row in table.accepted if row.edit.paragraph == table.paragraph.id}
    is_new = table.base() is None
    place = table.insertion().revision.after_id if is_new else table.paragraph.id
    lines = [line for line in table.lines if line.paragraph == place]
    new = table.paragraph.id if is_new else None
    require_could_decide(session, sitting, lines, new=new, proposals=proposals, reason=judgement.reason)


def taken_again(session: Session, earlier: Decision, sitting: str) -> Judgement:
    """Return the judgement of a voided decision, on what its proposals say since; a compromise in its own words."""
    rows = session.scalars(
        select(Disposition)
        .where(Disposition.decision_id == earlier.id)
        .options(joinedload(Disposition.revision).joinedload(Revision.amendment))
        .order_by(Disposition.id)
    ).all()
    compromise = earlier.kind == DecisionKind.COMPROMISE
    own = next(row for row in rows if row.outcome != Outcome.ABSORBED)
    changes = [row for row in rows if row.revision.amendment.kind == AmendmentKind.CONSEQUENTIAL]
    judged = [row for row in rows if row not in changes]
    named = [row.revision.amendment_id for row in judged if (row.outcome == Outcome.ABSORBED) == compromise]
    current = select(Revision.id).join(Amendment, IS_CURRENT)
    keys = session.scalars(current.where(Amendment.id.in_(named)).order_by(Amendment.id))
    changed = (
        (key, tuple(parts_of(row.text)))
        for row in changes
        if (key := row.revision.amends_revision_id) is not None
    )
    return Judgement(
        DecisionKind(earlier.kind),
        tuple(keys),
        chosen=tuple(own.chosen),
        text=own.text if compromise else "",
        reason=earlier.reason,
        sitting=sitting,
        rank=own.rank,
        changed=tuple(changed),
    )


def facts(table: Table) -> Facts:
    return round_facts(table.context)


# Weighing ----------------------------------------------------------------------------------------


def weigh(table: Table, judgement: Judgement) -> tuple[Effect, ...]:
    """Return what *judgement* makes of each revision it names. Raises what makes it impossible in itself."""
    if judgement.ad_referendum:
        require_referable(judgement.kind, reached=bool(judgement.sitting))
    if judgement.kind is DecisionKind.AGREE:
        return _agreement(table, judgement)
    if judgement.settled:
        return _lifting(table, judgement)
    records = _named(table, judgement)
    if not records and not (judgement.kind is DecisionKind.COMPROMISE and judgement.after):
        raise WrongDecision(what=N_("choose the proposal that is decided"))
    return _WEIGHED[judgement.kind](table, judgement, records)


def _named(table: Table, judgement: Judgement) -> list[AmendmentRecord]:
    """Return the entries of the named revisions, each still current and pending. Raises IllegalMove or NotFound."""
    paragraph = table.paragraph.id
    by_revision = {record.revision.id: record for record in table.entries if not takes_in(record, paragraph)}
    again = absorbed_by(table.entries, replaced(table, judgement))  # a new version absorbs them again
    named = []
    for key in dict.fromkeys(judgement.revisions):
        record = by_revision.get(key)
        if record is None:
            raise IllegalMove(state=N_("revised"), move=N_("decided from an old page"))
        if not record.pending and record not in again:
            raise IllegalMove(state=standing_in_refusal(record), move=N_("decided"))
        named.append(record)
    return named


def _acceptance(table: Table, judgement: Judgement, records: list[AmendmentRecord]) -> tuple[Effect, ...]:
    effects = []
    for record in records:
        effects.append(Effect(record, Outcome.ACCEPTED, record.revision.text, rank=judgement.rank))
        amended = table.entries.entries.get(record.amendment.amends_id or 0)
        if amended and amended.pending and amended.kind is AmendmentKind.REPLACE and amended not in records:
            effects.append(Effect(amended, Outcome.ABSORBED, ""))
    return (*effects, *_consequential(table, judgement, records))


def _consequential(
    table: Table, judgement: Judgement, records: Sequence[AmendmentRecord]
) -> Iterator[Effect]:
    """Yield the Mission's consequential changes of the splits and joins among *records*, each text once."""
    typed, texts = dict(judgement.changed), set()
    for record in records:
        if record.kind in SHAPED and record.revision.id in typed:
            text = _change_of(table, record, typed[record.revision.id])
            if text is not None and text not in texts:
                texts.add(text)
                yield Effect(None, Outcome.ACCEPTED, text, shape=record)


def _change_of(table: Table, record: AmendmentRecord, typed: Sequence[str]) -> str | None:
    """Return what was *typed* of a split or join as a wording made of what it proposes; None where nothing changes."""
    offered = shaped(table.lines, [row.edit for row in table.accepted], record.edit())
    if offered is None:
        return None  # it cannot be accepted as it is, which is told
    parts = [clean_wording(part, parts_of(offered.shown)) for part in typed]
    if len(parts) != len(parts_of(offered.shown)):
        raise WrongDecision(what=N_("write the wording of every part, and of no other"))
    if not all(parts):
        raise WrongDecision(what=N_("no part can be left without words"))
    return change_of(offered, parts)


def _part(table: Table, judgement: Judgement, records: list[AmendmentRecord]) -> tuple[Effect, ...]:
    if len(records) != 1 or records[0].kind is not AmendmentKind.REPLACE:
        raise WrongDecision(what=N_("one new wording at a time can be accepted in part"))
    record = records[0]
    own = changes(record.base, record.revision.text)
    chosen = tuple(sorted(set(judgement.chosen)))
    if not chosen or len(chosen) >= len(own) or not set(chosen) <= set(range(len(own))):
        raise WrongDecision(what=N_("choose some of the changes, not none and not all"))
    return (Effect(record, Outcome.PART, apply(record.base, [own[i] for i in chosen]), chosen),)


def _compromise(table: Table, judgement: Judgement, records: list[AmendmentRecord]) -> tuple[Effect, ...]:
    base = table.base()
    text = clean_wording(judgement.text, [base or "", *(entry.revision.text for entry in table.entries)])
    if not text:
        raise WrongDecision(what=N_("the compromise has no text"))
    if base is not None and as_read(text) == as_read(base):
        raise CompromiseAsText()
    absorbed = [Effect(record, Outcome.ABSORBED, "") for record in records]
    return (Effect(None, Outcome.ACCEPTED, text, rank=judgement.rank), *absorbed)


def _rejection(table: Table, judgement: Judgement, records: list[AmendmentRecord]) -> tuple[Effect, ...]:
    if not clean(judgement.reason, LONGEST_REASON):
        raise WrongDecision(what=N_("a rejection needs a reason"))
    return tuple(Effect(record, Outcome.REJECTED, "") for record in records)


def _bracketing(table: Table, judgement: Judgement, records: list[AmendmentRecord]) -> tuple[Effect, ...]:
    if any(record.kind not in BRACKETABLE for record in records):
        raise CannotBracket()
    return tuple(Effect(e, Outcome.BRACKETED, e.revision.text, rank=judgement.rank) for e in records)


def _deferral(table: Table, judgement: Judgement, records: list[AmendmentRecord]) -> tuple[Effect, ...]:
    return tuple(Effect(record, Outcome.DEFERRED, "") for record in records)


def _lifting(table: Table, judgement: Judgement) -> tuple[Effect, ...]:
    base = table.base()
    if base is None or judgement.kind is not DecisionKind.ACCEPT:
        raise WrongDecision(what=N_("only brackets of the text itself are lifted"))
    try:
        text = settle(base, judgement.settled, table.names)
    except ValueError:
        raise WrongDecision(what=N_("choose what stands of each pair of brackets")) from None
    if not text.strip():
        raise WrongDecision(what=N_("nothing would stand: propose to delete the paragraph"))
    return (Effect(None, Outcome.ACCEPTED, text),)


def _agreement(table: Table, judgement: Judgement) -> tuple[Effect, ...]:
    if not judgement.sitting:
        raise WrongDecision(what=N_("an agreement names its sitting"))
    if refusal := hindrance_to_agreeing(table):
        raise refusal
    return ()


def hindrance_to_agreeing(table: Table) -> Refusal | None:
    """Return why the paragraph of *table* cannot be agreed as it stands, None where it can."""
    pending = [*(record.edit() for record in table.entries if record.pending), *table.beside]
    accepted = [row.edit for row in table.accepted]
    return hindrance(table.paragraph.id, pending=pending, accepted=accepted, now=table.now())


def takes_in(record: AmendmentRecord, paragraph: int) -> bool:
    """Return whether a proposal is to join *paragraph* to the one before it."""
    return record.kind is AmendmentKind.JOIN and record.revision.other_id == paragraph


_WEIGHED = {
    DecisionKind.ACCEPT: _acceptance,
    DecisionKind.PART: _part,
    DecisionKind.COMPROMISE: _compromise,
    DecisionKind.REJECT: _rejection,
    DecisionKind.BRACKETS: _bracketing,
    DecisionKind.DEFER: _deferral,
}


def require_peace(table: Table, effects: Sequence[Effect], *, without: int | None) -> None:
    """
    Raise InConflict with the first disagreement of the working text with *effects*, NotTogether where these alone are
    in it, or LooseBracket.
    """
    consolidation = consolidate(table.lines, table.edits(effects, without=without))
    if consolidation.disagreements:
        first = consolidation.disagreements[0]
        raise (InConflict if stands_against(table, [first], without=without) else NotTogether)(dispute=first)
    text = wording_in(consolidation, table.paragraph.id) or ""
    if _adopts(effects) and unbalanced(text) is not None and unbalanced(table.now() or "") is None:
        raise LooseBracket()


def require_holders(
    session: Session, table: Table, effects: Sequence[Effect], judgement: Judgement, *, without: int | None
) -> tuple[Overridden, ...]:
    """
    Return over whom *effects* lift brackets. Raises BracketIsHeld: see services.bracket_holders.

    What a sitting agrees, it agrees with what was lifted on the paragraph before.
    """
    if not table.held or not (_adopts(effects) or judgement.kind is DecisionKind.AGREE):
        return ()
    accepted = table.edits((), without=without)
    now = consolidate(table.lines, accepted).fates
    then = consolidate(table.lines, table.edits(effects, without=without)).fates
    before = {}
    if judgement.sitting:
        before = lifted_before(
            session, table.context.round.id, table.held, lines=table.lines, accepted=accepted
        )
    return require_consent_of_holders(
        session,
        lifted_brackets(table.held, now, then),
        [e.entry for e in effects if e.entry and e.outcome in (Outcome.ACCEPTED, Outcome.PART)],
        before=before,
        sitting=judgement.sitting,
        over=judgement.over,
    )


def stands_against(table: Table, disagreements: Sequence[Disagreement], *, without: int | None) -> bool:
    """Return whether something accepted before is in one of *disagreements*, so that it could be voided."""
    earlier = {row.amendment for row in table.accepted if row.decision != without}
    return any(key in earlier for disagreement in disagreements for key in disagreement.proposals)


def _adopts(effects: Sequence[Effect]) -> bool:
    return any(effect.outcome in ADOPTED for effect in effects)


def replaced(table: Table, judgement: Judgement) -> int | None:
    """Return the live compromise of this paragraph, which a new version of it replaces."""
    if judgement.kind is not DecisionKind.COMPROMISE:
        return None
    for row in table.accepted:
        if row.kind == DecisionKind.COMPROMISE and row.edit.paragraph == table.paragraph.id:
            return row.decision
    return None


def wording_in(consolidation: Consolidation, paragraph: int) -> str | None:
    """Return the wording of a paragraph, or of a compromise's new one, in *consolidation*; None where it has none."""
    fate = consolidation.fates.get(paragraph) or consolidation.fates.get(-1)
    return fate.wording() if fate else None
