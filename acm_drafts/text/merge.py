"""
Several texts made from one base, united, without ever guessing.

Each text's edits are computed once, against the base. Edits that differ and overlap or touch
are a conflict, a value for people to settle; everything else is united. So the order of the texts
plays no part, and texts that agree two by two agree all together. Who the sides are, and which
of them is accepted, is not known here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import Prefix

from acm_drafts.text.edits import Base, Edit, edits
from acm_drafts.text.language import as_read


@dataclass(frozen=True, slots=True)
class Clash:
    """
    A stretch of the base on which the sides differ.

    *sides* holds what each side that changed the stretch makes of it, equal ones once; whose they
    are is told by `overlay`. In a three-way merge there are always two, also called *ours* and *theirs*.
    """

    base: str
    sides: tuple[str, ...]

    @property
    def ours(self) -> str:
        """What the first side makes of the stretch."""
        return self.sides[0]

    @property
    def theirs(self) -> str:
        """What the last side makes of the stretch."""
        return self.sides[-1]

    @property
    def invisible(self) -> bool:
        """Whether no reader could tell the sides apart; even so it is for people to settle."""
        return len({as_read(side) for side in self.sides}) == 1


Region: TypeAlias = str | Clash


def merge(base: str, ours: str, theirs: str) -> tuple[Region, ...]:
    """
    Return *base* with the changes of both sides, as agreed text and conflicts.

    A change that only one side made, or that both made alike, is agreed text.
    Changes that overlap or touch, and differ, are one Clash with ``base``, ``ours`` and
    ``theirs``; so are two different insertions at one place, and a deletion of what the other
    side edits. Swapping the sides swaps ``ours`` and ``theirs`` and changes nothing else.
    """
    return merge_all(base, (ours, theirs))


def merge_all(base: str, texts: Sequence[str]) -> tuple[Region, ...]:
    """
    Return *base* with the changes of all *texts*, any number, as agreed text and conflicts.

    Clean when every pair is clean. A Clash has ``base`` and ``sides``: what each text that
    changed the stretch makes of it, in the order of *texts*, equal ones once. The order of
    *texts* changes nothing else. No region is empty, no two strings follow each other.
    """
    changed = [text for text in dict.fromkeys(texts) if text != base]
    if len(changed) < 2:
        return _regions([changed[0] if changed else base])
    original = Base(base)
    return unite(base, [edits(base, text, original.differences(text)) for text in changed])


def unite(base: str, sides: Sequence[Sequence[Edit]]) -> tuple[Region, ...]:
    """Return *base* with the edits of all *sides*, as `merge_all` does for the texts that they make."""
    return _regions(_united(base, sides))


def is_clean(regions: Sequence[Region]) -> bool:
    """Say whether a merge left nothing for people to settle."""
    return all(isinstance(region, str) for region in regions)


def text_of(regions: Sequence[Region]) -> str:
    """Return the merged text. Raises ValueError where a conflict is left."""
    if not is_clean(regions):
        raise ValueError("a conflict has no text: people must settle it first")
    return "".join(region for region in regions if isinstance(region, str))


class Stretch(NamedTuple):
    """
    ``base[start:end]`` and what the sides that change it make of it: one version, or several in dispute.

    White space beside it is included on all sides, as in an Edit; a `Clash` shows the dispute without it.
    """

    start: int
    end: int
    versions: tuple[str, ...]


def stretches(base: str, sides: Sequence[Sequence[Edit]]) -> Iterator[Stretch]:
    """
    Yield every stretch of *base* that any side changes, in order; none touches the next.

    Versions come in the order of the *sides*, equal ones once.
    """
    for group in _groups(sides):
        start, end = group[0].start, max(edit.end for edit in group)
        if len(group) == 1:
            yield Stretch(start, end, (group[0].text,))
            continue
        inside = set(group)
        own = ([edit for edit in side if edit in inside] for side in sides)
        versions = (rewritten(base, start, end, own=edits) for edits in own if edits)
        yield Stretch(start, end, tuple(dict.fromkeys(versions)))


def _groups(sides: Sequence[Sequence[Edit]]) -> list[list[Edit]]:
    """Return the different edits of all *sides*, those that overlap or touch together."""
    groups: list[list[Edit]] = []
    end = -1
    for edit in sorted({edit for side in sides for edit in side}):
        if edit.start > end:
            groups.append([])
        groups[-1].append(edit)
        end = max(end, edit.end)
    return groups


def _united(base: str, sides: Sequence[Sequence[Edit]]) -> Iterator[Region]:
    at = 0
    for start, end, versions in stretches(base, sides):
        yield base[at:start]
        at = end
        if len(versions) == 1:
            yield versions[0]
            continue
        head, tail = _common_space((base[start:end], *versions))
        yield versions[0][:head]
        yield Clash(
            base[start + head : end - tail], tuple(side[head : len(side) - tail] for side in versions)
        )
        yield versions[0][len(versions[0]) - tail :]
    yield base[at:]


def rewritten(base: str, start: int, end: int, *, own: Sequence[Edit]) -> str:
    """Return what a side's *own* edits of ``base[start:end]``, all of them within it and in order, make of that."""
    parts: list[str] = []
    for edit in own:
        parts += base[start : edit.start], edit.text
        start = edit.end
    return "".join((*parts, base[start:end]))


def _common_space(texts: Sequence[str]) -> tuple[int, int]:
    """Return how much white space all *texts* begin with, and end with, the two not overlapping."""
    first, last = min(texts), max(texts)  # what these two share at their head, all share
    head = Prefix.similarity(first, last)
    head -= len(first[:head].lstrip())
    first, last = min(text[::-1] for text in texts), max(text[::-1] for text in texts)
    tail = min(Prefix.similarity(first, last), min(map(len, texts)) - head)
    return head, tail - len(first[:tail].lstrip())


def _regions(parts: Iterator[Region] | Sequence[Region]) -> tuple[Region, ...]:
    """Return *parts* without empty strings, neighbouring strings joined."""
    regions: list[Region] = []
    agreed: list[str] = []
    for part in parts:
        if isinstance(part, str):
            agreed.append(part)
            continue
        regions += filter(None, ["".join(agreed)])
        regions.append(part)
        agreed.clear()
    regions += filter(None, ["".join(agreed)])
    return tuple(regions)
