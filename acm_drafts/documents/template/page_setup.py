"""
The sheet that a document is printed on: its size and its margins, ours or those of an institution's template.

Lengths are twentieths of a point, as Word counts them. Heads and feet are for `headers`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from acm_drafts.documents.write.wordxml import R, W, element
from acm_drafts.text.language import Language

LEAST_WIDTH = 5670
"""Ten centimetres: what the text needs between its margins."""
_LEAST_HEIGHT = 8505
_MOST = 31680
"""Twenty-two inches, the largest sheet that Word knows."""
CENTIMETRE = 567

FIRST, OTHERS = "first", "default"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper with its margins; without being told otherwise, A4 with ours."""

    width: int = 11906
    height: int = 16838
    top: int = 1531
    right: int = 1276
    bottom: int = 1418
    left: int = 1276
    header: int = 794
    footer: int = 680
    gutter: int = 0

    @property
    def between(self) -> int:
        """The width between the margins."""
        return self.width - self.left - self.right - self.gutter

    def across(self) -> "Sheet":
        """Return the same sheet lying across, its margins where they were; one that lies across stays so."""
        return replace(self, width=max(self.width, self.height), height=min(self.width, self.height))

    def lacks(self) -> Iterator[str]:
        """Yield what makes it unfit for a text, each in a sentence that says what to do."""
        if not (0 < self.width <= _MOST and 0 < self.height <= _MOST):
            yield "Its page is of a size that no printer has: choose A4 or Letter under Layout, Size."
            return
        if self.between < LEAST_WIDTH:
            yield (
                f"Its margins leave {max(self.between, 0) / CENTIMETRE:.1f} cm for the text; it needs"
                f" {LEAST_WIDTH // CENTIMETRE} cm: make them smaller under Layout, Margins."
            )
        if self.height - abs(self.top) - abs(self.bottom) < _LEAST_HEIGHT:
            yield (
                "Its margins leave too little of the height of a page: make them smaller under Layout, Margins."
            )


A4 = Sheet()


def read(section: etree._Element) -> Sheet | None:
    """Return the sheet of a `w:sectPr`, None where it does not say size and margins in whole numbers."""
    numbers = _numbers(section.find(f"{{{W}}}pgSz"), {"w": "width", "h": "height"})
    numbers |= _numbers(section.find(f"{{{W}}}pgMar"), {name: name for name in _MARGINS})
    try:
        sheet = Sheet(**{name: round(float(value)) for name, value in numbers.items()})
    except (ValueError, OverflowError):
        return None
    return sheet if {"width", "height", "left", "right", "top", "bottom"} <= numbers.keys() else None


def section(
    sheet: Sheet, language: Language, heads: Mapping[tuple[str, str], str], *, first_apart: bool = True
) -> etree._Element:
    """
    Return the properties of a section on *sheet*.

    *heads* are the relationships of its headers and footers, by ("header", FIRST) and the like;
    *first_apart*: its first page has a head of its own.
    """
    size = {"w": str(sheet.width), "h": str(sheet.height)}
    if sheet.width > sheet.height:
        size["orient"] = "landscape"
    properties = element(
        "sectPr",
        *(_reference(f"{edge}Reference", kind, name) for (edge, kind), name in heads.items()),
        element("pgSz", **size),
        element("pgMar", **{name: str(getattr(sheet, name)) for name in _MARGINS}),
    )
    if first_apart:
        properties.append(element("titlePg"))
    if language is Language.AR:
        properties.append(element("bidi"))
    return properties


_MARGINS = ("top", "right", "bottom", "left", "header", "footer", "gutter")


def _numbers(node: etree._Element | None, names: Mapping[str, str]) -> dict[str, str]:
    if node is None:
        return {}
    return {name: value for attribute, name in names.items() if (value := node.get(f"{{{W}}}{attribute}"))}


def _reference(tag: str, kind: str, relationship: str) -> etree._Element:
    reference = element(tag, type=kind)
    reference.set(f"{{{R}}}id", relationship)
    return reference
