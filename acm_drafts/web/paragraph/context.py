"""What the page of a paragraph is drawn from."""

from dataclasses import dataclass, field

from acm_drafts.negotiation.terms import Level, Standing
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords
from acm_drafts.store.positions import ProposalRights
from acm_drafts.store.records import Paragraph
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import Statuses
from acm_drafts.store.text import TextRow
from acm_drafts.store.timeline import PrintedNumber
from acm_drafts.text.language import Language
from acm_drafts.web.amendments.display import Asking
from acm_drafts.web.amendments.similar import Beside
from acm_drafts.web.shared.excerpts import Piece, loose_bracket
from acm_drafts.web.text.routes import Opened

# What lies on it -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal as it is laid out: *below* are those that would amend it."""

    entry: AmendmentRecord
    offer: ProposalRights
    asking: Asking
    standing: Standing
    pending: bool
    below: tuple["Shown", ...] = ()
    alike: tuple[Beside, ...] = ()
    """Others on this page that ask for the same, or nearly."""

    @property
    def flat(self) -> tuple["Shown", ...]:
        """Itself, and all that would amend it or one of those."""
        return (self, *(one for below in self.below for one in below.flat))

    @property
    def loose(self) -> Piece | None:
        """The bracket without a partner in what is proposed."""
        return loose_bracket(self.entry.revision.text) if self.pending else None


@dataclass(slots=True)
class Desk:
    """
    One paragraph with everything about it that the reader may read.

    *row* is its line in the newest draft, None where it is only proposed or gone; *insertion* the
    proposal by which it is to come in. *number* is what it prints now, "12 bis" if proposed.
    *text* is what proposals stand on. *before* and *after* are its neighbours, *section* the heading
    above it. *entries* are all proposals ever made about it, *shown* those of the round.
    """

    page: Opened
    paragraph: Paragraph
    setting: RoundContext | None
    row: TextRow | None
    prints: list[PrintedNumber]
    entries: AmendmentRecords
    bearings: Statuses
    insertion: AmendmentRecord | None
    number: str
    text: str
    kind: str
    before: TextRow | None = None
    after: TextRow | None = None
    section: TextRow | None = None
    shown: tuple[Shown, ...] = ()
    following: tuple[tuple[str, str, str], ...] = ()
    """New paragraphs that are to follow it: code, number, first words."""
    names: dict[int, str] = field(default_factory=dict)
    """What the reader may call each proposal, by its key."""

    @property
    def language(self) -> Language:
        return self.page.language

    @property
    def level(self) -> Level | None:
        return Level(self.row.level) if self.row and self.row.level else None

    @property
    def by_revision(self) -> dict[int, Shown]:
        """The proposals shown, by the key of what they say now."""
        return {one.entry.revision.id: one for one in self.flat()}

    def amended(self, one: Shown) -> tuple[str, str] | None:
        """Return name and code of the proposal that *one* would amend, None where there is none to be named."""
        other = self.entries.entries.get(one.entry.amendment.amends_id or 0)
        return (self.names[other.amendment.id], other.amendment.code) if other else None

    def flat(self) -> list[Shown]:
        """Return the proposals shown, those that amend others after them."""
        return [one for shown in self.shown for one in shown.flat]

    def pending(self) -> list[Shown]:
        return [one for one in self.flat() if one.pending]
