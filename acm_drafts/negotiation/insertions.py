"""
Where proposed new paragraphs print, and the numbers they print while they are only proposed.

"12 bis" stands after 12 and its sub-paragraphs. All new paragraphs of a round that a reader may read count, whatever
was decided on them meanwhile: so a number is the same on every page, and no decision changes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.lines import LineKind


class PrintedLine(Protocol):
    """A line of the text, as far as numbers and places go."""

    @property
    def paragraph(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def depth(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Insertion:
    """A new paragraph that somebody proposes, to follow *after* (START: the beginning)."""

    paragraph: int
    after: int = START
    kind: str = LineKind.PARAGRAPH
    depth: int = 0
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """A proposed new paragraph with the number that it prints while it is only proposed; "" where it has none."""

    paragraph: int
    number: str


def new_paragraphs(
    lines: Sequence[PrintedLine], insertions: Iterable[Insertion]
) -> dict[int, list[NewParagraph]]:
    """
    Return the proposed new paragraphs by the line that each prints after (START: before all), numbered as they print.

    At one place they stand in the order in which they are given, which is that in which they came.
    What follows a paragraph stands after its sub-paragraphs too, unless it is one itself; what
    follows another new paragraph stands behind that; what followed one that is not given stands at the end.
    """
    waiting: dict[int, list[Insertion]] = {}
    for insertion in insertions:
        waiting.setdefault(insertion.after, []).append(insertion)
    printed: dict[int, list[NewParagraph]] = {}
    used: dict[str, int] = {}

    def put(place: int, label: str, group: Sequence[Insertion]) -> None:
        for insertion in group:
            number = _next_number(insertion, label, used)
            printed.setdefault(place, []).append(NewParagraph(insertion.paragraph, number))
            put(place, label, waiting.pop(insertion.paragraph, ()))

    put(START, "", waiting.pop(START, ()))
    last = ""
    for index, line in enumerate(lines):
        last = line.label if line.label and line.kind == LineKind.PARAGRAPH else last
        here = waiting.pop(line.paragraph, ())
        for depth in sorted({insertion.depth for insertion in here}, reverse=True):
            label = line.label if depth and line.label else last
            group = [insertion for insertion in here if insertion.depth == depth]
            put(_end_of_block(lines, index, depth), label, group)
    for place in list(waiting):
        put(lines[-1].paragraph if lines else START, last, waiting.pop(place, ()))
    return printed


def _next_number(insertion: Insertion, label: str, used: dict[str, int]) -> str:
    if insertion.kind == LineKind.HEADING or not insertion.numbered:
        return ""
    used[label] = used.get(label, 0) + 1
    return numbering.bis(label, used[label])


def _end_of_block(lines: Sequence[PrintedLine], index: int, depth: int) -> int:
    """Return the last line under lines[index] that is deeper than *depth*, itself if there is none."""
    own = lines[index].depth
    if depth > own:
        return lines[index].paragraph
    while index + 1 < len(lines) and lines[index + 1].kind == LineKind.SUB and lines[index + 1].depth > own:
        index += 1
    return lines[index].paragraph
