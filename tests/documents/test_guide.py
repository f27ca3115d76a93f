"""The guide by agenda item in Word: what it says of each item, and the form that fits on one page."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from acm_drafts.documents import reader
from acm_drafts.documents.write.guide import (
    EarlierItem,
    Guide,
    GuideExpert,
    GuideParagraph,
    GuideReservation,
    GuideText,
    ItemGuide,
    render,
    render_pocket,
)
from acm_drafts.negotiation.guide import SessionItem
from acm_drafts.text.language import Language

ITEM = SessionItem(
    71,
    "b",
    "Human rights questions",
    title_ar="مسائل حقوق الإنسان",
    heading_en="Human rights",
    committees="03",
)


def paragraph(number: str, text: str) -> GuideParagraph:
    return GuideParagraph(number, text, Language.EN, f"https://drafts.example.org/c/x/p/{number}")


ADOPTED = GuideText("OIC/ACM-2026/FC", "Communiqué", "2026-12-17", [paragraph("12", "It thanked Egypt.")])
OPEN = GuideText("OIC/OTHER", "Statement", "", [paragraph("3", "It welcomed the report.")])
GUIDE = ItemGuide(
    ITEM,
    "https://drafts.example.org/guide/81/71b",
    [ADOPTED, OPEN],
    [GuideReservation("Mali", "OIC/ACM-2026/FC", "12", words="Our law differs.", awaited=True)],
    earlier=[
        EarlierItem(
            80,
            SessionItem(69, "b", "Human rights questions"),
            [GuideText("OIC/ACM-2025/FC", "C", "2025-10-02", [paragraph("11", "It noted Egypt.")])],
        )
    ],
    experts=[GuideExpert("Ms. Nour", ["Egypt", "Arab Group"])],
)
EMPTY = ItemGuide(SessionItem(14, "", "Culture of peace"), "https://drafts.example.org/guide/81/14")


def made(*items: ItemGuide, language: Language = Language.EN) -> Guide:
    return Guide(81, language, "2026-12-20", items)


def said(data: bytes) -> str:
    """Return the body of a Word file as it is read, a line for each paragraph."""
    return "\n".join(paragraph.final or "" for paragraph in reader.read(data).paragraphs)


def test_the_guide_tells_position_reservations_earlier_years_and_experts_in_their_order():
    words = said(render(made(EMPTY, GUIDE)))
    places = [
        words.index(sentence)
        for sentence in (
            "Human rights\n",
            "Item 71\u00a0(b): Human rights questions",
            "Taken up by: plenary, Third Committee",
            "Agreed position of the Group",
            "OIC/ACM-2026/FC, adopted on 17 December 2026\nParagraph 12\nIt thanked Egypt.",
            "https://drafts.example.org/c/x/p/12",
            "Not adopted yet: OIC/OTHER",
            "Mali, on paragraph 12 of OIC/ACM-2026/FC (awaiting instructions)\nOur law differs.",
            "Eightieth session, item 69\u00a0(b)\nOIC/ACM-2025/FC, adopted on 2 October 2025",
            "Ms. Nour (Egypt, Arab Group)",
            "Items without a paragraph, an earlier position or an expert: 14.",
        )
    ]
    assert places == sorted(places)
    assert render(made(EMPTY, GUIDE)) == render(made(EMPTY, GUIDE))


def test_a_guide_bears_no_symbol_that_nobody_gave_it():
    for data in (render(made(GUIDE)), render_pocket(made(GUIDE))):
        with ZipFile(BytesIO(data)) as package:
            heads = "".join(package.read(name).decode() for name in package.namelist() if "header" in name)
        assert "A/81" not in heads and heads


def test_what_is_not_adopted_is_never_called_a_position_that_stands():
    words = said(render(made(ItemGuide(ITEM, "u", [OPEN], withheld=True))))
    assert (
        "No paragraph of a text adopted at this session is tagged with this item.\nNot adopted yet: OIC/OTHER"
        in words
    )
    assert "Reservations are told to the participants of the meeting." in words


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (Language.FR, "Point 71\u00a0b)\u00a0: Human rights questions"),
        (Language.AR, "البند 71\u00a0(ب): مسائل حقوق الإنسان"),
    ],
)
def test_the_guide_speaks_each_language_and_leaves_words_of_a_text_as_they_are(language, sentence):
    words = said(render(made(GUIDE, language=language)))
    assert sentence in words and "It thanked Egypt." in words


def test_the_pocket_form_has_room_for_some_paragraphs_and_says_what_it_leaves_out():
    many = [paragraph(str(number), "The Meeting noted it all. " * 40) for number in range(1, 13)]
    long = ItemGuide(ITEM, GUIDE.url, [GuideText("OIC/FC", "C", "2026-12-17", many)], GUIDE.reservations)
    words = said(render_pocket(made(long)))

    assert "1. The Meeting noted it all." in words and "9. The Meeting" not in words
    assert "Further paragraphs: 9, 10, 11, 12. They are in the full guide, at the link." in words
    assert "Paragraphs that end in … are shortened: the whole text is at the link." in words
    assert (
        "Reservations: Mali, on paragraph 12 of OIC/ACM-2026/FC (awaiting instructions)." in words
        and GUIDE.url in words
    )
    assert len(words) < 3000
    assert "shortened" not in said(render_pocket(made(GUIDE)))


def test_an_item_without_a_heading_of_its_own_is_not_drawn_under_the_heading_before_it():
    alone = ItemGuide(SessionItem(72, "", "Reports"), "u", [ADOPTED])
    with ZipFile(BytesIO(render(made(GUIDE, alone)))) as package:
        body = package.read("word/document.xml").decode()
    styles = [part.split('"')[0] for part in body.split('<w:pStyle w:val="')[1:]]
    assert [style for style in styles if style.startswith("Heading")] == ["Heading1", "Heading2", "Heading1"]


def test_the_pocket_form_names_the_texts_of_earlier_years_and_says_what_is_withheld():
    words = said(render_pocket(made(replace(GUIDE, withheld=True))))
    assert "Earlier years: OIC/ACM-2025/FC. They are in the full guide, at the link." in words
    assert "Reservations are told to the participants of the meeting." in words


def test_numbers_beside_arabic_words_have_arabic_letters_in_the_pocket_form_too():
    arabic = GuideParagraph("4 (a)", "تبادل المعلومات؛", Language.AR, "u")
    own = ItemGuide(ITEM, GUIDE.url, [GuideText("OIC/FC", "C", "2026-12-17", [arabic])])
    words = said(render_pocket(made(own)))

    assert "4 (أ). تبادل المعلومات؛" in words and "(a)" not in words
