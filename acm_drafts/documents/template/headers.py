"""
The heads and feet of an institution's pages: what is taken of its template, and how a document fills them.

Taken are its letterhead (the head of the first page) with its pictures, the head of the other pages and
the feet of both. What stands in braces is filled for each document: `{symbol}`. What a document of ours
prints there by itself stands in styles of its own and is not taken for the institution's. Whatever would
fetch something from elsewhere, or run, is named as a lack and not taken.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from acm_drafts.documents.read.package import Package, Relationship
from acm_drafts.documents.write.wordxml import R, W, element

OURS = ("ACM Symbol", "ACM Status", "ACM Running Head", "ACM Page Number", "ACM Letterhead")
"""The styles of what documents print in heads and feet by themselves."""
PLACES = ("organisation", "mission", "title", "symbol", "status", "date", "hijri", "agenda")
"""What may stand in braces."""
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
    """What a template has at the head and the foot of its first page and of the others, None for nothing."""

    letterhead: Head | None = None
    running: Head | None = None
    first_foot: Head | None = None
    foot: Head | None = None


BARE = Heads()


# What is taken -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Taken:
    """What was found in a template, and what it lacks, in sentences."""

    heads: Heads
    lacks: list[str]


def read(
    package: Package,
    main: str,
    sections: Sequence[etree._Element],
    *,
    ours: Collection[str],
    ids: Mapping[str, str],
) -> Taken:
    """
    Return the heads and feet of the last of *sections* in *main*.

    *ours*: the ids that styles of OURS have in it; *ids*: what each of its styles is called in documents,
    by its id. What a section does not say it has from the one before. Where no first page is set
    apart, it has the head of the others.
    """
    relations = {one.id: one for one in package.related(main)}
    reader = _Reader(package, ours, ids)
    found = {
        (edge, kind): reader.head(relations.get(_reference(sections, edge, kind)), edge)
        for edge in ("header", "footer")
        for kind in ("first", "default")
    }
    apart = bool(sections) and _is_on(sections[-1].find(f"{{{W}}}titlePg"))
    first = "first" if apart else "default"
    heads = Heads(
        letterhead=found["header", first],
        running=found["header", "default"],
        first_foot=found["footer", first],
        foot=found["footer", "default"],
    )
    if sum(len(one.data) for one in reader.pictures.values()) > MOST_PICTURES:
        reader.lacks.append(
            f"Its pictures are larger than {MOST_PICTURES // 1_000_000} MB together, and every document"
            " would carry them: compress them under Picture Format, Compress Pictures."
        )
    return Taken(heads, list(dict.fromkeys(reader.lacks)))


def _reference(sections: Iterable[etree._Element], edge: str, kind: str) -> str:
    """Return the relationship of a head or foot in the last of *sections*, "" for none."""
    found = [
        one.get(f"{{{R}}}id", "")
        for section in sections
        for one in section.iterfind(f"{{{W}}}{edge}Reference")
        if one.get(f"{{{W}}}type", "default") == kind
    ]
    return found[-1] if found else ""


def _is_on(one: etree._Element | None) -> bool:
    return one is not None and one.get(f"{{{W}}}val", "1") not in ("0", "false", "off")


class _Reader:
    """Reads the heads and feet of one template, and keeps what they lack and the pictures that they share."""

    def __init__(self, package: Package, ours: Collection[str], ids: Mapping[str, str]) -> None:
        self.package, self.ours, self.ids = package, ours, ids
        self.lacks: list[str] = []
        self.pictures: dict[str, Picture] = {}

    def head(self, where: Relationship | None, edge: str) -> Head | None:
        """Return one head or foot, None where nothing of the institution's stands in it."""
        root = None if where is None or where.external else self.package.xml(where.target)
        if where is None or root is None:
            return None
        self._leave_ours(root)
        if not _says_something(root):
            return None
        said = "head" if edge == "header" else "foot"
        _tidy(root)
        self.lacks += _unfit(root, said)
        for one in list(root.iter(*_STYLED)):
            if (now := self.ids.get(str(one.get(f"{{{W}}}val", "")))) is None:
                _parent(one).remove(one)
            else:
                one.set(f"{{{W}}}val", now)
        pictures = self._pictures(root, where.target, said)
        return Head(etree.tostring(root, encoding="UTF-8"), pictures)

    def _leave_ours(self, root: etree._Element) -> None:
        for one in root.findall(f"{{{W}}}p"):
            style = one.find(f"{{{W}}}pPr/{{{W}}}pStyle")
            if style is not None and style.get(f"{{{W}}}val", "") in self.ours:
                root.remove(one)

    def _pictures(self, root: etree._Element, part: str, said: str) -> tuple[Picture, ...]:
        """Return the pictures that *root* shows; whatever else it points to is a lack."""
        relations = {one.id: one for one in self.package.related(part)}
        found: dict[str, Picture] = {}
        for one in list(root.iter(etree.Element)):
            for name in [key for key in one.attrib if str(key).startswith(f"{{{R}}}")]:
                where = relations.get(str(one.get(name)))
                shown = one.tag in (_BLIP, _IMAGE) and where is not None and where.kind == "image"
                picture = self._picture(where) if shown and where and not where.external else None
                if picture is None:
                    self.lacks.append(
                        f"Its {said} shows something that lies elsewhere or is no picture of its own:"
                        " put a PNG, JPEG or GIF into it in its place."
                    )
                    continue
                one.set(name, picture.id)
                found[picture.id] = picture
        return tuple(found.values())

    def _picture(self, where: Relationship) -> Picture | None:
        if where.target not in self.pictures:
            data = self.package.bytes(where.target)
            kind = next((kind for mark, kind in _KINDS.items() if data.startswith(mark)), "")
            if not kind:
                return None
            number = len(self.pictures) + 1
            self.pictures[where.target] = Picture(f"picture{number}", f"media/picture{number}.{kind}", data)
        return self.pictures[where.target]


def _says_something(root: etree._Element) -> bool:
    words = "".join(one.text or "" for one in root.iter(f"{{{W}}}t"))
    return bool(words.strip()) or next(root.iter(_BLIP, _IMAGE), None) is not None


def _tidy(root: etree._Element) -> None:
    """Take out what means something in the template's file alone; the words stay where they are."""
    for one in root.iter(etree.Element):
        for name in [key for key in one.attrib if str(key).startswith(_OF_A_FILE)]:
            del one.attrib[name]
    other_kinds = (one for blip in root.iter(_BLIP) for one in blip.findall(_EXTENSIONS))
    for one in [*root.iter(*_REMOVED, _LINK), *other_kinds]:
        _parent(one).remove(one)
    for one in list(root.iter(*_UNWRAPPED)):
        parent = _parent(one)
        parent[parent.index(one) : parent.index(one) + 1] = [
            inner for inner in one if not str(inner.tag).endswith("Pr")
        ]


def _parent(one: etree._Element) -> etree._Element:
    parent = one.getparent()
    assert parent is not None
    return parent


def _unfit(root: etree._Element, said: str) -> Iterator[str]:
    """Yield what cannot be printed on every document, each with what to do."""
    if next(root.iter(*(f"{{{W}}}{tag}" for tag in _TRACKED)), None) is not None:
        yield f"Its {said} has tracked changes: accept or reject them under Review."
    for code in sorted(_fields(root) - _FIELDS):
        yield (
            f"Its {said} has the field {code}, which a document cannot have: write its words there, or one of"
            f" {', '.join(f'{{{place}}}' for place in PLACES)}."
        )
    for place in sorted({name for text in _texts(root) for name in _PLACE.findall(text)} - set(PLACES)):
        yield (
            f"Its {said} says {{{place}}}, which nothing fills; what can be filled is"
            f" {', '.join(f'{{{one}}}' for one in PLACES)}."
        )
    if any(not _is_told(one) for one in root.iter(_DETAILS, _SHAPE)):
        yield (
            f"A picture in its {said} has no alternative text, for those who do not see it: click it with the"
            " right button, View Alt Text, and describe it or mark it as decorative."
        )


def _is_told(one: etree._Element) -> bool:
    """Whether a drawing has an alternative text, shows no picture, or is marked as mere decoration."""
    around = one if one.tag == _SHAPE else _parent(one)
    if next(around.iter(_BLIP, _IMAGE), None) is None:
        return True
    decorative = next(one.iter(_DECORATIVE), None)
    return bool((one.get("descr") or one.get("alt") or "").strip()) or (
        decorative is not None and decorative.get("val") in ("1", "true")
    )


def _fields(root: etree._Element) -> set[str]:
    """Return the codes of the fields in *root*: "PAGE"."""
    simple = [str(one.get(f"{{{W}}}instr", "")) for one in root.iter(f"{{{W}}}fldSimple")]
    for paragraph in root.iter(f"{{{W}}}p"):
        code = ""
        for one in paragraph.iter(f"{{{W}}}instrText", f"{{{W}}}fldChar"):
            if one.tag == f"{{{W}}}instrText":
                code += one.text or ""
            elif code.strip():
                simple.append(code)
                code = ""
        simple.append(code)
    return {code.split()[0].upper() for code in simple if code.split()}


# What a document fills -----------------------------------------------------------------------------


def counts_pages(root: etree._Element) -> bool:
    """Whether a foot says which page it stands on."""
    return "PAGE" in _fields(root)


def asks_for(root: etree._Element, place: str) -> bool:
    """Whether *place* stands in braces somewhere in a head or foot."""
    return any(place in _PLACE.findall(text) for text in _texts(root))


def fill(root: etree._Element, facts: Mapping[str, str]) -> None:
    """Put *facts* where their names stand in braces, though Word may have cut those into several runs."""
    for paragraph in root.iter(f"{{{W}}}p"):
        for found in reversed(list(_PLACE.finditer(_text(paragraph)))):
            if found[1] in facts:
                _replace(paragraph, found.start(), found.end(), facts[found[1]])


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
    for one in _own_texts(paragraph):
        words = one.text or ""
        first, last = max(start - at, 0), min(end - at, len(words))
        at += len(words)
        if first >= last:
            continue
        one.text = f"{words[:first]}{text}{words[last:]}"
        one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if _ARABIC.search(text):
            _turn(_parent(one))
        text = ""


def _turn(run: etree._Element) -> None:
    """Let a run that holds Arabic words now read from right to left."""
    properties = run.find(f"{{{W}}}rPr")
    if properties is None:
        properties = element("rPr")
        run.insert(0, properties)
    if properties.find(f"{{{W}}}rtl") is None:
        behind = [one for one in properties if etree.QName(one).localname in _BEHIND_DIRECTION]
        at = properties.index(behind[0]) if behind else len(properties)
        properties.insert(at, element("rtl"))


_BEHIND_DIRECTION = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")


def _texts(root: etree._Element) -> Iterator[str]:
    return (_text(one) for one in root.iter(f"{{{W}}}p"))


def _text(paragraph: etree._Element) -> str:
    return "".join(one.text or "" for one in _own_texts(paragraph))


def _own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """Return the texts of *paragraph*, those of a text box in it apart."""
    tag = f"{{{W}}}p"
    return [
        one for one in paragraph.iter(f"{{{W}}}t") if next(iter(one.iterancestors(tag)), None) is paragraph
    ]
