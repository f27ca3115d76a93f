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
from tests.walks.databases import Place
from tests.walks.prepared import RUNNING, SETTINGS, room_on
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
        held = "" if self.hold == TOGETHER else f", the {'second' if self.turned else 'first'} held at its {self.hold}"
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
    setting: str
    told: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    found: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"== {self.race} on {self.engine} ({self.setting})"]
        lines += [f"   {told} -> {end}" for told, end in zip(self.told, self.ends, strict=False)]
        lines += [f"FOUND {one}" for one in self.found]
        return "\n".join([*lines, f"again: {self.race.repeated_by(self.engine)}"])


# Choosing ----------------------------------------------------------------------------------------


def choose(room: Room, race: Race) -> tuple[Step, Step] | None:
    """Choose two steps that can both be taken, on one proposal or paragraph if that can be; None where they cannot."""
    best: tuple[int, tuple[Step, Step]] | None = None
    for turn in range(8):
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
        worth = 4 * (one.possible + other.possible) + 2 * (one.amendment is not None and one.amendment == other.amendment)
        worth += one.paragraph is not None and one.paragraph == other.paragraph
        if best is None or worth > best[0]:
            best = worth, (one, other)
    return best[1] if best else None


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


def play(place: Place, race: Race, *, orders: "Orders | None" = None) -> Result:
    """Run a race on a fresh copy of a prepared negotiation and look at what came of it."""
    setting = SETTING_OF.setting(place, race)
    result = Result(race, place.engine, setting)
    with place.on(setting) as app, paced(app):
        room = room_on(app)
        steps = choose(room, race)
        if steps is None:
            result.found.append("there is no way to play both")
            return result
        result.told = tuple(f"{step.verb} {step.told}" for step in steps)
        db.session.remove()
        racers = run(place, room, steps, race)
        result.ends = tuple(racer.end for racer in racers)
        result.found += [f"{r.step.verb} {r.end}\n{r.fall}" for r in racers if r.end in ("fell", "hangs")]
        with room.clock():
            result.found += checks.wrong(db.session())
            if orders is not None and not result.found:
                result.found += orders.differing(race, setting, (result.ends, prints(db.session())))
    return result


class _Settings:
    """Which prepared negotiation a pair is raced on: found once for a pair and a variant."""

    def __init__(self) -> None:
        self.known: dict[tuple[tuple[str, str], int], str] = {}

    def setting(self, place: Place, race: Race) -> str:
        key = race.verbs, race.seed
        if key not in self.known:
            self.known[key] = self._find(place, race)
        return self.known[key]

    def _find(self, place: Place, race: Race) -> str:
        best, most = RUNNING, -1
        for name in SETTINGS:
            with place.on(name) as app:
                chosen = choose(room_on(app), race)
            able = sum(step.possible for step in chosen) if chosen else -1
            if able > most:
                best, most = name, able
            if most == 2:
                break
        return best


SETTING_OF = _Settings()


class Orders:
    """What each pair comes to, one after the other, in both orders: told by SQLite, whatever engine is raced."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.known: dict[tuple[tuple[str, str], int], list[tuple[tuple[str, ...], list[str]]]] = {}

    def differing(self, race: Race, setting: str, came: tuple[tuple[str, ...], list[str]]) -> list[str]:
        """Return what differs from the nearer of the two orders, nothing where it is one of them."""
        key = race.verbs, race.seed
        if key not in self.known:
            self.known[key] = [self._one_after_the_other(race, setting, turned) for turned in (False, True)]
        told = [_difference(came, expected) for expected in self.known[key]]
        return [] if not all(told) else [f"neither order makes this: {min(told, key=len)}"]

    def _one_after_the_other(self, race: Race, setting: str, turned: bool) -> tuple[tuple[str, ...], list[str]]:
        with self.place.on(setting) as app:
            room = room_on(app)
            steps = choose(room, race)
            assert steps is not None
            ends = []
            for step in reversed(steps) if turned else steps:
                with clock_at(step.at or room.now):
                    ends.append(attempt(step))
            with room.clock():
                return tuple(ends[::-1] if turned else ends), prints(db.session())


def _difference(came: tuple[tuple[str, ...], list[str]], expected: tuple[tuple[str, ...], list[str]]) -> str:
    """Return in words how what came differs from what was expected, "" where it does not."""
    if came == expected:
        return ""
    more = [line for line in came[1] if line not in expected[1]]
    less = [line for line in expected[1] if line not in came[1]]
    ends = f"{came[0]} for {expected[0]}; " if came[0] != expected[0] else ""
    return f"{ends}there is {more}, there is not {less}"
