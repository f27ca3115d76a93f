"""The sheet: read from a section, fit for a text or not, and turned to lie across."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from acm_drafts.documents.template import page_setup
from acm_drafts.documents.template.page_setup import A4, Sheet
from acm_drafts.text.language import Language
from tests.documents.making import make_part

LENGTHS = st.integers(min_value=0, max_value=31680)
SHEETS = st.builds(Sheet, *[LENGTHS] * 9)


def section(inside: str) -> etree._Element:
    return etree.fromstring(make_part("sectPr", inside).encode())


@given(SHEETS)
def test_a_sheet_that_is_written_is_read_as_it_was(sheet: Sheet):
    assert page_setup.read(page_setup.section(sheet, Language.EN, {})) == sheet


@given(SHEETS)
def test_a_sheet_that_lies_across_is_the_same_paper_with_the_same_margins_and_turning_it_again_changes_nothing(
    sheet: Sheet,
):
    across = sheet.across()

    assert sorted((across.width, across.height)) == sorted((sheet.width, sheet.height))
    assert across.width >= across.height
    assert (across.left, across.right, across.top) == (sheet.left, sheet.right, sheet.top)
    assert across.across() == across


def test_ours_is_a4_and_fit():
    assert (A4.width, A4.height, A4.between) == (11906, 16838, 9354)
    assert list(A4.lacks()) == []


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<w:pgSz w:w="11906" w:h="16838"/>',
        '<w:pgMar w:top="1" w:right="1" w:bottom="1" w:left="1"/>',
        '<w:pgSz w:w="a" w:h="16838"/><w:pgMar w:top="1" w:right="1" w:bottom="1" w:left="1"/>',
        '<w:pgSz w:w="inf" w:h="16838"/><w:pgMar w:top="1" w:right="1" w:bottom="1" w:left="1"/>',
    ],
)
def test_a_section_that_does_not_say_it_in_numbers_has_no_sheet(inside: str):
    assert page_setup.read(section(inside)) is None


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (Sheet(width=0), "of a size that no printer has"),
        (Sheet(width=40000), "of a size that no printer has"),
        (Sheet(left=4000, right=4000), "leave 6.9 cm for the text; it needs 10 cm"),
        (Sheet(left=8000, right=8000), "leave 0.0 cm for the text"),
        (Sheet(top=-5000, bottom=5000), "too little of the height"),
    ],
)
def test_a_sheet_without_room_for_text_is_reported_with_a_remedy(sheet: Sheet, said: str):
    (lack,) = sheet.lacks()

    assert said in lack
    assert "under Layout" in lack


def test_an_arabic_section_begins_at_the_right_and_only_one_that_asks_sets_its_first_page_apart():
    one = page_setup.section(A4, Language.AR, {}, first_apart=False)
    other = page_setup.section(A4, Language.FR, {("header", page_setup.FIRST): "masthead"})

    assert [etree.QName(child).localname for child in one] == ["pgSz", "pgMar", "bidi"]
    assert [etree.QName(child).localname for child in other] == [
        "headerReference",
        "pgSz",
        "pgMar",
        "titlePg",
    ]
