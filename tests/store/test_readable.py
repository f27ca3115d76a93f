"""The proposals that one reader may read, by the questions that pages ask."""

from datetime import datetime

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.services import amendments
from acm_drafts.store.amendments import AmendmentRecords
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.readable import (
    find_record,
    find_where_it_stands,
    submitted_against,
    submitted_beside,
    submitted_in_round,
    submitted_on_paragraph,
)
from acm_drafts.store.records import Amendment
from acm_drafts.store.rounds import RoundContext, round_context
from acm_drafts.store.visibility import readable_in_any
from tests.factories import mission
from tests.tables import Table, head_of, make_table

TEXTS = ("The Meeting noted the report.", "The Meeting thanked the donors.")


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Everything here happens in one context, as within a request."""


@pytest.fixture
def table() -> Table:
    return make_table(*TEXTS, visibility=Visibility.MISSION)


def context_of(table: Table) -> RoundContext:
    return round_context(db.session(), table.round)


def keys(records: AmendmentRecords) -> list[int]:
    return list(records.entries)


def test_of_a_confidential_round_a_delegation_reads_what_it_submitted(table: Table):
    own = table.replace("EGY", "1.", "noted", "welcomed")
    other = table.replace("MYS", "2.", "thanked", "praised")
    context = context_of(table)

    assert keys(submitted_in_round(db.session(), table.head("EGY"), context)) == [own.id]
    assert keys(submitted_in_round(db.session(), mission(), context)) == [own.id, other.id]


def test_a_draft_is_not_submitted(table: Table):
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting welcomed it.")
    amendments.save(table.head("EGY"), table.round, proposal)

    assert keys(submitted_in_round(db.session(), table.head("EGY"), context_of(table))) == []


def test_what_is_on_a_paragraph_is_of_every_kind_and_what_is_beside_a_proposal_of_its_own(table: Table):
    amended = table.replace("EGY", "1.", "noted", "welcomed")
    deleted = table.propose("MYS", AmendmentKind.DELETE, "1.")
    table.replace("SEN", "2.", "thanked", "praised")
    context, paragraph = context_of(table), amended.paragraph_id
    record = find_record(db.session(), mission(), deleted.id)

    on_it = submitted_on_paragraph(db.session(), mission(), context, paragraph)
    assert keys(on_it) == [amended.id, deleted.id]
    assert record is not None
    assert keys(submitted_beside(db.session(), mission(), context, record)) == [deleted.id]


def test_new_paragraphs_stand_beside_one_another_where_they_are_to_follow_the_same(table: Table):
    first = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It adds this.")
    second = table.propose("MYS", AmendmentKind.INSERT, after="1.", text="It adds that.")
    table.propose("SEN", AmendmentKind.INSERT, after="2.", text="It adds more.")
    context = context_of(table)
    record = find_record(db.session(), mission(), first.id)

    assert record is not None
    assert keys(submitted_beside(db.session(), mission(), context, record)) == [first.id, second.id]


@pytest.mark.parametrize(("who", "readable"), [("EGY", True), ("SEN", False)])
def test_one_proposal_is_found_by_those_who_may_read_it(table: Table, who: str, readable: bool):
    amended = table.replace("EGY", "1.", "noted", "welcomed")
    reader: Actor = head_of(who)

    assert (find_record(db.session(), reader, amended.id) is not None) is readable
    assert (find_where_it_stands(db.session(), reader, amended.id) is not None) is readable


def test_without_a_key_nothing_is_found(table: Table):
    assert find_where_it_stands(db.session(), mission(), None) is None


def test_of_no_rounds_no_proposal_is_read(table: Table):
    table.replace("EGY", "1.", "noted", "welcomed")

    for reader in (mission(), table.head("EGY")):
        read = select(Amendment.id).where(readable_in_any(reader, {}))
        assert db.session.scalars(read).all() == []


def test_what_amends_a_proposal_is_found_by_it(table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It adds this.")
    other_words = table.amend("EGY", new, "It adds that.")
    contexts = {table.round: context_of(table)}

    assert keys(submitted_against(db.session(), mission(), contexts, new.id)) == [other_words.id]
    assert keys(submitted_against(db.session(), head_of("SEN"), contexts, new.id)) == []


def test_what_amends_a_proposal_is_found_while_it_lies_submitted(table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It adds this.")
    withdrawn = table.amend("EGY", new, "It adds that.")
    amendments.withdraw(table.head("EGY"), withdrawn.code)

    for reader in (mission(), table.head("EGY")):
        found = submitted_against(db.session(), reader, {table.round: context_of(table)}, new.id)
        assert keys(found) == []


def carried_over(visibility: Visibility) -> tuple[Table, dict[str, int], datetime]:
    """Return a table whose second round is not shown, the keys of what the first showed, and a moment in the second."""
    table = make_table(*TEXTS)
    made = {
        "pending": table.replace("EGY", "1.", "noted", "welcomed"),
        "deferred": table.replace("JOR", "1.", "report", "full report"),
        "accepted": table.replace("MYS", "2.", "thanked", "praised"),
        "rejected": table.replace("SEN", "2.", "donors", "friends"),
        "superseded": table.replace("PAK", "2.", "thanked", "hailed"),
    }
    table.accept(made["accepted"])
    table.decide(DecisionKind.REJECT, made["rejected"], reason="No.", level=None)
    table.decide(DecisionKind.DEFER, made["deferred"], level=None)
    keys_ = {name: one.id for name, one in made.items()}
    return table, keys_, table.next_round(visibility=visibility)


@pytest.mark.parametrize("visibility", [Visibility.DEADLINE, Visibility.MISSION])
def test_in_a_hidden_round_a_reader_finds_what_the_last_shown_one_left_pending_and_nothing_else(
    visibility: Visibility,
):
    table, made, moment = carried_over(visibility)
    with clock_at(moment):
        hidden = table.replace("MYS", "1.", "noted", "saw").id
        context, reader = context_of(table), table.head("TUR")

        assert keys(submitted_in_round(db.session(), reader, context)) == [made["pending"], made["deferred"]]
        assert keys(submitted_in_round(db.session(), mission(), context)) == [
            made["pending"],
            made["deferred"],
            hidden,
        ]


def test_what_becomes_of_it_in_the_hidden_round_changes_nothing_for_a_reader():
    table, made, moment = carried_over(Visibility.MISSION)
    with clock_at(moment):
        context, reader = context_of(table), table.head("TUR")
        amendments.withdraw(table.head("EGY"), db.session.get_one(Amendment, made["pending"]).code)
        table.accept(db.session.get_one(Amendment, made["deferred"]))
        table.contest(db.session.get_one(Amendment, made["superseded"]))

        assert keys(submitted_in_round(db.session(), reader, context)) == [made["pending"], made["deferred"]]
        assert keys(submitted_in_round(db.session(), mission(), context)) == [
            made["deferred"],
            made["superseded"],
        ]
