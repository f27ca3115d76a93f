"""Settings of the Word documents: filled in, saved, and led to from the documents."""

import pytest
from flask import Flask

from acm_drafts.negotiation.document_settings import Distribution, DocumentSettings
from acm_drafts.store.database import db
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.text.language import Language
from tests.factories import make_head, make_mission_drafter, post
from tests.tables import Table, make_table
from tests.web.readers import Reader, main_of, words_of

FILLED = {
    "title_fr": "Communiqué final",
    "title_ar": "البيان الختامي",
    "place_en": "New York",
    "held_on": "2026-09-24",
    "distribution": "limited",
    "italics": "y",
    "footnotes": "y",
}


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.", symbol="OIC/ACM-2026/FC")


@pytest.fixture
def pen(app: Flask, table: Table) -> Reader:
    return Reader(app, make_mission_drafter())


@pytest.fixture
def reader(app: Flask, table: Table) -> Reader:
    return Reader(app, make_head("EGY"))


def kept(table: Table) -> DocumentSettings:
    db.session.rollback()  # another request wrote them
    return load_document_settings(db.session(), table.communique)


def send(reader: Reader, table: Table, facts: dict[str, str]) -> tuple[int, str]:
    answer = post(reader.client, f"/c/{table.code}/document-settings", facts)
    return answer.status_code, words_of(main_of(answer.text)) if answer.status_code != 303 else ""


def test_what_is_saved_is_kept_and_stands_in_the_form(pen: Reader, table: Table):
    assert send(pen, table, FILLED) == (303, "")

    settings = kept(table)
    assert settings.titles == {Language.FR: "Communiqué final", Language.AR: "البيان الختامي"}
    assert (settings.distribution, settings.italics, settings.footnotes) == (Distribution.LIMITED, True, True)
    page = pen.get(f"/c/{table.code}/document-settings")
    for value in (
        'value="Communiqué final"',
        'value="2026-09-24"',
        "checked",
        '<option selected value="limited">',
    ):
        assert value in page
    assert "The settings are saved" in words_of(page)
    assert "Settings of the Word documents changed" in pen.sees(f"/c/{table.code}/journal")


def test_there_is_a_title_for_each_language_but_that_of_the_text_and_a_place_for_each(
    pen: Reader, table: Table
):
    page = pen.get(f"/c/{table.code}/document-settings")

    assert 'name="title_en"' not in page
    assert all(
        f'name="{name}"' in page for name in ("title_fr", "title_ar", "place_en", "place_fr", "place_ar")
    )
    assert 'lang="ar" name="title_ar"' in page or 'dir="rtl"' in page


@pytest.mark.parametrize(
    "wrong", [{"title_fr": "a" * 501}, {"held_on": "24 September"}, {"distribution": "secret"}]
)
def test_what_cannot_be_kept_is_named_beside_its_field(pen: Reader, table: Table, wrong: dict[str, str]):
    status, page = send(pen, table, FILLED | wrong)

    assert status == 422
    assert "To correct:" in page
    assert kept(table) == DocumentSettings()


def test_the_mission_is_led_there_from_the_documents_and_nobody_else(
    pen: Reader, reader: Reader, table: Table
):
    link = f'href="/c/{table.code}/document-settings"'

    assert link in pen.get(f"/c/{table.code}/documents")
    assert link not in reader.get(f"/c/{table.code}/documents")
    reader.get(f"/c/{table.code}/document-settings", status=403)
    assert send(reader, table, FILLED)[0] == 403
