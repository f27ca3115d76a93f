"""
The end of a silence procedure: what became of each paragraph, recorded once, whatever crashes and whoever comes first.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreements import agreeable, agreed_words
from acm_drafts.negotiation.silence import GRACE, is_due, outcomes
from acm_drafts.negotiation.terms import DecisionKind, SilenceOutcome
from acm_drafts.services.agreements import write_decisions
from acm_drafts.services.bracket_holders import paragraphs_to_ask_on
from acm_drafts.services.people import operator
from acm_drafts.services.silence_candidates import words_so_far
from acm_drafts.services.silence_lines import numbers_of, write_silence_line
from acm_drafts.store.amendment_rows import adopted_on, pending_in_round
from acm_drafts.store.database import db, transaction, utcnow
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import day_in
from acm_drafts.store.records import Silence, SilenceOutcomeRow
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence import SilenceRecord, codes_that_are_over, get_silence, state_of_silence


def conclude_due(now: datetime | None = None) -> int:
    """
    Record the outcome of every procedure whose end has passed by `GRACE`, and return of how many.

    Each is an act of its own: where one fails, the others are recorded, and the failure is raised afterwards.
    """
    session: Session = db.session()
    session.rollback()
    codes = codes_that_are_over(session, (now or utcnow()) - GRACE)
    failures: list[Exception] = []
    for code in codes:
        try:
            conclude(code)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return len(codes)


def conclude(code: str) -> Silence:
    """
    Record what became of each paragraph of a procedure that is over, once, and return it.

    What nobody broke is agreed at the level of its body, unless something on it waits for a decision. One that is not
    due, or that another worker concluded, is left as it is. Raises NotFound.
    """
    with transaction() as session:
        held = hold_round(session, By.SILENCE, code)
        record = get_silence(session, code)
        silence, now = record.silence, utcnow()
        if not is_due(state_of_silence(silence, now), ends_at=silence.ends_at, now=now):
            return silence
        context = held.context(session, silence.round_id)
        became = _outcomes(session, context, record)
        silence.concluded_at = now
        _write_outcomes(session, context, record, became, now=now)
        _tell_outcome(session, record, became)
        return silence


def _write_outcomes(
    session: Session,
    context: RoundContext,
    record: SilenceRecord,
    became: Mapping[int, SilenceOutcome],
    *,
    now: datetime,
) -> None:
    """Write what became of each paragraph, and the agreements on those that nobody broke."""
    silence = record.silence
    rows = [
        {"silence_id": silence.id, "paragraph_id": key, "outcome": outcome} for key, outcome in became.items()
    ]
    session.execute(insert(SilenceOutcomeRow), rows)
    agreed = [key for key, outcome in became.items() if outcome is SilenceOutcome.AGREED]
    if agreed:
        facts = {
            "kind": str(DecisionKind.AGREE),
            "level": silence.level,
            "agreed_on": day_in(silence.zone, silence.ends_at),
            "silence_id": silence.id,
            "at": now,
        }
        write_decisions(session, context, agreed, facts)


def _outcomes(session: Session, context: RoundContext, record: SilenceRecord) -> dict[int, SilenceOutcome]:
    """Return what becomes of each paragraph now. Four queries, and ten at most for brackets that somebody holds."""
    lines = lines_of_draft(session, context.version.draft.id)
    pending = [row.edit for row in pending_in_round(session, context.round.id)]
    accepted = [row.edit for row in adopted_on(session, context.round.id)]
    asking = paragraphs_to_ask_on(session, context, lines, accepted)
    able = agreeable(lines, agreed=(), pending=pending, accepted=accepted, asking=asking)
    words = agreed_words(lines, accepted)
    now = {line.paragraph: words_so_far(line, words).text for line in lines}
    return outcomes(
        record.asked,
        broken=record.broken,
        agreeable={line.paragraph for line in able},
        now=now,
    )


def _tell_outcome(session: Session, record: SilenceRecord, became: Mapping[int, SilenceOutcome]) -> None:
    """Write the line of the outcome: what was agreed, and what was not."""
    agreed = [words for words in record.asked if became[words.key] is SilenceOutcome.AGREED]
    rest = [words for words in record.asked if became[words.key] is not SilenceOutcome.AGREED]
    before, after = numbers_of(rest), numbers_of(agreed)
    write_silence_line(session, operator(), record, "conclude silence", before=before, after=after)
