"""
What became of each paragraph between two drafts, by identity and never by guessing.

As few lines as possible count as moved: the rest kept its order.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from acm_drafts.negotiation.consolidation import PART, START
from acm_drafts.negotiation.lines import Line, LineKind, blocks
from acm_drafts.text.brackets import holds_bracket, puts_brackets_alone
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.tokens import count, is_word, tokens

_DEEPEST = 2


def out_of_order(
    lines: Sequence[Line], goal: Sequence[int], *, staying: Collection[int] = ()
) -> frozenset[int]:
    """
    Return the paragraphs of *lines* that left their place in *goal*.

    What is in only one of the two is passed over. A paragraph takes its sub-paragraphs along, so
    paragraphs are counted, and sub-paragraphs only among themselves. Where there is a choice,
    those of *staying* stay. A line that stays where one above it moves away is not told: whether it
    would go along is for the consolidation to say.
    """
    order = [line.paragraph for line in lines]
    place = {key: at for at, key in enumerate(order)}
    stays = [key for key in goal if key in place]
    moved = set(stays) - set(_rising(stays, place, _weights(lines, set(staying))))
    before = dict(zip(goal, (START, *goal), strict=False))
    under = _nearest_above(lines)
    left = set(moved)
    for key in sorted(moved, key=place.__getitem__):
        above = _last_staying(order[: place[key]], stays)
        came_along = under.get(key) in moved and before[key] == above
        if came_along and (above == under[key] or (under.get(above) and above not in left)):
            left.discard(key)
    return frozenset(left)


def _nearest_above(lines: Sequence[Line]) -> dict[int, int]:
    """Return for each sub-paragraph the line that it stands under, the nearest one."""
    return {sub: key for key, subs in blocks(lines).items() for sub in subs}


def _last_staying(earlier: Sequence[int], stays: Sequence[int]) -> int:
    staying = set(stays)
    return next((key for key in reversed(earlier) if key in staying), START)


def _weights(lines: Sequence[Line], staying: Set[int]) -> dict[int, int]:
    """Return the weight of keeping each line in place: more than all those below it, a little more if *staying*."""
    times = len(lines) + 1
    return {
        line.paragraph: times ** (_DEEPEST + 1 - min(line.depth, _DEEPEST)) + (line.paragraph in staying)
        for line in lines
    }


def _rising(order: Sequence[int], place: Mapping[int, int], weights: Mapping[int, int]) -> list[int]:
    """Return the part of *order* whose places rise that weighs most."""
    best = [(0, -1)] * (
        len(place) + 1
    )  # by place, what the best run up to there weighs and where in order it ends
    before: list[int] = []
    for number, key in enumerate(order):
        weight, last = _best_below(best, place[key])
        before.append(last)
        weight += weights[key]
        at = place[key] + 1
        while at < len(best):
            best[at] = max(best[at], (weight, number))
            at += at & -at
    run, at = [], _best_below(best, len(place))[1]
    while at >= 0:
        run.append(order[at])
        at = before[at]
    return run


def _best_below(best: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """Return the best run that ends before *place*: *best* is a tree of sums, with maxima for sums."""
    run = best[0]
    while place:
        run = max(run, best[place])
        place -= place & -place
    return run


class Became(StrEnum):
    """The one word for what happened to a paragraph; more than a move comes before the move."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    BRACKETED = "bracketed"
    """Words were put in brackets, and none was changed."""
    MOVED = "moved"
    NEW = "new"
    DELETED = "deleted"
    SPLIT = "split"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Change:
    """
    One line of either draft, or of both.

    *old* are the lines it was (none: new; several: joined), *new* is what it is (None: deleted),
    *parts* all lines that a split made, itself among them. *moved*: it changed its place among
    the others, whatever else happened. *spans* lead from the old words to the new ones; of what
    stayed as it was they are one KEEP.
    """

    became: Became
    old: tuple[Line, ...]
    new: Line | None
    spans: tuple[Span, ...]
    parts: tuple[Line, ...] = ()
    moved: bool = False

    @property
    def line(self) -> Line:
        """The line that it is now, else the one that it was."""
        return self.new or self.old[0]

    @property
    def renumbered(self) -> bool:
        """Whether the one paragraph that it was printed another number."""
        return self.new is not None and len(self.old) == 1 and self.old[0].label != self.new.label


Descents = Iterable[tuple[int, int]]
"""Pairs (paragraph, the one it came from)."""


def compare(
    old: Sequence[Line], new: Sequence[Line], descents: Descents = (), *, moves: Collection[int] = ()
) -> tuple[Change, ...]:
    """
    Return what became of every line of *old* and *new*, each in exactly one place.

    In the order of *new*; what is gone stands after the line that it followed. *moves* are the
    paragraphs that decisions between the two moved: they and what they took along are told as moved
    if they passed anything. Of the rest as few are as would have to be taken up and put elsewhere.
    """
    kin = _kinships(old, new, descents)
    moved = _moved(kin, old, new, moves)
    out: list[Change] = []
    gone = _gone_after(kin, old, new)
    out += gone.get(None, ())
    changes: dict[int, Iterator[Change]] = {}
    for line in new:
        root = kin.root(line.paragraph)
        if root not in changes:
            changes[root] = _changes(kin.old[root], kin.new[root], root in moved)
        out.append(next(changes[root]))
        out += gone.get(line.paragraph, ())
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Face:
    """
    One draft in numbers: paragraphs, headings apart, and those that hold brackets; all words, and those in brackets.

    Headings count for *words* alone.
    """

    paragraphs: int
    bracketed: int
    words: int
    words_bracketed: int


@dataclass(frozen=True, slots=True)
class Tally:
    """
    How many paragraphs became what, headings apart, and how many words came and went.

    A paragraph that was split is one, whatever its parts, and so is one that was joined of several.
    *moved*: those among them all that left their place. *headings*: those that are not as they were.
    """

    counts: Mapping[Became, int]
    moved: int
    headings: int
    before: Face
    after: Face
    come: int
    gone: int

    @property
    def by_change(self) -> tuple[tuple[Became, int], ...]:
        """How many paragraphs became what, without those that stayed; moved are all that left their place."""
        counts = {**self.counts, Became.MOVED: self.moved, Became.UNCHANGED: 0}
        return tuple((became, counts[became]) for became in Became if counts.get(became))


def tally(changes: Sequence[Change]) -> Tally:
    """Return *changes* in numbers."""
    own, heads = _headings_apart(changes)
    apart = {(change.became, change.old or change.line.paragraph) for change in own}
    words = _words(changes)
    stayed, gone, come = words[Op.KEEP], words[Op.DELETE], words[Op.INSERT]
    return Tally(
        Counter(became for became, _ in apart),
        moved=len({change.old for change in own if change.moved}),
        headings=sum(change.became is not Became.UNCHANGED for change in heads),
        before=_face(dict.fromkeys(line for change in changes for line in change.old), stayed + gone),
        after=_face([change.new for change in changes if change.new], stayed + come),
        come=come,
        gone=gone,
    )


def _headings_apart(changes: Sequence[Change]) -> tuple[list[Change], list[Change]]:
    """Return *changes* in two: those of all other lines, and those of headings."""
    own = [change for change in changes if change.line.kind is not LineKind.HEADING]
    heads = [change for change in changes if change.line.kind is LineKind.HEADING]
    return own, heads


def _words(changes: Sequence[Change]) -> dict[Op, int]:
    """Return how many words of *changes* were kept, and how many came and went."""
    return {op: sum(count(s.text) for c in changes for s in c.spans if s.op is op) for op in Op}


def _face(lines: Iterable[Line], words: int) -> Face:
    own = [line for line in lines if line.kind is not LineKind.HEADING]
    bracketed = [line for line in own if holds_bracket(line.text)]
    return Face(len(own), len(bracketed), words, sum(_words_in_brackets(line.text) for line in bracketed))


def _words_in_brackets(text: str) -> int:
    """Return how many words stand in brackets; one that is never closed reaches to the end, as people would read it."""
    depth = words = 0
    for token in tokens(text):
        if token == "[":
            depth += 1
        elif token == "]":
            depth = max(depth - 1, 0)
        elif depth and is_word(token):
            words += 1
    return words


def is_alternative(base: str, text: str) -> bool:
    """Return whether *text* is another paragraph in the place of *base*: it keeps too little of it to be an edit."""
    return keeps_little(diff_words(base, text), count(base))


def keeps_little(spans: Iterable[Span], words: int) -> bool:
    """Return what `is_alternative` returns, of the *spans* that lead from a text of so many *words* to another."""
    return sum(count(span.text) for span in spans if span.op is Op.KEEP) * 4 < words


# Who belongs together ----------------------------------------------------------------------------


class _Kinships:
    """Which lines of two drafts are one paragraph, or came from one another."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self.old: dict[int, list[Line]] = {}
        self.new: dict[int, list[Line]] = {}

    def root(self, paragraph: int) -> int:
        while self._parent.get(paragraph, paragraph) != paragraph:
            paragraph = self._parent[paragraph]
        return paragraph

    def bind(self, paragraph: int, ancestor: int) -> None:
        self._parent[self.root(paragraph)] = self.root(ancestor)


def _kinships(old: Sequence[Line], new: Sequence[Line], descents: Descents) -> _Kinships:
    """Bind what came from one another between the two drafts; what did so before or after tells nothing here."""
    kin = _Kinships()
    before, after = {line.paragraph for line in old}, {line.paragraph for line in new}
    for paragraph, ancestor in descents:
        if paragraph not in before or ancestor not in after:
            kin.bind(paragraph, ancestor)
    for lines, groups in ((old, kin.old), (new, kin.new)):
        for line in lines:
            groups.setdefault(kin.root(line.paragraph), []).append(line)
    for groups, others in ((kin.old, kin.new), (kin.new, kin.old)):
        for root in groups:
            others.setdefault(root, [])
    return kin


def _moved(kin: _Kinships, old: Sequence[Line], new: Sequence[Line], moves: Collection[int]) -> set[int]:
    """Return the groups that left their place, by their root: by decision, else all but the longest run in order."""
    place: dict[int, int] = {}
    for index, line in enumerate(old):
        place.setdefault(kin.root(line.paragraph), index)
    order = [root for root in dict.fromkeys(kin.root(line.paragraph) for line in new) if root in place]
    decided = {kin.root(key) for key in _taken_up(old, moves)} & _displaced(order, place)
    rest = [root for root in order if root not in decided]
    return decided | (set(rest) - set(_longest_rising(rest, place)))


def _taken_up(old: Sequence[Line], moves: Collection[int]) -> set[int]:
    """Return *moves* and the sub-paragraphs that each of them takes along."""
    under = blocks(old) if moves else {}
    return {*moves, *(sub for key in moves for sub in under.get(key, ()))}


def _displaced(order: Sequence[int], place: Mapping[int, int]) -> set[int]:
    """Return the keys that passed another or were passed; one that was put back in its place did neither."""
    places = [place[root] for root in order]
    highest = [-1, *accumulate(places, max)]
    lowest = [*reversed([*accumulate(reversed(places), min)]), max(places, default=0) + 1]
    return {
        root
        for root, at, before, after in zip(order, places, highest, lowest[1:], strict=False)
        if not before < at < after
    }


def _longest_rising(order: Sequence[int], place: Mapping[int, int]) -> list[int]:
    """Return the longest part of *order* whose places rise."""
    tails: list[int] = []  # the root that ends the best run of each length so far
    before: dict[int, int | None] = {}
    for root in order:
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if place[tails[middle]] < place[root]:
                low = middle + 1
            else:
                high = middle
        before[root] = tails[low - 1] if low else None
        tails[low : low + 1] = [root]
    run, at = [], tails[-1] if tails else None
    while at is not None:
        run.append(at)
        at = before[at]
    return run


def _gone_after(kin: _Kinships, old: Sequence[Line], new: Sequence[Line]) -> dict[int | None, list[Change]]:
    """Map each line of *new* (None: the beginning) to the deletions that are shown after it."""
    last_of = {kin.root(line.paragraph): line.paragraph for line in new}
    gone: dict[int | None, list[Change]] = {}
    anchor: int | None = None
    for line in old:
        root = kin.root(line.paragraph)
        if kin.new[root]:
            anchor = last_of[root]
        else:
            change = Change(Became.DELETED, (line,), None, (Span(Op.DELETE, line.text),))
            gone.setdefault(anchor, []).append(change)
    return gone


# What happened to them ---------------------------------------------------------------------------


def _changes(old: Sequence[Line], new: Sequence[Line], moved: bool) -> Iterator[Change]:
    """Yield the change of each of *new*, which all came from *old*, in their order."""
    if not old:
        for line in new:
            yield Change(Became.NEW, (), line, (Span(Op.INSERT, line.text),))
        return
    if len(old) == len(new) == 1:
        yield _change_of_line(old[0], new[0], moved)
        return
    became = Became.SPLIT if len(new) > 1 else Became.JOINED
    spans = _shared(" ".join(line.text for line in old), [line.text for line in new])
    parts = tuple(new) if len(new) > 1 else ()
    for line, own in zip(new, spans, strict=True):
        yield Change(became, tuple(old), line, own, parts, moved)


def _change_of_line(old: Line, new: Line, moved: bool) -> Change:
    if old.text == new.text:
        became = Became.MOVED if moved else Became.UNCHANGED
        return Change(became, (old,), new, (Span(Op.KEEP, new.text),), moved=moved)
    spans = diff_words(old.text, new.text)
    became = Became.BRACKETED if puts_brackets_alone(spans) else Became.CHANGED
    return Change(became, (old,), new, spans, moved=moved)


def _shared(old: str, texts: Sequence[str]) -> list[tuple[Span, ...]]:
    """Return the spans that lead from *old* to all *texts* together, divided among them, without the space at a cut."""
    shares: list[list[Span]] = [[]]
    for span in diff_words(old, PART.join(texts)):
        first, *rest = span.text.split(PART) if span.op is Op.INSERT else [span.text]
        shares[-1] += [span._replace(text=first)] if first else []
        for piece in rest:
            if shares[-1] and shares[-1][-1].op is Op.DELETE and shares[-1][-1].text.isspace():
                shares[-1].pop()
            shares.append([span._replace(text=piece)] if piece else [])
    return [tuple(share) for share in shares]
