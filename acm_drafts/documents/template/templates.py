"""
The template that documents are set in: our own, or one of an institution, with what it lacks in sentences.

Taken from an institution's file are its styles, found by their names, its theme and the names of its
fonts, its page, and what stands at the head and the foot of it; its text, lists and embedded fonts are
not. It is opened with the care that any file is opened with. Which language a document is in is
decided for each document, elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from lxml import etree

from acm_drafts.documents.read.package import Package, open_package
from acm_drafts.documents.template import headers, page_setup
from acm_drafts.documents.template.headers import BARE, Heads
from acm_drafts.documents.template.page_setup import A4, CENTIMETRE, Sheet
from acm_drafts.documents.template.styles import OWN, Stylesheet, wanted
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.copies import NamedCopy

STYLES, THEME, FONTS = "word/styles.xml", "word/theme/theme.xml", "word/fontTable.xml"

_KINDS = {STYLES: "styles", THEME: "theme", FONTS: "fontTable"}
_PROTECTED = (
    "It is protected against changes: end that under Review, Restrict Editing, and save it."
    " Documents made with it are not protected."
)
_NO_PAGE = "It does not say how large its page is: open it in Word or LibreOffice, set size and margins, and save it."
_NO_STYLES = "It holds no styles: begin from a document that was exported here, and change its looks."


@dataclass(frozen=True, slots=True)
class Template:
    """
    What a document has whatever its draft: the parts of its file, its sheet, its heads and feet.

    *own*: they are ours. For each document are chosen *first_page*, how it begins, and *copy*, whom it names as its
    reader.
    """

    parts: tuple[tuple[str, bytes], ...]
    own: bool = False
    sheet: Sheet = A4
    heads: Heads = BARE
    first_page: FirstPage = FirstPage.MASTHEAD
    copy: NamedCopy | None = None

    def __getitem__(self, name: str) -> bytes:
        return dict(self.parts)[name]


@cache
def own() -> Template:
    """Return our own template."""
    files = sorted(path for path in OWN.rglob("*") if path.is_file())
    return Template(tuple((path.relative_to(OWN).as_posix(), path.read_bytes()) for path in files), own=True)


def read(data: bytes) -> tuple[Template, tuple[str, ...]]:
    """
    Return the template in a Word file, and what it lacks to be one, each in a sentence that says what to do.

    Raises UnreadableFile for what is no Word file or was built to do harm.
    """
    package = open_package(data)
    main = package.main_part()
    roots, lacks = _parts(package, main)
    if STYLES not in roots:
        return own(), (*lacks, _NO_STYLES)
    sheet, sections = _page(package, main, lacks)
    styles = Stylesheet(roots[STYLES])
    lacks += styles.lacks()
    ours = styles.ids(headers.OURS)
    ids = styles.take_our_ids()
    styles.leave_direction()
    edges = headers.read(package, main, sections, ours=ours, ids=ids)
    _strip(roots)
    replacements = {name: etree.tostring(root, encoding="UTF-8") for name, root in roots.items()}
    parts = tuple(sorted({**dict(own().parts), **replacements}.items()))
    return Template(parts, sheet=sheet, heads=edges.heads), (*lacks, *edges.lacks)


def needed() -> tuple[tuple[str, str], ...]:
    """Return the name and the kind ("paragraph", "character") of each style that a template must have."""
    return tuple((style.name, style.kind) for style in wanted())


def summary(template: Template) -> Iterator[str]:
    """Yield what *template* gives to documents beside its styles, each in a few words."""
    sheet, edges = template.sheet, template.heads
    across, down = (length / CENTIMETRE for length in (sheet.width, sheet.height))
    yield f"the page, {across:.1f} × {down:.1f} cm, {sheet.between / CENTIMETRE:.1f} cm between its margins"
    named = {
        "the letterhead": edges.letterhead,
        "the head of the other pages": edges.running,
        "the foot of the first page": edges.first_foot,
        "the foot of the other pages": edges.foot,
    }
    for name, head in named.items():
        if head:
            shown = len(head.pictures)
            yield f"{name}, pictures: {shown}" if shown else name


@cache
def end_tabs() -> frozenset[str]:
    """Return the ids of the styles that set a second text at the end of the line."""
    return frozenset(style.id for style in wanted() if style.end_tab)


# What is taken -----------------------------------------------------------------------------------------


def _page(package: Package, main: str, lacks: list[str]) -> tuple[Sheet, list[etree._Element]]:
    """Return the sheet of the last section of *main* and all its sections; what is wrong goes to *lacks*."""
    root = package.xml(main)
    sections = [] if root is None else list(root.iter(f"{{{W}}}sectPr"))
    sheet = page_setup.read(sections[-1]) if sections else None
    lacks += [_NO_PAGE] if sheet is None else sheet.lacks()
    return sheet or A4, sections


def _parts(package: Package, main: str) -> tuple[dict[str, etree._Element], list[str]]:
    """Return the parts that documents use, under our names for them, and what makes them unusable."""
    targets = {relation.kind: relation.target for relation in package.related(main) if not relation.external}
    roots, lacks = dict[str, etree._Element](), list[str]()
    for name, kind in _KINDS.items():
        root = package.xml(targets[kind]) if kind in targets else None
        if root is not None:
            roots[name] = root
    if THEME in roots and package.related(targets["theme"]):
        lacks.append("Its theme holds pictures: choose one without them.")
    if _is_protected(package, targets.get("settings", "")):
        lacks.append(_PROTECTED)
    return roots, lacks


def _is_protected(package: Package, settings: str) -> bool:
    root = package.xml(settings) if settings else None
    protection = None if root is None else root.find(f"{{{W}}}documentProtection")
    return protection is not None and protection.get(f"{{{W}}}enforcement") in ("1", "true", "on")


def _strip(roots: Mapping[str, etree._Element]) -> None:
    """Remove what points at parts that are left out: lists, and fonts in the file."""
    _remove(roots[STYLES], "numPr")
    if FONTS in roots:
        _remove(roots[FONTS], "embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
        # LibreOffice writes names there that Word does not know
        for charset in roots[FONTS].iter(f"{{{W}}}charset"):
            charset.attrib.pop(f"{{{W}}}characterSet", "")


def _remove(root: etree._Element, *tags: str) -> None:
    for node in list(root.iter(*(f"{{{W}}}{tag}" for tag in tags))):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
