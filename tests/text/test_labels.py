"""The words by which a number repeats another, wherever a number is read at the head of a paragraph."""

import re

import pytest

from acm_drafts.negotiation.numbering import ORDINALS, alt, bis
from acm_drafts.text.labels import LATER, REPEATED, direction_of, isolating


@pytest.mark.parametrize(
    "word", [*ORDINALS, "BIS", "alt", "ante", "مكرر", "مكررا", "مكرراً", "مكررًا", "مكررة"]
)
def test_every_word_of_repetition_is_known(word: str):
    assert re.fullmatch(REPEATED, word)
    for number in (f"12{word}", f"12 {word}", f"12.{word}", f"12 ({word})"):
        assert re.fullmatch(f"12{LATER}", number), number


@pytest.mark.parametrize("word", ["new", "alternatives", "terms", "antecedent", "مكررات"])
def test_words_that_only_begin_so_repeat_no_number(word: str):
    assert not re.match(rf"12{LATER}\s", f"12 {word} ")


@pytest.mark.parametrize("label", [bis("12.", 1), bis("12.", 9), bis("12.", 10), alt("12."), alt("12.", 2)])
def test_what_our_own_drafts_print_is_known(label: str):
    assert re.match(rf"12{LATER}\t", f"{label}\tThe Meeting"), label


@pytest.mark.parametrize(
    ("label", "runs"),
    [
        ("30 (a)", "ltr"),
        ("30 (a) (ii)", "ltr"),
        ("12 bis", "ltr"),
        ("12 alt 2.", "ltr"),
        ("1.a", "ltr"),
        ("17.19.b.", "ltr"),
        ("1.أ", "rtl"),
        ("1.1", ""),
        ("30 (أ)", "rtl"),
        ("12 مكرراً", "rtl"),
        ("30", ""),
        ("17.", ""),
        ("(a)", ""),
        ("PP3", ""),
        ("2 drafts (a)", ""),
        ("", ""),
    ],
)
def test_a_number_in_several_parts_runs_as_its_letters_do(label: str, runs: str):
    assert direction_of(label) == runs


def test_of_what_fills_a_sentence_only_such_numbers_are_isolated():
    facts = {"number": "30 (a)", "name": "EGY 3", "num": 30}

    assert isolating(facts) == {**facts, "number": "\u206830 (a)\u2069"}
