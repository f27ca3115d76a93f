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
    What of a document does not depend on the draft: its parts, its sheet, what stands at the edges of that.

    *own*: they are ours. *first_page*: how documents begin, which is chosen for each.
    """

    parts: tuple[tuple[str, bytes], ...]
    own: bool = False
    sheet: Sheet = A4
    heads: Heads = BARE
    first_page: FirstPage = FirstPage.MASTHEAD

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
    found, lacks = _parts(package, main)
    if STYLES not in found:
        return own(), (*lacks, _NO_STYLES)
    sheet, sections = _page(package, main, lacks)
    styles = Stylesheet(found[STYLES])
    lacks += styles.lacks()
    ours = styles.ids(headers.OURS)
    ids = styles.take_our_ids()
    styles.leave_direction()
    taken = headers.read(package, main, sections, ours=ours, ids=ids)
    _strip(found)
    made = {name: etree.tostring(root, encoding="UTF-8") for name, root in found.items()}
    parts = tuple(sorted({**dict(own().parts), **made}.items()))
    return Template(parts, sheet=sheet, heads=taken.heads), (*lacks, *taken.lacks)


def needed() -> tuple[tuple[str, str], ...]:
    """Return the name and the kind ("paragraph", "character") of each style that a template must have."""
    return tuple((one.name, one.kind) for one in wanted())


def taken(template: Template) -> Iterator[str]:
    """Yield what documents have of an institution's template beside its styles, each in a few words."""
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
    return frozenset(one.id for one in wanted() if one.end_tab)


# What is taken -----------------------------------------------------------------------------------------


def _page(package: Package, main: str, lacks: list[str]) -> tuple[Sheet, list[etree._Element]]:
    """Return the sheet of the last section of *main* and all its sections; what is wrong goes to *lacks*."""
    root = package.xml(main)
    sections = [] if root is None else list(root.iter(f"{{{W}}}sectPr"))
    sheet = page_setup.read(sections[-1]) if sections else None
    lacks += [_NO_PAGE] if sheet is None else sheet.lacks()
    return sheet or A4, sections


def _parts(package: Package, main: str) -> tuple[dict[str, etree._Element], list[str]]:
    """Return the parts that are taken, under our names for them, and what speaks against taking them."""
    targets = {one.kind: one.target for one in package.related(main) if not one.external}
    found, lacks = dict[str, etree._Element](), list[str]()
    for name, kind in _KINDS.items():
        root = package.xml(targets[kind]) if kind in targets else None
        if root is not None:
            found[name] = root
    if THEME in found and package.related(targets["theme"]):
        lacks.append("Its theme holds pictures: choose one without them.")
    if _is_protected(package, targets.get("settings", "")):
        lacks.append(_PROTECTED)
    return found, lacks


def _is_protected(package: Package, settings: str) -> bool:
    root = package.xml(settings) if settings else None
    found = None if root is None else root.find(f"{{{W}}}documentProtection")
    return found is not None and found.get(f"{{{W}}}enforcement") in ("1", "true", "on")


def _strip(found: Mapping[str, etree._Element]) -> None:
    """Take out what points at parts that are not taken: lists, and fonts in the file."""
    _remove(found[STYLES], "numPr")
    if FONTS in found:
        _remove(found[FONTS], "embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
        # LibreOffice writes names there that Word does not know
        for one in found[FONTS].iter(f"{{{W}}}charset"):
            one.attrib.pop(f"{{{W}}}characterSet", "")


def _remove(root: etree._Element, *tags: str) -> None:
    for one in list(root.iter(*(f"{{{W}}}{tag}" for tag in tags))):
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
