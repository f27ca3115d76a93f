"""What was entered of a sitting after it was closed, as the database has it."""

import pytest

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.sittings import Submitted
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import sittings
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.late_decisions import late_decisions, places_of_new, submitted_as_of
from tests.factories import mission
from tests.sittings import HOUR, hold, make_body
from tests.tables import Table, current, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the report.", "The Meeting urged all States.")


def test_a_decision_is_late_that_was_entered_after_its_sitting_was_closed(table: Table):
    before, after = (table.replace("EGY", label, "The Meeting", "The Ministers") for label in ("1.", "2."))
    sitting = hold(table, make_body(), ["1.", "2."])
    table.decide(DecisionKind.ACCEPT, before, sitting=sitting.code)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    assert late_decisions(db.session(), table.communique) == []

    with clock_at(sitting.begins_at + HOUR):
        table.decide(DecisionKind.ACCEPT, after, sitting=sitting.code)

    (late,) = late_decisions(db.session(), table.communique)
    revision = (after.id, current(after).sequence)
    assert (late.sitting.code, late.code, late.revisions) == (
        sitting.code,
        table.line("2.").code,
        (revision,),
    )
    (submitted,) = submitted_as_of(db.session(), [revision]).values()
    assert isinstance(submitted, Submitted) and submitted.name == "EGY 2"


def test_what_the_mission_proposed_was_submitted_by_no_delegation(table: Table):
    proposal = table.replace("OICM", "1.", "welcomed", "noted")
    assert submitted_as_of(db.session(), [(proposal.id, current(proposal).sequence)]) == {}
    assert submitted_as_of(db.session(), []) == {}


def test_the_places_of_a_new_paragraph_are_those_that_it_was_ever_to_follow(table: Table):
    first = table.propose("EGY", AmendmentKind.INSERT, after=None, text="It sat.")
    second = table.propose("EGY", AmendmentKind.INSERT, after="2.", text="It rose.")
    keys = [first.paragraph_id, second.paragraph_id, table.line("1.").line.paragraph]
    assert places_of_new(db.session(), keys) == {
        first.paragraph_id: {START},
        second.paragraph_id: {table.line("2.").line.paragraph},
    }
    assert places_of_new(db.session(), []) == {}
