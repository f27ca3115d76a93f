"""The page of a search: the first hits of each kind, or page after page of one kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.library import Search, read_search
from acm_drafts.negotiation.search import SEARCH_KINDS, SearchKind
from acm_drafts.store.database import Session
from acm_drafts.store.meetings import Text
from acm_drafts.store.search import Readable, Window, readable_texts
from acm_drafts.web.search.form import LAST_PAGE, Asked
from acm_drafts.web.search.kinds import KINDS, Hit
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.layout import meeting_name
from acm_drafts.web.shared.navigation import known_texts

FIRST, PAGE = 5, 20
"""So many hits of each kind are shown, and so many on a page of one kind."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind to which the search can be narrowed: its word, its address, whether it is chosen."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """
    The hits of one kind. *refusal*: why it cannot be searched now.

    *more*: where there are others, *back*: the page before; "" for none.
    """

    kind: SearchKind
    label: str
    hits: tuple[Hit, ...] = ()
    more: str = ""
    back: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """
    What a search found, or why nothing was searched.

    *texts*: code and name of each text to which it can be narrowed.
    """

    asked: Asked
    kinds: tuple[Choice, ...]
    texts: tuple[tuple[str, str], ...] = ()
    refusal: Refusal | None = None
    sections: tuple[Section, ...] = ()


def offered_kinds() -> list[SearchKind]:
    """Return the kinds that the reader is offered, by their offices and not by what there is to find."""
    return [kind for kind in SearchKind if KINDS[kind].is_offered()]


def search_page(session: Session, asked: Asked) -> SearchPage:
    """Return the page of a search. Never raises a Refusal."""
    offered = offered_kinds()
    texts = [text for text in known_texts() if text.readable]
    asked = asked.within(offered, [text.communique.code for text in texts])
    page = SearchPage(asked, tuple(_choices(asked, offered)), tuple(map(_named, texts)))
    if not asked.words.strip():
        return page
    try:
        search = read_search(asked.words)
    except Refusal as refusal:
        return replace(page, refusal=refusal)
    readable = _readable(session, texts, asked)
    sections = [_section(session, readable, search, asked, kind) for kind in _wanted(asked, offered)]
    return replace(page, sections=tuple(section for section in sections if _tells(section, asked)))


def _readable(session: Session, texts: Sequence[Text], asked: Asked) -> Readable:
    """Return the texts in which is searched: all, or the one that is asked for."""
    within = [text for text in texts if asked.text in ("", text.communique.code)]
    return readable_texts(session, actor(), within)


def _wanted(asked: Asked, offered: Sequence[SearchKind]) -> Sequence[SearchKind]:
    """Return the kinds to look for: the one that is asked for, else all, in one text those that belong to texts."""
    if asked.kind:
        return [asked.kind]
    return [kind for kind in offered if not asked.text or KINDS[kind].of_text]


def _tells(section: Section, asked: Asked) -> bool:
    """Return whether a section stands on the page: one without hits where it is a later page of its kind."""
    return bool(section.hits or section.refusal or (asked.kind and asked.page > 1))


def _choices(asked: Asked, offered: Sequence[SearchKind]) -> Iterator[Choice]:
    yield Choice(_("Everything"), asked.url(), asked.kind is None)
    for kind in offered:
        yield Choice(_(SEARCH_KINDS[kind]), asked.url(kind=kind), asked.kind is kind)


def _named(text: Text) -> tuple[str, str]:
    return text.communique.code, f"{text.communique.title} · {meeting_name(text.meeting)}"


def _section(session: Session, readable: Readable, search: Search, asked: Asked, kind: SearchKind) -> Section:
    """Return the hits of one kind: a page of them where that kind alone is asked for, else the first."""
    section = Section(kind, _(SEARCH_KINDS[kind]))
    window = Window((asked.page - 1) * PAGE, PAGE) if asked.kind else Window(0, FIRST)
    try:
        result = KINDS[kind].find(session, readable, search, window)
    except Refusal as refusal:
        return replace(section, refusal=refusal)
    following = asked.page + 1 if asked.kind else 1
    more = asked.url(kind=kind, page=following) if result.more and following <= LAST_PAGE else ""
    back = asked.url(kind=kind, page=asked.page - 1) if asked.kind and asked.page > 1 else ""
    return replace(section, hits=result.hits, more=more, back=back)
