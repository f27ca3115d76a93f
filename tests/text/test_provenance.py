"""Which wording brought each word in."""

from collections.abc import Iterator
from itertools import combinations, pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acm_drafts.text.diff import Op, diff_words
from acm_drafts.text.language import as_read
from acm_drafts.text.provenance import MOST_ASLEEP, Numbers, Origin, Weave, always, provenance
from acm_drafts.text.tokens import count, counts
from tests.conftest import in_full
from tests.text.wordings import bases, edited, families, wordings

EXAMPLES = [
    ("one wording", ["a b"], [("a b", 0)]),
    ("a word comes", ["a c", "a b c"], [("a ", 0), ("b ", 1), ("c", 0)]),
    ("a word is replaced", ["a b c", "a x c"], [("a ", 0), ("x", 1), (" c", 0)]),
    ("struck out and restored", ["a b c", "a c", "a b c"], [("a b c", 0)]),
    ("restored beside something new", ["a b c", "a c", "a b c d"], [("a b c", 0), (" d", 2)]),
    ("restored after being replaced", ["a b c d e", "a x c d e", "a b c d f"], [("a b c d ", 0), ("f", 2)]),
    (
        "restored by halves",
        ["We firmly and clearly object", "We object", "We clearly object"],
        [("We clearly object", 0)],
    ),
    ("all gone and back", ["a b", "", "a b"], [("a b", 0)]),
    (
        "brought back by others than its author",
        ["a c", "a b c", "a c", "a b c"],
        [("a ", 0), ("b ", 1), ("c", 0)],
    ),
    ("the same word at another place is new", ["a b c d", "a c d", "a c d b"], [("a c d", 0), (" b", 2)]),
    (
        "a small word in a rewritten phrase",
        ["decided to meet", "agreed to convene"],
        [("agreed", 1), (" to ", 0), ("convene", 1)],
    ),
    ("respelt as nobody sees", ["وقــد قرر", "وقد قرر"], [("وقد قرر", 0)]),
    ("respelt as readers see", ["قَرَّرَ ذلك", "قرر ذلك"], [("قرر", 1), (" ذلك", 0)]),
    ("a space of another kind", ["mot :", "mot\u00a0:"], [("mot\u00a0:", 0)]),
    (
        "a space of another kind in a number",
        ["a b", "100 000 b", "100\u00a0000 b"],
        [("100\u00a0000", 1), (" b", 0)],
    ),
    ("a split", ["a. b", "a.\u2029b"], [("a.", 0), ("\u2029", 1), ("b", 0)]),
    ("nothing", [], []),
    ("an empty end", ["a", ""], []),
]


@pytest.mark.parametrize(("history", "expected"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES])
def test_every_word_has_the_index_of_the_wording_it_came_from(
    history: list[str], expected: list[tuple[str, int]]
) -> None:
    assert provenance(history) == tuple(Origin(*span) for span in expected)


def short_histories(letters: str, steps: int) -> Iterator[tuple[str, ...]]:
    """Yield all histories in which each wording holds some of the *letters*, always in their order."""
    wordings = [
        " ".join(chosen) for size in range(len(letters) + 1) for chosen in combinations(letters, size)
    ]
    for history in product(wordings, repeat=steps):
        if all(before != after for before, after in pairwise(history)):
            yield history


@pytest.mark.parametrize(
    ("letters", "steps"),
    [("abc", 3), ("abc", 4), ("abcd", 3), *([("abcd", 4)] if in_full() else [])],
)
def test_in_every_short_history_a_word_that_is_restored_in_its_order_keeps_its_first_index(
    letters: str, steps: int
) -> None:
    for history in short_histories(letters, steps):
        spans = provenance(history)
        for word in history[-1].split():
            since = next(span.since for span in spans if word in span.text)
            assert since == next(at for at, wording in enumerate(history) if word in wording), history


def test_a_word_is_not_restored_from_far_away_nor_past_what_it_stood_with() -> None:
    far = "we are glad that all of them will now come here"
    assert provenance(["peace", far, f"{far} peace"])[-1] == Origin(" peace", 2)
    assert provenance(["a b c d", "a c d", "a c b d"])[1].since == 2


def test_an_earlier_wording_stands_again_to_the_byte_whatever_moved_since() -> None:
    history = ["x » and the", "x » the", "x »\u00a0and the", "x » and the"]
    assert "".join(span.text for span in provenance(history)) == history[-1]
    for history in short_histories("abc", 3):
        for again in history:
            assert "".join(span.text for span in provenance([*history, again])) == again


def test_what_went_longest_ago_is_forgotten_and_new_when_it_comes_again() -> None:
    long, longer = (" ".join(f"{letter}{n}" for n in range(MOST_ASLEEP // 2 + 1)) for letter in "xy")
    assert provenance(["a b", long, longer, "a b"]) == (Origin("a b", 3),)
    assert provenance(["a b", long, longer, long]) == (Origin(long, 1),)


@st.composite
def histories(draw: st.DrawFn) -> list[str]:
    """Draw successive wordings, each made from some earlier one."""
    history = [draw(wordings)]
    for _ in range(draw(st.integers(0, 4))):
        history.append(draw(st.sampled_from(history).flatmap(edited)))
    return history


@given(histories())
def test_spans_joined_are_the_last_wording(history: list[str]) -> None:
    spans = provenance(history)
    assert "".join(span.text for span in spans) == history[-1]
    assert all(span.text and 0 <= span.since < len(history) for span in spans)
    assert all(left.since != right.since for left, right in pairwise(spans))
    assert sum(counts([span.text for span in spans])) == count(history[-1])


@given(histories(), st.data())
def test_a_wording_that_stands_again_is_as_old_as_it_was(history: list[str], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(0, len(history) - 1))
    first = history.index(history[earlier])
    assert provenance([*history, history[earlier]]) == provenance(history[: first + 1])


@given(histories())
def test_wordings_that_say_the_same_again_add_nothing(history: list[str]) -> None:
    doubled = [wording for wording in history for _ in range(2)]
    assert [(span.text, span.since // 2) for span in provenance(doubled)] == list(
        map(tuple, provenance(history))
    )


@given(families())
def test_what_the_comparison_keeps_keeps_its_index(family: tuple[str, list[str]]) -> None:
    base, (text, *_) = family
    since = [span.since for span in provenance([base, text]) for _ in span.text]
    kept = [
        span.op is Op.KEEP for span in diff_words(base, text) if span.op is not Op.DELETE for _ in span.text
    ]
    assert not any(number for number, stays in zip(since, kept, strict=True) if stays)


def test_a_weave_is_cut_at_the_split_and_each_part_keeps_its_deleted_words():
    weave = Weave("a b. c d.", 0)
    weave.turn("a. c d.", always(1))
    weave.turn("a.\u2029c d.", always(2))

    first, second = weave.cut()
    first.turn("a b.", always(3))

    assert first.spans() == (Origin("a b.", 0),)
    assert second.spans() == (Origin("c d.", 0),)


def test_a_weave_without_a_split_is_cut_into_one():
    (whole,) = Weave("a b", 4).cut()

    assert whole.spans() == (Origin("a b", 4),)


def test_a_join_keeps_both_histories_and_owns_what_stands_between():
    first, second = Weave("a b c", 0), Weave("d", 1)
    first.turn("a c", always(2))

    joined = first.joined(second, " ", 3)
    joined.turn("a b c d", always(4))

    assert joined.spans() == (Origin("a b c", 0), Origin(" ", 3), Origin("d", 1))


def test_a_copy_goes_on_by_itself():
    weave = Weave("a b", 0)
    copy = weave.copy()

    copy.turn("a", always(1))

    assert weave.spans() == (Origin("a b", 0),)
    assert copy.spans() == (Origin("a", 0),)


def test_each_new_word_may_have_a_number_of_its_own():
    weave = Weave("a d", 0)

    weave.turn("a b c d", Numbers(lambda offset: 10 + offset, lambda offset: 30 + offset))

    assert [span for span in weave.spans() if span.text.strip() in ("b", "c")] == [
        Origin("b", 12),
        Origin("c", 14),
    ]


def test_deleted_words_have_the_number_of_the_deletion_and_restored_words_that_of_the_restoration():
    weave = Weave("a b c", 0)

    weave.turn("a c", always(1))
    assert [(t.text, t.last) for t in weave.threads if not t.awake] == [("b", 1), (" ", 1)]

    weave.turn("a b c", always(2))
    assert [(t.text, t.since, t.last) for t in weave.threads] == [
        ("a ", 0, 0),
        ("b", 0, 2),
        (" ", 0, 2),
        ("c", 0, 0),
    ]


def freed(*history: str) -> list[tuple[str, int]]:
    """Return the words of the last wording that once stood in brackets, and which wording let them stand without."""
    weave = Weave()
    for index, wording in enumerate(history):
        weave.turn(wording, always(index))
    return [(t.text.strip(), t.freed) for t in weave.threads if t.awake and t.freed is not None]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (["a c", "a [b] c", "a b c"], [("b", 2)]),
        (["a c", "a [b] c", "a b c", "a b c d"], [("b", 2)]),
        (["a c", "a [b] c", "a [b] c d"], []),
        (["a c", "a [b] c", "a b c", "a [b] c"], []),
        (["a b c", "a [b] c", "a b c"], [("b", 2)]),
        (["a c", "a [b] c", "a c", "a b c"], [("b", 3)]),
        (["a [b [c]]", "a [b c]", "a b c"], [("b c", 2)]),
        (["a [b", "a b"], [("a b", 1)]),
        (["a c", "a c"], []),
    ],
)
def test_words_know_which_wording_lifted_the_brackets_that_they_stood_in(
    history: list[str], expected: list[tuple[str, int]]
) -> None:
    found = freed(*history)

    assert " ".join(text for text, _ in found if text) == " ".join(text for text, _ in expected)
    assert {number for _, number in found} == {number for _, number in expected}


def test_what_is_joined_and_split_still_knows_its_brackets():
    weave = Weave("a [b]", 0).joined(Weave("c", 0), " ", 1)
    weave.turn("a b. c", always(2))

    first, second = weave.cut()

    assert [(t.text, t.freed) for t in first.threads if t.awake and "b" in t.text] == [("b", 2)]
    assert all(t.freed is None for t in second.threads)


@given(histories(), histories())
def test_what_is_joined_and_cut_again_is_what_it_was(one: list[str], other: list[str]) -> None:
    left, right = Weave(), Weave()
    for weave, history in ((left, one), (right, other)):
        for index, wording in enumerate(history):
            weave.turn(wording.replace("\u2029", " "), always(index))
    expected = (left.spans(), right.spans())

    assert tuple(part.spans() for part in left.joined(right, "\u2029", 99).cut()) == expected


@given(bases, st.sampled_from(["\u00a0", "\u202f", "\u2009"]))
def test_what_is_respelt_as_no_reader_sees_is_as_old_as_it_was(text: str, space: str) -> None:
    respelt = as_read(text).replace(" ", space)
    assert provenance([text, respelt]) == (Origin(respelt, 0),)


@given(histories())
@example(["a\u2029b", "a b"])
def test_a_weave_is_cut_where_its_text_is_split_and_nowhere_else(history: list[str]) -> None:
    weave = Weave()
    for index, wording in enumerate(history):
        weave.turn(wording, always(index))
    said = weave.spans()

    parts = weave.cut()

    assert [part.text for part in parts] == history[-1].split("\u2029")
    since = [span.since for span in said for sign in span.text if sign != "\u2029"]
    assert [span.since for part in parts for span in part.spans() for _ in span.text] == since


@given(histories(), st.data())
def test_a_copy_and_its_original_go_on_without_each_other(history: list[str], data: st.DataObject) -> None:
    weave = Weave()
    for index, wording in enumerate(history):
        weave.turn(wording, always(index))
    said = weave.spans()

    copy = weave.copy()
    copy.turn(data.draw(edited(history[-1])), always(99))

    assert weave.spans() == said
