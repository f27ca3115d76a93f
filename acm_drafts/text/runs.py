"""
What two lists of words have in common, in order: the search beneath every comparison.

rapidfuzz finds the longest common list, at one bit for each pair of words. Past a fixed number
of pairs the lists are first divided at words that both hold exactly once; what then is still
too large has nothing in common, as far as anybody is told. The bound counts pairs and never
time, so the answer is the same on any machine.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from rapidfuzz.distance import LCSseq

MOST_PAIRS = 500_000_000
"""Words of one list times words of the other that are searched at once: two texts of 22,000 words, 60 MB."""


T = TypeVar("T", str, int)


class Run(NamedTuple):
    """*length* words from place *old* of one list and from place *new* of the other, all equal."""

    old: int
    new: int
    length: int


def common_runs(old: Sequence[T], new: Sequence[T]) -> list[Run]:
    """Return the longest list of words common to both, as runs in order; past `MOST_PAIRS` a shorter one."""
    if not old or not new:
        return []
    if len(old) * len(new) > MOST_PAIRS:
        return list(_divided(old, new))
    blocks = LCSseq.opcodes(old, new).as_matching_blocks()
    return [Run(block.a, block.b, block.size) for block in blocks if block.size]


def in_common(old: Sequence[T], new: Sequence[T]) -> int:
    """Return the length of the longest list common to both; past `MOST_PAIRS` that of a shorter one."""
    if len(old) * len(new) > MOST_PAIRS:
        return len(old) if old == new else sum(run.length for run in common_runs(old, new))
    return int(LCSseq.similarity(old, new))


def _divided(old: Sequence[T], new: Sequence[T]) -> Iterator[Run]:
    """Yield the runs between words that occur once in either list, and these words."""
    start, new_start = 0, 0
    for place, new_place in (*_anchors(old, new), (len(old), len(new))):
        part, new_part = old[start:place], new[new_start:new_place]
        if len(part) * len(new_part) <= MOST_PAIRS:
            for run in common_runs(part, new_part):
                yield Run(start + run.old, new_start + run.new, run.length)
        if place < len(old):
            yield Run(place, new_place, 1)
        start, new_start = place + 1, new_place + 1


def _anchors(old: Sequence[T], new: Sequence[T]) -> list[tuple[int, int]]:
    """Return the longest ascending list of places at which both hold a word that either holds once."""
    count, new_count = Counter(old), Counter(new)
    places = {word: place for place, word in enumerate(new) if new_count[word] == count[word] == 1}
    pairs = [(place, places[word]) for place, word in enumerate(old) if word in places]
    ends: list[int] = []  # the least place at which an ascending list of each length can end
    at: list[int] = []  # the pair that ends there
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [index]
    chosen: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]
