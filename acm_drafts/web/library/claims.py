"""
What is said of a text beside an earlier one, in the reader's language; and the same for several, the nearest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from acm_drafts.negotiation.agreed_language import Claim, Likeness
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.library import LibraryNotReady, NothingToCompare
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.database import Session
from acm_drafts.store.library import Nearest, nearest
from acm_drafts.store.library_index import LibraryIndex, index_at
from acm_drafts.store.records import SourceParagraph
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import Language
from acm_drafts.text.search_words import folded_words
from acm_drafts.web.shared.formatting import source_url
from acm_drafts.web.shared.sentences import Number, Sentence, Symbol, Words, gettext, link, ngettext

BESIDE = 3
"""So many earlier wordings are shown beside a paragraph or a proposal."""


def library_index() -> LibraryIndex:
    """Return the index of this server."""
    return index_at(Path(str(current_app.config["LIBRARY_INDEX"])))


def passage_name(row: SourceParagraph) -> Sentence:
    """Return what a paragraph of a source is called."""
    symbol = Symbol(row.source.symbol)
    if row.printed:
        return gettext("%(symbol)s, paragraph %(number)s", symbol=symbol, number=Number(row.printed))
    return gettext("%(symbol)s, line %(number)s", symbol=symbol, number=row.position)


def name_of_passage(row: SourceParagraph) -> Sentence:
    """Return what a paragraph of a source is called, with the corrigendum by which it reads as it does."""
    name = passage_name(row)
    if not row.corrected_by:
        return name
    corrigendum = Symbol(row.corrected_by)
    return gettext("%(passage)s, as corrected by %(corrigendum)s", passage=name, corrigendum=corrigendum)


def passage_link(row: SourceParagraph) -> Sentence:
    """Return what a paragraph of a source is called, as a link to it."""
    return Sentence((link(source_url(row.source.code, row.position), name_of_passage(row)),))


def claim_in_words(claim: Claim, row: SourceParagraph) -> Sentence:
    """Return what is said of a text beside a paragraph of a source, which is linked."""
    language = Language(row.source.language)
    passage, old, new = passage_link(row), Words(claim.old, language), Words(claim.new, language)
    match claim.likeness:
        case Likeness.VERBATIM:
            return gettext("Verbatim from %(passage)s", passage=passage)
        case Likeness.SIGNS:
            return gettext("Verbatim from %(passage)s, but for the punctuation", passage=passage)
        case Likeness.DROPPED:
            return gettext("Verbatim from %(passage)s, but “%(old)s” dropped", passage=passage, old=old)
        case Likeness.ADDED:
            return gettext("Verbatim from %(passage)s, but “%(new)s” added", passage=passage, new=new)
        case Likeness.REPLACED:
            return gettext(
                "Verbatim from %(passage)s, but “%(old)s” replaced by “%(new)s”",
                passage=passage,
                old=old,
                new=new,
            )
    return ngettext(
        "%(passage)s, with %(num)s change",
        "%(passage)s, with %(num)s changes",
        claim.changes,
        passage=passage,
    )


@dataclass(frozen=True, slots=True)
class NearRow:
    """An earlier wording beside a text: what is said of it, the changes from it to the text, and its source."""

    claim: Sentence
    spans: tuple[Span, ...]
    percent: int
    code: str
    position: int
    symbol: str
    title: str
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class NearestWordings:
    """The earlier wordings nearest to a text, in its language; *refusal* where they cannot be told now."""

    language: Language
    rows: tuple[NearRow, ...] = ()
    refusal: Refusal | None = None


def nearest_wordings(
    session: Session,
    actor: Actor,
    text: str,
    language: Language,
    *,
    most: int = BESIDE,
    pinned: tuple[int, int] | None = None,
) -> NearestWordings:
    """
    Return the earlier wordings that may be called near to *text* and that *actor* may read, at *most* so many.

    *pinned*: source and position of the one to which the paragraph is pinned. Five queries; never raises a Refusal.
    """
    if not text.strip():
        return NearestWordings(language)
    if not folded_words(text):
        return NearestWordings(language, refusal=NothingToCompare())
    try:
        entries = nearest(session, library_index(), actor, text, language.value, most=most)
    except LibraryNotReady as refusal:
        return NearestWordings(language, refusal=refusal)
    return NearestWordings(language, tuple(_rows(entries, text, pinned)))


def _rows(near: Iterable[Nearest], text: str, pinned: tuple[int, int] | None) -> Iterable[NearRow]:
    for entry in near:
        row = entry.passage
        yield NearRow(
            claim_in_words(entry.claim, row),
            diff_words(row.words, text),
            int(100 * entry.likeness),
            row.source.code,
            row.position,
            row.source.symbol,
            row.source.title,
            pinned == (row.source_id, row.position),
        )


def claim_on(session: Session, actor: Actor, text: str, language: Language) -> Sentence | None:
    """Return what is said of *text* beside the nearest earlier wording; None where none is near or known now."""
    near = nearest_wordings(session, actor, text, language, most=1)
    return near.rows[0].claim if near.rows else None
