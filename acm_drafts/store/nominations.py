"""Nominations: offices that an administrator gave and that a second person has to confirm."""

from collections.abc import Sequence

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Role
from acm_drafts.store.people import Seen
from acm_drafts.store.records import Appointment, Nomination


def had_people(session: Session, party: int, meeting: int | None) -> bool:
    """Return whether anybody has held, or is to hold, an office for a delegation at a meeting. One query."""
    terms = select(Appointment.id).where(
        Appointment.party_id == party, Appointment.meeting_id.is_not_distinct_from(meeting)
    )
    return session.scalar(terms.limit(1)) is not None


def find_awaiting(
    session: Session, user: int, role: Role, *, party: int | None, meeting: int | None
) -> Nomination | None:
    """Return the nomination of a person for an office that awaits confirmation, None without one. One query."""
    wanted = select(Nomination).where(
        Nomination.user_id == user,
        Nomination.role == role,
        Nomination.party_id.is_not_distinct_from(party),
        Nomination.meeting_id.is_not_distinct_from(meeting),
        Nomination.outcome.is_(None),
    )
    return session.scalars(wanted.limit(1)).one_or_none()


def nominations_of(session: Session, user: int) -> Sequence[Nomination]:
    """Return the nominations of a person that await confirmation, the oldest first. One query."""
    wanted = select(Nomination).options(joinedload(Nomination.party), joinedload(Nomination.meeting))
    mine = (Nomination.user_id == user, Nomination.outcome.is_(None))
    return session.scalars(wanted.where(*mine).order_by(Nomination.id)).all()


def nominations_awaiting(session: Session, seen: Seen = None) -> Sequence[Nomination]:
    """Return the nominations that await confirmation, of the terms that are *seen*, the oldest first. One query."""
    wanted = (
        select(Nomination)
        .options(
            joinedload(Nomination.user),
            joinedload(Nomination.given_by),
            joinedload(Nomination.party),
            joinedload(Nomination.meeting),
        )
        .where(Nomination.outcome.is_(None))
        .order_by(Nomination.made_at, Nomination.id)
    )
    if seen is not None:
        wanted = wanted.where(or_(false(), *(and_(terms.of(Nomination)) for terms in seen)))
    return session.scalars(wanted).all()


def facts_of(nomination: Nomination) -> Facts:
    """Return what decides who may confirm a nomination."""
    people = frozenset((nomination.given_by_id, nomination.user_id))
    return Facts(meeting=nomination.meeting_id, party=nomination.party_id, people=people)


def may_confirm(actor: Actor, nomination: Nomination) -> bool:
    """Return whether *actor* may confirm a nomination, or decline it."""
    return may(actor, Act.CONFIRM_APPOINTMENT, facts_of(nomination))
