"""
Who stands beside a proposal: a delegation joins its sponsors, leaves them, or lets its own proposal give way to it.

Only a delegation can say so for itself. To give way is done as a whole or not at all: its own proposal is
withdrawn, and it stands among the sponsors of the other. The machine suggests; it joins nothing.
"""

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, IllegalMove, NotFound
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services import amendments
from acm_drafts.services.positions import end_position
from acm_drafts.store.amendments import load_amendments, standing_in_refusal
from acm_drafts.store.database import transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_amendment
from acm_drafts.store.records import Amendment, Cosponsor, Party
from acm_drafts.store.visibility import facts_of, get_visible_amendment


def cosponsor(actor: Actor, code: str, *, party: int, joins: bool = True, seen: int | None = None) -> None:
    """
    Let a party join (or leave) a proposal as co-sponsor, after the deadline too. Who joins has no other position on it.

    *seen*: the revision that it read, where it joins because that one asks for what it wants itself. Raises
    NotPermitted, NotFound; with *seen* also IllegalMove (decided, withdrawn or revised since).
    """
    with transaction() as session, session.no_autoflush:
        _lock, amendment, _context = hold_amendment(session, code, actor)
        if seen is not None:
            _require_as_seen(session, amendment, seen)
        _join(session, actor, code, party=party, joins=joins)


def give_way(actor: Actor, code: str, *, to: str, seen: int, reason: str = "") -> Amendment:
    """
    Withdraw the proposal *code* in favour of the proposal *to*, which its sponsor joins, and return it.

    *seen* is the revision of *to* that the sponsor read. Raises NotFound (also for what the actor
    may not read), NotPermitted (also for the Mission, which sponsors nothing of a delegation's),
    IllegalMove (decided, withdrawn or revised since), and what withdrawing raises.
    """
    with transaction() as session, session.no_autoflush:
        _lock, own, _context = hold_amendment(session, code, actor)
        favoured, _its = get_visible_amendment(session, to, actor)
        if own.communique_id != favoured.communique_id or own.id == favoured.id:
            raise NotFound()
        _require_as_seen(session, favoured, seen)
        _join(session, actor, to, party=own.sponsor_id)
        return amendments.take_back(session, actor, code, reason=reason)


def _require_as_seen(session: Session, amendment: Amendment, seen: int) -> None:
    """Raise IllegalMove unless a proposal is still to be decided and its revision is the one *seen*."""
    record = load_amendments(session, Amendment.id == amendment.id).entries[amendment.id]
    if not record.pending:
        raise IllegalMove(state=standing_in_refusal(record), move=N_("co-sponsored"))
    if record.revision.sequence != seen:
        raise IllegalMove(state=N_("revised"), move=N_("co-sponsored from an old page"))


def _join(session: Session, actor: Actor, code: str, *, party: int, joins: bool = True) -> None:
    """Do in the caller's transaction what `cosponsor` does. Raises what it raises."""
    _lock, amendment, context = hold_amendment(session, code, actor)
    require(actor, Act.COSPONSOR, facts_of(context, amendment, party=party))
    row = session.get(Cosponsor, (amendment.id, party))
    if joins and row is None:
        end_position(session, actor, amendment, party)
        session.add(Cosponsor(amendment_id=amendment.id, party_id=party))
    elif not joins and row is not None:
        session.delete(row)
    else:
        return
    write_line(
        session,
        actor,
        "cosponsor" if joins else "leave cosponsors",
        scope=Scope.AMENDMENT,
        amendment=amendment,
        party=party,
        subject=session.get_one(Party, party).code,
    )
