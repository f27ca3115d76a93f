"""
The main pages, wide and on a phone, in English and in Arabic: nothing in anybody's way.

Each is looked at by axe, measured for sideways scrolling, and listened to for what the browser
complains about; a picture of each is kept under screenshots/ for people to look at.
"""

from collections.abc import Callable
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Paragraph
from tests.journeys.windows import PHONE, WIDE, Window

MISSION, EGYPT, ADMINISTRATOR = (f"{name}@acm.example" for name in ("mission", "egy", "administrator"))
PAGES = {
    "text": (EGYPT, "/c/{code}/text"),
    "paragraph": (MISSION, "/c/{code}/p/{clash}"),
    "delegation": (EGYPT, "/c/{code}/delegation"),
    "desk": (MISSION, "/c/{code}/desk"),
    "compare": (EGYPT, "/c/{code}/compare"),
    "provenance": (EGYPT, "/c/{code}/provenance"),
    "words": (EGYPT, "/c/{code}/p/{clash}/provenance"),
    "compare-three": (EGYPT, "/c/{code}/compare?from=0&via=1&to=2&view=side&only=changes&renames=once"),
    "rounds": (MISSION, "/c/{code}/rounds"),
    "journal": (MISSION, "/c/{code}/journal"),
    "people": (ADMINISTRATOR, "/people"),
}


@pytest.fixture(scope="module")
def codes(told_app: Flask) -> dict[str, str]:
    """What stands in the addresses: the communiqué, and a paragraph that proposals clash on."""
    with told_app.app_context():
        clash = select(Paragraph.code).where(Paragraph.state == "clash").order_by(Paragraph.pending.desc())
        found = {
            "code": db.session.scalars(select(Communique.code)).one(),
            "clash": db.session.scalars(clash).first() or "",
        }
        db.session.remove()
    assert found["clash"], "the demonstration has no clash to show"
    return found


@pytest.fixture(scope="module")
def window_of(open_demonstration: Callable[..., Window]) -> Callable[[str, int, str], Window]:
    """Call it for the window of a person at a width in a language; each is opened and signed in once."""

    @cache
    def window(email: str, width: int, language: str) -> Window:
        return open_demonstration(width=width, language=language).sign_in(email, PASSWORD)

    return window


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_is_in_nobodys_way(
    name: str, width: int, language: str, window_of: Callable[[str, int, str], Window], codes: dict[str, str]
):
    email, path = PAGES[name]
    window = window_of(email, width, language)
    window.complaints.clear()

    page = window.go(path.format(**codes))
    window.keep(f"{name}-{width}-{language}")

    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.locator("h1").count() == 1
    assert window.overflows() <= 0
    assert window.barriers() == []
    assert window.complaints == []
