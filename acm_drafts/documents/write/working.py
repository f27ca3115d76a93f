"""
The working file: a draft as Word, in which each paragraph says which one it is.

Round each line lies a bookmark that names its paragraph and the draft. Bookmarks survive editing in
Word and saving by LibreOffice; where they were deleted or doubled, the words must tell. Otherwise
the file is the clean draft, whatever that looks like.
"""

import re
from collections.abc import Sequence

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import docx, footnotes
from acm_drafts.documents.write.annexes import Reservation
from acm_drafts.documents.write.wordxml import element
from acm_drafts.negotiation.lines import DraftText, Line
from acm_drafts.text.language import Language

_MARK = re.compile(r"acm_(?P<paragraph>[0-9a-z]{1,20})_(?P<sequence>[0-9]{1,6})", re.ASCII)


def mark(paragraph: str, sequence: int) -> str:
    """Return the bookmark for the paragraph with a code, in the draft with a number."""
    return f"acm_{paragraph}_{sequence}"


def marked(name: str) -> tuple[str, int] | None:
    """Return code and number that a bookmark of ours names; None for any other."""
    match = _MARK.fullmatch(name)
    return (match["paragraph"], int(match["sequence"])) if match else None


def render(
    draft: DraftText,
    marks: Sequence[str],
    template: Template | None = None,
    *,
    reservations: Sequence[Reservation] = (),
) -> bytes:
    """
    Return *draft* as a .docx in which each line has the bookmark of its place in *marks*.

    It is set in *template*, without one in our own, and Word records what is changed in it. The *reservations* stand
    in it as footnotes, which are known again when it comes back. The same draft gives the same bytes.
    """
    language = Language(draft.language)
    body = [
        _marked(line, language, number, name)
        for number, (line, name) in enumerate(zip(draft.lines, marks, strict=True), start=1)
    ]
    notes = footnotes.places(draft, reservations, [[line] for line in body])
    return docx.pack(draft, body, template=template, tracking=True, notes=notes)


def _marked(line: Line, language: Language, number: int, name: str) -> etree._Element:
    paragraph = docx.line(line, language)
    paragraph.insert(1, element("bookmarkStart", id=str(number), name=name))  # after the properties
    paragraph.append(element("bookmarkEnd", id=str(number)))
    return paragraph
