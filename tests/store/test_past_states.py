"""What was pending, adopted and decided at a moment of the past; a whole story is in services/test_progress.py."""

from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.terms import Standing
from acm_drafts.services import amendments
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.past_states import adopted_then, decisions_then, pending_then
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")

HOUR = timedelta(hours=1)


def test_what_is_done_later_changes_nothing_of_what_was_pending_adopted_and_decided():
    begins = datetime(2026, 11, 2, 9, tzinfo=UTC)
    with clock_at(begins):
        table = make_table("The Meeting noted.", "The Meeting urged.")
        proposal = table.replace("EGY", "1.", "noted", "welcomed")
        waiting = table.replace("SEN", "2.", "urged", "asked")
    with clock_at(begins + HOUR):
        decided = table.accept(proposal)
    with clock_at(begins + 2 * HOUR):
        table.void(decided, reason="By mistake.")
        amendments.withdraw(table.head("SEN"), waiting.code)

    def then(hours: float) -> tuple[list[int], list[int], list[int]]:
        session, until = db.session(), begins + hours * HOUR
        pending = pending_then(session, table.communique, until)
        assert {row.standing for row in pending} <= {Standing.PENDING}
        return (
            [row.edit.proposal for row in pending],
            [row.amendment for row in adopted_then(session, table.round, until)],
            list(decisions_then(session, table.communique, until)),
        )

    db.session.rollback()
    paragraph = table.line("1.").line.paragraph
    assert then(0) == ([], [], [])
    assert then(0.5) == ([proposal.id, waiting.id], [], [])
    assert then(1.5) == ([waiting.id], [proposal.id], [paragraph])
    assert then(2.5) == ([proposal.id], [], [])
