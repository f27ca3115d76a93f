"""
What was decided on one paragraph in a round, and what the paragraph says by it so far.

For the form of the next decision: a fixed number of queries, whatever else the round decided.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.consolidation import consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store import queries, tally
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Decision

_ELSEWHERE = (AmendmentKind.INSERT, AmendmentKind.MOVE, AmendmentKind.JOIN)


def live_decisions(session: Session, round_id: int, paragraph_id: int) -> Sequence[Decision]:
    """Return the decisions on a paragraph that count in a round, newest first. One query."""
    voiding = aliased(Decision)
    return session.scalars(
        select(Decision)
        .outerjoin(voiding, voiding.voids_id == Decision.id)
        .where(
            Decision.round_id == round_id,
            Decision.paragraph_id == paragraph_id,
            Decision.kind != "void",
            voiding.id.is_(None),
        )
        .order_by(Decision.sequence.desc())
    ).all()


def find_text(session: Session, setting: Setting, paragraph_id: int) -> str | None:
    """
    Return what a paragraph of the round's draft says with the decisions taken so far.

    None where they delete it, or where it is not in the draft. Two queries.
    """
    wording = queries.find_wording(session, paragraph_id, setting.issue.draft.id)
    if wording is None:
        return None
    edits = [
        one.edit
        for one in tally.adopted(session, setting.round.id, [paragraph_id])
        if one.edit.kind not in _ELSEWHERE
    ]
    fate = consolidate((Line(paragraph_id, wording.text),), edits).fates.get(paragraph_id)
    if fate is None or fate.text is None:
        return None
    return "\n".join([fate.text, *(text for _, text in fate.parts)])
