"""
The chain of the journal: each line holds the hash of the line before it, so that none is changed, left out or added.

There are two chains for each communiqué, and one for what belongs to no text. The one of a text has the lines that the
Mission reads, so that its numbers and hashes tell nothing of the others. What is hashed is written down in
docs/evidence.md, and can be computed without this software.

The hash of a line covers its internal keys and a secret salt by a hash of their own: who does not have the line cannot
try which one would give the hash that a document prints, and who has it learns no key, which would count what others
prepare.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import Scope

GENERAL = "general"
"""The chain of the lines that belong to no communiqué."""
SHORT = 20
"""So many digits of a hash are printed where people compare it by eye."""
READ_BY_MISSION = frozenset(
    {
        Scope.ALL,
        Scope.MISSION,
        Scope.AMENDMENT,
        Scope.POSITION,
        Scope.RESERVATION,
        Scope.SITTING,
        Scope.RECORD,
        Scope.SILENCE,
    }
)
"""The scopes of the lines on a text of which the Mission reads all."""

Value = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class LineContent:
    """All that a line of the journal holds: *content*, which its readers read by names, and its internal *keys*."""

    content: Mapping[str, Value]
    keys: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Link:
    """
    The place of a line in its chain: number from 1, the hash before it (None for the first), salt, own hash.

    *words*: the hash of the words of the draft that the act made (negotiation.evidence), None where it made none.
    """

    chain: str
    number: int
    previous: str | None
    salt: str
    words: str | None
    hash: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first line of a chain that does not fit: *number* in the chain, *line* its key, *message* what is wrong."""

    chain: str
    number: int
    line: int
    message: str


def chain_of(communique: int | None, scope: str) -> str:
    """Return the chain that a line belongs to: of what is on a text, by whether the Mission reads it."""
    if communique is None:
        return GENERAL
    return text_chain(communique) if scope in READ_BY_MISSION else confidential_chain(communique)


def text_chain(communique: int) -> str:
    """Return the chain of the lines on a communiqué that the Mission reads."""
    return f"text:{communique}"


def confidential_chain(communique: int) -> str:
    """Return the chain of the lines on a communiqué that are for some readers alone, whom the Mission is not among."""
    return f"confidential:{communique}"


def serialise(values: Mapping[str, Value]) -> bytes:
    """Return canonical JSON in UTF-8: names sorted, no blanks, nothing escaped that need not be, moments in UTC."""
    content = {name: _plain(value) for name, value in values.items()}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Value) -> str | int | None:
    """Return a moment as "2026-11-09T18:00:00.000000+00:00", and anything else as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def hashed(line: LineContent, place: Link) -> bytes:
    """Return what is hashed of a line in its place, as it is handed out: whoever has it can compute the hash."""
    keys = hashlib.sha256(serialise({**line.keys, "salt": place.salt})).hexdigest()
    own: dict[str, Value] = {
        "chain": place.chain,
        "number": place.number,
        "previous": place.previous,
        "words": place.words,
        "keys": keys,
    }
    return serialise({**line.content, **own})


def link(line: LineContent, *, after: Link | None, chain: str, salt: str, words: str | None = None) -> Link:
    """Return the place of a line that follows *after*, the last of its chain so far, None where it is the first."""
    number, previous = (after.number + 1, after.hash) if after else (1, None)
    place = Link(chain, number, previous, salt, words, "")
    return replace(place, hash=hashlib.sha256(hashed(line, place)).hexdigest())


def first_fault(chain: str, entries: Iterable[tuple[int, Link, LineContent | None]]) -> ChainFault | None:
    """
    Return the first place at which a chain does not hold, None where it does.

    *entries*: key, place and content of each line, by their numbers; no content where the line is not in the journal.
    """
    before: Link | None = None
    for key, place, line in entries:
        number = before.number + 1 if before else 1
        if place.number != number or line is None:
            return ChainFault(chain, number, key, N_("line %(number)s is missing"))
        if place.previous != (before.hash if before else None):
            return ChainFault(chain, number, key, N_("line %(number)s does not follow the line before it"))
        if link(line, after=before, chain=chain, salt=place.salt, words=place.words) != place:
            return ChainFault(chain, number, key, N_("line %(number)s was changed"))
        before = place
    return None


def short_hash(digest: str) -> str:
    """Return the first twenty digits of a hash in groups of four, as people compare it by eye."""
    return " ".join(digest[start : start + 4] for start in range(0, SHORT, 4))
