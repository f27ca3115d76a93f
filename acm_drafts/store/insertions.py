"""
Where proposed new paragraphs print, and the numbers they print while they are only proposed.

"12 bis" stands after 12 and its sub-paragraphs. Only the proposals that are given count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.text import TextRow


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """A new paragraph that somebody proposes, with the number it prints while it is only proposed."""

    entry: AmendmentRecord
    number: str


def new_paragraphs(
    rows: Sequence[TextRow], records: Iterable[AmendmentRecord]
) -> dict[int, list[NewParagraph]]:
    """
    Return the new paragraphs among *records*, by the paragraph that each is printed after (START: before all).

    What follows a paragraph stands after its sub-paragraphs too, unless it is one itself; what
    follows another new paragraph stands behind that.
    """
    after: dict[int, list[AmendmentRecord]] = {}
    for record in records:
        if record.kind is AmendmentKind.INSERT:
            after.setdefault(record.revision.after_id or START, []).append(record)
    insertions: dict[int, list[NewParagraph]] = {}
    used: dict[str, int] = {}
    last = ""

    def take(place: int, label: str, into: list[NewParagraph]) -> None:
        for record in after.pop(place, ()):
            into.append(NewParagraph(record, _next_number(record, label, used)))
            take(record.amendment.paragraph_id, label, into)

    take(START, "", insertions.setdefault(START, []))
    for index, row in enumerate(rows):
        last = row.label if row.label and row.kind == LineKind.PARAGRAPH else last
        if row.paragraph in after:
            deep = after[row.paragraph][0].revision.depth
            label = row.label if deep and row.label else last
            take(row.paragraph, label, insertions.setdefault(_end_of_block(rows, index, deep), []))
    for place in list(after):  # what it was to follow is no longer proposed
        take(place, last, insertions.setdefault(rows[-1].paragraph if rows else START, []))
    return insertions


def _next_number(record: AmendmentRecord, label: str, used: dict[str, int]) -> str:
    if record.revision.kind == LineKind.HEADING or not record.revision.numbered:
        return ""
    used[label] = used.get(label, 0) + 1
    return numbering.bis(label, used[label])


def _end_of_block(rows: Sequence[TextRow], index: int, depth: int) -> int:
    """Return the last line under rows[index] that is deeper than *depth*, itself if there is none."""
    own = rows[index].depth
    if depth > own:
        return rows[index].paragraph
    while index + 1 < len(rows) and rows[index + 1].kind == LineKind.SUB and rows[index + 1].depth > own:
        index += 1
    return rows[index].paragraph
