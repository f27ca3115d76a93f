"""Where the focus goes, what is marked while one reads, and what stands on paper."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique
from tests.journeys.windows import Window

EGYPT = "egy@acm.example"
MISSION = "mission@acm.example"


@pytest.fixture(scope="module")
def root(told_app: Flask) -> str:
    with told_app.app_context():
        code = db.session.scalars(select(Communique.code)).one()
        db.session.remove()
    return f"/c/{code}"


@pytest.mark.browser
def test_after_an_act_the_focus_is_on_its_message(open_demonstration: Callable[..., Window], root: str):
    window = open_demonstration().sign_in(EGYPT, PASSWORD)
    page = window.go("/account")

    window.press(page.locator("main form button", has_text="Save"))

    expect(page.locator(".notices, [role=alert]").first).to_be_focused()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("email", "place", "target"), [(EGYPT, "text", "lines"), (MISSION, "decisions", "queue")]
)
def test_the_skip_link_takes_the_focus_where_it_says(
    email: str, place: str, target: str, open_demonstration: Callable[..., Window], root: str
):
    page = open_demonstration().sign_in(email, PASSWORD).go(f"{root}/{place}")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(f"#{target}")).to_be_focused()
    expect(page.locator(f"#{target}")).to_be_in_viewport()


@pytest.mark.browser
def test_the_section_that_is_read_is_marked_in_list_and_map(
    open_demonstration: Callable[..., Window], root: str
):
    page = open_demonstration().sign_in(EGYPT, PASSWORD).go(f"{root}/text")
    current = page.locator(".sections [aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_contain_text("Opening")

    page.locator(".leaves .heading").nth(3).evaluate("heading => heading.scrollIntoView()")

    expect(current).to_have_count(1)
    expect(current).to_contain_text("Food security")
    expect(page.locator(".map__strip .here > span")).to_have_text("IV")


@pytest.mark.browser
def test_a_cell_of_the_map_leads_to_its_paragraph(open_demonstration: Callable[..., Window], root: str):
    page = open_demonstration().sign_in(EGYPT, PASSWORD).go(f"{root}/text")

    cell = page.locator(".map__cells a").nth(30)
    address = cell.get_attribute("href")
    cell.click()

    assert address is not None
    expect(page.locator(address)).to_be_in_viewport()


@pytest.mark.browser
def test_paper_bears_symbol_and_time_and_no_forms(open_demonstration: Callable[..., Window], root: str):
    page = open_demonstration().sign_in(EGYPT, PASSWORD).go(f"{root}/text")
    assert not page.locator(".paper").is_visible()

    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    expect(page.locator(".paper")).to_contain_text("OIC/ACM-2026/FC/Rev.2 printed on")
    assert (
        page.locator(".site, .bar, .foot, form, button, .switch, .para__acts").filter(visible=True).count()
        == 0
    )
    assert page.pdf().count(b"/Type /Page") > 3
