"""Publishing an adopted text: who may, when, under which address, and what everybody reads then."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.public import (
    NotAdoptedYet,
    NotPublic,
    PublicAlready,
    PublicWithdrawn,
    WrongWithdrawal,
)
from acm_drafts.services import public
from acm_drafts.services.public import find_public_text, read_public
from acm_drafts.services.verification import verify
from acm_drafts.store.database import db
from acm_drafts.store.records import JournalLine, Publication, PublicText
from acm_drafts.text.language import Language
from tests.adoptions import agreed_text, entry, issue
from tests.factories import actor_of, make_administrator, make_head, make_observer, mission
from tests.public import FRENCH, adopted_text, publish, translate
from tests.tables import Table


def count(record: type) -> int:
    return db.session.scalar(select(func.count()).select_from(record))


def acts_of_publication() -> list[str]:
    acts = ("publish text", "publish text from a moment", "withdraw publication", "end embargo")
    return list(db.session.scalars(select(JournalLine.act).where(JournalLine.act.in_(acts))))


def reading_of(table: Table, language: Language = Language.EN) -> public.PublicReading:
    db.session.rollback()
    address = db.session.get_one(PublicText, table.communique).address
    return read_public(db.session(), find_public_text(db.session(), address), language)


def test_adoption_alone_publishes_nothing(session):
    adopted_text()
    assert count(PublicText) == count(Publication) == 0
    with pytest.raises(NotFound):
        find_public_text(db.session(), "OIC-ACM-2026-FC")


def test_the_mission_publishes_an_adopted_text_once_and_the_journal_says_so(session):
    table = adopted_text()
    assert publish(table).address == "OIC-ACM-2026-FC"
    with pytest.raises(PublicAlready):
        publish(table)
    assert count(Publication) == 1 and acts_of_publication() == ["publish text"]
    assert [line.text for line in reading_of(table).text.lines] == [line.text for line in table.lines()]


def test_a_text_that_is_not_adopted_is_not_published(session):
    table = agreed_text()
    with pytest.raises(NotAdoptedYet):
        publish(table)
    with pytest.raises(NotPublic):
        public.withdraw(mission(), table.communique, reason="Why.")
    assert count(PublicText) == 0 and acts_of_publication() == []


def test_nobody_else_publishes_or_withdraws(session):
    table = adopted_text()
    for make in (make_head, make_observer, make_administrator):
        with pytest.raises(NotPermitted):
            public.publish(actor_of(make()), table.communique)
        with pytest.raises(NotPermitted):
            public.withdraw(actor_of(make()), table.communique, reason="Why.")
    assert count(PublicText) == 0


def test_a_withdrawn_text_says_so_at_its_address_and_comes_back_under_the_same(session):
    table = adopted_text()
    address = publish(table).address
    with pytest.raises(WrongWithdrawal):
        public.withdraw(mission(), table.communique, reason=" ")
    public.withdraw(mission(), table.communique, reason="Published too early.")
    with pytest.raises(PublicWithdrawn):
        find_public_text(db.session(), address)
    with pytest.raises(NotPublic):
        public.withdraw(mission(), table.communique, reason="Again.")
    assert publish(table).address == address
    assert find_public_text(db.session(), address).is_public
    assert acts_of_publication() == ["publish text", "withdraw publication", "publish text"]
    assert verify(db.session()).findings == ()


def test_two_symbols_that_are_alike_in_an_address_have_two_addresses(session):
    first = publish(adopted_text()).address
    second = publish(adopted_text(symbol="OIC/OTHER", adopted_as="OIC-ACM/2026/FC")).address
    assert [first, second] == ["OIC-ACM-2026-FC", "OIC-ACM-2026-FC-2"]


def test_it_is_read_in_a_language_into_which_all_of_it_is_translated(session):
    table = adopted_text()
    publish(table)
    translate(table, *FRENCH[:2])
    with pytest.raises(NotFound):
        reading_of(table, Language.FR)
    translate(table)
    assert reading_of(table).languages == (Language.EN, Language.FR)
    assert [line.text for line in reading_of(table, Language.FR).text.lines] == list(FRENCH)


def test_everybody_reads_the_text_as_its_corrigenda_read_it(session):
    table = adopted_text()
    translate(table)
    publish(table)
    before = reading_of(table)
    issue(table, entry(table, "1.", "welcomed", "noted"))
    after, french = reading_of(table), reading_of(table, Language.FR)
    assert after.text.lines[0].text == "The Meeting noted the report."
    assert after.text.incorporates == ["OIC/ACM-2026/FC/Corr.1"]
    assert after.digest != before.digest and after.changed > before.changed
    assert french.text.lines[0].text == after.text.lines[0].text
    assert french.text.lines[1].text == FRENCH[1]
