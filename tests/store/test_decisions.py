"""What was decided on one paragraph so far: the decisions that count, the text, and neighbours at one place."""

import pytest

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import amendments
from acm_drafts.store.database import db
from acm_drafts.store.decisions import (
    joined_paragraph,
    live_decisions,
    names_at_same_place,
    working_paragraph,
)
from acm_drafts.store.rounds import round_context
from tests.tables import Table, current, make_table

WELCOMES = "The Meeting welcomed the progress made by all its members."
URGES = "The Meeting urged all of them to act."


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WELCOMES, URGES)


def text(table: Table, label: str) -> str | None:
    context = round_context(db.session, table.round)
    return working_paragraph(db.session, context, table.line(label).line.paragraph).now


def live(table: Table) -> list[int]:
    key = table.line("1.").line.paragraph
    return [one.id for one in live_decisions(db.session, table.round, key)]


def test_decisions_that_count_come_newest_first_and_voided_ones_not_at_all(table: Table):
    first = table.accept(table.replace("EGY", "1.", "welcomed", "noted")).id
    voided = table.accept(table.replace("MYS", "1.", "progress", "good progress"))
    last = table.decide(DecisionKind.DEFER, table.replace("SEN", "1.", "made", "reached")).id
    table.accept(table.replace("SEN", "2.", "urged", "invited"))

    table.void(voided, reason="By mistake.")

    assert live(table) == [last, first]


def test_the_text_so_far_holds_what_was_accepted_and_nothing_pending(table: Table):
    table.accept(table.replace("EGY", "1.", "welcomed", "noted"))
    table.replace("MYS", "1.", "progress", "good progress")

    assert text(table, "1.") == WELCOMES.replace("welcomed", "noted")
    assert text(table, "2.") == URGES


def test_a_paragraph_that_is_deleted_says_nothing_and_one_that_is_moved_says_what_it_said(table: Table):
    table.accept(table.propose("EGY", AmendmentKind.MOVE, "1.", after="2."))
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "2."))

    assert text(table, "1.") == WELCOMES
    assert text(table, "2.") is None


def test_a_split_paragraph_says_its_parts_line_by_line(table: Table):
    parts = (URGES[:21], URGES[22:])
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "2.", parts=parts))

    assert text(table, "2.") == "\n".join(parts)


def test_a_joined_paragraph_says_what_it_takes_in_as_decided_there(table: Table):
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."))
    table.accept(table.replace("MYS", "2.", "urged", "invited"))
    context, key = round_context(db.session, table.round), table.line("1.").line.paragraph
    alone = working_paragraph(db.session, context, key)

    joined = joined_paragraph(db.session, context, alone, key)

    assert (alone.now, len(alone.accepted)) == (WELCOMES, 1)
    assert joined.now == f"{WELCOMES} {URGES.replace('urged', 'invited')}"
    assert len(joined.accepted) == 2


def test_a_new_paragraph_says_what_was_decided_of_it_and_nothing_while_it_is_only_proposed(table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It meets once a year.")
    other = table.amend("TUR", new, "It meets twice a year.")
    context = round_context(db.session, table.round)

    def says() -> tuple[str | None, str | None]:
        found = working_paragraph(db.session, context, new.paragraph_id)
        return found.base, found.now

    assert says() == (None, None)
    table.accept(new)
    assert says() == (None, "It meets once a year.")
    table.accept(other)
    assert says() == (None, "It meets twice a year.")


def test_those_who_put_a_paragraph_at_one_place_are_named_but_for_those_that_are_out(table: Table):
    def insert(code: str, after: str = "1.") -> object:
        return table.propose(code, AmendmentKind.INSERT, after=after, text=f"{code} noted a need.")

    first, second, third, fourth = (insert(code) for code in ("EGY", "MYS", "SEN", "TUR"))
    insert("IDN", after="2.")
    table.accept(second, rank=1)
    table.decide(DecisionKind.REJECT, third, reason="Said already.")
    amendments.withdraw(table.head("TUR"), fourth.code)

    assert names_at_same_place(db.session, table.round, current(first)) == ["MYS 1"]
