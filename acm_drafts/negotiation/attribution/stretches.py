"""
What the edits of one paragraph make of its wording, and whose each stretch of it is: of the new one, and of the old.

By the stretches by which edits are united, so that nobody is given a word that the text does not
have from them. Knows one paragraph and one round; what became of the words since is for provenance.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from acm_drafts.negotiation.consolidation import WORDING_KINDS, Edit, bracketed
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.edits import Piece, differences, edits, grouped, settled
from acm_drafts.text.merge import part_of, stretches

_BRACKETS = re.compile(r"[^\[\]]+|[\[\]]")


class Share(NamedTuple):
    """What ``text[start:end]`` is, or was, by the edits with *keys*."""

    start: int
    end: int
    keys: tuple[int, ...]


class Made(NamedTuple):
    """
    What edits make of a wording: the *whole* new one, whose shares of it *came*, and of the old one *went*.

    *pieces* turn the old one into it; None where it stood on another.
    """

    whole: str
    came: Sequence[Share]
    went: Sequence[Share]
    pieces: Sequence[Piece] | None = None


def unite(now: str, wording: Sequence[Edit]) -> Made | None:
    """Return what the edits of *wording*, united, make of a paragraph that says *now*; None where they conflict."""
    base = next((edit.base for edit in wording if edit.kind in WORDING_KINDS), now)
    loose = [edit for edit in wording if edit.bracketed]
    sides = _sides(base, wording, loose)
    if len(sides) == 1 and not loose:
        ((whole, keys),) = sides.items()
        return Made(whole, [Share(0, len(whole), keys_of(keys))], [Share(0, len(now), keys_of(keys))])
    found = _woven(base, sides)
    if found is None:
        return None
    if loose:
        found = _told_apart(base, found, loose)
    if base != now:
        everyone = keys_of([key for share in found.came for key in share.keys])
        return Made(found.whole, found.came, [Share(0, len(now), everyone)])
    return found


def _sides(base: str, wording: Sequence[Edit], loose: Sequence[Edit]) -> dict[str, list[int]]:
    """Return each text but *base* that *wording* asks for, with whose it is; the edits *loose* ask for one together."""
    sides: dict[str, list[int]] = {}
    for edit in wording:
        if not edit.bracketed:
            sides.setdefault(edit.text, []).append(edit.proposal)
    if loose:
        sides.setdefault(bracketed(base, loose), []).extend(edit.proposal for edit in loose)
    sides.pop(base, None)
    return sides


def _woven(base: str, sides: Mapping[str, Sequence[int]]) -> Made | None:
    """Return what *sides*, each with its keys, make of *base* together; None where they conflict."""
    pieces = [_by_edit(base, text) for text in sides]
    changed = [
        edits(base, text, list(chain.from_iterable(own))) for text, own in zip(sides, pieces, strict=True)
    ]
    waiting = [deque(own) for own in pieces]
    keys = list(sides.values())
    came: list[Share] = []
    went: list[Share] = []
    parts: list[str] = []
    used: list[Piece] = []
    done = shift = 0
    for stretch in stretches(base, changed):
        start, end, united = stretch.start, stretch.end, stretch.united
        if united is None:
            return None
        taken = [
            [queue.popleft() for _ in range(number)]
            for queue, number in zip(waiting, stretch.edits, strict=True)
        ]
        widest = stretch.wanting[stretch.versions.index(united)][0]
        whose = {
            version: [key for side in wanting for key in keys[side]] for version, wanting in stretch.asked()
        }
        went.append(Share(start, end, keys_of([key for own in whose.values() for key in own])))
        came += _brought(united, whose, start + shift)
        used += _shifted(list(chain.from_iterable(taken[widest])), shift)
        parts += base[done:start], united
        done, shift = end, start + shift + len(united) - end
    whole = "".join((*parts, base[done:]))
    return Made(whole, came, went, settled(base, whole, used))


def _by_edit(base: str, text: str) -> list[list[Piece]]:
    """Return the pieces that turn *base* into *text*, those of each of its edits together."""
    pieces = differences(base, text)
    ends = [group.last for group in grouped(base, text, pieces)]
    queue = deque(pieces)
    return [[queue.popleft() for _ in range(queue.index(last) + 1)] for last in ends]


def _brought(united: str, whose: Mapping[str, Sequence[int]], start: int) -> Iterator[Share]:
    """Yield, from *start* on, whose each part of *united* is: of all who ask for a version of which it is part."""
    places = [(*part_of(united, version), keys) for version, keys in whose.items()]
    for first, last in pairwise(sorted({edge for begin, end, _ in places for edge in (begin, end)})):
        keys = [key for begin, end, own in places if begin <= first and last <= end for key in own]
        yield Share(start + first, start + last, keys_of(keys))


def _shifted(pieces: Sequence[Piece], shift: int) -> list[Piece]:
    """Return *pieces* of one side by their places in the united text, longer by *shift* in what stands before them."""
    by = shift - (pieces[0].new_start - pieces[0].start)
    return [Piece(start, end, new_start + by, new_end + by) for start, end, new_start, new_end in pieces]


def _told_apart(base: str, made: Made, loose: Sequence[Edit]) -> Made:
    """Return *made* with what the edits *loose* printed in brackets divided among those that change the place."""
    changed = {edit.proposal: _reaches(base, edit) for edit in loose}
    came: list[Share] = []
    went: list[Share] = []
    for new, old in zip(made.came, made.went, strict=True):
        there = [
            edit
            for edit in loose
            if edit.proposal in new.keys
            and any(a <= old.end and old.start <= b for a, b in changed[edit.proposal])
        ]
        firm = [key for key in new.keys if key not in changed]
        keys = keys_of([*firm, *(edit.proposal for edit in there)]) or new.keys
        went.append(old._replace(keys=keys))
        came += _inside(new._replace(keys=keys), made.whole, there)
    return made._replace(came=came, went=went)


def _reaches(base: str, edit: Edit) -> list[tuple[int, int]]:
    """Return the stretches of *base* that *edit* changes."""
    if edit.kind not in WORDING_KINDS:
        return [(0, len(base))]
    return [(one.start, one.end) for one in edits(base, edit.text, differences(base, edit.text))]


def _inside(share: Share, whole: str, loose: Sequence[Edit]) -> Iterator[Share]:
    """Yield *share*: what stands in brackets by those whose words it is, the brackets by all of *loose*."""
    if not loose:
        yield share
        return
    for found in _BRACKETS.finditer(whole, share.start, share.end):
        words = found[0].strip()
        theirs = [edit.proposal for edit in loose if len(words) > 1 and words in edit.text]
        yield Share(found.start(), found.end(), keys_of(theirs) if theirs else share.keys)


class Claim(NamedTuple):
    """What an absorbed edit asked for and got: what *came* of it, and what *went*."""

    came: Sequence[Share]
    went: Sequence[Share]


def claim(base: str, whole: str, edit: Edit) -> Claim:
    """Return which words of *whole*, made of *base*, the absorbed *edit* asked for, and which it wanted gone."""
    if edit.kind is AmendmentKind.DELETE:
        return Claim((), [Share(0, len(base), (edit.proposal,))])
    if edit.kind not in WORDING_KINDS:
        return Claim((), ())
    asked = diff_words(base, edit.text)
    went = _places(asked, Op.DELETE, edit.proposal)
    brought = _places(asked, Op.INSERT, edit.proposal)
    came: list[Share] = []
    at = new_at = 0
    for op, text, _ in diff_words(edit.text, whole):
        if op is Op.KEEP:
            inside = ((max(one.start, at), min(one.end, at + len(text)), one.keys) for one in brought)
            came += [Share(a - at + new_at, b - at + new_at, keys) for a, b, keys in inside if a < b]
        at += 0 if op is Op.INSERT else len(text)
        new_at += 0 if op is Op.DELETE else len(text)
    return Claim(came, went)


def _places(spans: Sequence[Span], wanted: Op, key: int) -> list[Share]:
    """Return where the *wanted* spans lie in the text that they are part of, the old one or the new one."""
    found, at = [], 0
    for op, text, _ in spans:
        if op is wanted:
            found.append(Share(at, at + len(text), (key,)))
        at += len(text) if op in (Op.KEEP, wanted) else 0
    return found


def keys_of(found: Sequence[int]) -> tuple[int, ...]:
    """Return the keys *found*, each once and in order."""
    return tuple(found) if len(found) < 2 else tuple(sorted(set(found)))
