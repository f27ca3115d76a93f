"""
One paragraph with all its proposals in place.

Every word knows who would insert it and who would delete it, so that the combined reading can
be read back into each proposal exactly. It draws the same edits as the comparison and numbers
the same disputes as the merge; it takes no side.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from acm_drafts.text.diff import Op
from acm_drafts.text.edits import Base, Piece, blank, edits, settled
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import Stretch, stretches


class OverlaySpan(NamedTuple):
    """
    A stretch of the combined reading.

    *names* says who deletes or inserts it, in the order of the proposals; nobody on KEEP.
    *conflict* numbers the disputed stretch it belongs to, from 1, or is None. *invisible* is true
    where no reader could see the difference that anybody makes.
    """

    op: Op
    text: str
    names: tuple[str, ...] = ()
    conflict: int | None = None
    invisible: bool = False


def overlay(base: str, proposals: Mapping[str, str]) -> tuple[OverlaySpan, ...]:
    """
    Return the combined reading of *base* and of what each name proposes in its place.

    KEEP and DELETE joined are *base*. For a name, KEEP with the DELETE spans it is not in and the
    INSERT spans it is in are its text, to the byte. What several propose alike is there once,
    with all their names. What replaces words follows them; what is put before words that another
    deletes stands before that deletion. Spans are in the order
    of the base, none empty; the order of *proposals* shows only in the order of names and of
    rival insertions at one place.
    """
    order = {name: index for index, name in enumerate(proposals)}
    sheet = _Sheet(base, order)
    alike: dict[str, list[str]] = {}
    for name, text in proposals.items():
        alike.setdefault(text, []).append(name)
    original = Base(base)
    differences = {text: original.differences(text) for text in alike}
    changed = list(stretches(base, [edits(base, text, pieces) for text, pieces in differences.items()]))
    shared = [
        each
        for each in changed
        if len(each.versions) > 1 and each.united is not None and blank(base[each.start : each.end])
    ]
    for text, names in alike.items():
        pieces = settled(base, text, differences[text])
        sheet.write(text, _put_together(base, text, pieces, shared), names)
    sheet.number(changed)
    return _joined(sheet.read())


def _put_together(base: str, text: str, pieces: Sequence[Piece], shared: Sequence[Stretch]) -> list[Piece]:
    """
    Return *pieces* with what is added in a stretch that is *shared* at its beginning, before the white space.

    So additions that come together stand at one place, and what they share is there once.
    """
    placed: list[Piece] = []
    for piece in pieces:
        for stretch in shared if piece.start == piece.end else ():
            if stretch.start <= piece.start <= stretch.end:
                floor = max(stretch.start, placed[-1].end if placed else 0)
                while piece.start > floor and base[piece.start - 1] == text[piece.new_end - 1]:
                    piece = Piece(*(offset - 1 for offset in piece))
        placed.append(piece)
    return placed


class _Insertion(NamedTuple):
    """What a name puts in the place of the words from *start* on, and whether no reader can see the difference."""

    start: int
    text: str
    unseen: bool


class _Sheet:
    """
    The base with the marks of all proposals, by offset.

    A deletion opens at its start and closes at its end; a text is inserted at the end of what it
    replaces. A mark is kept with the name that makes it and whether a reader can see it.
    """

    def __init__(self, base: str, order: Mapping[str, int]) -> None:
        self.base = base
        self.order = order
        self.opened: dict[int, dict[str, bool]] = {}
        self.closed: dict[int, list[str]] = {}
        self.inserted: dict[int, dict[str, _Insertion]] = {}
        self.disputed: list[tuple[int, int]] = []
        self.cuts = {0, len(base)}

    def write(self, text: str, pieces: Sequence[Piece], names: Sequence[str]) -> None:
        """Put down the *pieces* that turn the base into *text* as marks of all *names*."""
        for start, end, new_start, new_end in pieces:
            come = text[new_start:new_end]
            unseen = as_read(self.base[start:end]) == as_read(come)
            self.cuts |= {start, end}
            if start < end:
                self.opened.setdefault(start, {}).update(dict.fromkeys(names, unseen))
                self.closed.setdefault(end, []).extend(names)
            if come:
                insertions = self.inserted.setdefault(end, {})
                for name in names:
                    before = insertions.get(name, _Insertion(start, "", True))
                    insertions[name] = _Insertion(before.start, before.text + come, unseen and before.unseen)

    def number(self, changed: Iterable[Stretch]) -> None:
        """Mark the stretches in dispute, without the white space around them."""
        marks = sorted(self.cuts)
        for stretch in changed:
            if stretch.united is None:
                first, last = bisect_left(marks, stretch.start), bisect_right(marks, stretch.end) - 1
                self.disputed.append((marks[first], marks[last]))

    def read(self) -> Iterator[OverlaySpan]:
        """Yield the spans between the cuts, in order."""
        deleters: dict[str, bool] = {}
        cuts = sorted(self.cuts)
        for start, end in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
            for name in self.closed.get(start, ()):
                del deleters[name]
            if start in self.inserted:
                yield from self._insertions(start, self.inserted[start])
            if start in self.opened:
                deleters |= self.opened[start]
            if start < end:
                text, conflict = self.base[start:end], self._conflict(start, end)
                if deleters:
                    yield OverlaySpan(
                        Op.DELETE, text, self._in_order(deleters), conflict, all(deleters.values())
                    )
                else:
                    yield OverlaySpan(Op.KEEP, text, (), conflict)

    def _insertions(self, at: int, insertions: Mapping[str, _Insertion]) -> Iterator[OverlaySpan]:
        """Yield the *insertions* at a place; what replaces words follows them before what is merely added."""
        conflict = self._conflict(at, at)
        texts: dict[int, dict[str, list[str]]] = {}
        for name in self._in_order(insertions):
            texts.setdefault(insertions[name].start, {}).setdefault(insertions[name].text, []).append(name)
        for start in sorted(texts):
            alone = conflict is not None or len(texts[start]) == 1
            read: set[str] = set()
            for text, names in texts[start].items() if alone else self._shared(texts[start]):
                unseen = all(insertions[name].unseen for name in names)
                if not alone:
                    unseen = unseen or as_read(text) in read  # by others, spelt as nobody can see
                    read.add(as_read(text))
                yield OverlaySpan(Op.INSERT, text, tuple(names), conflict, unseen)

    def _shared(self, texts: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, Sequence[str]]]:
        """Return *texts* put at one place, with names; what one adds to others stands apart from what they share."""
        longest = max(texts, key=len)
        places = []
        for text, names in texts.items():
            if not (longest.startswith(text) or longest.endswith(text)):
                return texts.items()
            begin = 0 if longest.startswith(text) else len(longest) - len(text)
            places.append((begin, begin + len(text), names))
        cuts = sorted({cut for begin, end, _ in places for cut in (begin, end)})
        return [
            (
                longest[first:last],
                self._in_order([n for a, b, names in places if a <= first and last <= b for n in names]),
            )
            for first, last in pairwise(cuts)
        ]

    def _in_order(self, names: Collection[str]) -> tuple[str, ...]:
        return tuple(names) if len(names) == 1 else tuple(sorted(names, key=self.order.__getitem__))

    def _conflict(self, start: int, end: int) -> int | None:
        if not self.disputed:
            return None
        number = bisect_right(self.disputed, (start, len(self.base)))
        return number if number and end <= self.disputed[number - 1][1] else None


def _joined(spans: Iterable[OverlaySpan]) -> tuple[OverlaySpan, ...]:
    """Return *spans* with neighbours joined that differ only in their text."""
    joined: list[OverlaySpan] = []
    for span in spans:
        if joined and joined[-1].op is span.op is not Op.INSERT and span[2:] == joined[-1][2:]:
            joined[-1] = OverlaySpan(span.op, joined[-1].text + span.text, *span[2:])
        else:
            joined.append(span)
    return tuple(joined)
