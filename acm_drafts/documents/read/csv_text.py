"""
The text of a CSV file: that it is one, in UTF-8, is judged here for every list that is read from a file.

What the columns mean is for those who read the list.
"""

import csv
from codecs import BOM_UTF8
from collections.abc import Collection

from acm_drafts.documents.read.foreign import Foreign, foreign_kind
from acm_drafts.negotiation.errors import N_, Refusal

_WHY = {
    Foreign.ARCHIVE: N_("it is a workbook, a Word file or an archive (.xlsx, .docx, .zip), or a damaged one"),
    Foreign.OLDER_OFFICE: N_("it is an older workbook or Word file (.xls, .doc)"),
    Foreign.PDF: N_("it is a PDF"),
    Foreign.RTF: N_("it is an RTF file"),
    Foreign.UTF_16: N_("it is encoded in UTF-16"),
    Foreign.BINARY: N_("it is not a text"),
}


def require_csv(data: bytes) -> None:
    """Raise NoCsvFile where the bytes are no text in UTF-8 by their beginning: a workbook, an archive, a PDF."""
    kind = foreign_kind(data)
    if kind is not None:
        raise NoCsvFile(what=_WHY[kind])


def csv_text(data: bytes, columns: Collection[str]) -> str:
    """
    Return the text of a CSV file, without a byte order mark.

    *columns*: where the first line names all of these, it names the columns. Raises NoCsvFile; LetterNotUtf8 with the
    line (from 1) and the column, by its name or else by its number.
    """
    require_csv(data)
    data = data.removeprefix(BOM_UTF8)  # what is wrong is counted from behind it
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line, column = _place_of(data, error.start, columns)
        raise LetterNotUtf8(line=line, column=column) from None


def mark_in(first: str) -> str:
    """Return what parts the cells of a file, by its first line."""
    return max(",;\t", key=first.count)


def _place_of(data: bytes, at: int, columns: Collection[str]) -> tuple[int, int | str]:
    """Return the line of a byte, and the column by its name where the first line tells it, else by its number."""
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text = data.decode("latin-1")
    first = text.replace("\r\n", "\n").replace("\r", "\n").partition("\n")[0]
    mark = mark_in(first)
    line = before.decode("latin-1").rpartition("\n")[2]
    column = max(len(next(csv.reader([line], delimiter=mark), [""])), 1)
    names = [name.strip().casefold() for name in next(csv.reader([first], delimiter=mark), [])]
    number = before.count(b"\n") + 1
    named = set(names) >= set(columns) and number > 1 and column <= len(names)
    return number, names[column - 1] if named else column


# What is refused -----------------------------------------------------------------------------------


class NoCsvFile(Refusal):
    """A list is read from a CSV file, and this is none; *what* says what it is."""

    sentence = N_("This is no CSV file: %(what)s.")
    next_step = N_("Save the list as “CSV UTF-8” and send it again; nothing of this file was saved.")


class LetterNotUtf8(NoCsvFile):
    """*line* and *column* say where."""

    sentence = N_("Line %(line)s, column %(column)s of the file: a letter there is not encoded in UTF-8.")
