"""
What became of each paragraph over three drafts: the original, one between, the current one.

Two comparisons, each by identity, and the paragraphs followed from one to the next; what came
from one another in either step is told in one place. It knows lines and descents, no database.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from acm_drafts.negotiation.comparison import Became, Change, Descents, compare
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.lines import Line
from acm_drafts.text.diff import Op, Span, diff_words


@dataclass(frozen=True, slots=True)
class Step:
    """
    What one step made of some paragraphs that belong together.

    *became*: what happened to them, each word once, UNCHANGED only where nothing else did; empty
    where there was nothing yet or nothing any more. *moved*: one of them changed its place. *spans* lead from
    all their old words to all the new ones, the mark of a split between any two paragraphs.
    """

    became: tuple[Became, ...]
    moved: bool
    spans: tuple[Span, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened in it."""
        return not self.moved and set(self.became) <= {Became.UNCHANGED}


@dataclass(frozen=True, slots=True)
class Thread:
    """Paragraphs that are one, or came from one another, in each of the three drafts; and both steps."""

    lines: tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]
    steps: tuple[Step, Step]

    @property
    def line(self) -> Line:
        """The first line that they are now, else that they were last."""
        return next(lines[0] for lines in reversed(self.lines) if lines)

    @property
    def is_quiet(self) -> bool:
        """Whether they are as they were, in both steps."""
        return all(step.is_quiet for step in self.steps)


@dataclass(frozen=True, slots=True)
class Succession:
    """Three drafts: both comparisons, and the paragraphs followed through them."""

    first: tuple[Change, ...]
    second: tuple[Change, ...]
    threads: tuple[Thread, ...]


def follow(
    drafts: tuple[Sequence[Line], Sequence[Line], Sequence[Line]],
    descents: Descents = (),
    *,
    moves: tuple[Collection[int], Collection[int]] = ((), ()),
) -> Succession:
    """
    Return what became of the paragraphs of three *drafts*, each line of each draft in exactly one thread.

    In the order of the last draft; what is gone stands after what it followed in the last draft that
    had it. A thread holds several lines of a draft where a step split or joined them. *moves* are the
    paragraphs that the decisions of each step moved.
    """
    known = tuple(descents)
    first = compare(drafts[0], drafts[1], known, moves=moves[0])
    second = compare(drafts[1], drafts[2], known, moves=moves[1])
    root = _Roots()
    for change in (*first, *second):
        for line in change.old:
            root.bind(line.paragraph, change.line.paragraph)
    groups = [_grouped(lines, root) for lines in drafts]
    changes = [_changes_by(step, root) for step in (first, second)]
    threads = []
    for key in _in_order(groups):
        lines = (groups[0].get(key, ()), groups[1].get(key, ()), groups[2].get(key, ()))
        steps = [_step(changes[n].get(key, ()), lines[n], lines[n + 1]) for n in (0, 1)]
        threads.append(Thread(lines, (steps[0], steps[1])))
    return Succession(first, second, tuple(threads))


class _Roots:
    """Which paragraphs belong together, each group by one of them."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def of(self, paragraph: int) -> int:
        while self._parent.get(paragraph, paragraph) != paragraph:
            paragraph = self._parent[paragraph]
        return paragraph

    def bind(self, paragraph: int, relative: int) -> None:
        self._parent[self.of(paragraph)] = self.of(relative)


def _grouped(lines: Sequence[Line], root: _Roots) -> dict[int, tuple[Line, ...]]:
    """Return *lines* by what they belong to, in the order of the first of each."""
    out: dict[int, tuple[Line, ...]] = {}
    for line in lines:
        key = root.of(line.paragraph)
        out[key] = (*out.get(key, ()), line)
    return out


def _changes_by(changes: Iterable[Change], root: _Roots) -> dict[int, list[Change]]:
    out: dict[int, list[Change]] = {}
    for change in changes:
        out.setdefault(root.of(change.line.paragraph), []).append(change)
    return out


def _in_order(groups: Sequence[dict[int, tuple[Line, ...]]]) -> list[int]:
    """Return all groups in the order of the last draft, what is gone after the one that it followed."""
    follows: dict[int | None, list[int]] = {None: []}
    placed: set[int] = set()
    for group in reversed(groups):
        before: int | None = None
        for key in group:
            if key not in placed:
                follows.setdefault(before, []).append(key)
                placed.add(key)
            before = key
    out: list[int] = []
    waiting = list(follows[None])
    while waiting:  # of what follows one, what was placed last is gone, and stands nearest to it
        out.append(waiting.pop())
        waiting += follows.get(out[-1], ())
    return out


def _step(changes: Sequence[Change], old: Sequence[Line], new: Sequence[Line]) -> Step:
    kinds = tuple(dict.fromkeys(change.became for change in changes))
    became: tuple[Became, ...] = tuple(word for word in kinds if word is not Became.UNCHANGED)
    return Step(became or kinds, any(change.moved for change in changes), _spans(changes, old, new))


def _spans(changes: Sequence[Change], old: Sequence[Line], new: Sequence[Line]) -> tuple[Span, ...]:
    """Return the spans that lead from all *old* words to all *new* ones; of one paragraph *changes* has them."""
    if len(changes) == 1 and len(old) < 2 and len(new) < 2:
        return tuple(span for span in changes[0].spans if span.text)
    before, after = (PART.join(line.text for line in lines) for lines in (old, new))
    if not old or not new:
        return tuple(Span(op, text) for op, text in ((Op.DELETE, before), (Op.INSERT, after)) if text)
    return diff_words(before, after)
