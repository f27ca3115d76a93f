"""
What may be said of a text beside an earlier, agreed one: that it is verbatim, or by what it departs from it.

Statements on which capitals act, so each follows from the two texts alone. Compared is what is read (text.language):
case, digits and vowel marks count, the kind and number of spaces do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from rapidfuzz.distance import Indel

from acm_drafts.text.changes import Change, changes
from acm_drafts.text.language import as_read
from acm_drafts.text.search_words import folded_words
from acm_drafts.text.tokens import count, is_word, words

FEW = 4
"""So many words at the most are named in a statement; a longer stretch is a change among others."""
NEAR = 0.5
"""
From this likeness on an earlier text is called near, and only then is said what departs from it: half of the words of
both stand in both, in one order.
"""


class Likeness(StrEnum):
    """How a text stands to an earlier one."""

    VERBATIM = "verbatim"
    """Words and signs are the same."""
    SIGNS = "signs"
    """The words are the same, and some signs are not."""
    DROPPED = "dropped"
    """A few words of the earlier text are left out, and nothing else is changed."""
    ADDED = "added"
    REPLACED = "replaced"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Claim:
    """
    What is said of a text beside an earlier one.

    *old*: the words dropped or replaced, *new*: those added or put in their place, where the likeness names them;
    *changes*: how many there are.
    """

    likeness: Likeness
    old: str = ""
    new: str = ""
    changes: int = 0


def claim(earlier: str, text: str) -> Claim:
    """
    Return what may be said of *text* beside an *earlier* one: verbatim if and only if it is read the same.

    Words are named only where most others stand as they did: what is not near is CHANGED, however brief it is.
    """
    before, after = _as_read_words(earlier), _as_read_words(text)
    if before == after:
        return Claim(Likeness.VERBATIM)
    seen = [change for change in changes(earlier, text) if _is_seen(change)]
    count_of = max(len(seen), 1)
    if [*filter(is_word, before)] == [*filter(is_word, after)]:
        return Claim(Likeness.SIGNS, changes=count_of)
    if len(seen) == 1 and _is_brief(seen[0]) and is_near(likeness(earlier, text)):
        return _named(seen[0])
    return Claim(Likeness.CHANGED, changes=count_of)


def _as_read_words(text: str) -> tuple[str, ...]:
    return tuple(words(as_read(text))[1::2])


def _is_seen(change: Change) -> bool:
    """Return whether words or signs differ, and not the space between them alone."""
    return _as_read_words(change.old) != _as_read_words(change.new)


def _is_brief(change: Change) -> bool:
    return count(change.old) <= FEW and count(change.new) <= FEW


def _named(change: Change) -> Claim:
    """Return the statement that names the words of the only change. Signs that go or come alone are a change."""
    old, new = change.old.strip(), change.new.strip()
    if count(old) and not new:
        return Claim(Likeness.DROPPED, old=old, changes=1)
    if count(new) and not old:
        return Claim(Likeness.ADDED, new=new, changes=1)
    if count(old) and count(new):
        return Claim(Likeness.REPLACED, old, new, 1)
    return Claim(Likeness.CHANGED, changes=1)


# The nearest of several -----------------------------------------------------------------------------

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """Something with a text, and its *likeness* to another text, from 0 to 1."""

    item: T
    likeness: float

    @property
    def is_near(self) -> bool:
        return is_near(self.likeness)


def is_near(share: float) -> bool:
    """Return whether two texts of this likeness may be called near at all."""
    return share >= NEAR


def likeness(earlier: str, text: str) -> float:
    """
    Return the share of the words of both texts that stand in both, in one order, from 0 to 1.

    Compared are words as a search compares them: letters that two different words share say nothing.
    """
    return Indel.normalized_similarity(folded_words(earlier), folded_words(text))


def ranked(text: str, candidates: Iterable[tuple[T, str]]) -> list[Ranked[T]]:
    """
    Return *candidates* (each with its text), those that are most like *text* first.

    Compared is what a search compares, so that case, accents and vowel marks part none; of those alike the
    one that is read the same comes first, else their order stays.
    """
    read, folded = _as_read_words(text), folded_words(text)
    scored = []
    for item, candidate in candidates:
        share = Indel.normalized_similarity(folded_words(candidate), folded)
        is_same = share == 1 and _as_read_words(candidate) == read  # what is read the same is folded the same
        scored.append((share, is_same, item))
    scored.sort(key=lambda entry: (-entry[0], not entry[1]))
    return [Ranked(item, share) for share, _, item in scored]


def likeliest(text: str, candidates: Iterable[tuple[T, str]], most: int) -> list[T]:
    """
    Return those of *candidates* (each with what of its text is compared, `comparable`) that may be among the *most*
    that `ranked` puts first and that are near to *text*, those that are most like it first.

    All that are wholly like it are among them, for `ranked` may put any of these first.
    """
    folded = folded_words(text)
    shares = [(Indel.normalized_similarity(words.split(" "), folded), item) for item, words in candidates]
    near = sorted((entry for entry in shares if is_near(entry[0])), key=lambda entry: -entry[0])
    alike = sum(share == 1 for share, _ in near)
    return [item for _, item in near[: max(most, alike)]]


def comparable(text: str) -> str:
    """Return what of *text* is compared to find what is most like it."""
    return " ".join(folded_words(text))
