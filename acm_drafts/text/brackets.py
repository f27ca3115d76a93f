"""
Square brackets as values: what is not agreed, alternatives, and who wants them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from math import prod
from typing import NamedTuple, TypeAlias

from acm_drafts.text.diff import Op, Span
from acm_drafts.text.language import PARAGRAPH_SPLIT, as_read
from acm_drafts.text.tokens import is_word, tokens


class Unbalanced(ValueError):
    """The bracket at *position* has no partner."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the bracket at position {position} has no partner")
        self.position = position


@dataclass(frozen=True, slots=True)
class Bracket:
    """
    A pair of brackets and what stands between them.

    *parts* are strings and nested brackets in order; *attribution* is the names before a colon
    ("[Pakistan, Türkiye: …]") as they were typed, colon and space included, or empty.
    """

    parts: "tuple[Part, ...]"
    attribution: str = ""

    def __str__(self) -> str:
        return text_of((self,))

    @property
    def names(self) -> tuple[str, ...]:
        """Who wants this, as typed in the attribution (compare by `as_read`); nobody without one."""
        return _names(self.attribution.rstrip().removesuffix(":")) if self.attribution else ()

    @property
    def alternatives(self) -> "tuple[tuple[Part, ...], ...]":
        """
        What strokes set against each other: "[shall / should]" holds two, ("shall ",) and (" should",); "[shall]" one.

        Each is a tuple of parts, spaces kept. A stroke with a space beside it always divides. One without
        divides only where what it joins could be no symbol, date or figure: "shall/should" does, "30/60"
        and "WHO/UNICEF" do not. One inside a nested bracket divides nothing; one at an end sets the
        words against nothing.
        """
        alternatives: list[list[Part]] = [[]]
        for part in self.parts:
            if isinstance(part, Bracket):
                alternatives[-1].append(part)
                continue
            for index, piece in enumerate(_between_strokes(part)):
                if index:
                    alternatives.append([])
                if piece:
                    alternatives[-1].append(piece)
        return tuple(tuple(parts) for parts in alternatives)


Part: TypeAlias = str | Bracket


def holds_bracket(text: str | None) -> bool:
    """Return whether a wording opens a square bracket: something in it is not agreed. False for no wording."""
    return "[" in (text or "")


_NO_WORD = re.compile(r"[\[\]\s]+")


def puts_brackets_alone(spans: Iterable[Span]) -> bool:
    """Return whether *spans*, from one wording to another, put brackets round words and change none of them."""
    put = [span for span in spans if span.op is not Op.KEEP and not span.invisible]
    return bool(put) and all(span.op is Op.INSERT and not _NO_WORD.sub("", span.text) for span in put)


def parse(text: str, names: Collection[str] = ()) -> tuple[Part, ...]:
    """
    Return *text* as strings and brackets in order, none of the strings empty.

    What stands before a colon at the head of a bracket is an attribution only when it is a list
    of known *names*, parted by commas or semicolons (so no name may hold one) and reading as they
    are known, case included: one that is not known makes the head ordinary text. `text_of` gives
    the same text back. Raises Unbalanced, with the position, where a bracket has no partner.
    """
    position = unbalanced(text)
    if position is not None:
        raise Unbalanced(position)
    known = {as_read(name) for name in names}
    levels: list[list[Part]] = [[]]
    for piece in _pieces(text):
        if piece == "[":
            levels.append([])
        elif piece == "]":
            inside = levels.pop()
            levels[-1].append(_bracket(inside, known))
        else:
            levels[-1].append(piece)
    return tuple(levels[0])


def text_of(parts: Sequence[Part]) -> str:
    """Return the text of *parts*, brackets and attributions included."""
    pieces: list[str] = []
    waiting: list[Part] = list(reversed(parts))
    while waiting:  # not by recursion: nothing limits how deep a text may nest
        part = waiting.pop()
        if isinstance(part, str):
            pieces.append(part)
        else:
            pieces.append(f"[{part.attribution}")
            waiting += ("]", *reversed(part.parts))
    return "".join(pieces)


def unbalanced(text: str) -> int | None:
    """
    Return the position of the bracket that has no partner, or None where all have one.

    Of several it is the first one that closes nothing, or else the innermost left open.
    """
    opened: list[int] = []
    for position, character in enumerate(text):
        if character == "[":
            opened.append(position)
        elif character == "]":
            if not opened:
                return position
            opened.pop()
    return opened[-1] if opened else None


def neighbours(parts: Sequence[Part]) -> tuple[tuple[Bracket, ...], ...]:
    """
    Return the brackets of *parts* in groups; those side by side, "[shall] [should]", are rivals for one place.

    Nothing but white space, the mark of a split included, stands between rivals. A bracket alone is
    a group of one; what stands inside a bracket is not looked at.
    """
    groups: list[list[Bracket]] = []
    beside = False
    for part in parts:
        if isinstance(part, Bracket):
            if not beside:
                groups.append([])
            groups[-1].append(part)
            beside = True
        elif part.strip():
            beside = False
    return tuple(tuple(group) for group in groups)


def stacked(text: str) -> tuple[str | tuple[str, ...], ...]:
    """
    Return *text* in pieces that joined are the text: strings, and of brackets side by side a tuple, one for each.

    What stands in one of such brackets is not divided; in a bracket alone it is. White space between two of them goes
    with the first, signs that follow with the last. A text in which a bracket has no partner is one piece, and the mark
    of a split keeps brackets apart.
    """
    pieces: list[str | tuple[str, ...]] = []
    ends = partners(text) if unbalanced(text) is None else {}
    done = 0
    for start in sorted(ends):
        row = [start]
        while (following := _following(text, ends[row[-1]] + 1)) in ends:
            row.append(following)
        if start >= done and len(row) > 1:
            stop = ends[row[-1]] + 1
            stop += len(text[stop:]) - len(text[stop:].lstrip(HUG))
            pieces += filter(None, [text[done:start]])
            pieces.append(tuple(text[first:last] for first, last in pairwise([*row, stop])))
            done = stop
    pieces += filter(None, [text[done:]])
    return tuple(pieces)


def holds_alternatives(text: str) -> bool:
    """Return whether *text* holds brackets side by side, alternatives for one place."""
    return any(not isinstance(piece, str) for piece in stacked(text))


def partners(text: str) -> dict[int, int]:
    """Return the place of the closing bracket for that of each opening one; those without a partner are left out."""
    opened: list[int] = []
    ends: dict[int, int] = {}
    for position, character in enumerate(text):
        if character == "[":
            opened.append(position)
        elif character == "]" and opened:
            ends[opened.pop()] = position
    return ends


def _following(text: str, position: int) -> int:
    """Return the place of the first character from *position* on that is no white space; a split is none here."""
    while position < len(text) and text[position].isspace() and text[position] != PARAGRAPH_SPLIT:
        position += 1
    return position


def enclosed(text: str) -> tuple[tuple[int, int], ...]:
    """
    Return the stretches of *text*, start and end, in square brackets, in order; the outermost brackets are left out.

    It is all of the text where a bracket has no partner.
    """
    if "[" not in text and "]" not in text:
        return ()
    if unbalanced(text) is not None:
        return ((0, len(text)),)
    stretches, at = [], 0
    for part in parse(text):
        end = at + len(str(part))
        if isinstance(part, Bracket):
            stretches.append((at + 1, end - 1))
        at = end
    return tuple(stretches)


def keeps_words_outside(base: str, text: str) -> bool:
    """
    Return whether *text* keeps all the words of *base* that stand outside square brackets, in their order.

    Whatever stands in the place of a bracket is free. Signs and case are not compared: they follow from what becomes
    of a bracket ("[Also] Welcomes", "States[,] and"); nor where a word ends that a bracket touches ("State[s]"). All
    is free where a bracket has no partner.
    """
    if unbalanced(base) is not None:
        return True
    outside = _outside(base)
    there = _words_compared(text)
    at, touches = 0, False
    for number, piece in enumerate(outside):
        if not piece.words:
            continue
        at -= touches and piece.touched  # both may be parts of one word now: "Member[ State]s"
        at = _find(piece, there, at, first=not number, last=number == len(outside) - 1)
        if at < 0:
            return False
        touches = piece.touches
    return bool(len(outside) > 1 or at == len(there))


class _Outside(NamedTuple):
    """Words between brackets; whether a bracket touches the first of them, and the last."""

    words: tuple[str, ...]
    touched: bool
    touches: bool


def _outside(base: str) -> list[_Outside]:
    """Return the words of *base* before, between and after its outermost brackets."""
    stretches: list[str] = [""]
    for part in parse(base):
        if isinstance(part, Bracket):
            stretches.append("")
        else:
            stretches[-1] += part
    return [
        _Outside(
            tuple(_words_compared(stretch)),
            number > 0 and not stretch[:1].isspace(),
            number < len(stretches) - 1 and not stretch[-1:].isspace(),
        )
        for number, stretch in enumerate(stretches)
    ]


def _words_compared(text: str) -> list[str]:
    return [as_read(token).casefold() for token in tokens(text) if is_word(token)]


def _find(piece: _Outside, there: Sequence[str], at: int, *, first: bool, last: bool) -> int:
    """
    Return where *piece* ends, which stands in *there* from *at* on; -1 where it does not.

    The *first* stands at the beginning, the *last* at the end.
    """
    size = len(piece.words)
    final = len(there) - size
    places: Iterable[int] = range(final if last else at, final + 1)
    if first:
        places = (0,) if not last or not final else ()
    for place in places:
        if place >= at and _stands(piece, there[place : place + size]):
            return place + size
    return -1


def _stands(piece: _Outside, there: Sequence[str]) -> bool:
    """Return whether *there* are the words of *piece*, as far as no bracket touches them."""
    end = len(piece.words) - 1
    return len(there) > end and all(
        _is_part(
            word, written, at_start=number > 0 or not piece.touched, at_end=number < end or not piece.touches
        )
        for number, (word, written) in enumerate(zip(piece.words, there, strict=True))
    )


def _is_part(word: str, written: str, *, at_start: bool, at_end: bool) -> bool:
    """Return whether *written* is a *word* or goes on beyond it, not beyond what is *at_start* and *at_end* of it."""
    if at_start and at_end:
        return word == written
    if at_start:
        return written.startswith(word)
    return written.endswith(word) if at_end else word in written


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    One place in brackets, ``text[start:end]``: brackets side by side are one place.

    *readings*: what may stand there, each without brackets and once, in the order written; the
    empty one, last, leaves the words out. What nests too deep to list keeps its inner brackets.
    *spaced*: each of them with the spaces that stood round it within its bracket.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    spaced: tuple[str, ...] = field(default=(), compare=False)


def settlements(text: str, names: Collection[str] = (), *, depth: int = 3) -> tuple[Settlement, ...]:
    """
    Return the places of *text* that stand in brackets, in order; none where a bracket has no partner.

    Who wants a bracket, told by *names* as `parse` takes them, is in no reading. Brackets nested
    more than *depth* deep are not settled.
    """
    if unbalanced(text) is not None:
        return ()
    places: list[Settlement] = []
    beside: list[Bracket] = []
    at = start = end = 0
    for part in (*parse(text, names), "."):  # the last one ends what stands at the end
        if isinstance(part, Bracket):
            start = start if beside else at
            beside.append(part)
            end = at + len(str(part))
        elif beside and part.strip():
            readings = _readings(beside, names, depth)
            places.append(Settlement(start, end, tuple(readings), tuple(readings.values())))
            beside = []
        at += len(str(part))
    return tuple(places)


def settle(text: str, chosen: Collection[tuple[int, int]], names: Collection[str] = ()) -> str:
    """
    Return *text* with some of its places settled; *chosen* are their numbers, each with that of a reading.

    Where words are left out one space goes with them, a comma takes none before it (see `put`), and a space that stood
    within the bracket is kept where it parts two words: "costs[ and that]" becomes "costs and that". Raises
    ValueError where nothing is chosen, for a place or a reading that is not there, and for two readings of one place.
    """
    places, wanted = settlements(text, names), dict(chosen)
    if not chosen or len(wanted) < len(chosen) or not all(0 <= key < len(places) for key in wanted):
        raise ValueError("these are not places in brackets")
    if not all(0 <= reading < len(places[key].readings) for key, reading in wanted.items()):
        raise ValueError("these places have no such reading")
    return _settled(text, [(places[key], places[key].spaced[wanted[key]]) for key in sorted(wanted)])


MOST_READINGS = 24
"""A bracket whose inner ones can be settled in more ways than this keeps them."""

HUG = ",.;:!?،؛؟)»”"
"""Signs before which no space stays behind."""

_ATTACHED = re.compile(r"[,.)،؛؟](?![\d.])")
"""Signs that stand close to the word before them in every language; not those before which French leaves a space."""


def put(before: str, words: str, after: str) -> str:
    """
    Return what stands when *words* take the place of brackets between *before* and *after*.

    Only a space that the brackets brought goes: one of the two round words that are left out, the one before a
    sign or an end, and the one before words that begin with a comma or the like.
    """
    if not words and after[:1].isspace() and (not before or before[-1].isspace()):
        after = after[1:]
    elif before[-1:].isspace() and (_ATTACHED.match(words) if words else not after or after[0] in HUG):
        before = before[:-1]
    return before + words + after


def _settled(text: str, readings: Sequence[tuple[Settlement, str]]) -> str:
    for place, reading in reversed(readings):
        before, after = text[: place.start], text[place.end :]
        text = put(before, _parted(before, reading, after), after)
    return text


def _parted(before: str, spaced: str, after: str) -> str:
    """Return a reading without the spaces round it but those that part its words from the words beside them."""
    words = spaced.strip()
    if not words:
        return ""
    lead = " " if spaced[0].isspace() and before[-1:].isalnum() and words[0].isalnum() else ""
    trail = " " if spaced[-1].isspace() and words[-1].isalnum() and after[:1].isalnum() else ""
    return lead + words + trail


def _readings(beside: Sequence[Bracket], names: Collection[str], depth: int) -> dict[str, str]:
    """Return what may stand for brackets side by side, each with the spaces round it; the empty reading last."""
    spaced = [
        reading
        for bracket in beside
        for alternative in bracket.alternatives
        for reading in expanded(alternative, names, depth - 1)
    ]
    words = dict.fromkeys(reading.strip() for reading in spaced if reading.strip())
    return {word: next(reading for reading in spaced if reading.strip() == word) for word in words} | {"": ""}


def expanded(parts: Sequence[Part], names: Collection[str], depth: int) -> list[str]:
    """Return the readings of *parts* whose own brackets are settled in every way; as typed where there are too many."""
    written = text_of(parts)
    places = settlements(written, names, depth=depth) if depth > 0 else ()
    if not places or prod(len(place.readings) for place in places) > MOST_READINGS:
        return [written]
    return [
        _settled(written, list(zip(places, choice, strict=True)))
        for choice in product(*(place.spaced for place in places))
    ]


def _pieces(text: str) -> Iterator[str]:
    """Yield each square bracket, and the text between them where there is any."""
    at = 0
    for position, character in enumerate(text):
        if character in "[]":
            yield from filter(None, [text[at:position]])
            yield character
            at = position + 1
    yield from filter(None, [text[at:]])


def _bracket(inside: Sequence[Part], known: Collection[str]) -> Bracket:
    if inside and isinstance(inside[0], str):
        head, colon, rest = inside[0].partition(":")
        if colon and all(as_read(name) in known for name in _names(head)):
            space = rest[: len(rest) - len(rest.lstrip())]
            parts = (*filter(None, [rest[len(space) :]]), *inside[1:])
            return Bracket(parts, head + colon + space)
    return Bracket(tuple(inside))


def _names(head: str) -> tuple[str, ...]:
    """Return the names that commas (the Arabic one too), semicolons and plus signs part."""
    for sign in ("،", ";", "؛", "+"):
        head = head.replace(sign, ",")
    return tuple(name.strip() for name in head.split(","))


def _between_strokes(text: str) -> Iterator[str]:
    at = 0
    position = 0
    for token in tokens(text):
        if token == "/":
            yield text[at:position]
            at = position + 1
        position += len(token)
    yield text[at:]
