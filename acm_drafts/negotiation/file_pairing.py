"""
Which lines of a file are which of the draft, where nothing but the file tells.

They are paired by their words (text.align), with numbers as evidence, or by what is known for
certain; a pair that is doubtful is for a person to accept or to take apart. What follows from the
pairs is not decided here: see negotiation.file_changes, and negotiation.comparison.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.align import Link, align
from acm_drafts.text.language import as_read
from acm_drafts.text.similar import in_words, likeness

CERTAIN = 100.0
"""The score of a pair that is known; that of words which are alike is never more."""
FAINT = 40
"""From this percentage of words in common on, what speaks for a pair besides makes it worth a person's look."""


def same(first: str, second: str) -> bool:
    """Return whether two texts read the same, however much white space stands between the words."""
    return _squeezed(first) == _squeezed(second)


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


def known_pairs(
    old: Sequence[str],
    originals: Sequence[str | None],
    *,
    marks: Sequence[Sequence[str]],
    marked: Mapping[str, int],
) -> list[tuple[int, int]]:
    """
    Return which lines of a draft are which of a file, by index, whatever their words.

    *old* are the words of the draft's lines; *originals* what each line of the file said before its tracked changes,
    *marks* its bookmarks. A bookmark that is *marked* names a line of the draft, where copying has not doubled it;
    else the original words do.
    """
    by_mark = list(_by_mark(marks, marked))
    taken_old, taken_new = {i for i, _ in by_mark}, {j for _, j in by_mark}
    by_words = _by_original(old, originals)
    return by_mark + [(i, j) for i, j in by_words if i not in taken_old and j not in taken_new]


def _by_mark(marks: Sequence[Sequence[str]], marked: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    times = Counter(chain.from_iterable(marks))
    for j, names in enumerate(marks):
        yield from ((marked[name], j) for name in names if name in marked and times[name] == 1)


def _by_original(old: Sequence[str], originals: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for i, text in enumerate(old):
        places.setdefault(" ".join(text.split()), []).append(i)
    for j, original in enumerate(originals):
        indexes = places.pop(" ".join((original or "").split()), [])
        if len(indexes) == 1:
            yield indexes[0], j


def pair(old: Sequence[Line], new: Sequence[Line], known: Iterable[tuple[int, int]] = ()) -> tuple[Link, ...]:
    """
    Return which lines of the draft are which of the file; every line is in exactly one link.

    Numbers are evidence and never proof. *known* are pairs of indexes, draft and file, that do not
    rest on words; several of one line of the file were joined in it. Where the words surely say
    otherwise of either line, something went astray in the file, and the words count.
    """
    links = _aligned(old, new)
    sure = _sure(links)
    of_old = {i: link for link in sure for i in link.old}
    of_new = {j: link for link in sure for j in link.new}
    joined: dict[int, list[int]] = {}
    for i, j in known:
        if of_old.get(i) == of_new.get(j) or same(old[i].text, new[j].text):
            joined.setdefault(j, []).append(i)
    for j, lines in joined.items():
        links = tuple(_bound(links, tuple(sorted(lines)), j))
    return _in_order(links)


def _sure(links: Iterable[Link]) -> list[Link]:
    """Return the links that pair lines beyond doubt."""
    return [link for link in links if link.old and link.new and not link.doubtful]


def _aligned(old: Sequence[Line], new: Sequence[Line]) -> tuple[Link, ...]:
    """Pair lines by words alone; the copy of a line that still stands is a new line, not another line amended."""
    before, after = [_printed(line) for line in old], [_printed(line) for line in new]
    links = align(before, after)
    copies = _copies(old, new, links)
    if not any(link.old for link in links if copies.intersection(link.new)):
        return links
    uncopied = [j for j in range(len(new)) if j not in copies]
    again = align(before, [after[j] for j in uncopied])
    paired = [replace(link, new=tuple(uncopied[k] for k in link.new)) for link in again]
    return tuple(_in_order([*paired, *(Link((), (j,), 0.0) for j in copies)]))


def _copies(old: Sequence[Line], new: Sequence[Line], links: Sequence[Link]) -> set[int]:
    """Return the lines of the file that repeat a line of the draft which still stands."""
    stands = {_squeezed(old[i].text) for link in links for i in link.old if _alike(old, new, link)}
    return {
        j
        for link in links
        if not _alike(old, new, link)
        for j in link.new
        if _squeezed(new[j].text) in stands
    }


def _alike(old: Sequence[Line], new: Sequence[Line], link: Link) -> bool:
    """Return whether a link is one line that reads the same."""
    return len(link.old) == len(link.new) == 1 and same(old[link.old[0]].text, new[link.new[0]].text)


def _in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return *links* as the file has them, a dropped line after the one that stood before it."""
    ordered = sorted(links, key=lambda link: link.old or (0,))
    at = {i: link.new[0] for link in ordered for i in link.old if link.new}
    keyed, place = [], -1
    for link in ordered:
        place = at.get(link.old[0], place) if link.old else place
        keyed.append(((link.new[0], 0, 0) if link.new else (place, 1, link.old[0]), link))
    return tuple(link for _, link in sorted(keyed, key=lambda placed: placed[0]))


def _printed(line: Line) -> str:
    return f"{line.label} {line.text}" if line.label else line.text


def _bound(links: Sequence[Link], lines: tuple[int, ...], j: int) -> Iterator[Link]:
    """Yield *links* with *lines* of the draft and line *j* of the file in one of them, which is certain."""
    if any(set(lines) <= set(link.old) and j in link.new for link in links):
        yield from (replace(link, score=CERTAIN, doubtful=False) if j in link.new else link for link in links)
        return
    for link in links:
        left = _without(link, lines, j)
        if left.old and left.new:
            yield left
        else:
            yield from (Link((i,), (), 0.0) for i in left.old)
            yield from (Link((), (k,), 0.0) for k in left.new)
    yield Link(lines, (j,), CERTAIN)


def _without(link: Link, lines: tuple[int, ...], j: int) -> Link:
    """Remove *lines* of the draft and line *j* of the file from *link*."""
    old = tuple(i for i in link.old if i not in lines)
    return replace(link, old=old, new=tuple(k for k in link.new if k != j))


def taken_apart(links: Sequence[Link], numbers: Collection[int]) -> tuple[tuple[Link, ...], tuple[int, ...]]:
    """
    Take the links with *numbers* apart: their lines are dropped, and new.

    Return all links, and for each the number of the link that it was.
    """
    apart: list[tuple[Link, int]] = []
    for number, link in enumerate(links):
        parts = [link]
        if number in numbers:
            parts = [Link((), (j,), 0.0) for j in link.new] + [Link((i,), (), 0.0) for i in link.old]
        apart += [(part, number) for part in parts]
    return tuple(link for link, _ in apart), tuple(number for _, number in apart)


# What else speaks for a pair, and what a person says of it ---------------------------------------


def offered(old: Sequence[Line], new: Sequence[Line], links: Sequence[Link]) -> tuple[Link, ...]:
    """
    Return *links* as numbers and headings bear them out; what they add is doubtful, for a person to confirm.

    A line that is gone and a new one are a pair to confirm where they have the same number under the same
    heading, or stand alone between the same neighbours, and at least 40 percent (`FAINT`) of their words are alike.
    A heading and a paragraph whose words are only somewhat alike are no pair.
    """
    parted = {n for n, link in enumerate(links) if link.doubtful and _of_two_kinds(old, new, link)}
    remaining, _numbers = taken_apart(links, parted)
    pairs = _borne_out(old, new, remaining)
    return _in_order([*_left_over(remaining, pairs), *pairs])


def _borne_out(old: Sequence[Line], new: Sequence[Line], links: Sequence[Link]) -> list[Link]:
    """Pair lines that have no partner in *links* by their numbers or places; no line is in two pairs."""
    evidence = _Evidence(old, new, links)
    free_old = [i for link in links if not link.new for i in link.old]
    free_new = [j for link in links if not link.old for j in link.new]
    pairs: list[Link] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for i, j in chain(
        _alone(free_old, free_new, (evidence.number_of_old, evidence.number_of_new)),
        _alone(free_old, free_new, (evidence.place_of_old, evidence.place_of_new)),
    ):
        score = likeness((), in_words(old[i].text), in_words(new[j].text))
        if score >= FAINT and i not in taken[0] and j not in taken[1]:
            pairs.append(Link((i,), (j,), float(score), doubtful=True))
            taken[0].add(i)
            taken[1].add(j)
    return pairs


def _left_over(links: Sequence[Link], pairs: Sequence[Link]) -> list[Link]:
    """Return *links* without the lines that stood alone and have a partner in *pairs*."""
    old = {i for link in pairs for i in link.old}
    new = {j for link in pairs for j in link.new}
    return [
        link
        for link in links
        if (link.old and link.new) or not (old.intersection(link.old) or new.intersection(link.new))
    ]


def _of_two_kinds(old: Sequence[Line], new: Sequence[Line], link: Link) -> bool:
    heads = {old[i].kind is LineKind.HEADING for i in link.old}
    return len(heads | {new[j].kind is LineKind.HEADING for j in link.new}) > 1


class _Evidence:
    """What stands for one place in two texts, told in the lines of the new one. Only sure pairs bear witness."""

    def __init__(self, old: Sequence[Line], new: Sequence[Line], links: Sequence[Link]) -> None:
        self.old, self.new = old, new
        sure = _sure(links)
        of_old = {i: link.new[0] for link in sure for i in link.old}
        of_new = {j: link.new[0] for link in sure for j in link.new}
        self.places = _neighbours(len(old), of_old), _neighbours(len(new), of_new)
        self.heads = _heads(old, of_old, lost=-2), _heads(new, of_new, lost=-3)

    def number_of_old(self, i: int) -> Hashable:
        return self._number(self.old[i], self.heads[0][i])

    def number_of_new(self, j: int) -> Hashable:
        return self._number(self.new[j], self.heads[1][j])

    def place_of_old(self, i: int) -> Hashable:
        return self.old[i].kind, self.places[0][i]

    def place_of_new(self, j: int) -> Hashable:
        return self.new[j].kind, self.places[1][j]

    def _number(self, line: Line, head: int) -> Hashable:
        if not line.label:
            return None
        return line.kind, line.depth, line.label.strip("(). "), head


def _neighbours(count: int, paired: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return for each line what the nearest paired lines before and after it are, −1 where there are none."""
    before, after = [-1] * count, [-1] * count
    for at in range(count):
        before[at] = paired.get(at - 1, before[at - 1] if at else -1)
    for at in reversed(range(count - 1)):
        after[at] = paired.get(at + 1, after[at + 1])
    return list(zip(before, after, strict=True))


def _heads(lines: Sequence[Line], paired: Mapping[int, int], *, lost: int) -> list[int]:
    """Return for each line what the heading above it is; −1 for the beginning, *lost* for one without a partner."""
    above, heads = -1, []
    for at, line in enumerate(lines):
        if line.kind is LineKind.HEADING:
            heads.append(-1)
            above = paired.get(at, lost)
        else:
            heads.append(above)
    return heads


def _alone(
    old: Sequence[int], new: Sequence[int], keys: tuple[Callable[[int], Hashable], Callable[[int], Hashable]]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that alone have a key in common."""
    groups: dict[Hashable, tuple[list[int], list[int]]] = {}
    for side, (lines, key_of) in enumerate(zip((old, new), keys, strict=True)):
        for at in lines:
            groups.setdefault(key_of(at), ([], []))[side].append(at)
    for key, (before, after) in groups.items():
        if key is not None and len(before) == len(after) == 1:
            yield before[0], after[0]


def identified(
    foreign: Sequence[Line], own: Sequence[Line], links: Iterable[Link]
) -> tuple[tuple[Line, ...], tuple[tuple[int, int], ...]]:
    """
    Return *foreign* with the identities of *own* that *links* give it, and the descents of splits and joins.

    With both, a text from outside is compared as an earlier or a later draft is. *links* lead from lines of
    *foreign* to lines of *own*. What has no partner is −1, −2 … by its place. Of a split or a join the first line
    on each side bears the identity of the first of *own*; the descents, pairs (paragraph, the one it comes from),
    are that identity with each of the others, both ways, so that either text can be the earlier one.
    A line that reads as its partner takes its very words: where it was broken into lines is no change.
    """
    lines = [replace(line, paragraph=-place) for place, line in enumerate(foreign, 1)]
    descents: list[tuple[int, int]] = []
    for link in links:
        if not (link.old and link.new):
            continue
        first = own[link.new[0]]
        head = link.old[0]
        read_alike = len(link.old) == len(link.new) == 1 and same(foreign[head].text, first.text)
        kin = [first.paragraph, *(own[j].paragraph for j in link.new[1:]), *(-i - 1 for i in link.old[1:])]
        lines[head] = replace(
            lines[head], paragraph=kin[0], text=first.text if read_alike else foreign[head].text
        )
        descents += [pair for relative in kin[1:] for pair in ((relative, kin[0]), (kin[0], relative))]
    return tuple(lines), tuple(descents)
