"""Files that are read leave the pages of others alone: on a real server, with the reading halted."""

import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from acm_drafts.documents.sandbox import AT_ONCE
from acm_drafts.documents.slots import slot
from acm_drafts.store.database import db
from acm_drafts.store.records import User
from acm_drafts.web.shared.file_reading import MOST_AT_ONCE, MOST_OF_ONE
from tests.conftest import make_app
from tests.factories import make_head, session_cookie, sign_in
from tests.journeys.test_kill import PATIENCE, server
from tests.tables import make_table

MANY = 24
TEXT = "The Meeting welcomed the progress made."
LIMIT = "between-the-parts"


class Visitor:
    """A signed-in person who asks the server over HTTP, each time on a new connection."""

    def __init__(self, cookie: str, code: str) -> None:
        self.cookie, self.root, self.port, self.token = cookie, f"/c/{code}", 0, ""

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str, str]:
        """Return status, page and when to try again."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(
            method, path, body, {"Cookie": self.cookie, **({"Content-Type": kind} if kind else {})}
        )
        answer = connection.getresponse()
        if (set_ := answer.headers.get("Set-Cookie", "")).startswith(self.cookie.partition("=")[0] + "="):
            self.cookie = set_.partition(";")[0]
        return answer.status, answer.read().decode(), answer.headers.get("Retry-After", "")

    def go(self, port: int) -> None:
        """Open the page on which a file is sent."""
        self.port = port
        _status, page, _again = self.ask("GET", f"{self.root}/incoming")
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        self.token = found[1]

    def send(self) -> tuple[int, str, str]:
        parts = [
            f'Content-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}',
            f'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{TEXT} So it did.',
        ]
        body = "".join(f"--{LIMIT}\r\n{part}\r\n" for part in parts) + f"--{LIMIT}--\r\n"
        kind = f"multipart/form-data; boundary={LIMIT}"
        return self.ask("POST", f"{self.root}/incoming", body.encode(), kind)


@contextmanager
def visitors(url: str, *codes: str) -> Iterator[list[Visitor]]:
    """Yield heads of delegations at a table in the database at *url*."""
    app = make_app(url, SECRET_KEY="k" * 40)
    with app.app_context():
        table = make_table(TEXT, "The Meeting urged all of them to act.")
        name = app.config["SESSION_COOKIE_NAME"]
        found = []
        for code in codes:
            key = make_head(code).id
            client = sign_in(app.test_client(), db.session.get_one(User, key))
            found.append(Visitor(f"{name}={session_cookie(client)}", table.code))
        db.session.remove()
        db.engine.dispose()
        yield found


def refused(sent: list[Future[tuple[int, str, str]]], count: int) -> list[tuple[int, str, str]]:
    """Return the first *count* answers; the others wait, for nothing is read."""
    answers = as_completed(sent, timeout=PATIENCE)
    return [next(answers).result() for _ in range(count)]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the server and this test share slots with nobody else."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path)
    yield
    tempfile.tempdir = before


@contextmanager
def nothing_read() -> Iterator[None]:
    """Halt the reading of files on this host."""
    with slot("turn", count=AT_ONCE), slot("turn", count=AT_ONCE):
        yield


def test_what_one_person_sends_beyond_a_share_is_refused_at_once_and_pages_are_answered(sqlite_url: str):
    with (
        visitors(sqlite_url, "EGY", "SEN") as (egypt, senegal),
        server(sqlite_url) as (port, _process),
        ThreadPoolExecutor(MANY) as pool,
    ):
        egypt.go(port)
        senegal.go(port)
        with nothing_read():
            sent = [pool.submit(egypt.send) for _ in range(MANY)]
            answers = refused(sent, MANY - MOST_OF_ONE)
            pages = [senegal.ask("GET", f"{senegal.root}/text")[0] for _ in range(MANY)]
            waiting = [one for one in sent if not one.done()]
            assert len(waiting) == MOST_OF_ONE
        read = [one.result()[0] for one in waiting]

    assert {(status, bool(again)) for status, _page, again in answers} == {(429, True)}
    assert all("Files that you sent are being read already." in page for _status, page, _again in answers)
    assert pages == [200] * MANY
    assert read == [200] * MOST_OF_ONE


def test_what_many_send_at_once_never_takes_all_threads(sqlite_url: str):
    codes = ("EGY", "JOR", "MYS", "TUR", "SAU", "OMN", "QAT", "KWT")
    with (
        visitors(sqlite_url, *codes, "SEN") as (*others, senegal),
        server(sqlite_url, "--workers", "1") as (port, _process),
        ThreadPoolExecutor(MANY) as pool,
    ):
        for one in (*others, senegal):
            one.go(port)
        with nothing_read():
            sent = [pool.submit(one.send) for one in others]
            answers = refused(sent, len(codes) - MOST_AT_ONCE)
            assert senegal.ask("GET", f"{senegal.root}/text")[0] == 200
        read = [one.result()[0] for one in sent]

    assert {(status, bool(again)) for status, _page, again in answers} == {(503, True)}
    assert sorted(read) == [200] * MOST_AT_ONCE + [503] * (len(codes) - MOST_AT_ONCE)
