"""
How far a text has come: each paragraph in exactly one class, counted by section and level, and how long the text is.

The state of a paragraph is the one that its reader is told; nothing here derives one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.lines import counted as counted_lines
from acm_drafts.negotiation.status import counted_state
from acm_drafts.negotiation.terms import WITHHELD, ParagraphState, Stance
from acm_drafts.text.tokens import count


class ProgressClass(StrEnum):
    """How far one paragraph has come, the furthest first."""

    AGREED = "agreed"
    NEARLY = "nearly"
    """
    Nothing waits on it, the Mission alone decided nothing on it in the newest round (that is not asked of an earlier
    draft), and all that stands against it is that somebody reserves or awaits instructions.
    """
    BRACKETS = "brackets"
    OPEN = "open"
    NONE = "none"
    """Nothing was ever proposed on it, nobody took a position, no sitting declined it, no silence on it is broken."""
    WITHHELD = "withheld"
    """The reader does not see the proposals of the round: whether there are any on it is not told."""


CLASS_WORDS: Mapping[ProgressClass, str] = {
    ProgressClass.AGREED: N_("Agreed"),
    ProgressClass.NEARLY: N_("Nearly agreed"),
    ProgressClass.BRACKETS: N_("In brackets"),
    ProgressClass.OPEN: N_("Open"),
    ProgressClass.NONE: N_("None received"),
    ProgressClass.WITHHELD: N_("Not shown"),
}
"""What each class is called on a page."""

RESERVES = frozenset({Stance.RESERVE, Stance.AWAITING})
"""The positions that leave a paragraph nearly agreed."""
_AGREED = ParagraphState.AGREED
_AGAINST = RESERVES | {Stance.OPPOSE}


@dataclass(frozen=True, slots=True)
class ParagraphFacts:
    """
    What a reader knows of one paragraph.

    *state* and *pending*: as the page of the text tells them to this reader; *level* and *ad_referendum* of what is
    agreed. *stances*: the positions taken on the words as they stand. *reserved*: a delegation has a reservation on the
    paragraph or some of its words; one on the whole text counts on no paragraph. *heard*: something was proposed on it,
    a position or a reservation taken, it was declined at a sitting or a silence broken, at whatever time. *whole*: the
    reader sees all proposals and positions, so that it can be said that nothing else stands against it. *declined*: a
    sitting did not agree it since a level did, or a silence on it was broken, as far as the reader may know.
    *proposed*: the Mission alone decided on it in the last round, which a sponsor can contest.
    """

    state: str
    pending: int = 0
    level: str | None = None
    ad_referendum: bool = False
    stances: frozenset[Stance] = frozenset()
    reserved: bool = False
    heard: bool = False
    whole: bool = True
    declined: bool = False
    proposed: bool = False


def class_of(facts: ParagraphFacts) -> ProgressClass:
    """Return the one class of a paragraph."""
    state = counted_state(facts.state, declined=facts.declined)
    if state != facts.state:
        return ProgressClass.OPEN
    if facts.state == ParagraphState.AGREED:
        return ProgressClass.AGREED
    if facts.state == ParagraphState.BRACKETS:
        return ProgressClass.BRACKETS
    if facts.state == WITHHELD:
        return ProgressClass.WITHHELD
    if _is_nearly_agreed(facts):
        return ProgressClass.NEARLY
    if facts.state == ParagraphState.UNTOUCHED and not (facts.heard or facts.stances or facts.reserved):
        return ProgressClass.NONE
    return ProgressClass.OPEN


def _is_nearly_agreed(facts: ParagraphFacts) -> bool:
    against = facts.stances & _AGAINST
    waits = facts.pending or facts.proposed
    return facts.whole and not waits and against <= RESERVES and bool(against or facts.reserved)


# Counting ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """
    How many paragraphs are in each class.

    *ad_referendum*: how many of those agreed wait for their confirmation. *declined*: how many were agreed at a level
    and since declined at a sitting or by the break of a silence, which are not counted as agreed.
    """

    by_class: Mapping[ProgressClass, int] = field(default_factory=dict)
    ad_referendum: int = 0
    declined: int = 0

    @property
    def all(self) -> int:
        return sum(self.by_class.values())

    def of(self, class_: ProgressClass) -> int:
        return self.by_class.get(class_, 0)

    @property
    def agreed(self) -> int:
        return self.of(ProgressClass.AGREED)


def counts_of(facts: Iterable[ParagraphFacts]) -> Counts:
    """Return how many of the paragraphs with these *facts* are in each class."""
    facts = list(facts)
    known = [(class_of(each), each) for each in facts]
    agreed = [each for class_, each in known if class_ is ProgressClass.AGREED]
    return Counts(
        Counter(class_ for class_, _ in known),
        sum(each.ad_referendum for each in agreed),
        sum(each.declined and each.state == ParagraphState.AGREED for each in facts),
    )


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one main heading (*heading* is None before the first), and how far it has come."""

    heading: Line | None
    paragraphs: tuple[Line, ...]
    counts: Counts


def sections_of(lines: Iterable[Line], facts: Mapping[int, ParagraphFacts]) -> list[Section]:
    """
    Return the sections that the main headings of a text make, those without a paragraph left out.

    *facts* by paragraph; a paragraph without any is in no class and in no section.
    """
    groups: list[tuple[Line | None, list[Line]]] = [(None, [])]
    for line in lines:
        if line.kind is not LineKind.HEADING:
            groups[-1][1].append(line)
        elif line.depth == 0:
            groups.append((line, []))
    known = [(heading, [line for line in own if line.paragraph in facts]) for heading, own in groups]
    return [
        Section(heading, tuple(own), counts_of(facts[line.paragraph] for line in own))
        for heading, own in known
        if own
    ]


@dataclass(frozen=True, slots=True)
class AgreedCount:
    """
    Which *paragraphs* of a text are agreed, as `class_of` counts them: headings apart.

    *unagreed*: those that no level agreed; *declined*: those that a level agreed and somebody declined since. Neither
    counts as agreed. *ad_referendum*: how many of those agreed wait for their confirmation. *broken*: the paragraphs of
    *declined* that were declined last by the break of a silence.
    """

    paragraphs: int
    unagreed: tuple[Line, ...] = ()
    declined: tuple[Line, ...] = ()
    ad_referendum: int = 0
    broken: frozenset[int] = frozenset()

    @property
    def left(self) -> int:
        """How many paragraphs are not agreed."""
        return len(self.unagreed) + len(self.declined)

    @property
    def agreed(self) -> int:
        return self.paragraphs - self.left


def count_agreed(
    lines: Iterable[Line], agreed: Mapping[int, bool], declined: Mapping[int, bool | None]
) -> AgreedCount:
    """
    Return which of *lines* are agreed.

    *agreed*: the paragraphs that a level agreed, each with whether that is ad referendum; *declined*: those that
    somebody declined since, each with whether it was by the break of a silence.
    """
    left: dict[bool, list[Line]] = {True: [], False: []}
    paragraphs = ad_referendum = 0
    for line in lines:
        if line.kind is LineKind.HEADING:
            continue
        paragraphs += 1
        key = line.paragraph
        state = counted_state(_AGREED if key in agreed else ParagraphState.OPEN, declined=key in declined)
        if state != _AGREED:
            left[key in agreed].append(line)
        else:
            ad_referendum += agreed[key]
    broken = frozenset(line.paragraph for line in left[True] if declined[line.paragraph])
    return AgreedCount(paragraphs, tuple(left[False]), tuple(left[True]), ad_referendum, broken)


# Length --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Length:
    """
    How long a draft is: words, those of its headings too, and paragraphs, headings apart.

    *share*: its words in percent of those of the first draft, None where that has none.
    """

    words: int
    paragraphs: int
    share: int | None


def lengths_of(drafts: Sequence[Sequence[Line]]) -> list[Length]:
    """Return how long each of *drafts* is, the first of which is what the others are measured against."""
    words = [sum(count(line.text) for line in lines) for lines in drafts]
    return [
        Length(own, counted_lines(lines), round(own * 100 / words[0]) if words[0] else None)
        for own, lines in zip(words, drafts, strict=True)
    ]
