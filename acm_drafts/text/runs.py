"""
What two lists of words have in common, in order: the search beneath every comparison.

rapidfuzz finds the longest common list, at one bit for each pair of words. Of long lists the phrases that both hold
whole are found first, and only what stands between them is searched. Past a fixed number of pairs the lists are
divided at words that both hold exactly once; what then is still too large has nothing in common, as far as anybody is
told. The bounds count pairs and never time, so the answer is the same on any machine.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeVar

from rapidfuzz.distance import LCSseq

MOST_PAIRS = 500_000_000
"""Words of one list times words of the other that are searched at once: two texts of 22,000 words, 60 MB."""

FEW_PAIRS = 4_000_000
"""Up to so many the whole of both lists is searched at once: two texts of 2,000 words."""

_PHRASE = 16  # words from one word that is frequent to the next, about


T = TypeVar("T", str, int)


class Run(NamedTuple):
    """*length* words from place *old* of one list and from place *new* of the other, all equal."""

    old: int
    new: int
    length: int


def common_runs(old: Sequence[T], new: Sequence[T]) -> list[Run]:
    """Return the longest list of words common to both, as runs in order; past `FEW_PAIRS` perhaps a shorter one."""
    if len(old) * len(new) <= FEW_PAIRS:
        return _searched(old, new)
    runs: list[Run] = []
    start = new_start = 0
    for phrase in (*_equal_phrases(old, new), Run(len(old), len(new), 0)):
        for run in _searched(old[start : phrase.old], new[new_start : phrase.new]):
            _add(runs, Run(start + run.old, new_start + run.new, run.length))
        _add(runs, phrase)
        start, new_start = phrase.old + phrase.length, phrase.new + phrase.length
    return runs


def _add(runs: list[Run], run: Run) -> None:
    """Add *run* to *runs*, as one with the last of them where nothing stands between."""
    last = runs[-1] if runs else Run(0, 0, 0)
    if runs and (last.old + last.length, last.new + last.length) == (run.old, run.new):
        runs[-1] = Run(last.old, last.new, last.length + run.length)
    elif run.length:
        runs.append(run)


def _equal_phrases(old: Sequence[T], new: Sequence[T]) -> Iterator[Run]:
    """Yield phrases that both hold whole, in order. A phrase goes from one of the most frequent words to the next."""
    frequent: set[T] = set()
    number = 0
    for word, count in Counter(old).most_common():
        if number * _PHRASE >= len(old):
            break
        frequent.add(word)
        number += count
    phrases, new_phrases = _phrases(old, frequent), _phrases(new, frequent)
    if 4 * len(phrases) > len(old) or max(map(len, phrases)) > 100 * _PHRASE:
        return  # hardly a word is another, or hardly a word comes twice: these are no phrases
    number_of: dict[tuple[T, ...], int] = {}
    places = [number_of.setdefault(phrase, len(number_of)) for phrase in phrases]
    new_places = [number_of.setdefault(phrase, len(number_of)) for phrase in new_phrases]
    starts = list(accumulate(map(len, phrases), initial=0))
    new_starts = list(accumulate(map(len, new_phrases), initial=0))
    for run in _searched(places, new_places):
        yield Run(starts[run.old], new_starts[run.new], starts[run.old + run.length] - starts[run.old])


def _phrases(words: Sequence[T], frequent: Container[T]) -> list[tuple[T, ...]]:
    """Return *words* divided before each that is *frequent*."""
    cuts = [0, *(place for place, word in enumerate(words) if place and word in frequent), len(words)]
    return [tuple(words[first:last]) for first, last in pairwise(cuts)]


def _searched(old: Sequence[T], new: Sequence[T]) -> list[Run]:
    """Return `common_runs`, found by looking at all pairs; past `MOST_PAIRS` a shorter list."""
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
            for run in _searched(part, new_part):
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
