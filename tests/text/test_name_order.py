"""The order of names in lists: the reader's alphabet, whatever signs stand on the letters."""

from acm_drafts.text.language import Language
from acm_drafts.text.name_order import place_of_name


def in_order(language: Language, *names: str) -> list[str]:
    return sorted(names, key=lambda name: place_of_name(name, language))


def test_accents_and_capitals_do_not_count():
    assert in_order(Language.FR, "Émirats arabes unis", "Gabon", "Égypte", "Djibouti") == [
        "Djibouti",
        "Égypte",
        "Émirats arabes unis",
        "Gabon",
    ]
    assert in_order(
        Language.EN, "Uganda", "Turkmenistan", "Türkiye", "Côte d’Ivoire", "Comoros", "Tunisia"
    ) == [
        "Comoros",
        "Côte d’Ivoire",
        "Tunisia",
        "Türkiye",
        "Turkmenistan",
        "Uganda",
    ]


def test_the_arabic_article_and_signs_on_an_alif_do_not_count():
    assert in_order(Language.AR, "باكستان", "الجزائر", "أفغانستان", "ألبانيا", "السنغال", "تشاد") == [
        "أفغانستان",
        "ألبانيا",
        "باكستان",
        "تشاد",
        "الجزائر",
        "السنغال",
    ]
