"""
What the edits of one paragraph make of its wording, and whose each stretch of it is: of the new one, and of the old.

By the stretches by which edits are united, so that nobody is given a word that the text does not
have from them. Knows one paragraph and one round; what became of the words since is for provenance.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from acm_drafts.negotiation.consolidation import WORDING_KINDS, Edit, bracketed
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.edits import Piece, differences, edits, grouped, settled
from acm_drafts.text.merge import Stretch, part_of, stretches

T = TypeVar("T")

_BRACKETS = re.compile(r"[^\[\]]+|[\[\]]")


class Share(NamedTuple):
    """What ``text[start:end]`` is, or was, by the edits with *keys*."""

    start: int
    end: int
    keys: tuple[int, ...]


class Rewording(NamedTuple):
    """
    What edits make of a wording.

    *whole* is the new wording. *came* are the shares of it that the edits brought, *went* the shares of the old
    wording that they took away, one for each of *came*, empty where that only adds beside another. *pieces* turn the
    old wording into the new one; None where it stood on another.
    """

    whole: str
    came: Sequence[Share]
    went: Sequence[Share]
    pieces: Sequence[Piece] | None = None


def unite(now: str, wording: Sequence[Edit]) -> Rewording | None:
    """Unite the edits of *wording* on a paragraph whose text is *now*; return None where they conflict."""
    base = next((edit.base for edit in wording if edit.kind in WORDING_KINDS), now)
    loose = [edit for edit in wording if edit.bracketed]
    sides = _sides(base, wording, loose)
    if len(sides) == 1 and not loose:
        ((whole, keys),) = sides.items()
        return Rewording(whole, [Share(0, len(whole), keys_of(keys))], [Share(0, len(now), keys_of(keys))])
    rewording = _woven(base, sides)
    if rewording is None:
        return None
    if loose:
        rewording = _divided(base, rewording, loose)
    if base != now:
        everyone = keys_of([key for share in rewording.came for key in share.keys])
        return Rewording(rewording.whole, rewording.came, [Share(0, len(now), everyone)])
    return rewording


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


def _woven(base: str, sides: Mapping[str, Sequence[int]]) -> Rewording | None:
    """Unite *sides*, new texts of *base* each with its keys; return None where they conflict."""
    pieces = [_by_edit(base, text) for text in sides]
    changed = [edits(base, text, _joined(own)) for text, own in zip(sides, pieces, strict=True)]
    waiting, keys = [deque(own) for own in pieces], list(sides.values())
    came: list[Share] = []
    went: list[Share] = []
    chunks: list[str] = []
    used: list[Piece] = []
    done = shift = 0
    for stretch in stretches(base, changed):
        start, end, united = stretch.start, stretch.end, stretch.united
        if united is None:
            return None
        taken = {side: _next(waiting[side], number) for side, number in stretch.edits.items()}
        owners = _owners(stretch, keys)
        everyone = keys_of(_joined(owners.values()))
        shares = _brought(united, owners, start + shift)
        came += shares
        went += [Share(start, end, everyone), *(Share(end, end, everyone) for _ in shares[1:])]
        widest = stretch.wanting[stretch.versions.index(united)][0]
        used += _shifted(_joined(taken[widest]), shift)
        chunks += base[done:start], united
        done, shift = end, start + shift + len(united) - end
    whole = "".join((*chunks, base[done:]))
    return Rewording(whole, came, went, settled(base, whole, used))


def _joined(lists: Iterable[Sequence[T]]) -> list[T]:
    return list(chain.from_iterable(lists))


def _next(queue: deque[list[Piece]], number: int) -> list[list[Piece]]:
    """Take the next *number* of edits from *queue*."""
    return [queue.popleft() for _ in range(number)]


def _owners(stretch: Stretch, keys: Sequence[Sequence[int]]) -> dict[str, list[int]]:
    """Return the keys of those who ask for each version of *stretch*; *keys* are those of each side."""
    return {version: _joined([keys[side] for side in sides]) for version, sides in stretch.sides_by_version()}


def _by_edit(base: str, text: str) -> list[list[Piece]]:
    """Return the pieces that turn *base* into *text*, those of each of its edits together."""
    pieces = differences(base, text)
    ends = [group.last for group in grouped(base, text, pieces)]
    queue = deque(pieces)
    return [[queue.popleft() for _ in range(queue.index(last) + 1)] for last in ends]


def _brought(united: str, owners: Mapping[str, Sequence[int]], start: int) -> list[Share]:
    """Return, from *start* on, whose each part of *united* is: of all who ask for a version that it is part of."""
    if len(owners) == 1:
        return [Share(start, start + len(united), keys_of(own)) for own in owners.values()]
    places = [(*part_of(united, version), own) for version, own in owners.items()]
    cuts = sorted({edge for begin, end, _ in places for edge in (begin, end)})
    return [
        Share(
            start + first,
            start + last,
            keys_of([key for begin, end, own in places if begin <= first and last <= end for key in own]),
        )
        for first, last in pairwise(cuts)
    ]


def _shifted(pieces: Sequence[Piece], shift: int) -> list[Piece]:
    """Return *pieces* of one side by their places in the united text, longer by *shift* in what stands before them."""
    by = shift - (pieces[0].new_start - pieces[0].start)
    return [Piece(start, end, new_start + by, new_end + by) for start, end, new_start, new_end in pieces]


def _divided(base: str, rewording: Rewording, loose: Sequence[Edit]) -> Rewording:
    """Divide the words that *loose* printed in brackets among those of these edits that change the place."""
    changed = {edit.proposal: _reaches(base, edit) for edit in loose}
    came: list[Share] = []
    went: list[Share] = []
    for new, old in zip(rewording.came, rewording.went, strict=True):
        touching = [
            edit
            for edit in loose
            if edit.proposal in new.keys
            and any(a <= old.end and old.start <= b for a, b in changed[edit.proposal])
        ]
        firm = [key for key in new.keys if key not in changed]
        keys = keys_of([*firm, *(edit.proposal for edit in touching)]) or new.keys
        went.append(old._replace(keys=keys))
        came += _inside(new._replace(keys=keys), rewording.whole, touching)
    return rewording._replace(came=came, went=went)


def _reaches(base: str, edit: Edit) -> list[tuple[int, int]]:
    """Return the stretches of *base* that *edit* changes."""
    if edit.kind not in WORDING_KINDS:
        return [(0, len(base))]
    return [(change.start, change.end) for change in edits(base, edit.text, differences(base, edit.text))]


def _inside(share: Share, whole: str, loose: Sequence[Edit]) -> Iterator[Share]:
    """Divide *share*: words in brackets belong to the edits that propose them, the brackets to all of *loose*."""
    if not loose:
        yield share
        return
    for match in _BRACKETS.finditer(whole, share.start, share.end):
        words = match[0].strip()
        owners = [edit.proposal for edit in loose if len(words) > 1 and words in edit.text]
        yield Share(match.start(), match.end(), keys_of(owners) if owners else share.keys)


class Claim(NamedTuple):
    """What an absorbed edit asked for and got: what *came* of it, and what *went*."""

    came: Sequence[Share]
    went: Sequence[Share]


def claim(base: str, whole: str, edit: Edit) -> Claim:
    """Return the words of *whole* that the absorbed *edit* asked for, and those of *base* that it deletes."""
    if edit.kind is AmendmentKind.DELETE:
        return Claim((), [Share(0, len(base), (edit.proposal,))])
    if edit.kind not in WORDING_KINDS:
        return Claim((), ())
    spans = diff_words(base, edit.text)
    went = _places(spans, Op.DELETE, edit.proposal)
    brought = _places(spans, Op.INSERT, edit.proposal)
    came: list[Share] = []
    at = new_at = 0
    for op, text, _ in diff_words(edit.text, whole):
        if op is Op.KEEP:
            inside = ((max(share.start, at), min(share.end, at + len(text)), share.keys) for share in brought)
            came += [Share(a - at + new_at, b - at + new_at, keys) for a, b, keys in inside if a < b]
        at += 0 if op is Op.INSERT else len(text)
        new_at += 0 if op is Op.DELETE else len(text)
    return Claim(came, went)


def _places(spans: Sequence[Span], wanted: Op, key: int) -> list[Share]:
    """Return where the *wanted* spans lie in the text that they are part of, the old one or the new one."""
    shares, at = [], 0
    for op, text, _ in spans:
        if op is wanted:
            shares.append(Share(at, at + len(text), (key,)))
        at += len(text) if op in (Op.KEEP, wanted) else 0
    return shares


def keys_of(keys: Sequence[int]) -> tuple[int, ...]:
    """Return *keys*, each once and in order."""
    return tuple(keys) if len(keys) < 2 else tuple(sorted(set(keys)))
