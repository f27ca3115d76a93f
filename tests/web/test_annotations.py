"""The pages of an annotated agenda."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.terms import TextKind
from acm_drafts.web.shared.signing import WORDING, conceal
from tests.factories import make_head, make_mission_drafter, post, sign_in
from tests.speakers import make_agenda
from tests.tables import Table, lines_of, make_table
from tests.web.readers import Reader, words_of

pytestmark = pytest.mark.usefixtures("session")


def make_open_agenda() -> Table:
    lines = lines_of("Opening of the meeting", "General debate")
    return Table(lines, symbol="OIC/AGENDA", kind=TextKind.AGENDA).open()


def test_the_mission_annotates_an_item_and_everybody_reads_it_on_the_page_and_in_the_file(
    client: FlaskClient,
):
    agenda = make_open_agenda()
    root, item = f"/c/{agenda.code}/annotated", agenda.line("2.").code
    sign_in(client, make_mission_drafter())
    sent = {"annotation": "Five minutes each.", "seen": "0"}

    assert "General debate" in client.get(f"{root}/p/{item}").text
    assert post(client, f"{root}/p/{item}", {**sent, "annotation": "x" * 9000}).status_code == 422
    assert post(client, f"{root}/p/{item}", sent).status_code == 303
    assert post(client, f"{root}/p/{item}", {**sent, "annotation": "Another."}).status_code == 409
    assert client.get(f"{root}/p/zzzz").status_code == 404

    sign_in(client, make_head("EGY"))
    page = client.get(root).text
    assert (
        "Annotated provisional agenda" in page
        and "Five minutes each." in page
        and "/annotated/p/" not in page
    )
    assert client.get(f"{root}/p/{item}").status_code == 403
    text = client.get(f"/c/{agenda.code}/text").text
    assert "Provisional agenda" in text and "The agenda" in text and "2 items." in text
    assert client.get(f"/c/{agenda.code}/documents/0.docx?form=annotated").status_code == 200
    assert 'value="annotated"' in client.get(f"/c/{agenda.code}/documents").text


def test_a_communique_has_no_annotated_page_and_an_agenda_in_preparation_is_read_by_the_mission_alone(
    client: FlaskClient,
):
    table, draft = make_table("It noted."), make_agenda("Opening")
    hidden = f"/c/{draft.communique.code}/annotated"
    sign_in(client, make_head("EGY"))

    assert client.get(f"/c/{table.code}/annotated").status_code == 404
    assert client.get(hidden).status_code == 404
    assert "The agenda" not in client.get(f"/c/{table.code}/text").text
    sign_in(client, make_mission_drafter())
    assert "Draft agenda" in client.get(hidden).text


def test_who_reads_one_communique_and_its_agenda_is_led_to_the_communique(client: FlaskClient):
    table = make_table("It noted.")
    make_open_agenda()
    sign_in(client, make_head("EGY"))

    assert client.get("/").location == f"/c/{table.code}/text"
    assert "All texts" in client.get(f"/c/{table.code}/text").text


def test_pages_of_an_agenda_speak_of_items_in_each_language_and_so_do_their_refusals(app: Flask):
    agenda, table = make_open_agenda(), make_table("The Meeting noted.")
    made = agenda.replace("EGY", "2.", "General", "Short general")
    pen, head = Reader(app, make_mission_drafter()), Reader(app, make_head("MYS"))
    root, line = f"/c/{agenda.code}", agenda.line("2.")
    asked = [(head, f"{root}/p/{line.code}/amend"), (head, f"{root}/delegation"), (pen, f"{root}/decisions")]
    for page in ("text", f"p/{line.code}", "progress", "positions", "journal"):
        asked += [(pen, f"{root}/{page}"), (head, f"{root}/{page}")]

    for language, word, item in (
        ("en", "aragraph", "tem 2"),
        ("fr", "aragraphe", "oint 2"),
        ("ar", "فقر", "البند 2"),
    ):
        for reader in (pen, head):
            reader.client.get(f"/language/{language}")
        said = [reader.sees(path).replace(TAGGING[language], "") for reader, path in asked]
        assert [words[max(words.index(word) - 40, 0) :][:90] for words in said if word in words] == []
        assert item in said[-1] and item in head.sees(f"/proposals/{made.code}")
        assert word in head.sees(f"/c/{table.code}/text")

    head.client.get("/language/en")
    base = conceal(line.line.wording, use=WORDING)
    again = {"kind": "replace", "base_id": base, "text": line.line.text, "line": "paragraph", "do": "submit"}
    refused = post(head.client, f"{root}/p/{line.code}/amend", again)
    assert "Change the wording, or propose to keep the item as it is." in words_of(refused.text)


TAGGING = {
    "en": "Tag the paragraph with an item",
    "fr": "Classer le paragraphe sous un point",
    "ar": "تصنيف الفقرة تحت بند",
}
"""What leads to the items of another agenda, that of the General Assembly."""
