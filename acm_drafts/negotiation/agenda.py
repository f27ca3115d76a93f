"""
Items of the General Assembly's agenda, under which a communiqué is circulated as a document of the United Nations.

A list is read as people paste it, one item a line: its number, then its title. Numbers are those of
the Assembly, in its order: 71, then 71 (a), 71 (b). What is not surely a number is refused with its line: a
document must not name an item that nobody meant. Knows no document and no database.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from acm_drafts.negotiation.errors import N_, WrongAgenda
from acm_drafts.text.language import TATWEEL, Language, unfit

MOST = 200
"""So many items a list holds: the Assembly's own agenda has fewer."""
LONGEST = 500
"""Characters of a title."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
"""The letters by which the Arabic agenda calls sub-items, as many as the Latin ones and two more."""
_NUMBER = re.compile(
    r"(?:agenda\s+items?|items?|points?|البند)?\s*"
    r"(?P<number>\d{1,3})(?!\d)"
    rf"(?:\s*\(?\s*(?P<part>[a-z]{{1,2}}|[ا{_ABJAD}]{{1,2}}){TATWEEL}?\s*\))?"
    r"\s*[.:)\-–—]?(?:\s+|$)",
    re.IGNORECASE,
)
_DEEPER = re.compile(
    r"\(?\s*[^\W\d_]{1,4}\s*\)|\d+\s*(?:[,،;(]|$)"
    r"|(?:and|et|to|à|و)\s*(?:\(?\s*[^\W\d_]{1,2}\s*\)|\d{1,3}(?!\d))"
)
"""What a title does not begin with: a second part of the number, or the next number of a list in one line."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item by its *number*; *part* is the letter of a sub-item ("b", "aa"), "" for a whole item."""

    number: int
    part: str = ""
    title: str = ""

    @property
    def place(self) -> tuple[int, int, str]:
        """Return that by which items are put in the order of the agenda."""
        return (self.number, len(self.part), self.part)


def read_list(pasted: str) -> tuple[AgendaItem, ...]:
    """
    Return the items of a pasted list in the order of the agenda; empty lines count for nothing.

    Raises WrongAgenda with the number of the first line (from 1) that cannot be kept and what is wrong with it.
    """
    items: dict[tuple[int, int, str], AgendaItem] = {}
    for count, line in enumerate(pasted.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip():
            continue
        item = _item(line.strip(), count)
        if item.place in items:
            raise WrongAgenda(line=count, what=N_("its number stands on an earlier line too"))
        if len(items) == MOST:
            raise WrongAgenda(line=count, what=N_("a list holds at most 200 items"))
        items[item.place] = item
    return ordered(items.values())


def read_number(typed: str) -> tuple[int, str] | None:
    """Return number and letter of the one item that *typed* names ("71 (b)", "item 34"), None for anything else."""
    match = _NUMBER.fullmatch(typed.strip())
    part = _latin(match["part"] or "") if match else None
    return None if match is None or part is None or not int(match["number"]) else (int(match["number"]), part)


def ordered(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Return *items* in the order of the agenda: 71, 71 (a), 71 (b) … 71 (aa), 72."""
    return tuple(sorted(items, key=lambda item: item.place))


def number_in(language: Language, item: AgendaItem) -> str:
    """Return the number of *item* as the documents of the Assembly print it: "71 (b)", « 71 b) », "71 (ب)"."""
    if not item.part:
        return str(item.number)
    if language is Language.AR:
        letter = _ABJAD[_LETTERS.index(item.part[0])] * len(item.part)
        return f"{item.number} ({letter})"
    return f"{item.number} {item.part})" if language is Language.FR else f"{item.number} ({item.part})"


def listed(items: Sequence[AgendaItem]) -> str:
    """Return *items* as a list that `read_list` reads back: one a line, number and title."""
    return "\n".join(f"{number_in(Language.EN, item)} {item.title}".rstrip() for item in items)


def _item(line: str, count: int) -> AgendaItem:
    if unfit(line):
        raise WrongAgenda(line=count, what=N_("it holds a character that cannot be saved"))
    match = _NUMBER.match(line)
    if match is None or not int(match["number"]):
        raise WrongAgenda(line=count, what=N_("it does not begin with the number of one item"))
    part, title = _latin(match["part"] or ""), line[match.end() :].strip()
    if part is None or _DEEPER.match(title):
        raise WrongAgenda(line=count, what=N_("its number cannot be read"))
    if len(title) > LONGEST:
        raise WrongAgenda(line=count, what=N_("a title has at most 500 characters"))
    return AgendaItem(int(match["number"]), part, title)


def _latin(part: str) -> str | None:
    """Return the letters of a sub-item in Latin, None for those that no sub-item has: "ab" is neither (a) nor (aa)."""
    part = part.replace("ا", "أ").lower()
    if len(set(part)) > 1:
        return None
    if part and part[0] in _ABJAD:
        place = _ABJAD.index(part[0])
        return _LETTERS[place] * len(part) if place < len(_LETTERS) else None
    return part
