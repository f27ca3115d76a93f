"""
The links of an alignment as they come together, and what is still without a partner.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from acm_drafts.text.paragraphs import Paragraph

SURE = 72.0
"""Below this score a person is asked, unless all words of one are in the other or what is around short lines tells."""
LEAST = 52.0
"""Below this score two paragraphs are strangers, with the same exceptions."""
LEAST_SHOWN = 1.0
"""The lowest score of a pair: two numbers over the same paragraphs have no word in common."""
MOST_DOUBTFUL = 99.0
"""The highest score of a doubtful pair: lines that read the same are one where they stand over other paragraphs."""


@dataclass(frozen=True, slots=True)
class Link:
    """
    Paragraphs of the old text and what they are in the new one, as indexes.

    One to one: the same paragraph, amended, moved or unchanged. Empty *new*: dropped. Empty *old*:
    new. Several *new*: split; several *old*: joined. *score* tells how alike the words are, in
    percent, labels apart; it is 0 where one side is empty. It is rounded: 100 may hide one word in
    thousands, and white space or capitals alone make it less; compare the texts to know whether
    anything was amended. A move shows only in the order of the links.

    *doubtful*: this has two sides and is only "maybe the same", for a person to confirm. It says more than the score:
    of paragraphs that differ in the name of a State alone, 97 may be doubtful; a sentence to which three were added is
    not, at 40.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    score: float
    doubtful: bool = False


class Pairing:
    """The links found so far and the paragraphs that are still free."""

    def __init__(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        self.old, self.new = old, new
        self.free_old, self.free_new = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
        self.found: list[Link] = []

    def keep(self, links: Iterable[Link]) -> None:
        """Take those *links*, best first as given, whose paragraphs are all free."""
        for link in links:
            if all(i in self.free_old for i in link.old) and all(j in self.free_new for j in link.new):
                self.found.append(link)
                for i in link.old:
                    del self.free_old[i]
                for j in link.new:
                    del self.free_new[j]

    def evidence(self, i: int, j: int) -> float:
        """Return up to two points for an equal label and a near place."""
        label = self.old[i].label
        apart = abs(i / len(self.old) - j / len(self.new))
        return (label != "" and label == self.new[j].label) + 1 - apart**2

    def links(self) -> tuple[Link, ...]:
        """Return all links, free paragraphs as new or dropped, in reading order."""
        place = {i: link.new[0] for link in self.found for i in link.old}
        keyed = [((link.new[0], 0, 0), link) for link in self.found]
        keyed += [((j, 0, 0), Link((), (j,), 0.0)) for j in self.free_new]
        at = -1
        for i in range(len(self.old)):
            at = place.get(i, at)
            if i in self.free_old:
                keyed.append(((at, 1, i), Link((i,), (), 0.0)))
        return tuple(link for _, link in sorted(keyed, key=lambda pair: pair[0]))

    def paired(self) -> dict[int, tuple[int, ...]]:
        """Return for each old paragraph that surely has a partner the new ones that it became."""
        return {i: link.new for link in self.found if not link.doubtful for i in link.old}
