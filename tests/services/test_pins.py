"""The Mission pins paragraphs of a text to their sources."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.adoption import TextAdopted
from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.library import NotPinned, PinnedAlready, SourceWithdrawn
from acm_drafts.services import library, pins, verification
from acm_drafts.store.database import db
from acm_drafts.store.pins import pins_in
from acm_drafts.store.records import JournalLine, SourcePin
from tests.adoptions import adopt, imported_as_final
from tests.factories import mission
from tests.library import add
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.", "The Meeting urged all.")


def pinned(table: Table) -> dict[int, tuple[str, str]]:
    db.session.rollback()
    return {
        key: (pin.symbol, pin.reference)
        for key, pin in pins_in(db.session(), mission(), table.communique).items()
    }


def test_a_paragraph_is_pinned_to_another_source_in_its_place_and_the_pin_is_taken_away(table: Table):
    first, second = add(), add("A/RES/67/264", "Noted.")
    paragraph = table.line("1.").line.paragraph
    pins.pin(table.mission, paragraph, source=first.code, position=2)
    pins.pin(table.mission, paragraph, source=second.code, position=1)
    assert pinned(table) == {paragraph: ("A/RES/67/264", "1")}

    pins.unpin(table.mission, paragraph)
    assert pinned(table) == {}
    told = [line.act for line in db.session.scalars(select(JournalLine).order_by(JournalLine.id))]
    assert told[-3:] == ["pin source", "pin source", "unpin source"]
    assert verification.verify(db.session()).findings == ()


def test_what_is_pinned_already_or_not_at_all_is_refused(table: Table):
    source, paragraph = add(), table.line("1.").line.paragraph
    with pytest.raises(NotPinned):
        pins.unpin(table.mission, paragraph)
    pins.pin(table.mission, paragraph, source=source.code, position=1)
    with pytest.raises(PinnedAlready):
        pins.pin(table.mission, paragraph, source=source.code, position=1)
    assert db.session.scalar(select(func.count()).select_from(SourcePin)) == 1


def test_a_delegation_pins_nothing_and_nobody_pins_to_what_is_not_there(table: Table):
    source, paragraph = add(), table.line("1.").line.paragraph
    with pytest.raises(NotPermitted):
        pins.pin(table.head("EGY"), paragraph, source=source.code, position=1)
    for code, position in (("nothing", 1), (source.code, 99)):
        with pytest.raises(NotFound):
            pins.pin(table.mission, paragraph, source=code, position=position)
    library.withdraw(mission(), source.code, reason="A draft.")
    with pytest.raises(SourceWithdrawn):
        pins.pin(table.mission, paragraph, source=source.code, position=1)
    assert pinned(table) == {}


def test_on_an_adopted_text_no_pin_is_set():
    table = imported_as_final("The Meeting noted the report.")
    paragraph, source = table.line("1.").line.paragraph, add()
    adopt(table)
    with pytest.raises(TextAdopted):
        pins.pin(table.mission, paragraph, source=source.code, position=1)
