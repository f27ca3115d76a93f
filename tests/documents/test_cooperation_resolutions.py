"""A CSV file of resolutions on cooperation: what is read of it, and what is refused by its line and column."""

from datetime import date
from pathlib import Path

import pytest

from acm_drafts.documents.read.cooperation_resolutions import MOST_ROWS, ResolutionRow, read_resolutions
from acm_drafts.documents.read.csv_text import LetterNotUtf8, NoCsvFile
from acm_drafts.negotiation import cooperation_resolutions as rules
from acm_drafts.negotiation.cooperation_resolutions import ResolutionsRefused, Vote, VoteKind
from acm_drafts.negotiation.errors import TextTooLong, UnreadableText
from acm_drafts.negotiation.invitations import WrongDay

TODAY = date(2026, 9, 1)


def read(text: str) -> list[ResolutionRow]:
    return read_resolutions(text.encode(), TODAY)


def wrong_cells(text: str) -> list[tuple[int, str, type]]:
    with pytest.raises(ResolutionsRefused) as refused:
        read(text)
    return [(cell.line, cell.column, type(cell.refusal)) for cell in refused.value.cells]


def test_columns_come_in_any_order_with_any_of_three_marks_and_empty_lines_are_none():
    expected = ResolutionRow(
        "A/RES/65/140", 65, date(2010, 12, 16), Vote(VoteKind.WITHOUT_A_VOTE), "Its own text", "Note; more"
    )
    for mark in ",;\t":
        text = (
            f"Date{mark}symbol{mark}VOTE{mark}note{mark}source\r\n\r\n"
            f'2010-12-16{mark}A/RES/65/140{mark}without a vote{mark}"Note; more"{mark}"Its own\ntext"\r\n'
        )
        assert read(f"\ufeff{text}") == [expected]


def test_every_cell_that_cannot_be_used_is_named_at_once():
    text = (
        "symbol,session,date,vote,note\n"
        "A/RES/65/140,64,16.12.2010,yes,=1+1\n"
        '"A/RES/67/264",,,,"two\nlines"\n'
        "A/RES/67/264,,2013-05-17,,\n"
        "ours,,2099-01-01,,\u202e\n"
        f"A/RES/63/114,,,,{'x' * 501}\n"
    )
    assert wrong_cells(text) == [
        (2, "session", rules.WrongSession),
        (2, "date", WrongDay),
        (2, "vote", rules.WrongVote),
        (2, "note", rules.CellIsFormula),
        (5, "symbol", rules.SymbolTwice),
        (6, "symbol", rules.WrongSymbol),
        (6, "date", rules.DayAhead),
        (6, "note", UnreadableText),
        (7, "note", TextTooLong),
    ]


@pytest.mark.parametrize("formula", ["=cmd()", "+1", "-1", "@SUM(A1)"])
def test_what_a_spreadsheet_would_run_is_refused_in_every_column(formula: str):
    assert wrong_cells(f"symbol,source\n{formula},{formula}\n") == [
        (2, "symbol", rules.CellIsFormula),
        (2, "source", rules.CellIsFormula),
    ]


@pytest.mark.parametrize(
    ("data", "refusal", "facts"),
    [
        (b"date,symbol\n,A/RES/65/140\n,\xe9t\xe9\n", LetterNotUtf8, {"line": 3, "column": "symbol"}),
        ("symbol".encode("utf-16"), NoCsvFile, {"what": "it is encoded in UTF-16"}),
        (b"", rules.ColumnMissing, {"line": 1, "name": "symbol"}),
        (b"date,vote\n2010-12-16,\n", rules.ColumnMissing, {"line": 1, "name": "symbol"}),
        (b"symbol,dat\nA/RES/65/140,\n", rules.ColumnUnknown, {"line": 1, "name": "dat"}),
        (b"symbol,symbol\nA/RES/65/140,\n", rules.ColumnUnknown, {"line": 1, "name": "symbol"}),
        (b"symbol\n\n", rules.FileWithoutRows, {}),
        (b"symbol\nA/RES/65/140,1975\n", rules.LineBroken, {"line": 2}),
        (b'symbol\nA/RES/65/140\n"A/RES"x\n', rules.LineBroken, {"line": 3}),
        (b"symbol\n" + b"A/RES/1/1\n" * (MOST_ROWS + 1), rules.FileTooLarge, {"most": MOST_ROWS}),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_line(data: bytes, refusal: type, facts: dict):
    with pytest.raises(refusal) as refused:
        read_resolutions(data, TODAY)

    assert type(refused.value) is refusal and refused.value.facts == facts


@pytest.mark.shared
def test_the_list_of_the_mission_is_read_whole(shared: Path):
    rows = read_resolutions((shared / "texts" / "cooperation_resolutions.csv").read_bytes(), TODAY)

    assert len(rows) == 29
    assert rows[0].session == 30 and rows[-1] == ResolutionRow(
        "A/RES/67/264", 67, date(2013, 5, 17), None, "its own text"
    )
