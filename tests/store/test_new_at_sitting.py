"""The new paragraphs that a sitting accepted: which they are, what they are called, and where they come in."""

import pytest

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.services import amendments
from acm_drafts.store.database import db
from acm_drafts.store.new_at_sitting import NewThere
from acm_drafts.store.records import Sitting
from acm_drafts.store.sitting_decisions import load_named_for
from acm_drafts.store.text import draft_set
from tests.factories import mission
from tests.sittings import hold, make_body, read
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.")


def new_at(table: Table, sitting: Sitting, actor: Actor) -> dict[int, NewThere | None]:
    db.session.rollback()
    drafts = draft_set(db.session(), table.communique, actor)
    named = load_named_for(db.session(), drafts, actor, read(sitting))
    return {key: on.new for key, on in named.decided.items()}


def test_accepted_ones_have_the_numbers_that_they_were_proposed_with_and_rejected_ones_are_none():
    table = make_table(*TEXTS)
    refused, taken = (
        table.propose(code, AmendmentKind.INSERT, after="1.", text=f"The Meeting thanked {code}.")
        for code in ("EGY", "MYS")
    )
    changed = table.replace("SEN", "2.", "urged", "asked")
    first = table.propose("SEN", AmendmentKind.INSERT, after=None, text="The Meeting took place.")
    sitting = hold(table, make_body(), ["1.", "2."])
    table.decide(DecisionKind.REJECT, refused, reason="No.", sitting=sitting.code)
    for proposal in (taken, changed, first):
        table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)

    assert new_at(table, sitting, mission()) == {
        table.line("2.").line.paragraph: None,
        refused.paragraph_id: None,
        taken.paragraph_id: NewThere("1 ter", table.line("1.").line.paragraph),
        first.paragraph_id: NewThere("1 ante", START),
    }


def test_who_may_not_know_of_the_proposal_is_told_no_number_and_no_place():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    taken = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    sitting = hold(table, make_body(), ["1."])
    table.decide(DecisionKind.ACCEPT, taken, sitting=sitting.code)
    assert new_at(table, sitting, table.head("MYS")) == {}

    table.close()

    assert new_at(table, sitting, table.head("MYS")) == {taken.paragraph_id: NewThere("", None)}
    own = new_at(table, sitting, table.head("EGY"))[taken.paragraph_id]
    assert own == NewThere("1 bis", table.line("1.").line.paragraph)


@pytest.mark.parametrize("then", ["carried over", "withdrawn in the next round"])
def test_it_is_called_as_until_the_round_was_closed_whatever_became_of_the_others(then: str):
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["1."])
    carried, taken = (
        table.propose("SEN", AmendmentKind.INSERT, after="1.", text=text) for text in ("It sat.", "It rose.")
    )
    gone = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It spoke.")
    amendments.withdraw(table.head("EGY"), gone.code)
    table.decide(DecisionKind.ACCEPT, taken, sitting=sitting.code)
    before = {taken.paragraph_id: NewThere("1 ter", table.line("1.").line.paragraph)}
    assert new_at(table, sitting, mission()) == before

    table.close()
    table.open()
    if then == "withdrawn in the next round":
        amendments.withdraw(table.head("SEN"), carried.code)

    for who in (mission(), table.head("JOR")):
        assert new_at(table, sitting, who) == before
