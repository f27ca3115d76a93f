"""
A way to play each verb of a bracket: held by who speaks for a party or noted from the floor, and let go of.
"""

from collections.abc import Callable
from functools import partial
from random import Random

from acm_drafts.negotiation.bracket_holders import places_in_brackets
from acm_drafts.services import bracket_holders
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.store.bracket_holders import PlacedBracket, load_placed
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from tests.walks.room import Room
from tests.walks.verbs import Step, way


def lay_brackets(room: Room) -> None:
    """Let a delegation hold every bracket of the text."""
    seat = next(seat for seat in room.seats if seat.code == "SEN" and seat.speaks)
    for bracket in load_placed(db.session(), db.session.get_one(Draft, room.view.draft.id)):
        with room.clock():
            bracket_holders.hold(seat.actor, _of(bracket), party=seat.party, reason="Our law differs.")
    room.changed()


def _brackets(room: Room) -> list[PlacedBracket]:
    """Return the brackets of the text, those of the paragraph that others act on where it has some."""
    placed = load_placed(db.session(), db.session.get_one(Draft, room.view.draft.id))
    near = [bracket for bracket in placed if bracket.row.paragraph == room.near[1]]
    return near or placed


def _of(bracket: PlacedBracket) -> OfBracket:
    return OfBracket(bracket.row.paragraph, bracket.row.wording, bracket.place.start)


@way("bracket_holders.hold")
def hold(room: Room, rng: Random) -> Step | None:
    """Hold a bracket, or now and then what is none; where the text has none, a word of it."""
    seat, placed = room.speaker(rng), _brackets(room)
    if seat is None:
        return None
    line = room.pick_line(rng)
    if line is None:
        return None
    of = _of(rng.choice(placed)) if placed else OfBracket(line.paragraph, line.wording, 0)
    facts = {"party": seat.party, "reason": rng.choice(("", "Our law differs."))}
    run: Callable[[], object] = partial(bracket_holders.hold, seat.actor, of, **facts)
    possible = bool(placed) and room.view.round is not None
    return Step("bracket_holders.hold", f"{seat}: {of}, {facts}", run, None, of.paragraph, possible=possible)


@way("bracket_holders.release")
def release(room: Room, rng: Random) -> Step | None:
    """Let go of a bracket, one that is held where there is some."""
    placed = _brackets(room)
    held = [(bracket, holding.party) for bracket in placed for holding in bracket.holders]
    seats = [
        (bracket, seat) for bracket, key in held for seat in room.seats if seat.speaks and seat.party == key
    ]
    if seats:
        bracket, seat = rng.choice(seats)
        of = _of(bracket)
    else:
        seat, line = room.speaker(rng), room.pick_line(rng)
        if seat is None or line is None:
            return None
        places = places_in_brackets(line.text)
        of = OfBracket(line.paragraph, line.wording, places[0].start if places else 0)
    run = partial(bracket_holders.release, seat.actor, of, party=seat.party)
    possible = bool(seats) and room.view.round is not None
    return Step("bracket_holders.release", f"{seat}: {of}", run, None, of.paragraph, possible=possible)
