"""
Which lines left their place, as few as possible: the rest kept its order.

A moved paragraph takes its sub-paragraphs along, so those that came with it have not moved by
themselves. It knows lines and their order, and no words.
"""

from collections.abc import Collection, Mapping, Sequence, Set

from acm_drafts.negotiation.consolidation import START, blocks
from acm_drafts.negotiation.lines import Line

_DEEPEST = 2


def out_of_order(
    lines: Sequence[Line], goal: Sequence[int], *, staying: Collection[int] = ()
) -> frozenset[int]:
    """
    Return the paragraphs of *lines* that left their place in *goal*.

    What is in only one of the two is passed over. A paragraph takes its sub-paragraphs along, so
    paragraphs are counted, and sub-paragraphs only among themselves. Where there is a choice,
    those of *staying* stay. A line that stays where one above it moves away is not told: whether it
    would go along is for the consolidation to say.
    """
    order = [line.paragraph for line in lines]
    place = {key: at for at, key in enumerate(order)}
    stays = [key for key in goal if key in place]
    moved = set(stays) - set(_rising(stays, place, _weights(lines, set(staying))))
    before = dict(zip(goal, (START, *goal), strict=False))
    under = {sub: key for key, subs in blocks(lines).items() for sub in subs}
    left = set(moved)
    for key in sorted(moved, key=place.__getitem__):
        above = _last_there(order[: place[key]], stays)
        came_along = under.get(key) in moved and before[key] == above
        if came_along and (above == under[key] or (under.get(above) and above not in left)):
            left.discard(key)
    return frozenset(left)


def _last_there(earlier: Sequence[int], stays: Sequence[int]) -> int:
    there = set(stays)
    return next((key for key in reversed(earlier) if key in there), START)


def _weights(lines: Sequence[Line], staying: Set[int]) -> dict[int, int]:
    """Return what it is worth that a line stays: more than all those below it, and those of *staying* a little more."""
    times = len(lines) + 1
    return {
        line.paragraph: times ** (_DEEPEST + 1 - min(line.depth, _DEEPEST)) + (line.paragraph in staying)
        for line in lines
    }


def _rising(order: Sequence[int], place: Mapping[int, int], weights: Mapping[int, int]) -> list[int]:
    """Return the part of *order* whose places rise that weighs most."""
    best = [(0, -1)] * (
        len(place) + 1
    )  # by place, what the best run up to there weighs and where in order it ends
    before: list[int] = []
    for number, key in enumerate(order):
        weight, last = _best_below(best, place[key])
        before.append(last)
        weight += weights[key]
        at = place[key] + 1
        while at < len(best):
            best[at] = max(best[at], (weight, number))
            at += at & -at
    run, at = [], _best_below(best, len(place))[1]
    while at >= 0:
        run.append(order[at])
        at = before[at]
    return run


def _best_below(best: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """Return the best run that ends before *place*: *best* is a tree of sums, with maxima for sums."""
    found = best[0]
    while place:
        found = max(found, best[place])
        place -= place & -place
    return found
