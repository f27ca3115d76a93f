"""Reservations for tests, by the services alone."""

from acm_drafts.services import reservations
from acm_drafts.services.reservations import Wish
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft, Reservation
from acm_drafts.store.reservations import PlacedReservation, get_reservation, place_reservations
from acm_drafts.store.text import text_rows
from tests.factories import party
from tests.tables import Table


def enter(table: Table, code: str, label: str = "", phrase: str = "", **facts: object) -> Reservation:
    """Enter a reservation of a delegation, by its head: on the line *label*, on words of it, or on the whole text."""
    on: dict[str, object] = {}
    if label:
        line = table.line(label)
        on = {"paragraph": line.code, "wording": line.line.wording, "phrase": phrase}
    wish = Wish(**{**on, "published": True, **facts})
    return reservations.enter(table.head(code), table.code, party=party(code).id, wish=wish)


def placed(table: Table, reservation: Reservation) -> PlacedReservation:
    """Return a reservation in the newest draft, as it is kept now."""
    db.session.rollback()
    db.session.expire_all()
    record = get_reservation(db.session(), reservation.code)
    draft = db.session.get_one(Draft, table.draft)
    rows, sequence = text_rows(db.session(), draft.id), draft.sequence
    return place_reservations(db.session(), table.communique, [record], rows, sequence=sequence)[0]


def seen(reservation: Reservation) -> int:
    """Return how many acts a fresh page shows of a reservation."""
    db.session.rollback()
    db.session.expire_all()
    return get_reservation(db.session(), reservation.code).last.sequence
