"""
Two wordings as one list of spans: what stayed, what went, what came.

This is the list that every rendering draws, on screen, in Word, on the projector. It knows
texts, and nothing of who wrote them or how a change looks.
"""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from acm_drafts.text.edits import replacements
from acm_drafts.text.language import as_read


class Op(Enum):
    """What happened to a span of text."""

    KEEP = "keep"
    DELETE = "delete"
    INSERT = "insert"


class Span(NamedTuple):
    """
    A stretch of text and what happened to it.

    *invisible* is true on a deletion or insertion that no reader can see (tatweel, normal or
    presentation form, kind of space): list it apart, never draw it as a rewritten word.
    """

    op: Op
    text: str
    invisible: bool = False


def new_text(spans: Iterable[Span]) -> str:
    """Return the newer of the two texts that *spans* lead between."""
    return "".join(span.text for span in spans if span.op is not Op.DELETE)


def diff_words(old: str, new: str) -> tuple[Span, ...]:
    """
    Return the spans that lead from *old* to *new*, none of them empty, a deletion before its insertion.

    KEEP and DELETE joined are *old*, KEEP and INSERT joined are *new*, to the byte. No word,
    number or document symbol is divided. The result depends on the two texts alone.
    """
    spans: list[Span] = []
    at = 0
    for start, end, new_start, new_end in replacements(old, new):
        if at < start:
            spans.append(Span(Op.KEEP, old[at:start]))
        gone, come = old[start:end], new[new_start:new_end]
        invisible = as_read(gone) == as_read(come)
        if gone:
            spans.append(Span(Op.DELETE, gone, invisible))
        if come:
            spans.append(Span(Op.INSERT, come, invisible))
        at = end
    if at < len(old):
        spans.append(Span(Op.KEEP, old[at:]))
    return tuple(spans)
