"""The new paragraphs that a sitting accepted, with the numbers that they print until they come into the text."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.insertions import new_paragraphs
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.insertions import insertions_of, load_new_paragraphs, load_new_paragraphs_at_closing
from acm_drafts.store.listing import load_compilation
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import sees_all_proposals


class NewThere(NamedTuple):
    """
    A new paragraph that a sitting accepted.

    *number*: what it was called while it was only proposed, "12 bis"; "" where it had none. *after*: the paragraph that
    it is to follow, START for the beginning. Where the reader may not know of the proposal they are "" and None.
    """

    number: str
    after: int | None


def new_paragraphs_at(
    session: Session,
    actor: Actor,
    rows: Sequence[Any],
    *,
    contexts: Mapping[int, RoundContext],
    read: Collection[int],
) -> dict[int, NewThere]:
    """
    Return the new paragraphs that decisions accepted, by their keys; *rows*: decisions with what they decided on.

    *read*: the keys of the rounds that *actor* reads whole. A number is the one that every page of the round shows this
    reader. No query without any; else two for each round, ten for a closed one that is not read whole.
    """
    brought = {
        row.Decision.paragraph_id: row
        for row in rows
        if row.Amendment is not None and row.Amendment.kind == AmendmentKind.INSERT and row.outcome in ADOPTED
    }
    known = {key: row for key, row in brought.items() if names_proposal(row, read)}
    numbers: dict[int, str] = {}
    for round_id in {row.Decision.round_id for row in known.values()}:
        numbers |= _numbers_in(session, actor, contexts[round_id])
    return {
        key: NewThere(numbers.get(key, ""), row.after_id or START) if key in known else NewThere("", None)
        for key, row in brought.items()
    }


def names_proposal(row: Any, read: Collection[int]) -> bool:
    """Return whether the reader is told which proposal was decided on; *read*: the keys of rounds read whole."""
    return row.Amendment is not None and (row.Decision.round_id in read or row.own)


def _numbers_in(session: Session, actor: Actor, context: RoundContext) -> dict[int, str]:
    """Return what the new paragraphs of a round are called that *actor* may read, of a closed one until its closing."""
    if context.round.closed_at is None:
        insertions = load_new_paragraphs(session, actor, context)
    elif sees_all_proposals(actor, context):
        insertions = load_new_paragraphs_at_closing(session, context)
    else:
        insertions = insertions_of(load_compilation(session, actor, context))
    groups = new_paragraphs(lines_of_draft(session, context.version.draft.id), insertions).values()
    return {new.paragraph: new.reference for group in groups for new in group}
