"""
Two drafts as one text with tracked changes: accept all and the newer one stands there, reject all and the older.

Every paragraph of either draft is in it once, or twice where it moved; a split is a paragraph
mark that came, a join one that went. It knows whose each change is and nothing of how Word
writes it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from acm_drafts.negotiation.attribution.changes import Credited, Credits, Hand
from acm_drafts.negotiation.comparison import Change, compare
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.lines import DraftText, Line, LineKind
from acm_drafts.text.diff import Op, Span


class How(StrEnum):
    """How a stretch of text, or the end of a paragraph, came to be where it is."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_FROM = "moved-from"
    MOVED_TO = "moved-to"


COME = (How.INSERTED, How.MOVED_TO)
GONE = (How.DELETED, How.MOVED_FROM)
_HOW = {Op.KEEP: How.KEPT, Op.INSERT: How.INSERTED, Op.DELETE: How.DELETED}
_PLAIN = {How.MOVED_FROM: How.DELETED, How.MOVED_TO: How.INSERTED}


class Stretch(NamedTuple):
    """Some text of a paragraph, its number included; *hand* is None where it was kept."""

    how: How
    text: str
    hand: Hand | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """
    A paragraph as Word has them: text up to a mark, and what became of the mark.

    *line* gives it its looks. *move* numbers the two halves of one move alike, from 1; 0: none.
    """

    line: Line
    stretches: tuple[Stretch, ...]
    end: Stretch
    move: int = 0


@dataclass(frozen=True, slots=True)
class TrackedText:
    """A draft with the changes since the one with symbol *since*; *face* is the newer draft."""

    face: DraftText
    since: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Numbers:
    """
    How it is marked that a paragraph has another number, which nobody proposed.

    *author*: the name under which it is marked where the changes have authors besides the Mission; "" for the
    Mission's. Without *tracked* it is not marked: the newer number stands there whatever is accepted or rejected.
    """

    author: str = ""
    tracked: bool = True

    def hand(self, credits: Credits) -> Hand:
        """Return whose change a new number is."""
        return (
            credits.nobody._replace(author=self.author)
            if self.author and credits.names_others
            else credits.nobody
        )

    def change(self, old: Line, new: Line, hand: Hand) -> list[Credited]:
        """Return the change from the number of one line to that of the other."""
        if old.label == new.label or not self.tracked:
            return [Credited(Op.KEEP, f"{new.label}\t")] if new.label else []
        if old.label and new.label:
            gone, come = Credited(Op.DELETE, old.label, hand), Credited(Op.INSERT, new.label, hand)
            return [gone, come, Credited(Op.KEEP, "\t")]
        return self.opening(old, new, hand)

    def opening(self, old: Line | None, new: Line | None, hand: Hand) -> list[Credited]:
        """Return the numbers at the head of a paragraph that begins in one text, or in both."""
        if old and new and ((old.label and new.label) or not self.tracked):
            return self.change(old, new, hand)
        return [
            Credited(op, f"{line.label}\t", hand)
            for op, line in ((Op.DELETE, old), (Op.INSERT, new))
            if line and line.label
        ]


KEPT = Stretch(How.KEPT, "")


def track(
    old: Sequence[Line],
    new: Sequence[Line],
    descents: Iterable[tuple[int, int]],
    *,
    credits: Credits,
    numbers: Numbers | None = None,
) -> tuple[Block, ...]:
    """
    Return *old* and *new* as one text with every change marked.

    With all changes rejected the blocks are the lines of *old* in order, with all accepted those
    of *new*, each as label, tab, wording. What moved is what the decisions that *credits* knows moved.
    *numbers* says how new numbers of paragraphs are marked.
    """
    return tuple(_settled(_Weaver(old, new, descents, credits, numbers or Numbers()).blocks()))


# What belongs together ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Group:
    """
    Lines of both drafts that are one paragraph, or came from one another; *chain_…* those told as one text.

    *spans* lead from the one line that it was to the one that it is; None where there are several.
    """

    old: tuple[Line, ...]
    new: tuple[Line, ...]
    moved: bool
    spans: tuple[Span, ...] | None = None
    chain_old: list[Line] = field(default_factory=list)
    chain_new: list[Line] = field(default_factory=list)

    @property
    def stays(self) -> bool:
        return bool(self.old and self.new) and not self.moved

    @property
    def heads(self) -> bool:
        """Whether a heading is among them: readers of Word files do not let one run into another."""
        return any(line.kind is LineKind.HEADING for line in (*self.old, *self.new))


class _Weaver:
    """Lays the lines of both drafts into one order in which each draft keeps its own."""

    def __init__(
        self,
        old: Sequence[Line],
        new: Sequence[Line],
        descents: Iterable[tuple[int, int]],
        credits: Credits,
        numbers: Numbers,
    ) -> None:
        self.old, self.new, self.credits, self.numbers = old, new, credits, numbers
        self.renumbering = numbers.hand(credits)
        self.groups = _groups(compare(old, new, descents, moves=credits.moves))
        self.moves: dict[int, int] = {}
        for lines, side in ((old, "old"), (new, "new")):
            self._chain(lines, side)

    def _chain(self, lines: Sequence[Line], side: str) -> None:
        """Let each group that stays take its lines in as long as nothing that stays is between them."""
        current: _Group | None = None
        for line in lines:
            group = self.groups[line.paragraph]
            if not group.stays:
                continue
            chain, first = (
                (group.chain_old, group.old[0]) if side == "old" else (group.chain_new, group.new[0])
            )
            if line is first:
                current = group
            if line is first or (current is group and not group.heads):
                chain.append(line)

    def blocks(self) -> Iterator[Block]:
        at, new_at = 0, 0
        place = {line.paragraph: n for n, line in enumerate(self.old)}
        new_place = {line.paragraph: n for n, line in enumerate(self.new)}
        staying = {id(group): group for group in self.groups.values() if group.stays}
        for group in sorted(staying.values(), key=lambda group: place[group.chain_old[0].paragraph]):
            start, new_start = place[group.chain_old[0].paragraph], new_place[group.chain_new[0].paragraph]
            yield from self._gone(self.old[at:start])
            yield from self._come(self.new[new_at:new_start])
            at, new_at = (
                place[group.chain_old[-1].paragraph] + 1,
                new_place[group.chain_new[-1].paragraph] + 1,
            )
            yield from self._together(group, self.old[start:at], self.new[new_start:new_at])
        yield from self._gone(self.old[at:])
        yield from self._come(self.new[new_at:])

    # What came and went as a whole

    def _gone(self, lines: Iterable[Line]) -> Iterator[Block]:
        for line in lines:
            group = self.groups[line.paragraph]
            if self._moves(group):
                yield self._moved(group, line, How.MOVED_FROM)
            else:
                spans = [] if group.new else self.credits.spans([line], [])
                yield self._whole(line, spans, self.credits.deleted(line), How.DELETED)

    def _come(self, lines: Iterable[Line]) -> Iterator[Block]:
        for line in lines:
            group = self.groups[line.paragraph]
            if self._moves(group):
                yield self._moved(group, line, How.MOVED_TO)
            else:
                spans = [] if group.old else self.credits.spans([], [line])
                yield self._whole(line, spans, self.credits.inserted(line), How.INSERTED)

    def _moves(self, group: _Group) -> bool:
        return group.moved and len(group.old) == len(group.new) == 1

    def _moved(self, group: _Group, line: Line, how: How) -> Block:
        """Return one half of a move; what was changed in it besides goes where it stood and comes where it stands."""
        hand = self.credits.moved(line)
        opposite = Op.INSERT if how is How.MOVED_FROM else Op.DELETE
        numbers = self.numbers.change(group.old[0], group.new[0], self.renumbering)
        stretches = tuple(
            Stretch(how, text, hand) if op is Op.KEEP else Stretch(_HOW[op], text, own)
            for op, text, own in (*numbers, *self.credits.spans(group.old, group.new, group.spans))
            if op is not opposite
        )
        number = self.moves.setdefault(id(group), len(self.moves) + 1)
        return Block(line, stretches, Stretch(how, "", hand), number)

    def _whole(self, line: Line, spans: Sequence[Credited], hand: Hand, how: How) -> Block:
        """Return a paragraph that came or went as a whole; without *spans* all its words are *hand*'s."""
        label = [Stretch(how, f"{line.label}\t", hand)] if line.label else []
        words = [Stretch(how, span.text, span.hand or hand) for span in spans] or [
            Stretch(how, line.text, hand)
        ]
        return Block(line, (*label, *words), Stretch(how, "", hand))

    # What stayed in its place

    def _together(
        self, group: _Group, old_between: Sequence[Line], new_between: Sequence[Line]
    ) -> Iterator[Block]:
        """Yield the paragraphs of one chain, and what came and went between its parts where it stood."""
        walk = _Walk(group.chain_old, group.chain_new)
        open_ = _stretches(self.numbers.change(walk.old_line, walk.new_line, self.renumbering))
        for op, text, hand in self.credits.spans(group.chain_old, group.chain_new, group.spans):
            first, *rest = text.split(PART)
            open_ += _stretches([Credited(op, first, hand)])
            for piece in rest:
                yield Block(walk.new_line, tuple(open_), Stretch(_HOW[op], "", hand))
                old_line, new_line = walk.step(op)
                yield from self._gone(_between(old_between, walk.before, old_line))
                yield from self._come(_between(new_between, walk.new_before, new_line))
                opening = self.numbers.opening(old_line, new_line, hand or self.renumbering)
                open_ = _stretches([*opening, Credited(op, piece, hand)])
        yield Block(walk.new_line, tuple(open_), KEPT)


class _Walk:
    """Where one is in a chain: at which line of the old text, and of the new one."""

    def __init__(self, old: Sequence[Line], new: Sequence[Line]) -> None:
        self.old, self.new = old, new
        self.at = self.new_at = 0
        self.before: Line = old[0]
        self.new_before: Line = new[0]

    @property
    def old_line(self) -> Line:
        return self.old[self.at]

    @property
    def new_line(self) -> Line:
        return self.new[self.new_at]

    def step(self, op: Op) -> tuple[Line | None, Line | None]:
        """Go past a paragraph mark; return the line of either text that begins there, if one does."""
        self.before, self.new_before = self.old_line, self.new_line
        self.at += op is not Op.INSERT
        self.new_at += op is not Op.DELETE
        return (
            None if op is Op.INSERT else self.old_line,
            None if op is Op.DELETE else self.new_line,
        )


def _groups(changes: Iterable[Change]) -> dict[int, _Group]:
    """Map each paragraph to its group: the lines of both drafts that it belongs with."""
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], _Group] = {}
    by_line: dict[int, _Group] = {}
    for change in changes:
        new = change.parts or ((change.new,) if change.new else ())
        key = tuple(line.paragraph for line in change.old), tuple(line.paragraph for line in new)
        spans = change.spans if len(change.old) == len(new) == 1 else None
        group = groups.setdefault(key, _Group(change.old, new, change.moved, spans))
        by_line |= {line.paragraph: group for line in (*change.old, *new)}
    return by_line


def _between(lines: Sequence[Line], first: Line, last: Line | None) -> Sequence[Line]:
    """Return the lines after *first* and before *last*; none without a *last*."""
    if last is None:
        return ()
    order = [line.paragraph for line in lines]
    return lines[order.index(first.paragraph) + 1 : order.index(last.paragraph)]


def _stretches(spans: Iterable[Credited]) -> list[Stretch]:
    return [Stretch(_HOW[op], text, hand) for op, text, hand in spans if text]


# The end of the document -------------------------------------------------------------------------


def _settled(blocks: Iterable[Block]) -> list[Block]:
    """
    Return *blocks* with the last paragraph mark kept, as Word cannot track that one.

    What comes at the end begins with the mark before it; what goes takes that one along; what
    goes and what comes there in its stead share the last paragraph.
    """
    all_blocks = list(blocks)
    last = max((n for n, block in enumerate(all_blocks) if block.end.how is How.KEPT), default=-1)
    head, tail = all_blocks[: last + 1], all_blocks[last + 1 :]
    if not tail:
        return all_blocks
    moved = {block.move for block in tail if block.move}
    return _ended([_plain(block, moved) for block in head], [_plain(block, moved) for block in tail])


def _ended(head: Sequence[Block], tail: Sequence[Block]) -> list[Block]:
    """Return *head* and *tail*, the blocks after the last mark that was kept, as one with its last mark kept."""
    gone = [block for block in tail if block.end.how in GONE]
    come = [block for block in tail if block.end.how in COME]
    if gone and come:
        shared = (*gone[-1].stretches, *come[-1].stretches)
        return [*head, *gone[:-1], *come[:-1], Block(come[-1].line, shared, KEPT)]
    if not head or any(block.line.kind is LineKind.HEADING for block in (head[-1], *tail)):
        return [*head, *tail[:-1], replace(tail[-1], end=KEPT)]
    marks = [*(block.end for block in tail), KEPT]
    return [
        *head[:-1],
        *(replace(block, end=mark) for block, mark in zip([head[-1], *tail], marks, strict=True)),
    ]


def _plain(block: Block, moved: Collection[int]) -> Block:
    """Return a half of one of the moves *moved* as text that came or went; other blocks as they are."""
    if block.move not in moved:
        return block
    stretches = tuple(
        stretch._replace(how=_PLAIN.get(stretch.how, stretch.how)) for stretch in block.stretches
    )
    end = block.end._replace(how=_PLAIN.get(block.end.how, block.end.how))
    return Block(block.line, stretches, end)
