"""
For every word of a text, the draft and the decided proposals that brought it in.

The negotiation is told again from the first draft on, paragraph by paragraph, with the edits that
consolidation makes the texts of: what a proposal brings is told by the same stretches by which it
is united with others. Parts of a split and what is joined keep the history of their words; a move
changes no word. Keys stand for proposals: who made them and who may know it is asked elsewhere.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from acm_drafts.negotiation.consolidation import PART, WORDING_KINDS, Edit, bracketed, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.edits import Base, edits
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import stretches
from acm_drafts.text.provenance import NumberAt, Origin, Weave, always

SHAPES = (AmendmentKind.MOVE, AmendmentKind.SPLIT, AmendmentKind.JOIN)
"""Kinds that change where a paragraph stands or what it is one with, rather than its words."""

_ELSEWHERE = (AmendmentKind.INSERT, AmendmentKind.MOVE, AmendmentKind.JOIN)
_INSIDE = re.compile(r"[^\[\]]+|[\[\]]")


class Mark(NamedTuple):
    """
    What brought words in: the draft that first held them, counted from 0, and the keys of the edits.

    *paragraph* is the one that held them then. No keys: the draft was imported, or no recorded edit says it.
    """

    step: int
    paragraph: int
    keys: tuple[int, ...] = ()


class Shape(NamedTuple):
    """One edit that moved, split or joined a paragraph on the way to the draft *step*."""

    kind: AmendmentKind
    step: int
    key: int


@dataclass(frozen=True, slots=True)
class Traced:
    """
    The last draft, word by word: of each paragraph spans that are its text, in order.

    `Origin.since` of a span is the place of its mark in *marks*.
    """

    spans: Mapping[int, tuple[Origin, ...]]
    marks: tuple[Mark, ...]
    shapes: Mapping[int, tuple[Shape, ...]]


Texts = Mapping[int, str]
"""What each paragraph of a draft says, in the order of the draft."""


def trace(drafts: Sequence[Texts], made_by: Sequence[Sequence[Edit]]) -> Traced:
    """
    Return where the words of the last of *drafts* came from; *made_by* are the edits that made each of them.

    The spans joined are always the text. Where edits do not explain a draft, what is new in it
    gets a mark without keys. What is inserted and reads like a whole paragraph that went earlier
    is that paragraph restored.
    """
    loom = _Loom()
    for step, (draft, own) in enumerate(zip(drafts, made_by, strict=True)):
        loom.advance(step, draft, own)
    last = drafts[-1] if drafts else {}
    return Traced(
        {paragraph: loom.weaves[paragraph].spans() for paragraph in last},
        tuple(loom.marks),
        {paragraph: tuple(loom.shapes[paragraph]) for paragraph in last if paragraph in loom.shapes},
    )


@dataclass(slots=True)
class _Loom:
    """All paragraphs as they stand after some draft."""

    weaves: dict[int, Weave] = field(default_factory=dict)
    marks: dict[Mark, int] = field(default_factory=dict)
    shapes: dict[int, list[Shape]] = field(default_factory=dict)
    gone: dict[str, Weave] = field(default_factory=dict)
    """What no draft holds any more, by how it last read."""

    def advance(self, step: int, draft: Texts, made_by: Sequence[Edit]) -> None:
        by_paragraph: dict[int, list[Edit]] = {}
        for edit in made_by:
            by_paragraph.setdefault(edit.paragraph, []).append(edit)
        for paragraph, own in by_paragraph.items():
            self._insert(step, paragraph, own)
            self._reword(step, paragraph, own)
        for paragraph in [key for key in reversed(self.weaves) if key in by_paragraph]:
            self._join(step, paragraph, by_paragraph[paragraph])
        self._shape(step, made_by)
        self._settle(step, draft)

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

    def _reword(self, step: int, paragraph: int, own: Sequence[Edit]) -> None:
        """Let a paragraph say what its edits make of it, and cut it where they split it."""
        weave = self.weaves.get(paragraph)
        asked = [edit for edit in own if edit.kind not in _ELSEWHERE]
        wording = [edit for edit in asked if edit.kind in WORDING_KINDS or edit.bracketed]
        if weave is None or not wording:
            return
        fate = consolidate((Line(paragraph, weave.text),), asked).fates.get(paragraph)
        if fate is None or fate.text is None:
            return
        whole = PART.join([fate.text, *(text for _, text in fate.parts)])
        weave.turn(whole, self._credit(step, paragraph, _sources(wording, whole)))
        if fate.parts:
            keys = (paragraph, *(part for part, _ in fate.parts))
            self.weaves |= zip(keys, weave.cut(), strict=True)

    def _credit(self, step: int, paragraph: int, sources: "Sequence[_Source]") -> NumberAt:
        """Return which number a word gets that is new at an offset: that of the source it stands in, else of all."""
        starts = [source.start for source in sources]
        everyone = _keys([key for source in sources for key in source.keys])

        def number_at(offset: int) -> int:
            place = bisect_right(starts, offset) - 1
            known = place >= 0 and offset < sources[place].end
            return self.number(Mark(step, paragraph, sources[place].keys if known else everyone))

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

    def _settle(self, step: int, draft: Texts) -> None:
        """Hold every paragraph to what the draft prints, in its order, and put away what it does not hold."""
        for paragraph in [key for key in self.weaves if key not in draft]:
            weave = self.weaves.pop(paragraph)
            self.gone.setdefault(as_read(weave.text), weave)
        ordered: dict[int, Weave] = {}
        for paragraph, text in draft.items():
            weave = self.weaves.get(paragraph) or Weave(text, self.number(Mark(step, paragraph)))
            if weave.text != text:
                weave.turn(text, always(self.number(Mark(step, paragraph))))
            ordered[paragraph] = weave
        self.weaves = ordered


# Whose words they are ----------------------------------------------------------------------------


class _Source(NamedTuple):
    """``text[start:end]`` of a new wording is what the edits with *keys* make of the old one."""

    start: int
    end: int
    keys: tuple[int, ...]


def _sources(wording: Sequence[Edit], whole: str) -> list[_Source]:
    """Return the stretches of *whole* that the edits of *wording*, united, have changed, in order."""
    base = wording[0].base
    loose = [edit for edit in wording if edit.bracketed]
    sides: dict[str, list[int]] = {}
    for edit in wording:
        if not edit.bracketed:
            sides.setdefault(edit.text, []).append(edit.proposal)
    together = bracketed(base, loose) if loose else ""
    if loose:
        sides.setdefault(together, []).extend(edit.proposal for edit in loose)
    sides.pop(base, None)
    if len(sides) == 1 and not loose:
        return [_Source(0, len(whole), _keys(next(iter(sides.values()))))]
    return [part for source in _united(base, sides) for part in _told_apart(source, whole, loose)]


def _united(base: str, sides: Mapping[str, Sequence[int]]) -> Iterator[_Source]:
    original = Base(base)
    changed = {text: edits(base, text, original.differences(text)) for text in sides}
    shift = 0
    for stretch in stretches(base, list(changed.values())):
        start = stretch.start + shift
        shift += len(stretch.versions[0]) - (stretch.end - stretch.start)
        keys = [
            key
            for text, own in changed.items()
            if any(stretch.start <= edit.start and edit.end <= stretch.end for edit in own)
            for key in sides[text]
        ]
        yield _Source(start, stretch.end + shift, _keys(keys))


def _told_apart(source: _Source, whole: str, loose: Sequence[Edit]) -> Iterator[_Source]:
    """Yield *source*: what stands in brackets by those whose words it is, the brackets by all of *loose*."""
    if not {edit.proposal for edit in loose} & set(source.keys):
        yield source
        return
    for found in _INSIDE.finditer(whole, source.start, source.end):
        words = found[0].strip()
        theirs = [edit.proposal for edit in loose if len(words) > 1 and words in edit.text]
        yield _Source(found.start(), found.end(), _keys(theirs) if theirs else source.keys)


def _keys(found: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(set(found)))
