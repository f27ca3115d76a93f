"""Where proposed new paragraphs print, and the numbers they print while they are only proposed."""

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.insertions import new_paragraphs
from acm_drafts.store.records import Amendment, Paragraph
from acm_drafts.store.text import text_rows
from tests.tables import Table, make_table


def printed(table: Table) -> dict[str, list[tuple[str, str]]]:
    """What is proposed to follow each line, by the number of the line: number and text."""
    rows = text_rows(db.session, table.draft)
    labels = {row.paragraph: row.label for row in rows} | {START: ""}
    found = new_paragraphs(rows, load_amendments(db.session, Amendment.round_id == table.round))
    return {
        labels[place]: [(one.number, one.entry.revision.text) for one in group]
        for place, group in found.items()
        if group
    }


def test_new_paragraphs_are_numbered_in_the_order_they_came_behind_the_one_they_follow(session: object):
    table = make_table("One.", "Two.")
    for code, text in (("EGY", "Mine."), ("MYS", "Ours.")):
        table.propose(code, AmendmentKind.INSERT, after="1.", text=text)
    table.propose("OMN", AmendmentKind.INSERT, after="", text="First.")

    assert printed(table) == {"": [("0 bis", "First.")], "1.": [("1 bis", "Mine."), ("1 ter", "Ours.")]}


def test_what_follows_a_new_paragraph_stands_behind_it(session: object):
    table = make_table("One.", "Two.")
    first = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="Mine.")
    code = db.session.get_one(Paragraph, first.paragraph_id).code
    table.propose("MYS", AmendmentKind.INSERT, after=code, text="And mine.")

    assert printed(table) == {"1.": [("1 bis", "Mine."), ("1 ter", "And mine.")]}
