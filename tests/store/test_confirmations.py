"""What was decided ad referendum and waits for its confirmation."""

import pytest

from acm_drafts.services import confirmations
from acm_drafts.store.confirmations import confirmations_on, decisions_by_key, unconfirmed_of_sitting
from acm_drafts.store.database import db
from acm_drafts.store.records import Decision, Paragraph
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


def confirm(table: Table, decision: Decision) -> None:
    paragraph = db.session.get_one(Paragraph, decision.paragraph_id)
    confirmations.confirm(table.mission, paragraph.id, given_by="the Ministry", seen=paragraph.counter)


def test_what_waits_of_a_sitting_is_neither_confirmed_nor_voided_nor_simply_agreed():
    table = make_table("One.", "Two.", "Three.", "Four.")
    decisions = [table.agree(f"{n}.", ad_referendum=n != 4) for n in range(1, 5)]
    confirm(table, decisions[0])
    table.void(decisions[1], reason="In error.")

    sitting = decisions[0].sitting_id
    assert sitting is not None and {row.sitting_id for row in decisions} == {sitting}
    assert list(unconfirmed_of_sitting(db.session(), sitting)) == [decisions[2]]


def test_decisions_and_confirmations_are_found_by_the_keys_of_decisions():
    table = make_table("One.", "Two.")
    first, second = (table.agree(label, ad_referendum=True) for label in ("1.", "2."))
    confirm(table, first)
    keys = [first.id, second.id]

    assert decisions_by_key(db.session(), keys) == {first.id: first, second.id: second}
    paragraphs = {first.paragraph_id, second.paragraph_id}
    rows = [(row.given_by, decision) for row, decision in confirmations_on(db.session(), paragraphs)]
    assert rows == [("the Ministry", first)]
    db.session.expire_all()
    assert (first.awaits_confirmation, second.awaits_confirmation) == (False, True)
    assert decisions_by_key(db.session(), []) == {}
