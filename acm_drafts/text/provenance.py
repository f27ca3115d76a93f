"""
For every word of a wording, which wording brought it in.

The history of a paragraph is woven into one line in which words that went stay at their place,
asleep. A word that comes back where it slept wakes up with its first index; so what two
delegations strike out and restore still belongs to who wrote it. Wordings are numbers here: who
proposed them, and when, is known elsewhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from acm_drafts.text.edits import blank, replacements
from acm_drafts.text.language import as_read
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


def provenance(wordings: Sequence[str]) -> tuple[Origin, ...]:
    """
    Return the last of successive *wordings* as spans, each with the index that introduced it.

    Joined, they are the last wording. A word or space deleted and restored at the same place
    keeps its first index; so does what changed only in a way that no reader sees. No wordings,
    or an empty last one, give no spans. Neighbouring spans have different indexes.
    """
    weave: list[_Thread] = []
    seen: dict[str, list[_Thread]] = {"": []}
    before = ""
    for index, wording in enumerate(wordings):
        if wording in seen:
            _recall(weave, seen[wording])
        else:
            weave = _woven(weave, replacements(before, wording), wording, index)
        seen[wording] = [thread for thread in weave if thread.awake]
        before = wording
    awake = groupby((thread for thread in weave if thread.awake), key=lambda thread: thread.since)
    return tuple(Origin("".join(thread.text for thread in threads), since) for since, threads in awake)


def _recall(weave: Sequence[_Thread], threads: Sequence[_Thread]) -> None:
    """Wake just these *threads*: an earlier wording stands again, as a whole."""
    for thread in weave:
        thread.awake = False
    for thread in threads:
        thread.awake = True


def _woven(weave: list[_Thread], pieces: Sequence[Piece], wording: str, index: int) -> list[_Thread]:
    """Return the *weave* with the *pieces* that make *wording*, number *index*, of the text that was awake."""
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
        woven += _rewoven(weave[first:last], tokens(wording[new_start:new_end]), index)
        done = last
    return woven + weave[done:]


def _rewoven(old: Sequence[_Thread], new: Sequence[str], index: int) -> Iterator[_Thread]:
    """Yield the *old* threads of a stretch, awake where *new* holds them again, and the new ones among them."""
    twins = _twins([as_read(thread.text) for thread in old], [as_read(token) for token in new])
    for thread in old:
        thread.awake = False
    at = 0
    for token, twin, upcoming in zip(new, twins, _upcoming(twins, len(old)), strict=True):
        yield from old[at:upcoming]
        at = upcoming
        if twin is not None and old[twin].text == token:
            old[twin].awake = True
        else:
            yield _Thread(token, index if twin is None else old[twin].since)
    yield from old[at:]


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
