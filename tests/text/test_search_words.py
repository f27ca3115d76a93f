"""What a search takes for one word, and what it marks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.search_words import folded_words, forms, holds_phrase, marked, search_words

TEXTS = st.text(alphabet=st.sampled_from("abcéÉ ’'-.,المُؤْتَمَرـةىي١1/[]\u00a0\u0301\u200d"), max_size=60)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Déclaration", "declaration"),
        ("l’Organisation", "l'organisation"),
        ("المُؤْتَمَر", "المؤتمر"),
        ("ســـياسة", "سياسه"),
        ("أمن", "امن"),
        ("على", "علي"),
        ("٢٠٣٠", "2030"),
        ("ﻻ", "لا"),
        ("centre\u00adpiece", "centrepiece"),
    ],
)
def test_what_is_typed_in_two_ways_is_one_word(typed: str, other: str):
    assert folded_words(typed) == folded_words(other) != []


def test_words_end_at_apostrophes_hyphens_and_strokes():
    assert folded_words("L’Organisation, follow-up A/RES/65/140") == (
        ["l", "organisation", "follow", "up", "a", "res", "65", "140"]
    )


@pytest.mark.parametrize("signs", ["", " ", "“”()*&|!~^", "ـــ", "\u0301\u0301", "__"])
def test_signs_alone_are_no_words(signs: str):
    assert folded_words(signs) == []


@given(TEXTS)
def test_words_stand_where_they_say_and_hold_no_space(text: str):
    for word in search_words(text):
        assert folded_words(text[word.start : word.stop]) == [word.folded]
        assert word.folded and not any(character.isspace() for character in word.folded)


@given(TEXTS, TEXTS)
def test_what_is_marked_joined_is_the_text(text: str, words: str):
    parts = marked(text, folded_words(words), [folded_words(words)])

    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)


@given(TEXTS)
def test_normal_forms_are_one_text_for_a_search(text: str):
    decomposed = unicodedata.normalize("NFD", text)
    assert folded_words(unicodedata.normalize("NFC", text)) == folded_words(decomposed)


def test_a_phrase_is_marked_as_one_piece_and_its_words_elsewhere_are_not():
    parts = marked("States of the Member States", [], [["member", "states"]])

    assert [part.text for part in parts if part.is_found] == ["Member States"]
    assert holds_phrase("of the Member States", ["member", "states"])
    assert not holds_phrase("States, Member", ["member", "states"])
    assert not holds_phrase("anything", [])


def test_an_arabic_word_is_found_without_what_is_written_together_with_it():
    assert forms("والجراد") == ("الجراد", "جراد")
    assert forms("للجراد") == ("الجراد", "جراد")
    assert "الجراد" in forms("وبالجراد") and forms("وفلسطين") == ("فلسطين",)
    assert forms("locust") == forms("واد") == ()
    assert [part.text for part in marked("مكافحة والجراد", ["الجراد"]) if part.is_found] == ["والجراد"]
