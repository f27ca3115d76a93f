"""
Several texts made from one base, united, without ever guessing.

Each text's edits are computed once, against the base. Edits that differ and overlap or touch
are a conflict, a value for people to settle; everything else is united. So the order of the texts
plays no part, and texts that agree two by two agree all together. Who the sides are, and which
of them is accepted, is not known here.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, TypeAlias, TypeVar

from rapidfuzz.distance import Prefix

from acm_drafts.text.edits import Base, Edit, blank, edits
from acm_drafts.text.language import as_read, best_spelt
from acm_drafts.text.tokens import is_word, words


@dataclass(frozen=True, slots=True)
class Clash:
    """
    A stretch of the base on which the sides differ.

    *sides* holds what each side that changed the stretch makes of it, equal ones once; whose they
    are is told by `overlay`. In a three-way merge there are always two, also called *ours* and *theirs*.
    """

    base: str
    sides: tuple[str, ...]

    @property
    def ours(self) -> str:
        """What the first side makes of the stretch."""
        return self.sides[0]

    @property
    def theirs(self) -> str:
        """What the last side makes of the stretch."""
        return self.sides[-1]


Region: TypeAlias = str | Clash


def merge(base: str, ours: str, theirs: str) -> tuple[Region, ...]:
    """
    Return *base* with the changes of both sides, as agreed text and conflicts.

    A change that only one side made, or that both made alike, is agreed text.
    Changes that overlap or touch, and differ, are one Clash with ``base``, ``ours`` and
    ``theirs``; so are two different insertions at one place, and a deletion of what the other
    side edits. Swapping the sides swaps ``ours`` and ``theirs`` and changes nothing else.
    """
    return merge_all(base, (ours, theirs))


def merge_all(base: str, texts: Sequence[str]) -> tuple[Region, ...]:
    """
    Return *base* with the changes of all *texts*, any number, as agreed text and conflicts.

    Clean when every pair is clean. A Clash has ``base`` and ``sides``: what each text that
    changed the stretch makes of it, in the order of *texts*, equal ones once. The order of
    *texts* changes nothing else. No region is empty, no two strings follow each other.
    """
    changed = [text for text in dict.fromkeys(texts) if text != base]
    if len(changed) < 2:
        return _regions([changed[0] if changed else base])
    original = Base(base)
    return unite(base, [edits(base, text, original.differences(text)) for text in changed])


def unite(base: str, sides: Sequence[Sequence[Edit]]) -> tuple[Region, ...]:
    """Return *base* with the edits of all *sides*, as `merge_all` does for the texts that they make."""
    return _regions(_united(base, sides))


def is_clean(regions: Sequence[Region]) -> bool:
    """Say whether a merge left nothing for people to settle."""
    return all(isinstance(region, str) for region in regions)


def text_of(regions: Sequence[Region]) -> str:
    """Return the merged text. Raises ValueError where a conflict is left."""
    if not is_clean(regions):
        raise ValueError("a conflict has no text: people must settle it first")
    return "".join(region for region in regions if isinstance(region, str))


class Stretch(NamedTuple):
    """
    ``base[start:end]`` and what the sides that change it make of it: one version, or several.

    White space beside it is included on all sides, as in an Edit; a `Clash` shows the dispute without it.
    *wanting* holds for each version the sides that ask for it, by index; a side whose change no reader sees asks for
    none where others change what is read. *edits* says how many edits of each side lie here, by index. *united* is what
    the versions come to together: None where they are in conflict.
    """

    start: int
    end: int
    versions: tuple[str, ...]
    wanting: tuple[tuple[int, ...], ...]
    edits: Mapping[int, int]
    united: str | None

    def sides_by_version(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield each version with the sides that ask for it."""
        return zip(self.versions, self.wanting, strict=True)


def stretches(base: str, sides: Sequence[Sequence[Edit]]) -> Iterator[Stretch]:
    """
    Yield every stretch of *base* that any side changes, in order; none overlaps the next.

    Versions come in the order of the *sides*, equal ones once. Several come to one where no reader can tell them
    apart, and where they make the same edit and one adds to it, before or after.
    """
    of_sides: dict[Edit, list[int]] = {}
    for side, own in enumerate(sides):
        for edit in own:
            of_sides.setdefault(edit, []).append(side)
    for group in _touching(sorted(of_sides)):
        if len(group) == 1:
            (edit,) = group
            wanting = of_sides[edit]
            yield Stretch(*edit[:2], (edit.text,), (tuple(wanting),), dict.fromkeys(wanting, 1), edit.text)
        else:
            places = _places(base, {edit: of_sides[edit] for edit in group})
            yield from (_stretch(base, part) for part in _groups(places))


def _stretch(base: str, group: Sequence["_Place"]) -> Stretch:
    """Return what the edits at the places of a *group* make of the base together."""
    seen = [place for place in group if place.is_seen] or group
    number: dict[int, int] = {}
    for place in group:
        number[place.side] = number.get(place.side, 0) + 1
    own: dict[int, list[Edit]] = {}
    for place in seen:
        own.setdefault(place.side, []).append(place.edit)
    start, end = min([place.edit.start for place in seen]), max([place.edit.end for place in seen])
    wanting: dict[str, list[int]] = {}
    for side in sorted(own):
        wanting.setdefault(rewritten(base, start, end, own=own[side]), []).append(side)
    return Stretch(
        start,
        end,
        tuple(wanting),
        tuple(map(tuple, wanting.values())),
        number,
        _come_together(base, {place.edit for place in seen}, list(wanting)),
    )


class _Place(NamedTuple):
    """
    An edit of a side with where it may stand: from *start* to *end*, in half characters of the base.

    *is_seen*: whether a reader sees what it changes.
    """

    start: int
    end: int
    side: int
    edit: Edit
    is_seen: bool


At = TypeVar("At", Edit, _Place)


def _places(base: str, of_sides: Mapping[Edit, Sequence[int]]) -> list[_Place]:
    """
    Return the edits *of_sides* with the sides that make them, in order of place.

    What is added beside a word or sign that stays, and could stand on either side of it, does not meet an edit that
    ends there or begins there: the text is the same wherever the addition is read to stand. Nor does what is added
    outside a bracket, directly before it or after it, meet an edit that takes nothing but the bracket away.
    """
    ends, starts = _ends_and_starts(edit for edit in of_sides if _is_firm(base, edit))
    before, after = _ends_and_starts(edit for edit in of_sides if _is_insertion(base, edit))
    return sorted(
        place._replace(side=side)
        for edit, sides in of_sides.items()
        for place in (_lifted_beside(base, edit, before, after) or _clear_of(base, edit, ends, starts),)
        for side in sides
    )


def _ends_and_starts(edits: Iterable[Edit]) -> tuple[set[int], set[int]]:
    places = [edit[:2] for edit in edits]
    return {end for _, end in places}, {start for start, _ in places}


def _is_insertion(base: str, edit: Edit) -> bool:
    return blank(base[edit.start : edit.end]) and not blank(edit.text)


def _lifted_beside(base: str, edit: Edit, before: Collection[int], after: Collection[int]) -> _Place | None:
    """
    Return the place of the brackets alone that *edit* takes away, kept apart from additions outside them.

    None where it does anything else. *before* and *after*: where additions end and begin.
    """
    start, end, text = edit
    reach = base[start:end]
    first, last = end - len(reach.lstrip()), start + len(reach.rstrip())
    signs = set(base[first:last])
    if signs == {"["} and first in before and blank(text) and text.startswith(base[start:first]):
        alone = Edit(first, end, text[first - start :])
        return _Place(2 * first + 1, 2 * end, 0, alone, is_seen=True)
    if signs == {"]"} and last in after and blank(text) and text.endswith(base[last:end]):
        alone = Edit(start, last, text[: len(text) - (end - last)])
        return _Place(2 * start, 2 * last - 1, 0, alone, is_seen=True)
    return None


def _clear_of(base: str, edit: Edit, ends: Collection[int], starts: Collection[int]) -> _Place:
    """Return the place of *edit*, kept apart from edits that end or begin where it does if it could move away."""
    start, end, text = edit
    reach = base[start:end]
    is_seen = as_read(reach) != as_read(text)
    if blank(reach) or (is_seen and not _is_addition(base, edit)):
        return _Place(2 * start, 2 * end, 0, edit, is_seen)
    first, last = end - len(reach.lstrip()), start + len(reach.rstrip())
    before = (not is_seen or first in ends) and text.startswith(base[start:first])
    if before:
        start, text = first, text[first - start :]
    after = (not is_seen or last in starts) and text.endswith(base[last:end])
    if after:
        end, text = last, text[: len(text) - (end - last)]
    return _Place(2 * start + before, 2 * end - after, 0, Edit(start, end, text), is_seen)


def _is_firm(base: str, edit: Edit) -> bool:
    """Return whether *edit* replaces or deletes words, and could stand at no other place."""
    gone, come = base[edit.start : edit.end].split(), edit.text.split()
    return bool(gone) and (not come or (gone[0] != come[0] and gone[-1] != come[-1]))


def _groups(places: Sequence[_Place]) -> list[list[_Place]]:
    """
    Return *places* in groups of those that overlap or touch, in order.

    What no reader sees joins the first group that it touches, and joins no two groups with each other.
    """
    groups = _touching([place for place in places if place.is_seen])
    ends = [max(place.end for place in group) for group in groups]
    unseen: list[_Place] = []
    for place in places:
        if not place.is_seen:
            at = bisect_left(ends, place.start)
            meets = at < len(groups) and groups[at][0].start <= place.end
            (groups[at] if meets else unseen).append(place)
    return sorted([*groups, *_touching(unseen)], key=lambda group: group[0].start)


def _touching(places: Sequence[At]) -> list[list[At]]:
    """Return *places*, which are in order, in groups of those that overlap or touch."""
    groups: list[list[At]] = []
    end = -1
    for place in places:
        if place.start > end:
            groups.append([])
        groups[-1].append(place)
        end = max(end, place.end)
    return groups


def _come_together(base: str, edits: Collection[Edit], versions: Sequence[str]) -> str | None:
    """Return the one of *versions* of a stretch that says all that the others say; None where there is no such."""
    if len(versions) == 1:
        return versions[0]
    alike: dict[str, list[str]] = {}
    for version in versions:
        alike.setdefault(as_read(version), []).append(version)
    longest = max(alike, key=len)
    if len(alike) > 1:
        spans = {edit[:2] for edit in edits}
        if len(spans) > 1 or not all(_is_addition(base, edit) or _is_firm(base, edit) for edit in edits):
            return None
        old = words(as_read(base[slice(*spans.pop())]))[1::2]
        readings = sorted((words(reading)[1::2] for reading in alike), key=len)
        if not all(_adds_to(old, less, more) for less, more in combinations(readings, 2)):
            return None
    return best_spelt(alike[longest])


def _is_addition(base: str, edit: Edit) -> bool:
    """Return whether *edit* leaves all of the base that it reaches over, and adds to it."""
    reach = base[edit.start : edit.end]
    return blank(reach) or (edit.text.startswith(reach) and edit.text.endswith(reach))


def part_of(united: str, version: str) -> tuple[int, int]:
    """
    Return where the words of *version* begin and end in *united*, which reads like it or adds to it, before or after.

    White space beside them is part of them where *united* begins or ends there.
    """
    entries, size = words(united), len(words(version)[1::2])
    own = words(as_read(version))[1::2]
    if len(entries) == 2 * size + 1:
        return 0, len(united)
    if words(as_read(united))[1::2][:size] == own:
        return 0, sum(map(len, entries[: 2 * size]))
    return len(united) - sum(map(len, entries[-2 * size :])), len(united)


def _adds_to(old: Sequence[str], less: Sequence[str], more: Sequence[str]) -> bool:
    """
    Return whether *more* makes of the words *old* what *less* makes of them, and adds words before or after.

    Adding a sign alone is no edit that another could share. Words that *less* takes away do not come back.
    """
    size = len(less)
    if size == len(more) or not any(map(is_word, less)):
        return False
    if more[:size] == less:
        added = more[size:]
    elif more[-size:] == less:
        added = more[:-size]
    else:
        return False
    stays = less[: len(old)] == old == less[size - len(old) :]
    return stays or set(old).isdisjoint(added)


def _united(base: str, sides: Sequence[Sequence[Edit]]) -> Iterator[Region]:
    at = 0
    for start, end, versions, _wanting, _edits, united in stretches(base, sides):
        yield base[at:start]
        at = end
        if united is not None:
            yield united
            continue
        head, tail = _common_space((base[start:end], *versions))
        yield versions[0][:head]
        yield Clash(
            base[start + head : end - tail], tuple(side[head : len(side) - tail] for side in versions)
        )
        yield versions[0][len(versions[0]) - tail :]
    yield base[at:]


def rewritten(base: str, start: int, end: int, *, own: Sequence[Edit]) -> str:
    """Return what a side's *own* edits of ``base[start:end]``, all of them within it and in order, make of that."""
    parts: list[str] = []
    for edit in own:
        parts += base[start : edit.start], edit.text
        start = edit.end
    return "".join((*parts, base[start:end]))


def _common_space(texts: Sequence[str]) -> tuple[int, int]:
    """Return how much white space all *texts* begin with, and end with, the two not overlapping."""
    first, last = min(texts), max(texts)  # what these two share at their head, all share
    head = Prefix.similarity(first, last)
    head -= len(first[:head].lstrip())
    first, last = min(text[::-1] for text in texts), max(text[::-1] for text in texts)
    tail = min(Prefix.similarity(first, last), min(map(len, texts)) - head)
    return head, tail - len(first[:tail].lstrip())


def _regions(parts: Iterator[Region] | Sequence[Region]) -> tuple[Region, ...]:
    """Return *parts* without empty strings, neighbouring strings joined."""
    regions: list[Region] = []
    agreed: list[str] = []
    for part in parts:
        if isinstance(part, str):
            agreed.append(part)
            continue
        regions += filter(None, ["".join(agreed)])
        regions.append(part)
        agreed.clear()
    regions += filter(None, ["".join(agreed)])
    return tuple(regions)
