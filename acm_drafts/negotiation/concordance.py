"""
Which number was which: the concordance of two drafts as readers need it.

A part of a split has the number of the whole, and what was joined has the number of what it is in
now. What an unnumbered paragraph is called, and how several numbers are told, is left to who prints it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.comparison import Change
from acm_drafts.negotiation.lines import Line, LineKind

Called = Callable[[Line], str]
"""What a line is called by its own: its number, or its first words where it has none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The numbers of a paragraph in two drafts, none where it is not in one; *line* is one of it."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    line: Line


def printed(line: Line) -> str:
    """Return a number as it stands in the margin: "12" for "12.", "PP3", but "(a)" as it is."""
    return (
        line.label if line.kind is not LineKind.PARAGRAPH else numbering.short(line.label) or line.reference
    )


def full_numbers(lines: Sequence[Line], called: Called) -> dict[int, str]:
    """Return what each paragraph is called by itself, "12 (a) (i)" for a sub-paragraph; headings are left out."""
    names = numbering.references(lines)
    return {
        line.paragraph: names[line.paragraph] or called(line)
        for line in lines
        if line.kind is not LineKind.HEADING
    }


def concordance(
    old: Sequence[Line], new: Sequence[Line], changes: Sequence[Change], *, called: Called
) -> tuple[Pair, ...]:
    """Return a pair for every paragraph, headings apart, in the order of *new*, what is gone where it was in *old*."""
    before, after = full_numbers(old, called), full_numbers(new, called)
    lines = {line.paragraph: line for line in (*old, *new)}
    came = {change.new.paragraph: change.old for change in changes if change.new}
    went = {line.paragraph: change.new for change in changes if change.new for line in change.old}
    pairs = []
    for row in numbering.concordance(old, new):
        sources = (before.get(line.paragraph, "") for line in came.get(row.paragraph, ()))
        target = went.get(row.paragraph)
        into = after.get(target.paragraph, "") if target else ""
        was = tuple(filter(None, sources)) if row.old is None else (before[row.paragraph],)
        now = (tuple(filter(None, [into]))) if row.new is None else (after[row.paragraph],)
        pairs.append(Pair(was, now, lines[row.paragraph]))
    return tuple(pairs)
