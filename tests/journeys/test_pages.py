"""
The main pages, wide and on a phone, in English and in Arabic: nothing in anybody's way.

Each is looked at by axe, measured for sideways scrolling, and listened to for what the browser
complains about; with `PICTURES=folder` a picture of each is kept there for people to look at.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from acm_drafts.services import speakers
from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Paragraph, Sitting
from tests.factories import make_mission_drafter, mission
from tests.journeys.windows import PHONE, WIDE, Window
from tests.library import add
from tests.speakers import inscribed, open_list
from tests.tables import Table, make_table, read

MISSION, EGYPT, ADMINISTRATOR = (f"{name}@acm.example" for name in ("mission", "egy", "administrator"))
PAGES = {
    "text": (EGYPT, "/c/{code}/text"),
    "paragraph": (MISSION, "/c/{code}/p/{conflict}"),
    "delegation": (EGYPT, "/c/{code}/delegation"),
    "desk": (MISSION, "/c/{code}/decisions"),
    "compare": (EGYPT, "/c/{code}/compare"),
    "provenance": (EGYPT, "/c/{code}/provenance"),
    "words": (EGYPT, "/c/{code}/p/{conflict}/provenance"),
    "compare-three": (EGYPT, "/c/{code}/compare?from=0&via=1&to=2&view=side&only=changes&renames=once"),
    "rounds": (MISSION, "/c/{code}/rounds"),
    "journal": (MISSION, "/c/{code}/journal"),
    "agenda": (MISSION, "/c/{code}/agenda"),
    "document-settings": (MISSION, "/c/{code}/document-settings"),
    "people": (ADMINISTRATOR, "/people"),
    "meetings": (MISSION, "/meetings"),
    "amend": (EGYPT, "/c/{code}/p/{conflict}/amend"),
    "agree-the-rest": (MISSION, "/c/{code}/decisions/agree"),
    "sittings": (MISSION, "/c/{code}/sittings"),
    "sitting": (MISSION, "/c/{code}/sittings/{sitting}"),
    "sitting-form": (MISSION, "/c/{code}/sittings/new"),
    "positions": (EGYPT, "/c/{code}/positions"),
    "matrix": (MISSION, "/c/{code}/positions?view=table"),
    "brackets": (MISSION, "/c/{code}/brackets"),
    "silence": (EGYPT, "/c/{code}/silence"),
    "reservations": (EGYPT, "/c/{code}/reservations"),
    "reservation-form": (EGYPT, "/c/{code}/reservations/new"),
    "small-groups": (MISSION, "/c/{code}/small-groups"),
    "discussions": (EGYPT, "/c/{code}/discussions"),
    "progress": (MISSION, "/c/{code}/progress"),
    "evening": (MISSION, "/c/{code}/progress/evening"),
    "calendar": (EGYPT, "/c/{code}/calendar"),
    "adoption": (MISSION, "/c/{code}/adoption"),
    "notices": (EGYPT, "/notices"),
}


def show_the_result(page: Page) -> None:
    """Tick a proposal on the form of a decision and let the page show what accepting it would make."""
    page.locator("form.decide [name=on]").first.check()
    page.locator("form.decide [name=kind][value=accept]").check()
    page.locator("form.decide [name=preview]").click()
    expect(page.locator("#result .wording, #result .error").first).to_be_visible()


def show_the_change(page: Page) -> None:
    """Change words on the form of a proposal and let the page show what it would look like."""
    page.locator("form.asks [name=kind][value=replace]").check()
    page.locator("textarea[name=text]").fill("The Meeting says it otherwise.")
    page.locator("form.asks .buttons [value=preview]").click()
    expect(page.locator("#shown .wording").first).to_be_visible()


BEFORE_LOOKING = {"paragraph": show_the_result, "amend": show_the_change}
"""What is done on a page before it is looked at, so that one visit shows most."""


@pytest.fixture(scope="module")
def codes(told_app: Flask) -> dict[str, str]:
    """What stands in the addresses: the communiqué, and a paragraph that proposals conflict on."""
    with told_app.app_context():
        conflict = (
            select(Paragraph.code).where(Paragraph.state == "conflict").order_by(Paragraph.pending.desc())
        )
        found = {
            "code": db.session.scalars(select(Communique.code).where(Communique.kind == "communique")).one(),
            "conflict": db.session.scalars(conflict).first() or "",
            "sitting": db.session.scalars(select(Sitting.code).order_by(Sitting.id)).first() or "",
        }
        db.session.remove()
    assert found["conflict"], "the demonstration has no conflict to show"
    return found


@pytest.fixture(scope="module")
def window_of(open_demonstration: Callable[..., Window]) -> Callable[[str, int, str], Window]:
    """Call it for the window of a person at a width in a language; each is opened and signed in once."""

    @cache
    def window(email: str, width: int, language: str) -> Window:
        return open_demonstration(width=width, language=language).sign_in(email, PASSWORD)

    return window


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "fr"), (PHONE, "ar")])
@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_is_in_nobodys_way(
    name: str, width: int, language: str, window_of: Callable[[str, int, str], Window], codes: dict[str, str]
):
    email, path = PAGES[name]
    window = window_of(email, width, language)
    window.complaints.clear()

    page = window.go(path.format(**codes))
    BEFORE_LOOKING.get(name, lambda page: None)(page)
    window.keep(f"{name}-{width}-{language}")

    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.locator("h1").count() == 1
    assert window.overflows() <= 0
    assert window.barriers() == []
    assert window.complaints == []


# A section that is long ----------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.shared
@pytest.mark.parametrize(
    ("width", "page", "language"),
    [(WIDE, "text", "ar"), (PHONE, "text", "en"), (WIDE, "decisions", "en"), (PHONE, "decisions", "ar")],
)
def test_a_section_of_forty_paragraphs_does_not_push_the_page_sideways(
    width: int, page: str, language: str, empty_app: Flask, open_window: Callable[..., Window], shared: Path
):
    data = (shared / "texts" / "ga_un_oic_cooperation_A_RES_65_140_2010.txt").read_bytes()
    with empty_app.app_context():
        code = Table(read(data)).open().code
        email = make_mission_drafter(password=PASSWORD).email
        db.session.remove()
    window = open_window(width=width, language=language).sign_in(email, PASSWORD)

    window.go(f"/c/{code}/{page}")
    window.keep(f"long-{page}-{width}-{language}")

    assert window.page.locator(".map__cells svg").count() > 8
    assert window.overflows() <= 0


# Words without a blank ----------------------------------------------------------------------------


@pytest.mark.browser
def test_a_word_that_is_wider_than_a_telephone_is_broken(
    empty_app: Flask, open_window: Callable[..., Window]
):
    symbol, word = "OIC/" + "S" * 196, "W" * 200
    with empty_app.app_context():
        text = make_table("The Meeting thanked Egypt.")
        meeting = db.session.get_one(Communique, text.communique).meeting_id
        source = add(symbol, f"Takes note of {word};", title="T" * 500, session=word)
        open_list(meeting)
        entry = inscribed("EGY", meeting, name=word)
        speakers.rename(mission(), meeting, entry, name=word, title="F" * 200)
        paths = (
            f"/library?q={symbol}",
            f"/library?q={word}",
            "/library/sources",
            f"/library/sources/{source.code}",
            f"/search?q={symbol}",
            f"/search?q={word}",
            f"/meetings/{meeting}/speakers",
            f"/c/{text.code}/journal",
        )
        email = make_mission_drafter(password=PASSWORD).email
        db.session.remove()
    window = open_window(width=PHONE, language="en").sign_in(email, PASSWORD)

    for path in paths:
        page = window.go(path)
        assert page.locator(f"main :text('{symbol[:100]}'), main :text('{word[:100]}')").count(), path
        assert window.overflows() <= 0, path


# The lines of an import ----------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_the_fields_of_an_import_are_headed_in_sight(
    width: int, language: str, window_of: Callable[[str, int, str], Window]
):
    page = window_of(MISSION, width, language).go("/import")
    page.fill(
        "[name=pasted]",
        "\n\n".join(f"{n}. The Meeting welcomed the work of {n} years." for n in range(1, 40)),
    )
    page.locator("form[action='/import'] .button--main").click()
    page.locator(".lines").wait_for()

    assert window_of(MISSION, width, language).overflows() <= 0
    if width == PHONE:
        assert not page.locator(".lines__heads").is_visible()
        assert page.locator("label[for=label-30]").bounding_box()["width"] > 10  # type: ignore[index]
        return
    page.locator("#label-30").focus()
    for nth, field in enumerate(("#kind-30", "#label-30", "#text-30"), 1):
        head = page.locator(".lines__heads span").nth(nth).bounding_box()
        below = page.locator(field).bounding_box()
        assert head is not None and below is not None
        assert 0 <= head["y"] < below["y"]
        edge = (lambda box: box["x"] + box["width"]) if language == "ar" else (lambda box: box["x"])
        assert abs(edge(head) - edge(below)) < 2
    assert window_of(MISSION, width, language).barriers() == []


# A preview -----------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("scripted", [True, False])
def test_the_preview_of_a_change_is_in_sight_when_it_was_asked_for(
    scripted: bool, browser: Browser, window_of: Callable[[str, int, str], Window], codes: dict[str, str]
):
    seen = window_of(EGYPT, PHONE, "en")
    context = browser.new_context(
        base_url=seen.page.url.partition("/c/")[0].rstrip("/"),
        viewport={"width": PHONE, "height": 844},
        java_script_enabled=scripted,
        storage_state=seen.page.context.storage_state(),
    )
    page = context.new_page()
    page.goto("/c/{code}/p/{conflict}/amend".format(**codes))
    page.locator("textarea[name=text]").fill("The Meeting says it otherwise.")

    page.locator("button[value=preview]").last.click()

    expect(page.locator("#shown .wording").first).to_be_in_viewport()
    assert page.locator("#shown").bounding_box()["y"] >= 0  # type: ignore[index]
    context.close()
