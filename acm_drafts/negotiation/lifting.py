"""
What becomes of words that were printed in brackets: whether brackets still hold them, and if not, what stands.

A decision to keep words in brackets stays on record when a later text lifts them. How much of the proposal
is then in the text is told by the rule by which every proposal is carried (negotiation.carrying).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from acm_drafts.negotiation.carrying import carry
from acm_drafts.negotiation.comparing import is_alternative
from acm_drafts.negotiation.consolidation import WORDING_KINDS, Edit, Fate, bracketed
from acm_drafts.negotiation.terms import AmendmentKind, Standing, Verdict
from acm_drafts.text.brackets import Bracket, Part, parse, text_of, unbalanced
from acm_drafts.text.containment import Held, Holding, closely
from acm_drafts.text.language import as_read


@dataclass(frozen=True, slots=True)
class Lifted:
    """
    What stands of a proposal's words since the brackets round them are gone.

    *verdict*: ABSORBED where all that it asked for is in the text, PARTLY where some is (*done* of *total* changes
    as they were asked for, others among other words), OVERTAKEN where none is. *held* are the changes of a wording,
    or all the words of a new paragraph, each with how the text stands to it, looked at closely.
    """

    verdict: Verdict
    done: int
    total: int
    held: tuple[Holding, ...] = ()
    new: bool = False
    """Whether it is a new paragraph: PARTLY where others amended it."""

    @property
    def amended(self) -> bool:
        """Whether all its words stand, but others were put among them; of a new paragraph, whether it was amended."""
        whole = bool(self.held) and all(how in _STANDS for _, how in self.held)
        return self.verdict is Verdict.PARTLY and (self.new or whole)

    @property
    def displaced(self) -> bool:
        """Whether the text was changed at the place of one of its changes that is not in it."""
        return any(how not in (Held.IN, Held.LEFT) for _, how in self.held)

    @property
    def standing(self) -> Standing:
        """
        Where the proposal is since: what was kept in brackets is accepted when they go, so far as its words stand.

        What others amended is no less accepted.
        """
        return Standing.ACCEPTED if self.amended else _STANDINGS[self.verdict]


_STANDS = (Held.IN, Held.AMONG)
_STANDINGS = {
    Verdict.ABSORBED: Standing.ACCEPTED,
    Verdict.PARTLY: Standing.PART,
    Verdict.OVERTAKEN: Standing.OVERTAKEN,
}


def since(edit: Edit, texts: Sequence[str]) -> int | None:
    """
    Return the place of the one of *texts* since which no brackets hold the words of *edit*, None where they still do.

    *texts* are what its paragraph said in one draft after the other, from that on which printed it in brackets.
    """
    words = _in_brackets(_printed(edit))
    found = None
    for place, text in enumerate(texts):
        standing = _in_brackets(text)
        if any(own in other for own in words for other in standing):
            found = None
        elif found is None:
            found = place
    return found


def lifted(edit: Edit, now: str) -> Lifted:
    """Return how much of what *edit* asks for is in the text that its paragraph has *now*."""
    if edit.kind is AmendmentKind.INSERT:
        same = as_read(edit.text) == as_read(now)
        stands = Verdict.OVERTAKEN if is_alternative(edit.text, now) else Verdict.PARTLY
        verdict = Verdict.ABSORBED if same else stands
        return Lifted(verdict, int(same), 1, closely("", edit.text, now), new=True)
    carried = carry(edit, {edit.paragraph: Fate(now)}, ())
    held = closely(edit.base, edit.text, now) if edit.kind in WORDING_KINDS else ()
    if carried.verdict is Verdict.ABSORBED:
        return Lifted(Verdict.ABSORBED, carried.total, carried.total, held)
    some = carried.done or any(how in _STANDS for _, how in held)
    verdict = Verdict.PARTLY if some else Verdict.OVERTAKEN
    return Lifted(verdict, carried.done, carried.total, held)


def _printed(edit: Edit) -> str:
    """Return how the proposal alone prints in brackets."""
    if edit.kind is AmendmentKind.INSERT:
        return f"[{edit.text}]"
    return bracketed(edit.base, [replace(edit, bracketed=True)])


def _in_brackets(text: str) -> list[str]:
    """Return what stands in brackets in *text*, as it is read; all of it where a bracket has no partner."""
    if unbalanced(text) is not None:
        return [as_read(text)]
    return [as_read(text_of(part.parts)) for part in _nested(parse(text))]


def _nested(parts: Sequence[Part]) -> Iterator[Bracket]:
    for part in parts:
        if isinstance(part, Bracket):
            yield part
            yield from _nested(part.parts)
