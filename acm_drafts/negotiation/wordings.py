"""What the words of one paragraph may hold: ends of lines, and no empty line."""

from collections.abc import Iterable

from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.text.language import between_empty_lines


def has_empty_line(text: str, stands: Iterable[str] = ()) -> bool:
    """Whether words of one paragraph hold an empty line, or more of them than words that *stand* there already."""
    kept = max((len(between_empty_lines(words)) for words in stands), default=1)
    return len(between_empty_lines(text)) > kept


# What is refused -----------------------------------------------------------------------------------


class EmptyLine(Refusal):
    """Words of one paragraph hold an empty line: what is proposed or decided."""

    sentence = N_("The text holds an empty line, so it would be two paragraphs.")
    next_step = N_("Remove the empty line, or propose what follows it as a new paragraph.")


class EmptyLineInside(EmptyLine):
    """The same where no paragraph can come in: of a translation or a corrigendum."""

    next_step = N_("Remove the empty line. Single line breaks may stay.")
