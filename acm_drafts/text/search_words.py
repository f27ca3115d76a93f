"""
The words of a text as a search knows them: where each stands, and what of it is compared.

Words end at apostrophes, hyphens and points, so that "l’Organisation" is found by "organisation". What is typed in
several ways is one word: case, accents, vowel marks, tatweel, presentation forms, digit shapes (`language.folded`), and
the letters that Arabic spelling often exchanges at the end of a word: ى is ي, ة is ه.

What Arabic writes together with a word is another word elsewhere: و, ف, ب, ك, ل and the article. A word is found by
itself and by what is left without these (`forms`), so that "الجراد" finds "والجراد" and "للجراد".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from acm_drafts.text.language import MARKS, as_read, folded

# The tatweel is a letter for Unicode; a word of nothing else is none. Joiners and the soft hyphen stand inside words.
_WORD = re.compile(rf"[^\W_][\w{MARKS}\u200c\u200d\u00ad]*")
_INSIDE = re.compile("[\u200c\u200d\u00ad_]")
_ENDS = str.maketrans({"ى": "ي", "ة": "ه"})
LONGEST = 200
"""So many characters of one word are compared; nobody types more."""


class SearchWord(NamedTuple):
    """A word at ``text[start:stop]``; *folded* is equal for two that a search takes for the same."""

    start: int
    stop: int
    folded: str


def search_words(text: str) -> Iterator[SearchWord]:
    """Yield the words of *text* in their order; runs of signs hold none."""
    for match in _WORD.finditer(text):
        word = folded_word(match.group())
        if word:
            yield SearchWord(match.start(), match.end(), word)


@lru_cache(maxsize=65_536)
def folded_word(word: str) -> str:
    """Return what of one *word* is compared, "" where nothing can be; the same words come again and again."""
    plain = _INSIDE.sub("", word)
    if plain.isascii():
        return plain.lower()[:LONGEST]
    return folded(as_read(plain)).translate(_ENDS).replace(" ", "")[:LONGEST]


def folded_words(text: str) -> list[str]:
    """Return what of each word of *text* is compared, in their order."""
    return [word.folded for word in search_words(text)]


_CONJUNCTIONS, _PREPOSITIONS, _ARTICLE = "وف", "بكل", "ال"
_LEAST = 3
"""So many letters are left of a word of which something was taken."""


@lru_cache(maxsize=65_536)
def forms(word: str) -> tuple[str, ...]:
    """
    Return by which other words a *folded* Arabic word is found: without what is written together with it.

    "وبالجراد" by "بالجراد", "الجراد" and "جراد"; "للجراد" by "الجراد" and "جراد". None of a word in another script.
    """
    if not ("\u0600" <= word[:1] <= "\u06ff"):
        return ()
    shorter = [word]
    if word[0] in _CONJUNCTIONS:
        shorter.append(word[1:])
    for form in tuple(shorter):
        if form.startswith("لل"):
            shorter.append(_ARTICLE + form[2:])
        elif form[:1] in _PREPOSITIONS and form[1:].startswith(_ARTICLE):
            shorter.append(form[1:])
    shorter += [form[len(_ARTICLE) :] for form in shorter if form.startswith(_ARTICLE)]
    return tuple(dict.fromkeys(form for form in shorter[1:] if len(form) >= _LEAST and form != word))


def words_to_find(words: Iterable[str]) -> Iterator[str]:
    """Yield by what else than themselves folded *words* are found, each once."""
    yield from dict.fromkeys(form for word in words for form in forms(word))


class Part(NamedTuple):
    """A piece of a text; *is_found*: it is what was searched for."""

    text: str
    is_found: bool


def marked(text: str, words: Sequence[str], phrases: Sequence[Sequence[str]] = ()) -> tuple[Part, ...]:
    """
    Return *text* in pieces, those marked that are one of *words* or stand in one of *phrases*, all of them folded.

    The pieces joined are *text*. Found words beside each other are one piece.
    """
    standing = list(search_words(text))
    wanted = set(words)
    hits = {
        at
        for at, word in enumerate(standing)
        if word.folded in wanted or not wanted.isdisjoint(forms(word.folded))
    }
    for phrase in phrases:
        hits |= _places(standing, phrase)
    parts: list[Part] = []
    at = 0
    for first, last in _runs(sorted(hits)):
        start, stop = standing[first].start, standing[last].stop
        if at < start:
            parts.append(Part(text[at:start], False))
        parts.append(Part(text[start:stop], True))
        at = stop
    if at < len(text):
        parts.append(Part(text[at:], False))
    return tuple(parts)


def holds_phrase(text: str, phrase: Sequence[str]) -> bool:
    """Return whether the words of a folded *phrase* stand beside each other in *text*."""
    return bool(phrase) and bool(_places(list(search_words(text)), phrase))


def _places(standing: Sequence[SearchWord], phrase: Sequence[str]) -> set[int]:
    """Return which words of a text belong to a place at which the *phrase* stands."""
    length, wanted = len(phrase), list(phrase)
    places: set[int] = set()
    for at in range(len(standing) - length + 1) if length else ():
        if standing[at].folded == wanted[0] and [w.folded for w in standing[at : at + length]] == wanted:
            places.update(range(at, at + length))
    return places


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of *numbers* that follow each other."""
    first = last = None
    for number in numbers:
        if last is not None and first is not None and number != last + 1:
            yield first, last
            first = number
        elif first is None:
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last
