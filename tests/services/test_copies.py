"""Copies that name their reader: from when on, for whom, with which mark, and what is noted."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.copies import NamedCopy
from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.services import copies, documents
from acm_drafts.services.documents import Form
from acm_drafts.services.people import operator
from acm_drafts.store.copies import openings_of
from acm_drafts.store.database import db
from acm_drafts.store.records import Copy, Draft, DraftOpening, JournalLine
from tests.factories import (
    actor_of,
    make_administrator,
    make_chair,
    make_head,
    make_mission_drafter,
    make_observer,
    mission,
)
from tests.public import adopted_text
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table() -> Table:
    return make_table("The Meeting noted the report.")


def draft_of(table: Table) -> Draft:
    db.session.expire_all()
    return db.session.get_one(Draft, table.draft)


def count(record: type) -> int:
    return db.session.scalar(select(func.count()).select_from(record))


def foot_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read("word/footer.xml").decode()


def test_the_mission_alone_lets_copies_name_their_reader_and_all_are_told(table: Table):
    for actor in (actor_of(make_head("EGY")), actor_of(make_chair()), actor_of(make_administrator())):
        with pytest.raises(NotPermitted):
            copies.name_readers(actor, table.code, named=True)
    with pytest.raises(NotFound):
        copies.name_readers(mission(), "zzzzzzz", named=True)
    for named in (True, True, False):
        copies.name_readers(mission(), table.code, named=named)

    lines = db.session.execute(
        select(JournalLine.act, JournalLine.scope).where(JournalLine.act.contains("copies"))
    ).all()
    assert [tuple(line) for line in lines] == [(copies.NAMED, "all"), (copies.NAMELESS, "all")]


def test_copies_of_an_adopted_text_can_name_their_reader_too():
    table = adopted_text()
    for named in (True, False, True):
        copies.name_readers(mission(), table.code, named=named)
    head = actor_of(make_head("EGY"))
    assert copies.take_copy(head, draft_of(table), form="clean", language="en") is not None


def test_nothing_is_noted_and_nobody_named_unless_the_mission_says_so(table: Table):
    head = actor_of(make_head("EGY"))
    copies.note_opened(head, draft_of(table))
    assert copies.take_copy(head, draft_of(table), form="clean", language="en") is None
    assert count(Copy) == count(DraftOpening) == 0


def test_each_copy_names_its_reader_in_the_language_of_the_document_and_has_a_mark_of_its_own(table: Table):
    copies.name_readers(mission(), table.code, named=True)
    user = make_head("EGY")
    taken = [
        copies.take_copy(actor_of(user), draft_of(table), form="clean", language=language)
        for language in ("en", "fr", "ar")
    ]
    assert [copy.name for copy in taken] == [
        f"{user.name}, Egypt",
        f"{user.name}, Égypte",
        f"{user.name}، مصر",
    ]
    assert len({copy.mark for copy in taken}) == 3
    observer = make_observer()
    alone = copies.take_copy(actor_of(observer), draft_of(table), form="clean", language="en")
    assert alone.name == observer.name
    drafter = make_mission_drafter()
    own = copies.take_copy(actor_of(drafter), draft_of(table), form="clean", language="en")
    assert own.name.startswith(f"{drafter.name}, ")
    assert copies.take_copy(operator(), draft_of(table), form="clean", language="en") is None
    assert count(Copy) == 5


def test_who_opens_a_draft_is_noted_once_and_nobody_of_the_mission(table: Table):
    copies.name_readers(mission(), table.code, named=True)
    head = actor_of(make_head("EGY"))
    for _ in range(2):
        copies.note_opened(head, draft_of(table))
    copies.note_opened(mission(), draft_of(table))
    copies.take_copy(head, draft_of(table), form="clean", language="en")

    (opening,) = openings_of(db.session(), table.draft)
    assert (opening.user_id, opening.party.code) == (head.user, "EGY")


@pytest.mark.parametrize("form", [Form.CLEAN, Form.COMPILATION, Form.POSITIONS, Form.RESERVATIONS])
def test_every_page_of_a_document_bears_the_name_and_the_mark(table: Table, form: Form):
    copy = NamedCopy("Amina Noor, Egypt", "B2CD-9F3X")
    data = documents.document(db.session(), mission(), form, draft=draft_of(table), copy=copy)
    bare = documents.document(db.session(), mission(), form, draft=draft_of(table))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        feet = [file.read(name).decode() for name in file.namelist() if "foot" in name and "rels" not in name]
    assert feet and all("Amina Noor, Egypt" in foot and "B2CD-9F3X" in foot for foot in feet[:2])
    assert "Copy for" not in foot_of(bare)
