"""Reservations as footnotes: where they stand, what they say, and that a file that comes back is read without them."""

from dataclasses import replace

import pytest
from lxml import etree

from acm_drafts.documents.read import incoming
from acm_drafts.documents.read.incoming import Incoming
from acm_drafts.documents.template import templates
from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import compilation, tracked, working
from acm_drafts.documents.write.annexes import Annexes, Reservation
from acm_drafts.documents.write.compilation import Compiled, Place
from acm_drafts.documents.write.docx import render
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.attribution.changes import Credits, Hand, Step
from acm_drafts.negotiation.lines import DraftText, LineKind
from acm_drafts.negotiation.terms import ReservationScope, WordsNow
from acm_drafts.negotiation.tracking import TrackedText, track
from acm_drafts.text.language import Language
from tests.documents.institution import make_template
from tests.documents.judges import judgements
from tests.documents.making import make_archive, make_draft, make_line, members_of, part
from tests.documents.office import Office, Task

TEXT, PARAGRAPH, PHRASE = ReservationScope.TEXT, ReservationScope.PARAGRAPH, ReservationScope.PHRASE
DAY = "2026-11-24"
LINES = (
    make_line("PALESTINE", kind=LineKind.HEADING, numbered=False, paragraph=1),
    make_line("Recalling its resolution,\nthe Meeting welcomed the report.", label="1.", paragraph=2),
    make_line("It urged all States to pay.", label="2.", paragraph=3),
)
WHOLE = Reservation("", TEXT, "Senegal", DAY, words="On all of it.\nFor now.")
ON_WORDS = Reservation(
    "1", PHRASE, "Mali", DAY, "its resolution", line=2, after=len("Recalling its resolution")
)
WITH_IT = replace(ON_WORDS, delegation="Togo")
ON_PARAGRAPH = Reservation("1", PARAGRAPH, "Oman", DAY, awaited=True, line=2)
BESIDE = Reservation("1", PARAGRAPH, "Chad", DAY, line=2)
ON_HEADING = Reservation("", PARAGRAPH, "Niger", DAY, line=1)
WITHOUT_PLACE = Reservation("", PHRASE, "Egypt", DAY, "at once", where=WordsNow.GONE, kept=True)
ALL = (WHOLE, ON_PARAGRAPH, BESIDE, ON_WORDS, WITH_IT, ON_HEADING, WITHOUT_PLACE)
ARABIC = (
    make_line("رحب الاجتماع بالتقرير.", label="١.", paragraph=2),
    make_line("The Meeting urged all States to pay.", label="٢.", paragraph=3),
)
IN_ARABIC = (
    Reservation("١", PHRASE, "مالي", DAY, "الاجتماع", "Our law differs.", line=2, after=len("رحب الاجتماع")),
    Reservation("٢", PARAGRAPH, "عُمان", DAY, line=3),
    Reservation("٢", PARAGRAPH, "تشاد", DAY, line=3),
)


def draft(language: str = "en", **facts: object) -> DraftText:
    return make_draft(*(ARABIC if language == "ar" else LINES), language=language, **facts)


def noted(language: str = "en", template: Template | None = None) -> bytes:
    """A text with footnotes on all that there can be one on."""
    return render(draft(language), template=template, reservations=IN_ARABIC if language == "ar" else ALL)


def printed(document: bytes) -> list[str]:
    """The paragraphs of the body, with the number of each footnote between arrows."""
    return [
        "".join(map(shown, paragraph.iter(etree.Element)))
        for paragraph in part(document, "word/document.xml").iter(f"{{{W}}}p")
    ]


def shown(node: etree._Element) -> str:
    """What an element of the body shows."""
    if node.tag == f"{{{W}}}footnoteReference":
        return f"‹{node.get(f'{{{W}}}id')}›"
    return {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n"}.get(node.tag, node.text or "")


def notes(document: bytes) -> list[str]:
    """What each footnote says, a stroke between its paragraphs; the two lines above them are left out."""
    return [
        " | ".join("".join(paragraph.itertext()).strip() for paragraph in note)
        for note in part(document, "word/footnotes.xml")
        if not note.get(f"{{{W}}}type")
    ]


def came_back(document: bytes, language: Language = Language.EN) -> Incoming:
    return incoming.read("back.docx", document, language=language, title="Final Communiqué")


def words_in(file: Incoming) -> list[tuple[str, str]]:
    return [(arrived.line.label, arrived.line.text) for arrived in file.lines]


def test_they_stand_behind_their_words_numbered_in_the_order_of_the_text():
    assert printed(noted()) == [
        "Final Communiqué‹1›,‹2›",
        "PALESTINE‹3›",
        "1.\tRecalling its resolution‹4›,‹5›,\nthe Meeting welcomed the report.‹6›,‹7›",
        "2.\tIt urged all States to pay.",
    ]


def test_they_name_the_delegation_the_day_what_it_is_on_and_its_words():
    assert notes(noted()) == [
        "Senegal: reservation of 24 November 2026. On the whole text. | On all of it. | For now.",
        "Egypt: reservation of 24 November 2026. On the words “at once”. The words it was entered on are no longer in"
        " the text. Its delegation maintains it.",
        "Niger: reservation of 24 November 2026. On the paragraph.",
        "Mali: reservation of 24 November 2026. On the words “its resolution”.",
        "Togo: reservation of 24 November 2026. On the words “its resolution”.",
        "Oman: reservation of 24 November 2026, awaiting instructions. On the paragraph.",
        "Chad: reservation of 24 November 2026. On the paragraph.",
    ]


def test_without_any_a_document_has_no_trace_of_them_and_with_them_its_bytes_are_always_the_same():
    plain = members_of(render(draft()))

    assert render(draft(footnotes=True)) == render(draft())
    assert not any(b"ootnote" in data for data in plain.values()) and "word/footnotes.xml" not in plain
    assert noted() == noted()


def test_contents_italics_and_a_title_page_go_together_with_them():
    alone = replace(templates.own(), first_page=FirstPage.TITLE_PAGE)
    document = render(draft(italics=True), Annexes(reservations=ALL), alone, reservations=ALL)

    body = printed(document)
    assert body[0] == "Final Communiqué‹1›,‹2›"
    assert any(line.endswith("PALESTINE\t1–2") for line in body) and "PALESTINE‹3›" in body
    assert "1.\tRecalling its resolution‹4›,‹5›,\nthe Meeting welcomed the report.‹6›,‹7›" in body


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("institution", [False, True])
def test_validators_find_nothing_in_it_and_our_reader_finds_the_text_alone(
    language: str, institution: bool, tmp_path
):
    template = templates.read(make_template())[0] if institution else None
    document = noted(language, template)
    file = tmp_path / "noted.docx"
    file.write_bytes(document)

    assert judgements(file) == []
    back = came_back(document, Language(language))
    assert words_in(back) == words_in(
        came_back(render(draft(language), template=template), Language(language))
    )
    assert back.notes == ()


def test_notes_run_as_their_words_do_and_bring_the_arabic_typeface_along():
    arabic = members_of(noted("ar"))
    directions = [
        paragraph.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None
        for paragraph in etree.fromstring(arabic["word/footnotes.xml"]).iter(f"{{{W}}}p")
    ]
    assert directions == [
        True,
        True,
        True,
        False,
        True,
        True,
    ]  # two lines, and one in the words of a delegation
    english = render(draft(), reservations=[replace(WHOLE, words="لا نوافق على هذا النص.")])
    assert any(name.endswith(".odttf") for name in members_of(english))
    assert not any(name.endswith(".odttf") for name in members_of(noted()))


def test_a_template_that_has_styles_of_footnotes_keeps_them_under_its_own_ids():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Notedebasdepage"><w:name w:val="footnote text"/>'
        "<w:pPr><w:bidi/></w:pPr></w:style>"
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="Something else"/></w:style>'
    )
    members = members_of(make_template())
    members["word/styles.xml"] = members["word/styles.xml"].replace(
        b"</w:styles>", f"{styles}</w:styles>".encode()
    )

    document = noted(template=templates.read(make_archive(members))[0])

    styled = part(document, "word/footnotes.xml").iter(f"{{{W}}}pStyle", f"{{{W}}}rStyle")
    used = {node.get(f"{{{W}}}val") for node in styled}
    assert used == {"Notedebasdepage", "FootnoteReferenceOther"}
    (kept,) = part(document, "word/styles.xml").iterfind(f"{{{W}}}style[@{{{W}}}styleId='Notedebasdepage']")
    assert kept.find(f"{{{W}}}pPr/{{{W}}}bidi").get(f"{{{W}}}val") == "0"


def test_a_note_that_somebody_changed_or_wrote_is_named_and_a_word_typed_at_a_comma_is_read():
    members = members_of(noted())
    body, aside = members["word/document.xml"].decode(), members["word/footnotes.xml"].decode()
    foreign = (
        '<w:footnote w:id="9"><w:p><w:r><w:t>See the annex.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    aside = aside.replace("On all of it.", "On none of it.").replace("</w:footnotes>", foreign)
    before, comma, after = body.rpartition(">,<")
    assert comma
    members |= {
        "word/document.xml": f"{before}>, truly<{after}".encode(),
        "word/footnotes.xml": aside.encode(),
    }

    back = came_back(make_archive(members))

    assert words_in(back)[1][1] == "Recalling its resolution,\nthe Meeting welcomed the report., truly"
    assert [str(note) for note in back.notes] == [
        "Not imported, footnote 1: Senegal: reservation of 24 November 2026. On the whole text.",
        "Not imported, footnote 1: On none of it.",
        "Not imported, footnote 1: For now.",
        "Not imported, footnote 9: See the annex.",
    ]


def test_libreoffice_keeps_them_all_and_of_what_is_edited_there_only_that_is_found(office: Office):
    typed = ["find\turged", "type\tasked", "find\tpay", "footnote\tSee the annex."]
    english, arabic = noted(), noted("ar")
    once = office.edit({"english": Task(english, typed), "arabic": Task(arabic, [])})
    again = office.edit({name: Task(data, []) for name, data in once.items()})

    for saved in (once, again):
        assert [note for note in notes(saved["english"]) if note != "See the annex."] == notes(english)
        assert notes(saved["arabic"]) == notes(arabic)
        back, unchanged = came_back(saved["english"]), came_back(saved["arabic"], Language.AR)
        assert words_in(back)[:2] == words_in(came_back(english))[:2]
        assert words_in(back)[2:] == [("2.", "It asked all States to pay.")]
        assert [str(note).partition(": ")[2] for note in back.notes] == ["See the annex."]
        assert (words_in(unchanged), unchanged.notes) == (words_in(came_back(arabic, Language.AR)), ())


# In other forms ----------------------------------------------------------------------------------------

NOBODY = Hand("Mission", DAY)
OLDER = (
    LINES[0],
    make_line("Recalling its first resolution,", label="1.", paragraph=2),
    make_line("the Meeting welcomed the report.", label="2.", paragraph=4),
    make_line("It urged all States to pay.", label="3.", paragraph=3),
)


def with_changes(*, reservations: tuple[Reservation, ...] = ALL) -> bytes:
    """The text with its changes since one in which its first paragraph was two."""
    blocks = track(OLDER, LINES, [(4, 2)], credits=Credits(OLDER, [Step(LINES, [], NOBODY)], [(4, 2)]))
    return tracked.render(TrackedText(draft(), "OIC/1", blocks), reservations=reservations)


def accepted(document: bytes) -> list[str]:
    """The paragraphs of the body with all changes accepted, with the number of each footnote between arrows."""
    root = part(document, "word/document.xml")
    out: list[str] = []
    begun = ""
    for paragraph in root.iter(f"{{{W}}}p"):
        for node in paragraph.iter(etree.Element):
            if not any(parent.tag in (f"{{{W}}}del", f"{{{W}}}moveFrom") for parent in node.iterancestors()):
                begun += shown(node)
        if paragraph.find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}del") is None:
            out.append(begun)
            begun = ""
    return out


def test_where_changes_are_tracked_they_stand_in_the_newer_text_and_the_numbers_are_the_same():
    document = with_changes()

    assert accepted(document) == printed(noted())
    assert notes(document) == notes(noted())


def test_a_footnote_behind_words_that_came_comes_and_goes_with_them():
    new = (*LINES, make_line("It met again.", label="3.", paragraph=9))
    on_new = Reservation("3", PARAGRAPH, "Oman", DAY, line=9)
    blocks = track(LINES, new, [], credits=Credits(LINES, [Step(new, [], NOBODY)]))

    document = tracked.render(TrackedText(make_draft(*new), "OIC/1", blocks), reservations=[on_new])

    (reference,) = part(document, "word/document.xml").iter(f"{{{W}}}footnoteReference")
    assert f"{{{W}}}ins" in [parent.tag for parent in reference.iterancestors()]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_compilation_has_them_at_the_lines_and_none_at_the_proposals(language: str):
    text = draft(language)
    compiled = Compiled(text, True, [Place(line, ()) for line in text.lines])
    reservations = IN_ARABIC if language == "ar" else ALL

    document = compilation.render(compiled, reservations=reservations)

    assert printed(document) == printed(noted(language))
    assert notes(document) == notes(noted(language))


def test_the_working_file_has_them_and_comes_back_as_if_it_had_none():
    marks = [working.mark(f"p{line.paragraph}", 1) for line in LINES]
    plain, document = working.render(draft(), marks), working.render(draft(), marks, reservations=ALL)

    assert printed(document) == printed(noted())
    back, without = came_back(document), came_back(plain)
    assert words_in(back) == words_in(without)
    assert [line.marks for line in back.lines] == [line.marks for line in without.lines]
    assert back.notes == without.notes == ()


def test_a_file_with_tracked_changes_comes_back_as_if_it_had_none():
    assert words_in(came_back(with_changes())) == words_in(came_back(with_changes(reservations=())))
