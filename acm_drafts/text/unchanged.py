"""
Which of the words that two texts have in common a reader calls unchanged.

The longest common list of words is where this begins. Of several such lists the one is taken that leaves phrases and
the members of a list whole; then what would only interrupt an edit is given up.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from acm_drafts.text.language import PARAGRAPH_SPLIT
from acm_drafts.text.runs import Run, common_runs
from acm_drafts.text.tokens import BRACKETS, is_word, words


class Side:
    """
    The part of one text between its common ends with another, as spaces and words.

    Entry k stands at ``ends[k]:ends[k + 1]`` of the text, word w is entry 2w + 1; *keys* are the
    words in the form in which they are compared.
    """

    def __init__(self, entries: list[str], ends: list[int]) -> None:
        self.entries = entries
        self.ends = ends
        self.keys = entries[1::2]

    def room(self, start: int, end: int) -> int:
        """Return how many characters the words from *start* up to *end* take, the spaces before them too."""
        return self.ends[2 * end] - self.ends[2 * start]


def unchanged(old: Side, new: Side, *, bridged: bool = True) -> list[Run]:
    """
    Return the runs of words that stay, in order, between an empty one at either end.

    *bridged*: one or two words between two edits are given up where they are too little for a reader to hold on to.
    """
    runs = _together(old.keys, new.keys, common_runs(old.keys, new.keys))
    runs = _with_members(old.keys, new.keys, runs)
    return _Reader(old, new, bridged).readable(runs)


# Of several longest lists the one that leaves phrases whole ------------------------------------------


def _together(old: Sequence[str], new: Sequence[str], runs: Sequence[Run]) -> list[Run]:
    """Return *runs*, those joined that can stand side by side in both texts with the same words."""
    together: list[Run] = []
    for run in runs:
        while together and (joined := _joined(old, new, together[-1], run)):
            together.pop()
            run = joined
        together.append(run)
    return together


def _joined(old: Sequence[str], new: Sequence[str], left: Run, right: Run) -> Run | None:
    """Return one run of two that only words of one text part; None where neither can move to the other."""
    end, new_end = left.old + left.length, left.new + left.length
    length = left.length + right.length
    if end == right.old:
        for start in sorted((right.new - left.length, left.new), key=lambda at: at == left.new):
            if new[start : start + length] == old[left.old : left.old + length]:
                return Run(left.old, start, length)
    elif new_end == right.new:
        for start in (right.old - left.length, left.old):
            if old[start : start + length] == new[left.new : left.new + length]:
                return Run(start, left.new, length)
    return None


# Lists that grow and shrink --------------------------------------------------------------------------

_LINKS = frozenset(
    ", ; ، ؛ and or as well both the a an of to in for et ou ainsi que le la les de du des à en و أو كذلك".split()
)
"""Words and signs that link the members of a list, or stand before them, and say little themselves."""


def _with_members(old: Sequence[str], new: Sequence[str], runs: Sequence[Run]) -> list[Run]:
    """
    Return *runs* with members of a list in place of the "and" before the last of them.

    "peace and security" made "peace, security and development" has "and" in common, or "security": a reader holds on
    to the member.
    """
    if not runs:
        return []
    with_members = [Run(0, 0, 0)]
    for run, following in zip(runs, (*runs[1:], Run(len(old), len(new), 0)), strict=True):
        members = (
            _members(old, new, with_members[-1], run, following)
            if _LINKS.issuperset(old[run.old : run.old + run.length])
            else ()
        )
        with_members += members or (run,)
    return with_members[1:]


def only_links(text: str) -> bool:
    """Return whether *text* holds nothing but what links the members of a list, and white space."""
    return all(word in _LINKS for word in words(text)[1::2])


def _members(old: Sequence[str], new: Sequence[str], left: Run, run: Run, right: Run) -> tuple[Run, ...]:
    """Return what has a meaning of its own in common between *left* and *right*, instead of the links in *run*."""
    if _adjoin(left, run) or _adjoin(run, right):
        return ()  # nothing changed on one side of the run
    places = _telling_places(old, left.old + left.length, right.old)
    new_places = _telling_places(new, left.new + left.length, right.new)
    common = common_runs([old[at] for at in places], [new[at] for at in new_places])
    pairs = [
        (places[run.old + step], new_places[run.new + step]) for run in common for step in range(run.length)
    ]
    ends = (left.old + left.length - 1, left.new + left.length - 1)
    return tuple(_runs_of(old, new, pairs, ends))


def _adjoin(left: Run, right: Run) -> bool:
    """Return whether nothing stands between two runs in either text."""
    return (left.old + left.length, left.new + left.length) == (right.old, right.new)


def _telling_places(words: Sequence[str], start: int, end: int) -> list[int]:
    """Return where *words* have more than links, from *start* up to *end*."""
    return [at for at in range(start, end) if words[at] not in _LINKS]


def _runs_of(
    old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]], ends: tuple[int, int]
) -> Iterator[Run]:
    """Yield *pairs* of equal words as runs, with the links right before them, past *ends*, that are equal too."""
    last, last_new = ends
    run: Run | None = None
    for at, new_at in pairs:
        length = 1
        while at - length > last and new_at - length > last_new and old[at - length] == new[new_at - length]:
            if old[at - length] not in _LINKS:
                break
            length += 1
        begins, new_begins = at - length + 1, new_at - length + 1
        if run and begins == run.old + run.length and new_begins == run.new + run.length:
            run = Run(run.old, run.new, run.length + length)
        else:
            if run:
                yield run
            run = Run(begins, new_begins, length)
        last, last_new = at, new_at
    if run:
        yield run


# What only interrupts an edit --------------------------------------------------------------------------

LEFT_ALONE = 4
"""So many words in a row that both texts hold are left alone, whatever is changed beside them."""

_ENDS_OF_SENTENCES = frozenset(".!?:;")


class _Reader:
    """
    Which of the words that two texts have in common a reader would call unchanged.

    A run between two edits always stays when it has `LEFT_ALONE` words or holds a figure, a symbol, a name or the
    mark of a split paragraph; and when both edits merely add or both merely take away: then nothing else has to go for
    it. Any other run is given up when both edits have more words than it (brackets are marks, and count as none); when
    it holds no word at all; or when it holds one or two words that take at most a third of the room of the smaller
    edit beside it (what goes and what comes, added).
    """

    def __init__(self, old: Side, new: Side, bridged: bool) -> None:
        self.old, self.new, self.bridged = old, new, bridged

    def readable(self, runs: Sequence[Run]) -> list[Run]:
        """Return *runs*, between an empty one at either end, without those that only interrupt an edit."""
        readable = [Run(0, 0, 0)]
        for following in (*runs, Run(len(self.old.keys), len(self.new.keys), 0)):
            while len(readable) > 1 and self._interrupts(readable[-2], readable[-1], following):
                readable.pop()
            readable.append(following)
        return readable

    def _interrupts(self, left: Run, run: Run, right: Run) -> bool:
        before, after = self._size(left, run), self._size(run, right)
        if not before or not after or self._stays(left, run, right):
            return False
        if run.length < min(before, after):
            return True
        number = self._words(run)
        return self.bridged and (number == 0 or (number <= 2 and self._is_slight(left, run, right)))

    def _stays(self, left: Run, run: Run, right: Run) -> bool:
        """Return whether *run* is left alone whatever the size of the edits beside it."""
        inside = self.old.keys[run.old : run.old + run.length]
        if PARAGRAPH_SPLIT in inside or self._is_one_sided(left, run, right):
            return True
        if self._words(run) >= LEFT_ALONE:
            return True
        return any(
            _is_telling(word, self.old.keys[at - 1] if at else ".") for at, word in enumerate(inside, run.old)
        )

    def _words(self, run: Run) -> int:
        """Return how many words *run* holds, `LEFT_ALONE` at most."""
        inside = self.old.keys[run.old : run.old + run.length]
        return sum(1 for _ in islice(filter(is_word, inside), LEFT_ALONE))

    def _is_one_sided(self, left: Run, run: Run, right: Run) -> bool:
        """Return whether the edits on both sides of *run* merely add, or merely take away."""
        gone = (run.old - left.old - left.length) or (right.old - run.old - run.length)
        come = (run.new - left.new - left.length) or (right.new - run.new - run.length)
        return not gone or not come

    def _size(self, left: Run, right: Run) -> int:
        """Return how many words and signs the edit between two runs has, on the side that has more; brackets apart."""
        gone = self.old.keys[left.old + left.length : right.old]
        come = self.new.keys[left.new + left.length : right.new]
        return max(_size_of(gone), _size_of(come))

    def _is_slight(self, left: Run, run: Run, right: Run) -> bool:
        room = self.old.room(run.old, run.old + run.length)
        return 3 * room <= min(self._room(left, run), self._room(run, right))

    def _room(self, left: Run, right: Run) -> int:
        """Return how many characters the edit between two runs takes, on both sides together."""
        gone = self.old.room(left.old + left.length, right.old)
        return gone + self.new.room(left.new + left.length, right.new)


def _size_of(keys: Sequence[str]) -> int:
    """Return how many words and signs *keys* are without square brackets; 1 where they are brackets or links alone."""
    number = 0 if _LINKS.issuperset(keys) else len(keys) - sum(key in BRACKETS for key in keys)
    return number or min(len(keys), 1)


def _is_telling(word: str, before: str) -> bool:
    """Return whether *word*, which follows *before*, is a figure, a symbol or a name: what no reader overlooks."""
    if any(map(str.isdigit, word)):
        return True
    return word[:1].isupper() and before not in _ENDS_OF_SENTENCES


_ENDS_OF_SENTENCES = frozenset(".!?:;")
