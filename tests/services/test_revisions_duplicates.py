"""The same proposal sent twice: it is made once, and the second time leads to the first."""

import pytest

from acm_drafts.negotiation.errors import ProposedAlready
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import amendments
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table() -> Table:
    return make_table("The Meeting welcomed the progress made.", "The Meeting urged all members.")


def refused(act) -> ProposedAlready:
    """Do *act*, expect it to be refused as a repeat, and hold that no proposal came of it."""
    before = db.session.query(Amendment).count()
    with pytest.raises(ProposedAlready) as caught:
        act()
    db.session.rollback()
    assert db.session.query(Amendment).count() == before
    return caught.value


def test_the_same_form_sent_twice_makes_one_proposal(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")

    again = refused(lambda: table.replace("EGY", "1.", "progress", "great progress"))

    assert again.facts["code"] == made.code


def test_the_same_new_paragraph_sent_twice_makes_one_proposal(table: Table):
    table.propose("EGY", AmendmentKind.INSERT, text="A new one.", after="1.")

    refused(lambda: table.propose("EGY", AmendmentKind.INSERT, text="A new one.", after="1."))

    assert table.propose("EGY", AmendmentKind.INSERT, text="A new one.", after="2.").number == 2
    assert table.propose("MYS", AmendmentKind.INSERT, text="A new one.", after="1.").number == 1


def test_what_was_withdrawn_or_not_accepted_can_be_proposed_again(table: Table):
    first = table.replace("EGY", "1.", "progress", "great progress")
    amendments.withdraw(table.head("EGY"), first.code)
    second = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, second, reason="Not now.")

    assert table.replace("EGY", "1.", "progress", "great progress").number == 3
