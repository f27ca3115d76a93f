"""
Resolutions on cooperation between the United Nations and the OIC, as a CSV file brings them.

The first line names the columns, in any order; of these only the symbol is needed. Commas, semicolons or tabs part
them. A cell that cannot be used is named by its line and column, and all of them are named at once.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from acm_drafts.documents.read.csv_text import csv_text, mark_in
from acm_drafts.documents.write.spreadsheet import is_formula
from acm_drafts.negotiation.cooperation_resolutions import (
    CellIsFormula,
    ColumnMissing,
    ColumnUnknown,
    DayAhead,
    FileTooLarge,
    FileWithoutRows,
    LineBroken,
    ResolutionsRefused,
    SymbolTwice,
    Vote,
    WrongCell,
    read_session,
    read_symbol,
    read_vote,
)
from acm_drafts.negotiation.errors import Refusal, TextTooLong, UnreadableText
from acm_drafts.negotiation.invitations import day_named
from acm_drafts.negotiation.library import same_symbol
from acm_drafts.text.language import unfit

COLUMNS = ("symbol", "session", "date", "vote", "source", "note")
"""The columns of a file, as it names them and as we write them."""
MOST_ROWS = 1_000
LONGEST_CELL = 500

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A line of a file; an empty cell, or a column that is not there, is None or "". *basis* is its column source."""

    symbol: str
    session: int | None = None
    day: date | None = None
    vote: Vote | None = None
    basis: str = ""
    note: str = ""


def read_resolutions(data: bytes, today: date) -> list[ResolutionRow]:
    """
    Return the resolutions of a CSV file, in its order.

    Raises NoCsvFile, LetterNotUtf8, FileTooLarge, FileWithoutRows, LineBroken, ColumnMissing, ColumnUnknown;
    ResolutionsRefused with all cells that cannot be used, among them one that begins like a formula and a symbol that
    comes twice.
    """
    lines = _lines(csv_text(data, ["symbol"]))
    number, columns = next(lines, (1, []))
    names = _names(number, columns)
    rows: list[ResolutionRow] = []
    wrong: list[WrongCell] = []
    seen: dict[str, int] = {}
    for count, (number, cells) in enumerate(lines):
        if count >= MOST_ROWS:
            raise FileTooLarge(most=MOST_ROWS)
        if len(cells) > len(names):
            raise LineBroken(line=number)
        reading = _Reading(number, dict(zip(names, (cell.strip() for cell in cells), strict=False)), wrong)
        row = reading.row(seen, today)
        if row is not None:
            rows.append(row)
    if wrong:
        raise ResolutionsRefused(tuple(wrong))
    if not rows:
        raise FileWithoutRows()
    return rows


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file that hold something, each with the number of the line on which it begins."""
    mark = mark_in(text.partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error:
        raise LineBroken(line=number) from None


def _names(line: int, columns: list[str]) -> list[str]:
    names = [name.strip().casefold() for name in columns]
    if "symbol" not in names:
        raise ColumnMissing(line=line, name="symbol")
    for place, name in enumerate(names):
        if name not in COLUMNS or name in names[:place]:
            raise ColumnUnknown(line=line, name=name[:40])
    return names


@dataclass(frozen=True, slots=True)
class _Reading:
    """The cells of one line, by column, and where it is noted what is wrong with them."""

    line: int
    cells: Mapping[str, str]
    wrong: list[WrongCell]

    def row(self, seen: dict[str, int], today: date) -> ResolutionRow | None:
        """Return the resolution of the line; None where a cell cannot be used, which is noted then."""
        before = len(self.wrong)
        symbol = self._cell("symbol", lambda words: _once(read_symbol(words), seen, self.line))
        session = self._cell("session", lambda words: read_session(words, symbol or ""))
        day = self._cell("date", lambda words: _day(words, today))
        vote = self._cell("vote", read_vote)
        basis, note = self._cell("source", _words), self._cell("note", _words)
        if symbol is None or len(self.wrong) > before:
            return None
        return ResolutionRow(symbol, session, day, vote, basis or "", note or "")

    def _cell(self, column: str, read: Callable[[str], T]) -> T | None:
        """Return what stands in a cell; None where it cannot be used, which is noted then."""
        try:
            return read(_checked(self.cells.get(column, "")))
        except Refusal as refusal:
            self.wrong.append(WrongCell(self.line, column, refusal))
            return None


def _checked(words: str) -> str:
    if is_formula(words):
        raise CellIsFormula()
    if unreadable := unfit(words):
        raise UnreadableText(character=unreadable[1], position=unreadable[0] + 1)
    if len(words) > LONGEST_CELL:
        raise TextTooLong(length=len(words), most=LONGEST_CELL)
    return words


def _words(words: str) -> str:
    return " ".join(words.split())


def _once(symbol: str, seen: dict[str, int], line: int) -> str:
    first = seen.setdefault(same_symbol(symbol), line)
    if first != line:
        raise SymbolTwice(line=first)
    return symbol


def _day(words: str, today: date) -> date | None:
    day = day_named(words)
    if day is not None and day > today:
        raise DayAhead(day=words)
    return day
