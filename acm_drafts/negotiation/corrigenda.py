"""
What a corrigendum makes of an adopted text: in a paragraph, for some words others are read.

The adopted text stays as it is; with its corrigenda applied it is another value beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from acm_drafts.negotiation.errors import N_, Refusal, WrongShape
from acm_drafts.negotiation.lines import Line


@dataclass(frozen=True, slots=True)
class Correction:
    """For the words *old* in a paragraph read *new*; without *new* they are deleted."""

    paragraph: int
    old: str
    new: str


def corrected(text: str, correction: Correction) -> str:
    """Return *text* as a correction reads it. Raises WordsNotThere, WordsStandTwice."""
    begin = text.find(correction.old)
    if begin < 0:
        raise WordsNotThere(words=correction.old)
    if text.find(correction.old, begin + 1) >= 0:
        raise WordsStandTwice(words=correction.old)
    return text[:begin] + correction.new + text[begin + len(correction.old) :]


def as_issued(text: str, correction: Correction) -> Correction:
    """
    Return *correction* as it is issued on *text*: what deletes words takes one of the two spaces round them along.

    So it does of the one space that would be left at the beginning or the end. A line break, and a space at which no
    line is broken, stays where the other one can go. Raises WordsNotThere, WordsStandTwice.
    """
    corrected(text, correction)
    if correction.new:
        return correction
    begin = text.find(correction.old)
    before, after = text[:begin][-1:], text[begin + len(correction.old) :][:1]
    if not all(not sign or sign.isspace() for sign in (before, after)):
        return correction
    if after and (not before or before in _KEPT):
        return replace(correction, old=correction.old + after)
    return replace(correction, old=before + correction.old)


_KEPT = "\u00a0\u202f\n"
"""What stays where a plain space can go."""


def require_correction(correction: Correction) -> None:
    """Raise WrongCorrigendum where a correction names no words, or changes none."""
    if not correction.old.strip():
        raise WrongCorrigendum(what=N_("it names the words for which others are read"))
    if correction.old == correction.new:
        raise WrongCorrigendum(what=N_("the words to be read instead are the same as those that stand there"))


def corrected_texts(texts: Mapping[int, str], corrections: Iterable[Correction]) -> dict[int, str]:
    """
    Return the words of those of *texts* that *corrections* change, by paragraph; one after the other.

    Raises WordsNotThere, WordsStandTwice; WrongCorrigendum for a paragraph that is not in the text, and for one of
    which no words would be left.
    """
    changed: dict[int, str] = {}
    for correction in corrections:
        text = changed.get(correction.paragraph, texts.get(correction.paragraph))
        if text is None:
            raise WrongCorrigendum(what=N_("the paragraph is not in the adopted text"))
        changed[correction.paragraph] = corrected(text, correction)
        if not changed[correction.paragraph].strip():
            raise WrongCorrigendum(what=N_("a corrigendum does not delete a paragraph"))
    return changed


def corrected_lines(lines: Sequence[Line], corrections: Iterable[Correction]) -> tuple[Line, ...]:
    """Return the *lines* of an adopted text as its corrigenda read them. Raises as `corrected_texts`."""
    changed = corrected_texts({line.paragraph: line.text for line in lines}, corrections)
    return tuple(replace(line, text=changed.get(line.paragraph, line.text)) for line in lines)


# What is refused ------------------------------------------------------------------------------------


class NotAdopted(Refusal):
    sentence = N_("The text is not adopted: there is nothing yet to correct by a corrigendum.")
    next_step = N_("Propose an amendment, or correct it in the round.")


class WrongCorrigendum(WrongShape):
    sentence = N_("The corrigendum cannot be issued: %(what)s.")
    next_step = N_("Correct it and send it again.")


class WordsNotThere(Refusal):
    """*words* are what was to be corrected."""

    sentence = N_("These words do not stand in the paragraph: “%(words)s”.")
    next_step = N_("Copy them from the text with its corrigenda.")


class WordsStandTwice(Refusal):
    """*words* are what was to be corrected."""

    sentence = N_("These words stand in the paragraph more than once: “%(words)s”.")
    next_step = N_("Add the words before or after them, so that the place is plain.")


class CorrectedMeanwhile(Refusal):
    sentence = N_("Another corrigendum was issued since you opened this page.")
    next_step = N_("Look at the text as it reads now, then send yours again if it is still right.")
