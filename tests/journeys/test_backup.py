"""Backing up while delegations write, and being killed at it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from acm_drafts.services import verification
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, JournalLine, Revision
from tests.conftest import ROOT, in_full, make_app
from tests.factories import PASSWORD, make_head
from tests.journeys.test_kill import PATIENCE, kill, server
from tests.journeys.writers import write
from tests.tables import make_table

WRITERS = ("EGY", "MYS", "SEN")
ENOUGH = 6
"""So many submissions are acknowledged before each backup begins."""


def flask(url: str, *words: object, **options: object) -> subprocess.Popen[str]:
    """Start a command of the product in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "k" * 40}
    environment.pop("ACM_ENV", None)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *map(str, words)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def done(process: subprocess.Popen[str]) -> str:
    """Wait for a command and return what it printed; what it refused fails the test."""
    out, err = process.communicate(timeout=2 * PATIENCE)
    assert process.returncode == 0, err
    return out


def test_a_backup_taken_while_delegations_write_is_one_moment_of_the_negotiation(
    database_url: str, tmp_path: Path
):
    app = make_app(database_url)
    with app.app_context():
        table = make_table("The Meeting welcomed the progress.", "The Meeting closed.")
        form = f"/c/{table.code}/p/{table.line('1.').code}/amend"
        emails = {code: make_head(code).email for code in WRITERS}
        db.session.remove()
        db.engine.dispose()
    spawning = multiprocessing.get_context("spawn")
    told, acknowledged = spawning.SimpleQueue(), []
    backups = [tmp_path / "one.backup"]
    before = []

    with server(database_url) as (port, process):
        address = f"http://127.0.0.1:{port}"
        writers = [
            spawning.Process(target=write, args=(address, email, PASSWORD, form, code, told))
            for code, email in emails.items()
        ]
        for writer in writers:
            writer.start()
        for backup in backups:
            wanted = len(acknowledged) + ENOUGH
            while len(acknowledged) < wanted:
                acknowledged.append(told.get())
            before.append(set(acknowledged))
            done(flask(database_url, "backup", backup))
        still_writing = "" not in acknowledged
        kill(process)
        for writer in writers:
            writer.join(PATIENCE)

    assert still_writing, "nobody wrote any more"
    for backup, known in zip(backups, before, strict=True):
        copy = f"sqlite:///{backup}.sqlite"
        done(flask(copy, "restore", backup))
        done(flask(copy, "verify"))
        restored = make_app(copy)
        with restored.app_context():
            kept = db.session.execute(
                select(Revision.text, Amendment.number).join(Amendment, Amendment.id == Revision.amendment_id)
            ).all()
            assert known <= {words for words, _ in kept}, "what was acknowledged before is not in it"
            assert None not in {number for _, number in kept}, "half a submission is in it"
            submitted = select(JournalLine.after).where(JournalLine.act == "submit")
            assert sorted(db.session.scalars(submitted)) == sorted(words for words, _ in kept)
            assert verification.verify(db.session()).findings == ()
            db.session.remove()
            db.engine.dispose()


def is_locked(file: Path) -> bool:
    """Tell whether a process holds a lock on *file*, from Linux's table of locks."""
    if not file.exists():
        return False
    inode = f":{file.stat().st_ino}"
    return any(line.split()[5].endswith(inode) for line in Path("/proc/locks").read_text().splitlines())


def stopped_while_writing(url: str, path: Path) -> subprocess.Popen[str]:
    """Start a backup and stop it in the midst, once it holds its file; its own name is not there then."""
    beside = path.with_name(f".{path.name}.part")
    process = flask(url, "backup", path)
    limit = time.monotonic() + PATIENCE
    while not is_locked(beside):
        assert process.poll() is None and time.monotonic() < limit, "the backup did not begin"
        time.sleep(0.001)
    process.send_signal(signal.SIGSTOP)
    return process


def test_a_backup_that_is_killed_leaves_no_file_under_its_name_and_is_not_in_the_way_of_the_next(
    told_sqlite: Path, tmp_path: Path
):
    url, path = f"sqlite:///{told_sqlite}", tmp_path / "meeting.backup"

    killed = stopped_while_writing(url, path)
    assert not path.exists()
    killed.kill()
    killed.communicate()
    assert not path.exists()

    assert "written" in done(flask(url, "backup", path))
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    if in_full():  # tests/services/test_backups.py restores what a whole backup holds
        done(flask(f"sqlite:///{tmp_path}/copy.sqlite", "restore", path))


def test_a_backup_that_is_asked_to_end_takes_its_half_file_away(told_sqlite: Path, tmp_path: Path):
    ended = stopped_while_writing(f"sqlite:///{told_sqlite}", tmp_path / "meeting.backup")
    ended.send_signal(signal.SIGTERM)
    ended.send_signal(signal.SIGCONT)
    ended.communicate(timeout=PATIENCE)

    assert ended.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_two_backups_to_one_place_at_once_are_refused(told_sqlite: Path, tmp_path: Path):
    url, path = f"sqlite:///{told_sqlite}", tmp_path / "meeting.backup"

    first = stopped_while_writing(url, path)
    second = flask(url, "backup", path)
    _, refused = second.communicate(timeout=2 * PATIENCE)
    first.send_signal(signal.SIGCONT)

    assert second.returncode == 1
    assert refused.startswith("Another backup is being written to this place.")
    assert "written" in done(first)
