"""
One search: the kinds of things that it finds, and how the words of a thing are kept to be found.

What somebody searches for is read by `negotiation.library.read_search`; words are compared by `text.search_words`.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.library import Search
from acm_drafts.text.search_words import folded_words, words_to_find


class SearchKind(StrEnum):
    """What a search finds, in the order in which a page lists it."""

    TEXTS = "texts"
    ANNOTATIONS = "annotations"
    PROPOSALS = "proposals"
    DECISIONS = "decisions"
    RESERVATIONS = "reservations"
    INPUT_CALLS = "calls"
    INPUTS = "inputs"
    SOURCE_NAMES = "source-names"
    SOURCES = "sources"
    FOLLOW_UP = "follow-up"
    GUIDE = "guide"
    PARTNERS = "partners"
    PEOPLE = "people"


SEARCH_KINDS: Mapping[SearchKind, str] = {
    SearchKind.TEXTS: N_("Texts"),
    SearchKind.ANNOTATIONS: N_("Annotated agenda"),
    SearchKind.PROPOSALS: N_("Proposals"),
    SearchKind.DECISIONS: N_("Decisions"),
    SearchKind.RESERVATIONS: N_("Reservations"),
    SearchKind.INPUT_CALLS: N_("Calls for inputs"),
    SearchKind.INPUTS: N_("Answers to calls"),
    SearchKind.SOURCE_NAMES: N_("Sources of agreed language"),
    SearchKind.SOURCES: N_("Agreed language"),
    SearchKind.FOLLOW_UP: N_("Follow-up"),
    SearchKind.GUIDE: N_("Guide by agenda item"),
    SearchKind.PARTNERS: N_("Partners"),
    SearchKind.PEOPLE: N_("People"),
}
"""What each kind is called; a key of the catalogues."""

BETWEEN = " | "
"""Stands between the parts of a thing: it is no word, so that no phrase runs from one part into the next."""


def folded_text(parts: Iterable[str]) -> str:
    """
    Return the folded words of several *parts* of a thing, a space before and after each; "" where they hold no word.

    A word that stands in it between two spaces is a word of one of the parts, or one by which such a word is found;
    a phrase stands in one part.
    """
    worded = [words for part in parts if (words := folded_words(part))]
    folded = [" ".join(words) for words in worded]
    others = words_to_find(word for words in worded for word in words)
    return f" {BETWEEN.join((*folded, *others))} " if folded else ""


def needles(search: Search) -> Sequence[str]:
    """Return what stands in the `folded_text` of everything that a search finds: all of it is wanted."""
    return [f" {' '.join(words)} " for words in (*((word,) for word in search.words), *search.phrases)]


def holds(search: Search, folded: str) -> bool:
    """Return whether a `folded_text` holds all words and phrases of a search."""
    return all(needle in folded for needle in needles(search))
