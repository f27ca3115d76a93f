"""
The page of a search in the library: the passages with what was found in them marked, and how many there are of what.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import language_name, ngettext
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.library import Narrowed, Search, SourceBody, read_search
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.search import SearchKind
from acm_drafts.store.database import Session
from acm_drafts.store.library import PAGE, WIDE, Passages, find_passages, named_sources
from acm_drafts.store.records import Source, SourceParagraph
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.text.search_words import Part, marked
from acm_drafts.web.library.claims import library_index, name_of_passage
from acm_drafts.web.library.form import LAST_PAGE, Asked
from acm_drafts.web.search.form import Asked as OneSearch
from acm_drafts.web.shared.formatting import body_in_words, source_url
from acm_drafts.web.shared.sentences import Sentence

LONGEST, BEFORE = 480, 140
"""So many characters of a passage are shown, and so many of them before the first word passages."""


MOST_NAMED = 10
"""So many sources are listed by their names."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage: name and address, year ("" without a date), body, and its words, marked where found."""

    name: Sentence
    url: str
    year: str
    body: str
    language: Language
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the search: what it is called, how many passages there are, its address."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of the drawing: where its bar stands and how tall it is; *on*: within the years asked for."""

    year: int
    count: int
    x: int
    height: int
    on: bool


@dataclass(frozen=True, slots=True)
class Years:
    """How many passages there are by year, drawn, and in a *sentence*; *undated*: those without a date."""

    bars: tuple[Bar, ...]
    width: int
    sentence: str
    undated: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """
    What a search found, or why nothing was searched; *last*: the number of its last page.

    *sources*: those whose symbol and title hold what is searched for, the latest of them, on the first page of a
    search that is not narrowed. *all_sources*: the address of all of them, "" where there are no others.
    """

    asked: Asked
    refusal: Refusal | None = None
    hits: tuple[Hit, ...] = ()
    count: int = 0
    bodies: tuple[Facet, ...] = ()
    languages: tuple[Facet, ...] = ()
    years: Years | None = None
    last: int = 1
    sources: tuple[Source, ...] = ()
    narrowed_to: tuple[str, ...] = ()
    """To which body, language and years the search is narrowed, in words."""
    all_sources: str = ""
    phrase: bool = False
    """One phrase is searched for: the drawing says where else it is used."""


def search_page(session: Session, actor: Actor, asked: Asked) -> SearchPage:
    """Return the page of a search of what *actor* may read. Never raises a Refusal."""
    if not asked.words.strip() or asked.refusal is not None:
        return SearchPage(asked, asked.refusal)
    try:
        search = read_search(asked.words)
        passages = find_passages(
            session, library_index(), actor, search, asked.narrowed, page=asked.page, by_year=asked.by_year
        )
    except Refusal as refusal:
        return SearchPage(asked, refusal)
    is_first = asked.page == 1 and asked.narrowed == WIDE
    named = named_sources(session, actor, search, most=MOST_NAMED + 1) if is_first else []
    all_named = OneSearch(asked.words).url(kind=SearchKind.SOURCE_NAMES)
    return SearchPage(
        asked,
        hits=tuple(_hit(row, search) for row in passages.rows),
        count=passages.count,
        bodies=tuple(_bodies(asked, passages.by["body"])),
        languages=tuple(_languages(asked, passages.by["language"])),
        years=_years(asked, passages),
        sources=tuple(named[:MOST_NAMED]),
        narrowed_to=tuple(_narrowed_to(asked.narrowed)),
        all_sources=all_named if len(named) > MOST_NAMED else "",
        last=min(max(-(-passages.count // PAGE), 1), LAST_PAGE),
        phrase=len(search.phrases) == 1 and not search.words,
    )


def _hit(row: SourceParagraph, search: Search) -> Hit:
    source = row.source
    return Hit(
        name_of_passage(row),
        source_url(source.code, row.position),
        str(source.day.year) if source.day else "",
        body_in_words(source.body),
        Language(source.language),
        shortened(marked(row.words, search.words, search.phrases)),
    )


def shortened(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return a long passage cut to what stands around the first words found, with dots where words were left out."""
    if sum(len(part.text) for part in parts) <= LONGEST:
        return tuple(parts)
    first = next((at for at, part in enumerate(parts) if part.is_found), 0)
    shown: list[Part] = []
    room = LONGEST
    if first:
        before = "".join(part.text for part in parts[:first])
        cut = before if len(before) <= BEFORE else "… " + before[-BEFORE:].partition(" ")[2]
        shown.append(Part(cut, False))
        room -= len(cut)
    for part in parts[first:]:
        if len(part.text) > room:
            shown.append(Part(part.text[: max(room, 0)].rpartition(" ")[0] + " …", part.is_found))
            break
        shown.append(part)
        room -= len(part.text)
    return tuple(shown)


def _narrowed_to(narrowed: Narrowed) -> Iterator[str]:
    if narrowed.body:
        yield body_in_words(narrowed.body)
    if narrowed.language:
        yield language_name(narrowed.language)
    first, last = narrowed.first_year, narrowed.last_year
    if first and last:
        yield str(first) if first == last else f"{first}–{last}"
    elif first:
        yield _("from %(year)s", year=first)
    elif last:
        yield _("until %(year)s", year=last)


def _bodies(asked: Asked, counts: Mapping[str, int]) -> list[Facet]:
    chosen = asked.narrowed.body
    facets = [Facet(_("All bodies"), sum(counts.values()), asked.url(body=None), chosen is None)]
    for body in SourceBody:
        if counts.get(body.value) or chosen is body:
            count = counts.get(body.value, 0)
            facets.append(Facet(body_in_words(body), count, asked.url(body=body), chosen is body))
    return facets


def _languages(asked: Asked, counts: Mapping[str, int]) -> list[Facet]:
    chosen = asked.narrowed.language
    facets = [Facet(_("All languages"), sum(counts.values()), asked.url(language=""), not chosen)]
    for code in NATIVE_NAMES:
        if counts.get(code) or chosen == code:
            count = counts.get(code, 0)
            facets.append(Facet(language_name(code), count, asked.url(language=code), chosen == code))
    return facets


# By year ---------------------------------------------------------------------------------------------

TALL, STEP = 46, 5


def _years(asked: Asked, passages: Passages) -> Years | None:
    counts = {int(year): count for year, count in passages.by["year"].items()}
    undated = counts.pop(0, 0)
    if not counts:
        return None
    first, last, most = min(counts), max(counts), max(counts.values())
    from_, to = asked.narrowed.first_year or first, asked.narrowed.last_year or last
    bars = tuple(
        Bar(year, count, (year - first) * STEP, max(1, round(TALL * count / most)), from_ <= year <= to)
        for year, count in sorted(counts.items())
    )
    return Years(bars, (last - first + 1) * STEP, _said(counts), undated)


def _said(counts: Mapping[int, int]) -> str:
    """Return in a sentence what the drawing shows: from when to when, and in which year most."""
    most = max(counts, key=lambda year: (counts[year], year))
    return ngettext(
        "From %(first)s to %(last)s; most in %(year)s, %(num)s passage",
        "From %(first)s to %(last)s; most in %(year)s, %(num)s passages",
        counts[most],
        first=min(counts),
        last=max(counts),
        year=most,
    )
