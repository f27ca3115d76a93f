"""
A way to play each verb of a pin: a paragraph is pinned to a paragraph of a source, and the pin is taken away.
"""

from functools import partial
from random import Random

from sqlalchemy import select

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import pins
from acm_drafts.store.database import db
from acm_drafts.store.pins import pins_in
from acm_drafts.store.records import Source, SourcePin
from tests.factories import mission
from tests.library import add
from tests.walks.room import Room
from tests.walks.verbs import Step, way


def lay_library(room: Room) -> None:
    """Let the library have a source to which paragraphs can be pinned."""
    with room.clock():
        add("A/RES/65/140")


@way("pins.pin")
def pin(room: Room, rng: Random) -> Step | None:
    """Pin a paragraph to one of three of the first source, which is added where the library has none."""
    line, position = room.pick_line(rng), rng.choice((1, 2, 3))
    if line is None:
        return None
    pinned = pins_in(db.session(), mission(), room.communique, [line.paragraph]).get(line.paragraph)
    possible = pinned is None or pinned.position != position
    run = partial(_pin, room.mission(rng).actor, line.paragraph, position)
    return Step("pins.pin", f"{line.label}: {position}", run, None, line.paragraph, possible=possible)


def _pin(actor: Actor, paragraph: int, position: int) -> SourcePin:
    source = db.session.scalars(select(Source).order_by(Source.id)).first() or add("A/RES/65/140")
    return pins.pin(actor, paragraph, source=source.code, position=position)


@way("pins.unpin")
def unpin(room: Room, rng: Random) -> Step | None:
    """Take a pin away, where there is some."""
    pinned = list(pins_in(db.session(), mission(), room.communique))
    line = room.pick_line(rng)
    if line is None:
        return None
    paragraph = rng.choice(pinned) if pinned else line.paragraph
    standing = {row.paragraph for row in room.view.lines}
    run = partial(pins.unpin, room.mission(rng).actor, paragraph)
    return Step(
        "pins.unpin", f"{paragraph}", run, None, paragraph, possible=bool(pinned) and paragraph in standing
    )
