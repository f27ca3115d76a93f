"""
Which short line became which by what stands beneath and beside it: headings, what opens a list, lines said twice.

Their own words tell little: "Article 4" is another article once one was put before it, and "Recommendations" stands
in every section.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from acm_drafts.text.amending import WITHIN, Amended, Pair, chosen_pairs
from acm_drafts.text.pairing import LEAST, MOST_DOUBTFUL, Link, Pairing
from acm_drafts.text.paragraphs import Paragraph

_BENEATH = 6  # paragraphs beneath a heading that are looked at; each weighs half of the one before it
_HALF = 0.5  # of what is beneath a heading must be beneath the other one
_FAINT = 25.0  # points of likeness from which on that makes what opens a list sure
_FEW = 3  # words of what is left of a paragraph, or was there before
_ALONE = 40.0  # points of likeness of two lines between the same neighbours
_OF_A_NAME, _OF_BENEATH, _OF_BESIDE = (
    100.0,
    100.0,
    20.0,
)  # points of likeness for all that is around two lines


class Surroundings:
    """What stands beneath and beside the paragraphs of two texts, as far as these are paired."""

    def __init__(
        self, old: Sequence[Paragraph], new: Sequence[Paragraph], paired: Mapping[int, Sequence[int]]
    ) -> None:
        """*paired*: for each old paragraph with a partner the new ones that it became."""
        self.old, self.new, self.paired = old, new, paired
        self.beneath_old, self.beneath_new = _beneath(old), _beneath(new)
        self.above_new: dict[int, list[int]] = defaultdict(list)
        for head, below in self.beneath_new.items():
            for j in below:
                self.above_new[j].append(head)

    def heads(self, i: int) -> dict[int, float]:
        """Return for each new heading the share, from 0 to 1, of what stands beneath *i* that stands beneath it."""
        shares: dict[int, float] = defaultdict(float)
        total = 0.0
        for step, below in enumerate(self.beneath_old.get(i, ())):
            weight = 0.5**step
            total += weight
            heads = {head for j in self.paired.get(below, ()) for head in self.above_new.get(j, ())}
            for head in heads:
                shares[head] += weight
        return {head: share / total for head, share in shares.items()}

    def beside(self, i: int, j: int) -> float:
        """Return the share of the two neighbours of *i* that are paired with those of *j*: 0, 0.5 or 1; ends count."""
        before = i == j == 0 or j - 1 in self.paired.get(i - 1, ())
        after = (i + 1, j + 1) == (len(self.old), len(self.new)) or j + 1 in self.paired.get(i + 1, ())
        return (before + after) / 2

    def elsewhere(self, i: int, j: int) -> bool:
        """Say whether two headings stand over paragraphs of which none is in both places."""
        below, below_new = self.beneath_old.get(i), self.beneath_new.get(j)
        if not below or not below_new or self.heads(i).get(j):
            return False
        return self.old[below[0]].body != self.new[below_new[0]].body

    def expected(self, i: int) -> Iterator[int]:
        """Yield the places at which *i* would stand if it stood before, or after, the same paragraph as it did."""
        below, before = self.paired.get(i + 1), self.paired.get(i - 1)
        if below:
            yield below[0] - 1
        if before:
            yield before[-1] + 1
        if i == 0:
            yield 0


def _beneath(paragraphs: Sequence[Paragraph]) -> dict[int, list[int]]:
    """Return for each heading the paragraphs up to the next one; for one on top of another what that one has."""
    beneath: dict[int, list[int]] = {}
    below: list[int] = []
    after = False
    for at in reversed(range(len(paragraphs))):
        if paragraphs[at].heading:
            beneath[at] = below[-1 : -_BENEATH - 1 : -1]
            after = True
        else:
            if after:
                below, after = [], False
            below.append(at)
    return beneath


def by_place(pairing: Pairing) -> None:
    """Pair free paragraphs that read the same and stand before, or after, the same one; headings only before it."""
    paired = pairing.paired()

    def pair(i: int, j: int) -> None:
        if i in pairing.free_old and j in pairing.free_new and pairing.old[i].body == pairing.new[j].body:
            pairing.keep([Link((i,), (j,), 100.0)])
            paired[i] = (j,)

    for i in sorted(pairing.free_old, reverse=True):
        if i + 1 in paired:
            pair(i, paired[i + 1][0] - 1)
    for i in sorted(pairing.free_old):
        if i - 1 in paired and not pairing.old[i].heading:
            pair(i, paired[i - 1][-1] + 1)


def by_surroundings(about: Amended, *, headings: bool) -> Iterator[Link]:
    """
    Yield the pairs of free short lines that are no headings, by their words and by what stands around them.

    *headings*: of headings too, and of longer paragraphs that stand alone between the same neighbours.
    """
    pairing = about.pairing
    old = [i for i in pairing.free_old if _is_looked_at(pairing.old[i], headings)]
    new = [j for j in pairing.free_new if _is_looked_at(pairing.new[j], headings)]
    if old and new:
        lines = _Lines(about, old, new)
        yield from lines.links()


def _is_looked_at(item: Paragraph, headings: bool) -> bool:
    return headings or (item.brief and not item.heading)


def unplaced(pairing: Pairing, links: Sequence[Link]) -> Iterator[Link]:
    """Yield *links* of lines that read the same; those of headings over other paragraphs are doubtful."""
    if not links:
        return
    around = Surroundings(pairing.old, pairing.new, pairing.paired())
    for link in links:
        if around.elsewhere(link.old[0], link.new[0]):
            link = replace(link, score=MOST_DOUBTFUL, doubtful=True)
        yield link


class _Lines:
    """The free short lines of two texts, and which could be which."""

    def __init__(self, about: Amended, old: Sequence[int], new: Sequence[int]) -> None:
        self.about, self.old, self.new = about, old, new
        self.around = Surroundings(about.pairing.old, about.pairing.new, about.pairing.paired())
        self.beneath = {
            (i, j): share
            for i in old
            if about.pairing.old[i].heading
            for j, share in self.around.heads(i).items()
            if j in about.pairing.free_new
        }
        self.rivals_old: dict[int, list[Pair]] = defaultdict(list)
        self.rivals_new: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.beneath:
            self.rivals_old[pair[0]].append(pair)
            self.rivals_new[pair[1]].append(pair)

    def links(self) -> Iterator[Link]:
        pairs = [pair for pair in dict.fromkeys(self._candidates()) if self._eligible(pair)]
        self.about.rivals.meet(pairs)
        chosen = chosen_pairs(pairs, self._worth)
        for i, j in chosen:
            self.about.rivals.choose(i, j)
        for pair in chosen:
            yield self.about.link(pair, sure=self._sure(pair))

    def _candidates(self) -> Iterator[Pair]:
        yield from self.beneath
        yield from self._same()
        new = frozenset(self.new)
        for i in self.old:
            yield from self._others((i, j) for j in self.around.expected(i) if j in new)
        yield from self._others(filter(self.about.brief, self.about.candidates(self.old, self.new)))

    def _others(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield those of *pairs* that do not read the same: which of several equal lines it is, words cannot say."""
        return (pair for pair in pairs if not self._is_same(pair))

    def _same(self) -> Iterator[Pair]:
        """Yield the pairs that read the same and stand once on either side."""
        old, new = self.about.pairing.old, self.about.pairing.new
        times, times_new = Counter(old[i].body for i in self.old), Counter(new[j].body for j in self.new)
        places = {new[j].body: j for j in self.new}
        for i in self.old:
            if times[old[i].body] == times_new[old[i].body] == 1:
                yield i, places[old[i].body]

    def _is_same(self, pair: Pair) -> bool:
        return self.about.pairing.old[pair[0]].body == self.about.pairing.new[pair[1]].body

    def _eligible(self, pair: Pair) -> bool:
        """Say whether a pair is more than two strangers: by its words, or by what is around it."""
        if self.beneath.get(pair, 0.0) >= _HALF and (
            self._is_right_above(pair) or self._tells(pair) >= _FAINT
        ):
            return True
        return self.about.eligible(pair) or (self.around.beside(*pair) == 1 and self._left_of(pair))

    def _left_of(self, pair: Pair) -> bool:
        """Say whether of two paragraphs at one place the one could be what is left of the other."""
        old, new = self.about.pairing.old[pair[0]], self.about.pairing.new[pair[1]]
        alike, fewer = self.about.compare(pair), min(len(old.words), len(new.words))
        if self.about.brief(pair):
            return alike.score >= (_FAINT if self._opens_a_list(pair) else _ALONE)
        return fewer >= _FEW and alike.common >= WITHIN * fewer

    def _worth(self, pair: Pair) -> float:
        around = _OF_BENEATH * self.beneath.get(pair, 0.0) + _OF_BESIDE * self.around.beside(*pair)
        return self._tells(pair) + around

    def _tells(self, pair: Pair) -> float:
        """Return what the words of a pair tell; of two headings that their number alone tells apart always the same."""
        old, new = self.about.pairing.old[pair[0]], self.about.pairing.new[pair[1]]
        if old.heading and new.heading and old.name == new.name:
            return _OF_A_NAME + self.about.pairing.evidence(*pair)
        return self.about.worth(pair)

    def _is_right_above(self, pair: Pair) -> bool:
        return pair[1] + 1 in self.around.paired.get(pair[0] + 1, ())

    def _sure(self, pair: Pair) -> bool:
        """Say whether a chosen pair reads the same, stands above the same paragraphs, or tells by its words."""
        if self._is_same(pair):
            return not self.around.elsewhere(*pair)
        share = self.beneath.get(pair, 0.0)
        if share < _HALF:
            return not self.around.elsewhere(*pair) and self.about.sure(pair)
        rivals = (*self.rivals_old[pair[0]], *self.rivals_new[pair[1]])
        if any(self.beneath[rival] >= share / 2 for rival in rivals if rival != pair):
            return self.about.sure(pair)
        least = 0.0 if self._are_numbers(pair) else _FAINT if self._opens_a_list(pair) else LEAST
        return self.about.compare(pair).score >= least

    def _are_numbers(self, pair: Pair) -> bool:
        pairing = self.about.pairing
        return not pairing.old[pair[0]].name and not pairing.new[pair[1]].name

    def _opens_a_list(self, pair: Pair) -> bool:
        pairing = self.about.pairing
        return pairing.old[pair[0]].body.endswith(":") and pairing.new[pair[1]].body.endswith(":")
