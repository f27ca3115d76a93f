"""
A way to play each verb of a reservation: entered, reworded, published, kept, its instructions received, withdrawn.
"""

from collections.abc import Callable
from functools import partial
from random import Random

from sqlalchemy import select

from acm_drafts.services import reservations
from acm_drafts.services.reservations import Wish
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Reservation
from acm_drafts.store.reservations import (
    PlacedReservation,
    ReservationRecord,
    get_reservation,
    newest_circulated,
    place_reservations,
)
from acm_drafts.store.text import text_rows
from tests.walks.room import Room, Seat
from tests.walks.verbs import Step, way


def lay_reservations(room: Room, paragraph: int) -> None:
    """Lay out a reservation on words of a paragraph, which awaits instructions and is not public."""
    seat = next(seat for seat in room.seats if seat.code == "SEN" and seat.speaks)
    line = next(line for line in room.view.lines if line.paragraph == paragraph)
    code = room.view.paragraphs[line.paragraph].code
    wish = Wish(code, line.wording, " ".join(line.text.split()[:2]), awaiting=True)
    with room.clock():
        reservations.enter(seat.actor, _code(room), party=seat.party, wish=wish)
    room.changed()


def _code(room: Room) -> str:
    return db.session.get_one(Communique, room.communique).code


@way("reservations.enter")
def enter(room: Room, rng: Random) -> Step | None:
    """Enter a reservation on the text that all read, now and then on a wording that stands there no more."""
    draft, seat = newest_circulated(db.session(), room.communique), room.speaker(rng)
    if draft is None or seat is None:
        return None
    rows = text_rows(db.session(), draft.id)
    near = [row for row in rows if row.paragraph == room.near[1]]
    row = near[0] if near else rng.choice(rows)
    wording = row.wording if rng.random() < 0.9 else rng.choice(rows).wording
    words = row.text.split()
    first = rng.randrange(len(words))
    phrase = " ".join(words[first : first + rng.randint(1, 4)]) if rng.random() < 0.6 else ""
    facts = {"awaiting": rng.random() < 0.5, "published": rng.random() < 0.6}
    on_text = not near and rng.random() < 0.2
    wish = Wish(words="Our law differs.", **facts) if on_text else Wish(row.code, wording, phrase, **facts)
    run = partial(reservations.enter, seat.actor, _code(room), party=seat.party, wish=wish)
    what = "the text" if on_text else f"{phrase!r} of #{row.paragraph}"
    told = f"{seat}: on {what}, {facts}"
    return Step("reservations.enter", told, run, None, None if on_text else row.paragraph)


def _placed(room: Room, wanted: Callable[[PlacedReservation], bool]) -> list[PlacedReservation]:
    """Return the reservations on the text that all read which are not withdrawn and as *wanted*."""
    draft = newest_circulated(db.session(), room.communique)
    codes = select(Reservation.code).where(Reservation.communique_id == room.communique)
    records = [
        get_reservation(db.session(), code) for code in db.session.scalars(codes.order_by(Reservation.id))
    ]
    if draft is None or not records:
        return []
    rows = text_rows(db.session(), draft.id)
    placed = place_reservations(db.session(), room.communique, records, rows, sequence=draft.sequence)
    open_ = [reservation for reservation in placed if not reservation.record.is_withdrawn]
    near = [r for r in open_ if r.record.reservation.paragraph_id == room.near[1]]
    return [reservation for reservation in near or open_ if wanted(reservation)]


def _seat(room: Room, record: ReservationRecord) -> Seat:
    own = record.reservation.party_id
    return next(seat for seat in room.seats if seat.speaks and seat.party == own)


def _act(
    verb: str,
    act: Callable[..., object],
    room: Room,
    rng: Random,
    wanted: Callable[[PlacedReservation], bool] = lambda reservation: True,
) -> Step | None:
    placed = _placed(room, wanted)
    if not placed:
        return None
    record = rng.choice(placed).record
    seat, sequence = _seat(room, record), record.last.sequence
    run = partial(act, seat.actor, record.reservation.code, seen=sequence)
    told = f"{seat}: reservation {record.reservation.id}, seen {sequence}"
    return Step(verb, told, run, None, record.reservation.paragraph_id)


@way("reservations.reword")
def reword(room: Room, rng: Random) -> Step | None:
    words = f"Our law differs, as it was {room.mark()}."
    return _act("reservations.reword", partial(_reword, words), room, rng)


def _reword(words: str, actor: object, code: str, *, seen: int) -> object:
    return reservations.reword(actor, code, words, seen=seen)


@way("reservations.receive_instructions")
def receive_instructions(room: Room, rng: Random) -> Step | None:
    return _act(
        "reservations.receive_instructions",
        reservations.receive_instructions,
        room,
        rng,
        lambda reservation: reservation.record.last.awaiting,
    )


@way("reservations.publish")
def publish(room: Room, rng: Random) -> Step | None:
    return _act(
        "reservations.publish",
        reservations.publish,
        room,
        rng,
        lambda reservation: not reservation.record.last.published,
    )


@way("reservations.keep")
def keep(room: Room, rng: Random) -> Step | None:
    """Let one stand whose words are not where they were; where there is none, one of which nobody asks."""
    asked = _act("reservations.keep", reservations.keep, room, rng, lambda reservation: reservation.is_asked)
    return asked or _act("reservations.keep", reservations.keep, room, rng)


@way("reservations.withdraw")
def withdraw(room: Room, rng: Random) -> Step | None:
    return _act("reservations.withdraw", reservations.withdraw, room, rng)
