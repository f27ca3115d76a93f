"""
Two drafts side by side, with a word on what became of each paragraph.

On a page that lies across, with the two symbols at the head of every page. What went is struck
through where it stood, what came is underlined where it stands. What became of a paragraph was
decided before; here it is only drawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree

from acm_drafts.documents.template.styles import LOOKS
from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, masthead, tables, words
from acm_drafts.documents.write.annexes import Annexes
from acm_drafts.documents.write.tables import Cell
from acm_drafts.documents.write.wordxml import element, paragraph, run
from acm_drafts.negotiation.comparison import Became, Change
from acm_drafts.negotiation.lines import DraftText, Line, LineKind
from acm_drafts.negotiation.numbering import short
from acm_drafts.text.diff import Op, Span
from acm_drafts.text.language import Language

_SHARES = (43, 43, 14)
_NOT_IN_THE_OUTLINE = "9"


def render(
    before: DraftText,
    after: DraftText,
    changes: Sequence[Change],
    *,
    annexes: Annexes | None = None,
    template: Template | None = None,
) -> bytes:
    """
    Return a .docx with one row for each of *changes*, which lead from *before* to *after*, in their order.

    Of what was joined, the first column holds each paragraph by itself; of what was split, every
    part has its own row.
    """
    language = Language(after.language)
    columns = _Columns(language)
    header = [
        [columns.head(f"{draft.symbol} · {masthead.status_in(language, draft.status)}")]
        for draft in (before, after)
    ]
    width = docx.sheet_of(template, landscape=True).between
    table = tables.table(
        [width * share // 100 for share in _SHARES],
        [*header, [columns.head(words.say(language, "became"))]],
        [columns.row(change) for change in changes],
        language=language,
        caption=words.say(language, "side by side", old=before.symbol, new=after.symbol),
    )
    note = words.say(language, "compared", symbol=before.symbol)
    body = [table, paragraph("ACMCell", [], language)]
    return docx.pack(after, body, note=note, landscape=True, annexes=annexes, template=template)


class _Columns:
    def __init__(self, language: Language) -> None:
        self.language = language

    def head(self, text: str) -> etree._Element:
        runs = directions.runs(text, self.language, element("b"), element("bCs"))
        return paragraph("ACMCell", runs, self.language)

    def row(self, change: Change) -> tuple[Cell, Cell, Cell]:
        return (
            [
                self._line(line, spans, Op.INSERT, outlined=not change.new)
                for line, spans in _old_sides(change)
            ],
            [self._line(change.new, change.spans, Op.DELETE)] if change.new else [],
            [self._note(change)],
        )

    def _line(
        self, line: Line, spans: Iterable[Span], hidden: Op, *, outlined: bool = True
    ) -> etree._Element:
        label = directions.runs(f"{line.label} ", self.language) if line.label else []
        runs = [
            run(span.text, self.language, style=LOOKS[Op.KEEP if span.invisible else span.op])
            for span in spans
            if span.op is not hidden
        ]
        cell = paragraph(cell_style(line), [*label, *runs], self.language)
        if line.kind is LineKind.HEADING and not outlined:  # the outline names a heading once
            cell[0].append(element("outlineLvl", val=_NOT_IN_THE_OUTLINE))
        return cell

    def _note(self, change: Change) -> etree._Element:
        note = words.say(self.language, "semicolon").join(self._remarks(change))
        return paragraph("ACMNote", directions.runs(note, self.language), self.language)

    def _remarks(self, change: Change) -> Iterator[str]:
        """Yield what became of a paragraph, the most important first; nothing of what stayed as it was."""
        numbers = words.say(self.language, "comma").join(
            short(line.label) for line in change.old if line.label
        )
        if change.became in (Became.SPLIT, Became.JOINED) and numbers:
            yield words.say(self.language, f"{change.became} of", numbers=numbers)
        elif change.became not in (Became.UNCHANGED, Became.MOVED):
            yield words.say(self.language, str(change.became))
        if change.moved:
            yield words.say(self.language, "moved")
        if change.renumbered and numbers and change.became is not Became.SPLIT:
            yield words.say(self.language, "was", number=numbers)


def cell_style(line: Line) -> str:
    """Return the id of the style of *line* in a cell."""
    if line.kind is LineKind.HEADING:
        return "ACMCellHeading"
    return "ACMCellSub" if line.kind is LineKind.SUB else "ACMCell"


def _old_sides(change: Change) -> Iterator[tuple[Line, list[Span]]]:
    """Yield each earlier paragraph with its share of the spans; of a part of a split, its share of the whole."""
    own = [span for span in change.spans if span.op is not Op.INSERT]
    if len(change.old) > 1 and change.became is not Became.SPLIT:
        yield from _joined(change.old, own)
        return
    later = bool(change.parts) and change.new is not change.parts[0]
    for line in change.old[:1]:
        yield replace(line, label="") if later else line, own


def _joined(lines: Iterable[Line], spans: Sequence[Span]) -> Iterator[tuple[Line, list[Span]]]:
    """Yield each of *lines*, which were joined with a space, with its own part of *spans*."""
    rest = list(spans)
    for line in lines:
        own, rest = _divided(rest, len(line.text))
        yield line, own
        _, rest = _divided(rest, 1)  # the space that joined them


def _divided(spans: Sequence[Span], size: int) -> tuple[list[Span], list[Span]]:
    """Return the first *size* characters of *spans*, and the rest of them."""
    first: list[Span] = []
    for place, span in enumerate(spans):
        if not size:
            return first, list(spans[place:])
        first.append(span._replace(text=span.text[:size]))
        if len(span.text) > size:
            return first, [span._replace(text=span.text[size:]), *spans[place + 1 :]]
        size -= len(span.text)
    return first, []
