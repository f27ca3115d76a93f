"""
Whether a pair of paragraphs stands clear of its rivals: by the words that tell them apart.

In a series of paragraphs that differ in a State or a figure nearly all words are the same, and only
that one says which is which. So a pair is weighed against each other paragraph that it could be
mistaken for, by what the two of the pair have in common and the rival lacks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from acm_drafts.text.paragraphs import Paragraph

_ENOUGH = 0.3  # of weight that must tell a pair from a rival: a word that stands in eleven paragraphs
_AS_NEAR = 0.7  # of the share of words that a pair has in common, a rival must have with one of the two
_OVER = 2  # times what speaks for the rival


class Shared(NamedTuple):
    """
    How many runs of three words two texts share, and how much these tell.

    A run that stands in one paragraph of either side weighs 1, in several of a side the less, in more than sixteen 0.
    """

    number: int
    weight: float


class Words:
    """How much each word of two texts tells: 1 where it stands in one paragraph of either, in several the less."""

    def __init__(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        self.old, self.new = old, new
        self._counts: tuple[Counter[int], Counter[int]] | None = None

    def _frequency(self, word: int) -> int:
        if self._counts is None:
            self._counts = _paragraphs_with(self.old), _paragraphs_with(self.new)
        return max(self._counts[0][word], self._counts[1][word], 1)

    def weight(self, words: Iterable[int]) -> float:
        """Return what *words* weigh together: each the inverse root of the number of paragraphs with it."""
        return sum((self._frequency(word) ** -0.5 for word in words), 0.0)

    def own(self, i: int, j: int) -> float:
        """Return what the words that two paragraphs share weigh, those of many paragraphs next to nothing."""
        return sum((self._frequency(word) ** -2.0 for word in self.old[i].bag & self.new[j].bag), 0.0)


def _paragraphs_with(paragraphs: Sequence[Paragraph]) -> Counter[int]:
    number: Counter[int] = Counter()
    for paragraph in paragraphs:
        number.update(paragraph.bag)
    return number


class Evidence(NamedTuple):
    """What the words weigh that speak for a pair, for its rival, and that told it from that rival and are lost."""

    own: float
    against: float
    lost: float


class _Side(NamedTuple):
    """A paragraph, *own*, of one text, the *other* of the pair in the text it faces, and the rivals of the first."""

    paragraphs: Sequence[Paragraph]
    facing: Sequence[Paragraph]
    own: int
    other: int
    rivals: Sequence[int]
    partners: Mapping[int, int]

    def weighed(self, words: Words) -> Iterator[Evidence]:
        """Yield the evidence against each rival that comes near; what its own partner says too speaks for neither."""
        own, other = self.paragraphs[self.own], self.facing[self.other]
        both = own.bag & other.bag
        least = _AS_NEAR * _share(own.bag, other.bag)
        for at in self.rivals:
            rival = self.paragraphs[at]
            if rival.body == own.body or _share(rival.bag, other.bag) < least:
                continue
            against = rival.bag & other.bag - own.bag
            if at in self.partners:
                against -= self.facing[self.partners[at]].bag
            yield Evidence(
                words.weight(both - rival.bag),
                words.weight(against),
                words.weight(own.bag - both - rival.bag),
            )


class Rivals:
    """The paragraphs that each could be mistaken for, by what it shares with them, and the pairs chosen so far."""

    def __init__(self, words: Words, votes: Mapping[int, Mapping[int, Shared]]) -> None:
        """*votes*: what each new paragraph has in common with old ones."""
        self.words = words
        self.of_new = votes
        self.of_old: dict[int, dict[int, Shared]] = defaultdict(dict)
        for j, row in votes.items():
            for i, shared in row.items():
                self.of_old[i][j] = shared
        self.met_old: dict[int, list[int]] = {}
        self.met_new: dict[int, list[int]] = {}
        self.partner_of_old: dict[int, int] = {}
        self.partner_of_new: dict[int, int] = {}

    def meet(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Note *pairs* that could be paired, however little they share."""
        for i, j in pairs:
            self.met_old.setdefault(i, []).append(j)
            self.met_new.setdefault(j, []).append(i)

    def choose(self, i: int, j: int) -> None:
        """Note that two are paired."""
        self.partner_of_old[i], self.partner_of_new[j] = j, i

    def alone(self, i: int, j: int) -> bool:
        """Say whether no other paragraph shares a third as much with one of two as these share with each other."""
        row, column = self.of_new[j], self.of_old[i]
        if len(row) == len(column) == 1:
            return True
        least = row[i].number / 3
        rivals = [shared for shared in (*row.values(), *column.values()) if shared.number >= least]
        return len(rivals) == 2  # the pair itself, from either side

    def near(self, i: int, j: int) -> tuple[list[int], list[int]]:
        """Return the old and the new paragraphs that share a third as much with the pair as its two with each other."""
        row, column = self.of_new.get(j, {}), self.of_old.get(i, {})
        least = row[i].number / 3 if i in row else 0
        rivals = {at: None for at, shared in row.items() if shared.number >= least}
        rivals |= dict.fromkeys(self.met_new.get(j, ()))
        others = {at: None for at, shared in column.items() if shared.number >= least}
        others |= dict.fromkeys(self.met_old.get(i, ()))
        return [at for at in rivals if at != i], [at for at in others if at != j]

    def clear(self, i: int, j: int) -> bool:
        """
        Say whether nothing but this pair fits what its two paragraphs say.

        What both have and a rival lacks must weigh enough, twice as much as what speaks for the rival, and, on one
        side at least, no less than what told the paragraph from that rival and is lost.
        """
        losses = []
        for side in self._compared(i, j):
            shares = []
            for own, against, lost in side:
                if own < _ENOUGH or own < _OVER * against:
                    return False
                shares.append(lost / own)
            if shares:
                losses.append(max(shares))
        return not losses or min(losses) <= 1

    def _compared(self, i: int, j: int) -> Iterator[Iterator[Evidence]]:
        """Yield for either side what its rivals say."""
        old, new = self.words.old, self.words.new
        rivals, others = self.near(i, j)
        for side in (
            _Side(old, new, i, j, rivals, self.partner_of_old),
            _Side(new, old, j, i, others, self.partner_of_new),
        ):
            yield side.weighed(self.words)


def _share(first: frozenset[int], second: frozenset[int]) -> float:
    """Return which share of their words two paragraphs have in common."""
    return 2 * len(first & second) / (len(first) + len(second) or 1)
