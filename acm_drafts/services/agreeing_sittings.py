"""
The sitting that an agreement names: whether something can be recorded as agreed there now.

These read in the transaction of the verbs that decide, which hold the round: a sitting of its text is neither opened
nor closed meanwhile.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from acm_drafts.negotiation.bodies import NoMembers
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.sittings import (
    NobodyPresent,
    NoSuchSitting,
    off_agenda,
    require_on_agenda,
    require_recording,
    require_submitted,
)
from acm_drafts.services.bodies import name_in_journal
from acm_drafts.store.bodies import AD_REFERENDUM, NUMBER_APART
from acm_drafts.store.database import arrived, utcnow
from acm_drafts.store.meetings import day_in
from acm_drafts.store.records import Sitting
from acm_drafts.store.sittings import (
    SittingRecord,
    agenda_keys,
    closed_on,
    get_sitting,
    load_submitted,
)


def sitting_that_agrees(session: Session, communique_id: int, code: str) -> Sitting | None:
    """
    Return the sitting with *code* on a text, at which an agreement can be recorded now; None for "".

    Raises NoSuchSitting, SittingToCome, SittingNotHeld, SittingOver, NoMembers, NobodyPresent.
    """
    if not code:
        return None
    record = _find(session, communique_id, code)
    sitting, now = record.sitting, arrived()
    require_recording(
        record.state,
        begins=sitting.begins_at,
        now=now,
        closed_on=closed_on(sitting),
        today=day_in(sitting.zone, now),
    )
    if not record.members:
        raise NoMembers()
    if not record.present:
        raise NobodyPresent()
    return sitting


def require_could_decide(
    session: Session,
    sitting: Sitting | None,
    lines: Iterable[Line],
    *,
    new: int | None = None,
    proposals: Collection[int],
    reason: str,
) -> None:
    """
    Raise SubmittedLater or OffTheAgenda where a closed *sitting* could not have decided what is recorded of it now.

    *lines*: of the draft, that are decided, or that a *new* paragraph follows which is not on the agenda by itself;
    headings are on no agenda. *proposals*: those that it decided, or whose
    words it agreed. The Mission may enter late what a sitting decided: what counts is when a proposal was submitted.
    """
    if sitting is None or sitting.closed_at is None:
        return
    require_submitted(sitting.closed_at, load_submitted(session, proposals).values())
    on_agenda = agenda_keys(session, [sitting.id])[sitting.id]
    lines = () if new in on_agenda else lines
    off = [line.reference or f"“{first_words(line.text)}”" for line in off_agenda(lines, on_agenda)]
    require_on_agenda(off, reason)


def _find(session: Session, communique_id: int, code: str) -> SittingRecord:
    try:
        record = get_sitting(session, code)
    except NotFound:
        raise NoSuchSitting() from None
    if record.sitting.communique_id != communique_id:
        raise NoSuchSitting()
    return record


def moment_at(sitting: Sitting | None) -> datetime:
    """Return the moment it is, and that at which the sitting was opened where the clock was put back since."""
    now = utcnow()
    return now if sitting is None or sitting.opened_at is None else max(now, sitting.opened_at)


def sitting_in_journal(sitting: Sitting) -> str:
    """Return what the journal keeps to call a sitting by."""
    return f"{name_in_journal(sitting.body)}{NUMBER_APART}{sitting.number}"


def agreed_in_journal(sitting: Sitting, *, ad_referendum: bool) -> str:
    """Return the same for what a sitting agreed, and whether it was agreed subject to confirmation."""
    return sitting_in_journal(sitting) + (AD_REFERENDUM if ad_referendum else "")
