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
"""Bytes of a first load in English."""


@pytest.mark.browser
@pytest.mark.parametrize("place", ["text", "delegation", "journal", "proposals"])
def test_the_first_load_of_an_english_page_weighs_at_most_200_kilobytes(
    place: str, browser: Browser, told_app: Flask, open_demonstration: Callable[..., Window]
):
    with told_app.app_context():
        code = db.session.scalars(select(Communique.code).where(Communique.kind == "communique")).one()
        db.session.remove()
    known = open_demonstration().sign_in("egy@acm.example", PASSWORD)
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

    assert 50_000 < sum(weights) <= MOST
    assert [address for address in addresses if "arabic" in address] == []
    assert any("source-serif" in address for address in addresses)
    if place == "text":
        assert [address for address in addresses if "italic" in address] == [], "a face for the word “or”"
    context.close()
