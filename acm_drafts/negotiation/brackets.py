"""
Brackets across drafts: which can still be lifted beside what was accepted, and what became of the words in them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from acm_drafts.negotiation.carrying import carry
from acm_drafts.negotiation.comparison import is_alternative
from acm_drafts.negotiation.consolidation import (
    WORDING_KINDS,
    Edit,
    Fate,
    bracketed,
    conflicts_among,
    consolidate,
    restores,
)
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Standing, Verdict
from acm_drafts.text.alternatives import in_brackets
from acm_drafts.text.brackets import (
    Bracket,
    Part,
    Settlement,
    holds_bracket,
    parse,
    settle,
    settlements,
    text_of,
    unbalanced,
)
from acm_drafts.text.changes import Change, apply, changes
from acm_drafts.text.language import as_read
from acm_drafts.text.uptake import Held, Holding, closely


@dataclass(frozen=True, slots=True)
class Place:
    """
    One place in brackets that can be lifted, with what was accepted inside it.

    *number* counts the places of the draft's wording and *readings* pair the number of a reading there with its
    words, as text.brackets.settle takes them; readings that cannot stand beside what was accepted are left out.
    """

    number: int
    written: str
    readings: tuple[tuple[int, str], ...]


def liftable(base: str, accepted: Sequence[Edit], names: Collection[str] = ()) -> tuple[Place, ...]:
    """
    Return the places in brackets of *base* of which something can be lifted beside *accepted*, in order.

    *accepted* are the edits of this one paragraph that were accepted or bracketed; those that do not touch its
    words play no part. Places that were lifted by them are left out.
    """
    kinds = (*WORDING_KINDS, AmendmentKind.DELETE)
    on = [edit for edit in accepted if edit.kind in kinds or restores(edit)]
    united = _united(base, on)
    if united is None:
        return ()
    own = changes(base, united) if on else ()
    return tuple(
        Place(number, _excerpt(base, place, own), readings)
        for number, place in enumerate(settlements(base, names))
        if (readings := tuple(_readings(base, (number, place), on, own, names)))
    )


def holders(base: str, accepted: Sequence[Edit], names: Collection[str] = ()) -> tuple[int, ...]:
    """
    Return the proposals among *accepted* that change words at the brackets of *base* themselves, each once.

    Beside these no reading of some place can stand, and they do not lift it.
    """
    places = len(settlements(base, names))
    return tuple(
        dict.fromkeys(
            edit.proposal
            for edit in accepted
            if edit.kind in WORDING_KINDS
            and edit.text.count("[") >= base.count("[")
            and len(liftable(base, [edit], names)) < places
        )
    )


def _readings(
    base: str,
    counted: tuple[int, Settlement],
    accepted: Sequence[Edit],
    own: Sequence[Change],
    names: Collection[str],
) -> Iterator[tuple[int, str]]:
    number, place = counted
    united = _united(base, accepted)
    for reading, words in enumerate(place.readings):
        if not accepted:
            yield reading, words
            continue
        lifted = _united(
            base, [*accepted, _lift(accepted[0].paragraph, base, settle(base, [(number, reading)], names))]
        )
        if lifted is not None and lifted != united:
            yield reading, _with(base[place.start : place.end], _excerpt(base, place, own), words)


def _lift(paragraph: int, base: str, text: str) -> Edit:
    return Edit(0, AmendmentKind.REPLACE, paragraph, base=base, text=text)


def _united(base: str, edits: Sequence[Edit]) -> str | None:
    """Apply *edits* of one paragraph to *base*; return None where they conflict or delete it."""
    if not edits:
        return base
    paragraph = edits[0].paragraph
    fate = consolidate((Line(paragraph, base),), edits).fates.get(paragraph)
    return fate.wording() if fate else None


def _excerpt(base: str, place: Settlement, own: Sequence[Change]) -> str:
    """Return the words of *place*, brackets included, with the changes that lie inside it."""
    inside = [
        Change(change.start - place.start, change.end - place.start, change.old, change.new)
        for change in own
        if place.start <= change.start and change.end <= place.end
    ]
    return apply(base[place.start : place.end], inside)


def _with(written: str, accepted: str, words: str) -> str:
    """Return *words*, one reading of *written*, with what was *accepted* inside that."""
    edits = [_lift(1, written, accepted), _lift(1, written, words)]
    return _united(written, edits) or words


@dataclass(frozen=True, slots=True)
class Lifted:
    """
    What stands of a proposal's words since the brackets round them were lifted.

    *verdict*: ABSORBED where all that it asked for is in the text, PARTLY where some is (*done* of *total* changes
    as they were asked for, others among other words), OVERTAKEN where none is. *holdings* are the changes of a
    wording, or all the words of a new paragraph, each with how the text stands to it, looked at closely.
    """

    verdict: Verdict
    done: int
    total: int
    holdings: tuple[Holding, ...] = ()
    new: bool = False
    """Whether it is a new paragraph: PARTLY where others amended it."""

    @property
    def amended(self) -> bool:
        """Whether all its words stand, but others were put among them; of a new paragraph, whether it was amended."""
        whole = bool(self.holdings) and all(how in _STANDS for _, how in self.holdings)
        return self.verdict is Verdict.PARTLY and (self.new or whole)

    @property
    def displaced(self) -> bool:
        """Whether the text was changed at the place of one of its changes that is not in it."""
        return any(how not in (Held.IN, Held.LEFT) for _, how in self.holdings)

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
    Return the index of the text from which on no brackets hold the words of *edit*; None where they still do.

    *texts* are what its paragraph said in one draft after the other, from that on which printed it in brackets. None
    too where the edit changes nothing that a reader sees: brackets never held it.
    """
    words = words_in_brackets(edit)
    if not words:
        return None
    free_from = None
    for place, text in enumerate(texts):
        standing = _in_brackets(text)
        if any(own in bracket for own in words for bracket in standing):
            free_from = None
        elif free_from is None:
            free_from = place
    return free_from


def printed_conflicts(
    lines: Sequence[Line], adopted: Sequence[Edit], rivals: Mapping[int, Sequence[Edit]]
) -> dict[int, tuple[Edit, ...]]:
    """
    Return, by paragraph, the pending wordings among *rivals* that are in conflict and can be printed in brackets.

    *rivals* are the pending edits of each paragraph that may be in conflict with each other. Nothing is printed that is
    in conflict with what was *adopted*, or that would leave a bracket without its partner.
    """
    taken, printed = list(adopted), {}
    for paragraph, edits in rivals.items():
        disputed = {key for conflict in conflicts_among(edits) for key in conflict.proposals}
        wordings = [
            edit for edit in edits if edit.kind is AmendmentKind.REPLACE and edit.proposal in disputed
        ]
        loose = [replace(edit, bracketed=True) for edit in wordings]
        if loose and _can_stand(lines, taken, loose, paragraph):
            taken += loose
            printed[paragraph] = tuple(wordings)
    return printed


def _can_stand(lines: Sequence[Line], taken: Sequence[Edit], loose: Sequence[Edit], paragraph: int) -> bool:
    """Return whether *loose* edits of *paragraph* stand beside those *taken* and leave no bracket without a partner."""
    near = {paragraph, *(edit.other for edit in taken)}
    beside = [edit for edit in taken if edit.kind is not AmendmentKind.REPLACE or edit.paragraph in near]
    then = consolidate(lines, [*beside, *loose])
    if then.disagreements:
        return False
    now = consolidate(lines, beside)
    before, after = (fates[paragraph].wording() or "" for fates in (now.fates, then.fates))
    return unbalanced(after) is None or unbalanced(before) is not None


def unbrackets(edit: Edit) -> bool:
    """Return whether an edit keeps a paragraph as it was before words were put in brackets."""
    return restores(edit) and holds_bracket(edit.base)


def freed(edit: Edit, before: str, after: str) -> Lifted | None:
    """
    Return what stands of the words of *edit* where a decision takes the brackets round them away.

    *before* and *after* are what the paragraph says without the decision and with it. None where no brackets held the
    words, or they still do.
    """
    return lifted(edit, after) if since(edit, [before]) is None and since(edit, [after]) == 0 else None


def lifted(edit: Edit, now: str) -> Lifted:
    """Return how much of what *edit* asks for is in the text that its paragraph has *now*."""
    if edit.kind is AmendmentKind.INSERT:
        same = as_read(edit.text) == as_read(now)
        stands = Verdict.OVERTAKEN if is_alternative(edit.text, now) else Verdict.PARTLY
        verdict = Verdict.ABSORBED if same else stands
        return Lifted(verdict, int(same), 1, closely("", edit.text, now), new=True)
    carried = carry(edit, {edit.paragraph: Fate(now)}, ())
    holdings = closely(edit.base, edit.text, now) if edit.kind in WORDING_KINDS else ()
    if carried.verdict is Verdict.ABSORBED:
        return Lifted(Verdict.ABSORBED, carried.total, carried.total, holdings)
    some = carried.done or any(how in _STANDS for _, how in holdings)
    verdict = Verdict.PARTLY if some else Verdict.OVERTAKEN
    return Lifted(verdict, carried.done, carried.total, holdings)


def words_in_brackets(edit: Edit) -> list[str]:
    """Return, as read, what stands in each of the brackets in which the proposal alone prints."""
    return _in_brackets(_printed(edit))


def _printed(edit: Edit) -> str:
    """Return how the proposal alone prints in brackets."""
    if edit.kind is AmendmentKind.INSERT:
        return in_brackets(edit.text)
    return bracketed(edit.base, [replace(edit, bracketed=True)])


def _in_brackets(text: str) -> list[str]:
    """Return the bracketed passages of *text* as read; the whole text where a bracket has no partner."""
    if unbalanced(text) is not None:
        return [as_read(text)]
    return [as_read(text_of(part.parts)) for part in _nested(parse(text))]


def _nested(parts: Sequence[Part]) -> Iterator[Bracket]:
    for part in parts:
        if isinstance(part, Bracket):
            yield part
            yield from _nested(part.parts)
