"""Two drafts side by side in Word: each column is its draft, and a word says what became of each paragraph."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from acm_drafts.documents.reader import read
from acm_drafts.documents.write.comparison import render
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.comparison import compare
from acm_drafts.negotiation.lines import Line, LineKind
from tests.documents.judges import judgements
from tests.documents.making import make_draft, part
from tests.negotiation.rewriting import Rewriting, rewritings

OLD = [
    Line(1, "General", LineKind.HEADING),
    Line(2, "The Meeting welcomed the report.", label="1."),
    Line(3, "It urged all. It thanked some.", label="2."),
    Line(4, "It noted.", label="3."),
    Line(5, "It recalled.", label="4."),
    Line(6, "It deplored.", label="5."),
]
NEW = [
    OLD[0],
    replace(OLD[1], text="The Meeting warmly welcomed the report."),
    replace(OLD[2], text="It urged all."),
    Line(20, "It thanked some.", label="3."),
    replace(OLD[3], text="It noted. It recalled.", label="4."),
    Line(21, "It decided.", label="5."),
]
DESCENTS = [(20, 3), (4, 5)]


def compared(old=OLD, new=NEW, descents=DESCENTS, language="en") -> bytes:
    before = make_draft(*old, symbol="OIC/FC", language=language)
    after = make_draft(*new, symbol="OIC/FC/Rev.1", status="revised-draft", language=language)
    return render(before, after, compare(old, new, descents))


def rows_of(document: bytes) -> list[list[str]]:
    root = part(document, "word/document.xml")
    return [
        [
            " / ".join("".join(one.itertext()) for one in cell.iter(f"{{{W}}}p") if "".join(one.itertext()))
            for cell in row.iter(f"{{{W}}}tc")
        ]
        for row in root.iter(f"{{{W}}}tr")
    ]


def said(lines) -> list[str]:
    return [f"{line.label} {line.text}" if line.label else line.text for line in lines]


def test_each_row_holds_what_was_what_is_and_what_became_of_it():
    header, *rows = rows_of(compared())

    assert header == ["OIC/FC · Zero draft", "OIC/FC/Rev.1 · Revised draft", "What became of it"]
    assert rows == [
        ["General", "General", ""],
        ["1. The Meeting welcomed the report.", "1. The Meeting warmly welcomed the report.", "changed"],
        ["2. It urged all.", "2. It urged all.", "split from 2"],
        ["It thanked some.", "3. It thanked some.", "split from 2"],
        ["3. It noted. / 4. It recalled.", "4. It noted. It recalled.", "3, 4 joined"],
        ["5. It deplored.", "", "deleted"],
        ["", "5. It decided.", "new"],
    ]


def test_insertions_and_deletions_are_marked_by_more_than_colour():
    root = part(compared(), "word/document.xml")
    marked = {
        one.get(f"{{{W}}}val"): "".join(one.getparent().getparent().itertext())
        for one in root.iter(f"{{{W}}}rStyle")
        if "warmly" in "".join(one.getparent().getparent().itertext())
    }
    styles = part(compared(), "word/styles.xml")

    assert marked == {"ACMInserted": "warmly "}
    for style, look in (("ACMInserted", "u"), ("ACMDeleted", "strike")):
        assert styles.find(f"{{{W}}}style[@{{{W}}}styleId='{style}']/{{{W}}}rPr/{{{W}}}{look}") is not None


@pytest.mark.thorough
@settings(max_examples=60)
@given(rewritings())
def test_the_second_column_is_the_newer_draft_and_the_first_has_all_words_of_the_older(made: Rewriting):
    old, new = made.drafts[0], made.drafts[-1]

    _, *rows = rows_of(compared(old, new, made.descents))

    assert [row[1] for row in rows if row[1]] == said(new)
    words = [word for row in rows for word in row[0].replace(" / ", " ").split()]
    assert sorted(words) == sorted(" ".join(said(old)).split())


def test_the_page_lies_across_and_the_head_of_the_table_is_on_every_page():
    root = part(compared(), "word/document.xml")

    size = root.find(f".//{{{W}}}pgSz")
    assert (size.get(f"{{{W}}}orient"), size.get(f"{{{W}}}w")) == ("landscape", "16838")
    assert len(list(root.iter(f"{{{W}}}tblHeader"))) == 1
    assert "Compared with OIC/FC" in "".join(part(compared(), "word/masthead.xml").itertext())


def test_headings_in_the_table_are_found_in_the_outline():
    styles = part(compared(), "word/styles.xml")

    assert (
        styles.find(f"{{{W}}}style[@{{{W}}}styleId='ACMCellHeading']/{{{W}}}pPr/{{{W}}}outlineLvl")
        is not None
    )
    used = {one.get(f"{{{W}}}val") for one in part(compared(), "word/document.xml").iter(f"{{{W}}}pStyle")}
    assert used <= {one.get(f"{{{W}}}styleId") for one in styles.iter(f"{{{W}}}style")}


def test_a_heading_that_stands_in_both_columns_is_in_the_outline_once_and_one_that_went_too():
    old, new = [OLD[0], Line(9, "Final clauses", LineKind.HEADING), OLD[1]], [OLD[0], OLD[1]]
    body = part(compared(old, new, ()), "word/document.xml")

    outlined = [
        "".join(one.itertext())
        for one in body.iter(f"{{{W}}}p")
        if one.find(f"{{{W}}}pPr/{{{W}}}pStyle").get(f"{{{W}}}val") == "ACMCellHeading"
        and one.find(f"{{{W}}}pPr/{{{W}}}outlineLvl") is None
    ]
    assert outlined == ["General", "Final clauses"]


def test_nothing_in_it_is_a_tracked_change():
    assert all(not paragraph.revisions for paragraph in read(compared()).paragraphs)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_validators_find_nothing_and_the_same_drafts_give_the_same_bytes(language, tmp_path):
    file = tmp_path / "comparison.docx"
    file.write_bytes(compared(language=language))

    assert file.read_bytes() == compared(language=language)
    assert judgements(file) == []


def test_an_arabic_comparison_runs_from_right_to_left():
    root = part(compared(language="ar"), "word/document.xml")

    for one in root.iter(f"{{{W}}}p"):
        leftwards = one.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None
        assert leftwards or re.fullmatch("[ -~]*( [ -~]*){2}", "".join(one.itertext()))  # not translated yet
    assert root.find(f".//{{{W}}}bidiVisual") is not None
    assert "مآل الفقرة" in "".join(root.itertext())
