"""
What is kept in the index of the library, and how it is asked: by words and phrases, and by the rare words of a text.

Queries are built from folded words; nothing that somebody typed is parsed as one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import tantivy
from tantivy import FieldType, Occur, Query

from acm_drafts.negotiation.library import Narrowed, Search, SourceBody
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.text.search_words import folded_words

ANALYSER = "words"
"""What divides folded words at spaces, as they were written."""
MOST_TERMS = 32
"""By so many words of a text, the rarest, its nearest are sought; more than the names that one edit adds to a text."""

Key = tuple[int, int]
"""A paragraph: its source and its position there."""


class Candidate(NamedTuple):
    """A paragraph with its folded words, as the index keeps them between spaces."""

    key: Key
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of a page of passages, and how many there are; *by*: how many by body, language and year."""

    keys: tuple[Key, ...]
    count: int
    by: Mapping[str, Mapping[str, int]]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("state", stored=True, tokenizer_name="raw")
    builder.add_unsigned_field("source", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("position", stored=True, fast=True)
    builder.add_unsigned_field("year", stored=False, indexed=True, fast=True)
    for name in ("body", "language", "kind"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", stored=True, tokenizer_name=ANALYSER, index_option="position")
    builder.add_text_field("forms", tokenizer_name=ANALYSER, index_option="basic")
    return builder.build()


SCHEMA = _schema()


def term(field: str, value: object) -> Query:
    """Return the query for what has this *value* in a field."""
    return Query.term_query(SCHEMA, field, value)


def _word(word: str) -> Query:
    """Return the query for a *word*, and for words that are found by it (text.search_words.forms)."""
    found_by = Query.const_score_query(term("forms", word), 0.0)
    return Query.boolean_query([(Occur.Should, term("words", word)), (Occur.Should, found_by)])


def _not_of(hidden: Collection[int]) -> list[tuple[Occur, Query]]:
    """Return the queries that leave the sources *hidden* out."""
    return [(Occur.MustNot, term("source", source)) for source in sorted(hidden)]


def _wanted(search: Search) -> list[tuple[Occur, Query]]:
    """Return the queries that a passage satisfies which holds all that is searched for."""
    queries = [_word(word) for word in search.words]
    queries += [
        Query.phrase_query(SCHEMA, "words", list(phrase)) if len(phrase) > 1 else term("words", phrase[0])
        for phrase in search.phrases
    ]
    return [(Occur.Must, query) for query in queries]


def _filters(narrowed: Narrowed) -> dict[str, Query]:
    """Return the queries to which a search is narrowed, by the field of each."""
    filters: dict[str, Query] = {}
    if narrowed.body is not None:
        filters["body"] = term("body", narrowed.body.value)
    if narrowed.language:
        filters["language"] = term("language", narrowed.language)
    if narrowed.first_year is not None or narrowed.last_year is not None:
        first, last = narrowed.first_year or 1, narrowed.last_year or 9999
        filters["year"] = Query.range_query(SCHEMA, "year", FieldType.Unsigned, first, last)
    return filters


def searched(
    searcher: tantivy.Searcher,
    search: Search,
    narrowed: Narrowed,
    *,
    offset: int,
    limit: int,
    by_year: bool,
    hidden: Collection[int] = (),
) -> Found:
    """
    Return a page of the passages that hold all that is searched for, and how many there are of what.

    *hidden*: sources that are left out, also of what is counted.
    """
    wanted, filters = [*_wanted(search), *_not_of(hidden)], _filters(narrowed)
    query = Query.boolean_query([*wanted, *((Occur.Must, part) for part in filters.values())])
    ordered: Any = {"order_by_field": "year"} if by_year else {}
    result = searcher.search(query, limit, count=True, offset=offset, **ordered)
    by = {field: _counted(searcher, wanted, filters, field) for field in ("body", "language", "year")}
    return Found(_keys(searcher, result), int(result.count), by)  # type: ignore[attr-defined]


def _counted(
    searcher: tantivy.Searcher,
    wanted: Sequence[tuple[Occur, Query]],
    filters: Mapping[str, Query],
    field: str,
) -> dict[str, int]:
    """Return how many passages there are by *field*, narrowed by everything else."""
    others = [(Occur.Must, query) for name, query in filters.items() if name != field]
    counted = searcher.aggregate(
        Query.boolean_query([*wanted, *others]), {"by": {"terms": {"field": field, "size": 1000}}}
    )
    return {str(_plain(bucket["key"])): int(bucket["doc_count"]) for bucket in counted["by"]["buckets"]}


def _plain(key: object) -> object:
    return int(key) if isinstance(key, float) else key


def _keys(searcher: tantivy.Searcher, result: tantivy.SearchResult) -> tuple[Key, ...]:
    addresses = [address for _, address in result.hits]
    sources = searcher.fast_field_values("source", addresses)
    positions = searcher.fast_field_values("position", addresses)
    return tuple((int(s or 0), int(p or 0)) for s, p in zip(sources, positions, strict=True))


def candidates(
    searcher: tantivy.Searcher,
    text: str,
    *,
    language: str,
    limit: int,
    bodies: Collection[SourceBody] = (),
    hidden: Collection[int] = (),
) -> tuple[Candidate, ...]:
    """
    Return paragraphs in *language* that share most of the rarest words of *text*; headings are left out.

    *bodies*: those of their sources alone; without any, of all. *hidden*: sources that are left out.
    """
    words = set(folded_words(text))
    by_rarity = sorted((searcher.doc_freq("words", word), word) for word in words)
    rare = [word for number, word in by_rarity if number][:MOST_TERMS]
    if not rare:
        return ()
    query = Query.boolean_query(
        [
            (Occur.Must, Query.const_score_query(term("language", language), 0.0)),
            (Occur.MustNot, term("kind", LineKind.HEADING.value)),
            (Occur.Must, Query.boolean_query([(Occur.Should, term("words", word)) for word in rare])),
            *_of_bodies(bodies),
            *_not_of(hidden),
        ]
    )
    documents = (searcher.doc(address) for _, address in searcher.search(query, limit, count=False).hits)
    return tuple(
        Candidate((int(held["source"][0]), int(held["position"][0])), held["words"][0]) for held in documents
    )


def _of_bodies(bodies: Collection[SourceBody]) -> list[tuple[Occur, Query]]:
    if not bodies:
        return []
    any_of = Query.boolean_query([(Occur.Should, term("body", body.value)) for body in bodies])
    return [(Occur.Must, Query.const_score_query(any_of, 0.0))]
