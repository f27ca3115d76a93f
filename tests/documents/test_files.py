"""A file of either kind as the blocks of a draft, and notes on what stays behind."""

import re

import pytest

from acm_drafts.documents.read import incoming
from acm_drafts.documents.read.files import blocks_of
from acm_drafts.documents.read.recognise import recognise
from acm_drafts.documents.write.docx import render
from acm_drafts.negotiation.errors import UnreadableFile
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.text.language import Language
from tests.documents.making import (
    make_change,
    make_docx,
    make_draft,
    make_line,
    make_numbered,
    make_paragraph,
    make_part,
)
from tests.documents.test_numbering import THREE, make_numbering


def test_a_text_file_gives_its_blocks_and_no_notes():
    assert blocks_of("text.txt", b"1. One.\n\n2. Two.") == (("1. One.", "2. Two."), ())


def test_content_decides_and_not_the_name():
    assert blocks_of("text.txt", make_docx(make_paragraph("Text")))[0] == ("Text",)
    assert blocks_of("text.docx", b"Text")[0] == ("Text",)


@pytest.mark.parametrize("name", ["", "f", "OIC ACM Rev.2", "text.TXT", "<stdin>", "/tmp/a.b/text"])
def test_a_plain_text_may_be_called_as_it_likes_where_its_name_tells_no_other_kind(name: str):
    assert blocks_of(name, b"One.") == (("One.",), ())


@pytest.mark.parametrize("name", ["list.csv", "LIST.CSV", "sources.json", "page.html", "text.doc"])
def test_a_plain_text_whose_name_tells_another_kind_is_refused(name: str):
    ending = re.escape(name[name.index(".") :].lower())
    for read in (blocks_of, lambda name, data: incoming.read(name, data, language=Language.EN)):
        with pytest.raises(
            UnreadableFile, match=f"its name ends in {ending}, and a text ends in .docx or .txt"
        ):
            read(name, b"symbol,date\nA/RES/1/1,2001-02-03\n")


def test_word_gives_the_final_text_with_printed_numbers_and_the_depth_of_the_list():
    data = make_docx(
        make_numbered("The Meeting"),
        make_numbered("welcomed", level=1),
        make_paragraph(make_change("del", "noted"), make_change("ins", "praised")),
        make_paragraph(make_change("del", "gone"), mark=make_change("del")),
        make_paragraph("  "),
        numbering=make_numbering(*THREE),
    )

    blocks, notes = blocks_of("a.docx", data)

    assert blocks == ("1.\tThe Meeting", "    (a)\twelcomed", "praised")
    assert notes == ("Tracked changes in paragraphs: 2. They were read as accepted.",)
    assert [(line.label, line.depth) for line in recognise(blocks, Language.EN)] == [
        ("1.", 0),
        ("(a)", 1),
        ("", 0),
    ]


def test_what_stays_behind_is_named():
    data = make_docx(
        make_paragraph("Text", "<w:r><w:object/></w:r>"),
        header=make_part("hdr", make_paragraph("Restricted")),
    )

    assert blocks_of("a.docx", data)[1] == (
        "Not imported, header (header.xml): Restricted",
        "Not read: embedded object (paragraph 1)",
    )


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.docx", make_docx(make_paragraph("")), "there is no text in it"),
        ("a.docx", b"", "it is empty"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Word file"),
        (
            "a.docx",
            make_docx(make_paragraph("One"), make_paragraph("T\u202ewo")),
            "paragraph 2 holds a character",
        ),
        ("a.docx", b"\x89PNG\r\n\0", "it is not a text"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence(name, data, why):
    with pytest.raises(UnreadableFile, match=why):
        blocks_of(name, data)


def test_our_own_document_comes_back_line_by_line():
    lines = [
        make_line("The cause of Palestine", kind=LineKind.HEADING, numbered=False),
        make_line("The Meeting decided:", label="1."),
        make_line("to meet again;", kind=LineKind.SUB, depth=1, label="(a)"),
        make_line("in May;", kind=LineKind.SUB, depth=2, label="(i)"),
        make_line("It welcomed the report,\nand the debate.", label="2."),
    ]

    blocks, _ = blocks_of("draft.docx", render(make_draft(*lines, title="Final Communiqué")))
    title, *back = recognise(blocks, Language.EN)

    assert (title.kind, title.text) == (LineKind.HEADING, "Final Communiqué")
    assert [(line.kind, line.depth, line.label, line.text) for line in back] == [
        (line.kind, line.depth, line.label, line.text) for line in lines
    ]
