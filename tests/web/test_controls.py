"""
Over all pages of the demonstration: every control has a name of its own, every skip link arrives, and the HTML
holds what a checker of HTML found once.

`make test` reads one page of each route, for three readers; `make test-whole` six, for five.
"""

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from acm_drafts.services.demonstration import PASSWORD
from scripts.screenshots.pages import Address, Demonstration, addresses, by_route
from tests.conftest import in_full, make_app, some
from tests.factories import post
from tests.web.controls import ambiguous, controls

READERS = ("mission", "egy", "observer", *(("administrator", "egy.drafter") if in_full() else ()))
MOST = 6 if in_full() else 1
TRIED = 6 * MOST
"""Pages of one route that are read and that are tried, for not every reader opens each."""


@pytest.fixture(scope="module")
def pages_of(told_sqlite: Path, tmp_path_factory: pytest.TempPathFactory):
    """Call it with an account for the path and the HTML of some pages of each route that the account opens."""
    path = tmp_path_factory.mktemp("controls") / "demonstration.sqlite"
    shutil.copyfile(told_sqlite, path)
    app = make_app(f"sqlite:///{path}")
    routes = by_route(addresses(app, Demonstration(path)))

    @cache
    def pages(account: str) -> tuple[tuple[str, str], ...]:
        client = app.test_client()
        sent = {"email": f"{account}@acm.example", "password": PASSWORD}
        assert post(client, "/sign-in", sent).status_code == 303
        return tuple(page for route in routes for page in _opened(client, route))

    yield pages
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def _opened(client: FlaskClient, route: list[Address]) -> Iterator[tuple[str, str]]:
    read = 0
    for address in route[:TRIED]:
        answer = client.get(address.path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield address.path, answer.text
            read += 1
        if read == MOST:
            return


@pytest.mark.thorough
@pytest.mark.parametrize("account", some(READERS))
def test_no_two_controls_of_a_page_have_one_name(account: str, pages_of):
    found = {path: names for path, page in pages_of(account) if (names := ambiguous(page))}

    assert found == {}


@pytest.mark.thorough
@pytest.mark.parametrize("account", some(READERS))
def test_every_control_has_a_name_and_every_skip_link_arrives(account: str, pages_of):
    for path, page in pages_of(account):
        tree = html.document_fromstring(page)
        skips = [link.get("href") for link in tree.xpath("//a[contains(@class, 'skip')]")]

        assert [control for name, control in controls(page) if not name] == [], path
        assert skips, path
        for skip in skips:
            target = tree.xpath("//*[@id=$id]", id=skip[1:])
            assert [one.get("tabindex") for one in target] == ["-1"], (path, skip)


MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?([+-]\d\d:\d\d))?")
"""What HTML takes as a date or a moment."""


@pytest.mark.thorough
@pytest.mark.parametrize("account", some(READERS))
def test_every_moment_is_one_for_browsers_and_no_element_ends_that_was_not_begun(account: str, pages_of):
    for path, page in pages_of(account):
        parser = html.HTMLParser(encoding="utf-8")
        tree = html.document_fromstring(page.encode(), parser=parser)

        moments = tree.xpath("//@datetime")
        assert [value for value in moments if not MOMENT.fullmatch(value)] == [], path
        assert [str(error) for error in parser.error_log if "Unexpected end tag" in error.message] == [], path
