"""
A phrase in a wording: where its words stand, and whether they still stand there in a later wording.

Words are compared as they are read, and white space between them as white space, whatever it is made of.
"""

from collections.abc import Iterator
from typing import NamedTuple

from acm_drafts.text.edits import replacements
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import tokens

BREAK = "\u2029"
"""What stands between two paragraphs that are read as one text: no phrase reaches over it."""


class Stretch(NamedTuple):
    """A part of a text, by the offsets of its first sign and of the one behind its last."""

    start: int
    end: int


def places_of(text: str, phrase: str) -> list[Stretch]:
    """Return where the words of *phrase* stand in a row in *text*; nowhere for a phrase without words."""
    wanted = [word for word, _ in _words(phrase)]
    if not wanted:
        return []
    standing = list(_words(text))
    return [
        Stretch(standing[first][1].start, standing[first + len(wanted) - 1][1].end)
        for first in range(len(standing) - len(wanted) + 1)
        if [word for word, _ in standing[first : first + len(wanted)]] == wanted
    ]


def is_kept(base: str, place: Stretch, now: str) -> bool:
    """
    Return whether the words at *place* of *base* stand in *now*, which was made from it, and nothing among them.

    A difference that no reader can see is none.
    """
    for start, end, new_start, new_end in replacements(base, now, bridged=False):
        if _is_blank(base[start:end]) and _is_blank(now[new_start:new_end]):
            continue
        if as_read(base[start:end]) == as_read(now[new_start:new_end]):
            continue
        if start < place.end and place.start < end:
            return False
    return True


def _words(text: str) -> Iterator[tuple[str, Stretch]]:
    """Yield each word and sign of *text* as it is read, with its place; of white space a break between paragraphs."""
    at = 0
    for token in tokens(text):
        if token == BREAK or not token.isspace():
            yield as_read(token), Stretch(at, at + len(token))
        at += len(token)


def _is_blank(text: str) -> bool:
    return not text.strip() and BREAK not in text
