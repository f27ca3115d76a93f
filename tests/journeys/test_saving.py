"""What people type is not lost: by reloading, in a tab that is killed, without a connection, when the session ends."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Error, Locator, Page, expect
from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import amendments, sign_ins
from acm_drafts.store.database import db
from acm_drafts.store.records import Revision, SignIn
from tests.factories import PASSWORD, make_head, make_meeting, make_mission_drafter
from tests.journeys.windows import PHONE, WIDE, Window
from tests.speakers import inscribed, open_list
from tests.tables import Table, make_table

TEXT = "The Meeting welcomed the progress made by all its members in this field."
LOOKS_ELSEWHERE = """
() => {
    Object.defineProperty(document, "hidden", {value: true, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}
"""
TYPED = "Typed at midnight, word by word."


@dataclass(frozen=True)
class Form:
    """A form in which somebody types: its page, who opens it, its box, and what opens that box."""

    address: str
    email: str
    box: str
    opens: str
    sends: str

    def type_in(self, page: Page) -> None:
        page.check(self.opens)
        page.fill(self.box, TYPED)


@pytest.fixture
def table(empty_app: Flask) -> Iterator[Table]:
    with empty_app.app_context():
        yield make_table(TEXT, "The Meeting urged all of them to act.")
        db.session.remove()


@pytest.fixture(params=["write", "decide"])
def form(request: pytest.FixtureRequest, table: Table) -> Form:
    """The form on which a proposal is written, and that of a decision."""
    paragraph = f"/c/{table.code}/p/{table.line('1.').code}"
    if request.param == "write":
        email = make_head("EGY", password=PASSWORD).email
        opens, box = "form.asks [name=kind][value=replace]", "form.asks [name=text]"
        return Form(f"{paragraph}/amend", email, box, opens, "form.asks .buttons [value=save]")
    table.replace("MYS", "1.", "progress", "good progress")
    email = make_mission_drafter(password=PASSWORD).email
    opens, box = "form.decide [name=kind][value=compromise]", "form.decide [name=text]"
    return Form(paragraph, email, box, opens, "form.decide .button--main")


@pytest.fixture
def window(form: Form, open_window: Callable[..., Window]) -> Window:
    started = open_window().sign_in(form.email, PASSWORD)
    started.go(form.address)
    return started


def in_another_tab(window: Window, form: Form) -> Page:
    page = window.page.context.new_page()
    page.goto(form.address)
    return page


def note_of(page: Page) -> Locator:
    """Return what the form says about the words that are saved."""
    return page.locator("form[data-keep]:has([name=text]) .saved")


def said(page: Page) -> Locator:
    return note_of(page).locator("[data-line]")


def saved(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('acm-saved ')).length")


@pytest.mark.browser
def test_words_come_back_after_reloading_and_the_page_says_so(window: Window, form: Form):
    form.type_in(window.page)
    expect(said(window.page)).to_have_text("Saved on this device now")

    window.page.reload()

    assert window.page.input_value(form.box) == TYPED
    assert window.page.is_checked(form.opens)
    note = note_of(window.page)
    expect(note).to_contain_text("saved on this device")
    assert window.barriers() == []
    note.get_by_role("button", name="Discard it").click()
    assert window.page.input_value(form.box) != TYPED
    assert saved(window.page) == 0


@pytest.mark.browser
def test_on_a_phone_words_that_came_back_are_not_offered_again(window: Window, form: Form):
    window.page.set_viewport_size({"width": 390, "height": 844})
    form.type_in(window.page)

    window.page.reload()

    note = note_of(window.page)
    expect(note.get_by_role("button", name="Discard it")).to_be_visible()
    expect(note.get_by_role("button", name="Put it into the form")).to_be_hidden()


@pytest.mark.browser
def test_words_come_back_after_the_tab_was_killed(window: Window, form: Form):
    form.type_in(window.page)
    with window.page.expect_event("crash"), suppress(Error):
        window.page.goto("chrome://crash")

    page = in_another_tab(window, form)

    assert page.input_value(form.box) == TYPED


@pytest.mark.browser
def test_words_come_back_after_the_connection_was_lost(window: Window, form: Form):
    form.type_in(window.page)
    window.page.context.set_offline(True)
    window.page.locator(form.sends).click()
    expect(said(window.page)).to_contain_text("nothing was sent")
    window.page.context.set_offline(False)

    page = in_another_tab(window, form)

    assert page.input_value(form.box) == TYPED


@pytest.mark.browser
def test_words_come_back_after_the_session_ended(window: Window, form: Form, empty_app: Flask):
    form.type_in(window.page)
    for sign_in in db.session.query(SignIn):
        sign_ins.end(sign_in.id)

    window.page.locator(form.sends).click()
    window.page.locator("main a.button--main").click()
    window.page.fill("[name=email]", form.email)
    window.page.fill("[name=password]", PASSWORD)
    window.press(window.page.locator("main button.button--main"))

    assert form.address in window.page.url
    assert window.page.input_value(form.box) == TYPED


@pytest.mark.browser
def test_nothing_is_put_over_newer_words_of_the_server(
    window: Window, form: Form, table: Table, open_window: Callable[..., Window]
):
    form.type_in(window.page)
    table.accept(table.replace("JOR", "1.", "in this field", "in every field"))
    if form.address.endswith("/amend"):  # what is typed of a decision belongs to its round
        table.close()
        table.open()
    db.session.remove()

    page = in_another_tab(window, form)

    note = note_of(page)
    expect(note).to_contain_text("It is not in the form:")
    expect(note.locator("[data-typed]")).to_contain_text(TYPED)
    assert not page.locator(form.box).count() or page.input_value(form.box) != TYPED
    note.get_by_role("button", name="Put it into the form").click()
    assert page.input_value(form.box) == TYPED


@pytest.mark.browser
@pytest.mark.parametrize("form", ["decide"], indirect=True)
def test_words_that_nobody_typed_are_neither_said_to_be_missing_nor_put_into_the_form(
    window: Window, form: Form, table: Table
):
    window.page.check("form.decide [name=kind][value=reject]")
    window.page.fill("form.decide [name=reason]", TYPED)
    table.accept(table.replace("JOR", "1.", "in this field", "in every field"))
    db.session.remove()

    page = in_another_tab(window, form)

    expect(note_of(page)).to_contain_text("It is not in the form:")
    expect(note_of(page).locator("[data-typed]")).to_have_text(TYPED)
    note_of(page).get_by_role("button", name="Put it into the form").click()
    assert page.input_value("form.decide [name=reason]") == TYPED
    assert page.is_checked("form.decide [name=kind][value=reject]")
    assert "in every field" in page.input_value("form.decide [name=text]"), "the words decided meanwhile stay"


@pytest.mark.browser
def test_what_the_server_took_is_not_kept_in_the_browser(window: Window, form: Form):
    form.type_in(window.page)
    if "amend" not in form.address:
        window.page.check("form.decide [name=on]")
        window.page.fill("form.decide [name=reason]", "Agreed in the corridor.")
    assert saved(window.page) == 1

    window.press(window.page.locator(form.sends))

    assert window.page.locator(".notice--error").count() == 0
    assert saved(window.page) == 0


@pytest.mark.browser
def test_nothing_is_left_for_the_next_person_on_the_same_browser(window: Window, form: Form):
    form.type_in(window.page)
    other = make_head("SEN", password=PASSWORD).email
    window.page.context.clear_cookies()

    window.sign_in(other, PASSWORD)

    assert saved(window.page) == 0


@pytest.mark.browser
def test_signing_out_deletes_what_was_saved(window: Window, form: Form):
    form.type_in(window.page)

    window.page.locator("details.who summary").click()
    window.press(window.page.locator("form[action$='/sign-out'] button:visible"))

    assert saved(window.page) == 0


@pytest.mark.browser
def test_a_form_says_that_one_signed_out_in_another_tab_and_goes_on_after_signing_in_again(
    window: Window, form: Form
):
    form.type_in(window.page)
    other = Window(in_another_tab(window, form))
    other.page.locator("details.who summary").click()
    other.press(other.page.locator("form[action$='/sign-out'] button:visible"))

    expect(said(window.page)).to_contain_text("what you type here is not saved")
    window.page.fill(form.box, f"{TYPED} And more.")
    assert saved(window.page) == 0
    window.page.locator(form.sends).click()
    expect(said(window.page)).to_contain_text("Sign in again in another tab")
    assert form.address in window.page.url

    with window.page.expect_navigation():
        other.sign_in(form.email, PASSWORD)
    assert window.page.input_value(form.box) == f"{TYPED} And more."
    expect(said(window.page)).to_contain_text("saved on this device")


@pytest.mark.browser
def test_a_draft_of_ones_own_is_saved_on_the_server_when_one_looks_elsewhere(
    table: Table, open_window: Callable[..., Window]
):
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=TEXT.replace("progress", "good progress"))
    made = amendments.save(table.head("EGY"), table.round, proposal)
    window = open_window().sign_in(make_head("EGY", password=PASSWORD).email, PASSWORD)
    page = window.go(f"/proposals/{made.code}/revise")

    for words in (TYPED, f"{TYPED} And again."):
        page.fill("form.asks [name=text]", words)
        page.evaluate(LOOKS_ELSEWHERE)
        expect(said(page)).to_have_text("Saved as a draft now")
        db.session.rollback()
        assert db.session.scalar(select(Revision.text).order_by(Revision.id.desc())) == words

    assert saved(page) == 0
    assert window.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_the_result_of_a_decision_is_shown_while_one_types(
    width: int, language: str, table: Table, open_window: Callable[..., Window]
):
    table.replace("MYS", "1.", "progress", "good progress")
    email = make_mission_drafter(password=PASSWORD).email
    window = open_window(width=width, language=language).sign_in(email, PASSWORD)
    page = window.go(f"/c/{table.code}/p/{table.line('1.').code}")

    page.check("form.decide [name=kind][value=compromise]")
    page.fill("form.decide [name=text]", TEXT.replace("progress", "great progress"))
    expect(page.locator("#result ins")).to_contain_text("great")
    page.uncheck("form.decide [name=on]")
    expect(page.locator("#result ins")).to_have_count(0)
    assert window.overflows() <= 0
    window.keep(f"deciding-beside-{width}-{language}")


@pytest.mark.browser
def test_what_is_typed_in_one_form_of_a_page_outlives_the_refusal_of_another(
    empty_app: Flask, open_window: Callable[..., Window]
):
    with empty_app.app_context():
        meeting = make_meeting(year=2026).id
        open_list(meeting)
        speaker = f"/meetings/{meeting}/speakers/{inscribed('EGY', meeting)}"
        email = make_mission_drafter(password=PASSWORD).email
        db.session.remove()
    window = open_window().sign_in(email, PASSWORD)
    page = window.go(speaker)
    page.fill("[name=name]", TYPED)

    window.press(page.get_by_role("button", name="Move the speaker"))

    assert page.locator(".notice--error").count() == 1
    assert page.input_value("[name=name]") == TYPED
    window.press(page.get_by_role("button", name="Save the name"))
    assert saved(page) == 0


@pytest.mark.browser
def test_what_one_form_saves_is_offered_in_no_other_and_deleted_once_it_is_taken(
    table: Table, open_window: Callable[..., Window]
):
    email, box = make_head("EGY", password=PASSWORD).email, "main form [name=reservation]"
    codes = [table.line(label).code for label in ("1.", "2.")]
    first, second = (f"/c/{table.code}/reservations/new?paragraph={code}" for code in codes)
    window = open_window().sign_in(email, PASSWORD)
    for address in (first, second):
        window.go(address)
        window.page.fill(box, f"{TYPED} {address[-7:]}")

    window.go(first)
    assert window.page.input_value(box) == f"{TYPED} {first[-7:]}"
    window.press(window.page.get_by_role("button", name="Enter the reservation"))
    expect(window.page.locator("body")).to_contain_text("The reservation is entered.")
    assert saved(window.page) == 1

    window.go(first)
    assert window.page.input_value(box) == ""
    expect(window.page.locator("form[data-keep] .saved")).to_be_hidden()
    window.go(second)
    assert window.page.input_value(box) == f"{TYPED} {second[-7:]}"
