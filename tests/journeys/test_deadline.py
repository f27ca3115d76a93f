"""A page that stays open over the deadline: it says so by the server's clock, to the eye and to the ear."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from acm_drafts.services import rounds
from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Communique, Round
from tests.factories import mission
from tests.journeys.windows import PHONE, WIDE, Window

pytestmark = pytest.mark.browser

PLACES = ("text", "delegation", "rounds")


@pytest.fixture
def code(told_app: Flask) -> str:
    """The communiqué, whose round ends in three minutes."""
    with told_app.app_context():
        newest = db.session.scalars(
            select(Round).where(Round.communique_id == 1).order_by(Round.id.desc()).limit(1)
        ).one()
        rounds.change_deadline(mission(), newest.id, utcnow() + timedelta(minutes=3))
        code = db.session.scalars(select(Communique.code).where(Communique.kind == "communique")).one()
        db.session.remove()
    return code


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_an_open_page_says_when_the_deadline_is_near_and_when_it_has_passed(
    width: int, language: str, place: str, open_demonstration: Callable[..., Window], code: str
):
    window = open_demonstration(width=width, language=language).sign_in("egy@acm.example", PASSWORD)
    window.page.clock.install(time=datetime(2001, 1, 1))  # the device is wrong by decades
    page = window.go(f"/c/{code}/{place}")
    clock = page.locator("[data-left]").first
    brief, over = clock.get_attribute("data-brief") or "-", clock.get_attribute("data-over") or "-"
    whole = page.locator("[data-while]").first

    expect(whole).not_to_have_role("status")
    page.clock.run_for(timedelta(seconds=135).total_seconds() * 1000)
    expect(clock).to_have_text(brief)
    expect(whole).to_have_role("status")
    page.clock.run_for(timedelta(seconds=60).total_seconds() * 1000)

    expect(whole).to_have_text(over)
    expect(page.locator("[role=status]", has_text=over)).to_have_count(1)
    window.keep(f"deadline-{place}-{width}-{language}")
    assert window.overflows() <= 0
    assert (window.barriers(), window.complaints) == ([], [])


def test_a_device_that_slept_over_the_deadline_says_so_when_one_comes_back(
    open_demonstration: Callable[..., Window], code: str
):
    window = open_demonstration(width=PHONE).sign_in("egy@acm.example", PASSWORD)
    window.page.clock.install()
    page = window.go(f"/c/{code}/text")
    over = page.locator("[data-left]").first.get_attribute("data-over") or "-"

    page.clock.fast_forward(timedelta(hours=2).total_seconds() * 1000)
    page.clock.run_for(1000)

    expect(page.locator("[data-while]").first).to_have_text(over)
