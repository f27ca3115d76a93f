"""How deep a paragraph lies by its style or its list."""

import pytest

from acm_drafts.documents.read.depths import depth_of
from acm_drafts.documents.read.wordfile import WordParagraph


@pytest.mark.parametrize(
    ("style", "depth"),
    [
        ("ACM Paragraph", 0),
        ("ACM Plain", 0),
        ("ACM Sub-paragraph", 1),
        ("acm sub-paragraph 2", 2),
        ("ACM Plain 2", 2),
        ("List Bullet 2", 1),
        ("List Number 3", 2),
        ("List 2", 1),
        ("List Paragraph", None),
        ("Normal", None),
        ("heading 1", None),
        ("", None),
    ],
)
def test_the_style_of_a_paragraph_says_how_deep_it_lies(style: str, depth: int | None):
    assert depth_of(WordParagraph("x", "x", style=style)) == depth


def test_a_level_of_a_list_that_prints_no_number_says_it_too():
    assert depth_of(WordParagraph("x", "x", level=1)) == 1
    assert depth_of(WordParagraph("x", "x", label="(a)", level=1)) is None
    assert depth_of(WordParagraph("x", "x")) is None
