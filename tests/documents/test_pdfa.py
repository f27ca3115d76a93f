"""PDF/A of a Word file, by a real LibreOffice; and what is no PDF/A."""

from pathlib import Path

import pytest

from acm_drafts.documents.write import docx
from acm_drafts.documents.write.pdfa import PdfNotMade, part_of, pdfa
from acm_drafts.negotiation.lines import ADOPTED, DraftText, Line
from tests.documents.office import PROGRAM

TEXT = DraftText("البيان", "OIC/FC", ADOPTED, "ar", "2026-09-01", [Line(1, "ودعا الاجتماع.", label="1.")])


@pytest.mark.office
def test_a_word_file_becomes_a_file_that_says_it_is_pdf_a_2():
    made = pdfa(docx.render(TEXT), PROGRAM)
    assert made.startswith(b"%PDF-") and part_of(made) == 2


def test_a_program_that_is_not_there_fails_or_takes_too_long_makes_none(tmp_path: Path):
    for number, (script, seconds) in enumerate((("exit 3", 5), ("sleep 60", 0.3), ("exit 0", 5))):
        program = tmp_path / f"program{number}"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        with pytest.raises(PdfNotMade):
            pdfa(b"", str(program), seconds=seconds)
    with pytest.raises(PdfNotMade):
        pdfa(b"", str(tmp_path / "nothing"))


def test_a_pdf_without_the_claim_is_no_pdf_a():
    assert part_of(b"%PDF-1.7 plain") is None
    assert part_of(b"<pdfaid:part>2</pdfaid:part>") is None
    assert part_of(b"%PDF-1.7 <pdfaid:part>1</pdfaid:part>") == 1
