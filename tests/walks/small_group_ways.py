"""
A way to play each verb of a small group: formed, changed and ended; compromise texts written, answered and put.
"""

from collections.abc import Callable
from functools import partial
from random import Random

from sqlalchemy import select

from acm_drafts.negotiation.terms import Stance
from acm_drafts.services import small_groups
from acm_drafts.services.small_groups import Wish
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, SmallGroup
from acm_drafts.store.reservations import newest_circulated
from acm_drafts.store.small_groups import SmallGroupRecord, get_small_group, newest_version
from acm_drafts.store.text import TextRow, codes_of_paragraphs, load_lineage, text_rows
from tests.walks.room import Room, Seat
from tests.walks.verbs import Step, way


def lay_small_group(room: Room, paragraph: int) -> None:
    """Lay out a small group on a paragraph, with a version of a compromise text."""
    code = room.view.paragraphs[paragraph].code
    keys = {seat.code: seat.party for seat in room.seats if seat.speaks}
    pen = next(seat for seat in room.seats if seat.code == "OICM")
    line = next(line for line in room.view.lines if line.paragraph == paragraph)
    with room.clock():
        group = small_groups.form(
            pen.actor,
            _code(room),
            name="Friends of the chair",
            facilitator=keys["SEN"],
            members=[keys["EGY"]],
            paragraphs=[code],
        )
        wish = Wish(code, "The Meeting met in small groups.", line.wording)
        small_groups.write(_speaker(room, keys["SEN"]).actor, group.code, wish)
    room.changed()


def _code(room: Room) -> str:
    return db.session.get_one(Communique, room.communique).code


def _speaker(room: Room, party: int | None) -> Seat:
    return next(seat for seat in room.seats if seat.speaks and seat.party == party)


def _pen(room: Room) -> Seat:
    return next(seat for seat in room.seats if seat.code == "OICM")


def _rows(room: Room) -> list[TextRow]:
    draft = newest_circulated(db.session(), room.communique)
    return text_rows(db.session(), draft.id) if draft else []


def _groups(room: Room) -> list[SmallGroupRecord]:
    """Return the small groups of the text that go on, those on the paragraph at hand alone where there are some."""
    codes = select(SmallGroup.code).where(SmallGroup.communique_id == room.communique)
    records = [
        get_small_group(db.session(), code) for code in db.session.scalars(codes.order_by(SmallGroup.id))
    ]
    going_on = [record for record in records if not record.composition.ended]
    return [one for one in going_on if room.near[1] in one.composition.paragraphs] or going_on


@way("small_groups.form")
def form(room: Room, rng: Random) -> Step | None:
    """Form a group on a paragraph, now and then on one that another group deals with."""
    rows = _rows(room)
    if not rows:
        return None
    near = [row for row in rows if row.paragraph == room.near[1]]
    row = near[0] if near else rng.choice(rows)
    parties = sorted({seat.party for seat in room.seats if seat.speaks and seat.party})
    facts = {"name": f"Group {room.mark()}", "paragraphs": [row.code], "members": rng.sample(parties, 2)}
    facilitator = rng.choice(parties)
    run = partial(small_groups.form, _pen(room).actor, _code(room), facilitator=facilitator, **facts)
    return Step("small_groups.form", f"{facts}, by {facilitator}", run, None, row.paragraph)


def _change(
    room: Room,
    rng: Random,
    name: str,
    verb: Callable[..., None],
    what: Callable[[SmallGroupRecord], list[int] | list[str]],
) -> Step | None:
    """Return a change of a group by one of *what* it can be changed by."""
    choices = [(group, what(group)) for group in _groups(room)]
    choices = [(group, some) for group, some in choices if some]
    if not choices:
        return None
    group, some = rng.choice(choices)
    chosen = rng.choice(some)
    run = partial(verb, _pen(room).actor, group.code, chosen, seen=group.sequence)
    told = f"group {group.id}: {chosen}, seen {group.sequence}"
    return Step(name, told, run, None, group.composition.paragraphs[0])


def _outside(room: Room, group: SmallGroupRecord) -> list[int]:
    return sorted({s.party for s in room.seats if s.speaks and s.party and s.party not in group.members})


@way("small_groups.add_member")
def add_member(room: Room, rng: Random) -> Step | None:
    return _change(room, rng, "small_groups.add_member", small_groups.add_member, partial(_outside, room))


@way("small_groups.take_out_member")
def take_out_member(room: Room, rng: Random) -> Step | None:
    def others(group: SmallGroupRecord) -> list[int]:
        return [key for key in group.members if key != group.facilitator]

    return _change(room, rng, "small_groups.take_out_member", small_groups.take_out_member, others)


@way("small_groups.change_facilitator")
def change_facilitator(room: Room, rng: Random) -> Step | None:
    return _change(
        room, rng, "small_groups.change_facilitator", small_groups.change_facilitator, partial(_outside, room)
    )


@way("small_groups.add_paragraph")
def add_paragraph(room: Room, rng: Random) -> Step | None:
    rows = _rows(room)

    def others(group: SmallGroupRecord) -> list[str]:
        return [row.code for row in rows if row.paragraph not in group.composition.paragraphs]

    return _change(room, rng, "small_groups.add_paragraph", small_groups.add_paragraph, others)


@way("small_groups.take_out_paragraph")
def take_out_paragraph(room: Room, rng: Random) -> Step | None:
    def given(group: SmallGroupRecord) -> list[str]:
        return sorted(codes_of_paragraphs(db.session(), group.composition.paragraphs).values())

    return _change(room, rng, "small_groups.take_out_paragraph", small_groups.take_out_paragraph, given)


@way("small_groups.end")
def end(room: Room, rng: Random) -> Step | None:
    groups = _groups(room)
    if not groups:
        return None
    group = rng.choice(groups)
    run = partial(small_groups.end, _pen(room).actor, group.code, seen=group.sequence)
    told = f"group {group.id}, seen {group.sequence}"
    return Step("small_groups.end", told, run, None, group.composition.paragraphs[0])


@way("small_groups.write")
def write(room: Room, rng: Random) -> Step | None:
    rows = {row.paragraph: row for row in _rows(room)}
    lineage = load_lineage(db.session(), room.communique)
    places = [(group, row) for group in _groups(room) for row in group.lines(rows, lineage)]
    if not places:
        return None
    group, row = rng.choice(places)
    before = newest_version(db.session(), group.id, row.paragraph)
    text = f"The Meeting, {room.mark()}, met in small groups."
    wish = Wish(row.code, text, row.wording, before.sequence if before else 0)
    seat = _speaker(room, group.facilitator)
    run = partial(small_groups.write, seat.actor, group.code, wish)
    return Step("small_groups.write", f"{seat}: group {group.id}, {text!r}", run, None, row.paragraph)


def _versions(room: Room) -> list[tuple[SmallGroupRecord, str, int, int]]:
    """Return each newest version of a group that goes on: its group, code, paragraph and author."""
    found = []
    for group in _groups(room):
        for paragraph in group.composition.paragraphs:
            version = newest_version(db.session(), group.id, paragraph)
            if version is not None:
                found.append((group, version.code, paragraph, version.party_id))
    return found


@way("small_groups.answer")
def answer(room: Room, rng: Random) -> Step | None:
    asked = [
        (group, code, paragraph, member)
        for group, code, paragraph, author in _versions(room)
        for member in group.members
        if member != author
    ]
    if not asked:
        return None
    group, code, paragraph, member = rng.choice(asked)
    seat, stance = _speaker(room, member), rng.choice([*Stance, None])
    facts = {"party": member, "stance": stance, "reason": f"As we said {room.mark()}."}
    run = partial(small_groups.answer, seat.actor, group.code, code, **facts)
    return Step("small_groups.answer", f"{seat}: {stance} on {code}", run, None, paragraph)


@way("small_groups.put")
def put(room: Room, rng: Random) -> Step | None:
    versions = _versions(room)
    if not versions:
        return None
    group, code, paragraph, _author = rng.choice(versions)
    seat = rng.choice([_pen(room), _speaker(room, group.facilitator)])
    run = partial(small_groups.put, seat.actor, group.code, code)
    return Step("small_groups.put", f"{seat}: {code}", run, None, paragraph)
