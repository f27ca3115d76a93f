"""On a phone: the menu, the bar under the thumb, the first words of the text, and nothing too small to press."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, expect
from sqlalchemy import select

from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Paragraph
from tests.factories import make_head
from tests.journeys.windows import PHONE, Window
from tests.tables import make_table

EGYPT, MISSION = "egy@acm.example", "mission@acm.example"
TOUCH = 44
SCREEN = 844

TOO_SMALL = """
() => [...document.querySelectorAll("main :is(button, summary, select, .button, .para__amend, .linklike)")]
  .filter((act) => act.checkVisibility())
  .map((act) => [act, act.getBoundingClientRect(), getComputedStyle(act, "::after")])
  .filter(([, box, after]) => Math.max(box.height, after.content === "none" ? 0 : parseFloat(after.height)) < %d - .5)
  .map(([act, box]) => `${act.tagName} ${act.className} ${act.textContent.trim().slice(0, 30)}: ${box.height}`)
""".replace("%d", str(TOUCH))


@pytest.fixture(scope="module")
def root(told_app: Flask) -> str:
    with told_app.app_context():
        code = db.session.scalars(select(Communique.code).where(Communique.kind == "communique")).one()
        db.session.remove()
    return f"/c/{code}"


@pytest.fixture(scope="module")
def contested(told_app: Flask) -> str:
    """The code of a paragraph on which proposals are in conflict."""
    with told_app.app_context():
        conflict = (
            select(Paragraph.code).where(Paragraph.state == "conflict").order_by(Paragraph.pending.desc())
        )
        code = db.session.scalars(conflict).first() or ""
        db.session.remove()
    return code


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_first_paragraph_begins_on_the_first_screen(
    language: str, open_demonstration: Callable[..., Window], root: str
):
    window = open_demonstration(width=PHONE, language=language).sign_in(EGYPT, PASSWORD)

    page = window.go(f"{root}/text")
    words = page.locator(".para .wording").first.bounding_box()
    bar = page.locator(".bar").bounding_box()

    assert words is not None and bar is not None
    assert bar["y"] + bar["height"] == SCREEN
    assert words["y"] + 60 < bar["y"]  # two lines of it
    expect(page.locator(".para__amend").first).to_have_text(
        "Amend paragraph 1" if language == "en" else f"{_amend(language)} 1"
    )


def _amend(language: str) -> str:
    return {"fr": "Amender le paragraphe", "ar": "تعديل الفقرة"}[language]


@pytest.mark.browser
@pytest.mark.parametrize(
    "place", ["text", "delegation", "proposals", "rounds", "journal", "documents", "p/{contested}"]
)
@pytest.mark.parametrize("email", [EGYPT, MISSION])
def test_every_act_is_44_pixels_high(
    email: str, place: str, open_demonstration: Callable[..., Window], root: str, contested: str
):
    window = open_demonstration(width=PHONE).sign_in(email, PASSWORD)

    page = window.go(f"{root}/{place.format(contested=contested)}")

    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.browser
@pytest.mark.parametrize("scripted", [True, False])
def test_the_menu_opens_without_script_and_leads_everywhere(
    scripted: bool, browser: Browser, open_demonstration: Callable[..., Window], root: str
):
    window = open_demonstration(width=PHONE).sign_in(EGYPT, PASSWORD)
    context = browser.new_context(
        base_url=window.page.url.partition("/c/")[0].rstrip("/"),
        viewport={"width": PHONE, "height": SCREEN},
        java_script_enabled=scripted,
        storage_state=window.page.context.storage_state(),
    )
    page = context.new_page()
    page.goto(f"{root}/delegation")
    assert not page.locator(".nav").is_visible()

    page.get_by_role("button", name="Menu").click()
    assert _expanded(context.new_cdp_session(page)) == ["Menu"]
    expect(page.locator("#menu [hreflang=ar]")).to_be_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".nav").is_visible()
    page.get_by_role("button", name="Menu").click()
    page.locator(".nav a", has_text="Journal").click()

    page.wait_for_url(f"**{root}/journal")
    expect(page.locator(".bar a")).to_have_text(["Text", "Mine", "Propose"])
    context.close()


def _expanded(session: CDPSession) -> list[str]:
    """Return the names of the buttons that a screen reader calls expanded, as the browser says of a popover."""
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        node["name"]["value"]
        for node in nodes
        if node.get("role", {}).get("value") == "button"
        and any(fact["name"] == "expanded" and fact["value"]["value"] for fact in node.get("properties", ()))
    ]


@pytest.mark.browser
def test_the_bar_leads_to_what_there_is_to_do_and_counts_it(
    open_demonstration: Callable[..., Window], root: str
):
    window = open_demonstration(width=PHONE).sign_in(EGYPT, PASSWORD)
    page = window.go(f"{root}/text")

    window.press(page.locator(".bar a").nth(1))

    expect(page.locator(".bar [aria-current]")).to_contain_text("Mine")
    assert window.overflows() <= 0
    assert window.barriers() == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Ask to reopen paragraph 1"),
        ("fr", "Demander la réouverture du paragraphe 1"),
        ("ar", "طلب إعادة فتح الفقرة 1"),
    ],
)
def test_an_agreed_paragraph_is_asked_to_be_reopened_in_one_phrase(
    language: str, words: str, empty_app: Flask, open_window: Callable[..., Window]
):
    with empty_app.app_context():
        table = make_table("The Meeting welcomed the progress made.")
        table.agree("1.")
        address, email = f"/c/{table.code}/text", make_head("EGY", password=PASSWORD).email
        db.session.remove()

    page = open_window(width=PHONE, language=language).sign_in(email, PASSWORD).go(address)

    assert page.locator(".para__amend").inner_text() == words
