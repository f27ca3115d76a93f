"""Letters of invitation in a journey: sent by the worker, found in the mail, followed in a browser."""

import re

from flask import Flask

from tests.factories import PASSWORD
from tests.journeys.windows import Window


def work(app: Flask) -> None:
    """Let the worker do what is due."""
    assert app.test_cli_runner().invoke(args=["work", "--once"]).exit_code == 0


def address_in(app: Flask, text: str, path: str) -> str:
    """Return the first address in an e-mail that begins with *path*, without the site's own part."""
    found = re.search(rf"{re.escape(app.config['BASE_URL'])}({path}\S*)", text)
    assert found, text
    return found[1]


def join(window: Window, link: str, name: str, language: str) -> None:
    """Follow the link of an invitation and make the account."""
    page = window.go(link)
    page.fill("[name=name]", name)
    page.select_option("[name=language]", language)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    window.press(page.locator("form.form .button"))
    assert "/invitation/" not in page.url
