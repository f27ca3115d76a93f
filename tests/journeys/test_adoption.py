"""The adoption of a text in browsers: listed, adopted, read on a phone, corrected, and read in Word form."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from acm_drafts.documents import reader
from acm_drafts.negotiation.terms import Level
from acm_drafts.store.database import db
from tests.adoptions import adopt, agreed_text, entry, imported_as_final, issue
from tests.factories import PASSWORD, make_head, make_mission_drafter
from tests.journeys.windows import PHONE, WIDE, Window

EMAILS = {"mission": "mission@example.org", "EGY": "egypt@example.org"}


@pytest.fixture
def text(empty_app: Flask) -> str:
    """The address of a text that was declared final elsewhere, on the day on which the Ministers sit."""
    with empty_app.app_context():
        table = imported_as_final("The Meeting wellcomed the report.", "The Meeting [strongly] urged all.")
        table.sitting(Level.MINISTERIAL)
        make_mission_drafter(email=EMAILS["mission"], password=PASSWORD)
        make_head("EGY", email=EMAILS["EGY"], password=PASSWORD)
        code = table.code
        db.session.remove()
    return f"/c/{code}"


@pytest.mark.browser
def test_a_text_is_adopted_read_on_a_phone_and_corrected(text: str, open_window: Callable[..., Window]):
    mission = open_window().sign_in(EMAILS["mission"], PASSWORD)
    page = mission.go(f"{text}/text")
    assert "Not agreed: 2 of 2." in page.inner_text("main")
    mission.press(page.get_by_role("link", name="Adopt it"))
    assert "Paragraphs with brackets" in page.inner_text("main")
    page.fill("[name=symbol]", "OIC/ACM-2026/FC/Adopted")
    page.get_by_label("The text is adopted as it stands").check()
    assert mission.overflows() <= 0 and mission.barriers() == []
    mission.keep("adoption-form")
    mission.press(page.get_by_role("button", name="Adopt the text"))
    assert "nothing in it is changed any more" in page.inner_text("body")

    egypt = open_window(width=PHONE).sign_in(EMAILS["EGY"], PASSWORD)
    page = egypt.go("/notices")
    assert "A text is adopted" in page.inner_text("main")
    page = egypt.go(f"{text}/adoption")
    words = page.inner_text("main")
    assert "OIC/ACM-2026/FC/Adopted" in words and "Still open when it was adopted" in words
    assert egypt.overflows() <= 0 and egypt.barriers() == []

    page = mission.go(f"{text}/adoption/corrigenda/new")
    page.locator("[name=wrong]").first.fill("wellcomed")
    page.locator("[name=right]").first.fill("welcomed")
    page.locator("[name=reason]").first.fill("A typing error.")
    page.locator("[name=asked_by]").first.select_option(label="Egypt")
    mission.press(page.get_by_role("button", name="Show how the text would read"))
    assert mission.overflows() <= 0 and mission.barriers() == []
    mission.keep("corrigendum-form")
    page.check("[name=sure]")
    mission.press(page.get_by_role("button", name="Issue the corrigendum"))
    words = page.inner_text("main")
    assert "OIC/ACM-2026/FC/Adopted/Corr.1" in words and "asked for by Egypt" in words
    for language, read in (("English", "Read"), ("العربية", "يُقرأ")):
        with page.expect_download() as download:
            page.get_by_role("link", name=language).last.click()
        data = Path(download.value.path()).read_bytes()
        corrigendum = [line.final or "" for line in reader.read(data).paragraphs]
        assert "wellcomed" in corrigendum and "welcomed" in corrigendum and read in corrigendum

    page = egypt.go(f"{text}/adoption/text")
    words = page.inner_text("main")
    assert "incorporating Corr.1" in words and "The Meeting welcomed the report." in words
    assert egypt.overflows() <= 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Word, with the corrigenda").click()
    data = Path(download.value.path()).read_bytes()
    assert any("The Meeting welcomed" in (line.final or "") for line in reader.read(data).paragraphs)
    assert "The Meeting wellcomed" in egypt.go(f"{text}/text").inner_text("main")
    for window in (mission, egypt):
        assert window.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(PHONE, "ar"), (WIDE, "fr")])
def test_its_pages_fit_a_phone_and_run_from_right_to_left(
    width: int, language: str, text: str, empty_app: Flask, open_window: Callable[..., Window]
):
    with empty_app.app_context():
        table = agreed_text(symbol="OIC/SECOND")
        adopt(table)
        issue(table, entry(table, "1.", "welcomed", "noted"))
        root = f"/c/{table.code}/adoption"
        addresses = (
            f"{text}/adoption",
            root,
            f"{root}/text",
            f"{root}/corrigenda/new",
        )
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
            window.keep(f"adoption-{number}-{who}-{width}-{language}")
        assert window.complaints == []


@pytest.fixture
def corrigendum_form(empty_app: Flask, open_window: Callable[..., Window]) -> Window:
    """Return the window of a drafter of the Mission in which the form of a corrigendum is open."""
    with empty_app.app_context():
        table = agreed_text()
        adopt(table)
        address, email = (
            f"/c/{table.code}/adoption/corrigenda/new",
            make_mission_drafter(password=PASSWORD).email,
        )
        db.session.remove()
    window = open_window().sign_in(email, PASSWORD)
    window.go(address)
    return window


@pytest.mark.browser
def test_what_was_typed_for_a_corrigendum_comes_back_in_its_own_row(corrigendum_form: Window):
    page = corrigendum_form.page
    for name, words in (("old", "report"), ("new", "note")):
        page.fill(f"#{name}-2", words)
    expect(page.locator("form[data-keep] [data-line]")).to_contain_text("Saved on this device")

    page.reload()

    typed = [page.input_value(f"#{name}-{row}") for row in (1, 2, 3) for name in ("old", "new")]
    assert typed == ["", "", "report", "note", "", ""]


@pytest.mark.browser
def test_words_that_come_back_with_a_preview_are_not_said_to_be_missing(corrigendum_form: Window):
    page = corrigendum_form.page
    words = page.locator("#paragraph-1 option").nth(1).inner_text().split()[2]
    for name, typed in (("old", words), ("new", "note"), ("reason", "A typing error.")):
        page.fill(f"#{name}-1", typed)
    page.select_option("#paragraph-1", index=1)
    page.select_option("#asked-1", index=1)
    expect(page.locator("form[data-keep] [data-line]")).to_contain_text("Saved on this device")

    corrigendum_form.press(page.get_by_role("button", name="Show how the text would read"))

    assert page.input_value("#new-1") == "note"
    expect(page.locator("form[data-keep] [data-saved]")).to_be_hidden()
