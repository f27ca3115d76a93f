"""
Which paragraph of one text became which of another, where nothing but their words can tell.

The arithmetic is in `assignment`, which loads numpy: only who needs it does.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from acm_drafts.text.language import as_read
from acm_drafts.text.runs import in_common

SURE = 72.0
"""From this score on a pair is one paragraph amended; below, a person should be asked."""
LEAST = 52.0
"""Below this score two paragraphs are strangers."""

_CANDIDATES = 5  # paragraphs that are compared with one, word by word
_POSTINGS = 64  # paragraphs that one of them may vote for
_RAREST = 24  # words and pairs of words that vote for a paragraph rewritten beyond that
_MOST_SIGNS = (
    20_000_000_000  # of one paragraph times of the other that are compared one by one: 22,000 words each
)
_CONTAINED = 0.4  # of a part's threes must be in the whole: an edit costs three of them


@dataclass(frozen=True, slots=True)
class Link:
    """
    Paragraphs of the old text and what they are in the new one, as indexes.

    One to one: the same paragraph, amended, moved or unchanged. Empty *new*: dropped. Empty *old*:
    new. Several *new*: split; several *old*: joined. *score* tells how alike the words are, in
    percent, labels apart; it is 0 where one side is empty. It is rounded: 100 may hide one word in
    thousands, and white space or capitals alone make it less; compare the texts to know whether
    anything was amended. A move shows only in the order of the links.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    score: float

    @property
    def doubtful(self) -> bool:
        """Whether this has two sides and is only "maybe the same" (a score below `SURE`): for a person to confirm."""
        return bool(self.old and self.new) and self.score < SURE


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Link, ...]:
    """
    Return which paragraphs of *old* became which of *new*; every index is in exactly one link.

    First what reads the same, its label apart; then what was split or joined, perhaps edited too;
    then the pairing of the rest that is best as a whole, whatever the order. Links come in the
    order of *new*, a dropped paragraph after the one that stood before it. A label is a number or
    a bracketed letter or numeral at the head, with white space after it: "1.", "12.3", "1 bis.",
    "(a)", "(iv)", "١."; anything else there, such as "PP1" or "§ 4", is a word. A number that opens
    a sentence is taken for one too: "15 States" and "12 States" pair as alike, and are to be compared.
    """
    vocabulary = _Vocabulary()
    before = [_Paragraph(text, vocabulary) for text in old]
    after = [_Paragraph(text, vocabulary) for text in new]
    pairing = _Pairing(before, after)
    pairing.keep(_identical(before, after))
    votes = _votes(pairing, len(vocabulary))
    pairing.keep(_divided(pairing, votes))
    pairing.keep(_amended(pairing, votes))
    pairing.found = [_extended(pairing, link) for link in pairing.found]
    return pairing.links()


# A label as it is typed before a paragraph: 12. / 12 bis. / 3.1 / (a) / (iv) / a)
_LABEL = re.compile(
    r"(\d+(?:\.\w+)*(?: (?:bis|ter|quater|alt|ante))?[.)]?|\(?(?:[a-z]|[ivx]+|\d+)\))\s+(?=\S)"
)
_WORD = re.compile(r"\w+")


class _Vocabulary(dict[str, int]):
    """A number for every word, so that long texts are compared as short lists of numbers."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self)
        return self[word]


class _Paragraph:
    """A paragraph without its label, and its words as numbers."""

    __slots__ = ("body", "label", "vocabulary", "words")

    def __init__(self, text: str, vocabulary: _Vocabulary) -> None:
        text = as_read(text).strip()
        label = _LABEL.match(text)
        self.label = label[1] if label else ""
        self.body = text[label.end() :] if label else text
        self.vocabulary = vocabulary
        self.words = list(map(vocabulary.__getitem__, _WORD.findall(self.body.casefold())))

    def features(self) -> dict[object, None]:
        """Return all words and pairs of words, in order."""
        return dict.fromkeys(chain(self.words, zip(self.words, self.words[1:], strict=False)))


def _score(one: _Paragraph, other: _Paragraph) -> float:
    """Return how alike two paragraphs are, in percent: by words and by characters alike."""
    if one.body == other.body:
        return 100.0
    number = len(one.words) + len(other.words)
    by_word = 200 * in_common(one.words, other.words) / number if number else 100.0
    if len(one.body) * len(other.body) > _MOST_SIGNS:
        return by_word
    return (by_word + fuzz.ratio(one.body, other.body)) / 2


def _together(parts: Sequence[_Paragraph]) -> _Paragraph:
    return _Paragraph(" ".join(part.body for part in parts), parts[0].vocabulary)


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


def _votes(pairing: _Pairing, vocabulary: int) -> dict[int, dict[int, int]]:
    """Return for each free new paragraph how many runs of three words it shares with old ones."""
    old = {i: pairing.old[i].words for i in pairing.free_old}
    new = {j: pairing.new[j].words for j in pairing.free_new}
    if not old or not new:
        return {j: {} for j in new}
    from acm_drafts.text.assignment import shared_threes  # loads numpy: only when it is needed

    return shared_threes(old, new, vocabulary)


def _ranked(votes: Mapping[int, int], j: int) -> list[int]:
    """Return the few with most votes, the one nearest to place *j* first among equals."""
    return sorted(votes, key=lambda i: (-votes[i], abs(i - j), i))[:_CANDIDATES]


def _divided(pairing: _Pairing, votes: Mapping[int, Mapping[int, int]]) -> list[Link]:
    """Return the paragraphs that were split, and those that were joined, the surest first."""
    splits: dict[int, int] = {}
    most: dict[int, tuple[int, int]] = {}
    for j, count in votes.items():
        number, i = max(((number, -i) for i, number in count.items()), default=(0, 0))
        if _part(number, pairing.new[j]):
            splits[j] = -i
        for i, number in count.items():
            if _part(number, pairing.old[i]):
                most[i] = max(most.get(i, (0, 0)), (number, -j))
    joins = {i: -j for i, (_, j) in most.items()}
    found = [Link((i,), parts, score) for i, parts, score in _wholes(splits, pairing.new, pairing.old)]
    found += [Link(parts, (j,), score) for j, parts, score in _wholes(joins, pairing.old, pairing.new)]
    return sorted(found, key=lambda link: -link.score)


def _part(shared: int, paragraph: _Paragraph) -> bool:
    """Say whether so many shared threes make *paragraph* a likely part of another one."""
    return shared >= _CONTAINED * max(len(paragraph.words) - 2, 1)


def _wholes(
    whole_of: Mapping[int, int], parts: Sequence[_Paragraph], wholes: Sequence[_Paragraph]
) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Yield whole, consecutive parts and score wherever parts together make one of *wholes*."""
    runs: list[tuple[int, list[int]]] = []
    for part, whole in sorted(whole_of.items()):
        if runs and runs[-1][0] == whole and runs[-1][1][-1] == part - 1:
            runs[-1][1].append(part)
        else:
            runs.append((whole, [part]))
    for whole, run in runs:
        if len(run) == 1:
            continue
        score, best = _without_ends([parts[part] for part in run], wholes[whole])
        if len(best) > 1 and score >= LEAST:
            yield whole, tuple(run[at] for at in best), round(score, 1)


def _without_ends(parts: Sequence[_Paragraph], whole: _Paragraph) -> tuple[float, range]:
    """Return score and places of the *parts* that make *whole* best, those at the ends left out that do not help."""
    best = range(len(parts))
    score = _score(whole, _together(parts))
    while len(best) > 1:
        fewer, less = max(
            (
                (_score(whole, _together(parts[less.start : less.stop])), less)
                for less in (best[1:], best[:-1])
            ),
            key=lambda found: found[0],
        )
        if fewer < score:
            break
        score, best = fewer, less
    return score, best


def _candidates(pairing: _Pairing, votes: Mapping[int, Mapping[int, int]]) -> dict[tuple[int, int], float]:
    """Return the score of each pair of free paragraphs that share enough words to be compared."""
    scores: dict[tuple[int, int], float] = {}
    sure_old, sure_new = set(), set()
    for j in pairing.free_new:
        ranked = _ranked(votes[j], j)
        for i in ranked:
            if i in pairing.free_old and 2 * votes[j][i] >= votes[j][ranked[0]]:
                scores[i, j] = _score(pairing.old[i], pairing.new[j])
                if scores[i, j] >= SURE:
                    sure_old.add(i)
                    sure_new.add(j)
    rest = (
        [i for i in pairing.free_old if i not in sure_old],
        [j for j in pairing.free_new if j not in sure_new],
    )
    for i, j in _rewritten(pairing, *rest):
        scores.setdefault((i, j), _score(pairing.old[i], pairing.new[j]))
    return scores


def _amended(pairing: _Pairing, votes: Mapping[int, Mapping[int, int]]) -> Iterator[Link]:
    """Yield the pairs of the pairing that is best as a whole."""
    scores = _candidates(pairing, votes)
    scores = {pair: score for pair, score in scores.items() if score >= LEAST}
    if scores:
        from acm_drafts.text.assignment import best_pairs

        for i, j in best_pairs({(i, j): score + pairing.evidence(i, j) for (i, j), score in scores.items()}):
            yield Link((i,), (j,), round(scores[i, j], 1))


def _extended(pairing: _Pairing, link: Link) -> Link:
    """Return *link* with the free neighbours that hold what it lacks: a short piece split off, or joined."""
    old, new, score = link.old, link.new, link.score
    if len(old) == 1:
        new, score = _grown(new, score, pairing.new, pairing.free_new, pairing.old[old[0]])
    if len(new) == 1:
        old, score = _grown(old, score, pairing.old, pairing.free_old, pairing.new[new[0]])
    return Link(old, new, score)


def _grown(
    run: tuple[int, ...], score: float, parts: Sequence[_Paragraph], free: dict[int, None], whole: _Paragraph
) -> tuple[tuple[int, ...], float]:
    for part in (run[0] - 1, run[-1] + 1):
        if part in free and _mostly_in(parts[part].words, whole.words):
            longer = tuple(sorted((*run, part)))
            better = round(_score(whole, _together([parts[each] for each in longer])), 1)
            if better >= score + 1:
                del free[part]
                return _grown(longer, better, parts, free, whole)
    return run, score


def _mostly_in(words: Sequence[int], whole: Sequence[int]) -> bool:
    known = set(whole)
    return 10 * sum(word in known for word in words) > 7 * len(words)


def _rewritten(pairing: _Pairing, old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs among what is left that share most of their rarest words and pairs of words."""
    index: dict[object, list[int]] = defaultdict(list)
    for i in old:
        for feature in pairing.old[i].features():
            index[feature].append(i)
    for j in new:
        known = sorted(filter(None, map(index.get, pairing.new[j].features())), key=len)
        votes = Counter(chain.from_iterable(places[:_POSTINGS] for places in known[:_RAREST]))
        yield from ((i, j) for i in _ranked(votes, j))
