"""
Square brackets as values: what is not agreed, alternatives, and who wants them.

Also how several wordings of one text are printed as one, with brackets where they differ.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import TypeAlias

from acm_drafts.text.changes import Change, changes
from acm_drafts.text.language import PARAGRAPH_SPLIT, as_read
from acm_drafts.text.tokens import count, is_word, tokens, words
from acm_drafts.text.unchanged import only_links


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
    ends = _partners(text) if unbalanced(text) is None else {}
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


def _partners(text: str) -> dict[int, int]:
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


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    One place in brackets, ``text[start:end]``: brackets side by side are one place.

    *readings*: what may stand there, each without brackets and once, in the order written; the
    empty one, last, leaves the words out. What nests too deep to list keeps its inner brackets.
    """

    start: int
    end: int
    readings: tuple[str, ...]


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
            places.append(Settlement(start, end, _readings(beside, names, depth)))
            beside = []
        at += len(str(part))
    return tuple(places)


def settle(text: str, chosen: Collection[tuple[int, int]], names: Collection[str] = ()) -> str:
    """
    Return *text* with some of its places settled; *chosen* are their numbers, each with that of a reading.

    Where words are left out one space goes with them, and a comma takes none before it: see `put`. Raises
    ValueError where nothing is chosen, for a place or a reading that is not there, and for two readings of one place.
    """
    places, wanted = settlements(text, names), dict(chosen)
    if not chosen or len(wanted) < len(chosen) or not all(0 <= key < len(places) for key in wanted):
        raise ValueError("these are not places in brackets")
    if not all(0 <= reading < len(places[key].readings) for key, reading in wanted.items()):
        raise ValueError("these places have no such reading")
    return _settled(text, [(places[key], places[key].readings[wanted[key]]) for key in sorted(wanted)])


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
        text = put(text[: place.start], reading, text[place.end :])
    return text


def _readings(beside: Sequence[Bracket], names: Collection[str], depth: int) -> tuple[str, ...]:
    """Return what may stand for brackets side by side, the empty reading last."""
    words = [
        reading.strip()
        for bracket in beside
        for alternative in bracket.alternatives
        for reading in _expanded(alternative, names, depth - 1)
    ]
    return (*dict.fromkeys(word for word in words if word), "")


def _expanded(parts: Sequence[Part], names: Collection[str], depth: int) -> list[str]:
    """Return the readings of *parts* whose own brackets are settled in every way; as typed where there are too many."""
    written = text_of(parts)
    places = settlements(written, names, depth=depth) if depth > 0 else ()
    if not places or prod(len(place.readings) for place in places) > MOST_READINGS:
        return [written]
    return [
        _settled(written, list(zip(places, choice, strict=True)))
        for choice in product(*(place.readings for place in places))
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


_MEMBER = 4
"""A member of a list has at most so many words."""

Place: TypeAlias = tuple[int, int]
Changed: TypeAlias = Sequence[Sequence[Change]]
"""The changes of each wording, in order."""


def set_out(base: str, wordings: Iterable[str]) -> str:
    """
    Return *base* with what *wordings* make of it beside it in brackets, each alternative once.

    Words that only come in stand as "[new]", others as "[old] [new] [other new]", in the order given; *base*
    itself where nothing differs. Brackets that a wording brings are not put in brackets again: "[old][new]" stays, and
    so does what has all others among its readings. With brackets in *base*, or strokes, the places give other readings.
    """
    wordings = list(dict.fromkeys(wordings))
    changed = [changes(base, wording) for wording in wordings]
    pairs = _pairs(base, wordings, changed)
    out, done = [], 0
    for start, end in _places(base, changed, pairs):
        lead, alternatives, trail = _alternatives(_sides(base, changed, (start, end)))
        telling = next((text for text in alternatives if _tells_all(text, alternatives)), "")
        out += [base[done:start], lead, telling or _side_by_side(alternatives), trail]
        done = end
    return "".join(out) + base[done:]


def in_brackets(text: str) -> str:
    """Return *text* in brackets; as it is where nothing of it stands outside brackets of its own."""
    return text if _is_all_brackets(text) else f"[{text}]"


def _is_all_brackets(text: str) -> bool:
    """Return whether *text* is brackets side by side and nothing else."""
    if unbalanced(text) is not None:
        return False
    parts = parse(text)
    return any(isinstance(part, Bracket) for part in parts) and not any(
        isinstance(part, str) and part.strip() for part in parts
    )


def _side_by_side(alternatives: Sequence[str]) -> str:
    """
    Return *alternatives* in brackets, one beside the other.

    What is brackets already is printed as it is; words that can be read there are not printed a second time.
    """
    whole = [text for text in alternatives if _is_all_brackets(text)]
    readable = {reading for text in whole for place in settlements(text) for reading in place.readings}
    printed: list[str] = []
    read: set[str] = set()
    for text in filter(None, alternatives):
        if text not in whole:
            printed += [] if text in readable else [f"[{text}]"]
            continue
        further = _without(text, read)
        printed += [further] if further else []
        read |= {reading for place in settlements(text) for reading in place.readings}
    return " ".join(printed)


def _tells_all(text: str, alternatives: Sequence[str]) -> bool:
    """Return whether *text* holds brackets that can be settled to give each of the other *alternatives*."""
    if "[" not in text or unbalanced(text) is not None:
        return False
    readings = {as_read(reading) for reading in _expanded(parse(text), (), 1)}
    return all(as_read(other) in readings for other in alternatives if other != text)


def _without(text: str, read: Collection[str]) -> str:
    """Return the brackets of *text* that give other readings than those *read* already, as they stand."""
    if not read:
        return text
    further = [
        str(part)
        for part in parse(text)
        if isinstance(part, Bracket)
        and not {reading for place in settlements(str(part)) for reading in place.readings} <= set(read)
    ]
    return " ".join(further)


def encloses(now: str, base: str, text: str) -> bool:
    """
    Return whether all words that *text* put into *base* stand in *now* between square brackets.

    Of each change the words in a row are looked for, signs apart. False where one has none or they stand in *now*
    not at all or more than once, and where a bracket of *now* has no partner: then nobody can tell.
    """
    if "[" not in now or unbalanced(now) is not None:
        return False
    standing, depth, deep = [], 0, []
    for token in tokens(as_read(now)):
        depth += (token == "[") - (token == "]")
        if is_word(token):
            standing.append(token)
            deep.append(depth > 0)
    rows = [[word for word in tokens(as_read(change.new)) if is_word(word)] for change in changes(base, text)]
    return bool(rows) and all(_once_within(row, standing, deep) for row in rows)


def _once_within(row: Sequence[str], standing: Sequence[str], deep: Sequence[bool]) -> bool:
    """Return whether the words of *row* stand together at one place of *standing*, and *deep* says so of each."""
    size = len(row)
    starts = [at for at in range(len(standing) - size + 1) if row and standing[at : at + size] == row]
    return len(starts) == 1 and all(deep[starts[0] : starts[0] + size])


def _places(base: str, changed: Changed, pairs: Collection[tuple[Place, Place]]) -> list[Place]:
    """
    Return the spans of *base* that are printed in brackets, in order; between two stands a word or a sign.

    None of them parts a bracket from its partner: see `_pairs`.
    """
    places = _with_lists(
        base, changed, _apart(base, {(change.start, change.end) for own in changed for change in own})
    )
    while (wider := _wider(base, changed, places, pairs)) != places:
        places = _with_lists(base, changed, wider)
    return places


def _wider(
    base: str, changed: Changed, places: Sequence[Place], pairs: Collection[tuple[Place, Place]]
) -> list[Place]:
    """Return *places*, each with the partners of its brackets, or else with the words that it needs around it."""
    whole = _apart(base, {_with_partners(place, pairs) for place in places})
    if whole != list(places):
        return whole
    return _apart(base, {_widened(base, changed, place) for place in places})


def _with_partners(place: Place, pairs: Iterable[tuple[Place, Place]]) -> Place:
    """Return *place*, with the partner of each bracket of which it holds only one."""
    start, end = place
    for opening, closing in pairs:
        if (start <= opening[0] and opening[1] <= end) != (start <= closing[0] and closing[1] <= end):
            start, end = min(start, opening[0]), max(end, closing[1])
    return start, end


def _pairs(base: str, wordings: Sequence[str], changed: Changed) -> list[tuple[Place, Place]]:
    """
    Return where in *base* the two brackets of each pair stand: those of *base*, and those of the *wordings*.

    A bracket that a wording puts in stands where its change does. Brackets without a partner are left out.
    """
    pairs = []
    for text, own in ((base, ()), *zip(wordings, changed, strict=True)):
        pairs += [(_origin(start, own), _origin(end, own)) for start, end in _partners(text).items()]
    return pairs


def _origin(position: int, own: Sequence[Change]) -> Place:
    """Return the span of the base from which the character at *position* came when the changes *own* were made."""
    moved = 0
    for change in own:
        start = change.start + moved
        if position < start:
            break
        if position < start + len(change.new):
            return change.start, change.end
        moved += len(change.new) - len(change.old)
    return position - moved, position - moved + 1


def _with_lists(base: str, changed: Changed, places: Sequence[Place]) -> list[Place]:
    """
    Return *places*, one where only an "and" or a comma changes with the next: the list between them is read as one.

    "[science and technology] [science, technology and innovation]" and not "science [and] [,] technology [and …]".
    """
    joined: list[Place] = []
    for place in places:
        if joined and _is_one_list(base, changed, joined[-1], place):
            joined[-1] = (joined[-1][0], place[1])
        else:
            joined.append(place)
    return joined


def _is_one_list(base: str, changed: Changed, place: Place, following: Place) -> bool:
    """Return whether only links of a list are exchanged in *place*, and few words stand before the *following* one."""
    between = base[place[1] : following[0]]
    sides = _sides(base, changed, place)
    return count(between) <= _MEMBER and all(map(only_links, sides)) and all(side.strip() for side in sides)


def _apart(base: str, spans: Iterable[Place]) -> list[Place]:
    """Return *spans* in order; those that overlap, touch or have but white space between them as one."""
    apart: list[Place] = []
    for start, end in sorted(spans):
        if apart and not base[apart[-1][1] : start].strip():
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _widened(base: str, changed: Changed, place: Place) -> Place:
    """Return *place*, with the word before it, the word after it or both where only so each side is given back."""
    start, end = place
    before, after = words(base[:start]), words(base[end:])
    earlier, later = start - len("".join(before[-2:])), end + len("".join(after[:2]))
    wider = (place, (earlier, end), (start, later), (earlier, later))
    return next((span for span in wider if _gives_back(base, changed, span)), place)


def _gives_back(base: str, changed: Changed, place: Place) -> bool:
    """Return whether settling *place* gives each side with the white space that it has."""
    sides = _sides(base, changed, place)
    lead, _, trail = _alternatives(sides)
    before, after = base[: place[0]], base[place[1] :]
    return all(put(before + lead, side.strip(), trail + after) == before + side + after for side in sides)


def _sides(base: str, changed: Changed, place: Place) -> list[str]:
    """Return what stands at *place* in the base, and what each wording makes of it."""
    start, end = place
    sides = [base[start:end]]
    for own in changed:
        text, done = "", start
        for change in own:
            if start <= change.start and change.end <= end:
                text += base[done : change.start] + change.new
                done = change.end
        sides.append(text + base[done:end])
    return sides


def _alternatives(sides: Sequence[str]) -> tuple[str, tuple[str, ...], str]:
    """Return the words of *sides*, each once, and the white space before and after them that is left outside."""
    frame = next((side for side in sides if side.strip()), "")
    lead = frame[: len(frame) - len(frame.lstrip())]
    trail = frame[len(frame.rstrip()) :] if frame.strip() else ""
    return lead, tuple(dict.fromkeys(side.strip() for side in sides)), trail
