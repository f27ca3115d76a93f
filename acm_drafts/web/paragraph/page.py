"""
The paragraph: the negotiating table for one piece of the text.

Its wording, the proposals on it side by side, all of them together, what clashes, where delegations
stand, the Mission's decision, and the history. It puts together what others have judged: what may
be seen comes filtered from the store, what clashes from negotiation, words from web.proposed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.consolidation import Edit, clashes
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.services import paragraph_states
from acm_drafts.store.amendment_rows import PendingRow, rivals
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords, load_amendments
from acm_drafts.store.database import Session, db
from acm_drafts.store.drafts import get_paragraph
from acm_drafts.store.insertions import new_paragraphs
from acm_drafts.store.positions import ProposalRights, rights_in_rounds
from acm_drafts.store.records import Party
from acm_drafts.store.status import Statuses
from acm_drafts.store.text import TextRow, codes_of_paragraphs, load_lineage, translations_of
from acm_drafts.store.timeline import amendments_concerning, kin, printed_numbers
from acm_drafts.text.overlay import OverlaySpan, overlay
from acm_drafts.web.amendments.display import asking_of, numbers_of
from acm_drafts.web.amendments.similar import similar_beside, told_once
from acm_drafts.web.decisions.form import form_context
from acm_drafts.web.paragraph.context import Desk, Shown
from acm_drafts.web.paragraph.decided import decided_so_far
from acm_drafts.web.paragraph.merges import merge_notes
from acm_drafts.web.paragraph.positions import positions_table
from acm_drafts.web.paragraph.timeline import paragraph_timeline
from acm_drafts.web.shared.conflicts import Clash, brief, clash_in_words
from acm_drafts.web.text.page import printed_column
from acm_drafts.web.text.routes import Opened, may_propose, opened, state_of

WORDS = (AmendmentKind.REPLACE, AmendmentKind.SPLIT)


def paragraph_page(communique: str, paragraph: str, *, decision: Mapping[str, Any] | None = None) -> str:
    """
    Return the page of a paragraph. Raises NotFound where it is in no draft and no proposal that the reader may read.

    *decision*: the form of the Mission's decision as it came back; without it the form begins anew.
    A fixed number of queries.
    """
    session = db.session()
    desk = _laid(session, opened(communique), paragraph)
    taken = decided_so_far(session, desk)
    return render_template(
        "paragraph/show.html",
        desk=desk,
        page=desk.page,
        together=_together(
            desk, taken.edits, request.args.getlist("with") if "switched" in request.args else None
        ),
        clashes=_clashes(desk, taken.edits),
        taken=taken,
        joining=merge_notes(desk, [entry for entry in desk.entries if _is_current(desk, entry)]),
        positions=positions_table(session, desk.page.who, desk.flat()),
        translations=translations_of(session, desk.row.wording) if desk.row else {},
        events=paragraph_timeline(session, desk),
        kin=kin(session, desk.page.shelf, desk.paragraph.id),
        decision=decision or _decision(session, desk),
        round_state=state_of(desk.setting),
        may_propose=may_propose(desk.page.who, desk.setting) and (desk.row or desk.insertion) is not None,
    )


def _laid(session: Session, opening: Opened, code: str) -> Desk:
    shelf, who = opening.shelf, opening.who
    paragraph = get_paragraph(session, opening.communique.id, code)
    rows = paragraph_states.rows_for(session, who, shelf, issue=shelf.newest)
    prints = printed_numbers(session, shelf, paragraph.id)
    known = _bearings(session, opening, rows)
    found = load_amendments(session, amendments_concerning(shelf, who, paragraph.id))
    entries = AmendmentRecords({key: known.told(entry) for key, entry in found.entries.items()})
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
        number=printed_column(prints[-1].label, prints[-1].wording.kind) if prints else "",
        text=wording.text,
        kind=wording.kind,
    )
    _place(desk, rows, place)
    _lay_proposals(session, desk, rows)
    return desk


def _bearings(session: Session, opening: Opened, rows: Sequence[TextRow]) -> Statuses:
    settings = {setting.round.id: setting for setting in opening.shelf.settings}
    came_from = load_lineage(session, opening.communique.id)
    return Statuses(opening.who, opening.shelf, {row.paragraph: row for row in rows}, came_from, settings)


def _place(desk: Desk, rows: Sequence[TextRow], place: int | None) -> None:
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


def _lay_proposals(session: Session, desk: Desk, rows: Sequence[TextRow]) -> None:
    """Lay out the proposals of the round, and number what is new at this place."""
    about = desk.paragraph.id
    current = [entry for entry in desk.entries if _is_current(desk, entry)]
    new = [e for e in current if e.kind is AmendmentKind.INSERT and e.amendment.paragraph_id != about]
    brought = [desk.insertion] if desk.insertion else []
    numbers = {
        one.entry.amendment.paragraph_id: one.number
        for group in new_paragraphs(rows, [*brought, *new]).values()
        for one in group
    }
    if desk.insertion:
        desk.number = numbers.get(about, "")
    codes = codes_of_paragraphs(session, [e.amendment.paragraph_id for e in new])
    desk.following = tuple(
        (codes[key], numbers.get(key, ""), e.revision.text)
        for e in new
        if e.pending and (key := e.amendment.paragraph_id)
    )
    places = numbers_of(rows)
    here = [e for e in current if e.amendment.paragraph_id == about]
    offers = rights_in_rounds(session, desk.page.who, desk.bearings.setting, here)
    desk.names = {e.amendment.id: desk.bearings.name(e) for e in desk.entries}
    desk.shown = _nested(desk, here, offers, places)


def _is_current(desk: Desk, entry: AmendmentRecord) -> bool:
    """Whether a proposal is of the round that runs, or still waits after it; nothing withdrawn."""
    if desk.setting is None or entry.amendment.round_id != desk.setting.round.id:
        return False
    running = desk.setting.round.closed_at is None
    return entry.amendment.stage != Stage.WITHDRAWN and (running or desk.bearings.where(entry).pending)


def _nested(
    desk: Desk,
    entries: Sequence[AmendmentRecord],
    offers: Mapping[int, ProposalRights],
    places: Mapping[int, str],
) -> tuple[Shown, ...]:
    keys = {entry.amendment.id for entry in entries}
    running = desk.setting is not None and desk.setting.round.closed_at is None
    others = told_once(entries, similar_beside(entries)) if running else {}

    def shown(entry: AmendmentRecord) -> Shown:
        at = desk.bearings.where(entry)
        below = [shown(e) for e in entries if e.amendment.amends_id == entry.amendment.id]
        asking = asking_of(entry, places, desk.number)
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
        PendingRow(one.entry.edit(), one.standing, one.entry.amendment.amends_id) for one in desk.pending()
    ]
    taken = {edit.proposal for edit in accepted} - {one.edit.proposal for one in pending}
    found = clashes(rivals(pending, accepted))
    return [brief(clash_in_words(one, desk.names, taken)) for one in found]


def _decision(session: Session, desk: Desk) -> Mapping[str, Any] | None:
    """Return the form of a decision for who may decide on what lies on the table now."""
    if desk.setting is None or desk.setting.round.closed_at is not None:
        return None
    if desk.row is None and desk.insertion is None:
        return None
    recorded = request.args.get("decided", "")
    return form_context(session, desk.page.who, desk.setting, desk.paragraph, desk.entries, recorded=recorded)
