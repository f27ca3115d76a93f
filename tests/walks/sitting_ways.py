"""
A way to play each verb of a sitting: the Mission and the State in the chair convene, hold and record.
"""

from datetime import timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from acm_drafts.negotiation.sittings import Outcome
from acm_drafts.negotiation.terms import (
    BodyRole,
    City,
    Level,
    ParagraphState,
    SittingResult,
    SittingState,
    Stance,
)
from acm_drafts.services import bodies, sittings
from acm_drafts.services.people import operator
from acm_drafts.services.sittings import Presence, Times
from acm_drafts.store.bodies import BodyRecord, bodies_of
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.meetings import day_in
from acm_drafts.store.records import Body, Communique, Paragraph, Sitting
from acm_drafts.store.sittings import SittingRecord, get_sitting
from tests.factories import LONG_AGO, party
from tests.walks.room import Room, Seat
from tests.walks.verbs import Step, way

HOUR = timedelta(hours=1)
ZONE = "America/New_York"
CHAIR = "EGY"
LEVELS = (Level.EXPERT, Level.AMBASSADORIAL)


def seat_bodies(communique: int) -> None:
    """Make the bodies of the meeting of a text, where it has none; one of them is chaired by a State."""
    meeting = db.session.get_one(Communique, communique).meeting_id
    if _in_new_york(meeting):
        return
    for level in LEVELS:
        bodies.add_body(operator(), meeting, city=City.NEW_YORK, level=level)
    first = _in_new_york(meeting)[0].body.code
    chair = [party(CHAIR).id]
    bodies.seat(operator(), meeting, first, role=BodyRole.CHAIR, parties=chair, starts_on=LONG_AGO)


def _in_new_york(meeting: int) -> list[BodyRecord]:
    """Return the bodies that sit in New York: those in Washington are there for decisions at a level."""
    records = bodies_of(db.session(), meeting)
    return [record for record in records if record.body.city == City.NEW_YORK]


def lay_sittings(room: Room) -> None:
    """
    Lay out a sitting that is open, with what it agreed ad referendum, and one that can be opened for days.
    """
    seat_bodies(room.communique)
    meeting = db.session.get_one(Communique, room.communique).meeting_id
    first, second = (record.body.code for record in _in_new_york(meeting))
    code = room.view.paragraphs[room.focus or room.view.lines[1].paragraph].code
    other = room.view.paragraphs[room.view.lines[3].paragraph].code
    agreed = next(
        paragraph
        for paragraph in (
            room.view.paragraphs[line.paragraph] for line in room.view.lines if line.kind != "heading"
        )
        if paragraph.state == ParagraphState.AGREED and paragraph.code not in (code, other)
    )
    with clock_at(room.now - 2 * HOUR):
        times = Times(room.now - HOUR, room.now + HOUR, ZONE)
        facts = {"times": times, "agenda": [code, other, agreed.code]}
        running = sittings.convene(operator(), room.communique, first, **facts)
        times = Times(room.now + HOUR, room.now + 72 * HOUR, ZONE)
        sittings.convene(operator(), room.communique, second, times=times, agenda=[code])
    with clock_at(room.now - HOUR):
        sittings.open_sitting(operator(), running.code)
        present = {party(state).id: Presence(True) for state in ("EGY", "MYS", "SEN")}
        sittings.attend(operator(), running.code, present)
        outcome = Outcome(SittingResult.AD_REFERENDUM)
        facts = {"seen": 0, "counter": agreed.counter}
        sittings.record(operator(), running.code, agreed.code, outcome, **facts)
    room.changed()


def _records(room: Room, *states: SittingState) -> list[SittingRecord]:
    here = (Sitting.communique_id == room.communique, Body.city == City.NEW_YORK)
    codes = select(Sitting.code).join(Body, Body.id == Sitting.body_id).where(*here).order_by(Sitting.id)
    records = [get_sitting(db.session(), code) for code in db.session.scalars(codes)]
    return [record for record in records if record.state in states]


def chair(room: Room, rng: Random) -> Seat:
    """Choose the Mission, now and then who speaks for the State in the chair of one body."""
    chairs = [seat for seat in room.seats if seat.speaks and seat.code == CHAIR]
    return rng.choice(chairs) if chairs and rng.random() < 0.2 else room.mission(rng)


def _times(room: Room, rng: Random) -> Times:
    begins = room.now + rng.choice((1, 1, 2, 30)) * HOUR
    return Times(begins, begins + rng.choice((3, 40)) * HOUR, ZONE, rng.choice(("", "Room 2")))


def _agenda(room: Room, rng: Random) -> list[str]:
    lines = rng.sample(room.view.lines, min(3, len(room.view.lines)))
    return [room.view.paragraphs[line.paragraph].code for line in lines]


@way("sittings.convene")
def convene(room: Room, rng: Random) -> Step | None:
    if not room.view.lines:
        return None
    seat_bodies(room.communique)
    room.changed()  # bodies may have been made: what was read before is out of date then
    meeting = db.session.get_one(Communique, room.communique).meeting_id
    record, seat = rng.choice(_in_new_york(meeting)), chair(room, rng)
    facts = {"times": _times(room, rng), "agenda": _agenda(room, rng)}
    run = partial(sittings.convene, seat.actor, room.communique, record.body.code, **facts)
    return Step("sittings.convene", f"{seat}: {record.body.level}", run)


def _name(record: SittingRecord) -> str:
    """Return what a sitting is called, the same each time a walk is played; codes are drawn anew."""
    return f"{record.body.body.level} {record.sitting.number}"


def _on(verb: str, room: Room, rng: Random, act, *states: SittingState, **facts: object) -> Step | None:
    records = _records(room, *states)
    if not records:
        return None
    record, seat = rng.choice(records), chair(room, rng)
    run = partial(act, seat.actor, record.sitting.code, **facts)
    return Step(verb, f"{seat}: {_name(record)}", run)


@way("sittings.move")
def move(room: Room, rng: Random) -> Step | None:
    facts = {"times": _times(room, rng), "reason": rng.choice(("", "The room is taken."))}
    return _on("sittings.move", room, rng, sittings.move, SittingState.CONVENED, **facts)


@way("sittings.cancel")
def cancel(room: Room, rng: Random) -> Step | None:
    return _on("sittings.cancel", room, rng, sittings.cancel, SittingState.CONVENED, reason="No need.")


@way("sittings.change_agenda")
def change_agenda(room: Room, rng: Random) -> Step | None:
    records = _records(room, SittingState.CONVENED, SittingState.OPEN)
    if not records:
        return None
    record, seat = rng.choice(records), chair(room, rng)
    codes = [*record.agenda.values(), *_agenda(room, rng)]
    rng.shuffle(codes)
    run = partial(sittings.change_agenda, seat.actor, record.sitting.code, codes)
    return Step("sittings.change_agenda", f"{seat}: {_name(record)}, {len(codes)}", run)


@way("sittings.open_sitting")
def open_sitting(room: Room, rng: Random) -> Step | None:
    records = _records(room, SittingState.CONVENED)
    due = [record for record in records if record.sitting.day <= day_in(ZONE, room.now)]
    if not records:
        return None
    record, seat = rng.choice(due or records), chair(room, rng)
    run = partial(sittings.open_sitting, seat.actor, record.sitting.code)
    return Step("sittings.open_sitting", f"{seat}: {_name(record)}", run, possible=bool(due))


@way("sittings.attend")
def attend(room: Room, rng: Random) -> Step | None:
    states = {party(code).id: Presence(rng.random() < 0.8) for code in ("EGY", "MYS", "TUR")}
    return _on("sittings.attend", room, rng, sittings.attend, SittingState.OPEN, presences=states)


@way("sittings.record")
def record(room: Room, rng: Random) -> Step | None:
    records = _records(room, SittingState.OPEN)
    if not records:
        return None
    sitting, seat = rng.choice(records), chair(room, rng)
    near = [key for key in sitting.agenda if key == room.near[1]]
    key = rng.choice(near or list(sitting.agenda))
    known = sitting.result_on(key)
    outcome = Outcome(
        rng.choice((SittingResult.AGREED, SittingResult.AD_REFERENDUM, SittingResult.NOT_AGREED)),
        stances={party("SEN").id: Stance.RESERVE} if rng.random() < 0.3 else {},
        remark=rng.choice(("", f"It was {room.mark()}.")),
    )
    if "[" in (room.view.line(key).text if room.view.line(key) else ""):
        outcome = Outcome(SittingResult.NOT_AGREED)
    facts = {
        "seen": known.sequence if known else 0,
        "counter": db.session.get_one(Paragraph, key).counter,
    }
    run = partial(sittings.record, seat.actor, sitting.sitting.code, sitting.agenda[key], outcome, **facts)
    words = f"{seat}: {outcome.result} on paragraph #{key}"
    return Step("sittings.record", words, run, None, key, possible=room.view.line(key) is not None)


@way("sittings.close_sitting")
def close_sitting(room: Room, rng: Random) -> Step | None:
    return _on("sittings.close_sitting", room, rng, sittings.close_sitting, SittingState.OPEN)
