"""
Where delegations stand on the proposals of one paragraph, as a table that its reader may know.

Whoever sponsors a proposal or joined its sponsors is told as such: that says more than the support it may have
given before, and to sponsor is no position.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.tally import tally
from acm_drafts.negotiation.terms import ASKED_WHY, PartyKind, Stage, Stance
from acm_drafts.store.database import Session
from acm_drafts.store.people import find_parties
from acm_drafts.store.positions import TakenPosition, positions_on, positions_read, standing_positions
from acm_drafts.store.records import Party
from acm_drafts.text.name_order import place_of_name
from acm_drafts.web.shared.formatting import by_name, party_name

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Shown


class Cell(NamedTuple):
    """
    The part of a delegation in a proposal, and its position.

    *role* is that of a sponsor in words, or ""; *stance* the value of a Stance or "", *reason* the one it gave.
    *is_earlier*: it took the position on earlier words, and none on those that stand.
    """

    role: str = ""
    stance: str = ""
    reason: str = ""
    is_earlier: bool = False


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One row of the table of positions: what a delegation said on each proposal, in their order."""

    party: Party
    cells: tuple[Cell, ...]

    @property
    def has_spoken(self) -> bool:
        """Whether it took a position on any of the proposals: to sponsor one is none."""
        return any(cell.stance and not cell.is_earlier for cell in self.cells)


@dataclass(frozen=True, slots=True)
class TallyRow:
    """
    How many took each position on what is called *name*, and who: the value of a Stance, and the names.

    *silent*: the names of the States that took none on the words as they stand.
    """

    name: str
    counts: tuple[tuple[str, tuple[str, ...]], ...]
    silent: tuple[str, ...]
    earlier: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Who held which position on earlier words, and has taken none since: counted nowhere else."""

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


@dataclass(frozen=True, slots=True)
class Column:
    """
    What positions are taken on: a proposal, or the paragraph as it stands.

    *sponsor* and *cosponsors* are those that the reader may know, *sponsors* the keys of all; *taken*: the positions
    that the reader may read. *is_open*: it is still to be decided, and is counted for who decides.
    """

    name: str
    taken: tuple[TakenPosition, ...] = ()
    sponsor: Party | None = None
    cosponsors: tuple[Party, ...] = ()
    sponsors: frozenset[int] = frozenset()
    is_open: bool = True


def positions_table(
    session: Session,
    who: Actor,
    shown: Sequence["Shown"],
    *,
    paragraph: Column | None = None,
    counted: bool = False,
) -> PositionsTable:
    """
    Return where delegations stand on the submitted ones of the proposals *shown*, sponsors first. One query at most.

    *paragraph*: the paragraph as it stands, before them; it has a column where somebody took a position on it.
    *counted*: for who decides, and so may know every sponsor, counted by proposal too; one query more.

    Where a reader may not read the positions of others on a proposal, what their own delegations said is told alone.
    """
    proposals = [proposal for proposal in shown if proposal.entry.amendment.stage == Stage.SUBMITTED]
    positions = positions_on(session, [proposal.entry for proposal in proposals]) if proposals else {}
    columns = [_column(who, proposal, positions[proposal.entry.amendment.id]) for proposal in proposals]
    if paragraph is not None and paragraph.taken:
        columns.insert(0, paragraph)
    return PositionsTable(
        tuple(column.name for column in columns),
        _rows(columns),
        tallied(session, columns) if counted else (),
    )


def _column(who: Actor, proposal: "Shown", taken: Iterable[TakenPosition]) -> Column:
    record, offer = proposal.entry, proposal.offer
    return Column(
        offer.name,
        tuple(positions_read(who, offer, taken)),
        offer.sponsor,
        offer.cosponsors,
        frozenset({record.amendment.sponsor_id, *(party.id for party in record.cosponsors)}),
        is_open=proposal.pending,
    )


def _rows(columns: Sequence[Column]) -> tuple[PositionRow, ...]:
    """Return a row for each delegation that sponsors one of *columns* or took a position that the reader may read."""
    rows = _PositionRows()
    for place, column in enumerate(columns):
        rows.add_sponsors(place, column)
    for place, column in enumerate(columns):
        for position in column.taken:
            rows.add_position(place, position)
    return rows.in_order_of(len(columns))


def tallied(session: Session, columns: Sequence[Column]) -> tuple[TallyRow, ...]:
    """Return the positions on those of *columns* counted that are open. One query, none without any."""
    counted = [column for column in columns if column.is_open]
    if not counted:
        return ()
    states = by_name(find_parties(session, PartyKind.STATE))
    return tuple(tally_row(column, states) for column in counted)


def tally_row(column: Column, states: Sequence[Party]) -> TallyRow:
    """Return the positions on *column* counted; who of *states* took none on the words that stand is silent."""
    names = {party.id: party_name(party) for party in (*states, *(taken.party for taken in column.taken))}
    now = {taken.party.id: taken.stance for taken in standing_positions(column.taken)}
    earlier = {taken.party.id: taken.stance for taken in column.taken if taken.is_earlier}
    return counted_row(
        column.name,
        now,
        earlier,
        states=[state.id for state in states],
        names=names,
        sponsors=column.sponsors,
    )


def counted_row(
    name: str,
    now: Mapping[int, Stance],
    earlier: Mapping[int, Stance],
    *,
    states: Sequence[int],
    names: Mapping[int, str],
    sponsors: Collection[int] = (),
) -> TallyRow:
    """Return the same of positions by party: *now* on the words that stand, *earlier* on others. *names* by party."""
    counted, spoken, of_states = tally(states, sponsors, now.items()), interface_language(), frozenset(states)

    def named(parties: Iterable[int]) -> tuple[str, ...]:
        ordered = sorted(parties, key=lambda key: (key not in of_states, place_of_name(names[key], spoken)))
        return tuple(names[key] for key in ordered)

    return TallyRow(
        name,
        tuple((stance, named(counted.by_stance[stance])) for stance in Stance),
        named(counted.silent),
        tuple(
            (stance, named(key for key, held in earlier.items() if held is stance))
            for stance in Stance
            if stance in earlier.values()
        ),
    )


class _PositionRows:
    """The part of each delegation in each proposal, and its position, while the table is put together."""

    def __init__(self) -> None:
        self.cells: dict[int, dict[int, Cell]] = {}
        self.parties: dict[int, Party] = {}

    def add_sponsors(self, place: int, column: Column) -> None:
        """Name the sponsors of a proposal, as far as the reader may know them; the Mission takes no position."""
        if column.sponsor is not None and column.sponsor.kind != PartyKind.MISSION:
            self._set(column.sponsor, place, Cell(_("sponsor")))
        for party in column.cosponsors:
            self._set(party, place, Cell(_("co-sponsor")))

    def add_position(self, place: int, position: TakenPosition) -> None:
        """Add the position of a delegation; that a sponsor supports its proposal is left out."""
        role = self.cells.get(position.party.id, {}).get(place, Cell()).role
        says_less = role and position.stance == Stance.SUPPORT
        stance = "" if says_less else position.stance
        self._set(position.party, place, Cell(role, stance, position.reason, position.is_earlier))

    def in_order_of(self, count: int) -> tuple[PositionRow, ...]:
        """Return a row for each delegation, by name, with a cell for each of so many columns."""
        return tuple(
            PositionRow(party, tuple(self.cells[party.id].get(place, Cell()) for place in range(count)))
            for party in by_name(self.parties.values())
        )

    def _set(self, party: Party, place: int, cell: Cell) -> None:
        self.parties.setdefault(party.id, party)
        self.cells.setdefault(party.id, {})[place] = cell
