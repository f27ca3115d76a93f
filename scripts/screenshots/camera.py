"""
Takes the pages of one person: a server on a copy of the demonstration, a real Chromium, and a clock that stands still.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Error, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

import config
from acm_drafts.app import create_app
from acm_drafts.services.demonstration import PASSWORD, load
from acm_drafts.store.database import clock_at
from scripts.chromium import PROGRAM
from scripts.screenshots import scenes
from scripts.screenshots.normal import lines_of
from scripts.screenshots.pages import (
    ENGLISH,
    HEIGHTS,
    PEOPLE,
    Address,
    Demonstration,
    Look,
    addresses,
    by_route,
    most,
)

ROOT = Path(__file__).resolve().parents[2]
MOMENT = datetime(2026, 11, 30, 15, 0, 30, tzinfo=UTC)
"""The one moment at which everything happens; half a minute, so that no countdown changes meanwhile."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]
PATIENCE = 90_000
"""Milliseconds that a page may take: a long one is drawn slowly on a machine that has other work."""

TRIES = 4
"""So many times more pages of a route than are wanted are tried before a person is taken not to open any."""

LOCALES = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-EG"}


def make_app(database: Path) -> Flask:
    """Return the application on *database*, in which the clock stands."""
    app = create_app(config.load({"DATABASE_URL": f"sqlite:///{database}"}))
    inner = app.wsgi_app

    def standing(environ: Any, start: Any) -> list[bytes]:
        with clock_at(MOMENT):
            return list(inner(environ, start))

    app.wsgi_app = standing  # type: ignore[method-assign]
    return app


def make_demonstration(database: Path) -> None:
    """Make *database*: migrated, with the demonstration meeting in it."""
    app = make_app(database)
    with app.app_context(), clock_at(MOMENT):
        upgrade(directory=str(ROOT / "migrations"))
        load()
        app.extensions["sqlalchemy"].session.remove()
        app.extensions["sqlalchemy"].engine.dispose()


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, *_: Any) -> None:
        pass


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve *app* from this process and yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()


class Studio:
    """A server, a browser, and the demonstration as it was; one of each process. Pictures and texts go to *folder*."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.place = tempfile.mkdtemp()
        self.copy = Path(self.place) / "demonstration.sqlite"
        shutil.copyfile(database, self.copy)
        self.app = make_app(self.copy)
        demonstration = Demonstration(database)
        self.addresses = addresses(self.app, demonstration)
        self.nicknames = demonstration.nicknames()
        self.stack = ExitStack()
        self.stack.callback(shutil.rmtree, self.place, ignore_errors=True)
        self.server = self.stack.enter_context(served(self.app))
        playwright = self.stack.enter_context(sync_playwright())
        self.browser = playwright.chromium.launch(executable_path=PROGRAM, headless=True, args=FLAGS)
        self.stack.callback(self.browser.close)

    def fresh(self) -> None:
        """Begin again from the demonstration as it was: nobody has been here."""
        with self.app.app_context():
            self.app.extensions["sqlalchemy"].engine.dispose()
        for left in Path(self.place).glob(f"{self.copy.name}-*"):
            left.unlink()
        shutil.copyfile(self.database, self.copy)

    @contextmanager
    def opened(self, person: str, look: Look) -> Iterator[Page]:
        """Yield a window of *person*, signed in."""
        context = self.browser.new_context(
            base_url=self.server,
            viewport={"width": look.width, "height": HEIGHTS[look.width]},
            locale=LOCALES[look.language],
            color_scheme=look.scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"/language/{look.language}")
        account, _ = PEOPLE[person]
        if account is not None:
            sign_in(page, f"{account}@acm.example")
        page.emulate_media(media=look.media)  # type: ignore[arg-type]
        yield page
        context.close()

    def keep_text(self, where: str, name: str, html: str) -> None:
        """Keep what a page says as lines."""
        path = self.folder / where / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*lines_of(html, self.nicknames), ""]), encoding="utf-8")

    def photograph(self, page: Page, where: str, name: str) -> None:
        """Keep the whole *page* as it is now, as a picture and as lines."""
        page.evaluate("document.fonts.ready")
        path = self.folder / where / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("form[action*='/sign-in'] .button--main").click(no_wait_after=True)
    page.wait_for_url(lambda url: "/sign-in" not in url)


_studio: Studio | None = None


def begin(database: Path, folder: Path) -> None:
    """Open the studio of this process."""
    global _studio
    _studio = Studio(database, folder)


def take(person: str, look: Look) -> list[str]:
    """Take the pages of *person* in *look* and return what could not be taken."""
    assert _studio is not None, "begin() comes first"
    where = f"{person}-{look.name}"
    _studio.fresh()
    with _studio.opened(person, look) as page:
        wrong = []
        for route in by_route(_studio.addresses):
            wrong += _photograph_some(_studio, page, where, route, most(route[0].route, person, look))
        for scene in scenes.of(person, look):
            wrong += _play(_studio, page, where, scene)
        return wrong


def _photograph_some(studio: Studio, page: Page, where: str, route: list[Address], wanted: int) -> list[str]:
    """Photograph the first *wanted* pages of one route that the person may open; return what went wrong."""
    wrong: list[str] = []
    for address in route[: wanted * TRIES]:
        try:
            wanted -= _photograph(studio, page, where, address)
        except Error:
            try:  # a browser that had to wait too long for the machine is asked once more
                wanted -= _photograph(studio, page, where, address)
            except Error as error:
                wrong.append(f"{where}/{address.name}: {error.message.splitlines()[0]}")
                wanted -= 1
        if not wanted:
            break
    return wrong


def _photograph(studio: Studio, page: Page, where: str, address: Address) -> bool:
    """Photograph one page and return whether the person may open it."""
    answer = page.goto(address.path)
    if answer is None or (not answer.ok and address.route):
        return False
    if "/sign-in" in answer.url and "/sign-in" not in address.path:
        return False
    studio.keep_text(where, address.name, answer.text())
    studio.photograph(page, where, address.name)
    return True


def _play(studio: Studio, page: Page, where: str, scene: Callable[[Page], None]) -> list[str]:
    """Play *scene* and take what is shown then; return a sentence if it could not be played."""
    name = f"scene-{scene.__name__.replace('_', '-')}"
    try:
        scene(page)
        studio.keep_text(where, name, page.content())
        studio.photograph(page, where, name)
    except Error as error:
        return [f"{where}/{name}: {error.message.splitlines()[0]}"]
    return []


def read(person: str) -> list[str]:
    """Keep what every page says to *person* in English, refusals too. What is said of all is asked of few people."""
    assert _studio is not None, "begin() comes first"
    _studio.fresh()
    with _studio.opened(person, ENGLISH) as page:
        for address in _studio.addresses:
            answer = page.context.request.get(address.path)
            if answer.headers.get("content-type", "").startswith("text/html"):
                _studio.keep_text(f"{person}-texts", f"{address.name}-{answer.status}", answer.text())
    return []
