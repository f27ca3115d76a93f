"""
Which paragraphs joins make one, through all of a chain of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.terms import AmendmentKind


def ends_of_joins(joins: Iterable[Any]) -> dict[int, int]:
    """Map what *joins* take in, the first of each, to the paragraph that it ends up in; the second takes it in."""
    into = {row[0]: row[1] for row in joins}
    return {taken: _end_of(into, taken) for taken in into}


def _end_of(into: Mapping[int, int], paragraph: int) -> int:
    passed = {paragraph}
    while (following := into.get(paragraph)) is not None and following not in passed:
        passed.add(paragraph := following)
    return paragraph


def taken_in(paragraph: int, accepted: Iterable[Edit]) -> list[int]:
    """Return the paragraphs that *accepted* joins make one with *paragraph*, one after the other, in their order."""
    joins = {edit.paragraph: edit.other for edit in accepted if edit.kind is AmendmentKind.JOIN}
    taken: list[int] = []
    while (paragraph := joins.pop(paragraph, 0)) and paragraph not in taken:
        taken.append(paragraph)
    return taken
