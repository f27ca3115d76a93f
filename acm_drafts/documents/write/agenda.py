"""
Agenda items as a document of the General Assembly names them on its first page, in its own language.

« Points 14, 18 et 71 b) de l’ordre du jour »: numbers alone, for titles stand in the agenda. Each sub-item is
named in full, so that nobody has to ask what a letter belongs to.
"""

from collections.abc import Sequence

from acm_drafts.documents.write import words
from acm_drafts.negotiation.agenda import AgendaItem, number_in
from acm_drafts.text.language import Language

_SPACE = "\u00a0"
_BETWEEN = {
    Language.EN: (", ", " and "),
    Language.FR: (", ", " et "),
    Language.AR: (f" و{_SPACE}", f" و{_SPACE}"),
}
"""The words between two numbers, and between the last two."""


def named(language: Language, items: Sequence[AgendaItem]) -> str:
    """Return *items* in their order as one line in *language*, "" where there are none; no number is torn apart."""
    if not items:
        return ""
    word = {1: "agenda item", 2: "two agenda items"}.get(len(items), "agenda items")
    return words.say(language, word, items=numbers_in(language, items))


def numbers_in(language: Language, items: Sequence[AgendaItem]) -> str:
    """Return the numbers of *items* in their order as a sentence in *language* names them; no number is torn apart."""
    numbers = [number_in(language, item).replace(" ", _SPACE) for item in items]
    between, last = _BETWEEN[language]
    return last.join(part for part in (between.join(numbers[:-1]), numbers[-1]) if part)
