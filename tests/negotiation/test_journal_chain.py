"""The chain of the journal: what is hashed, and where a chain no longer holds."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

from acm_drafts.negotiation.journal_chain import (
    ChainFault,
    LineContent,
    Link,
    chain_of,
    first_fault,
    hashed,
    link,
    serialise,
    short_hash,
)
from acm_drafts.negotiation.terms import Scope

NOON = datetime(2026, 11, 9, 12, 0, 0, 7, tzinfo=UTC)
Entry = tuple[int, Link, LineContent | None]


def line(key: int, act: str) -> LineContent:
    return LineContent({"act": act, "at": NOON, "reason": ""}, {"id": key, "user_id": None})


def chained(*acts: str) -> list[Entry]:
    """Return a chain of lines that say *acts*, with keys from 10."""
    entries: list[Entry] = []
    for key, act in enumerate(acts, 10):
        last = entries[-1][1] if entries else None
        placed = link(line(key, act), after=last, chain="text:3", salt=f"{key:032x}")
        entries.append((key, placed, line(key, act)))
    return entries


def test_what_is_hashed_is_canonical_json_with_moments_in_utc_to_the_microsecond():
    there = NOON.astimezone(timezone(timedelta(hours=3)))

    written = serialise({"at": there, "actor": 'Amīna “A.” "أمينة"', "number": 2, "previous": None})

    assert written.decode() == (
        '{"actor":"Amīna “A.” \\"أمينة\\"","at":"2026-11-09T12:00:00.000007+00:00","number":2,"previous":null}'
    )


def test_each_line_holds_the_hash_of_the_line_before_and_is_checked_without_its_keys():
    (_, first, said), (_, second, _), _ = chained("import", "circulate", "submit")
    assert said is not None

    written = hashed(said, first)
    read = json.loads(written)
    assert (first.number, first.previous) == (1, None)
    assert first.hash == hashlib.sha256(written).hexdigest()
    assert (second.number, second.previous) == (2, first.hash)
    assert set(read) == {"act", "at", "reason", "chain", "number", "previous", "words", "keys"}
    assert first.salt not in written.decode()
    assert link(line(99, "import"), after=None, chain="text:3", salt=first.salt).hash != first.hash
    assert link(said, after=None, chain="text:3", salt="0" * 32).hash != first.hash


def test_what_the_mission_does_not_read_has_a_chain_of_its_own():
    assert chain_of(3, Scope.AMENDMENT) == chain_of(3, Scope.SILENCE) == "text:3"
    assert chain_of(3, Scope.PARTY) == chain_of(3, Scope.DISCUSSION) == "confidential:3"
    assert chain_of(None, Scope.PARTY) == chain_of(None, Scope.ALL) == "general"


def test_the_first_line_that_does_not_fit_is_named():
    acts = ("import", "circulate", "submit", "accept")
    assert first_fault("text:3", []) is None
    assert first_fault("text:3", chained(*acts)) is None

    changed, missing, unlinked, swapped, first = (chained(*acts) for _ in range(5))
    changed[1] = (11, changed[1][1], line(11, "withdraw"))
    del missing[2]
    unlinked[2] = (12, unlinked[2][1], None)
    swapped[1], swapped[2] = (
        (12, Link("text:3", 2, *_rest(swapped[2][1])), swapped[2][2]),
        (11, Link("text:3", 3, *_rest(swapped[1][1])), swapped[1][2]),
    )
    del first[0]

    assert first_fault("text:3", changed) == ChainFault("text:3", 2, 11, "line %(number)s was changed")
    assert first_fault("text:3", missing) == ChainFault("text:3", 3, 13, "line %(number)s is missing")
    assert first_fault("text:3", unlinked) == ChainFault("text:3", 3, 12, "line %(number)s is missing")
    assert first_fault("text:3", swapped) == ChainFault(
        "text:3", 2, 12, "line %(number)s does not follow the line before it"
    )
    assert first_fault("text:3", first) == ChainFault("text:3", 1, 11, "line %(number)s is missing")


def _rest(place: Link) -> tuple[str | None, str, str | None, str]:
    return place.previous, place.salt, place.words, place.hash


def test_a_line_that_is_put_between_two_breaks_what_follows_it():
    """Whoever computes its hash anew must compute all that follow, and every hash that was printed differs."""
    entries = chained("import", "circulate", "submit")
    between = link(line(99, "accept"), after=entries[0][1], chain="text:3", salt="9" * 32)
    later = [(key, Link("text:3", place.number + 1, *_rest(place)), said) for key, place, said in entries[1:]]

    fault = first_fault("text:3", [entries[0], (99, between, line(99, "accept")), *later])

    assert fault == ChainFault("text:3", 3, 11, "line %(number)s does not follow the line before it")


def test_a_hash_that_people_compare_is_its_first_twenty_digits_in_groups():
    assert short_hash("0123456789abcdef0123" + "f" * 44) == "0123 4567 89ab cdef 0123"
