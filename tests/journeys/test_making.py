"""A document that takes a moment: the page says that it is being made, and the file that comes is the server's."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Route, expect
from sqlalchemy import select

from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Draft
from tests.journeys.windows import PHONE, WIDE, Window

pytestmark = pytest.mark.browser


@pytest.fixture
def newest(told_app: Flask) -> tuple[str, str]:
    """The address of the documents, and that of the newest draft as a file."""
    with told_app.app_context():
        code = db.session.scalars(select(Communique.code).where(Communique.kind == "communique")).one()
        sequence = max(db.session.scalars(select(Draft.sequence)))
        db.session.remove()
    return f"/c/{code}/documents", f"/c/{code}/documents/{sequence}.docx"


@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_while_a_document_is_made_the_page_says_so_and_then_that_it_is_there(
    width: int, language: str, open_demonstration: Callable[..., Window], newest: tuple[str, str]
):
    documents, file = newest
    window = open_demonstration(width=width, language=language).sign_in("mission@acm.example", PASSWORD)
    page = window.go(documents)
    form = page.locator("form[data-making]").first
    said, may_go_on = form.locator("[role=status]"), threading.Event()
    form.locator("[name=form]").select_option("compilation")

    def held(route: Route) -> None:
        expect(said).to_have_text(said.get_attribute("data-busy") or "nothing")
        window.keep(f"making-{width}-{language}")
        may_go_on.set()
        route.continue_()

    page.route(f"**{file}?*", held)
    with page.expect_download() as started:
        form.locator("button:visible").click()

    assert may_go_on.is_set()
    assert started.value.suggested_filename.endswith(".docx")
    expect(said).to_have_text(said.get_attribute("data-done") or "nothing")
    asked = page.request.get(f"{file}?form=compilation&language={language_of(form)}&first=masthead")
    assert Path(started.value.path()).read_bytes() == asked.body()
    assert window.overflows() <= 0
    assert (window.barriers(), window.complaints) == ([], [])


def language_of(form: object) -> str:
    field = form.locator("[name=language]")
    return field.input_value() if field.count() else "en"


def test_where_no_file_comes_the_page_of_the_server_says_why(
    open_demonstration: Callable[..., Window], newest: tuple[str, str]
):
    documents, _ = newest
    window = open_demonstration().sign_in("mission@acm.example", PASSWORD)
    page = window.go(documents)
    page.context.clear_cookies()

    window.press(page.locator("form[data-making] button:visible").first)

    assert "/sign-in" in page.url
