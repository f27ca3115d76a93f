"""Which passage a paragraph is pinned to, and what verify says of pins that no verb wrote."""

import pytest
from sqlalchemy import insert

from acm_drafts.services import pins
from acm_drafts.store.database import db
from acm_drafts.store.pins import faults_of_pins, pins_and_mark, pins_in
from acm_drafts.store.records import SourcePin
from tests.factories import mission
from tests.library import add
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")


def test_pins_and_the_newest_change_of_the_library_are_read_together():
    table = make_table("The Meeting noted.", "The Meeting urged.")
    assert pins_and_mark(db.session(), mission(), table.communique) == ({}, "")
    source = add()
    assert pins_and_mark(db.session(), mission(), table.communique) == ({}, f"{source.code}+")
    pins.pin(table.mission, table.line("2.").line.paragraph, source=source.code, position=3)

    found, mark = pins_and_mark(db.session(), mission(), table.communique)
    assert found == pins_in(db.session(), mission(), table.communique) and len(found) == 1
    assert mark == f"{source.code}+"


def test_a_pin_that_was_taken_away_without_having_been_set_is_named():
    table = make_table("The Meeting noted.")
    source = add()
    row = {
        "communique_id": table.communique,
        "paragraph_id": table.line("1.").line.paragraph,
        "source_id": source.id,
        "position": 1,
        "act": "unpin",
    }
    assert faults_of_pins(db.session(), table.communique) == []
    db.session.execute(insert(SourcePin).values(row))

    assert len(faults_of_pins(db.session(), table.communique)) == 1
