"""
What becomes of a pending proposal when its round is closed, word by word and never claimed when unsure.

The next text is known; the proposal stands on the wording before it. It is rebased onto the
new wording and told: carried, absorbed, partly absorbed, overtaken, in conflict or orphaned.
The sponsor has the last word on it, elsewhere.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from acm_drafts.negotiation.consolidation import (
    PART,
    START,
    WORDING_KINDS,
    Edit,
    Fate,
    conflicting_proposals,
    restores,
)
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Verdict
from acm_drafts.text.changes import apply, changes
from acm_drafts.text.edits import Base, edits
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import Stretch, is_clean, merge_all, stretches, text_of
from acm_drafts.text.uptake import Held, Later

LIVING = (Verdict.CARRIED, Verdict.PARTLY, Verdict.CONFLICT)
"""Verdicts with which a proposal stays pending."""


_NONE: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Carried:
    """
    The verdict and, where it is carried over, the rebased edit; *done* of *total* changes are in the text.

    What is overtaken may have changes in the text too: they are counted all the same.
    """

    verdict: Verdict
    edit: Edit
    done: int = 0
    total: int = 0


def carry_all(
    edits: Sequence[Edit],
    fates: Mapping[int, Fate],
    new: Sequence[Line],
    *,
    objected: Mapping[int, str] = _NONE,
    contested: Collection[int] = (),
) -> tuple[Carried, ...]:
    """
    Return what becomes of each of *edits*, in their order.

    *fates* is that of the consolidation, with a Fate for every paragraph that a pending insertion
    proposes; *new* the next text. Those that are carried over and differ at one place are in conflict. What
    amends a pending insertion whose words stand in one line of the next text goes on there; of one whose place is gone
    it lapses with it, and so does what was to follow it. *objected*: by proposal,
    the words of the compromise that merged it and to which its sponsor objects; these words end none of them.
    *contested*: wordings whose sponsors contest what was made of them; other words in their place end none of them.
    """
    fates = {**fates, **_homes(edits, fates, new)}
    fates |= _without_a_place(edits, fates, new)
    later = cache(Later)  # what is asked for of one paragraph is compared with what became of it once
    carried = [carry(edit, fates, new, later=later) for edit in edits]
    carried = [
        _despite_objection(edit, outcome, fates, objected, contested)
        for edit, outcome in zip(edits, carried, strict=True)
    ]
    living: dict[int, list[Edit]] = {}
    for outcome in carried:
        if outcome.verdict in LIVING and outcome.edit.kind is not AmendmentKind.INSERT:
            living.setdefault(outcome.edit.paragraph, []).append(outcome.edit)
    rivals = {key for group in living.values() for key in conflicting_proposals(group)}
    return tuple(
        replace(outcome, verdict=Verdict.CONFLICT)
        if outcome.edit.proposal in rivals and outcome.verdict is Verdict.CARRIED
        else outcome
        for outcome in carried
    )


def _despite_objection(
    edit: Edit,
    carried: Carried,
    fates: Mapping[int, Fate],
    objected: Mapping[int, str],
    contested: Collection[int],
) -> Carried:
    """
    Return what becomes of *edit*, *carried* were it not for an objection, while its paragraph stands.

    It asks for what its sponsor wrote. What was merged into a compromise goes on although the text says all of it: the
    objection is to what stands beside. Where nothing does, there is nothing left to ask for.
    """
    fate = fates.get(edit.paragraph)
    if fate is None or fate.text is None or fate.parts or fate.takes:
        return carried
    if carried.verdict not in _verdicts_outlived(edit, objected, contested):
        return carried
    if edit.kind is AmendmentKind.KEEP:
        text, done = edit.text or edit.base, 0
    elif edit.proposal in objected:
        text = _instead_of_compromise(edit, fate.text, objected[edit.proposal])
        done = _done_as_asked(edit, fate.text)
    else:
        text, done = rebased(edit.base, edit.text, fate.text).text, carried.done
    if text == fate.text:
        return carried
    return replace(
        carried,
        verdict=Verdict.PARTLY if 0 < done < carried.total else Verdict.CARRIED,
        done=done,
        edit=replace(edit, base=fate.text, text=text),
    )


def _instead_of_compromise(edit: Edit, now: str, compromise: str) -> str:
    """
    Return *now* with the words of *edit* in the place of those of the *compromise* to which its sponsor objects.

    At its own places alone, where the text says something else there, or more. Where it says just this, the objection
    is to the rest of the compromise: then all that the compromise made of the paragraph gives way.
    """
    text = _own_words(edit.base, edit.text, now)
    return text if as_read(text) != as_read(now) else rebased(compromise, edit.text, now).text


def _done_as_asked(edit: Edit, now: str) -> int:
    """Return how many changes of *edit* are in *now* just as they were asked for, with nothing added to them."""
    return sum(
        how is Held.IN and as_read(_own_words(edit.base, apply(edit.base, (change,)), now)) == as_read(now)
        for change, how in Later(edit.base, now).holdings(edit.text)
    )


def _verdicts_outlived(
    edit: Edit, objected: Mapping[int, str], contested: Collection[int]
) -> tuple[Verdict, ...]:
    """Return the verdicts that are not the last word on *edit*, because its sponsor objects to what was made of it."""
    if edit.proposal in objected and edit.kind in WORDING_KINDS:
        return (Verdict.OVERTAKEN, Verdict.ABSORBED, Verdict.PARTLY, Verdict.CARRIED)
    if edit.proposal in objected and edit.kind is AmendmentKind.KEEP:
        return (Verdict.OVERTAKEN, Verdict.ABSORBED)
    if edit.proposal in contested and edit.kind in WORDING_KINDS:
        return (Verdict.OVERTAKEN,)
    return ()


def _homes(edits: Sequence[Edit], fates: Mapping[int, Fate], new: Sequence[Line]) -> dict[int, Fate]:
    """Map each insertion whose words stand in *new* by another to the line that holds them; to none of several."""
    inserted = [edit for edit in edits if edit.kind is AmendmentKind.INSERT]
    by_words: dict[str, list[int]] = {}
    for line in new if inserted else ():
        by_words.setdefault(as_read(line.text), []).append(line.paragraph)
    homes = {edit.paragraph: by_words.get(as_read(edit.text), []) for edit in inserted}
    return {
        key: Fate(None, into=places[0] if len(places) == 1 and places[0] in fates else None)
        for key, places in homes.items()
        if places and key not in places  # it stands itself
    }


def _without_a_place(
    edits: Sequence[Edit], fates: Mapping[int, Fate], new: Sequence[Line]
) -> dict[int, Fate]:
    """
    Map each insertion whose place is gone to no line, and with it those that were to follow it.

    Left out are those whose words stand in *new*, their own or by another: they need no place.
    """
    standing = {as_read(line.text) for line in new}
    inserted = [edit for edit in edits if edit.kind is AmendmentKind.INSERT]
    left = {edit.paragraph: edit.after for edit in inserted if as_read(edit.text) not in standing}
    gone: dict[int, Fate] = {}
    while now := [key for key, place in left.items() if _place(place, {**fates, **gone}) is None]:
        gone |= {key: Fate(None) for key in now}
        left = {key: place for key, place in left.items() if key not in gone}
    return gone


def carry(
    edit: Edit,
    fates: Mapping[int, Fate],
    new: Sequence[Line],
    *,
    later: Callable[[str, str], Later] = Later,
) -> Carried:
    """Return what becomes of one pending *edit*, taken alone; *later* may know texts that were compared before."""
    if edit.kind is AmendmentKind.INSERT:
        return _insertion(edit, fates, new)
    fate = fates.get(edit.paragraph)
    if fate is None:
        return Carried(Verdict.ORPHANED, edit)
    if fate.text is None and fate.into is None:
        done = edit.kind is AmendmentKind.DELETE
        return Carried(Verdict.ABSORBED if done else Verdict.ORPHANED, edit)
    if edit.kind is AmendmentKind.MOVE:
        return _move(edit, fates, new)
    if edit.kind is AmendmentKind.JOIN:
        return _joining(edit, fates)
    if edit.kind is AmendmentKind.KEEP:
        return _keeping(edit, fate)
    if edit.kind is AmendmentKind.DELETE:
        return _deletion(edit, fate)
    return _wording(edit, fates, later)


def _insertion(edit: Edit, fates: Mapping[int, Fate], new: Sequence[Line]) -> Carried:
    if any(as_read(line.text) == as_read(edit.text) for line in new):
        return Carried(Verdict.ABSORBED, edit, 1, 1)
    place = _place(edit.after, fates)
    if place is None:
        return Carried(Verdict.ORPHANED, edit)
    return Carried(Verdict.CARRIED, replace(edit, after=place), 0, 1)


def _move(edit: Edit, fates: Mapping[int, Fate], new: Sequence[Line]) -> Carried:
    place = _place(edit.after, fates)
    if place is None or fates[edit.paragraph].text is None:
        return Carried(Verdict.ORPHANED, edit)
    order = [START, *(line.paragraph for line in new)]
    in_place = edit.paragraph in order and order[order.index(edit.paragraph) - 1] == place
    return Carried(Verdict.ABSORBED if in_place else Verdict.CARRIED, replace(edit, after=place))


def _joining(edit: Edit, fates: Mapping[int, Fate]) -> Carried:
    following = fates.get(edit.other, Fate(None))
    if following.into == edit.paragraph:
        return Carried(Verdict.ABSORBED, edit)
    fate = fates[edit.paragraph]
    if following.text is None or fate.text is None:
        return Carried(Verdict.ORPHANED, edit)
    return Carried(Verdict.CARRIED, replace(edit, base=fate.text, text=f"{fate.text} {following.text}"))


def _deletion(edit: Edit, fate: Fate) -> Carried:
    """
    Return what becomes of a proposal to delete a paragraph: it goes on, on the words that were decided meanwhile.

    These are in the text and no pending proposal's, so that it is in conflict with none: its sponsor confirms it.
    """
    if fate.text == edit.base and not fate.parts:
        return Carried(Verdict.CARRIED, edit)
    if fate.text is None:
        return Carried(Verdict.OVERTAKEN, edit)
    return Carried(Verdict.CARRIED, replace(edit, base=fate.text))


def _keeping(edit: Edit, fate: Fate) -> Carried:
    """
    Return what becomes of a proposal to keep a paragraph as it is.

    Words that are only retained in brackets decide nothing against it: it goes on, on the wording with the brackets,
    and asks for the wording that its sponsor kept.
    """
    whole = not fate.parts and not fate.takes and fate.text is not None
    if whole and fate.text == edit.base:
        return Carried(Verdict.CARRIED, edit)
    if whole and fate.text is not None and fate.agreed == edit.base:
        return Carried(Verdict.CARRIED, replace(edit, base=fate.text, text=edit.text or edit.base))
    if whole and restores(edit) and fate.text == edit.text:
        return Carried(Verdict.ABSORBED, edit)
    return Carried(Verdict.OVERTAKEN, edit)


def _wording(edit: Edit, fates: Mapping[int, Fate], later: Callable[[str, str], Later]) -> Carried:
    paragraph = _survivor(edit.paragraph, fates)
    fate = fates[paragraph]
    now = fates[edit.paragraph].own if fate.takes else _with_parts(fate)
    then = later(edit.base, now)
    holdings = then.holdings(edit.text)
    done, total = sum(how is Held.IN for _, how in holdings), len(holdings)
    wanted = then.remaining(holdings)
    if wanted == now:
        return Carried(Verdict.ABSORBED, edit, total, total)
    if wanted is None or (landed := _landed(edit, wanted, now, fates, paragraph)) is None:
        return Carried(Verdict.OVERTAKEN, edit, done, total)
    if landed.text == landed.base:
        return Carried(Verdict.ABSORBED, edit, total, total)
    return Carried(Verdict.PARTLY if done else Verdict.CARRIED, landed, done, total)


@dataclass(frozen=True, slots=True)
class Rebased:
    """A wording on the text of now. *pure*: nothing but what its sponsor changed differs from that text."""

    text: str
    pure: bool


def rebased(base: str, proposed: str, now: str) -> Rebased:
    """
    Return *proposed*, made on *base*, with its own changes alone made in *now*, whatever was decided there.

    It is what a sponsor asks for who contests: where others changed the same words the sponsor's
    stand again. It is not pure where such a place holds words that the sponsor had left alone.
    """
    united = merge_all(base, [proposed, now])
    text = "".join(region if isinstance(region, str) else region.sides[0] for region in united)
    own, others = _changed_places(base, proposed), _changed_places(base, now)
    at_stake = [span for span in others if any(span[0] <= end and start <= span[1] for start, end in own)]
    inside = all(any(start <= span[0] and span[1] <= end for start, end in own) for span in at_stake)
    return Rebased(text, inside or is_clean(united))


def standing_again(base: str, proposed: str, now: str) -> Rebased:
    """
    Return what `rebased` returns; where that is *now* itself, the words of *proposed* without what others added there.

    Who asked for "fully" and objects to "closely and fully" asks for "fully". It is *now* where that says no more than
    what was proposed.
    """
    again = rebased(base, proposed, now)
    return (
        again if as_read(again.text) != as_read(now) else Rebased(_own_words(base, proposed, now), again.pure)
    )


def _own_words(base: str, proposed: str, now: str) -> str:
    """Return *now* with the words of *proposed* alone wherever that changes *base*, as long as they read otherwise."""
    parts: list[str] = []
    at, original = 0, Base(base)
    sides = [edits(base, text, original.differences(text)) for text in (proposed, now)]
    for stretch in stretches(base, sides):
        parts += base[at : stretch.start], _own_version(stretch)
        at = stretch.end
    return "".join((*parts, base[at:]))


def _own_version(stretch: Stretch) -> str:
    """Return what the first of two sides makes of *stretch*; what the other does where that alone changes it."""
    if len({as_read(version) for version in stretch.versions}) == 1:
        return stretch.versions[-1]
    return stretch.versions[0]  # in the order of the sides


def _changed_places(base: str, text: str) -> list[tuple[int, int]]:
    """Return where in *base* the changes lie that lead to *text*."""
    return [(change.start, change.end) for change in changes(base, text)]


def _with_parts(fate: Fate) -> str:
    return PART.join([fate.text or "", *(text for _, text in fate.parts)])


def _landed(edit: Edit, wanted: str, now: str, fates: Mapping[int, Fate], paragraph: int) -> Edit | None:
    """
    Return *edit* rebased onto the one paragraph that it still changes, from its words *now* to those *wanted*.

    None where a split left it with more than one, or where a consequential change met these words.
    """
    fate = fates[paragraph]
    if fate.takes:
        return _landed_in_joined(edit, wanted, fates, paragraph)
    paragraphs = [paragraph, *(key for key, _ in fate.parts)]
    if len(paragraphs) == 1:
        return replace(edit, paragraph=paragraph, base=now, text=wanted)
    before, after = now.split(PART), wanted.split(PART)
    if len(before) != len(after):
        return None
    changed = [i for i, part in enumerate(before) if part != after[i]]
    if len(changed) != 1:
        return None
    at = changed[0]
    return replace(edit, paragraph=paragraphs[at], base=before[at], text=after[at])


def _landed_in_joined(edit: Edit, wanted: str, fates: Mapping[int, Fate], paragraph: int) -> Edit | None:
    """Return *edit*, with *wanted* in place of its own words, on the joined *paragraph*; None as in `_landed`."""
    fate = fates[paragraph]
    joined = [paragraph, *fate.takes]
    plain = " ".join(fates[key].own for key in joined)
    proposed = " ".join(wanted if key == edit.paragraph else fates[key].own for key in joined)
    together = merge_all(plain, [proposed, fate.text or ""])
    if not is_clean(together):
        return None
    return replace(edit, paragraph=paragraph, base=fate.text or "", text=text_of(together))


def _survivor(paragraph: int, fates: Mapping[int, Fate]) -> int:
    while (into := fates[paragraph].into) is not None:
        paragraph = into
    return paragraph


def _place(after: int, fates: Mapping[int, Fate]) -> int | None:
    """Return the paragraph that now stands for a place, None where there is none."""
    if after == START:
        return START
    if after not in fates:
        return None
    survivor = _survivor(after, fates)
    return survivor if fates[survivor].text is not None else None
