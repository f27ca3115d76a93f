"""
A proposal as the list of changes that a reader would name, to be taken one by one.

"Replace *strongly condemned* by *condemned*" is one change, and any choice of changes gives a
text. Which of them are taken, and by whom, is decided elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Postfix, Prefix

from acm_drafts.text.edits import Piece, blank, joined, replacements
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import is_word, tokens


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """
    ``base[start:end]``, which is *old*, becomes *new*; offsets count characters of the base.

    An insertion has an empty *old*, a deletion an empty *new*. Between two changes of one
    proposal stands at least one word or sign that stays.
    """

    start: int
    end: int
    old: str
    new: str

    @property
    def invisible(self) -> bool:
        """Whether no reader can see this change (tatweel, normal form, kind of space)."""
        return as_read(self.old) == as_read(self.new)


def changes(base: str, proposed: str) -> tuple[Change, ...]:
    """
    Return what a proposal changes in *base*, in order of place; nothing when it changes nothing.

    All of them applied give *proposed*, to the byte. Words that go and come at one place are one
    change; the white space that a word brings or leaves behind belongs to its change. So do the
    words between two changes when nobody can tell to which place a repeated word was added.
    """
    groups: list[tuple[Piece, Piece]] = []
    for first, last in joined(base, replacements(base, proposed)):
        if groups and _depend(base, proposed, groups[-1], (first, last)):
            first = groups.pop()[0]
        groups.append((first, last))
    return tuple(
        Change(first.start, last.end, base[first.start : last.end], proposed[first.new_start : last.new_end])
        for first, last in groups
    )


def _depend(base: str, proposed: str, left: tuple[Piece, Piece], right: tuple[Piece, Piece]) -> bool:
    """
    Say whether two changes could as well stand side by side.

    In "peace and peace and trade" either "and" may be the new one. A change that can move over
    all the words up to its neighbour, with the same result, cannot be taken without it.
    """
    between = base[left[1].end : right[0].start]
    moved = _moved(base, proposed, left)
    after = Prefix.similarity(between, moved + between) if moved else 0
    moved = _moved(base, proposed, right)
    before = Postfix.similarity(between, between + moved) if moved else 0
    return blank(between[after : len(between) - before])


def _moved(base: str, proposed: str, group: tuple[Piece, Piece]) -> str:
    """Return the words that a change only inserts or only deletes; nothing where it does both."""
    gone, come = base[group[0].start : group[1].end], proposed[group[0].new_start : group[1].new_end]
    return "" if gone and come else gone or come


def apply(base: str, chosen: Iterable[Change]) -> str:
    """
    Return *base* with the *chosen* changes made; none of them gives *base* itself.

    The order of *chosen* plays no part and a change given twice counts once. Raises ValueError
    for changes that overlap or that were not made from this base.
    """
    parts: list[str] = []
    at = 0
    for change in sorted(set(chosen)):
        if change.start < at or base[change.start : change.end] != change.old:
            raise ValueError(f"the change at {change.start} does not belong to this text")
        parts += base[at : change.start], change.new
        at = change.end
    return "".join((*parts, base[at:]))


def excerpt(base: str, change: Change, words: int = 4) -> tuple[str, str]:
    """Return up to *words* words of *base* before the change and after it, with the signs and spaces between."""
    before = _first(reversed(tokens(base[: change.start])), words)
    after = _first(tokens(base[change.end :]), words)
    return "".join(reversed(before)), "".join(after)


def _first(parts: Iterable[str], words: int) -> list[str]:
    """Return *parts* up to and with the given number of words."""
    taken: list[str] = []
    for part in parts:
        if words <= 0:
            break
        taken.append(part)
        words -= is_word(part)
    return taken
