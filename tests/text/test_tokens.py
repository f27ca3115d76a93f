"""What counts as one word."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acm_drafts.text.language import MARKS
from acm_drafts.text.tokens import count, counts, is_word, tokens, words
from tests.text.wordings import bases, wordings

# Each token between bars; a space token is written as it is.
EXAMPLES = [
    "The| |Meeting| |decided|.",
    "follow-up|,| |Secretary-General",
    "l’Organisation| |d'accueillir",
    "1,000.50| |%",
    "10\u202f000| |participants",
    "10\u00a0000",
    "10|\u00a0|0001",
    "24/11/2026| |2026-11-24| |24.11.2026| |10:30",
    "A/RES/71/18|,| |A/C.3/70/L.12/Rev.1|;| |OIC/ACM-2013/FC|.",
    "and|/|or",
    "States|/|Parties",
    "CP.17| |1/CP.17",
    "[|strongly|]| |(|a|)",
    "mot|\u00a0|:",
    "«|\u00a0|mot|\u00a0|»",
    "قَرَّرَ| |الاجتماعُ|،| |وقــد|؛",
    "١٬٠٠٠| |٣٫١٤| |١٩/١١/٢٠٢٦",
    "می\u200cخواهم",
    "e\u0301tat",
    "\u0301",
    "in| |2025|.| |The| |end",
    "a|\u2029|b",
    "a| |\u2029| |b",
    "\u2029|\u2029",
    " \u00a0\t|x",
    "*|Noting|*",
    "\ud800|x|\U0001f600",
]


@pytest.mark.parametrize("divided", EXAMPLES)
def test_a_text_is_divided_where_a_reader_would(divided: str) -> None:
    expected = divided.split("|")
    assert tokens("".join(expected)) == expected


@given(st.one_of(wordings, st.text()))
def test_tokens_joined_are_the_text_to_the_byte(text: str) -> None:
    assert "".join(tokens(text)) == text
    assert all(tokens(text))


@given(st.one_of(wordings, st.text()))
def test_letters_and_digits_stay_together_and_marks_with_what_they_stand_on(text: str) -> None:
    letter, mark = re.compile(rf"[\w{MARKS}\u200c\u200d\u00ad]"), re.compile(f"[{MARKS}]")
    for left, right in pairwise(tokens(text)):
        assert not (letter.match(left) and letter.match(right))
        assert left.isspace() or not mark.match(right)


digits = st.text(st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩"), min_size=1, max_size=4)


@given(digits, st.lists(st.tuples(st.sampled_from("/.,:٫٬-‑"), digits), max_size=3), bases)
def test_a_number_a_date_or_a_symbol_is_one_word_wherever_it_stands(
    first: str, rest: list[tuple[str, str]], text: str
) -> None:
    number = first + "".join(sign + more for sign, more in rest)
    assert tokens(f"{text} {number} {text}") == [*tokens(text), " ", number, " ", *tokens(text)]


@given(st.one_of(wordings, st.text()))
def test_words_are_counted_without_signs_and_space(text: str) -> None:
    assert count(text) == sum(map(is_word, tokens(text)))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["The Meeting", ", in Jeddah", ", noted"], [2, 2, 1]),
        (["follow", "-up ", "A/RES/71", "/18 of"], [1, 0, 1, 1]),
        (["", ",", " ; ", "", "قَرَّ", "رَ"], [0, 0, 0, 0, 1, 0]),
        ([], []),
    ],
)
def test_a_word_belongs_to_the_part_in_which_it_begins(parts: list[str], expected: list[int]) -> None:
    assert counts(parts) == expected


@given(st.lists(st.one_of(wordings, st.text())))
def test_the_words_of_parts_add_up_to_those_of_the_text(parts: list[str]) -> None:
    assert sum(counts(parts)) == count("".join(parts))


@given(st.one_of(wordings, st.text()))
def test_spaces_and_words_take_turns_and_joined_are_the_text(text: str) -> None:
    entries = words(text)
    assert "".join(entries) == text
    assert [entry for entry in entries if entry] == tokens(text)
    assert all(not space or space.isspace() for space in entries[::2])
    assert all(word and (word == "\u2029" or not word.isspace()) for word in entries[1::2])


@given(wordings)
@example("a \u2029 b")
def test_the_mark_of_a_split_paragraph_is_always_alone(text: str) -> None:
    assert all(token == "\u2029" for token in tokens(text) if "\u2029" in token)


def test_a_word_holds_a_letter_or_a_digit() -> None:
    assert [token for token in tokens("[A/RES/71/18] – ٢٠٢٥, قرر!") if is_word(token)] == [
        "A/RES/71/18",
        "٢٠٢٥",
        "قرر",
    ]
