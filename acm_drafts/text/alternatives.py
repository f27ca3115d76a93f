"""
Several wordings of one text set out as one: beside each other in square brackets where they differ.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeAlias

from acm_drafts.text.brackets import Bracket, expanded, parse, partners, put, settlements, unbalanced
from acm_drafts.text.changes import Change, changes
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import count, is_word, tokens, words
from acm_drafts.text.unchanged import only_links

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
    readings = {as_read(reading) for reading in expanded(parse(text), (), 1)}
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
        pairs += [(_origin(start, own), _origin(end, own)) for start, end in partners(text).items()]
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
