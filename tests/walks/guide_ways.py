"""
A way to play the verb of a tag: a paragraph is tagged with an item, the tag is removed, or an item is declined.
"""

from functools import partial
from random import Random

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.guide import SessionItem, TagAct, require_possible
from acm_drafts.services import guide
from acm_drafts.store.database import db
from acm_drafts.store.guide import find_item, is_session_known, last_act, session_of_text
from tests.factories import mission
from tests.walks.room import Room
from tests.walks.verbs import Step, way

MOST = 20


def lay_agenda(room: Room) -> None:
    """Let the guide have the agenda of the session of the text."""
    of = session_of_text(db.session(), room.communique)
    if of is not None and not is_session_known(db.session(), of):
        with room.clock():
            items = [SessionItem(number, "", f"Item {number} of the agenda") for number in range(1, MOST + 1)]
            guide.add_agenda(mission(), of, items)


@way("guide.decide_item")
def decide_item(room: Room, rng: Random) -> Step | None:
    """Tag a paragraph with one of three items, remove the tag, or decline it."""
    lay_agenda(room)
    line, number = room.pick_line(rng), rng.choice((1, 2, 3))
    of = session_of_text(db.session(), room.communique)
    if line is None or of is None:
        return None
    item = find_item(db.session(), number, "", of=of)
    assert item is not None
    last = last_act(db.session(), line.paragraph, item.id)
    act = TagAct.UNTAG if last is TagAct.TAG else rng.choice((TagAct.TAG, TagAct.TAG, TagAct.DECLINE))
    run = partial(guide.decide_item, room.mission(rng).actor, line.paragraph, act, (number, ""))
    return Step(
        "guide.decide_item",
        f"{line.label}: {act} {number}",
        run,
        None,
        line.paragraph,
        possible=_can(act, last),
    )


def _can(act: TagAct, last: TagAct | None) -> bool:
    try:
        require_possible(act, last)
    except Refusal:
        return False
    return True
