"""A draft as a Word file, judged by others: pandoc reads it back, two validators find nothing."""

import difflib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pypandoc
import pytest
from lxml import etree

from acm_drafts.documents.read import plain
from acm_drafts.documents.read.recognise import recognise
from acm_drafts.documents.write.docx import render
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.lines import DraftText, Line, LineKind
from acm_drafts.text.language import Language
from tests.documents.making import make_draft, make_line, part

GOLDEN = Path(__file__).parent / "golden"

COMMUNIQUE = [
    make_line("The cause of Palestine", kind=LineKind.HEADING, numbered=False),
    make_line("The Meeting was held in New York,\non 24 September 2026.", label="1."),
    make_line("The Meeting decided\u00a0:", label="2."),
    make_line("to meet  again;", kind=LineKind.SUB, depth=1, label="(a)"),
    make_line("in May\u2011June;", kind=LineKind.SUB, depth=2, label="(i)"),
    make_line("Option 1: no text", kind=LineKind.SUB, depth=1, numbered=False),
    make_line("II. Al-Quds", kind=LineKind.HEADING, numbered=False),
    make_line("It welcomed *the report* [and the debate] <&>.", label="12 bis"),
    make_line("Done in New York", numbered=False),
]


def read_back(document: bytes, folder: Path) -> list[str]:
    """The paragraphs that pandoc finds in the body, white space made one space."""
    file = folder / "draft.docx"
    file.write_bytes(document)
    text = pypandoc.convert_file(str(file), "plain", format="docx", extra_args=["--wrap=none"])
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def printed(lines) -> list[str]:
    return [" ".join(f"{line.label} {line.text}".split()) for line in lines]


def draft_of(shared: Path, name: str) -> DraftText:
    language = Language(name[-2:]) if name.startswith("sdg") else Language.EN
    blocks = plain.read((shared / "texts" / f"{name}.txt").read_bytes())
    lines = [
        Line(0, line.text, line.kind, line.depth, line.numbered, line.label, line.indent)
        for line in recognise(blocks, language)
    ]
    return make_draft(*lines, language=language.value)


# What is in it ---------------------------------------------------------------------------------------


def test_pandoc_reads_back_label_and_wording_of_every_line_and_nothing_else(tmp_path):
    assert read_back(render(make_draft(*COMMUNIQUE)), tmp_path) == printed(COMMUNIQUE)


def test_breaks_spaces_and_no_break_hyphens_are_kept_to_the_character():
    body = part(render(make_draft(*COMMUNIQUE)), "word/document.xml")

    texts = [
        "".join({"br": "\n", "tab": "\t"}.get(etree.QName(one).localname, one.text or "") for one in run)
        for run in body.iter(f"{{{W}}}r")
    ]
    assert texts[1:] == [f"{line.label}\t{line.text}" if line.label else line.text for line in COMMUNIQUE]


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "ga_un_oic_cooperation_A_RES_65_140_2010",
        "ga_un_oic_cooperation_A_RES_67_264_2013",
        "paris_4_2015-12-04_draft",
        "paris_5_2015-12-09_draft",
        "sdg_targets_ar",
    ],
)
def test_a_real_text_leaves_with_the_words_it_came_with(name, shared, tmp_path):
    draft = draft_of(shared, name)

    back = read_back(render(draft), tmp_path)

    assert back == printed(draft.lines)
    assert " ".join(back).split() == (shared / "texts" / f"{name}.txt").read_text("utf-8").split()


def test_headings_are_navigable_and_each_kind_of_line_has_its_own_style():
    body = part(render(make_draft(*COMMUNIQUE)), "word/document.xml")

    assert [style.get(f"{{{W}}}val") for style in body.iter(f"{{{W}}}pStyle")] == [
        "Title", "Heading1", "ACMParagraph", "ACMParagraph", "ACMSubparagraph", "ACMSubparagraph2",
        "ACMPlain1", "Heading1", "ACMParagraph", "ACMPlain",
    ]  # fmt: skip


def test_every_style_that_is_used_is_in_the_template():
    document = render(make_draft(*COMMUNIQUE))
    known = {
        style.get(f"{{{W}}}styleId") for style in part(document, "word/styles.xml").iter(f"{{{W}}}style")
    }

    used = {
        style.get(f"{{{W}}}val")
        for name in ("document", "header", "masthead", "footer")
        for style in part(document, f"word/{name}.xml").iter(f"{{{W}}}pStyle")
    }
    assert used <= known


# Languages -------------------------------------------------------------------------------------------


def test_an_arabic_draft_runs_from_right_to_left_in_every_paragraph_and_run():
    draft = make_draft(make_line("القضاء على الفقر", label="١."), language="ar", title="البيان الختامي")

    document = render(draft)

    for name in ("word/document.xml", "word/masthead.xml", "word/footer.xml"):
        assert all(
            one.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None for one in part(document, name).iter(f"{{{W}}}p")
        )
    runs = list(part(document, "word/document.xml").iter(f"{{{W}}}r"))
    assert all(one.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None for one in runs)
    assert part(document, "word/document.xml").find(f".//{{{W}}}sectPr/{{{W}}}bidi") is not None
    symbol = next(part(document, "word/masthead.xml").iter(f"{{{W}}}r"))
    assert symbol.find(f"{{{W}}}rPr/{{{W}}}rtl") is None
    assert "صفحة" in "".join(part(document, "word/footer.xml").itertext())


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("fr", "fr-FR"), ("ar", "ar-SA")])
def test_the_document_declares_its_language(language, locale):
    document = render(make_draft(language=language))

    lang = part(document, "word/styles.xml").find(f".//{{{W}}}rPrDefault//{{{W}}}lang")
    assert lang.get(f"{{{W}}}{'bidi' if language == 'ar' else 'val'}") == locale
    assert locale in "".join(part(document, "docProps/core.xml").itertext())


def test_latin_words_among_arabic_ones_are_as_large_as_they_look():
    sizes = {
        language: part(render(make_draft(language=language)), "word/styles.xml")
        .find(f".//{{{W}}}sz")
        .get(f"{{{W}}}val")
        for language in ("en", "ar")
    }

    assert sizes == {"en": "24", "ar": "28"}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_words_in_the_other_script_are_as_large_as_they_look_in_each_style_that_others_write_in(language):
    styles = part(render(make_draft(language=language)), "word/styles.xml")
    written_in = ("ACMProposalText", "ACMProposalNote", "ACMCell", "ACMNote")

    sizes = {
        style: [
            int(styles.find(f".//{{{W}}}style[@{{{W}}}styleId='{style}']//{{{W}}}{tag}").get(f"{{{W}}}val"))
            for tag in ("sz", "szCs")
        ]
        for style in written_in
    }

    body = [
        int(styles.find(f"{{{W}}}docDefaults//{{{W}}}{tag}").get(f"{{{W}}}val")) for tag in ("sz", "szCs")
    ]
    for latin, arabic in (*sizes.values(), body):
        assert abs(latin - arabic * 7 / 8) < 1


# The file as such ------------------------------------------------------------------------------------


def test_the_same_draft_gives_the_same_bytes_and_names_nobody():
    document = render(make_draft(*COMMUNIQUE))

    assert document == render(make_draft(*COMMUNIQUE))
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.namelist() == sorted(file.namelist())
        assert file.namelist()[0] == "[Content_Types].xml"
    assert b"creator" not in etree.tostring(part(document, "docProps/core.xml"))


def test_the_markup_is_the_one_that_was_looked_at():
    root = part(render(make_draft(*COMMUNIQUE)), "word/document.xml")
    markup = etree.tostring(root, pretty_print=True, encoding="unicode")

    golden = (GOLDEN / "clean.document.xml").read_text("utf-8")
    assert markup == golden, "".join(difflib.unified_diff(golden.splitlines(True), markup.splitlines(True)))


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_validators_find_nothing(language, tmp_path):
    file = tmp_path / "draft.docx"
    file.write_bytes(render(make_draft(*COMMUNIQUE, language=language)))
    tools = Path(sys.executable).parent

    audit = subprocess.run(
        [tools / "openxml-audit", file, "-f", "office2019"], capture_output=True, text=True, check=False
    )
    integrity = subprocess.run(
        [tools / "ooxml-integrity", "check", file], capture_output=True, text=True, check=False
    )

    assert "Errors: 0" in audit.stdout, audit.stdout
    assert "0 error(s), 0 warning(s)" in integrity.stdout, integrity.stdout


# Opening verbs ---------------------------------------------------------------------------------------


def italics(document: bytes) -> list[str]:
    return [
        "".join(one.itertext())
        for one in part(document, "word/document.xml").iter(f"{{{W}}}r")
        if one.find(f"{{{W}}}rPr/{{{W}}}i") is not None and one.find(f"{{{W}}}rPr/{{{W}}}iCs") is not None
    ]


RESOLUTION = (
    make_line("Recalling earlier decisions", kind=LineKind.HEADING, numbered=False),
    make_line("Recalling its resolution,", numbered=False),
    make_line("[Calls upon] all States;", label="1."),
    make_line("The Meeting welcomed the report.", label="2."),
    make_line("the training of midwives;", kind=LineKind.SUB, depth=1, label="(a)"),
)


def test_verbs_that_paragraphs_open_with_are_in_italics_by_setting_alone_and_the_words_stay(tmp_path):
    document = render(make_draft(*RESOLUTION, italics=True))

    assert italics(document) == ["Recalling", "Calls upon", "welcomed"]
    assert read_back(document, tmp_path) == read_back(render(make_draft(*RESOLUTION)), tmp_path)
    assert italics(render(make_draft(*RESOLUTION))) == []


def test_a_line_that_is_not_translated_has_its_own_verb_in_italics():
    lines = (make_line("تؤكد من جديد حق الشعوب؛", label="1."), *RESOLUTION)

    document = render(make_draft(*lines, language="ar", original="en", italics=True))

    assert italics(document) == ["تؤكد من جديد", "Recalling", "Calls upon", "welcomed"]


def test_a_title_that_is_not_translated_runs_as_it_reads():
    titles = [
        next(part(render(make_draft(title=title, language="ar")), "word/document.xml").iter(f"{{{W}}}p"))
        for title in ("Final Communiqué of the Meeting", "البيان الختامي")
    ]

    assert [one.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None for one in titles] == [False, True]
