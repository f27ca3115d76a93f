"""
Three wordings of one text in one reading: which words came and went in the first step, and which in the second.

It lays the two comparisons that lead from the first wording to the last over each other, at the
wording between, and finds nothing of its own: what a step changed is what its own comparison
says. It knows words, and not what the wordings are called.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.renames import Marked
from acm_drafts.text.tokens import is_word, tokens


class Stage(NamedTuple):
    """
    A stretch of text, in which of the three wordings it stands, and in which step readers saw it come and go.

    *came* 0: it was there from the start; *went* 0: it is still there. Both 1 and 2: it came and
    went again; gone in 1 and come in 2: it came back. *silent*: something in its place reads the
    same, or is its new name, so it is drawn only where one wording stands by itself; *came* and
    *went* are 0 then, and *stands* alone tells where it stands. *renamed*: it
    is an old or a new name of a rename that is told once for all.
    """

    text: str
    stands: tuple[bool, bool, bool]
    came: int = 0
    went: int = 0
    silent: bool = False
    renamed: bool = False

    @property
    def passed(self) -> bool:
        """Whether it came in the first step and went in the second."""
        return (self.came, self.went) == (1, 2)

    @property
    def is_back(self) -> bool:
        """Whether it went in the first step and came back in the second."""
        return (self.went, self.came) == (1, 2)


def stages(first: Sequence[Marked], second: Sequence[Marked]) -> tuple[Stage, ...]:
    """
    Return the stretches of three wordings; *first* leads from the earliest to the one between, *second* from there on.

    The stretches that stand in a wording, joined, are that wording to the byte. What went or came
    in a step, joined, is what its comparison deletes or inserts, but for what is silent. What the
    first step deleted and the second inserted, with nothing between them that stayed, is one
    stretch as far as a comparison of the two finds the same words. None is empty. Raises
    ValueError where *first* does not end with the wording that *second* begins with.
    """
    between = _wording(first, Op.DELETE)
    if between != _wording(second, Op.INSERT):
        raise ValueError("the first comparison does not end where the second begins")
    return tuple(_together(_restored(_laid(first, second))))


def _wording(spans: Iterable[Marked], without: Op) -> str:
    return "".join(span.text for span in spans if span.op is not without)


# One over the other ------------------------------------------------------------------------------


class _Reader:
    """The spans of one step, read along the wording between: what stands there, and what only went or only came."""

    def __init__(self, spans: Sequence[Marked], aside: Op) -> None:
        self.spans, self.aside = spans, aside
        self.at, self.read = 0, 0

    @property
    def span(self) -> Marked | None:
        return self.spans[self.at] if self.at < len(self.spans) else None

    @property
    def left(self) -> int:
        """How much of the span at hand has not been read."""
        return len(self.spans[self.at].text) - self.read

    def take(self, length: int) -> Marked:
        """Return the next *length* characters, of one span, and go on."""
        span = self.spans[self.at]
        text = span.text[self.read : self.read + length]
        self.read += length
        if self.read == len(span.text):
            self.at, self.read = self.at + 1, 0
        return span._replace(text=text)

    def asides(self) -> Iterator[Marked]:
        """Yield the spans at this place that are not in the wording between."""
        while self.span and self.span.op is self.aside:
            yield self.take(self.left)


def _laid(first: Sequence[Marked], second: Sequence[Marked]) -> Iterator[Stage]:
    """Yield the stretches as the two comparisons have them."""
    before, after = _Reader(first, Op.DELETE), _Reader(second, Op.INSERT)
    age = 0  # when readers saw come what the second step has just replaced in silence
    while before.span or after.span:
        for span in before.asides():
            yield _gone(span)
        for span in after.asides():
            yield _come(span, age)
        if before.span and after.span:
            length = min(before.left, after.left)
            stage = _through(before.take(length), after.take(length))
            age = stage.came if stage.silent else 0
            yield stage


def _is_quiet(span: Marked) -> bool:
    return span.op is not Op.KEEP and (span.invisible or span.rename is not None)


def _gone(span: Marked) -> Stage:
    quiet = _is_quiet(span)
    renamed = span.rename is not None
    return Stage(span.text, (True, False, False), went=0 if quiet else 1, silent=quiet, renamed=renamed)


def _come(span: Marked, age: int) -> Stage:
    came = age if _is_quiet(span) else 2
    return Stage(span.text, (False, False, True), came=came, renamed=span.rename is not None)


def _through(before: Marked, after: Marked) -> Stage:
    """Return a stretch of the wording between."""
    old, new = before.op is Op.KEEP, after.op is Op.KEEP
    quiet = _is_quiet(after)
    return Stage(
        before.text,
        (old, True, new),
        came=0 if old or _is_quiet(before) else 1,
        went=0 if new or quiet else 2,
        silent=quiet,
        renamed=before.rename is not None or after.rename is not None,
    )


# What came back ------------------------------------------------------------------------------------


def _part(stage: Stage) -> str:
    """Return what *stage* is of a passage that may have come back: "old", "between", "new", or "" for none."""
    if stage.silent or stage.renamed:
        return ""
    if stage.stands == (True, False, False):
        return "old"
    if stage.stands == (False, True, False):
        return "between"
    return "new" if stage.stands == (False, False, True) and stage.came else ""


def _restored(stretches: Iterable[Stage]) -> Iterator[Stage]:
    """Yield *stretches*; what the first step took out and the second put back is one of them."""
    for passage, run in groupby(stretches, key=lambda stage: bool(_part(stage))):
        parts = list(run)
        yield from _reunited(parts) if passage else parts


def _reunited(parts: Sequence[Stage]) -> Sequence[Stage]:
    text = {
        name: "".join(stage.text for stage in parts if _part(stage) == name)
        for name in ("old", "between", "new")
    }
    spans = diff_words(text["old"], text["new"]) if text["old"] and text["new"] else ()
    if not _keeps_words(spans):
        return parts
    out = [_again(span.op, span.text) for span in spans]
    passing = [stage for stage in parts if _part(stage) == "between"]
    first = 1 if spans[0].op is Op.DELETE else 0
    return [*out[:first], *passing, *out[first:]]


def _keeps_words(spans: Iterable[Span]) -> bool:
    """Say whether any word stays between the two sides of a comparison."""
    return any(span.op is Op.KEEP and any(map(is_word, tokens(span.text))) for span in spans)


def _again(op: Op, text: str) -> Stage:
    return Stage(
        text,
        (op is not Op.INSERT, False, op is not Op.DELETE),
        came=0 if op is Op.DELETE else 2,
        went=0 if op is Op.INSERT else 1,
    )


def _together(stretches: Iterable[Stage]) -> Iterator[Stage]:
    """Yield *stretches* with neighbours joined that differ only in their words."""
    for (_, head), run in groupby(stretches, key=lambda stage: (stage[1:], stage._replace(text=""))):
        yield head._replace(text="".join(stage.text for stage in run))
