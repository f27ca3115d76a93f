"""
Copies of a text that name their reader: the mark that tells one copy from every other.
"""

from dataclasses import dataclass

MARK_LETTERS = 8


@dataclass(frozen=True, slots=True)
class NamedCopy:
    """For whom a copy was made, in the language of the document, and its mark as it is printed: "B2CD-9F3X"."""

    name: str
    mark: str


def printed_mark(mark: str) -> str:
    """Return a mark as copies bear it, "B2CD-9F3X"."""
    half = MARK_LETTERS // 2
    return f"{mark[:half]}-{mark[half:]}".upper()


def typed_mark(words: str) -> str:
    """Return the mark in what somebody typed, without case, spaces and hyphens; of no length that a mark must have."""
    return "".join(letter for letter in words.lower() if letter.isascii() and letter.isalnum())
