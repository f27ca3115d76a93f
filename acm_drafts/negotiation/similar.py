"""
Proposals that ask for the same, and those that nearly do, found so that people can treat them together.

A suggestion and nothing more: that two proposals are the same is for their sponsors to say, and
nothing is merged here. Who may be told of another's proposal is decided before the proposals come
here. Proposals are compared within one paragraph or place alone, so what it costs grows with the
proposals and not with their pairs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.similar import Words, in_words, likeness

NEAR = 66
"""From how many percent on two proposals are called near: two of three words that they change."""

MOST = 60
"""So many different wordings of one paragraph are compared with each other; what came later is not."""

_WORDED = (AmendmentKind.REPLACE, AmendmentKind.INSERT)
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two proposals, by their keys, and how many percent of what they change they change alike; 100: the same."""

    one: int
    other: int
    percent: int


def same(
    edits: Iterable[Edit], amends: Mapping[int, int | None] | None = None
) -> tuple[tuple[int, ...], ...]:
    """
    Return the keys of proposals that ask for the same, in groups of at least two, in the order of *edits*.

    The same is: the same act on the same paragraph or place, and the same words as read, their
    case and the spaces between them apart. *amends*: which proposal each one amends, if any.
    """
    groups: dict[_Key, list[int]] = {}
    for edit in edits:
        groups.setdefault((_place(edit, amends), in_words(edit.text)), []).append(edit.proposal)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def alike(edits: Sequence[Edit], amends: Mapping[int, int | None] | None = None) -> tuple[Alike, ...]:
    """
    Return pairs of *edits* that are near or the same, the nearest first, else in their order.

    Near are two new wordings of one paragraph, or two new paragraphs for one place, from `NEAR`
    percent on (text.similar). Of proposals that are the same the first stands for all: each of
    the others is paired with it and with nothing else.
    """
    places: dict[_Key, dict[Words, list[int]]] = {}
    kept: dict[_Key, Edit] = {}
    for edit in edits:
        place = _place(edit, amends)
        kept.setdefault(place, edit)
        places.setdefault(place, {}).setdefault(in_words(edit.text), []).append(edit.proposal)
    found = []
    for place, wordings in places.items():
        found += [Alike(keys[0], other, 100) for keys in wordings.values() for other in keys[1:]]
        if kept[place].kind in _WORDED:
            found += _near(in_words(kept[place].base), wordings)
    return tuple(sorted(found, key=lambda pair: -pair.percent))


def _near(base: Words, wordings: Mapping[Words, Sequence[int]]) -> list[Alike]:
    firsts = [(text, keys[0]) for text, keys in wordings.items()][:MOST]
    pairs = (Alike(a, b, likeness(base, one, other)) for (one, a), (other, b) in combinations(firsts, 2))
    return [pair for pair in pairs if pair.percent >= NEAR]


def _place(edit: Edit, amends: Mapping[int, int | None] | None) -> _Key:
    """Return what proposals share that can be compared: the act, where it is done, and on which words."""
    target = (amends or {}).get(edit.proposal)
    if edit.kind is AmendmentKind.INSERT:
        return edit.kind, target, edit.after, edit.line_kind, edit.depth, edit.numbered
    return edit.kind, target, edit.paragraph, edit.after, edit.other, in_words(edit.base)
