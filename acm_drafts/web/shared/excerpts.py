"""
Excerpts: a change among a few words of its text, for a line of a list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from acm_drafts.negotiation.library import linked
from acm_drafts.text.bracket_changes import bracket_groups, changes_by_bracket, is_bracketed
from acm_drafts.text.brackets import holds_alternatives, stacked, unbalanced
from acm_drafts.text.changes import Change, excerpt
from acm_drafts.text.diff import diff_words, new_text


@dataclass(frozen=True, slots=True)
class Piece:
    """One change of a proposal with a few words around it."""

    before: str
    old: str
    new: str
    after: str


def piece_of(base: str, change: Change) -> Piece:
    """Return one change of *base* with a few words around it, and dots where words were left out."""
    before, after = excerpt(base, change)
    return Piece(
        ("… " if len(before) < change.start else "") + before.lstrip("\n"),
        change.old,
        change.new,
        after + (" …" if len(after) < len(base) - change.end else ""),
    )


def pieces_between(old: str, new: str, most: int) -> tuple[tuple[Piece, ...], int]:
    """
    Return the first changes, at *most* so many, that lead from *old* to *new*, and how many more there are.

    Brackets that are put, lifted or deleted with their words are one change.
    """
    listed = changes_by_bracket(old, new)
    return tuple(piece_of(old, change) for change in listed[:most]), max(0, len(listed) - most)


def loose_bracket(text: str) -> Piece | None:
    """Return the bracket of *text* that has no partner, as the *old* of a piece; None where all have one."""
    at = unbalanced(text)
    return None if at is None else piece_of(text, Change(at, at + 1, text[at], ""))


WORDING_FILTERS: Mapping[str, Callable[..., object]] = {
    "bracket_groups": bracket_groups,
    "compared": diff_words,
    "holds_alternatives": holds_alternatives,
    "is_bracketed": is_bracketed,
    "linked": linked,
    "new_text": new_text,
    "stacked": stacked,
}
"""What templates/macros/diff.html asks of the words that it draws."""
