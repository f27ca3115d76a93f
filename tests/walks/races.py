"""
Two writing verbs at the same moment: by two threads with a connection each, on one prepared negotiation.

Both steps are chosen first, from the same page, on the same proposal or paragraph where both can be done to one.
On PostgreSQL the one is held at a certain point and the other goes on until it is done or waits for a lock of the
first: so what is judged by something read too early is found every time, and not by luck. On SQLite writers take
turns by themselves; both are let go together.

Afterwards no exception may have been raised but a refusal, `checks` must find nothing, and what is in the database
must be what the one order or the other makes of it, done one after the other.
"""

import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from random import Random
from threading import Barrier, Event, Thread, local

from flask import Flask
from sqlalchemy import event

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.store.database import clock_at, db
from tests.walks import checks, ways  # noqa: F401  (the ways register themselves)
from tests.walks.databases import Place, bring
from tests.walks.prepared import SETTINGS, prepare, room_on
from tests.walks.prints import prints
from tests.walks.room import Room
from tests.walks.verbs import WAYS, Step

PATIENCE = 30.0
"""Seconds after which a racer that hangs is a finding; nobody waits that long for a good one."""
TOGETHER, AT_LOCK, AT_COMMIT = "together", "lock", "commit"
HOLDS = (AT_LOCK, AT_COMMIT)
"""Where the first of two is held: before it first locks or writes anything, and before it commits."""
_LOCKS = ("FOR UPDATE", "FOR NO KEY UPDATE", "INSERT ", "UPDATE ", "DELETE ")


def pairs() -> list[tuple[str, str]]:
    """Return every pair of writing verbs of a negotiation, a verb with itself too."""
    return list(combinations_with_replacement(sorted(WAYS), 2))


@dataclass(frozen=True, slots=True)
class Race:
    """Two verbs, how the steps are chosen, and where which of the two is held."""

    verbs: tuple[str, str]
    seed: int = 0
    hold: str = TOGETHER
    turned: bool = False
    """The second is the one that is held."""

    def __str__(self) -> str:
        held = (
            ""
            if self.hold == TOGETHER
            else f", the {'second' if self.turned else 'first'} held at its {self.hold}"
        )
        return f"{self.verbs[0]} and {self.verbs[1]}{held}"

    def repeated_by(self, engine: str) -> str:
        turned = " --turned" if self.turned else ""
        return (
            f"python -m tests.walks --pair {' '.join(self.verbs)} --variant {self.seed}"
            f" --hold {self.hold}{turned} --engine {engine}"
        )


@dataclass
class Result:
    """How a race ended: what was done, how it ended for each, and what is wrong with it."""

    race: Race
    engine: str
    context: str
    told: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    found: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"== {self.race} on {self.engine} ({self.context})"]
        lines += [f"   {told} -> {end}" for told, end in zip(self.told, self.ends, strict=False)]
        lines += [f"FOUND {one}" for one in self.found]
        return "\n".join([*lines, f"again: {self.race.repeated_by(self.engine)}"])


# Choosing ----------------------------------------------------------------------------------------

TURNS = 6
"""So often two steps are chosen, until both can be taken on one proposal or paragraph."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Two steps, the prepared negotiation they are taken on, and how well they suit each other."""

    context: str
    steps: tuple[Step, Step]
    worth: tuple[int, bool, bool]

    @property
    def possible(self) -> int:
        return self.worth[0]


class Course:
    """
    Prepared negotiations at one place, and what is chosen on them.

    Copies of a database have the same keys: what was chosen on one can be done on another. *like*: another course whose
    negotiations are brought here, row by row; what is done on them is chosen there, where a copy costs least.
    """

    def __init__(self, place: Place, like: "Course | None" = None) -> None:
        self.place, self.like = place, like
        if like is None:
            prepare(place)
        else:
            for context in SETTINGS:
                bring(like.place, context, place)
        self.rooms: dict[str, Room] = {}
        self.known: dict[tuple[tuple[str, str], int], Chosen | None] = {}

    @contextmanager
    def on(self, context: str) -> Iterator[Room]:
        """Give the room of a fresh copy of a prepared negotiation."""
        with self.place.on(context) as app:
            if context not in self.rooms:
                self.rooms[context] = room_on(app)
            self.rooms[context].changed()  # its records belong to another copy
            yield self.rooms[context]

    def chosen(self, race: Race) -> Chosen | None:
        """Return what is done in a race: the most possible there is."""
        if self.like is not None:
            return self.like.chosen(race)
        key = race.verbs, race.seed
        if key not in self.known:
            best: Chosen | None = None
            for context in SETTINGS:
                with self.on(context) as room:
                    found = choose(room, race, context)
                if found is not None and (best is None or found.possible > best.possible):
                    best = found
                if best is not None and best.possible == 2:
                    break
            self.known[key] = best
        return self.known[key]


def choose(room: Room, race: Race, context: str) -> Chosen | None:
    """Choose two steps that can both be taken, on one proposal or paragraph if that can be; None where they cannot."""
    best: Chosen | None = None
    for turn in range(TURNS):
        rng = Random(f"{race.seed} {turn}")
        room.near = (None, room.focus)
        with room.clock():
            one = WAYS[race.verbs[0]](room, rng)
            if one is None:
                continue
            room.near = (one.amendment, one.paragraph or room.focus)
            other = WAYS[race.verbs[1]](room, rng)
        if other is None:
            continue
        alike = one.amendment == other.amendment, one.paragraph == other.paragraph
        worth = one.possible + other.possible, *alike
        if best is None or worth > best.worth:
            best = Chosen(context, (one, other), worth)
        if worth == (2, True, True):
            break
    return best


# Running -----------------------------------------------------------------------------------------

_MINE = local()


class Pace:
    """Holds the thread that carries it at one point, until it may go on."""

    def __init__(self, hold: str) -> None:
        self.hold, self.held, self.goes = hold, Event(), Event()
        self.pid: int | None = None

    def meet(self, statement: str) -> None:
        if self.hold == AT_LOCK and any(word in statement for word in _LOCKS):
            self.wait()

    def wait(self) -> None:
        if not self.held.is_set():
            self.held.set()
            self.goes.wait(PATIENCE)


def _before(connection: object, cursor: object, statement: str, *_rest: object) -> None:
    pace = getattr(_MINE, "pace", None)
    if pace is not None:
        pace.meet(statement)


def _at_commit(connection: object) -> None:
    pace = getattr(_MINE, "pace", None)
    if pace is not None and pace.hold == AT_COMMIT:
        pace.wait()


@contextmanager
def paced(app: Flask) -> Iterator[None]:
    """Let the statements of the application's engine keep to the pace of their thread."""
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", _before)
    event.listen(engine, "commit", _at_commit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", _before)
        event.remove(engine, "commit", _at_commit)


class Racer(Thread):
    """One of two, with an application context and a connection of its own."""

    def __init__(self, room: Room, step: Step, barrier: Barrier, pace: Pace | None) -> None:
        super().__init__(daemon=True)
        self.room, self.step, self.barrier, self.pace = room, step, barrier, pace
        self.end, self.fall = "hangs", ""
        self.done = Event()
        self.pid: int | None = None

    def run(self) -> None:
        with self.room.app.app_context(), clock_at(self.step.at or self.room.now):
            try:
                connection = db.session.connection()  # nobody loses the race by having to connect first
                if connection.dialect.name == "postgresql":
                    self.pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
                db.session.rollback()
                self.barrier.wait(PATIENCE)
                _MINE.pace = self.pace
                self.end = attempt(self.step)
            except Exception:
                self.end, self.fall = "fell", traceback.format_exc(limit=-6)
            finally:
                _MINE.pace = None
                self.done.set()
                if self.pace is not None:
                    self.pace.held.set()
                db.session.remove()


def attempt(step: Step) -> str:
    """Take a step and return how it ended: "done" or the name of the refusal."""
    try:
        step.act()
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


def run(place: Place, room: Room, steps: Sequence[Step], race: Race) -> list[Racer]:
    """Let both steps be taken at once, and return who took them, ended or not."""
    order = list(reversed(steps)) if race.turned else list(steps)
    if race.hold == TOGETHER or place.engine == "sqlite":
        barrier = Barrier(2)
        racers = [Racer(room, step, barrier, None) for step in order]
        for racer in racers:
            racer.start()
    else:
        pace = Pace(race.hold)
        racers = [Racer(room, order[0], Barrier(1), pace), Racer(room, order[1], Barrier(1), None)]
        racers[0].start()
        pace.held.wait(PATIENCE)
        racers[1].start()
        while not racers[1].done.wait(0.002):
            if racers[1].pid and place.storage.is_waiting(racers[1].pid):
                break
        pace.goes.set()
    for racer in racers:
        racer.join(PATIENCE)
    return racers[::-1] if race.turned else racers


def play(course: Course, race: Race, *, orders: "Orders | None" = None) -> Result:
    """Run a race on a fresh copy of a prepared negotiation and look at what came of it."""
    chosen, engine = course.chosen(race), course.place.engine
    if chosen is None:
        return Result(race, engine, "", found=["there is no way to play both"])
    result = Result(race, engine, chosen.context, tuple(f"{one.verb} {one.told}" for one in chosen.steps))
    with course.on(chosen.context) as room, paced(room.app):
        racers = run(course.place, room, chosen.steps, race)
        result.ends = tuple(racer.end for racer in racers)
        result.found += [f"{r.step.verb} {r.end}\n{r.fall}" for r in racers if r.end in ("fell", "hangs")]
        with room.clock():
            result.found += checks.wrong(db.session())
            if orders is not None and not result.found:
                result.found += orders.differing(race, (result.ends, prints(db.session())))
    return result


class Orders:
    """What each pair comes to, one after the other, in both orders: told by SQLite, whatever engine is raced."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.known: dict[tuple[tuple[str, str], int], list[Came]] = {}

    def differing(self, race: Race, came: "Came") -> list[str]:
        """Return what differs from the nearer of the two orders, nothing where it is one of them."""
        key = race.verbs, race.seed
        if key not in self.known:
            self.known[key] = [self._in_turn(race, turned=False), self._in_turn(race, turned=True)]
        told = [_difference(came, expected) for expected in self.known[key]]
        return [f"neither order makes this: {min(told, key=len)}"] if all(told) else []

    def _in_turn(self, race: Race, *, turned: bool) -> "Came":
        chosen = self.course.chosen(race)
        assert chosen is not None
        with self.course.on(chosen.context) as room:
            ends = []
            for step in chosen.steps[::-1] if turned else chosen.steps:
                with clock_at(step.at or room.now):
                    ends.append(attempt(step))
            with room.clock():
                return tuple(ends[::-1] if turned else ends), prints(db.session())


Came = tuple[tuple[str, ...], list[str]]
"""How each of two ended, and what is in the database then."""


def _difference(came: Came, expected: Came) -> str:
    """Return in words how what came differs from what was expected, "" where it does not."""
    if came == expected:
        return ""
    there, wanted = Counter(came[1]), Counter(expected[1])
    more, less = list((there - wanted).elements()), list((wanted - there).elements())
    ends = f"{came[0]} for {expected[0]}; " if came[0] != expected[0] else ""
    return f"{ends}there is {more}, there is not {less}"
