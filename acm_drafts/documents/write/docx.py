"""
A draft as a Word file that a foreign ministry opens, prints and trusts.

Numbers are literal text, because automatic ones shift when an insertion is accepted. Every
line of the draft is one body paragraph; Word's Title style is for the title alone. The same
draft gives the same bytes: no author, no clock, one fixed date in the archive.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from lxml import etree

from acm_drafts.documents.template import headers, page_setup
from acm_drafts.documents.template.fonts import FONT_TABLE, embedded, holds_arabic
from acm_drafts.documents.template.footnotes import add_styles, note_styles
from acm_drafts.documents.template.headers import Picture
from acm_drafts.documents.template.page_setup import FIRST, OTHERS, Sheet
from acm_drafts.documents.template.templates import STYLES, Template, end_tabs, own
from acm_drafts.documents.write import annexes as annexed
from acm_drafts.documents.write import contents, directions, footnotes, masthead, words
from acm_drafts.documents.write.annexes import Annexes, Reservation
from acm_drafts.documents.write.masthead import FirstPage, Part
from acm_drafts.documents.write.wordxml import R, W, element, locale, paragraph, run
from acm_drafts.negotiation.lines import DraftText, Line, LineKind
from acm_drafts.text.language import Language
from acm_drafts.text.opening_verbs import opening_verb

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SETTINGS = "word/settings.xml"
_SINGLE = "240"
_AMONG_ARABIC = "28"
_LATIN_BY_ARABIC = 7 / 8
"""Latin letters of 14 points look as large as Arabic ones of 16."""
_SMALL = ("TOC1", "TOC2", "ACMCell", "ACMNote", "ACMProposalText", "ACMProposalNote")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_FACES = tuple(f"word/{name}.xml" for name in ("masthead", "header", "firstfooter", "footer"))
_HEADINGS = ("Heading1", "Heading2")
_HEADS = {("header", FIRST): "masthead", ("header", OTHERS): "header"}
_FEET = {("footer", FIRST): "firstfooter", ("footer", OTHERS): "footer"}
_LABELLED = ("ACMParagraph", "ACMSubparagraph", "ACMSubparagraph2")
_PLAIN = ("ACMPlain", "ACMPlain1", "ACMPlain2")
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DC = "http://purl.org/dc/elements/1.1/"


def render(
    draft: DraftText,
    annexes: Annexes | None = None,
    template: Template | None = None,
    *,
    reservations: Sequence[Reservation] = (),
) -> bytes:
    """
    Return *draft* as a .docx: masthead with symbol, status and date, title, then each line in order.

    A line prints as label, tab, wording; a line feed in a wording is a line break; below one that a corrigendum
    leaves in the original language it is said. Language and direction are the draft's own. With *annexes* it has a
    table of contents too; without, the body is the draft and nothing else. The *reservations* stand in it as footnotes.
    """
    language, verbs = Language(draft.language), in_italics(draft)
    lines = [line(draft_line, language, verbs=verbs) for draft_line in draft.lines]
    notes = footnotes.places(draft, reservations, [[printed] for printed in lines])
    body = _with_marks(draft, lines, language)
    return pack(draft, body, annexes=annexes, template=template, notes=notes)


def _with_marks(
    draft: DraftText, lines: Sequence[etree._Element], language: Language
) -> Iterator[etree._Element]:
    """Yield the printed *lines* of *draft*, each that stands in the original language with a note that says so."""
    for draft_line, printed in zip(draft.lines, lines, strict=True):
        yield printed
        if draft_line.paragraph in draft.untranslated:
            yield paragraph("ACMNote", [run(words.say(language, "in the original"), language)], language)


def pack(
    draft: DraftText,
    body: Iterable[etree._Element],
    *,
    note: str = "",
    landscape: bool = False,
    annexes: Annexes | None = None,
    template: Template | None = None,
    tracking: bool = False,
    notes: Sequence[footnotes.Place] = (),
) -> bytes:
    """
    Return a .docx with the face of *draft* and *body* (paragraphs, tables) under its title.

    *note* stands in the masthead below the status and says what kind of document it is. With
    *annexes* they follow, and all headings that are paragraphs are listed before the body.
    Without a *template* it is set in our own; what its first page looks like is said there. With
    *tracking* whoever opens it has their changes recorded. *notes*: the footnotes of *body*.
    """
    template = template or own()
    language, sheet = Language(draft.language), sheet_of(template, landscape=landscape)
    annex = annexed.Written()
    if annexes is not None:
        annex = annexed.written(annexes, draft.lines, language, width=sheet.between)
    body = directions.turn([*body, *annex.elements], language)
    if annexes is not None:
        body = contents.with_contents(
            body, language, width=sheet.between, annexed=annex.numbers, lines=draft.lines
        )
    turned = sheet.between if sheet != template.sheet else 0
    facts: Any = {"width": sheet.between, "note": note, "turned": turned, "copy": template.copy}
    faces = masthead.parts(draft, template.heads, template.first_page, **facts)
    parts: dict[str, bytes] = {
        **dict(template.parts),
        "docProps/core.xml": _bytes(_properties(draft, language)),
        STYLES: _styles(template, language, sheet, noted=bool(notes)),
        _SETTINGS: _settings(template[_SETTINGS], tracking=tracking),
    }
    title = _title(draft, language)
    if notes:
        written = footnotes.refer(notes, title, language=language, styles=note_styles(template[STYLES]))
        parts |= footnotes.parts(written, parts, language)
    parts["word/document.xml"] = _bytes(_document(title, body, language, sheet, template.first_page))
    parts |= _parts_of(faces)
    return _archive({**parts, **_fonts(template, parts)})


def sheet_of(template: Template | None, *, landscape: bool = False) -> Sheet:
    """Return the sheet that a document in *template* is printed on, *landscape* lying across."""
    sheet = (template or own()).sheet
    return sheet.across() if landscape else sheet


# The body --------------------------------------------------------------------------------------------


def _title(draft: DraftText, language: Language) -> etree._Element:
    own = Language(draft.title_language or language)
    title = paragraph("Title", [run(draft.title, own)] if draft.title else [], language)
    directions.turn([title], language)
    return title


def _document(
    title: etree._Element,
    body: Iterable[etree._Element],
    language: Language,
    sheet: Sheet,
    begins: FirstPage,
) -> etree._Element:
    """Return the *title* and the body; a title page is a section of its own that ends with the title."""
    alone = begins is FirstPage.TITLE_PAGE
    has_title = alone or len(title) > 1  # more than its properties
    if alone:
        own_heads = {("header", OTHERS): "masthead", ("footer", OTHERS): "firstfooter"}
        title[0].append(element("spacing", before=str(sheet.height // 5)))
        title[0].append(page_setup.section(sheet, language, own_heads, first_apart=False))
    others = {key: name for key, name in (_HEADS | _FEET).items() if not alone or key[1] == OTHERS}
    last = page_setup.section(sheet, language, others, first_apart=not alone)
    return element("document", element("body", *([title] if has_title else []), *body, last))


def line(draft_line: Line, language: Language, *, verbs: Sequence[Language] = ()) -> etree._Element:
    """
    Return a line of a draft as a paragraph: label, tab, wording.

    *verbs*: the languages whose opening verbs are in italics.
    """
    label = f"{draft_line.label}\t" if draft_line.label else ""
    begin, end = verb_of(draft_line, draft_line.text, verbs)
    if begin == end:
        runs = [run(label + draft_line.text, language)]
    else:
        before, verb, after = (
            draft_line.text[part] for part in (slice(begin), slice(begin, end), slice(end, None))
        )
        runs = [run(verb, language, *italic())]
        runs = (
            [run(label + before, language)] * bool(label + before)
            + runs
            + [run(after, language)] * bool(after)
        )
    return paragraph(style_of(draft_line), runs, language)


def italic() -> tuple[etree._Element, ...]:
    """Return what sets a run in italics, in either script."""
    return element("i"), element("iCs")


def in_italics(draft: DraftText) -> tuple[Language, ...]:
    """Return the languages whose opening verbs *draft* sets in italics: its own and that of what is not translated."""
    if not draft.italics:
        return ()
    return tuple(Language(code) for code in (draft.language, draft.original) if code)


def verb_of(line: Line, text: str, verbs: Iterable[Language]) -> tuple[int, int]:
    """Return where the opening verb of *text*, a wording of *line*, begins and ends; headings have none."""
    if line.kind is LineKind.HEADING:
        return 0, 0
    return next((span for language in verbs if (span := opening_verb(text, language))[1]), (0, 0))


def style_of(line: Line) -> str:
    """Return the id of the style that *line* is set in."""
    family = _HEADINGS if line.kind is LineKind.HEADING else _LABELLED if line.label else _PLAIN
    depth = max(line.depth, 1 if line.kind is LineKind.SUB else 0)
    return family[min(depth, len(family) - 1)]


# The package -----------------------------------------------------------------------------------------


def _parts_of(faces: Mapping[str, Part]) -> dict[str, bytes]:
    """Return the parts of heads and feet, with their pictures and what leads to those."""
    out = {f"word/{name}.xml": _bytes(face.root) for name, face in faces.items()}
    for name, face in faces.items():
        if face.pictures:
            out |= {f"word/{picture.name}": picture.data for picture in face.pictures}
            out[f"word/_rels/{name}.xml.rels"] = _bytes(_shown(face.pictures))
    return out


def _fonts(template: Template, parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return what brings the Arabic typeface along, where one of our own documents holds Arabic."""
    written = {name: parts[name] for name in ("word/document.xml", footnotes.PART, *_FACES) if name in parts}
    return embedded(parts[FONT_TABLE]) if template.own and holds_arabic(written) else {}


def _shown(pictures: Iterable[Picture]) -> etree._Element:
    root = etree.fromstring(f'<Relationships xmlns="{_RELATIONSHIPS}"/>')
    for picture in pictures:
        etree.SubElement(
            root, f"{{{_RELATIONSHIPS}}}Relationship", Id=picture.id, Type=f"{R}/image", Target=picture.name
        )
    return root


@cache
def _styles(template: Template, language: Language, sheet: Sheet, *, noted: bool) -> bytes:
    """Return the template's styles in the language of the document, as wide as the sheet; *noted*: those of notes."""
    styles = etree.fromstring(template[STYLES])
    if noted:
        add_styles(styles)
    arabic = language is Language.AR
    for lang in (_default_language(styles), *styles.iter(f"{{{W}}}lang")):
        lang.set(f"{{{W}}}{'bidi' if arabic else 'val'}", locale(language))
    if template.own:  # an institution chose its sizes itself
        (_suit_arabic if arabic else _suit_latin)(styles)
    wide = sheet != template.sheet
    for style in styles.iterfind(f"{{{W}}}style"):
        if wide or style.get(f"{{{W}}}styleId") in end_tabs():
            headers.stretch(style, sheet.between)
    return _bytes(styles)


@cache
def _settings(settings: bytes, *, tracking: bool) -> bytes:
    """Return the *settings* of a document; with *tracking* they switch the recording of changes on."""
    if not tracking:
        return settings
    root = etree.fromstring(settings)
    zoom = root.find(f"{{{W}}}zoom")
    root.insert(0 if zoom is None else root.index(zoom) + 1, element("trackRevisions"))
    return _bytes(root)


def _default_language(styles: etree._Element) -> etree._Element:
    """Return where the language of the whole document is declared; it is made where a template has none."""
    parent = styles
    for tag in ("docDefaults", "rPrDefault", "rPr", "lang"):
        node = parent.find(f"{{{W}}}{tag}")
        if node is None:
            node = element(tag)
            parent.insert(len(parent) if tag == "lang" else 0, node)
        parent = node
    return parent


def _suit_arabic(styles: etree._Element) -> None:
    """Set sizes for Arabic, whose letters bring their own leading; Latin letters are set as large as they look."""
    for spacing in styles.iter(f"{{{W}}}spacing"):
        spacing.set(f"{{{W}}}line", _SINGLE)
    for size in styles.iterfind(f"{{{W}}}docDefaults//{{{W}}}sz"):
        size.set(f"{{{W}}}val", _AMONG_ARABIC)
    for style in _SMALL:
        for looks in styles.iterfind(f"{{{W}}}style[@{{{W}}}styleId='{style}']/{{{W}}}rPr"):
            _suit(looks, "szCs", "sz", _LATIN_BY_ARABIC)


def _suit_latin(styles: etree._Element) -> None:
    """Set Arabic letters, as in a reason or a line not translated yet, as large as the Latin ones look."""
    for looks in styles.iter(f"{{{W}}}rPr"):
        _suit(looks, "sz", "szCs", 1 / _LATIN_BY_ARABIC)


def _suit(looks: etree._Element, by: str, target: str, ratio: float) -> None:
    """Set the size *target* in *looks* by the size *by* there, where it has both."""
    source, size = looks.find(f"{{{W}}}{by}"), looks.find(f"{{{W}}}{target}")
    if source is not None and size is not None:
        size.set(f"{{{W}}}val", str(int(int(source.get(f"{{{W}}}val", "0")) * ratio)))


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
