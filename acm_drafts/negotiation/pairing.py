"""
Which lines of a file are which of the draft, where nothing but the file tells.

They are paired by their words (text.align), with numbers as evidence, or by what is known for
certain; a pair that is doubtful is for a person to accept or to take apart. What follows from the
pairs is not decided here: see negotiation.differences.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from acm_drafts.negotiation.lines import Line
from acm_drafts.text.align import Link, align
from acm_drafts.text.language import as_read

CERTAIN = 100.0
"""The score of a pair that is known; that of words which are alike is never more."""


def same(one: str, other: str) -> bool:
    """Return whether two texts read the same, however much white space stands between the words."""
    return _squeezed(one) == _squeezed(other)


def _squeezed(text: str) -> str:
    return " ".join(as_read(text).split())


def suited(old: Sequence[Line], new: Sequence[Line]) -> tuple[Line, ...]:
    """
    Return the lines of a file written as the draft writes.

    Where no line of the draft is broken, line ends inside a paragraph are those of the typewriter
    and become spaces.
    """
    if any("\n" in line.text for line in old):
        return tuple(new)
    return tuple(replace(line, text=re.sub(r"\s*\n\s*", " ", line.text.strip())) for line in new)


def pair(old: Sequence[Line], new: Sequence[Line], known: Iterable[tuple[int, int]] = ()) -> tuple[Link, ...]:
    """
    Return which lines of the draft are which of the file; every line is in exactly one link.

    Numbers are evidence and never proof. *known* are pairs of indexes, draft and file, that do not
    rest on words; several of one line of the file were joined in it. Where the words surely say
    otherwise of either line, something went astray in the file, and the words count.
    """
    links = _aligned(old, new)
    sure = [link for link in links if link.old and link.new and not link.doubtful]
    of_old = {i: link for link in sure for i in link.old}
    of_new = {j: link for link in sure for j in link.new}
    joined: dict[int, list[int]] = {}
    for i, j in known:
        if of_old.get(i) == of_new.get(j) or same(old[i].text, new[j].text):
            joined.setdefault(j, []).append(i)
    for j, lines in joined.items():
        links = tuple(_bound(links, tuple(sorted(lines)), j))
    return _in_order(links)


def _aligned(old: Sequence[Line], new: Sequence[Line]) -> tuple[Link, ...]:
    """Return the links by words alone; the copy of a line that still stands is new, and no other line amended."""
    before, after = [_printed(line) for line in old], [_printed(line) for line in new]
    links = align(before, after)
    stands = {_squeezed(old[i].text) for link in links for i in link.old if _alike(old, new, link)}
    copies = {
        j
        for link in links
        if not _alike(old, new, link)
        for j in link.new
        if _squeezed(new[j].text) in stands
    }
    if not any(link.old for link in links if copies.intersection(link.new)):
        return links
    kept = [j for j in range(len(new)) if j not in copies]
    again = align(before, [after[j] for j in kept])
    found = [replace(link, new=tuple(kept[k] for k in link.new)) for link in again]
    return tuple(_in_order([*found, *(Link((), (j,), 0.0) for j in copies)]))


def _alike(old: Sequence[Line], new: Sequence[Line], link: Link) -> bool:
    """Return whether a link is one line that reads the same."""
    return len(link.old) == len(link.new) == 1 and same(old[link.old[0]].text, new[link.new[0]].text)


def _in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return *links* as the file has them, a dropped line after the one that stood before it."""
    found = sorted(links, key=lambda link: link.old or (0,))
    at = {i: link.new[0] for link in found for i in link.old if link.new}
    keyed, place = [], -1
    for link in found:
        place = at.get(link.old[0], place) if link.old else place
        keyed.append(((link.new[0], 0, 0) if link.new else (place, 1, link.old[0]), link))
    return tuple(link for _, link in sorted(keyed, key=lambda one: one[0]))


def _printed(line: Line) -> str:
    return f"{line.label} {line.text}" if line.label else line.text


def _bound(links: Sequence[Link], lines: tuple[int, ...], j: int) -> Iterator[Link]:
    """Yield *links* with *lines* of the draft and line *j* of the file in one of them, which is certain."""
    if any(set(lines) <= set(link.old) and j in link.new for link in links):
        yield from (replace(one, score=CERTAIN) if j in one.new else one for one in links)
        return
    for link in links:
        left = Link(
            tuple(i for i in link.old if i not in lines), tuple(k for k in link.new if k != j), link.score
        )
        if left.old and left.new:
            yield left
        else:
            yield from (Link((i,), (), 0.0) for i in left.old)
            yield from (Link((), (k,), 0.0) for k in left.new)
    yield Link(lines, (j,), CERTAIN)


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
