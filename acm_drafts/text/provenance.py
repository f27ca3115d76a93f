"""
For every word of a wording, which wording brought it in.

The history of a paragraph is one line of words in which deleted words keep their place. A word
that is restored at its place keeps its first index: what two delegations strike out and restore
still belongs to who wrote it. A weave can be cut where its paragraph is split, and joined with
another. Words that stood in brackets keep the index of the wording that lifted them. Wordings
are numbers here; who proposed them, and when, is for the caller.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain, groupby, pairwise
from typing import NamedTuple

from acm_drafts.text.brackets import enclosed
from acm_drafts.text.edits import Piece, blank, replacements
from acm_drafts.text.language import PARAGRAPH_SPLIT, as_read
from acm_drafts.text.runs import common_runs
from acm_drafts.text.tokens import tokens


class Origin(NamedTuple):
    """A stretch of text and the index of the wording that introduced it."""

    text: str
    since: int


@dataclass(slots=True, eq=False)
class Thread:
    """
    Some words of some wording that came in at once; awake while the wording at hand holds them.

    *since* brought them in; *last* is what wrote them most lately, put them to sleep or woke them: they
    may stand amid words that it wrote anew. *freed* lifted the brackets that they stood in, None where they
    never did or still do. What became several threads, because only some of its words were touched, has
    *parts* and stands for nothing any more.
    """

    text: str
    since: int
    last: int
    awake: bool = True
    parts: "tuple[Thread, ...]" = ()
    freed: int | None = None
    bracket_at: int | None = None
    """Where the bracket opens in which it stands; _ASLEEP where it went while it stood in one."""
    woke: int = 0
    """The turn since which it has been awake, or was awake last."""
    slept: tuple[range, ...] = ()
    """The turns through which it was awake before, each time until it was put to sleep."""

    def divided(self, texts: Sequence[str]) -> "Sequence[Thread]":
        """Return a thread for each of *texts*, which joined are its own; itself, where there is but one."""
        if len(texts) < 2:
            return (self,)
        self.parts = tuple(self.saying(text, self.last, awake=self.awake) for text in texts)
        return self.parts

    def saying(self, text: str, last: int, *, awake: bool) -> "Thread":
        """Return a thread of the same origin that says *text*."""
        return Thread(text, self.since, last, awake, (), self.freed, self.bracket_at, self.woke, self.slept)

    def sleep(self, last: int, turn: int) -> None:
        """Take it out of the text in *turn*; *last* did so."""
        self.awake, self.last = False, last
        self.slept = (*self.slept, range(self.woke, turn))

    def wake(self, last: int, turn: int) -> None:
        """Put it back into the text in *turn*; *last* did so."""
        self.awake, self.last, self.woke = True, last, turn

    def stood_with(self, other: "Thread") -> bool:
        """Return whether both were in the text at one time: then it is known which of them stands first."""
        return any(
            times.start < others.stop and others.start < times.stop
            for times in self._times()
            for others in other._times()
        )

    def _times(self) -> tuple[range, ...]:
        return (*self.slept, range(self.woke, _NOW)) if self.awake else self.slept


def unfolded(threads: Iterable[Thread]) -> Iterator[Thread]:
    """Yield *threads*, in place of each the parts that it became."""
    for thread in threads:
        if thread.parts:
            yield from unfolded(thread.parts)
        else:
            yield thread


MOST_ASLEEP = 20_000
"""Words, signs and spaces of a paragraph that went and may be restored: ten rewrites of 1,000 words."""

_ASLEEP = -1
_NOW = sys.maxsize

NumberAt = Callable[[int], int]
"""Says for an offset of a wording which number the word has that begins there."""


class Numbers(NamedTuple):
    """Whose a change of wording is: what *came*, by its place in the new one; what *went*, by that in the old one."""

    came: NumberAt
    went: NumberAt


class Weave:
    """All words that a paragraph ever had, each with the number that brought it in, and what it says now."""

    def __init__(self, text: str = "", number: int = 0) -> None:
        self.text = text
        self.threads = [Thread(text, number, number)] if text else []
        self._threads_of = {"": [], text: self.threads}
        """The threads of each wording that the paragraph has had."""
        self._turn = 0
        self._hold()

    def turn(self, wording: str, numbers: Numbers, pieces: Sequence[Piece] | None = None) -> None:
        """
        Let the paragraph say *wording* now: what is new in it, and what goes, gets the number that *numbers* tells.

        They are asked with the place, in characters, of each word, sign or space. A word or space
        that comes back where it was keeps its first number; so does a whole wording that stands
        again, and what changed only in a way that no reader sees. *pieces* are those that turn the
        words of now into *wording*, where they are known.
        """
        self._turn += 1
        if wording in self._threads_of:
            self._recall(self._threads_of[wording], numbers)
        else:
            known = replacements(self.text, wording) if pieces is None else pieces
            self.threads = _Loom(self.threads, wording, numbers, self._turn).weave(known)
        self.text = wording
        self._hold(numbers)
        self._threads_of[wording] = [thread for thread in self.threads if thread.awake]
        if len(self.threads) > MOST_ASLEEP:
            self._forget()

    def _forget(self) -> None:
        """Forget what went longest ago, but for the last `MOST_ASLEEP` words, signs and spaces."""
        went = sorted(thread.slept[-1].stop for thread in self.threads if not thread.awake)
        if len(went) > MOST_ASLEEP:
            since = went[-MOST_ASLEEP]
            self.threads = [t for t in self.threads if t.awake or t.slept[-1].stop >= since]
            known = set(map(id, self.threads))
            self._threads_of = {
                wording: threads
                for wording, threads in self._threads_of.items()
                if all(id(thread) in known for thread in unfolded(threads))
            }

    def cut(self) -> list["Weave"]:
        """
        Return a weave for each part between marks of a split paragraph (U+2029): one, where there is none.

        The marks are left out; one at the end leaves an empty last weave.
        """
        parts: list[list[Thread]] = [[]]
        for thread in self.threads:
            for piece in thread.divided(tokens(thread.text)) if PARAGRAPH_SPLIT in thread.text else (thread,):
                if piece.text != PARAGRAPH_SPLIT:
                    parts[-1].append(piece)
                elif piece.awake:
                    parts.append([])
        return [_weave_of(part, self._turn) for part in parts]

    def joined(self, other: "Weave", between: str, number: int) -> "Weave":
        """Return a weave of both with *between* among them, which *number* brought in; neither is used again."""
        threads = [*self.threads, Thread(between, number, number), *other.threads]
        for thread in threads:  # all that either ever said stands in this order
            thread.woke, thread.slept = 1, (range(1),)
        return _weave_of(threads, 1)

    def copy(self) -> "Weave":
        """Return a weave with the same history of words, of which one can go on without the other."""
        return _weave_of([replace(thread) for thread in self.threads], self._turn)

    def spans(self) -> tuple[Origin, ...]:
        """Return what it says now as spans, each with its number; neighbours have different numbers."""
        awake = groupby((t for t in self.threads if t.awake), key=lambda thread: thread.since)
        return tuple(Origin("".join(thread.text for thread in threads), since) for since, threads in awake)

    def _hold(self, numbers: Numbers | None = None) -> None:
        """
        Note which words stand in brackets now, and of those that no longer do what let them stand without.

        That is what took the bracket away, and of words that had gone with it what brought them back.
        """
        text = self.text
        if "[" not in text and _is_free(self.threads):
            return  # most wordings never held one
        places = enclosed(text)
        self.threads = list(_cut_at(self.threads, sorted(set(chain.from_iterable(places)))))
        at = 0
        for thread in self.threads:
            if not thread.awake:
                thread.bracket_at = None if thread.bracket_at is None else _ASLEEP
                continue
            around = next((max(start - 1, 0) for start, end in places if start <= at < end), None)
            if around is not None:
                thread.freed = None
            elif thread.bracket_at is not None and numbers:
                thread.freed = (
                    thread.last if thread.bracket_at == _ASLEEP else numbers.went(thread.bracket_at)
                )
            thread.bracket_at = around
            at += len(thread.text)

    def _recall(self, wanted: Sequence[Thread], numbers: Numbers) -> None:
        """Wake the *wanted* threads, those of an earlier wording, and no others."""
        ids = {id(thread) for thread in unfolded(wanted)}
        recalled = unfolded(
            wanted
        )  # in the order of that wording: spaces may have changed their places since
        self.threads = [
            next(recalled) if id(thread) in ids else thread for thread in self._without(ids, numbers)
        ]
        at = 0
        for thread in self.threads:
            if id(thread) in ids:
                if not thread.awake:
                    thread.wake(numbers.came(at), self._turn)
                at += len(thread.text)

    def _without(self, ids: Container[int], numbers: Numbers) -> Iterator[Thread]:
        """Put to sleep all threads but those with *ids*, and yield them; what goes is divided into words."""
        at = 0
        for thread in self.threads:
            goes = thread.awake and id(thread) not in ids
            for part in thread.divided(tokens(thread.text)) if goes else (thread,):
                size = len(part.text) if part.awake else 0
                if goes:
                    part.sleep(numbers.went(at), self._turn)
                at += size
                yield part


def _is_free(threads: Iterable[Thread]) -> bool:
    """Say whether none of *threads* stands in a bracket, or stood in one when it went."""
    return all(thread.bracket_at is None for thread in threads)


def _weave_of(threads: list[Thread], turn: int) -> Weave:
    weave = Weave()
    weave._turn = turn
    weave.threads = threads
    awake = [thread for thread in threads if thread.awake]
    weave.text = "".join(thread.text for thread in awake)
    weave._threads_of[weave.text] = awake
    weave._hold()
    return weave


def provenance(wordings: Sequence[str]) -> tuple[Origin, ...]:
    """
    Return the last of successive *wordings* as spans, each with the index that introduced it.

    Joined, they are the last wording. A word or space deleted and restored at the same place
    keeps its first index; so does what changed only in a way that no reader sees. No wordings,
    or an empty last one, give no spans. Neighbouring spans have different indexes.
    """
    weave = Weave()
    for index, wording in enumerate(wordings):
        weave.turn(wording, always(index))
    return weave.spans()


def always(number: int) -> Numbers:
    """Return what to give `Weave.turn` where all that comes and goes has one *number*."""
    return Numbers(lambda offset: number, lambda offset: number)


_NEAR = 8
"""How many words, come or gone since, may stand between where a word stood and where it is restored."""
_WINDOW = 4 * _NEAR  # threads in which they are looked for, spaces among them


class _Loom:
    """
    Turns the *threads* of a weave to another *wording*, in one *turn*.

    A word that went keeps its place among the words that it once stood with. On which side of it those stand that came
    after it had gone, nobody knows: it may be restored on either.
    """

    def __init__(self, threads: Sequence[Thread], wording: str, numbers: Numbers, turn: int) -> None:
        self.threads, self.wording, self.numbers, self.turn = threads, wording, numbers, turn
        self.woven: list[Thread] = []
        self.beyond: list[Thread] = []
        self.moved: set[int] = set()
        self.coming: set[int] = set()
        self.fresh: Thread | None = None

    def weave(self, pieces: Sequence[Piece]) -> list[Thread]:
        """Return the threads with the *pieces* that make the wording of the text that was awake."""
        cuts = sorted({place for piece in pieces for place in piece[:2]})
        threads = list(_cut_at(self.threads, cuts))
        starts = list(accumulate((len(t.text) if t.awake else 0 for t in threads), initial=0))[:-1]
        done = 0
        for start, end, new_start, new_end in pieces:
            first, last = max(bisect_left(starts, start), done), bisect_right(starts, end)
            if last > first and threads[last - 1].awake and starts[last - 1] == end:
                last -= 1
            self.woven += self._left(threads[done:first])
            old = list(chain.from_iterable(map(_by_word, self._left(threads[first:last]))))
            done = max(first, last)
            self.beyond = threads[done : done + _WINDOW]
            self._replace(old, tokens(self.wording[new_start:new_end]), start, new_start)
        return [*self.woven, *self._left(threads[done:])]

    def _left(self, threads: Sequence[Thread]) -> Sequence[Thread]:
        """Return *threads* without those that were restored at another place."""
        return (
            [thread for thread in unfolded(threads) if id(thread) not in self.moved]
            if self.moved
            else threads
        )

    def _replace(self, old: Sequence[Thread], new: Sequence[str], offset: int, new_offset: int) -> None:
        """
        Weave the *old* threads of a stretch, awake where *new* holds them again, and the new ones.

        It begins at *offset* in the whole text that was awake, and at *new_offset* in the new one.
        """
        read = [as_read(token) for token in new]
        twins = _twins([as_read(thread.text) for thread in old], read)
        ages = _ages([thread for thread in old if thread.awake], read)
        again = _again(old, new, twins)
        self._set_aside(old, again, offset)
        self.coming = {id(old[twin]) for twin in again}
        at = 0
        for token, twin, age, upcoming in zip(new, twins, ages, _upcoming(twins, len(old)), strict=True):
            self.woven += self._left(old[at:upcoming])
            at = upcoming
            number = self.numbers.came(new_offset)
            new_offset += len(token)
            if twin is not None and twin in again:
                self._wake(old[twin], number)
            else:
                self._put(token, number, age if twin is None else old[twin], old[at : at + _WINDOW])
        self.woven += self._left(old[at:])

    def _put(self, token: str, number: int, like: Thread | None, ahead: Sequence[Thread]) -> None:
        """Put *token* into the text: in the place of what reads *like* it, as what it restores, or as a new word."""
        if like:
            self.woven.append(like.saying(token, number, awake=True))
            self.woven[-1].woke = self.turn
        elif moving := self._restored(token, ahead):
            self._wake(next(thread for thread in moving if thread.text == token), number)
            self.woven += moving
        elif self.woven and self.woven[-1] is self.fresh and self.fresh.since == number:
            self.fresh.text += token
        else:
            self.fresh = Thread(token, number, number, woke=self.turn)
            self.woven.append(self.fresh)

    def _wake(self, thread: Thread, number: int) -> None:
        thread.last = number
        if not thread.awake:
            thread.awake, thread.woke = True, self.turn

    def _set_aside(self, old: Sequence[Thread], again: Container[int], offset: int) -> None:
        """Let those *old* threads go that are awake and not *again* in the text; *offset* is where they begin."""
        for place, thread in enumerate(old):
            if thread.awake:
                if place not in again:
                    thread.sleep(self.numbers.went(offset), self.turn)
                offset += len(thread.text)

    @cached_property
    def _asleep(self) -> set[str]:
        """The words that the paragraph once said and does not say now."""
        return {thread.text for thread in self.threads if not thread.awake and not blank(thread.text)}

    def _restored(self, token: str, ahead: Sequence[Thread]) -> list[Thread]:
        """
        Return the word that *token* puts back, with what moves here beside it, in order; nothing where there is none.

        It stood near by: behind this place, or among those *ahead*.
        """
        if token not in self._asleep:
            return []
        ahead = self._left([*ahead, *self.beyond])[:_WINDOW]
        behind = self.woven[: -_WINDOW - 1 : -1]
        near = [match for match in (self._nearest(behind, token), self._nearest(ahead, token)) if match]
        if not near:
            return []
        moving = min(near, key=lambda match: match[0])[1]
        ids = set(map(id, moving))
        if moving[0] in behind:
            size = max(len(self.woven) - _WINDOW, 0)
            self.woven[size:] = [thread for thread in self.woven[size:] if id(thread) not in ids]
            return moving
        self.moved |= ids
        return moving[::-1]

    def _nearest(self, threads: Sequence[Thread], token: str) -> tuple[int, list[Thread]] | None:
        """Return how many words stand before the nearest of *threads* that *token* puts back, and what moves there."""
        between: list[Thread] = []
        number = 0
        for thread in threads:
            if blank(thread.text):
                continue
            if thread.text == token and self._is_gone(thread) and thread.slept[-1].stop < self.turn:
                moving = self._moving(thread, between)
                if moving:
                    return number, moving
            between.append(thread)
            number += len(thread.text.split())
            if number > _NEAR:
                break
        return None

    def _is_gone(self, thread: Thread) -> bool:
        """Return whether a thread is not in the text, and does not come back at its own place."""
        return not thread.awake and id(thread) not in self.coming

    def _moving(self, thread: Thread, between: Sequence[Thread]) -> list[Thread]:
        """
        Return *thread* and those of what stands *between*, the nearest first, that go with it; nothing if it stays.

        What went and once stood with it in the text goes with it; it cannot pass what stood with it and is there now.
        """
        moving = [thread]
        for neighbour in reversed(between):
            if any(map(neighbour.stood_with, moving)):
                if not self._is_gone(neighbour):
                    return []
                moving.append(neighbour)
        return moving


def _by_word(thread: Thread) -> Sequence[Thread]:
    """Return a thread for each word, sign and space of *thread*; what went is divided so already."""
    return thread.divided(tokens(thread.text)) if thread.awake else (thread,)


def _cut_at(threads: Iterable[Thread], places: Sequence[int]) -> Iterator[Thread]:
    """Yield *threads*, divided where one of *places* in the text that is awake lies within."""
    at = 0
    for thread in threads:
        if not thread.awake:
            yield thread
            continue
        end = at + len(thread.text)
        cuts = (at, *places[bisect_right(places, at) : bisect_left(places, end)], end)
        yield from thread.divided([thread.text[a - at : b - at] for a, b in pairwise(cuts)])
        at = end


def _again(old: Sequence[Thread], new: Sequence[str], twins: Sequence[int | None]) -> set[int]:
    """Return the places in *old* of those *twins* that are spelt as the token of *new* is."""
    return {
        twin for twin, token in zip(twins, new, strict=True) if twin is not None and old[twin].text == token
    }


def _ages(old: Sequence[Thread], new: Sequence[str]) -> list[Thread | None]:
    """
    Return for each token of *new*, as read, what stood in its place, where all of *old* reads like it.

    "100 000" is two words with a plain space in it and one with a no-break space; a reader sees no difference.
    """
    read = [as_read(thread.text) for thread in old]
    if "".join(read) != "".join(new):
        return [None] * len(new)
    stood = [thread for thread, text in zip(old, read, strict=True) for _ in text]
    starts = accumulate(map(len, new), initial=0)
    return [stood[start] if token else None for start, token in zip(starts, new, strict=False)]


def _upcoming(twins: Sequence[int | None], end: int) -> list[int]:
    """Return for each place the next twin that is not None, its own included, or *end*."""
    upcoming = []
    for twin in reversed(twins):
        end = end if twin is None else twin
        upcoming.append(end)
    return upcoming[::-1]


def _twins(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """
    Return for each token of *new* where *old* holds it at the same place, or None.

    Words and signs by their longest common list; white space beside a word that has its twin, or
    at an end of the stretch, where *old* has the same space there.
    """
    twins = _twins_of_words(old, new)
    before = -1
    for place, (token, upcoming) in enumerate(zip(new, _upcoming(twins, len(old)), strict=True)):
        if twins[place] is None and blank(token):
            between = range(before + 1, upcoming)
            follows = place == 0 or twins[place - 1] is not None
            precedes = place == len(new) - 1 or twins[place + 1] is not None
            if follows or precedes:
                nearest = between if follows else reversed(between)
                twins[place] = next((at for at in nearest if old[at] == token), None)
        twin = twins[place]
        before = before if twin is None else twin
    return twins


def _twins_of_words(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """Return the `_twins` of the words and signs of *new*; for white space, None."""
    words = [place for place, token in enumerate(old) if not blank(token)]
    new_words = [place for place, token in enumerate(new) if not blank(token)]
    twins: list[int | None] = [None] * len(new)
    for run in common_runs([old[place] for place in words], [new[place] for place in new_words]):
        for step in range(run.length):
            twins[new_words[run.new + step]] = words[run.old + step]
    return twins
