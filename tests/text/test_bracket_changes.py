"""A change of brackets is one change, and no byte of either text is lost by it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acm_drafts.text.bracket_changes import (
    BracketChange,
    bracket_groups,
    changes_by_bracket,
    is_bracketed,
)
from acm_drafts.text.changes import Change, apply, changes
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.overlay import OverlaySpan, overlay
from tests.text.wordings import WORDS

MIRROR = {
    BracketChange.LIFTED: BracketChange.PUT,
    BracketChange.CHOSEN: BracketChange.ALTERNATIVE,
    BracketChange.LIFTED_CHANGED: BracketChange.PUT_CHANGED,
    BracketChange.DELETED: BracketChange.INSERTED,
}
MIRROR |= {put: lifted for lifted, put in MIRROR.items()}

EXAMPLES = [
    ("we [shall] go", "we shall go", "LIFTED", "[shall]"),
    ("[All of it is new.]", "All of it is new.", "LIFTED", "[All of it is new.]"),
    ("we [all [shall] go] on", "we all shall go on", "LIFTED", "[all [shall] go]"),
    ("we [a] [b] [c] go", "we [a] b [c] go", "LIFTED", "[b]"),
    ("we [a] [b] go", "we a b go", "LIFTED", "[a] [b]"),
    ("[urges] all", "urges all", "LIFTED", "[urges]"),
    ("we [shall][should] go", "we shall go", "CHOSEN", "[shall][should]"),
    ("we [shall] [should] go", "we should go", "CHOSEN", "[shall] [should]"),
    ("we [shall / should] go", "we should go", "LIFTED_CHANGED", "[shall / should]"),
    ("we [shall ensure] it", "we must ensure it", "LIFTED_CHANGED", "[shall ensure]"),
    ("we [shall] go", "we go", "DELETED", "[shall] "),
    ("we [shall] go", "we must go", "DELETED", "[shall]"),
    ("women, [and men,] go", "women, go", "DELETED", "[and men,] "),
    ("نحن [ندعو] الدول", "نحن ندعو الدول", "LIFTED", "[ندعو]"),
]


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"), EXAMPLES, ids=[f"{e[0]} > {e[1]}" for e in EXAMPLES]
)
def test_what_a_change_does_to_brackets_is_one_group_with_its_kind(
    old: str, new: str, kind: str, words: str
) -> None:
    groups = [group for group in bracket_groups(diff_words(old, new)) if group.kind]

    assert [group.kind for group in groups] == [BracketChange[kind]]
    assert "".join(span.text for span in groups[0].spans if span.op is not Op.INSERT) == words


@pytest.mark.parametrize(("old", "new", "kind"), [e[:3] for e in EXAMPLES])
def test_the_way_back_puts_the_brackets_that_the_way_there_takes(old: str, new: str, kind: str) -> None:
    back = tuple(Span(swapped(span.op), span.text) for span in diff_words(old, new))

    assert [group.kind for group in bracket_groups(back) if group.kind] == [MIRROR[BracketChange[kind]]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("we go", "we go on"),
        ("we [shall] go", "we [should] go"),
        ("we [shall go", "we shall go"),
        ("x [a b] y", "x a [b] y"),
        ("we invite [all] States and go", "we go"),
        ("", ""),
    ],
)
def test_other_changes_are_no_change_of_brackets(old: str, new: str) -> None:
    assert [group.kind for group in bracket_groups(diff_words(old, new)) if group.kind] == []


def test_words_that_change_within_lifted_brackets_are_never_said_to_stay() -> None:
    spans = overlay("we [shall] go", {"EGY": "we shall go", "MYS": "we go"})

    assert [group.kind for group in bracket_groups(spans)] == [None]


def test_brackets_lifted_beside_what_another_changes_within_are_its_sponsors_own_change() -> None:
    spans = overlay("we [shall] go", {"EGY": "we shall go", "MYS": "we [must] go"})
    (lifted,) = [group for group in bracket_groups(spans) if group.kind]

    assert (lifted.kind, lifted.names) == (BracketChange.LIFTED, ("EGY",))


def test_a_change_that_nobody_sees_leaves_the_words_as_they_are() -> None:
    (group,) = bracket_groups(diff_words("[la Réunion\u00a0: oui]", "la Réunion : oui"))

    assert group.kind is BracketChange.LIFTED


texts = st.lists(
    st.sampled_from(("[", "]", "[", "]", " ", " ", "/", ",", "\u2029", *WORDS[:12])), max_size=16
).map("".join)


def swapped(op: Op) -> Op:
    return {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}.get(op, op)


def side(spans: list[Span] | list[OverlaySpan], without: Op) -> str:
    return "".join(span.text for span in spans if span.op is not without)


@given(texts, texts)
@example("we [all go] on", "[we all] go on")
def test_the_groups_give_both_texts_to_the_byte(old: str, new: str) -> None:
    groups = bracket_groups(diff_words(old, new))
    spans = [span for group in groups for span in group.spans]

    assert side(spans, Op.INSERT) == old
    assert side(spans, Op.DELETE) == new
    assert all(group.spans for group in groups)


@given(texts, texts, texts)
def test_the_groups_of_a_combined_reading_give_every_proposal_to_the_byte(
    base: str, one: str, other: str
) -> None:
    spans = [
        span for group in bracket_groups(overlay(base, {"EGY": one, "MYS": other})) for span in group.spans
    ]

    assert side(spans, Op.INSERT) == base
    for name, text in (("EGY", one), ("MYS", other)):
        assert text == "".join(
            span.text
            for span in spans
            if span.op is Op.KEEP or (span.op is Op.INSERT) == (name in span.names)
        )


@given(texts, texts)
def test_where_the_words_stay_the_two_texts_differ_in_brackets_alone(old: str, new: str) -> None:
    for group in bracket_groups(diff_words(old, new)):
        before, after = (side(list(group.spans), op) for op in (Op.INSERT, Op.DELETE))
        if group.kind in (BracketChange.LIFTED, BracketChange.PUT):
            assert bare(before) == bare(after) != ""
        if group.kind is BracketChange.DELETED:
            assert is_bracketed(before)
            assert after == ""


def bare(text: str) -> str:
    return "".join(text.replace("[", "").replace("]", "").split())


@given(texts, texts)
@example("a [b] c", "a b c")
def test_changes_by_bracket_are_no_more_than_the_changes_and_give_the_proposal(old: str, new: str) -> None:
    joined = changes_by_bracket(old, new)

    assert apply(old, joined) == new
    assert len(joined) <= len(changes(old, new))


def test_two_brackets_lifted_are_one_change_in_a_list() -> None:
    assert changes_by_bracket("we [shall] go home", "we shall go") == (
        Change(3, 10, "[shall]", "shall"),
        Change(13, 18, " home", ""),
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("[a]", True),
        (", [a b] [c],", True),
        ("[a] b", False),
        ("a", False),
        ("[", False),
        ("[]", False),
        ("]a[", False),
        ("", False),
    ],
)
def test_words_are_bracketed_where_none_stands_outside(text: str, answer: bool) -> None:
    assert is_bracketed(text) is answer
