"""
Where an edit stands best that could stand in several places.

Adding "of peace and" to "of trade" can be drawn as "of [peace and of] trade" or as "[of peace
and] of trade"; both are right, only the second is how people speak. Choosing such a seam by
what stands on either side of it is what diff-match-patch does well, so it does it here, on
words instead of letters. This module moves edits and never changes what they do.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Postfix, Prefix

from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import tokens

_FIRST_LETTER = 0x4E00  # ideographs are letters to diff-match-patch, and there are 20,992 of them
_FIRST_SPACE = 0x2000  # eleven spaces follow, for runs of white space


class Piece(NamedTuple):
    """``old[start:end]`` is replaced by ``new[new_start:new_end]``; offsets count characters."""

    start: int
    end: int
    new_start: int
    new_end: int


def settled(old: str, new: str, pieces: Sequence[Piece]) -> list[Piece]:
    """
    Return *pieces* with those that only insert or only delete moved to their best place.

    Two that come to stand side by side are one, unless a reader sees only one of them.
    """
    found: list[Piece] = []
    for index, piece in enumerate(pieces):
        if (piece.start == piece.end) != (piece.new_start == piece.new_end):
            text, start, end = (old, *piece[:2]) if piece.start < piece.end else (new, *piece[2:])
            room = piece.start - (found[-1].end if found else 0)
            room_after = (pieces[index + 1].start if index + 1 < len(pieces) else len(old)) - piece.end
            shift = _shift(text[start - room : start], text[start:end], text[end : end + room_after])
            if shift:
                piece = Piece(*(offset + shift for offset in piece))
        if found and found[-1].end == piece.start and _is_seen(old, new, found[-1], piece):
            last = found.pop()
            piece = Piece(last.start, piece.end, last.new_start, piece.new_end)
        found.append(piece)
    return found


def _is_seen(old: str, new: str, *pieces: Piece) -> bool:
    """Say whether a reader sees what each of *pieces* changes."""
    return all(as_read(old[start:end]) != as_read(new[first:last]) for start, end, first, last in pieces)


def _shift(before: str, edit: str, after: str) -> int:
    """Return by how many characters *edit* should move, between what stays before and after it."""
    back = Postfix.similarity(before, edit)
    forth = Prefix.similarity(edit, after)
    if not before[len(before) - back :].strip() and not after[:forth].strip():
        return 0
    moving = tokens(edit)
    reach = len(moving) + 2  # a little more than it can move, so that the ends of the window are no seam
    left, right = tokens(before)[-reach:], tokens(after)[:reach]
    letters = _letters([*left, *moving, *right])
    if letters is None:
        return 0
    cut, resume = len(left), len(left) + len(moving)
    engine = diff_match_patch()
    parts = [
        (engine.DIFF_EQUAL, letters[:cut]),
        (engine.DIFF_INSERT, letters[cut:resume]),
        (engine.DIFF_EQUAL, letters[resume:]),
    ]
    engine.diff_cleanupSemanticLossless(parts)
    seam = len(parts[0][1]) if parts[0][0] == engine.DIFF_EQUAL else 0
    return _length(right[: max(seam - cut, 0)]) - _length(left[seam:])


def _letters(words: Sequence[str]) -> str | None:
    """
    Return one character a token, of the same nature: letter, sign or space; None if there are too many.

    A sign or space of one character stands for itself.
    """
    known: dict[str, str] = {}
    letters = spaces = 0
    for word in words:
        if word in known:
            continue
        if len(word) == 1 and not word.isalnum():
            known[word] = word
        elif word.isspace():
            known[word] = chr(_FIRST_SPACE + spaces)
            spaces += 1
        else:
            known[word] = chr(_FIRST_LETTER + letters)
            letters += 1
    return "".join(known[word] for word in words) if letters < 20_000 and spaces < 11 else None


def _length(parts: Iterable[str]) -> int:
    return sum(map(len, parts))
