"""
Whose every change between two drafts is, as it may be printed under it.

Which decided proposals brought a word or took it away is negotiation.attribution.words's to say; here
they become hands. What several asked for alike is theirs together; what no proposal explains is
the Mission's. It knows edits and names as they may be printed; whether a name may be told was
decided before.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from acm_drafts.negotiation.attribution import words
from acm_drafts.negotiation.attribution.words import Traced, concerned
from acm_drafts.negotiation.consolidation import PART, Edit
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.diff import Op, Span, diff_words


class Hand(NamedTuple):
    """Whose change it is, as it may be printed, and when it was decided ("2026-11-16T17:21:00", at the conference)."""

    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Deed:
    """
    One proposal that had a part in a step, and whose it is.

    *weight* orders those that claim the same words: 0 what was adopted of a delegation, 1 what a
    compromise absorbed, 2 the Mission's own words.
    """

    edit: Edit
    hand: Hand
    weight: int = 0


_ABSORBED = 1


@dataclass(frozen=True, slots=True)
class Step:
    """
    From one draft to the next: the *lines* it led to, the *deeds*, and whose everything else is.

    No two deeds on one paragraph are of the same proposal.
    """

    lines: Sequence[Line]
    deeds: Sequence[Deed]
    hand: Hand


class Credited(NamedTuple):
    """A stretch of a change and whose it is; on KEEP nobody's."""

    op: Op
    text: str
    hand: Hand | None = None


Run: TypeAlias = tuple[str, Hand | None]
"""Some text, and whose it is; None where nobody's."""


class Credits:
    """What was changed by whom from *old* on, step by step; there is at least one step."""

    def __init__(
        self, old: Sequence[Line], steps: Sequence[Step], descents: Iterable[tuple[int, int]] = ()
    ) -> None:
        self._old, self._steps, self._descents = old, steps, tuple(descents)
        self._hands: dict[int, Hand | None] = {}
        self._translation = ""

    @property
    def nobody(self) -> Hand:
        """Whose it is that numbers were made good, and whatever no proposal explains."""
        return self._steps[-1].hand

    @property
    def names_others(self) -> bool:
        """Whether any change may be signed by anybody but whoever makes numbers good."""
        return any(deed.hand.author != step.hand.author for step in self._steps for deed in step.deeds)

    @property
    def moves(self) -> frozenset[int]:
        """The paragraphs that adopted moves put elsewhere; one that was absorbed moved nothing itself."""
        return frozenset(
            deed.edit.paragraph
            for step in self._steps
            for deed in step.deeds
            if deed.edit.kind is AmendmentKind.MOVE and deed.weight != _ABSORBED
        )

    def signing_translations(self, author: str) -> "Credits":
        """Return the same; where the one text is translated and the other is not, *author* signs the change."""
        signed = copy(self)
        signed._translation = author
        return signed

    # Paragraphs as a whole ---------------------------------------------------------------------------

    def inserted(self, line: Line) -> Hand:
        return self._brought(line.paragraph) or self.nobody

    def deleted(self, line: Line) -> Hand:
        return self._took(line.paragraph) or self.nobody

    def moved(self, line: Line) -> Hand:
        """Return who moved a paragraph: by itself, or with the one that it stands under."""
        for key in (line.paragraph, *self._above.get(line.paragraph, ())):
            if key in self._movers:
                return self._movers[key]
        return next(iter(self._movers.values())) if len(self._movers) == 1 else self.nobody

    def touched(self, lines: Iterable[Line]) -> Hand | None:
        """Return the united hand of all changes of *lines*; None where no proposal touched them."""
        keys = self._kin({line.paragraph for line in lines})
        deeds = (deed for step in range(len(self._steps)) for deed in self._on(step, keys))
        return _shared(deed for deed in deeds if deed.edit.paragraph in keys)

    def _brought(self, paragraph: int) -> Hand | None:
        return self._by(paragraph, AmendmentKind.INSERT) or self._by(paragraph, AmendmentKind.SPLIT)

    def _took(self, paragraph: int) -> Hand | None:
        """Return who joined a paragraph to another, else who deleted it."""
        joined = self._by(paragraph, AmendmentKind.JOIN, as_other=True)
        return joined or self._by(paragraph, AmendmentKind.DELETE)

    def _by(self, paragraph: int, kind: AmendmentKind, *, as_other: bool = False) -> Hand | None:
        """Return the hand of the last deed of *kind* on *paragraph*, of one step the weightiest."""
        for step in reversed(range(len(self._steps))):
            deeds = [
                deed
                for deed in self._on(step, (paragraph,))
                if deed.edit.kind is kind and (deed.edit.other == paragraph) is as_other
            ]
            if deeds:
                return min(reversed(deeds), key=lambda deed: deed.weight).hand
        return None

    def _on(self, step: int, paragraphs: Iterable[int]) -> list[Deed]:
        """Return the deeds of a step that concern any of *paragraphs*, in the order decided."""
        deeds: dict[int, Deed] = {}
        for paragraph in paragraphs:
            deeds |= self._concerning[step].get(paragraph, {})
        return [deeds[place] for place in sorted(deeds)]

    @cached_property
    def _concerning(self) -> list[dict[int, dict[int, Deed]]]:
        """Return for each step its deeds by paragraph and by their place in the order decided."""
        by_step: list[dict[int, dict[int, Deed]]] = []
        for step in self._steps:
            by_step.append({})
            for place, deed in enumerate(step.deeds):
                for paragraph in concerned(deed.edit.paragraph, deed.edit.other, deed.edit.parts):
                    by_step[-1].setdefault(paragraph, {})[place] = deed
        return by_step

    @cached_property
    def _movers(self) -> dict[int, Hand]:
        return {
            deed.edit.paragraph: deed.hand
            for step in self._steps
            for deed in sorted(step.deeds, key=lambda deed: -deed.weight)
            if deed.edit.kind is AmendmentKind.MOVE
        }

    @cached_property
    def _above(self) -> dict[int, list[int]]:
        """Map each sub-paragraph to the lines that it stood under, the nearest first."""
        above: dict[int, list[int]] = {}
        for lines in (self._old, *(step.lines for step in self._steps)):
            over: list[Line] = []
            for line in lines:
                if line.kind is not LineKind.SUB:
                    over = []
                over = [parent for parent in over if parent.depth < line.depth]
                above.setdefault(line.paragraph, []).extend(parent.paragraph for parent in reversed(over))
                over.append(line)
        return above

    def _kin(self, keys: Collection[int]) -> list[int]:
        """Return *keys* and the related paragraphs that stand only in drafts between the old and the new one."""
        kin = dict.fromkeys(keys)
        waiting = list(kin)
        while waiting:
            new = [key for key in self._passing.get(waiting.pop(), ()) if key not in kin]
            kin |= dict.fromkeys(new)
            waiting += new
        return list(kin)

    @cached_property
    def _passing(self) -> dict[int, list[int]]:
        """Map each paragraph to those that it came from or led to and that are in neither the old nor the new draft."""
        ends = {line.paragraph for line in (*self._old, *self._steps[-1].lines)}
        passing: dict[int, list[int]] = {}
        for paragraph, ancestor in self._descents:
            for key, near in ((paragraph, ancestor), (ancestor, paragraph)):
                if near not in ends:
                    passing.setdefault(key, []).append(near)
        return passing

    # Words -------------------------------------------------------------------------------------------

    def spans(
        self, old: Sequence[Line], new: Sequence[Line], changes: Sequence[Span] | None = None
    ) -> list[Credited]:
        """
        Return the changes that lead from *old* to *new*, one paragraph or related ones, each with its hand.

        Each side is its wordings with PART between them; *changes* are their comparison, where it
        was made before. Lines in another language than the proposals are credited as a whole. Where only some are
        translated, one language gives way to another: that is nobody's proposal, and all words go and come.
        """
        before, after = _text(old), _text(new)
        if before == after:
            return [Credited(Op.KEEP, after)]
        languages = {*self._are(old, self._first), *self._are(new, self._last)}
        if len(languages) > 1:
            return self._in_two_languages(before, after)
        known = languages == {True}
        gone = self._gone(old) if known else [(before, None)]
        come = self._come(new) if known else [(after, None)]
        compared = diff_words(before, after) if changes is None else changes
        return credited(compared, gone, come, fallback=lambda: self.touched((*old, *new)) or self.nobody)

    def _gone(self, lines: Sequence[Line]) -> Iterator[Run]:
        """Yield the words of lines of the first draft, each with who took it away."""
        for number, line in enumerate(lines):
            if number:
                yield PART, self._took(line.paragraph)
            for text, mark, _ in self._traced.went(line.paragraph):
                yield text, self._hand(mark)

    def _come(self, lines: Sequence[Line]) -> Iterator[Run]:
        """Yield the words of lines of the last draft, each with who brought it."""
        for number, line in enumerate(lines):
            if number:
                yield PART, self._brought(line.paragraph)
            for text, mark, lifted in self._traced.came(line.paragraph):
                yield text, self._hand(mark, lifted)

    def _hand(self, number: int, lifted: int | None = None) -> Hand | None:
        """
        Return the united hand of the weightiest claims on a mark; None where the first draft had the words.

        Words whose brackets were *lifted* are still whose they were, dated by what let them stand without.
        """
        hand, lifter = self._hand_of(number), None if lifted is None else self._hand_of(lifted)
        return hand._replace(at=lifter.at) if hand and lifter else hand

    def _hand_of(self, number: int) -> Hand | None:
        if number not in self._hands:
            step, paragraph, keys, taken = self._traced.marks[number]
            if not step:
                return self._hands.setdefault(number, None)
            claim = [
                deed
                for deed in self._concerning[step - 1].get(paragraph, {}).values()
                if deed.edit.proposal in keys or deed.edit.proposal in taken
            ]
            self._hands[number] = _weightiest(claim) or self._steps[step - 1].hand
        return self._hands[number]

    @cached_property
    def _traced(self) -> Traced:
        adopted = [[deed.edit for deed in step.deeds if deed.weight != _ABSORBED] for step in self._steps]
        absorbed = [[deed.edit for deed in step.deeds if deed.weight == _ABSORBED] for step in self._steps]
        drafts = [self._first, *({line.paragraph: line.text for line in step.lines} for step in self._steps)]
        return words.trace(drafts, [(), *adopted], [(), *absorbed])

    @cached_property
    def _first(self) -> dict[int, str]:
        return {line.paragraph: line.text for line in self._old}

    @cached_property
    def _last(self) -> dict[int, str]:
        return {line.paragraph: line.text for line in self._steps[-1].lines}

    @staticmethod
    def _are(lines: Sequence[Line], texts: dict[int, str]) -> Iterator[bool]:
        """Yield of each line whether it reads as in *texts*, the draft of the proposals; else it is a translation."""
        return (texts.get(line.paragraph) == line.text for line in lines)

    def _in_two_languages(self, before: str, after: str) -> list[Credited]:
        hand = self.nobody._replace(author=self._translation or self.nobody.author)
        return [Credited(Op.DELETE, before, hand), Credited(Op.INSERT, after, hand)]


def together(hands: Iterable[Hand]) -> Hand | None:
    """Unite several hands, each author once in the order given, dated by the last; None without any."""
    distinct = list(dict.fromkeys(hands))
    if len(distinct) < 2:
        return distinct[0] if distinct else None
    authors = dict.fromkeys(hand.author for hand in distinct)
    return Hand(", ".join(authors), max(hand.at for hand in distinct))


def _weightiest(deeds: Sequence[Deed]) -> Hand | None:
    """Return the united hand of the weightiest of *deeds*; None without any."""
    if len(deeds) < 2:
        return deeds[0].hand if deeds else None
    weight = min(deed.weight for deed in deeds)
    return together(deed.hand for deed in deeds if deed.weight == weight)


def _shared(deeds: Iterable[Deed]) -> Hand | None:
    """Return the united hand of all *deeds*; those of the Mission count only where there are no others."""
    all_deeds = list(deeds)
    return together(deed.hand for deed in [d for d in all_deeds if d.weight < 2] or all_deeds)


def credited(
    spans: Iterable[Span],
    gone: Iterable[Run],
    come: Iterable[Run],
    *,
    fallback: Callable[[], Hand],
) -> list[Credited]:
    """
    Divide *spans* by hand.

    *gone* and *come* say whose the two texts are, from their beginnings on. What nobody claims
    between two changes of somebody belongs to the one beside it. Where nobody claims anything, the
    credit goes to who claims the same words where *spans* keep them, for of two alike words either
    may be the one that came or went; else to *fallback*.
    """
    reels = {Op.DELETE: _Reel(gone), Op.INSERT: _Reel(come)}

    def owner(op: Op, text: str) -> Hand:
        return together(hand for skipped, hand in reels[op].skipped if text.strip() in skipped) or fallback()

    pieces: list[Credited] = []
    for op, text, _ in spans:
        if op is Op.KEEP:
            pieces.append(Credited(op, text))
            for reel in reels.values():
                reel.skip(text)
        else:
            pieces += [Credited(op, stretch, hand) for stretch, hand in reels[op].along(text)]
    return [
        piece
        for unchanged, run in groupby(pieces, key=_is_unchanged)
        for piece in (run if unchanged else _grouped([*run], owner))
    ]


def _is_unchanged(piece: Credited) -> bool:
    return piece.op is Op.KEEP


class _Reel:
    """Runs of a text, taken off from its beginning; *skipped* are those that were passed over and are somebody's."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.skipped: list[tuple[str, Hand]] = []
        self._runs = iter(runs)
        self._left = 0
        self._hand: Hand | None = None

    def skip(self, text: str) -> None:
        """Go on by *text*."""
        self.skipped += [(piece, hand) for piece, hand in self.along(text) if hand]

    def along(self, text: str) -> Iterator[Run]:
        """Go on by *text* and yield it divided as the runs are."""
        at = 0
        while at < len(text):
            while not self._left:
                following, self._hand = next(self._runs)
                self._left = len(following)
            size = min(self._left, len(text) - at)
            yield text[at : at + size], self._hand
            at, self._left = at + size, self._left - size


def _grouped(pieces: Sequence[Credited], owner: Callable[[Op, str], Hand]) -> list[Credited]:
    """
    Join neighbouring pieces of the same hand, blanks with the word before them; *owner* names a hand where none is.

    Where a paragraph begins is no blank: it is whose the split or join is.
    """
    if len(pieces) < 2:
        return [
            piece if piece.hand else Credited(piece.op, piece.text, owner(piece.op, piece.text))
            for piece in pieces
        ]
    apart = _blanks_apart(pieces)
    known = _filled([None if text.isspace() and text != PART else hand for _, text, hand in apart])
    signed = [
        (op, text, own or hand or owner(op, text)) for (op, text, hand), own in zip(apart, known, strict=True)
    ]
    return [
        Credited(op, "".join([text for _, text, _ in same]), hand)
        for (op, hand), same in groupby(signed, key=itemgetter(0, 2))
    ]


def _blanks_apart(pieces: Sequence[Credited]) -> list[Credited]:
    """Return *pieces* with the blanks at the beginning of each as a piece of their own."""
    apart: list[Credited] = []
    for op, text, hand in pieces:
        words = text if text == PART else text.lstrip()
        apart += [Credited(op, piece, hand) for piece in (text[: len(text) - len(words)], words) if piece]
    return apart


def _filled(hands: Sequence[Hand | None]) -> list[Hand | None]:
    """Return *hands* with every gap closed from before, at the beginning from behind."""
    out: list[Hand | None] = []
    last = next((hand for hand in hands if hand), None)
    for hand in hands:
        last = hand or last
        out.append(last)
    return out


def _text(lines: Iterable[Line]) -> str:
    return PART.join(line.text for line in lines)
