"""
A file made from an earlier draft, as if it had been made from the present one.

What it changed is carried over as pending proposals are when a round is closed
(negotiation.carrying), with the same verdicts; what is carried over is laid over the present text. So
nobody undoes, by an old file, what was agreed since. Files and databases are unknown here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from acm_drafts.negotiation.carrying import LIVING, Carried, carry_all
from acm_drafts.negotiation.consolidation import START, Consolidation, Edit, Fate, consolidate
from acm_drafts.negotiation.file_changes import Difference, differences, edits, identified
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Verdict
from acm_drafts.text.align import Link
from acm_drafts.text.language import as_read


@dataclass(frozen=True, slots=True)
class Loss:
    """A difference that did not come along whole: *done* of *total* of its changes are in the text already."""

    difference: Difference
    verdict: Verdict
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Rebased:
    """
    The file as made from the present draft.

    *known*: which line of the draft (by index) is which of *lines*; *sources*: the index of the
    file's own line that each comes from, None where it has none; *losses*: what did not come along.
    """

    lines: tuple[Line, ...]
    known: tuple[tuple[int, int], ...]
    sources: tuple[int | None, ...]
    losses: tuple[Loss, ...]


def rebase(
    old: Sequence[Line],
    new: Sequence[Line],
    links: Sequence[Link],
    *,
    now: Sequence[Line],
    descents: Iterable[tuple[int, int]] = (),
) -> Rebased:
    """
    Return the file *new*, made from *old* and paired with it by *links*, as made from *now*.

    Lines of both drafts carry their paragraphs' identities; *descents* are pairs (paragraph, the
    one it came from). What stands against what was decided since is a loss, and so is what is in
    the text already.
    """
    changes = differences(old, new, links)
    pending = _settled([identified(edit, old) for edit in edits(old, new, changes)], now)
    carried = list(carry_all(pending, dict(_fates(old, now, pending, descents)), now))
    living = [outcome for outcome in carried if outcome.verdict in LIVING]
    consolidation = consolidate(now, [outcome.edit for outcome in living])
    while consolidation.disagreements:
        living = _undisputed(living, consolidation)
        consolidation = consolidate(now, [outcome.edit for outcome in living])
    sources = _sources(old, links)
    stays = {outcome.edit.proposal for outcome in living}
    return Rebased(
        tuple(replace(line, paragraph=0, wording=0) for line in consolidation.lines),
        tuple(_known(consolidation.lines, now)),
        tuple(
            -line.paragraph - 1 if line.paragraph < START else sources.get(line.paragraph)
            for line in consolidation.lines
        ),
        tuple(_losses(changes, carried, stays)),
    )


def _undisputed(living: Sequence[Carried], consolidation: Consolidation) -> list[Carried]:
    """Return the carried proposals that are in none of the disagreements."""
    against = {key for disagreement in consolidation.disagreements for key in disagreement.proposals}
    return [outcome for outcome in living if outcome.edit.proposal not in against]


def _known(lines: Sequence[Line], now: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the index pairs of the lines of *now* and *lines* that are the same paragraph."""
    place = {line.paragraph: i for i, line in enumerate(now)}
    yield from ((place[line.paragraph], j) for j, line in enumerate(lines) if line.paragraph in place)


def _settled(pending: Sequence[Edit], now: Sequence[Line]) -> list[Edit]:
    """Put what would follow a proposed new paragraph after the line of *now* that has the same words, if any."""
    by_words = {as_read(line.text): line.paragraph for line in now}
    came = {
        edit.paragraph: by_words[as_read(edit.text)]
        for edit in pending
        if edit.kind is AmendmentKind.INSERT and as_read(edit.text) in by_words
    }
    return [replace(edit, after=came.get(edit.after, edit.after)) for edit in pending]


def _fates(
    old: Sequence[Line], now: Sequence[Line], pending: Sequence[Edit], descents: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, Fate]]:
    """Yield the fate of each paragraph of *old*; one that was joined to another since counts as deleted."""
    words = {line.paragraph: line.text for line in now}
    before = {line.paragraph for line in old}
    parts: dict[int, list[tuple[int, str]]] = {}
    came_from: Mapping[int, int] = {part: whole for part, whole in descents if part not in before}
    for line in now:
        if came_from.get(line.paragraph) in words:
            parts.setdefault(came_from[line.paragraph], []).append((line.paragraph, line.text))
    for line in old:
        yield line.paragraph, Fate(words.get(line.paragraph), parts=tuple(parts.get(line.paragraph, ())))
    yield from ((line.paragraph, Fate(line.text)) for line in now if line.paragraph not in before)
    for edit in pending:
        if edit.kind is AmendmentKind.INSERT:
            yield edit.paragraph, Fate(edit.text)


def _sources(old: Sequence[Line], links: Sequence[Link]) -> dict[int, int]:
    return {old[i].paragraph: link.new[0] for link in links if link.new for i in link.old}


def _losses(changes: Sequence[Difference], carried: Sequence[Carried], stays: set[int]) -> Iterator[Loss]:
    for difference, outcome in zip(changes, carried, strict=True):
        verdict = outcome.verdict
        if verdict in LIVING and outcome.edit.proposal not in stays:
            placed = difference.kind in (AmendmentKind.INSERT, AmendmentKind.MOVE)
            verdict = Verdict.ORPHANED if placed else Verdict.OVERTAKEN
        if verdict not in LIVING or verdict is Verdict.PARTLY:
            yield Loss(difference, verdict, outcome.done, outcome.total)
