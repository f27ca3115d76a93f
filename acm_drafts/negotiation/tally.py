"""
How delegations stand on one proposal, counted: who took which position, and who took none.

Who sponsors a proposal is not counted as supporting it: to sponsor is no position. What a sponsor reserves is counted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from acm_drafts.negotiation.terms import Stance


@dataclass(frozen=True, slots=True)
class Tally:
    """The keys of the parties that took each position, in the order given, and of the States that took none."""

    by_stance: Mapping[Stance, tuple[int, ...]]
    silent: tuple[int, ...]


def tally(states: Iterable[int], sponsors: Collection[int], positions: Iterable[tuple[int, Stance]]) -> Tally:
    """
    Return how *states* stand on a proposal with these *sponsors*; *positions* are the party and what it said.

    A group that took a position is counted with it, and is not missing where it took none.
    """
    counted = [
        (party, stance) for party, stance in positions if not (stance is Stance.SUPPORT and party in sponsors)
    ]
    heard = {party for party, _stance in counted} | set(sponsors)
    by_stance: dict[Stance, list[int]] = {kind: [] for kind in Stance}
    for party, stance in counted:
        by_stance[stance].append(party)
    return Tally(
        {kind: tuple(parties) for kind, parties in by_stance.items()},
        tuple(state for state in states if state not in heard),
    )
