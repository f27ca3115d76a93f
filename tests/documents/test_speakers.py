"""The list of speakers as a Word file, in its three languages."""

from dataclasses import replace

import pytest

from acm_drafts.documents import reader
from acm_drafts.documents.write.speakers import SpeakerLine, SpeakersText, render
from acm_drafts.negotiation.terms import SpeakerKind, SpeakerLevel
from acm_drafts.text.language import Language

SPOKEN = SpeakerLine(
    "Egypt", SpeakerKind.MEMBER, "H.E. One", "Minister", SpeakerLevel.MINISTER, began="10:00", ended="10:05"
)
NOW = SpeakerLine("Mali", SpeakerKind.MEMBER, "H.E. Two", "", SpeakerLevel.AMBASSADOR, began="10:06")
LATER = SpeakerLine(
    "Islamic Development Bank",
    SpeakerKind.ORGANIZATION,
    "The President",
    "",
    SpeakerLevel.OTHER,
    by_hand="At its request.",
)
LIST = SpeakersText("ACM 2026", Language.EN, "2026-12-17", 5, (SPOKEN, NOW, LATER))


def said(speakers: SpeakersText) -> str:
    """Return the body of a list as it is read, a line for each paragraph."""
    return "\n".join(paragraph.final or "" for paragraph in reader.read(render(speakers)).paragraphs)


def test_the_list_tells_who_speaks_in_which_place_and_who_has_spoken():
    words = said(LIST)
    for told in (
        "List of speakers",
        "Time limit for each statement, in minutes: 5",
        "1.\nEgypt\nH.E. One\nMinister\nMinister\n10:00 to 10:05",
        "2.\nMali\nH.E. Two\nAmbassador\nsince 10:06",
        "Islamic Development Bank\nOrganization or institution\nThe President\nOther level",
        "Place given by the Mission: At its request.",
    ):
        assert told in words
    assert render(LIST) == render(LIST)


@pytest.mark.parametrize(
    ("language", "title", "nobody"),
    [
        (Language.FR, "Liste des orateurs", "Aucun orateur n’est inscrit."),
        (Language.AR, "قائمة المتكلمين", "لم يُسجَّل أي متكلم."),
    ],
)
def test_an_empty_list_without_a_limit_says_so_in_its_language(language: Language, title: str, nobody: str):
    words = said(replace(LIST, language=language, minutes=None, lines=()))
    assert title in words and nobody in words and "5" not in words
