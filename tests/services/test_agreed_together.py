"""What one act agreed on many paragraphs, and what of it still counts at the end of the day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.terms import Level
from acm_drafts.services import agreements, reopenings
from acm_drafts.services.agreed_together import Together, merged, numbers_together
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.past_states import agreed_in_one_act
from acm_drafts.store.records import Decision, JournalLine, Paragraph
from acm_drafts.store.rounds import round_context
from acm_drafts.store.text import draft_set
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


def together(table: Table) -> list[Together]:
    db.session.rollback()
    lines = db.session.scalars(select(JournalLine).order_by(JournalLine.id)).all()
    acts = agreed_in_one_act(db.session(), [table.round], utcnow() + timedelta(seconds=1))
    drafts = draft_set(db.session(), table.communique, table.mission)
    return list(numbers_together(db.session(), drafts, lines, acts).values())


def test_what_was_reopened_or_voided_since_is_told_apart_from_what_is_still_agreed():
    table = make_table("It noted.", "It urged.", "It thanked.", "It met.")
    left = agreements.remaining(db.session(), round_context(db.session(), table.round))
    sitting = table.sitting(Level.AMBASSADORIAL)
    agreements.agree_rest(table.mission, table.round, sitting=sitting, seen=left.seen)
    keys = {label: table.line(label).line.paragraph for label in ("1.", "2.", "3.", "4.")}
    every = {keys[label]: label[0] for label in keys}
    assert together(table) == [Together(every)]

    voided = db.session.scalars(select(Decision).where(Decision.paragraph_id == keys["2."])).one()
    table.void(voided, reason="Too early.")
    seen = db.session.get_one(Paragraph, keys["3."], populate_existing=True).counter
    reopenings.reopen(table.mission, keys["3."], asked_by="SEN", reason="A figure.", seen=seen)

    (told,) = together(table)
    assert told == Together({keys["1."]: "1", keys["4."]: "4"}, {keys["3."]: "3"})
    assert merged(told.left | {0: "“It hailed”"}, {keys["4."]: 0, keys["1."]: 1}) == "4, 1, “It hailed”"
