"""
The rows of the table of positions, put together from parts that the templates drew.

Each kind of cell is drawn once, and ten thousand cells are joined as they are: nothing typed is among them.
"""

from collections.abc import Iterator, Mapping

from acm_drafts.text.language import Language
from acm_drafts.web.positions.page import EARLIER, Matrix
from acm_drafts.web.text.fragments import macro

TEMPLATE = "positions/_table.html"


def rows_of(matrix: Matrix, *, root: str, language: Language, words: Mapping[str, str]) -> bytes:
    """Return the rows of *matrix*, encoded for the page; *root* is the address of the text, *words* what cells say."""
    cell = macro(TEMPLATE, "cell")
    cells = {key: str(cell(key, key.removesuffix(EARLIER), word)) for key, word in words.items()}
    return "".join(_rows(matrix, root, language, cells)).encode()


def _rows(matrix: Matrix, root: str, language: Language, cells: Mapping[str, str]) -> Iterator[str]:
    number, heading = macro(TEMPLATE, "number"), macro(TEMPLATE, "heading")
    columns = len(matrix.columns)
    for row in matrix.rows:
        if row.is_heading:
            yield heading(row.row, columns, language)
        else:
            yield f"<tr>{number(root, row.row)}{''.join(map(cells.__getitem__, row.cells))}</tr>"
