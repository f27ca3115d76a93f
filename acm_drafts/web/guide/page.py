"""
The pages of the guide: its items by heading, and what is said of each in the reader's language.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from acm_drafts.documents.write.guide import Guide, ItemGuide
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.agenda import number_in
from acm_drafts.negotiation.guide import COMMITTEES, Committee, KnownItem, SessionItem, slug
from acm_drafts.services.guide_suggestions import Offered, TaggedText
from acm_drafts.store.text import TextRow
from acm_drafts.text.labels import isolated
from acm_drafts.text.language import Language


@dataclass(frozen=True, slots=True)
class ShownItem:
    """
    An item as pages name it: number, title with its language, the words for who takes it up, and its address.

    *slug*: what addresses call it within its session.
    """

    number: str
    title: str
    language: Language
    committees: str
    slug: str


def shown_item(item: SessionItem) -> ShownItem:
    """Return an item in the reader's language."""
    reader = interface_language()
    title, language = item.title(reader)
    names = [str(_(COMMITTEES[Committee(code)])) for code in item.committees]
    number = number_in(reader, item.numbered).replace(" ", "\u00a0")
    return ShownItem(number, title, language, str(_(", ")).join(names), slug(item.number, item.part))


@dataclass(frozen=True, slots=True)
class ShownRow:
    """An item in the list of a guide, and whether the reader follows it."""

    item: ShownItem
    guide: ItemGuide
    followed: bool


@dataclass(frozen=True, slots=True)
class ShownHeading:
    """A heading of the agenda with its language, "" for items under none, and the items below it."""

    words: str
    language: Language
    rows: Sequence[ShownRow]


def by_heading(guide: Guide, followed: Collection[tuple[int, str]]) -> list[ShownHeading]:
    """Return the items of a guide under their headings; *followed*: number and letter of those the reader follows."""
    reader = interface_language()
    rows = [
        (
            own.item.heading(reader),
            ShownRow(shown_item(own.item), own, (own.item.number, own.item.part) in followed),
        )
        for own in guide.items
    ]
    return [
        ShownHeading(heading[0], heading[1], [row for _heading, row in below])
        for heading, below in groupby(rows, key=lambda pair: pair[0])
    ]


# Tagging ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """An item that is suggested: what it is called, and why in a sentence."""

    item: ShownItem
    why: str


@dataclass(frozen=True, slots=True)
class TagRow:
    """A paragraph with the items that it is tagged with, and those that are suggested."""

    row: TextRow
    tags: Sequence[ShownItem]
    offers: Sequence[ShownOffer]


def tag_rows(rows: Iterable[TextRow], text: TaggedText) -> list[TagRow]:
    """Return the lines of a text with their items, those that are not headings."""
    return [
        TagRow(
            row,
            [shown_item(known.item) for known in text.tagged[row.paragraph]],
            [ShownOffer(shown_item(offer.item.item), _why(offer)) for offer in text.offered[row.paragraph]],
        )
        for row in rows
        if row.kind != "heading"
    ]


def _why(offer: Offered) -> str:
    if offer.earlier is not None and offer.earlier[1]:
        symbol, number = offer.earlier
        return str(_("as paragraph %(number)s of %(symbol)s", number=number, symbol=symbol))
    if offer.earlier is not None:
        return str(_("as a paragraph of %(symbol)s", symbol=offer.earlier[0]))
    if offer.divided:
        return str(_("as the paragraph that it came from"))
    return str(_("words: %(words)s", words=str(_(", ")).join(map(isolated, offer.words))))


def named_items(items: Iterable[KnownItem]) -> list[tuple[str, str]]:
    """Return number and title of items, for a list to choose from; numbers as people type them."""
    return [(number_in(Language.EN, known.item.numbered), shown_item(known.item).title) for known in items]
