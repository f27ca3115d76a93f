"""
The working file: a draft as Word, in which each paragraph says which one it is.

Round each line lies a bookmark that names its paragraph and the draft. Bookmarks survive editing in
Word and saving by LibreOffice; where they were deleted or doubled, the words must tell. Otherwise
the file is the clean draft, whatever that looks like.
"""

import io
import re
import zipfile
from collections.abc import Sequence

from lxml import etree

from acm_drafts.documents import docx
from acm_drafts.documents.wordxml import W, element
from acm_drafts.negotiation.lines import DraftText

_MAIN = "word/document.xml"
_MARK = re.compile(r"acm_(?P<paragraph>[0-9a-z]{1,20})_(?P<sequence>[0-9]{1,6})", re.ASCII)


def mark(paragraph: str, sequence: int) -> str:
    """Return the bookmark for the paragraph with a code, in the draft with a number."""
    return f"acm_{paragraph}_{sequence}"


def marked(name: str) -> tuple[str, int] | None:
    """Return code and number that a bookmark of ours names; None for any other."""
    found = _MARK.fullmatch(name)
    return (found["paragraph"], int(found["sequence"])) if found else None


def render(draft: DraftText, marks: Sequence[str]) -> bytes:
    """
    Return *draft* as a .docx in which each line has the bookmark of its place in *marks*.

    The same draft gives the same bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx.render(draft))) as clean, zipfile.ZipFile(out, "w") as file:
        for entry in clean.infolist():
            data = clean.read(entry)
            file.writestr(entry, _with_marks(data, marks) if entry.filename == _MAIN else data)
    return out.getvalue()


def _with_marks(data: bytes, marks: Sequence[str]) -> bytes:
    root = etree.fromstring(data)
    paragraphs = root.findall(f"{{{W}}}body/{{{W}}}p")
    lines = paragraphs[len(paragraphs) - len(marks) :]  # the title stands before them
    for number, (paragraph, name) in enumerate(zip(lines, marks, strict=True), 1):
        first = next((at for at, one in enumerate(paragraph) if one.tag != f"{{{W}}}pPr"), len(paragraph))
        paragraph.insert(first, element("bookmarkStart", id=str(number), name=name))
        paragraph.append(element("bookmarkEnd", id=str(number)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
