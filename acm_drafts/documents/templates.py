"""
The template that documents are set in: our own, or one of an institution, with what it lacks in sentences.

Taken from an institution's file are its styles, found by their names, its theme and the names of its
fonts; text, pages, headers, pictures and fonts that it holds are not. It is opened with the care that
any file is opened with. Which language a document is in is decided for each document, elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from acm_drafts.documents.package import Package, open_package
from acm_drafts.documents.wordxml import W

STYLES, THEME, FONTS = "word/styles.xml", "word/theme/theme.xml", "word/fontTable.xml"

_OWN = Path(__file__).parent / "template"
_BROUGHT_ALONG = ("Normal", "Default Paragraph Font", "Normal Table")
_KINDS = {STYLES: "styles", THEME: "theme", FONTS: "fontTable"}
_DEEPEST = 32
"""How many styles may be based on one another; a circle ends here."""


@dataclass(frozen=True, slots=True)
class Template:
    """The parts of a document that do not depend on the draft; *own*: they are ours."""

    parts: tuple[tuple[str, bytes], ...]
    own: bool = False

    def __getitem__(self, name: str) -> bytes:
        return dict(self.parts)[name]


@cache
def own() -> Template:
    """Return our own template."""
    files = sorted(path for path in _OWN.rglob("*") if path.is_file())
    return Template(tuple((path.relative_to(_OWN).as_posix(), path.read_bytes()) for path in files), own=True)


def read(data: bytes) -> tuple[Template, tuple[str, ...]]:
    """
    Return the template in a Word file, and what it lacks to be one, each in a sentence.

    Raises UnreadableFile for what is no Word file or was built to do harm.
    """
    package = open_package(data)
    found, lacks = _parts(package, package.main_part())
    styles = found.get(STYLES)
    if styles is None:
        return own(), (*lacks, "It holds no styles.")
    sheet = _Sheet(styles)
    lacks += sheet.lacks()
    sheet.take_our_ids()
    _strip(found)
    made = {name: etree.tostring(root, encoding="UTF-8") for name, root in found.items()}
    return Template(tuple(sorted({**dict(own().parts), **made}.items()))), tuple(lacks)


def needed() -> tuple[tuple[str, str], ...]:
    """Return the name and the kind ("paragraph", "character") of each style that a template must have."""
    return tuple((one.name, one.kind) for one in _wanted())


# What is taken -----------------------------------------------------------------------------------------


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
    return found, lacks


def _strip(found: Mapping[str, etree._Element]) -> None:
    """Take out what points at parts that are not taken: lists, and fonts in the file."""
    _remove(found[STYLES], "numPr")
    if FONTS in found:
        _remove(found[FONTS], "embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
        for one in found[FONTS].iter(
            f"{{{W}}}charset"
        ):  # LibreOffice writes names there that Word does not know
            if _value(one, "characterSet"):
                del one.attrib[f"{{{W}}}characterSet"]


def _remove(root: etree._Element, *tags: str) -> None:
    for one in list(root.iter(*(f"{{{W}}}{tag}" for tag in tags))):
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)


# Styles by name ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A style that our documents use, and what must hold of it: *outline* its level from 0, or ""."""

    id: str
    name: str
    kind: str
    outline: str
    end_tab: bool


@cache
def _wanted() -> tuple[_Wanted, ...]:
    sheet = _Sheet(etree.fromstring(own()[STYLES]))
    return tuple(
        _Wanted(
            _value(style, "styleId"),
            sheet.name(style),
            _value(style, "type"),
            sheet.outline(style),
            sheet.has_end_tab(style),
        )
        for style in sheet.styles
        if sheet.name(style) not in _BROUGHT_ALONG
    )


class _Sheet:
    """The styles of a template."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.styles = root.findall(f"{{{W}}}style")
        self.by_id = {_value(style, "styleId"): style for style in self.styles}
        self.by_name: dict[str, list[etree._Element]] = {}
        for style in self.styles:
            self.by_name.setdefault(self.name(style).casefold(), []).append(style)

    def name(self, style: etree._Element) -> str:
        found = style.find(f"{{{W}}}name")
        return "" if found is None else _value(found, "val").strip()

    def outline(self, style: etree._Element) -> str:
        """Return the outline level of *style*, from 0, its own or that of a style it is based on; "" for none."""
        found = self._first(style, "pPr/outlineLvl")
        level = "" if found is None else _value(found, "val")
        return "" if level == "9" else level  # 9 is body text

    def has_end_tab(self, style: etree._Element) -> bool:
        """True where *style* can set a second text at the end of the line."""
        return any(
            _value(tab, "val") in ("right", "end")
            for one in self._line(style)
            for tab in one.iterfind(f"{{{W}}}pPr/{{{W}}}tabs/{{{W}}}tab")
        )

    def lacks(self) -> list[str]:
        """Return what is missing or would spoil a document, in the order of our own styles."""
        return [lack for wanted in _wanted() for lack in self._lacks(wanted)]

    def _lacks(self, wanted: _Wanted) -> Iterator[str]:
        found = self.by_name.get(wanted.name.casefold(), [])
        if len(found) != 1:
            many = "There are several styles" if found else f"There is no {wanted.kind} style"
            yield f'{many} named "{wanted.name}".'
            return
        (style,) = found
        said = f'The style "{wanted.name}"'
        if (kind := _value(style, "type")) != wanted.kind:
            yield f"{said} is a {kind or 'paragraph'} style; it must be a {wanted.kind} style."
        if wanted.outline and self.outline(style) != wanted.outline:
            yield f"{said} needs the outline level {int(wanted.outline) + 1}, by which headings are found."
        if wanted.end_tab and not self.has_end_tab(style):
            yield f"{said} needs a right tab stop for what stands at the end of the line."
        if self._first(style, "pPr/numPr") is not None:
            yield f"{said} numbers paragraphs by itself; the numbers of a text are written out."
        if self._is_on(style, "vanish"):
            yield f"{said} hides what is set in it."

    def take_our_ids(self) -> None:
        """Give the styles that we use the ids that we use; another style that has such an id gets another."""
        ours = {}
        for wanted in _wanted():
            for style in self.by_name.get(wanted.name.casefold(), [])[:1]:
                ours[_value(style, "styleId")] = wanted.id
        taken = set(ours.values())
        free = {one: f"{one}Other" for one in self.by_id if one in taken and one not in ours}
        for one in self.root.iter(f"{{{W}}}style"):
            _rename(one, "styleId", {**free, **ours})
        for one in self.root.iter(*(f"{{{W}}}{tag}" for tag in ("basedOn", "next", "link"))):
            _rename(one, "val", {**free, **ours})

    def _line(self, style: etree._Element) -> Iterator[etree._Element]:
        """Yield *style* and those that it is based on."""
        for _ in range(_DEEPEST):
            yield style
            base = style.find(f"{{{W}}}basedOn")
            above = None if base is None else self.by_id.get(_value(base, "val"))
            if above is None:
                return
            style = above

    def _first(self, style: etree._Element, path: str) -> etree._Element | None:
        full = "/".join(f"{{{W}}}{tag}" for tag in path.split("/"))
        return next((found for one in self._line(style) if (found := one.find(full)) is not None), None)

    def _is_on(self, style: etree._Element, look: str) -> bool:
        found = self._first(style, f"rPr/{look}")
        return found is not None and _value(found, "val") not in ("0", "false", "off")


def _value(one: etree._Element, name: str) -> str:
    return str(one.get(f"{{{W}}}{name}", ""))


def _rename(one: etree._Element, attribute: str, names: Mapping[str, str]) -> None:
    value = _value(one, attribute)
    if value in names:
        one.set(f"{{{W}}}{attribute}", names[value])
