"""Sittings in browsers: the Mission convenes, the State in the chair opens and records, the members read the record."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from acm_drafts.documents import reader
from acm_drafts.negotiation.terms import Level
from acm_drafts.store.database import clock_at, db, utcnow
from tests.factories import PASSWORD, make_head, make_mission_drafter
from tests.journeys.clocks import far_from_midnight, on_clock
from tests.journeys.windows import PHONE, WIDE, Window
from tests.sittings import HOUR, hold, make_body
from tests.tables import make_table

TEXTS = (
    "The Meeting welcomed the progress made.",
    "The Meeting urged all of them to act.",
    "It thanked Egypt.",
)
EMAILS = {"mission": "mission@example.org", "EGY": "egypt@example.org", "MYS": "malaysia@example.org"}


@pytest.fixture
def text(empty_app: Flask) -> str:
    """The address of a text with a proposal, on which a body can sit that Egypt chairs."""
    with empty_app.app_context():
        table = make_table(*TEXTS)
        table.replace("MYS", "3.", "thanked", "warmly thanked")
        make_body(Level.EXPERT, chair="EGY")
        make_mission_drafter(email=EMAILS["mission"], password=PASSWORD)
        for code in ("EGY", "MYS"):
            make_head(code, email=EMAILS[code], password=PASSWORD)
        code = table.code
        db.session.remove()
    return f"/c/{code}"


@pytest.mark.browser
def test_a_sitting_is_convened_opened_by_the_chair_recorded_and_read(
    text: str, open_window: Callable[..., Window]
):
    mission = open_window().sign_in(EMAILS["mission"], PASSWORD)
    page = mission.go(f"{text}/sittings/new")
    begins = utcnow() + timedelta(minutes=2)
    zone = far_from_midnight(begins)
    page.fill("[name=begins_at]", on_clock(begins, zone))
    page.fill("[name=ends_at]", on_clock(begins + 3 * HOUR, zone))
    page.select_option("[name=zone]", zone)
    page.fill("[name=place]", "Conference Room 2")
    for box in page.locator("[name=add]").all()[:2]:
        box.check()
    assert mission.overflows() <= 0 and mission.barriers() == []
    mission.keep("sitting-convene")
    mission.press(page.get_by_role("button", name="Convene the sitting"))
    address = page.url
    assert "Conference Room 2" in page.inner_text("main")

    chair = open_window().sign_in(EMAILS["EGY"], PASSWORD)
    page = chair.go(address)
    chair.press(page.get_by_role("button", name="Open the sitting"))
    for code in ("EGY", "MYS", "SEN"):
        page.check(f"[name=present-{code}][value=yes]")
    chair.press(page.get_by_role("button", name="Record the attendance"))
    assert "3 of 57 present" in page.inner_text("main")
    chair.keep("sitting-run")
    assert chair.overflows() <= 0 and chair.barriers() == []

    page.locator("summary", has_text="Who reserves its position").click()
    page.check("[name=reserve][value=MYS]")
    page.fill("[name=remark]", "Malaysia awaits instructions.")
    chair.press(page.get_by_role("button", name="Agreed ad referendum"))
    assert "was agreed ad referendum in these words:" in page.inner_text("main")
    assert page.locator(".stations [aria-current]").inner_text().startswith("2")
    chair.press(page.get_by_role("button", name="Agreed", exact=True))
    assert "was agreed in these words:" in page.inner_text("main")

    member = open_window().sign_in(EMAILS["MYS"], PASSWORD)
    whole = member.go(f"{text}/text").inner_text("main")
    assert "agreed" in whole.lower() and "Expert level, " in whole
    assert "awaits instructions" not in member.go(address).inner_text("main")
    chair.press(page.get_by_role("button", name="Close the sitting"))
    page = member.go(address)
    words = page.inner_text("main")
    assert "Malaysia awaits instructions." in words and "Reserved their position: Malaysia." in words
    with page.expect_download() as download:
        page.get_by_role("link", name="Word, English").click()
    data = Path(download.value.path()).read_bytes()
    record = "\n".join(line.final or "" for line in reader.read(data).paragraphs)
    assert "Paragraph 1 was agreed ad referendum in these words:" in record and TEXTS[0] in record

    page = mission.go(address)
    mission.press(page.get_by_role("link", name="Confirm what was agreed ad referendum"))
    page.fill("[name=given_by]", "Malaysia, by note verbale")
    assert mission.overflows() <= 0 and mission.barriers() == []
    mission.press(page.get_by_role("button", name="Confirm what is ticked"))
    assert "Malaysia, by note verbale" in page.inner_text("main")
    mission.press(page.locator("ol.rows a").first)
    mission.press(page.get_by_role("link", name="Reopen it", exact=True))
    assert "Expert level, " in page.inner_text("main")
    page.select_option("[name=asked_by]", "MYS")
    page.fill("[name=reason]", "The report was withdrawn.")
    assert mission.overflows() <= 0 and mission.barriers() == []
    mission.press(page.get_by_role("button", name="Reopen the paragraph"))
    assert "at the request of Malaysia" in page.inner_text("main")
    assert "reopened" in member.go(f"{text}/journal").inner_text("main")
    for window in (mission, chair, member):
        assert window.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "ar"), (PHONE, "en"), (PHONE, "ar"), (PHONE, "fr")])
def test_the_screen_of_a_sitting_fits_a_phone_and_runs_from_right_to_left(
    width: int, language: str, text: str, empty_app: Flask, open_window: Callable[..., Window]
):
    with empty_app.app_context():
        table = make_table(*TEXTS, symbol="OIC/SECOND")
        table.replace("MYS", "1.", "progress", "good progress")
        with clock_at(utcnow() - 2 * HOUR):
            sitting = hold(table, make_body(Level.AMBASSADORIAL), ["1.", "2.", "3."])
        root = f"/c/{table.code}"
        address = f"{root}/sittings/{sitting.code}"
        db.session.remove()
    window = open_window(width=width, language=language).sign_in(EMAILS["mission"], PASSWORD)
    for path in (address, f"{address}/attendance", f"{address}/agenda", f"{root}/sittings", f"{root}/bodies"):
        page = window.go(path)
        assert window.overflows() <= 0, path
        assert window.barriers() == [], path
        expect(page.locator("h1")).to_have_text(re.compile(r"\S"))
        window.keep(f"sittings-{path.rpartition('/')[2]}-{width}-{language}")
    assert window.complaints == []
