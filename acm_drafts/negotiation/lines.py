"""
The ordered text as a value: what a draft is made of, apart from any database.

A line is a paragraph's wording at its place. Identity lives in `paragraph`; the label is
print. Who proposed a word, and when, is in negotiation.attribution.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.negotiation.document_settings import Distribution
from acm_drafts.negotiation.meeting_agenda import AgendaStage


class LineKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    SUB = "sub-paragraph"


class Translated(StrEnum):
    """How much of a text has a translation."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT = "not"


SHAPES: Mapping[str, tuple[str, int]] = {
    "paragraph": (LineKind.PARAGRAPH, 0),
    "heading": (LineKind.HEADING, 0),
    "sub": (LineKind.SUB, 1),
    "subsub": (LineKind.SUB, 2),
}
"""What a form calls the kind and depth that a new line can have."""


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of a draft.

    *paragraph* is the permanent identity (any hashable key; 0 where there is none yet),
    *wording* the key of the wording it prints, *label* the number exactly as printed
    ("12.", "(a)", "12 bis", or empty), *depth* 0 for headings and paragraphs, 1 for (a), 2 for (i).
    *reference* is what the line is called where it stands alone ("12", "13 (a)", "PP3"; see numbering.references):
    it follows from the labels of all lines, and is no part of what a line is.
    """

    paragraph: int
    text: str
    kind: LineKind = LineKind.PARAGRAPH
    depth: int = 0
    numbered: bool = True
    label: str = ""
    indent: str = ""
    wording: int = 0
    reference: str = field(default="", compare=False)

    @property
    def number(self) -> str:
        """The number as a list of lines prints it."""
        return listed_number(self.label, self.kind, self.reference)


def listed_number(label: str, kind: str, reference: str) -> str:
    """Return the number as a list of lines prints it: "12.", "13 (a)", "PP3"; "" where the line has none."""
    return label if label and kind != LineKind.SUB else reference


@dataclass(frozen=True, slots=True)
class DraftText:
    """
    A draft as documents see it: its face (symbol, status, title, date, agenda items) and its lines in order.

    *original*: the language that is negotiated, where *language* is another; *translated*: how much of what is printed
    is not in the original then. *place* and *held_on* (ISO) are those of the meeting. With *italics* the
    verbs that paragraphs open with are in italics, with *footnotes* reservations are footnotes. *status*: as it was
    declared, or ADOPTED. *incorporates*: the symbols of the corrigenda as which the lines read.
    """

    title: str
    symbol: str
    status: str
    language: str
    date: str
    lines: Sequence[Line]
    agenda: Sequence[AgendaItem] = ()
    original: str = ""
    translated: Translated = Translated.WHOLLY
    distribution: Distribution = Distribution.NONE
    place: str = ""
    held_on: str = ""
    italics: bool = False
    footnotes: bool = False
    incorporates: Sequence[str] = ()
    agenda_stage: AgendaStage | None = None
    """What an agenda is called at its stage; None for a communiqué."""
    title_language: str = ""
    """The language of the title: that of the text where it has none in that of the document; "" is the document's."""
    annotated: bool = False
    """Whether annotations stand below the items of an agenda, which is called so then."""
    untranslated: Sequence[int] = ()
    """Of a translation the paragraphs that its corrigenda correct: they stand in the language of the original."""
    embargo: tuple[str, str, str] | None = None
    """Until when an adopted text is not to be published: day (ISO), clock, and by whose clocks; None for no embargo."""


ADOPTED = "adopted"
"""The status of a text that was adopted; its symbol and date are those of the adoption then."""


def says_words(text: str) -> bool:
    """Return whether a line says something in words, which a translation says too; "***" does not."""
    return any(sign.isalpha() for sign in text)


def how_translated(lines: Iterable[Line], translated: Collection[int]) -> Translated:
    """Return how much of *lines* has one of the *translated* wordings; lines that say nothing in words do not count."""
    worded = [line.wording in translated for line in lines if says_words(line.text)]
    if all(worded):
        return Translated.WHOLLY
    return Translated.PARTLY if any(worded) else Translated.NOT


def together_translated(*parts: Translated) -> Translated:
    """Return how much of a document is translated that prints texts of which *parts* says it."""
    return parts[0] if len(set(parts)) == 1 else Translated.PARTLY


def counted(lines: Iterable[Line]) -> int:
    """Return how many of *lines* are no headings."""
    return sum(line.kind is not LineKind.HEADING for line in lines)


# Sub-paragraphs --------------------------------------------------------------------------------------


class PlacedLine(Protocol):
    """A line of a text, as far as its place and its words go."""

    @property
    def paragraph(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def depth(self) -> int: ...
    @property
    def text(self) -> str: ...


def blocks(lines: Iterable[PlacedLine]) -> dict[int, list[int]]:
    """Return the sub-paragraphs that belong under each line, all depths in order."""
    under: dict[int, list[int]] = {}
    above: list[PlacedLine] = []
    for line in lines:
        if line.kind != LineKind.SUB:
            above = [line] if line.kind == LineKind.PARAGRAPH else []
            continue
        above = [parent for parent in above if parent.depth < line.depth]
        for parent in above:
            under.setdefault(parent.paragraph, []).append(line.paragraph)
        above.append(line)
    return under


def goes_on(text: str) -> bool:
    """Return whether the sentence of a paragraph goes on in the sub-paragraphs under it: it ends with a colon."""
    return text.rstrip().endswith(":")


def leads_to(lines: Iterable[tuple[str, str]]) -> list[str]:
    """Return for each line, its kind and its text, the words above it whose sentence goes on in it; "" for none."""
    leads, lead = [], ""
    for kind, text in lines:
        leads.append(lead if kind == LineKind.SUB else "")
        if kind != LineKind.SUB:
            lead = text if kind == LineKind.PARAGRAPH and goes_on(text) else ""
    return leads


def whole_sentences(lines: Sequence[PlacedLine], chosen: Set[int]) -> frozenset[int]:
    """
    Return the paragraphs *chosen* of a text, and those without which their sentences are not whole.

    These are the paragraphs that a sub-paragraph stands under, and the sub-paragraphs under one whose sentence
    `goes_on`.
    """
    under = blocks(lines)
    texts = {line.paragraph: line.text for line in lines}
    above = {key for key, subs in under.items() if not chosen.isdisjoint(subs)}
    below = {sub for key in chosen if goes_on(texts.get(key, "")) for sub in under.get(key, ())}
    return frozenset(chosen) | above | below
