"""With which decision the Mission wrote a compromise or a consequential change."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.store.database import db
from acm_drafts.store.records import Disposition, Revision
from acm_drafts.store.written_edits import written_with_decisions
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")


def test_a_compromise_is_found_with_the_decision_that_counts_and_other_proposals_are_not():
    table = make_table("The Meeting welcomed the report.", "It closed.")
    merged, other = (
        table.replace("EGY", "1.", "report", "note"),
        table.replace("MYS", "2.", "closed", "ended"),
    )
    decision = table.decide(
        DecisionKind.COMPROMISE, merged, level=None, text="The Meeting welcomed the long note."
    )
    table.accept(other)
    rows = db.session.execute(
        select(Revision.amendment_id)
        .join(Disposition, Disposition.revision_id == Revision.id)
        .where(Disposition.decision_id == decision.id, Disposition.outcome == "accepted")
    )
    own = rows.scalar_one()

    assert written_with_decisions(db.session(), [own, merged.id, other.id]) == {own: decision}

    table.void(decision, reason="Too early.")
    assert written_with_decisions(db.session(), [own, merged.id, other.id]) == {}
