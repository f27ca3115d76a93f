"""
Where delegations stand on each other's proposals, in their own names.
"""

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, CosponsorsIt, PositionChanged, PositionReasonChanged, Refusal
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope, Stance
from acm_drafts.services.revisions import clean
from acm_drafts.store.amendments import cosponsors_of
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_amendment
from acm_drafts.store.records import Amendment, Party, Position
from acm_drafts.store.visibility import facts_of

LONGEST_REASON = 300
"""Characters: it stands in a table beside those of others."""


Held = tuple[Stance | None, str]
"""A position and its reason; (None, "") where none is taken."""


def take_position(
    actor: Actor,
    code: str,
    *,
    party: int,
    stance: Stance | None,
    reason: str = "",
    seen: Held | None = None,
) -> Held:
    """
    Record where a delegation stands on a submitted proposal, and why; None takes an earlier position back.

    Returns what it said before.

    *seen* is what the page showed of it. The journal keeps what it said before. Another reason for the same position
    leaves the day since which it is held. Raises NotFound (also for what it may not see), NotPermitted, CosponsorsIt,
    PositionChanged or PositionReasonChanged where a colleague recorded another meanwhile, UnreadableText,
    TextTooLong (of the reason).
    """
    with transaction() as session:
        _lock, amendment, context = hold_amendment(session, code, actor)
        require(actor, Act.TAKE_POSITION, facts_of(context, amendment, party=party))
        _require_no_cosponsor(session, amendment, party, stance)
        reason = " ".join(clean(reason, LONGEST_REASON).split()) if stance else ""
        row = session.get(Position, (amendment.id, party))
        before = row.stance if row else ""
        now = (Stance(row.stance), row.reason) if row else (None, "")
        if now == (stance, reason):
            return now
        if seen is not None and seen != now:
            raise _changed(seen[0], now[0])
        if stance is None:
            session.delete(row)
        elif row is None:
            session.add(Position(amendment_id=amendment.id, party_id=party, stance=stance, reason=reason))
        else:
            row.at = row.at if before == stance else utcnow()
            row.stance, row.reason = stance, reason
        _write_position(session, actor, amendment, party, before=before, after=stance or "", reason=reason)
        return now


def _require_no_cosponsor(session: Session, amendment: Amendment, party: int, stance: Stance | None) -> None:
    """Raise CosponsorsIt where a co-sponsor would take a position; docs/decisions/0056 says why."""
    if stance is not None and party in cosponsors_of(session, amendment.id):
        raise CosponsorsIt()


def end_position(session: Session, actor: Actor, amendment: Amendment, party: int) -> None:
    """Take back in the caller's transaction the position of a party that joins a proposal: a sponsor supports it."""
    row = session.get(Position, (amendment.id, party))
    if row is not None:
        session.delete(row)
        _write_position(session, actor, amendment, party, before=row.stance, after="", reason="")


def _write_position(
    session: Session,
    actor: Actor,
    amendment: Amendment,
    party: int,
    *,
    before: str,
    after: str,
    reason: str,
) -> None:
    write_line(
        session,
        actor,
        "take position",
        scope=Scope.AMENDMENT,
        amendment=amendment,
        party=party,
        subject=session.get_one(Party, party).code,
        before=before,
        after=after,
        reason=reason,
    )


def _changed(then: Stance | None, now: Stance | None) -> Refusal:
    if then == now:
        return PositionReasonChanged()
    return PositionChanged(then=then or N_("none yet"), now=now or N_("none yet"))
