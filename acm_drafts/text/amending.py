"""
Which paragraph was amended to which: what they share, the best pairing as a whole, and whether it is sure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from acm_drafts.text.pairing import LEAST, LEAST_SHOWN, MOST_DOUBTFUL, SURE, Link, Pairing
from acm_drafts.text.paragraphs import Likeness, likeness
from acm_drafts.text.telling import Rivals, Shared, Words

Pair = tuple[int, int]

_CANDIDATES = 5  # paragraphs that are compared with one, word by word
_POSTINGS = 64  # paragraphs that one of them may vote for
_OWN = 3  # paragraphs that hold words which no other one holds
_RAREST = 24  # words and pairs of words that vote for a paragraph rewritten beyond that
WITHIN = 0.85
"""Of a paragraph's words must stand in a longer one, in order, for it to be what is left, or what was added to."""
_FEW = 6  # words of which that is never said
_TELLING = 3.0  # what the threes of a pair must weigh to need no look at rivals: three that nobody else has
_WORTH = 10.0  # points of likeness for a word that no other paragraph has


class Amended:
    """The pairs of free paragraphs that share enough words to be compared, and what comes of it."""

    def __init__(self, pairing: Pairing, votes: Mapping[int, Mapping[int, Shared]], words: Words) -> None:
        self.pairing, self.votes, self.words = pairing, votes, words
        self.rivals = Rivals(words, votes)
        self.likeness: dict[Pair, Likeness] = {}
        self.seen_plain: set[Pair] = set()
        for i, places in pairing.paired().items():
            self.rivals.choose(i, places[0])

    def compare(self, pair: Pair) -> Likeness:
        """Return how alike the two paragraphs of *pair* are."""
        if pair not in self.likeness:
            i, j = pair
            self.likeness[pair] = likeness(self.pairing.old[i], self.pairing.new[j])
        return self.likeness[pair]

    def candidates(self, old: Iterable[int], new: Iterable[int]) -> Iterator[Pair]:
        """Yield the pairs of *old* and *new* that are worth a look."""
        left_old, left_new = dict.fromkeys(old), dict.fromkeys(new)
        for j in left_new:
            votes = {i: shared for i, shared in self.votes[j].items() if i in left_old}
            ranked = _ranked(votes, j)
            for i in ranked:
                if _as_good(votes[i], votes[ranked[0]]):
                    yield i, j
                    if self.plain((i, j)):
                        self.seen_plain.add((i, j))
        for i, j in self.seen_plain:
            left_old.pop(i, None)
            left_new.pop(j, None)
        yield from _rewritten(self.pairing, list(left_old), list(left_new))

    def plain(self, pair: Pair) -> bool:
        """Say whether a pair is sure and has no rival that is anywhere near."""
        i, j = pair
        shared = self.votes[j].get(i)
        if shared is None or shared.weight < _TELLING or not self.alike(pair):
            return False
        return self.rivals.alone(i, j)

    def brief(self, pair: Pair) -> bool:
        """Say whether a pair is of two short lines."""
        return self.pairing.old[pair[0]].brief and self.pairing.new[pair[1]].brief

    def within(self, pair: Pair) -> bool:
        """Say whether nearly all that one of two paragraphs says is in the other, in words of their own."""
        i, j = pair
        shared = self.votes[j].get(i)
        fewer = min(len(self.pairing.old[i].words), len(self.pairing.new[j].words))
        if shared is None or shared.weight < _TELLING or fewer < _FEW:
            return False
        return self.compare(pair).common >= WITHIN * fewer

    def alike(self, pair: Pair) -> bool:
        """Say whether a pair is one paragraph, if no other fits as well."""
        return self.compare(pair).score >= SURE or self.within(pair)

    def eligible(self, pair: Pair) -> bool:
        """Say whether a pair is more than two strangers."""
        return self.compare(pair).score >= LEAST or self.within(pair)

    def worth(self, pair: Pair) -> float:
        """Return what a pair adds to a pairing: its likeness, and its words that few others have."""
        return self.compare(pair).score + _WORTH * self.words.own(*pair) + self.pairing.evidence(*pair)

    def sure(self, pair: Pair) -> bool:
        """Say whether a chosen pair stands clear of its rivals."""
        return pair in self.seen_plain or (self.alike(pair) and self.rivals.clear(*pair))

    def link(self, pair: Pair, *, sure: bool) -> Link:
        i, j = pair
        score = max(round(self.compare(pair).score, 1), LEAST_SHOWN)
        return Link((i,), (j,), score if sure else min(score, MOST_DOUBTFUL), doubtful=not sure)


def amended(about: Amended, left: tuple[Collection[int], Collection[int]]) -> Iterator[Link]:
    """Yield the pairs of those *left* of either side, one of them no short line, whose pairing is best as a whole."""
    free_old, free_new = (
        [at for at in side if at in free]
        for side, free in zip(left, (about.pairing.free_old, about.pairing.free_new), strict=True)
    )
    looked = dict.fromkeys(about.candidates(free_old, free_new))
    pairs = [pair for pair in looked if not about.brief(pair) and about.eligible(pair)]
    about.rivals.meet(pairs)
    chosen = chosen_pairs(pairs, about.worth)
    for i, j in chosen:
        about.rivals.choose(i, j)
    for pair in chosen:
        yield about.link(pair, sure=about.sure(pair))


def chosen_pairs(pairs: Sequence[Pair], worth: Callable[[Pair], float]) -> list[Pair]:
    """Return of *pairs* those of the highest sum of *worth*, which is asked for those alone that compete."""
    if not pairs:
        return []
    times_old, times_new = Counter(i for i, _ in pairs), Counter(j for _, j in pairs)
    alone = [(i, j) for i, j in pairs if times_old[i] == times_new[j] == 1]
    compete = [(i, j) for i, j in pairs if times_old[i] > 1 or times_new[j] > 1]
    if not compete:
        return alone
    from acm_drafts.text.assignment import best_pairs  # loads numpy: only when it is needed

    return alone + best_pairs({pair: worth(pair) for pair in compete})


def _ranked(votes: Mapping[int, Shared], j: int) -> list[int]:
    """Return the few with votes that tell most, the one nearest to place *j* first among equals."""
    return sorted(votes, key=lambda i: (-votes[i].weight, -votes[i].number, abs(i - j), i))[:_CANDIDATES]


def _as_good(votes: Shared, best: Shared) -> bool:
    """Say whether *votes* are at least half as much as the *best*."""
    return 2 * votes.weight >= best.weight or 2 * votes.number >= best.number


def _rewritten(pairing: Pairing, old: Sequence[int], new: Sequence[int]) -> Iterator[Pair]:
    """Yield the pairs among what is left that share most of their rarest words and pairs of words."""
    index: dict[object, list[int]] = defaultdict(list)
    for i in old:
        for feature in pairing.old[i].features():
            index[feature].append(i)
    for j in new:
        known = sorted(filter(None, map(index.get, pairing.new[j].features())), key=len)
        votes = Counter(chain.from_iterable(places[:_POSTINGS] for places in known[:_RAREST]))
        own = Counter(places[0] for places in known[:_RAREST] if len(places) == 1)
        nearest = sorted(votes, key=lambda i: (-votes[i], abs(i - j), i))[:_CANDIDATES]
        yield from ((i, j) for i in dict.fromkeys([*nearest, *(i for i, _ in own.most_common(_OWN))]))
