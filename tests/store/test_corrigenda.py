"""The text as its corrigenda read it, and how `verify` names a corrigendum that no verb would have written."""

import pytest

from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.corrigenda import (
    corrections_in,
    corrigenda_to,
    faults_of_corrigenda,
    find_newest_corrigendum,
    lines_as_corrected,
)
from acm_drafts.store.database import db
from tests.adoptions import adopt, agreed_text, entry, issue
from tests.damage import do_damage
from tests.tables import Table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    """An adopted text with two corrigenda."""
    table = agreed_text()
    adopt(table)
    issue(table, entry(table, "1.", "welcomed", "noted"), entry(table, "3.", "Egypt", "the host"))
    issue(table, entry(table, "1.", "noted", "took note of"))
    return table


def test_corrigenda_are_read_in_their_order(table: Table):
    corrigenda = corrigenda_to(db.session(), table.communique)
    assert [correction.new for correction in corrections_in(corrigenda)] == [
        "noted",
        "the host",
        "took note of",
    ]
    adoption = find_adoption(db.session(), table.communique)
    words = [line.text for line in lines_as_corrected(db.session(), adoption, corrigenda)]
    assert words[0] == "The Meeting took note of the report."
    assert words[1] == table.line("2.").line.text
    assert words[2] == "The Meeting thanked the host."


def test_the_newest_is_found_and_any_by_its_symbol(table: Table):
    first, second = corrigenda_to(db.session(), table.communique)
    assert find_newest_corrigendum(db.session()) is second
    assert find_newest_corrigendum(db.session(), first.symbol) is first
    assert find_newest_corrigendum(db.session(), "OIC/OTHER") is None


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("update corrigenda set number = 3 where number = 2", "are missing"),
        ("update corrigenda set symbol = 'other' where number = 2", "are missing"),
        ("delete from corrigendum_entries where old = 'noted'", "corrects nothing"),
        ("update corrigendum_entries set old = 'urged' where old = 'noted'", "does not stand"),
    ],
)
def test_a_corrigendum_that_cannot_be_is_named(table: Table, damage: str, words: str):
    assert faults_of_corrigenda(db.session(), table.communique) == []
    do_damage(damage)
    faults = faults_of_corrigenda(db.session(), table.communique)
    assert any(words in fault.message for fault in faults)
