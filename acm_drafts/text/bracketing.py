"""
Several wordings of one text, printed as one: where they differ, each stands in brackets; and what stands in them.

What is printed can be settled again (text.brackets) without a space too many or too few: each place gives
what was written there, to the byte. Where the differing words alone would not, a neighbouring word is taken into
the brackets. Who wants which wording, and whether it may stand in brackets, is decided elsewhere.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from acm_drafts.text.brackets import put, unbalanced
from acm_drafts.text.changes import Change, changes
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import is_word, tokens, words

Place: TypeAlias = tuple[int, int]
Changed: TypeAlias = Sequence[Sequence[Change]]
"""The changes of each wording, in order."""


def set_out(base: str, wordings: Iterable[str]) -> str:
    """
    Return *base* with what *wordings* make of it beside it in brackets, each alternative once.

    Words that only come in stand as "[new]", others as "[old] [new] [other new]", in the order given; *base*
    itself where nothing differs. With brackets in the wordings, or strokes between words, the places give other
    readings than these.
    """
    changed = [changes(base, wording) for wording in dict.fromkeys(wordings)]
    out, done = [], 0
    for start, end in _places(base, changed):
        lead, alternatives, trail = _alternatives(_sides(base, changed, (start, end)))
        out += [base[done:start], lead, " ".join(f"[{each}]" for each in alternatives if each), trail]
        done = end
    return "".join(out) + base[done:]


def encloses(now: str, base: str, text: str) -> bool:
    """
    Return whether all words that *text* put into *base* stand in *now* between square brackets.

    Of each change the words in a row are looked for, signs apart. False where one has none or they stand in *now*
    not at all or more than once, and where a bracket of *now* has no partner: then nobody can tell.
    """
    if "[" not in now or unbalanced(now) is not None:
        return False
    there, depth, deep = [], 0, []
    for token in tokens(as_read(now)):
        depth += (token == "[") - (token == "]")
        if is_word(token):
            there.append(token)
            deep.append(depth > 0)
    rows = [[word for word in tokens(as_read(change.new)) if is_word(word)] for change in changes(base, text)]
    return bool(rows) and all(_once_within(row, there, deep) for row in rows)


def _once_within(row: Sequence[str], there: Sequence[str], deep: Sequence[bool]) -> bool:
    """Return whether the words of *row* stand together at one place of *there*, and *deep* says so of each."""
    size = len(row)
    found = [at for at in range(len(there) - size + 1) if row and there[at : at + size] == row]
    return len(found) == 1 and all(deep[found[0] : found[0] + size])


def _places(base: str, changed: Changed) -> list[Place]:
    """Return the spans of *base* that are printed in brackets, in order; between two stands a word or a sign."""
    places = _apart(base, {(change.start, change.end) for own in changed for change in own})
    while (wider := _apart(base, {_widened(base, changed, place) for place in places})) != places:
        places = wider
    return places


def _apart(base: str, spans: Iterable[Place]) -> list[Place]:
    """Return *spans* in order; those that overlap, touch or have but white space between them as one."""
    found: list[Place] = []
    for start, end in sorted(spans):
        if found and not base[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


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
    found = [base[start:end]]
    for own in changed:
        text, done = "", start
        for change in own:
            if start <= change.start and change.end <= end:
                text += base[done : change.start] + change.new
                done = change.end
        found.append(text + base[done:end])
    return found


def _alternatives(sides: Sequence[str]) -> tuple[str, tuple[str, ...], str]:
    """Return the words of *sides*, each once, and the white space before and after them that is left outside."""
    frame = next((side for side in sides if side.strip()), "")
    lead = frame[: len(frame) - len(frame.lstrip())]
    trail = frame[len(frame.rstrip()) :] if frame.strip() else ""
    return lead, tuple(dict.fromkeys(side.strip() for side in sides)), trail
