"""
How far a text is translated into a language, and which line of a file translates which line of the text.

A translation belongs to a wording. Where the wording of a paragraph was changed since, the earlier translation is told
beside it, and is not taken for one of the new words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, Refusal, StaleText
from acm_drafts.negotiation.first_words import ON_LINE, shortened
from acm_drafts.negotiation.lines import Line, says_words
from acm_drafts.negotiation.numbering import beside, sought


class TranslatedMeanwhile(StaleText):
    sentence = N_("A colleague has translated “%(paragraph)s” since you opened the page.")
    next_step = N_("Look at the translation as it stands now, then enter yours again.")


class TextTranslatedMeanwhile(StaleText):
    sentence = N_("A colleague has translated lines of this text since you opened the page.")
    next_step = N_("Look at the translations as they stand now, then bring the file in again.")


class TitleTranslatedMeanwhile(StaleText):
    sentence = N_("A colleague has translated the title since you opened the page.")
    next_step = N_("Look at the title as it stands now, then enter yours again.")


class FileDoesNotMatch(Refusal):
    sentence = N_(
        "Line %(line)s of the file does not match the text: it is “%(words)s” where the text has “%(paragraph)s”."
    )
    next_step = N_(
        "Send a file that holds every line of the text, with the same numbers and in the same order."
    )


class FileEndsEarly(FileDoesNotMatch):
    sentence = N_("The file ends after line %(line)s, where the text goes on with “%(paragraph)s”.")


class FileGoesOn(FileDoesNotMatch):
    sentence = N_(
        "Line %(line)s of the file does not match the text: it is “%(words)s” where the text has ended."
    )


class TranslationState(StrEnum):
    """Whether what a line says now is translated."""

    MISSING = "missing"
    CHANGED = "changed"
    """An earlier wording of the paragraph was translated, this one was not."""
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Translation:
    """What a wording said and how it was translated; *sequence*: the number of the translation in its language."""

    sequence: int
    text: str
    original: str


@dataclass(frozen=True, slots=True)
class TranslatedLine:
    """
    A line of a text in another language.

    *current* translates what it says now, *earlier* what it said before, where nothing translates what it says now.
    *seen*: the number of the last translation of the paragraph, 0 for none.
    """

    line: Line
    current: Translation | None = None
    earlier: Translation | None = None
    seen: int = 0

    @property
    def state(self) -> TranslationState:
        if self.current is not None:
            return TranslationState.TRANSLATED
        return TranslationState.MISSING if self.earlier is None else TranslationState.CHANGED


def count_entered(lines: Iterable[TranslatedLine]) -> int:
    """Return how many translations of *lines* were ever entered: it grows with each."""
    return sum(line.seen for line in lines)


def count_states(lines: Iterable[TranslatedLine]) -> dict[TranslationState, int]:
    """Return how many of *lines* are in each state; none is left out."""
    counts = dict.fromkeys(TranslationState, 0)
    for line in lines:
        counts[line.state] += 1
    return counts


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a file that brings in a translation: its number as typed, "" for none, and its words."""

    label: str
    text: str

    def __str__(self) -> str:
        return _shown(self.label, self.text)


def pair_lines(lines: Sequence[Line], came: Sequence[FileLine]) -> list[tuple[Line, FileLine]]:
    """
    Return each of *lines* with the line of a file that translates it: as many of them, with the same numbers.

    A number is the same in the digits and letters of either language. A file without any number matches by its count
    of lines alone. Lines without words pair with each other. Raises FileDoesNotMatch with the first that does not.
    """
    numbered = any(line.label for line in came)
    for place, (line, other) in enumerate(zip(lines, came, strict=False), 1):
        if numbered and not _same_number(line, other.label):
            raise FileDoesNotMatch(line=place, words=str(other), paragraph=_shown(line.label, line.text))
    if len(came) < len(lines):
        missing = lines[len(came)]
        raise FileEndsEarly(line=len(came), paragraph=_shown(missing.label, missing.text))
    if len(came) > len(lines):
        raise FileGoesOn(line=len(lines) + 1, words=str(came[len(lines)]))
    return [(line, other) for line, other in zip(lines, came, strict=True) if says_words(line.text)]


def _same_number(line: Line, label: str) -> bool:
    return _number(line.label, line.depth) == _number(label, line.depth)


def _number(label: str, depth: int) -> str:
    """Return what is equal for a number in Latin and in Arabic letters and digits."""
    return sought(beside(label, "ar", depth))


def called(line: Line) -> str:
    """Return how a line is named in a sentence: by its number and first words."""
    return _shown(line.reference or line.label, line.text)


def _shown(label: str, text: str) -> str:
    """Return the beginning of a line as it is named where it does not match."""
    words = " ".join(f"{label} {text}".split())
    return shortened(words, ON_LINE)
