"""
Two processes at one table: what each of them does when both are let go at the same moment.

Each racer is a process of its own with an application of its own, as two workers of a server are.
It imports no test, so that a fresh process can load it.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from datetime import timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import amendments, closings, decisions
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.people import operator
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import clock_at, db, utcnow

PATIENCE = 60
"""Seconds after which a racer that hangs is a failure; nobody waits that long for a good one."""
AFTER_THE_DEADLINE = timedelta(days=7)


def accept(paragraph: int, revision: int) -> None:
    """Decide from a page on which nobody had decided yet."""
    judgement = Judgement(DecisionKind.ACCEPT, (revision,))
    decisions.decide(operator(), paragraph, judgement, seen=0)


def close(round_id: int) -> None:
    with clock_at(utcnow() + AFTER_THE_DEADLINE):
        closings.close_round(operator(), round_id)


def submit(round_id: int, paragraph: str, base: int, text: str) -> None:
    """Submit a proposal of the Mission, which may do so until the round is closed."""
    proposal = Proposal(AmendmentKind.REPLACE, paragraph, base, text)
    with clock_at(utcnow() + AFTER_THE_DEADLINE):
        amendments.propose(operator(), round_id, proposal)


ACTS: dict[str, Callable[..., None]] = {"accept": accept, "close": close, "submit": submit}
Start = tuple[str, tuple[object, ...]]


def _run(url: str, barrier: Barrier, starts: Sequence[Start], told: object) -> None:
    """Do each of *starts* as soon as the other racer is ready, and tell how all of them ended."""
    from tests.conftest import make_app

    app = make_app(url)
    ends = []
    for act, facts in starts:
        with app.app_context():
            db.session.connection()  # nobody loses the race by having to connect first
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                ACTS[act](*facts)
                ends.append("done")
            except Refusal as refusal:
                ends.append(type(refusal).__name__)
    told.put(ends)


def race(url: str, one: Sequence[Start], other: Sequence[Start]) -> list[tuple[str, str]]:
    """
    Let two processes do *one* and *other*, step by step at the same moment.

    Returns for each step how it ended for the one and for the other: "done" or the refusal's name.
    """
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(2)
    told = [spawning.SimpleQueue(), spawning.SimpleQueue()]
    racers: list[BaseProcess] = [
        spawning.Process(target=_run, args=(url, barrier, starts, queue))
        for starts, queue in zip((one, other), told, strict=True)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(4 * PATIENCE)
    assert [racer.exitcode for racer in racers] == [0, 0], "a racer fell"
    return list(zip(told[0].get(), told[1].get(), strict=True))
