"""
For every word of a wording, which wording brought it in.

The history of a paragraph is one line of words in which deleted words keep their place. A word
that is restored at its place keeps its first index: what two delegations strike out and restore
still belongs to who wrote it. A weave can be cut where its paragraph is split, and joined with
another. Words that stood in brackets keep the index of the wording that lifted them. Wordings
are numbers here; who proposed them, and when, is for the caller.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
    held: int | None = None
    """Where the bracket opens in which it stands; _ASLEEP where it went while it stood in one."""

    def divided(self, texts: Sequence[str]) -> "Sequence[Thread]":
        """Return a thread for each of *texts*, which joined are its own; itself, where there is but one."""
        if len(texts) < 2:
            return (self,)
        self.parts = tuple(self.saying(text, self.last, awake=self.awake) for text in texts)
        return self.parts

    def saying(self, text: str, last: int, *, awake: bool) -> "Thread":
        """Return a thread of the same origin that says *text*."""
        return Thread(text, self.since, last, awake, (), self.freed, self.held)


def unfolded(threads: Iterable[Thread]) -> Iterator[Thread]:
    """Yield *threads*, in place of each the parts that it became."""
    for thread in threads:
        if thread.parts:
            yield from unfolded(thread.parts)
        else:
            yield thread


_ASLEEP = -1

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
        self._said = {"": [], text: self.threads}
        """What was said at each time."""
        self._hold()

    def turn(self, wording: str, numbers: Numbers, pieces: Sequence[Piece] | None = None) -> None:
        """
        Let the paragraph say *wording* now: what is new in it, and what goes, gets the number that *numbers* tells.

        They are asked with the place, in characters, of each word, sign or space. A word or space
        that comes back where it was keeps its first number; so does a whole wording that stands
        again, and what changed only in a way that no reader sees. *pieces* are those that turn the
        words of now into *wording*, where they are known.
        """
        if wording in self._said:
            self._recall(self._said[wording], numbers)
        else:
            known = replacements(self.text, wording) if pieces is None else pieces
            self.threads = _woven(self.threads, known, wording, numbers)
        self.text = wording
        self._hold(numbers)
        self._said[wording] = [thread for thread in self.threads if thread.awake]

    def cut(self) -> list["Weave"]:
        """
        Return a weave for each part between marks of a split paragraph (U+2029): one, where there is none.

        The marks are left out; one at the end leaves an empty last weave.
        """
        parts: list[list[Thread]] = [[]]
        for thread in self.threads:
            for one in thread.divided(tokens(thread.text)) if PARAGRAPH_SPLIT in thread.text else (thread,):
                if one.text != PARAGRAPH_SPLIT:
                    parts[-1].append(one)
                elif one.awake:
                    parts.append([])
        return [_weave_of(part) for part in parts]

    def joined(self, other: "Weave", between: str, number: int) -> "Weave":
        """Return a weave of both with *between* among them, which *number* brought in; neither is used again."""
        return _weave_of([*self.threads, Thread(between, number, number), *other.threads])

    def copy(self) -> "Weave":
        """Return a weave with the same history of words, of which one can go on without the other."""
        return _weave_of([replace(thread) for thread in self.threads])

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
                thread.held = None if thread.held is None else _ASLEEP
                continue
            around = next((max(start - 1, 0) for start, end in places if start <= at < end), None)
            if around is not None:
                thread.freed = None
            elif thread.held is not None and numbers:
                thread.freed = thread.last if thread.held == _ASLEEP else numbers.went(thread.held)
            thread.held = around
            at += len(thread.text)

    def _recall(self, said: Sequence[Thread], numbers: Numbers) -> None:
        """Wake what was *said* at some time, and nothing else."""
        wanted = {id(thread) for thread in unfolded(said)}
        at = new_at = 0
        for thread in self.threads:
            stood, thread.awake = thread.awake, id(thread) in wanted
            if stood and not thread.awake:
                thread.last = numbers.went(at)
            elif thread.awake and not stood:
                thread.last = numbers.came(new_at)
            at += len(thread.text) if stood else 0
            new_at += len(thread.text) if thread.awake else 0


def _is_free(threads: Iterable[Thread]) -> bool:
    """Say whether none of *threads* stands in a bracket, or stood in one when it went."""
    return all(thread.held is None for thread in threads)


def _weave_of(threads: list[Thread]) -> Weave:
    weave = Weave()
    weave.threads = threads
    awake = [thread for thread in threads if thread.awake]
    weave.text = "".join(thread.text for thread in awake)
    weave._said[weave.text] = awake
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


def _woven(weave: list[Thread], pieces: Sequence[Piece], wording: str, numbers: Numbers) -> list[Thread]:
    """Return the *weave* with the *pieces* that make *wording* of the text that was awake."""
    weave = list(_cut_at(weave, sorted({place for piece in pieces for place in piece[:2]})))
    starts, at = [], 0
    for thread in weave:
        starts.append(at)
        at += len(thread.text) if thread.awake else 0
    woven: list[Thread] = []
    done = 0
    for start, end, new_start, new_end in pieces:
        first, last = max(bisect_left(starts, start), done), bisect_right(starts, end)
        if last > first and weave[last - 1].awake and starts[last - 1] == end:
            last -= 1
        woven += weave[done:first]
        old = [one for thread in weave[first:last] for one in thread.divided(tokens(thread.text))]
        come = tokens(wording[new_start:new_end])
        woven += _rewoven(old, come, (start, new_start), numbers) if old else _spun(come, new_start, numbers)
        done = last
    return woven + weave[done:]


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


def _spun(new: Sequence[str], offset: int, numbers: Numbers) -> list[Thread]:
    """Return threads of tokens that are all new, from *offset* on in the new wording, those of one number as one."""
    spun: list[Thread] = []
    for token in new:
        number = numbers.came(offset)
        if spun and spun[-1].since == number:
            spun[-1].text += token
        else:
            spun.append(Thread(token, number, number))
        offset += len(token)
    return spun


def _rewoven(
    old: Sequence[Thread], new: Sequence[str], places: tuple[int, int], numbers: Numbers
) -> Iterator[Thread]:
    """
    Yield the *old* threads of a stretch, awake where *new* holds them again, and the new ones.

    *places*: where the stretch begins in the whole text that was awake, and in the new one.
    """
    read = [as_read(token) for token in new]
    twins = _twins([as_read(thread.text) for thread in old], read)
    ages = _ages([thread for thread in old if thread.awake], read)
    again = _again(old, new, twins)
    offset, new_offset = places
    _set_aside(old, again, offset, numbers)
    at = 0
    for token, twin, age, upcoming in zip(new, twins, ages, _upcoming(twins, len(old)), strict=True):
        yield from old[at:upcoming]
        at = upcoming
        number = numbers.came(new_offset)
        if twin is None or twin not in again:
            like = age if twin is None else old[twin]
            yield like.saying(token, number, awake=True) if like else Thread(token, number, number)
        else:
            old[twin].awake, old[twin].last = True, number
        new_offset += len(token)
    yield from old[at:]


def _again(old: Sequence[Thread], new: Sequence[str], twins: Sequence[int | None]) -> set[int]:
    """Return the places in *old* of those *twins* that are spelt as the token of *new* is."""
    return {
        twin for twin, token in zip(twins, new, strict=True) if twin is not None and old[twin].text == token
    }


def _set_aside(old: Sequence[Thread], again: Container[int], offset: int, numbers: Numbers) -> None:
    """Let those *old* threads go that are awake and not *again* in the text; *offset* is where they begin."""
    for place, thread in enumerate(old):
        if thread.awake:
            if place not in again:
                thread.awake, thread.last = False, numbers.went(offset)
            offset += len(thread.text)


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
    found = []
    for twin in reversed(twins):
        end = end if twin is None else twin
        found.append(end)
    return found[::-1]


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
