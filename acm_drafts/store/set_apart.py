"""
Paragraphs that are not agreed together with the rest of a draft.

A sitting did not agree them, a silence on them was broken, or they were reopened, and no level agreed them since. Each
can still be agreed by itself, by whoever sees why it was set apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from acm_drafts.negotiation.status import AGREES
from acm_drafts.negotiation.terms import DecisionKind, SittingResult
from acm_drafts.store.conditions import live, voided
from acm_drafts.store.records import Decision, Silence, SilenceBreak, Sitting, SittingResultRow, SittingStance
from acm_drafts.store.silence import BREAK_COUNTS

_NOT_AGREED = (SittingResult.NOT_AGREED, SittingResult.REFERRED)


@dataclass(frozen=True, slots=True)
class SetApart:
    """
    Why a paragraph is set apart: the *result* of a *sitting*, the break of a *silence*, or its *reopening*.

    One of the three is there: the last result or break, and the reopening where there is neither.
    """

    result: SittingResultRow | None = None
    sitting: Sitting | None = None
    silence: Silence | None = None
    broken: SilenceBreak | None = None
    reopening: Decision | None = None

    @property
    def is_declined(self) -> bool:
        """Whether somebody would not agree its words, as far as is on record."""
        return self.reopening is None


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
_AGREED_AT = live(
    select(Decision.paragraph_id, func.max(Decision.at))
    .where(
        Decision.communique_id == bindparam("communique"),
        Decision.level.is_not(None),
        Decision.kind.in_([str(kind) for kind in AGREES]),
    )
    .group_by(Decision.paragraph_id)
)
"""When a level agreed words of each paragraph last."""
_NEWEST_RESULTS = (
    select(func.max(SittingResultRow.id).label("result"))
    .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
    .where(Sitting.communique_id == bindparam("communique"), ~voided(SittingResultRow.decision_id))
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


_BREAKS = (
    select(SilenceBreak, Silence)
    .join(Silence, Silence.id == SilenceBreak.silence_id)
    .where(Silence.communique_id == bindparam("communique"), BREAK_COUNTS)
    .options(joinedload(Silence.body))
    .order_by(SilenceBreak.id)
)


def set_apart(session: Session, communique_id: int) -> Mapping[int, SetApart]:
    """
    Return by paragraph of a text why it is set apart.

    A sitting recorded it as not agreed or referred, or a silence on it was broken, after the last time at which a level
    agreed its words; or the last decision on it that counts reopened it. Six queries.
    """
    facts = {"communique": communique_id}
    agreed = dict(session.execute(_AGREED_AT, facts).all())
    apart = {
        row.paragraph_id: SetApart(reopening=row)
        for row in session.scalars(_DECISIONS, facts)
        if row.kind == DecisionKind.REOPEN and row.paragraph_id
    }
    declined: list[tuple[datetime, int, SetApart]] = [
        (result.at, result.paragraph_id, SetApart(result=result, sitting=sitting))
        for result, sitting in session.execute(_RESULTS, facts)
    ]
    declined += [
        (broken.at, broken.paragraph_id, SetApart(broken=broken, silence=silence))
        for broken, silence in session.execute(_BREAKS, facts)
    ]
    for at, paragraph, why in sorted(declined, key=itemgetter(0)):
        if paragraph not in agreed or agreed[paragraph] < at:
            apart[paragraph] = why
    return apart
