"""What is still open in a text, and how `verify` names an adoption that no verb would have written."""

import pytest
from sqlalchemy import text

from acm_drafts.store.adoption import faults_of_adoption, find_adoption, matters_at, open_in, ready_facts
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from tests.adoptions import adopt, agreed_text, imported_as_final
from tests.damage import do_damage
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


def draft_of(table: Table) -> Draft:
    return db.session.get_one(Draft, table.draft)


def test_a_text_that_is_not_adopted_has_no_adoption():
    table = agreed_text()
    assert find_adoption(db.session(), table.communique) is None
    assert faults_of_adoption(db.session(), table.communique) == []


def test_nothing_is_open_in_a_text_that_is_agreed_and_everything_in_one_that_came_from_elsewhere():
    assert open_in(db.session(), draft_of(agreed_text())) == ()
    imported = imported_as_final("It noted.", "It [urged].", symbol="OIC/OTHER")
    assert [matter.kind.value for matter in open_in(db.session(), draft_of(imported))] == [
        "unagreed",
        "unagreed",
        "brackets",
    ]


def test_what_decides_whether_a_draft_can_be_adopted():
    facts = ready_facts(db.session(), draft_of(make_table("It noted.")))
    assert (facts.status, facts.circulated, facts.round_runs) == ("zero-draft", True, True)


DAMAGE = {
    "update adoptions set digest = 'other'": "the fingerprint",
    "update adoptions set place = 'Elsewhere'": "not what the sitting",
    "update sittings set opened_at = null, closed_at = null where level = 'ministerial'": "not what the sitting",
    "delete from attendance": "not what the sitting",
    "update drafts set status = 'revised-draft'": "not declared final",
    "delete from circulations": "not circulated",
    "update rounds set closed_at = null, next_draft_id = null": "a round runs",
    "update drafts set sequence = 9 where sequence = 0": "came after",
    "update adoptions set chair_id = (select id from parties where kind = 'mission')": "no Member State",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_adoption_that_cannot_be_is_named(damage: str):
    table = agreed_text()
    adopt(table)
    assert faults_of_adoption(db.session(), table.communique) == []
    do_damage(damage)
    faults = faults_of_adoption(db.session(), table.communique)
    assert any(DAMAGE[damage] in fault.message for fault in faults)


def test_a_paragraph_that_was_open_and_is_agreed_since_is_named():
    table = imported_as_final()
    adopted = adopt(table)
    assert len(matters_at(db.session(), adopted)) == 3
    do_damage("update paragraphs set state = 'agreed', agreed_level = 'expert', agreed_on = '2026-03-02'")
    faults = faults_of_adoption(db.session(), table.communique)
    assert {fault.paragraph for fault in faults} == {
        row[0] for row in db.session.execute(text("select code from paragraphs"))
    }
