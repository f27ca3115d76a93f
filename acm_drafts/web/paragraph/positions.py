"""
Where delegations stand on the proposals of one paragraph, as a table that its reader may know.

Whoever sponsors a proposal or joined its sponsors is told as such: that says more than the support it may have
given before, and to sponsor is no position.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.terms import PartyKind, Stage, Stance
from acm_drafts.store.database import Session
from acm_drafts.store.positions import positions_on
from acm_drafts.store.records import Party

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Shown


class Cell(NamedTuple):
    """
    What one delegation is to a proposal and said of it.

    *role* is "sponsor", "cosponsor" or ""; *stance* the value of a Stance or "", *reason* the one it gave.
    """

    role: str = ""
    stance: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One row of the table of positions: what a delegation said on each proposal, in their order."""

    party: Party
    cells: tuple[Cell, ...]

    @property
    def has_spoken(self) -> bool:
        """Whether it took a position on any of the proposals: to sponsor one is none."""
        return any(cell.stance for cell in self.cells)


def positions_table(session: Session, who: Actor, shown: Sequence["Shown"]) -> list[PositionRow]:
    """
    Return where delegations stand on the submitted ones of the proposals *shown*, sponsors first. One query at most.

    Where a reader may not know the sponsor of a proposal, only what their own delegations said is
    told: the others' positions would tell, by who is missing.
    """
    asked = [one for one in shown if one.entry.amendment.stage == Stage.SUBMITTED]
    taken = positions_on(session, [one.entry.amendment.id for one in asked]) if asked else {}
    own = who.parties(*WRITES)
    cells: dict[int, dict[int, Cell]] = {}
    parties: dict[int, Party] = {}

    def say(party: Party, key: int, cell: Cell) -> None:
        parties.setdefault(party.id, party)
        cells.setdefault(party.id, {})[key] = cell

    for one in asked:
        key = one.entry.amendment.id
        if one.offer.sponsor is not None and one.offer.sponsor.kind != PartyKind.MISSION:
            say(one.offer.sponsor, key, Cell("sponsor"))
        for party in one.offer.cosponsors:
            say(party, key, Cell("cosponsor"))
    for one in asked:
        key = one.entry.amendment.id
        for position in taken[key]:
            if one.offer.sponsor is not None or position.party_id in own:
                role = cells.get(position.party_id, {}).get(key, Cell()).role
                less = role and position.stance == Stance.SUPPORT
                say(position.party, key, Cell(role, "" if less else position.stance, position.reason))
    keys = [one.entry.amendment.id for one in asked]
    return [PositionRow(parties[k], tuple(cells[k].get(key, Cell()) for key in keys)) for k in parties]
