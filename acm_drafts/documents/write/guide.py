"""
The guide by agenda item as a Word file, and the form of one item that fits into a pocket.

They are made from values, which the pages of the guide draw too; who may read what was decided before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.sessions import session_in
from acm_drafts.documents.write.wordxml import field, paragraph, run
from acm_drafts.negotiation.agenda import number_in
from acm_drafts.negotiation.first_words import first_words, shortened
from acm_drafts.negotiation.guide import SessionItem
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.numbering import listed_beside
from acm_drafts.text.language import Language

# What it is made from --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GuideParagraph:
    """
    A paragraph that says the Group's position; *number* is what it is called, "" where its first words name it.

    *url*: the address that leads to it for ever.
    """

    number: str
    text: str
    language: Language
    url: str


@dataclass(frozen=True, slots=True)
class GuideText:
    """A text with the paragraphs on an item; *day* (ISO) is that of its adoption, "" where it is not adopted yet."""

    symbol: str
    title: str
    day: str
    paragraphs: Sequence[GuideParagraph]


@dataclass(frozen=True, slots=True)
class GuideReservation:
    """A public reservation of a *delegation* on a paragraph, called *number*, or on the whole text where that is ""."""

    delegation: str
    symbol: str
    number: str
    phrase: str = ""
    words: str = ""
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class EarlierItem:
    """The item as it stood in an earlier session, and what texts adopted then say on it."""

    session: int
    item: SessionItem
    texts: Sequence[GuideText]


@dataclass(frozen=True, slots=True)
class GuideExpert:
    """Somebody who follows an item, and the names of the delegations, groups or Mission that they write for."""

    name: str
    parties: Sequence[str]


@dataclass(frozen=True, slots=True)
class ItemGuide:
    """
    All that the guide says on an item; adopted texts come before those that are not.

    *withheld*: of a text among these the reader is told no reservations. *url*: of the page of the item.
    """

    item: SessionItem
    url: str
    texts: Sequence[GuideText] = ()
    reservations: Sequence[GuideReservation] = ()
    withheld: bool = False
    earlier: Sequence[EarlierItem] = ()
    experts: Sequence[GuideExpert] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is more on it than its title."""
        return bool(self.texts or self.earlier or self.experts)


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide of a *session* as it is on a *day* (ISO)."""

    session: int
    language: Language
    day: str
    items: Sequence[ItemGuide]


# As a Word file --------------------------------------------------------------------------------------


def render(guide: Guide, template: Template | None = None) -> bytes:
    """Return the guide as a .docx; the same guide gives the same bytes."""
    sheet = _Sheet(guide.language)
    return docx.pack(_face(guide, words.say(guide.language, "guide")), sheet.guide(guide), template=template)


def _face(guide: Guide, title: str) -> DraftText:
    """Return the face of a paper of the Mission's own: nobody issued it, so it has no symbol, and names its session."""
    return DraftText(
        title=title,
        symbol="",
        status=words.say(guide.language, "guide session", session=session_in(guide.language, guide.session)),
        language=guide.language.value,
        date=guide.day,
        lines=(),
    )


class _Sheet:
    def __init__(self, language: Language) -> None:
        self.language = language

    def guide(self, guide: Guide) -> Iterator[etree._Element]:
        """Yield the items that the guide says something on, under their headings, and name the others."""
        filled = [own for own in guide.items if own.says_something]
        for heading, items in groupby(filled, key=lambda own: own.item.heading(self.language)):
            if heading[0]:
                yield self.spoken("Heading1", *heading)
            for own in items:
                # An item that stands under no heading of its agenda is none of the heading before it.
                yield from self.item(own, "Heading2" if heading[0] else "Heading1")
        if others := [self.number(own.item) for own in guide.items if not own.says_something]:
            yield self.say("guide others", numbers=self.listed(others))

    def item(self, own: ItemGuide, style: str = "Heading2") -> Iterator[etree._Element]:
        """Yield all that the guide says on an item, its title in a *style* of headings."""
        yield self.heading(own.item, style)
        if own.item.committees:
            yield self.note("guide committees", names=self.committees(own.item))
        yield self.label("guide position")
        if not any(text.day for text in own.texts):
            yield self.say("guide no position")
        for text in own.texts:
            yield from self.text(text)
        yield from self.reserved(own)
        yield from self.before(own)
        if own.experts:
            yield self.label("guide experts")
        for expert in own.experts:
            yield self.say("guide expert", name=expert.name, parties=self.listed(expert.parties))

    def before(self, own: ItemGuide) -> Iterator[etree._Element]:
        """Yield what earlier texts say on an item, the latest first."""
        if own.earlier:
            yield self.label("guide earlier")
        for earlier in own.earlier:
            number = self.number(earlier.item)
            of = session_in(self.language, earlier.session)
            named = words.say(self.language, "guide earlier item", session=of, number=number)
            yield self.plain(named[:1].upper() + named[1:])
            for text in earlier.texts:
                yield from self.text(text)

    def text(self, text: GuideText) -> Iterator[etree._Element]:
        """Yield a text with its paragraphs on an item, each with its link."""
        yield self.plain(self.named(text))
        for own in text.paragraphs:
            if own.number:
                yield self.note("guide paragraph", number=listed_beside(own.number, self.language.value))
            yield self.spoken("ACMProposalText", own.text, own.language)
            yield self.link(own.url)

    def named(self, text: GuideText) -> str:
        """Return how a text is named: with the day of its adoption, or as one that is not adopted yet."""
        if text.day:
            day = day_in(self.language, text.day)
            return words.say(self.language, "guide adopted", symbol=text.symbol, day=day)
        return words.say(self.language, "guide not adopted", symbol=text.symbol)

    def reserved(self, own: ItemGuide) -> Iterator[etree._Element]:
        if own.reservations or own.withheld:
            yield self.label("reservations")
        for reservation in own.reservations:
            yield self.plain(self.reservation(reservation))
            for words_ in filter(None, (reservation.phrase, reservation.words)):
                yield self.plain(words_, "ACMProposalNote")
        if own.withheld:
            yield self.say("guide reservations withheld")

    def reservation(self, reservation: GuideReservation) -> str:
        word = "guide reservation" if reservation.number else "guide reservation on text"
        number = listed_beside(reservation.number, self.language.value)
        line = words.say(
            self.language, word, name=reservation.delegation, number=number, symbol=reservation.symbol
        )
        return (
            words.say(self.language, "guide reservation awaited", line=line) if reservation.awaited else line
        )

    # Words

    def number(self, item: SessionItem) -> str:
        return number_in(self.language, item.numbered).replace(" ", "\u00a0")

    def committees(self, item: SessionItem) -> str:
        return self.listed([words.say(self.language, f"committee {code}") for code in item.committees])

    def listed(self, names: Sequence[str]) -> str:
        return words.say(self.language, "comma").join(names)

    def heading(self, item: SessionItem, style: str) -> etree._Element:
        title, _own = item.title(self.language)
        return self.plain(
            words.say(self.language, "guide item", number=self.number(item), title=title), style
        )

    def label(self, word: str) -> etree._Element:
        return self.plain(words.say(self.language, word), "ACMCellHeading")

    def note(self, word: str, **facts: str) -> etree._Element:
        return self.plain(words.say(self.language, word, **facts), "ACMNote")

    def say(self, word: str, **facts: str) -> etree._Element:
        return self.plain(words.say(self.language, word, **facts))

    def plain(self, text: str, style: str = "ACMPlain") -> etree._Element:
        return paragraph(style, directions.runs(text, self.language), self.language)

    def spoken(self, style: str, text: str, language: Language) -> etree._Element:
        """Return words in a language of their own, in the direction of that."""
        return paragraph(style, [run(text, language)], language)

    def link(self, url: str) -> etree._Element:
        return paragraph("ACMNote", [*field(f'HYPERLINK "{url}"', url, Language.EN)], Language.EN)


# The pocket form -------------------------------------------------------------------------------------

_MOST_SIGNS = {Language.EN: 2200, Language.FR: 2200, Language.AR: 900}
"""Of all paragraphs together; Arabic letters are set larger."""
_MOST_PARAGRAPHS = {Language.EN: 8, Language.FR: 8, Language.AR: 5}
_LEAST_OF_ONE, _MOST_NUMBERS = 140, 10
_TITLE, _MOST_NAMES = 170, 4


def render_pocket(guide: Guide, template: Template | None = None) -> bytes:
    """
    Return the form of the one item of *guide*: its position and where to find it, on one page.

    Words that have no room end in an ellipsis, and paragraphs that have none are named by their numbers: it says so.
    With the larger letters of an institution's template it can become two pages.
    """
    (own,) = guide.items
    note = words.say(guide.language, "pocket form")
    return docx.pack(_face(guide, ""), _pocket(own, _Sheet(guide.language)), note=note, template=template)


def _pocket(own: ItemGuide, sheet: _Sheet) -> Iterator[etree._Element]:
    language = sheet.language
    title = _cut(own.item.title(language)[0], _TITLE)
    heading = words.say(language, "guide item", number=sheet.number(own.item), title=title)
    yield sheet.plain(heading, "ACMCellHeading")
    if own.item.committees:
        yield sheet.note("guide committees", names=sheet.committees(own.item))
    yield sheet.label("guide position")
    if not any(text.day for text in own.texts):
        yield sheet.plain(words.say(language, "guide no position"), "ACMCell")
    yield from _chosen([(text, passage) for text in own.texts for passage in text.paragraphs], sheet)
    yield from _pocket_notes(own, sheet)
    yield sheet.link(own.url)


def _pocket_notes(own: ItemGuide, sheet: _Sheet) -> Iterator[etree._Element]:
    """Yield the reservations with their scope, whether any are withheld, and the texts of earlier years."""
    if own.reservations:
        lines = list(dict.fromkeys(sheet.reservation(reservation) for reservation in own.reservations))
        more = ["…"] if len(lines) > _MOST_NAMES else []
        yield sheet.note("pocket reservations", names="; ".join([*lines[:_MOST_NAMES], *more]))
    if own.withheld:
        yield sheet.note("guide reservations withheld")
    if symbols := list(dict.fromkeys(text.symbol for earlier in own.earlier for text in earlier.texts)):
        more = ["…"] if len(symbols) > _MOST_NAMES else []
        yield sheet.note("pocket earlier", texts=sheet.listed([*symbols[:_MOST_NAMES], *more]))


def _chosen(
    paragraphs: Sequence[tuple[GuideText, GuideParagraph]], sheet: _Sheet
) -> Iterator[etree._Element]:
    """Yield as many of *paragraphs* as have room, each as long as its share of it, and name the others."""
    most = _MOST_PARAGRAPHS[sheet.language]
    shown, left = paragraphs[:most], paragraphs[most:]
    share = max(_MOST_SIGNS[sheet.language] // max(len(shown), 1), _LEAST_OF_ONE)
    for text, of_text in groupby(shown, key=lambda pair: pair[0]):
        yield sheet.plain(sheet.named(text), "ACMNote")
        for _text, passage in of_text:
            number = f"{listed_beside(passage.number, passage.language.value)}. " if passage.number else ""
            yield sheet.spoken("ACMCell", number + _cut(passage.text, share), passage.language)
    if left:
        numbers = [
            listed_beside(passage.number, sheet.language.value) or first_words(" ".join(passage.text.split()))
            for _text, passage in left
        ]
        more = ["…"] if len(numbers) > _MOST_NUMBERS else []
        yield sheet.note("pocket further", numbers=sheet.listed([*numbers[:_MOST_NUMBERS], *more]))
    if any(len(passage.text) > share for _text, passage in shown):
        yield sheet.note("pocket shortened")


def _cut(text: str, most: int) -> str:
    """Return *text* cut at a space after at most *most* signs, with an ellipsis for what was cut."""
    return shortened(" ".join(text.split()), most)
