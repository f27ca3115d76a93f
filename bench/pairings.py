"""
How well alignment pairs what belongs together, on generated families whose pairs are known.

A row for each family: the share of paragraphs told rightly, and the share "sure and wrong", for which nobody would
be asked. The families are those that a text of a conference brings: series of paragraphs that differ in a State, a
figure or a clause; headings renumbered, reworded and moved; short and shortened paragraphs; pure additions.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from acm_drafts.text.align import Link, align
from bench.rewrites import REWRITES

STATES = (
    "Afghanistan Albania Algeria Azerbaijan Bahrain Bangladesh Benin Brunei Cameroon Chad Comoros Djibouti Egypt Gabon "
    "Gambia Guinea Guyana Indonesia Iran Iraq Jordan Kazakhstan Kuwait Kyrgyzstan Lebanon Libya Malaysia Maldives Mali "
    "Mauritania Morocco Mozambique Niger Nigeria Oman Pakistan Palestine Qatar Senegal Somalia Sudan Suriname Syria "
    "Tajikistan Togo Tunisia Türkiye Turkmenistan Uganda Uzbekistan Yemen Chile Peru Kenya Ghana Zambia Malawi Nepal "
    "Bhutan Mongolia Fiji Samoa Tonga Vanuatu Norway Iceland Estonia Latvia Lithuania Malta Cyprus Andorra"
).split()
TOPICS = (
    "water energy trade health education culture tourism transport agriculture fisheries forests deserts oceans soil "
    "youth women children refugees disarmament statistics taxation customs insurance banking heritage manuscripts "
    "archives sport housing railways ports aviation vaccines nutrition seeds livestock mining satellites "
    "cybersecurity broadcasting"
).split()
SUBJECTS = (
    "conservation restoration financing governance monitoring reporting exchange training protection promotion"
).split()
VERBS = (
    "Stresses the need for",
    "Calls for",
    "Calls upon Member States to ensure",
    "Urges all parties to pursue",
    "Welcomes",
    "Reaffirms its support for",
    "Encourages",
    "Requests the General Secretariat to prepare",
)
NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()


@dataclass
class Text:
    """Two wordings of one text, paragraph by paragraph, and which is known to be which."""

    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    pairs: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Source:
    """Sentences to make texts of."""

    sentences: Sequence[str]

    @property
    def words(self) -> list[str]:
        return [word for sentence in self.sentences for word in sentence.split()]

    def paragraph(self, chance: random.Random) -> str:
        """Return a sentence of its own: as long as those that are there, of their words."""
        words = self.words
        opening = chance.choice(self.sentences).split()[:6]
        return " ".join([*opening, *(chance.choice(words) for _ in range(chance.randint(12, 50)))])


OWN = Source([sentence for pair in REWRITES[:20] for sentence in pair])
HELD_OUT = Source([sentence for pair in REWRITES[20:] for sentence in pair])


def edited(text: str, source: Source, chance: random.Random, most: int = 3, keep: str = "") -> str:
    """Return *text* with up to *most* words replaced, added or dropped, those of *keep* apart."""
    words = text.split(" ")
    kept = set(keep.split())
    for _ in range(chance.randint(0, most)):
        at = chance.randrange(len(words))
        kind = chance.randrange(3)
        if kind == 0 and words[at] not in kept:
            words[at] = chance.choice(source.words)
        elif kind == 1 and not (at and {words[at - 1], words[at]} <= kept):
            words.insert(at, chance.choice(source.words))
        elif kind == 2 and words[at] not in kept and len(words) > 4:
            del words[at]
    return " ".join(words)


def composed(
    old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]], *, numbered: bool = True
) -> Text:
    """Return the text whose paragraphs are known by the number that each comes with."""
    place = {key: i for i, (key, _) in enumerate(old)}
    pairs = {(place[key], j) for j, (key, _) in enumerate(new) if key in place}
    form = "{0}. {1}" if numbered else "{1}"
    return Text(
        [form.format(i + 1, text) for i, (_, text) in enumerate(old)],
        [form.format(j + 1, text) for j, (_, text) in enumerate(new)],
        pairs,
    )


# Series ------------------------------------------------------------------------------------------


def keys(kind: str, count: int, source: Source, chance: random.Random) -> list[str]:
    """Return what tells *count* members of a series apart."""
    if kind == "State":
        return chance.sample(STATES, count)
    if kind == "figure":
        return [str(number) for number in chance.sample(range(2, 2000), count)]
    found: dict[str, None] = {}
    while len(found) < count:
        words = [chance.choice(source.words) for _ in range(chance.randint(3, 5))]
        found[" ".join([*words, chance.choice(TOPICS)])] = None
    return list(found)


def boilerplate(source: Source, chance: random.Random) -> Callable[[str], str]:
    words = chance.choice(source.sentences).split()[: chance.randint(10, 60)]
    at = chance.randrange(1, len(words))
    return lambda key: " ".join([*words[:at], key, *words[at:]])


def series(kind: str) -> Callable[[Source, random.Random], Text]:
    """Return a maker of series of 3 to 60 members, among other paragraphs: amended, shuffled, dropped and added."""

    def make(source: Source, chance: random.Random) -> Text:
        count = chance.choice((3, 4, 5, 7, 8, 10, 12, 16, 17, 20, 30, 45, 60))
        more = chance.choice((0, 0, 1, 2, 3))
        telling = keys(kind, count + more, source, chance)
        member = boilerplate(source, chance)
        texts = {number: member(key) for number, key in enumerate(telling)}
        others = {1000 + number: source.paragraph(chance) for number in range(chance.randint(0, 12))}
        old = [(number, texts[number]) for number in range(count)]
        at = chance.randint(0, len(others))
        listed = list(others.items())
        before = listed[:at] + old + listed[at:]
        kept = [item for item in old if chance.random() > chance.choice((0, 0, 0.2))]
        new = kept + [(number, texts[number]) for number in range(count, count + more)]
        new = amended(new, telling, source, chance)
        if chance.random() < 0.8:
            chance.shuffle(new)
        rest = [(number, edited(text, source, chance)) for number, text in listed]
        return composed(before, rest[:at] + new + rest[at:], numbered=chance.random() < 0.7)

    return make


def amended(
    members: Sequence[tuple[int, str]], telling: Sequence[str], source: Source, chance: random.Random
) -> list[tuple[int, str]]:
    """Return the members with words changed in all of them alike, or in some as it comes."""
    every = chance.random() < 0.6
    counts = Counter(word for _, text in members for word in dict.fromkeys(text.split()))
    common = [word for word, number in counts.items() if number == len(members)] or [""]
    gone = dict.fromkeys(chance.sample(common, min(len(common), chance.randint(1, 3))))
    instead = {word: chance.choice(source.words) for word in gone}
    found = []
    for number, text in members:
        if every:
            text = " ".join(instead.get(word, word) for word in text.split(" "))
        if not every or chance.random() < 0.2:
            text = edited(text, source, chance, keep=telling[number])
        found.append((number, text))
    return found


# Headings ----------------------------------------------------------------------------------------


def headings(source: Source, chance: random.Random) -> Text:
    """Return sections that were moved, renumbered and reworded with what is beneath them."""
    count = chance.randint(3, 14)
    style = chance.choice(("Article {0}", "{1}. {2}", "Article {0}: {2}", "{2}", "Chapter {1} — {2}"))
    names = [
        f"{chance.choice(SUBJECTS)} of {topic}".capitalize() for topic in chance.sample(TOPICS, count + 2)
    ]
    repeated = chance.random() < 0.4
    sections = {
        number: [source.paragraph(chance) for _ in range(chance.randint(1, 5))] for number in range(count + 2)
    }
    order = list(range(count))
    later = [number for number in order if chance.random() > 0.1] or order
    later += list(range(count, count + chance.randint(0, 2)))
    if chance.random() < 0.7:
        chance.shuffle(later)

    def written(numbers: Sequence[int], *, again: bool) -> list[tuple[int, str]]:
        lines = []
        for place, number in enumerate(numbers):
            name = names[number]
            if again and chance.random() < 0.3:
                name = chance.choice(
                    (f"{name} and services", f"The {name.lower()}", name.replace(" of ", " for "))
                )
            lines.append((10_000 + number, style.format(place + 1, NUMERALS[place], name)))
            for at, text in enumerate(sections[number]):
                lines.append((100 * number + at, edited(text, source, chance, 6) if again else text))
            if repeated:
                lines.append((20_000 + number, "Recommendations"))
                text = (
                    f"{names[number]} is to be followed up by {source.paragraph(chance)}" if not again else ""
                )
                lines.append(
                    (30_000 + number, follow_up.setdefault(number, text or source.paragraph(chance)))
                )
        return lines

    follow_up: dict[int, str] = {}
    return composed(written(order, again=False), written(later, again=True), numbered=False)


# Short, shortened, longer --------------------------------------------------------------------------


def short(source: Source, chance: random.Random) -> Text:
    """Return short paragraphs that open lists, with another verb, and short items, with a word changed."""
    old, new = [], []
    number = 0
    for _ in range(chance.randint(2, 8)):
        verb, other = chance.sample(VERBS, 2)
        topics = chance.sample(TOPICS, chance.randint(2, 6))
        changed = chance.random() < 0.6
        old.append((number, f"{verb}:"))
        new.append((number, f"{other if changed else verb}:"))
        for topic in topics:
            number += 1
            subject, second = chance.sample(SUBJECTS, 2)
            item = f"The {subject} of {topic} in {chance.choice(STATES)};"
            old.append((number, item))
            amended_item = chance.choice((item, item, item.replace(subject, second), f"National {item}"))
            if chance.random() > 0.1:
                new.append((number, amended_item))
        if chance.random() < 0.5:
            number += 1
            text = source.paragraph(chance)
            old.append((number, text))
            new.append((number, edited(text, source, chance)))
        number += 1
    return composed(old, new)


def shortened(source: Source, chance: random.Random) -> Text:
    """Return paragraphs of several sentences of which some kept the first alone, or the last."""
    old, new = [], []
    for number in range(chance.randint(3, 25)):
        sentences = [source.paragraph(chance) + "." for _ in range(chance.randint(2, 5))]
        old.append((number, " ".join(sentences)))
        if chance.random() < 0.4:
            sentences = chance.choice((sentences[:1], sentences[:1], sentences[-1:]))
        text = " ".join(sentences)
        if chance.random() < 0.3:
            text = edited(text, source, chance)
        if chance.random() > 0.1:
            new.append((number, text))
    if chance.random() < 0.3:
        chance.shuffle(new)
    return composed(old, new)


def additions(source: Source, chance: random.Random) -> Text:
    """Return paragraphs to which sentences were added, twice their length and more, and paragraphs that are new."""
    old, new = [], []
    for number in range(chance.randint(3, 25)):
        text = source.paragraph(chance)
        old.append((number, f"{text}."))
        if chance.random() < 0.5:
            more = " ".join(source.paragraph(chance) for _ in range(chance.randint(1, 3)))
            text = chance.choice((f"{text}. {more}", f"{text}, {more}", f"{more} {text}"))
        new.append((number, f"{text}."))
        if chance.random() < 0.15:
            new.append((1000 + number, source.paragraph(chance)))
    return composed(old, new)


def mixed(source: Source, chance: random.Random) -> Text:
    """Return several of the others one after the other."""
    text = Text()
    for make in chance.sample([*FAMILIES.values()][:-1], 3):
        part = make(source, chance)
        text.pairs |= {(i + len(text.old), j + len(text.new)) for i, j in part.pairs}
        text.old += part.old
        text.new += part.new
    return text


FAMILIES: Mapping[str, Callable[[Source, random.Random], Text]] = {
    "series that differ in a State": series("State"),
    "series that differ in a figure": series("figure"),
    "series that differ in a clause": series("clause"),
    "headings with what is beneath them": headings,
    "short paragraphs": short,
    "shortened paragraphs": shortened,
    "pure additions": additions,
    "several of these": mixed,
}


KINDS = {"right": "right", "asked": "asked of a person", "missed": "not found", "wrong": "sure and wrong"}


# What is counted -----------------------------------------------------------------------------------


def verdicts(text: Text, links: Sequence[Link]) -> Counter[str]:
    """
    Return how many paragraphs of both wordings are told how.

    "right": paired as is known, or alone where it is; "asked": in a doubtful pair, rightly or not; "wrong": in a sure
    pair that is not known, or only in part; "missed": alone, where a partner is known. The first two overlap.
    """
    found: Counter[str] = Counter()
    for link in links:
        pairs = {(i, j) for i in link.old for j in link.new}
        number = len(link.old) + len(link.new)
        found["all"] += number
        found["asked"] += number * link.doubtful
        known = any(i in link.old or j in link.new for i, j in text.pairs)
        right = pairs <= text.pairs if pairs else not known
        found["right"] += number * right
        found["missed"] += number * (not pairs and not right)
        found["wrong"] += number * (bool(pairs) and not right and not link.doubtful)
    return found


def counted(name: str, source: Source, seeds: range) -> Counter[str]:
    """Return the verdicts on one text of a family for each seed."""
    total: Counter[str] = Counter()
    for seed in seeds:
        text = FAMILIES[name](source, random.Random(f"{name} {seed}"))
        total += verdicts(text, align(text.old, text.new))
    return total


def run() -> Iterator[dict[str, object]]:
    """Yield for each family the shares in percent, on sentences and seeds that no rule was chosen by."""
    for name in FAMILIES:
        total = counted(name, HELD_OUT, range(1000, 1060))
        for kind, told in KINDS.items():
            share = round(100 * total[kind] / total["all"], 2)
            yield {"name": f"text.align, {name}: {told}", "value": share, "unit": "%"}


if __name__ == "__main__":
    for measurement in run():
        print(json.dumps(measurement), flush=True)
