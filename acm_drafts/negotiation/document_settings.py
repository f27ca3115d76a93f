"""
How the Word documents of a communiqué look: title and place in each language, day, distribution, italics, footnotes.

They are part of the face and no words of the text: whatever is set here, the negotiation is the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, NotPossible
from acm_drafts.text.language import NATIVE_NAMES, Language, unfit

LONGEST_TITLE, LONGEST_PLACE = 500, 200


class Distribution(StrEnum):
    """To whom a document goes, in the terms of the United Nations; NONE: its first page says nothing of it."""

    NONE = ""
    GENERAL = "general"
    LIMITED = "limited"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """
    What the documents of one communiqué say and how they are set.

    *titles*: in the languages besides its own; *places*: where the meeting is held, in any language. *held_on*: the day
    of the meeting. With *italics* the verbs that paragraphs open with are in italics; with *footnotes* the reservations
    stand as footnotes in the forms that print the text as it is read through.
    """

    titles: Mapping[Language, str] = field(default_factory=dict)
    places: Mapping[Language, str] = field(default_factory=dict)
    held_on: date | None = None
    distribution: Distribution = Distribution.NONE
    italics: bool = False
    footnotes: bool = False

    def listed(self) -> str:
        """Return all that is set, a line each, as the journal keeps it."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for language in Language:
            facts = (self.titles.get(language, ""), self.places.get(language, ""))
            if any(facts):
                yield f"{NATIVE_NAMES[language.value]}: {' / '.join(fact for fact in facts if fact)}"
        if self.held_on:
            yield self.held_on.isoformat()
        if self.distribution:
            yield f"Distr.: {self.distribution.value}"
        if self.italics:
            yield "Ital."
        if self.footnotes:
            yield "Footn."


def title_in(settings: DocumentSettings, language: Language, own: str) -> str:
    """Return the title of a document in *language*; *own* is that of the text, which stands where none is set."""
    return settings.titles.get(language, own)


def title_language(settings: DocumentSettings, language: Language, own: Language) -> Language:
    """Return the language of that title; *own* is that of the text."""
    return language if settings.titles.get(language) else own


def tidied(settings: DocumentSettings, own: Language) -> DocumentSettings:
    """
    Return *settings* of a communiqué in the language *own* without empty values and superfluous space.

    Raises WrongShape for a title or place that is too long or cannot be kept, and for a title in the language
    *own*, for that is the title of the text.
    """
    titles, places = _filled(settings.titles), _filled(settings.places)
    if own in titles:
        raise NotPossible(what=N_("the title in the language of the negotiation is that of the text"))
    _require_fit(titles.values(), places.values())
    return replace(settings, titles=titles, places=places)


def tidied_title(title: str) -> str:
    """Return a title without superfluous space. Raises WrongShape for one that is too long or cannot be kept."""
    tidy = " ".join(title.split())
    _require_fit([tidy], [])
    return tidy


def _require_fit(titles: Iterable[str], places: Iterable[str]) -> None:
    if not (_fit(titles, LONGEST_TITLE) and _fit(places, LONGEST_PLACE)):
        raise NotPossible(
            what=N_("a title has at most 500 characters and a place at most 200, each on one line")
        )


def _filled(words: Mapping[Language, str]) -> dict[Language, str]:
    tidy = {language: " ".join(text.split()) for language, text in words.items()}
    return {language: tidy[language] for language in Language if tidy.get(language)}


def _fit(texts: Iterable[str], longest: int) -> bool:
    return not any(len(text) > longest or unfit(text) for text in texts)
