"""
What the Mission changes in words where it accepts a split or join: a capital letter, a semicolon, "and".

A split or join keeps the words that its sponsor proposed. The Mission's consequential change is an edit of these words
alone, whatever else was accepted there; consolidation unites it with that, one part after the other.
"""

from collections.abc import Sequence
from typing import NamedTuple

from acm_drafts.negotiation.consolidation import PART, Edit, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import is_clean, merge, text_of
from acm_drafts.text.parts import parts_of


class Shaped(NamedTuple):
    """What a split or join *proposed*, and what is *shown* of it: that with what was accepted before."""

    proposed: str
    shown: str


def shaped(lines: Sequence[Line], accepted: Sequence[Edit], edit: Edit) -> Shaped | None:
    """
    Return what the parts of a split, or the joined paragraph, would say if *edit* were accepted, with PART between.

    A paragraph that is only proposed is taken to come in. None where it cannot stand beside what was *accepted*, or the
    paragraphs of a join are not in the text.
    """
    brought = {e.paragraph for e in accepted if e.kind is AmendmentKind.INSERT}
    coming = brought | {line.paragraph for line in lines}
    if edit.kind is AmendmentKind.SPLIT and edit.paragraph not in coming:
        lines = (*lines, Line(edit.paragraph, edit.base))
    words = {line.paragraph: line.text for line in lines}
    if edit.kind is AmendmentKind.JOIN and not {edit.paragraph, edit.other} <= words.keys():
        return None
    joins = edit.kind is AmendmentKind.JOIN
    proposed = f"{words[edit.paragraph]} {words[edit.other]}" if joins else edit.text
    fate = consolidate(lines, [*accepted, edit]).fates.get(edit.paragraph)
    shown = fate.wording() if fate else None
    return Shaped(proposed, shown) if shown is not None else None


def change_of(shape: Shaped, typed: Sequence[str]) -> str | None:
    """
    Return what was *typed*, part by part, in place of what was shown: as a wording made of what was proposed.

    What was shown also holds what was accepted before, which is no part of the change. Where a change meets such words,
    all that was *typed* is returned: it is in conflict with them. None: no reader sees a change.
    """
    before, offered = parts_of(shape.shown), parts_of(shape.proposed)
    seen = [old if _reads_like(new, old) else new for old, new in zip(before, typed, strict=True)]
    if seen == before:
        return None
    regions = [merge(*parts) for parts in zip(before, offered, seen, strict=True)]
    if not all(map(is_clean, regions)):
        return PART.join(seen)
    return PART.join(map(text_of, regions))


def _reads_like(new: str, old: str) -> bool:
    """Return whether no reader can tell two parts apart."""
    return as_read(new).strip() == as_read(old).strip()
