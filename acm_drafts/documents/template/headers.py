"""
Heads and feet of an institution's pages: read from its template, and filled for each document.

Its letterhead (the head of the first page) with its pictures, the head of the other pages and the feet of
both are used. A name in braces is filled for each document: `{symbol}`. What our documents print in heads and
feet by themselves has styles of its own and is not taken for the institution's. What would fetch something
from elsewhere, or run, is named as a lack and left out.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from acm_drafts.documents.read.package import Package, Relationship
from acm_drafts.documents.write.wordxml import R, W, element

OURS = ("ACM Symbol", "ACM Status", "ACM Running Head", "ACM Page Number", "ACM Letterhead")
"""The styles of what documents print in heads and feet by themselves."""
PLACES = (
    "organisation",
    "mission",
    "title",
    "symbol",
    "status",
    "date",
    "hijri",
    "agenda",
    "distribution",
    "original",
    "place",
)
"""The names that may stand in braces."""
MOST_PICTURES = 2_000_000
"""Bytes of pictures: every document carries them."""

_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE"}
_PLACE = re.compile(r"\{([A-Za-z_]{1,20})\}")
_ARABIC = re.compile("[\u0600-\u06ff]")
_REMOVED = [
    f"{{{W}}}{tag}"
    for tag in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "proofErr",
        "permStart", "permEnd", "dataBinding", "lastRenderedPageBreak", "numPr", "rPrChange", "pPrChange",
    )
]  # fmt: skip
_UNWRAPPED = [f"{{{W}}}{tag}" for tag in ("hyperlink", "smartTag", "customXml")]
_STYLED = [f"{{{W}}}{tag}" for tag in ("pStyle", "rStyle", "tblStyle")]
_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_BLIP, _DETAILS = f"{{{_DRAWING}main}}blip", f"{{{_DRAWING}wordprocessingDrawing}}docPr"
_LINK, _EXTENSIONS = f"{{{_DRAWING}main}}hlinkClick", f"{{{_DRAWING}main}}extLst"
_SHAPE, _IMAGE = "{urn:schemas-microsoft-com:vml}shape", "{urn:schemas-microsoft-com:vml}imagedata"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OF_A_FILE = (f"{{{W}}}rsid", f"{_WORD_2010}paraId", f"{_WORD_2010}textId")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the id by which a head calls it, the name of its part, its bytes."""

    id: str
    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Head:
    """A head or foot of an institution, as markup, with the pictures that it shows."""

    markup: bytes
    pictures: tuple[Picture, ...] = ()

    def root(self) -> etree._Element:
        """Return its markup, to be filled and added to."""
        return etree.fromstring(self.markup)


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads and feet of a template, of its first page and of the others; None where it has none."""

    letterhead: Head | None = None
    running: Head | None = None
    first_foot: Head | None = None
    foot: Head | None = None


BARE = Heads()


# What is taken -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class TemplateHeads:
    """The heads and feet of a template, and what it lacks, in sentences."""

    heads: Heads
    lacks: list[str]


def read(
    package: Package,
    main: str,
    sections: Sequence[etree._Element],
    *,
    ours: Collection[str],
    ids: Mapping[str, str],
) -> TemplateHeads:
    """
    Return the heads and feet of the last of *sections* in *main*.

    *ours*: the ids that styles of OURS have in it; *ids*: what each of its styles is called in documents,
    by its id. A section without a head of its own uses that of the section before it. Where the first
    page has no head of its own, it has that of the other pages.
    """
    relations = {relation.id: relation for relation in package.related(main)}
    reader = _Reader(package, ours, ids)
    parts = {
        (edge, kind): reader.head(relations.get(_reference(sections, edge, kind)), edge)
        for edge in ("header", "footer")
        for kind in ("first", "default")
    }
    apart = bool(sections) and _is_on(sections[-1].find(f"{{{W}}}titlePg"))
    first = "first" if apart else "default"
    heads = Heads(
        letterhead=parts["header", first],
        running=parts["header", "default"],
        first_foot=parts["footer", first],
        foot=parts["footer", "default"],
    )
    if sum(len(picture.data) for picture in reader.pictures.values()) > MOST_PICTURES:
        reader.lacks.append(
            f"Its pictures are larger than {MOST_PICTURES // 1_000_000} MB together, and every document"
            " would carry them: compress them under Picture Format, Compress Pictures."
        )
    return TemplateHeads(heads, list(dict.fromkeys(reader.lacks)))


def _reference(sections: Iterable[etree._Element], edge: str, kind: str) -> str:
    """Return the relationship of a head or foot in the last of *sections*, "" for none."""
    ids = [
        reference.get(f"{{{R}}}id", "")
        for section in sections
        for reference in section.iterfind(f"{{{W}}}{edge}Reference")
        if reference.get(f"{{{W}}}type", "default") == kind
    ]
    return ids[-1] if ids else ""


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and toggle.get(f"{{{W}}}val", "1") not in ("0", "false", "off")


class _Reader:
    """Reads the heads and feet of one template; collects what they lack and the pictures that they share."""

    def __init__(self, package: Package, ours: Collection[str], ids: Mapping[str, str]) -> None:
        self.package, self.ours, self.ids = package, ours, ids
        self.lacks: list[str] = []
        self.pictures: dict[str, Picture] = {}

    def head(self, relation: Relationship | None, edge: str) -> Head | None:
        """Return one head or foot, None where nothing of the institution's stands in it."""
        root = None if relation is None or relation.external else self.package.xml(relation.target)
        if relation is None or root is None:
            return None
        self._leave_ours(root)
        if not _says_something(root):
            return None
        noun = "head" if edge == "header" else "foot"
        _tidy(root)
        self.lacks += _unfit(root, noun)
        for style in list(root.iter(*_STYLED)):
            if (style_id := self.ids.get(str(style.get(f"{{{W}}}val", "")))) is None:
                _parent(style).remove(style)
            else:
                style.set(f"{{{W}}}val", style_id)
        pictures = self._pictures(root, relation.target, noun)
        return Head(etree.tostring(root, encoding="UTF-8"), pictures)

    def _leave_ours(self, root: etree._Element) -> None:
        for paragraph in root.findall(f"{{{W}}}p"):
            style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
            if style is not None and style.get(f"{{{W}}}val", "") in self.ours:
                root.remove(paragraph)

    def _pictures(self, root: etree._Element, part: str, noun: str) -> tuple[Picture, ...]:
        """Return the pictures that *root* shows; whatever else it points to is a lack."""
        relations = {relation.id: relation for relation in self.package.related(part)}
        pictures: dict[str, Picture] = {}
        for node in list(root.iter(etree.Element)):
            for name in [key for key in node.attrib if str(key).startswith(f"{{{R}}}")]:
                relation = relations.get(str(node.get(name)))
                shown = node.tag in (_BLIP, _IMAGE) and relation is not None and relation.kind == "image"
                picture = self._picture(relation) if shown and relation and not relation.external else None
                if picture is None:
                    self.lacks.append(
                        f"Its {noun} shows something that lies elsewhere or is no picture of its own:"
                        " put a PNG, JPEG or GIF into it in its place."
                    )
                    continue
                node.set(name, picture.id)
                pictures[picture.id] = picture
        return tuple(pictures.values())

    def _picture(self, relation: Relationship) -> Picture | None:
        if relation.target not in self.pictures:
            data = self.package.bytes(relation.target)
            kind = next((kind for mark, kind in _KINDS.items() if data.startswith(mark)), "")
            if not kind:
                return None
            number = len(self.pictures) + 1
            self.pictures[relation.target] = Picture(
                f"picture{number}", f"media/picture{number}.{kind}", data
            )
        return self.pictures[relation.target]


def _says_something(root: etree._Element) -> bool:
    words = "".join(text.text or "" for text in root.iter(f"{{{W}}}t"))
    return bool(words.strip()) or next(root.iter(_BLIP, _IMAGE), None) is not None


def _tidy(root: etree._Element) -> None:
    """Remove what has a meaning only in the template's file; the words stay where they are."""
    for node in root.iter(etree.Element):
        for name in [key for key in node.attrib if str(key).startswith(_OF_A_FILE)]:
            del node.attrib[name]
    extensions = (extension for blip in root.iter(_BLIP) for extension in blip.findall(_EXTENSIONS))
    for node in [*root.iter(*_REMOVED, _LINK), *extensions]:
        _parent(node).remove(node)
    for node in list(root.iter(*_UNWRAPPED)):
        parent = _parent(node)
        parent[parent.index(node) : parent.index(node) + 1] = [
            inner for inner in node if not str(inner.tag).endswith("Pr")
        ]


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    assert parent is not None
    return parent


def _unfit(root: etree._Element, noun: str) -> Iterator[str]:
    """Yield what cannot be printed on every document, each with what to do."""
    if next(root.iter(*(f"{{{W}}}{tag}" for tag in _TRACKED)), None) is not None:
        yield f"Its {noun} has tracked changes: accept or reject them under Review."
    for code in sorted(_fields(root) - _FIELDS):
        yield (
            f"Its {noun} has the field {code}, which a document cannot have: write its words there, or one of"
            f" {', '.join(f'{{{place}}}' for place in PLACES)}."
        )
    for place in sorted({name for text in _texts(root) for name in _PLACE.findall(text)} - set(PLACES)):
        yield (
            f"Its {noun} says {{{place}}}, which nothing fills; what can be filled is"
            f" {', '.join(f'{{{name}}}' for name in PLACES)}."
        )
    if any(not _is_described(drawing) for drawing in root.iter(_DETAILS, _SHAPE)):
        yield (
            f"A picture in its {noun} has no alternative text, for those who do not see it: click it with the"
            " right button, View Alt Text, and describe it or mark it as decorative."
        )


def _is_described(drawing: etree._Element) -> bool:
    """Return whether a drawing has an alternative text, shows no picture, or is marked as decorative."""
    around = drawing if drawing.tag == _SHAPE else _parent(drawing)
    if next(around.iter(_BLIP, _IMAGE), None) is None:
        return True
    decorative = next(drawing.iter(_DECORATIVE), None)
    return bool((drawing.get("descr") or drawing.get("alt") or "").strip()) or (
        decorative is not None and decorative.get("val") in ("1", "true")
    )


def _fields(root: etree._Element) -> set[str]:
    """Return the codes of the fields in *root*: "PAGE"."""
    codes = [str(simple.get(f"{{{W}}}instr", "")) for simple in root.iter(f"{{{W}}}fldSimple")]
    for paragraph in root.iter(f"{{{W}}}p"):
        code = ""
        for node in paragraph.iter(f"{{{W}}}instrText", f"{{{W}}}fldChar"):
            if node.tag == f"{{{W}}}instrText":
                code += node.text or ""
            elif code.strip():
                codes.append(code)
                code = ""
        codes.append(code)
    return {code.split()[0].upper() for code in codes if code.split()}


# What a document fills -----------------------------------------------------------------------------


def counts_pages(root: etree._Element) -> bool:
    """Return whether a foot prints its page number."""
    return "PAGE" in _fields(root)


def asks_for(root: etree._Element, place: str) -> bool:
    """Return whether *place* stands in braces somewhere in a head or foot."""
    return any(place in _PLACE.findall(text) for text in _texts(root))


def fill(root: etree._Element, facts: Mapping[str, str]) -> None:
    """Put *facts* where their names stand in braces, though Word may have cut those into several runs."""
    for paragraph in root.iter(f"{{{W}}}p"):
        for match in reversed(list(_PLACE.finditer(_text(paragraph)))):
            if match[1] in facts:
                _replace(paragraph, match.start(), match.end(), facts[match[1]])


def stretch(root: etree._Element, width: int) -> None:
    """Set the tab stops of a head, or of a style, for lines of *width*: right ones at the end, centred ones halfway."""
    places = {"right": width, "end": width, "center": width // 2}
    for tab in root.iter(f"{{{W}}}tab"):
        where = places.get(str(tab.get(f"{{{W}}}val", "")))
        if where is not None:
            tab.set(f"{{{W}}}pos", str(where))


def _replace(paragraph: etree._Element, start: int, end: int, text: str) -> None:
    """Write *text* where the characters from *start* to *end* stand, in the run in which the first one is."""
    at = 0
    for node in _own_texts(paragraph):
        words = node.text or ""
        first, last = max(start - at, 0), min(end - at, len(words))
        at += len(words)
        if first >= last:
            continue
        node.text = f"{words[:first]}{text}{words[last:]}"
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if _ARABIC.search(text):
            _turn(_parent(node))
        text = ""


def _turn(run: etree._Element) -> None:
    """Let a run that holds Arabic words now read from right to left."""
    properties = run.find(f"{{{W}}}rPr")
    if properties is None:
        properties = element("rPr")
        run.insert(0, properties)
    if properties.find(f"{{{W}}}rtl") is None:
        later = [child for child in properties if etree.QName(child).localname in _BEHIND_DIRECTION]
        at = properties.index(later[0]) if later else len(properties)
        properties.insert(at, element("rtl"))


_BEHIND_DIRECTION = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")


def _texts(root: etree._Element) -> Iterator[str]:
    return (_text(paragraph) for paragraph in root.iter(f"{{{W}}}p"))


def _text(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in _own_texts(paragraph))


def _own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """Return the texts of *paragraph* without those of a text box in it."""
    tag = f"{{{W}}}p"
    return [
        text for text in paragraph.iter(f"{{{W}}}t") if next(iter(text.iterancestors(tag)), None) is paragraph
    ]
