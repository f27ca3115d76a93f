"""
Whose every word is: the draft and the decided proposals that brought it in, and those that took it away.

The one rule of it. The negotiation is told again from the first draft on, paragraph by paragraph,
with the edits that consolidation makes the texts of: what a proposal brings or takes is told by the
same stretches by which it is united with others. Parts of a split and what is joined keep the
history of their words; a move changes no word. The page about a paragraph, tracked changes and the
comparison of drafts all ask here. Keys stand for proposals: who made them and who may know it is
asked elsewhere.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from acm_drafts.negotiation.consolidation import WORDING_KINDS, Edit, bracketed
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.edits import differences, edits
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import stretches
from acm_drafts.text.provenance import NumberAt, Numbers, Origin, Thread, Weave, always, unfolded
from acm_drafts.text.seams import Piece, settled

SHAPES = (AmendmentKind.MOVE, AmendmentKind.SPLIT, AmendmentKind.JOIN)
"""Kinds that change where a paragraph stands or what it is one with, rather than its words."""

_ELSEWHERE = (AmendmentKind.INSERT, AmendmentKind.MOVE, AmendmentKind.JOIN)
_INSIDE = re.compile(r"[^\[\]]+|[\[\]]")


def concerned(paragraph: int, other: int | None, parts: Sequence[int]) -> tuple[int, ...]:
    """Return the paragraphs that an edit of *paragraph* makes something of: the one it takes in, its parts too."""
    return (paragraph, other, *parts) if other else (paragraph, *parts)


class Mark(NamedTuple):
    """
    What brought words in or took them away: the draft that was first so, counted from 0, and the keys of the edits.

    *paragraph* is the one that it was done to. No keys: the draft was imported, or no recorded edit
    says it. *taken*: the keys of the edits that were absorbed, and out of which the words were taken.
    """

    step: int
    paragraph: int
    keys: tuple[int, ...] = ()
    taken: tuple[int, ...] = ()


class Shape(NamedTuple):
    """One edit that moved, split or joined a paragraph on the way to the draft *step*."""

    kind: AmendmentKind
    step: int
    key: int


class Loss(NamedTuple):
    """Words of the first draft, and the place in *marks* of what took them away; None where they stand."""

    text: str
    mark: int | None


@dataclass(frozen=True, slots=True)
class Traced:
    """
    The last draft and the first one, word by word.

    *spans*: of each paragraph of the last one what is its text, in order, with who wrote it: what is
    restored is whose it was. *came*: the same, but what stood in the first draft, went and was
    restored is whose the restoring was. *went*: of each paragraph of the first draft its text.
    `Origin.since` is a place in *marks*.
    """

    spans: Mapping[int, tuple[Origin, ...]]
    came: Mapping[int, tuple[Origin, ...]]
    went: Mapping[int, tuple[Loss, ...]]
    marks: tuple[Mark, ...]
    shapes: Mapping[int, tuple[Shape, ...]]


Texts = Mapping[int, str]
"""What each paragraph of a draft says, in the order of the draft."""


def trace(
    drafts: Sequence[Texts],
    made_by: Sequence[Sequence[Edit]],
    absorbed: Sequence[Sequence[Edit]] = (),
) -> Traced:
    """
    Return where the words of the last of *drafts* came from, and where those of the first one went.

    *made_by* are the edits that made each of the drafts, *absorbed* those that were absorbed into
    them, as many; none of one draft has the key of another that concerns the same paragraph. The spans
    joined are always the text. Where edits do not explain a draft, what is new in it gets a mark
    without keys. What is inserted and reads like a whole paragraph that went earlier is that
    paragraph restored.
    """
    loom = _Loom()
    for step, (draft, own) in enumerate(zip(drafts, made_by, strict=True)):
        loom.advance(step, draft, own, absorbed[step] if absorbed else ())
    last, steps = drafts[-1] if drafts else {}, [mark.step for mark in loom.marks]
    return Traced(
        {paragraph: loom.weaves[paragraph].spans() for paragraph in last},
        {paragraph: tuple(_came(loom.weaves[paragraph], steps)) for paragraph in last},
        {paragraph: tuple(_losses(threads)) for paragraph, threads in loom.first.items()},
        tuple(loom.marks),
        {paragraph: tuple(loom.shapes[paragraph]) for paragraph in last if paragraph in loom.shapes},
    )


def _came(weave: Weave, steps: Sequence[int]) -> Iterator[Origin]:
    """Yield what a paragraph says; what is as old as the first draft with what put it there last."""
    awake = (thread for thread in weave.threads if thread.awake)
    told = groupby(awake, key=lambda one: one.since if steps[one.since] else one.last)
    for number, same in told:
        yield Origin("".join(thread.text for thread in same), number)


def _losses(threads: Sequence[Thread]) -> Iterator[Loss]:
    for mark, same in groupby(unfolded(threads), key=lambda one: None if one.awake else one.last):
        yield Loss("".join(thread.text for thread in same), mark)


@dataclass(slots=True)
class _Loom:
    """All paragraphs as they stand after some draft."""

    weaves: dict[int, Weave] = field(default_factory=dict)
    marks: dict[Mark, int] = field(default_factory=dict)
    shapes: dict[int, list[Shape]] = field(default_factory=dict)
    first: dict[int, Sequence[Thread]] = field(default_factory=dict)
    """What the first draft said; each thread knows whether it still stands."""
    gone: dict[str, Weave] = field(default_factory=dict)
    """What no draft holds any more, by how it last read."""

    def advance(self, step: int, draft: Texts, made_by: Sequence[Edit], absorbed: Sequence[Edit]) -> None:
        by_paragraph, taken = _by_paragraph(made_by), _by_paragraph(absorbed)
        for paragraph, own in by_paragraph.items():
            self._insert(step, paragraph, own)
            self._reword(step, paragraph, own, taken.get(paragraph, ()))
        for paragraph in [key for key in reversed(self.weaves) if key in by_paragraph]:
            self._join(step, paragraph, by_paragraph[paragraph])
        self._shape(step, made_by)
        self._put_away(step, draft, by_paragraph)
        self._settle(step, draft)
        if step == 0:
            self.first = {paragraph: weave.threads for paragraph, weave in self.weaves.items()}

    def number(self, mark: Mark) -> int:
        return self.marks.setdefault(mark, len(self.marks))

    def _insert(self, step: int, paragraph: int, own: Sequence[Edit]) -> None:
        for edit in own:
            if edit.kind is AmendmentKind.INSERT:
                number = self.number(Mark(step, paragraph, (edit.proposal,)))
                text = f"[{edit.text}]" if edit.bracketed else edit.text
                restored = self.gone.get(as_read(edit.text))
                weave = restored.copy() if restored else Weave(text, number)
                weave.turn(text, always(number))
                self.weaves[paragraph] = weave

    def _reword(self, step: int, paragraph: int, own: Sequence[Edit], absorbed: Sequence[Edit]) -> None:
        """Let a paragraph say what its edits make of it, and cut it where they split it."""
        weave = self.weaves.get(paragraph)
        asked = [edit for edit in own if edit.kind not in _ELSEWHERE]
        wording = [edit for edit in asked if edit.kind in WORDING_KINDS or edit.bracketed]
        if weave is None or not wording or any(map(_deletes, asked)):
            return
        made = _unite(weave.text, wording)
        if made is None:
            return
        claims = [_claim(weave.text, made.whole, edit) for edit in absorbed]
        came = self._numbers(step, paragraph, made.came, [one.came for one in claims])
        went = self._numbers(step, paragraph, made.went, [one.went for one in claims])
        weave.turn(made.whole, Numbers(came, went), made.pieces)
        parts = next((edit.parts for edit in wording if edit.kind is AmendmentKind.SPLIT), ())
        if parts:
            self.weaves |= zip((paragraph, *parts), weave.cut(), strict=False)

    def _numbers(
        self, step: int, paragraph: int, shares: "Sequence[_Share]", claims: "Sequence[Sequence[_Share]]"
    ) -> NumberAt:
        """Return which number a word gets by its place: of the share it is in, else of all; and of the claims on it."""
        starts = [share.start for share in shares]
        everyone = _keys([key for share in shares for key in share.keys])
        claimed = [share for own in claims for share in own]
        plain: dict[int, int] = {}

        def number_at(offset: int) -> int:
            place = bisect_right(starts, offset) - 1
            if place >= 0 and offset >= shares[place].end:
                place = -1
            taken = (
                _keys([k for one in claimed if one.start <= offset < one.end for k in one.keys])
                if claimed
                else ()
            )
            if taken or place not in plain:
                keys = everyone if place < 0 else shares[place].keys
                number = self.number(Mark(step, paragraph, keys, taken))
                return number if taken else plain.setdefault(place, number)
            return plain[place]

        return number_at

    def _join(self, step: int, paragraph: int, own: Sequence[Edit]) -> None:
        joins = [edit for edit in own if edit.kind is AmendmentKind.JOIN]
        taken = self.weaves.get(joins[0].other) if joins else None
        if taken is not None and joins[0].other != paragraph:
            number = self.number(Mark(step, paragraph, _keys([edit.proposal for edit in joins])))
            self.weaves[paragraph] = self.weaves[paragraph].joined(taken, " ", number)
            del self.weaves[joins[0].other]
            self.shapes.setdefault(paragraph, []).extend(self.shapes.pop(joins[0].other, ()))

    def _shape(self, step: int, made_by: Sequence[Edit]) -> None:
        for edit in made_by:
            if edit.kind in SHAPES:
                own = self.shapes.setdefault(edit.paragraph, [])
                own.append(Shape(edit.kind, step, edit.proposal))
                self.shapes |= {part: list(own) for part in edit.parts if part not in self.shapes}

    def _put_away(self, step: int, draft: Texts, made_by: Mapping[int, Sequence[Edit]]) -> None:
        """Put away what the draft does not hold: its words were taken by whoever deleted it."""
        for paragraph in [key for key in self.weaves if key not in draft]:
            weave = self.weaves.pop(paragraph)
            self.gone.setdefault(as_read(weave.text), weave.copy())
            deletions = [edit.proposal for edit in made_by.get(paragraph, ()) if _deletes(edit)]
            weave.turn("", always(self.number(Mark(step, paragraph, _keys(deletions)))))

    def _settle(self, step: int, draft: Texts) -> None:
        """Hold every paragraph to what the draft prints, in its order."""
        ordered: dict[int, Weave] = {}
        for paragraph, text in draft.items():
            weave = self.weaves.get(paragraph) or Weave(text, self.number(Mark(step, paragraph)))
            if weave.text != text:
                weave.turn(text, always(self.number(Mark(step, paragraph))))
            ordered[paragraph] = weave
        self.weaves = ordered


def _by_paragraph(made_by: Sequence[Edit]) -> dict[int, list[Edit]]:
    found: dict[int, list[Edit]] = {}
    for edit in made_by:
        found.setdefault(edit.paragraph, []).append(edit)
    return found


def _deletes(edit: Edit) -> bool:
    return edit.kind is AmendmentKind.DELETE and not edit.bracketed


# Whose words they are ----------------------------------------------------------------------------


class _Share(NamedTuple):
    """What ``text[start:end]`` is, or was, by the edits with *keys*."""

    start: int
    end: int
    keys: tuple[int, ...]


class _Made(NamedTuple):
    """
    What edits make of a wording: the *whole* new one, whose shares of it *came*, and of the old one *went*.

    *pieces* turn the old one into it; None where it stood on another.
    """

    whole: str
    came: Sequence[_Share]
    went: Sequence[_Share]
    pieces: Sequence[Piece] | None = None


def _unite(now: str, wording: Sequence[Edit]) -> _Made | None:
    """Return what the edits of *wording*, united, make of a paragraph that says *now*; None where they clash."""
    base = next((edit.base for edit in wording if edit.kind in WORDING_KINDS), now)
    loose = [edit for edit in wording if edit.bracketed]
    sides: dict[str, list[int]] = {}
    for edit in wording:
        if not edit.bracketed:
            sides.setdefault(edit.text, []).append(edit.proposal)
    if loose:
        sides.setdefault(bracketed(base, loose), []).extend(edit.proposal for edit in loose)
    sides.pop(base, None)
    if len(sides) == 1 and not loose:
        ((whole, keys),) = sides.items()
        return _Made(whole, [_Share(0, len(whole), _keys(keys))], [_Share(0, len(now), _keys(keys))])
    found = _woven(base, sides)
    if found is None:
        return None
    if loose:
        apart = [part for share in found.came for part in _told_apart(share, found.whole, loose)]
        found = found._replace(came=apart)
    if base != now:
        everyone = _keys([key for share in found.came for key in share.keys])
        return _Made(found.whole, found.came, [_Share(0, len(now), everyone)])
    return found


def _woven(base: str, sides: Mapping[str, Sequence[int]]) -> _Made | None:
    """Return what *sides*, each with its keys, make of *base* together; None where they clash."""
    pieces = {text: differences(base, text) for text in sides}
    changed = {text: edits(base, text, own) for text, own in pieces.items()}
    waiting = deque(sorted((edit.start, text) for text, own in changed.items() for edit in own))
    came: list[_Share] = []
    went: list[_Share] = []
    said: list[str] = []
    used: list[Piece] = []
    done = shift = 0
    for start, end, versions in stretches(base, list(changed.values())):
        if len(versions) > 1:
            return None
        theirs = []
        while waiting and waiting[0][0] <= end:
            theirs.append(waiting.popleft()[1])
        keys = _keys([key for text in theirs for key in sides[text]])
        went.append(_Share(start, end, keys))
        came.append(_Share(start + shift, start + shift + len(versions[0]), keys))
        used += _shifted([p for p in pieces[theirs[0]] if start <= p.start and p.end <= end], shift)
        said += base[done:start], versions[0]
        done, shift = end, shift + len(versions[0]) - (end - start)
    whole = "".join((*said, base[done:]))
    return _Made(whole, came, went, settled(base, whole, used))


def _shifted(pieces: Sequence[Piece], shift: int) -> list[Piece]:
    """Return *pieces* of one side by their places in the united text, longer by *shift* in what stands before them."""
    by = shift - (pieces[0].new_start - pieces[0].start)
    return [Piece(start, end, new_start + by, new_end + by) for start, end, new_start, new_end in pieces]


def _told_apart(share: _Share, whole: str, loose: Sequence[Edit]) -> Iterator[_Share]:
    """Yield *share*: what stands in brackets by those whose words it is, the brackets by all of *loose*."""
    if not {edit.proposal for edit in loose} & set(share.keys):
        yield share
        return
    for found in _INSIDE.finditer(whole, share.start, share.end):
        words = found[0].strip()
        theirs = [edit.proposal for edit in loose if len(words) > 1 and words in edit.text]
        yield _Share(found.start(), found.end(), _keys(theirs) if theirs else share.keys)


class _Claim(NamedTuple):
    """What an absorbed edit asked for and got: what *came* of it, and what *went*."""

    came: Sequence[_Share]
    went: Sequence[_Share]


def _claim(base: str, whole: str, edit: Edit) -> _Claim:
    """Return which words of *whole*, made of *base*, the absorbed *edit* asked for, and which it wanted gone."""
    if edit.kind is AmendmentKind.DELETE:
        return _Claim((), [_Share(0, len(base), (edit.proposal,))])
    if edit.kind not in WORDING_KINDS:
        return _Claim((), ())
    asked = diff_words(base, edit.text)
    went = _places(asked, Op.DELETE, edit.proposal)
    brought = _places(asked, Op.INSERT, edit.proposal)
    came: list[_Share] = []
    at = new_at = 0
    for op, text, _ in diff_words(edit.text, whole):
        if op is Op.KEEP:
            inside = ((max(one.start, at), min(one.end, at + len(text)), one.keys) for one in brought)
            came += [_Share(a - at + new_at, b - at + new_at, keys) for a, b, keys in inside if a < b]
        at += 0 if op is Op.INSERT else len(text)
        new_at += 0 if op is Op.DELETE else len(text)
    return _Claim(came, went)


def _places(spans: Sequence[Span], wanted: Op, key: int) -> list[_Share]:
    """Return where the *wanted* spans lie in the text that they are part of, the old one or the new one."""
    found, at = [], 0
    for op, text, _ in spans:
        if op is wanted:
            found.append(_Share(at, at + len(text), (key,)))
        at += len(text) if op in (Op.KEEP, wanted) else 0
    return found


def _keys(found: Sequence[int]) -> tuple[int, ...]:
    return tuple(found) if len(found) < 2 else tuple(sorted(set(found)))
