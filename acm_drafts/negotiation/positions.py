"""
On which words a position was taken, and whether it still is one on the words that stand.

A position is of the words that its delegation read. When they change it is asked anew: the earlier one is shown as
held on the earlier words, and never counted as one on the new ones. Closing a round, and carrying a proposal over to
the next, changes nothing that its author asks for.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from acm_drafts.negotiation.terms import Made, Stance

AUTHORED = (Made.SPONSOR, Made.FLOOR)
"""The revisions that an author wrote: each has words that nobody took a position on before."""


def is_of_revision(taken_on: int, asked_again: int | None, revision: int) -> bool:
    """
    Return whether a position that was taken on a revision of a proposal is one on another of its revisions.

    All are sequences. *taken_on*: the last that the author had written then; *asked_again*: the next that the author
    wrote, None where that was the last.
    """
    return taken_on <= revision and (asked_again is None or revision < asked_again)


class Recorded(NamedTuple):
    """
    What a party recorded on one wording of a paragraph in one round.

    *taken_back*: it held a position since an earlier round, and holds it no more.
    """

    party: int
    wording: int
    stance: Stance
    reason: str
    at: datetime
    taken_back: bool = False


class Stood(NamedTuple):
    """Where a party stands on a paragraph: what it recorded, and whether that was on earlier words than those now."""

    record: Recorded
    is_earlier: bool


def stands_on(wording: int, records: Iterable[Recorded]) -> list[Stood]:
    """
    Return where each party stands on a paragraph that says *wording*, in the order of *records*: oldest first.

    What it recorded last on these very words counts. Where that is nothing, what it held last on earlier words is
    returned as that.
    """
    now: dict[int, Recorded] = {}
    before: dict[int, Recorded] = {}
    for record in records:
        latest = now if record.wording == wording else before
        latest.pop(record.party, None)
        latest[record.party] = record
    return [*_held(now, is_earlier=False), *_held(_without(before, now), is_earlier=True)]


def _without(before: Mapping[int, Recorded], now: Mapping[int, Recorded]) -> Mapping[int, Recorded]:
    """Return what parties recorded *before* that have recorded nothing on the words as they are *now*."""
    return {party: record for party, record in before.items() if party not in now}


def _held(latest: Mapping[int, Recorded], *, is_earlier: bool) -> list[Stood]:
    return [Stood(record, is_earlier) for record in latest.values() if not record.taken_back]
