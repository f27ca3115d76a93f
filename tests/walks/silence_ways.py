"""
A way to play each verb of a silence procedure: put, broken, extended, suspended, resumed, withdrawn, concluded.
"""

from datetime import timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from acm_drafts.negotiation.silence import GRACE
from acm_drafts.negotiation.terms import Level, SilenceState
from acm_drafts.services import silence, silence_breaks, silence_outcomes
from acm_drafts.services.people import operator
from acm_drafts.services.silence import Terms
from acm_drafts.services.silence_candidates import Candidates, candidates
from acm_drafts.store.bodies import BodyRecord, bodies_of
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Silence
from acm_drafts.store.rounds import round_context
from acm_drafts.store.silence import SilenceRecord, get_silence
from tests.walks.room import MINUTE, Room
from tests.walks.sitting_ways import ZONE, chair, seat_bodies
from tests.walks.verbs import Step, way

HOUR = timedelta(hours=1)


def lay_silences(room: Room) -> None:
    """Lay out a procedure that runs and one that is suspended, on paragraphs that nothing is proposed on."""
    body = next(body for body in _bodies(room) if body.body.level == Level.AMBASSADORIAL)
    with room.clock():
        for suspends in (False, True):
            known = _candidates(room, body)
            words = known.asked[
                -1
            ]  # agreed at another level: what nothing is agreed on is left to other verbs
            codes = [room.view.paragraphs[words.key].code]
            facts = {"paragraphs": codes, "terms": Terms(room.now + HOUR, ZONE), "seen": known.seen}
            procedure = silence.put(operator(), room.communique, body.body.code, **facts)
            if suspends:
                silence.suspend(operator(), procedure.code, reason="Wait.")
    room.changed()


def _bodies(room: Room) -> tuple[BodyRecord, ...]:
    return bodies_of(db.session(), db.session.get_one(Communique, room.communique).meeting_id)


def _candidates(room: Room, body: BodyRecord) -> Candidates:
    assert room.view.round is not None
    context = round_context(db.session(), room.view.round.id)
    return candidates(db.session(), context, Level(body.body.level))


def _records(room: Room, *states: SilenceState) -> list[SilenceRecord]:
    codes = select(Silence.code).where(Silence.communique_id == room.communique).order_by(Silence.id)
    records = [get_silence(db.session(), code) for code in db.session.scalars(codes)]
    return [record for record in records if record.state in states]


def _name(record: SilenceRecord) -> str:
    """Return what a procedure is called, the same each time a walk is played; codes are drawn anew."""
    return f"silence {record.silence.number}"


@way("silence.put")
def put(room: Room, rng: Random) -> Step | None:
    if room.view.round is None or not room.view.circulated:
        return None
    seat_bodies(room.communique)
    room.changed()  # bodies may have been made: what was read before is out of date then
    body, seat = rng.choice(_bodies(room)), chair(room, rng)
    known = _candidates(room, body)
    if not known.asked:
        return None
    near = [words for words in known.asked if words.key == room.near[1]]
    chosen = near or rng.sample(list(known.asked), min(3, len(known.asked)))
    codes = [room.view.paragraphs[words.key].code for words in chosen]
    ends = room.now + rng.choice((5 * MINUTE, 30 * MINUTE, 20 * HOUR))
    terms = Terms(ends, ZONE, anonymous=rng.random() < 0.5)
    facts = {"paragraphs": codes, "terms": terms, "seen": known.seen}
    run = partial(silence.put, seat.actor, room.communique, body.body.code, **facts)
    keys = ", ".join(f"#{words.key}" for words in chosen)
    return Step("silence.put", f"{seat}: {body.body.level} on {keys}", run, None, chosen[0].key)


@way("silence_breaks.break_silence")
def break_silence(room: Room, rng: Random) -> Step | None:
    records = _records(room, SilenceState.RUNNING)
    states = [seat for seat in room.seats if seat.speaks and seat.code != "ARAB"]
    if not records:
        return None
    record, seat = rng.choice(records), rng.choice(states)
    own = {row.paragraph_id for row in record.breaks if row.party_id == seat.party}
    left = [words for words in record.asked if words.key not in own]
    if not left:
        return None
    words = next((words for words in left if words.key == room.near[1]), rng.choice(left))
    counter = f"{words.text} It was {room.mark()}." if rng.random() < 0.5 else ""
    codes = [record.codes[words.key]]
    run = partial(
        silence_breaks.break_silence, seat.actor, record.silence.code, codes, reason="", counter=counter
    )
    told = f"{seat}: {_name(record)} on #{words.key}{', with other words' if counter else ''}"
    return Step("silence_breaks.break_silence", told, run, None, words.key)


@way("silence_breaks.take_back")
def take_back(room: Room, rng: Random) -> Step | None:
    broken = [record for record in _records(room, SilenceState.RUNNING) if record.breaks]
    if not broken:
        return None
    record = rng.choice(broken)
    row = rng.choice(record.breaks)
    seat = next((seat for seat in room.seats if seat.speaks and seat.party == row.party_id), None)
    if seat is None:
        return None
    codes = [record.codes[row.paragraph_id]]
    run = partial(silence_breaks.take_back, seat.actor, record.silence.code, codes)
    told = f"{seat}: {_name(record)} on #{row.paragraph_id}"
    return Step("silence_breaks.take_back", told, run, None, row.paragraph_id)


@way("silence.extend")
def extend(room: Room, rng: Random) -> Step | None:
    records = _records(room, SilenceState.RUNNING)
    if not records:
        return None
    record, seat = rng.choice(records), chair(room, rng)
    facts = {"ends_at": record.silence.ends_at + rng.choice((10 * MINUTE, HOUR)), "reason": "More time."}
    run = partial(silence.extend, seat.actor, record.silence.code, **facts)
    return Step("silence.extend", f"{seat}: {_name(record)}", run)


@way("silence.suspend")
def suspend(room: Room, rng: Random) -> Step | None:
    return _for_a_reason("silence.suspend", silence.suspend, room, rng, SilenceState.RUNNING)


@way("silence.withdraw")
def withdraw(room: Room, rng: Random) -> Step | None:
    states = (SilenceState.RUNNING, SilenceState.SUSPENDED, SilenceState.OVER)
    return _for_a_reason("silence.withdraw", silence.withdraw, room, rng, *states)


def _for_a_reason(verb: str, act, room: Room, rng: Random, *states: SilenceState) -> Step | None:
    records = _records(room, *states)
    if not records:
        return None
    record, seat = rng.choice(records), chair(room, rng)
    run = partial(act, seat.actor, record.silence.code, reason="Consultations go on.")
    return Step(verb, f"{seat}: {_name(record)}", run)


@way("silence.resume")
def resume(room: Room, rng: Random) -> Step | None:
    records = _records(room, SilenceState.SUSPENDED)
    if not records:
        return None
    record, seat = rng.choice(records), chair(room, rng)
    run = partial(silence.resume, seat.actor, record.silence.code, ends_at=room.now + 20 * MINUTE)
    return Step("silence.resume", f"{seat}: {_name(record)}", run)


@way("silence_outcomes.conclude")
def conclude(room: Room, rng: Random) -> Step | None:
    records = _records(room, SilenceState.RUNNING, SilenceState.OVER)
    if not records:
        return None
    record = min(records, key=lambda record: (record.silence.ends_at, record.silence.id))
    run = partial(silence_outcomes.conclude, record.silence.code)
    due = record.silence.ends_at + GRACE + MINUTE
    return Step("silence_outcomes.conclude", f"the worker: {_name(record)}", run, at=due)
