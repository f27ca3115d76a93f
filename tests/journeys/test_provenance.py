"""Where a phrase comes from, as people ask it: with a pointer, with the keyboard, with a thumb, without a script."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique
from tests.journeys.windows import PHONE, WIDE, Window

SHOWN = """[...document.querySelectorAll('.phrase__note')]
    .filter((note) => getComputedStyle(note).visibility === 'visible').length"""


@pytest.fixture(scope="module")
def path(told_app: Flask) -> str:
    with told_app.app_context():
        code = db.session.scalars(select(Communique.code).where(Communique.kind == "communique")).one()
        db.session.remove()
    return f"/c/{code}/provenance"


@pytest.fixture(scope="module")
def wide(open_demonstration: Callable[..., Window], path: str) -> Window:
    return open_demonstration(width=WIDE, language="en").sign_in("egy@acm.example", PASSWORD)


@pytest.fixture
def phone(browser: Browser, wide: Window) -> Iterator[Page]:
    """A phone on which no script runs, with the sign-in of the wide window."""
    context = browser.new_context(
        base_url=wide.page.url.partition("/c/")[0],
        viewport={"width": PHONE, "height": 844},
        has_touch=True,
        java_script_enabled=False,
        storage_state=wide.page.context.storage_state(),
    )
    yield context.new_page()
    context.close()


def shown(page: Page) -> int:
    return int(page.evaluate(SHOWN))


@pytest.mark.browser
def test_pointing_at_a_phrase_shows_its_note_and_escape_closes_it(wide: Window, path: str):
    page = wide.go(path)
    phrase = page.locator(".phrase").nth(2)
    assert shown(page) == 0

    phrase.hover()
    assert shown(page) == 1
    assert phrase.locator(".phrase__note").is_visible()
    page.keyboard.press("Escape")
    assert shown(page) == 0


@pytest.mark.browser
def test_the_tab_key_reaches_every_phrase_and_enter_leads_to_its_entry(wide: Window, path: str):
    page = wide.go(path)
    page.mouse.move(0, 0)
    page.locator(".phrase").nth(0).focus()

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement === document.querySelectorAll('.phrase')[1]")
    assert shown(page) == 1
    entry = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    assert page.url.endswith(entry)
    assert page.locator(entry).is_visible()


@pytest.mark.browser
def test_a_click_keeps_the_note_in_its_place_and_another_closes_it(wide: Window, path: str):
    page = wide.go(path)
    phrase = page.locator(".phrase").nth(2)

    phrase.click(position={"x": 5, "y": 5})
    assert (shown(page), page.url.partition("#")[2]) == (1, "")
    phrase.click(position={"x": 5, "y": 5})
    assert shown(page) == 0


@pytest.mark.browser
def test_on_a_phone_without_a_script_a_tap_leads_to_the_entry_beneath_the_words(phone: Page, path: str):
    phone.goto(path)
    phrase = phone.locator(".phrase").first
    said = phrase.locator(".phrase__note").text_content()
    anchor = phrase.get_attribute("href")

    phrase.tap()

    assert phone.url.endswith(str(anchor))
    assert phone.locator(str(anchor)).is_visible()
    assert str(said) in (phone.locator(str(anchor)).text_content() or "")
