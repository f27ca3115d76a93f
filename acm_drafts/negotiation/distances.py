"""
The distance between two parties word by word: what lies between the texts that they ask for, and what one takes up.

A distance is the same in both directions: what one side has to put in, the other has to leave out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.tokens import counts
from acm_drafts.text.uptake import Held, Later


@dataclass(frozen=True, slots=True)
class Distance:
    """How one text becomes the other: *put_in* and *left_out* are numbers of words, what no reader sees apart."""

    spans: tuple[Span, ...] = ()
    put_in: int = 0
    left_out: int = 0

    @property
    def words(self) -> int:
        return self.put_in + self.left_out

    @property
    def is_none(self) -> bool:
        """Whether no reader sees a difference."""
        return all(span.op is Op.KEEP or span.invisible for span in self.spans)


def distance(ours: str, theirs: str) -> Distance:
    """Return what lies between *ours* and *theirs*, drawn from the first to the second."""
    first, second = sorted((ours, theirs), key=lambda text: (len(text), text))
    spans = diff_words(first, second)
    if first != ours:
        spans = tuple(_turned(spans))
    return Distance(spans, _words(spans, Op.INSERT), _words(spans, Op.DELETE))


_TURNED = {Op.KEEP: Op.KEEP, Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}


def _turned(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans that lead the other way, a deletion before its insertion again."""
    waiting: Span | None = None
    for span in spans:
        turned = span._replace(op=_TURNED[span.op])
        if turned.op is Op.DELETE:
            yield turned
            continue
        if waiting is not None:
            yield waiting
        waiting = turned
        if turned.op is Op.KEEP:
            yield turned
            waiting = None
    if waiting is not None:
        yield waiting


def _words(spans: tuple[Span, ...], op: Op) -> int:
    """Return how many words of one of the two texts stand in the spans with *op*, what no reader sees apart."""
    side = [span for span in spans if span.op in (Op.KEEP, op)]
    numbers = counts([span.text for span in side])
    return sum(
        number for span, number in zip(side, numbers, strict=True) if span.op is op and not span.invisible
    )


@dataclass(frozen=True, slots=True)
class Uptake:
    """How many of the changes that a proposal makes a text takes up, of all that readers see."""

    taken: int
    total: int


def taken_up(base: str, proposed: str, version: str) -> Uptake:
    """
    Return how many changes that *proposed* makes in *base* stand in *version*, which was made from *base* too.

    Those alone count of which that is sure: see text.uptake.
    """
    holdings = [held for held in Later(base, version).holdings(proposed) if not held[0].invisible]
    return Uptake(sum(how is Held.IN for _change, how in holdings), len(holdings))
