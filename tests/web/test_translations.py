"""The page on which the Mission enters the translation of a text, line by line or from a file."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from acm_drafts.services import translations
from acm_drafts.store.database import db
from acm_drafts.text.language import Language
from tests.adoptions import entry, issue
from tests.factories import make_head, make_mission_drafter, mission, post, sign_in
from tests.public import adopted_text, publish, translate
from tests.tables import Table, make_table
from tests.web.readers import main_of, words_of

pytestmark = pytest.mark.usefixtures("session")

TEXT = ("The Meeting welcomed the report.", "The Meeting urged all Member States to contribute.")
FRENCH = ("La Réunion s’est félicitée du rapport.", "La Réunion a prié tous les États membres de contribuer.")


def sent(table: Table, *texts: str, **facts: str) -> dict[str, str]:
    lines = [table.line(f"{number}.") for number, _ in enumerate(texts, 1)]
    words = {f"translation-{line.code}": text for line, text in zip(lines, texts, strict=True)}
    return {"draft": "0", "show": "open", **{f"seen-{line.code}": "0" for line in lines}, **words, **facts}


def test_the_mission_enters_lines_and_readers_find_them_in_the_text_and_its_file(client: FlaskClient):
    table = make_table(*TEXT)
    root = f"/c/{table.code}/translations"
    sign_in(client, make_mission_drafter())
    assert root in client.get(f"/c/{table.code}/text").text
    assert root in client.get(f"/c/{table.code}/documents").text
    assert client.get(root).headers["Location"].endswith("/translations/fr")
    assert client.get(f"{root}/en").status_code == 404

    page = client.get(f"{root}/fr").text
    assert "0 of 2 lines are translated into French" in words_of(page)
    assert re.search(r'<textarea [^>]*name="translation-\w+"[^>]* lang="fr" dir="ltr"', page)
    assert 'lang="ar" dir="rtl"' in client.get(f"{root}/ar").text

    answer = post(client, f"{root}/fr", sent(table, FRENCH[0], ""))

    assert answer.status_code == 303 and answer.headers["Location"].endswith("/translations/fr?show=open")
    left = main_of(client.get(f"{root}/fr?show=open").text)
    assert "1 of 2 lines" in words_of(left) and TEXT[1] in left and FRENCH[0] not in left
    sign_in(client, make_head("EGY"))
    assert FRENCH[0] in client.get(f"/c/{table.code}/text?language=fr").text
    assert client.get(f"{root}/fr").status_code == 403
    assert root not in client.get(f"/c/{table.code}/text").text


def test_what_was_typed_comes_back_where_a_line_is_refused_or_was_translated_meanwhile(client: FlaskClient):
    table = make_table(*TEXT)
    root = f"/c/{table.code}/translations/fr"
    sign_in(client, make_mission_drafter())

    wrong = post(client, root, sent(table, FRENCH[0], "Une ligne\u202e."))
    assert wrong.status_code == 422 and FRENCH[0] in wrong.text and "aria-invalid" in wrong.text

    two = post(client, root, sent(table, FRENCH[0], "Une ligne.\r\n\r\nUne autre."))
    assert two.status_code == 422 and "aria-invalid" in two.text
    assert "so it would be two paragraphs. Remove the empty line." in words_of(two.text)

    line = table.line("1.").line
    translations.add(mission(), line.wording, Language.FR, "Autre.")
    late = post(client, root, sent(table, FRENCH[0], FRENCH[1]))
    assert late.status_code == 409 and FRENCH[1] in late.text
    assert "A colleague has translated “1 The Meeting welcomed the report.”" in words_of(late.text)
    assert FRENCH[1] not in client.get(root).text


def test_a_line_changed_after_its_translation_says_so_and_keeps_the_earlier_one_only_when_told(
    client: FlaskClient,
):
    table = make_table(*TEXT)
    translations.add(table.mission, table.line("1.").line.wording, Language.FR, FRENCH[0])
    table.accept(table.replace("EGY", "1.", "report", "reports"))
    table.close()
    root = f"/c/{table.code}/translations/fr"
    sign_in(client, make_mission_drafter())

    page = client.get(f"{root}?show=changed").text
    assert "1 line was changed after its translation" in words_of(page)
    assert "changed after its translation" in page and "<ins" in page and FRENCH[0] in page
    assert FRENCH[0] not in client.get(f"/c/{table.code}/text?language=fr").text

    code = table.line("1.").code
    facts = {"draft": "1", f"translation-{code}": "", f"seen-{code}": "1", f"keep-{code}": "1"}
    assert post(client, root, {**facts, f"translation-{code}": "Autre."}).status_code == 422
    assert post(client, root, facts).status_code == 303
    assert FRENCH[0] in client.get(f"/c/{table.code}/text?language=fr").text


def test_a_file_translates_an_adopted_text_to_its_public_page_or_says_which_line_does_not_match(
    client: FlaskClient,
):
    table = adopted_text(*TEXT)
    publish(table)
    root = f"/c/{table.code}/translations/fr"
    sign_in(client, make_mission_drafter())

    def bring(*lines: str, **facts: str) -> object:
        data = "\n\n".join(lines).encode()
        sent = {"draft": "0", "seen": "0", "file": (BytesIO(data), "fr.txt"), **facts}
        sent["draft"] = str(re.search(r'name="draft" value="(\d+)"', client.get(root).text)[1])
        return post(client, f"{root}/file", sent, content_type="multipart/form-data")

    other = bring(f"1. {FRENCH[0]}", f"3. {FRENCH[1]}")
    assert other.status_code == 422
    assert "Line 2 of the file does not match the text: it is “3. La Réunion" in words_of(other.text)
    assert bring(f"1. {FRENCH[0]}", f"2. {FRENCH[1]}", pasted="Une ligne").status_code == 422
    assert bring(f"1. {FRENCH[0]}", f"2. {FRENCH[1]}", seen="7").status_code == 409
    db.session.rollback()
    assert FRENCH[0] not in client.get("/public/OIC-ACM-2026-FC/fr").text

    assert bring(f"1. {FRENCH[0]}", f"2. {FRENCH[1]}").status_code == 303
    assert FRENCH[1] in client.get("/public/OIC-ACM-2026-FC/fr").text

    address = re.search(r"/c/\w+/documents/\d+\.docx\?language=fr", client.get(root).text)[0]
    word = (BytesIO(client.get(address).data), "fr.docx")
    seen = re.findall(r'name="seen" value="(\d+)"', client.get(root).text)[0]
    assert bring(file=word, seen=seen).status_code == 303
    assert "2 lines were translated so already" in words_of(client.get(root).text)


def test_a_translation_says_where_a_corrigendum_corrects_the_original_alone(client: FlaskClient):
    table = adopted_text(*TEXT)
    translate(table, *FRENCH)
    sign_in(client, make_mission_drafter())
    root = f"/c/{table.code}/translations/fr"
    note = "Corr.1 corrects the original. Wherever the text is read as corrected, this paragraph stands in"
    assert note not in words_of(client.get(root).text)
    issue(table, entry(table, "1.", TEXT[0].split()[1], "Council"))

    assert words_of(client.get(root).text).count(note) == 1
