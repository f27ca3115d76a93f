"""
Which lines left their place, as few as possible: the rest kept its order.

A moved paragraph takes its sub-paragraphs along, so those that came with it have not moved by
themselves. It knows lines and their order, and no words.
"""

from collections.abc import Sequence

from acm_drafts.negotiation.comparing import longest_rising
from acm_drafts.negotiation.consolidation import START, blocks
from acm_drafts.negotiation.lines import Line


def out_of_order(lines: Sequence[Line], goal: Sequence[int]) -> frozenset[int]:
    """
    Return the paragraphs of *lines* that left their place in *goal*.

    What is in only one of the two is passed over. A line that stays where one above it moves away
    is not told: whether it would go along is for the consolidation to say.
    """
    order = [line.paragraph for line in lines]
    place = {key: at for at, key in enumerate(order)}
    stays = [key for key in goal if key in place]
    moved = set(stays) - set(longest_rising(stays, place))
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
