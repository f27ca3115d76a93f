"""Which sub-paragraphs belong under which paragraph, and what makes a sentence whole."""

import pytest

from acm_drafts.negotiation.lines import Line, LineKind, blocks, goes_on, leads_to, whole_sentences

SUB = LineKind.SUB
TEXT = (
    Line(1, "The Meeting noted the report."),
    Line(2, "The Meeting invited Member States:"),
    Line(3, "to share data;", SUB, 1),
    Line(4, "to build:", SUB, 1),
    Line(5, "ports;", SUB, 2),
    Line(6, "roads.", SUB, 2),
    Line(7, "Closing", LineKind.HEADING),
    Line(8, "stray words", SUB, 1),
    Line(9, "The Meeting thanked Egypt."),
    Line(10, "and its people.", SUB, 1),
)


def test_sub_paragraphs_belong_under_all_that_they_stand_under_and_to_no_heading():
    assert blocks(TEXT) == {2: [3, 4, 5, 6], 4: [5, 6], 9: [10]}


@pytest.mark.parametrize(
    ("chosen", "whole"),
    [
        ({1}, {1}),
        ({3}, {2, 3}),
        ({6}, {2, 4, 6}),
        ({4}, {2, 4, 5, 6}),
        ({2}, {2, 3, 4, 5, 6}),
        ({7}, {7}),
        ({8}, {8}),
        ({9}, {9}),
        (set(), set()),
    ],
)
def test_a_sentence_is_whole_with_what_it_stands_under_and_with_what_it_goes_on_in(chosen, whole):
    assert whole_sentences(TEXT, chosen) == whole


def test_a_sentence_goes_on_after_a_colon_and_after_nothing_else():
    assert goes_on("It invited States: ") and not goes_on("It invited States.") and not goes_on("")


def test_the_words_that_lead_to_a_sub_paragraph_are_those_of_the_paragraph_above_that_goes_on():
    assert leads_to([(line.kind, line.text) for line in TEXT]) == [
        "",
        "",
        *[TEXT[1].text] * 4,
        "",
        "",
        "",
        "",
    ]
