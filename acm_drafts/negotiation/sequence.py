"""
Which lines left their place, as few as possible: the rest kept its order.

A moved paragraph takes its sub-paragraphs along, so those that came with it have not moved by
themselves. It knows lines and their order, and no words.
"""

from collections.abc import Collection, Mapping, Sequence

from acm_drafts.negotiation.comparing import longest_rising
from acm_drafts.negotiation.consolidation import START, blocks
from acm_drafts.negotiation.lines import Line


def out_of_order(
    lines: Sequence[Line], goal: Sequence[int], *, staying: Collection[int] = ()
) -> frozenset[int]:
    """
    Return the paragraphs of *lines* that left their place in *goal*.

    What is in only one of the two is passed over. Of *staying* as many as possible stay, whatever
    others have to move for it. A line that stays where one above it moves away
    is not told: whether it would go along is for the consolidation to say.
    """
    order = [line.paragraph for line in lines]
    place = {key: at for at, key in enumerate(order)}
    stays = [key for key in goal if key in place]
    fixed = longest_rising([key for key in stays if key in staying], place)
    moved = set(stays) - set(longest_rising(_between(stays, place, fixed), place))
    before = dict(zip(goal, (START, *goal), strict=False))
    under = {sub: key for key, subs in blocks(lines).items() for sub in subs}
    left = set(moved)
    for key in sorted(moved, key=place.__getitem__):
        above = _last_there(order[: place[key]], stays)
        came_along = under.get(key) in moved and before[key] == above
        if came_along and (above == under[key] or (under.get(above) and above not in left)):
            left.discard(key)
    return frozenset(left)


def _between(stays: Sequence[int], place: Mapping[int, int], fixed: Sequence[int]) -> list[int]:
    """Return those of *stays* that can stay beside all of *fixed*, and these."""
    ahead = [place[key] for key in fixed]
    after, found = -1, []
    for key in stays:
        if ahead and place[key] == ahead[0]:
            after = ahead.pop(0)
            found.append(key)
        elif after < place[key] < (ahead[0] if ahead else len(place)):
            found.append(key)
    return found


def _last_there(earlier: Sequence[int], stays: Sequence[int]) -> int:
    there = set(stays)
    return next((key for key in reversed(earlier) if key in there), START)
