"""
Sentences that hold links, symbols, printed numbers and words of a text: as values, drawn by a template.

A sentence is chosen here, looked up whole and translated, and its placeholders are filled with pieces.
macros/sentences.html draws the pieces; here nothing is marked up. `gettext`, `ngettext` and `pgettext` stand for the
functions of the same names in i18n wherever a placeholder is more than plain words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations
from typing import ClassVar

from acm_drafts import i18n
from acm_drafts.text.language import Language


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol or the name of a proposal ("OIC/ACM-2026/FC/Rev.1", "EGY 3"), left to right in any page."""

    drawn_as: ClassVar[str] = "symbol"
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Number:
    """The printed number of a line: "12 bis"."""

    drawn_as: ClassVar[str] = "number"
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a communiqué, in its language, which may be another than the sentence's."""

    drawn_as: ClassVar[str] = "words"
    text: str
    language: Language

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Link:
    """Some pieces of a sentence that lead to *url*."""

    drawn_as: ClassVar[str] = "link"
    url: str
    pieces: tuple["Piece", ...]

    def __str__(self) -> str:
        return "".join(map(str, self.pieces))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the reader's language, or a part that another one takes in; as a string, its plain words."""

    drawn_as: ClassVar[str] = "sentence"
    pieces: tuple["Piece", ...]

    def __str__(self) -> str:
        return "".join(map(str, self.pieces))


Piece = str | Symbol | Number | Words | Link
Fact = Piece | Sentence | int
"""What a placeholder may be filled with."""

_PLACE = re.compile(r"%\((\w+)\)s")


def gettext(message: str, **facts: Fact) -> Sentence:
    """Return *message* in the reader's language, its placeholders filled with *facts*."""
    return _filled(_catalogue().gettext(message), facts)


def ngettext(singular: str, plural: str, num: int, **facts: Fact) -> Sentence:
    """Return the form that the reader's language has for *num* things; `%(num)s` stands for the number."""
    return _filled(_catalogue().ngettext(singular, plural, num), {"num": num, **facts})


def pgettext(context: str, message: str, **facts: Fact) -> Sentence:
    """Return *message* as it is translated in *context*, where one English word is two elsewhere."""
    return _filled(_catalogue().pgettext(context, message), facts)


def joined(pieces: Iterable[Fact]) -> Sentence:
    """Return *pieces* one after the other, nothing between them."""
    out: list[Piece] = []
    for piece in _flat(pieces):
        if out and isinstance(piece, str) and isinstance(last := out[-1], str):
            out[-1] = last + piece
        else:
            out.append(piece)
    return Sentence(tuple(out))


def link(url: str, *pieces: Fact) -> Link:
    """Return *pieces* as a link to *url*."""
    return Link(url, joined(pieces).pieces)


def _flat(pieces: Iterable[Fact]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Sentence):
            yield from piece.pieces
        elif isinstance(piece, int):
            yield str(piece)
        elif piece != "":
            yield piece


def _catalogue() -> NullTranslations:
    return i18n.catalogue_at_hand()


def _filled(message: str, facts: dict[str, Fact]) -> Sentence:
    if not facts:
        return Sentence((message,))
    message, facts = i18n.in_agreement(message, facts)
    return joined(facts[words] if is_place else words for words, is_place in _parsed(message))


@lru_cache(maxsize=2048)
def _parsed(message: str) -> tuple[tuple[str, bool], ...]:
    """Return *message* in pieces, each with whether it is the name of a placeholder."""
    pieces = enumerate(_PLACE.split(message))
    return tuple((words if at % 2 else words.replace("%%", "%"), bool(at % 2)) for at, words in pieces)
