"""
Pieces of the text that are drawn once for all readers and kept.

A page of two hundred paragraphs is asked for by every reader, and most of it never changes. What
is kept is a pure function of the values it is looked up by, and nobody's name is among them: the
wording, its number and state, how many proposals are counted, the language of the page. Only
circulated wording is kept; a draft that the Mission alone reads is drawn anew each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from flask import current_app
from markupsafe import Markup

from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.terms import WITHHELD
from acm_drafts.text.language import Language

LINES = 8192
"""How many lines are kept at the most: about ten megabytes."""


T = TypeVar("T")


class Kept(Generic[T]):
    """A cache of the *most* values that were used last; safe among threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value for *key*, made by *make* if there is none. Two threads may both make the same."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


class NewLine(NamedTuple):
    """
    A new paragraph that the running *round* accepted beside a line: its address, and its number, "" for none.

    *before*: it is to stand before that line, and behind it else. *only_proposed*: the Mission alone decided it.
    """

    url: str
    number: str
    round: int
    only_proposed: bool = False
    before: bool = False


class LineFacts(NamedTuple):
    """
    All that a line of the text is drawn from. *number* is as printed, *state* "" where there is none to tell,
    *numeral* how a heading is counted that prints no number, *called* what the line is called by itself: "13 (a)".
    *decided*: the number of the running round whose decision the state counts, 0 for none.
    """

    interface: Language
    url: str
    code: str
    kind: str
    depth: int
    number: str
    text: str
    language: Language
    untranslated: bool
    state: str
    level: str | None
    agreed_on: date | None
    pending: int
    may_amend: bool
    numeral: str = ""
    called: str = ""
    ad_referendum: bool = False
    decided: int = 0
    corrected: str = ""
    """The numbers of the corrigenda that read it otherwise, "" for none."""
    pin: tuple[str, str] | None = None
    """The address and the name of the passage that the paragraph is pinned to."""
    declined: bool = False
    """Whether somebody declined it since a level agreed it."""
    links: tuple[tuple[str, str], ...] = ()
    """The symbols in it that lead to a source of the library, each with its address."""
    city: str = ""
    """In which city sits the body that agreed it."""
    broken: bool | None = False
    """Whether the break of a silence was what declined it, None where that is not told."""
    asked_to_reopen: bool = False
    """Whether it is agreed and a pending proposal asks to reopen it."""
    outdated: bool = False
    """Whether it was changed after its translation, which is not shown for that reason."""
    so_far: str = ""
    """What *decided* makes of it: "changed", "deleted", "joined" to another one, "reopened" where nothing stands since,
    "" for nothing."""
    only_proposed: bool = False
    """Whether no level decided on its words in that round: then the Mission proposes it."""
    new: tuple[NewLine, ...] = ()
    """What the running round lets come in beside it."""
    joined_to: str = ""
    """The number of the paragraph that it is joined to, "" for none."""

    @property
    def above(self) -> str:
        """The number that a sub-paragraph stands under, "" of others: "13" for "(a)"."""
        return numbering.above(self.called, self.number)


class Cell(NamedTuple):
    """One paragraph on the map: its state, where it leads, and what it is called ("" without a number)."""

    state: str
    url: str = ""
    called: str = ""


class Section(NamedTuple):
    """What stands under one heading: where it begins, what it is called, and each paragraph on the map."""

    numeral: str
    title: str
    anchor: str
    language: Language
    cells: tuple[Cell, ...]

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(cell.state for cell in self.cells)

    @property
    def done(self) -> int:
        """How many paragraphs are agreed, those ad referendum among them."""
        return self.states.count("agreed") + self.ad_referendum

    @property
    def not_shown(self) -> int:
        """Of how many paragraphs the reader is not told whether they are agreed."""
        return self.states.count(WITHHELD)

    @property
    def ad_referendum(self) -> int:
        """How many paragraphs are agreed ad referendum, and wait for their confirmation."""
        return self.states.count("ad-referendum")


def macro(template: str, name: str) -> Callable[..., Markup]:
    """Return a macro of a template, to be called in Python; its result is escaped already."""
    jinja_macro: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
    return jinja_macro


def line(facts: LineFacts) -> Markup:
    """Draw one line of the text."""
    return macro("text/_lines.html", "line")(facts)


kept_line = lru_cache(LINES)(line)


def together(drawn: Sequence[Markup]) -> Markup:
    """Return pieces that are drawn already as one."""
    return macro("text/_lines.html", "together")(drawn)


def progress(sections: Sequence[Section]) -> Markup:
    """Draw the map of all paragraphs, one cell each."""
    return macro("macros/map.html", "progress")(sections, True)


def contents(sections: Sequence[Section]) -> Markup:
    """Draw the list of sections with how far each has come."""
    return macro("text/_lines.html", "contents")(sections)
