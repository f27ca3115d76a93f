"""
Which parties, letting go together, would clear most brackets: exact, by branch and bound.

A bracket is cleared only when all its holders let go. Taking the party that clears most, then the next, can miss the
best set: two who hold ten brackets together clear none alone. So all sets count, and those that cannot be better than
the best one found are left out by a bound: each bracket shares its worth among its holders, and no set of parties
clears more than the sum of their shares.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_PARTIES = 6
"""So many parties are asked together at most: more is a negotiation of all."""

_TURNS = 60
"""So often the shares are set anew before the search; more narrows the bound little."""
MOST_STEPS = 20_000
"""After so many steps a search is ended; what it has found is then said not to be proved."""
_HAIR = 1e-6
"""Shares are fractions: a bound this little below a whole number is that number."""

Shares = dict[frozenset[int], dict[int, float]]


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """Parties that let go together, how many brackets that clears, and how many are *left* with holders."""

    parties: tuple[int, ...]
    cleared: int
    left: int
    proved: bool = True
    """No other set clears more; False where the search was ended before it had shown so."""


def best_withdrawals(holders: Iterable[frozenset[int]], most: int = MOST_PARTIES) -> tuple[Withdrawals, ...]:
    """
    Return for one party, for two and so on to *most* those whose letting go leaves the fewest brackets with holders.

    *holders*: of each bracket; one that nobody holds plays no part. A step names fewer parties where some would clear
    nothing besides; the steps end where nothing is left. Among sets that clear as many, it is always the same one.
    Each is the best there is, and *proved* so unless its search took more than MOST_STEPS.
    """
    worths = Counter(held for held in holders if held)
    total, steps = sum(worths.values()), list[Withdrawals]()
    for size in range(1, most + 1):
        if (steps and not steps[-1].left) or not worths:
            break
        within = {held: worth for held, worth in worths.items() if len(held) <= size}
        chosen, proved = _best(within, size, steps)
        cleared = sum(worth for held, worth in worths.items() if held <= chosen)
        steps.append(Withdrawals(tuple(sorted(chosen)), cleared, total - cleared, proved))
    return tuple(steps)


def _best(
    worths: Mapping[frozenset[int], int], size: int, earlier: Sequence[Withdrawals]
) -> tuple[frozenset[int], bool]:
    """Return at most *size* parties that clear most of the brackets with *worths*, none in vain, and whether proved."""
    search = _Search(worths, size)
    first = frozenset(earlier[-1].parties) if earlier else frozenset[int]()
    search.try_set(_filled(worths, first, size))
    search.try_set(_filled(worths, frozenset(), size))
    shares = _shares(worths, size)
    values: dict[int, float] = {}
    for of_bracket in shares.values():
        for party, share in of_bracket.items():
            values[party] = values.get(party, 0.0) + share
    search.descend(shares, values, frozenset())
    used = [held for held in worths if held <= search.chosen]
    return frozenset().union(*used), search.steps <= MOST_STEPS


def _filled(worths: Mapping[frozenset[int], int], chosen: frozenset[int], size: int) -> frozenset[int]:
    """Return *chosen* with those added, bracket by bracket, that clear most for each of them, up to *size* parties."""
    while True:
        gains = [
            (sum(worth for other, worth in worths.items() if other <= wider and not other <= chosen), wider)
            for held in worths
            if not held <= chosen and len(wider := chosen | held) <= size
        ]
        if not gains:
            return chosen
        chosen = max(gains, key=lambda gain: (gain[0] / len(gain[1] - chosen), sorted(gain[1])))[1]


def _shares(worths: Mapping[frozenset[int], int], size: int) -> Shares:
    """
    Return how each bracket shares its worth among its holders, so that the *size* best together have little.

    What a party among the best has of a bracket is moved to holders that are not, in smaller and smaller steps.
    """
    shares = {held: {party: worth / len(held) for party in sorted(held)} for held, worth in worths.items()}
    best, least = shares, float("inf")
    for turn in range(_TURNS):
        values: dict[int, float] = {}
        for of_bracket in shares.values():
            for party, share in of_bracket.items():
                values[party] = values.get(party, 0.0) + share
        top = sorted(values, key=lambda party: (-values[party], party))[:size]
        bound = sum(values[party] for party in top)
        if bound < least:
            least, best = bound, shares
        shares = {held: _moved(of, frozenset(top), 0.5 / (1 + turn / 4)) for held, of in shares.items()}
    return best


def _moved(shares: Mapping[int, float], top: frozenset[int], step: float) -> dict[int, float]:
    """Return the *shares* of a bracket with a part of what those in *top* have moved to its other holders."""
    rest = [party for party in shares if party not in top]
    if not rest or len(rest) == len(shares):
        return dict(shares)
    taken = {party: shares[party] * step for party in shares if party in top}
    more = sum(taken.values()) / len(rest)
    return {
        party: share - taken[party] if party in taken else share + more for party, share in shares.items()
    }


class _Search:
    """The best set of at most *size* parties found so far among those that clear brackets with *worths*."""

    def __init__(self, worths: Mapping[frozenset[int], int], size: int) -> None:
        self.worths = worths
        self.size = size
        self.chosen: frozenset[int] = frozenset()
        self.cleared = 0
        self.steps = 0

    def try_set(self, chosen: frozenset[int]) -> None:
        cleared = sum(worth for held, worth in self.worths.items() if held <= chosen)
        if cleared > self.cleared:
            self.chosen, self.cleared = chosen, cleared

    def descend(self, shares: Shares, values: Mapping[int, float], taken: frozenset[int]) -> None:
        """Look for a better set with those *taken*; *shares* of brackets that can still be cleared, *values* of all."""
        self.steps += 1
        free = self.size - len(taken)
        open_to = sorted(
            (party for party in values if party not in taken), key=lambda party: (-values[party], party)
        )
        bound = sum(values.get(party, 0.0) for party in taken) + sum(values[p] for p in open_to[:free])
        if int(bound + _HAIR) <= self.cleared or self.steps > MOST_STEPS:
            return
        if not free or not open_to:
            self.try_set(taken)
            return
        party = open_to[0]
        self.descend(*self._without_late(shares, values, taken | {party}), taken | {party})
        self.descend(*_without(shares, values, [held for held in shares if party in held]), taken)

    def _without_late(
        self, shares: Shares, values: Mapping[int, float], taken: frozenset[int]
    ) -> tuple[Shares, Mapping[int, float]]:
        """Leave out the brackets that more parties hold than can still be taken."""
        free = self.size - len(taken)
        late = [held for held in shares if len(held - taken) > free]
        return _without(shares, values, late)


def _without(
    shares: Shares, values: Mapping[int, float], lost: Sequence[frozenset[int]]
) -> tuple[Shares, dict[int, float]]:
    """Return *shares* and *values* without the brackets *lost*; who has no share left is in no list."""
    left = dict(shares)
    for held in lost:
        del left[held]
    worth = dict(values)
    for held in lost:
        for party, share in shares[held].items():
            worth[party] -= share
    parties = frozenset().union(*left)
    return left, {party: value for party, value in worth.items() if party in parties}
