"""The words of one paragraph hold ends of lines, and no empty line but those that stand there."""

import pytest

from acm_drafts.negotiation.wordings import has_empty_line


@pytest.mark.parametrize(
    ("text", "stands", "empty"),
    [
        ("It met.\nIt rose.", (), False),
        ("It met.\n\nIt rose.", (), True),
        ("It met.\n \t\u00a0\nIt rose.", (), True),
        ("It met.\n\n\n\nIt rose.", ("It met.\n\nIt went.",), False),
        ("It met.\n\nIt rose.", ("It met.", "It\n\nmet."), False),
        ("It met.\n\nIt rose.\n\nIt went.", ("It\n\nmet.", "It met."), True),
    ],
)
def test_an_empty_line_is_one_more_than_stand_there(text: str, stands: tuple[str, ...], empty: bool):
    assert has_empty_line(text, stands) is empty
