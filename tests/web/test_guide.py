"""The pages of the guide: read by the Group, kept by the Mission, followed by people; its files and its refusals."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.documents import reader
from acm_drafts.negotiation.guide import TagAct
from acm_drafts.services.agenda import set_agenda
from acm_drafts.store.database import db
from acm_drafts.store.guide import known_items, session_of_text
from acm_drafts.store.records import Communique, Paragraph
from tests.adoptions import adopt, imported_as_final
from tests.factories import (
    make_administrator,
    make_chair,
    make_head,
    make_mission_drafter,
    make_observer,
    post,
)
from tests.guide import add_agenda, session_for, tag
from tests.speakers import make_agenda
from tests.tables import Table, make_table
from tests.web.readers import Reader, queries_of, words_of

pytestmark = pytest.mark.usefixtures("session")

CSV = (
    "number,title_en,title_fr,title_ar,committee\n14,Culture of peace,Culture de paix,ثقافة السلام,plenary\n"
)


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted food security and agriculture development.", "It thanked Egypt.")


@pytest.fixture
def pen(app: Flask, table: Table) -> Reader:
    return Reader(app, make_mission_drafter())


@pytest.fixture
def head(app: Flask, table: Table) -> Reader:
    return Reader(app, make_head("EGY"))


def send(pen: Reader, data: bytes, session: object = 81, **more: str) -> tuple[int, str]:
    form = {"session": str(session), "file": (BytesIO(data), "agenda.csv"), **more}
    answer = post(pen.client, "/guide/add", form)
    return answer.status_code, "" if answer.status_code == 303 else words_of(answer.text)


def said(answer: object) -> str:
    return "\n".join(paragraph.final or "" for paragraph in reader.read(answer.data).paragraphs)


def test_the_guide_is_read_by_the_group_and_not_by_observers_and_administrators(app: Flask, head: Reader):
    assert (
        "The guide has no agenda of the General Assembly yet. A drafter of the Mission adds it."
        in head.sees("/guide")
    )
    add_agenda(81)
    for make in (make_chair, make_mission_drafter):
        Reader(app, make()).get("/guide/81")
    for make in (make_observer, make_administrator):
        other = Reader(app, make())
        for path in ("/guide", "/guide/81", "/guide/81/14", "/guide/81.docx", "/guide/81/14/pocket.docx"):
            other.get(path, status=403)
        assert "/guide" not in other.client.get("/library").text
    assert 'href="/guide"' in head.get("/library")
    for path in ("/guide/80", "/guide/81/99", "/guide/81/x", "/guide/81.docx?language=xx"):
        head.get(path, status=404)


def test_an_agenda_is_added_from_a_file_and_a_wrong_line_is_named_with_its_column(pen: Reader, head: Reader):
    status, page = send(pen, CSV.replace("14,", "fourteen,").encode())
    assert status == 422
    assert "Line 2, column number of the agenda cannot be read: it is not the number of one item" in page
    status, page = send(pen, b"PK\x03\x04\x14")
    assert status == 422 and "This is no CSV file: it is a workbook" in page
    assert "Choose a file." in words_of(post(pen.client, "/guide/add", {"session": "81"}).text)
    assert send(pen, CSV.encode(), 0)[0] == 422
    assert known_items(db.session()) == []

    assert send(pen, CSV.encode()) == (303, "")
    assert "14 Culture of peace Plenary" in pen.sees("/guide/81")
    assert "saved as it stands in this file" in send(pen, CSV.encode())[1]
    head.get("/guide/add", status=403)
    assert send(head, CSV.encode())[0] == 403


def test_the_mission_removes_an_agenda_saved_under_a_wrong_number_unless_it_is_used(
    pen: Reader, head: Reader, table: Table
):
    of = session_for(table)
    add_agenda(of)
    add_agenda(of - 1)
    tag(table, "1.", 23)
    assert f'action="/guide/{of}/remove"' in pen.get(f"/guide/{of}")
    assert "/remove" not in head.get(f"/guide/{of}")
    assert post(head.client, f"/guide/{of}/remove", {}).status_code == 403

    refused = post(pen.client, f"/guide/{of}/remove", {})
    assert refused.status_code == 409
    assert "are tagged with items of it: 23. These decisions stay on record" in words_of(refused.text)
    assert post(pen.client, f"/guide/{of - 1}/remove", {}).status_code == 303
    assert f"The agenda of session {of - 1} is removed." in words_of(pen.get(f"/guide/{of}"))
    pen.get(f"/guide/{of - 1}", status=404)
    assert post(pen.client, f"/guide/{of - 1}/remove", {}).status_code == 404


def test_a_title_that_changed_is_saved_where_people_say_that_the_item_is_the_same(pen: Reader, table: Table):
    of = session_for(table)
    send(pen, CSV.encode(), of)
    tag(table, "1.", 14)
    renamed = CSV.replace("Culture of peace", "A culture of peace").encode()
    status, page = send(pen, renamed, of)
    assert (
        status == 422
        and "Item 14 is used as “Culture of peace”; in the file it is “A culture of peace”." in page
    )
    assert send(pen, renamed, of, same_items="y")[0] == 303
    assert "A culture of peace" in pen.sees(f"/guide/{of}/14")


def test_paragraphs_are_tagged_from_the_list_where_items_are_suggested_with_the_reason(
    pen: Reader, head: Reader, table: Table
):
    of = session_for(table)
    page = pen.sees(f"/c/{table.code}/items")
    assert "The guide does not have the agenda of this session yet." in page
    add_agenda(of)
    assert "Suggested: 23 Agriculture development, food security words: agriculture, development" in pen.sees(
        f"/c/{table.code}/items"
    )
    code = table.line("1.").code
    path = f"/c/{table.code}/p/{code}/items"
    assert post(pen.client, path, {"act": "tag", "item": "71 (b)"}).status_code == 303
    assert post(pen.client, path, {"act": "decline", "item": "23"}).status_code == 303
    page = pen.sees(f"/c/{table.code}/items")
    assert "71 (b) Human rights questions" in page and "Suggested:" not in page
    for sent, sentence in (
        ({"act": "tag", "item": "71 (b)"}, "The paragraph is tagged with this item already."),
        ({"act": "tag", "item": "99"}, f"Item 99 is not on the agenda of session {of}."),
        (
            {"act": "tag", "item": "=1"},
            "“=1” is neither the number of an item nor the whole title",
        ),
        ({"act": "burn", "item": "14"}, "It cannot be saved: it names no item."),
        ({"act": "tag"}, "It cannot be saved: it names no item."),
    ):
        answer = post(pen.client, path, sent)
        assert answer.status_code in (409, 422) and sentence in words_of(answer.text), sent
    assert 'value="human rights"' in post(pen.client, path, {"act": "tag", "item": "human rights"}).text
    assert (
        post(
            pen.client,
            path,
            {"act": "untag", "item": "HUMAN RIGHTS QUESTIONS, including alternative approaches"},
        ).status_code
        == 303
    )
    assert post(pen.client, path, {"act": "tag", "item": "71 (b)"}).status_code == 303
    head.get(f"/c/{table.code}/items", status=403)
    assert post(head.client, path, {"act": "tag", "item": "14"}).status_code == 403
    journal = head.sees(f"/c/{table.code}/journal")
    assert "tagged with agenda item 71 (b)" in journal and "declined" not in journal


def test_the_page_of_an_item_tells_that_a_text_is_not_adopted_yet_and_later_that_it_is(app: Flask):
    table = imported_as_final("The Meeting noted the report.")
    of = session_for(table)
    add_agenda(of)
    tag(table, "1.", 14)
    head = Reader(app, make_head("EGY"))
    assert (
        "No paragraph of a text adopted at this session is tagged with the item. OIC/FC not adopted yet"
        in head.sees(f"/guide/{of}/14")
    )
    adopt(table)
    page = head.sees(f"/guide/{of}/14")
    assert "OIC/FC adopted on" in page and "not adopted yet" not in page
    link = f'href="/c/{table.code}/p/{table.line("1.").code}"'
    assert link in head.get(f"/guide/{of}/14") and link in head.get(f"/guide/{of}")
    for path in (f"/guide/{of}.docx", f"/guide/{of}/14/pocket.docx?language=en"):
        assert "The Meeting noted the report." in said(head.client.get(path))


def test_somebody_follows_an_item_and_is_found_there_until_they_stop(app: Flask, head: Reader, pen: Reader):
    add_agenda(81)
    assert "Nobody follows it yet." in pen.sees("/guide/81/14")
    assert post(head.client, "/guide/81/14/follow").status_code == 303
    assert post(head.client, "/guide/81/14/follow").status_code == 422
    assert "Egypt" in pen.sees("/guide/81/14") and "1 person follows it" in pen.sees("/guide/81")
    assert "you follow it" in head.sees("/guide/81") and "Stop following this item" in head.sees(
        "/guide/81/14"
    )
    assert post(head.client, "/guide/81/14/leave").status_code == 303
    assert "Nobody follows it yet." in pen.sees("/guide/81/14")
    chair = Reader(app, make_chair())
    assert "Follow this item" not in chair.sees("/guide/81/14")
    assert post(chair.client, "/guide/81/14/follow").status_code == 403


def test_the_mission_says_which_earlier_item_one_continues(pen: Reader, head: Reader):
    add_agenda(80)
    add_agenda(81)
    path = "/guide/81/14/link"
    for sent, sentence in (
        ({"session": "80", "number": "x"}, "Item x is not on the agenda of session 80."),
        ({"session": "81", "number": "23"}, "An item can only continue one of an earlier session."),
        ({}, "The item is linked so already."),
    ):
        assert sentence in words_of(post(pen.client, path, sent).text)
    assert post(pen.client, path, {"session": "80", "number": "71 (b)"}).status_code == 303
    assert "The item is linked." in pen.sees("/guide/81/14")
    assert post(head.client, path, {"session": "80", "number": "23"}).status_code == 403
    assert "Say which earlier item" not in head.sees("/guide/81/14")


def test_the_letter_is_for_mission_and_chair_and_says_what_it_is(
    app: Flask, pen: Reader, head: Reader, table: Table
):
    add_agenda(session_for(table))
    root = f"/c/{table.code}"
    assert "No agenda item is named under which the text is to be circulated." in pen.sees(f"{root}/letter")
    assert pen.client.get(f"{root}/letter.docx").status_code == 422
    tag(table, "1.", 71, "b")
    page = pen.sees(f"{root}/letter")
    assert "The text is not adopted yet" in page and "71 (b) Human rights questions" in page
    assert "These are the items that paragraphs of the text are tagged with." in page
    assert "Egypt" in said(pen.client.get(f"{root}/letter.docx?state=EGY&language=en"))
    pen.get(f"{root}/letter.docx?state=ARAB", status=404)
    Reader(app, make_chair()).get(f"{root}/letter")
    for path in (f"{root}/letter", f"{root}/letter.docx"):
        head.get(path, status=403)
    documents = pen.get(f"{root}/documents")
    assert f'href="{root}/letter"' in documents and f'href="{root}/items"' in documents
    assert f'href="{root}/letter"' not in head.get(f"{root}/documents")


def test_the_letter_says_where_the_items_named_for_a_text_are_not_those_of_its_paragraphs(
    pen: Reader, table: Table
):
    add_agenda(session_for(table))
    tag(table, "1.", 71, "b")
    tag(table, "2.", 14)
    set_agenda(table.mission, table.code, "14 a\n23 b")
    page = pen.sees(f"/c/{table.code}/letter")
    assert "These items were named for the text." in page
    assert "Paragraphs are tagged with others, which the letter does not name: 71 (b)." in page
    assert "No paragraph is tagged with: 23." in page

    set_agenda(table.mission, table.code, "14 a\n71 (b) b")
    page = pen.sees(f"/c/{table.code}/letter")
    assert "These items were named for the text." in page
    assert "tagged with others" not in page and "No paragraph is tagged" not in page


def test_the_items_of_a_text_can_be_taken_from_its_paragraphs(pen: Reader, table: Table):
    add_agenda(session_for(table))
    assert "?from=paragraphs" not in pen.get(f"/c/{table.code}/agenda")
    tag(table, "1.", 71, "b")
    assert "?from=paragraphs" in pen.get(f"/c/{table.code}/agenda")
    page = pen.get(f"/c/{table.code}/agenda?from=paragraphs")
    assert "71 (b) Human rights questions, including alternative approaches</textarea>" in page
    refused = post(pen.client, f"/c/{table.code}/agenda", {"pasted": "99 Another", "show": "1"})
    assert refused.status_code == 422 and "Item 99 is not on the agenda" in words_of(refused.text)


def test_the_pages_cost_the_same_however_many_paragraphs_are_tagged(pen: Reader, table: Table):
    of = session_for(table)
    add_agenda(of)
    tag(table, "1.", 14)
    paths = (f"/guide/{of}", f"/guide/{of}/14", f"/c/{table.code}/items")
    before = [queries_of(lambda path=path: pen.get(path)) for path in paths]
    tag(table, "2.", 14)
    tag(table, "2.", 23)
    assert [queries_of(lambda path=path: pen.get(path)) for path in paths] == before
    assert max(before) < 40


def test_a_paragraph_names_its_items_to_the_group_and_leads_the_mission_to_tagging(app: Flask, table: Table):
    own = session_for(table)
    add_agenda(own)
    pen, head = Reader(app, make_mission_drafter()), Reader(app, make_head("EGY"))
    path = f"/c/{table.code}/p/{table.line('1.').code}"
    before = queries_of(lambda: head.get(path))
    assert "Agenda items" not in head.sees(path)
    tag(table, "1.", 23)
    tag(table, "1.", 71, "b")
    tag(table, "1.", 14)
    tag(table, "1.", 14, act=TagAct.UNTAG)

    page = head.get(path)
    assert f'href="/guide/{own}/23"' in page and f'href="/guide/{own}/71b"' in page
    assert f"/guide/{own}/14" not in page and "/items#p-" not in page
    assert queries_of(lambda: head.get(path)) == before
    assert f'href="/c/{table.code}/items#p-{table.line("1.").code}"' in pen.get(path)
    seen = Reader(app, make_observer()).get(path)
    assert "food security" in seen and "Agriculture development" not in seen and "/guide/" not in seen


def test_no_page_of_an_agenda_of_the_meeting_leads_to_tagging_and_what_is_sent_is_refused_with_a_sentence(
    pen: Reader,
):
    draft = make_agenda("Adoption of the agenda", "Palestine")
    add_agenda(session_of_text(db.session(), draft.communique_id))
    code, paragraph = db.session.execute(
        select(Communique.code, Paragraph.code).join(Paragraph).where(Communique.id == draft.communique_id)
    ).first()
    root = f"/c/{code}"
    for page in (f"{root}/documents", f"{root}/p/{paragraph}"):
        assert f'href="{root}/items' not in pen.get(page) and f'href="{root}/agenda"' not in pen.get(page)
    pen.get(f"{root}/items", status=409)
    pen.get(f"{root}/agenda", status=409)
    for path, sent in ((f"{root}/p/{paragraph}/items", {"act": "tag", "item": "14"}), (f"{root}/agenda", {})):
        refused = post(pen.client, path, sent)
        assert refused.status_code == 409
        assert "Only what a communiqué says is put under agenda items." in words_of(refused.text)


def test_in_arabic_items_have_arabic_letters_and_latin_words_keep_apart(pen: Reader, table: Table):
    set_agenda(table.mission, table.code, "71 (b) Human rights")
    pen.client.get("/language/ar?next=/account")
    assert "71 (ب)" in pen.get(f"/c/{table.code}/letter")
    set_agenda(table.mission, table.code, "")
    add_agenda(session_for(table))
    assert "⁨agriculture⁩، ⁨development⁩" in pen.get(f"/c/{table.code}/items")
