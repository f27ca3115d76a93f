"""Agenda items: pasted, seen as they were read, kept; and named where the documents are."""

import pytest
from flask import Flask

from acm_drafts.services.agenda import set_agenda
from tests.factories import make_head, make_mission_drafter, post
from tests.tables import Table, make_table
from tests.web.readers import Reader, main_of, words_of

LIST = "18 Sustainable development\r\n71 (b) Human rights\r\n14 Culture of peace"


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.", symbol="OIC/ACM-2026/FC")


@pytest.fixture
def pen(app: Flask, table: Table) -> Reader:
    return Reader(app, make_mission_drafter())


@pytest.fixture
def reader(app: Flask, table: Table) -> Reader:
    return Reader(app, make_head("EGY"))


def send(reader: Reader, table: Table, pasted: str, **more: str) -> tuple[int, str]:
    answer = post(reader.client, f"/c/{table.code}/agenda", {"pasted": pasted, **more})
    return answer.status_code, words_of(main_of(answer.text)) if answer.status_code != 303 else ""


def test_a_list_is_shown_as_it_was_read_before_anything_is_kept(pen: Reader, table: Table):
    status, page = send(pen, table, LIST, show="1")

    assert status == 200
    assert "not saved yet" in page
    assert "14 Culture of peace 18 Sustainable development 71 (b) Human rights" in page
    assert "Agenda items 14, 18 and 71\u00a0(b)".replace("\u00a0", " ") in page
    assert "Points 14, 18 et 71 b) de l’ordre du jour" in page
    assert "البنود 14 و 18 و 71 (ب) من جدول الأعمال" in page
    assert "Save the list" in page
    assert "Agenda items" not in pen.sees(f"/c/{table.code}/documents")


def test_what_is_kept_stands_on_the_page_and_where_the_documents_are(
    pen: Reader, reader: Reader, table: Table
):
    assert send(pen, table, LIST) == (303, "")

    page = pen.get(f"/c/{table.code}/agenda")
    assert "14 Culture of peace\n18 Sustainable development\n71 (b) Human rights</textarea>" in page
    assert "The agenda items are saved" in words_of(page)
    documents = reader.sees(f"/c/{table.code}/documents")
    assert "Agenda items 14, 18 and 71 (b)" in documents
    assert "Change the agenda items" not in documents
    assert "Change the agenda items" in pen.sees(f"/c/{table.code}/documents")
    assert "Agenda items of the General Assembly set" in reader.sees(f"/c/{table.code}/journal")


@pytest.mark.parametrize("button", [{"show": "1"}, {}])
def test_a_line_that_cannot_be_read_is_named_beside_the_list_and_nothing_is_kept(
    pen: Reader, table: Table, button: dict[str, str]
):
    set_agenda(table.mission, table.code, "109 Terrorism")

    status, page = send(pen, table, "14 Culture of peace\r\n\r\nPalestine", **button)

    assert status == 422
    assert "Line 3 of the list cannot be saved: it does not begin with the number of one item." in page
    assert "Palestine" in page
    assert "Save the list" not in page
    assert "109 Terrorism" in pen.sees(f"/c/{table.code}/agenda")


def test_an_empty_list_is_kept_as_none(pen: Reader, table: Table):
    set_agenda(table.mission, table.code, "109 Terrorism")

    assert send(pen, table, "")[0] == 303

    assert "name no agenda items any more" in words_of(pen.get(f"/c/{table.code}/agenda"))
    assert "Agenda item" not in pen.sees(f"/c/{table.code}/documents").replace("the agenda items", "")


def test_a_delegation_is_shown_no_such_page(reader: Reader, table: Table):
    reader.get(f"/c/{table.code}/agenda", status=403)
    assert send(reader, table, "14")[0] == 403


def test_the_list_stands_among_the_documents(pen: Reader, table: Table):
    page = pen.client.get(f"/c/{table.code}/agenda").text

    assert f'<a href="/c/{table.code}/documents" aria-current="page">' in page
