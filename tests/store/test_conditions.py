"""Which decisions count: asked by a join and asked by a condition, the answer is the same."""

import pytest
from sqlalchemy import select

from acm_drafts.store.conditions import live, voided
from acm_drafts.store.database import db
from acm_drafts.store.records import Decision
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")


def test_a_decision_counts_until_another_one_voids_it():
    table = make_table("The Meeting welcomed progress.", "The Meeting noted the report.")
    stands = table.accept(table.replace("EGY", "1.", "progress", "the progress"))
    gone = table.accept(table.replace("MYS", "2.", "noted", "heard"))
    decisions_ = select(Decision.id).where(Decision.kind != "void")
    before = set(db.session.scalars(live(decisions_)))

    table.void(gone, reason="Too early.")

    assert before == {stands.id, gone.id}
    assert set(db.session.scalars(live(decisions_))) == {stands.id}
    assert set(db.session.scalars(decisions_.where(~voided(Decision.id)))) == {stands.id}
    assert set(db.session.scalars(decisions_.where(voided(Decision.id)))) == {gone.id}
