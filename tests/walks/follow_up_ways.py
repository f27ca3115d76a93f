"""
A way to play how a new paragraph is drawn from an entry of the follow-up.
"""

from functools import partial
from random import Random

from sqlalchemy import select

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import follow_up
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, FollowUp
from tests.follow_up import add_resolution, confirm
from tests.walks.room import Room
from tests.walks.verbs import Step, way


def lay_follow_up(room: Room) -> None:
    """Let a request be followed up from which paragraphs can be drawn."""
    with room.clock():
        confirm(add_resolution())


@way("follow_up.propose")
def propose(room: Room, rng: Random) -> Step | None:
    """Draw a paragraph from the first entry, which is confirmed where there is none, and put it after a line."""
    line = room.pick_line(rng)
    if line is None:
        return None
    code, text = room.view.draft.communique.code, f"The Meeting took note of {room.mark()}."
    run = partial(_propose, room.mission(rng).actor, code, text, room.view.paragraphs[line.paragraph].code)
    possible = room.view.round is not None
    return Step(
        "follow_up.propose", f"after {line.label}: {text}", run, None, line.paragraph, possible=possible
    )


def _propose(actor: Actor, communique: str, text: str, after: str) -> Amendment:
    entry = db.session.scalars(select(FollowUp).order_by(FollowUp.id)).first() or confirm(add_resolution())
    return follow_up.propose(actor, entry.code, communique, text=text, after=after)
