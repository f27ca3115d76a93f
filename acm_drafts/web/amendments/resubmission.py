"""
What could still be made of a proposal that ended: its sponsor proposes it anew, and the editor starts with it.

Only those changes that nothing in the text stands against. What may be proposed at all is asked elsewhere.
"""

from acm_drafts.negotiation.terms import AmendmentKind, Standing
from acm_drafts.store.amendments import AmendmentRecord, find_amendment, get_amendment_record
from acm_drafts.store.database import db
from acm_drafts.store.positions import takes_proposals
from acm_drafts.store.status import Statuses
from acm_drafts.store.text import TextRow
from acm_drafts.store.uptake import Uptake
from acm_drafts.text.uptake import holdings, leftovers
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.formatting import paragraph_url

REST = "rest"
"""Names in an address the proposal of which the editor starts with what is left of it."""


def address_of_rest(known: Statuses, entry: AmendmentRecord, finding: Uptake | None) -> str:
    """
    Return the address at which the sponsor of a proposal that ended proposes the rest of it again.

    "" where nothing is left, where the round takes no proposals, or for a reader who is not its sponsor.
    """
    context, where = known.drafts.context, known.where(entry)
    ends = where.standing not in (Standing.ACCEPTED, Standing.REJECTED)
    if not (finding and finding.left and ends) or finding.lives or context is None or len(where.spots) != 1:
        return ""
    own = entry.amendment.sponsor_id in known.actor.own_parties()
    if not own or not takes_proposals(known.actor, context):
        return ""
    at = paragraph_url(context.version.draft.communique.code, where.spots[0].code)
    return f"{at}/amend?{REST}={entry.amendment.code}"


def rest_of(code: str, row: TextRow) -> str | None:
    """Return *row* with those changes of the reader's own proposal that nothing stands against; None for others'."""
    session, own = db.session(), actor().own_parties()
    amendment = find_amendment(session, code) if code.isalnum() else None
    if amendment is None or amendment.sponsor_id not in own or amendment.paragraph_id != row.paragraph:
        return None
    entry = get_amendment_record(session, amendment.id)
    if entry.kind is not AmendmentKind.REPLACE:
        return None
    held_changes = holdings(entry.base, entry.revision.text, row.text)
    return leftovers(entry.base, held_changes, row.text)
