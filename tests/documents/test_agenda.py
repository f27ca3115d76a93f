"""How a document names the agenda items on its first page, in its own language."""

import pytest

from acm_drafts.documents.write.agenda import named
from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.text.language import Language

ITEMS = (AgendaItem(14), AgendaItem(18), AgendaItem(71, "b", "Human rights"))


@pytest.mark.parametrize(
    ("count", "english", "french", "arabic"),
    [
        (0, "", "", ""),
        (1, "Agenda item 14", "Point 14 de l’ordre du jour", "البند 14 من جدول الأعمال"),
        (
            2,
            "Agenda items 14 and 18",
            "Points 14 et 18 de l’ordre du jour",
            "البندان 14 و 18 من جدول الأعمال",
        ),
        (
            3,
            "Agenda items 14, 18 and 71 (b)",
            "Points 14, 18 et 71 b) de l’ordre du jour",
            "البنود 14 و 18 و 71 (ب) من جدول الأعمال",
        ),
    ],
)
def test_items_are_named_as_each_language_names_them(count: int, english: str, french: str, arabic: str):
    said = [named(language, ITEMS[:count]).replace("\u00a0", " ") for language in Language]

    assert said == [english, french, arabic]


def test_no_number_is_torn_apart_at_the_end_of_a_line():
    assert named(Language.EN, ITEMS).endswith("71\u00a0(b)")
    assert "و\u00a018" in named(Language.AR, ITEMS)
