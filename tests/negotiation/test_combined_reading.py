"""Which proposals the combined reading of a paragraph draws."""

import pytest

from acm_drafts.negotiation.combined_reading import can_be_drawn, read_together
from acm_drafts.negotiation.terms import AmendmentKind

TEXT = "The Meeting closed."


@pytest.mark.parametrize("kind", AmendmentKind)
def test_what_asks_for_other_words_of_the_paragraph_as_it_stands_can_be_drawn_and_nothing_else(
    kind: AmendmentKind,
):
    assert can_be_drawn(kind, TEXT, TEXT) == (kind in (AmendmentKind.REPLACE, AmendmentKind.SPLIT))
    assert not can_be_drawn(kind, "The Meeting ended.", TEXT)


@pytest.mark.parametrize(
    ("pending", "accepted", "drawn"),
    [
        ("", "", ""),
        ("a", "", ""),
        ("ab", "", "ab"),
        ("a", "c", "ac"),
        ("", "cd", ""),
    ],
)
def test_two_are_read_together_of_which_one_waits(pending: str, accepted: str, drawn: str):
    assert "".join(read_together(pending, accepted)) == drawn
