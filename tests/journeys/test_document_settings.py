"""The Mission says how the Word documents look, and the next one that is taken looks so: wide and on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from acm_drafts.documents import reader
from acm_drafts.negotiation.terms import Role
from acm_drafts.services.people import accept_invitation, invite, operator
from tests.factories import PASSWORD
from tests.journeys.test_corrections import import_text
from tests.journeys.windows import PHONE, WIDE, Window


@pytest.mark.browser
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_what_is_set_stands_on_the_next_document(
    width: int, empty_app: Flask, open_window: Callable[..., Window], tmp_path: Path
):
    with empty_app.app_context():
        token = invite(operator(), "pen@acm.example", role=Role.MISSION, party="OICM")
        accept_invitation(token, name="Amina Diallo", password=PASSWORD)
    window = open_window(width=width).sign_in("pen@acm.example", PASSWORD)
    import_text(window, "PALESTINE\n\n1. The Meeting welcomed the progress.", "OIC/FC")
    page = window.page
    root = page.url.removesuffix("/text").partition("?")[0].removesuffix("/text")

    page.goto(f"{root}/documents")
    window.press(page.get_by_role("link", name="Settings of the Word documents"))
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    page.get_by_label("Place in English").fill("Jeddah")
    page.get_by_label("Date of the meeting").fill("2026-12-17")
    page.get_by_label("Distribution").select_option("general")
    page.get_by_label("Opening verbs in italics").check()
    window.keep(f"document-settings-{width}")
    window.press(page.get_by_role("button", name="Save the settings"))
    assert "The settings are saved" in page.inner_text("body")
    assert page.get_by_label("Place in English").input_value() == "Jeddah"

    page.goto(f"{root}/documents")
    page.locator("[name=first]").select_option("title-page")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    file = tmp_path / "draft.docx"
    download.value.save_as(file)
    words = reader.read(file.read_bytes())
    heads = " ".join(piece.final or "" for piece in words.elsewhere)
    assert "Distr.: General" in heads and "Jeddah, 17 December 2026" in heads and "Original: English" in heads
    assert [line.final for line in words.paragraphs][1:] == [
        "PALESTINE",
        "1.\tThe Meeting welcomed the progress.",
    ]
