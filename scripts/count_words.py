"""
Count the words of the interface against the words of the content, on the main pages of the demonstration.

    .venv/bin/python -m scripts.count_words

Every sentence of the catalogues is marked before it is drawn, what is put into it is not: names, symbols, numbers,
dates and everything that people wrote are content. Only what is seen is counted; what is said to the ear alone,
choices of a closed list and what is folded away are not.
"""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from lxml import html
from lxml.html import HtmlElement

from acm_drafts import i18n
from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.web.shared.layout import LANGUAGE_COOKIE
from scripts.screenshots.camera import make_app, make_demonstration
from scripts.screenshots.pages import Demonstration

BEGIN, END = "\ue000", "\ue001"
"""Stand around words of the catalogues; in no text, for they are for private use."""

PAGES = {
    "text": "egy",
    "delegation": "egy",
    "proposals": "egy",
    "journal": "mission",
    "decisions": "mission",
    "rounds": "mission",
    "documents": "egy",
}
"""The main pages, and as whom each is read."""

MOST = {"delegation": 50, "proposals": 40, "journal": 60}
"""How many of a hundred words may be the interface's."""

UNSEEN = ("svg", "script", "option", "dialog", "template", "textarea")
_PLACE = re.compile(r"%\(\w+\)s|%%")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def marked(message: str) -> str:
    """Return *message* with marks around its own words, and none around what will be put into it."""
    out, at = [], 0
    for place in _PLACE.finditer(message):
        out += [_around(message[at : place.start()]), place[0]]
        at = place.end()
    return "".join([*out, _around(message[at:])])


def _around(words: str) -> str:
    return f"{BEGIN}{words}{END}" if _WORD.search(words) else words


class Marking:
    """A catalogue whose sentences come marked."""

    def __init__(self, catalogue: Any) -> None:
        self._catalogue = catalogue

    def __getattr__(self, name: str) -> Callable[..., str]:
        return lambda *arguments: marked(getattr(self._catalogue, name)(*arguments))


def words_of(page: str) -> tuple[int, int]:
    """Return how many words of *page* are the interface's, and how many the content's."""
    text = "".join(_seen(html.document_fromstring(page).find("body")))
    own = re.findall(f"{BEGIN}(.*?){END}", text, re.DOTALL)
    rest = re.sub(f"{BEGIN}.*?{END}", " ", text, flags=re.DOTALL)
    return sum(len(_WORD.findall(words)) for words in own), len(_WORD.findall(rest))


def _seen(element: HtmlElement) -> list[str]:
    """Return the pieces of text that are seen in *element*."""
    if element.tag in UNSEEN or element.get("hidden") is not None or _is_unseen(element):
        return []
    folded = element.tag == "details" and element.get("open") is None
    out = [element.text or "", " "]
    for child in element:
        if isinstance(child.tag, str) and (not folded or child.tag == "summary"):
            out += _seen(child)
        out += ["" if folded else child.tail or "", " " if child.tag not in ("bdi", "i", "b") else ""]
    return out


def _is_unseen(element: HtmlElement) -> bool:
    return bool({"vh", "skip", "paper", "bar", "phrase__note"} & set(element.get("class", "").split()))


def read(app: Flask, account: str, path: str) -> str:
    """Return what *account* reads at *path*."""
    client = app.test_client()
    client.set_cookie(LANGUAGE_COOKIE, "en")
    form = html.document_fromstring(client.get("/sign-in").text.replace(BEGIN, "").replace(END, ""))
    token = form.xpath("//input[@name='csrf_token']/@value")[0]
    client.post(
        "/sign-in", data={"csrf_token": token, "email": f"{account}@acm.example", "password": PASSWORD}
    )
    return client.get(path).text


def main() -> None:
    """Print a line for each page: words of the interface, of the content, the share in a hundred, and the most."""
    plain = i18n.catalogue
    i18n.catalogue = lambda code: Marking(plain(code))  # type: ignore[assignment, return-value]
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "demonstration.sqlite"
        make_demonstration(database)
        app = make_app(database)
        root = f"/c/{Demonstration(database).objects['c'][0]}"
        for name, account in PAGES.items():
            own, rest = words_of(read(app, account, f"{root}/{name}"))
            most = f" (at most {MOST[name]} %)" if name in MOST else ""
            print(f"{name:12} {own:5} {rest:5} {100 * own // (own + rest):3} %{most}")


if __name__ == "__main__":
    main()
