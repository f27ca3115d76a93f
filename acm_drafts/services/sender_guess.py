"""
From whom a file is, as far as its name tells: "EGY comments.docx", "Égypte.docx", "مقترحات مصر.docx".

Or the names of those who changed it, where its own name tells nothing. It is a guess for a person
to see and to correct; where two delegations are named, or none, nobody is guessed.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.store.records import Party
from acm_drafts.text.language import folded

_WORDS = re.compile(r"[^\W_]+")
_CODES = re.compile(r"(?<![A-Za-z])[A-Z]{3,4}(?![A-Za-z])")

# What some are called besides their full name, as files are named; folded like everything else.
_ALSO = {
    "ARE": ("UAE", "Emirates", "EAU", "Émirats", "الإمارات"),
    "BRN": ("Brunei", "بروني"),
    "CIV": ("Ivory Coast",),
    "GNB": ("Guinea Bissau", "Guinée Bissau", "غينيا بيساو"),
    "IRN": ("Iran", "إيران"),
    "PSE": ("Palestine", "فلسطين"),
    "SAU": ("KSA", "Saudi", "Saoudite", "السعودية"),
    "SYR": ("Syria", "Syrie", "سوريا", "سورية"),
    "TUR": ("Turkey", "Turquie"),
}


class Guess(NamedTuple):
    """A delegation or group, by its key, and what named it: the file's "name", or the "hands" in it."""

    party: int
    by: str


def guess(name: str, hands: Iterable[str], parties: Sequence[Party]) -> Guess | None:
    """Return whom a file's *name* names among *parties*, else whom its authors do; None where that is not one."""
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", name)
    for keys, by in ((_named(stem, parties), "name"), (_all_named(hands, parties), "hands")):
        if keys:
            return Guess(next(iter(keys)), by) if len(keys) == 1 else None
    return None


def _all_named(texts: Iterable[str], parties: Sequence[Party]) -> set[int]:
    return {party for text in set(texts) for party in _named(text, parties)}


def _named(text: str, parties: Sequence[Party]) -> set[int]:
    """
    Return the keys of the parties that *text* names by code or by name, whole words only.

    A name within a longer one that is there too ("Guinea" in "Guinea-Bissau") is not meant.
    """
    words = _words(text)
    codes = set(_CODES.findall(text))
    spans: list[tuple[int, int, int]] = []
    parties_named = set()
    for party in parties:
        if party.kind == PartyKind.MISSION:
            continue
        if party.code in codes:
            parties_named.add(party.id)
        for name in _names(party):
            spans += [(at, at + len(name), party.id) for at in _places(words, name)]
    return parties_named | {
        party
        for start, end, party in spans
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _party in spans)
    }


def _names(party: Party) -> list[tuple[str, ...]]:
    full = (party.name_en, party.name_fr, party.name_ar)
    bare = (re.sub(r"\(.*?\)", " ", name) for name in full)
    return [name for text in {*full, *bare, *_ALSO.get(party.code, ())} if (name := _words(text))]


def _words(text: str) -> tuple[str, ...]:
    """Return the words of *text* as a search sees them, the Arabic article left out: "المغرب" is "مغرب"."""
    return tuple(word.removeprefix("ال") if len(word) > 4 else word for word in _WORDS.findall(folded(text)))


def _places(words: Sequence[str], name: Sequence[str]) -> list[int]:
    size = len(name)
    return [at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) == tuple(name)]
