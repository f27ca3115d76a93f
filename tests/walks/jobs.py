"""
Parts of a long run: each is done by a process of its own, on databases of its own.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

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
            course = Course(here)
            other = course if job.engine == "sqlite" else Course(stack.enter_context(place("sqlite")))
            orders = Orders(other)
            for race in job.races:
                result = play(course, race, orders=orders)
                findings += bool(result.found)
                if result.found or job.tells:
                    told.append(str(result))
    return Report(job, tuple(told), findings, ended)


def races_on(engine: str, verbs: tuple[str, str], variants: int) -> Iterator[Race]:
    """Yield the races of a pair: on SQLite together, on PostgreSQL each of the two held at each point besides."""
    for variant in range(variants):
        yield Race(verbs, variant)
        if engine == "postgres":
            for hold in (AT_LOCK, AT_COMMIT):
                yield Race(verbs, variant, hold)
                yield Race(verbs, variant, hold, turned=True)
