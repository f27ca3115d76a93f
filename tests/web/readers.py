"""
Readers of pages, for tests: somebody signed in, what they see without the markup, what it cost.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from acm_drafts.store.database import ALPHABET, db
from acm_drafts.store.records import Amendment, User
from acm_drafts.web.shared.signing import PERSON, REVISION, conceal
from tests.conftest import in_full
from tests.factories import make_head, make_mission_drafter, make_observer, sign_in
from tests.tables import Table, current


class Reader:
    """A signed-in person in a browser of their own; every page is a new request."""

    def __init__(self, app: Flask, user: User) -> None:
        self.client = sign_in(app.test_client(), user)

    def get(self, path: str, *, status: int = 200) -> str:
        """Return the page at *path*; its status is as expected or the test fails."""
        answer = self.client.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return answer.text

    def sees(self, path: str) -> str:
        """Return the words of the page's own part, in one line."""
        return words_of(main_of(self.get(path)))


ISOLATES = {0x2068: None, 0x2069: None}
"""They keep quoted words in their own direction, and nobody sees them."""


def words_of(html: str) -> str:
    """Return what a person reads and hears of *html*, white space as one space."""
    bare = re.sub(r"<(script|style|svg).*?</\1>", " ", html, flags=re.DOTALL)
    spoken = re.sub(r"<[^>]+>", "", re.sub(r"</?(p|li|div|h\d|td|th|dt|dd|ins|del)\b", r" <\1", bare))
    return " ".join(unescape(spoken).translate(ISOLATES).split())


def key_of(made: Amendment) -> str:
    """Return what a form says of the revision that a proposal is at now, without saying which it is."""
    return conceal(current(made).id, use=REVISION)


def page_of(user: User) -> str:
    """Return the address of a person's page, which tells nobody how many others there are."""
    return f"/people/{conceal(user.id, use=PERSON)}"


def main_of(html: str) -> str:
    found = re.search(r"<main\b.*?</main>", html, flags=re.DOTALL)
    assert found
    return found[0]


def paragraph_of(html: str, code: str) -> str:
    """Return the part of a text that one paragraph has, with its margin."""
    found = re.search(rf'<article class="para[^"]*" id="p-{code}".*?</article>', html, flags=re.DOTALL)
    assert found, f"there is no paragraph {code}"
    return found[0]


def mission_reader(app: Flask) -> Reader:
    return Reader(app, make_mission_drafter())


def observer(app: Flask) -> Reader:
    return Reader(app, make_observer())


def delegate(app: Flask, code: str, table: Table | None = None) -> Reader:
    """Return the head of a delegation: the one who submitted at *table*, else a new one."""
    if table is not None:
        return Reader(app, db.session.get_one(User, table.head(code).user))
    return Reader(app, make_head(code))


OBJECT = re.compile(rf"(?<=/)(?:[{ALPHABET}]{{7}}|[\w-]{{20,}})(?=[/.]|$)|\d+")
"""What of an address names an object: a code, a key that is concealed, a number."""
TELLING = {"view", "kind", "form"}
"""What is asked of a page that is another page for each of its values."""


def kind_of(address: str) -> str:
    """Return what an address is of: its path without the names of objects, and what it asks for."""
    path, _, query = address.partition("?")
    asked = (
        pair if pair.partition("=")[0] in TELLING else pair.partition("=")[0] for pair in query.split("&")
    )
    return f"{OBJECT.sub('*', path)}?{'&'.join(sorted(set(asked)))}"


class Sample:
    """Chooses what a walk over all pages reads: so many of each kind, as they come; the whole tests read all."""

    def __init__(self, each: int = 1) -> None:
        self.each, self.read = each, dict[str, int]()

    def takes(self, address: str) -> bool:
        """Return whether the page at *address* is read, and count it."""
        kind = kind_of(address)
        self.read[kind] = self.read.get(kind, 0) + 1
        return in_full() or self.read[kind] <= self.each


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give a list of the statements that are sent to the database inside the block, transactions apart."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "ROLLBACK", "COMMIT")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def queries_of(ask: Callable[[], object]) -> int:
    """Return how many queries *ask* sends once everything is warm."""
    ask()
    with counted() as sent:
        ask()
    return len(sent)
