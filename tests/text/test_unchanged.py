"""What two texts have in common as a reader sees it. Single cases stand with the comparison that draws them."""

from itertools import count as count_from

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.diff import Op, diff_words
from acm_drafts.text.tokens import tokens
from acm_drafts.text.unchanged import only_links
from tests.text.wordings import WORDS, bases

MEMBERS = [
    *(
        "peace",
        "security",
        "sustainable development",
        "human rights",
        "Egypt",
        "Jordan",
        "the State of Palestine",
    ),
    *("Côte d’Ivoire", "la sécurité", "le développement durable", "السلام", "الأمن", "التنمية المستدامة"),
]


def marked(old: str, new: str, op: Op) -> list[str]:
    """Return the words and signs that the comparison strikes or puts in and that a reader sees."""
    return [
        token
        for span in diff_words(old, new)
        if span.op is op and not span.invisible
        for token in tokens(span.text)
        if not token.isspace()
    ]


@given(bases, st.data())
def test_what_only_adds_strikes_no_word_and_what_only_strikes_adds_none(
    base: str, data: st.DataObject
) -> None:
    words = base.split(" ")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(words)))
        words[place:place] = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    longer = " ".join(words)
    assert marked(base, longer, Op.DELETE) == []
    assert marked(longer, base, Op.INSERT) == []


@st.composite
def left_alone(draw: st.DrawFn) -> tuple[list[str], list[str], list[list[str]]]:
    """Draw two texts of words of their own, and the runs that both hold: four words, or a telling one among few."""
    old, new, kept = [], [], []
    number = count_from(1)
    for _ in range(draw(st.integers(2, 5))):
        old += [f"old{next(number)}" for _ in range(draw(st.integers(1, 15)))]
        new += [f"new{next(number)}" for _ in range(draw(st.integers(1, 15)))]
        run = [f"kept{next(number)}" for _ in range(draw(st.integers(4, 8)))]
        if draw(st.booleans()):
            telling = draw(st.sampled_from(["{}", "A/RES/71/{}", "Name{}", "Étatx{}"])).format(next(number))
            run = [telling, *(f"kept{next(number)}" for _ in range(draw(st.integers(0, 2))))]
        old, new, kept = old + run, new + run, [*kept, run]
    return [*old, "old"], [*new, "new"], kept


@given(left_alone())
def test_four_words_and_what_holds_a_figure_a_symbol_or_a_name_stay_whatever_stands_beside_them(
    drawn: tuple[list[str], list[str], list[list[str]]],
) -> None:
    old, new, kept = drawn
    struck = set(marked(" ".join(old), " ".join(new), Op.DELETE))
    assert not struck.intersection(word for run in kept for word in run)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[str], int, str]:
    """Draw members of a list, how many of them the shorter text has, and what stands before the last one."""
    words = draw(st.lists(st.sampled_from(MEMBERS), min_size=3, max_size=7, unique=True))
    link = draw(
        st.sampled_from([" and ", ", and ", " or ", " as well as ", " et ", " ainsi que ", " و ", "، و "])
    )
    return words, draw(st.integers(2, len(words) - 1)), link


@given(lists(), st.sampled_from(["", " alike"]))
def test_a_list_that_grows_or_shrinks_strikes_no_member_that_stays(
    drawn: tuple[list[str], int, str], tail: str
) -> None:
    members, number, link = drawn
    shorter, longer = (
        "We name " + ", ".join(some[:-1]) + link + some[-1] + tail for some in (members[:number], members)
    )
    stay = {word for member in members[:number] for word in member.split()} - {"of", "the"}
    assert not stay.intersection(marked(shorter, longer, Op.DELETE))
    assert not stay.intersection(marked(longer, shorter, Op.INSERT))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" and ", True),
        (", as well as", True),
        ("et ainsi", True),
        ("و", True),
        ("and peace", False),
        ("", True),
    ],
)
def test_links_are_the_words_and_signs_that_join_the_members_of_a_list(text: str, expected: bool) -> None:
    assert only_links(text) == expected
