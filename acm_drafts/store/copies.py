"""
Readers of drafts and their copies, where copies name their reader.
"""

import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation.copies import MARK_LETTERS
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.store.database import ALPHABET
from acm_drafts.store.people import holds_on
from acm_drafts.store.records import Appointment, Copy, Draft, DraftOpening, Party


def new_mark() -> str:
    """Return a mark that nobody guesses: 27^8, about 3 × 10^11."""
    return "".join(secrets.choice(ALPHABET) for _ in range(MARK_LETTERS))


def has_opened(session: Session, draft_id: int, user_id: int) -> bool:
    """Return whether it was noted already that somebody opened a draft. One query."""
    return session.get(DraftOpening, (draft_id, user_id)) is not None


def openings_of(session: Session, draft_id: int) -> Sequence[DraftOpening]:
    """Return who opened a draft, with their parties, who opened it first first. One query."""
    return session.scalars(
        select(DraftOpening)
        .where(DraftOpening.draft_id == draft_id)
        .options(joinedload(DraftOpening.user), joinedload(DraftOpening.party))
        .order_by(DraftOpening.at, DraftOpening.user_id)
    ).all()


def copies_of(session: Session, draft_id: int, *, most: int) -> Sequence[Copy]:
    """Return the copies of a draft that were taken, *most* of them, the last one first. One query."""
    return session.scalars(
        select(Copy)
        .where(Copy.draft_id == draft_id)
        .options(joinedload(Copy.user), joinedload(Copy.party))
        .order_by(Copy.id.desc())
        .limit(most)
    ).all()


def find_copy(session: Session, communique_id: int, mark: str) -> Copy | None:
    """Return the copy of a text that bears *mark*, None where none does. One query."""
    return session.scalars(
        select(Copy)
        .join(Copy.draft)
        .where(Copy.mark == mark, Draft.communique_id == communique_id)
        .options(contains_eager(Copy.draft), joinedload(Copy.user), joinedload(Copy.party))
    ).one_or_none()


def parties_with_people(session: Session, meeting_id: int, today: date) -> Sequence[Party]:
    """Return the States and groups in whose name somebody holds an office at a meeting, by their codes. One query."""
    return session.scalars(
        select(Party)
        .where(
            Party.kind != PartyKind.MISSION,
            Party.id.in_(
                select(Appointment.party_id).where(Appointment.meeting_id == meeting_id, holds_on(today))
            ),
        )
        .order_by(Party.code)
    ).all()
