"""
The paragraph: the negotiating table for one piece of the text.

Its wording, the proposals on it side by side, all of them together, what conflicts, where delegations
stand, the Mission's decision, and the history. It puts together what others have judged: what may
be seen comes filtered from the store, what conflicts from negotiation, words from web.amendments.display.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request
from flask_wtf import FlaskForm

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.consolidation import Edit, conflicts_among
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.permissions import SPEAKS, Act, Facts, may
from acm_drafts.negotiation.terms import Standing
from acm_drafts.services import paragraph_states
from acm_drafts.store.amendment_rows import PendingRow, rivals
from acm_drafts.store.bodies import is_chaired_by
from acm_drafts.store.database import Session, db
from acm_drafts.store.decisions import earlier_agreements
from acm_drafts.store.small_groups import SmallGroupRecord, last_put_on
from acm_drafts.store.timeline import kin
from acm_drafts.store.translations import translations_of
from acm_drafts.web.bracket_holders.page import shown_brackets
from acm_drafts.web.decisions.form import PutVersion, form_context
from acm_drafts.web.discussions.page import beside_paragraph
from acm_drafts.web.follow_up.beside import beside_paragraph as beside_paragraph_of
from acm_drafts.web.guide.beside import ItemsBeside, items_beside
from acm_drafts.web.paragraph.agreed_language import agreed_language
from acm_drafts.web.paragraph.cards import ProposalCard, proposal_card
from acm_drafts.web.paragraph.combined import combined_reading
from acm_drafts.web.paragraph.context import Desk, load_desk
from acm_drafts.web.paragraph.decided import SoFar, decided_so_far
from acm_drafts.web.paragraph.head import Head, head_of
from acm_drafts.web.paragraph.history import paragraph_timeline
from acm_drafts.web.paragraph.merges import MergeNote, merge_notes
from acm_drafts.web.paragraph.positions import positions_table
from acm_drafts.web.paragraph.reservations import reservations_beside
from acm_drafts.web.paragraph.small_groups import groups_beside
from acm_drafts.web.paragraph.words import own_positions
from acm_drafts.web.shared.conflicts import Conflict, brief, conflict_in_words
from acm_drafts.web.shared.withheld import drawn_numbers, withheld_from
from acm_drafts.web.text.routes import may_propose, opened, state_of


def paragraph_page(
    communique: str,
    paragraph: str,
    *,
    decision: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
    bracket: FlaskForm | None = None,
) -> str:
    """
    Return the page of a paragraph. Raises NotFound where it is in no draft and no proposal that the reader may read.

    *decision*: the form of the Mission's decision as it came back; without it the form begins anew. *refusal*: of a
    position on the paragraph, and *typed* what was sent; *bracket*: what was sent about one, which was refused. A fixed
    number of queries.
    """
    session = db.session()
    desk = load_desk(session, opened(communique), paragraph)
    taken = decided_so_far(session, desk)
    switched = request.args.getlist("with") if "switched" in request.args else None
    groups = groups_beside(session, desk)
    form = decision or _decision(session, desk, groups)
    head = _head(session, desk, taken)
    g.amend_url = head.acts.amend
    own = own_positions(session, desk)
    return render_template(
        "paragraph/show.html",
        desk=desk,
        page=desk.page,
        head=head,
        proposals=_proposals(desk, merge_notes(desk, desk.current)),
        together=combined_reading(desk, taken.edits, switched),
        conflicts=_conflicts(desk, taken.edits),
        own=own,
        refusal=refusal,
        typed=typed or {},
        positions=positions_table(
            session, desk.page.who, desk.flat(), paragraph=own.column, counted=form is not None
        ),
        groups=groups,
        bracket=bracket,
        **_beside_the_words(session, desk),
        events=paragraph_timeline(session, desk),
        decision=form,
        round_state=state_of(desk.context),
    )


def _beside_the_words(session: Session, desk: Desk) -> dict[str, Any]:
    """Return what is recorded beside the words: reservations, items of the guide, holders of brackets, discussions."""
    page, bearings = desk.page, desk.bearings
    discussions, discussed = beside_paragraph(
        session, page, desk.paragraph, rows=bearings.rows, lineage=bearings.lineage
    )
    rows = tuple(bearings.rows.values())
    return {
        "agreed": agreed_language(session, desk),
        "reservations": reservations_beside(session, desk),
        "follow_up": beside_paragraph_of(session, desk.page.who, desk.paragraph.id),
        "items": items_beside(session, page.who, page.communique, desk.paragraph)
        if desk.row
        else ItemsBeside(),
        "brackets": shown_brackets(session, page, rows, paragraph=desk.paragraph.id),
        "discussions": discussions,
        "discussed": discussed,
    }


def _head(session: Session, desk: Desk, taken: SoFar) -> Head:
    page, row = desk.page, desk.row
    return head_of(
        desk,
        taken,
        may_propose=may_propose(page.who, desk.context) and _is_there(desk),
        translations=translations_of(session, row.wording) if row else {},
        kin=kin(session, page.drafts, desk.paragraph.id),
        earlier=earlier_agreements(session, page.drafts, page.who, row) if row else (),
        may_act=_may_act_on_agreement(session, desk),
    )


def _may_act_on_agreement(session: Session, desk: Desk) -> bool:
    """Return whether the reader may confirm or reopen what is agreed on the paragraph. One query at most."""
    page, row = desk.page, desk.row
    if row is None or row.level is None or not paragraph_states.knows_states(page.who, page.drafts):
        return False
    meeting = page.communique.meeting_id
    if may(page.who, Act.REOPEN, Facts(meeting=meeting)):
        return True
    parties = page.who.at(meeting).parties(*SPEAKS)
    return bool(parties) and is_chaired_by(session, meeting, parties, row.level)


def _is_there(desk: Desk) -> bool:
    """Whether the paragraph is in the text or proposed for it, so that something can be asked of it."""
    return desk.row is not None or desk.insertion is not None


# Proposals -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Joins:
    """Proposals that join the paragraph to another one, under their heading."""

    heading: str
    notes: tuple[MergeNote, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """
    The proposals on the paragraph, so many of them *pending*; *nothing* says that there are none, *withheld* who
    reads those that this reader may not see.

    *drawn* is why the numbers shown beside these do not follow one another, "" where they do.

    *joins* are those of other paragraphs that would take it in, *after* heads the new ones proposed after it.
    """

    pending: int
    cards: tuple[ProposalCard, ...]
    nothing: str
    withheld: str
    drawn: str
    joins: tuple[Joins, ...]
    after: str


def _joins(merges: Sequence[MergeNote]) -> tuple[Joins, ...]:
    """Return the proposals to join the paragraph to another one, those that are pending first."""
    waiting = tuple(note for note in merges if note.pending)
    accepted = tuple(note for note in merges if not (note.pending or note.only_proposed))
    proposed = tuple(note for note in merges if note.only_proposed and not note.pending)
    joining = ngettext(
        "A proposal would join it to another paragraph",
        "%(num)s proposals would join it to another paragraph",
        len(waiting),
    )
    decided = _("It is to be joined to another paragraph, as accepted in this round")
    in_mind = _("The Mission proposes to join it to another paragraph")
    groups = (Joins(joining, waiting), Joins(in_mind, proposed), Joins(decided, accepted))
    return tuple(group for group in groups if group.notes)


def _proposals(desk: Desk, merges: Sequence[MergeNote]) -> Proposals:
    count, withheld = len(desk.following), withheld_from(desk.page.who, desk.context)
    return Proposals(
        pending=sum(shown.standing is not Standing.SETTLED for shown in desk.pending())
        + sum(note.pending for note in merges)
        + count,
        cards=tuple(proposal_card(desk, shown) for shown in desk.shown),
        nothing="" if withheld or desk.shown or merges or desk.following else _("Nothing is pending here."),
        withheld=_("Proposals of others: %(why)s.", why=withheld) if withheld else "",
        drawn=drawn_numbers(desk.page.who, desk.context) if desk.shown else "",
        joins=_joins(merges),
        after=ngettext(
            "A new paragraph is proposed after it", "%(num)s new paragraphs are proposed after it", count
        ),
    )


def _conflicts(desk: Desk, accepted: Sequence[Edit]) -> list[Conflict]:
    """Return what stands against each other among the proposals that the reader may read, in words."""
    pending = [
        PendingRow(shown.entry.edit(), shown.standing, shown.entry.amendment.amends_id)
        for shown in desk.pending()
        if shown.standing is not Standing.SETTLED
    ]
    taken = {edit.proposal for edit in accepted} - {row.edit.proposal for row in pending}
    disagreements = conflicts_among(rivals(pending, accepted))
    proposed = {entry.amendment.id for entry in desk.entries if desk.bearings.is_only_proposed(entry)}
    return [
        brief(conflict_in_words(disagreement, desk.names, taken, proposed=proposed))
        for disagreement in disagreements
    ]


# The decision --------------------------------------------------------------------------------------


def _decision(session: Session, desk: Desk, groups: Sequence[SmallGroupRecord]) -> Mapping[str, Any] | None:
    """Return the form of a decision for a reader who may decide on the paragraph now; *groups*: those beside it."""
    if desk.context is None or not desk.is_running or not _is_there(desk):
        return None
    recorded = request.args.get("decided", "")
    put = last_put_on(session, desk.paragraph.id) if groups else None
    return form_context(
        session,
        desk.page.who,
        desk.context,
        desk.paragraph,
        desk.entries,
        recorded=recorded,
        put=PutVersion(put, request.args.get("compromise") == put.code) if put else None,
    )
