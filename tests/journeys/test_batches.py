"""
Files of many delegations on a real server and in a real browser.

While a large file is read others are answered; a server that is killed in the midst loses nothing; the
pages are in nobody's way, wide and on a phone, in both directions.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store import batches
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import BatchFile, Communique
from acm_drafts.store.rounds import find_current_round
from tests import factories
from tests.conftest import make_app, some
from tests.documents.making import make_change, make_docx, make_paragraph
from tests.factories import make_mission_drafter
from tests.journeys.test_kill import PATIENCE, kill, server
from tests.journeys.windows import PHONE, WIDE, Window
from tests.journeys.writers import Delegate
from tests.tables import make_table
from tests.web.readers import words_of

WORDS = (
    "meeting report progress trade finance bank youth wheat storage vaccines fishing waters session".split()
)
PARAGRAPHS, CHANGES = 150, 20
"""Three thousand tracked changes."""


def words(number: int, count: int = 2 * CHANGES) -> list[str]:
    """Return the words of a paragraph: each paragraph shares them with others, and none is like another."""
    return [WORDS[(number * k + k * k + number) % 13] for k in range(count)]


def paragraph(number: int) -> str:
    return f"The Meeting noted document {number}: {' '.join(words(number))}."


def large(author: str) -> bytes:
    """
    Return a Word file of the text with three thousand tracked changes.

    It says nowhere which paragraph is which, nor quite what each said before: their words must tell.
    """
    made = []
    for number in range(PARAGRAPHS):
        said = words(number)
        pieces = [f"{number + 1}. The Meeting noted document {number}: "]
        for k in range(0, len(said), 2):
            pieces += [make_change("ins", f"{said[k][::-1]} ", author=author), f"{said[k]} {said[k + 1]} "]
        made.append(make_paragraph(*pieces, "."))
    return make_docx(*made)


@pytest.fixture
def place(sqlite_url: str) -> tuple[str, str, str]:
    """A database with a text of many paragraphs, the address of its batches, and the e-mail of the Mission."""
    app = make_app(sqlite_url)
    with app.app_context():
        table = make_table(*(paragraph(number) for number in range(PARAGRAPHS)))
        email = make_mission_drafter().email
        found = sqlite_url, f"/c/{table.code}/batches", email
        db.session.remove()
        db.engine.dispose()
    return found


def signed_in(port: int, email: str) -> Delegate:
    mission = Delegate(f"http://127.0.0.1:{port}")
    mission.sign_in(email, factories.PASSWORD)
    return mission


def read_so_far(page: str) -> int:
    found = re.search(r"(\d+) of \d+ files are read", words_of(page))
    return int(found[1]) if found else -1


def with_time_gone_by(url: str) -> None:
    """Let everybody who reads a file have been silent for too long: nobody waits for it here."""
    app = make_app(url)
    with app.app_context():
        for one in db.session.scalars(select(BatchFile).where(BatchFile.beat_at.is_not(None))):
            one.beat_at -= 2 * batches.SILENT
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def readers(server: subprocess.Popen[bytes]) -> Iterator[int]:
    """Yield the processes that the workers of *server* have started to read files."""
    for one in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            reads = b"acm_drafts.documents.sandbox" in (one / "cmdline").read_bytes().split(b"\0")
            if reads and os.getpgid(int(one.name)) == server.pid:
                yield int(one.name)


@contextmanager
def halted(server: subprocess.Popen[bytes]) -> Iterator[None]:
    """Let the first reader of the *server* do nothing, as soon as it has begun, until the block ends."""
    limit = time.monotonic() + PATIENCE
    while (reader := next(readers(server), None)) is None:
        assert time.monotonic() < limit, "the reading does not begin"
    os.kill(reader, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(reader, signal.SIGCONT)


def work(server: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Return the ticks of a processor that the one worker of *server* has used itself, and those of its readers."""
    worker = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()[0]
    facts = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    user, system, of_readers, system_of_readers = map(int, facts[11:15])
    return user + system, of_readers + system_of_readers


def test_while_three_thousand_revisions_are_read_others_are_answered(place: tuple[str, str, str]):
    url, path, email = place
    with server(url, "--workers", "1") as (port, process):
        mission = signed_in(port, email)
        text = path.replace("/batches", "/text")
        before = work(process)
        led = mission.send_files(path, {"EGY.docx": large("Egypt"), "JOR.docx": large("Jordan")})

        with halted(process):
            # A worker that waited for it would never answer.
            assert paragraph(1) in words_of(mission.get(text))
            assert "data-poll" in mission.get(led)
            assert mission.send_files(path, {"MYS.docx": large("Malaysia")})

        limit = time.monotonic() + PATIENCE
        while "data-poll" in (page := mission.get(led)):
            assert time.monotonic() < limit, "the reading does not end"
            time.sleep(0.2)
        assert page.count(">Look at it<") == 2
        own, of_readers = (now - then for now, then in zip(work(process), before, strict=True))
        assert own < of_readers, "what takes long is done in the server's own process"


def test_a_server_that_is_killed_in_the_midst_of_a_batch_says_so_and_takes_it_up_again(
    place: tuple[str, str, str],
):
    url, path, email = place
    codes = some(("EGY", "JOR", "MYS", "SEN", "PAK", "MAR", "TUN", "IRQ"))
    with server(url) as (port, process):
        mission = signed_in(port, email)
        led = mission.send_files(path, {f"{code}.docx": large(code) for code in codes})
        while read_so_far(mission.get(led)) < 2:
            time.sleep(0.05)
        kill(process)
    with_time_gone_by(url)

    with server(url) as (port, _process):
        mission = signed_in(port, email)
        limit = time.monotonic() + PATIENCE
        while "The reading was interrupted" not in (page := mission.get(led)):
            assert time.monotonic() < limit, "the batch is being read for ever"
            time.sleep(0.5)
        before = read_so_far(page)
        assert 2 <= before < len(codes)
        assert page.count(">not read yet<") == len(codes) - before

        assert mission.post(f"{led}/read", page) == led
        while "data-poll" in (page := mission.get(led)):
            assert time.monotonic() < limit + PATIENCE
            time.sleep(0.2)
        assert page.count(">Look at it<") == len(codes)


# In a browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(told_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Path]]:
    """The address of the demonstration's batches, and twelve files of different quality made of its text."""
    with told_app.app_context():
        communique = db.session.scalars(select(Communique).where(Communique.kind == "communique")).one()
        round_ = find_current_round(db.session(), communique.id)
        assert round_ is not None
        lines = [
            f"{line.label} {line.text}".strip() for line in lines_of_draft(db.session(), round_.draft_id)
        ]
        code = communique.code
        db.session.remove()
    folder = tmp_path_factory.mktemp("capitals")
    names = ("EGY comments", "Jordan", "Sénégal", "مقترحات السعودية", "UAE", "final FINAL v3", "notes")
    long = [number for number, line in enumerate(lines) if len(line) > 200]
    for at, name in enumerate(names):
        other = list(lines)
        for number in long[at : at + 3]:
            other[number] = other[number].replace("The Meeting", f"The {at + 2}nd Meeting")
        (folder / f"{name}.txt").write_text("\n\n".join(other), encoding="utf-8")
    (folder / "Guinea-Bissau.txt").write_text("\n\n".join(lines), encoding="utf-8")
    (folder / "EGY comments copy.txt").write_bytes((folder / "EGY comments.txt").read_bytes())
    (folder / "Pakistan.pdf").write_bytes(b"%PDF-1.7")
    (folder / "Türkiye.docx").write_bytes(b"PK is no archive")
    (folder / "Nigeria.txt").write_text("A recipe for lentil soup.", encoding="utf-8")
    return f"/c/{code}/batches", sorted(folder.iterdir())


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_twelve_files_are_sent_read_and_shown_and_are_in_nobodys_way(
    width: int,
    language: str,
    open_demonstration: Callable[..., Window],
    files: tuple[str, list[Path]],
):
    path, sent = files
    window = open_demonstration(width=width, language=language).sign_in("mission@acm.example", PASSWORD)
    page = window.go(path)
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    # The same bytes are known from the last time: a word of this visit makes them new.
    here = [
        {"name": one.name, "mimeType": "", "buffer": one.read_bytes() + f" {width}{language}".encode()}
        if one.suffix == ".txt"
        else {"name": one.name, "mimeType": "", "buffer": one.read_bytes()}
        for one in sent
    ]
    page.set_input_files("input[type=file]", here)
    window.press(page.locator("main button.button--main"))
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    page.wait_for_selector("#progress", state="detached", timeout=1000 * PATIENCE)
    window.keep(f"batches-{width}-{language}")

    assert page.locator("tbody tr").count() == len(sent)
    assert page.locator("tbody select").count() == 8
    assert page.locator("[data-said]").inner_text() != ""
    assert window.overflows() <= 0
    assert window.barriers() == []
    window.press(page.locator("tbody a").first)
    assert page.locator(".offer").count() >= 1
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
