"""
A sponsor agrees that another delegation's proposal is the same: its own gives way to that one.

Only the sponsor can say so, and both halves are done together or not at all: its own proposal is
withdrawn, and it stands among the sponsors of the other. The machine suggests; it joins nothing.
"""

from acm_drafts.negotiation.errors import N_, IllegalMove, NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import name_of
from acm_drafts.services import amendments
from acm_drafts.store import docket, queries
from acm_drafts.store.database import transaction
from acm_drafts.store.records import Amendment


def give_way(actor: Actor, code: str, *, to: str, seen: int, reason: str = "") -> Amendment:
    """
    Withdraw the proposal *code* in favour of the proposal *to*, which its sponsor joins, and return it.

    *seen* is the revision of *to* that the sponsor read. Raises NotFound (also for what the actor
    may not read), NotPermitted (also for the Mission, which sponsors nothing of a delegation's),
    IllegalMove (decided, withdrawn or revised since), and what withdrawing raises.
    """
    with transaction() as session, session.no_autoflush:
        own, _setting = queries.get_visible_amendment(session, code, actor)
        other, _its = queries.get_visible_amendment(session, to, actor)
        entry = docket.load(session, Amendment.id == other.id).entries[other.id]
        if own.communique_id != other.communique_id or own.id == other.id:
            raise NotFound()
        if not entry.pending:
            raise IllegalMove(state=name_of(entry.standing), move=N_("co-sponsored"))
        if entry.revision.sequence != seen:
            raise IllegalMove(state=N_("revised"), move=N_("co-sponsored from an old page"))
        amendments.join(session, actor, to, party=own.sponsor_id)
        return amendments.take_back(session, actor, code, reason=reason)
