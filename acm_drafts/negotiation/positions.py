"""
On which words a position was taken, and whether it still is one on the words that stand.

A position is of the words that its delegation read. When they change it is asked anew: the earlier one is shown as
held on the earlier words, and never counted as one on the new ones. Closing a round, and carrying a proposal over to
the next, changes nothing that its author asks for.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from acm_drafts.negotiation.terms import Made

Said = TypeVar("Said")

AUTHORED = (Made.SPONSOR, Made.FLOOR)
"""The revisions that an author wrote: each has words that nobody took a position on before."""


def is_of_revision(taken_on: int, asked_again: int | None, revision: int) -> bool:
    """
    Return whether a position that was taken on a revision of a proposal is one on another of its revisions.

    All are sequences. *taken_on*: the last that the author had written then; *asked_again*: the next that the author
    wrote, None where that was the last.
    """
    return taken_on <= revision and (asked_again is None or revision < asked_again)


def stands_on(
    wording: int, records: Iterable[tuple[Iterable[int], int, Said | None]]
) -> tuple[dict[int, Said], dict[int, Said]]:
    """
    Return what each party says of a paragraph that says *wording*, and what it said of earlier words, by party.

    *records* come oldest first: parties, the wording that they read, and what they said, None where they took it back.
    What a party recorded last on these very words counts; only where it recorded nothing on them is what it held last
    on earlier words told, as that.
    """
    now: dict[int, Said | None] = {}
    before: dict[int, Said | None] = {}
    for parties, seen, position in records:
        (now if seen == wording else before).update(dict.fromkeys(parties, position))
    return _held(now), _held({party: held for party, held in before.items() if party not in now})


def _held(latest: Mapping[int, Said | None]) -> dict[int, Said]:
    return {party: held for party, held in latest.items() if held is not None}
