"""Tables for a spreadsheet: words alone, none of which is ever a formula."""

import csv
import io

import pytest
from openpyxl import load_workbook

from acm_drafts.documents.write.spreadsheet import Sheet, as_csv, as_xlsx, plain

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\n=HYPERLINK()")
ROWS = (("Paragraph", "Egypt"), ("1", "oppose"), *(("2", words) for words in FORMULAS))


def test_every_cell_of_a_csv_is_quoted_and_none_begins_like_a_formula():
    written = as_csv(ROWS)

    assert written.startswith(b"\xef\xbb\xbf")
    text = written.decode("utf-8-sig")
    assert all(line.startswith('"') and line.endswith('"') for line in text.split("\r\n") if line)
    told = list(csv.reader(io.StringIO(text, newline="")))
    assert [cell for _, cell in told[2:]] == [f"'{words}" for words in FORMULAS]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_of_an_xlsx_is_a_formula(words: str):
    book = load_workbook(io.BytesIO(as_xlsx([Sheet("Positions", [("Paragraph", "Egypt"), ("1", words)])])))
    cell = book["Positions"]["B2"]

    assert cell.data_type == "s"
    assert str(cell.value).strip() == words.strip()
    assert cell.quotePrefix


def test_a_sheet_runs_as_its_language_does_and_keeps_its_head_in_view():
    sheets = [Sheet("One", ROWS, first=2), Sheet("Two", [("Why",), ("",)], rightwards=False)]
    book = load_workbook(io.BytesIO(as_xlsx(sheets)))

    assert book.sheetnames == ["One", "Two"]
    assert book["One"].freeze_panes == "C2" and book["Two"].freeze_panes == "B2"
    assert not book["One"].sheet_view.rightToLeft and book["Two"].sheet_view.rightToLeft
    assert book["One"]["A1"].font.bold


def test_the_same_tables_give_the_same_bytes():
    assert as_xlsx([Sheet("One", ROWS)]) == as_xlsx([Sheet("One", ROWS)])


def test_plain_words_stay_as_they_are():
    assert [plain(words) for words in ("", "1 = 1", "نص", "a-b")] == ["", "1 = 1", "نص", "a-b"]
