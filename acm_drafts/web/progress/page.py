"""
The progress of a text as it is shown: by section, by level, and draft by draft, in tables and as bars.

The bars say nothing that the table below them does not say.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.progress import CLASS_WORDS, Counts, Length, ProgressClass, Section
from acm_drafts.negotiation.terms import City, Level
from acm_drafts.services.progress import DraftProgress, Progress
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence_breaks import BrokenParagraph
from acm_drafts.text.language import Language
from acm_drafts.web.shared.body_names import silence_name
from acm_drafts.web.shared.formatting import day, level_in, party_name
from acm_drafts.web.shared.withheld import withheld_others
from acm_drafts.web.silence.page import silence_url
from acm_drafts.web.text.page import counted
from acm_drafts.web.text.routes import Opened

WIDE = 600
"""How wide the longest bar is, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: a class or a level, and its word."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section in a table: what it is called, where it begins, and its number in each column; *every*: of all."""

    title: str
    anchor: str
    language: Language | None
    counts: tuple[int, ...]
    every: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The paragraphs of one class in a bar: where it begins, and how wide it is."""

    key: str
    x: float
    wide: float


@dataclass(frozen=True, slots=True)
class DraftRow:
    """
    A draft in the table and as a bar; *day*: of its circulation, "" where it is not circulated.

    *counts* are in the order of the columns, None where they are not told, for which *why* is the reason. *now*: it is
    the newest as it stands now.
    """

    symbol: str
    day: str
    counts: tuple[int, ...] | None
    length: Length
    bar: tuple[Piece, ...]
    why: str = ""
    now: bool = False


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """
    A paragraph that is not agreed and on which a silence is broken: its code, its number or first words, and by whom.

    *by* holds a sentence for each break, with the address of its procedure.
    """

    code: str
    number: str
    words: str
    by: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """What the page shows; *sections* and *whole* are None where no states are told of the newest draft."""

    columns: tuple[Column, ...]
    drafts: tuple[DraftRow, ...]
    sections: tuple[SectionRow, ...] | None = None
    whole: SectionRow | None = None
    level_columns: tuple[Column, ...] = ()
    levels: tuple[SectionRow, ...] = ()
    agreed: int = 0
    ad_referendum: int = 0
    declined: int = 0
    not_shown: int = 0
    broken: tuple[BrokenRow, ...] = ()


def progress_page(page: Opened, progress: Progress, *, rtl: bool) -> ProgressPage:
    """Return what is shown of *progress*; with *rtl* the bars run from right to left."""
    counts = [own.counts for own in progress.drafts if own.counts] + [progress.now or Counts()]
    columns = tuple(Column(key, str(_(word))) for key, word in CLASS_WORDS.items() if _is_shown(key, counts))
    names, drafts = _Names(page, progress), tuple(_drafts(page, progress, columns, _Scale(counts, rtl)))
    if progress.now is None:
        return ProgressPage(columns, drafts)
    now = progress.now
    agreed = [(section, progress.agreed_by_body(section.paragraphs)) for section in progress.sections]
    bodies = _bodies(frozenset().union(*(own for _section, own in agreed)))
    levels = tuple(Column(name, name) for name in bodies)
    return ProgressPage(
        columns,
        drafts,
        tuple(names.row(section, columns) for section in progress.sections),
        SectionRow(str(_("The whole text")), "", None, _in_columns(now, columns), now.all),
        levels,
        tuple(_by_body(names, agreed, tuple(bodies.values()))),
        now.agreed,
        now.ad_referendum,
        now.declined,
        now.of(ProgressClass.WITHHELD),
        tuple(_broken(page, progress)),
    )


def _broken(page: Opened, progress: Progress) -> Iterator[BrokenRow]:
    rows = {row.paragraph: row for row in progress.rows}
    for key, breaks in progress.still_broken.items():
        row = rows[key]
        sentences = tuple(
            (_who_broke(own), silence_url(page.communique.code, own.silence.code)) for own in breaks
        )
        yield BrokenRow(row.code, row.reference, first_words(row.text, ON_LINE), sentences)


def _who_broke(own: BrokenParagraph) -> str:
    name = party_name(own.by) if own.by else str(_("A delegation"))
    return str(_("%(name)s (%(procedure)s)", name=name, procedure=silence_name(own.silence)))


def _is_shown(key: ProgressClass, known: Iterable[Counts]) -> bool:
    """Return whether a class has a column: that for what is not shown only where there is such."""
    return key is not ProgressClass.WITHHELD or any(counts.of(key) for counts in known)


def _in_columns(counts: Counts, columns: Iterable[Column]) -> tuple[int, ...]:
    return tuple(counts.of(ProgressClass(column.key)) for column in columns)


Bodies = Sequence[tuple[Level, str]]
"""Levels with their cities, "" where that is not told."""


def _bodies(agreeing: Collection[tuple[Level, str]]) -> dict[str, Bodies]:
    """Return which levels agreed something, each with its city where that is not New York, by that name."""
    named: dict[str, list[tuple[Level, str]]] = {}
    for body in ((level, city) for level in Level for city in ("", *City)):
        if body in agreeing:
            named.setdefault(level_in(*body), []).append(body)
    return dict(named)


def _by_body(
    names: "_Names",
    agreed: Iterable[tuple[Section, Mapping[tuple[Level, str], int]]],
    columns: Sequence[Bodies],
) -> Iterator[SectionRow]:
    """Yield of each section how much of it was agreed at each level, that of another city apart."""
    for section, counts in agreed:
        if section.counts.agreed:
            own = tuple(sum(counts.get(body, 0) for body in bodies) for bodies in columns)
            yield names.named(section, own, section.counts.agreed)


class _Names:
    """What sections are called: by the number that the text or its map gives them, and their heading."""

    def __init__(self, page: Opened, progress: Progress) -> None:
        self.language = page.language
        self.numerals = counted(progress.rows)
        self.codes = {row.paragraph: row.code for row in progress.rows}

    def row(self, section: Section, columns: Iterable[Column]) -> SectionRow:
        return self.named(section, _in_columns(section.counts, columns), section.counts.all)

    def named(self, section: Section, counts: tuple[int, ...], every: int) -> SectionRow:
        heading = section.heading
        if heading is None:
            anchor = self.codes[section.paragraphs[0].paragraph]
            return SectionRow(str(_("Beginning of the text")), anchor, None, counts, every)
        numeral = heading.label.rstrip(".") or self.numerals.get(heading.paragraph, "")
        title = f"{numeral}. {heading.text}" if numeral else heading.text
        return SectionRow(title, self.codes[heading.paragraph], self.language, counts, every)


# Draft by draft --------------------------------------------------------------------------------------


class _Scale:
    """Numbers of paragraphs along the bars, which run with the writing."""

    def __init__(self, known: Iterable[Counts], rtl: bool) -> None:
        self.most = max(1, *(counts.all for counts in known))
        self.rtl = rtl

    def bar(self, counts: Counts, columns: Iterable[Column]) -> tuple[Piece, ...]:
        pieces, before = [], 0
        for column in columns:
            own = counts.of(ProgressClass(column.key))
            wide = own * WIDE / self.most
            x = before * WIDE / self.most
            if own:
                pieces.append(Piece(column.key, round(WIDE - x - wide if self.rtl else x, 1), round(wide, 1)))
            before += own
        return tuple(pieces)


def _drafts(page: Opened, progress: Progress, columns: Sequence[Column], scale: _Scale) -> Iterator[DraftRow]:
    for own in progress.drafts:
        circulation = own.version.circulation
        counts = own.counts
        yield DraftRow(
            own.version.symbol,
            day(circulation.at) if circulation else "",
            _in_columns(counts, columns) if counts else None,
            own.length,
            scale.bar(counts, columns) if counts else (),
            why="" if counts else _why(page, own.made_by),
        )
    if progress.now:
        newest: DraftProgress = progress.drafts[-1]
        bar = scale.bar(progress.now, columns)
        symbol = newest.version.symbol
        yield DraftRow(symbol, "", _in_columns(progress.now, columns), newest.length, bar, now=True)


def _why(page: Opened, made_by: RoundContext | None) -> str:
    """Return why nothing is told of how far a draft had come."""
    return withheld_others(page.who, made_by) if made_by else ""
