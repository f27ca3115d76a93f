"""
Paragraphs that are not agreed together with the rest of a draft: a sitting did not agree them, or they were reopened.

Each can still be agreed by itself, by whoever sees why it was set apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from acm_drafts.negotiation.terms import DecisionKind, SittingResult
from acm_drafts.store.conditions import live
from acm_drafts.store.records import Decision, Sitting, SittingResultRow, SittingStance

_NOT_AGREED = (SittingResult.NOT_AGREED, SittingResult.REFERRED)


@dataclass(frozen=True, slots=True)
class SetApart:
    """
    Why a paragraph is set apart: the *result* of a sitting recorded since the last decision on it, or its *reopening*.

    One of the two is there.
    """

    result: SittingResultRow | None = None
    reopening: Decision | None = None
    sitting: Sitting | None = None


_NEWEST_DECISIONS = live(
    select(Decision.paragraph_id, func.max(Decision.id).label("decision"))
    .where(Decision.communique_id == bindparam("communique"), Decision.kind != str(DecisionKind.VOID))
    .group_by(Decision.paragraph_id)
).subquery()
_DECISIONS = (
    select(Decision)
    .join(_NEWEST_DECISIONS, _NEWEST_DECISIONS.c.decision == Decision.id)
    .options(joinedload(Decision.asked_by))
)
_NEWEST_RESULTS = (
    select(func.max(SittingResultRow.id).label("result"))
    .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
    .where(Sitting.communique_id == bindparam("communique"))
    .group_by(SittingResultRow.paragraph_id)
    .subquery()
)
_RESULTS = (
    select(SittingResultRow, Sitting)
    .join(_NEWEST_RESULTS, _NEWEST_RESULTS.c.result == SittingResultRow.id)
    .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
    .where(SittingResultRow.result.in_([str(result) for result in _NOT_AGREED]))
    .options(
        joinedload(Sitting.body),
        joinedload(SittingResultRow.referred_to),
        selectinload(SittingResultRow.stances).joinedload(SittingStance.party),
    )
)


def set_apart(session: Session, communique_id: int) -> Mapping[int, SetApart]:
    """
    Return by paragraph of a text why it is set apart: not agreed, or referred, at a sitting after the last decision on
    it that counts, or reopened by that decision. Three queries.
    """
    facts = {"communique": communique_id}
    last = {row.paragraph_id: row for row in session.scalars(_DECISIONS, facts)}
    apart = {
        key: SetApart(reopening=row) for key, row in last.items() if row.kind == DecisionKind.REOPEN and key
    }
    for result, sitting in session.execute(_RESULTS, facts):
        decision = last.get(result.paragraph_id)
        if decision is None or decision.at < result.at:
            apart[result.paragraph_id] = SetApart(result=result, sitting=sitting)
    return apart
