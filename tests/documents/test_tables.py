"""Tables as our own documents have them."""

from lxml import etree

from acm_drafts.documents.write.tables import table
from acm_drafts.documents.write.wordxml import W, paragraph, run
from acm_drafts.text.language import Language


def cell(text: str, language: Language = Language.EN):
    return [paragraph("ACMCell", [run(text, language)], language)]


def made(language: Language = Language.EN) -> etree._Element:
    rows = [[cell("one"), []], [cell("two"), cell("zwei")]]
    return table((3000, 3000), [cell("Old"), cell("New")], rows, language=language, caption="Old and new")


def test_the_header_row_alone_is_repeated_on_every_page():
    rows = list(made().iter(f"{{{W}}}tr"))

    assert [row.find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None for row in rows] == [True, False, False]


def test_every_cell_holds_a_paragraph_and_the_columns_are_as_wide_as_asked():
    root = made()

    assert all(one.find(f"{{{W}}}p") is not None for one in root.iter(f"{{{W}}}tc"))
    assert [one.get(f"{{{W}}}w") for one in root.iter(f"{{{W}}}gridCol")] == ["3000", "3000"]


def test_the_table_has_a_name_for_those_who_do_not_see_it():
    caption = made().find(f"{{{W}}}tblPr/{{{W}}}tblCaption")

    assert caption.get(f"{{{W}}}val") == "Old and new"


def test_an_arabic_table_begins_at_the_right():
    assert made(Language.AR).find(f"{{{W}}}tblPr/{{{W}}}bidiVisual") is not None
    assert made().find(f"{{{W}}}tblPr/{{{W}}}bidiVisual") is None


def test_a_row_stays_on_one_page_where_it_is_short_enough_for_that():
    short, long = cell("word " * 200), cell("word " * 300)

    root = table(
        (3000, 3000), [cell("Old"), cell("New")], [[short, []], [[], long]], language=Language.EN, caption="x"
    )

    rows = list(root.iter(f"{{{W}}}tr"))[1:]
    assert [row.find(f"{{{W}}}trPr/{{{W}}}cantSplit") is not None for row in rows] == [True, False]
