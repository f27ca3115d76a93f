"""A closed sitting is named for what lay before it: what no verb would have written is named by verify."""

import pytest
from sqlalchemy import insert

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import verification
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Decision, Sitting, SittingAgendaRow
from tests.services.test_agreeing_sittings import accept, agree, closed
from tests.sittings import HOUR
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the progress.", "The Meeting urged all to act.", "It closed.")


def findings() -> list[tuple[str, str]]:
    """Return what verify says of each paragraph that it names: its number or code, and the message."""
    db.session.rollback()
    db.session.expire_all()
    return [
        (found.paragraph, found.message % found.facts) for found in verification.verify(db.session()).findings
    ]


def name(decision: Decision, sitting: Sitting) -> None:
    """Let a decision name a closed sitting as no verb does."""
    facts = {"sitting_id": sitting.id, "level": sitting.level, "agreed_on": sitting.day}
    db.session.execute(
        insert(Decision).values(
            communique_id=decision.communique_id,
            round_id=decision.round_id,
            paragraph_id=decision.paragraph_id,
            kind=str(DecisionKind.AGREE),
            sequence=decision.sequence + 1,
            at=decision.at,
            reason="",
            **facts,
        )
    )
    db.session.commit()


def of_sittings(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [each for each in found if "names sitting" in each[1]]


def test_what_a_closed_sitting_could_decide_is_not_named(table: Table):
    before = table.replace("EGY", "2.", "Meeting", "Group")
    new = table.propose("MYS", AmendmentKind.INSERT, after="2.", text="The Meeting thanked Malaysia.")
    other = table.replace("EGY", "3.", "It", "The Meeting")
    sitting = closed(table, "1.", "2.")
    with clock_at(sitting.begins_at + HOUR):
        accept(table, before, sitting)
        accept(table, new, sitting)
        accept(table, other, sitting, reason="Taken up under other business.")
        agree(table, sitting.code, "1.")
        assert findings() == []


def test_a_sitting_that_was_closed_before_a_proposal_was_submitted_is_named(table: Table):
    sitting = closed(table, "1.", "2.")
    with clock_at(sitting.begins_at + HOUR):
        later = table.replace("MYS", "1.", "Meeting", "Group")
        decision = accept(table, later, None)
    name(decision, sitting)

    said = f"a decision names sitting {sitting.code}, which was closed before this was submitted: MYS 1"
    assert of_sittings(findings()) == [(table.line("1.").code, said)]


def test_a_closed_sitting_that_did_not_have_the_paragraph_before_it_is_named(table: Table):
    proposal = table.replace("EGY", "3.", "It", "The Meeting")
    sitting = closed(table, "1.")
    with clock_at(sitting.begins_at + HOUR):
        decision = accept(table, proposal, None)
    name(decision, sitting)

    said = f"a decision names sitting {sitting.code}, which was closed and did not have it before it"
    assert of_sittings(findings()) == [(table.line("3.").code, said)]
    agenda = {"sitting_id": sitting.id, "paragraph_id": decision.paragraph_id, "position": 9}
    row = SittingAgendaRow(communique_id=table.communique, **agenda)
    db.session.add(row)
    db.session.commit()
    assert of_sittings(findings()) == []
