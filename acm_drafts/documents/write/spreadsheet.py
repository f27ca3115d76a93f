"""
Tables for a spreadsheet, as .csv and as .xlsx: words alone, of which none is ever taken for a formula.

The same tables give the same bytes.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Sequence[str]

STARTERS = ("=", "+", "-", "@")
"""What begins a formula, behind any white space; so do a tab and a carriage return."""

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_MOMENTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms)")
_NARROW, _WIDE = 16, 48
"""Widths of columns, in characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One table under a *name*; its first row heads it.

    *first*: so many columns at the start name what a row is about, and stay in view. *rightwards* is False where the
    language runs from right to left.
    """

    name: str
    rows: Sequence[Row]
    first: int = 1
    rightwards: bool = True


def is_formula(words: str) -> bool:
    """Return whether a spreadsheet would take *words* for a formula."""
    return words.lstrip()[:1] in STARTERS or words[:1] in ("\t", "\r")


def plain(words: str) -> str:
    """Return *words* as a spreadsheet shows them: one that begins like a formula is made text by an apostrophe."""
    return f"'{words}" if is_formula(words) else words


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return *rows* as a .csv that a spreadsheet opens in any language, every cell in quotation marks."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([plain(words) for words in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return *sheets* as an .xlsx; every cell is text."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    out = io.BytesIO()
    book.save(out)
    return _repacked(out.getvalue())


def _fill(worksheet: WriteOnlyWorksheet, sheet: Sheet) -> None:
    worksheet.sheet_view.rightToLeft = not sheet.rightwards
    worksheet.freeze_panes = f"{_letter(sheet.first)}2"  # behind the first columns, below the head
    for place in range(sheet.first):
        worksheet.column_dimensions[_letter(place)].width = _WIDE if place else _NARROW
    for number, row in enumerate(sheet.rows):
        worksheet.append([_cell(worksheet, words, head=number == 0) for words in row])


def _letter(place: int) -> str:
    """Return the letter of one of the first columns, which are counted from 0."""
    return "ABCDEFGH"[place]


_HEAD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def _cell(worksheet: WriteOnlyWorksheet, words: str, *, head: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(worksheet, ILLEGAL_CHARACTERS_RE.sub("", words))
    cell.data_type = "s"  # also what begins like a formula
    if is_formula(words):
        cell.quotePrefix = True  # and stays text where somebody edits it
    if head:
        cell.font = _HEAD
        cell.alignment = _WRAPPED
    return cell


def _repacked(data: bytes) -> bytes:
    """Return the same file without the moment at which it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as written,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in written.namelist():
            part = written.read(name)
            if name == "docProps/core.xml":
                part = _MOMENTS.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", part)
            packed.writestr(zipfile.ZipInfo(name, _LONG_AGO), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
