"""The import page: what is read is shown for correction, nothing is kept before, and what cannot be read is said."""

import io
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Circulation, Communique, Draft, Import, JournalLine, Round
from tests.adoptions import adopt, agreed_text
from tests.documents.making import make_archive, make_change, make_docx, make_members, make_paragraph
from tests.factories import make_head, make_meeting, make_mission_drafter, post, sign_in, token_for
from tests.tables import make_table

TEXT = "PALESTINE\n\n1. The Meeting welcomed progress.\n\n(a) In the North.\n\n2. It went\n\non and on."
FACE = {"title": "", "symbol": "", "language": "en", "status": "zero-draft"}


@pytest.fixture
def desk(client: FlaskClient, session) -> FlaskClient:
    """A Mission drafter's browser."""
    return sign_in(client, make_mission_drafter())


def send(browser: FlaskClient, data: bytes | None = None, name: str = "text.txt", **facts: str):
    """Send the import form with a file of *data*, or pasted words, and return the answer."""
    form: dict[str, object] = {"csrf_token": token_for(browser), **FACE, **facts}
    if data is not None:
        form["file"] = (io.BytesIO(data), name)
    return browser.post("/import", data=form, content_type="multipart/form-data")


class Page:
    """The lines as a browser would send them back; change `lines` and `facts`, then `send`."""

    def __init__(self, browser: FlaskClient, answer) -> None:
        self.browser, html = browser, answer.text
        self.action = re.search(r'<form class="form" action="([^"]+)"', html)[1]
        token = re.search(r'name="token" value="([^"]+)"', html)
        self.token = unescape(token[1]) if token else ""
        kinds = re.findall(r'<option value="([^"]+)" selected>', html.partition('<ol class="lines">')[2])
        labels = re.findall(r'name="label" value="([^"]*)"', html)
        indents = re.findall(r'name="indent" value="([^"]*)"', html)
        texts = re.findall(r"<textarea[^>]*name=\"text\"[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
        self.lines = [
            {"kind": kind, "label": unescape(label), "indent": unescape(indent), "text": unescape(text)}
            for kind, label, indent, text in zip(kinds, labels, indents, texts, strict=True)
        ]
        self.numbered = re.findall(r'name="numbered" value="(\d+)" checked', html)
        self.facts: dict[str, object] = dict(FACE)

    def send(self, **facts: object):
        columns = {name: [line[name] for line in self.lines] for name in ("kind", "label", "indent", "text")}
        sent = {"token": self.token, **columns, "numbered": self.numbered, **self.facts, **facts}
        return post(self.browser, self.action, sent)


def page_of(browser: FlaskClient, text: str = TEXT, **facts: str) -> Page:
    answer = send(browser, text.encode(), **facts)
    assert answer.status_code == 200, answer.text
    return Page(browser, answer)


def nothing_is_kept(session) -> bool:
    session.rollback()
    return not any(
        session.scalar(select(func.count()).select_from(record))
        for record in (Communique, Draft, Import, JournalLine)
    )


def kept_lines(session) -> list[tuple[object, ...]]:
    session.rollback()
    draft = session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    return [
        (line.kind, line.depth, line.numbered, line.label, line.text)
        for line in lines_of_draft(session, draft.id)
    ]


# Who -----------------------------------------------------------------------------------------------


def test_only_the_mission_imports(client: FlaskClient, session):
    sign_in(client, make_head("EGY"))

    assert client.get("/import").status_code == 403
    assert send(client, TEXT.encode()).status_code == 403
    assert post(client, "/import/keep").status_code == 403
    assert nothing_is_kept(session)


# Correcting ----------------------------------------------------------------------------------------


def test_a_text_is_shown_line_by_line_before_anything_is_kept(desk: FlaskClient, session):
    answer = send(desk, TEXT.encode(), name="draft.txt")

    page = Page(desk, answer)
    assert "5 lines were read." in answer.text
    assert "draft.txt" in answer.text
    assert [(line["kind"], line["label"], line["text"]) for line in page.lines] == [
        ("heading", "", "PALESTINE"),
        ("paragraph", "1.", "The Meeting welcomed progress."),
        ("sub-paragraph", "(a)", "In the North."),
        ("paragraph", "2.", "It went"),
        ("paragraph", "", "on and on."),
    ]
    assert nothing_is_kept(session)


def test_the_columns_are_headed_for_the_eye_and_each_field_is_called_for_the_ear(desk: FlaskClient, session):
    html = send(desk, TEXT.encode()).text

    heads = re.findall(r'<p class="line lines__heads" aria-hidden="true">(.*?)</p>', html)
    assert [re.findall(r"<span>(.*?)</span>", head) for head in heads] == [["Line", "Kind", "Number", "Text"]]
    for name, called in (("kind", "Kind"), ("label", "Number"), ("text", "Text")):
        assert re.findall(rf'<label for="{name}-(\d)">{called}<span class="vh"> \1</span>', html) == list(
            "12345"
        )


def test_what_is_corrected_is_what_is_kept(desk: FlaskClient, session):
    page = page_of(desk)
    page.lines[0]["text"] = "Palestine & Al-Quds <b>"
    page.lines[2]["kind"] = "paragraph"

    answer = page.send(join="5", title="Final Communiqué", symbol="OIC/ACM-2026/FC", status="non-paper")

    assert answer.status_code == 303
    assert kept_lines(session) == [
        ("heading", 0, False, "", "Palestine & Al-Quds <b>"),
        ("paragraph", 0, True, "1.", "The Meeting welcomed progress."),
        ("paragraph", 0, True, "(a)", "In the North."),
        ("paragraph", 0, True, "2.", "It went on and on."),
    ]
    draft = session.scalars(select(Draft)).one()
    assert (draft.symbol, draft.status) == ("OIC/ACM-2026/FC", DraftStatus.NON_PAPER)
    assert draft.communique.title == "Final Communiqué"
    assert answer.location == f"/c/{draft.communique.code}/text"
    assert "Palestine &amp; Al-Quds &lt;b&gt;" in desk.get(answer.location).text


def test_corrections_can_be_looked_at_before_they_are_kept(desk: FlaskClient, session):
    page = page_of(desk)

    answer = page.send(show="1", remove=["1"], join=["5"], symbol="OIC/X")

    again = Page(desk, answer)
    assert "3 lines were read." in answer.text
    assert [line["text"] for line in again.lines][-1] == "It went on and on."
    assert 'value="OIC/X"' in answer.text
    assert nothing_is_kept(session)
    assert again.send(symbol="OIC/X").status_code == 303


def test_lines_are_added_and_split_before_they_are_kept(desk: FlaskClient, session):
    page = page_of(desk, "1. It began. It went on.\n\n2. It ended.")
    page.lines[0]["text"] = "It began.\r\n \r\nIt went on."

    shown = page.send(show="1", split=["1"], add=["0", "2"], count="1")

    again = Page(desk, shown)
    assert [(line["label"], line["text"]) for line in again.lines] == [
        ("1.", ""),
        ("2.", "It began."),
        ("3.", "It went on."),
        ("4.", "It ended."),
        ("5.", ""),
    ]
    assert "2 lines need correcting." in shown.text
    assert nothing_is_kept(session)

    again.lines[0]["text"] = "First."
    again.send(remove=["5"])
    assert [line[3:] for line in kept_lines(session)] == [
        ("1.", "First."),
        ("2.", "It began."),
        ("3.", "It went on."),
        ("4.", "It ended."),
    ]


def test_renumbering_keeps_the_number_style_and_the_labels_of_headings(desk: FlaskClient, session):
    page = page_of(desk, "7) It began.\n\n(a) Here;\n\n9) It ended.")
    page.lines.insert(0, {"kind": "heading", "label": "I.", "indent": "", "text": "Opening"})
    page.numbered = ["2", "3", "4"]

    page.send(count="1")

    assert [line[3] for line in kept_lines(session)] == ["I.", "1)", "(a)", "2)"]


def test_a_line_with_a_blank_line_is_split_or_corrected_before_it_is_kept(desk: FlaskClient, session):
    page = page_of(desk, "1. It began.\n\n2. It ended.")
    page.lines[0]["text"] = "It began.\r\n\r\nIt went on."

    answer = page.send()

    assert answer.status_code == 422 and "It holds a blank line." in answer.text
    assert nothing_is_kept(session)


def test_a_line_without_a_blank_line_is_not_split(desk: FlaskClient, session):
    answer = page_of(desk).send(split=["2"])

    assert answer.status_code == 422
    assert re.search(r'id="text-2-error">.*?Put a blank line where this line is to be split\.', answer.text)
    assert nothing_is_kept(session)


def test_a_line_that_was_no_number_of_its_own_is_joined_with_its_label(desk: FlaskClient, session):
    page = page_of(desk, "1. It was adopted in\n\n2. resolution.")

    page.send(join="2")

    assert kept_lines(session) == [("paragraph", 0, True, "1.", "It was adopted in 2. resolution.")]


def test_line_breaks_indentation_and_spaces_are_kept_as_typed(desk: FlaskClient, session):
    text = "1. First line\nsecond  line\u00a0: end.\n\n    (a) Below,\n    it goes on."
    page = page_of(desk, text)
    for line in page.lines:
        line["text"] = line["text"].replace("\n", "\r\n")  # as browsers send it

    page.send()

    assert [text for *_, text in kept_lines(session)] == [
        "First line\nsecond  line\u00a0: end.",
        "Below,\n    it goes on.",
    ]
    session.rollback()
    draft = session.scalars(select(Draft)).one()
    assert [line.indent for line in lines_of_draft(session, draft.id)] == ["", "    "]


@pytest.mark.thorough
def test_pasted_words_are_read_like_a_file(desk: FlaskClient, session):
    answer = send(desk, pasted=TEXT.replace("\n", "\r\n"))

    assert answer.status_code == 200
    assert Page(desk, answer).send().status_code == 303
    assert send(desk, TEXT.encode()).status_code == 200
    assert page_of(desk).send().status_code == 409  # the same bytes, pasted and as a file


def test_an_arabic_text_is_shown_from_right_to_left(desk: FlaskClient, session):
    answer = send(desk, "1. رحب الاجتماع بالتقدم.\n\n2. وشكر الجميع.".encode(), language="ar")

    assert re.search(r'<textarea[^>]*lang="ar" dir="rtl">\nرحب', answer.text)
    Page(desk, answer).send(language="ar")
    session.rollback()
    assert session.scalars(select(Communique)).one().language == "ar"


def test_a_word_file_is_read_and_what_was_not_read_is_named(desk: FlaskClient, session):
    file = make_docx(make_paragraph("1. We met.", make_change("ins", " Again.")))

    answer = send(desk, file, name="draft.docx")

    assert answer.status_code == 200
    assert "Tracked changes in paragraphs: 1. They were read as accepted." in answer.text
    Page(desk, answer).send()
    assert kept_lines(session) == [("paragraph", 0, True, "1.", "We met. Again.")]


@pytest.mark.thorough
@pytest.mark.shared
@pytest.mark.parametrize("name", ["paris_4_2015-12-04_draft.txt", "paris_5_2015-12-09_draft.txt"])
def test_a_long_real_text_comes_through_the_correction_without_loss(
    desk: FlaskClient, session, shared: Path, name: str
):
    data = (shared / "texts" / name).read_bytes()
    page = Page(desk, send(desk, data, name=name))

    assert len(page.lines) > 100
    assert page.send().status_code == 303

    typed = "".join(data.decode().split())
    session.rollback()
    draft = session.scalars(select(Draft)).one()
    kept = "".join(f"{line.label}{line.text}" for line in lines_of_draft(session, draft.id))
    assert "".join(kept.split()) == typed


# What is refused -----------------------------------------------------------------------------------


def word_with(document: str | bytes) -> bytes:
    return make_archive({**make_members(), "word/document.xml": document})


def bomb() -> bytes:
    return word_with(b" " * 100_000_000)


def with_doctype() -> bytes:
    return word_with('<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>')


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "empty.txt", "it is empty"),
        (b" \n\n", "blank.txt", "it is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture.txt", "it is not a text"),
        (b"%PDF-1.7", "text.pdf", "it is a PDF; save the text as .docx or .txt"),
        ("1. Réunion".encode("latin-1"), "latin.txt", "it is not UTF-8 (line 1); save it as UTF-8"),
        (b"1. A\n\n2. B\x07", "bell.txt", "line 3 holds a character that cannot be saved (U+0007)"),
        ("1. A\u202e".encode(), "bidi.txt", "line 1 holds a character that cannot be saved (U+202E)"),
        (b"x" * 5_000_001, "large.txt", "it is larger than 5 MB, the limit for plain text"),
        (b"1. x\n\n" * 2_001, "lines.txt", "it has 2001 lines; a page can show at most 2000"),
        (b"x" * 200_001, "long.txt", "it has 200001 characters; a page can show at most 200000"),
        (make_archive({"a": "b"}), "archive.docx", "This file cannot be read:"),
        (b"PK\x03\x04 nothing", "broken.docx", "This file cannot be read:"),
        (b"\xd0\xcf\x11\xe0old", "old.doc", "This file cannot be read:"),
    ],
)
def test_an_unreadable_file_shows_an_error_beside_its_field_and_saves_nothing(
    desk: FlaskClient, session, data: bytes, name: str, sentence: str
):
    answer = send(desk, data, name=name, title="Kept as typed")

    assert answer.status_code == 422
    assert re.search(r'<p class="error" id="file-error">.*?' + re.escape(sentence), unescape(answer.text))
    assert "Kept as typed" in answer.text
    assert nothing_is_kept(session)


@pytest.mark.thorough
@pytest.mark.parametrize(("make", "why"), [(bomb, "document.xml"), (with_doctype, "it declares a DOCTYPE")])
def test_a_word_file_that_would_harm_is_refused(desk: FlaskClient, session, make, why: str):
    answer = send(desk, make(), name="harm.docx")

    assert answer.status_code == 422
    assert "This file cannot be read:" in answer.text
    assert why in answer.text
    assert nothing_is_kept(session)


def test_the_error_for_an_unreadable_file_is_in_the_readers_language(desk: FlaskClient, session):
    desk.get("/language/fr")

    answer = send(desk, b"", name="empty.txt")

    assert "it is empty" not in answer.text
    assert "le fichier est vide" in answer.text or "est vide" in answer.text


def test_a_file_of_fifty_megabytes_is_refused(desk: FlaskClient, session):
    answer = send(desk, b"x" * 50_000_000)

    assert answer.status_code == 413
    assert "Send a file of at most 8 megabytes." in answer.text
    assert nothing_is_kept(session)


@pytest.mark.parametrize(
    ("data", "facts", "sentence"),
    [
        (None, {}, "Choose a file, or paste a text below."),
        (TEXT.encode(), {"pasted": "1. Me too."}, "Send a file or paste a text, not both."),
        (TEXT.encode(), {"language": "la"}, "Not a valid choice"),
        (TEXT.encode(), {"status": "adopted"}, "Not a valid choice"),
        (TEXT.encode(), {"symbol": "O" * 65}, "Field cannot be longer than 64 characters."),
        (TEXT.encode(), {"title": "A\x00"}, "The text holds a character that cannot be saved (U+0000"),
        (None, {"pasted": "1. A\u202e"}, "line 1 holds a character that cannot be saved (U+202E)"),
    ],
)
def test_a_form_that_cannot_be_is_refused(desk: FlaskClient, session, data, facts, sentence):
    answer = send(desk, data, **facts)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert nothing_is_kept(session)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": " \n "}, "There are no words here."),
        ({"text": "A\u2066"}, "cannot be saved (U+2066 at position 2)"),
        ({"label": "1\u202e"}, "cannot be saved (U+202E at position 2)"),
        ({"label": "1" * 65}, "A number is at most 64 characters long."),
    ],
)
def test_an_invalid_line_shows_its_error_and_the_form_keeps_the_input(
    desk: FlaskClient, session, change, sentence
):
    page = page_of(desk)
    page.lines[1] |= change
    page.lines[3]["text"] = "Typed with care."

    answer = page.send()

    assert answer.status_code == 422
    assert "1 line needs correcting." in answer.text
    assert re.search(r'id="text-2-error">.*?' + re.escape(sentence), answer.text)
    assert "Typed with care." in answer.text
    assert nothing_is_kept(session)


def test_a_text_of_which_every_line_was_removed_is_not_kept(desk: FlaskClient, session):
    answer = page_of(desk).send(remove=["1", "2", "3", "4", "5"])

    assert answer.status_code == 422
    assert "it holds no text" in answer.text
    assert nothing_is_kept(session)


def test_the_same_import_twice_is_refused_with_the_way_to_the_first(desk: FlaskClient, session):
    first = page_of(desk).send().location

    again = page_of(desk)
    again.lines[1]["text"] = "Corrected otherwise."
    answer = again.send()

    assert answer.status_code == 409
    assert "The same file was imported already" in answer.text
    assert f'href="{first}"' in answer.text
    assert "Corrected otherwise." in answer.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Communique)) == 1


def test_a_symbol_that_is_taken_is_refused_beside_its_field(desk: FlaskClient, session):
    page_of(desk).send(symbol="OIC/FC")

    answer = page_of(desk, "1. Another text.").send(symbol="OIC/FC")

    assert answer.status_code == 409
    assert re.search(r'id="symbol-error">.*?The symbol OIC/FC is taken\.', answer.text)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Communique)) == 1


def test_a_form_that_was_tampered_with_is_not_understood(desk: FlaskClient, session):
    page = page_of(desk)

    assert page.send(token=f"{page.token}x").status_code == 400
    assert page.send(token="").status_code == 400
    assert page.send(label=["1."]).status_code == 400
    assert page.send(kind=["title"] * 5).status_code == 400
    assert nothing_is_kept(session)


# From the file to the next draft -------------------------------------------------------------------


@pytest.mark.shared
def test_a_resolution_travels_from_the_file_to_the_next_draft(
    app: Flask, desk: FlaskClient, session, shared: Path
):
    name = "ga_un_oic_cooperation_A_RES_65_140_2010.txt"
    page = Page(desk, send(desk, (shared / "texts" / name).read_bytes(), name=name, symbol="A/RES/65/140"))
    page.lines[0]["text"] += " (corrected)"

    text = page.send(symbol="A/RES/65/140", join="2").location
    root = text.removesuffix("/text")
    reader = sign_in(app.test_client(), make_head("EGY"))
    assert reader.get(text).status_code == 404

    assert post(desk, f"{root}/drafts/0/circulate", {"attributed": "y", "sure": "1"}).status_code == 303
    assert "(corrected)" in reader.get(text).text

    terms = {
        "deadline": "2099-01-01T12:00",
        "zone": "Asia/Riyadh",
        "admissibility": "open",
        "visibility": "all",
    }
    assert post(desk, f"{root}/rounds", terms).status_code == 303
    assert post(desk, f"{root}/rounds/1/deadline", {"deadline": "2099-02-01T12:00"}).status_code == 303
    assert "1 February 2099, 12:00 (Riyadh, UTC+3)" in reader.get(f"{root}/rounds").text
    assert post(desk, f"{root}/rounds/1/deadline", {"now": "1", "sure": "1"}).status_code == 303

    assert "Nothing was decided that changes the text." in desk.get(f"{root}/rounds/1/close").text
    closed = post(desk, f"{root}/rounds/1/close", {"symbol": "A/RES/65/140/Rev.1", "status": "revised-draft"})
    assert (closed.status_code, closed.location) == (303, text)
    assert "A/RES/65/140/Rev.1" in desk.get(text).text
    session.rollback()
    assert [
        session.scalar(select(func.count()).select_from(record)) for record in (Draft, Round, Circulation)
    ] == [
        2,
        1,
        1,
    ]


def test_a_meeting_at_which_the_reader_holds_no_office_is_not_offered_and_loses_no_line(
    client: FlaskClient, session
):
    own, other = make_meeting(), make_meeting(year=2027)
    desk = sign_in(client, make_mission_drafter(meeting_id=own.id))

    page = desk.get("/import").text
    assert f'<option value="{own.id}"' in page and f'<option value="{other.id}"' not in page
    lines = Page(desk, send(desk, TEXT.encode(), meeting=str(own.id)))
    lines.lines[1]["text"] = "Corrected at length."
    refused = lines.send(meeting=str(other.id))
    assert refused.status_code == 422 and "Corrected at length." in refused.text
    assert lines.send(meeting=str(own.id)).status_code == 303


def test_a_text_that_is_an_agenda_is_kept_as_one(desk: FlaskClient, session):
    page = page_of(desk, "1. Opening of the meeting", text_kind="agenda")

    assert page.send(text_kind="agenda").status_code == 303
    session.rollback()
    assert session.scalars(select(Communique.kind)).one() == "agenda"


def test_only_texts_that_can_be_changed_are_offered_for_the_next_draft_each_by_its_symbol(
    desk: FlaskClient, session
):
    adopt(agreed_text("It noted.", symbol="OIC/ADOPTED-DRAFT"))
    running = make_table("It urged.", symbol="OIC/RUNNING")

    page = desk.get("/import").text

    assert re.findall(r'href="/c/(\w+)/incoming"', page) == [running.code]
    assert "OIC/RUNNING" in page and "OIC/ADOPTED-DRAFT" not in page
