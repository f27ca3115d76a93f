"""
Where delegations stand on the proposals of one paragraph, as a table that its reader may know.

Whoever sponsors a proposal or joined its sponsors is told as such: that says more than the support it may have
given before, and to sponsor is no position.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.tally import tally
from acm_drafts.negotiation.terms import ASKED_WHY, PartyKind, Stage, Stance
from acm_drafts.store.database import Session
from acm_drafts.store.people import find_parties
from acm_drafts.store.positions import ProposalRights, positions_on
from acm_drafts.store.records import Party, Position
from acm_drafts.web.shared.formatting import party_name

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Shown


class Cell(NamedTuple):
    """
    The part of a delegation in a proposal, and its position.

    *role* is that of a sponsor in words, or ""; *stance* the value of a Stance or "", *reason* the one it gave.
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


@dataclass(frozen=True, slots=True)
class TallyRow:
    """
    How many took each position on the proposal called *name*, and who: the value of a Stance, and the names.

    *silent*: the names of the States that took none.
    """

    name: str
    counts: tuple[tuple[str, tuple[str, ...]], ...]
    silent: tuple[str, ...]

    @property
    def named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The positions that need a reason, with the names of the delegations that took them."""
        return tuple((stance, names) for stance, names in self.counts if stance in ASKED_WHY and names)


@dataclass(frozen=True, slots=True)
class PositionsTable:
    """
    The names of the proposals, and a row for each delegation that sponsors one or took a position.

    *tallies*: the same counted by proposal, for who decides.
    """

    names: tuple[str, ...]
    rows: tuple[PositionRow, ...]
    tallies: tuple[TallyRow, ...] = ()

    @property
    def spoken(self) -> int:
        """How many delegations took a position."""
        return sum(row.has_spoken for row in self.rows)


def positions_table(
    session: Session, who: Actor, shown: Sequence["Shown"], *, counted: bool = False
) -> PositionsTable:
    """
    Return where delegations stand on the submitted ones of the proposals *shown*, sponsors first. One query at most.

    *counted*: for who decides, and so may know every sponsor, counted by proposal too; one query more.

    Where a reader may not know the sponsor of a proposal, only what their own delegations said is
    told: the others' positions would tell, by who is missing.
    """
    proposals = [proposal for proposal in shown if proposal.entry.amendment.stage == Stage.SUBMITTED]
    entries = [proposal.entry for proposal in proposals]
    positions = positions_on(session, entries) if entries else {}
    pending = [proposal for proposal in proposals if proposal.pending]
    return PositionsTable(
        tuple(proposal.offer.name for proposal in proposals),
        _rows(who, proposals, positions),
        _tallies(session, pending, positions) if counted else (),
    )


def _rows(
    who: Actor, proposals: Sequence["Shown"], positions: Mapping[int, Sequence[Position]]
) -> tuple[PositionRow, ...]:
    """Return a row for each delegation that sponsors one of *proposals* or of whose position the reader may know."""
    rows = _PositionRows()
    for proposal in proposals:
        rows.add_sponsors(proposal.entry.amendment.id, proposal.offer)
    own = who.parties(*WRITES)
    for proposal in proposals:
        key = proposal.entry.amendment.id
        for position in positions[key]:
            if proposal.offer.sponsor is not None or position.party_id in own:
                rows.add_position(key, position)
    return rows.in_order_of([proposal.entry.amendment.id for proposal in proposals])


def _tallies(
    session: Session, proposals: Sequence["Shown"], positions: Mapping[int, Sequence[Position]]
) -> tuple[TallyRow, ...]:
    """Return the positions on the pending *proposals* counted, in their order. One query, none without a proposal."""
    if not proposals:
        return ()
    states = find_parties(session, PartyKind.STATE)
    return tuple(
        _tally_row(proposal, states, positions[proposal.entry.amendment.id]) for proposal in proposals
    )


def _tally_row(proposal: "Shown", states: Sequence[Party], positions: Sequence[Position]) -> TallyRow:
    record = proposal.entry
    sponsors = {record.amendment.sponsor_id, *(party.id for party in record.cosponsors)}
    counted = tally(
        [state.id for state in states],
        sponsors,
        [(position.party_id, Stance(position.stance)) for position in positions],
    )
    names = {party.id: party_name(party) for party in (*states, *(position.party for position in positions))}
    return TallyRow(
        proposal.offer.name,
        tuple((stance, tuple(names[key] for key in counted.by_stance[stance])) for stance in Stance),
        tuple(names[key] for key in counted.silent),
    )


class _PositionRows:
    """The part of each delegation in each proposal, and its position, while the table is put together."""

    def __init__(self) -> None:
        self.cells: dict[int, dict[int, Cell]] = {}
        self.parties: dict[int, Party] = {}

    def add_sponsors(self, key: int, rights: ProposalRights) -> None:
        """Name the sponsors of a proposal, as far as the reader may know them; the Mission takes no position."""
        if rights.sponsor is not None and rights.sponsor.kind != PartyKind.MISSION:
            self._set(rights.sponsor, key, Cell(_("sponsor")))
        for party in rights.cosponsors:
            self._set(party, key, Cell(_("co-sponsor")))

    def add_position(self, key: int, position: Position) -> None:
        """Add the position of a delegation; that a sponsor supports its proposal is left out."""
        role = self.cells.get(position.party_id, {}).get(key, Cell()).role
        says_less = role and position.stance == Stance.SUPPORT
        self._set(position.party, key, Cell(role, "" if says_less else position.stance, position.reason))

    def in_order_of(self, keys: Sequence[int]) -> tuple[PositionRow, ...]:
        """Return a row for each delegation, with a cell for each of the proposals with *keys*."""
        return tuple(
            PositionRow(party, tuple(self.cells[number].get(key, Cell()) for key in keys))
            for number, party in self.parties.items()
        )

    def _set(self, party: Party, key: int, cell: Cell) -> None:
        self.parties.setdefault(party.id, party)
        self.cells.setdefault(party.id, {})[key] = cell
