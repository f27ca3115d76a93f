"""
A way to play each verb of a discussion: begun, answered, resolved, reopened, a comment taken back.
"""

from collections.abc import Callable
from functools import partial
from random import Random

from sqlalchemy import select

from acm_drafts.negotiation.discussions import COMMENTS
from acm_drafts.negotiation.terms import Audience, Role
from acm_drafts.services import discussions
from acm_drafts.services.discussions import Wish
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import db
from acm_drafts.store.discussions import DiscussionRecord, get_discussion
from acm_drafts.store.records import Communique, Discussion
from acm_drafts.store.reservations import newest_circulated
from acm_drafts.store.text import text_rows
from tests.walks.room import Room, Seat
from tests.walks.verbs import Step, way


def lay_discussions(room: Room, paragraph: int) -> None:
    """Lay out a discussion of a paragraph with the Mission, answered, and one that is resolved."""
    seat = next(seat for seat in room.seats if seat.code == "SEN" and seat.speaks)
    mission = next(seat for seat in room.seats if seat.role is Role.MISSION)
    line = next(line for line in room.view.lines if line.paragraph == paragraph)
    wish = Wish(Audience.MISSION, "Why?", room.view.paragraphs[paragraph].code, line.wording)
    with room.clock():
        for audience in (Audience.MISSION, Audience.INSIDE):
            on = Wish(audience, "Why?", wish.paragraph, wish.wording)
            begun = discussions.begin(seat.actor, _code(room), party=seat.party, wish=on)
        discussions.resolve(seat.actor, begun.code, party=seat.party, seen=1)
        asked = discussions.begin(seat.actor, _code(room), party=seat.party, wish=wish)
        discussions.answer(mission.actor, asked.code, party=mission.party, about=1, words="So.")
    room.changed()


def _code(room: Room) -> str:
    return db.session.get_one(Communique, room.communique).code


@way("discussions.begin")
def begin(room: Room, rng: Random) -> Step | None:
    """Begin one on a paragraph or a proposal, to any audience; some may not be sent by whoever tries."""
    seat = room.writer(rng)
    if seat is None or seat.party is None:
        return None
    audience = rng.choice(tuple(Audience))
    others = sorted({other.code for other in room.seats if other.speaks})
    to = rng.choice(others) if audience is Audience.MISSION and seat.role is Role.MISSION and others else ""
    words = f"What of {room.mark()}?"
    if rng.random() < 0.5 and (entry := room.pick(rng, room.view.pending)):
        return _on_proposal(room, rng, seat, Wish(audience, words, to=to), entry)
    draft = room.view.draft if seat.role is Role.MISSION else newest_circulated(db.session(), room.communique)
    if draft is None:
        return None
    rows = text_rows(db.session(), draft.id)
    near = [row for row in rows if row.paragraph == room.near[1]]
    row = near[0] if near else rng.choice(rows)
    phrase = " ".join(row.text.split()[:2]) if rng.random() < 0.5 else ""
    wish = Wish(audience, words, row.code, row.wording, phrase=phrase, to=to)
    run = partial(discussions.begin, seat.actor, _code(room), party=seat.party, wish=wish)
    return Step("discussions.begin", f"{seat}: {audience} on #{row.paragraph}", run, None, row.paragraph)


def _on_proposal(room: Room, rng: Random, seat: Seat, wish: Wish, entry: AmendmentRecord) -> Step:
    """Write in the name of a sponsor where there is a seat, and name the sponsors as the page would."""
    sponsors = (entry.amendment.sponsor, *entry.cosponsors)
    own = room.owner(rng, rng.choice(sponsors).id) if wish.audience is Audience.COSPONSORS else None
    seat = own or seat
    named = frozenset(party.code for party in sponsors)
    on = Wish(
        wish.audience,
        wish.words,
        proposal=entry.amendment.code,
        revision=entry.revision.sequence,
        readers=named if wish.audience is Audience.COSPONSORS else None,
        to=wish.to if seat.role is Role.MISSION else "",
    )
    run = partial(discussions.begin, seat.actor, _code(room), party=seat.party, wish=on)
    told = f"{seat}: {wish.audience} on proposal {entry.amendment.id}"
    return Step("discussions.begin", told, run, entry.amendment.id, entry.amendment.paragraph_id)


def _pick(
    room: Room, rng: Random, wanted: Callable[[DiscussionRecord], bool]
) -> tuple[DiscussionRecord, Seat] | None:
    """Choose a discussion that is as *wanted*, a near one if there is any, and somebody of a party in it."""
    codes = select(Discussion.code).where(Discussion.communique_id == room.communique).order_by(Discussion.id)
    records = [get_discussion(db.session(), code) for code in db.session.scalars(codes)]
    open_ = [record for record in records if wanted(record)]
    near = [record for record in open_ if record.discussion.paragraph_id == room.near[1]]
    if not open_:
        return None
    record = rng.choice(near or open_)
    parties = {row.party_id for row in record.acts}
    seat = room.seat(rng, lambda one: one.party in parties and (one.speaks or one.role is Role.MISSION))
    return (record, seat) if seat else None


def _step(verb: str, record: DiscussionRecord, seat: Seat, run: Callable[[], object]) -> Step:
    row = record.discussion
    return Step(
        f"discussions.{verb}", f"{seat}: discussion {row.id}", run, row.amendment_id, row.paragraph_id
    )


def _shown(record: DiscussionRecord) -> list[int]:
    """Return the places of the comments that were not taken back."""
    return [
        row.sequence for row in record.acts if row.act in COMMENTS and row.sequence not in record.taken_back
    ]


@way("discussions.answer")
def answer(room: Room, rng: Random) -> Step | None:
    found = _pick(room, rng, lambda record: not record.is_resolved and bool(_shown(record)))
    if found is None:
        return None
    record, seat = found
    about = rng.choice(_shown(record))
    said = {"party": seat.party, "about": about, "words": f"As {room.mark()}."}
    return _step(
        "answer", record, seat, partial(discussions.answer, seat.actor, record.discussion.code, **said)
    )


@way("discussions.resolve")
def resolve(room: Room, rng: Random) -> Step | None:
    found = _pick(room, rng, lambda record: not record.is_resolved)
    if found is None:
        return None
    record, seat = found
    facts = {"party": seat.party, "seen": record.last.sequence}
    return _step(
        "resolve", record, seat, partial(discussions.resolve, seat.actor, record.discussion.code, **facts)
    )


@way("discussions.reopen")
def reopen(room: Room, rng: Random) -> Step | None:
    found = _pick(room, rng, lambda record: record.is_resolved)
    if found is None:
        return None
    record, seat = found
    run = partial(discussions.reopen, seat.actor, record.discussion.code, party=seat.party)
    return _step("reopen", record, seat, run)


@way("discussions.take_back")
def take_back(room: Room, rng: Random) -> Step | None:
    found = _pick(room, rng, lambda record: bool(_shown(record)))
    if found is None:
        return None
    record, seat = found
    about = rng.choice(_shown(record))
    run = partial(discussions.take_back, seat.actor, record.discussion.code, about=about)
    return _step("take_back", record, seat, run)
