"""What the first load of a page weighs, fonts included."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique
from tests.journeys.windows import Window

MOST = 200_000
"""Bytes of a first load; an Arabic page has two scripts, for names, references and figures are in Latin letters."""


PLACES = ["text", "delegation", "journal", "proposals"]


def first_load(
    place: str, *, language: str, browser: Browser, app: Flask, opener: Callable[..., Window]
) -> tuple[int, list[str]]:
    """Return how many bytes the first load of a page takes, and the addresses that it asks for."""
    with app.app_context():
        code = db.session.scalars(select(Communique.code).where(Communique.kind == "communique")).one()
        db.session.remove()
    known = opener(language=language).sign_in("egy@acm.example", PASSWORD)
    known.go(f"/language/{language}")
    context = browser.new_context(
        base_url=known.page.url.partition("/c/")[0], storage_state=known.page.context.storage_state()
    )
    page = context.new_page()
    weights, addresses = [], []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda end: weights.append(end["encodedDataLength"]))
    page.on("request", lambda request: addresses.append(request.url))

    page.goto(f"/c/{code}/{place}", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    assert page.locator("html").get_attribute("lang") == language
    context.close()
    return sum(weights), addresses


@pytest.mark.browser
@pytest.mark.parametrize("place", PLACES)
def test_the_first_load_of_an_english_page_weighs_at_most_200_kilobytes(
    place: str, browser: Browser, told_app: Flask, open_demonstration: Callable[..., Window]
):
    weight, addresses = first_load(
        place, language="en", browser=browser, app=told_app, opener=open_demonstration
    )

    assert 50_000 < weight <= MOST
    assert [address for address in addresses if "arabic" in address] == []
    assert any("draft-serif" in address for address in addresses)
    if place == "text":
        assert [address for address in addresses if "italic" in address] == [], "a face for the word “or”"


@pytest.mark.browser
@pytest.mark.parametrize("place", PLACES)
def test_the_first_load_of_an_arabic_page_weighs_no_more_with_the_small_faces_alone(
    place: str, browser: Browser, told_app: Flask, open_demonstration: Callable[..., Window]
):
    weight, addresses = first_load(
        place, language="ar", browser=browser, app=told_app, opener=open_demonstration
    )

    assert 50_000 < weight <= MOST
    arabic = [address for address in addresses if "arabic" in address]
    assert len(arabic) == 3 and all("-common" in address for address in arabic)
    latin = [address for address in addresses if "latin" in address]
    assert latin and all("-common" in address for address in latin)
