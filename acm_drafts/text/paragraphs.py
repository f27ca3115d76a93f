"""
A paragraph as alignment sees it: without its label, its words as numbers; and how alike two of them are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz

from acm_drafts.text.labels import LATER, REPEATED
from acm_drafts.text.language import as_read
from acm_drafts.text.runs import in_common

# A label as it is typed before a paragraph: 12. / 12 bis. / 12A. / OP11 / 3.1 / (a) / (iv) / (b bis) / (ب) / A. / IV.
_LABEL = re.compile(
    rf"((?:[OP]P ?)?\d+[A-Z]?(?:\.\w+)*{LATER}?[.)]?"
    rf"|\(?(?:[a-z]|[ivx]+|\d+|[ء-ي])(?:[. ]?{REPEATED})?\)|(?:[A-Z]|[IVX]+)[.)])\s+(?=\S)"
)
_WORD = re.compile(r"\w+")
_NUMERAL = re.compile(r"\d+|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})|[a-z]")
_BRIEF = 12  # words at most of a heading, of an item of a list, of what opens a list
_ENDS = ".;,؛،"  # what a heading does not end with
_MOST_WORDS = 4_000_000  # words of one times words of the other that are compared in order
_MOST_SIGNS = 200_000_000  # the same of signs


class Vocabulary(dict[str, int]):
    """A number for every word, so that long texts are compared as short lists of numbers."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self)
        return self[word]


class Paragraph:
    """
    A paragraph without its label, and its words as numbers.

    *heading*: whether it is short and does not end as a sentence or an item does; then *name* are its words without
    figures, numerals and single letters, of which the number of a heading is made.
    """

    __slots__ = ("_bag", "body", "brief", "heading", "label", "name", "vocabulary", "words")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        text = as_read(text).strip()
        label = _LABEL.match(text)
        self.label = label[1] if label else ""
        self.body = text[label.end() :] if label else text
        self.vocabulary = vocabulary
        words = _WORD.findall(self.body.casefold())
        self.words = list(map(vocabulary.__getitem__, words))
        self.brief = len(words) <= _BRIEF
        self.heading = self.brief and not self.body.endswith(tuple(_ENDS))
        self.name: tuple[str, ...] = ()
        if self.heading:
            self.name = tuple(word for word in words if not _NUMERAL.fullmatch(word))
        self._bag: frozenset[int] | None = None

    @property
    def tells(self) -> bool:
        """Whether a heading has words that say what is beneath it; what opens a list has none."""
        return bool(self.name) and not self.body.endswith(":")

    @property
    def bag(self) -> frozenset[int]:
        """The words, each once."""
        if self._bag is None:
            self._bag = frozenset(self.words)
        return self._bag

    def features(self) -> dict[object, None]:
        """Return all words and pairs of words, in order."""
        return dict.fromkeys(chain(self.words, zip(self.words, self.words[1:], strict=False)))


class Likeness(NamedTuple):
    """How alike two paragraphs are, in percent, and how many words they have in common, in order."""

    score: float
    common: int


def likeness(first: Paragraph, second: Paragraph) -> Likeness:
    """
    Return how alike two paragraphs are: by words and by characters alike.

    Past 2,000 words of both it is by words alone, and their order plays no part: so its cost stays in proportion
    to their length.
    """
    if first.body == second.body:
        return Likeness(100.0, len(first.words))
    number = len(first.words) + len(second.words)
    if len(first.words) * len(second.words) > _MOST_WORDS:
        common = (Counter(first.words) & Counter(second.words)).total()
        return Likeness(200 * common / number, common)
    common = in_common(first.words, second.words)
    by_word = 200 * common / number if number else 100.0
    if len(first.body) * len(second.body) > _MOST_SIGNS:
        return Likeness(by_word, common)
    return Likeness((by_word + fuzz.ratio(first.body, second.body)) / 2, common)


def together(parts: Sequence[Paragraph]) -> Paragraph:
    """Return consecutive *parts* as one paragraph."""
    return Paragraph(" ".join(part.body for part in parts), parts[0].vocabulary)
