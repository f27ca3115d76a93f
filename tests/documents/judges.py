"""Others who read our Word files: pandoc, and two validators. LibreOffice stands in tests/documents/office.py."""

import subprocess
import sys
from pathlib import Path

import pypandoc


def pandoc(document: bytes, view: str) -> list[str]:
    """
    Return the paragraphs that pandoc finds, the title first; *view* is "accept" (all changes) or "reject".

    Empty ones are left out, and white space is made one space.
    """
    options = ["--wrap=none", "--standalone", f"--track-changes={view}"]
    text = pypandoc.convert_text(document, "plain", format="docx", extra_args=options)
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def judgements(file: Path) -> list[str]:
    """Return what two validators of Word files have to say against *file*."""
    tools = Path(sys.executable).parent
    said = [
        (["openxml-audit", file, "-f", "office2019"], "Errors: 0"),
        (["ooxml-integrity", "check", file], "0 error(s), 0 warning(s)"),
    ]
    out = []
    for (tool, *rest), clean in said:
        found = subprocess.run([tools / tool, *rest], capture_output=True, text=True, check=False).stdout
        out += [] if clean in found else [found]
    return out
