"""The worker is killed at every step between two commits, and started again: each notice once, on both engines."""

import itertools
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.context import ForkProcess
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from acm_drafts.negotiation.messages import MessageState
from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.services import rounds
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Message, User
from tests.factories import make_head
from tests.mail import MailServer, mail_server
from tests.silences import put
from tests.sittings import make_body
from tests.tables import Table, make_table

pytestmark = pytest.mark.thorough

STEPS = range(1, 8)
"""Recover, write what comes by the clock, claim, hand over, note, claim again; and one that is not reached."""
KILLED = -signal.SIGKILL


@pytest.fixture
def server(app: Flask, session: object) -> Iterator[MailServer]:
    with mail_server() as server:
        app.config["SMTP_URL"] = server.url
        yield server


def work(app: Flask, last: int) -> None:
    """Work once, and die before the commit with the number *last* (0: before none)."""
    commits = itertools.count(1)

    def count(connection: object) -> None:
        if next(commits) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "commit", count)
    assert app.test_cli_runner().invoke(args=["work", "--once"]).exit_code == 0


@pytest.fixture
def start(app: Flask, server: MailServer) -> Callable[..., ForkProcess]:
    """Start a worker in a process of its own that dies before a commit (0: before none)."""

    def process(last: int = 0) -> ForkProcess:
        db.session.remove()
        db.engine.dispose()  # a connection is of one process
        worker = multiprocessing.get_context("fork").Process(target=work, args=(app, last))
        worker.start()
        return worker

    return process


def ended(worker: ForkProcess) -> int | None:
    """Return how a worker ended."""
    worker.join(60)
    return worker.exitcode


@pytest.fixture
def table(server: MailServer) -> Table:
    """A table on which a decision is told to one person."""
    table = make_table("The Meeting welcomed the progress made.", deadline=utcnow() + timedelta(days=30))
    table.decide(DecisionKind.REJECT, table.replace("EGY", "1.", "progress", "good progress"), reason="No.")
    return table


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


@pytest.mark.parametrize("last", STEPS)
def test_a_worker_that_is_killed_between_two_steps_tells_nobody_twice_and_forgets_nobody(
    table: Table, server: MailServer, start: Callable[..., Any], last: int
):
    assert ended(start(last)) == (KILLED if last < 7 else 0)
    assert ended(start()) == 0
    assert ended(start()) == 0

    assert len(server.given) == 1
    assert states() == [MessageState.UNCERTAIN if last == 5 else MessageState.SENT]


def test_a_worker_that_is_killed_while_the_server_answers_tells_nobody_twice(
    table: Table, server: MailServer, start: Callable[..., Any]
):
    worker = start()
    server.on_text = lambda _: os.kill(worker.pid, signal.SIGKILL)

    assert ended(worker) == KILLED
    server.on_text = lambda _: None
    assert ended(start()) == 0

    assert len(server.given) == 1
    assert states() == [MessageState.UNCERTAIN]


def test_a_reminder_is_written_once_however_often_its_writer_is_killed(
    server: MailServer, start: Callable[..., Any]
):
    deadline = utcnow() + timedelta(days=3)
    table = make_table("The Meeting welcomed the progress made.", deadline=deadline)
    email = db.session.get_one(User, table.head("EGY").user).email
    with clock_at(deadline - timedelta(hours=24)):
        for last in (2, 3, 4, 0, 0):
            ended(start(last))

    assert Counter(mail["Subject"] for mail in server.to(email)) == {"The deadline is near": 1}


def test_a_newcomer_is_told_of_a_silence_once_however_often_the_worker_is_killed(
    server: MailServer, start: Callable[..., Any]
):
    table = make_table("The Meeting welcomed the progress made.")
    put(table, make_body(members=["EGY", "MYS"]))
    email = db.session.get_one(User, table.head("MYS").user).email
    for last in (2, 3, 4, 0, 0):
        ended(start(last))

    assert Counter(mail["Subject"] for mail in server.to(email)) == {"Paragraphs under silence": 1}


def test_of_two_workers_at_once_each_message_is_sent_by_one(
    table: Table, server: MailServer, start: Callable[..., Any]
):
    for code in ("JOR", "MYS", "SEN", "PAK", "TUR"):
        make_head(code)
    rounds.change_deadline(table.mission, table.round, utcnow() + timedelta(days=20))
    workers = [start() for _ in range(3)]

    assert [ended(worker) for worker in workers] == [0, 0, 0]
    assert ended(start()) == 0

    assert Counter(Counter(mail["Message-ID"] for mail in server.given).values()) == {1: 7}
    assert set(states()) == {MessageState.SENT}
