"""One paragraph of an open sitting, shown in the room in large letters: nothing that somebody there may not read."""

from dataclasses import dataclass

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.sittings import AGREED
from acm_drafts.services.paragraph_states import knows_states
from acm_drafts.services.sittings import known_words
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import db
from acm_drafts.store.readable import somebody_at_the_table
from acm_drafts.store.records import SittingResultRow
from acm_drafts.store.sittings import AgendaLine, SittingRecord
from acm_drafts.store.text import open_draft_set
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.web.paragraph.cards import ProposalCard, proposal_card
from acm_drafts.web.paragraph.context import Desk, NewParagraph, load_desk
from acm_drafts.web.shared.withheld import withheld_from
from acm_drafts.web.sittings.names import called
from acm_drafts.web.sittings.page import Recorded, recorded
from acm_drafts.web.text.routes import Opened


@dataclass(frozen=True, slots=True)
class RoomPage:
    """
    A paragraph for the room. *called*: what it is called in a sentence, "" where somebody there may not read it.

    *words*: those of the draft. *spans*: from these to what it says now; *deleted*: it is decided to delete it.
    *as_drafted*: somebody there may not know what was decided, so that nothing of it is told. *result*: what the
    sitting recorded on it last, None for nothing; *agreed*: that it is agreed, in these words. *cards*: what waits for
    a decision, and *following* new paragraphs after it; *withheld*: why others are not shown, "" where all are.
    *is_new*: it is a new paragraph, shown in the words in which it is proposed.
    """

    called: str = ""
    section: str = ""
    words: str = ""
    spans: tuple[Span, ...] = ()
    deleted: bool = False
    as_drafted: bool = False
    result: Recorded | None = None
    agreed: bool = False
    cards: tuple[ProposalCard, ...] = ()
    following: tuple[NewParagraph, ...] = ()
    withheld: str = ""
    is_new: bool = False
    shown_above: str = ""
    """The code of the proposal of a new paragraph, whose words are shown already."""


def room_page(page: Opened, record: SittingRecord, paragraph: str) -> RoomPage:
    """
    Return the paragraph with the code *paragraph* as anybody at the table reads it; an empty page where one may not.

    What the sitting agreed was agreed before all who are in the room: its words are shown, whatever the round hides.
    """
    who = somebody_at_the_table(page.communique.meeting_id)
    try:
        opening = Opened(open_draft_set(db.session(), page.communique.code, who), who)
        desk = load_desk(db.session(), opening, paragraph)
    except NotFound:
        return RoomPage()
    if desk.row:
        return _shown(opening, desk, record.result_on(desk.paragraph.id))
    return _shown_new(opening, desk, desk.insertion) if desk.insertion else RoomPage()


def _shown(opening: Opened, desk: Desk, latest: SittingResultRow | None) -> RoomPage:
    who, drafts = opening.who, opening.drafts
    name = called(AgendaLine(desk.number, desk.text))
    before, decided = known_words(db.session(), who, drafts, desk.paragraph.id)
    agreed_here = latest if latest and latest.result in AGREED else None
    now = (agreed_here.text or None) if agreed_here else decided
    return RoomPage(
        name,
        desk.section.text if desk.section else "",
        before or "",
        _changes(before or "", now),
        deleted=now is None,
        as_drafted=not agreed_here and not knows_states(who, drafts),
        result=recorded(latest, name, counts=True, ended=False) if latest else None,
        agreed=agreed_here is not None,
        cards=tuple(proposal_card(desk, proposal) for proposal in desk.pending()),
        following=desk.following,
        withheld=withheld_from(who, drafts.context),
    )


def _shown_new(opening: Opened, desk: Desk, insertion: AmendmentRecord) -> RoomPage:
    """Return a new paragraph as it is proposed: nothing is recorded on it, and its decisions stand in the record."""
    return RoomPage(
        called(AgendaLine(desk.number, desk.text)),
        desk.section.text if desk.section else "",
        desk.text,
        diff_words(desk.text, desk.text),
        is_new=True,
        shown_above=insertion.amendment.code,
        cards=tuple(proposal_card(desk, proposal) for proposal in desk.pending()),
        following=desk.following,
        withheld=withheld_from(opening.who, opening.drafts.context),
    )


def _changes(before: str, now: str | None) -> tuple[Span, ...]:
    return diff_words(before, now) if now is not None else ()
