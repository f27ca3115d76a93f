"""A text is imported with mistakes, corrected and circulated; another is withdrawn: wide and on a phone."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page

from acm_drafts.negotiation.terms import Role
from acm_drafts.services.people import accept_invitation, invite, operator
from tests.factories import PASSWORD
from tests.journeys.windows import PHONE, WIDE, Window

TEXT = "PALESTINE\n\n1. The Meeting welcomed the progres.\n\n2. It noted the reprot.\n\n3. It ended."


def import_text(window: Window, text: str, symbol: str) -> None:
    page = window.go("/import")
    page.fill("[name=pasted]", text)
    page.fill("[name=symbol]", symbol)
    window.press(page.locator("form[action='/import'] .button--main"))
    window.press(page.locator("#keep .button--main"))


def line(page: Page, number: int) -> Locator:
    return page.locator(f"#text-{number}")


@pytest.mark.browser
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_an_imported_text_is_corrected_until_it_is_circulated_and_another_is_withdrawn(
    width: int, empty_app: Flask, open_window: Callable[..., Window]
):
    with empty_app.app_context():
        token = invite(operator(), "pen@acm.example", role=Role.MISSION, party="OICM")
        accept_invitation(token, name="Amina Diallo", password=PASSWORD)
    window = open_window(width=width).sign_in("pen@acm.example", PASSWORD)
    import_text(window, TEXT, "OIC/FC")
    page = window.page
    earlier = page.url

    window.press(page.get_by_role("link", name="Correct it"))
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    line(page, 2).fill("The Meeting welcomed the progress.")
    line(page, 3).fill("It noted the report.")
    window.keep(f"correct-{width}")
    corrects = page.url
    window.press(page.locator("#keep .button--main"))
    assert "OIC/FC is corrected." in page.inner_text("body")
    assert "It noted the report." in page.inner_text("main")
    corrected = page.url

    import_text(window, TEXT + "\n\n4. Wrong.", "OIC/WRONG")
    window.press(page.get_by_role("link", name="Withdraw the text"))
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    page.fill("[name=reason]", "It was the file of last year.")
    window.press(page.locator("form[action$='/withdraw'] .button--main"))
    withdrawn = page.locator("section[aria-labelledby=withdrawn]")
    assert withdrawn.locator("a").count() == 2
    window.keep(f"withdrawn-list-{width}")
    window.press(withdrawn.get_by_role("link", name="OIC/WRONG"))
    assert "It was the file of last year." in page.inner_text("main")
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    window.keep(f"withdrawn-{width}")

    window.page.goto(earlier)
    window.press(page.locator(".head__until a[href$='/text']"))
    assert page.url == corrected
    page.goto(corrected.removesuffix("text") + "rounds")
    window.press(page.locator("form[action$='/circulate'] .button--main"))
    window.press(page.locator("form[action$='/circulate'] [name=sure]"))
    answer = page.goto(corrected.removesuffix("text") + "correct")
    assert answer is not None and answer.status == 409
    assert "it can no longer be corrected or withdrawn" in page.inner_text("main")
    answer = page.goto(corrects)
    assert answer is not None and answer.status == 409
