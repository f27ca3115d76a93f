"""How much two texts are alike in what they change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.language import as_read
from acm_drafts.text.similar import in_words, likeness
from tests.text.wordings import bases, families

BASE = "The Meeting condemned the attack and urged all parties to act."


def alike(base: str, one: str, other: str) -> int:
    return likeness(in_words(base), in_words(one), in_words(other))


EXAMPLES = [
    ("the same", "condemned", "condemned in the strongest terms", "condemned in the strongest terms", 100),
    ("one word less", "condemned", "condemned in the strongest terms", "condemned in strongest terms", 85),
    ("other words", "condemned", "firmly condemned", "strongly condemned", 0),
    ("half of it", "condemned the attack", "deplored the attack", "deplored the attacks", 66),
    ("other places", "condemned the attack and urged", "deplored the attack and urged",
     "condemned the attack and invited", 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "one", "other", "percent"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_only_what_is_changed_counts(old: str, one: str, other: str, percent: int) -> None:
    assert alike(BASE, BASE.replace(old, one), BASE.replace(old, other)) == percent


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Host thanked", "the host thanked"),
        ("un mot\u00a0: oui", "un mot : oui"),
        ("وقــد قرر", "وقد  قرر"),
        ("cafe\u0301", "café"),
        ("10 000 participants", "10\u202f000 participants"),
        ("", " "),
    ],
)
def test_case_spaces_and_what_no_reader_sees_play_no_part(one: str, other: str) -> None:
    assert in_words(one) == in_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("in 10²", "in 102"), ("قَرَّرَ", "قرر"), ("a, b", "a b"), ("a b", "a\u2029b"), ("2025", "٢٠٢٥")],
)
def test_what_a_reader_sees_tells_texts_apart(one: str, other: str) -> None:
    assert in_words(one) != in_words(other)


@given(families(2, 2))
def test_a_likeness_is_a_share_and_has_no_order(family: tuple[str, list[str]]) -> None:
    base, (one, other) = family
    percent = alike(base, one, other)
    assert 0 <= percent <= 100
    assert percent == alike(base, other, one)
    if in_words(one) == in_words(other):
        assert percent == 100
    else:
        assert percent < 100


@given(bases, st.sampled_from([" ", "  ", "\u00a0", "\n"]))
def test_neither_capitals_nor_spaces_nor_what_no_reader_sees_make_texts_unlike(text: str, space: str) -> None:
    text = text.replace("/", " ")  # "AND/OR" is one word, as a symbol is
    assert in_words(text.upper().replace(" ", space)) == in_words(text.lower()) == in_words(as_read(text))
