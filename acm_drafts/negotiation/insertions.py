"""
Where proposed new paragraphs print, and the numbers they print while they are only proposed.

"12 bis" stands after 12 and its sub-paragraphs; "PP2 bis", which has no number, after the second preambular paragraph;
"1 ante" before 1, also where unnumbered paragraphs stand between. Where no line has a number, a new one has none.
All new paragraphs of a round that a reader may read count, whatever was decided on them meanwhile: so a number is
the same on every page, and no decision changes it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.numbering import PrintedLine


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
    """
    A proposed new paragraph with the number that it prints while it is only proposed; "" where it has none.

    *reference*: what it is called where that stands alone: "13 (a bis)", which prints "(a bis)".
    """

    paragraph: int
    number: str
    reference: str


def new_paragraphs(
    lines: Sequence[PrintedLine], insertions: Iterable[Insertion]
) -> dict[int, list[NewParagraph]]:
    """
    Return the proposed new paragraphs by the line that each prints after (START: before all), numbered as they print.

    At one place they stand in the order in which they are given, which is that in which they came.
    What follows a paragraph stands after its sub-paragraphs too, unless it is one itself; what
    follows another new paragraph stands behind that; what followed one that is not given stands at the end.
    """
    layout = _Layout(insertions)
    layout.above = _above(lines)
    layout.taken = {reference for reference in numbering.references(lines).values() if reference}
    preambular = _preambular(lines)
    layout.put(START, _number_before(lines, 0, depth=0), layout.take(START))
    last: _Number | None = None
    for index, line in enumerate(lines):
        layout.preambular = preambular[index]
        last = _Number(line.label) if line.label and line.kind == LineKind.PARAGRAPH else last
        layout.put_after(lines, index, last)
    end = lines[-1].paragraph if lines else START
    for place in list(layout.waiting):
        layout.put(end, last, layout.take(place))
    return layout.printed


def printed_behind(
    lines: Sequence[PrintedLine],
    insertions: Iterable[Insertion],
    printed: Mapping[int, Sequence[NewParagraph]],
) -> dict[int, tuple[int, ...]]:
    """
    Return behind which *lines* each of the *insertions* is *printed*, by their keys: the nearest first.

    The last of them is the line that it is to follow, itself or behind other new ones. None at the beginning; one
    that is to follow what is not given has the last line alone.
    """
    after = {insertion.paragraph: insertion.after for insertion in insertions}
    order = [line.paragraph for line in lines]
    behind: dict[int, tuple[int, ...]] = {}
    for place, group in printed.items():
        for new in group:
            line = after[new.paragraph]
            while line in after:
                line = after[line]
            if line in order and place in order:
                behind[new.paragraph] = tuple(reversed(order[order.index(line) : order.index(place) + 1]))
            else:
                behind[new.paragraph] = (place,) if place in order and line != START else ()
    return behind


def in_text_order(keys: Iterable[int], texts: Iterable[Sequence[int]]) -> list[int]:
    """
    Return *keys* in the order of the first of *texts*; what it does not hold stands behind what it follows in another.

    Each text is the keys of its lines in order. No more of them are read than it takes to place all; what none of them
    holds stands at the end.
    """
    wanted, places = list(keys), dict[int, tuple[int, ...]]()
    for turn, text in enumerate(texts):
        before: tuple[int, ...] = (-1,)
        for nth, key in enumerate(text):
            if turn and key in places:
                before = places[key]
            else:
                places[key] = (*before, turn, nth) if turn else (nth,)
        if all(key in places for key in wanted):
            break
    return sorted(wanted, key=lambda key: (key not in places, places.get(key, ())))


@dataclass(frozen=True, slots=True)
class _Number:
    """
    The number that new paragraphs print with: that of the line they follow, or of the first one after them.

    *above*: the number of the paragraph that a sub-paragraph belongs to, as its reference begins: "13 ".
    """

    label: str
    is_before: bool = False
    above: str = field(default="", compare=False)

    def next(self, taken: Collection[str]) -> str:
        """
        Return what a new paragraph prints: "12 bis", "12 ter"; before the first number "1 ante".

        The first that is not among the *taken* references.
        """
        if not self.is_before:
            return numbering.next_bis(self.label, lambda label: self.above + label in taken)
        labels = (numbering.ante(self.label, nth) for nth in count(1))
        return next(label for label in labels if label not in taken)


def _number_before(lines: Sequence[PrintedLine], index: int, *, depth: int) -> _Number | None:
    """Return the first number from *index* on that what is proposed before it can print with, None where none is."""
    for line in lines[index:]:
        if line.kind == LineKind.HEADING:
            continue
        if line.kind == LineKind.PARAGRAPH and depth:
            return None
        if line.label and line.depth == depth:
            return _Number(line.label, is_before=True)
    return None


class _Layout:
    """What is printed where so far, and what still waits for the paragraph that it is to follow."""

    def __init__(self, insertions: Iterable[Insertion]) -> None:
        self.printed: dict[int, list[NewParagraph]] = {}
        self.waiting: dict[int, list[Insertion]] = {}
        self.taken: set[str] = set()
        """What the lines, and the new paragraphs so far, are called."""
        self.above: Mapping[int, str] = {}
        """How the reference of each sub-paragraph begins before its own label: "13 "."""
        self.preambular = ""
        """What the last preambular paragraph is called, "" from the first number on."""
        for insertion in insertions:
            self.waiting.setdefault(insertion.after, []).append(insertion)

    def take(self, place: int) -> Sequence[Insertion]:
        """Remove the insertions that are to follow *place* from the waiting ones and return them."""
        return self.waiting.pop(place, ())

    def put_after(self, lines: Sequence[PrintedLine], index: int, last: _Number | None) -> None:
        """Print what is to follow lines[index], the deepest first; *last*: the number of the last paragraph so far."""
        line = lines[index]
        following = self.take(line.paragraph)
        for depth in sorted({insertion.depth for insertion in following}, reverse=True):
            above = self.above.get(line.paragraph, "")
            own = _Number(line.label, above=above) if depth and line.label else last
            group = [insertion for insertion in following if insertion.depth == depth]
            number = own or _number_before(lines, index + 1, depth=depth)
            self.put(_end_of_block(lines, index, depth), number, group)

    def put(self, place: int, number: _Number | None, group: Sequence[Insertion]) -> None:
        """Print *group* behind *place* with *number* (None: without one), each with what is to follow it."""
        for insertion in group:
            printed, above = self._next_number(insertion, number)
            new = NewParagraph(insertion.paragraph, printed, above + printed)
            self.printed.setdefault(place, []).append(new)
            self.put(place, number, self.take(insertion.paragraph))

    def _next_number(self, insertion: Insertion, number: _Number | None) -> tuple[str, str]:
        """Return what a new paragraph prints, and what stands before that where its number stands alone."""
        if insertion.kind == LineKind.HEADING:
            return "", ""
        if not insertion.numbered:
            if not self.preambular or insertion.kind != LineKind.PARAGRAPH:
                return "", ""
            number = _Number(self.preambular)
        if number is None:
            return "", ""
        printed = number.next(self.taken)
        self.taken.add(number.above + printed)
        return printed, number.above


def _above(lines: Sequence[PrintedLine]) -> dict[int, str]:
    """Return how the reference of each sub-paragraph begins before its own label, where it ends with that."""
    called = numbering.references(lines)
    return {
        line.paragraph: called[line.paragraph].removesuffix(line.label)
        for line in lines
        if line.kind == LineKind.SUB and line.label and called[line.paragraph].endswith(line.label)
    }


def _preambular(lines: Sequence[PrintedLine]) -> list[str]:
    """Return for each line what the last preambular paragraph is called; "" before the first and after the preamble."""
    called, names, last = numbering.references(lines), [], ""
    for line in lines:
        own = called[line.paragraph]
        if numbering.is_preambular(line.label, own):
            last = own
        elif line.label and line.kind != LineKind.HEADING:
            last = ""
        names.append(last)
    return names


def _end_of_block(lines: Sequence[PrintedLine], index: int, depth: int) -> int:
    """Return the last line under lines[index] that is deeper than *depth*, itself if there is none."""
    own = lines[index].depth
    if depth > own:
        return lines[index].paragraph
    while index + 1 < len(lines) and lines[index + 1].kind == LineKind.SUB and lines[index + 1].depth > own:
        index += 1
    return lines[index].paragraph
