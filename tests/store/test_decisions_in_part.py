"""Which changes an acceptance in part took, and which it left."""

import pytest

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.decisions import partial_acceptance
from acm_drafts.store.records import Amendment
from acm_drafts.text.changes import apply
from tests.tables import Table, make_table

TEXT = "The Meeting welcomed the progress made."


@pytest.fixture
def table(session: object) -> Table:
    return make_table(TEXT)


def entry_of(made: Amendment) -> AmendmentRecord:
    db.session.expire_all()
    return load_amendments(db.session, Amendment.id == made.id).entries[made.id]


def test_each_change_says_whether_it_was_taken(table: Table):
    asked = "The Meeting warmly welcomed the great progress made."
    made = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=asked)
    table.decide(DecisionKind.PART, made, chosen=(1,))

    found = partial_acceptance(entry_of(made).earlier)

    assert found is not None
    assert [(change.new.strip(), taken) for change, taken in found.changes] == [
        ("warmly", False),
        ("great", True),
    ]
    assert (found.base, found.taken) == (TEXT, 1)


def test_what_was_left_stands_at_its_place_in_the_words_as_they_were_accepted(table: Table):
    asked = "The Meeting very warmly welcomed the great progress made so far."
    made = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=asked)
    table.decide(DecisionKind.PART, made, chosen=(0,))

    found = partial_acceptance(entry_of(made).earlier)

    assert found is not None
    assert found.now == "The Meeting very warmly welcomed the progress made."
    left = [change for change, taken in found.changes if not taken]
    assert len(left) == 2
    assert all(found.now[change.start : change.end] == change.old for change in left)
    assert apply(found.now, left) == asked


def test_other_decisions_took_no_part(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(made)

    assert partial_acceptance(entry_of(made).disposition) is None
    assert partial_acceptance(None) is None
