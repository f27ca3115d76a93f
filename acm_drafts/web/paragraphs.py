"""
The paragraph: the negotiating table for one piece of the text.

Its wording, the proposals on it side by side, all of them together, what clashes, where delegations
stand, the Mission's decision, and the history. It puts together what others have judged: what may
be seen comes filtered from the store, what clashes from negotiation, words from web.proposed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.consolidation import Edit, clashes
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, Level, Stage, Standing
from acm_drafts.services import reading
from acm_drafts.store import docket, history, lineage, queries, tally, texts, voices
from acm_drafts.store.bearings import Bearings
from acm_drafts.store.database import db
from acm_drafts.store.docket import Docket, Entry
from acm_drafts.store.history import Printed
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Paragraph, Party
from acm_drafts.store.tally import Pending
from acm_drafts.store.texts import Row
from acm_drafts.store.voices import Offer
from acm_drafts.text.language import Language
from acm_drafts.text.overlay import OverlaySpan, overlay
from acm_drafts.web import decided, histories, joins, likenesses, positions, proposed
from acm_drafts.web.access import signed_in
from acm_drafts.web.choices import form_context
from acm_drafts.web.clashes import Clash, brief, clash_in_words, names_in_words
from acm_drafts.web.columns import printed
from acm_drafts.web.drafts import Opened, may_propose, opened, state_of
from acm_drafts.web.likenesses import Beside
from acm_drafts.web.pieces import Piece, loose_bracket
from acm_drafts.web.proposed import Asking

pages = Blueprint("paragraphs", __name__)
pages.add_app_template_filter(names_in_words, "listed")

WORDS = (AmendmentKind.REPLACE, AmendmentKind.SPLIT)


@pages.get("/c/<code:communique>/p/<code:paragraph>")
@signed_in
def show(communique: str, paragraph: str) -> str:
    """Show one paragraph, in the text, only proposed, or gone, to whoever may read it somewhere."""
    return page(communique, paragraph)


def page(communique: str, paragraph: str, *, decision: Mapping[str, Any] | None = None) -> str:
    """
    Return the page of a paragraph. Raises NotFound where it is in no draft and no proposal that the reader may read.

    *decision*: the form of the Mission's decision as it came back; without it the form begins anew.
    A fixed number of queries.
    """
    session = db.session()
    desk = _laid(session, opened(communique), paragraph)
    taken = decided.so_far(session, desk)
    return render_template(
        "paragraphs/show.html",
        desk=desk,
        page=desk.page,
        together=_together(
            desk, taken.edits, request.args.getlist("with") if "switched" in request.args else None
        ),
        clashes=_clashes(desk, taken.edits),
        taken=taken,
        joining=joins.told(desk, [entry for entry in desk.entries if _is_current(desk, entry)]),
        positions=positions.told(session, desk.page.who, desk.flat()),
        translations=texts.translations_of(session, desk.row.wording) if desk.row else {},
        events=histories.events(session, desk),
        kin=history.kin(session, desk.page.shelf, desk.paragraph.id),
        decision=decision or _decision(session, desk),
        round_state=state_of(desk.setting),
        may_propose=may_propose(desk.page.who, desk.setting) and (desk.row or desk.insertion) is not None,
    )


# What lies on it -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal as it is laid out: *below* are those that would amend it."""

    entry: Entry
    offer: Offer
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
    setting: Setting | None
    row: Row | None
    prints: list[Printed]
    entries: Docket
    bearings: Bearings
    insertion: Entry | None
    number: str
    text: str
    kind: str
    before: Row | None = None
    after: Row | None = None
    section: Row | None = None
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


def _laid(session: Session, opening: Opened, code: str) -> Desk:
    shelf, who = opening.shelf, opening.who
    paragraph = queries.get_paragraph(session, opening.communique.id, code)
    rows = reading.rows_for(session, who, shelf, issue=shelf.newest)
    prints = history.printed(session, shelf, paragraph.id)
    known = _bearings(session, opening, rows)
    found = docket.load(session, history.concerning(shelf, who, paragraph.id))
    entries = Docket({key: known.told(entry) for key, entry in found.entries.items()})
    own = [e for e in entries if e.amendment.paragraph_id == paragraph.id]
    insertion = next((e for e in own if e.kind is AmendmentKind.INSERT), None)
    if not prints and insertion is None:
        raise NotFound()
    place = next((i for i, row in enumerate(rows) if row.paragraph == paragraph.id), None)
    row = rows[place] if place is not None else None
    wording = row or (insertion.revision if insertion and not prints else prints[-1].wording)
    desk = Desk(
        page=opening,
        paragraph=paragraph,
        setting=shelf.setting,
        row=row,
        prints=prints,
        entries=entries,
        bearings=known,
        insertion=insertion if row is None and not prints else None,
        number=printed(prints[-1].label, prints[-1].wording.kind) if prints else "",
        text=wording.text,
        kind=wording.kind,
    )
    _place(desk, rows, place)
    _lay_proposals(session, desk, rows)
    return desk


def _bearings(session: Session, opening: Opened, rows: Sequence[Row]) -> Bearings:
    settings = {setting.round.id: setting for setting in opening.shelf.settings}
    came_from = lineage.load(session, opening.communique.id)
    return Bearings(opening.who, opening.shelf, {row.paragraph: row for row in rows}, came_from, settings)


def _place(desk: Desk, rows: Sequence[Row], place: int | None) -> None:
    """Find the neighbours of the paragraph, and of one that is only proposed those of its place."""
    at = place
    if at is None and desk.insertion is not None:
        after = desk.insertion.revision.after_id
        at = next((i for i, row in enumerate(rows) if row.paragraph == after), None)
    if at is None:
        return
    above, below = rows[: at + (place is None)], rows[at + 1 :]
    heads = [row for row in above if row.kind == LineKind.HEADING and row.depth == 0]
    desk.section = heads[-1] if heads else None
    desk.before = next((row for row in reversed(above) if row.kind != LineKind.HEADING), None)
    desk.after = next((row for row in below if row.kind != LineKind.HEADING), None)


def _lay_proposals(session: Session, desk: Desk, rows: Sequence[Row]) -> None:
    """Lay out the proposals of the round, and number what is new at this place."""
    about = desk.paragraph.id
    current = [entry for entry in desk.entries if _is_current(desk, entry)]
    new = [e for e in current if e.kind is AmendmentKind.INSERT and e.amendment.paragraph_id != about]
    brought = [desk.insertion] if desk.insertion else []
    numbers = {
        one.entry.amendment.paragraph_id: one.number
        for group in proposed.new_paragraphs(rows, [*brought, *new]).values()
        for one in group
    }
    if desk.insertion:
        desk.number = numbers.get(about, "")
    codes = texts.codes_of(session, [e.amendment.paragraph_id for e in new])
    desk.following = tuple(
        (codes[key], numbers.get(key, ""), e.revision.text)
        for e in new
        if e.pending and (key := e.amendment.paragraph_id)
    )
    places = proposed.numbers_of(rows)
    here = [e for e in current if e.amendment.paragraph_id == about]
    offers = voices.offers_in(session, desk.page.who, desk.bearings.setting, here)
    desk.names = {e.amendment.id: desk.bearings.name(e) for e in desk.entries}
    desk.shown = _nested(desk, here, offers, places)


def _is_current(desk: Desk, entry: Entry) -> bool:
    """Whether a proposal is of the round that runs, or still waits after it; nothing withdrawn."""
    if desk.setting is None or entry.amendment.round_id != desk.setting.round.id:
        return False
    running = desk.setting.round.closed_at is None
    return entry.amendment.stage != Stage.WITHDRAWN and (running or desk.bearings.where(entry).pending)


def _nested(
    desk: Desk, entries: Sequence[Entry], offers: Mapping[int, Offer], places: Mapping[int, str]
) -> tuple[Shown, ...]:
    keys = {entry.amendment.id for entry in entries}
    running = desk.setting is not None and desk.setting.round.closed_at is None
    others = likenesses.told_once(entries, likenesses.beside(entries)) if running else {}

    def shown(entry: Entry) -> Shown:
        at = desk.bearings.where(entry)
        below = [shown(e) for e in entries if e.amendment.amends_id == entry.amendment.id]
        asking = proposed.asking(entry, places, desk.number)
        beside = others.get(entry.amendment.id, ())
        return Shown(entry, offers[entry.amendment.id], asking, at.standing, at.pending, tuple(below), beside)

    top = [shown(e) for e in entries if e.amendment.amends_id not in keys]
    return tuple(sorted(top, key=lambda one: not one.pending))


# All together --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Switch:
    """One proposal that the combined reading can show or leave out."""

    code: str
    name: str
    party: Party | None
    on: bool


@dataclass(frozen=True, slots=True)
class Together:
    """The combined reading of those proposals that are switched on; *off*: so many are not."""

    spans: tuple[OverlaySpan, ...]
    switches: tuple[Switch, ...]

    @property
    def off(self) -> int:
        return sum(not one.on for one in self.switches)


def _together(desk: Desk, accepted: Sequence[Edit], asked: Collection[str] | None) -> Together | None:
    """
    Return the combined reading of the pending wordings, and of those accepted, on the text as it is.

    None of fewer than two, or where nothing is pending. *asked*: the codes of those that are
    wanted; without it all of them.
    """
    there = [
        (one.entry.amendment.code, one.offer.name, one.offer.sponsor, one.entry.revision.text)
        for one in desk.shown
        if one.pending and one.entry.kind in WORDS and one.entry.base == desk.text
    ]
    owners = {entry.amendment.id: entry.amendment for entry in desk.entries}
    if there:
        there += [
            (
                f"{owners[edit.proposal].code}+",
                _("%(name)s, accepted", name=desk.names[edit.proposal]),
                None,
                edit.text,
            )
            for edit in accepted
            if edit.kind in WORDS and edit.base == desk.text and not edit.bracketed
        ]
    if len(there) < 2:
        return None
    codes = {code for code, *_rest in there} if asked is None else set(asked)
    wanted = {name: text for code, name, _sponsor, text in there if code in codes}
    switches = (Switch(code, name, sponsor, code in codes) for code, name, sponsor, _text in there)
    return Together(overlay(desk.text, wanted), tuple(switches))


def _clashes(desk: Desk, accepted: Sequence[Edit]) -> list[Clash]:
    """Return what stands against each other among the proposals that the reader may read, in words."""
    pending = [
        Pending(one.entry.edit(), one.standing, one.entry.amendment.amends_id) for one in desk.pending()
    ]
    taken = {edit.proposal for edit in accepted} - {one.edit.proposal for one in pending}
    found = clashes(tally.rivals(pending, accepted))
    return [brief(clash_in_words(one, desk.names, taken)) for one in found]


def _decision(session: Session, desk: Desk) -> Mapping[str, Any] | None:
    """Return the form of a decision for who may decide on what lies on the table now."""
    if desk.setting is None or desk.setting.round.closed_at is not None:
        return None
    if desk.row is None and desk.insertion is None:
        return None
    recorded = request.args.get("decided", "")
    return form_context(session, desk.page.who, desk.setting, desk.paragraph, desk.entries, recorded=recorded)
