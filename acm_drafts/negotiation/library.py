"""
Sources of agreed language: what each is called, which body it is of, and what somebody asks of them.

A search takes words and phrases and nothing else: what search engines read as operators are words here.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, Refusal, WrongShape
from acm_drafts.text.search_words import folded_words


class SourceBody(StrEnum):
    """The body whose text a source of agreed language is."""

    GENERAL_ASSEMBLY = "general-assembly"
    SECURITY_COUNCIL = "security-council"
    SUMMIT = "summit"
    CFM = "cfm"
    ACM = "acm"
    OTHER = "other"


BODIES: Mapping[SourceBody, str] = {
    SourceBody.GENERAL_ASSEMBLY: N_("UN General Assembly"),
    SourceBody.SECURITY_COUNCIL: N_("UN Security Council"),
    SourceBody.SUMMIT: N_("Islamic Summit"),
    SourceBody.CFM: N_("OIC Council of Foreign Ministers"),
    SourceBody.ACM: N_("OIC Annual Coordination Meeting"),
    SourceBody.OTHER: N_("Other bodies and groups"),
}
"""What each body is called; a key of the catalogues."""


OWN_BODIES = (SourceBody.ACM, SourceBody.CFM, SourceBody.SUMMIT)
"""The bodies of the OIC, whose texts are our own."""


class PinAct(StrEnum):
    """What the Mission did to the pin of a paragraph to its source."""

    PIN = "pin"
    UNPIN = "unpin"


# Symbols -------------------------------------------------------------------------------------------

_SYMBOL = re.compile(
    r"(?<![\w/])"
    r"(?:[AS]/RES/(?:(?:E?S-)?\d+/\d+|\d+ ?\([^()\s]{1,10}\))(?: ?[A-Z](?![\w/]))?"  # A/RES/65/140
    r"|(?:OIC|IS)/[A-Z0-9][\w.\-]*(?:/[\w.\-]*\w)*)"  # OIC/CFM-51/2025/FC
)
_BODIES = (
    (re.compile(r"A/"), SourceBody.GENERAL_ASSEMBLY),
    (re.compile(r"S/"), SourceBody.SECURITY_COUNCIL),
    (re.compile(r"OIC/ACM\b"), SourceBody.ACM),
    (re.compile(r"OIC/(?:CFM|ICFM)\b"), SourceBody.CFM),
    (re.compile(r"OIC/(?:SUM|IS|EX-SUM|EX-CONF)\b|IS/"), SourceBody.SUMMIT),
)


def symbols_in(text: str) -> list[tuple[int, int]]:
    """Return where symbols of the United Nations and the OIC stand in *text*, as (start, stop), in order."""
    return [match.span() for match in _SYMBOL.finditer(text)]


def linked(text: str, links: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return *text* in pieces, each with its address: that of a symbol in *links*, "" for everything else."""
    known, at = dict(links), 0
    pieces: list[tuple[str, str]] = []
    for start, stop in symbols_in(text):
        if url := known.get(text[start:stop]):
            pieces += [(text[at:start], ""), (text[start:stop], url)]
            at = stop
    return [piece for piece in (*pieces, (text[at:], "")) if piece[0]]


_ENACTING_BODY = re.compile(
    r"(?:the )?(?:general assembly|security council|economic and social council|human rights council)"
    r"|l['’]assemblée générale|le conseil (?:de sécurité|économique et social|des droits de l['’]homme)"
    r"|(?:إنّ? )?(?:الجمعية العامة|مجلس الأمن|المجلس الاقتصادي والاجتماعي|مجلس حقوق الإنسان)",
    re.IGNORECASE,
)


def names_enacting_body(text: str) -> bool:
    """
    Return whether a line names the body that speaks in a resolution and says no more: "The General Assembly,".

    It heads the sentence that the paragraphs go on with, and is no paragraph of the preamble: PP1 comes after it.
    """
    return bool(_ENACTING_BODY.fullmatch(" ".join(text.split()).rstrip(",،").rstrip()))


def same_symbol(symbol: str) -> str:
    """Return what is equal for two ways of writing one symbol: case and spaces apart."""
    return "".join(symbol.split()).casefold()


def body_of(symbol: str) -> SourceBody:
    """Return the body that a symbol tells, `SourceBody.OTHER` where it tells none."""
    return next((body for pattern, body in _BODIES if pattern.match(symbol)), SourceBody.OTHER)


def text_digest(texts: Iterable[str]) -> str:
    """Return that by which the words of a source are known again, from whatever file they were read."""
    plain = "\n".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(plain.encode()).hexdigest()


# What is searched for ------------------------------------------------------------------------------

LONGEST_QUERY = 500
"""So many characters of a search are read."""
LONGEST_TYPED = LONGEST_QUERY + 1
"""So many characters a box of a search takes: enough to be told that it is too long, and never too many to be sent."""
MOST_WORDS = 40
"""So many different words."""

_QUOTED = re.compile('"([^"]*)"|“([^”]*)”|«([^»]*)»|„([^“”]*)[“”]')


@dataclass(frozen=True, slots=True)
class Search:
    """
    The *words* and *phrases* that a passage holds, folded; all of them are wanted.

    *phrases* have at least two words, or one that was put in quotes.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()


def read_search(typed: str) -> Search:
    """Return what somebody searches for. Raises SearchTooLong, and NothingToSearch where no word was typed."""
    if len(typed) > LONGEST_QUERY:
        raise SearchTooLong(most=LONGEST_QUERY)
    phrases = [folded_words("".join(filter(None, match.groups()))) for match in _QUOTED.finditer(typed)]
    words = folded_words(_QUOTED.sub(" ", typed))
    search = Search(
        tuple(dict.fromkeys(words)), tuple(dict.fromkeys(tuple(phrase) for phrase in phrases if phrase))
    )
    if not search.words and not search.phrases:
        raise NothingToSearch()
    if len(search.words) + sum(map(len, search.phrases)) > MOST_WORDS:
        raise SearchTooManyWords(most=MOST_WORDS)
    return search


@dataclass(frozen=True, slots=True)
class Narrowed:
    """To what a search is narrowed; None and "" narrow nothing. Years are those of the date of a source."""

    body: SourceBody | None = None
    language: str = ""
    first_year: int | None = None
    last_year: int | None = None

    def __post_init__(self) -> None:
        """Raise WrongYears where no year can be between the first and the last."""
        if self.first_year is not None and self.last_year is not None and self.first_year > self.last_year:
            raise WrongYears(what=N_("the first year is later than the last"))


def read_year(typed: str) -> int | None:
    """Return the year that somebody typed, None where nothing was. Raises WrongYears."""
    if not (plain := typed.strip()):
        return None
    if not plain.isdecimal() or len(plain) > 4 or int(plain) < 1:
        raise WrongYears(what=N_("a year is a number such as 2010"))
    return int(plain)


# What is refused -----------------------------------------------------------------------------------


class NothingToSearch(Refusal):
    sentence = N_("There is no word to search for.")
    next_step = N_("Type some words; put words that stand beside each other in quotes.")


class NothingToCompare(Refusal):
    sentence = N_("There is no word to compare.")
    next_step = N_("Only words are compared; signs such as dots and brackets are not.")


class SearchTooLong(Refusal):
    sentence = N_("What you search for is too long: at most %(most)s characters are read.")
    next_step = N_("Search for some words of it. A whole paragraph is compared under “Compare a paragraph”.")


class SearchTooManyWords(SearchTooLong):
    sentence = N_("What you search for has too many words; at most %(most)s.")


class WrongYears(WrongShape):
    sentence = N_("The years cannot be searched: %(what)s.")
    next_step = N_("Correct the years and search again.")


class WrongSource(WrongShape):
    sentence = N_("The source cannot be added: %(what)s.")
    next_step = N_("Correct it and add it again.")


class SourceDated(Refusal):
    sentence = N_("%(symbol)s has a date already.")
    next_step = N_("A source with a wrong date is withdrawn and added anew.")


class WrongSourceDate(Refusal):
    sentence = N_("The date of a source lies between 1945 and today.")
    next_step = N_("Enter the day on which its body adopted it.")


class WrongSourceInFile(WrongSource):
    """*number*: that of the source among those of the file; *name*: its symbol."""

    sentence = N_(
        "Source %(number)s of the file, %(name)s, cannot be added: %(what)s. Nothing of the file is added."
    )
    next_step = N_("Correct that source in the file, and add the file again.")


class SourceKnown(Refusal):
    """*symbol*, *title* and *code* are those of the source that the library has already."""

    sentence = N_("The library has this source already: %(symbol)s, %(title)s.")
    next_step = N_("Open that one; withdraw it first if it is to be replaced.")


class SourceSymbolKnown(SourceKnown):
    sentence = N_("The library has another text of this symbol in this language: %(symbol)s, %(title)s.")


class SourceRefusedInFile(Refusal):
    """
    *number* and *name* as of WrongSourceInFile; *why*: what is said where the source is added alone.

    *code*: that of the source that the library has already, "" where the reason is another.
    """

    sentence = N_("Source %(number)s of the file, %(name)s: %(why)s Nothing of the file is added.")
    next_step = N_("Correct that source in the file or leave it out, and add the file again.")


class SourceTwiceInFile(Refusal):
    """*number* and *name* as of WrongSourceInFile; *earlier*: the number of the source that is like it."""

    sentence = N_(
        "Source %(number)s of the file, %(name)s, has the symbol or the words of source %(earlier)s in the same "
        "language. Nothing of the file is added."
    )
    next_step = N_("Leave one of the two out, and add the file again.")


class SourceWithdrawn(Refusal):
    sentence = N_("The source %(symbol)s was withdrawn from the library.")
    next_step = N_("Look at what the library offers now.")


class AdoptedSource(Refusal):
    """An adopted communiqué is in the library for good."""

    sentence = N_("%(symbol)s was adopted here: it stays in the library.")
    next_step = N_("What is wrong in it is corrected by a corrigendum.")


class PinnedAlready(Refusal):
    sentence = N_("The paragraph is pinned to this source already.")
    next_step = N_("Look at the paragraph as it stands now.")


class NotPinned(Refusal):
    sentence = N_("The paragraph is not pinned to a source.")
    next_step = N_("Look at the paragraph as it stands now.")


class LibraryNotReady(Refusal):
    """The index is being built: so many of all paragraphs are *done*."""

    sentence = N_("The library is being indexed: %(done)s of %(all)s paragraphs are done.")
    next_step = N_("Ask again in a moment. Nothing is searched until all of it is.")


def called(symbol: str, reference: str, nth: int) -> str:
    """Return how a passage is called in plain English: "A/RES/65/140, paragraph 7"; without a number its place."""
    return f"{symbol}, paragraph {reference}" if reference else f"{symbol}, line {nth}"
