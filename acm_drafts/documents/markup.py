"""
Finding one's way in Word's markup: names with known prefixes, attributes, what lies inside what.

Knows where things stand and not what they mean.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from acm_drafts.documents.write.wordxml import W

_PREFIXES = {
    W: "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
}

TRANSPARENT = {
    "w:r", "w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:fldSimple", "w:dir", "w:bdo",
    "w:ruby", "w:rubyBase",
}  # fmt: skip
"""Elements whose content is read as if they were not there."""


def name_of(element: etree._Element) -> str:
    """Return the name of an element with the prefix we know its namespace by; foreign ones keep their namespace."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag[1:].partition("}")
    return _PREFIXES.get(namespace, f"{namespace} ") + local


def attribute(element: etree._Element, name: str) -> str:
    """Return the attribute `w:name`, or ""."""
    return str(element.get(f"{{{W}}}{name}", ""))


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child `w:name`, or None; of nothing, None."""
    return None if element is None else element.find(f"{{{W}}}{name}")


def children(element: etree._Element | None, name: str) -> Iterable[etree._Element]:
    """Return the children `w:name` in order; of nothing, none."""
    return () if element is None else element.iterchildren(f"{{{W}}}{name}")


def value(element: etree._Element | None, name: str) -> str:
    """Return the `w:val` of the first child `w:name`, or ""."""
    node = child(element, name)
    return "" if node is None else attribute(node, "val")


def whole(text: str, otherwise: int) -> int:
    """Return the number that *text* writes, kept between 0 and a million, or *otherwise*."""
    try:
        return max(min(int(text), 999_999), 0)
    except ValueError:
        return otherwise


def through(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, those inside content controls and the like too."""
    for inner in element:
        name = name_of(inner)
        if name == wanted:
            yield inner
        elif name in TRANSPARENT:
            yield from through(inner, wanted)
        elif name == "mc:AlternateContent":
            for inside in branch(inner):
                yield from through(inside, wanted)


def branch(alternatives: etree._Element) -> Iterator[etree._Element]:
    """Yield the one branch to read: the first choice, else the fallback."""
    branches = [
        alternative for alternative in alternatives if name_of(alternative) in ("mc:Choice", "mc:Fallback")
    ]
    yield from branches[:1]


def boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost text boxes of a drawing, of one branch only."""
    for inner in element:
        name = name_of(inner)
        if name == "w:txbxContent":
            yield inner
        elif name == "mc:AlternateContent":
            for inside in branch(inner):
                yield from boxes(inside)
        else:
            yield from boxes(inner)
