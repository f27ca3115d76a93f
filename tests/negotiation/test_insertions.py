"""Where proposed new paragraphs print, and the numbers they print while they are only proposed."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.insertions import (
    Insertion,
    NewParagraph,
    in_text_order,
    new_paragraphs,
    printed_behind,
)
from acm_drafts.negotiation.lines import Line, LineKind

ONE, A, B, TWO = 1, 2, 3, 4
TEXT = (
    Line(ONE, "One.", label="1."),
    Line(A, "first", LineKind.SUB, depth=1, label="(a)"),
    Line(B, "second", LineKind.SUB, depth=1, label="(b)"),
    Line(TWO, "Two.", label="2."),
)


def printed(*insertions: Insertion) -> dict[int, list[tuple[int, str]]]:
    found = new_paragraphs(TEXT, insertions)
    return {place: [(new.paragraph, new.number) for new in group] for place, group in found.items()}


def test_they_are_numbered_in_the_order_they_came_behind_the_paragraph_and_its_sub_paragraphs():
    assert printed(Insertion(11, ONE), Insertion(12, TWO), Insertion(13, ONE)) == {
        B: [(11, "1 bis"), (13, "1 ter")],
        TWO: [(12, "2 bis")],
    }


def test_what_is_to_stand_before_all_prints_behind_nothing_with_the_first_number():
    assert printed(Insertion(11, START), Insertion(12, START), Insertion(13, ONE)) == {
        START: [(11, "1 ante"), (12, "1 ante 2")],
        B: [(13, "1 bis")],
    }


def test_what_follows_a_new_paragraph_stands_behind_it_and_counts_on():
    assert printed(Insertion(11, ONE), Insertion(12, 11), Insertion(13, ONE)) == {
        B: [(11, "1 bis"), (12, "1 ter"), (13, "1 quater")],
    }


def test_a_new_sub_paragraph_follows_its_line_and_a_new_paragraph_the_whole_block():
    assert printed(
        Insertion(11, ONE), Insertion(12, A, LineKind.SUB, 1), Insertion(13, ONE, LineKind.SUB, 1)
    ) == {
        ONE: [(13, "1 bis")],
        A: [(12, "(a bis)")],
        B: [(11, "1 ter")],
    }


def test_one_number_is_given_once_however_far_apart_the_places_are():
    """After paragraph 1 and after its sub-paragraph (b): both print behind 1."""
    assert printed(Insertion(11, ONE), Insertion(12, B)) == {B: [(11, "1 bis"), (12, "1 ter")]}


def test_no_number_is_given_that_a_line_of_the_text_prints():
    """Numbers that are kept: what was new in an earlier round goes on to print "1 bis"."""
    text = (*TEXT[:3], Line(5, "One more.", label="1 bis"), TEXT[3])
    found = new_paragraphs(text, [Insertion(11, ONE), Insertion(12, 5), Insertion(13, TWO)])
    assert [new.number for group in found.values() for new in group] == ["1 ter", "1 quater", "2 bis"]


def test_each_prints_behind_the_lines_from_the_one_that_it_is_to_follow():
    insertions = [
        Insertion(11, ONE),
        Insertion(12, 11),
        Insertion(13, A, LineKind.SUB, 1),
        Insertion(14, START),
        Insertion(15, 14),
        Insertion(16, 99),
    ]
    assert printed_behind(TEXT, insertions, new_paragraphs(TEXT, insertions)) == {
        11: (B, A, ONE),
        12: (B, A, ONE),
        13: (A,),
        14: (),
        15: (),
        16: (TWO,),
    }
    assert printed_behind((), insertions[-1:], new_paragraphs((), insertions[-1:])) == {16: ()}


def test_what_a_text_does_not_hold_stands_behind_what_it_follows_in_another_text():
    first, second = (9, ONE, 11, 12, TWO, 13), (ONE, 21, TWO, 22, 13, 23)
    assert in_text_order((99, 23, 13, 22, TWO, 21, 12, 11, ONE, 9), ((ONE, TWO), first, second)) == [
        9, ONE, 11, 12, 21, TWO, 13, 23, 22, 99
    ]  # fmt: skip


def test_no_more_texts_are_read_than_it_takes():
    read = []

    def texts() -> Iterator[Sequence[int]]:
        for text in ((ONE, TWO), (ONE, 11, TWO), (ONE, 12)):
            read.append(text)
            yield text

    assert in_text_order((TWO, 11, ONE), texts()) == [ONE, 11, TWO] and len(read) == 2


def test_headings_and_unnumbered_paragraphs_have_no_number_and_use_none_up():
    assert printed(
        Insertion(11, ONE, LineKind.HEADING), Insertion(12, ONE, numbered=False), Insertion(13, ONE)
    ) == {B: [(11, ""), (12, ""), (13, "1 bis")]}


def test_what_followed_a_paragraph_that_is_not_there_any_more_stands_at_the_end():
    assert printed(Insertion(11, 99)) == {TWO: [(11, "2 bis")]}


@given(
    st.lists(
        st.tuples(st.sampled_from([START, ONE, A, B, TWO, 99, 11, 12, 13]), st.integers(0, 2)), max_size=6
    )
)
def test_each_new_paragraph_is_printed_once_and_no_two_have_one_number(places: list[tuple[int, int]]):
    insertions = [Insertion(11 + nth, after, depth=depth) for nth, (after, depth) in enumerate(places)]
    reachable = [one for one in insertions if one.after < one.paragraph]

    groups: list[NewParagraph] = [new for group in new_paragraphs(TEXT, reachable).values() for new in group]

    assert sorted(new.paragraph for new in groups) == [one.paragraph for one in reachable]
    assert len({new.number for new in groups}) == len(groups)


def test_a_new_paragraph_without_a_number_is_called_by_the_preambular_one_before_it():
    preamble = (Line(21, "Recalling,"), Line(22, "Noting,"), Line(23, "Decides:", label="1."))
    found = new_paragraphs(
        preamble,
        [
            Insertion(31, 22, numbered=False),
            Insertion(32, 22, numbered=False),
            Insertion(33, 21, LineKind.HEADING, numbered=False),
            Insertion(34, 23, numbered=False),
            Insertion(35, 22),
        ],
    )

    assert {new.paragraph: new.number for group in found.values() for new in group} == {
        31: "PP2 bis",
        32: "PP2 ter",
        33: "",
        34: "",
        35: "1 ante",
    }


@pytest.mark.parametrize(
    ("lines", "insertion", "number"),
    [
        ((Line(21, "Recalling,"), Line(22, "Noting,")), Insertion(31, 21), ""),
        ((), Insertion(31), ""),
        (
            (Line(21, "Recalling,"), Line(22, "first", LineKind.SUB, depth=1, label="(a)")),
            Insertion(31, 21, LineKind.SUB, 1),
            "(a ante)",
        ),
        (
            (Line(21, "Recalling,"), Line(22, "Decides:", label="1.")),
            Insertion(31, 21, LineKind.SUB, 1),
            "",
        ),
        ((Line(21, "Part", LineKind.HEADING), Line(22, "Decides:", label="1.")), Insertion(31, 21), "1 ante"),
    ],
)
def test_a_number_comes_from_the_line_before_or_after_and_from_nothing_else(
    lines: tuple[Line, ...], insertion: Insertion, number: str
):
    (group,) = new_paragraphs(lines, [insertion]).values()

    assert [new.number for new in group] == [number]


def test_a_new_sub_paragraph_is_called_with_the_number_that_it_stands_under():
    (new,) = new_paragraphs(TEXT, [Insertion(11, B, LineKind.SUB, 1)])[B]
    assert (new.number, new.reference) == ("(b bis)", "1 (b bis)")
    (new,) = new_paragraphs(TEXT, [Insertion(11, B)])[B]
    assert (new.number, new.reference) == ("1 bis", "1 bis")
