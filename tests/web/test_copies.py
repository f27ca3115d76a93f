"""The page of readers and copies, and what all others are told."""

import io
import re
import zipfile

import pytest
from flask import Flask

from acm_drafts.documents.write.frames import typed_in
from acm_drafts.services import copies
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from tests.factories import make_head, make_mission_drafter, mission, post
from tests.tables import Table, make_table
from tests.web.readers import Reader


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.", symbol="OIC/ACM-2026/FC")


def foot_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/footer.xml").decode())


def test_a_copy_that_was_passed_on_is_traced_to_its_reader(app: Flask, table: Table):
    pen, head = Reader(app, make_mission_drafter()), make_head("EGY")
    reader, root = Reader(app, head), f"/c/{table.code}"
    assert "Documents name nobody" in pen.sees(f"{root}/copies")
    assert post(pen.client, f"{root}/copies", {"named": "yes"}).status_code == 303

    reader.get(f"{root}/text")
    data = reader.client.get(f"{root}/documents/0.docx?form=compilation").data
    mark = re.search(r"[0-9B-Z]{4}-[0-9B-Z]{4}", foot_of(data)).group()
    assert head.name in foot_of(data)

    page = pen.sees(f"{root}/copies?mark={mark.lower().replace('-', '')}")
    assert f"{mark} · {head.name}, Egypt · OIC/ACM-2026/FC" in page and "compilation of proposals" in page
    assert "No copy of this text bears the mark 2222-2222." in pen.sees(f"{root}/copies?mark=2222-2222")
    assert "Who opened OIC/ACM-2026/FC" in page and "Nobody noted of" not in page
    db.session.rollback()  # others wrote meanwhile
    make_head("TUR")
    page = pen.sees(f"{root}/copies")
    assert "Nobody noted of" in page and "is not. Türkiye" in page


def test_readers_are_told_that_copies_name_them_and_see_nothing_of_others(app: Flask, table: Table):
    reader, root = Reader(app, make_head("EGY")), f"/c/{table.code}"
    assert "names who downloads it" not in reader.sees(f"{root}/documents")
    copies.name_readers(mission(), table.code, named=True)
    assert "names who downloads it" in reader.sees(f"{root}/documents")
    assert f'href="{root}/copies"' not in reader.get(f"{root}/documents")
    reader.get(f"{root}/copies", status=404)
    assert post(reader.client, f"{root}/copies", {"named": ""}).status_code == 403
    assert "Documents name their readers from now on" in reader.sees(f"{root}/journal")


def test_a_working_file_names_its_reader_and_that_is_no_word_that_somebody_typed(app: Flask, table: Table):
    copies.name_readers(mission(), table.code, named=True)
    head = make_head("EGY")
    data = Reader(app, head).client.get(f"/c/{table.code}/incoming/working.docx").data
    assert head.name in foot_of(data)
    text = draft_text(db.session(), db.session.get_one(Draft, table.draft))
    line = next(piece for piece in re.split(r"(?=Copy for)|(?=Page )", foot_of(data)) if "Copy for" in piece)
    assert typed_in([("foot", line), ("foot", "Secret")], text) == (("foot", "Secret"),)
