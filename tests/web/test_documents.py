"""Documents: the drafts a reader may read, each as a Word file that says what the page says, and circulation."""

import io
import re
import zipfile
from html import unescape

import pypandoc
import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.documents.reader import read
from acm_drafts.documents.template import templates
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, TextKind, Visibility
from acm_drafts.services import amendments, sponsors, translations
from acm_drafts.services.documents import Form
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import User
from acm_drafts.text.language import Language
from acm_drafts.web.documents.routes import WORKING, file_name
from tests.factories import make_chair, make_head, make_mission_drafter, make_observer, party, sign_in
from tests.public import translate
from tests.tables import Table, lines_of, make_table

WELCOMED = "The Meeting welcomed the progress made by all its members."
URGED = "The Meeting urged [all] its members to contribute; it thanked “those who did”."
WELCOMED_IN_ARABIC = "رحب الاجتماع بالتقدم المحرز."


@pytest.fixture
def table(session: object) -> Table:
    """A circulated draft of two paragraphs, the first said in Arabic too, and a newer one that is not circulated."""
    table = make_table("# General", WELCOMED, URGED, symbol="OIC/ACM-2026/FC")
    translations.add(table.mission, table.line("1.").line.wording, Language.AR, WELCOMED_IN_ARABIC)
    table.accept(table.propose("MYS", AmendmentKind.INSERT, after="2.", text="The Meeting noted a need."))
    table.close()
    return table


@pytest.fixture
def reader(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_head("EGY"))


@pytest.fixture
def desk(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_mission_drafter())


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def read_back(data: bytes, tmp_path) -> list[str]:
    """Return the paragraphs of a Word file as pandoc reads them."""
    path = tmp_path / "draft.docx"
    path.write_bytes(data)
    plain = pypandoc.convert_file(str(path), "plain", extra_args=["--wrap=none", "--strip-comments"])
    return [" ".join(block.split()) for block in plain.split("\n\n") if block.strip()]


def shown(html: str) -> list[str]:
    """Return the labels and wordings of a page of the text."""
    found = re.findall(
        r'<h[23] class="heading".*?<span class="wording"[^>]*>(.*?)</span></a>'
        r'|<article class="para.*?<h3 class="num".*?</span>(\d+)</a></h3>\s*<p class="wording"[^>]*>(.*?)</p>',
        html,
        re.S,
    )
    return [words(heading) or f"{number}. {words(text)}" for heading, number, text in found]


def test_a_reader_finds_the_circulated_drafts_with_status_and_date(reader: FlaskClient, table: Table):
    page = words(reader.get(f"/c/{table.code}/documents").text)

    assert "1 draft " in page
    assert "OIC/ACM-2026/FC Status: zero draft · Circulated" in page
    assert "shown with the names of their sponsors" in page
    assert "Word, العربية OIC/ACM-2026/FC 1 line translated" in page
    assert "Word, Français OIC/ACM-2026/FC no line translated, all in the original" in page
    assert "Rev.1" not in page


def test_a_draft_whose_lines_are_all_translated_is_called_that(reader: FlaskClient, session):
    table = make_table(WELCOMED, URGED, symbol="OIC/OTHER")
    translate(table, "La Réunion s’est félicitée du rapport.", "Elle a exhorté les États.")
    page = words(reader.get(f"/c/{table.code}/documents").text)
    assert "Word, Français OIC/OTHER all lines translated" in page
    assert "the others in the original" not in page


def test_the_page_says_which_proposals_the_documents_do_not_hold_for_this_reader(app: Flask, session):
    table = make_table(WELCOMED, URGED, visibility=Visibility.DEADLINE)
    egypt, mission = (sign_in(app.test_client(), who) for who in (make_head("EGY"), make_mission_drafter()))
    note = "Proposals of round 1: Not shown until the deadline"

    seen = [note in words(client.get(f"/c/{table.code}/documents").text) for client in (egypt, mission)]

    assert seen == [True, False]


def test_the_mission_finds_the_uncirculated_one_too(desk: FlaskClient, table: Table):
    page = words(desk.get(f"/c/{table.code}/documents").text)

    assert "2 drafts" in page
    assert "Not circulated: only the Mission reads it." in page


def test_pandoc_reads_back_the_labels_and_wordings_of_the_page(
    reader: FlaskClient, desk: FlaskClient, table: Table, tmp_path
):
    for client, sequence, count in ((reader, 0, 3), (desk, 1, 4)):
        page = shown(client.get(f"/c/{table.code}/text?draft={sequence}").text)
        file = client.get(f"/c/{table.code}/documents/{sequence}.docx")
        assert len(page) == count
        assert read_back(file.data, tmp_path)[-count:] == page


def test_the_file_is_an_attachment_that_nothing_can_run_in(reader: FlaskClient, table: Table):
    answer = reader.get(f"/c/{table.code}/documents/0.docx")

    assert answer.mimetype.endswith("wordprocessingml.document")
    assert answer.headers["Content-Disposition"] == "attachment; filename=OIC-ACM-2026-FC-en.docx"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers.getlist("Content-Security-Policy") == ["default-src 'none'; sandbox"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_arabic_file_reads_from_right_to_left(reader: FlaskClient, table: Table, tmp_path):
    answer = reader.get(f"/c/{table.code}/documents/0.docx?language=ar")
    document = zipfile.ZipFile(io.BytesIO(answer.data)).read("word/document.xml").decode()
    paragraph = next(one for one in document.split("<w:p>") if "رحب" in one)

    assert "<w:bidi" in paragraph
    assert "<w:rtl" in paragraph
    assert f"1. {WELCOMED_IN_ARABIC}" in read_back(answer.data, tmp_path)
    assert f"2. {URGED}" in read_back(answer.data, tmp_path)
    assert answer.headers["Content-Disposition"].endswith("OIC-ACM-2026-FC-ar.docx")


@pytest.mark.parametrize(
    "address",
    [
        "0.docx?form=tracked",
        "0.docx?form=comparison",
        "0.docx?form=nonsense",
        "0.docx?first=nonsense",
        "0.docx?form=tracked&since=0",
        "0.docx?form=tracked&since=1",
        "0.docx?form=tracked&since=x",
    ],
)
def test_a_form_without_what_it_needs_is_not_there(reader: FlaskClient, table: Table, address: str):
    assert reader.get(f"/c/{table.code}/documents/{address}").status_code == 404


@pytest.mark.parametrize("form", ["tracked", "comparison", "compilation"])
def test_the_mission_downloads_every_form_and_its_name_says_which(desk: FlaskClient, table: Table, form: str):
    answer = desk.get(f"/c/{table.code}/documents/1.docx?form={form}&since=0&language=en")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f"OIC-ACM-2026-FC-Rev.1-{form}-en.docx")
    assert (
        "The Meeting noted a need."
        in zipfile.ZipFile(io.BytesIO(answer.data)).read("word/document.xml").decode()
    )


def test_the_table_of_positions_is_downloaded_with_the_draft_of_its_round(
    desk: FlaskClient, reader: FlaskClient, table: Table
):
    for client in (desk, reader):
        answer = client.get(f"/c/{table.code}/documents/0.docx?form=positions")

        assert answer.headers["Content-Disposition"].endswith("OIC-ACM-2026-FC-positions-en.docx")
        with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
            assert "Malaysia" in file.read("word/document.xml").decode()
    assert reader.get(f"/c/{table.code}/documents/1.docx?form=positions").status_code == 404


@pytest.mark.parametrize("form", ["tracked", "comparison"])
def test_a_draft_that_is_not_circulated_is_in_nobodys_document(reader: FlaskClient, table: Table, form: str):
    assert reader.get(f"/c/{table.code}/documents/1.docx?form={form}&since=0").status_code == 404


def test_each_form_is_offered_with_the_choice_of_the_earlier_draft(
    desk: FlaskClient, reader: FlaskClient, table: Table
):
    newest, first = re.findall(
        r"<form class=\"document__form\".*?</form>", desk.get(f"/c/{table.code}/documents").text, re.S
    )

    forms = r'<select name="form".*?</select>'
    assert re.findall(r'<option value="([a-z]+)">', re.search(forms, newest, re.S)[0]) == [
        "tracked",
        "comparison",
        "compilation",
        "positions",
        "reservations",
        "clean",
    ]
    assert re.findall(
        r'value="([a-z-]+)"', re.search(r'<select name="first".*?</select>', first, re.S)[0]
    ) == [
        "masthead",
        "letterhead",
        "title-page",
    ]
    assert '<option value="0">OIC/ACM-2026/FC</option>' in newest
    assert re.findall(r'<option value="([a-z]+)">', re.search(forms, first, re.S)[0]) == [
        "compilation",
        "positions",
        "reservations",
        "clean",
    ]
    assert 'name="since"' not in first
    assert all(one.count('name="annexes"') == 1 for one in (newest, first))
    (own,) = re.findall(
        r"<form class=\"document__form\".*?</form>", reader.get(f"/c/{table.code}/documents").text, re.S
    )
    assert f'action="/c/{table.code}/documents/0.docx"' in own


@pytest.mark.thorough
def test_the_tick_adds_contents_and_annexes_to_every_form_but_the_tracked_one(
    desk: FlaskClient, reader: FlaskClient, table: Table, tmp_path
):
    address = f"/c/{table.code}/documents/1.docx?annexes=1&form="
    clean, compilation, comparison, positions, tracked = (
        " ".join(read_back(desk.get(address + form).data, tmp_path))
        for form in ("clean", "compilation", "comparison", "positions", "tracked")
    )

    for one in (clean, compilation, comparison, positions):
        assert "Contents" in one
        assert "Annex 1: Brackets outstanding" in one
        assert "Annex 2: Concordance of the numbers" in one
    assert "General 1–3" in clean
    assert "Annex" not in tracked
    first = reader.get(f"/c/{table.code}/documents/0.docx?annexes=1")
    assert "Concordance" not in " ".join(read_back(first.data, tmp_path))
    assert first.headers["Content-Disposition"].endswith("OIC-ACM-2026-FC-annexes-en.docx")


def test_a_file_is_set_in_the_template_of_the_institution(app: Flask, reader: FlaskClient, table: Table):
    styles = templates.own()[templates.STYLES].replace(b"Times New Roman", b"Institution Serif")
    parts = {**dict(templates.own().parts), templates.STYLES: styles}
    app.config["TEMPLATE"] = templates.Template(tuple(sorted(parts.items())))

    data = reader.get(f"/c/{table.code}/documents/0.docx").data

    assert b"Institution Serif" in zipfile.ZipFile(io.BytesIO(data)).read(templates.STYLES)


@pytest.mark.parametrize(
    ("begins", "sections"), [("", 1), ("masthead", 1), ("letterhead", 1), ("title-page", 2)]
)
def test_a_file_begins_as_was_asked(reader: FlaskClient, table: Table, begins: str, sections: int):
    data = reader.get(f"/c/{table.code}/documents/0.docx?first={begins}").data

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.read("word/document.xml").count(b"<w:sectPr") == sections
        named = "Organisation of Islamic Cooperation" in file.read("word/masthead.xml").decode()
    assert named is (begins in ("letterhead", "title-page"))


def test_the_tracked_text_names_who_proposed_what(desk: FlaskClient, table: Table):
    answer = desk.get(f"/c/{table.code}/documents/1.docx?form=tracked")

    (paragraph,) = [
        paragraph
        for paragraph in read(answer.data).paragraphs
        if paragraph.revisions and paragraph.final and "noted" in paragraph.final
    ]
    assert {revision.author for revision in paragraph.revisions} == {"Malaysia"}


@pytest.mark.parametrize("address", ["1.docx", "7.docx", "99999999999.docx", "x.docx", "0.docx?language=xx"])
def test_what_the_reader_may_not_read_or_nobody_wrote_is_not_there(
    reader: FlaskClient, table: Table, address: str
):
    assert reader.get(f"/c/{table.code}/documents/{address}").status_code == 404


def test_the_mission_is_led_to_circulating_and_nobody_else_is(
    desk: FlaskClient, reader: FlaskClient, table: Table
):
    path = f"/c/{table.code}/documents"
    assert f"/c/{table.code}/rounds#circulate" in desk.get(path).text
    assert "#circulate" not in reader.get(path).text


def test_a_file_is_named_after_the_symbol_in_plain_letters():
    assert file_name("OIC/ACM-2026/FC/Rev.1", Language.FR) == "OIC-ACM-2026-FC-Rev.1-fr.docx"
    assert file_name("OIC/FC", Language.EN, Form.TRACKED) == "OIC-FC-tracked-en.docx"
    assert file_name("OIC/FC", Language.EN, WORKING) == "OIC-FC-working-en.docx"
    assert file_name("../..\\é", Language.EN) == "draft-en.docx"


OTHERS = {
    "observer": lambda table: make_observer(),
    "chair": lambda table: make_chair(),
    "head of another delegation": lambda table: db.session.get_one(User, table.head("JOR").user),
}


@pytest.mark.thorough
@pytest.mark.parametrize("reader", OTHERS)
def test_what_happens_in_a_round_that_is_not_shown_changes_no_document_of_an_earlier_text(
    app: Flask, session: object, reader: str
):
    table = make_table(*(f"The Meeting noted the report on {what}." for what in "ABCDEF"))
    code = {label: table.replace("EGY", f"{label}.", "noted", "welcomed") for label in (1, 2, 3, 4, 5, 6)}
    sponsors.cosponsor(table.head("PAK"), code[4].code, party=party("PAK").id)
    during = table.next_round(visibility=Visibility.MISSION, chair_reads=False)

    def documents() -> list[dict[str, bytes]]:
        found = []
        for asked in ("form=compilation", "form=positions", "form=compilation&annexes=1", "annexes=1"):
            data = client.get(f"/c/{table.code}/documents/0.docx?{asked}").data
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                found.append({name: file.read(name) for name in file.namelist()})
        return found

    acts = {
        "accepted": lambda: table.accept(code[1], level=None),
        "rejected": lambda: table.decide(DecisionKind.REJECT, code[2], reason="No."),
        "deferred": lambda: table.decide(DecisionKind.DEFER, code[3]),
        "left by a co-sponsor": lambda: sponsors.cosponsor(
            table.head("PAK"), code[4].code, party=party("PAK").id, joins=False
        ),
        "withdrawn": lambda: amendments.withdraw(table.head("EGY"), code[5].code),
        "revised": lambda: amendments.revise(
            table.head("EGY"),
            code[6].code,
            table.proposal(AmendmentKind.REPLACE, "6.", text="The Meeting hailed the report on F."),
        ),
    }
    with clock_at(during):
        client = sign_in(app.test_client(), OTHERS[reader](table))
        assert client.get(f"/proposals/{code[1].code}").status_code == 200
        before = documents()
        for name, act in acts.items():
            act()
            assert documents() == before, name


def test_an_agenda_of_the_meeting_is_not_put_before_the_general_assembly(desk: FlaskClient, table: Table):
    agenda = Table(lines_of("Opening", "Any other matters"), symbol="OIC/AGENDA", kind=TextKind.AGENDA).open()
    offered = words(desk.get(f"/c/{table.code}/documents").text)
    assert "Letter requesting circulation" in offered and "for the guide" in offered
    page = words(desk.get(f"/c/{agenda.code}/documents").text)
    assert "Letter requesting circulation" not in page and "for the guide" not in page
