"""
Which paragraph of one text became which of another, where nothing but their words can tell.

Only for texts that come from outside; inside the house a paragraph's identity is permanent.
Labels and order are evidence here, never proof, and a doubtful pair says so with its score,
for a person to confirm. It knows words, not what a heading or a sub-paragraph is.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

from acm_drafts.text.language import as_read

SURE = 72.0
"""From this score on a pair is one paragraph amended; below, a person should be asked."""
LEAST = 56.0
"""Below this score two paragraphs are strangers."""

_RAREST = 24  # features of a paragraph that vote for where it comes from
_POSTINGS = 64  # paragraphs that one feature may vote for
_CANDIDATES = 5  # paragraphs that are compared with it word by word
_CONTAINED = 0.6  # of a part's features must be in the whole


@dataclass(frozen=True, slots=True)
class Link:
    """
    Paragraphs of the old text and what they are in the new one, as indexes.

    One to one: the same paragraph, amended, moved or unchanged. Empty *new*: dropped. Empty *old*:
    new. Several *new*: split; several *old*: joined. *score* tells how alike the words are, in
    percent, labels apart; it is 0 where one side is empty.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    score: float

    @property
    def doubtful(self) -> bool:
        """Whether this is only "maybe the same", for a person to confirm."""
        return bool(self.old and self.new) and self.score < SURE


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Link, ...]:
    """
    Return which paragraphs of *old* became which of *new*; every index is in exactly one link.

    First what reads the same, its label apart; then what was split or joined, perhaps edited too;
    then the pairing of the rest that is best as a whole, whatever the order. Links come in the
    order of *new*, a dropped paragraph after the one that stood before it.
    """
    before, after = [_Paragraph(text) for text in old], [_Paragraph(text) for text in new]
    pairing = _Pairing(before, after)
    pairing.keep(_identical(before, after))
    pairing.keep(_divided(pairing))
    pairing.keep(_amended(pairing))
    return pairing.links()


# A label as it is typed before a paragraph: 12. / 12 bis. / 3.1 / (a) / (iv) / a)
_LABEL = re.compile(r"(\d+(?:\.\w+)*(?: (?:bis|ter|quater|alt))?[.)]?|\(?(?:[a-z]|[ivx]+|\d+)\))\s+(?=\S)")
_WORD = re.compile(r"\w+")


class _Paragraph:
    """A paragraph's words without its label, and the features by which it may be found again."""

    __slots__ = ("body", "features", "label", "words")

    def __init__(self, text: str) -> None:
        text = as_read(text).strip()
        label = _LABEL.match(text)
        self.label = label[1] if label else ""
        self.body = text[label.end() :] if label else text
        self.words = _WORD.findall(self.body.casefold())
        self.features: set[object] = {*self.words, *zip(self.words, self.words[1:], strict=False)}


def _score(one: _Paragraph, other: _Paragraph) -> float:
    """Return how alike two paragraphs are, in percent: by words and by characters alike."""
    if one.body == other.body:
        return 100.0
    by_word = 100 * Indel.normalized_similarity(one.words, other.words)
    return float(by_word + fuzz.ratio(one.body, other.body)) / 2


def _together(parts: Sequence[_Paragraph]) -> _Paragraph:
    return _Paragraph(" ".join(part.body for part in parts))


class _Pairing:
    """The links found so far and the paragraphs that are still free."""

    def __init__(self, old: Sequence[_Paragraph], new: Sequence[_Paragraph]) -> None:
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
        return (label != "" and label == self.new[j].label) + 1 - apart

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


def _identical(old: Sequence[_Paragraph], new: Sequence[_Paragraph]) -> Iterator[Link]:
    """Yield the paragraphs that read the same: those in order first, then the moved ones."""
    bodies, new_bodies = [item.body for item in old], [item.body for item in new]
    taken: set[int] = set()
    for block in LCSseq.opcodes(bodies, new_bodies).as_matching_blocks():
        for step in range(block.size):
            taken.add(block.b + step)
            yield Link((block.a + step,), (block.b + step,), 100.0)
    places = defaultdict(list)
    for i, body in enumerate(bodies):
        places[body].append(i)
    for j, body in enumerate(new_bodies):
        if j not in taken:
            yield from (Link((i,), (j,), 100.0) for i in places[body])


def _votes(
    paragraphs: Mapping[int, _Paragraph], others: Mapping[int, _Paragraph]
) -> Iterator[tuple[int, list[int]]]:
    """Yield for each of *paragraphs* the few of *others* that share most of its rarest features."""
    index: dict[object, list[int]] = defaultdict(list)
    for i, other in others.items():
        for feature in other.features:
            index[feature].append(i)
    for j, paragraph in paragraphs.items():
        lists = sorted((index[feature] for feature in paragraph.features if feature in index), key=len)
        votes = Counter(i for places in lists[:_RAREST] for i in places[:_POSTINGS])
        yield j, sorted(votes, key=lambda i: (-votes[i], abs(i - j), i))[:_CANDIDATES]


def _divided(pairing: _Pairing) -> list[Link]:
    """Return the paragraphs that were split, and those that were joined, the surest first."""
    old = {i: pairing.old[i] for i in pairing.free_old}
    new = {j: pairing.new[j] for j in pairing.free_new}
    found = [Link((whole,), parts, score) for whole, parts, score in _wholes(new, old)]
    found += [Link(parts, (whole,), score) for whole, parts, score in _wholes(old, new)]
    return sorted(found, key=lambda link: -link.score)


def _wholes(
    parts: Mapping[int, _Paragraph], wholes: Mapping[int, _Paragraph]
) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Yield whole, consecutive parts and score wherever parts together make one of *wholes*."""
    runs: list[tuple[int, list[int]]] = []
    for j, candidates in _votes(parts, wholes):
        if not candidates:
            continue
        whole = candidates[0]
        features = parts[j].features
        if len(features & wholes[whole].features) < _CONTAINED * len(features):
            continue
        if runs and runs[-1][0] == whole and runs[-1][1][-1] == j - 1:
            runs[-1][1].append(j)
        else:
            runs.append((whole, [j]))
    for whole, run in runs:
        if len(run) > 1:
            score = _score(wholes[whole], _together([parts[j] for j in run]))
            fewer = max(_score(wholes[whole], _together([parts[j] for j in less])) for less in (run[1:], run[:-1]))
            if score >= LEAST and score > fewer:
                yield whole, tuple(run), score


def _amended(pairing: _Pairing) -> Iterator[Link]:
    """Yield the pairs of the pairing that is best as a whole."""
    old = {i: pairing.old[i] for i in pairing.free_old}
    new = {j: pairing.new[j] for j in pairing.free_new}
    scores: dict[tuple[int, int], float] = {}
    for j, candidates in _votes(new, old):
        for i in candidates:
            score = _score(old[i], new[j])
            if score >= LEAST:
                scores[i, j] = score
    for rows, columns in _components(scores):
        for i, j in _best(rows, columns, scores, pairing):
            yield Link((i,), (j,), round(scores[i, j], 1))


def _components(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the old and new indexes of each group of paragraphs that *pairs* hold together."""
    neighbours: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for i, j in pairs:
        neighbours["old", i].append(("new", j))
        neighbours["new", j].append(("old", i))
    seen: set[tuple[str, int]] = set()
    for start in neighbours:
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for node in group:
            fresh = [other for other in neighbours[node] if other not in seen]
            seen.update(fresh)
            group += fresh
        yield sorted(i for side, i in group if side == "old"), sorted(j for side, j in group if side == "new")


def _best(
    rows: Sequence[int], columns: Sequence[int], scores: Mapping[tuple[int, int], float], pairing: _Pairing
) -> list[tuple[int, int]]:
    """Return the pairs with the highest sum of scores; labels and places decide between equals."""
    if len(rows) == len(columns) == 1:
        return [(rows[0], columns[0])]
    import numpy  # noqa: PLC0415  - the two take longer to load than most texts to align
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    worth = numpy.zeros((len(rows), len(columns)))
    row, column = {i: r for r, i in enumerate(rows)}, {j: c for c, j in enumerate(columns)}
    for (i, j), score in scores.items():
        if i in row and j in column:
            worth[row[i], column[j]] = score + pairing.evidence(i, j)
    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return [(rows[r], columns[c]) for r, c in chosen if worth[r, c]]
