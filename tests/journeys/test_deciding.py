"""The form of a decision in a real browser: it asks for what the kind chosen needs, and forgets nothing typed."""

from collections.abc import Callable

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store.database import db
from tests.factories import PASSWORD, make_mission_drafter
from tests.journeys.windows import PHONE, WIDE, Window
from tests.tables import make_table

TEXT = "The Meeting welcomed the progress made by all its members in this field."
FIELDS = ("change", "text", "rank", "sitting", "reason")
ASKED = {
    "accept": {"rank", "sitting", "reason"},
    "part": {"change", "sitting", "reason"},
    "compromise": {"text", "rank", "sitting", "reason"},
    "reject": {"sitting", "reason"},
    "brackets": {"rank", "sitting", "reason"},
    "defer": {"sitting", "reason"},
}


@pytest.fixture
def signed_in(empty_app: Flask, open_window: Callable[..., Window]) -> Callable[..., Window]:
    """Call it for the window of somebody who decides, among others on where one of two paragraphs is to stand."""
    with empty_app.app_context():
        table = make_table(
            TEXT, "The Meeting urged all of them to act.", "The Meeting thanked the host country."
        )
        table.propose(
            "EGY",
            AmendmentKind.REPLACE,
            "1.",
            text=TEXT.replace("progress", "good progress").replace("this", "that"),
        )
        table.accept(table.propose("MYS", AmendmentKind.INSERT, text="The Meeting also met.", after="2."))
        table.propose("SEN", AmendmentKind.MOVE, "1.", after="2.")
        table.sitting()
        address = f"/c/{table.code}/p/{table.line('1.').code}"
        email = make_mission_drafter(password=PASSWORD).email
        db.session.remove()

    def start(width: int, language: str) -> Window:
        window = open_window(width=width, language=language).sign_in(email, PASSWORD)
        window.go(address)
        return window

    return start


def asked(window: Window) -> set[str]:
    """Return the fields of the form that are on the page, those for the proposal and the kind apart."""
    return {name for name in FIELDS if window.page.locator(f"form.decide [name={name}]").first.is_visible()}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_the_form_asks_for_what_the_kind_needs_and_keeps_what_was_typed_for_another(
    width: int, language: str, signed_in: Callable[..., Window]
):
    window = signed_in(width, language)
    kind = window.page.locator("form.decide [name=kind]")

    window.keep(f"deciding-{width}-{language}")
    assert asked(window) == set()

    for value, fields in ASKED.items():
        window.page.check(f"form.decide [name=kind][value={value}]")
        assert asked(window) == fields, value
        if value == "compromise":
            window.page.fill("form.decide [name=text]", "Typed at midnight.")
            window.keep(f"deciding-compromise-{width}-{language}")
    window.page.check("form.decide [name=kind][value=compromise]")
    assert kind.count() == len(ASKED)
    assert window.page.input_value("form.decide [name=text]") == "Typed at midnight."
    assert window.overflows() <= 0


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar"), (PHONE, "fr")])
def test_what_is_left_is_listed_agreed_in_one_act_and_undone_in_one(
    width: int, language: str, signed_in: Callable[..., Window]
):
    window = signed_in(width, language)
    page = window.page
    desk = page.url.partition("/p/")[0] + "/decisions"

    window.go(desk)
    window.press(page.locator("a[href$='/decisions/agree']"))
    assert page.locator("main .rows .row").count() == 2
    window.keep(f"agreeing-{width}-{language}")
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    page.locator("[name=sitting]").select_option(index=1)
    window.press(page.locator("main form .button--main"))
    assert page.locator("a[href$='/decisions/agree']").count() == 0

    window.press(page.locator("a[href*='/decisions/agree/']"))
    assert page.locator("main .rows .row").count() == 2
    window.keep(f"undoing-{width}-{language}")
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    page.locator("[name=reason]").fill("Too early.")
    window.press(page.locator("main form .button--main"))
    assert page.locator("a[href$='/decisions/agree']").count() == 1
    assert page.locator("a[href*='/decisions/agree/']").count() == 0
