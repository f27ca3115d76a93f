"""
Which proposals the combined reading of a paragraph draws: on the page of the paragraph and in the compilation.
"""

from collections.abc import Sequence
from typing import TypeVar

from acm_drafts.negotiation.terms import AmendmentKind

IN_WORDS = (AmendmentKind.REPLACE, AmendmentKind.SPLIT)
"""The kinds that ask for other words of a paragraph."""

Wording = TypeVar("Wording")


def can_be_drawn(kind: AmendmentKind, base: str, text: str) -> bool:
    """Return whether a proposal of *kind* made on *base* asks for other words of a paragraph that says *text*."""
    return kind in IN_WORDS and base == text


def read_together(pending: Sequence[Wording], accepted: Sequence[Wording]) -> Sequence[Wording]:
    """
    Return the wordings of one paragraph that are read together: those pending, then those accepted.

    None where nothing is pending, or of fewer than two.
    """
    wordings = [*pending, *accepted] if pending else []
    return wordings if len(wordings) > 1 else []
