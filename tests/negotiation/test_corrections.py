"""What a correction changes in an imported text."""

from dataclasses import replace

import pytest

from acm_drafts.negotiation.corrections import correction, listed
from acm_drafts.negotiation.lines import Line, LineKind

TEXT = (
    Line(1, "Opening", kind=LineKind.HEADING),
    Line(2, "The Meeting welcomed progress.", label="1."),
    Line(3, "It went on.", label="2."),
)


def test_the_same_lines_are_no_correction() -> None:
    again = [replace(line, paragraph=line.paragraph + 10, wording=5) for line in TEXT]

    assert correction(TEXT, again).is_nothing
    assert correction(TEXT, again).same_words == ((0, 0), (1, 1), (2, 2))


def test_other_words_are_left_out_and_new() -> None:
    corrected = correction(TEXT, [*TEXT[:2], replace(TEXT[2], text="It went on and on.")])

    assert listed(corrected.left_out) == "2. It went on."
    assert listed(corrected.new) == "2. It went on and on."
    assert corrected.same_words == ((0, 0), (1, 1))


@pytest.mark.parametrize(
    "facts", [{"label": "3."}, {"kind": LineKind.SUB, "depth": 1}, {"numbered": False}, {"indent": "  "}]
)
def test_another_number_or_kind_is_a_change_that_keeps_the_words(facts: dict[str, object]) -> None:
    corrected = correction(TEXT, [*TEXT[:2], replace(TEXT[2], **facts)])

    assert [line.text for line in corrected.new] == ["It went on."]
    assert (2, 2) in corrected.same_words


def test_a_line_that_is_added_or_removed_changes_no_other() -> None:
    added = correction(TEXT, [TEXT[0], Line(9, "It began."), *TEXT[1:]])
    removed = correction(TEXT, [TEXT[0], TEXT[2]])

    assert (listed(added.left_out), listed(added.new)) == ("", "It began.")
    assert (listed(removed.left_out), listed(removed.new)) == ("1. The Meeting welcomed progress.", "")


def test_lines_in_another_order_are_a_correction() -> None:
    assert not correction(TEXT, [TEXT[0], TEXT[2], TEXT[1]]).is_nothing
