"""
Tables as our own documents have them: a header row that every page repeats, hairlines between rows, and
an alternative text for those who do not see it. Knows no draft.
"""

from collections.abc import Iterable, Sequence

from lxml import etree

from acm_drafts.documents.write.wordxml import element, paragraph
from acm_drafts.text.language import Language

Cell = Sequence[etree._Element]
"""The paragraphs of one cell; an empty one is filled, as every cell must hold a paragraph."""

_KEPT_WHOLE = 1200
"""Characters in the longest cell of a row that is not divided between two pages: a third of a page, lying across."""

HAIRLINE = {"val": "single", "sz": "4", "space": "0", "color": "A6A6A6"}


def table(
    widths: Sequence[int],
    header: Sequence[Cell],
    rows: Iterable[Sequence[Cell]],
    *,
    language: Language,
    caption: str,
) -> etree._Element:
    """
    Return a table with columns of *widths* (twentieths of a point), in the direction of *language*.

    The *header* row stands at the head of every page. *caption* says what the table holds.
    """
    lines = (element(edge, **HAIRLINE) for edge in ("top", "bottom", "insideH", "insideV"))
    return element(
        "tbl",
        element(
            "tblPr",
            *([element("bidiVisual")] if language is Language.AR else []),
            element("tblW", w=str(sum(widths)), type="dxa"),
            element("tblBorders", *lines),
            element("tblLayout", type="fixed"),
            element("tblLook", val="0020", firstRow="1", noHBand="1", noVBand="1"),
            element("tblCaption", val=caption),
        ),
        element("tblGrid", *(element("gridCol", w=str(width)) for width in widths)),
        _row(widths, header, language, element("trPr", element("cantSplit"), element("tblHeader"))),
        *(_row(widths, row, language, _whole(row)) for row in rows),
    )


def _whole(cells: Sequence[Cell]) -> etree._Element | None:
    """Return what keeps a row on one page, where it is short enough for that."""
    longest = max(sum(len(text) for node in cell for text in node.itertext()) for cell in cells)
    return element("trPr", element("cantSplit")) if longest <= _KEPT_WHOLE else None


def _row(
    widths: Sequence[int], cells: Sequence[Cell], language: Language, properties: etree._Element | None = None
) -> etree._Element:
    columns = [
        element(
            "tc",
            element("tcPr", element("tcW", w=str(width), type="dxa")),
            *(cell or [paragraph("ACMCell", [], language)]),
        )
        for width, cell in zip(widths, cells, strict=True)
    ]
    return element("tr", *([] if properties is None else [properties]), *columns)
