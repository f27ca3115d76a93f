"""What the page of a paragraph is drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.insertions import new_paragraphs
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, Level, Stage, Standing
from acm_drafts.services import paragraph_states
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import Session, db
from acm_drafts.store.drafts import get_paragraph
from acm_drafts.store.insertions import insertions_of, load_new_paragraphs
from acm_drafts.store.positions import ProposalRights, rights_in_rounds
from acm_drafts.store.readable import submitted_in_round
from acm_drafts.store.records import Corrigendum, Paragraph, Revision, Wording
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence import HeldParagraph, held_paragraphs
from acm_drafts.store.status import Statuses
from acm_drafts.store.text import TextRow, codes_of_paragraphs, load_lineage, symbols_of_wordings
from acm_drafts.store.timeline import PrintedNumber, load_amendments_concerning, printed_numbers
from acm_drafts.text.language import Language
from acm_drafts.web.adoption.page import ParagraphCorrection, adoption_url, corrections_on
from acm_drafts.web.amendments.display import Asking, asking_of, numbers_of
from acm_drafts.web.amendments.similar import Beside, listed_once, similar_beside
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
    only_proposed: bool = False
    """Whether it stands so because the Mission proposes it, and no level agreed that."""

    @property
    def flat(self) -> tuple["Shown", ...]:
        """Return this proposal and all that amend it, directly or through another one."""
        return (self, *(proposal for below in self.below for proposal in below.flat))

    @property
    def loose(self) -> Piece | None:
        """The bracket without a partner in what is proposed."""
        return loose_bracket(self.entry.revision.text) if self.pending else None


class NewParagraph(NamedTuple):
    """A new paragraph that is proposed after this one: its code, the number that it would print, and its words."""

    code: str
    number: str
    text: str


@dataclass(slots=True)
class Desk:
    """
    One paragraph with everything about it that the reader may read.

    *row* is its line in the newest draft, None where it is only proposed or gone; *insertion* the
    proposal by which it is to come in. *number* is what it prints now, "12 bis" if proposed, *depth* how far it is
    indented.
    *text* is what proposals stand on. *before* and *after* are its neighbours, *section* the heading
    above it. *entries* are all proposals ever made about it, *shown* those of the round.
    """

    page: Opened
    paragraph: Paragraph
    context: RoundContext | None
    row: TextRow | None
    prints: list[PrintedNumber]
    entries: AmendmentRecords
    bearings: Statuses
    insertion: AmendmentRecord | None
    number: str
    depth: int
    text: str
    kind: str
    before: TextRow | None = None
    after: TextRow | None = None
    section: TextRow | None = None
    shown: tuple[Shown, ...] = ()
    following: tuple[NewParagraph, ...] = ()
    names: dict[int, str] = field(default_factory=dict)
    """What the reader may call each proposal, by its key."""
    held: Sequence[HeldParagraph] = ()
    """That the paragraph is under silence; empty where it is not."""
    corrigenda: tuple[Corrigendum, ...] = ()
    """Those to the text, where it is adopted."""

    @property
    def language(self) -> Language:
        return self.page.language

    @property
    def corrections(self) -> tuple[ParagraphCorrection, ...]:
        """What corrigenda read otherwise in the paragraph, in their order."""
        url = adoption_url(self.page.communique.code)
        return corrections_on(self.corrigenda, self.paragraph.id, url=url, language=self.language)

    @property
    def is_running(self) -> bool:
        """Whether the last round of the text is still to be closed."""
        return self.context is not None and self.context.round.closed_at is None

    @property
    def current(self) -> list[AmendmentRecord]:
        """The proposals of the round that runs, or that still wait after it; nothing withdrawn."""
        return [record for record in self.entries if self._is_current(record)]

    def _is_current(self, record: AmendmentRecord) -> bool:
        if self.context is None:
            return False
        if record.last_shown is not None:
            read = {version.draft.id for version in self.page.drafts.versions}
            waits = record.pending and not record.last_shown.is_over(read)
            return record.last_shown.covers(self.context) and waits
        if record.amendment.round_id != self.context.round.id:
            return False
        if record.amendment.stage == Stage.WITHDRAWN:
            return False
        return self.is_running or self.bearings.where(record).pending

    @property
    def level(self) -> Level | None:
        return Level(self.row.level) if self.row and self.row.level else None

    @property
    def by_revision(self) -> dict[int, Shown]:
        """The proposals shown, by the key of their present revision."""
        return {proposal.entry.revision.id: proposal for proposal in self.flat()}

    def reads_decision(self, amendment: int, round_id: int) -> bool:
        """Return whether the reader may know what was decided in a round on the proposal with the key *amendment*."""
        record = self.entries.entries.get(amendment)
        return record is not None and record.reads_round(round_id)

    def amended(self, proposal: Shown) -> tuple[str, str] | None:
        """Return name and code of the proposal that *proposal* would amend, None if the reader may know none."""
        amended = self.entries.entries.get(proposal.entry.amendment.amends_id or 0)
        return (self.names[amended.amendment.id], amended.amendment.code) if amended else None

    def flat(self) -> list[Shown]:
        """Return the proposals shown, those that amend others after them."""
        return [proposal for shown in self.shown for proposal in shown.flat]

    def pending(self) -> list[Shown]:
        return [proposal for proposal in self.flat() if proposal.pending]


# How it is put together ----------------------------------------------------------------------------


def load_desk(session: Session, opening: Opened, code: str) -> Desk:
    """Return a paragraph with all about it. Raises NotFound where it is in no draft and no proposal for the reader."""
    drafts, who = opening.drafts, opening.who
    paragraph = get_paragraph(session, opening.communique.id, code)
    rows = paragraph_states.rows_for(session, who, drafts, version=drafts.newest)
    prints = printed_numbers(session, drafts, paragraph.id)
    statuses = _statuses(session, opening, rows)
    amendments = load_amendments_concerning(session, drafts, who, paragraph.id)
    entries = AmendmentRecords({key: statuses.as_known(record) for key, record in amendments.entries.items()})
    statuses.learn_settled(session, entries)
    insertion = _insertion(entries, paragraph.id)
    if not prints and insertion is None:
        raise NotFound()
    at = _index(rows, paragraph.id)
    row = rows[at] if at is not None else None
    wording = _wording(row, prints, insertion)
    desk = Desk(
        held=held_paragraphs(session, who, opening.communique, [paragraph.id]),
        corrigenda=corrigenda_to(session, opening.communique.id) if drafts.is_adopted else (),
        page=opening,
        paragraph=paragraph,
        context=drafts.context,
        row=row,
        prints=prints,
        entries=entries,
        bearings=statuses,
        insertion=insertion if row is None and not prints else None,
        number=prints[-1].reference if prints else "",
        depth=wording.depth,
        text=wording.text,
        kind=wording.kind,
    )
    _place(desk, rows, at)
    _lay_proposals(session, desk, rows)
    return desk


def _statuses(session: Session, opening: Opened, rows: Sequence[TextRow]) -> Statuses:
    contexts = {context.round.id: context for context in opening.drafts.contexts}
    came_from = load_lineage(session, opening.communique.id)
    return Statuses(opening.who, opening.drafts, {row.paragraph: row for row in rows}, came_from, contexts)


def _insertion(entries: AmendmentRecords, paragraph: int) -> AmendmentRecord | None:
    """Return the first proposal that adds *paragraph*."""
    return next((record for record in entries if _brings_in(record, paragraph)), None)


def _brings_in(record: AmendmentRecord, paragraph: int) -> bool:
    return record.kind is AmendmentKind.INSERT and record.amendment.paragraph_id == paragraph


def _index(rows: Sequence[TextRow], paragraph: int | None) -> int | None:
    """Return where *paragraph* stands among *rows*, None where it does not."""
    return next((index for index, row in enumerate(rows) if row.paragraph == paragraph), None)


def _wording(
    row: TextRow | None, prints: Sequence[PrintedNumber], insertion: AmendmentRecord | None
) -> TextRow | Wording | Revision:
    """Return the words of the paragraph: of the newest draft, else as last printed, else as proposed."""
    if row is not None:
        return row
    if prints:
        return prints[-1].wording
    assert insertion is not None
    return insertion.revision


def _place(desk: Desk, rows: Sequence[TextRow], index: int | None) -> None:
    """Find the neighbours of the paragraph, and of one that is only proposed those of its place."""
    if index is not None:
        above, below = rows[:index], rows[index + 1 :]
    elif desk.insertion is not None:
        follows = _index(rows, desk.insertion.revision.after_id)
        if follows is None:
            return
        above, below = rows[: follows + 1], rows[follows + 1 :]
    else:
        return
    desk.section = next((row for row in reversed(above) if _is_main_heading(row)), None)
    desk.before = next((row for row in reversed(above) if row.kind != LineKind.HEADING), None)
    desk.after = next((row for row in below if row.kind != LineKind.HEADING), None)


def _is_main_heading(row: TextRow) -> bool:
    return row.kind == LineKind.HEADING and row.depth == 0


def _lay_proposals(session: Session, desk: Desk, rows: Sequence[TextRow]) -> None:
    """Lay out the proposals of the round, and number what is new at this place."""
    current, about = desk.current, desk.paragraph.id
    concerning = [record for record in current if record.amendment.paragraph_id == about]
    new = [record for record in current if _brings_in_another(record, about)]
    numbers = _numbers_of_new(session, desk, rows, new)
    if desk.insertion:
        desk.number = numbers.get(about, "")
    desk.following = _following(session, new, numbers)
    rights = rights_in_rounds(session, desk.page.who, desk.bearings.context, concerning)
    desk.names = {record.amendment.id: desk.bearings.name(record) for record in desk.entries}
    desk.shown = _nested(desk, concerning, rights, numbers_of(rows))


def _brings_in_another(record: AmendmentRecord, paragraph: int) -> bool:
    return record.kind is AmendmentKind.INSERT and record.amendment.paragraph_id != paragraph


def _numbers_of_new(
    session: Session, desk: Desk, rows: Sequence[TextRow], new: Sequence[AmendmentRecord]
) -> dict[int, str]:
    """
    Return the number that each proposed paragraph would print, by paragraph. None without any, else one query, and
    five between two rounds.

    Those at other places count too: what follows paragraph 12 and what follows 12 (a) both print behind 12.
    Once the text that came of a round may be read, those are left that go on to the next one.
    """
    proposed = [*([desk.insertion] if desk.insertion else []), *new]
    if not proposed:
        return {}
    who, context = desk.page.who, desk.context
    if context is None:
        insertions = insertions_of(proposed)
    elif context.version.draft.id == desk.page.drafts.newest.draft.id:
        insertions = load_new_paragraphs(session, who, context)
    else:
        insertions = insertions_of(submitted_in_round(session, who, context).pending())
    groups = new_paragraphs(rows, insertions).values()
    return {printed.paragraph: printed.reference for group in groups for printed in group}


def _following(
    session: Session, insertions: Sequence[AmendmentRecord], numbers: Mapping[int, str]
) -> tuple[NewParagraph, ...]:
    """Return the new paragraphs that pending *insertions* would bring in. One query at most."""
    codes = codes_of_paragraphs(session, [record.amendment.paragraph_id for record in insertions])
    return tuple(
        NewParagraph(codes[key], numbers.get(key, ""), record.revision.text)
        for record in insertions
        if record.pending and (key := record.amendment.paragraph_id)
    )


def _symbols(desk: Desk, entries: Sequence[AmendmentRecord]) -> dict[int, str]:
    """Return the symbols of the drafts whose wording *entries* are read on, where it is not the one that stands."""
    wordings = {record.read_on for record in entries if record.asked[0] != desk.text}
    return symbols_of_wordings(db.session(), desk.page.drafts, [key for key in wordings if key])


def _nested(
    desk: Desk,
    entries: Sequence[AmendmentRecord],
    rights: Mapping[int, ProposalRights],
    places: Mapping[int, str],
) -> tuple[Shown, ...]:
    """Return *entries*, pending ones first, each with the proposals that amend it below."""
    keys = {record.amendment.id for record in entries}
    symbols = _symbols(desk, entries)
    alike = listed_once(entries, similar_beside(entries)) if desk.is_running else {}

    def shown(record: AmendmentRecord) -> Shown:
        key, status = record.amendment.id, desk.bearings.where(record)
        below = tuple(shown(amending) for amending in entries if amending.amendment.amends_id == key)
        asking = asking_of(record, places, desk.number, now=desk.text, symbols=symbols)
        return Shown(
            record,
            rights[key],
            asking,
            status.standing,
            status.pending,
            below,
            alike.get(key, ()),
            status.only_proposed,
        )

    top = [shown(record) for record in entries if record.amendment.amends_id not in keys]
    return tuple(sorted(top, key=lambda proposal: not proposal.pending))
