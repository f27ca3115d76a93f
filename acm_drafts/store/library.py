"""
Sources of agreed language: which there are, what a search finds in them, and which of their paragraphs is nearest.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select, func, not_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.agreed_language import Claim, Ranked, claim, likeliest, ranked
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.library import (
    LibraryNotReady,
    Narrowed,
    Search,
    SourceBody,
    same_symbol,
    text_digest,
)
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.store.adopted_sources import faults_of_adopted
from acm_drafts.store.conditions import SOURCE_OFFERED
from acm_drafts.store.library_index import Damaged, LibraryIndex, Progress, newest_change
from acm_drafts.store.library_queries import Key
from acm_drafts.store.records import (
    LibraryChange,
    Source,
    SourceParagraph,
    SourceWithdrawal,
)
from acm_drafts.store.visibility import reads_all_adopted, sources_read_by
from acm_drafts.text.search_words import folded_words, holds_phrase, words_to_find

PAGE = 20
"""So many passages a page of results holds."""
WIDE = Narrowed()
NEAREST = 30
"""So many paragraphs are ranked by how much they are like a text."""


# Sources -------------------------------------------------------------------------------------------


class SourceRow(NamedTuple):
    """
    A source in a list; *withdrawn*: since when and why, if it is.

    *paragraphs*: how many it has, as its public page counts: without headings and sub-paragraphs.
    """

    source: Source
    paragraphs: int
    withdrawn: SourceWithdrawal | None


def _sources() -> Select[Source, int, SourceWithdrawal]:
    is_counted = (SourceParagraph.source_id == Source.id, SourceParagraph.kind == LineKind.PARAGRAPH)
    counted = select(func.count()).where(*is_counted).scalar_subquery()
    return select(Source, counted, SourceWithdrawal).outerjoin(
        SourceWithdrawal, SourceWithdrawal.source_id == Source.id
    )


_LATEST = (Source.day.is_(None), Source.day.desc(), Source.symbol, Source.language)
"""The order of sources: the latest first, those without a date last."""


def sources_listed(session: Session, actor: Actor) -> list[SourceRow]:
    """Return the sources that *actor* may read, the latest first and those without a date last. One query."""
    wanted = _sources().where(sources_read_by(actor)).order_by(*_LATEST)
    return [SourceRow(*row) for row in session.execute(wanted)]


def find_source(session: Session, actor: Actor, code: str) -> SourceRow | None:
    """Return the source with *code*, withdrawn or not; None for one that *actor* may not read, too. One query."""
    wanted = _sources().where(Source.code == code, sources_read_by(actor))
    row = session.execute(wanted).one_or_none()
    return SourceRow(*row) if row else None


def hidden_sources(session: Session, actor: Actor) -> frozenset[int]:
    """Return the keys of the sources that *actor* may not read. One query; none for who belongs to the Group."""
    if reads_all_adopted(actor):
        return frozenset()
    return frozenset(session.scalars(select(Source.id).where(not_(sources_read_by(actor)))))


def paragraphs_of(session: Session, source_id: int) -> Sequence[SourceParagraph]:
    """Return the paragraphs of a source in their order. One query."""
    wanted = select(SourceParagraph).where(SourceParagraph.source_id == source_id)
    return session.scalars(wanted.order_by(SourceParagraph.position)).all()


def find_known(session: Session, *, symbol: str, language: str, digest: str) -> tuple[Source | None, bool]:
    """Return the offered source with these words or this symbol in a language, and whether the words are the same."""
    offered = select(Source).where(SOURCE_OFFERED).order_by(Source.id)
    same = session.scalars(offered.where(Source.digest == digest, Source.language == language)).first()
    if same is not None:
        return same, True
    known = session.scalars(offered.where(Source.language == language))
    return next((s for s in known if same_symbol(s.symbol) == same_symbol(symbol)), None), False


def offered_with_symbol(session: Session, symbol: str, language: str) -> list[Source]:
    """Return the offered sources with this symbol in a language that are no texts adopted here. One query."""
    wanted = select(Source).where(SOURCE_OFFERED, Source.language == language, Source.communique_id.is_(None))
    rows = session.scalars(wanted.order_by(Source.id))
    return [source for source in rows if same_symbol(source.symbol) == same_symbol(symbol)]


def next_change(session: Session) -> int:
    """Return the number of the next change. The caller holds the library. One query."""
    return (session.scalar(select(func.max(LibraryChange.sequence))) or 0) + 1


# Symbols -------------------------------------------------------------------------------------------


class _Named(NamedTuple):
    """An offered source, and by what it is found: its symbol and title, folded."""

    key: int
    symbol: str
    code: str
    name: str


class _Offered(NamedTuple):
    """The offered sources in the order of sources, as they are at the change with this *mark*."""

    mark: str
    rows: tuple[_Named, ...]


_last_offered: list[_Offered] = [_Offered("", ())]
"""What was read last. The whole of it is replaced at once: who reads it meanwhile keeps what they took."""


def _offered(session: Session, mark: str | None) -> tuple[_Named, ...]:
    """
    Return the offered sources, the latest first. *mark*: that of the newest change, where it is known already.

    Two queries at most; with *mark* none where the library has not changed since it was last asked.
    """
    mark = newest_change(session)[1] if mark is None else mark
    if not mark:
        return ()
    offered = _last_offered[0]
    if offered.mark != mark:
        wanted = select(Source.id, Source.symbol, Source.code, Source.title)
        rows = session.execute(wanted.where(SOURCE_OFFERED).order_by(*_LATEST))
        offered = _Offered(
            mark,
            tuple(
                _Named(key, symbol, code, folded_text((symbol, title))) for key, symbol, code, title in rows
            ),
        )
        _last_offered[0] = offered
    return offered.rows


def symbols_offered(session: Session, actor: Actor, mark: str | None = None) -> tuple[tuple[str, str], ...]:
    """
    Return the symbols that the library offers *actor*, each with the code of its source; of several
    languages the first.

    *mark*: that of the newest change, where it is known already. Two queries at most; with it none where the library
    has not changed since it was last asked. One more for an observer.
    """
    offered = _offered(session, mark)
    hidden = hidden_sources(session, actor) if offered else frozenset()
    by_symbol = {row.symbol: row.code for row in sorted(offered, reverse=True) if row.key not in hidden}
    return tuple(sorted(by_symbol.items()))


def named_sources(
    session: Session, actor: Actor, search: Search, *, start: int = 0, most: int = PAGE
) -> list[Source]:
    """
    Return the offered sources that *actor* may read whose symbol and title hold all that is searched for.

    The latest first, those without a date last: *most* of them from the one at *start* on. Four queries at most.
    """
    offered = _offered(session, None)
    hidden = hidden_sources(session, actor) if offered else frozenset()
    keys = [row.key for row in offered if row.key not in hidden and holds(search, row.name)]
    shown = keys[start : start + most]
    by_key = (
        {row.id: row for row in session.scalars(select(Source).where(Source.id.in_(shown)))} if shown else {}
    )
    return [by_key[key] for key in shown]


# Passages ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passages:
    """A page of what was found, of *count* in all; *by*: how many by body, language and year, narrowed by the rest."""

    rows: tuple[SourceParagraph, ...]
    count: int
    by: Mapping[str, Mapping[str, int]]


def find_passages(
    session: Session,
    index: LibraryIndex,
    actor: Actor,
    search: Search,
    narrowed: Narrowed = WIDE,
    *,
    page: int = 1,
    by_year: bool = False,
) -> Passages:
    """
    Return a page of the passages that hold all that is searched for, those that hold most of it first, or the latest.

    What *actor* may not read is neither found nor counted. Three queries, four for an observer. Raises LibraryNotReady
    while the index is built.
    """
    require_ready(session, index)
    hidden = hidden_sources(session, actor)
    try:
        hits = index.search(
            search, narrowed, offset=(page - 1) * PAGE, limit=PAGE, by_year=by_year, hidden=hidden
        )
    except Damaged:
        raise _not_ready(Progress(0, 0)) from None
    rows = passages(session, hits.keys)
    if any(not _holds(row.words, search) for row in rows):
        index.mistrust()
        raise _not_ready(Progress(0, 0))
    return Passages(tuple(rows), hits.count, hits.by)


def require_ready(session: Session, index: LibraryIndex) -> None:
    """Bring the index to what the database says. Raises LibraryNotReady while it is being built."""
    progress = index.follow(session)
    if progress is not None:
        raise _not_ready(progress)


def _not_ready(progress: Progress) -> LibraryNotReady:
    return LibraryNotReady(done=progress.done, all=progress.all)


def _holds(text: str, search: Search) -> bool:
    """Return whether a passage holds what was searched for: the index is believed by what the database says."""
    words = folded_words(text)
    return set(search.words) <= {*words, *words_to_find(words)} and all(
        holds_phrase(text, phrase) for phrase in search.phrases
    )


def passages(session: Session, keys: Sequence[Key]) -> list[SourceParagraph]:
    """Return the paragraphs with *keys* in their order, with their sources; those that are not offered are left out."""
    if not keys:
        return []
    wanted = (
        select(SourceParagraph)
        .join(SourceParagraph.source)
        .where(tuple_(SourceParagraph.source_id, SourceParagraph.position).in_(keys), SOURCE_OFFERED)
        .options(joinedload(SourceParagraph.source))
    )
    by_key = {(row.source_id, row.position): row for row in session.scalars(wanted)}
    return [by_key[key] for key in keys if key in by_key and by_key[key].is_offered]


# The nearest ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Nearest:
    """An earlier paragraph, how much it is like a text (0 to 1), and what may be said of the text beside it."""

    passage: SourceParagraph
    likeness: float
    claim: Claim


def nearest(
    session: Session, index: LibraryIndex, actor: Actor, text: str, language: str, *, most: int = NEAREST
) -> list[Nearest]:
    """
    Return the earlier paragraphs in *language* that are near to *text*, the nearest first, at *most* so many.

    Those that *actor* may not read are left out. Three queries, four for an observer. Raises LibraryNotReady while
    the index is built.
    """
    entries = [entry for entry in _ranked(session, index, actor, text, language, most) if entry.is_near][
        :most
    ]
    return [Nearest(entry.item, entry.likeness, claim(entry.item.words, text)) for entry in entries]


def _ranked(
    session: Session, index: LibraryIndex, actor: Actor, text: str, language: str, most: int
) -> list[Ranked[SourceParagraph]]:
    require_ready(session, index)
    hidden = hidden_sources(session, actor)
    try:
        near = index.candidates(text, language, NEAREST, hidden=hidden)
    except Damaged:
        raise _not_ready(Progress(0, 0)) from None
    keys = likeliest(text, near, most)
    return ranked(text, [(row, row.words) for row in passages(session, keys)])


def nearest_to_each(
    session: Session, index: LibraryIndex, keys: Sequence[Key], *, bodies: Collection[SourceBody]
) -> list[tuple[SourceParagraph, SourceParagraph | None, float]]:
    """
    Return the passages with *keys*, each with the paragraph of *bodies* most like it, and how much it is like it.

    None where no paragraph is near to a passage. Four queries, however many passages. Raises
    LibraryNotReady while the index is built.
    """
    require_ready(session, index)
    rows = passages(session, keys)
    try:
        near = [index.candidates(row.words, row.source.language, NEAREST, bodies=bodies) for row in rows]
    except Damaged:
        raise _not_ready(Progress(0, 0)) from None
    closest = [likeliest(row.words, candidates, 1) for row, candidates in zip(rows, near, strict=True)]
    known = passages(session, sorted({key for keys_of_one in closest for key in keys_of_one}))
    by_key = {(row.source_id, row.position): row for row in known}
    pairs: list[tuple[SourceParagraph, SourceParagraph | None, float]] = []
    for row, candidates in zip(rows, closest, strict=True):
        best = ranked(row.words, [(by_key[key], by_key[key].words) for key in candidates if key in by_key])[
            :1
        ]
        is_any = best and best[0].is_near
        pairs.append((row, best[0].item, best[0].likeness) if is_any else (row, None, 0.0))
    return pairs


# What is wrong -------------------------------------------------------------------------------------


def faults_of_library(session: Session) -> list[tuple[str, str]]:
    """Return what is wrong with the library, which no verb would have written: symbols and messages."""
    faults = [
        (source.symbol, N_("its words are not those that were added")) for source in _rewritten(session)
    ]
    faults += [
        (symbol, N_("its adopted text is not in the library as it reads now in each of its languages"))
        for symbol in faults_of_adopted(session)
    ]
    changed = select(LibraryChange.source_id, LibraryChange.withdrawn)
    rows = {(source, bool(withdrawn)) for source, withdrawn in session.execute(changed)}
    wanted = {(key, False) for key in session.scalars(select(Source.id))}
    wanted |= {(key, True) for key in session.scalars(select(SourceWithdrawal.source_id))}
    symbols = dict(session.execute(select(Source.id, Source.symbol)).all()) if rows != wanted else {}
    faults += [
        (symbols.get(source, ""), N_("the list of changes of the library does not tell of it"))
        for source, _ in sorted(rows ^ wanted)
    ]
    return faults


def _rewritten(session: Session) -> list[Source]:
    """Return the sources whose words have another fingerprint than they were added with. Two queries."""
    texts: dict[int, list[str]] = {}
    order = (SourceParagraph.source_id, SourceParagraph.position)
    for source, text in session.execute(
        select(SourceParagraph.source_id, SourceParagraph.text).order_by(*order)
    ):
        texts.setdefault(source, []).append(text)
    every = session.scalars(select(Source).order_by(Source.id))
    return [source for source in every if text_digest(texts.get(source.id, ())) != source.digest]
