"""
For every word of a wording, which wording brought it in.

The history of a paragraph is woven into one line in which words that went stay at their place,
asleep. A word that comes back where it slept wakes up with its first index; so what two
delegations strike out and restore still belongs to who wrote it. A weave can be cut where its
paragraph is split, and joined with another. Wordings are numbers here: who proposed them, and
when, is known elsewhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import NamedTuple

from acm_drafts.text.edits import blank, replacements
from acm_drafts.text.language import PARAGRAPH_SPLIT, as_read
from acm_drafts.text.runs import common_runs
from acm_drafts.text.seams import Piece
from acm_drafts.text.tokens import tokens


class Origin(NamedTuple):
    """A stretch of text and the index of the wording that introduced it."""

    text: str
    since: int


@dataclass(slots=True, eq=False)
class _Thread:
    """A word, sign or white space of some wording; awake while the wording at hand holds it."""

    text: str
    since: int
    awake: bool = True


NumberAt = Callable[[int], int]
"""Says for an offset of a new wording which number brought in the word that begins there."""


class Weave:
    """All words that a paragraph ever had, each with the number that brought it in, and what it says now."""

    def __init__(self, text: str = "", number: int = 0) -> None:
        self.text = text
        self._began = number
        self._threads: list[_Thread] = []
        self._said: dict[str, list[_Thread]] = {}
        """What was said at each time; empty as long as nothing but the first text was."""

    def turn(self, wording: str, number_at: NumberAt) -> None:
        """
        Let the paragraph say *wording* now: what is new in it gets the number that *number_at* tells.

        It is asked with the place in *wording*, in characters, of each new word, sign or space.
        A word or space that comes back where it was keeps its first number; so does a whole
        wording that stands again, and what changed only in a way that no reader sees.
        """
        threads = self._spun()
        if wording in self._said:
            for thread in threads:
                thread.awake = False
            for thread in self._said[wording]:
                thread.awake = True
        else:
            pieces = replacements(self.text, wording)
            self._threads = _woven(threads, pieces, wording, number_at)
        self.text = wording
        self._remember()

    def cut(self) -> list["Weave"]:
        """
        Return a weave for each part between marks of a split paragraph (U+2029): one, where there is none.

        The marks are left out; one at the end leaves an empty last weave.
        """
        parts: list[list[_Thread]] = [[]]
        for thread in self._spun():
            if thread.text != PARAGRAPH_SPLIT:
                parts[-1].append(thread)
            elif thread.awake:
                parts.append([])
        return [_weave_of(part) for part in parts]

    def joined(self, other: "Weave", between: str, number: int) -> "Weave":
        """Return a weave of both with *between* among them, which *number* brought in; neither is used again."""
        seam = [_Thread(token, number) for token in tokens(between)]
        return _weave_of([*self._spun(), *seam, *other._spun()])

    def copy(self) -> "Weave":
        """Return a weave with the same history of words, of which one can go on without the other."""
        return _weave_of([_Thread(thread.text, thread.since, thread.awake) for thread in self._spun()])

    def spans(self) -> tuple[Origin, ...]:
        """Return what it says now as spans, each with its number; neighbours have different numbers."""
        if not self._said:
            return (Origin(self.text, self._began),) if self.text else ()
        awake = groupby((t for t in self._threads if t.awake), key=lambda thread: thread.since)
        return tuple(Origin("".join(thread.text for thread in threads), since) for since, threads in awake)

    def _spun(self) -> list[_Thread]:
        """Return the threads; most paragraphs of a text are never changed, and need none."""
        if not self._said:
            self._threads = [_Thread(token, self._began) for token in tokens(self.text)]
            self._said[""] = []
            self._remember()
        return self._threads

    def _remember(self) -> None:
        self._said[self.text] = [thread for thread in self._threads if thread.awake]


def _weave_of(threads: list[_Thread]) -> Weave:
    weave = Weave()
    weave._said[""] = []
    weave._threads = threads
    weave.text = "".join(thread.text for thread in threads if thread.awake)
    weave._remember()
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


def always(number: int) -> NumberAt:
    """Return what to give `Weave.turn` where all that is new has one *number*."""
    return lambda offset: number


def _woven(weave: list[_Thread], pieces: Sequence[Piece], wording: str, number_at: NumberAt) -> list[_Thread]:
    """Return the *weave* with the *pieces* that make *wording* of the text that was awake."""
    starts, at = [], 0
    for thread in weave:
        starts.append(at)
        at += len(thread.text) if thread.awake else 0
    woven: list[_Thread] = []
    done = 0
    for start, end, new_start, new_end in pieces:
        first, last = max(bisect_left(starts, start), done), bisect_right(starts, end)
        if last > first and weave[last - 1].awake and starts[last - 1] == end:
            last -= 1
        woven += weave[done:first]
        come = tokens(wording[new_start:new_end])
        woven += _rewoven(weave[first:last], come, new_start, number_at)
        done = last
    return woven + weave[done:]


def _rewoven(
    old: Sequence[_Thread], new: Sequence[str], offset: int, number_at: NumberAt
) -> Iterator[_Thread]:
    """Yield the *old* threads of a stretch, awake where *new*, from *offset* on, holds them again, and the new ones."""
    read = [as_read(token) for token in new]
    twins = _twins([as_read(thread.text) for thread in old], read)
    ages = _ages([thread for thread in old if thread.awake], read)
    for thread in old:
        thread.awake = False
    at = 0
    for token, twin, age, upcoming in zip(new, twins, ages, _upcoming(twins, len(old)), strict=True):
        yield from old[at:upcoming]
        at = upcoming
        if twin is not None and old[twin].text == token:
            old[twin].awake = True
        else:
            since = age if twin is None else old[twin].since
            yield _Thread(token, number_at(offset) if since is None else since)
        offset += len(token)
    yield from old[at:]


def _ages(old: Sequence[_Thread], new: Sequence[str]) -> list[int | None]:
    """
    Return for each token of *new*, as read, the number of what stood in its place, where all of *old* reads like it.

    "100 000" is two words with a plain space in it and one with a no-break space; a reader sees no difference.
    """
    read = [as_read(thread.text) for thread in old]
    if "".join(read) != "".join(new):
        return [None] * len(new)
    since = [thread.since for thread, text in zip(old, read, strict=True) for _ in text]
    starts = accumulate(map(len, new), initial=0)
    return [since[start] if token else None for start, token in zip(starts, new, strict=False)]


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
    words = [place for place, token in enumerate(old) if not blank(token)]
    new_words = [place for place, token in enumerate(new) if not blank(token)]
    twins: list[int | None] = [None] * len(new)
    for run in common_runs([old[place] for place in words], [new[place] for place in new_words]):
        for step in range(run.length):
            twins[new_words[run.new + step]] = words[run.old + step]
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
