"""
A person's browser window: signed in through the form, and watched for whatever the browser complains about.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

PICTURES = os.environ.get("PICTURES")
"""The folder for pictures of what the journeys saw; none are taken without it, for each takes as long as a page."""
WIDE, PHONE = 1280, 390
WAITS = 15_000
"""Milliseconds that the browser gets for an act, and a page for what it is expected to show, on a busy machine."""
expect.set_options(timeout=WAITS)
HEIGHTS = {WIDE: 900, PHONE: 844}


@dataclass
class Window:
    """One page of one person; *complaints* are the browser's: errors of scripts and refusals of the content policy."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def go(self, path: str) -> Page:
        """Open *path* and return the page once its faces are drawn."""
        answer = self.page.goto(path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
        self.page.evaluate("document.fonts.ready")
        return self.page

    def sign_in(self, email: str, password: str) -> "Window":
        self.go("/sign-in")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        with self.page.expect_navigation(url=lambda url: "/sign-in" not in url):
            self.page.press("[name=password]", "Enter")
        return self

    def press(self, button: Locator) -> None:
        """
        Press a *button* or link that leads to another page, and return once that page is whole.

        A click by itself returns when the next page has begun: whoever counts then counts half of it.
        """
        with self.page.expect_navigation():
            button.click()

    def overflows(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def barriers(self) -> list[str]:
        """Return what axe finds, each with the elements concerned."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        return [f"{one['id']}: {[node['target'] for node in one['nodes']][:5]}" for one in found]

    def keep(self, name: str) -> None:
        """Save the whole page as a picture for people to look at, where they asked for it."""
        if PICTURES:
            Path(PICTURES).mkdir(exist_ok=True, parents=True)
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def opener(browser: Browser, address: str) -> tuple[Callable[..., Window], Callable[[], None]]:
    """Return how to open a window on *address* for a width and a language, and how to close all of them."""
    contexts = []

    def open_window(*, width: int = WIDE, language: str = "en") -> Window:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": HEIGHTS[width]},
            locale={"en": "en-GB", "ar": "ar-EG", "fr": "fr-FR"}[language],
            accept_downloads=True,
        )
        context.set_default_timeout(WAITS)
        contexts.append(context)
        window = Window(context.new_page())
        window.go(f"/language/{language}")
        return window

    def close_all() -> None:
        for context in contexts:
            context.close()

    return open_window, close_all
