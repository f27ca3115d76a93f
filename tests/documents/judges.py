"""Others who read our Word files: pandoc, and two validators. LibreOffice stands in tests/documents/office.py."""

from pathlib import Path

import ooxml_integrity
import pypandoc
from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity

STRICT = OpenXmlValidator(FileFormat.OFFICE_2019)


def pandoc(document: bytes, view: str) -> list[str]:
    """
    Return the paragraphs that pandoc finds, the title first; *view* is "accept" (all changes) or "reject".

    Empty ones are left out, and white space is made one space.
    """
    options = ["--wrap=none", "--standalone", f"--track-changes={view}"]
    text = pypandoc.convert_text(document, "plain", format="docx", extra_args=options)
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def judgements(file: Path) -> list[str]:
    """Return what two validators of Word files have to say against *file*: errors, and the second one's warnings."""
    errors = [one for one in STRICT.validate(file).errors if one.severity is ValidationSeverity.ERROR]
    findings = [one for one in ooxml_integrity.check(file) if one.severity >= ooxml_integrity.WARN]
    return [*map(str, errors), *map(str, findings)]
