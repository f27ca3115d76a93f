"""Which number was which, with splits, joins and sub-paragraphs."""

from acm_drafts.negotiation.comparison import compare
from acm_drafts.negotiation.concordance import concordance, full_numbers
from acm_drafts.negotiation.lines import Line, LineKind


def called(line: Line) -> str:
    return "?"


def test_sub_paragraphs_are_called_with_their_paragraph_and_headings_are_left_out() -> None:
    lines = (
        Line(1, "Ends", LineKind.HEADING, label="I."),
        Line(2, "One", label="12."),
        Line(3, "Two", LineKind.SUB, 1, label="(a)"),
        Line(4, "Three", LineKind.SUB, 2, label="(i)"),
        Line(5, "None", numbered=False),
    )

    assert full_numbers(lines, called) == {2: "12", 3: "12 (a)", 4: "12 (a) (i)", 5: "?"}


def test_a_part_has_the_number_of_the_whole_and_what_was_joined_that_of_what_it_is_in() -> None:
    old = [
        Line(1, "It urged all. It thanked some.", label="1."),
        Line(2, "It noted.", label="2."),
        Line(3, "It recalled.", label="3."),
        Line(4, "It deplored.", label="4."),
    ]
    new = [
        Line(1, "It urged all.", label="1."),
        Line(20, "It thanked some.", label="2."),
        Line(2, "It noted. It recalled.", label="3."),
        Line(21, "It decided.", label="4."),
    ]

    pairs = concordance(old, new, compare(old, new, [(20, 1), (2, 3)]), called=called)

    assert [(pair.old, pair.new, pair.line.paragraph) for pair in pairs] == [
        (("1",), ("1",), 1),
        (("1",), ("2",), 20),
        (("2",), ("3",), 2),
        ((), ("4",), 21),
        (("3",), ("3",), 3),
        (("4",), (), 4),
    ]


def test_a_joined_paragraph_keeps_its_old_place_in_the_concordance():
    old = [Line(1, "It noted.", label="1."), Line(2, "It recalled.", label="2."), Line(3, "Done in May.")]
    new = [Line(1, "It noted. It recalled.", label="1."), Line(3, "Done in May.")]

    pairs = concordance(old, new, compare(old, new, [(1, 2)]), called=called)

    assert [(pair.old, pair.new, pair.line.paragraph) for pair in pairs] == [
        (("1",), ("1",), 1),
        (("2",), ("1",), 2),
        (("?",), ("?",), 3),
    ]
