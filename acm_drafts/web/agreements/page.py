"""
What the pages show on which something agreed is confirmed or reopened: what is agreed, by whom, and what ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.services.reopenings import Undone, UndonePart
from acm_drafts.store.amendments import AmendmentRecord, load_amendments_on
from acm_drafts.store.database import db
from acm_drafts.store.records import Decision
from acm_drafts.store.visibility import amendment_name
from acm_drafts.web.paragraph.context import Desk
from acm_drafts.web.shared.body_names import dated_name
from acm_drafts.web.shared.formatting import proposal_url, quoted
from acm_drafts.web.shared.sentences import (
    Link,
    Number,
    Piece,
    Sentence,
    Symbol,
    Words,
    gettext,
    link,
)


@dataclass(frozen=True, slots=True)
class ReopeningPage:
    """
    What reopening would undo: the *agreements* that end, in words, and the *requests* that it grants.

    *others*: the parts that were split off it and what is joined to it, which are agreed no more either.
    *asked_by*: the code of who made the only request, "" where there are several or none, or it may not be known.
    """

    agreements: tuple[str, ...]
    requests: tuple[Link, ...]
    asked_by: str
    seen: int
    others: tuple[Sentence, ...] = ()


def reopening_page(desk: Desk, undone: Undone) -> ReopeningPage:
    """Return what reopening the paragraph of *desk* would undo, as its reader may call the proposals. Few queries."""
    records = _records(desk, undone)
    sponsors = {record.amendment.sponsor.code for record in records}
    return ReopeningPage(
        tuple(dated_name(decision) for _agreement, decision in undone.agreements),
        tuple(link(proposal_url(record.amendment.code), Symbol(_name(desk, record))) for record in records),
        sponsors.pop() if len(sponsors) == 1 else "",
        undone.seen,
        tuple(_other(desk, part) for part in undone.others),
    )


def _records(desk: Desk, undone: Undone) -> list[AmendmentRecord]:
    """Return the proposals whose request is granted, also those on other paragraphs, which whoever reopens reads."""
    entries = dict(desk.entries.entries)
    if any(key not in entries for key in undone.requests):
        entries |= load_amendments_on(db.session(), [part.paragraph for part in undone.others]).entries
    return [entries[key] for key in undone.requests if key in entries]


def _name(desk: Desk, record: AmendmentRecord) -> str:
    """Return what the reader may call a proposal."""
    own, amendment = desk.names.get(record.amendment.id), record.amendment
    if own or desk.context is None:
        return own or amendment.code
    return amendment_name(desk.page.who, desk.context, amendment, amendment.sponsor)


def _other(desk: Desk, part: UndonePart) -> Sentence:
    """Return that a part, or what is joined, is agreed no more; by its first words where it has no number."""
    called: Piece = Words(quoted(first_words(part.text, ON_LINE)), desk.language)
    if part.number:
        called = Number(part.number)
    if part.in_text:
        return gettext("No longer agreed either, because it is joined to it: %(paragraph)s", paragraph=called)
    return gettext(
        "No longer agreed either, because it is split off from it: %(paragraph)s", paragraph=called
    )


def reached(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """Return the sittings that took *decisions*, each once, with their days."""
    return tuple(dict.fromkeys(dated_name(decision) for decision in decisions))
