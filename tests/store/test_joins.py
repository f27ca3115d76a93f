"""What joins make one paragraph, and what agreed it since."""

import pytest

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level
from acm_drafts.services import decisions
from acm_drafts.store.database import db
from acm_drafts.store.joins import agreements_since
from acm_drafts.store.records import Paragraph
from tests.agreeing import judgement
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


def agree(table: Table, label: str) -> None:
    key = table.line(label).line.paragraph
    seen = db.session.get_one(Paragraph, key, populate_existing=True).counter
    decisions.decide(table.mission, key, judgement(DecisionKind.AGREE, on=key, level=Level.TROIKA), seen=seen)


def test_what_agrees_the_paragraph_that_is_left_agrees_what_was_decided_on_each_part():
    table = make_table("It noted the report.", "It thanked all donors.", "It asked for more.")
    made = table.accept(table.replace("SEN", "3.", "more", "less"), level=None)
    alone = table.accept(table.replace("EGY", "1.", "noted", "read"), level=None)
    agree(table, "1.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."), level=None)
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "2."), level=None)

    before = agreements_since(db.session, [made, alone])
    assert [len(before[decision.id]) for decision in (made, alone)] == [
        0,
        1,
    ]  # it agreed no words that came later

    agree(table, "1.")
    since = agreements_since(db.session, [made, alone])
    assert [len(since[decision.id]) for decision in (made, alone)] == [1, 2]


def test_it_asks_nothing_where_nothing_was_decided():
    assert agreements_since(db.session, []) == {}
