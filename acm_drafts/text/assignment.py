"""
The arithmetic of alignment: counting what paragraphs share, and the best pairing as a whole.

Apart from `align` because numpy takes longer to load than most texts take to align, and scipy five
times as long again: only who needs the one or the other loads it. It sees numbers; what they stand
for is not known here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Literal

import numpy
from numpy.typing import NDArray

from acm_drafts.text.telling import Shared

Numbers = NDArray[numpy.int64]

_COMMON = 16  # paragraphs that may share three words in a row before these tell nothing
_WITNESSES = 3  # of them that are noted all the same, as rivals
_SHORT = 8  # words of a paragraph in which one run of three in common is worth a look


def shared_threes(
    old: Mapping[int, Sequence[int]],
    new: Mapping[int, Sequence[int]],
    vocabulary: int,
    *,
    free: tuple[Collection[int], Collection[int]] | None = None,
) -> dict[int, dict[int, Shared]]:
    """
    Return for each *new* key the *old* keys it shares runs of three words with, and how many.

    Words are numbers below *vocabulary*, which is not checked; a run that stands m times in one and
    n times in the other counts m × n. Of a run that stands more than sixteen times on the old side
    the first three places are counted. A single shared run is noted only where one of the two is
    short (under eight words); two too short for a run share one where their words are the same.
    Only pairs are noted of which an old or a new key is among the *free*; None: all are.
    """
    codes, owners = _sorted_threes(old, vocabulary + 1, kind="stable")
    wanted, readers = _sorted_threes(new, vocabulary + 1)
    first = numpy.searchsorted(codes, wanted, "left")
    count = numpy.searchsorted(codes, wanted, "right") - first
    common = count > _COMMON
    weight = numpy.where(common, 0.0, numpy.maximum(count, _times(wanted)) ** -2.0)
    count[common] = _WITNESSES
    # Every place where a wanted code is found: count[k] places from first[k] on, for all k at once.
    offsets = numpy.arange(count.sum()) - numpy.repeat(numpy.cumsum(count) - count, count)
    holding, reading = owners[numpy.repeat(first, count) + offsets], numpy.repeat(readers, count)
    weights = numpy.repeat(weight, count)
    if free is not None:
        looked = _among(old, free[0])[holding] | _among(new, free[1])[reading]
        holding, reading, weights = holding[looked], reading[looked], weights[looked]
    many = max(old, default=0) + 1
    pairs, place, votes = numpy.unique(reading * many + holding, return_inverse=True, return_counts=True)
    sums = numpy.bincount(place, weights, len(pairs))
    telling = (votes > 1) | _short(new)[pairs // many] | _short(old)[pairs % many]
    shared: dict[int, dict[int, Shared]] = {j: {} for j in new}
    rows = zip(pairs[telling].tolist(), votes[telling].tolist(), sums[telling].tolist(), strict=True)
    for pair, number, telling_sum in rows:
        j, i = divmod(pair, many)
        shared[j][i] = Shared(number, telling_sum)
    return shared


def _times(codes: Numbers) -> NDArray[numpy.float64]:
    """Return for each of *codes*, which are in order, how often it is there."""
    ends = numpy.append(numpy.flatnonzero(codes[1:] != codes[:-1]) + 1, len(codes))
    lengths = numpy.diff(ends, prepend=0)
    return numpy.repeat(lengths.astype(numpy.float64), lengths)


def _among(texts: Mapping[int, Sequence[int]], chosen: Collection[int]) -> NDArray[numpy.bool_]:
    """Return for each key of *texts* whether it is *chosen*."""
    among = numpy.zeros(max(texts, default=0) + 1, numpy.bool_)
    among[list(chosen)] = True
    return among


def _short(texts: Mapping[int, Sequence[int]]) -> NDArray[numpy.bool_]:
    """Return for each key whether its text is a short one."""
    short = numpy.zeros(max(texts, default=0) + 1, numpy.bool_)
    short[[key for key, words in texts.items() if len(words) < _SHORT]] = True
    return short


def _sorted_threes(
    texts: Mapping[int, Sequence[int]], base: int, kind: Literal["quicksort", "stable"] = "quicksort"
) -> tuple[Numbers, Numbers]:
    """Return in order a code for each three words in a row, and the key of the text it is from."""
    rows = [(*words, *[base - 1] * (3 - len(words))) for words in texts.values()]
    flat = numpy.fromiter(chain.from_iterable(rows), numpy.int64)
    owners = numpy.repeat(numpy.fromiter(texts, numpy.int64), numpy.fromiter(map(len, rows), numpy.int64))
    inside = owners[2:] == owners[:-2]
    codes = (flat[:-2] * base + flat[1:-1]) * base + flat[2:]
    codes, owners = codes[inside], owners[:-2][inside]
    order = numpy.argsort(codes, kind=kind)
    return codes[order], owners[order]


def best_pairs(worth: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """
    Return the pairs with the highest sum of *worth*, each first and each second number at most once.

    Every worth must be above 0: others may be taken against the sum. The pairs come in no promised order.
    """
    chosen: list[tuple[int, int]] = []
    for pairs in _components(worth):
        if 1 in map(len, map(set, zip(*pairs, strict=True))):
            chosen.append(max(pairs, key=lambda pair: worth[pair]))
        else:
            chosen += _assigned({pair: worth[pair] for pair in pairs})
    return chosen


def _assigned(worth: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return what `best_pairs` does, for numbers that compete with one another on both sides."""
    from scipy.optimize import linear_sum_assignment  # takes longer to load than a file takes to be read

    rows, columns = (list(dict.fromkeys(numbers)) for numbers in zip(*worth, strict=True))
    row, column = ({number: at for at, number in enumerate(numbers)} for numbers in (rows, columns))
    table = numpy.zeros((len(rows), len(columns)))
    for (i, j), value in worth.items():
        table[row[i], column[j]] = value
    best = zip(*linear_sum_assignment(table, maximize=True), strict=True)
    return [(rows[r], columns[c]) for r, c in best if table[r, c]]


def _components(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return *pairs* in groups that have no number in common: each is a small problem of its own."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    listed = list(pairs)
    for i, j in listed:
        leader[find(("old", i))] = find(("new", j))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for i, j in listed:
        groups.setdefault(find(("old", i)), []).append((i, j))
    return list(groups.values())
