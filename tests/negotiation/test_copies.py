"""Marks of copies: as they are printed, and as somebody types them."""

import pytest

from acm_drafts.negotiation.copies import printed_mark, typed_mark


@pytest.mark.parametrize("typed", ["B2CD-9F3X", "b2cd9f3x", " b2cd – 9f3x ", "B2CD 9F3X."])
def test_a_mark_is_found_however_it_is_typed(typed: str):
    assert typed_mark(typed) == "b2cd9f3x"
    assert printed_mark(typed_mark(typed)) == "B2CD-9F3X"
