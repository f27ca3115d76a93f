"""What a reader sees, what a search overlooks, what no text may hold."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acm_drafts.text.language import Language, as_read, folded, other_language, unfit
from tests.text.wordings import bases, hostile, wordings


def test_a_paragraph_has_the_direction_of_its_language() -> None:
    assert [(language.value, language.direction) for language in Language] == [
        ("en", "ltr"),
        ("fr", "ltr"),
        ("ar", "rtl"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وقــد", "وقد"),  # tatweel
        ("\ufefb", "لا"),  # a presentation form of lam with alef
        ("\ufcf2", "\u064e\u0651"),  # marks that the presentation form carries on a tatweel
        ("ﬁnal", "final"),  # a Latin ligature
        ("e\u0301tat", "état"),  # normal form
        ("mot\u00a0:", "mot :"),
        ("mot\u202f:", "mot :"),
        ("a\tb", "a b"),
        ("Asia\u2011Pacific", "Asia-Pacific"),
        ("co\u00adoperation", "cooperation"),
        ("l’État", "l'État"),
        ("ا\u0640\u0653", "آ"),  # a mark that meets its letter when the tatweel is gone
    ],
)
def test_no_reader_can_tell_these_apart(one: str, other: str) -> None:
    assert one != other
    assert as_read(one) == as_read(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قَرَّرَ", "قرر"),  # vowel marks
        ("٢٠٢٥", "2025"),  # digit shapes
        ("The", "the"),
        ("10²", "102"),
        ("½", "1/2"),
        ("“", '"'),
        ("a  b", "a b"),
        ("a\nb", "a b"),
        ("می\u200cخواهم", "میخواهم"),  # a joiner changes how letters are drawn
        ("A\u200e/RES", "A/RES"),  # a mark changes where punctuation stands
        ("a\u2029b", "a b"),
        ("ﷺ", "صلى الله عليه وسلم"),  # one sign for a whole phrase
        ("а", "a"),  # Cyrillic and Latin
    ],
)
def test_a_reader_can_tell_these_apart(one: str, other: str) -> None:
    assert as_read(one) != as_read(other)


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("قَرَّرَ الاجتماعُ", "قرر الاجتماع"),
        ("٢٠٢٥ و ۲۰۲۵", "2025 و 2025"),
        ("L’ÉTAT  a\u00a0réaffirmé", "l’etat a reaffirme"),
        ("Straße", "STRASSE"),
        ("آمن", "امن"),
        (" a \u2029 b\n", "a b"),
    ],
)
def test_a_search_finds_it_all_the_same(typed: str, sought: str) -> None:
    assert folded(typed) == folded(sought)


def test_a_search_still_tells_words_apart() -> None:
    assert folded("agreed") != folded("decided")
    assert folded("10 000") != folded("10000")


@given(st.one_of(wordings, st.text()))
@example("ا\u0640\u0653")
@example("ℂ")
def test_what_is_read_of_what_is_read_is_the_same(text: str) -> None:
    assert as_read(as_read(text)) == as_read(text)
    assert folded(folded(text)) == folded(text)


@given(st.one_of(wordings, st.text()))
def test_what_reads_the_same_is_found_by_the_same_search(text: str) -> None:
    assert folded(as_read(text)) == folded(text)


@given(hostile, st.sampled_from(["NFC", "NFD"]))
def test_normal_forms_are_never_seen(text: str, form: str) -> None:
    assert as_read(unicodedata.normalize(form, text)) == as_read(text)


@given(
    bases, st.lists(st.tuples(st.integers(0, 300), st.sampled_from("\u0640\u00ad")), max_size=9), st.data()
)
def test_neither_stretched_nor_hyphenated_words_nor_the_kind_of_a_space_are_seen(
    text: str, put: list[tuple[int, str]], data: st.DataObject
) -> None:
    kinds = "\u00a0\u1680\u2000\u2007\u2009\u202f\u205f\u3000\t"
    typed = "".join(data.draw(st.sampled_from(kinds)) if sign == " " else sign for sign in text)
    for place, sign in put:
        typed = typed[:place] + sign + typed[place:]
    assert as_read(typed) == as_read(text)


@given(bases, st.data())
def test_a_capital_a_digit_and_a_vowel_mark_are_seen(text: str, data: st.DataObject) -> None:
    shapes = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    place = data.draw(st.integers(0, len(text) - 1))
    sign = text[place]
    for other in {sign.swapcase(), sign.translate(shapes), sign + "\u064e", f"{sign}²"} - {sign}:
        assert as_read(text[:place] + other + text[place + 1 :]) != as_read(text)


@given(bases)
def test_a_search_needs_no_mark_no_accent_and_no_capital(text: str) -> None:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    for typed in (bare, text.upper(), text.translate(digits), text.replace(" ", " \u00a0")):
        assert folded(typed) == folded(text)


UNFIT = "\x00\x08\x0b\r\x1b\x7f\x85\u180e\u200b\u2028\u2029\u202a\u202e\u2060\u2066\u2069\ufeff\ud800\udfff\ufdd0\uffff"


@given(bases, st.integers(0, 300), st.sampled_from(UNFIT + "\U0001fffe\U000e0041"), st.booleans())
def test_the_first_character_that_no_text_may_hold_is_found_wherever_it_stands(
    text: str, place: int, sign: str, again: bool
) -> None:
    place = min(place, len(text))
    assert unfit(text) is None
    assert unfit(text[:place] + sign + text[place:] + sign * again) == (place, f"U+{ord(sign):04X}")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a\x00b", (1, "U+0000")),
        ("ab\x1b", (2, "U+001B")),
        ("\x85", (0, "U+0085")),
        ("a\r\nb", (1, "U+000D")),
        ("a\u202eb", (1, "U+202E")),
        ("a\u2066b", (1, "U+2066")),
        ("a\u200bb", (1, "U+200B")),
        ("\ufeffa", (0, "U+FEFF")),
        ("a\u2028", (1, "U+2028")),
        ("a\u2029", (1, "U+2029")),
        ("a\ud800", (1, "U+D800")),
        ("\ufdd0", (0, "U+FDD0")),
        ("\U0010ffff", (0, "U+10FFFF")),
        ("a\U0001fffe", (1, "U+1FFFE")),
        ("x\U000e0041", (1, "U+E0041")),
        ("ok\x07\x00", (2, "U+0007")),
    ],
)
def test_characters_that_hide_reorder_or_break_are_named_with_their_place(
    text: str, where: tuple[int, str]
) -> None:
    assert unfit(text) == where


def test_what_the_three_languages_need_is_fit() -> None:
    assert (
        unfit(
            "Tab\t and line\n, «\u00a0mot\u202f: » قَرَّرَ می\u200cخواهم A/RES\u200e/71 \u061c \U0001f600 ﻻ وقــد"
        )
        is None
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("peace\ufe0f and\U000e0100 security", "peace and security"),
        ("co\u034foperation", "cooperation"),
        ("co\u200coperation \u200d2026", "cooperation 2026"),
        ("ـ\u200c", ""),
    ],
)
def test_signs_that_no_reader_sees_are_read_as_soft_hyphens_are(typed: str, read: str):
    assert as_read(typed) == read == as_read(as_read(typed))


@pytest.mark.parametrize("word", ["می\u200cخواهم", "1445 ه\u200d", "بَ\u200cا", "क्\u200dष"])
def test_a_joiner_stays_beside_letters_that_it_joins_or_parts(word: str):
    assert as_read(word) != as_read(word.replace("\u200c", "").replace("\u200d", ""))


def test_words_of_another_language_are_told_and_few_or_own_words_are_not():
    french = "La Réunion a salué les progrès accomplis par les États."
    assert other_language(french, Language.EN) is Language.FR
    assert other_language(french, Language.FR) is None
    assert other_language("أحاط الاجتماع علما بالتقرير", Language.EN) is Language.AR
    assert other_language("Takes note.", Language.AR) is None, "too few words tell nothing"
