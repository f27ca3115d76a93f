"""
Which lines of a file are which of the draft, where nothing but the file tells.

They are paired by their words (text.align), with numbers as evidence, or by what is known for
certain; a pair that is doubtful is for a person to accept or to take apart. What follows from the
pairs is not decided here: see negotiation.differences.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from acm_drafts.negotiation.lines import Line
from acm_drafts.text.align import Link, align
from acm_drafts.text.language import as_read

CERTAIN = 100.0
"""The score of a pair that is known; that of words which are alike is never more."""


def same(one: str, other: str) -> bool:
    """Return whether two texts read the same, however much white space stands between the words."""
    return " ".join(as_read(one).split()) == " ".join(as_read(other).split())


def suited(old: Sequence[Line], new: Sequence[Line]) -> tuple[Line, ...]:
    """
    Return the lines of a file written as the draft writes.

    Where no line of the draft is broken, line ends inside a paragraph are those of the typewriter
    and become spaces.
    """
    if any("\n" in line.text for line in old):
        return tuple(new)
    return tuple(replace(line, text=re.sub(r"\s*\n\s*", " ", line.text.strip())) for line in new)


def pair(
    old: Sequence[Line], new: Sequence[Line], known: Mapping[int, int] | None = None
) -> tuple[Link, ...]:
    """
    Return which lines of the draft are which of the file; every line is in exactly one link.

    Numbers are evidence and never proof. *known* says for lines of the file (by index) which line
    of the draft they certainly are.
    """
    links = list(align([_printed(line) for line in old], [_printed(line) for line in new]))
    for j, i in (known or {}).items():
        links = list(_bound(links, i, j))
    at = {i: link.new[0] for link in links for i in link.old if link.new}
    keyed = []
    place = -1
    for link in sorted(links, key=lambda one: one.old or (0,)):
        place = at.get(link.old[0], place) if link.old else place
        keyed.append(((link.new[0], 0, 0) if link.new else (place, 1, link.old[0]), link))
    return tuple(link for _, link in sorted(keyed, key=lambda one: one[0]))


def _printed(line: Line) -> str:
    return f"{line.label} {line.text}" if line.label else line.text


def _bound(links: Sequence[Link], i: int, j: int) -> Iterator[Link]:
    """Yield *links* with line *i* of the draft and line *j* of the file in one of them."""
    if any(i in link.old and j in link.new for link in links):
        yield from (replace(one, score=CERTAIN) if i in one.old and j in one.new else one for one in links)
        return
    for link in links:
        left = Link(tuple(k for k in link.old if k != i), tuple(k for k in link.new if k != j), link.score)
        if left == link:
            yield link
        elif left.old and left.new:
            yield left
        else:
            yield from (Link((k,), (), 0.0) for k in left.old)
            yield from (Link((), (k,), 0.0) for k in left.new)
    yield Link((i,), (j,), CERTAIN)


def taken_apart(links: Sequence[Link], numbers: Collection[int]) -> tuple[tuple[Link, ...], tuple[int, ...]]:
    """
    Return *links* but those with *numbers* taken apart: their lines are dropped, and new.

    With them comes for each the number of the link that it was.
    """
    found: list[tuple[Link, int]] = []
    for number, link in enumerate(links):
        parts = [link]
        if number in numbers:
            parts = [Link((), (j,), 0.0) for j in link.new] + [Link((i,), (), 0.0) for i in link.old]
        found += [(part, number) for part in parts]
    return tuple(link for link, _ in found), tuple(number for _, number in found)
