"""
What acts that agreed many paragraphs at once still agree at the end of their day, for the evening report.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from acm_drafts.negotiation.journal import REOPENING
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.services.agreements import called
from acm_drafts.store.drafts import lines_of_drafts
from acm_drafts.store.journal import AGREE_TOGETHER
from acm_drafts.store.records import JournalLine
from acm_drafts.store.text import DraftSet

ActsOnMany = Mapping[tuple[int, datetime], Mapping[int, bool]]
"""What acts agreed on many paragraphs, as `agreed_in_one_act` has it."""


class Together(NamedTuple):
    """
    Of an act that agreed many paragraphs: what those are called that are still agreed, and those *reopened* since.

    "" for none; *keys*: of those reopened.
    """

    left: str
    reopened: str = ""
    keys: frozenset[int] = frozenset()


def numbers_together(
    session: Session, drafts: DraftSet, lines: Sequence[JournalLine], acts: ActsOnMany
) -> dict[int, Together]:
    """
    Return by the key of each line of an act that agreed many paragraphs what of it still counts at the end of the day.

    Acts of which all counts are left out: their lines say which these are. One query at most.
    """
    parted = {line.id: parts for line in lines if (parts := _parts(line, lines, acts)) is not None}
    if not parted:
        return {}
    texts = lines_of_drafts(session, [version.draft.id for version in drafts.versions])
    words = {context.round.id: texts[context.round.draft_id] for context in drafts.contexts}
    rounds = {line.id: line.round_id or 0 for line in lines}
    return {
        key: Together(_called(printed, left), _called(printed, reopened), reopened)
        for key, (left, reopened) in parted.items()
        for printed in [words.get(rounds[key], ())]
    }


def is_reopened_by(lines: Iterable[JournalLine], key: int, paragraph: int | None) -> bool:
    """Return whether one of *lines* after that with the *key* reopened a *paragraph*."""
    return any(line.act == REOPENING and line.id > key and line.paragraph_id == paragraph for line in lines)


def _parts(
    line: JournalLine, lines: Sequence[JournalLine], acts: ActsOnMany
) -> tuple[frozenset[int], frozenset[int]] | None:
    """Return which paragraphs are still agreed by *line*, and which were reopened since; None where all are agreed."""
    if line.act != AGREE_TOGETHER:
        return None
    counts = acts.get((line.round_id or 0, line.at), {})
    still = frozenset(key for key, counting in counts.items() if counting)
    reopened = frozenset(key for key in still if is_reopened_by(lines, line.id, key))
    return None if not reopened and len(still) == len(counts) else (still - reopened, reopened)


def _called(lines: Sequence[Line], paragraphs: Collection[int]) -> str:
    """Return what those of *lines* are called that are of *paragraphs*, headings apart."""
    chosen = [line for line in lines if line.paragraph in paragraphs and line.kind is not LineKind.HEADING]
    return in_ranges([called(line) for line in chosen])
