"""
Where two texts differ, word by word: the one list of edits behind every rendering.

An edit that could stand in several places stands where it reads best.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Postfix, Prefix

from acm_drafts.text.language import PARAGRAPH_SPLIT, as_read
from acm_drafts.text.runs import Run
from acm_drafts.text.tokens import has_bracket_sign, tokens, words
from acm_drafts.text.unchanged import Side, unchanged

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
    placed: list[Piece] = []
    for index, piece in enumerate(pieces):
        if (piece.start == piece.end) != (piece.new_start == piece.new_end):
            text, start, end = (old, *piece[:2]) if piece.start < piece.end else (new, *piece[2:])
            room = piece.start - (placed[-1].end if placed else 0)
            room_after = (pieces[index + 1].start if index + 1 < len(pieces) else len(old)) - piece.end
            shift = _shift(text[start - room : start], text[start:end], text[end : end + room_after])
            if shift:
                piece = Piece(*(offset + shift for offset in piece))
        if placed and placed[-1].end == piece.start and _is_seen(old, new, placed[-1], piece):
            last = placed.pop()
            piece = Piece(last.start, piece.end, last.new_start, piece.new_end)
        placed.append(piece)
    return placed


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
    if has_bracket_sign(edit):
        shift = _to_whole_brackets(tokens(before[len(before) - back :]), moving, tokens(after[:forth]))
        if shift:
            return shift
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


def _to_whole_brackets(before: Sequence[str], moving: Sequence[str], after: Sequence[str]) -> int:
    """
    Return by how many characters the tokens that are *moving* should move to hold whole brackets alone; 0 for none.

    *before* and *after* are the tokens that they can move over.
    """
    line, at, size = (*before, *moving, *after), len(before), len(moving)
    starts = [start for start in range(len(line) - size + 1) if _is_whole(line[start : start + size])]
    if not starts:
        return 0
    start = min(starts, key=lambda place: (abs(place - at), place))
    return _length(line[at:start]) - _length(line[start:at])


def _is_whole(parts: Sequence[str]) -> bool:
    """Return whether *parts* begin with a bracket that they close at their end, spaces aside."""
    inside = [part for part in parts if not part.isspace()]
    if not inside or inside[0] != "[" or inside[-1] != "]":
        return False
    depths = list(accumulate((part == "[") - (part == "]") for part in inside))
    return depths[-1] == 0 and min(depths) == 0


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


_FEW = 2  # comparisons that are done sooner than the whole of a base is divided


def _side(text: str, start: int, end: int) -> Side:
    entries = words(text[start:end])
    return Side(entries, list(accumulate(map(len, entries), initial=start)))


class Base:
    """A text with which several others are compared: of many, the whole of it is divided into words once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._compared = 0

    def differences(self, text: str) -> list[Piece]:
        """Return what `differences` returns for this base and *text*."""
        return _differences(self.text, text, self._part, bridged=True)

    def _part(self, start: int, end: int) -> Side:
        self._compared += 1
        if self._compared <= _FEW:
            return _side(self.text, start, end)
        first, last = bisect_left(self._whole.ends, start), bisect_right(self._whole.ends, end)
        return Side(self._whole.entries[first : last - 1], self._whole.ends[first:last])

    @cached_property
    def _whole(self) -> Side:
        return _side(self.text, 0, len(self.text))


def replacements(old: str, new: str, *, bridged: bool = True) -> list[Piece]:
    """
    Return what turns *old* into *new*: pieces in order, which never overlap; between them both are equal.

    No word is ever divided. A piece whose two sides read the same holds nothing else. Pieces may
    follow one another directly; one that could stand in several places stands where people would
    put it, an insertion before a word with the space after it. *bridged*: what stays between two
    edits is written anew with them where it is too little for a reader to hold on to (see
    `unchanged`). Else they stay apart, whatever stands between them.
    """
    return settled(old, new, differences(old, new, bridged=bridged))


def differences(old: str, new: str, *, bridged: bool = True) -> list[Piece]:
    """Return `replacements` before each is moved to its best place, for uses that do not depend on where it stands."""
    return _differences(old, new, lambda start, end: _side(old, start, end), bridged=bridged)


def _differences(old: str, new: str, part: Callable[[int, int], Side], *, bridged: bool) -> list[Piece]:
    """Return `differences`; *part* divides a stretch of *old*, where that is asked for."""
    if old == new:
        return []
    start, end, new_end = _unlike_part(old, new)
    if mere := _mere(old, new, Piece(start, end, start, new_end)):
        return [mere]
    left, right = part(start, end), _side(new, start, new_end)
    return _compared(left, right, old.isascii() and new.isascii(), bridged=bridged)


def _compared(left: Side, right: Side, plain: bool, *, bridged: bool) -> list[Piece]:
    """Return the pieces between two sides; *plain* when no word of theirs can read like another."""
    if not left.keys or not right.keys:  # one merely adds to the other
        return list(_between(left, right, (0, len(left.entries)), (0, len(right.entries))))
    if not plain:
        left.keys, right.keys = [as_read(word) for word in left.keys], [as_read(word) for word in right.keys]
    runs = unchanged(left, right, bridged=bridged)
    return list(_pieces(runs, left, right))


def _unlike_part(old: str, new: str) -> tuple[int, int, int]:
    """
    Return where the part begins, in both, and where it ends, in *old* and in *new*, that needs a look.

    Both cuts fall where a plain space parts two words in both texts, the first before the white
    space and the second after it, so that words and spaces between the cuts are whole.
    """
    start = max(old.rfind(" ", 0, Prefix.similarity(old, new)), 0)
    while start > 0 and old[start - 1].isspace():
        start -= 1
    after = min(Postfix.similarity(old, new), len(old) - start, len(new) - start)
    cut = old.find(" ", len(old) - after) if after else -1
    if cut < 0:
        return start, len(old), len(new)
    while cut < len(old) and old[cut].isspace():
        cut += 1
    return start, cut, cut + len(new) - len(old)


def _mere(old: str, new: str, part: Piece) -> Piece | None:
    """
    Return the piece that makes the *part* of one text that of the other, where one of them has no word and one space.

    Most proposals merely add something or take it away: that is seen without dividing anything into words.
    """
    start, end, new_start, new_end = part
    if min(end - start, new_end - new_start) == 1 and old[start] == new[new_start] == " ":
        start, new_start = start + 1, new_start + 1
        longer, following = (old, start) if start < end else (new, new_start)
        if longer[following].isspace():
            return None
    return Piece(start, end, new_start, new_end) if start == end or new_start == new_end else None


def _pieces(runs: Sequence[Run], old: Side, new: Side) -> Iterator[Piece]:
    previous = runs[0]
    for run in runs[1:]:
        start, new_start = 2 * (previous.old + previous.length), 2 * (previous.new + previous.length)
        yield from _unlike(old, new, previous)
        yield from _between(old, new, (start, 2 * run.old + 1), (new_start, 2 * run.new + 1))
        previous = run


def _unlike(old: Side, new: Side, run: Run) -> Iterator[Piece]:
    """Yield the words of a run that are spelt differently, and the white space in it that differs."""
    first, new_first, count = 2 * run.old + 1, 2 * run.new + 1, 2 * run.length - 1
    entries, new_entries = old.entries[first : first + count], new.entries[new_first : new_first + count]
    if entries == new_entries:
        return
    for index, (entry, new_entry) in enumerate(zip(entries, new_entries, strict=True)):
        if entry != new_entry:
            yield _piece(
                old, new, (first + index, first + index + 1), (new_first + index, new_first + index + 1)
            )


def _between(old: Side, new: Side, span: tuple[int, int], new_span: tuple[int, int]) -> Iterator[Piece]:
    """
    Yield the pieces of what stands between two runs: on either side white space, and words if any.

    White space alike on both sides stays outside; where it only reads alike it is a piece of its own.
    """
    (start, end), (new_start, new_end) = span, new_span
    if _alike(old.entries[start], new.entries[new_start]):
        if old.entries[start] != new.entries[new_start]:
            yield _piece(old, new, (start, start + 1), (new_start, new_start + 1))
        start, new_start = start + 1, new_start + 1
    last, new_last = end, new_end
    if start < end and new_start < new_end and _alike(old.entries[end - 1], new.entries[new_end - 1]):
        last, new_last = end - 1, new_end - 1
    if start < last or new_start < new_last:
        yield _piece(old, new, (start, last), (new_start, new_last))
    if last < end and old.entries[last] != new.entries[new_last]:
        yield _piece(old, new, (last, end), (new_last, new_end))


def _alike(space: str, new_space: str) -> bool:
    return space == new_space or as_read(space) == as_read(new_space)


def _piece(old: Side, new: Side, span: tuple[int, int], new_span: tuple[int, int]) -> Piece:
    return Piece(old.ends[span[0]], old.ends[span[1]], new.ends[new_span[0]], new.ends[new_span[1]])


class Edit(NamedTuple):
    """
    ``base[start:end]`` becomes *text*; both take in the white space beside the edit, which stays.

    "shall" made "should" is " shall " made " should ": take `changes` for what a reader would see.
    Two edits of different texts touch when the start of one is not past the end of the other:
    no word that both keep stands between them. A word added beside its like, or taken from
    there, could stand on either side of it: such an edit reaches over all places it could have.
    """

    start: int
    end: int
    text: str


class Group(NamedTuple):
    """Pieces, *first* to *last*, that are one change, and the stretch of the base they reach over, as in `Edit`."""

    first: Piece
    last: Piece
    start: int
    end: int


def edits(base: str, text: str, pieces: Sequence[Piece]) -> list[Edit]:
    """
    Return the *pieces* that turn *base* into *text* as edits in order.

    At least one word or sign that stays is between any two.
    """
    all_edits = []
    for first, last, start, end in grouped(base, text, pieces):
        changed = text[first.new_start : last.new_end]
        all_edits.append(Edit(start, end, f"{base[start : first.start]}{changed}{base[last.end : end]}"))
    return all_edits


def grouped(base: str, text: str, pieces: Sequence[Piece]) -> list[Group]:
    """Return *pieces* in groups: those that only white space parts, or that could as well stand side by side."""
    together: list[tuple[Piece, Piece]] = []
    for piece in pieces:
        if together and blank(base[together[-1][1].end : piece.start]):
            together[-1] = (together[-1][0], piece)
        else:
            together.append((piece, piece))
    groups: list[Group] = []
    for index, (first, last) in enumerate(together):
        floor = together[index - 1][1].end if index else 0
        ceiling = together[index + 1][0].start if index + 1 < len(together) else len(base)
        start, end = _reach(base, text, (first, last), (floor, ceiling))
        if groups and start <= groups[-1].end:
            first, _, start, _ = groups.pop()
        groups.append(Group(first, last, start, end))
    return groups


def _reach(base: str, text: str, change: tuple[Piece, Piece], limits: tuple[int, int]) -> tuple[int, int]:
    """
    Return the stretch of *base* over which a change could move with the same result, spaces around included.

    Only what merely adds or merely takes away can move, over words that are its own.
    """
    (first, last), (floor, ceiling) = change, limits
    start, end = first.start, last.end
    gone, come = base[start:end], text[first.new_start : last.new_end]
    if not gone or not come:
        moved, before, after = gone or come, base[floor:start], base[end:ceiling]
        back, forth = Postfix.similarity(before, moved), Prefix.similarity(after, moved)
        if back == len(moved):  # it stands there once, and perhaps several times
            back = Postfix.similarity(before, before + moved)
        if forth == len(moved):
            forth = Prefix.similarity(after, moved + after)
        if not blank(before[len(before) - back :]):
            start -= _whole_steps(_tail(before, back)[::-1], _tail(before + moved, back)[::-1], back)
        if not blank(after[:forth]):
            end += _whole_steps(_head(after, forth), _head(moved + after, forth), forth)
    return _with_spaces(base, start, end)


def _with_spaces(base: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of *base* from *start* to *end* with the white space around it, up to a split."""
    while start and base[start - 1].isspace() and base[start - 1] != PARAGRAPH_SPLIT:
        start -= 1
    while end < len(base) and base[end].isspace() and base[end] != PARAGRAPH_SPLIT:
        end += 1
    return start, end


def _head(text: str, size: int) -> list[str]:
    """Return the tokens of *text* that begin in its first *size* characters; where a plain space is, none goes on."""
    end = text.find(" ", size + 1)
    return tokens(text if end < 0 else text[:end])


def _tail(text: str, size: int) -> list[str]:
    """Return the tokens of *text* that end in its last *size* characters, and perhaps some before them."""
    return tokens(text[max(text.rfind(" ", 0, max(len(text) - size, 0)), 0) :])


def _whole_steps(parts: Sequence[str], moved: Sequence[str], most: int) -> int:
    """Return how far one gets by whole words in both texts, *most* at most: "the" is no part of "therefore"."""
    steps = accumulate(map(len, moved), initial=0)
    return max({*accumulate(map(len, parts), initial=0)}.intersection(step for step in steps if step <= most))


def blank(text: str) -> bool:
    """Say whether *text* is nothing but white space; the mark of a split paragraph is more than that."""
    return not text or (text.isspace() and PARAGRAPH_SPLIT not in text)
