"""A reservation in browsers: made of a position, entered on words, asked about when they are gone, withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import expect

from acm_drafts.documents import reader
from acm_drafts.store.database import db
from tests.factories import PASSWORD, make_head
from tests.journeys.windows import PHONE, WIDE, Window
from tests.tables import Table, make_table

TEXT = "The Meeting welcomed the progress made by all its members in this field."


@dataclass(frozen=True)
class Seat:
    """The head of a delegation at a text with the *code*; *address* is that of its first paragraph."""

    code: str
    address: str
    email: str
    table: Table


@pytest.fixture
def seat(empty_app: Flask) -> Seat:
    with empty_app.app_context():
        table = make_table(TEXT, "The Meeting urged all of them to act.")
        email = make_head("EGY", password=PASSWORD).email
        facts = Seat(table.code, f"/c/{table.code}/p/{table.line('1.').code}", email, table)
        db.session.remove()
    return facts


def amend_away(app: Flask, table: Table) -> None:
    """Let the next text say other words in the place of "progress made"."""
    with app.app_context():
        table.accept(table.replace("MYS", "1.", "progress made", "work done"))
        table.close()
        table.open()
        db.session.remove()


@pytest.mark.browser
def test_one_press_makes_a_reservation_of_a_position(
    seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window(width=PHONE).sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    page.locator(".acts [name=stance][value=reserve]").first.click()
    page.locator(".acts [data-record]").first.click()
    made = page.get_by_role("button", name="Enter it as a reservation")
    expect(made).to_be_visible()
    assert window.overflows() <= 0 and window.barriers() == []
    window.keep("reservation-of-a-position")
    window.press(made)

    expect(page.get_by_text("The reservation is entered.")).to_be_visible()
    assert window.overflows() <= 0 and window.barriers() == []
    window.keep("reservations-phone")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_one_on_words_that_are_amended_away_is_asked_about_and_withdrawn(
    width: int, language: str, seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window(width=width, language=language).sign_in(seat.email, PASSWORD)
    page = window.go(f"/c/{seat.code}/reservations/new?paragraph={seat.address.rpartition('/')[2]}")
    page.fill("[name=phrase]", "progress made")
    page.fill("[name=reservation]", "Our law differs.")
    assert window.overflows() <= 0 and window.barriers() == []
    window.keep(f"reservation-form-{language}")
    window.press(page.locator("main form.form .button--main"))
    expect(page.locator("q", has_text="progress made")).to_be_visible()
    data = page.request.get(page.locator("a[download][hreflang=en]").get_attribute("href")).body()
    assert any("Our law differs." in (row.final or "") for row in reader.read(data).paragraphs)

    amend_away(empty_app, seat.table)
    page = window.go(f"/c/{seat.code}/delegation")
    assert window.overflows() <= 0 and window.barriers() == []
    window.keep(f"reservation-asked-{language}")
    window.press(page.locator("section[aria-labelledby=reserved] a"))
    assert window.overflows() <= 0 and window.barriers() == []
    window.keep(f"reservation-gone-{language}")
    window.press(page.locator("form[action$='/keep'] button:visible"))
    expect(page.locator("form[action$='/keep']")).to_have_count(0)
    window.press(page.locator("form[action$='/withdraw'] button:visible"))
    expect(page.locator("section[aria-labelledby=withdrawn]")).to_contain_text("progress made")
    window.keep(f"reservation-withdrawn-{language}")
