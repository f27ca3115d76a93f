"""
What a change does to square brackets: lifts them, puts them, deletes or inserts the words in them.

A pair of brackets is two edits in a list of spans, and one act for a reader. Here the spans of one act become one
group, so that a page can draw and speak it as one change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import Generic, Protocol, Self, TypeVar

from acm_drafts.text.changes import Change, changes
from acm_drafts.text.diff import Op, diff_words
from acm_drafts.text.tokens import has_bracket_sign, is_word, tokens


class BracketChange(Enum):
    """What happens to brackets and to the words between them; each but the last four takes brackets away."""

    LIFTED = "lifted"
    """The brackets go, all the words between them stay."""
    CHOSEN = "chosen"
    """Of alternatives side by side one stays without brackets, the others are deleted."""
    LIFTED_CHANGED = "lifted and changed"
    """The brackets go, and the words between them change."""
    DELETED = "deleted"
    """The brackets go with all the words between them."""
    PUT = "put"
    """Words that stood without brackets get them."""
    ALTERNATIVE = "alternative"
    """Words that stood without brackets get them, and alternatives in brackets beside them."""
    PUT_CHANGED = "put and changed"
    """Words get brackets, and change."""
    INSERTED = "inserted"
    """Words come in with brackets round them."""


class Marked(Protocol):
    """A stretch of text and what happened to it: a span of a comparison or of a combined reading."""

    @property
    def op(self) -> Op: ...

    @property
    def text(self) -> str: ...

    @property
    def invisible(self) -> bool: ...

    def _replace(self, *, text: str) -> Self: ...


S = TypeVar("S", bound=Marked)


@dataclass(frozen=True, slots=True)
class Group(Generic[S]):
    """Spans that follow one another; where they are one change of brackets, *kind* says which."""

    spans: tuple[S, ...]
    kind: BracketChange | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Who makes this change of brackets, in a combined reading; nobody elsewhere."""
        return next((_names(span) for span in self.spans if _is_bracket(span)), ())


def bracket_groups(spans: Sequence[S]) -> tuple[Group[S], ...]:
    """
    Return *spans* in groups, those of one change of brackets together and all others between.

    In a group every bracket that its change puts or takes away is a span of its own, unless the whole group is
    one span. The spans joined are what they were, to the byte, on every side.
    """
    if not any(span.op is not Op.KEEP and has_bracket_sign(span.text) for span in spans):
        return (Group(tuple(spans)),) if spans else ()
    reading = _Reading(spans)
    groups: list[Group[S]] = []
    done = 0
    for act in _without_overlap(reading.acts()):
        groups += [
            Group(reading.cut(done, act.start)),
            Group(reading.cut(act.start, act.end, act.brackets), act.kind),
        ]
        done = act.end
    groups.append(Group(reading.cut(done, len(reading.text))))
    return tuple(group for group in groups if group.spans)


def changes_by_bracket(base: str, proposed: str) -> tuple[Change, ...]:
    """
    Return what a proposal changes in *base*, as `changes` does, with each change of brackets as one.

    A change that has other words in it besides brackets stays as it is.
    """
    listed = list(changes(base, proposed))
    at = 0
    for group in bracket_groups(diff_words(base, proposed)):
        old = "".join(span.text for span in group.spans if span.op is not Op.INSERT)
        new = "".join(span.text for span in group.spans if span.op is not Op.DELETE)
        if group.kind:
            listed = _joined(listed, Change(at, at + len(old), old, new))
        at += len(old)
    return tuple(listed)


def _joined(listed: Sequence[Change], whole: Change) -> list[Change]:
    """Return *listed* with *whole* in the place of the changes within it; as it is where one reaches beyond."""
    inside = [change for change in listed if whole.start <= change.start and change.end <= whole.end]
    touched = [change for change in listed if change.start < whole.end and whole.start < change.end]
    if len(inside) < 2 or any(change not in inside for change in touched):
        return list(listed)
    return sorted([*(change for change in listed if change not in inside), whole])


def is_bracketed(text: str) -> bool:
    """Return whether all words of *text* stand in brackets, and there are some."""
    depth = 0
    some = False
    for token in tokens(text):
        depth += (token == "[") - (token == "]")
        if depth < 0 or (not depth and is_word(token)):
            return False
        some = some or is_word(token)
    return some and not depth


def _is_bracket(span: Marked) -> bool:
    return span.op is not Op.KEEP and has_bracket_sign(span.text)


def _names(span: Marked) -> tuple[str, ...]:
    return getattr(span, "names", ())


@dataclass(frozen=True, slots=True)
class _Pair:
    """An opening and a closing bracket, by their places in the text of all spans."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Act:
    """One change of brackets, ``text[start:end]`` of all spans; *brackets* are the places of the brackets."""

    start: int
    end: int
    brackets: frozenset[int]
    kind: BracketChange


class _Words(Enum):
    """What the change of brackets does with the words of one pair."""

    STAY = "stay"
    GO_OR_COME = "go or come"
    CHANGE = "change"


_KINDS = {
    Op.DELETE: (
        BracketChange.LIFTED,
        BracketChange.DELETED,
        BracketChange.CHOSEN,
        BracketChange.LIFTED_CHANGED,
    ),
    Op.INSERT: (
        BracketChange.PUT,
        BracketChange.INSERTED,
        BracketChange.ALTERNATIVE,
        BracketChange.PUT_CHANGED,
    ),
}
"""By what happens to the brackets: all words stay, all go or come, one alternative stays, something else."""


class _Reading(Generic[S]):
    """All spans in a row, with the span of each character."""

    def __init__(self, spans: Sequence[S]) -> None:
        self.spans = spans
        self.text = "".join(span.text for span in spans)

    @cached_property
    def span_at(self) -> list[S]:
        """The span of each character."""
        return [span for span in self.spans for _ in span.text]

    def acts(self) -> Iterator[_Act]:
        """Yield the changes of brackets, those of one side and one author after those of another."""
        authors = dict.fromkeys((span.op, _names(span)) for span in self.spans if _is_bracket(span))
        for op, names in authors:
            for pairs in self._rows(op, names):
                act = self._act(op, names, pairs)
                if act is not None:
                    yield act

    def cut(self, start: int, end: int, brackets: frozenset[int] = frozenset()) -> tuple[S, ...]:
        """Return the spans from *start* up to *end*, with the characters at *brackets* as spans of their own."""
        cuts = {place for bracket in brackets for place in (bracket, bracket + 1)}
        pieces: list[S] = []
        at = 0
        for span in self.spans:
            first, last = max(start, at), min(end, at + len(span.text))
            places = [first, *sorted(place for place in cuts if first < place < last), last]
            if first < last:
                pieces += (span._replace(text=self.text[a:b]) for a, b in pairwise(places))
            at += len(span.text)
        return tuple(pieces)

    def _rows(self, op: Op, names: tuple[str, ...]) -> Iterator[list[_Pair]]:
        """Yield the pairs that *names* take away or put, outermost ones only; alternatives side by side are one row."""
        seen = self._side(op, names)
        row: list[_Pair] = []
        for pair in self._pairs(seen, op, names):
            if row and any(self.text[at].strip() for at in seen if row[-1].end < at < pair.start):
                yield row
                row = []
            row.append(pair)
        if row:
            yield row

    def _side(self, op: Op, names: tuple[str, ...]) -> list[int]:
        """Return the places of the characters that stand before the change, or after that of *names*."""
        return [at for at, span in enumerate(self.span_at) if self._stands(span, op, names)]

    def _stands(self, span: S, op: Op, names: tuple[str, ...]) -> bool:
        if op is Op.DELETE:
            return span.op is not Op.INSERT
        return span.op is Op.KEEP or (span.op is Op.INSERT) == (set(names) <= set(_names(span)))

    def _pairs(self, seen: Sequence[int], op: Op, names: tuple[str, ...]) -> list[_Pair]:
        """Return the outermost pairs among those whose two brackets *names* take away or put, in order."""
        opened: list[int] = []
        pairs: list[_Pair] = []
        for at in seen:
            if self.text[at] == "[":
                opened.append(at)
            elif self.text[at] == "]" and opened:
                start = opened.pop()
                if all(
                    self.span_at[end].op is op and _names(self.span_at[end]) == names for end in (start, at)
                ):
                    while pairs and pairs[-1].start > start:
                        pairs.pop()
                    pairs.append(_Pair(start, at))
        return pairs

    def _act(self, op: Op, names: tuple[str, ...], row: Sequence[_Pair]) -> _Act | None:
        """Return the change that a *row* of pairs makes; None where it is part of a larger change or of two."""
        start, end = row[0].start, row[-1].end + 1
        if len({getattr(span, "conflict", None) for span in self.span_at[start:end]}) > 1:
            return None
        words = [self._words(pair, op, names) for pair in row]
        stay, go_or_come, chosen, changed = _KINDS[op]
        if set(words) == {_Words.GO_OR_COME}:
            return self._whole_span(start, end, go_or_come)
        kind = changed
        if set(words) == {_Words.STAY}:
            kind = stay
        elif words.count(_Words.STAY) == 1 and _Words.CHANGE not in words:
            kind = chosen
        return _Act(start, end, frozenset(self._brackets(start, end, op, names)), kind)

    def _brackets(self, start: int, end: int, op: Op, names: tuple[str, ...]) -> Iterator[int]:
        """Yield the places of the brackets between *start* and *end* that *names* take away or put."""
        for at in range(start, end):
            span = self.span_at[at]
            if self.text[at] in "[]" and span.op is op and _names(span) == names:
                yield at

    def _whole_span(self, start: int, end: int, kind: BracketChange) -> _Act | None:
        """Return the change of the one span round *start* and *end*, where no other words go or come in it."""
        at = 0
        for span in self.spans:
            if at <= start and end <= at + len(span.text):
                inside = is_bracketed(span.text)
                return _Act(at, at + len(span.text), frozenset(), kind) if inside else None
            at += len(span.text)
        return None

    def _words(self, pair: _Pair, op: Op, names: tuple[str, ...]) -> _Words:
        """Return what *names* do with the words of *pair*."""
        touched = set()
        for at in range(pair.start + 1, pair.end):
            span = self.span_at[at]
            own = _is_made_by(span, names)
            if (
                self.text[at].isspace()
                or (own and self.text[at] in "[]")
                or (not own and span.op is Op.INSERT)
            ):
                continue
            touched.add(span.op if own else Op.KEEP)
        if touched == {Op.KEEP}:
            return _Words.STAY
        return _Words.GO_OR_COME if touched <= {op} else _Words.CHANGE


def _is_made_by(span: Marked, names: tuple[str, ...]) -> bool:
    """Return whether some of *names*, or the one side of a comparison, make the change that a reader sees in *span*."""
    own = _names(span)
    return span.op is not Op.KEEP and not span.invisible and (own == names or bool(set(own) & set(names)))


def _without_overlap(acts: Iterator[_Act]) -> list[_Act]:
    """Return *acts* in order without those that overlap: brackets of several authors that cross are no one change."""
    ordered = sorted(acts, key=lambda act: (act.start, act.end))
    clusters: list[list[_Act]] = []
    for act in ordered:
        if clusters and act.start < max(earlier.end for earlier in clusters[-1]):
            clusters[-1].append(act)
        else:
            clusters.append([act])
    return [cluster[0] for cluster in clusters if len(cluster) == 1]
