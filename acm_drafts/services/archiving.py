"""
Finished meetings are archived: nothing is changed at them any more, and everybody reads what they read before.

The library, the follow-up and the public pages of adopted texts go on; they belong to the years and not to a meeting.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from acm_drafts.negotiation.archiving import (
    IN_JOURNAL,
    ArchivingAct,
    WrongArchiving,
    require_archived,
    require_ended,
    require_finished,
    require_not_archived,
)
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services import deletion
from acm_drafts.services.revisions import LONGEST_REASON, clean
from acm_drafts.store.archiving import load_archivings, load_open_texts, load_unfinished
from acm_drafts.store.database import arrived, transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_meeting_whole
from acm_drafts.store.meetings import get_meeting, today
from acm_drafts.store.records import Archiving, Meeting


def archive(actor: Actor, meeting: int, *, ended: Collection[str] = ()) -> Archiving:
    """
    Archive a finished meeting and return the record; from then on every act at it is refused.

    *ended*: the codes of its texts that ended without adoption; all that are not adopted have to be among them. Raises
    NotPermitted, NotFound, MeetingArchived, MeetingUnfinished, TextsNotEnded.
    """
    with transaction() as session:
        held = _held(session, actor, meeting)
        require_not_archived(held.archived_on)
        require_finished(load_unfinished(session, held))
        open_texts = load_open_texts(session, meeting)
        require_ended([text.code for text in open_texts], ended)
        if open_texts:
            write_line(
                session,
                actor,
                "end texts without adoption",
                scope=Scope.MISSION,  # some of them may never have been circulated
                meeting=meeting,
                subject=held.title,
                after=", ".join(text.symbol for text in open_texts),
            )
        return _write(session, actor, held, ArchivingAct.ARCHIVE)


def take_out(actor: Actor, meeting: int, *, reason: str) -> Archiving:
    """
    Take a meeting out of the archive, for a reason, and return the record: acts at it are possible again.

    Raises NotPermitted, NotFound, NotArchived; WrongArchiving without a reason; UnreadableText, TextTooLong.
    """
    reason = clean(reason, LONGEST_REASON)
    with transaction() as session:
        held = _held(session, actor, meeting)
        require_archived(held.archived_on)
        if not reason:
            raise WrongArchiving(what=N_("a meeting is taken out of the archive for a reason"))
        deletion.end_request(session, meeting)
        return _write(session, actor, held, ArchivingAct.TAKE_OUT, reason=reason)


def _held(session: Session, actor: Actor, meeting: int) -> Meeting:
    """Return a meeting, held with all its texts, for an act of the Mission on it. Raises NotPermitted, NotFound."""
    require(actor, Act.ARCHIVE_MEETING, Facts(meeting=meeting))
    hold_meeting_whole(session, meeting)
    return get_meeting(session, meeting)


def _write(
    session: Session, actor: Actor, meeting: Meeting, act: ArchivingAct, *, reason: str = ""
) -> Archiving:
    """Write the record and the line of an act."""
    row = Archiving(
        meeting_id=meeting.id,
        number=len(load_archivings(session, meeting.id)) + 1,
        act=act,
        day=today(session, meeting.id),
        reason=reason,
        at=arrived(),
    )
    session.add(row)
    write_line(
        session,
        actor,
        IN_JOURNAL[act],
        scope=Scope.ALL,
        meeting=meeting.id,
        subject=meeting.title,
        reason=reason,
    )
    return row
