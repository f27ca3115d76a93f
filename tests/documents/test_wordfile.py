"""What a Word file says, as values."""

from acm_drafts.documents.read.wordfile import Skipped


def test_what_was_skipped_says_what_and_where():
    assert str(Skipped("picture", "paragraph 3")) == "picture (paragraph 3)"
