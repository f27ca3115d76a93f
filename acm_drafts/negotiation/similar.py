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
from acm_drafts.text.similar import Words, differ_in_additions, in_words, likeness

NEAR = 66
"""From how many percent on two proposals are called near: two of three words that they change."""

MOST = 60
"""So many different wordings of one paragraph are compared with each other; what came later is not."""

_WORDED = (AmendmentKind.REPLACE, AmendmentKind.INSERT)
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two proposals, by their keys, and how many percent of what they change they change alike; 100: the same."""

    first: int
    second: int
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
    percent on (text.similar), that differ only in words which one of them adds: two that are in conflict,
    or of which one strikes what the other keeps, are never near. Of proposals that are the same the
    first stands for all: each of the others is paired with it and with nothing else.
    """
    places: dict[_Key, dict[Words, list[Edit]]] = {}
    for edit in edits:
        places.setdefault(_place(edit, amends), {}).setdefault(in_words(edit.text), []).append(edit)
    pairs: list[Alike] = []
    for wordings in places.values():
        pairs += [
            Alike(group[0].proposal, edit.proposal, 100) for group in wordings.values() for edit in group[1:]
        ]
        pairs += _near(wordings)
    return tuple(sorted(pairs, key=lambda pair: -pair.percent))


def _near(wordings: Mapping[Words, Sequence[Edit]]) -> list[Alike]:
    """Return the near ones of what is proposed for one paragraph or place; of the same the first stands for all."""
    firsts = [(text, group[0]) for text, group in wordings.items()][:MOST]
    if firsts[0][1].kind not in _WORDED:
        return []
    base = in_words(firsts[0][1].base)
    return [
        Alike(edit.proposal, other_edit.proposal, percent)
        for (text, edit), (other_text, other_edit) in combinations(firsts, 2)
        if (percent := likeness(base, text, other_text)) >= NEAR
        and differ_in_additions(edit.base, edit.text, other_edit.text)
    ]


def _place(edit: Edit, amends: Mapping[int, int | None] | None) -> _Key:
    """Return the key that comparable proposals share: the act, its place, and the words it stands on."""
    target = (amends or {}).get(edit.proposal)
    if edit.kind is AmendmentKind.INSERT:
        return edit.kind, target, edit.after, edit.line_kind, edit.depth, edit.numbered
    return edit.kind, target, edit.paragraph, edit.after, edit.other, in_words(edit.base)
