"""Ticking a change in a real browser: its other half follows, and where there is no script the form says so."""

from collections.abc import Callable

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store.database import db
from tests.factories import PASSWORD, make_mission_drafter
from tests.journeys.windows import Window
from tests.tables import make_table
from tests.web.test_decisions_change_choices import BASE, PROPOSED

PHONE, DESK = 390, 1280


@pytest.fixture
def decide(empty_app: Flask, open_window: Callable[..., Window]) -> Callable[..., Window]:
    """Call it for the window of somebody who decides on a proposal of five changes, two pairs among them."""
    with empty_app.app_context():
        table = make_table(BASE)
        table.propose("EGY", AmendmentKind.REPLACE, "1.", text=PROPOSED)
        address = f"/c/{table.code}/p/{table.line('1.').code}"
        email = make_mission_drafter(password=PASSWORD).email
        db.session.remove()

    def start(width: int, language: str) -> Window:
        window = open_window(width=width, language=language).sign_in(email, PASSWORD)
        window.go(address)
        window.page.locator("[name=kind][value=part]").check()
        return window

    return start


def ticked(window: Window) -> list[int]:
    boxes = window.page.locator("[name=change]")
    return [at + 1 for at in range(boxes.count()) if boxes.nth(at).is_checked()]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(DESK, "en"), (PHONE, "ar")])
def test_halves_are_ticked_together_and_words_that_move_come_along_but_may_be_left(
    width: int, language: str, decide: Callable[..., Window]
):
    window = decide(width, language)
    boxes, said = window.page.locator("[name=change]"), window.page.locator("[data-ties] [role=status]")

    boxes.nth(2).check()
    assert ticked(window) == [3, 4]
    assert "4" in said.inner_text()
    window.keep(f"ties-{width}-{language}")
    boxes.nth(3).uncheck()
    assert ticked(window) == []
    assert "3" in said.inner_text()

    boxes.nth(1).check()
    assert ticked(window) == [2, 5]
    boxes.nth(4).uncheck()
    assert ticked(window) == [2]
    assert said.inner_text() == ""
    assert window.overflows() <= 0
