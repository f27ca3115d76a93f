"""
A Word file as PDF/A-2b, the archival form of PDF, by LibreOffice in a process and a profile of its own.
"""

import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path

MOST_SECONDS = 120
"""How long one file may take; it takes one or two."""
PART = 2
_FILTER = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"%d"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
_CLAIM = re.compile(rb"""pdfaid:part(?:>|=["'])\s*(\d)""")
# What the program needs to start; nothing of it is a secret of the house.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")


class PdfNotMade(Exception):
    """LibreOffice made no PDF/A: it is not there, failed, took too long, or made another kind of file."""


def pdfa(data: bytes, program: str, *, seconds: float = MOST_SECONDS) -> bytes:
    """Return a Word file as PDF/A; *program*: LibreOffice. Raises PdfNotMade."""
    with tempfile.TemporaryDirectory(prefix="acm-pdf-") as folder:
        home = Path(folder)
        (home / "text.docx").write_bytes(data)
        _convert(home, program, seconds)
        file = home / "out" / "text.pdf"
        if not file.is_file():
            raise PdfNotMade("no file was made")
        pdf = file.read_bytes()
    if part_of(pdf) != PART:
        raise PdfNotMade("the file does not say that it is PDF/A")
    return pdf


def part_of(pdf: bytes) -> int | None:
    """Return the part of the standard that a file says it follows (2 for PDF/A-2), None for a PDF that is no PDF/A."""
    claim = _CLAIM.search(pdf)
    return int(claim[1]) if claim and pdf.startswith(b"%PDF-") else None


def _convert(home: Path, program: str, seconds: float) -> None:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    command = [
        program,
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _FILTER % PART,
        "--outdir",
        str(home / "out"),
        str(home / "text.docx"),
    ]
    try:
        process = subprocess.Popen(
            command,
            cwd=home,
            env=environment | {"HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the program starts another one, and both are ended together
        )
    except OSError as error:
        raise PdfNotMade(f"the program could not be started ({error.strerror})") from None
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise PdfNotMade("it took too long") from None
    if code:
        raise PdfNotMade(f"the program ended with {code}")
