"""
The annexes to a text: outstanding brackets, reservations, and the earlier numbers of its paragraphs.

Each annex begins with a heading on a page of its own, and none is printed when it is empty. Brackets
are listed as `text.brackets` reads them; whether one may be settled is decided elsewhere.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from lxml import etree

from acm_drafts.documents.write import directions, tables, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.tables import Cell
from acm_drafts.documents.write.wordxml import element, paragraph, run
from acm_drafts.negotiation.concordance import Pair, full_numbers, printed
from acm_drafts.negotiation.first_words import ON_LINE, first_words, shortened
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import ReservationScope, WordsNow
from acm_drafts.text.brackets import Bracket, Part, Unbalanced, neighbours, parse, text_of
from acm_drafts.text.diff import Op, Span
from acm_drafts.text.language import Language

_BRACKETS = (16, 50, 34)
_NUMBERS = (20, 20, 60)
_RESERVATIONS = (16, 42, 22, 20)
_AROUND, _BESIDE = 40, 24
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Reservation:
    """
    A delegation's reservation, entered on a *day* (ISO); with *awaited* it awaits instructions.

    *number*: what its paragraph is called in the draft, "" where it is on the whole text or not in it. *phrase*: the
    words of the paragraph that it is on, "" where it is on more. *words*: its own, "" where it has none. *where*
    its words are in the draft; *kept*: its delegation said that it stands although they are not where they were.
    *line*: the paragraph at which a footnote would tell of it, 0 for the title; *after*: the sign of its text behind
    which, None for the last one. *corrected*: how its phrase reads by the corrigenda that the document incorporates, ""
    where its new words cannot be told apart, None where they leave it as it is.
    """

    number: str
    scope: ReservationScope
    delegation: str
    day: str
    phrase: str = ""
    words: str = ""
    where: WordsNow = WordsNow.THERE
    kept: bool = False
    awaited: bool = False
    line: int = 0
    after: int | None = None
    corrected: str | None = None


class Until(NamedTuple):
    """The *symbol* of the draft that took the place of an earlier one, and on which *day* (ISO) it was circulated."""

    symbol: str
    day: str


@dataclass(frozen=True, slots=True)
class Annexes:
    """
    What the annexes to a draft are made from.

    *names*: whoever may stand before a colon in brackets. *before*, *after*: the symbols of the two
    drafts whose numbers *pairs* sets side by side, all empty where there is no earlier draft.
    *reservations*: in the order of the text, as they were *until* a later draft took the place of this one (None: as
    they are).
    """

    names: Collection[str] = ()
    before: str = ""
    after: str = ""
    pairs: Sequence[Pair] = ()
    reservations: Sequence[Reservation] = ()
    until: Until | None = None


def number_or_first_words(language: Language) -> Callable[[Line], str]:
    """
    Return what calls a line by the number that it prints, or by its first words where it has none.

    These stand in the quotation marks of *language*, that of the document.
    """

    def called(line: Line) -> str:
        return printed(line) or words.say(language, "quoted", words=first_words(line.text))

    return called


@dataclass(frozen=True, slots=True)
class Written:
    """The annexes as they are printed: *elements* of the body, and which paragraphs each is about, by their numbers."""

    elements: Sequence[etree._Element] = ()
    numbers: Sequence[Sequence[str]] = ()


def written(annexes: Annexes, lines: Sequence[Line], language: Language, *, width: int) -> Written:
    """Return the annexes to a draft of *lines*, each under its heading; *width* in twentieths of a point."""
    sheet = _Sheet(language, width)
    all_annexes = (
        sheet.brackets(lines, annexes.names),
        *sheet.reserved(annexes.reservations, annexes.until),
        sheet.concordance(annexes),
    )
    filled = [annex for annex in all_annexes if annex is not None]
    out: list[etree._Element] = []
    for place, annex in enumerate(filled, start=1):
        out += sheet.heading(annex.title, str(place) if len(filled) > 1 else ""), annex.table
    end = [paragraph("ACMCell", [], language)] if out else []
    return Written([*out, *end], [annex.numbers for annex in filled])


def as_drawn(spans: Sequence[Span]) -> list[tuple[Op, str]]:
    """Return *spans* as they are printed in one line: of what no reader can see, the new text plain."""
    drawn = [
        (Op.KEEP if span.invisible else span.op, span.text)
        for span in spans
        if not (span.invisible and span.op is Op.DELETE)
    ]
    return [(op, "".join(text for _, text in same)) for op, same in groupby(drawn, key=itemgetter(0))]


def reservation_tables(
    reservations: Sequence[Reservation], language: Language, *, width: int, until: Until | None = None
) -> list[tuple[str, etree._Element]]:
    """
    Return title and table of the reservations that stand, and of those that await instructions; none for none.

    *until*: the title says with which draft it ends what they tell.
    """
    filled = (annex for annex in _Sheet(language, width).reserved(reservations, until) if annex is not None)
    return [(annex.title, annex.table) for annex in filled]


def on_what(reservation: Reservation, language: Language) -> str:
    """Return what a reservation is on: the whole text, its paragraph, or which words."""
    if reservation.scope is ReservationScope.PHRASE:
        return words.say(language, "on the words", phrase=reservation.phrase)
    return words.say(language, f"on {reservation.scope}")


def what_became_of_its_words(reservation: Reservation, language: Language) -> str:
    """
    Return that its words are not where they were, and whether its delegation maintains it; "" where they are.

    Or that a corrigendum changed them, of which nobody is asked.
    """
    if reservation.where is WordsNow.THERE:
        if reservation.corrected is None:
            return ""
        word = "words corrected to" if reservation.corrected else "words corrected"
        return words.say(language, word, phrase=reservation.corrected)
    moved = words.say(language, f"words {reservation.where}")
    return f"{moved} {words.say(language, 'it stands' if reservation.kept else 'it is asked')}"


def own_words(text: str, language: Language, style: str) -> Iterator[etree._Element]:
    """Yield the words of a reservation, a paragraph for each of its own; in the other direction as they read."""
    for part in text.splitlines():
        if directions.runs_otherwise(part, language):
            yield directions.turned(paragraph(style, [run(part, language)], language), language)
        else:
            yield paragraph(style, directions.runs(part, language), language)


class _Annex(NamedTuple):
    """A title, a table, and the numbers of the paragraphs that it is about, in its order."""

    title: str
    table: etree._Element
    numbers: Sequence[str]


def heading_on_new_page(runs: Sequence[etree._Element], language: Language) -> etree._Element:
    """Return the heading of an annex, which begins a page."""
    heading = paragraph("Heading1", runs, language)
    heading[0].insert(1, element("pageBreakBefore"))  # behind the style, before the direction
    return heading


class _Sheet:
    def __init__(self, language: Language, width: int) -> None:
        self.language, self.width = language, width

    def heading(self, title: str, number: str) -> etree._Element:
        text = words.say(self.language, "annex n" if number else "annex", title=title, number=number)
        return heading_on_new_page([run(text, self.language)], self.language)

    def brackets(self, lines: Sequence[Line], names: Collection[str]) -> _Annex | None:
        called = number_or_first_words(self.language)
        numbers = full_numbers(lines, called)
        rows: list[Sequence[Cell]] = []
        concerned: list[str] = []
        for line in lines:
            number = numbers.get(line.paragraph) or called(line)
            of_line = [[[self.cell(number)], *cells] for cells in self._of_line(line, names)]
            rows += of_line
            concerned += [number for _ in of_line[:1]]
        if not rows:
            return None
        heads = [words.say(self.language, key) for key in ("paragraph", "words in brackets", "open")]
        return self._annex("brackets", _BRACKETS, heads, rows, concerned)

    def reserved(self, reservations: Sequence[Reservation], until: Until | None) -> Iterator["_Annex | None"]:
        """Yield the reservations that stand, then those that await instructions, each None where there are none."""
        for key, awaited in (("reservations", False), ("awaited", True)):
            annex = self.reservations(key, [row for row in reservations if row.awaited is awaited])
            yield annex._replace(title=self._ended(annex.title, until)) if annex and until else annex

    def _ended(self, title: str, until: Until) -> str:
        day = day_in(self.language, until.day)
        return words.say(self.language, "title until", title=title, symbol=until.symbol, day=day)

    def reservations(self, key: str, reservations: Sequence[Reservation]) -> _Annex | None:
        if not reservations:
            return None
        heads = [words.say(self.language, head) for head in ("paragraph", "reservation", "delegation", "day")]
        return self._annex(
            key,
            _RESERVATIONS,
            heads,
            [self._reserved(reservation) for reservation in reservations],
            [reservation.number for reservation in reservations],
        )

    def _reserved(self, reservation: Reservation) -> Sequence[Cell]:
        content = [self.cell(on_what(reservation, self.language))]
        if reservation.words:
            content += own_words(reservation.words, self.language, "ACMCell")
        if moved := what_became_of_its_words(reservation, self.language):
            content.append(self.cell(moved))
        return [
            [self.cell(reservation.number)],
            content,
            [self.cell(reservation.delegation)],
            [self.cell(day_in(self.language, reservation.day))],
        ]

    def concordance(self, annexes: Annexes) -> _Annex | None:
        """Return the numbers of both drafts; None where every paragraph kept its own."""
        if all(pair.old == pair.new for pair in annexes.pairs):
            return None
        rows = [
            [
                [self._number(pair.old, "new")],
                [self._number(pair.new, "deleted")],
                [self.cell(first_words(pair.line.text, ON_LINE))],
            ]
            for pair in annexes.pairs
        ]
        heads = [annexes.before, annexes.after, words.say(self.language, "first words")]
        concerned = [number for pair in annexes.pairs for number in pair.new]
        return self._annex("concordance", _NUMBERS, heads, rows, concerned)

    def _annex(
        self,
        key: str,
        shares: Sequence[int],
        heads: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        concerned: Sequence[str],
    ) -> _Annex:
        title = words.say(self.language, key)
        header = [[self.cell(head, bold=True)] for head in heads]
        widths = [self.width * share // 100 for share in shares]
        table = tables.table(widths, header, rows, language=self.language, caption=title)
        return _Annex(title, table, concerned)

    # Cells

    def cell(self, text: str, *, bold: bool = False) -> etree._Element:
        looks = (element("b"), element("bCs")) if bold else ()
        return paragraph("ACMCell", directions.runs(text, self.language, *looks), self.language)

    def _number(self, numbers: Sequence[str], missing: str) -> etree._Element:
        return self.cell(words.say(self.language, "comma").join(numbers) or words.say(self.language, missing))

    def _of_line(self, line: Line, names: Collection[str]) -> Iterator[tuple[Cell, Cell]]:
        try:
            parts = parse(line.text, names)
        except Unbalanced:
            note = words.say(self.language, "no partner")
            yield [self.cell(line.text)], [self.cell(note)]
            return
        for inside, group in _groups(parts):
            yield (
                [self._in_its_place(inside, group)],
                [self.cell(alternative) for alternative in self._open(group)],
            )

    def _in_its_place(self, parts: Sequence[Part], group: Sequence[Bracket]) -> etree._Element:
        """Return the brackets in bold, with a few of the words around them."""
        first = next(place for place, part in enumerate(parts) if part is group[0])
        last = next(place for place, part in enumerate(parts) if part is group[-1])
        before, after = text_of(parts[:first]), text_of(parts[last + 1 :])
        return paragraph(
            "ACMCell",
            [
                *directions.runs(_end(before, _AROUND), self.language),
                *directions.runs(
                    text_of(parts[first : last + 1]), self.language, element("b"), element("bCs")
                ),
                *directions.runs(shortened(after, _AROUND), self.language),
            ],
            self.language,
        )

    def _open(self, group: Sequence[Bracket]) -> Iterator[str]:
        """Yield each alternative with who wants it; a single one may stay or go."""
        for bracket in group:
            wordings = [" ".join(text_of(alternative).split()) for alternative in bracket.alternatives]
            if len(group) == 1 and len(wordings) == 1:
                yield self._wanted(words.say(self.language, "stays or goes"), bracket)
                continue
            for wording in wordings:
                yield self._wanted(wording or words.say(self.language, "nothing"), bracket)

    def _wanted(self, wording: str, bracket: Bracket) -> str:
        return (
            f"{wording} – {words.say(self.language, 'comma').join(bracket.names)}"
            if bracket.names
            else wording
        )


def _groups(parts: Sequence[Part]) -> Iterator[tuple[Sequence[Part], tuple[Bracket, ...]]]:
    """
    Yield each group of competing brackets with the parts that it stands in, outer groups before inner ones.

    Brackets below the fourth level are printed as words of the bracket that they are in.
    """
    level: list[Sequence[Part]] = [parts]
    for _depth in range(_DEEPEST):
        inner: list[Sequence[Part]] = []
        for inside in level:
            for group in neighbours(inside):
                yield inside, group
                inner += [bracket.parts for bracket in group]
        level = inner


def _middle(text: str, place: int, last: int) -> str:
    """Return the words of *text*, the span at *place*, that are next to a change before or after it."""
    if len(text) <= _AROUND:
        return text
    if place == 0:
        return _end(text, _BESIDE)
    return shortened(text, _BESIDE) + ("" if place == last else _end(text, _BESIDE).removeprefix("…"))


def _end(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    at = text.find(" ", len(text) - most, len(text) - most // 2)
    return f"…{text[at if at > 0 else len(text) - most :]}"
