"""A request arrived when it was sent, however long the server was busy, and whatever it had to wait for."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, request_started
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from acm_drafts.negotiation.errors import DeadlinePassed
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import amendments
from acm_drafts.store.database import arrival, arrived, arriving, db
from acm_drafts.store.records import JournalLine
from acm_drafts.web.shared import requests
from tests.tables import current, make_table

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
GET = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Our server with one worker and one thread, answering with when a request arrived."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    options = [
        "--workers",
        "1",
        "--threads",
        "1",
        "--timeout",
        "0",
        "--graceful-timeout",
        "1",
        "--bind",
        f"127.0.0.1:{number}",
    ]
    command = [sys.executable, "-m", "gunicorn", "tests.web.answering:app", *options]
    environment = {**os.environ, "DATABASE_URL": "sqlite://"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    try:
        for _ in range(600):
            try:
                ask = socket.create_connection(("127.0.0.1", number), 300)
                break
            except OSError:
                time.sleep(0.05)
        ask.sendall(GET)
        told(ask)  # whoever answers is at work
        yield number
    finally:
        server.terminate()
        server.wait(30)


def told(connection: socket.socket) -> datetime:
    """Return the moment that the server answers with."""
    answer = b""
    with connection:
        while more := connection.recv(4096):
            answer += more
    return datetime.fromisoformat(answer.split(b"\r\n\r\n", 1)[1].decode("ascii"))


def test_waiting_for_a_thread_makes_nothing_late(port: int):
    busy, waiting = (socket.create_connection(("127.0.0.1", port), 60) for _ in range(2))
    busy.sendall(POST)  # takes the only thread, until its four characters are there
    time.sleep(0.5)
    waiting.sendall(GET)
    time.sleep(0.5)
    deadline = datetime.now(UTC)
    time.sleep(0.5)
    busy.sendall(b"text")

    assert told(busy) < deadline
    assert told(waiting) < deadline


def test_a_connection_that_was_open_before_makes_nothing_early(port: int):
    connection = socket.create_connection(("127.0.0.1", port), 60)
    time.sleep(0.5)
    deadline = datetime.now(UTC)
    connection.sendall(GET)

    assert told(connection) >= deadline


def test_whatever_server_calls_it_the_application_notes_the_moment(app: Flask):
    seen = []

    def look(sender: Flask) -> None:
        seen.append(arrival.get())

    before = datetime.now(UTC)
    with request_started.connected_to(look, app):
        app.test_client().get("/healthz")

    assert before <= seen[0] <= datetime.now(UTC)
    assert arrival.get() is None


def test_a_form_that_comes_in_slowly_arrived_when_all_of_it_was_here(app: Flask):
    began = datetime.now(UTC) - timedelta(hours=1)
    sent = EnvironBuilder(method="POST", data={"a": "b"}).get_environ()

    with app.request_context(sent), arriving(began):
        requests.wait_for_all_of_it()
        assert arrived() == began
        requests.wait_for_all_of_it(slowest=timedelta(microseconds=-1))
        assert arrived() > began


@pytest.mark.parametrize("seconds", [-1, 1])
@pytest.mark.usefixtures("session")
def test_what_was_sent_in_time_is_in_time_and_what_was_not_is_not(app: Flask, seconds: int):
    deadline = datetime.now(UTC) + timedelta(hours=1)
    table = make_table("The Meeting welcomed the progress made.", deadline=deadline)
    moment = deadline + timedelta(seconds=seconds)
    proposal = table.proposal(AmendmentKind.DELETE, "1.")
    head = table.head("EGY")

    with arriving(moment):
        if seconds > 0:
            with pytest.raises(DeadlinePassed):
                amendments.propose(head, table.round, proposal)
            return
        made = amendments.propose(head, table.round, proposal)

    line = db.session.scalars(select(JournalLine.at).where(JournalLine.act == "submit")).one()
    assert (made.submitted_at, current(made).at, line) == (moment, moment, moment)


def test_an_address_too_long_for_any_page_is_answered_in_three_languages(port: int):
    with socket.create_connection(("127.0.0.1", port), 300) as ask:
        ask.sendall(b"GET /?q=" + b"x" * 60_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert ask.recv(100_000).startswith(b"HTTP/1.1 200")
    with socket.create_connection(("127.0.0.1", port), 300) as ask:
        ask.sendall(b"GET /?q=" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = ask.recv(100_000).decode("utf-8")

    assert answer.startswith("HTTP/1.1 414")
    for sentence in ("too long to be read", "trop longue pour être lue", "أطول من أن يُقرأ"):
        assert sentence in answer and sentence in (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
