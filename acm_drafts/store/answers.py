"""What sponsors contested by their answers: the outcome that their proposals had by then."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.status import BY_OUTCOME, BY_VERDICT, is_only_proposed
from acm_drafts.negotiation.terms import Answer, Outcome, Standing, Verdict
from acm_drafts.store.records import AnswerRow, Circulation, Decision, Disposition, Round, VerdictRow


class Contested(NamedTuple):
    """
    What a *party* contested at a moment: the *standing* of a proposal (its key), and whether that was only proposed.

    *standing* is None where it contests what became of words of which a circulated draft lifted the brackets.
    """

    amendment: int
    party: int
    at: datetime
    standing: Standing | None
    only_proposed: bool


def contested_outcomes(session: Session, amendments: Collection[int]) -> Sequence[Contested]:
    """
    Return what was contested of proposals, by their keys, oldest first.

    Without entries from the floor, which are disowned. One query, none for no *amendments*.
    """
    if not amendments:
        return []
    rows = session.execute(
        select(AnswerRow, Disposition.outcome, Decision.level, VerdictRow.verdict, Circulation.at)
        .outerjoin(Disposition, Disposition.id == AnswerRow.disposition_id)
        .outerjoin(Decision, Decision.id == Disposition.decision_id)
        .outerjoin(Round, Round.id == Decision.round_id)
        .outerjoin(Circulation, Circulation.draft_id == Round.next_draft_id)
        .outerjoin(VerdictRow, VerdictRow.id == AnswerRow.verdict_id)
        .where(
            AnswerRow.amendment_id.in_(amendments),
            AnswerRow.answer == str(Answer.CONTEST),
            AnswerRow.revision_id.is_(None),
        )
        .order_by(AnswerRow.id)
    )
    return [_contested(*row) for row in rows]


def _contested(row: AnswerRow, outcome: str, level: str | None, verdict: str, published: Any) -> Contested:
    """Return what *row* contests; a decision whose text was *published* by then can be so for its brackets alone."""
    standing = BY_VERDICT[Verdict(verdict)] if verdict else BY_OUTCOME[Outcome(outcome)]
    proposed = verdict is None and is_only_proposed(standing, level=level, agreed_since=False)
    if published is not None and published <= row.at:
        return Contested(row.amendment_id, row.party_id, row.at, None, only_proposed=False)
    return Contested(row.amendment_id, row.party_id, row.at, standing, proposed)
