"""
What a correction changes in an imported text: lines that are left out, lines that are new, lines that keep their words.

Lines have no identity before a text is circulated: a line is the same where it stands in the same order with the
same words. What has the same words and another number or kind is a change all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from acm_drafts.negotiation.lines import Line


@dataclass(frozen=True, slots=True)
class Correction:
    """
    What differs between two readings of a text, each in its order.

    *same_words*: pairs of an earlier line and a corrected one that say the same, by their place from 0.
    """

    left_out: tuple[Line, ...]
    new: tuple[Line, ...]
    same_words: tuple[tuple[int, int], ...]

    @property
    def is_nothing(self) -> bool:
        return not self.left_out and not self.new


def correction(earlier: Sequence[Line], corrected: Sequence[Line]) -> Correction:
    """Return what *corrected* changes in *earlier*; their paragraphs and wordings are not compared."""
    pairs = _same_words(earlier, corrected)
    unchanged = [(old, new) for old, new in pairs if _print(earlier[old]) == _print(corrected[new])]
    kept_old, kept_new = {old for old, _ in unchanged}, {new for _, new in unchanged}
    return Correction(
        tuple(line for place, line in enumerate(earlier) if place not in kept_old),
        tuple(line for place, line in enumerate(corrected) if place not in kept_new),
        pairs,
    )


def _same_words(earlier: Sequence[Line], corrected: Sequence[Line]) -> tuple[tuple[int, int], ...]:
    old, new = [line.text for line in earlier], [line.text for line in corrected]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return tuple((block.a + nth, block.b + nth) for block in blocks for nth in range(block.size))


def _print(line: Line) -> tuple[object, ...]:
    return line.kind, line.depth, line.numbered, line.label, line.indent, line.text


def listed(lines: Sequence[Line]) -> str:
    """Return *lines* as they are printed, one below the other, for the journal."""
    return "\n".join(f"{line.label} {line.text}".strip() for line in lines)
