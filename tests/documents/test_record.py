"""The record of a sitting as a Word file: what it says, in each language, with words that run their own way."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from acm_drafts.documents import reader
from acm_drafts.documents.write.record import (
    BodyTitle,
    DecidedAct,
    DecidedLine,
    RecordedResult,
    RecordText,
    render,
)
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.terms import SittingResult, Standing
from acm_drafts.text.language import Language

FACE = DraftText("Final Communiqué", "OIC/FC/Rev.1", "revised-draft", "en", "2026-11-09", ())
EXPERT = BodyTitle("", "expert", "new-york")
AGREED = RecordedResult(
    "12", SittingResult.AGREED, "The Meeting thanked Egypt.", None, ["Senegal"], ["Mali"], "Until noon."
)
RECORD = RecordText(
    face=FACE,
    body=EXPERT,
    number=3,
    day="2026-11-09",
    opened="15:03",
    closed="17:40",
    zone="New York",
    place="Room 2",
    present=["Egypt (Ms. Nour)", "Mali"],
    absent=["Türkiye"],
    unknown=["Yemen"],
    results=[AGREED],
    left=["13 (a)"],
    spoken=Language.EN,
)


def said(record: RecordText) -> str:
    """Return the body of a record as it is read, a line for each paragraph."""
    return "\n".join(paragraph.final or "" for paragraph in reader.read(render(record)).paragraphs)


def head_of(record: RecordText) -> str:
    """Return what stands at the head of the pages of a record."""
    with ZipFile(BytesIO(render(record))) as package:
        names = (name for name in package.namelist() if "header" in name or "masthead" in name)
        return "".join(package.read(name).decode() for name in names)


def test_its_head_bears_the_day_of_the_sitting_and_not_that_of_the_draft():
    for language, day in (("en", "12 November 2026"), ("fr", "12 novembre 2026")):
        head = head_of(replace(RECORD, face=replace(FACE, language=language), day="2026-11-12"))
        assert day in head and "9 November" not in head and "9 novembre" not in head


def test_the_record_tells_when_who_and_what():
    words = said(RECORD)
    for sentence in (
        "Expert level, New York: record of sitting 3",
        "Held on 9 November 2026, from 15:03 to 17:40 (New York)",
        "Place: Room 2",
        "Present (2): Egypt (Ms. Nour), Mali",
        "Absent (1): Türkiye",
        "Not recorded (1): Yemen",
        "Paragraph 12 was agreed in these words:\nThe Meeting thanked Egypt.",
        "Opposed: Senegal.",
        "Reserved their position: Mali.",
        "Until noon.",
        "On the agenda, without a result: 13 (a).",
    ):
        assert sentence in words


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (replace(AGREED, text=""), "It was agreed to delete paragraph 12."),
        (replace(AGREED, result=SittingResult.AD_REFERENDUM), "was agreed ad referendum in these words:"),
        (replace(AGREED, result=SittingResult.NOT_AGREED, text=""), "Paragraph 12 was not agreed."),
        (
            replace(
                AGREED,
                result=SittingResult.REFERRED,
                text="",
                referred_to=BodyTitle("", "troika", "new-york"),
            ),
            "Paragraph 12 was referred to: Troika, New York.",
        ),
    ],
)
def test_each_result_is_a_sentence(result: RecordedResult, sentence: str):
    assert sentence in said(replace(RECORD, results=[result]))


def test_a_result_that_a_later_one_took_the_place_of_stands_apart():
    words = said(replace(RECORD, results=[replace(AGREED, counts=False, remark="First."), AGREED]))
    assert words.index("Until noon.") < words.index("Results that no longer count") < words.index("First.")


def test_a_sitting_without_a_result_says_so():
    assert "No result was recorded." in said(replace(RECORD, results=[]))


def test_a_sitting_that_decided_or_adopted_without_a_line_of_its_own_says_that_instead():
    both = DecidedAct((("EGY 3", Standing.ACCEPTED), ("MYS 1", Standing.ABSORBED)), ad_referendum=True)
    decided = [
        DecidedLine("3", [both], [("EGY 3", "We met again.")]),
        DecidedLine("10", [DecidedAct((), words=True)]),
    ]
    words = said(replace(RECORD, results=[], left=[], decided=decided, adopted="OIC/FC/Adopted"))
    assert "Decisions that name this sitting:" in words
    assert "Paragraph 3: EGY 3 accepted, MYS 1 merged, ad referendum." in words
    assert "Words accepted from EGY 3:\nWe met again." in words
    assert "Paragraph 10: the paragraph was agreed." in words
    assert "The text was adopted at this sitting as OIC/FC/Adopted." in words
    assert "No result was recorded." not in words and "without a result" not in words


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("result", list(SittingResult))
def test_the_record_speaks_each_language_whole(language: Language, result: SittingResult):
    group = BodyTitle("Groupe", "working-groups", "washington")
    outcome = replace(AGREED, result=result, text="", referred_to=group)
    record = replace(RECORD, face=replace(FACE, language=language.value), body=group, results=[outcome])
    data = render(record)
    assert data == render(record)
    assert "Groupe" in said(record)


def test_words_left_in_brackets_by_proposals_that_are_not_told_have_a_sentence():
    decided = [DecidedLine("6", [DecidedAct((), bracketed=True)])]
    assert "Paragraph 6: words retained in brackets." in said(replace(RECORD, decided=decided))


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            Language.EN,
            (
                "New paragraph after paragraph 18: EGY 1 rejected.",
                "New paragraph at the beginning of the text: EGY 1 rejected.",
            ),
        ),
        (
            Language.FR,
            (
                "Nouveau paragraphe après le paragraphe 18\u00a0: EGY 1 rejetée.",
                "Nouveau paragraphe au début du texte\u00a0: EGY 1 rejetée.",
            ),
        ),
        (
            Language.AR,
            ("فقرة جديدة بعد الفقرة \u200e18: EGY 1 مرفوض.", "فقرة جديدة في أول النص: EGY 1 مرفوض."),
        ),
    ],
)
def test_a_new_paragraph_without_a_number_is_called_by_its_place(
    language: Language, sentences: tuple[str, str]
):
    act = DecidedAct((("EGY 1", Standing.REJECTED),))
    decided = [DecidedLine("", [act], follows="18"), DecidedLine("", [act])]
    words = said(replace(RECORD, face=replace(FACE, language=language.value), decided=decided))
    assert all(sentence in words for sentence in sentences), words


def test_an_arabic_record_has_the_words_of_the_glossary_and_the_place_in_arabic():
    face = replace(RECORD.face, language="ar")
    words = said(replace(RECORD, face=face, results=[replace(AGREED, opposed=["مصر"])]))
    assert "عارضت: مصر." in words and "اعترضت" not in words
    assert "(نيويورك)" in words and "(New York)" not in words
