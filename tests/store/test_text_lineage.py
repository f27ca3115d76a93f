"""Which lines a paragraph is in now: its own parts, and none that others divided before."""

import pytest

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store.database import db
from acm_drafts.store.text import Lineage, load_lineage, text_rows
from tests.tables import Table, make_table

WHOLE = "The Meeting welcomed the progress, urged all to act and thanked the host."
PARTS = ("The Meeting welcomed the progress,", "urged all to act", "and thanked the host.")


def split(table: Table, label: str = "1.", parts: tuple[str, ...] = PARTS) -> int:
    """Split a line, close the round, and return the paragraph that was split."""
    paragraph = table.line(label).line.paragraph
    table.accept(table.propose("MAR", AmendmentKind.SPLIT, label, parts=parts))
    table.close()
    table.open()
    return paragraph


def labels(table: Table, paragraph: int, since: int = 0) -> list[str]:
    rows = {row.paragraph: row for row in text_rows(db.session, table.draft)}
    found = load_lineage(db.session, table.communique).lines(paragraph, rows, since)
    return [row.label for row in found]


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WHOLE, "The Meeting noted the report.", "The Meeting thanked Egypt.")


def test_every_part_of_a_split_is_named_in_the_order_in_which_it_is_printed(table: Table):
    whole = split(table)

    assert labels(table, whole) == ["1.", "2.", "3."]


def test_a_part_that_is_divided_in_its_turn_is_followed(table: Table):
    whole = split(table, parts=(PARTS[0], " ".join(PARTS[1:])))
    split(table, "2.", PARTS[1:])

    assert labels(table, whole) == ["1.", "2.", "3."]


def test_what_was_proposed_after_a_split_is_in_its_own_part_alone(table: Table):
    whole = split(table)

    assert labels(table, whole, since=2) == ["1."]


def test_what_was_joined_is_in_the_one_that_took_it_in(table: Table):
    taken = table.line("3.").line.paragraph
    table.accept(table.propose("OMN", AmendmentKind.JOIN, "2."))
    table.close()

    assert labels(table, taken) == ["2."]


def test_a_paragraph_that_is_gone_is_nowhere(table: Table):
    gone = table.line("2.").line.paragraph
    table.accept(table.propose("PAK", AmendmentKind.DELETE, "2."))
    table.close()

    assert labels(table, gone) == []


def test_a_part_that_was_deleted_is_nowhere_and_not_in_the_other_part(table: Table):
    whole = split(table)
    table.accept(table.propose("PAK", AmendmentKind.DELETE, "1."))
    table.close()

    assert labels(table, whole, since=1) == []
    assert labels(table, whole, since=0) == ["1.", "2."]


def test_a_part_that_is_joined_again_is_in_the_one_that_took_it_in(table: Table):
    split(table, parts=(PARTS[0], " ".join(PARTS[1:])))
    last = table.line("3.").line.paragraph
    table.accept(table.propose("OMN", AmendmentKind.JOIN, "2."))
    table.close()

    assert labels(table, last, since=1) == ["2."]


def test_the_words_of_a_draft_are_those_divided_for_it_and_no_older_parts():
    found = Lineage({1: [8, 9]}, {8: 2, 9: 3})
    said = {1: "one", 8: "older", 9: "new"}

    assert found.words(1, said, 3) == ["one", "new"]
    assert found.words(1, {8: "older", 9: "new"}, 3) == ["older", "new"]
