"""By which acts proposals were withdrawn."""

from dataclasses import replace

import pytest

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import amendments
from acm_drafts.store.amendments import load_amendments_by_key
from acm_drafts.store.database import db
from acm_drafts.store.withdrawn_proposals import withdrawals_on
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting noted the report.", "The Meeting thanked the donors.")


def test_withdrawals_are_those_of_submitted_proposals_that_happened_before_what_is_hidden_began():
    table = make_table(*TEXTS)
    stands, withdrawn = (
        table.replace("EGY", "1.", "noted", "took"),
        table.replace("MYS", "1.", "noted", "saw"),
    )
    draft = amendments.save(
        table.head("SEN"), table.round, table.proposal(AmendmentKind.REPLACE, "1.", text="It noted.")
    )
    amendments.withdraw(table.head("SEN"), draft.code)
    amendments.withdraw(table.head("MYS"), withdrawn.code, reason="Overtaken.")

    known = load_amendments_by_key(db.session(), [stands.id, withdrawn.id, draft.id])
    (line,) = withdrawals_on(db.session(), known)
    assert (line.amendment_id, line.reason) == (withdrawn.id, "Overtaken.")
    before = [replace(record, since=line.at) for record in known]
    assert withdrawals_on(db.session(), before) == []
