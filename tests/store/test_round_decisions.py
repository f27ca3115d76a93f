"""What counts in a round on each paragraph: the decisions that stand, and the kinds that they accepted."""

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
        "1.": DecidedInRound({("accept", None)}, {AmendmentKind.DELETE}),
        "2.": DecidedInRound({("reject", None)}),
        "3.": DecidedInRound({("agree", "expert")}),
    }
    assert set(decided(table, "EGY")) == {"2."}


def test_a_join_counts_on_both_its_paragraphs(table: Table):
    table.accept(table.propose("SEN", AmendmentKind.JOIN, "1."))

    standing, kinds = {("accept", "expert")}, {AmendmentKind.JOIN}
    first = table.line("1.").line.paragraph
    assert decided(table) == {
        "1.": DecidedInRound(standing, kinds),
        "2.": DecidedInRound(standing, kinds, into=first),
    }


def test_what_is_decided_on_the_first_paragraph_of_joins_stands_on_all_that_they_take_in(table: Table):
    table.accept(table.propose("SEN", AmendmentKind.JOIN, "2."), level=None)
    table.accept(table.propose("SEN", AmendmentKind.JOIN, "1."), level=None)
    table.agree("1.")

    known, first = decided(table), table.line("1.").line.paragraph
    assert [known[label].into for label in ("1.", "2.", "3.")] == [None, first, first]
    assert all(("agree", "expert") in known[label].standing for label in ("1.", "2.", "3."))


def test_what_a_level_agreed_before_a_join_was_proposed_does_not_stand_on_what_that_takes_in(table: Table):
    table.agree("1.")
    table.accept(table.propose("SEN", AmendmentKind.JOIN, "1.", reason="They say one thing."), level=None)

    assert ("agree", "expert") not in decided(table)["2."].standing


def test_what_a_level_decided_stands_no_more_once_it_is_reopened(table: Table):
    table.agree("3.")
    table.reopen("3.")

    assert decided(table) == {"3.": DecidedInRound()}


def test_what_was_voided_does_not_count(table: Table):
    taken = table.accept(table.replace("SEN", "1.", "noted", "welcomed"))
    table.void(taken, reason="Too early.")

    assert decided(table) == {}
