"""
The styles of footnotes, which only a document that has footnotes carries: those of the template, or ours.

No institution's template has to bring them along: where it does not, a footnote is set as notes are in it.
"""

from functools import cache
from typing import NamedTuple

from lxml import etree

from acm_drafts.documents.read.footnotes import SEPARATOR
from acm_drafts.documents.template.styles import Stylesheet
from acm_drafts.documents.write.wordxml import W, element


class NoteStyles(NamedTuple):
    """The ids of the styles of a footnote, of the number that leads to it, and of the comma between two numbers."""

    text: str
    reference: str
    separator: str


def add_styles(styles: etree._Element) -> NoteStyles:
    """Give the root of a template's *styles* those of footnotes that it lacks, and return the ids of all of them."""
    sheet = Stylesheet(styles)
    spacing = element("pPr", element("spacing", before="0", after="40"))
    raised = element("rPr", element("vertAlign", val="superscript"))
    text = _found(sheet, "paragraph", "footnote text") or _added(
        sheet, "paragraph", "FootnoteText", "footnote text", "ACMNote", spacing
    )
    reference = _found(sheet, "character", "footnote reference") or _added(
        sheet, "character", "FootnoteReference", "footnote reference", "", raised
    )
    separator = _found(sheet, "character", SEPARATOR) or _added(
        sheet, "character", "ACMNoteSeparator", SEPARATOR, reference, None
    )
    return NoteStyles(text, reference, separator)


@cache
def note_styles(styles: bytes) -> NoteStyles:
    """Return the ids that the styles of footnotes have in a document with a template's *styles*."""
    return add_styles(etree.fromstring(styles))


def _found(sheet: Stylesheet, kind: str, name: str) -> str:
    """Return the id of the style of a template with a *name*, "" where there is none; it has no direction then."""
    for style in sheet.by_name.get(name.casefold(), ()):
        if style.get(f"{{{W}}}type") == kind:
            sheet.leave_direction_of(style)
            return str(style.get(f"{{{W}}}styleId", ""))
    return ""


def _added(
    sheet: Stylesheet, kind: str, wanted: str, name: str, base: str, looks: etree._Element | None
) -> str:
    """Add a style of ours and return its id, *wanted* where no other style has it."""
    style_id = wanted
    while style_id in sheet.by_id:
        style_id += "Other"
    style = element("style", element("name", val=name), type=kind, styleId=style_id)
    if name == SEPARATOR:
        style.set(f"{{{W}}}customStyle", "1")
    if base:
        style.append(element("basedOn", val=base))
    style.append(element("uiPriority", val="99"))
    if looks is not None:
        style.append(looks)
    sheet.root.append(style)
    sheet.by_id[style_id] = style
    return style_id
