"""
Which brackets of a draft's wording can still be lifted beside what was accepted on it since.

What may stand of words in brackets is for text.brackets to say, and whether edits go together for
negotiation.consolidation; who lifts them, and whether somebody may, is decided elsewhere.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from acm_drafts.negotiation.consolidation import PART, WORDING_KINDS, Edit, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.brackets import Settlement, settle, settlements
from acm_drafts.text.changes import Change, apply, changes


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
    on = [edit for edit in accepted if edit.kind in (*WORDING_KINDS, AmendmentKind.DELETE)]
    made = _united(base, on)
    if made is None:
        return ()
    own = changes(base, made) if on else ()
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
    made = _united(base, accepted)
    for reading, words in enumerate(place.readings):
        if not accepted:
            yield reading, words
            continue
        lifted = _united(
            base, [*accepted, _lift(accepted[0].paragraph, base, settle(base, [(number, reading)], names))]
        )
        if lifted is not None and lifted != made:
            yield reading, _with(base[place.start : place.end], _excerpt(base, place, own), words)


def _lift(paragraph: int, base: str, text: str) -> Edit:
    return Edit(0, AmendmentKind.REPLACE, paragraph, base=base, text=text)


def _united(base: str, edits: Sequence[Edit]) -> str | None:
    """Return what *edits* of one paragraph make of *base*; None where they do not go together, or delete it."""
    if not edits:
        return base
    paragraph = edits[0].paragraph
    fate = consolidate((Line(paragraph, base),), edits).fates.get(paragraph)
    if fate is None or fate.text is None:
        return None
    return PART.join([fate.text, *(text for _, text in fate.parts)])


def _excerpt(base: str, place: Settlement, own: Sequence[Change]) -> str:
    """Return the words of *place*, brackets included, with the changes that lie inside it."""
    inside = [
        Change(one.start - place.start, one.end - place.start, one.old, one.new)
        for one in own
        if place.start <= one.start and one.end <= place.end
    ]
    return apply(base[place.start : place.end], inside)


def _with(written: str, accepted: str, words: str) -> str:
    """Return *words*, one reading of *written*, with what was *accepted* inside that."""
    edits = [_lift(1, written, accepted), _lift(1, written, words)]
    return _united(written, edits) or words
