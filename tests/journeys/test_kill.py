"""`kill -9` while four delegations write: what was acknowledged is there, and the table is whole."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from sqlalchemy import select, text

from acm_drafts.services import verification
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, JournalLine, Revision
from tests.conftest import ROOT, make_app, some
from tests.factories import PASSWORD, make_head
from tests.journeys.writers import write
from tests.tables import make_table

WRITERS = ("EGY", "MYS", "SEN", "PAK")
KILLS = ("once", "twice", "at last")
ENOUGH = 12
"""So many submissions are acknowledged before each kill: some by each writer, and all four are in the midst."""
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False


@contextmanager
def server(url: str, *options: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start the real server with two workers, or as *options* say; yield port and process once it answers."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": url, "PORT": str(port), "SECRET_KEY": "k" * 40}
    environment.pop("ACM_ENV", None)
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", *options]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        limit = time.monotonic() + PATIENCE
        while not answers(port):
            assert process.poll() is None and time.monotonic() < limit, "the server does not start"
            time.sleep(0.05)
        yield port, process
    finally:
        if process.poll() is None:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the server and its workers, at once and without a word."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def killed_while_writing(url: str, form: str, emails: dict[str, str], when: str) -> set[str]:
    """Kill the server while all of *emails* write; return the texts whose submission was acknowledged."""
    spawning = multiprocessing.get_context("spawn")
    told = spawning.SimpleQueue()
    acknowledged: list[str] = []
    with server(url) as (port, process):
        address = f"http://127.0.0.1:{port}"
        writers = [
            spawning.Process(target=write, args=(address, email, PASSWORD, form, f"{code} {when}", told))
            for code, email in emails.items()
        ]
        for writer in writers:
            writer.start()
        while len(acknowledged) < ENOUGH and acknowledged.count("") < len(writers):
            acknowledged.append(told.get())
        kill(process)
        open_ends = len(writers) - acknowledged.count("")
        while open_ends:
            acknowledged.append(told.get())
            open_ends -= acknowledged[-1] == ""
        for writer in writers:
            writer.join(PATIENCE)
    assert [writer.exitcode for writer in writers] == [0] * len(writers), "a writer fell"
    assert len(acknowledged) >= ENOUGH + len(writers), "the writers were done before the kill"
    return set(acknowledged) - {""}


def test_every_acknowledged_submission_survives_a_killed_server(sqlite_url: str):
    app = make_app(sqlite_url)
    with app.app_context():
        table = make_table("The Meeting welcomed the progress.", "The Meeting closed.")
        form = f"/c/{table.code}/p/{table.line('1.').code}/amend"
        emails = {code: make_head(code).email for code in WRITERS}
        db.session.remove()
        db.engine.dispose()

    acknowledged: set[str] = set()
    for time_ in some(KILLS, few=1):
        acknowledged |= killed_while_writing(sqlite_url, form, emails, time_)

    with app.app_context():
        assert db.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
        kept = db.session.execute(
            select(Revision.text, Amendment.number).join(Amendment, Amendment.id == Revision.amendment_id)
        ).all()
        assert acknowledged <= {words for words, _ in kept}
        assert None not in {number for _, number in kept}, "half a submission was kept"
        told = select(JournalLine.after).where(JournalLine.act == "submit")
        assert sorted(db.session.scalars(told)) == sorted(words for words, _ in kept)
        assert verification.verify(db.session).findings == ()
        db.session.remove()
        db.engine.dispose()
