"""
Whose words they are: what decided proposals changed between two drafts, character by character.

Each step from one draft to the next is replayed with the proposals that made it, each one by
itself, so that every word that came or went finds its proposal. What several asked for alike is
theirs together; what no proposal explains is the Mission's. It knows edits and names as they may
be printed; whether a name may be told was decided before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from acm_drafts.negotiation.consolidation import PART, Edit, consolidate
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.diff import Op, Span, diff_words


class Hand(NamedTuple):
    """Whose change it is, as it may be printed, and when it was decided (UTC, "2026-11-16T22:21:00Z")."""

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


@dataclass(frozen=True, slots=True)
class Step:
    """From one draft to the next: the *lines* it led to, the *deeds*, and whose everything else is."""

    lines: Sequence[Line]
    deeds: Sequence[Deed]
    hand: Hand


class Words(NamedTuple):
    """Whose every character is: of the old text that went, of the new one that came; None where nobody's."""

    gone: tuple[Hand | None, ...]
    come: tuple[Hand | None, ...]


class Credited(NamedTuple):
    """A stretch of a change and whose it is; on KEEP nobody's."""

    op: Op
    text: str
    hand: Hand | None = None


_IN_WORDS = (AmendmentKind.REPLACE, AmendmentKind.SPLIT, AmendmentKind.DELETE, AmendmentKind.JOIN)


class Credits:
    """What was changed by whom from *old* on, step by step; there is at least one step."""

    def __init__(
        self, old: Sequence[Line], steps: Sequence[Step], descents: Iterable[tuple[int, int]] = ()
    ) -> None:
        self._old, self._steps, self._descents = old, steps, tuple(descents)

    @property
    def nobody(self) -> Hand:
        """Whose it is that numbers were made good, and whatever no proposal explains."""
        return self._steps[-1].hand

    # Paragraphs as a whole ---------------------------------------------------------------------------

    def inserted(self, line: Line) -> Hand:
        return self._by(line.paragraph, AmendmentKind.INSERT, AmendmentKind.SPLIT)

    def deleted(self, line: Line) -> Hand:
        joins = self._deeds[AmendmentKind.JOIN]
        into = next((deed.hand for deed in reversed(joins) if deed.edit.other == line.paragraph), None)
        return into or self._by(line.paragraph, AmendmentKind.DELETE)

    def moved(self, line: Line) -> Hand:
        """Return who moved a paragraph: by itself, or with the one that it stands under."""
        movers = {deed.edit.paragraph: deed.hand for deed in self._deeds[AmendmentKind.MOVE]}
        above = self._above.get(line.paragraph, ())
        for key in (line.paragraph, *above):
            if key in movers:
                return movers[key]
        return next(iter(movers.values())) if len(movers) == 1 else self.nobody

    def touched(self, lines: Iterable[Line]) -> Hand | None:
        """Return whose the changes of all *lines* are together, None where no proposal touched them."""
        keys = self._kin({line.paragraph for line in lines})
        return _shared(d for step in self._steps for d in step.deeds if d.edit.paragraph in keys)

    def _by(self, paragraph: int, *kinds: AmendmentKind) -> Hand:
        for kind in kinds:
            for deed in reversed(self._deeds[kind]):
                if paragraph in (deed.edit.paragraph, *deed.edit.parts):
                    return deed.hand
        return self.nobody

    @cached_property
    def _deeds(self) -> dict[AmendmentKind, list[Deed]]:
        found: dict[AmendmentKind, list[Deed]] = {kind: [] for kind in AmendmentKind}
        for step in self._steps:
            for deed in sorted(step.deeds, key=lambda deed: -deed.weight):
                found[deed.edit.kind].append(deed)
        return found

    @cached_property
    def _above(self) -> dict[int, list[int]]:
        """Return what each sub-paragraph stood under, the nearest first."""
        found: dict[int, list[int]] = {}
        for lines in (self._old, *(step.lines for step in self._steps)):
            over: list[Line] = []
            for line in lines:
                if line.kind is not LineKind.SUB:
                    over = []
                over = [one for one in over if one.depth < line.depth]
                found.setdefault(line.paragraph, []).extend(one.paragraph for one in reversed(over))
                over.append(line)
        return found

    # Words -------------------------------------------------------------------------------------------

    def spans(self, old: Sequence[Line], new: Sequence[Line]) -> list[Credited]:
        """
        Return what leads from *old* to *new*, which are one paragraph or came from one another, with whose it is.

        Each side is its wordings with PART between them. Lines in another language than the
        proposals are credited as a whole.
        """
        before, after = _text(old), _text(new)
        if before == after:
            return [Credited(Op.KEEP, after)]
        words = self._words(old, new)
        fallback = self.touched((*old, *new)) or self.nobody
        gone: Sequence[Hand | None] = words.gone if words else [None] * len(before)
        come: Sequence[Hand | None] = words.come if words else [None] * len(after)
        return credited(diff_words(before, after), gone, come, fallback=fallback)

    def _words(self, old: Sequence[Line], new: Sequence[Line]) -> Words | None:
        """Return whose each character is, None where the lines shown are not those that the steps led to."""
        keys = self._kin({line.paragraph for line in (*old, *new)})
        first = [line for line in self._old if line.paragraph in keys]
        last = [line for line in self._steps[-1].lines if line.paragraph in keys]
        if _text(first) != _text(old) or _text(last) != _text(new):
            return None
        track = _Track(first)
        for step in self._steps:
            after = [line for line in step.lines if line.paragraph in keys]
            track.take(after, [deed for deed in step.deeds if deed.edit.paragraph in keys], step.hand)
        return Words(tuple(track.gone), tuple(hand for _, hand in track.letters))

    def _kin(self, keys: set[int]) -> set[int]:
        """Return *keys* and what came from them, or they from it, and stands only in drafts between."""
        ends = {line.paragraph for line in (*self._old, *self._steps[-1].lines)}
        found = set(keys)
        while True:
            near = {b for a, b in self._descents if a in found} | {a for a, b in self._descents if b in found}
            new = near - found - ends
            if not new:
                return found
            found |= new


class _Track:
    """The text of a few lines on its way: for each character where it stood at first, or who brought it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self.letters: list[tuple[int | None, Hand | None]] = [(i, None) for i in range(len(_text(lines)))]
        self.gone: list[Hand | None] = [None] * len(self.letters)

    def take(self, after: Sequence[Line], deeds: Sequence[Deed], nobody: Hand) -> None:
        """Go one step on, to the lines *after*."""
        for deed in deeds:
            if deed.edit.kind is AmendmentKind.INSERT:
                self._insert(deed, first=bool(after) and after[0].paragraph == deed.edit.paragraph)
        base, result = _text(self.lines), _text(after)
        if base != result:
            gone, come = _claims(self.lines, result, deeds)
            fallback = _shared(deed for deed in deeds if deed.edit.kind in _IN_WORDS) or nobody
            self._go(credited(diff_words(base, result), gone, come, fallback=fallback))
        self.lines = list(after)

    def _insert(self, deed: Deed, *, first: bool) -> None:
        edit = deed.edit
        text = f"[{edit.text}]" if edit.bracketed else edit.text
        if edit.paragraph in {line.paragraph for line in self.lines}:
            return
        line = Line(edit.paragraph, text, edit.line_kind, edit.depth, edit.numbered)
        come: list[tuple[int | None, Hand | None]] = [(None, deed.hand)] * len(text)
        joint: list[tuple[int | None, Hand | None]] = [(None, deed.hand)] if self.lines else []
        if first:
            self.lines, self.letters = [line, *self.lines], [*come, *joint, *self.letters]
        else:
            self.lines, self.letters = [*self.lines, line], [*self.letters, *joint, *come]

    def _go(self, spans: Iterable[Credited]) -> None:
        at = 0
        now: list[tuple[int | None, Hand | None]] = []
        for op, text, hand in spans:
            here = self.letters[at : at + len(text)]
            if op is Op.INSERT:
                now += [(None, hand)] * len(text)
                continue
            at += len(text)
            if op is Op.KEEP:
                now += here
            for origin, _ in here if op is Op.DELETE else ():
                if origin is not None:
                    self.gone[origin] = hand
        self.letters = now


def together(hands: Iterable[Hand]) -> Hand | None:
    """Return several as one, each author once in the order given, dated by the last; None of none."""
    found = list(dict.fromkeys(hands))
    if not found:
        return None
    authors = dict.fromkeys(hand.author for hand in found)
    return Hand(", ".join(authors), max(hand.at for hand in found))


def _shared(deeds: Iterable[Deed]) -> Hand | None:
    """Return whose *deeds* are together; the Mission's own count where there are no others."""
    found = list(deeds)
    return together(deed.hand for deed in [d for d in found if d.weight < 2] or found)


def credited(
    spans: Iterable[Span],
    gone: Sequence[Hand | None],
    come: Sequence[Hand | None],
    *,
    fallback: Hand,
) -> list[Credited]:
    """
    Return *spans* divided by whose they are.

    *gone* and *come* say whose each character of the two texts is. What nobody claims between two
    changes of somebody belongs to the one beside it; where no one claims anything, to *fallback*.
    """
    out: list[Credited] = []
    at, new_at = 0, 0
    for kept, run in groupby(spans, key=lambda span: span.op is Op.KEEP):
        pieces: list[tuple[Op, str, Hand | None]] = []
        for span in run:
            size = len(span.text)
            here = come[new_at : new_at + size] if span.op is Op.INSERT else gone[at : at + size]
            at += 0 if span.op is Op.INSERT else size
            new_at += 0 if span.op is Op.DELETE else size
            if kept:
                out.append(Credited(Op.KEEP, span.text))
            else:
                pieces += [(span.op, letter, hand) for letter, hand in zip(span.text, here, strict=True)]
        out += _grouped(pieces, fallback)
    return out


def _grouped(pieces: Sequence[tuple[Op, str, Hand | None]], fallback: Hand) -> Iterator[Credited]:
    """Yield characters with the same mark as one, blanks with the word before them."""
    known = _filled([None if letter.isspace() else hand for _, letter, hand in pieces])
    hands = [hand or piece[2] or fallback for piece, hand in zip(pieces, known, strict=True)]
    numbered = [(op, hand, letter) for (op, letter, _), hand in zip(pieces, hands, strict=True)]
    for (op, hand), letters in groupby(numbered, key=lambda one: one[:2]):
        yield Credited(op, "".join(letter for _, _, letter in letters), hand)


def _filled(hands: Sequence[Hand | None]) -> list[Hand | None]:
    """Return *hands* with every gap closed from before, at the beginning from behind."""
    out: list[Hand | None] = []
    last = next((hand for hand in hands if hand), None)
    for hand in hands:
        last = hand or last
        out.append(last)
    return out


Claims = tuple[list[Hand | None], list[Hand | None]]


def _claims(lines: Sequence[Line], result: str, deeds: Sequence[Deed]) -> Claims:
    """Return which deed takes away each character of *lines*, and which brings each of *result*."""
    base = _text(lines)
    gone: list[list[Deed]] = [[] for _ in base]
    come: list[list[Deed]] = [[] for _ in result]
    for deed in deeds:
        alone = _alone(lines, deed.edit)
        if alone is None or alone == base:
            continue
        brought, at = [], 0
        for op, text, _ in diff_words(base, alone):
            if op is not Op.DELETE:
                brought += [op is Op.INSERT] * len(text)
            if op is Op.DELETE:
                for place in range(at, at + len(text)):
                    gone[place].append(deed)
            at += 0 if op is Op.INSERT else len(text)
        _carry(alone, result, brought, come, deed)
    return [_best(one) for one in gone], [_best(one) for one in come]


def _carry(alone: str, result: str, brought: Sequence[bool], come: Sequence[list[Deed]], deed: Deed) -> None:
    """Note *deed* at each character of *result* that is one it *brought*."""
    at, new_at = 0, 0
    for op, text, _ in diff_words(alone, result):
        size = len(text)
        if op is Op.KEEP:
            for step in range(size):
                if brought[at + step]:
                    come[new_at + step].append(deed)
        at += 0 if op is Op.INSERT else size
        new_at += 0 if op is Op.DELETE else size


def _alone(lines: Sequence[Line], edit: Edit) -> str | None:
    """Return what *edit* by itself makes of *lines*, None where it changes no words of theirs."""
    if edit.kind not in _IN_WORDS:
        return None
    if edit.kind in (AmendmentKind.REPLACE, AmendmentKind.SPLIT) and not edit.bracketed:
        return PART.join(edit.text if line.paragraph == edit.paragraph else line.text for line in lines)
    made = consolidate(lines, [edit])
    return None if made.disagreements else _text(made.lines)


def _best(deeds: Sequence[Deed]) -> Hand | None:
    if len(deeds) < 2:
        return deeds[0].hand if deeds else None
    weight = min(deed.weight for deed in deeds)
    return together(deed.hand for deed in deeds if deed.weight == weight)


def _text(lines: Iterable[Line]) -> str:
    return PART.join(line.text for line in lines)
