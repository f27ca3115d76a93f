"""Corrigenda: who issues them, what they may correct, and that the adopted text stays as it is."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.corrigenda import (
    CorrectedMeanwhile,
    NotAdopted,
    WordsNotThere,
    WordsStandTwice,
    WrongCorrigendum,
)
from acm_drafts.negotiation.errors import NotFound, NotPermitted, SymbolTaken
from acm_drafts.negotiation.wordings import EmptyLineInside
from acm_drafts.services import verification
from acm_drafts.services.corrigenda import Entry
from acm_drafts.store.corrigenda import corrigenda_to, lines_as_corrected
from acm_drafts.store.database import db
from acm_drafts.store.meetings import today
from acm_drafts.store.records import Adoption, Corrigendum, JournalLine, Notice
from tests.adoptions import adopt, agreed_text, entry, issue
from tests.factories import actor_of, make_chair, make_head, make_observer, party
from tests.tables import Table, lines_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    table = agreed_text()
    adopt(table)
    return table


def read_now(table: Table) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    adoption = db.session.scalars(select(Adoption)).one()
    lines = lines_as_corrected(db.session(), adoption, corrigenda_to(db.session(), table.communique))
    return [line.text for line in lines]


def faults() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [str(finding) for finding in verification.verify(db.session()).findings]


def test_a_corrigendum_is_numbered_dated_and_leaves_the_adopted_text(table: Table):
    before = table.lines()
    first = issue(table, entry(table, "1.", "the report", "the report of the Secretary-General"))
    second = issue(table, entry(table, "1.", "report of the", "full report of the"))
    symbol = db.session.scalars(select(Adoption.symbol)).one()
    assert [(c.number, c.symbol) for c in (first, second)] == [
        (1, f"{symbol}/Corr.1"),
        (2, f"{symbol}/Corr.2"),
    ]
    assert first.day == today(db.session(), None)
    assert table.lines() == before
    assert read_now(table)[0] == "The Meeting welcomed the full report of the Secretary-General."
    assert faults() == []


def test_words_are_matched_as_typed_and_a_deletion_leaves_one_space(table: Table):
    issue(table, entry(table, "1.", "The Meeting ", "The whole Meeting "), entry(table, "1.", "whole", ""))
    assert read_now(table)[0] == "The Meeting welcomed the report."
    with pytest.raises(WordsNotThere):
        issue(table, entry(table, "1.", "report .", "reports."))
    assert faults() == []


def test_a_corrigendum_tells_why_and_who_asked_for_each_paragraph(table: Table):
    issued = issue(
        table,
        entry(table, "1.", "welcomed", "noted", asked_by=party("EGY").id, reason="A slip."),
        entry(table, "3.", "Egypt", "Egypt and Malaysia"),
    )
    told = [(e.reference, e.old, e.new, e.reason, e.asked_by.code) for e in issued.entries]
    assert told == [
        ("1", "welcomed", "noted", "A slip.", "EGY"),
        ("3", "Egypt", "Egypt and Malaysia", "A typing error.", "OICM"),
    ]


def test_corrections_stand_in_the_order_of_the_text_and_those_of_one_paragraph_as_they_were_typed(
    table: Table,
):
    issued = issue(
        table,
        entry(table, "3.", "Egypt", "Malaysia"),
        entry(table, "1.", "welcomed", "noted"),
        entry(table, "1.", "noted the report", "noted a report"),
    )
    db.session.expire_all()
    assert [(e.position, e.reference, e.new) for e in issued.entries] == [
        (1, "1", "noted"),
        (2, "1", "noted a report"),
        (3, "3", "Malaysia"),
    ]
    assert read_now(table)[0] == "The Meeting noted a report."


def test_everybody_who_reads_the_text_is_told(table: Table):
    head, observer = make_head(), make_observer()
    issue(table, entry(table, "1.", "welcomed", "noted"))
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "issue corrigendum")).one()
    assert (line.scope, line.after) == ("all", "1")
    told = select(Notice.user_id).where(Notice.kind == "adoption", Notice.line_id == line.id)
    assert {head.id, observer.id} <= set(db.session.scalars(told))


def test_nobody_but_the_mission_issues_one(table: Table):
    for user in (make_head("MYS"), make_chair(), make_observer()):
        with pytest.raises(NotPermitted):
            issue(table, entry(table, "1.", "welcomed", "noted"), actor=actor_of(user))
    assert db.session.scalar(select(func.count()).select_from(Corrigendum)) == 0


def test_a_text_that_is_not_adopted_has_no_corrigendum():
    table = agreed_text()
    with pytest.raises(NotAdopted):
        issue(table, entry(table, "1.", "welcomed", "noted"))


def test_words_that_do_not_stand_in_the_text_as_it_reads_now_are_refused(table: Table):
    issue(table, entry(table, "1.", "welcomed", "noted"))
    with pytest.raises(WordsNotThere):
        issue(table, entry(table, "1.", "welcomed", "took note of"))
    with pytest.raises(WordsStandTwice):
        issue(table, entry(table, "2.", "e", "a"))
    assert read_now(table)[0] == "The Meeting noted the report."


def test_a_corrigendum_makes_no_second_paragraph(table: Table):
    with pytest.raises(EmptyLineInside):
        issue(table, entry(table, "1.", "the report", "the report.\r\n\r\nIt took note"))
    assert read_now(table)[0] == "The Meeting welcomed the report."
    assert faults() == []


@pytest.mark.parametrize(
    "facts",
    [
        {"old": " "},
        {"new": "welcomed"},
        {"reason": " "},
        {"old": "The Meeting welcomed the report.", "new": ""},
    ],
)
def test_a_correction_that_is_not_whole_is_refused(table: Table, facts: dict[str, str]):
    words = {"old": "welcomed", "new": "noted"} | facts
    with pytest.raises(WrongCorrigendum):
        issue(table, entry(table, "1.", **words))
    with pytest.raises(WrongCorrigendum):
        issue(table)


def test_a_paragraph_of_another_text_and_somebody_who_is_nobody_are_not_found(table: Table):
    other = Table(lines_of("It welcomed."), symbol="OIC/OTHER")
    with pytest.raises(NotFound):
        issue(table, entry(other, "1.", "welcomed", "noted"))
    with pytest.raises(NotFound):
        issue(table, entry(table, "1.", "welcomed", "noted", asked_by=999_999))


def test_a_corrigendum_from_an_older_page_is_refused(table: Table):
    issue(table, entry(table, "1.", "welcomed", "noted"))
    with pytest.raises(CorrectedMeanwhile):
        issue(table, entry(table, "2.", "urged", "invited"), seen=0)


def test_its_symbol_is_taken_by_no_other_text(table: Table):
    issued = issue(table, entry(table, "1.", "welcomed", "noted"))
    with pytest.raises(SymbolTaken):
        Table(lines_of("It noted."), symbol=issued.symbol)
    assert isinstance(entry(table, "1.", "a", "b"), Entry)
