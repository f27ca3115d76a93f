"""
Convert what was read of a file to JSON and back.

As JSON it comes from the process that read the file (sandbox) and waits in a form or in the database.
Phrases keep their catalogue key, so that each reader sees them in their own language.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.incoming import Incoming, IncomingLine
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.align import SURE, Link


def packed(value: Any) -> Any:
    """Return *value* (values, sequences and mappings of them) as JSON has it: tuples as lists, records as mappings."""
    if isinstance(value, Phrase):
        return {"msgid": value.msgid, "facts": packed(value.facts)}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: packed(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): packed(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [packed(item) for item in value]
    return value


def phrase(facts: Any) -> Any:
    """Return the phrase that *facts* were packed from; other values come back as they are."""
    if not isinstance(facts, Mapping) or set(facts) != {"msgid", "facts"}:
        return facts
    return Phrase(facts["msgid"], **{name: phrase(fact) for name, fact in facts["facts"].items()})


def line(facts: Mapping[str, Any]) -> Line:
    return Line(**{**facts, "kind": LineKind(facts["kind"])})


def incoming_line(facts: Mapping[str, Any]) -> IncomingLine:
    lists = {name: tuple(facts[name]) for name in ("hands", "remarks", "marks")}
    doubtful = facts.get("doubtful", False)  # one that was read before this was asked does not say it
    return IncomingLine(line(facts["line"]), facts["original"], **lists, doubtful=doubtful)


def link(facts: Mapping[str, Any]) -> Link:
    """*facts* that were kept before a link said itself whether it is doubtful go by the score."""
    old, new, score = tuple(facts["old"]), tuple(facts["new"]), facts["score"]
    return Link(old, new, score, facts.get("doubtful", bool(old and new) and score < SURE))


def incoming(facts: Mapping[str, Any]) -> Incoming:
    return Incoming(
        tuple(map(incoming_line, facts["lines"])),
        tuple(map(incoming_line, facts["gone"])),
        facts["identifier"],
        tuple(map(phrase, facts["notes"])),
        tuple((phrase(place), words) for place, words in facts["frame"]),
    )
