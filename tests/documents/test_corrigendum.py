"""A corrigendum as a Word file, in three languages."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from acm_drafts.documents.reader import read
from acm_drafts.documents.write import corrigendum
from acm_drafts.documents.write.corrigendum import CorrigendumText, PrintedCorrection
from acm_drafts.negotiation.lines import ADOPTED, DraftText
from acm_drafts.text.language import Language


def made(language: str = "en") -> CorrigendumText:
    face = DraftText("Final Communiqué", "OIC/ACM-2026/FC", ADOPTED, language, "2026-06-12", ())
    return CorrigendumText(
        face=face,
        symbol="OIC/ACM-2026/FC/Corr.1",
        day="2026-06-20",
        corrections=[
            PrintedCorrection("4", "The Meeting", "wellcomed", "welcomed", "A typing error.", "Egypt"),
            PrintedCorrection(
                "", "Palestine and", "Palestine and", "", "It stands there twice.", "The Mission"
            ),
        ],
        spoken=Language.EN,
    )


def paragraphs(text: CorrigendumText) -> list[str]:
    return [paragraph.final or "" for paragraph in read(corrigendum.render(text)).paragraphs]


def test_it_says_for_which_words_others_are_read_why_and_who_asked():
    words = paragraphs(made())
    start = words.index("Paragraph 4")
    assert words[start : start + 7] == [
        "Paragraph 4",
        "For",
        "wellcomed",
        "Read",
        "welcomed",
        "Reason: A typing error.",
        "Requested by: Egypt",
    ]
    assert "Heading or paragraph without a number: Palestine and" in words
    deleted = words.index("Delete")
    assert words[deleted - 1].startswith("Heading or paragraph") and words[deleted + 2].startswith("Reason:")


def test_its_face_has_its_own_symbol_and_day_and_names_the_adopted_text():
    with ZipFile(BytesIO(corrigendum.render(made()))) as file:
        masthead = etree.fromstring(file.read("word/masthead.xml")).xpath("string()")
    for expected in ("OIC/ACM-2026/FC/Corr.1", "20 June 2026", "Corrigendum", "12 June 2026"):
        assert expected in masthead


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_language_says_it_in_its_own_words(language: str):
    assert not set(paragraphs(made(language))) & {"For", "Read", "Delete", "Paragraph 4"}


def test_a_file_in_another_language_says_that_the_corrections_concern_the_original():
    assert "Les corrections concernent l’original du texte, en anglais." in paragraphs(made("fr"))
    assert "تخص هذه التصويبات النص الأصلي، وهو بالإنكليزية." in paragraphs(made("ar"))
    assert not any("concern" in line for line in paragraphs(made()))


def test_the_same_corrigendum_gives_the_same_bytes():
    assert corrigendum.render(made()) == corrigendum.render(made())
