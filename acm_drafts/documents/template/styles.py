"""
The styles of a template, found by their names: which of ours are missing, and how they are adapted.

Word keeps the names of its own styles in English whatever language it speaks, and other programs do
not: both are known. Ids are anybody's, and are changed to ours.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from acm_drafts.documents.write.wordxml import W, element
from acm_drafts.text.diff import Op

OWN = Path(__file__).parent / "package"

LOOKS = {Op.KEEP: "", Op.DELETE: "ACMDeleted", Op.INSERT: "ACMInserted"}
"""The ids of the character styles of what is changed."""
_BROUGHT_ALONG = ("Normal", "Default Paragraph Font", "Normal Table")
_DEEPEST = 32
"""How many styles may be based on one another; a circle ends here."""
_LOCALISED = {
    "Title": ("Titre", "العنوان"),
    "heading 1": ("Titre 1", "العنوان 1", "عنوان 1"),
    "heading 2": ("Titre 2", "العنوان 2", "عنوان 2"),
    "TOC Heading": ("En-tête de table des matières", "عنوان جدول المحتويات"),
    "toc 1": ("TM 1", "Table des matières 1", "فهرس 1"),
    "toc 2": ("TM 2", "Table des matières 2", "فهرس 2"),
}
"""The localised names of Word's own styles, which some programs write in place of the English ones."""
_AFTER = {
    "pPr": ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr"),
    "rPr": ("tblPr", "trPr", "tcPr", "tblStylePr"),
    "bidi": (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
        "cnfStyle", "rPr", "sectPr", "pPrChange",
    ),
    "rtl": ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"),
}  # fmt: skip
"""The properties that the format places after a property, by its name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A style that our documents use, and what must hold of it: *outline* its level from 0, or ""."""

    id: str
    name: str
    kind: str
    outline: str
    end_tab: bool


@cache
def wanted() -> tuple[Wanted, ...]:
    """Return the styles that our documents use, in the order of our own template."""
    sheet = Stylesheet(etree.fromstring((OWN / "word" / "styles.xml").read_bytes()))
    return tuple(
        Wanted(
            _value(style, "styleId"),
            sheet.name(style),
            _value(style, "type"),
            sheet.outline(style),
            sheet.has_end_tab(style),
        )
        for style in sheet.styles
        if sheet.name(style) not in _BROUGHT_ALONG
    )


class Stylesheet:
    """The styles of a template."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.styles = root.findall(f"{{{W}}}style")
        self.by_id = {_value(style, "styleId"): style for style in self.styles}
        self.by_name: dict[str, list[etree._Element]] = {}
        for style in self.styles:
            self.by_name.setdefault(self.name(style).casefold(), []).append(style)
        self._read_localised()

    def _read_localised(self) -> None:
        for name, translations in _LOCALISED.items():
            styles = [
                style
                for translation in translations
                for style in self.by_name.get(translation.casefold(), [])
            ]
            if styles and name.casefold() not in self.by_name:
                self.by_name[name.casefold()] = styles
                for style in styles:
                    for name_node in style.iterfind(f"{{{W}}}name"):
                        name_node.set(f"{{{W}}}val", name)

    def name(self, style: etree._Element) -> str:
        name = style.find(f"{{{W}}}name")
        return "" if name is None else _value(name, "val").strip()

    def outline(self, style: etree._Element) -> str:
        """Return the outline level of *style*, from 0, its own or that of a style it is based on; "" for none."""
        outline = self._first(style, "pPr/outlineLvl")
        level = "" if outline is None else _value(outline, "val")
        return "" if level == "9" else level  # 9 is body text

    def has_end_tab(self, style: etree._Element) -> bool:
        """Return whether *style* can set a second text at the end of the line."""
        return any(
            _value(tab, "val") in ("right", "end")
            for ancestor in self._ancestry(style)
            for tab in ancestor.iterfind(f"{{{W}}}pPr/{{{W}}}tabs/{{{W}}}tab")
        )

    def lacks(self) -> list[str]:
        """Return what is missing or would spoil a document, in the order of our own styles."""
        return [lack for style in wanted() for lack in self._lacks(style)]

    def _lacks(self, wanted: Wanted) -> Iterator[str]:
        styles = self.by_name.get(wanted.name.casefold(), [])
        if not styles:
            yield (
                f'There is no {wanted.kind} style named "{wanted.name}": make one, or begin from a document that'
                " was exported here, which has them all."
            )
        elif len(styles) > 1:
            yield f'There are several styles named "{wanted.name}": keep one, and give the others other names.'
        else:
            yield from self._spoils(wanted, styles[0])

    def _spoils(self, wanted: Wanted, style: etree._Element) -> Iterator[str]:
        subject = f'The style "{wanted.name}"'
        if (kind := _value(style, "type") or "paragraph") != wanted.kind:
            yield (
                f"{subject} is a {kind} style; it must be a {wanted.kind} style: delete it and make it anew as such."
            )
        if wanted.outline and self.outline(style) != wanted.outline:
            yield (
                f"{subject} needs the outline level {int(wanted.outline) + 1}, by which headings are found: choose it"
                " under Modify Style, Format, Paragraph."
            )
        if wanted.end_tab and not self.has_end_tab(style):
            yield (
                f"{subject} needs a right tab stop for what stands at the end of the line: set one under Modify"
                " Style, Format, Tabs."
            )
        if self._first(style, "pPr/numPr") is not None:
            yield (
                f"{subject} numbers paragraphs by itself, and the numbers of a text are written out: choose None"
                " under Modify Style, Format, Numbering."
            )
        if self._is_on(style, "rPr/vanish"):
            yield f"{subject} hides what is set in it: take Hidden off under Modify Style, Format, Font."

    def ids(self, names: Collection[str]) -> frozenset[str]:
        """Return the ids that the styles with *names* have."""
        return frozenset(
            _value(style, "styleId") for name in names for style in self.by_name.get(name.casefold(), ())
        )

    def take_our_ids(self) -> Mapping[str, str]:
        """
        Give the styles that we use the ids that we use; another style that has such an id gets another.

        Returns the id that each style has now by the one it had.
        """
        ours = {}
        for used in wanted():
            for style in self.by_name.get(used.name.casefold(), [])[:1]:
                ours[_value(style, "styleId")] = used.id
        rivals = (set(ours.values()) - ours.keys()) & self.by_id.keys()
        new = {style_id: f"{style_id}Other" for style_id in rivals} | ours
        for style in self.styles:
            _rename(style, "styleId", new)
        for pointer in self.root.iter(*(f"{{{W}}}{tag}" for tag in ("basedOn", "next", "link"))):
            _rename(pointer, "val", new)
        renamed = {style_id: new.get(style_id, style_id) for style_id in self.by_id}
        self.by_id = {_value(style, "styleId"): style for style in self.styles}
        return renamed

    def leave_direction(self) -> None:
        """
        Let none of the styles that we use run from right to left by itself.

        Each document says what direction it has; other styles, in which a letterhead may be set, keep theirs.
        """
        for style in (self.by_id[used.id] for used in wanted() if used.id in self.by_id):
            self.leave_direction_of(style)

    def leave_direction_of(self, style: etree._Element) -> None:
        """Let *style* not run from right to left by itself."""
        if self._is_on(style, "pPr/bidi") or self._by_default("pPrDefault/pPr/bidi"):
            _switch_off(style, "pPr", "bidi")
        if self._is_on(style, "rPr/rtl") or self._by_default("rPrDefault/rPr/rtl"):
            _switch_off(style, "rPr", "rtl")

    def _by_default(self, path: str) -> bool:
        return _means_on(self.root.find(f"{{{W}}}docDefaults/{_full(path)}"))

    def _ancestry(self, style: etree._Element) -> Iterator[etree._Element]:
        """Yield *style* and those that it is based on."""
        for _ in range(_DEEPEST):
            yield style
            base = style.find(f"{{{W}}}basedOn")
            above = None if base is None else self.by_id.get(_value(base, "val"))
            if above is None:
                return
            style = above

    def _first(self, style: etree._Element, path: str) -> etree._Element | None:
        full = _full(path)
        return next(
            (node for ancestor in self._ancestry(style) if (node := ancestor.find(full)) is not None), None
        )

    def _is_on(self, style: etree._Element, path: str) -> bool:
        return _means_on(self._first(style, path))


def _full(path: str) -> str:
    return "/".join(f"{{{W}}}{tag}" for tag in path.split("/"))


def _means_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and _value(toggle, "val") not in ("0", "false", "off")


def _switch_off(style: etree._Element, group: str, toggle: str) -> None:
    """Switch the property *toggle* off in *style*, at the place where the format expects it."""
    properties = style.find(_full(group))
    if properties is None:
        properties = element(group)
        after = [child for child in style if etree.QName(child).localname in _AFTER[group]]
        style.insert(style.index(after[0]) if after else len(style), properties)
    for child in properties.findall(_full(toggle)):
        properties.remove(child)
    after = [child for child in properties if etree.QName(child).localname in _AFTER[toggle]]
    properties.insert(properties.index(after[0]) if after else len(properties), element(toggle, val="0"))


def _value(node: etree._Element, name: str) -> str:
    return str(node.get(f"{{{W}}}{name}", ""))


def _rename(node: etree._Element, attribute: str, names: Mapping[str, str]) -> None:
    value = _value(node, attribute)
    if value in names:
        node.set(f"{{{W}}}{attribute}", names[value])
