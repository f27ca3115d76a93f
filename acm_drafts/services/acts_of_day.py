"""
Which acts of a day no longer count at its end, for the evening report.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from acm_drafts.negotiation.journal import AGREE_TOGETHER, REOPENING, UNDO_TOGETHER, VOIDS_REOPENING
from acm_drafts.negotiation.sittings import AGREED
from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.store.records import JournalLine

DECIDES = (
    DecisionKind.ACCEPT,
    DecisionKind.PART,
    DecisionKind.COMPROMISE,
    DecisionKind.REJECT,
    DecisionKind.BRACKETS,
    DecisionKind.DEFER,
)
VOIDS: Mapping[str, tuple[str, ...]] = {
    "void": tuple(map(str, DECIDES)),
    "void agreement": (str(DecisionKind.AGREE),),
    VOIDS_REOPENING: (REOPENING,),
    UNDO_TOGETHER: (AGREE_TOGETHER,),
}
"""The acts by which others no longer count."""


TOLD_THOUGH_VOIDED = (*map(str, DECIDES), str(DecisionKind.AGREE), REOPENING)
"""The acts that are told although they were voided on the same day: decisions, which those they concern know of."""


class ActsOfDay(NamedTuple):
    """
    The lines of a day: those *counting* at its end; the decisions that were *voided* on the same day; those by which
    other acts, of that day or an earlier one, are *undone*.
    """

    counting: list[JournalLine]
    undone: list[JournalLine]
    voided: list[JournalLine]


def counting_of_day(lines: Sequence[JournalLine]) -> ActsOfDay:
    """
    Return the *lines* of a day without those of acts that no longer counted at its end, and apart from them the
    decisions of the day that it was so of, and the lines by which it was so of anything else.

    What no longer counts of an act on many paragraphs takes no line away.
    """
    counting: list[JournalLine] = []
    undone: list[JournalLine] = []
    voided: list[JournalLine] = []
    for line in lines:
        if line.act not in VOIDS:
            counting.append(line)
            continue
        ended = _ended_by(line, counting)
        decisions = [done for done in ended if done.act in TOLD_THOUGH_VOIDED]
        voided += decisions
        if not decisions:
            undone.append(line)
        counting = [done for done in counting if done not in ended]
    return ActsOfDay(counting, undone, voided)


def _ended_by(void: JournalLine, counting: Sequence[JournalLine]) -> list[JournalLine]:
    """Return the last act of those *counting* that *void* takes back, and the last record of it by a sitting."""
    same = [done for done in counting if _is_about_same(done, void)]
    recorded = [done for done in counting if _recorded_it(done, void)]
    return [*same[-1:], *recorded[-1:]]


def _is_about_same(done: JournalLine, void: JournalLine) -> bool:
    """Return whether *void* takes back *done*: an act on the same proposal, paragraph, or paragraphs together."""
    if done.act not in VOIDS[void.act]:
        return False
    if void.act == UNDO_TOGETHER:
        return done.before == void.before
    return (done.amendment_id, done.paragraph_id) == (void.amendment_id, void.paragraph_id)


def _recorded_it(done: JournalLine, void: JournalLine) -> bool:
    """Return whether a sitting recorded by *done* the agreement that *void* takes back."""
    agreed = done.act == "record result" and done.after in AGREED
    return agreed and void.act == "void agreement" and done.paragraph_id == void.paragraph_id
