"""The numbers that Word prints of itself, computed."""

import pytest

from acm_drafts.documents.reader import read
from tests.documents.making import (
    make_change,
    make_docx,
    make_numbered,
    make_paragraph,
    make_part,
)


def make_level(level, form, text, more=""):
    form, text = f'<w:numFmt w:val="{form}"/>', f'<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>{form}{more}{text}</w:lvl>'


def make_numbering(*levels, more=""):
    return make_part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}',
    )


THREE = (
    make_level(0, "decimal", "%1."),
    make_level(1, "lowerLetter", "(%2)"),
    make_level(2, "lowerRoman", "(%3)"),
)


def labels(*body, **facts):
    return [(one.label, one.level) for one in read(make_docx(*body, **facts)).paragraphs]


def test_the_printed_numbers_of_an_automatic_list_are_computed():
    levels = [0, 1, 1, 2, 2, 1, 2, 0, 1]

    assert labels(*(make_numbered("x", level=level) for level in levels), numbering=make_numbering(*THREE)) == [
        ("1.", 0), ("(a)", 1), ("(b)", 1), ("(i)", 2), ("(ii)", 2), ("(c)", 1), ("(i)", 2), ("2.", 0), ("(a)", 1),
    ]  # fmt: skip


def test_numbers_of_higher_levels_are_part_of_lower_ones():
    numbering = make_numbering(
        make_level(0, "upperRoman", "%1."), make_level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )

    assert labels(make_numbered("x"), make_numbered("x", level=1), numbering=numbering) == [
        ("I.", 0),
        ("1.1", 1),
    ]


def test_a_list_that_starts_anew_goes_on_from_there():
    override = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
        "</w:lvlOverride></w:num>"
    )
    body = [make_numbered("x", number=number) for number in (1, 2, 2, 1)]

    assert [label for label, _ in labels(*body, numbering=make_numbering(*THREE, more=override))] == [
        "1.", "7.", "8.", "9.",
    ]  # fmt: skip


def test_a_style_can_bring_the_number():
    styles = make_part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="N"><w:name w:val="Numbered"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="M"><w:basedOn w:val="N"/></w:style>',
    )
    body = [make_paragraph("x", properties=f'<w:pStyle w:val="{style}"/>') for style in ("N", "M", "None")]

    assert [label for label, _ in labels(*body, styles=styles, numbering=make_numbering(*THREE))] == [
        "1.",
        "2.",
        "",
    ]


def test_a_deleted_paragraph_takes_no_number_with_it():
    gone = make_change("del", "old")
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = [
        make_numbered("one"),
        make_paragraph(gone, mark=make_change("del"), properties=numbered),
        make_numbered("two"),
    ]

    assert [label for label, _ in labels(*body, numbering=make_numbering(*THREE))] == ["1.", "", "2."]


@pytest.mark.parametrize(
    ("form", "third"),
    [
        ("upperLetter", "C"),
        ("decimalZero", "03"),
        ("ordinal", "3rd"),
        ("arabicAbjad", "ج"),
        ("none", ""),
        ("odd", "3"),
    ],
)
def test_numbers_are_printed_in_the_format_of_the_list(form, third):
    body = [make_numbered("x")] * 3

    assert labels(*body, numbering=make_numbering(make_level(0, form, "%1")))[2] == (third, 0)


def test_the_glyph_of_a_symbol_font_is_a_bullet():
    assert labels(make_numbered("x"), numbering=make_numbering(make_level(0, "bullet", "\uf0b7"))) == [
        ("•", 0)
    ]


def numbered(*levels: int) -> list[str]:
    deep = (
        make_level(0, "decimal", "%1.").replace('w:start w:val="1"', 'w:start w:val="3"'),
        make_level(1, "decimal", "%1.%2"),
        make_level(2, "decimal", "%1.%2.%3").replace('w:start w:val="1"', 'w:start w:val="3"'),
    )
    body = (make_numbered("x", level=level) for level in levels)
    return [label for label, _ in labels(*body, numbering=make_numbering(*deep))]


def test_a_list_that_begins_at_a_deeper_level_goes_on_after_the_numbers_it_printed():
    assert numbered(2, 2, 0, 1) == ["3.1.3", "3.1.4", "4.", "4.1"]
    assert numbered(1, 1, 0) == ["3.1", "3.2", "4."]


def test_a_list_that_goes_on_at_a_deeper_level_counts_the_level_between():
    assert numbered(0, 2, 2, 1, 0, 1) == ["3.", "3.1.3", "3.1.4", "3.2", "4.", "4.1"]
