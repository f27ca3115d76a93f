"""
A way to play the adoption of a text, and a corrigendum to one that is adopted.
"""

from functools import partial
from random import Random

from acm_drafts.negotiation.terms import DraftStatus, Level
from acm_drafts.services import adoption, corrigenda
from acm_drafts.services.adoption import candidate
from acm_drafts.services.corrigenda import Entry
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.corrigenda import corrigenda_to, lines_as_corrected
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from tests.agreeing import sitting_at
from tests.walks.room import Room
from tests.walks.verbs import Step, way


@way("adoption.adopt")
def adopt(room: Room, rng: Random) -> Step | None:
    key = room.view.draft.id
    is_final = room.view.draft.status == DraftStatus.FINAL
    ready = is_final and room.view.circulated and room.view.round is None
    known = candidate(db.session(), db.session.get_one(Draft, key))
    if ready and not known.sittings:
        sitting_at(room.communique, Level.MINISTERIAL)
        room.changed()
        known = candidate(db.session(), db.session.get_one(Draft, key))
    seat, sitting = room.mission(rng), known.sittings[0].code if known.sittings else ""
    run = partial(adoption.adopt, seat.actor, room.communique, sitting=sitting, seen=known.seen)
    possible = ready and find_adoption(db.session(), room.communique) is None
    return Step("adoption.adopt", f"{seat}: draft #{key}", run, possible=possible)


@way("corrigenda.issue")
def issue(room: Room, rng: Random) -> Step | None:
    adopted, earlier = (
        find_adoption(db.session(), room.communique),
        corrigenda_to(db.session(), room.communique),
    )
    lines = list(lines_as_corrected(db.session(), adopted, earlier) if adopted else room.view.lines)
    line, seat = rng.choice([line for line in lines if _single(line.text)]), room.mission(rng)
    word = rng.choice(_single(line.text))
    code = room.view.paragraphs[line.paragraph].code
    entry = Entry(code, word, f"{word}{room.mark()}", "A typing error.", seat.party or 0)
    run = partial(corrigenda.issue, seat.actor, room.communique, [entry], seen=len(earlier))
    told = f"{seat}: {word} in #{line.paragraph}"
    return Step("corrigenda.issue", told, run, None, line.paragraph, possible=adopted is not None)


def _single(text: str) -> list[str]:
    """Return the words of a paragraph that stand in it once, also as a part of another word."""
    return [word for word in text.split() if text.count(word) == 1]
