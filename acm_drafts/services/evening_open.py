"""
What the evening report says is still open in a text, and which deadlines, sittings and ends of silence come.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from acm_drafts.documents.write.cities import city_of
from acm_drafts.documents.write.evening import Due, OpenParagraph
from acm_drafts.documents.write.words import quoted
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.progress import ProgressClass, class_of
from acm_drafts.negotiation.terms import AmendmentKind, Level
from acm_drafts.services.progress import Progress
from acm_drafts.services.sitting_records import body_title
from acm_drafts.store.amendments import names_of_proposals
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.dues import Due as DueThen
from acm_drafts.store.dues import DueKind, dues_then
from acm_drafts.store.past_states import pending_then
from acm_drafts.store.silence_breaks import BrokenParagraph
from acm_drafts.store.sittings import SittingRow
from acm_drafts.store.text import DraftSet
from acm_drafts.text.language import Language

# What comes ------------------------------------------------------------------------------------------


WORDS = {
    DueKind.DEADLINE: "evening deadline",
    DueKind.SITTING: "evening sitting due",
    DueKind.SILENCE: "evening silence due",
}


def dues(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    *,
    sittings: Sequence[SittingRow],
    language: Language,
    moment: datetime,
) -> list[Due]:
    """Return the deadlines, sittings and ends of silence to come, in the order of time, as they were set then."""
    return [_told_due(due, language) for due in dues_then(session, actor, drafts, sittings, moment)]


def _told_due(due: DueThen, language: Language) -> Due:
    local = due.at.astimezone(ZoneInfo(due.zone))
    return Due(
        WORDS[due.kind],
        local.date().isoformat(),
        f"{local:%H:%M}",
        city_of(due.zone, language),
        number=due.number,
        body=body_title(due.body, language) if due.body else None,
        place=due.place,
    )


# What is open ----------------------------------------------------------------------------------------

STILL_OPEN = (ProgressClass.NEARLY, ProgressClass.BRACKETS, ProgressClass.OPEN, ProgressClass.NONE)


def still_open(
    session: Session, drafts: DraftSet, progress: Progress, *, language: Language, moment: datetime
) -> list[OpenParagraph]:
    """Return the paragraphs that are not agreed, in the order of the text."""
    names = _pending_names(session, drafts.communique.id, moment)
    return [
        OpenParagraph(
            row.reference or quoted(language, row.text),
            class_,
            names.get(row.paragraph, ()),
            _breakers(progress.still_broken.get(row.paragraph, ()), language),
            Level(row.level) if row.declined and row.level else None,
            by_silence=row.broken,
            not_public=_not_public(progress.still_broken.get(row.paragraph, ()), language),
        )
        for row in progress.rows
        if row.kind != LineKind.HEADING and row.paragraph in progress.facts
        for class_ in [class_of(progress.facts[row.paragraph])]
        if class_ in STILL_OPEN
    ]


def _breakers(breaks: Sequence[BrokenParagraph], language: Language) -> list[str]:
    """Return who broke a silence on a paragraph, each once, "" for those who are not named."""
    names = (credited_name(own.by, language.value) if own.by else "" for own in breaks)
    return list(dict.fromkeys(names))


def _not_public(breaks: Sequence[BrokenParagraph], language: Language) -> frozenset[str]:
    """Return of those who broke a silence whom others are not told of."""
    public = [own for own in breaks if not own.silence.anonymous]
    return frozenset(_breakers(breaks, language)) - frozenset(_breakers(public, language))


def _pending_names(session: Session, communique: int, moment: datetime) -> Mapping[int, list[str]]:
    """Return by paragraph the names of the proposals that waited for a decision on it at a *moment*. Two queries."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = pending_then(session, communique, moment)
    called = names_of_proposals(session, [row.edit.proposal for row in rows])
    for row in rows:
        place = row.edit.after if row.edit.kind is AmendmentKind.INSERT else START
        for key in {row.edit.paragraph, row.edit.other, place} - {START}:
            names[key].append(called[row.edit.proposal])
    return names
