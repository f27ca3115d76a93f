"""
What is sent before the opening or after the deadline, and yet not lost: it is kept as a draft.

What was submitted already stands as it is, and what was to take its place begins a draft of its
own: of the same kind, on the same place. This module refuses to say when a round takes proposals.
"""

from dataclasses import dataclass, replace

from acm_drafts.negotiation.errors import ProposedAlready, Refusal
from acm_drafts.services import amendments
from acm_drafts.services.revisions import Proposal
from acm_drafts.web.amendments.form import AmendForm, Typed, proposal_of
from acm_drafts.web.amendments.form_context import Aim, FormContext, Ground, read_form_context
from acm_drafts.web.shared.access import actor


@dataclass(frozen=True, slots=True)
class LateDraft:
    """
    What became of a proposal that came too early or too late, and the form that shows it.

    *kept*: the code of the draft that holds it, "" where none could be made; then *unkept* says why, and the form
    holds what was typed. *stands*: the sheet of the submitted proposal that it was to revise, None where of none.
    """

    sheet: FormContext
    form: AmendForm
    kept: str = ""
    unkept: Refusal | None = None
    stands: FormContext | None = None


def keep_late_draft(aim: Aim, typed: Typed, ground: Ground) -> LateDraft:
    """Save the typed words as a draft; a submitted proposal is left as it is. Raises what `read_form_context` does."""
    stands = read_form_context(aim) if ground.submitted else None
    party = ground.sponsor(typed.sponsor).party.id
    try:
        proposal = _new_proposal(stands, typed) if stands else proposal_of(aim, typed)
        code = "" if stands else aim.code
        draft_code = amendments.save(actor(), ground.round_id, proposal, sponsor=party, code=code).code
    except Refusal as refusal:
        if stands:
            return LateDraft(stands, AmendForm(stands, typed), unkept=refusal, stands=stands)
        if not isinstance(refusal, ProposedAlready):
            raise
        draft_code = str(refusal.facts["code"])
    sheet = read_form_context(Aim(code=draft_code))
    return LateDraft(sheet, AmendForm(sheet), draft_code, stands=stands)


def _new_proposal(sheet: FormContext, typed: Typed) -> Proposal:
    """Return the typed revision of the proposal on *sheet* as a new proposal, with its paragraph."""
    proposal = proposal_of(sheet.aim, typed._replace(kind=sheet.kinds[0].value))
    return replace(
        proposal,
        paragraph=sheet.row.code if sheet.row else "",
        amends=sheet.amends.amendment.code if sheet.amends else "",
        seen=None,  # it stands beside the revision that the editor started from, and replaces none
    )
