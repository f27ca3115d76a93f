"""
Reservations beside a paragraph: those on it or on words of it, and whether the reader may enter one.
"""

from dataclasses import dataclass

from acm_drafts.store.database import Session
from acm_drafts.web.paragraph.context import Desk
from acm_drafts.web.reservations.page import ShownReservation, may_enter, on_paragraph, shown_reservations


@dataclass(frozen=True, slots=True)
class ReservationsBeside:
    """
    The reservations on a paragraph that the reader may read. *enters*: they may enter one on it.

    *own*: the keys of their delegations that have one on the whole of it; *is_public*: a position on it is read by all
    participants, and so is a reservation that is made of one.
    """

    rows: tuple[ShownReservation, ...]
    enters: bool
    own: frozenset[int]
    is_public: bool


def reservations_beside(session: Session, desk: Desk) -> ReservationsBeside:
    """Return what is reserved on a paragraph. Four queries at most."""
    page = desk.page
    shown = shown_reservations(session, page.who, page.drafts, tuple(desk.bearings.rows.values()))
    rows = on_paragraph(shown, desk.paragraph.id)
    context = desk.context
    return ReservationsBeside(
        tuple(rows),
        enters=desk.row is not None and may_enter(page),
        own=frozenset(row.reservation.party_id for row in rows if not row.reservation.phrase),
        is_public=context is not None and context.shown() and context.version.attributed,
    )
