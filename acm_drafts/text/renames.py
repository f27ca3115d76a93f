"""
The same words put for the same words wherever they stood: a rename, told once instead of at each place.

Names of bodies and years change all over a text and hide what else changed. What is found here
only puts a number on changes that the comparison has found already: no change is made, lost or
moved by it. It knows changes of words; which paragraph they are in is for others to say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

from acm_drafts.text.diff import Op, Span
from acm_drafts.text.edits import blank
from acm_drafts.text.language import PARAGRAPH_SPLIT, as_read
from acm_drafts.text.tokens import is_word, tokens, words

LEAST = 3
"""So often at least must the same replacement be found: what happens twice is better read at its place."""

_EDITS = 3  # changes of one place that may be one rename: "[the] Islamic [Conference]"
_BETWEEN = 2  # words that may stand between two of them


class Marked(NamedTuple):
    """A span of a comparison, and the index of the rename that it belongs to (`Collapsed.renames`, from 0), if any."""

    op: Op
    text: str
    invisible: bool = False
    rename: int | None = None


class Place(NamedTuple):
    """Where a rename was made: the index of the text, and from where to where in its old and its new wording."""

    text: int
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Rename:
    """
    *old* became *new* at each of *places*, in order, and *old* stands nowhere any more.

    The words are those of the first place; a word beside them that stayed belongs to both where
    they could not be told apart without it ("Palestine" → "State of Palestine").
    """

    old: str
    new: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Collapsed:
    """A comparison with its renames: *spans* are those of each text, with the number of their rename on them."""

    renames: tuple[Rename, ...]
    spans: tuple[tuple[Marked, ...], ...]


def collapse(comparison: Sequence[Sequence[Span]]) -> Collapsed:
    """
    Return the renames of a *comparison*, most frequent first, and its spans with their numbers.

    A rename is the same replacement, as read, at `LEAST` (three) places or more of all texts, whose old words stand
    nowhere in the new texts but inside the new words. Without their numbers the spans are those
    given, one by one. Each change is in one rename at most, as large a one as can be.
    """
    renames = _cases_by_rename(comparison)
    order = sorted(range(len(renames)), key=lambda number: (-len(renames[number]), number))
    numbered = [renames[number] for number in order]
    marks: list[dict[int, int]] = [{} for _ in comparison]
    for number, cases in enumerate(numbered):
        for case in cases:
            marks[case.text].update(dict.fromkeys(case.changes, number))
    return Collapsed(
        tuple(Rename(cases[0].old, cases[0].new, tuple(map(_place, cases))) for cases in numbered),
        tuple(
            tuple(Marked(*span, marks[index].get(at)) for at, span in enumerate(spans))
            for index, spans in enumerate(comparison)
        ),
    )


def plain(spans: Iterable[Span]) -> tuple[Marked, ...]:
    """Return *spans* without any number."""
    return tuple(Marked(*span) for span in spans)


# What may be one -----------------------------------------------------------------------------------


class _Case(NamedTuple):
    """
    One place at which *old* became *new*: the spans that change there, and the stretches of both wordings.

    *beside*: the word before or after, if it is in both; *bare*: what changed without it, as read.
    """

    text: int
    changes: tuple[int, ...]
    runs: range
    beside: str
    bare: tuple[str, str]
    old_start: int
    new_start: int
    old: str
    new: str

    @property
    def is_alone(self) -> bool:
        """Whether it is one change, told without the word before or after it."""
        return len(self.runs) == 1 and not self.beside

    @property
    def is_name(self) -> bool:
        """Whether the word beside it looks like a name, which says more than another."""
        return self.beside.strip()[:1].isupper()

    @property
    def key(self) -> tuple[str, str]:
        return as_read(self.old), as_read(self.new)


def _place(case: _Case) -> Place:
    old_end, new_end = case.old_start + len(case.old), case.new_start + len(case.new)
    return Place(case.text, case.old_start, old_end, case.new_start, new_end)


def _cases_by_rename(comparison: Sequence[Sequence[Span]]) -> list[list[_Case]]:
    """Return the places of each rename; the larger one first has its choice of the changes."""
    cases: dict[tuple[str, str], list[_Case]] = defaultdict(list)
    for index, spans in enumerate(comparison):
        for case in _Text(index, spans).cases():
            cases[case.key].append(case)
    often = [own for own in cases.values() if len(own) >= LEAST and _is_whole(own, cases)]
    standing = _Standing(comparison) if often else None
    everywhere = [own for own in often if standing and not standing.anywhere(own[0])]
    return _chosen(_without_chance(everywhere))


def _is_whole(own: Sequence[_Case], cases: Mapping[tuple[str, str], Sequence[_Case]]) -> bool:
    """Say whether a word beside the change is there at all its places, and not by chance at some of them."""
    return len(own) >= len(cases.get(own[0].bare, ()))


def _without_chance(everywhere: Sequence[list[_Case]]) -> list[list[_Case]]:
    """Return the renames without those of several changes that would be as many renames, each by itself."""
    alone = {(case.text, run) for own in everywhere for case in own if case.is_alone for run in case.runs}
    return [
        [case for case in own if case.is_alone or not {(case.text, run) for run in case.runs} <= alone]
        for own in everywhere
    ]


def _chosen(everywhere: Sequence[list[_Case]]) -> list[list[_Case]]:
    """Return the renames with each change in one of them: the one of more changes, then the one more often found."""
    ranked = sorted(
        filter(None, everywhere),
        key=lambda own: (-len(own[0].runs), -len(own), bool(own[0].beside), not own[0].is_name),
    )
    taken: set[tuple[int, int]] = set()
    chosen = []
    for own in ranked:
        free = _free(own, taken)
        if len(free) >= LEAST:
            chosen.append(free)
            taken |= {(case.text, at) for case in free for at in case.changes}
    return chosen


def _free(own: Sequence[_Case], taken: Set[tuple[int, int]]) -> list[_Case]:
    """Return those of *own* of which no change is *taken*, by another rename or by one of them before."""
    used = set(taken)
    free = []
    for case in own:
        places = {(case.text, at) for at in case.changes}
        if not places & used:
            used |= places
            free.append(case)
    return free


class _Text:
    """One text of a comparison: its spans, where each begins in both wordings, and its runs of changes."""

    def __init__(self, index: int, spans: Sequence[Span]) -> None:
        self.index, self.spans = index, spans
        self.old = "".join(span.text for span in spans if span.op is not Op.INSERT)
        self.new = "".join(span.text for span in spans if span.op is not Op.DELETE)
        self.old_at = _begins(spans, Op.INSERT)
        self.new_at = _begins(spans, Op.DELETE)
        self.runs = self._runs()

    def _runs(self) -> list[tuple[int, int]]:
        """Return the changes that readers see in runs, as first span and the one past the last."""
        runs: list[tuple[int, int]] = []
        for at, span in enumerate(self.spans):
            if span.op is Op.KEEP or span.invisible:
                continue
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
        return runs

    def cases(self) -> Iterator[_Case]:
        """Yield all that could be one rename, each by itself and with the word before or after it."""
        for first in range(len(self.runs)):
            for last in range(first, min(first + _EDITS, len(self.runs))):
                if last > first and not self._belong(self.runs[last - 1][1], self.runs[last][0]):
                    break
                for before, after in ((0, 0), (1, 0), (0, 1)):
                    case = self._case(first, last, self._beside(first, last, before, after))
                    if case:
                        yield case

    def _belong(self, start: int, end: int) -> bool:
        """Say whether the spans between two runs are few words and nothing else."""
        between = self.spans[start:end]
        inside = [token for span in between for token in tokens(span.text) if not blank(token)]
        unchanged = all(span.op is Op.KEEP for span in between)
        return unchanged and len(inside) <= _BETWEEN and all(map(is_word, inside))

    def _beside(self, first: int, last: int, before: int, after: int) -> tuple[str, str] | None:
        """Return the word before, or after, with its space; None where there is none."""
        back = _word_at_end(self._unchanged_text(self.runs[first][0] - 1)) if before else ""
        forth = _word_at_start(self._unchanged_text(self.runs[last][1])) if after else ""
        return None if (before and not back) or (after and not forth) else (back, forth)

    def _unchanged_text(self, at: int) -> str:
        inside = 0 <= at < len(self.spans) and self.spans[at].op is Op.KEEP
        return self.spans[at].text if inside else ""

    def _case(self, first: int, last: int, beside: tuple[str, str] | None) -> _Case | None:
        """Return what stands for what from one run to another, with what is *beside*; None for no words on a side."""
        start, end = self.runs[first][0], self.runs[last][1]
        changes = tuple(at for at in range(start, end) if self.spans[at].op is not Op.KEEP)
        if beside is None or not any(is_word(self.spans[at].text) for at in changes):
            return None
        back, forth = map(len, beside)
        old_start, new_start = self.old_at[start] - back, self.new_at[start] - back
        old = self.old[old_start : self.old_at[end] + forth]
        new = self.new[new_start : self.new_at[end] + forth]
        lead, old, new = _trimmed(old, new)
        if not (_names(old) and _names(new)):
            return None
        _, *bare = _trimmed(
            self.old[self.old_at[start] : self.old_at[end]], self.new[self.new_at[start] : self.new_at[end]]
        )
        runs, at = range(first, last + 1), (old_start + lead, new_start + lead)
        return _Case(
            self.index,
            changes,
            runs,
            "".join(beside),
            (as_read(bare[0]), as_read(bare[1])),
            *at,
            old=old,
            new=new,
        )


def _begins(spans: Sequence[Span], without: Op) -> list[int]:
    """Return where each span begins, and where the last one ends, in the wording *without* one kind of change."""
    return list(accumulate((0 if span.op is without else len(span.text) for span in spans), initial=0))


def _trimmed(old: str, new: str) -> tuple[int, str, str]:
    """Return both without the white space that they both begin and end with, and how much of it there was before."""
    lead, tail = _common_space(old, new), _common_space(old[::-1], new[::-1])
    return lead, old[lead : len(old) - tail], new[lead : len(new) - tail]


def _common_space(old: str, new: str) -> int:
    """Return how many characters of white space both begin with."""
    length = 0
    for sign, new_sign in zip(old, new, strict=False):
        if sign != new_sign or not sign.isspace():
            break
        length += 1
    return length


def _names(text: str) -> bool:
    """Say whether *text* can be the name of something: a word in it, no space around it, no cut between paragraphs."""
    is_short = len(text) <= _LONGEST
    return is_short and text == text.strip() and PARAGRAPH_SPLIT not in text and is_word(text)


_LONGEST = 200  # characters that are looked at for one word; what is longer is a passage and no name


def _word_at_start(text: str) -> str:
    """Return the first word of *text* with the space before it, "" where it does not begin with one."""
    return "".join(_first_word(tokens(text[:_LONGEST])))


def _word_at_end(text: str) -> str:
    return "".join(reversed(_first_word(tokens(text[-_LONGEST:])[::-1])))


def _first_word(parts: Sequence[str]) -> Sequence[str]:
    spaces = 1 if parts and blank(parts[0]) else 0
    head = parts[: spaces + 1]
    whole = sum(map(len, head)) < _LONGEST
    return head if whole and len(head) > spaces and is_word(head[-1]) else ()


# Where words still stand ---------------------------------------------------------------------------


class _Standing:
    """All words and signs of the new texts, as read, and where each stands."""

    def __init__(self, comparison: Sequence[Sequence[Span]]) -> None:
        new = ("".join(span.text for span in spans if span.op is not Op.DELETE) for spans in comparison)
        self.words = list(chain.from_iterable([*_as_words(text), PARAGRAPH_SPLIT] for text in new))
        self.at: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            self.at[word].append(place)

    def anywhere(self, case: _Case) -> bool:
        """Say whether the old words of a rename stand somewhere, other than inside its new words."""
        old, new = _as_words(case.old), _as_words(case.new)
        inside = _inside(old, new)
        return any(
            not any(self._stands(new, place - offset) for offset in inside) for place in self._places(old)
        )

    def _places(self, sought: Sequence[str]) -> Iterator[int]:
        """Yield where *sought* stands, looked for by its rarest word."""
        offset = min(range(len(sought)), key=lambda at: len(self.at.get(sought[at], ())))
        places = (place - offset for place in self.at.get(sought[offset], ()))
        return (place for place in places if self._stands(sought, place))

    def _stands(self, sought: Sequence[str], place: int) -> bool:
        return place >= 0 and self.words[place : place + len(sought)] == sought


def _as_words(text: str) -> list[str]:
    """Return the words and signs of *text*, as read."""
    return words(as_read(text))[1::2]


def _inside(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Return where *old* stands in *new*."""
    return [at for at in range(len(new) - len(old) + 1) if new[at : at + len(old)] == old]
