"""
Which changes of a proposal a later text already has, one by one, and never by guessing.

Both texts were made from one base. A change is in the later text when that text makes the very
same edit at the very same place, as read; it is left when nothing was edited there; and when
anything else was put there, or right beside it, only people can say whether it is still wanted.
What becomes of a proposal by it is decided elsewhere.
"""

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum

from acm_drafts.text.changes import Change, apply, changes
from acm_drafts.text.edits import Edit, edits, replacements
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import is_clean, merge_all, text_of


class Held(StrEnum):
    """How a text stands to one change."""

    IN = "in"
    LEFT = "left"
    AGAINST = "against"


Holding = tuple[Change, Held]


def holdings(base: str, proposed: str, now: str) -> tuple[Holding, ...]:
    """
    Return each change by which *proposed* differs from *base*, in order of place, with how *now* stands to it.

    IN: *now* has it at its place, as read. LEFT: nobody touched its place, so that it can be made
    in *now*. AGAINST: *now* has an edit that overlaps or touches it and is another one.
    """
    own = edits(base, proposed, replacements(base, proposed))
    theirs = edits(base, now, replacements(base, now))
    ends = [edit.end for edit in theirs]
    return tuple(
        (change, _held(edit, theirs, bisect_left(ends, edit.start)))
        for change, edit in zip(changes(base, proposed), own, strict=True)
    )


def _held(edit: Edit, theirs: Sequence[Edit], at: int) -> Held:
    """Return how *theirs* stand to *edit*; the first of them that may touch it is number *at*."""
    beside = []
    while at < len(theirs) and theirs[at].start <= edit.end:
        beside.append(theirs[at])
        at += 1
    if not beside:
        return Held.LEFT
    return Held.IN if len(beside) == 1 and _same(edit, beside[0]) else Held.AGAINST


def _same(one: Edit, other: Edit) -> bool:
    return one == other or (one[:2] == other[:2] and as_read(one.text) == as_read(other.text))


def leftovers(base: str, proposed: str, now: str) -> str | None:
    """
    Return *now* with the changes made that are LEFT of *proposed*, whatever is AGAINST the others.

    It is *now* itself where nothing is left. Less than what was proposed, it is for its sponsor to
    start from and for nobody to carry. None where it is not sure that those changes fall into
    their old places.
    """
    left = [change for change, how in holdings(base, proposed, now) if how is Held.LEFT]
    united = merge_all(base, [apply(base, left), now])
    return text_of(united) if is_clean(united) else None


def remaining(base: str, proposed: str, now: str) -> str | None:
    """
    Return *now* with all changes of *proposed* that are not in it: what its sponsor asks for of the text as it is.

    None where a change is AGAINST, or where it is not sure that the changes left fall into their
    old places: then nothing is made of them.
    """
    if any(how is Held.AGAINST for _, how in holdings(base, proposed, now)):
        return None
    united, whole = leftovers(base, proposed, now), merge_all(base, [proposed, now])
    if is_clean(whole) and united != text_of(whole):
        return None
    return united
