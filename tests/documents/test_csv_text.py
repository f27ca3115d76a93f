"""A CSV file is told from everything else that somebody may send for it, and a wrong letter by its place."""

import pytest

from acm_drafts.documents.read.csv_text import LetterNotUtf8, NoCsvFile, csv_text
from tests.documents.making import make_docx, make_paragraph

HEAD = "number,title_en,title_fr,title_ar,heading_en,committee\n"
COLUMNS = ("number", "title_en", "title_fr")
WORD = make_docx(make_paragraph("14,Peace"))


@pytest.mark.parametrize("text", ["", "PK,PAK,Asian,Pakistan\n", "a;b\r\nc;été\r\n", "a\n" * 5_000 + "\0"])
def test_a_text_is_given_back_without_its_byte_order_mark(text: str):
    assert csv_text(text.encode(), COLUMNS) == csv_text(b"\xef\xbb\xbf" + text.encode(), COLUMNS) == text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (WORD, "it is a workbook, a Word file or an archive"),
        (WORD[:60], "it is a workbook, a Word file or an archive"),
        (b"PK\x05\x06" + bytes(18), "it is a workbook, a Word file or an archive"),
        (b"\0\0" + WORD[2:], "it is not a text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an older workbook or Word file"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"{\\rtf1", "it is an RTF file"),
        (HEAD.encode("utf-16"), "it is encoded in UTF-16"),
        (HEAD.encode("utf-16-le"), "it is not a text"),
    ],
)
def test_what_is_no_csv_file_is_named(data: bytes, what: str):
    with pytest.raises(NoCsvFile) as refused:
        csv_text(data, COLUMNS)
    assert what in str(refused.value) and "Save the list as “CSV UTF-8”" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        ((HEAD + "14,Peace,Été,x").encode("latin-1"), 2, "title_fr"),
        (("\ufeff" + HEAD + "14,Peace,x,y\n15,a,b,c,Z").encode() + b"\xff", 3, "heading_en"),
        ("nom;prénom\n".encode("latin-1"), 1, 2),
        ("ici;là\r\nlà;où\r\n".encode("latin-1"), 1, 2),
        (b"a;b\r\n;;;\xe9\r\n", 2, 4),
    ],
)
def test_a_wrong_letter_is_named_by_line_and_column(data: bytes, line: int, column: object):
    with pytest.raises(LetterNotUtf8) as refused:
        csv_text(data, COLUMNS)
    assert refused.value.facts == {"line": line, "column": column}
