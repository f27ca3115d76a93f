"""The silence procedure in browsers: put by the Mission, broken by a member on a phone, concluded and certified."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from acm_drafts.documents import reader
from acm_drafts.negotiation.terms import Level
from acm_drafts.services import silence_outcomes
from acm_drafts.store.database import clock_at, db, utcnow
from tests.factories import PASSWORD, make_head, make_mission_drafter
from tests.journeys.clocks import on_clock
from tests.journeys.windows import PHONE, WIDE, Window
from tests.silences import conclude, put
from tests.sittings import make_body
from tests.tables import make_table

TEXTS = (
    "The Meeting welcomed the progress made.",
    "The Meeting urged all of them to act.",
    "It took note of the calendar.",
)
EMAILS = {"mission": "mission@example.org", "EGY": "egypt@example.org", "MYS": "malaysia@example.org"}
ZONE = "Africa/Abidjan"


@pytest.fixture
def text(empty_app: Flask) -> str:
    """The address of a text that the ambassadors can be asked about."""
    with empty_app.app_context():
        table = make_table(*TEXTS)
        make_body(Level.AMBASSADORIAL)
        make_mission_drafter(email=EMAILS["mission"], password=PASSWORD)
        for code in ("EGY", "MYS"):
            make_head(code, email=EMAILS[code], password=PASSWORD)
        code = table.code
        db.session.remove()
    return f"/c/{code}"


@pytest.mark.browser
def test_silence_is_put_broken_on_a_phone_concluded_and_certified(
    text: str, empty_app: Flask, open_window: Callable[..., Window]
):
    mission = open_window().sign_in(EMAILS["mission"], PASSWORD)
    page = mission.go(f"{text}/silence/new")
    ends = utcnow() + timedelta(hours=20)
    page.fill("[name=ends_at]", on_clock(ends, ZONE))
    page.select_option("[name=zone]", ZONE)
    page.fill("[name=note]", "These three are before the ambassadors.")
    assert mission.overflows() <= 0 and mission.barriers() == []
    mission.keep("silence-put")
    mission.press(page.get_by_role("button", name="Put them under silence"))
    address = page.url

    egypt = open_window(width=PHONE).sign_in(EMAILS["EGY"], PASSWORD)
    page = egypt.go(f"{text}/delegation")
    assert "1 silence procedure under way" in page.inner_text("main")
    page = egypt.go(address)
    page.get_by_label("Paragraph 2").check()
    page.fill("[name=counter]", "The Meeting invited all of them to act.")
    page.get_by_label("Break the silence in the name of our delegation").check()
    assert egypt.overflows() <= 0 and egypt.barriers() == []
    egypt.press(page.get_by_role("button", name="Break the silence"))
    assert "The silence is broken on what you chose" in page.inner_text("body")

    malaysia = open_window().sign_in(EMAILS["MYS"], PASSWORD)
    page = malaysia.go(address)
    words = page.inner_text("main")
    assert "Egypt" in words and "broken on 1" in words
    assert "Under silence until" in malaysia.go(f"{text}/text").inner_text("main")

    with empty_app.app_context(), clock_at(ends + timedelta(minutes=5)):
        assert silence_outcomes.conclude_due() == 1
        db.session.remove()
    page = mission.go(address)
    words = page.inner_text("main")
    assert words.count("agreed by silence") == 2 and "silence broken" in words
    with page.expect_download() as download:
        page.get_by_role("link", name="Word, English").click()
    data = Path(download.value.path()).read_bytes()
    certificate = "\n".join(line.final or "" for line in reader.read(data).paragraphs)
    assert TEXTS[0] in certificate and "Agreed: nobody broke the silence" in certificate
    assert "agreed" in malaysia.go(f"{text}/text").inner_text("main").lower()
    for window in (mission, egypt, malaysia):
        assert window.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(PHONE, "ar"), (WIDE, "fr")])
def test_its_pages_fit_a_phone_and_run_from_right_to_left(
    width: int, language: str, text: str, empty_app: Flask, open_window: Callable[..., Window]
):
    with empty_app.app_context():
        table = make_table(*TEXTS, symbol="OIC/SECOND")
        body = make_body(Level.EXPERT)
        concluded = put(table, body, ["1."])
        conclude(concluded)
        running = put(table, body, ["2."])
        root = f"/c/{table.code}/silence"
        addresses = (root, f"{root}/new", f"{root}/{concluded.code}", f"{root}/{running.code}")
        db.session.remove()
    for who in ("mission", "EGY"):
        window = open_window(width=width, language=language).sign_in(EMAILS[who], PASSWORD)
        for number, path in enumerate(addresses):
            if who == "EGY" and path.endswith("/new"):
                continue
            page = window.go(path)
            assert window.overflows() <= 0, path
            assert window.barriers() == [], path
            expect(page.locator("h1")).to_have_text(re.compile(r"\S"))
            window.keep(f"silence-{number}-{who}-{width}-{language}")
        assert window.complaints == []
