"""A passkey in a real Chromium: added, used in the place of password and code, and after the password."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from acm_drafts.services import second_factors
from acm_drafts.store.database import db, utcnow
from tests.conftest import make_app
from tests.factories import PASSWORD, actor_of, make_head

HANA = "hana@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def secret() -> str:
    return second_factors.new_secret()


@pytest.fixture
def served(sqlite_url: str, secret: str) -> Iterator[Flask]:
    """A house that is called localhost, as passkeys want a name; Hana has an app there."""
    app = make_app(sqlite_url)
    server = make_server("localhost", 0, app, threaded=True)
    app.config["BASE_URL"] = f"http://localhost:{server.server_port}"
    with app.app_context():
        head = make_head(email=HANA)
        code = pyotp.TOTP(secret).at(utcnow() - timedelta(seconds=30))
        second_factors.set_up(actor_of(head), secret, code, (app.config["SECRET_KEY"],))
        db.session.remove()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app
    server.shutdown()
    thread.join()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def house(served: Flask) -> str:
    """The address of the house."""
    return str(served.config["BASE_URL"])


def with_device(context: BrowserContext) -> Page:
    """Return a page of a browser whose device has passkeys."""
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def type_password(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(HANA)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.browser
def test_a_passkey_signs_in_and_the_code_does_where_there_is_no_script(
    browser: Browser, house: str, secret: str
):
    context = browser.new_context(base_url=house)
    page = with_device(context)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    type_password(page)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(utcnow()))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/passkeys")
    page.get_by_label("Name of the device").fill("Phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    expect(page.get_by_text("not used yet")).to_be_visible()

    page.goto("/account/sessions")
    page.get_by_role("button", name="Sign out everywhere").click()
    page.goto("/sign-in?next=/account/passkeys")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account/passkeys")
    expect(page.get_by_text("last used")).to_be_visible()

    page.goto("/account/sessions")
    page.get_by_role("button", name="Sign out everywhere").click()
    type_password(page)
    expect(page.get_by_label("Code")).to_be_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto("/account/passkeys")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()

    page.goto("/account/sessions")
    page.get_by_role("button", name="Sign out everywhere").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-failed], .notice--error").locator("visible=true")).to_be_visible()
    assert [line for line in said if "Content Security Policy" in line] == []
    context.close()

    plain = browser.new_context(base_url=house, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    type_password(page)
    expect(page.get_by_label("Code")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    plain.close()


@pytest.mark.browser
def test_a_passkey_answers_where_an_act_asks_once_more_who_it_is(
    browser: Browser, served: Flask, house: str, secret: str
):
    context = browser.new_context(base_url=house)
    page = with_device(context)
    type_password(page)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(utcnow()))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/passkeys")
    page.get_by_label("Name of the device").fill("Phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()

    served.config["PROOF_LASTS"] = timedelta(0)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_role("button", name="Confirm with a passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    context.close()
