"""The letter requesting circulation: it names what was adopted, and is a draft before that."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from acm_drafts.documents import reader
from acm_drafts.documents.write.circulation_letter import CirculationLetter, render
from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.negotiation.lines import ADOPTED, DraftText, Line, LineKind, Translated
from acm_drafts.text.language import Language

FACE = DraftText("Final Communiqué", "OIC/FC", ADOPTED, "en", "2026-12-17", (), place="New York")
LETTER = CirculationLetter(
    FACE,
    "2026-12-20",
    81,
    [AgendaItem(14, "", "Culture of peace"), AgendaItem(71, "b", "Human rights questions")],
    "Egypt",
    adopted_in="New York",
)


def said(letter: CirculationLetter) -> str:
    return "\n".join(paragraph.final or "" for paragraph in reader.read(render(letter)).paragraphs)


def test_the_letter_names_text_adoption_session_items_and_who_signs():
    words = said(LETTER)
    for sentence in (
        "Egypt\nPermanent Mission to the United Nations, New York",
        "The Secretary-General of the United Nations",
        "the Final Communiqué (OIC/FC), adopted on 17 December 2026 in New York",
        "at its eighty-first session, under agenda items 14 and 71\u00a0(b).",
        "Permanent Representative to the United Nations, Egypt",
        "14: Culture of peace",
        "71\u00a0(b): Human rights questions",
    ):
        assert sentence in words
    assert render(LETTER) == render(LETTER)
    assert "under agenda item 14." in said(replace(LETTER, items=LETTER.items[:1]))


def test_the_annex_of_the_letter_holds_the_text_on_a_page_of_its_own():
    lines = (
        Line(1, "Science", LineKind.HEADING),
        Line(2, "The Meeting noted the report.", numbered=True, label="1."),
        Line(3, "on seeds;", LineKind.SUB, 1, label="(a)"),
    )
    letter = replace(LETTER, face=replace(FACE, lines=lines))

    assert said(letter).splitlines()[-4:] == [
        "Annex to the letter: Final Communiqué (OIC/FC)",
        "Science",
        "1.\tThe Meeting noted the report.",
        "(a)\ton seeds;",
    ]
    with ZipFile(BytesIO(render(letter))) as file:
        assert file.read("word/document.xml").count(b"<w:pageBreakBefore/>") == 1


@pytest.mark.parametrize(
    ("how", "language", "sentence"),
    [
        (
            Translated.PARTLY,
            "fr",
            "Traduction partielle : ce qui n’est pas traduit figure dans la langue originale.",
        ),
        (Translated.NOT, "fr", "Non traduit : le texte figure dans la langue originale uniquement."),
        (Translated.PARTLY, "ar", "ترجمة جزئية: ما لم يُترجم يرد بلغته الأصلية."),
    ],
)
def test_the_annex_says_that_its_text_is_not_wholly_translated(how: Translated, language: str, sentence: str):
    lines = (Line(2, "The Meeting noted the report.", numbered=True, label="1."),)
    face = replace(FACE, language=language, original="en", lines=lines, translated=how)

    *_, heading, note, line = said(replace(LETTER, face=face)).splitlines()

    assert "OIC/FC" in heading and note.replace("\u00a0", " ") == sentence and "noted the report" in line
    whole = said(replace(LETTER, face=replace(face, translated=Translated.WHOLLY)))
    assert sentence not in whole.replace("\u00a0", " ")


def test_before_the_adoption_the_letter_tells_no_day_of_it_and_without_a_chair_names_no_state():
    draft = replace(LETTER, face=replace(FACE, status="final"), state="")
    words = said(draft)
    assert "adopted on [date] in New York" in words and "17 December" not in words
    assert "[Member State]" in words and "Egypt" not in words
    assert draft.is_draft and not LETTER.is_draft


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            Language.FR,
            "à sa quatre-vingt-unième session, au titre des points 14 et 71\u00a0b) de l’ordre du jour",
        ),
        (Language.AR, "في دورتها الحادية والثمانين، في إطار البندين 14 و\u00a071\u00a0(ب) من جدول الأعمال"),
    ],
)
def test_the_letter_speaks_each_language(language: Language, sentence: str):
    assert sentence in said(replace(LETTER, face=replace(FACE, language=language.value)))


def test_a_letter_names_the_place_of_the_adoption_only_where_it_is_recorded():
    assert "adopted on 17 December 2026 (see annex)" in said(replace(LETTER, adopted_in=""))


def test_arabic_says_items_of_three_and_french_sets_a_space_before_the_colon():
    three = [*LETTER.items, AgendaItem(72, "", "Seeds")]
    arabic = replace(LETTER, face=replace(FACE, language="ar"), items=three)
    assert "في إطار البنود" in said(arabic)
    assert "14\u00a0: Culture of peace" in said(replace(LETTER, face=replace(FACE, language="fr")))


def test_an_arabic_letter_greets_the_secretary_general_and_says_the_place_before_the_day():
    words = said(
        replace(LETTER, face=replace(FACE, language="ar", title="البيان الختامي"), adopted_in="نيويورك")
    )
    assert "معالي الأمين العام،\nتحية طيبة وبعد،" in words
    assert "المعتمدة في نيويورك بتاريخ 17 كانون الأول/ديسمبر 2026 (انظر المرفق)" in words
    assert "وتفضلوا، معالي الأمين العام، بقبول فائق التقدير والاحترام." in words
