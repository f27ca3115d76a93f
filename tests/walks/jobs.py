"""
Parts of a long run: each is done by a process of its own, on databases of its own.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

from tests.walks.databases import place
from tests.walks.races import AT_COMMIT, AT_LOCK, Course, Orders, Race, play
from tests.walks.room import Seat
from tests.walks.walk import Walk

CRAWLED = 5
"""One of so many walks is crawled at its end: that takes ten times as long as the walk."""


def everybody(seat: Seat) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Job:
    """A part of the run, for one process: walks by their seeds, or races, on one engine."""

    engine: str
    acts: int = 0
    seeds: tuple[int, ...] = ()
    races: tuple[Race, ...] = ()
    tells: bool = False
    """Each is told step by step, found or not."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a job: what is to be printed, how many findings, and how often each verb ended how."""

    job: Job
    told: tuple[str, ...]
    findings: int
    ended: Counter[str]


def do(job: Job) -> Report:
    """Play the walks, run the races."""
    told: list[str] = []
    findings, ended = 0, Counter[str]()
    with ExitStack() as stack:
        here = stack.enter_context(place(job.engine))
        for seed in job.seeds:
            with here.on("seated") as app:
                crawls = everybody if job.tells or seed % CRAWLED == 0 else None
                walk = Walk(seed, job.engine, job.acts, crawls=crawls).play(app)
            ended += walk.ended
            findings += bool(walk.found)
            if walk.found or job.tells:
                told.append(f"== walk {seed} on {job.engine}\n{walk}")
        if job.races:
            first = Course(here) if job.engine == "sqlite" else Course(stack.enter_context(place("sqlite")))
            course = first if job.engine == "sqlite" else Course(here, like=first)
            orders = Orders(first)
            for race in job.races:
                result = play(course, race, orders=orders)
                findings += bool(result.found)
                if result.found or job.tells:
                    told.append(str(result))
    return Report(job, tuple(told), findings, ended)


HELD = ((AT_LOCK, False), (AT_COMMIT, True), (AT_LOCK, True), (AT_COMMIT, False))
"""Where which of two is held on PostgreSQL: the first or, turned, the second; one after the other from pair to pair."""


def races_on(engine: str, verbs: tuple[str, str], number: int, wanted: "Raced") -> Iterator[Race]:
    """
    Yield the races of a pair: on SQLite together; on PostgreSQL one of the two held, so many of the ways as are wanted.

    *number* is that of the pair: neighbours are held in different ways.
    """
    for variant in range(wanted.variants):
        if engine == "sqlite" or wanted.holds > len(HELD):
            yield Race(verbs, variant)
        if engine == "postgres":
            for way in range(min(wanted.holds, len(HELD))):
                hold, turned = HELD[(number + way) % len(HELD)]
                yield Race(verbs, variant, hold, turned=turned)


class Raced(Protocol):
    """How often each pair is raced."""

    variants: int
    holds: int
