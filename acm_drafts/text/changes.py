"""
A proposal as the list of changes that a reader would name, to be taken one by one.

"Replace *strongly condemned* by *condemned*" is one change, and any choice of changes gives a
text. Which of them are taken, and by whom, is decided elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from acm_drafts.text.edits import grouped, replacements
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
    return tuple(
        Change(first.start, last.end, base[first.start : last.end], proposed[first.new_start : last.new_end])
        for first, last, _, _ in grouped(base, proposed, replacements(base, proposed))
    )


def apply(base: str, chosen: Iterable[Change]) -> str:
    """
    Return *base* with the *chosen* changes made; none of them gives *base* itself.

    The order of *chosen* plays no part and a change given twice counts once; insertions at one
    place are all made, in an order of their own. Raises ValueError for changes that overlap, or
    whose old words do not stand at their place; that an insertion was made from another base
    cannot be told.
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
    """Return up to *words* words of *base* before the change and after it, with the signs and spaces beside them."""
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
