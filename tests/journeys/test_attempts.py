"""Two real workers count attempts to sign in together."""

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from acm_drafts.services.attempts import ACCOUNT_FROM_HERE
from acm_drafts.store.database import db
from tests.conftest import make_app
from tests.factories import PASSWORD, make_head
from tests.journeys.test_kill import server

ONE_WORKER = ("--workers", "1")


def attempt(port: int, password: str) -> int:
    """Try to sign in at the server on *port* with a new browser; return the status that it answers with."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    address = f"http://127.0.0.1:{port}/sign-in"
    with browser.open(address, timeout=30) as page:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
    assert token
    sent = urlencode({"csrf_token": token[1], "email": "hana@example.org", "password": password}).encode()
    try:
        with browser.open(address, sent, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as answer:
        return answer.code


def test_attempts_at_one_worker_count_at_the_other(database_url: str):
    app = make_app(database_url)
    with app.app_context():
        make_head(email="hana@example.org")
        db.session.remove()
        db.engine.dispose()

    with server(database_url, *ONE_WORKER) as (first, _), server(database_url, *ONE_WORKER) as (second, _):
        ports = [(first, second)[number % 2] for number in range(ACCOUNT_FROM_HERE.most)]
        guessed = [attempt(port, "a guess of mine") for port in ports]
        refused = [attempt(port, PASSWORD) for port in (first, second)]

    assert guessed == [422] * ACCOUNT_FROM_HERE.most
    assert refused == [429, 429]
