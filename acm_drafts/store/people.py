"""
Reads about people: who holds which office, and which links lie open.

The caller says whose people are seen. Records come with everything that pages show of them, so
that nothing is loaded later.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.terms import Role
from acm_drafts.store.records import Appointment, Invitation, User
from acm_drafts.text.language import folded

Parties = frozenset[int] | None
"""Whose people are seen: those of these delegations and groups; None, everybody."""


def find_people(session: Session, parties: Parties, words: str = "") -> list[User]:
    """
    Return people by name, with their terms; *words* narrows to a name, an address or a delegation. Two queries.

    Searched here and not in the database, which folds neither accents nor Arabic as readers do; a
    conference knows some hundreds of people. What a person holds elsewhere is not searched.
    """
    found = session.scalars(_seen(parties).order_by(User.name, User.id)).all()
    sought = folded(words)
    return [
        user
        for user in found
        if not sought or any(sought in folded(said) for said in _said_of(user, parties))
    ]


def get_person(session: Session, user_id: int, parties: Parties) -> User:
    """Return one person with their terms. Raises NotFound alike for nobody and for somebody of another delegation."""
    found = session.scalars(_seen(parties).where(User.id == user_id)).one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_user(session: Session, user_id: int) -> User:
    """Return a person alone, whoever asks. Raises NotFound."""
    found = session.get(User, user_id)
    if found is None:
        raise NotFound()
    return found


def find_chair(session: Session, today: date) -> User | None:
    """Return who holds the chair today."""
    return session.scalars(
        select(User)
        .join(Appointment, Appointment.user_id == User.id)
        .where(Appointment.role == Role.CHAIR, holds_on(today))
        .order_by(Appointment.id.desc())
        .limit(1)
    ).one_or_none()


def find_open_invitations(session: Session, parties: Parties, now: datetime) -> Sequence[Invitation]:
    """Return the links that still open something, the oldest first; of a delegation, those for its drafters."""
    mine: ColumnElement[bool] = and_(Invitation.used_at.is_(None), Invitation.expires_at > now)
    if parties is not None:
        mine = and_(mine, Invitation.role == Role.DRAFTER, Invitation.party_id.in_(parties))
    found = select(Invitation).options(joinedload(Invitation.party)).where(mine)
    return session.scalars(found.order_by(Invitation.made_at, Invitation.id)).all()


def holds_on(today: date) -> ColumnElement[bool]:
    """Return the condition that a term holds on *today*; its first and its last day belong to it."""
    return and_(
        Appointment.starts_on <= today, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today)
    )


def _seen(parties: Parties) -> Select[User]:
    found = select(User).options(selectinload(User.appointments).joinedload(Appointment.party))
    return found if parties is None else found.where(User.appointments.any(Appointment.party_id.in_(parties)))


def _said_of(user: User, parties: Parties) -> Iterator[str]:
    yield from (user.name, user.email)
    for held in user.appointments:
        if held.party and (parties is None or held.party_id in parties):
            yield from (held.party.code, held.party.name_en, held.party.name_fr, held.party.name_ar)
