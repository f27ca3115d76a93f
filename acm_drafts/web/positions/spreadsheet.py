"""
The table of positions as files for a spreadsheet, for the page and the command line.
"""

from collections.abc import Mapping

from acm_drafts.documents.write.spreadsheet import Sheet, as_csv, as_xlsx
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.store.database import Session
from acm_drafts.web.positions.page import EARLIER, KEYS, Matrix, reasons_of, table_of
from acm_drafts.web.shared.states import POSITIONS
from acm_drafts.web.text.routes import Opened


def csv_of(matrix: Matrix) -> bytes:
    """Return the matrix as a .csv: a row for each paragraph, a column for each delegation."""
    return as_csv(_rows(matrix))


def workbook_of(session: Session, page: Opened, matrix: Matrix) -> bytes:
    """Return the matrix as an .xlsx, with the reasons on a second sheet. Two queries."""
    rightwards = interface_language().direction == "ltr"
    reasons = reasons_of(session, page, matrix, words_of_cells())
    return as_xlsx(
        [
            Sheet(str(_("Positions")), _rows(matrix), 2, rightwards),
            Sheet(str(_("Reasons")), reasons, 2, rightwards),
        ]
    )


def words_of_cells() -> Mapping[str, str]:
    """Return what each cell says in the reader's language, by its key."""
    return {key: _word(key) for key in KEYS}


def _word(key: str) -> str:
    stance = key.removesuffix(EARLIER)
    if not stance:
        return ""
    word = POSITIONS[stance].word()
    return str(_("%(position)s (on the earlier words)", position=word)) if stance != key else str(word)


def _rows(matrix: Matrix) -> list[list[str]]:
    """Return the rows, and as a last one which positions the reader does not read; none where they read all."""
    notes = [["", matrix.note]] if matrix.note else []
    return [*table_of(matrix, words_of_cells()), *notes]
