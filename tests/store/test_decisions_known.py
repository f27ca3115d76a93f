"""What a reader may know to have been decided, and that nothing of a hidden round is told by it."""

from collections.abc import Callable
from datetime import date

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.status import LastDecision
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Visibility
from acm_drafts.store.database import db
from acm_drafts.store.decisions import known_agreements, known_decisions
from acm_drafts.store.text import draft_set, text_rows
from tests.factories import mission
from tests.tables import Table, head_of, make_table

HIDDEN = Visibility.MISSION
CARRIED = LastDecision(None, date.min)


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Everything here happens in one context, as within a request."""


def known(table: Table, who: Actor | None = None) -> dict[int, LastDecision]:
    session = db.session()
    who = who or head_of("SEN")
    return known_decisions(session, draft_set(session, table.communique, who), who)


def keys(table: Table) -> list[int]:
    return [line.paragraph for line in table.lines()]


def rejected(table: Table, code: str, label: str, level: Level | None = None) -> None:
    proposal = table.replace(code, label, "stands", "stood")
    table.decide(DecisionKind.REJECT, proposal, reason="No.", level=level)


def test_what_a_level_agreed_is_known_once_its_round_is_closed_and_what_it_rejected_is_not():
    table = make_table("One stands.", "Two stands.", "Three stands.", visibility=HIDDEN)
    first, *_ = keys(table)
    table.agree("1.")
    rejected(table, "MYS", "2.")
    rejected(table, "MYS", "3.", Level.EXPERT)
    assert known(table) == {}

    table.close()
    table.open(visibility=HIDDEN)

    assert {key: last.level for key, last in known(table).items()} == {first: Level.EXPERT}


def test_whoever_could_read_the_proposals_of_a_closed_round_knows_each_decision():
    table = make_table("One stands.", "Two stands.")
    _first, second = keys(table)
    rejected(table, "MYS", "2.")
    table.close()
    table.open(visibility=HIDDEN)

    assert {key: last.level for key, last in known(table).items()} == {second: None}


def test_what_changed_the_text_is_known_from_the_text_and_an_argument_against_a_change_is_not():
    table = make_table("One stands.", "Two stands.", visibility=HIDDEN)
    first, _second = keys(table)
    table.accept(table.replace("EGY", "1.", "One", "The first"), level=None)
    table.accept(table.propose("MYS", AmendmentKind.KEEP, "2."), level=None)
    table.close()
    table.open(visibility=HIDDEN)

    assert known(table).keys() == {first}


def test_a_sponsor_knows_what_was_decided_on_its_own_proposal_also_in_a_round_that_runs():
    table = make_table("One stands.", "Two stands.", visibility=HIDDEN)
    first, _second = keys(table)
    rejected(table, "EGY", "1.")
    rejected(table, "MYS", "2.")

    assert known(table, table.head("EGY")).keys() == {first}
    assert known(table) == {}


def test_what_was_carried_on_from_a_round_that_was_read_is_known_whatever_becomes_of_it():
    table = make_table("One stands.", "Two stands.")
    first, second = keys(table)
    table.replace("EGY", "1.", "stands", "stood")
    table.propose("EGY", AmendmentKind.INSERT, after="2.", text="It adds this.")
    table.close()
    table.open(visibility=HIDDEN)

    found = known(table)

    assert (found[first], found[second]) == (CARRIED, CARRIED)
    assert known(table, table.head("EGY")) == {}, "its own are told of as they stand"


def test_what_is_decided_after_a_carrying_stands_before_it():
    table = make_table("One stands.", visibility=Visibility.ALL)
    (first,) = keys(table)
    proposal = table.replace("EGY", "1.", "stands", "stood")
    table.close()
    table.open(visibility=HIDDEN)
    table.decide(DecisionKind.REJECT, proposal, reason="No.")
    table.agree("1.")
    assert known(table) == {first: CARRIED}

    table.close()
    table.open(visibility=HIDDEN)

    assert known(table)[first].level == Level.EXPERT


def test_what_was_split_off_is_settled_as_the_whole_was():
    table = make_table("One stands. And so does it.", "Two stands.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=("One stands.", "And so does it.")))
    table.close()
    table.open()

    found = known(table)

    assert found == dict.fromkeys(keys(table)[:2], found[keys(table)[0]])


def test_it_is_four_queries_however_many_rounds_were_closed(
    count_queries: Callable[[Callable[[], object]], int],
):
    table = make_table("One stands.", "Two stands.")
    who = head_of("SEN")

    def read() -> None:
        session = db.session()
        known_decisions(session, draft_set(session, table.communique, who), who)

    before = count_queries(read)
    for number in range(2):
        rejected(table, "EGY", "1.")
        table.replace("MYS", "2.", "stands", f"stands {number}")
        table.close()
        table.open()

    assert before == count_queries(read) == 1 + 4


def test_agreements_are_what_a_level_decided_and_no_later_decision_opened():
    table = make_table("One stands.", "Two stands.", "Three stands.", "Four stands.")
    first, _second, third, _fourth = keys(table)
    table.agree("1.")
    rejected(table, "MYS", "2.")
    table.agree("3.")
    rejected(table, "MYS", "3.")
    table.agree("4.")
    table.decide(DecisionKind.ACCEPT, table.replace("MYS", "4.", "stands", "stood"), level=None)
    table.close()
    table.open(visibility=HIDDEN)
    session, who = db.session(), head_of("SEN")

    found = known_agreements(session, draft_set(session, table.communique, who), who, {})

    assert {key: last.level for key, last in found.items()} == dict.fromkeys((first, third), Level.EXPERT)


def test_the_mission_knows_it_as_everybody_does():
    table = make_table("One stands.", visibility=HIDDEN)
    rejected(table, "EGY", "1.")
    table.close()
    table.open(visibility=HIDDEN)

    assert known(table, mission()).keys() == set(keys(table))


@pytest.mark.parametrize("circulated", [False, True])
def test_a_paragraph_retained_in_brackets_at_a_level_is_not_agreed(circulated: bool):
    table = make_table("One stands.", "Two stands.")
    first, second = keys(table)
    table.decide(DecisionKind.BRACKETS, table.replace("EGY", "1.", "stands", "stood"))
    rejected(table, "EGY", "1.", Level.EXPERT)
    table.agree("2.")
    table.close()
    if circulated:
        table.open(visibility=HIDDEN)
    session, who = db.session(), head_of("SEN")
    drafts = draft_set(session, table.communique, who)
    texts = {row.paragraph: row.text for row in text_rows(session, drafts.newest.draft.id)}

    assert known_agreements(session, drafts, who, texts).keys() == {second}
    assert known_decisions(session, drafts, who)[first].in_brackets is not circulated


def test_what_is_retained_in_brackets_is_agreed_when_a_later_round_lifts_them():
    table = make_table("One stands.")
    table.decide(DecisionKind.BRACKETS, table.replace("EGY", "1.", "stands", "stood"))
    table.close()
    table.open()
    table.accept(table.replace("EGY", "1.", "[stands] [stood]", "stood"))
    table.close()
    table.open(visibility=HIDDEN)
    session, who = db.session(), head_of("SEN")
    drafts = draft_set(session, table.communique, who)
    texts = {row.paragraph: row.text for row in text_rows(session, drafts.newest.draft.id)}

    assert known_agreements(session, drafts, who, texts).keys() == set(keys(table))
