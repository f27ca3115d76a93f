"""
Every statement on every page and file is what the records say, for every role: the long run is `make walks`.

`make test` reads two of the four prepared negotiations, and in the narrowed one too as some; `make test-whole` all.
"""

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import DecisionKind, Level, Role, Visibility
from acm_drafts.services import amendments, rounds
from tests.conftest import in_full
from tests.walks import crawl as crawling
from tests.walks.crawl import crawl
from tests.walks.databases import Place
from tests.walks.prepared import CIRCULATED, CLOSED, FOCUS, LATER, RUNNING, Layout, prepare, room_on
from tests.walks.room import DAY, MINUTE, Room, Seat
from tests.walks.walk import Walk

pytestmark = pytest.mark.thorough

READERS = {(Role.MISSION, "OICM"), (Role.HEAD, "EGY"), (Role.CHAIR, ""), (Role.OBSERVER, "")}
NARROWED = "narrowed"
"""A third round, shown to the Mission alone, in which things are done to what the second one showed to all."""


def few(seat: Seat) -> bool:
    """Some readers, who know most, something and little; all of them read one negotiation, and in the long run."""
    return (seat.role, seat.code) in READERS


@pytest.fixture(scope="module")
def prepared(sqlite_place: Place) -> Place:
    prepare(sqlite_place)
    with sqlite_place.on(CIRCULATED) as app:
        narrow(room_on(app))
        sqlite_place.keep(NARROWED)
    return sqlite_place


def narrow(room: Room) -> None:
    """Open a round that is shown to the Mission alone, and withdraw, decide and propose in it."""
    layout = Layout(room)
    room.now = LATER
    with room.clock():
        terms = rounds.Terms(LATER - MINUTE, LATER + DAY, visibility=Visibility.MISSION)
        rounds.open_round(layout.mission, room.communique, terms)
    room.now += MINUTE
    room.changed()
    carried = [record for record in room.view.pending if record.amendment.sponsor.code == "EGY"]
    hidden = layout.propose("MYS", layout.text(FOCUS, "The Meeting", "The Ministers’ Meeting"))
    with room.clock():
        amendments.withdraw(layout.seat("EGY").actor, carried[0].amendment.code, reason="No need.")
    layout.decide(hidden, DecisionKind.ACCEPT, Level.TROIKA)
    layout.propose("EGY", layout.text(FOCUS, "The Meeting", "The Summit"))
    layout.propose("ARAB", layout.new("The Meeting thanked Senegal."))
    room.changed()


CONTEXTS = (RUNNING, CLOSED, CIRCULATED, NARROWED) if in_full() else (CLOSED, NARROWED)


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_statement_of_a_prepared_negotiation_is_what_the_records_say(prepared: Place, context: str):
    with prepared.on(context) as app:
        found = crawl(room_at(app, context), None if context == NARROWED and in_full() else few)

    assert found == [], "\n".join(found)


def room_at(app: Flask, context: str) -> Room:
    room = room_on(app)
    if context == NARROWED:
        room.now = LATER + 10 * MINUTE
    return room


def test_every_statement_of_a_random_negotiation_is_what_the_records_say(sqlite_place: Place):
    with sqlite_place.on("seated") as app:
        walk = Walk(12, "sqlite", 60 if in_full() else 30, every=30, pages=0, crawls=few).play(app)

    assert walk.found == [], f"\n{walk}"


def test_an_untrue_word_is_found(prepared: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(crawling.WORDS, "paragraph-untouched", "agreed")

    with prepared.on(RUNNING) as app:
        found = crawl(room_on(app), lambda seat: seat.role is Role.CHAIR)

    assert any("word of paragraph-untouched" in finding for finding in found)
