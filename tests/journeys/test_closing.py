"""A round of many proposals is closed on a real server: others are answered meanwhile, and it is closed once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Route, expect
from sqlalchemy import func, select

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import rounds, verification
from acm_drafts.store.database import db, transaction, utcnow
from acm_drafts.store.records import Draft, VerdictRow
from tests.conftest import make_app
from tests.factories import PASSWORD, make_head, make_mission_drafter
from tests.journeys.test_kill import server
from tests.journeys.windows import PHONE, WIDE, Window
from tests.journeys.writers import Delegate
from tests.tables import Table, make_table

PARAGRAPHS, PROPOSALS = 40, 15


def over(table: Table) -> Table:
    """Let the deadline of the round be past."""
    rounds.change_deadline(table.mission, table.round, utcnow())
    return table


def laid() -> Table:
    """Return a table with very many pending proposals, its deadline past."""
    words = " ".join(f"word{n}" for n in range(60))
    table = make_table(*(f"The Meeting noted document {n}: {words}." for n in range(PARAGRAPHS)))
    lines = [table.line(f"{n}.").line for n in range(1, PARAGRAPHS + 1)]
    for number, line in enumerate(lines, 1):
        for k in range(PROPOSALS):
            text = line.text.replace(f"word{4 * k} ", f"word{4 * k} and more ")
            table.propose(("EGY", "MYS", "SEN")[k % 3], AmendmentKind.REPLACE, f"{number}.", text=text)
    return over(table)


@contextmanager
def being_written(app: Flask) -> Iterator[None]:
    """Hold the turn to write until the block ends: whoever has something to write waits."""
    with app.app_context(), transaction():
        yield


def test_readers_are_answered_while_a_round_is_closed_and_it_is_closed_once(sqlite_url: str):
    app = make_app(sqlite_url)
    with app.app_context():
        table = laid()
        path = f"/c/{table.code}/rounds"
        emails = [make_mission_drafter().email, make_mission_drafter().email, make_head("PAK").email]
        db.session.remove()
        db.engine.dispose()

    led: list[str] = []
    with server(sqlite_url) as (port, _):
        *closers, reader = [signed_in(f"http://127.0.0.1:{port}", email) for email in emails]
        form = closers[0].get(f"{path}/1/close"), closers[1].get(f"{path}/1/close")

        def close(closer: Delegate, page: str) -> None:
            led.append(closer.post(f"{path}/1/close", page, symbol="OIC/FC/Rev.1", status="revised-draft"))

        threads = [threading.Thread(target=close, args=pair) for pair in zip(closers, form, strict=True)]
        with being_written(app):  # as long as that lasts both are in the midst of closing
            for thread in threads:
                thread.start()
            for _ in range(3):
                assert "OIC/FC" in reader.get(path)
            assert led == []
        for thread in threads:
            thread.join()

    assert len(led) == 2
    assert sorted(map(bool, led)) == [False, True], (
        "one is led to the draft, the other is told that it is closed"
    )
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 2
        assert db.session.scalar(select(func.count()).select_from(VerdictRow)) == PARAGRAPHS * PROPOSALS
        assert verification.verify(db.session).findings == ()
        db.session.remove()
        db.engine.dispose()


def signed_in(address: str, email: str) -> Delegate:
    person = Delegate(address)
    person.sign_in(email, PASSWORD)
    return person


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_second_press_does_nothing_and_the_page_says_that_the_round_is_being_closed(
    empty_app: Flask, open_window: Callable[..., Window], width: int, language: str
):
    with empty_app.app_context():
        table = make_table("The Meeting welcomed the progress.", "The Meeting closed.")
        table.replace("EGY", "1.", "welcomed", "noted")
        path = f"/c/{over(table).code}/rounds/1/close"
        email = make_mission_drafter(language=language).email
        db.session.remove()
    window = open_window(width=width, language=language).sign_in(email, PASSWORD)
    page = window.go(path)
    sent: list[Route] = []
    page.route(
        f"**{path}", lambda route: (sent.append(route), route.fulfill(status=204))
    )  # it stays on the page
    said, button = page.locator("[data-once] [role=status]"), page.locator("[data-once] button:visible")
    assert said.inner_text() == ""

    button.click()
    expect(said).to_have_text(said.get_attribute("data-busy") or "nothing")
    button.click()
    button.press("Enter")
    page.wait_for_timeout(200)

    assert len(sent) == 1
    assert window.overflows() == 0
    window.keep(f"closing-{language}-{width}")
    page.unroute(f"**{path}")
    window.press(window.go(path).locator("[data-once] button:visible"))
    assert "/text" in page.url
    assert window.complaints == []
