"""A proposal as the list of changes that a reader would name, and which of them need each other."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

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


class Why(Enum):
    """
    What would be left by halves; GONE and COME are the two ends of words that move.

    GONE ties the change that strikes the words out to the one that puts them in, COME the other way.
    """

    BRACKETS = "brackets"
    PARENTHESES = "parentheses"
    QUOTATION = "quotation"
    GONE = "gone"
    """The words go to the other change: without it they are lost."""
    COME = "come"
    """The words come from the other change: without it they stand twice."""


MOVES = frozenset({Why.GONE, Why.COME})
"""What may well be taken by halves: the text is whole all the same."""


class Tie(NamedTuple):
    """*change* needs another one; both are numbers, from 0, in the list of the proposal's changes."""

    change: int
    needs: int
    why: Why


def ties(base: str, changes: Sequence[Change]) -> tuple[Tie, ...]:
    """
    Return which of a proposal's *changes* of *base* need which others, and why; in order, each once, none itself.

    *changes* are all of the proposal, as `changes.changes` gives them. Two halves are two ties, one each way. A choice
    that keeps to the ties (`broken` finds nothing) leaves no bracket without its partner if neither text has one; where
    one has, no more that close nothing than the worse of both. A choice that breaks them is not always wrong: of two
    pairs, one within the other, the "[" of one and the "]" of the other would do, and are not how the proposal pairs
    them. The cost grows with the length of the texts. Raises ValueError for changes that do not belong to *base*.
    """
    if len(changes) < 2:
        return ()
    proposed = apply(base, changes)
    all_ties = {Tie(*pair, Why.BRACKETS) for pair in _pairs(base, changes, "[]")}
    for signs, why in _OTHERS:
        if all(_is_whole(text, signs) for text in (base, proposed)):
            all_ties |= {Tie(*pair, why) for pair in _pairs(base, changes, signs)}
    for gone, come in _moves(base, proposed, changes):
        all_ties |= {Tie(gone, come, Why.GONE), Tie(come, gone, Why.COME)}
    return tuple(sorted(all_ties, key=lambda tie: (tie.change, tie.needs, tie.why.value)))


def broken(ties: Iterable[Tie], chosen: Collection[int]) -> tuple[Tie, ...]:
    """Return those *ties* whose change is among the *chosen* and what it needs is not, in the order given."""
    return tuple(tie for tie in ties if tie.change in chosen and tie.needs not in chosen)


# Signs that come in pairs --------------------------------------------------------------------------

_OTHERS = (
    ("()", Why.PARENTHESES),
    ("«»", Why.QUOTATION),
    ("“”", Why.QUOTATION),
    ('""', Why.QUOTATION),
)


class _Signs(NamedTuple):
    """The signs of a text that have no partner within it: first those that close, then those that open."""

    closing: int
    opening: int


def _loose(text: str, signs: str) -> _Signs:
    first, last = signs[0], signs[1]
    if first == last:
        return _Signs(0, text.count(first) % 2)
    closing = opening = 0
    for character in text:
        if character == first:
            opening += 1
        elif character == last and opening:
            opening -= 1
        elif character == last:
            closing += 1
    return _Signs(closing, opening)


def _is_whole(text: str, signs: str) -> bool:
    return _loose(text, signs) == (0, 0)


class _Half:
    """One sign too many or too few behind *owner*, until another change sets it right; *inside* are its dividers."""

    def __init__(self, owner: int) -> None:
        self.owner = owner
        self.inside: list[int] = []


def _pairs(base: str, changes: Sequence[Change], signs: str) -> set[tuple[int, int]]:
    """
    Return which change needs which for the sake of *signs*, the one that opens and the one that closes.

    The depth of the proposal less that of the base is a sum of steps, one or more for a change. Steps up and down
    that cancel each other are a pair, innermost first; so over any place all open pairs point the same way, and a
    choice of whole pairs has there a depth between that of both texts.
    """
    if signs[0] == signs[1]:
        return _odd_ones(changes, signs[0])
    needs: set[tuple[int, int]] = set()
    open_: list[_Half] = []
    up = True  # whether the open halves raise the depth of the proposal above that of the base
    least = _least_depth(signs, base, apply(base, changes))
    at = depth = 0
    for number, change in enumerate(changes):
        between, old, new = (_loose(t, signs) for t in (base[at : change.start], change.old, change.new))
        depth += between.opening - between.closing
        lacks = (new.closing if up else old.closing) - (depth - least - (0 if up else len(open_)))
        needs.update(_divided(open_[-lacks:] if lacks > 0 else (), number, up))
        step = (new.opening - new.closing) - (old.opening - old.closing)
        for _ in range(abs(step)):
            if open_ and up != (step > 0):
                needs.update(_closed(open_.pop(), number, up))
            else:
                up = step > 0
                open_.append(_Half(number))
        depth += old.opening - old.closing
        at = change.end
    return {(number, needed) for number, needed in needs if number != needed}


def _least_depth(signs: str, *texts: str) -> int:
    """Return the least depth of *signs* that one of *texts* comes to, from 0 at its head."""
    return -max(_loose(text, signs).closing for text in texts)


def _divided(halves: Iterable[_Half], number: int, up: bool) -> Iterator[tuple[int, int]]:
    """Note in *halves* that change *number* divides them, and yield what follows."""
    for half in halves:
        half.inside.append(number)
        yield (number, half.owner) if up else (half.owner, number)


def _closed(half: _Half, number: int, up: bool) -> Iterator[tuple[int, int]]:
    """Yield what follows when change *number* sets *half* right."""
    yield half.owner, number
    yield number, half.owner
    yield from ((divider, number) if up else (number, divider) for divider in half.inside)


def _odd_ones(changes: Sequence[Change], sign: str) -> set[tuple[int, int]]:
    """Return the changes by which the number of a *sign* becomes odd with those by which it becomes even again."""
    odd = [
        number
        for number, change in enumerate(changes)
        if (change.old.count(sign) + change.new.count(sign)) % 2
    ]
    halves = list(zip(odd[::2], odd[1::2], strict=False))
    return {*halves, *((second, first) for first, second in halves)}


# Words that move -----------------------------------------------------------------------------------

_ENOUGH = 3
"""So many words in a row are a phrase, even amid others that do not move."""
_MANY = 5
"""So many are one, however much else the changes say."""
_LONG = 5
"""A single word has at least so many letters: shorter ones come and go for reasons of their own."""

_Phrase = tuple[str, ...]


def _moves(base: str, proposed: str, changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Yield the changes from which words go, each with one to which they come."""
    gone, come = [_words(change.old) for change in changes], [_words(change.new) for change in changes]
    if not any(gone) or not any(come):
        return
    once = _phrases_once(base) & _phrases_once(proposed)
    places = {
        phrase: number for number, words in enumerate(come) for phrase in _phrases(words) if phrase in once
    }
    for (source, target), phrases in _shared(gone, places).items():
        if _is_a_move(phrases, gone[source], come[target]):
            yield source, target


def _shared(gone: Sequence[_Phrase], places: Mapping[_Phrase, int]) -> dict[tuple[int, int], list[_Phrase]]:
    """Return for each two changes the phrases that go from one and, as *places* tells, come to the other."""
    shared: dict[tuple[int, int], list[_Phrase]] = {}
    for number, words in enumerate(gone):
        for phrase in _phrases(words):
            target = places.get(phrase, number)
            if target != number:
                shared.setdefault((number, target), []).append(phrase)
    return shared


def _is_a_move(phrases: Sequence[_Phrase], gone: _Phrase, come: _Phrase) -> bool:
    """Say whether the *phrases* that both changes hold are enough to speak of words that move."""
    if any(_is_telling(phrase) and phrase in (gone, come) for phrase in phrases):
        return True
    number = sum(len(phrase) == _ENOUGH for phrase in phrases) + _ENOUGH - 1
    return number >= _ENOUGH and (number >= _MANY or 2 * number >= min(len(gone), len(come)))


def _is_telling(phrase: _Phrase) -> bool:
    return len(phrase) > 1 or len(phrase[0]) >= _LONG


def _phrases(words: _Phrase) -> Iterator[_Phrase]:
    """Yield all that stands in a row of *words*, one, two and three at a time."""
    for length in range(1, _ENOUGH + 1):
        yield from (words[at : at + length] for at in range(len(words) - length + 1))


def _phrases_once(text: str) -> set[_Phrase]:
    return {phrase for phrase, number in Counter(_phrases(_words(text))).items() if number == 1}


def _words(text: str) -> _Phrase:
    """Return the words of *text* as read, capital letters apart: what moves to the head of a sentence gets one."""
    return tuple(as_read(token).casefold() for token in tokens(text) if is_word(token))
