"""
What was read of a file, as JSON can say it, and back again.

So it crosses from the process that read it (apart), waits in a form or in the database, and is
still what it was: phrases keep their catalogue key, so that each reader is told in their language.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.incoming import Arrived, Incoming
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.align import SURE, Link


def packed(value: Any) -> Any:
    """Return *value* (values, sequences and mappings of them) as JSON has it: tuples as lists, records as mappings."""
    if isinstance(value, Phrase):
        return {"msgid": value.msgid, "facts": packed(value.facts)}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: packed(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): packed(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [packed(one) for one in value]
    return value


def words(facts: Any) -> Any:
    """Return what is said about a file: a phrase again where it was one, else as it is."""
    if not isinstance(facts, Mapping) or set(facts) != {"msgid", "facts"}:
        return facts
    return Phrase(facts["msgid"], **{name: words(one) for name, one in facts["facts"].items()})


def line(facts: Mapping[str, Any]) -> Line:
    return Line(**{**facts, "kind": LineKind(facts["kind"])})


def arrived(facts: Mapping[str, Any]) -> Arrived:
    lists = {name: tuple(facts[name]) for name in ("hands", "remarks", "marks")}
    return Arrived(line(facts["line"]), facts["original"], **lists)


def link(facts: Mapping[str, Any]) -> Link:
    """*facts* that were kept before a link said itself whether it is doubtful go by the score."""
    old, new, score = tuple(facts["old"]), tuple(facts["new"]), facts["score"]
    return Link(old, new, score, facts.get("doubtful", bool(old and new) and score < SURE))


def incoming(facts: Mapping[str, Any]) -> Incoming:
    return Incoming(
        tuple(map(arrived, facts["lines"])),
        tuple(map(arrived, facts["gone"])),
        facts["identifier"],
        tuple(map(words, facts["notes"])),
    )
