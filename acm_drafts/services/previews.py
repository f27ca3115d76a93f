"""
A decision shown before it is taken: its paragraph, its place and numbers, and what follows for the others.

It asks services.weighing what services.decisions would ask, and writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.carrying import Carried, carry_all
from acm_drafts.negotiation.consolidation import START, Consolidation, Disagreement, Fate, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services.paragraphs import labelled
from acm_drafts.services.weighing import (
    Judgement,
    Table,
    absorbed_by,
    facts,
    replaced,
    stands_against,
    table_of,
    weigh,
    wording_in,
)
from acm_drafts.store.docket import Entry


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
    again, because a new version of their compromise leaves them out. *place* where the paragraph is
    moved, split or comes in.
    """

    before: str | None
    after: str | None
    disagreements: tuple[Disagreement, ...]
    follows: tuple[tuple[Entry, Carried], ...]
    released: frozenset[int] = frozenset()
    place: Place | None = None
    earlier: bool = False


def preview(actor: Actor, session: Session, paragraph_id: int, judgement: Judgement) -> Preview:
    """
    Return what *judgement* would make of the paragraph, without writing.

    Refuses what `decisions.decide` refuses, but shows a dispute, and a bracket without a partner.
    """
    table = table_of(session, paragraph_id)
    require(actor, Act.DECIDE, facts(table))
    effects = weigh(table, judgement)
    earlier = replaced(table, judgement)
    now = consolidate(table.lines, table.edits(()))
    then = consolidate(table.lines, table.edits(effects, without=earlier))
    before, after = (wording_in(result, table.paragraph.id) for result in (now, then))
    decided = {effect.entry.amendment.id for effect in effects if effect.entry}
    released = frozenset(e.amendment.id for e in absorbed_by(table.entries, earlier)) - decided
    waiting = [
        e
        for e in table.entries
        if (e.pending or e.amendment.id in released) and e.amendment.id not in decided
    ]
    follows = carry_all([e.edit() for e in waiting], _with_proposed(then.fates, waiting), then.lines)
    told = () if then.disagreements else tuple(zip(waiting, follows, strict=True))
    place = _place_in(session, table, now, then)
    against = stands_against(table, then.disagreements, without=earlier)
    return Preview(before, after, then.disagreements, told, released, place, against)


def _place_in(session: Session, table: Table, now: Consolidation, then: Consolidation) -> Place | None:
    """Return where the paragraph would stand, where that or the number of its parts is what changes."""
    own = [-1, table.paragraph.id]
    fate = next((then.fates[key] for key in own if key in then.fates), Fate(None))
    if fate.text is None:
        return None
    before, after = (_follows(result.lines, own) for result in (now, then))
    if before == after and not fate.parts:
        return None
    family = {*own, *(part for part, _ in fate.parts)}
    printed = labelled(session, table.setting.round, then.lines)
    labels = tuple(line.label for line in printed if line.paragraph in family)
    return Place(
        next((line for line in then.lines if line.paragraph == after), None), labels, before != after
    )


def _follows(lines: Sequence[Line], own: Sequence[int]) -> int | None:
    """Return the paragraph that one of *own* follows, START at the beginning, None where it is not in *lines*."""
    order = [START, *(line.paragraph for line in lines)]
    return next((order[order.index(key) - 1] for key in own if key in order), None)


def _with_proposed(fates: Mapping[int, Fate], pending: Sequence[Entry]) -> dict[int, Fate]:
    """Add the new paragraphs that are only proposed: what hangs on them is carried with them."""
    known = dict(fates)
    for entry in pending:
        if entry.kind is AmendmentKind.INSERT:
            known.setdefault(entry.amendment.paragraph_id, Fate(entry.revision.text))
    return known
