"""
The evening report as a Word file: the blocks of documents.write.evening on a page of the house.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, tables, words
from acm_drafts.documents.write.evening import (
    Block,
    EveningText,
    Heading,
    Said,
    Sentence,
    Table,
    blocks_of,
    title_of,
)
from acm_drafts.documents.write.wordxml import element, paragraph, run
from acm_drafts.negotiation.lines import Translated
from acm_drafts.text.language import Language

_FIRST, _SHARE = 40, 10
"""The share of the sheet that the first column has, and each other one, in percent."""


def render(report: EveningText, template: Template | None = None) -> bytes:
    """Return the report as a .docx, dated its own day; the same report gives the same bytes."""
    language = Language(report.face.language)
    face = replace(
        report.face, title=title_of(report), date=report.day, lines=(), translated=Translated.WHOLLY
    )
    note = words.say(language, "sitting text", symbol=report.face.symbol)
    width = docx.sheet_of(template).between
    body = [part for block in blocks_of(report) for part in _elements(block, language, width)]
    return docx.pack(face, body, note=note, template=template)


def _elements(block: Block, language: Language, width: int) -> Iterator[etree._Element]:
    if isinstance(block, Heading):
        style = "Heading1" if block.level == 1 else "Heading2"
        yield paragraph(style, [run(block.line.text, language)], language)
    elif isinstance(block, Sentence):
        yield paragraph("ACMPlain", directions.runs(block.line.text, language), language)
    else:
        yield _table(block, language, width)
        yield paragraph("ACMCell", [], language)


def _table(block: Table, language: Language, width: int) -> etree._Element:
    shares = [_FIRST, *[_SHARE] * (len(block.header) - 1)]
    last = len(block.rows) - 1
    return tables.table(
        [width * share // 100 for share in shares],
        [[_cell(Said(text, language), language, bold=True)] for text in block.header],
        [
            [
                [_cell(name, language, bold=at == last)],
                *([_cell(Said(str(count), language), language, bold=at == last)] for count in counts),
            ]
            for at, (name, counts) in enumerate(block.rows)
        ],
        language=language,
        caption=block.caption,
    )


def _cell(line: Said, language: Language, *, bold: bool) -> etree._Element:
    looks = (element("b"), element("bCs")) if bold else ()
    return paragraph("ACMCell", directions.runs(line.text, line.language, *looks), language)
