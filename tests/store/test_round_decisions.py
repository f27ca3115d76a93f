"""What counts in a round on each paragraph: the kinds that were accepted, and whether a level took a decision."""

import pytest

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.store.database import db
from acm_drafts.store.round_decisions import DecidedInRound, decided_in_round
from tests.factories import party
from tests.tables import Table, make_table


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.", "It thanked donors.", "It rose.")


def decided(table: Table, *parties: str) -> dict[str, DecidedInRound]:
    """What counts, by number; with *parties* what is on proposals of theirs."""
    db.session.rollback()
    keys = {line.paragraph: line.label for line in table.lines()}
    of = {party(code).id for code in parties} if parties else None
    return {
        keys[key]: on_it for key, on_it in decided_in_round(db.session(), table.round, parties=of).items()
    }


def test_nothing_counts_before_a_decision(table: Table):
    assert decided(table) == {}


def test_a_decision_counts_with_the_kinds_that_it_accepted_and_with_its_level(table: Table):
    table.accept(table.propose("SEN", AmendmentKind.DELETE, "1."), level=None)
    table.decide(DecisionKind.REJECT, table.replace("EGY", "2.", "donors", "all"), reason="No.", level=None)
    table.agree("3.")

    assert decided(table) == {
        "1.": DecidedInRound({AmendmentKind.DELETE}, at_level=False),
        "2.": DecidedInRound(set(), at_level=False),
        "3.": DecidedInRound(set(), at_level=True),
    }
    assert set(decided(table, "EGY")) == {"2."}


def test_a_join_counts_on_both_its_paragraphs(table: Table):
    table.accept(table.propose("SEN", AmendmentKind.JOIN, "1."))

    kind = DecidedInRound({AmendmentKind.JOIN}, at_level=True)
    assert decided(table) == {"1.": kind, "2.": kind}


def test_what_was_voided_does_not_count(table: Table):
    taken = table.accept(table.replace("SEN", "1.", "noted", "welcomed"))
    table.void(taken, reason="Too early.")

    assert decided(table) == {}
