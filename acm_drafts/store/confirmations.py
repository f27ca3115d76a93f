"""What was agreed ad referendum and waits for its confirmation, and who confirmed what."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from acm_drafts.store.conditions import live
from acm_drafts.store.records import Confirmation, Decision


def decisions_by_key(session: Session, keys: Collection[int]) -> dict[int, Decision]:
    """Return the decisions with *keys*, each with its sitting or silence procedure. One query, none for none."""
    if not keys:
        return {}
    rows = session.scalars(select(Decision).where(Decision.id.in_(keys)).order_by(Decision.id))
    return {row.id: row for row in rows}


def unconfirmed_of_sitting(session: Session, sitting_id: int) -> Sequence[Decision]:
    """Return what a sitting decided ad referendum that counts and nobody confirmed yet. One query."""
    return session.scalars(
        live(select(Decision))
        .where(Decision.sitting_id == sitting_id, Decision.ad_referendum, ~Decision.confirmed)
        .order_by(Decision.id)
    ).all()


def confirmations_on(session: Session, paragraphs: Collection[int]) -> Sequence[Row[Confirmation, Decision]]:
    """Return each confirmation of what was decided on *paragraphs*, with the decision, in order. One query."""
    return session.execute(
        select(Confirmation, Decision)
        .join(Decision, Decision.id == Confirmation.decision_id)
        .where(Decision.paragraph_id.in_(paragraphs))
        .order_by(Confirmation.at, Confirmation.decision_id)
    ).all()
