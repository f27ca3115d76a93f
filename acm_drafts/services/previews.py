"""What a decision would make of its paragraph and of the other proposals, shown before it is recorded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.bracket_holders import BracketIsHeld
from acm_drafts.negotiation.brackets import Lifted, freed
from acm_drafts.negotiation.carrying import Carried, carry_all
from acm_drafts.negotiation.consolidation import START, Consolidation, Disagreement, Fate, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import AmendmentKind, Outcome
from acm_drafts.services.agreeing_sittings import sitting_that_agrees
from acm_drafts.services.evaluation import (
    Judgement,
    Table,
    absorbed_by,
    facts,
    replaced,
    require_holders,
    require_sitting_could_decide,
    stands_against,
    table_of,
    weigh,
    wording_in,
)
from acm_drafts.services.paragraph_states import labelled
from acm_drafts.store.amendment_rows import objected_compromises
from acm_drafts.store.amendments import AmendmentRecord


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph would come to stand, and the numbers that it and the parts split from it would print."""

    after: Line | None
    """The line it would follow, as the draft prints it; None at the beginning."""
    labels: tuple[str, ...]
    moved: bool
    """Whether it did not stand there before."""


@dataclass(frozen=True, slots=True)
class Preview:
    """
    What a judgement would make of the paragraph.

    *before* and *after*: its words, split ones with PART between them (None: gone, or not in the
    text). *disagreements*: what prevents it, *earlier*: something accepted before is in one of them.
    *follows*: what becomes of the other pending proposals; *released* are those of them that wait
    again, because a new version of their compromise leaves them out. *freed*: what becomes of the proposals whose
    words stood in brackets that it takes away. *place* where the paragraph is moved, split or comes in.
    """

    before: str | None
    after: str | None
    disagreements: tuple[Disagreement, ...]
    follows: tuple[tuple[AmendmentRecord, Carried], ...]
    released: frozenset[int] = frozenset()
    place: Place | None = None
    earlier: bool = False
    freed: tuple[tuple[AmendmentRecord, Lifted], ...] = ()
    is_changed: bool = False
    """Whether the Mission changes words with it: its consequential change."""
    held: BracketIsHeld | None = None
    """Why it cannot be recorded so: it lifts brackets that others hold."""


def preview_decision(actor: Actor, session: Session, paragraph_id: int, judgement: Judgement) -> Preview:
    """
    Return what *judgement* would make of the paragraph, without writing.

    Refuses what `decisions.decide` refuses, but shows a dispute, a bracket without a partner, and who holds brackets.
    """
    table = table_of(session, paragraph_id)
    require(actor, Act.DECIDE, facts(table))
    sitting = sitting_that_agrees(session, table.context.round.communique_id, judgement.sitting)
    effects = weigh(table, judgement)
    require_sitting_could_decide(session, table, effects, judgement, sitting)
    earlier = replaced(table, judgement)
    now = consolidate(table.lines, table.edits(()))
    then = consolidate(table.lines, table.edits(effects, without=earlier))
    before, after = (wording_in(consolidation, table.paragraph.id) for consolidation in (now, then))
    decided = {effect.entry.amendment.id for effect in effects if effect.entry}
    released = frozenset(e.amendment.id for e in absorbed_by(table.entries, earlier)) - decided
    waiting = _waiting(table.entries, decided, released)
    followed = () if then.disagreements else _carried(table, waiting, then, released)
    place = _place_in(session, table, now, then)
    against = stands_against(table, then.disagreements, without=earlier)
    lifted = () if then.disagreements else freed_by(table.entries, before, after)
    is_changed = any(effect.shape for effect in effects)
    held: BracketIsHeld | None = None
    try:
        require_holders(session, table, effects, judgement, without=earlier)
    except BracketIsHeld as refusal:
        held = refusal
    return Preview(
        before, after, then.disagreements, followed, released, place, against, lifted, is_changed, held
    )


def _carried(
    table: Table, waiting: Sequence[AmendmentRecord], then: Consolidation, released: Collection[int]
) -> tuple[tuple[AmendmentRecord, Carried], ...]:
    """Return what becomes of each proposal that waits; the objections of those *released* are answered."""
    held = [record for record in waiting if record.amendment.id not in released]
    carried = carry_all(
        [record.edit() for record in waiting],
        _with_proposed(then.fates, waiting),
        then.lines,
        objected=objected_compromises(held, table.accepted),
        contested={record.amendment.id for record in held if record.contest},
    )
    return tuple(zip(waiting, carried, strict=True))


def _waiting(
    records: Iterable[AmendmentRecord], decided: Collection[int], released: Collection[int]
) -> list[AmendmentRecord]:
    """Return the records that wait for a decision, or will again when *released*, and are not *decided* now."""
    return [
        record
        for record in records
        if (record.pending or record.amendment.id in released) and record.amendment.id not in decided
    ]


def freed_by(
    records: Iterable[AmendmentRecord], before: str | None, after: str | None
) -> tuple[tuple[AmendmentRecord, Lifted], ...]:
    """
    Return the bracketed records whose brackets a decision takes away, each with what becomes of its words.

    *before* and *after* are what their paragraph says without the decision and with it; None: it is not in the text.
    """
    if before is None or after is None:
        return ()
    bracketed = (record for record in records if record.outcome is Outcome.BRACKETED)
    lifted = ((record, freed(record.edit(), before, after)) for record in bracketed)
    return tuple((record, lifts) for record, lifts in lifted if lifts)


def _place_in(session: Session, table: Table, now: Consolidation, then: Consolidation) -> Place | None:
    """Return where the paragraph would stand; None where neither its place nor its parts change."""
    own = [-1, table.paragraph.id]
    fate = next((then.fates[key] for key in own if key in then.fates), Fate(None))
    if fate.text is None:
        return None
    before, after = (_follows(consolidation.lines, own) for consolidation in (now, then))
    if before == after and not fate.parts:
        return None
    family = {*own, *(part for part, _ in fate.parts)}
    printed = labelled(session, table.context.round, then.lines)
    labels = tuple(line.label for line in printed if line.paragraph in family)
    return Place(
        next((line for line in then.lines if line.paragraph == after), None), labels, before != after
    )


def _follows(lines: Sequence[Line], own: Sequence[int]) -> int | None:
    """Return the paragraph that one of *own* follows, START at the beginning, None where it is not in *lines*."""
    order = [START, *(line.paragraph for line in lines)]
    return next((order[order.index(key) - 1] for key in own if key in order), None)


def _with_proposed(fates: Mapping[int, Fate], pending: Sequence[AmendmentRecord]) -> dict[int, Fate]:
    """Add the new paragraphs that are only proposed: what hangs on them is carried with them."""
    new = (record for record in pending if record.kind is AmendmentKind.INSERT)
    return {record.amendment.paragraph_id: Fate(record.revision.text) for record in new} | dict(fates)
