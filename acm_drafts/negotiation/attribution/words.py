"""
Whose every word is: the draft and the decided proposals that brought it in, and those that took it away.

The one rule of it. The negotiation is told again from the first draft on, paragraph by paragraph,
with the edits that consolidation makes the texts of: what a proposal brings or takes is told by the
same stretches by which it is united with others. What stands without the brackets that it once
stood in also tells what lifted them. Parts of a split and what is joined keep the
history of their words, and a consequential change is told after the split or join; a move changes no word. The page
about a paragraph, tracked changes and the comparison of drafts all ask here. Keys stand for proposals: who made them
and who may know it is asked elsewhere.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from acm_drafts.negotiation.attribution.stretches import Share, claim, keys_of, unite
from acm_drafts.negotiation.consolidation import PART, WORDING_KINDS, Edit, restores
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.alternatives import in_brackets
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import is_clean, text_of
from acm_drafts.text.parts import merge_by_part
from acm_drafts.text.provenance import NumberAt, Numbers, Thread, Weave, always, unfolded

SHAPES = (AmendmentKind.MOVE, AmendmentKind.SPLIT, AmendmentKind.JOIN)
"""Kinds that change where a paragraph stands or what it is one with, rather than its words."""

_ELSEWHERE = (AmendmentKind.INSERT, AmendmentKind.MOVE, AmendmentKind.JOIN)


def concerned(paragraph: int, joined: int | None, parts: Sequence[int]) -> tuple[int, ...]:
    """Return the paragraphs that an edit concerns: its own, the one *joined* to it and the *parts* of a split."""
    return (paragraph, joined, *parts) if joined else (paragraph, *parts)


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


class Stretch(NamedTuple):
    """
    Some text and the places in `Traced.marks` of what brought it in, or took it away, and of what lifted its brackets.

    *lifted* is None where it never stood in brackets, or still does.
    """

    text: str
    since: int
    lifted: int | None = None


class Shape(NamedTuple):
    """One edit that moved, split or joined a paragraph on the way to the draft *step*."""

    kind: AmendmentKind
    step: int
    key: int


@dataclass(frozen=True)
class Traced:
    """
    The last draft and the first one, word by word, told when asked.

    `Stretch.since` is a place in *marks*: of the step 0 are those of words that were imported and that
    nobody touched. *weaves* are the paragraphs of the last draft, *first* the words of the first one.
    """

    marks: tuple[Mark, ...]
    shapes: Mapping[int, tuple[Shape, ...]]
    weaves: Mapping[int, Weave]
    first: Mapping[int, Sequence[Thread]]

    @cached_property
    def spans(self) -> dict[int, tuple[Stretch, ...]]:
        """Of each paragraph of the last draft what is its text, with who wrote it; what is restored is whose it was."""
        return {
            paragraph: tuple(_stretches(weave.threads, lambda thread: (thread.since, thread.freed)))
            for paragraph, weave in self.weaves.items()
        }

    def came(self, paragraph: int) -> Iterator[Stretch]:
        """
        Yield the text of a paragraph of the last draft, with what brought it in since the first one.

        What stood in the first draft is credited to who restored it last, or wrote anew what is around it.
        """
        return _stretches(
            self.weaves[paragraph].threads,
            lambda thread: (
                (thread.since, thread.freed) if self.marks[thread.since].step else (thread.last, None)
            ),
        )

    def went(self, paragraph: int) -> Iterator[Stretch]:
        """Yield the text of a paragraph of the first draft, with what deleted it or touched it last."""
        for number, same in groupby(unfolded(self.first[paragraph]), key=lambda thread: thread.last):
            yield Stretch("".join([thread.text for thread in same]), number)


def _stretches(
    threads: Iterable[Thread], marks_of: Callable[[Thread], tuple[int, int | None]]
) -> Iterator[Stretch]:
    """Yield the words that *threads* hold now, neighbours with the same marks together."""
    for (since, lifted), same in groupby((thread for thread in threads if thread.awake), key=marks_of):
        yield Stretch("".join([thread.text for thread in same]), since, lifted)


Texts = Mapping[int, str]
"""What each paragraph of a draft says, in the order of the draft."""


def trace(
    drafts: Sequence[Texts],
    adopted: Sequence[Sequence[Edit]],
    absorbed: Sequence[Sequence[Edit]] = (),
) -> Traced:
    """
    Return where the words of the last of *drafts* came from, and where those of the first one went.

    *adopted* are the edits that made each of the drafts, *absorbed* those that were absorbed into
    them, as many; none of one draft has the key of another that concerns the same paragraph. The spans
    joined are always the text. Where edits do not explain a draft, what is new in it gets a mark
    without keys. What is inserted and reads like a whole paragraph that went earlier is that
    paragraph restored.
    """
    loom = _Loom()
    for step, (draft, own) in enumerate(zip(drafts, adopted, strict=True)):
        loom.advance(step, draft, own, absorbed=absorbed[step] if absorbed else ())
    return Traced(
        tuple(loom.marks),
        {paragraph: tuple(loom.shapes[paragraph]) for paragraph in loom.weaves if paragraph in loom.shapes},
        loom.weaves,
        loom.first,
    )


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

    def advance(self, step: int, draft: Texts, adopted: Sequence[Edit], *, absorbed: Sequence[Edit]) -> None:
        by_paragraph, taken = _by_paragraph(adopted), _by_paragraph(absorbed)
        before = {paragraph: weave.text for paragraph, weave in self.weaves.items()}
        for paragraph, own in by_paragraph.items():
            self._insert(step, paragraph, own)
            self._reword(step, paragraph, own, taken.get(paragraph, ()))
        self._shape(step, adopted)
        for paragraph in [key for key in reversed(self.weaves) if key in by_paragraph]:
            self._join(step, paragraph, by_paragraph[paragraph], before)
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
                text = in_brackets(edit.text) if edit.bracketed else edit.text
                restored = self.gone.get(as_read(edit.text))
                weave = restored.copy() if restored else Weave()
                weave.turn("", always(number))
                weave.turn(text, always(number))
                self.weaves[paragraph] = weave

    def _reword(self, step: int, paragraph: int, own: Sequence[Edit], absorbed: Sequence[Edit]) -> None:
        """Let a paragraph say what its edits make of it, and cut it where they split it."""
        weave = self.weaves.get(paragraph)
        wording = _wording(own)
        if weave is None or not wording:
            return
        rewording = unite(weave.text, wording)
        if rewording is None:
            return
        claims = [claim(weave.text, rewording.whole, edit) for edit in absorbed]
        came = self._numbers(step, paragraph, rewording.came, [claimed.came for claimed in claims])
        went = self._numbers(step, paragraph, rewording.went, [claimed.went for claimed in claims])
        weave.turn(rewording.whole, Numbers(came, went), rewording.pieces)
        split = next((edit for edit in wording if edit.kind is AmendmentKind.SPLIT and edit.parts), None)
        if split:
            self._split(step, split, own)

    def _split(self, step: int, split: Edit, own: Sequence[Edit]) -> None:
        """Cut a paragraph that says already where it is split; *own* are all edits of it."""
        paragraphs = (split.paragraph, *split.parts)
        self.weaves |= zip(paragraphs, self.weaves[split.paragraph].cut(), strict=False)
        changes = [edit for edit in own if edit.kind is AmendmentKind.CONSEQUENTIAL and not edit.other]
        self._change(step, paragraphs, split.text, changes)

    def _change(self, step: int, paragraphs: Sequence[int], proposed: str, changes: Sequence[Edit]) -> None:
        """Apply the consequential *changes* of a split or join, which *proposed* these words of *paragraphs*."""
        if not changes or any(key not in self.weaves for key in paragraphs):
            return
        standing = PART.join(self.weaves[key].text for key in paragraphs)
        united = merge_by_part(proposed, [standing, *(edit.text for edit in changes)])
        if len(united) != len(paragraphs) or not all(map(is_clean, united)):
            return
        for key, regions in zip(paragraphs, united, strict=True):
            number = self.number(Mark(step, key, keys_of([edit.proposal for edit in changes])))
            self.weaves[key].turn(text_of(regions), always(number))

    def _numbers(
        self, step: int, paragraph: int, shares: Sequence[Share], claims: Sequence[Sequence[Share]]
    ) -> NumberAt:
        """Return a function from a word's place to its number, by its share (else all shares) and the claims on it."""
        starts = [share.start for share in shares]
        everyone = keys_of([key for share in shares for key in share.keys])
        claimed = [share for own in claims for share in own]
        plain: dict[int, int] = {}

        def number_at(offset: int) -> int:
            place = bisect_right(starts, offset) - 1
            if place >= 0 and offset >= shares[place].end:
                place = -1
            taken = (
                keys_of([k for share in claimed if share.start <= offset < share.end for k in share.keys])
                if claimed
                else ()
            )
            if taken or place not in plain:
                keys = everyone if place < 0 else shares[place].keys
                number = self.number(Mark(step, paragraph, keys, taken))
                return number if taken else plain.setdefault(place, number)
            return plain[place]

        return number_at

    def _join(self, step: int, paragraph: int, own: Sequence[Edit], before: Texts) -> None:
        """Let a paragraph take another one in; *before* is what both said in the draft before."""
        joins = [edit for edit in own if edit.kind is AmendmentKind.JOIN]
        taken = self.weaves.get(joins[0].other) if joins else None
        if taken is not None and joins[0].other != paragraph:
            number = self.number(Mark(step, paragraph, keys_of([edit.proposal for edit in joins])))
            self.weaves[paragraph] = self.weaves[paragraph].joined(taken, " ", number)
            del self.weaves[joins[0].other]
            self.shapes.setdefault(paragraph, []).extend(self.shapes.pop(joins[0].other, ()))
            changes = [edit for edit in own if edit.kind is AmendmentKind.CONSEQUENTIAL and edit.other]
            proposed = f"{before.get(paragraph, '')} {before.get(joins[0].other, '')}"
            self._change(step, (paragraph,), proposed, changes)

    def _shape(self, step: int, adopted: Sequence[Edit]) -> None:
        for edit in adopted:
            if edit.kind in SHAPES:
                own = self.shapes.setdefault(edit.paragraph, [])
                own.append(Shape(edit.kind, step, edit.proposal))
                self.shapes |= {part: list(own) for part in edit.parts if part not in self.shapes}

    def _put_away(self, step: int, draft: Texts, adopted: Mapping[int, Sequence[Edit]]) -> None:
        """Drop paragraphs that the draft does not hold; their words are credited to who deleted them."""
        for paragraph in [key for key in self.weaves if key not in draft]:
            weave = self.weaves.pop(paragraph)
            self.gone.setdefault(as_read(weave.text), weave.copy())
            deletions = [edit.proposal for edit in adopted.get(paragraph, ()) if _deletes(edit)]
            weave.turn("", always(self.number(Mark(step, paragraph, keys_of(deletions)))))

    def _settle(self, step: int, draft: Texts) -> None:
        """Hold every paragraph to what the draft prints, in its order."""
        ordered: dict[int, Weave] = {}
        for paragraph, text in draft.items():
            weave = self.weaves.get(paragraph) or Weave(text, self.number(Mark(step, paragraph)))
            if weave.text != text:
                weave.turn(text, always(self.number(Mark(step, paragraph))))
            ordered[paragraph] = weave
        self.weaves = ordered


def _by_paragraph(edits: Sequence[Edit]) -> dict[int, list[Edit]]:
    groups: dict[int, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(edit.paragraph, []).append(edit)
    return groups


def _wording(own: Sequence[Edit]) -> list[Edit]:
    """Return the edits that determine a paragraph's wording; none where one of them deletes it."""
    edits = [edit for edit in own if edit.kind not in _ELSEWHERE]
    if any(map(_deletes, edits)):
        return []
    return [edit for edit in edits if edit.kind in WORDING_KINDS or edit.bracketed or restores(edit)]


def _deletes(edit: Edit) -> bool:
    return edit.kind is AmendmentKind.DELETE and not edit.bracketed
