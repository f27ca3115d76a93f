"""
A phrase in a wording: where its words stand, and whether they still stand there in a later wording.

Words are compared as they are read, and white space between them as white space, whatever it is made of.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from acm_drafts.text.edits import Piece, replacements
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


def kept_at(base: str, place: Stretch, now: str) -> Stretch | None:
    """
    Return where the words at *place* of *base* stand in *now*, which was made from it, with nothing among them.

    A difference that no reader can see is none. None where they are not kept.
    """
    before = within = 0
    for start, end, new_start, new_end in _pieces(base, now):
        longer = (new_end - new_start) - (end - start)
        if end <= place.start:
            before += longer
        elif start < place.end:
            if not _is_unseen(base[start:end], now[new_start:new_end]):
                return None
            within += longer
    return Stretch(place.start + before, place.end + before + within)


@lru_cache(maxsize=256)
def _pieces(base: str, now: str) -> tuple[Piece, ...]:
    """Return where *now* differs from *base*; kept, for the same two are asked about each bracket of a paragraph."""
    return tuple(replacements(base, now, bridged=False))


def _is_unseen(old: str, new: str) -> bool:
    """Return whether no reader sees that *new* stands for *old*."""
    return (_is_blank(old) and _is_blank(new)) or as_read(old) == as_read(new)


def _words(text: str) -> Iterator[tuple[str, Stretch]]:
    """Yield each word and sign of *text* as it is read, with its place; of white space a break between paragraphs."""
    at = 0
    for token in tokens(text):
        if token == BREAK or not token.isspace():
            yield as_read(token), Stretch(at, at + len(token))
        at += len(token)


def _is_blank(text: str) -> bool:
    return not text.strip() and BREAK not in text
