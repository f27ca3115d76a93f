"""The words of a thing are kept so that a word is found whole, and a phrase within one part of the thing."""

import pytest

from acm_drafts.negotiation.library import NothingToSearch, SearchTooLong, read_search
from acm_drafts.negotiation.search import SEARCH_KINDS, SearchKind, folded_text, holds


@pytest.mark.parametrize(
    ("typed", "is_held"),
    [
        ("progress", True),
        ("PROGRÈS", False),
        ("progres", False),
        ("members progress", True),
        ('"the progress made"', True),
        ('"progress the made"', False),
        ('"members because"', False),  # the end of one part and the beginning of the next
        ("members because", True),
        ("100 %", True),
        ("_", None),
        ("progress OR nothing", False),
        ("pro*", False),
    ],
)
def test_words_stand_anywhere_and_a_phrase_in_one_part(typed: str, is_held: bool | None):
    folded = folded_text(("The progress made by 100 % of its members", "", "Because of it, or not"))
    if is_held is None:
        with pytest.raises(NothingToSearch):
            read_search(typed)
        return
    assert holds(read_search(typed), folded) is is_held


def test_arabic_is_found_with_and_without_vowel_marks():
    folded = folded_text(("رَحَّبَ الاجتماعُ بالتقدّم المُحرَز في القضيّة",))

    assert holds(read_search("رحب بالتقدم"), folded)
    assert holds(read_search("القَضِيَّه"), folded)
    assert holds(read_search("تقدم"), folded)  # without what is written together with it
    assert not holds(read_search("قدم"), folded)


def test_what_holds_no_word_has_no_words():
    assert folded_text(("", " … — ()")) == ""


def test_a_search_of_ten_thousand_characters_is_refused():
    with pytest.raises(SearchTooLong):
        read_search("x" * 10_000)


def test_every_kind_has_its_word():
    assert set(SEARCH_KINDS) == set(SearchKind)
