"""
What was split, and what was joined: consecutive paragraphs that together make another one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from acm_drafts.text.pairing import LEAST, SURE, Link, Pairing
from acm_drafts.text.paragraphs import Paragraph, likeness, together
from acm_drafts.text.telling import Shared

_CONTAINED = 0.4  # of a part's threes must be in the whole: an edit costs three of them
_MORE = 2  # times the words of a whole that its parts may have before those least in it are left out unread


def divided(
    pairing: Pairing, votes: Mapping[int, Mapping[int, Shared]], left: tuple[Collection[int], Collection[int]]
) -> list[Link]:
    """Return which of those *left* of either side were split, and which were joined, the surest first."""
    old_left = frozenset(left[0])
    splits: dict[int, int] = {}
    most: dict[int, tuple[float, int, int]] = {}
    for j in left[1]:
        count = {i: shared for i, shared in votes[j].items() if i in old_left}
        _weight, number, i = max(
            ((shared.weight, shared.number, -i) for i, shared in count.items()), default=(0.0, 0, 0)
        )
        if _part(number, pairing.new[j]):
            splits[j] = -i
        for i, shared in count.items():
            if _part(shared.number, pairing.old[i]):
                most[i] = max(most.get(i, (0.0, 0, 0)), (shared.weight, shared.number, -j))
    joins = {i: -j for i, (_, _, j) in most.items()}
    links = [_link((i,), parts, score) for i, parts, score in _wholes(splits, pairing.new, pairing.old)]
    links += [_link(parts, (j,), score) for j, parts, score in _wholes(joins, pairing.old, pairing.new)]
    return sorted(links, key=lambda link: -link.score)


def _link(old: tuple[int, ...], new: tuple[int, ...], score: float) -> Link:
    return Link(old, new, score, doubtful=score < SURE)


def _part(shared: int, paragraph: Paragraph) -> bool:
    """Say whether so many shared threes make *paragraph* a likely part of another one."""
    return shared >= _CONTAINED * max(len(paragraph.words) - 2, 1)


def _wholes(
    whole_of: Mapping[int, int], parts: Sequence[Paragraph], wholes: Sequence[Paragraph]
) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Yield whole, consecutive parts and score wherever parts together make one of *wholes*."""
    runs: list[tuple[int, list[int]]] = []
    for part, whole in sorted(whole_of.items()):
        if runs and runs[-1][0] == whole and runs[-1][1][-1] == part - 1:
            runs[-1][1].append(part)
        else:
            runs.append((whole, [part]))
    for whole, run in runs:
        if len(run) == 1:
            continue
        short = parts_of([parts[part] for part in run], wholes[whole])
        score, best = _without_ends([parts[run[at]] for at in short], wholes[whole])
        if len(best) > 1 and score >= LEAST:
            yield whole, tuple(run[short.start + at] for at in best), round(score, 1)


def parts_of(parts: Sequence[Paragraph], whole: Paragraph) -> range:
    """Return the places of *parts* without those at the ends that are least in *whole*, while all are far longer."""
    start, stop = 0, len(parts)
    share = [sum(word in whole.bag for word in part.words) / max(len(part.words), 1) for part in parts]
    words = sum(len(part.words) for part in parts)
    while stop - start > 1 and words > _MORE * len(whole.words):
        if share[start] < share[stop - 1]:
            words -= len(parts[start].words)
            start += 1
        else:
            stop -= 1
            words -= len(parts[stop].words)
    return range(start, stop)


def _without_ends(parts: Sequence[Paragraph], whole: Paragraph) -> tuple[float, range]:
    """Return score and places of the *parts* that make *whole* best, those at the ends left out that do not help."""
    best = range(len(parts))
    score = _score(whole, parts)
    while len(best) > 1:
        fewer, less = max(
            ((_score(whole, parts[less.start : less.stop]), less) for less in (best[1:], best[:-1])),
            key=lambda scored: scored[0],
        )
        if fewer < score:
            break
        score, best = fewer, less
    return score, best


def _score(whole: Paragraph, parts: Sequence[Paragraph]) -> float:
    return likeness(whole, together(parts)).score


def extended(pairing: Pairing, link: Link) -> Link:
    """Return *link* with the free neighbours that hold what it lacks: a short piece split off, or joined."""
    old, new, score = link.old, link.new, link.score
    if len(old) == 1:
        new, score = _grown(new, score, pairing.new, pairing.free_new, pairing.old[old[0]])
    if len(new) == 1:
        old, score = _grown(old, score, pairing.old, pairing.free_old, pairing.new[new[0]])
    if (old, new) == (link.old, link.new):
        return link
    return replace(link, old=old, new=new, score=score, doubtful=link.doubtful and score < SURE)


def _grown(
    run: tuple[int, ...], score: float, parts: Sequence[Paragraph], free: dict[int, None], whole: Paragraph
) -> tuple[tuple[int, ...], float]:
    for part in (run[0] - 1, run[-1] + 1):
        if part in free and _mostly_in(parts[part].words, whole):
            longer = tuple(sorted((*run, part)))
            better = round(_score(whole, [parts[each] for each in longer]), 1)
            if better >= score + 1:
                del free[part]
                return _grown(longer, better, parts, free, whole)
    return run, score


def _mostly_in(words: Sequence[int], whole: Paragraph) -> bool:
    return 10 * sum(word in whole.bag for word in words) > 7 * len(words)
