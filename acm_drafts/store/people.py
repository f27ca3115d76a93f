"""
Reads about people: who holds which office, and which links lie open.

The caller says whose people are seen. Records come with everything that pages show of them, so
that nothing is loaded later.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.terms import Role
from acm_drafts.store.records import Appointment, Invitation, Party, User

Row = TypeVar("Row")

Parties = frozenset[int] | None
"""Whose people are seen: those of these delegations and groups; None, everybody."""


def count_people(session: Session, parties: Parties, words: str = "") -> int:
    """Return how many people `find_people` finds in all."""
    return session.scalar(_chosen(select(func.count()).select_from(User), parties, words)) or 0


def find_people(
    session: Session, parties: Parties, words: str = "", *, skip: int = 0, most: int = 50
) -> Sequence[User]:
    """Return people by name, with their terms; *words* narrows to a name, an address or a delegation. Two queries."""
    found = _chosen(select(User), parties, words).options(_with_terms())
    return session.scalars(found.order_by(User.name, User.id).offset(skip).limit(most)).all()


def get_person(session: Session, user_id: int, parties: Parties) -> User:
    """Return one person with their terms. Raises NotFound alike for nobody and for somebody of another delegation."""
    found = session.scalars(
        _chosen(select(User), parties, "").where(User.id == user_id).options(_with_terms())
    ).one_or_none()
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


def _with_terms() -> ExecutableOption:
    return selectinload(User.appointments).joinedload(Appointment.party)


def _chosen(found: Select[Row], parties: Parties, words: str) -> Select[Row]:
    if parties is not None:
        found = found.where(User.appointments.any(Appointment.party_id.in_(parties)))
    if words:
        like = f"%{_escaped(words)}%"
        delegation = Appointment.party.has(
            or_(
                Party.code == words.upper(),
                *(name.ilike(like, escape="\\") for name in (Party.name_en, Party.name_fr, Party.name_ar)),
            )
        )
        found = found.where(
            or_(
                User.name.ilike(like, escape="\\"),
                User.email.ilike(like, escape="\\"),
                User.appointments.any(delegation),
            )
        )
    return found


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
