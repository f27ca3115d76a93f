"""
The agenda of a session of the General Assembly as a CSV file: read into items, or refused with line and column.

The first line names the columns, in any order: `number`, `title_en`, `title_fr`, `title_ar`, and where they are known
`heading_en`, `heading_fr`, `heading_ar`, `committee`. The file is UTF-8. docs/guide.md describes the form for whoever
makes one. A cell that a spreadsheet would compute is refused: a title is what stands there.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.csv_text import csv_text, mark_in, require_csv
from acm_drafts.negotiation.agenda import LONGEST, read_number
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.guide import MOST_ITEMS, Committee, SessionItem, WrongAgendaFile
from acm_drafts.text.language import unfit

REQUIRED = ("number", "title_en", "title_fr", "title_ar")
FURTHER = ("heading_en", "heading_fr", "heading_ar", "committee")
SHOWN = 40
"""So many characters of a wrong name are repeated."""
LARGEST = 1_000_000
"""Bytes of a file; an agenda in three languages has some 150,000."""

_FORMULA = re.compile(r"[\s]*[=+\-@]")
_PARTED = re.compile(r"[\s,;/]+")
_PLENARY = "plenary"


def read_agenda(data: bytes) -> tuple[SessionItem, ...]:
    """
    Return the items of a file in the order of the agenda; empty lines count for nothing.

    Raises WrongAgendaFile with the line (from 1) and the column, by its name or else by its number, and what is wrong;
    NoCsvFile, LetterNotUtf8.
    """
    require_csv(data)
    if len(data) > LARGEST:
        raise WrongAgendaFile(line=1, column=1, what=N_("the file is larger than one megabyte"))
    rows = _rows(csv_text(data, REQUIRED))
    try:
        line, header = next(rows)
    except StopIteration:
        raise WrongAgendaFile(line=1, column=1, what=N_("the file is empty")) from None
    names = _named(header, line)
    items: dict[tuple[int, int, str], SessionItem] = {}
    for line, cells in rows:
        item = _item(cells, names, line)
        if item.place in items:
            raise WrongAgendaFile(
                line=line, column="number", what=N_("its number stands on an earlier line too")
            )
        if len(items) == MOST_ITEMS:
            raise WrongAgendaFile(line=line, column=1, what=N_("an agenda holds at most 600 items"))
        items[item.place] = item
    if not items:
        raise WrongAgendaFile(line=2, column=1, what=N_("there is no item below the names of the columns"))
    return tuple(items[place] for place in sorted(items))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds something, with the line on which it begins."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=mark_in(text.partition("\n")[0]), strict=True
    )
    begins = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            what = N_("its quotation marks do not match")
            raise WrongAgendaFile(line=begins, column=1, what=what) from None
        if any(cell.strip() for cell in row):
            yield begins, row
        begins = reader.line_num + 1


def _named(header: Sequence[str], line: int) -> list[str]:
    """Return the names of the columns. Raises WrongAgendaFile for one that is missing, unknown or there twice."""
    names = [name.strip().casefold() for name in header]
    for place, name in enumerate(names, 1):
        if name not in (*REQUIRED, *FURTHER):
            known = N_("there is no column “%(typed)s”; columns are called %(names)s")
            if not name:
                known = N_("the column has no name; columns are called %(names)s")
            what = Phrase(known, typed=name[:SHOWN], names=", ".join((*REQUIRED, *FURTHER)))
            raise WrongAgendaFile(line=line, column=place, what=what)
        if name in names[: place - 1]:
            raise WrongAgendaFile(line=line, column=name, what=N_("the column is there twice"))
    for name in REQUIRED:
        if name not in names:
            raise WrongAgendaFile(line=line, column=name, what=N_("the column is missing"))
    return names


def _item(cells: Sequence[str], names: Sequence[str], line: int) -> SessionItem:
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        what = N_("the line has more cells than there are columns")
        raise WrongAgendaFile(line=line, column=len(names) + 1, what=what)
    values = {name: _cell(cell, name, line) for name, cell in zip(names, cells, strict=False) if cell.strip()}
    numbered = read_number(values.get("number", ""))
    if numbered is None:
        raise WrongAgendaFile(
            line=line, column="number", what=N_("it is not the number of one item, as in 34 or 71 (b)")
        )
    if "title_en" not in values:
        raise WrongAgendaFile(line=line, column="title_en", what=N_("the title is missing"))
    number, part = numbered
    return SessionItem(
        number,
        part,
        values["title_en"],
        values.get("title_fr", ""),
        values.get("title_ar", ""),
        values.get("heading_en", ""),
        values.get("heading_fr", ""),
        values.get("heading_ar", ""),
        _committees(values, line),
    )


def _cell(cell: str, name: str, line: int) -> str:
    """Return what a cell says, on one line. Raises WrongAgendaFile."""
    if _FORMULA.match(cell):
        what = N_("it begins with a sign by which a spreadsheet would compute it: =, +, - or @")
        raise WrongAgendaFile(line=line, column=name, what=what)
    value = " ".join(cell.split())
    if unfit(value):
        what = N_("it holds a character that cannot be saved")
        raise WrongAgendaFile(line=line, column=name, what=what)
    if len(value) > LONGEST:
        raise WrongAgendaFile(line=line, column=name, what=N_("a cell has at most 500 characters"))
    return value


def _committees(values: Mapping[str, str], line: int) -> str:
    """Return the committees that a cell names: "plenary", the numbers 1 to 6, or several of these."""
    codes = set()
    for word in _PARTED.split(values.get("committee", "").casefold()):
        if not word:
            continue
        code = Committee.PLENARY.value if word == _PLENARY else word
        if code not in set(Committee) or word == Committee.PLENARY.value:
            what = N_("a committee is “plenary” or a number from 1 to 6")
            raise WrongAgendaFile(line=line, column="committee", what=what)
        codes.add(code)
    return "".join(sorted(codes))
