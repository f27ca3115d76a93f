"""A delegation takes positions where it reads: in place, by mouse, by keyboard, and without a script."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from acm_drafts.negotiation.terms import Stance
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Position
from tests.factories import PASSWORD, make_head
from tests.journeys.windows import PHONE, WIDE, Window
from tests.tables import Table, make_table

TEXT = "The Meeting welcomed the progress made by all its members in this field."


@dataclass(frozen=True)
class Seat:
    """The head of a delegation who is to take positions on the proposal *code*; *address* is that of its paragraph."""

    address: str
    code: str
    email: str
    table: Table


@pytest.fixture
def seat(empty_app: Flask) -> Seat:
    with empty_app.app_context():
        table = make_table(TEXT, "The Meeting urged all of them to act.")
        made = table.replace("MYS", "1.", "progress", "good progress")
        email = make_head("EGY", password=PASSWORD).email
        facts = Seat(f"/c/{table.code}/p/{table.line('1.').code}", made.code, email, table)
        db.session.remove()
    return facts


def recorded(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = [(row.stance, row.reason) for row in db.session.query(Position)]
        db.session.remove()
    return rows


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar"), (PHONE, "fr")])
def test_a_position_is_taken_and_undone_in_place(
    width: int, language: str, seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window(width=width, language=language).sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    acts = page.locator(f"#acts-{seat.code}")
    page.evaluate("window.stays = true")

    acts.locator("[name=stance][value=support]").click()

    told = acts.locator("[data-recorded]")
    expect(told).to_be_focused()
    assert "MYS 1" in told.inner_text()
    assert recorded(empty_app) == [("support", "")]
    assert acts.locator("[aria-pressed=true]").get_attribute("value") == "support"
    assert page.locator("#all-positions tbody tr").count() == 2
    assert window.overflows() <= 0
    assert window.barriers() == []
    window.keep(f"position-{width}-{language}")

    told.locator("button:visible").click()
    expect(acts.locator("[aria-pressed=true]")).to_have_count(0)
    assert recorded(empty_app) == []
    assert page.evaluate("window.stays") is True
    assert window.complaints == []


@pytest.mark.browser
def test_by_keyboard_a_reason_is_asked_before_a_reserve_is_recorded(
    seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window().sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    acts = page.locator(f"#acts-{seat.code}")
    acts.get_by_role("button", name="Egypt reserves its position on MYS 1").focus()

    page.keyboard.press("Enter")
    expect(acts.locator("textarea")).to_be_focused()
    assert recorded(empty_app) == []
    page.keyboard.type("Our capital asks.")
    while not acts.locator("[data-record]").evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    assert acts.locator("[data-record]").inner_text() == "Record: Egypt reserves its position on MYS 1"
    page.keyboard.press("Enter")

    expect(acts.locator("[data-recorded]")).to_be_focused()
    assert recorded(empty_app) == [(Stance.RESERVE, "Our capital asks.")]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(acts.locator("[aria-pressed=true]")).to_have_count(0)
    assert recorded(empty_app) == []


@pytest.mark.browser
def test_a_press_that_asks_why_says_that_nothing_is_recorded_yet_and_is_remembered(
    seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window().sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    acts = page.locator(f"#acts-{seat.code}")

    acts.locator("[value=reserve]").first.click()
    acts.locator(".five [value=oppose]").click()
    page.fill(f"#acts-{seat.code} textarea", "Our capital asks.")
    expect(acts.locator("[data-record]")).to_have_text("Record: Egypt opposes MYS 1")
    expect(acts.get_by_text("Not recorded yet.")).to_be_visible()
    assert window.barriers() == []

    page.reload()
    expect(acts.locator("[data-record]")).to_have_text("Record: Egypt opposes MYS 1")
    expect(acts.get_by_text("Not recorded yet.")).to_be_visible()
    assert recorded(empty_app) == []
    acts.locator("[data-record]").click()
    expect(acts.locator("[data-recorded]")).to_be_focused()
    assert recorded(empty_app) == [("oppose", "Our capital asks.")]
    page.reload()
    expect(acts.locator("[data-record]")).to_be_hidden()
    assert window.complaints == []


@pytest.mark.browser
def test_a_second_press_asks_again_and_records_nothing_without_the_reason(
    seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window().sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    acts = page.locator(f"#acts-{seat.code}")

    for _ in range(2):
        acts.locator(".five [value=oppose]").click()
        expect(acts.locator("textarea")).to_be_focused()
        expect(acts.get_by_text("Not recorded yet.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert recorded(empty_app) == []

    acts.locator("[data-record]").click()
    expect(acts.locator("[data-recorded]")).to_be_focused()
    assert recorded(empty_app) == [("oppose", "")]


@pytest.mark.browser
def test_without_a_connection_nothing_is_lost_and_the_page_says_so(
    seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window().sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    acts = page.locator(f"#acts-{seat.code}")
    page.context.set_offline(True)

    acts.locator("[value=support]").click()
    expect(acts.get_by_role("alert")).to_contain_text("nothing was recorded")
    page.context.set_offline(False)
    acts.locator("[value=support]").click()

    expect(acts.locator("[data-recorded]")).to_be_visible()
    assert recorded(empty_app) == [("support", "")]


@pytest.mark.browser
def test_a_position_from_an_old_page_is_refused_in_place_with_both(
    seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    first = open_window().sign_in(seat.email, PASSWORD)
    second = open_window().sign_in(seat.email, PASSWORD)
    for window in (first, second):
        window.go(seat.address)
    acts = second.page.locator(f"#acts-{seat.code}")

    first.page.locator(f"#acts-{seat.code} [value=support]").click()
    expect(first.page.locator("[data-recorded]")).to_be_visible()
    acts.locator("[value='live-with']").click()

    expect(acts.locator(".notice--error")).to_be_focused()
    assert "a colleague has recorded “support” since" in acts.inner_text()
    assert recorded(empty_app) == [("support", "")]
    acts.locator("[value='live-with']").click()
    expect(acts.locator("[data-recorded]")).to_be_visible()
    assert recorded(empty_app) == [("live-with", "")]


@pytest.mark.browser
def test_without_a_script_the_page_comes_back_at_the_proposal(
    seat: Seat, empty_app: Flask, open_window: Callable[..., Window], browser: Browser
):
    origin = open_window().page.url.split("/language")[0].rsplit("/sign-in")[0]
    context = browser.new_context(base_url=origin, java_script_enabled=False, locale="en-GB")
    window = Window(context.new_page()).sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    acts = page.locator(f"#acts-{seat.code}")

    acts.locator("textarea").fill("Our capital asks.")
    window.press(acts.locator("[value=reserve]"))

    assert page.url.endswith(f"{seat.address}#acts-{seat.code}")
    assert "Egypt reserves its position on MYS 1" in acts.locator("[data-recorded]").inner_text()
    assert recorded(empty_app) == [("reserve", "Our capital asks.")]
    window.press(acts.locator("[data-recorded] button:visible"))
    assert recorded(empty_app) == []
    context.close()


@pytest.mark.browser
def test_co_sponsoring_is_asked_once_and_done_in_place(seat: Seat, open_window: Callable[..., Window]):
    window = open_window().sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    acts = page.locator(f"#acts-{seat.code}")

    acts.locator("summary", has_text="Co-sponsor MYS 1").click()
    acts.get_by_role("button", name="Yes, co-sponsor MYS 1").click()

    expect(acts.locator("[data-recorded]")).to_contain_text("Egypt joined MYS 1 as co-sponsor")
    expect(page.locator(f"#by-{seat.code}")).to_contain_text("with Egypt")
    acts.locator("[data-recorded] button:visible").click()
    expect(page.locator(f"#by-{seat.code}")).not_to_contain_text("with Egypt")


@pytest.mark.browser
def test_after_co_sponsoring_in_place_the_page_of_a_proposal_names_both_sponsors_and_every_step(
    seat: Seat, open_window: Callable[..., Window]
):
    window = open_window().sign_in(seat.email, PASSWORD)
    page = window.go(f"/proposals/{seat.code}")
    steps = page.locator("#all-steps li")
    before = steps.count()

    page.locator("summary", has_text="Co-sponsor MYS 1").click()
    page.get_by_role("button", name="Yes, co-sponsor MYS 1").click()

    expect(page.locator("#sponsors")).to_contain_text("with Egypt")
    expect(steps).to_have_count(before + 1)
    assert window.complaints == []


# On the text ---------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar"), (PHONE, "fr")])
def test_a_position_on_the_text_is_taken_in_place_and_stands_among_all_of_them(
    width: int, language: str, seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window(width=width, language=language).sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    root, _, code = seat.address.partition("/p/")
    acts = page.locator(f"#acts-{code}")
    page.evaluate("window.stays = true")

    acts.locator(".five [value=oppose]").click()
    acts.locator("textarea").fill("Our capital asks.")
    acts.locator("[data-record]").click()

    expect(acts.locator("[data-recorded]")).to_be_focused()
    assert recorded(empty_app) == [("oppose", "Our capital asks.")]
    assert page.evaluate("window.stays") is True
    assert window.overflows() <= 0
    assert window.barriers() == []
    window.keep(f"position-on-text-{width}-{language}")

    for view in ("", "?view=table", "?only=objections"):
        page = window.go(f"{root}/positions{view}")
        expect(page.locator(".state--oppose").first).to_be_visible()
        assert window.overflows() <= 0
        assert window.barriers() == []
        window.keep(f"positions-{width}-{language}{view.replace('?', '-').replace('=', '-')}")
    assert window.complaints == []


@pytest.mark.browser
def test_words_that_changed_meanwhile_are_shown_beside_those_of_the_page(
    seat: Seat, empty_app: Flask, open_window: Callable[..., Window]
):
    window = open_window().sign_in(seat.email, PASSWORD)
    page = window.go(seat.address)
    code = seat.address.rpartition("/p/")[2]
    with empty_app.app_context():
        seat.table.accept(db.session.scalars(select(Amendment)).one())
        seat.table.close()
        seat.table.open()
        db.session.remove()

    page.locator(f"#acts-{code} .five [value=support]").click()

    expect(page.get_by_text("The text has changed since you opened this page.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("good")
    assert recorded(empty_app) == []
