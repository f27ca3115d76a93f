"""
Where delegations stand on each other's proposals, in their own names.
"""

from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope, Stance
from acm_drafts.services.revisions import clean
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_amendment
from acm_drafts.store.records import Party, Position
from acm_drafts.store.visibility import facts_of

LONGEST_REASON = 300
"""Characters: it stands in a table beside those of others."""


def take_position(actor: Actor, code: str, *, party: int, stance: Stance | None, reason: str = "") -> None:
    """
    Record where a delegation stands on a submitted proposal, and why; None takes an earlier position back.

    The journal keeps what it said before. Another reason for the same position leaves the day since which it is
    held. Raises NotFound (also for what it may not see), NotPermitted, UnreadableText, TextTooLong (of the reason).
    """
    with transaction() as session:
        _held, amendment, context = hold_amendment(session, code, actor)
        require(actor, Act.TAKE_POSITION, facts_of(context, amendment, party=party))
        reason = " ".join(clean(reason, LONGEST_REASON).split()) if stance else ""
        row = session.get(Position, (amendment.id, party))
        before = row.stance if row else ""
        if (before, row.reason if row else "") == (stance or "", reason):
            return
        if stance is None:
            session.delete(row)
        elif row is None:
            session.add(Position(amendment_id=amendment.id, party_id=party, stance=stance, reason=reason))
        else:
            row.at = row.at if before == stance else utcnow()
            row.stance, row.reason = stance, reason
        write_line(
            session,
            actor,
            "take position",
            scope=Scope.AMENDMENT,
            amendment=amendment,
            party=party,
            subject=session.get_one(Party, party).code,
            before=before,
            after=stance or "",
            reason=reason,
        )
