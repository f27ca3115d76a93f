"""Three wordings in one reading: which step brought each word in, and which took it out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.diff import Op, diff_words
from acm_drafts.text.renames import Marked, collapse, plain
from acm_drafts.text.three_way import Stage, stages
from tests.text.wordings import edited, wordings

HERE = (True, True, True)


def told(*texts: str) -> list[tuple[str, int, int]]:
    """Return text, came and went of each stretch that readers see."""
    return [(one.text, one.came, one.went) for one in staged(*texts) if not one.silent]


def staged(first: str, second: str, third: str) -> tuple[Stage, ...]:
    return stages(plain(diff_words(first, second)), plain(diff_words(second, third)))


EXAMPLES = [
    ("nothing", ("a b", "a b", "a b"), [("a b", 0, 0)]),
    ("a word comes first", ("a c", "a b c", "a b c"), [("a ", 0, 0), ("b ", 1, 0), ("c", 0, 0)]),
    ("a word comes later", ("a c", "a c", "a b c"), [("a ", 0, 0), ("b ", 2, 0), ("c", 0, 0)]),
    ("a word goes first", ("a b c", "a c", "a c"), [("a ", 0, 0), ("b ", 0, 1), ("c", 0, 0)]),
    ("a word goes later", ("a b c", "a b c", "a c"), [("a ", 0, 0), ("b ", 0, 2), ("c", 0, 0)]),
    ("it came and went again", ("a c", "a b c", "a c"), [("a ", 0, 0), ("b ", 1, 2), ("c", 0, 0)]),
    ("it went and came back", ("a b c", "a c", "a b c"), [("a ", 0, 0), ("b ", 2, 1), ("c", 0, 0)]),
    (
        "replaced and replaced back",
        ("it saw 100 men", "it saw 300 men", "it saw 100 men"),
        [("it saw ", 0, 0), ("300", 1, 2), ("100", 2, 1), (" men", 0, 0)],
    ),
    (
        "replaced twice",
        ("it noted men", "it saw men", "it heard men"),
        [("it ", 0, 0), ("noted", 0, 1), ("saw", 1, 2), ("heard", 2, 0), (" men", 0, 0)],
    ),
    ("new, then gone", ("", "a b", ""), [("a b", 1, 2)]),
    (
        "an Arabic word",
        ("قرر ذلك", "قرر ذلك", "قرر الاجتماع ذلك"),
        [("قرر ", 0, 0), ("الاجتماع ", 2, 0), ("ذلك", 0, 0)],
    ),
    (
        "a space of another kind",
        ("mot :", "mot :", "mot\u00a0:"),
        [("mot", 0, 0), ("\u00a0", 0, 0), (":", 0, 0)],
    ),
    (
        "a split",
        ("a. b", "a.\u2029b", "a.\u2029b"),
        [("a.", 0, 0), (" ", 0, 1), ("\u2029", 1, 0), ("b", 0, 0)],
    ),
]


@pytest.mark.parametrize(("texts", "expected"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES])
def test_each_word_has_the_steps_in_which_it_came_and_went(
    texts: tuple[str, str, str], expected: list[tuple[str, int, int]]
) -> None:
    assert told(*texts) == expected


def test_what_is_respelt_as_nobody_sees_keeps_the_step_it_came_in() -> None:
    found = staged("a c", "a وقــد c", "a وقد c")

    assert Stage("وقــد", (False, True, False), came=1, silent=True) in found
    assert any(one.text.startswith("وقد") and one.came == 1 and not one.silent for one in found)


def test_a_rename_is_silent_and_its_new_name_as_old_as_the_name() -> None:
    first = plain(diff_words("It saw Persia.", "It saw Persia."))
    second = [
        Marked(*span, 0 if span.op is not Op.KEEP else None)
        for span in diff_words("It saw Persia.", "It saw Iran.")
    ]

    found = stages(first, second)

    assert Stage("Persia", (True, True, False), silent=True, renamed=True) in found
    assert Stage("Iran", (False, False, True), renamed=True) in found


def test_two_steps_that_do_not_meet_are_refused() -> None:
    with pytest.raises(ValueError, match="does not end"):
        stages(plain(diff_words("a", "b")), plain(diff_words("c", "d")))


# The laws ------------------------------------------------------------------------------------------


@st.composite
def steps(draw: st.DrawFn) -> tuple[tuple[str, str, str], tuple[Marked, ...], tuple[Marked, ...]]:
    """Draw three wordings and the two comparisons, with renames among them at times."""
    first = draw(wordings)
    second = draw(st.one_of(edited(first), edited(first), wordings, st.just(first)))
    third = draw(st.one_of(edited(second), edited(first), wordings, st.just(first), st.just(second)))
    texts = (first, second, third)
    pair = (diff_words(first, second), diff_words(second, third))
    if draw(st.booleans()):
        numbers = draw(st.lists(st.sampled_from([None, 0]), min_size=40, max_size=40))
        marked = [
            tuple(
                Marked(*span, None if span.op is Op.KEEP else numbers[at % 40])
                for at, span in enumerate(spans)
            )
            for spans in pair
        ]
        return texts, marked[0], marked[1]
    return texts, collapse(pair[:1]).spans[0], plain(pair[1])


@given(steps())
def test_the_stretches_that_stand_in_a_wording_are_that_wording(
    drawn: tuple[tuple[str, str, str], tuple[Marked, ...], tuple[Marked, ...]],
) -> None:
    texts, *spans = drawn
    found = stages(*spans)

    for index, text in enumerate(texts):
        assert "".join(one.text for one in found if one.stands[index]) == text
    assert all(one.text and any(one.stands) for one in found)
    assert all(left[1:] != right[1:] for left, right in pairwise(found))


@given(steps())
def test_what_a_step_changed_is_what_its_own_comparison_says(
    drawn: tuple[tuple[str, str, str], tuple[Marked, ...], tuple[Marked, ...]],
) -> None:
    _, *comparisons = drawn
    found = stages(*comparisons)

    for step, spans in enumerate(comparisons, start=1):
        seen = [span for span in spans if not span.invisible and span.rename is None]
        deleted = "".join(span.text for span in seen if span.op is Op.DELETE)
        inserted = "".join(span.text for span in seen if span.op is Op.INSERT)
        came = [one for one in found if one.came == step and one.stands[step]]
        assert "".join(one.text for one in found if one.went == step) == deleted
        assert "".join(one.text for one in came if not is_respelt(one, step)) == inserted


def is_respelt(one: Stage, step: int) -> bool:
    """Whether it stands in the last wording alone, and came in the first step in another spelling."""
    return step == 1 and not one.stands[1]


@given(steps())
def test_the_marks_agree_with_where_a_stretch_stands(
    drawn: tuple[tuple[str, str, str], tuple[Marked, ...], tuple[Marked, ...]],
) -> None:
    _, *comparisons = drawn

    for one in stages(*comparisons):
        assert not (one.went and one.stands[2] and not one.is_back)
        assert not (one.came and one.stands[0] and not one.is_back)
        assert one.is_back == (one.stands == (True, False, True))
        assert not one.passed or one.stands == (False, True, False)
        assert not (one.silent and one.went)
