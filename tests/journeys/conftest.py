"""Real servers for the journeys: one on the demonstration for a whole module, one on an empty table for a test."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.conftest import make_app
from tests.journeys.windows import Window, opener
from tests.mail import MailServer, mail_server


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve *app* over HTTP from this process and yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture(scope="module")
def told_app(told_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a copy of the demonstration that a module shares."""
    path = tmp_path_factory.mktemp("shown") / "demonstration.sqlite"
    shutil.copyfile(told_sqlite, path)
    return make_app(f"sqlite:///{path}")


@pytest.fixture(scope="module")
def open_demonstration(browser: Browser, told_app: Flask) -> Iterator[Callable[..., Window]]:
    """Call it for a window on the demonstration: `width`, `language`."""
    with served(told_app) as address:
        open_window, close_all = opener(browser, address)
        yield open_window
        close_all()


@pytest.fixture
def empty_app(sqlite_url: str) -> Flask:
    """The application on an empty table; nobody has an account yet."""
    return make_app(sqlite_url)


@pytest.fixture
def open_window(browser: Browser, empty_app: Flask) -> Iterator[Callable[..., Window]]:
    """Call it for a window on an empty table: `width`, `language`."""
    with served(empty_app) as address:
        start, close_all = opener(browser, address)
        yield start
        close_all()


@pytest.fixture
def server(empty_app: Flask) -> Iterator[MailServer]:
    """A real mail server, which the application on an empty table sends to."""
    with mail_server() as server:
        empty_app.config["SMTP_URL"] = server.url
        yield server
