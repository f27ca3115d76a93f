"""Which words a sponsor knows to be accepted in a round that shows proposals to the Mission alone."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DecisionKind, Visibility
from acm_drafts.store.database import db
from acm_drafts.store.decisions import known_decisions
from acm_drafts.store.known_words import known_words
from acm_drafts.store.text import draft_set, text_rows
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


def words(table: Table, who: Actor) -> list[str]:
    db.session.expire_all()
    drafts = draft_set(db.session(), table.communique, who)
    texts = {row.paragraph: row.text for row in text_rows(db.session(), table.draft)}
    known = known_decisions(db.session(), drafts, who)
    return list(known_words(db.session(), drafts, who, texts, known).values())


def test_a_sponsor_knows_the_words_that_decisions_on_its_own_proposals_gave_and_no_others():
    table = make_table("We [all] met.", "We urged.", visibility=Visibility.MISSION)
    merged = table.replace("EGY", "1.", "met", "gathered")
    other = table.replace("MYS", "2.", "urged", "demanded")
    table.accept(other)
    compromise = table.decide(DecisionKind.COMPROMISE, merged, text="We all gathered.")

    assert words(table, table.head("EGY")) == ["We all gathered.", "We urged."]
    assert words(table, table.head("MYS")) == ["We [all] met.", "We demanded."]
    assert words(table, table.head("SEN")) == ["We [all] met.", "We urged."]

    table.void(compromise, reason="It was put to the Experts.")
    assert words(table, table.head("EGY")) == ["We [all] met.", "We urged."]
