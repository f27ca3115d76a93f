"""
A draft as a Word file that a foreign ministry opens, prints and trusts.

Numbers are literal text, because automatic ones shift when an insertion is accepted. Every
line of the draft is one body paragraph; Word's Title style is for the title alone. The same
draft gives the same bytes: no author, no clock, one fixed date in the archive.
"""

import io
import zipfile
from collections.abc import Iterable
from functools import cache

from lxml import etree

from acm_drafts.documents import annexes as annexed
from acm_drafts.documents import contents, masthead
from acm_drafts.documents.annexes import Annexes
from acm_drafts.documents.templates import STYLES, Template, own
from acm_drafts.documents.wordxml import R, W, element, locale, paragraph, run
from acm_drafts.negotiation.lines import DraftText, Line, LineKind
from acm_drafts.text.language import Language

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

WIDE = 14286
"""Between the margins of a page that lies across, in twentieths of a point."""
_NARROW = 9354

_SINGLE = "240"
_AMONG_ARABIC = "28"
_SMALL = ("ACMCell", "ACMNote", "ACMProposalText", "ACMProposalNote")
_SMALL_AMONG_ARABIC = "24"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_HEADINGS = ("Heading1", "Heading2")
_LABELLED = ("ACMParagraph", "ACMSubparagraph", "ACMSubparagraph2")
_PLAIN = ("ACMPlain", "ACMPlain1", "ACMPlain2")
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"


def render(draft: DraftText, annexes: Annexes | None = None, template: Template | None = None) -> bytes:
    """
    Return *draft* as a .docx: masthead with symbol, status and date, title, then each line in order.

    A line prints as label, tab, wording; a line feed in a wording is a line break. Language
    and direction are the draft's own. With *annexes* it has a table of contents too; without,
    the body is the draft and nothing else.
    """
    language = Language(draft.language)
    return pack(draft, [line(one, language) for one in draft.lines], annexes=annexes, template=template)


def pack(
    draft: DraftText,
    body: Iterable[etree._Element],
    *,
    note: str = "",
    landscape: bool = False,
    annexes: Annexes | None = None,
    template: Template | None = None,
) -> bytes:
    """
    Return a .docx with the face of *draft* and *body* (paragraphs, tables) under its title.

    *note* stands in the masthead below the status and says what kind of document it is. With
    *annexes* they follow, and all headings that are paragraphs are listed before the body.
    Without a *template* it is set in our own.
    """
    language = Language(draft.language)
    if annexes is not None:
        width = WIDE if landscape else _NARROW
        behind = annexed.elements(annexes, draft.lines, language, width=width)
        body = contents.added([*body, *behind], language)
    template = template or own()
    parts = {
        **dict(template.parts),
        "docProps/core.xml": _bytes(_properties(draft, language)),
        "word/document.xml": _bytes(_document(draft, body, landscape)),
        "word/footer.xml": _bytes(masthead.footer(language)),
        "word/header.xml": _bytes(masthead.running_head(draft, language)),
        "word/masthead.xml": _bytes(masthead.masthead(draft, language, note)),
        STYLES: _styles(template, language, landscape),
    }
    return _archive(parts)


# The body --------------------------------------------------------------------------------------------


def _document(draft: DraftText, body: Iterable[etree._Element], landscape: bool) -> etree._Element:
    language = Language(draft.language)
    title = [paragraph("Title", [run(draft.title, language)], language)] if draft.title else []
    return element("document", element("body", *title, *body, _section(language, landscape)))


def line(one: Line, language: Language) -> etree._Element:
    """Return a line of a draft as a paragraph: label, tab, wording."""
    text = f"{one.label}\t{one.text}" if one.label else one.text
    return paragraph(style_of(one), [run(text, language)], language)


def style_of(line: Line) -> str:
    """Return the id of the style that *line* is set in."""
    family = _HEADINGS if line.kind is LineKind.HEADING else _LABELLED if line.label else _PLAIN
    depth = max(line.depth, 1 if line.kind is LineKind.SUB else 0)
    return family[min(depth, len(family) - 1)]


def _section(language: Language, landscape: bool) -> etree._Element:
    """A4, upright or across, the masthead on the first page and the running head on the others."""
    parts = [
        _reference("headerReference", "first", "masthead"),
        _reference("headerReference", "default", "header"),
        _reference("footerReference", "first", "footer"),
        _reference("footerReference", "default", "footer"),
        element("pgSz", w="16838", h="11906", orient="landscape")
        if landscape
        else element("pgSz", w="11906", h="16838"),
        element(
            "pgMar",
            top="1531",
            right="1276",
            bottom="1418",
            left="1276",
            header="794",
            footer="680",
            gutter="0",
        ),
        element("titlePg"),
    ]
    if language is Language.AR:
        parts.append(element("bidi"))
    return element("sectPr", *parts)


def _reference(tag: str, kind: str, relationship: str) -> etree._Element:
    made = element(tag, type=kind)
    made.set(f"{{{R}}}id", relationship)
    return made


# The package -----------------------------------------------------------------------------------------


@cache
def _styles(template: Template, language: Language, landscape: bool) -> bytes:
    """The template's styles, in the language that everything is written in and as wide as the page."""
    styles = etree.fromstring(template[STYLES])
    arabic = language is Language.AR
    for lang in (_default_language(styles), *styles.iter(f"{{{W}}}lang")):
        lang.set(f"{{{W}}}{'bidi' if arabic else 'val'}", locale(language))
    if arabic and template.own:  # an institution chose its sizes itself
        _suit_arabic(styles)
    if landscape:
        for tab in styles.iterfind(f".//{{{W}}}tab[@{{{W}}}val='right']"):
            tab.set(f"{{{W}}}pos", str(WIDE))
    return _bytes(styles)


def _default_language(styles: etree._Element) -> etree._Element:
    """Return where the language of the whole document is declared; it is made where a template has none."""
    where = styles
    for tag in ("docDefaults", "rPrDefault", "rPr", "lang"):
        found = where.find(f"{{{W}}}{tag}")
        if found is None:
            found = element(tag)
            where.insert(len(where) if tag == "lang" else 0, found)
        where = found
    return where


def _suit_arabic(styles: etree._Element) -> None:
    """Arabic letters bring their own leading; a Latin symbol among them is written as large as they look."""
    for spacing in styles.iter(f"{{{W}}}spacing"):
        spacing.set(f"{{{W}}}line", _SINGLE)
    for size in styles.iterfind(f"{{{W}}}docDefaults//{{{W}}}sz"):
        size.set(f"{{{W}}}val", _AMONG_ARABIC)
    for style in _SMALL:
        for size in styles.iterfind(f"{{{W}}}style[@{{{W}}}styleId='{style}']//{{{W}}}sz"):
            size.set(f"{{{W}}}val", _SMALL_AMONG_ARABIC)


def _properties(draft: DraftText, language: Language) -> etree._Element:
    core = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    facts = (
        (_CORE, "contentStatus", masthead.status_in(language, draft.status)),
        (_DC, "identifier", draft.symbol),
        (_DC, "language", locale(language)),
        (_DC, "title", draft.title),
    )
    for namespace, name, fact in facts:
        etree.SubElement(core, f"{{{namespace}}}{name}").text = fact
    return core


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _archive(parts: dict[str, bytes]) -> bytes:
    """Zip *parts*, the content types first as the format asks, all with one date."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            file.writestr(entry, parts[name])
    return archive.getvalue()
