"""
Pieces of the text that are drawn once for everybody and kept.

A page of two hundred paragraphs is asked for by every reader, and most of it never changes. What
is kept is a pure function of the values it is looked up by, and nobody's name is among them: the
wording, its number and state, how many proposals are counted, the language of the page. Only
circulated wording is kept; a draft that the Mission alone reads is drawn anew each time.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from acm_drafts.text.language import Language

LINES, PICTURES = 8192, 64
"""How many are kept at the most: about ten megabytes of lines, and less of the rest."""


class LineFacts(NamedTuple):
    """All that a line of the text is drawn from. *number* is as printed, *state* "" where there is none to tell."""

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


class Section(NamedTuple):
    """What stands under one heading: where it begins, what it is called, and the state of each paragraph."""

    numeral: str
    title: str
    anchor: str
    language: Language
    states: tuple[str, ...]

    @property
    def done(self) -> int:
        return self.states.count("agreed")


def macro(template: str, name: str) -> Callable[..., Markup]:
    """Return a macro of a template, to be called from here; what it returns is escaped already."""
    found: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
    return found


def line(facts: LineFacts) -> Markup:
    """Draw one line of the text."""
    return macro("drafts/_lines.html", "line")(facts)


def progress(interface: Language, sections: tuple[Section, ...]) -> Markup:
    """Draw the map of all paragraphs, one cell each."""
    return macro("macros/map.html", "progress")(sections, True)


def contents(interface: Language, sections: tuple[Section, ...]) -> Markup:
    """Draw the list of sections with how far each has come."""
    return macro("drafts/_lines.html", "contents")(sections)


kept_line = lru_cache(LINES)(line)
kept_progress = lru_cache(PICTURES)(progress)
kept_contents = lru_cache(PICTURES)(contents)


class Pencil:
    """Draws what belongs to one draft: from what is kept if the draft was circulated, else anew."""

    def __init__(self, *, circulated: bool) -> None:
        self.line: Callable[[LineFacts], Markup] = kept_line if circulated else line
        self.progress: Callable[..., Markup] = kept_progress if circulated else progress
        self.contents: Callable[..., Markup] = kept_contents if circulated else contents


def kept() -> dict[str, Any]:
    """Return how full the store of fragments is, for whoever watches it."""
    return {"lines": kept_line.cache_info(), "pictures": kept_progress.cache_info()}
