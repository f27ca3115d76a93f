"""What the Mission wrote together with a decision: the text of a compromise, a consequential change."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Outcome
from acm_drafts.store.conditions import live
from acm_drafts.store.records import Amendment, Decision, Disposition, Revision, Sitting


def written_with_decisions(session: Session, amendments: Collection[int]) -> dict[int, Decision]:
    """
    Return by proposal the decision that counts and with which the Mission wrote it; those of *amendments* alone.

    That is the text of a compromise, or a consequential change: the journal has no line of its decision. One query.
    """
    rows = session.execute(
        live(select(Revision.amendment_id, Decision))
        .join(Disposition, Disposition.decision_id == Decision.id)
        .join(Disposition.revision)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .where(
            Revision.amendment_id.in_(amendments),
            Disposition.outcome == Outcome.ACCEPTED,
            or_(Decision.kind == DecisionKind.COMPROMISE, Amendment.kind == AmendmentKind.CONSEQUENTIAL),
        )
        .options(joinedload(Decision.sitting).joinedload(Sitting.body))
    )
    return dict(rows.all())
