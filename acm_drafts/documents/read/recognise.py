"""
What each block of a text is: heading, paragraph, sub-paragraph; its label and its depth.

A first reading for a person to correct, made from what was typed and nothing else. Nothing is
lost: indent + label + gap + text is the block, to the byte. Files, drafts and numbering rules
are unknown here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from acm_drafts.documents.read import headings
from acm_drafts.documents.read.labels import Label, Reading, confirmed, is_bullet, parse
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.text.language import Language

DEEPEST = 2
_TAB = 4
_CENTRED = 16
_IN_LETTERS = {"I.", "A.", "I-", "A-", "I)", "A)", "أولا"}
_MAIN = {"1.", "1)", "1-"}
_STRIDE = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """
    One line of a text.

    *label* and *indent* are as typed, *gap* is the white space between label and text.
    *depth* is 0 for headings and paragraphs, 1 for (a), 2 for (i) and whatever lies deeper.
    *numbered* says whether the line takes part in the numbering; a heading's label ("I.",
    "##") and an unnumbered line's text stand as typed all the same.
    *doubtful*: it has no number and stands below a sub-paragraph, and nothing says whether it is one too.
    """

    kind: LineKind
    depth: int
    numbered: bool
    label: str
    indent: str
    text: str
    gap: str = ""
    doubtful: bool = False


def recognise(
    blocks: Sequence[str], language: Language, depths: Sequence[int | None] = ()
) -> tuple[Recognised, ...]:
    """
    Return one Recognised a block, in order.

    *depths* say how deep each block lies by its style, None where that says nothing: where no number is typed, they
    count.

    Where no paragraph has a typed number all of them are numbered (and get automatic ones);
    where some have, those without are not.
    """
    split = [_split(block) for block in blocks]
    labels = confirmed([parse(body) for _, body in split])
    heads = _headings([body for _, body in split], labels)
    nesting = _Nesting()
    lines = []
    known = depths or [None] * len(blocks)
    for (indent, body), label, head, depth in zip(split, labels, heads, known, strict=True):
        if head and not _lies_in_a_list(indent, body, nesting) and (label or not depth):
            nesting.clear()
            lines.append(_heading(indent, body, label))
        else:
            line = _paragraph(indent, body, label, nesting, depth)
            doubtful = depth is None and label is None and _is_below_a_sub_paragraph(line, lines)
            lines.append(replace(line, doubtful=doubtful))
    return tuple(_numbered_throughout(lines))


def as_items(lines: Sequence[Recognised]) -> tuple[Recognised, ...]:
    """
    Return the *lines* of an agenda, in which a line that looks like a heading can be an item, as its neighbours.

    One with a number is; where no line has one, the first is unless it names an agenda or is marked as a heading.
    """
    counted = any(line.label for line in lines)
    return tuple(
        replace(line, kind=LineKind.PARAGRAPH, depth=0, numbered=True)
        if line.kind is LineKind.HEADING
        and (_has_number(line) or (not counted and at == 0 and headings.may_be_an_item(line.text)))
        else line
        for at, line in enumerate(lines)
    )


def _has_number(line: Recognised) -> bool:
    return any(sign.isdigit() for sign in line.label)


def _is_below_a_sub_paragraph(line: Recognised, before: Sequence[Recognised]) -> bool:
    """Return whether *line*, taken for a paragraph, follows a sub-paragraph."""
    return line.kind is LineKind.PARAGRAPH and bool(before) and before[-1].kind is LineKind.SUB


def _split(block: str) -> tuple[str, str]:
    body = block.lstrip()
    return block[: len(block) - len(body)], body


def _width(indent: str) -> int:
    return len(indent.rpartition("\n")[2].expandtabs(_TAB))


# Headings --------------------------------------------------------------------------------------------


def _headings(bodies: Sequence[str], labels: Sequence[Label | None]) -> list[bool]:
    """Tell for each block whether it is a heading; a closing line that only looks like one is not."""
    first = next((place for place, body in enumerate(bodies) if "\n" not in body), 0)
    heads = [
        _is_heading(body, label, first=place == first)
        for place, (body, label) in enumerate(zip(bodies, labels, strict=True))
    ]
    for place in reversed(range(1, len(bodies))):
        if headings.is_a_sentence(bodies[place]) or headings.markdown(bodies[place]) or labels[place]:
            break
        heads[place] = heads[place] and headings.names_a_division(bodies[place])
    return heads


def _lies_in_a_list(indent: str, body: str, nesting: "_Nesting") -> bool:
    """Return whether an indented line belongs to the list above it; one that stands far in is centred."""
    return not headings.markdown(body) and _width(indent) < _CENTRED and nesting.below(_width(indent)) > 0


def _is_heading(body: str, label: Label | None, *, first: bool) -> bool:
    if headings.markdown(body):
        return True
    if label is None:
        return not is_bullet(body) and headings.looks_like_heading(body, first=first)
    in_letters = any(reading.shape in _IN_LETTERS for reading in label.readings)
    return headings.is_numbered_heading(_after(body, label), counted_in_letters=in_letters)


def _heading(indent: str, body: str, label: Label | None) -> Recognised:
    typed, gap = headings.markdown(body) or ((label.typed, label.gap) if label else ("", ""))
    text = body[len(typed) + len(gap) :]
    return Recognised(LineKind.HEADING, 0, False, typed, indent, text, gap)


# Paragraphs ------------------------------------------------------------------------------------------


def _after(body: str, label: Label) -> str:
    return body[len(label.typed) + len(label.gap) :]


def _paragraph(
    indent: str, body: str, label: Label | None, nesting: "_Nesting", styled: int | None
) -> Recognised:
    """Return a paragraph or sub-paragraph, by its number; one without lies as deep as its style says (*styled*)."""
    width = _width(indent)
    if label is None:
        if is_bullet(body):
            return _line(max(1, nesting.below(width)), False, indent, body)
        if styled is not None:
            return _line(styled, bool(styled), indent, body)
        return _line(nesting.below(width), False, indent, body)
    depth = nesting.place(label, width)
    return replace(_line(depth, True, indent, _after(body, label)), label=label.typed, gap=label.gap)


def _line(depth: int, numbered: bool, indent: str, text: str) -> Recognised:
    kind = LineKind.SUB if depth else LineKind.PARAGRAPH
    return Recognised(kind, min(depth, DEEPEST), numbered, "", indent, text)


def _numbered_throughout(lines: list[Recognised]) -> list[Recognised]:
    paragraphs = [line for line in lines if line.kind is LineKind.PARAGRAPH]
    if any(line.label for line in paragraphs):
        return lines
    return [replace(line, numbered=True) if line.kind is LineKind.PARAGRAPH else line for line in lines]


@dataclass(slots=True)
class _List:
    """A list that is still open: how its items look, how far in they stand, and the last one's place."""

    shape: str
    width: int
    last: int
    depth: int

    def looks_like(self, reading: Reading, width: int) -> bool:
        """Return whether an item read as *reading*, *width* far in, has the shape and the indentation of this list."""
        return self.shape == reading.shape and abs(self.width - width) < 2

    def has_next(self, reading: Reading, width: int) -> bool:
        """
        Return whether an item read as *reading*, *width* far in, goes on with this list.

        A letter that is just the next one does, however far in it stands: Word indents what it numbers itself.
        """
        is_next = reading == Reading(self.shape, self.last + 1) and self.shape not in _MAIN
        return is_next or (self.looks_like(reading, width) and _goes_on(self, reading))


class _Nesting:
    """The lists open at this point of the text, outermost first."""

    def __init__(self) -> None:
        self._open: list[_List] = []
        self._numbers: set[str] = set()

    def clear(self) -> None:
        """Close every list, as a heading does."""
        self._open.clear()

    def below(self, width: int) -> int:
        """Return the depth of an unnumbered line: indented under an item it belongs to that, else it stands alone."""
        return max(
            (open_list.depth + 1 for open_list in self._open if open_list.width < width - 1), default=0
        )

    def place(self, label: Label, width: int) -> int:
        """Return the depth of the item that begins with *label*, and remember it."""
        self._open = [open_list for open_list in self._open if open_list.width <= width + 1]
        if not label.part_of:
            self._numbers.add(label.typed.strip("().-–—٫ "))
        current = self._going_on(label, width)
        if current is None:
            current = self._beginning(label, width)
        return current.depth

    def _going_on(self, label: Label, width: int) -> _List | None:
        """Return the innermost open list of which *label* is the next item, and close all inside it."""
        for place in reversed(range(len(self._open))):
            open_list = self._open[place]
            for reading in label.readings:
                if open_list.has_next(reading, width):
                    open_list.last = reading.value
                    del self._open[place + 1 :]
                    return open_list
        return None

    def _beginning(self, label: Label, width: int) -> _List:
        """Open a new list and return it: inside what is open, or in place of an earlier list of the same look."""
        reading = next(
            (candidate for candidate in label.readings if candidate.value == 1), label.readings[-1]
        )
        for place, open_list in enumerate(self._open):
            if open_list.looks_like(reading, width):
                del self._open[place:]
                break
        depth = self._depth(label, reading, width)
        self._open = [open_list for open_list in self._open if open_list.depth < depth]
        self._open.append(_List(reading.shape, width, reading.value, depth))
        return self._open[-1]

    def _depth(self, label: Label, reading: Reading, width: int) -> int:
        if label.part_of:
            return label.part_of.count(".") + 1 if label.part_of.split(".")[0] in self._numbers else 0
        if reading.shape in _IN_LETTERS:
            return 0
        if reading.shape in _MAIN:
            return self.below(width)
        enclosing = self._open[-1].depth + 1 if self._open else 0
        return enclosing if reading.shape == "(1)" else max(1, enclosing)


def _goes_on(open_list: _List, reading: Reading) -> bool:
    """Return whether *reading* can follow: numbers may leave gaps, letters hardly; (i) follows (h), never (a)."""
    if reading.shape in _MAIN or reading.shape[:1].isdecimal():
        return reading.value >= open_list.last
    return open_list.last <= reading.value <= open_list.last + _STRIDE
