"""The new paragraphs proposed in a round, read as plain values: `negotiation.insertions` says where they print."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.insertions import Insertion
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Stage
from acm_drafts.store.amendments import AmendmentRecord, says
from acm_drafts.store.conditions import voided
from acm_drafts.store.records import IS_CURRENT, Amendment, Disposition, Revision, VerdictRow
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import runs_hidden_in, submitted_to


def in_round(*columns: Any) -> Select[Any]:
    """Return the query for the submitted new paragraphs of a *round*, in the order in which they were begun."""
    return _new_paragraphs(IS_CURRENT, *columns).where(
        Amendment.round_id == bindparam("round"), Amendment.stage == Stage.SUBMITTED
    )


def _new_paragraphs(condition: ColumnElement[bool], *columns: Any) -> Select[Any]:
    """Return the query for new paragraphs, read in the revision that *condition* chooses."""
    return (
        select(
            Amendment.paragraph_id,
            Revision.after_id,
            Revision.kind,
            Revision.depth,
            Revision.numbered,
            *columns,
        )
        .join(Revision, condition)
        .where(Amendment.kind == AmendmentKind.INSERT)
        .order_by(Amendment.id)
    )


def proposed_as(keys: Collection[int]) -> Select[Any]:
    """Return the query for the new paragraphs with *keys* as their proposals say them now, whatever became of these."""
    return _new_paragraphs(IS_CURRENT).where(Amendment.paragraph_id.in_(keys))


def insertion(row: Row[Any]) -> Insertion:
    """Return a row of `in_round` as the negotiation takes it."""
    return Insertion(row.paragraph_id, row.after_id or START, row.kind, row.depth, row.numbered)


def load_new_paragraphs(session: Session, actor: Actor, context: RoundContext) -> list[Insertion]:
    """Return the new paragraphs of a running round that *actor* may read, decided or not. One query."""
    condition = says(runs_hidden_in(actor, context))
    statement = _new_paragraphs(condition).where(submitted_to(actor, context))
    return [insertion(row) for row in session.execute(statement)]


_OF_ROUND, _LAST = aliased(Revision), aliased(Revision)


def load_new_paragraphs_at_closing(session: Session, context: RoundContext) -> list[Insertion]:
    """
    Return the new paragraphs that lay in a round when it was closed, whatever became of them since. One query.

    They are those that it decided or that its closing gave a verdict. For who reads all its proposals.
    """
    round_id = context.round.id
    has_verdict = select(VerdictRow.id).where(VerdictRow.revision_id == _OF_ROUND.id).exists()
    is_decided = (
        select(Disposition.id)
        .where(
            Disposition.revision_id == _OF_ROUND.id,
            Disposition.outcome != str(Outcome.DEFERRED),  # it goes on to wait, and can be withdrawn
            ~voided(Disposition.decision_id),
        )
        .exists()
    )
    lay_there = select(_OF_ROUND.amendment_id).where(
        _OF_ROUND.round_id == round_id, or_(has_verdict, is_decided)
    )
    last = (
        select(func.max(_LAST.sequence))
        .where(_LAST.amendment_id == Amendment.id, _LAST.round_id == round_id)
        .correlate(Amendment)
        .scalar_subquery()
    )
    condition = and_(Revision.amendment_id == Amendment.id, Revision.sequence == last)
    statement = _new_paragraphs(condition).where(Amendment.id.in_(lay_there))
    return [insertion(row) for row in session.execute(statement)]


def insertions_of(records: Iterable[AmendmentRecord]) -> list[Insertion]:
    """Return the new paragraphs among proposals that are read already."""
    return [
        Insertion(
            record.amendment.paragraph_id,
            record.revision.after_id or START,
            record.revision.kind,
            record.revision.depth,
            record.revision.numbered,
        )
        for record in records
        if record.kind is AmendmentKind.INSERT
    ]
