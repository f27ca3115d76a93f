"""
All positions on the text beside one another: paragraph by paragraph, or delegation by delegation.

What may be told was settled in the store. Where a reader does not read all positions of the last round nothing is
counted: the count would not be true.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import PartyKind, Stance
from acm_drafts.store.database import Session
from acm_drafts.store.meetings import day_in
from acm_drafts.store.paragraph_positions import Stood, load_matrix, load_paragraph_positions, positions_shown
from acm_drafts.store.people import find_parties
from acm_drafts.store.positions import TakenPosition
from acm_drafts.store.records import Party
from acm_drafts.store.text import TextRow, text_rows
from acm_drafts.web.paragraph.positions import TallyRow, counted_row
from acm_drafts.web.paragraph.words import shown_until
from acm_drafts.web.shared.formatting import party_name
from acm_drafts.web.text.routes import Opened

EARLIER = " earlier"
"""Stands behind a position that was taken on earlier words, in the key of a cell."""

OBJECTING = (Stance.OPPOSE, Stance.RESERVE)
OBJECTIONS, UNSAID = "objections", "unsaid"
"""What the list can be narrowed to: paragraphs to which somebody objects, or on whose words we have not spoken."""


@dataclass(frozen=True, slots=True)
class Own:
    """Where a delegation of the reader stands: the value of a Stance, "" for none; *earlier*: on earlier words."""

    party: Party
    stance: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """
    One line of the text, who stands where on it (of the *columns*), and where the reader's delegations stand (*own*).

    *sheet* has the columns and what may be counted.
    """

    row: TextRow
    stood: Stood
    own: tuple[Own, ...]
    sheet: "Sheet"

    @property
    def is_heading(self) -> bool:
        """Whether it heads a section, and nobody took a position on it."""
        return self.row.kind == LineKind.HEADING and not self.stood.now and not self.stood.earlier

    @property
    def cells(self) -> list[str]:
        """For each column the value of a Stance, with EARLIER behind it where that is of earlier words, or ""."""
        stances: dict[int, str] = {key: f"{stance}{EARLIER}" for key, stance in self.stood.earlier.items()}
        stances.update(self.stood.now)
        return [stances.get(key, "") for key in self.sheet.columns]

    @property
    def tally(self) -> TallyRow | None:
        """Its positions counted, None where there are none or none may be counted."""
        if not self.sheet.counts or not any(self.stood):
            return None
        now, earlier = map(self.sheet.in_order, self.stood)
        return counted_row("", now, earlier, states=self.sheet.states, names=self.sheet.names)

    @property
    def of_others(self) -> list[tuple[str, Stance, bool]]:
        """Name, position, and whether it is of earlier words, of all but the reader's delegations."""
        own = {stand.party.id for stand in self.own}
        return [
            (self.sheet.names[key], stance, stances is self.stood.earlier)
            for stances in self.stood
            for key, stance in self.sheet.in_order(stances).items()
            if key not in own
        ]

    @property
    def is_objected_to(self) -> bool:
        return any(stance in OBJECTING for stance in self.stood.now.values())

    @property
    def is_unspoken(self) -> bool:
        """Whether nobody shown has a position on the words as they stand; a heading alone asks for none."""
        return not self.stood.now and not self.is_heading

    @property
    def is_unsaid(self) -> bool:
        """Whether one of the reader's delegations has taken no position on the words as they stand."""
        return any(not own.stance for own in self.own)


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring columns of one group: the group itself, and the States that belong to it."""

    group: Party
    states: tuple[Party, ...]

    @property
    def columns(self) -> tuple[Party, ...]:
        return (self.group, *self.states)


@dataclass(frozen=True, slots=True)
class Matrix:
    """
    The text with who stands where. *blocks* are the columns, by group; *group* is the only one shown, None for all.

    *counts* is False where the reader does not read all positions; *note* then says which they read. *only*: what the
    list is narrowed to. *objected*: to how many paragraphs somebody shown objects, or on how many they reserve;
    *unspoken*: on how many nobody shown has a position on the words as they stand.
    """

    blocks: tuple[Block, ...]
    groups: tuple[Party, ...]
    rows: tuple[ParagraphRow, ...]
    has_own: bool
    counts: bool
    note: str
    objected: int
    unspoken: int
    group: Party | None = None
    only: str = ""

    @property
    def columns(self) -> tuple[Party, ...]:
        return tuple(party for block in self.blocks for party in block.columns)


def matrix_of(session: Session, page: Opened, *, group: str = "", only: str = "") -> Matrix:
    """
    Return the positions on the newest text that the reader may read. Three queries.

    *group*: the code of the one group whose States are shown, "" for all. *only*: OBJECTIONS, UNSAID, or "".
    """
    parties = find_parties(session)
    lines = text_rows(session, page.drafts.newest.draft.id)
    stood = load_matrix(session, page.who, page.drafts, wordings_of(lines))
    shown = positions_shown(page.who, page.drafts.contexts)
    groups = _groups(parties)
    chosen = next((party for party in groups if party.code == group), None)
    blocks = tuple(_block(party, parties) for party in groups if chosen in (None, party))
    sheet = _sheet(blocks, parties, page.who.own_parties(), is_whole=chosen is None, counts=shown.all)
    rows = tuple(sheet.row(row, stood[row.paragraph]) for row in lines)
    return Matrix(
        blocks,
        groups,
        tuple(row for row in rows if _is_wanted(row, only)),
        bool(sheet.own),
        shown.all,
        "" if shown.all else shown_until(shown.until),
        objected=_count(row.is_objected_to for row in rows),
        unspoken=_count(row.is_unspoken for row in rows),
        group=chosen,
        only=only,
    )


def _groups(parties: Iterable[Party]) -> tuple[Party, ...]:
    return tuple(party for party in parties if party.kind == PartyKind.GROUP)


def _count(answers: Iterable[bool]) -> int:
    return sum(answers)


def _sheet(
    blocks: Sequence[Block], parties: Sequence[Party], own: Collection[int], *, is_whole: bool, counts: bool
) -> "Sheet":
    """Return the columns of *blocks*; *own* are the keys of the reader's parties, the Mission among them."""
    return Sheet(
        tuple(party.id for block in blocks for party in block.columns),
        tuple(state.id for block in blocks for state in block.states),
        tuple(party for party in parties if party.id in own and party.kind != PartyKind.MISSION),
        {party.id: party_name(party) for party in parties},
        is_whole,
        counts,
    )


def wordings_of(lines: Sequence[TextRow]) -> dict[int, int]:
    """Map the paragraph of each of *lines* to the wording that it prints."""
    return {row.paragraph: row.wording for row in lines}


def _block(group: Party, parties: Sequence[Party]) -> Block:
    states = [p for p in parties if p.kind == PartyKind.STATE and p.region == group.region]
    return Block(group, tuple(states))


def _is_wanted(row: ParagraphRow, only: str) -> bool:
    if only == OBJECTIONS:
        return row.is_objected_to
    return row.row.kind != LineKind.HEADING and row.is_unsaid if only == UNSAID else True


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    The keys of the *columns* and of the *states* among them, the reader's own parties, and what each party is called.

    *is_whole*: every party has a column. *counts*: the reader reads all positions, so that they may be counted.
    """

    columns: tuple[int, ...]
    states: tuple[int, ...]
    own: tuple[Party, ...]
    names: Mapping[int, str]
    is_whole: bool
    counts: bool

    def row(self, row: TextRow, stood: Stood) -> ParagraphRow:
        own = tuple(_own(party, stood) for party in self.own)
        shown = stood if self.is_whole else Stood(*(self.in_order(stances) for stances in stood))
        return ParagraphRow(row, shown, own, self)

    def in_order(self, stances: Mapping[int, Stance]) -> Mapping[int, Stance]:
        """Return the *stances* of those who have a column, in the order of the columns."""
        return {key: stances[key] for key in self.columns if key in stances}


def _own(party: Party, stood: Stood) -> Own:
    if party.id in stood.now:
        return Own(party, stood.now[party.id])
    return Own(party, earlier=stood.earlier.get(party.id, ""))


# For a spreadsheet ---------------------------------------------------------------------------------


def table_of(matrix: Matrix, words: Mapping[str, str]) -> list[list[str]]:
    """Return the matrix as rows of words, its head first; *words* by the key of a cell."""
    head = [str(_("Paragraph")), str(_("Wording")), *(party_name(party) for party in matrix.columns)]
    return [
        head,
        *([row.row.number, row.row.text, *map(words.__getitem__, row.cells)] for row in matrix.rows),
    ]


def reasons_of(session: Session, page: Opened, matrix: Matrix, words: Mapping[str, str]) -> list[list[str]]:
    """
    Return each position in the matrix with its reason and the day at the conference since which it is held, head first.

    Two queries.
    """
    lines, zone = [row.row for row in matrix.rows], page.communique.meeting.zone
    taken = load_paragraph_positions(session, page.who, page.drafts, wordings_of(lines))
    shown = {party.id for party in matrix.columns}
    head = [_("Paragraph"), _("Delegation"), _("Position"), _("Since"), _("Reason")]
    rows = [
        [
            line.number,
            party_name(position.party),
            words[_key(position)],
            day_in(zone, position.at).isoformat(),
            position.reason,
        ]
        for line in lines
        for position in taken[line.paragraph]
        if position.party.id in shown
    ]
    return [[str(title) for title in head], *rows]


def _key(position: TakenPosition) -> str:
    return f"{position.stance}{EARLIER}" if position.is_earlier else str(position.stance)


KEYS = ("", *(f"{stance}{behind}" for stance in Stance for behind in ("", EARLIER)))
"""Every key that a cell can have."""
