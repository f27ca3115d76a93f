"""
On which wording a proposal is drawn: on the text as it stands, or its own change alone on the wording it was made on.

What others added to a paragraph since a proposal was made is no business of its sponsor: no page shows the proposal
as if it struck these words, or as if it asked for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from acm_drafts.text.changes import changes
from acm_drafts.text.edits import blank
from acm_drafts.text.language import as_read
from acm_drafts.text.uptake import Held, Later


@dataclass(frozen=True, slots=True)
class Drawing:
    """The two wordings between which a proposal is drawn; *is_old*: the first is no longer that of the paragraph."""

    base: str
    text: str
    is_old: bool = False


def drawing(base: str, text: str, now: str) -> Drawing:
    """
    Return how a proposal that makes *text* of *base* is drawn where its paragraph says *now*.

    On *now* where none of its changes meets words that were changed since; otherwise, and where some of them are in
    the text, its own changes alone, on *base*.
    """
    if as_read(base) == as_read(now):
        return Drawing(base, text)
    later = Later(base, now)
    holdings = later.holdings(text)
    wanted = later.remaining(holdings) if all(how is Held.LEFT for _, how in holdings) else None
    if not holdings or wanted is None or strikes_later_words(base, now, wanted):
        return Drawing(base, text, is_old=True)
    return Drawing(now, wanted)


def strikes_later_words(base: str, now: str, text: str) -> bool:
    """Return whether *text*, drawn on *now*, seems to strike words that came into *now* since it said *base*."""
    came = list(_came(base, now))
    return any(
        not blank(now[max(change.start, start) : min(change.end, end)])
        for change in changes(now, text)
        for start, end in came
        if max(change.start, start) < min(change.end, end)
    )


def _came(base: str, now: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of *now* that came into it since it said *base*."""
    shift = 0
    for change in changes(base, now):
        yield change.start + shift, change.start + shift + len(change.new)
        shift += len(change.new) - len(change.old)
