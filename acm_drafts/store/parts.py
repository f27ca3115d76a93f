"""
What an acceptance in part took of a proposal and what it left, change by change, as the Mission ticked them.

Nothing is compared with a later text: that is for store.findings to say.
"""

from dataclasses import dataclass, replace

from acm_drafts.negotiation.terms import Outcome
from acm_drafts.store.records import Disposition
from acm_drafts.text.changes import Change, changes


@dataclass(frozen=True, slots=True)
class Parted:
    """
    The changes that a proposal made in *base*, in order of place, each with whether it was taken.

    Those that were left stand at their place in *now*, the words as they were accepted.
    """

    base: str
    now: str
    changes: tuple[tuple[Change, bool], ...]

    @property
    def taken(self) -> int:
        return sum(taken for _, taken in self.changes)


def of(made: Disposition | None) -> Parted | None:
    """Return what a decision in part took and left, None for any other. No query where its wording is loaded."""
    if made is None or made.outcome != Outcome.PART or made.revision.base is None:
        return None
    base = made.revision.base.text
    found, shift = [], 0
    for at, change in enumerate(changes(base, made.revision.text)):
        if at in made.chosen:
            found.append((change, True))
            shift += len(change.new) - len(change.old)
        else:
            there = replace(change, start=change.start + shift, end=change.end + shift)
            found.append((there, False))
    return Parted(base, made.text, tuple(found))
