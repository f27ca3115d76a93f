"""
What acts that agreed many paragraphs at once still agree at the end of their day, for the evening report.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy.orm import Session

from acm_drafts.negotiation.journal import AGREE_TOGETHER, REOPENING
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.services.agreements import called
from acm_drafts.store.drafts import lines_of_drafts
from acm_drafts.store.records import JournalLine
from acm_drafts.store.text import DraftSet

ActsOnMany = Mapping[tuple[int, datetime], Mapping[int, bool]]
"""What acts agreed on many paragraphs, as `agreed_in_one_act` has it."""


class Together(NamedTuple):
    """
    Of an act that agreed many paragraphs: those *left* that are still agreed, and those *reopened* since.

    What each was called in its round, by its key.
    """

    left: Mapping[int, str]
    reopened: Mapping[int, str] = MappingProxyType({})


def numbers_together(
    session: Session, drafts: DraftSet, lines: Sequence[JournalLine], acts: ActsOnMany
) -> dict[int, Together]:
    """
    Return by the key of each line of an act that agreed many paragraphs what of it still counts at the end of the day.

    One query at most.
    """
    parted = {line.id: _parts(line, lines, acts) for line in lines if line.act == AGREE_TOGETHER}
    if not parted:
        return {}
    texts = lines_of_drafts(session, [version.draft.id for version in drafts.versions])
    words = {context.round.id: texts[context.round.draft_id] for context in drafts.contexts}
    rounds = {line.id: line.round_id or 0 for line in lines}
    return {
        key: Together(_called(printed, left), _called(printed, reopened))
        for key, (left, reopened) in parted.items()
        for printed in [words.get(rounds[key], ())]
    }


def is_reopened_by(lines: Iterable[JournalLine], key: int, paragraph: int | None) -> bool:
    """Return whether one of *lines* after that with the *key* reopened a *paragraph*."""
    return any(line.act == REOPENING and line.id > key and line.paragraph_id == paragraph for line in lines)


def merged(called: Mapping[int, str], places: Mapping[int, int]) -> str:
    """
    Return what paragraphs are called, by their keys, as one list: "1–3, 5 (a)", "" for none.

    In the order of *places*, their places in the text; what has none there comes last, in the order given.
    """
    last = len(places)
    ordered = sorted(called, key=lambda key: places.get(key, last))
    return in_ranges([called[key] for key in ordered if called[key]])


def _parts(
    line: JournalLine, lines: Sequence[JournalLine], acts: ActsOnMany
) -> tuple[frozenset[int], frozenset[int]]:
    """Return which paragraphs are still agreed by *line*, and which of those it agreed were reopened since."""
    counts = acts.get((line.round_id or 0, line.at), {})
    still = frozenset(key for key, counting in counts.items() if counting)
    reopened = frozenset(key for key in still if is_reopened_by(lines, line.id, key))
    return still - reopened, reopened


def _called(lines: Sequence[Line], paragraphs: Collection[int]) -> dict[int, str]:
    """Return what those of *lines* are called that are of *paragraphs*, headings apart, in their order."""
    chosen = [line for line in lines if line.paragraph in paragraphs and line.kind is not LineKind.HEADING]
    return {line.paragraph: called(line) for line in chosen}
