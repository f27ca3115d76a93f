"""
How a writing verb begins: it holds the communiqué and its running round, and only then reads what it judges by.

On PostgreSQL two transactions really run at once, and what is read before a lock may be out of date when the
lock is had. So everything is found from a key alone, held, and read after that (docs/decisions/0028). The order
is always: the communiqué, its running round, then anything else. On SQLite a writer is alone from its beginning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.adoption import require_not_adopted
from acm_drafts.negotiation.archiving import require_not_archived
from acm_drafts.negotiation.errors import NoRound, NotFound
from acm_drafts.negotiation.lifecycle import require_not_withdrawn
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.store.amendments import cosponsors_of, find_amendment
from acm_drafts.store.database import HELD
from acm_drafts.store.drafts import find_imported_text, newest_draft
from acm_drafts.store.records import (
    Amendment,
    Batch,
    Circulation,
    Communique,
    Decision,
    Discussion,
    Draft,
    FollowUp,
    InputCall,
    Meeting,
    Paragraph,
    Party,
    Reservation,
    Round,
    Silence,
    Sitting,
    SmallGroup,
    User,
    Wording,
)
from acm_drafts.store.rounds import RoundContext, round_context
from acm_drafts.store.visibility import facts_of


class By(StrEnum):
    """By which key a communiqué is found: its own, or that of something that belongs to it for ever."""

    COMMUNIQUE = "communiqué"
    CODE = "code of the communiqué"
    ROUND = "round"
    AMENDMENT = "code of the amendment"
    PARAGRAPH = "paragraph"
    DECISION = "decision"
    DRAFT = "draft"
    WORDING = "wording"
    BATCH = "batch"
    SITTING = "code of the sitting"
    SILENCE = "code of the silence procedure"
    RESERVATION = "code of the reservation"
    SMALL_GROUP = "code of the small group"
    DISCUSSION = "code of the discussion"
    INPUT_CALL = "code of the call for inputs"


_KEY: Any = bindparam("key")
_OWNER: Mapping[By, Select[Any]] = {
    By.COMMUNIQUE: select(_KEY),
    By.CODE: select(Communique.id).where(Communique.code == _KEY),
    By.ROUND: select(Round.communique_id).where(Round.id == _KEY),
    By.AMENDMENT: select(Amendment.communique_id).where(Amendment.code == _KEY),
    By.PARAGRAPH: select(Paragraph.communique_id).where(Paragraph.id == _KEY),
    By.DECISION: select(Round.communique_id)
    .join(Decision, Decision.round_id == Round.id)
    .where(Decision.id == _KEY),
    By.DRAFT: select(Draft.communique_id).where(Draft.id == _KEY),
    By.WORDING: select(Paragraph.communique_id)
    .join(Wording, Wording.paragraph_id == Paragraph.id)
    .where(Wording.id == _KEY),
    By.BATCH: select(Batch.communique_id).where(Batch.id == _KEY),
    By.SITTING: select(Sitting.communique_id).where(Sitting.code == _KEY),
    By.SILENCE: select(Silence.communique_id).where(Silence.code == _KEY),
    By.RESERVATION: select(Reservation.communique_id).where(Reservation.code == _KEY),
    By.SMALL_GROUP: select(SmallGroup.communique_id).where(SmallGroup.code == _KEY),
    By.DISCUSSION: select(Discussion.communique_id).where(Discussion.code == _KEY),
    By.INPUT_CALL: select(InputCall.communique_id).where(InputCall.code == _KEY),
}
# The weaker of the two locks for writing: rows that only refer to the communiqué can be added meanwhile.
_HOLD = {
    by: select(Communique.id)
    .where(Communique.id == (_KEY if by is By.COMMUNIQUE else owner.scalar_subquery()))
    .with_for_update(key_share=True)
    for by, owner in _OWNER.items()
}
_RUNNING = (
    select(Round, Draft, Circulation, Communique.meeting_id, Meeting.archived_on)
    .join(Draft, Draft.id == Round.draft_id)
    .join(Communique, Communique.id == Round.communique_id)
    .join(Meeting, Meeting.id == Communique.meeting_id)
    .outerjoin(Circulation, Circulation.draft_id == Draft.id)
    .where(Round.communique_id == bindparam("communique"), Round.closed_at.is_(None))
    .options(joinedload(Draft.communique))
    .with_for_update(of=Round, key_share=True)
)
_SYMBOLS = select(Party.id).where(Party.kind == PartyKind.MISSION).with_for_update(key_share=True)


@dataclass(frozen=True, slots=True)
class Held:
    """A communiqué that nobody else writes on until the transaction ends; *running* is its round, None between two."""

    communique: int
    running: RoundContext | None

    def context(self, session: Session, round_id: int) -> RoundContext:
        """Return a round of the communiqué with its draft and circulation. One query for one that is closed."""
        if self.running is not None and self.running.round.id == round_id:
            return self.running
        return round_context(session, round_id)

    def draft(self, session: Session) -> Draft:
        """Return the newest draft: the one that the running round is on. One query between two rounds."""
        return self.running.version.draft if self.running else newest_draft(session, self.communique)


def hold_round(
    session: Session, by: By, key: int | str, *, adopted_too: bool = False, archived_too: bool = False
) -> Held:
    """
    Hold a communiqué and its running round until the transaction ends, and return them.

    What was read before in this transaction is read anew. Two queries, a third between two rounds. Raises NotFound;
    TextWithdrawn, MeetingArchived and TextAdopted where nothing can be done any more, which is never so while a round
    runs. *adopted_too*: what is to be done changes nothing in the text, so it can be done to an adopted one;
    *archived_too*: nor anything that is read at the meeting, so it can be done to a text of an archived one.
    """
    communique = session.connection().scalar(_HOLD[by], {"key": key})
    if communique is None:
        raise NotFound()
    if not session.info.get(HELD):
        session.expire_all()
    note_held(session, communique)
    row = session.execute(_RUNNING, {"communique": communique}).one_or_none()
    if row is None:
        _require_open_between_rounds(session, communique, adopted_too=adopted_too, archived_too=archived_too)
        return Held(communique, None)
    if not archived_too:
        require_not_archived(row[4])
    return Held(communique, RoundContext.of(row))


def _require_open_between_rounds(
    session: Session, communique: int, *, adopted_too: bool, archived_too: bool
) -> None:
    """Raise what stands in the way of an act on a text on which no round runs. One query."""
    text = find_imported_text(session, communique)
    if text is None:  # its meeting was deleted, and of the text its adopted draft is kept
        if adopted_too and archived_too:
            return
        raise NotFound()
    require_not_withdrawn(text)
    if not archived_too:
        require_not_archived(text.archived_on)
    if not adopted_too:
        require_not_adopted(text.adopted_as, text.adopted_on)


def hold_round_context(session: Session, round_id: int) -> RoundContext:
    """Hold the communiqué of a round, and return that round, closed or not. Raises NoRound."""
    try:
        lock = hold_round(session, By.ROUND, round_id)
    except NotFound:
        raise NoRound() from None
    return lock.context(session, round_id)


def hold_amendment(session: Session, code: str, actor: Actor) -> tuple[Held, Amendment, RoundContext]:
    """
    Hold the communiqué of a proposal; return it, the proposal, and the context of the round in which that stands now.

    Raises NotFound alike for what does not exist and what *actor* may not see.
    """
    lock = hold_round(session, By.AMENDMENT, code)
    amendment = find_amendment(session, code)
    if amendment is None:
        raise NotFound()
    context = lock.context(session, amendment.round_id)
    joint = cosponsors_of(session, amendment.id)
    if not may(actor, Act.READ_AMENDMENT, facts_of(context, amendment, cosponsors=joint)):
        raise NotFound()
    return lock, amendment, context


def hold_symbols(session: Session) -> None:
    """Hold the symbols of all texts: who gives a new one takes turns. After the communiqué, where that is held too."""
    session.execute(_SYMBOLS)


def hold_meetings(session: Session) -> None:
    """Hold the list of meetings, so that a meeting is not added while a text is given to the first one."""
    session.execute(_SYMBOLS)


def hold_accounts(session: Session) -> None:
    """Hold the names and addresses of all accounts: who takes a new one takes turns. After a person."""
    session.execute(_SYMBOLS)


def hold_meeting(session: Session, meeting: int, *, to_remove: bool = False) -> None:
    """
    Hold a meeting until the transaction ends: its facts and its list of speakers. Raises NotFound, also of one
    that is removed; MeetingArchived.

    What was read before in this transaction is read anew, unless it holds a communiqué, which it comes after.
    *to_remove*: rows that refer to it cannot be added meanwhile either.
    """
    wanted = select(Meeting.id).where(Meeting.id == meeting, Meeting.removed_at.is_(None))
    held = session.scalar(wanted.with_for_update(key_share=not to_remove))
    if held is None:
        raise NotFound()
    if not session.info.get(HELD):
        session.expire_all()
    require_not_archived(session.scalar(_ARCHIVED_ON, {"meeting": meeting}))


_ARCHIVED_ON = select(Meeting.archived_on).where(Meeting.id == bindparam("meeting"))
_KEPT_OPEN = (
    select(Meeting.id)
    .where(Meeting.id == bindparam("meeting"), Meeting.removed_at.is_(None))
    .with_for_update(read=True, key_share=True)
)


def hold_open(session: Session, meeting: int | None) -> None:
    """
    Hold that a meeting is neither removed nor archived before the transaction ends; others may do the same at once.

    For acts at a meeting that hold neither a text of it nor the meeting itself. It comes after a communiqué; None is no
    meeting in particular. Two queries. Raises NotFound, MeetingArchived.
    """
    if meeting is None:
        return
    if session.scalar(_KEPT_OPEN, {"meeting": meeting}) is None:
        raise NotFound()
    require_not_archived(session.scalar(_ARCHIVED_ON, {"meeting": meeting}))


def hold_meeting_whole(session: Session, meeting: int) -> None:
    """
    Hold a meeting with all its texts, so that nothing is done at it until the transaction ends. Raises NotFound.

    The texts come first and in one order, as in every act that holds a text and its meeting; then the meeting, for
    which every act waits that names it.
    """
    texts = select(Communique.id).where(Communique.meeting_id == meeting).order_by(Communique.id)
    for communique in session.scalars(texts.with_for_update(key_share=True)).all():
        note_held(session, communique)
    wanted = select(Meeting.id).where(Meeting.id == meeting, Meeting.removed_at.is_(None))
    if session.scalar(wanted.with_for_update()) is None:
        raise NotFound()
    session.expire_all()


def hold_person(session: Session, user: int) -> None:
    """Hold a person with what belongs to their account, so that two changes of it take turns. Raises NotFound."""
    held = session.scalar(select(User.id).where(User.id == user).with_for_update(key_share=True))
    if held is None:
        raise NotFound()


def hold_party(session: Session, party: int) -> None:
    """Hold a delegation or group, so that those who give offices in it take turns. After a person. Raises NotFound."""
    held = session.scalar(select(Party.id).where(Party.id == party).with_for_update(key_share=True))
    if held is None:
        raise NotFound()


def hold_library(session: Session) -> None:
    """Hold the library, so that its changes are numbered as they are seen. After the communiqué, as above."""
    session.execute(_SYMBOLS)


def hold_guide(session: Session) -> None:
    """Hold the agendas of all sessions, so that no item is used while it is removed. After the communiqué, as above."""
    session.execute(_SYMBOLS)


def hold_partners(session: Session) -> None:
    """Hold the partners with all that is kept of them, and the resolutions on cooperation: their writers take turns."""
    session.execute(_SYMBOLS)


GENERAL_CHAIN = 0x61636D6A  # "acmj"
"""The number of the lock on PostgreSQL under which lines of the journal that belong to no text are chained."""


def hold_general_chain(session: Session) -> None:
    """
    Hold the chain of the journal's lines that belong to no text: their writers take turns.

    Taken at the end of an act, after everything else, so nobody who holds it waits. On SQLite a writer is alone.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(GENERAL_CHAIN)))


def hold_follow_up(session: Session, code: str) -> None:
    """Hold an entry of the follow-up, where it is; after the communiqué, where that is held too."""
    session.execute(select(FollowUp.id).where(FollowUp.code == code).with_for_update(key_share=True))


def hold_batch(session: Session, batch: int | ColumnElement[int]) -> None:
    """Hold a batch with its files, where it still is; after its communiqué, where that is held too."""
    session.execute(select(Batch.id).where(Batch.id == batch).with_for_update(key_share=True))


def note_held(session: Session, communique: int) -> None:
    """Note that this transaction holds a communiqué, or has made it: acts on it may be written."""
    session.info.setdefault(HELD, set()).add(communique)


def require_held(session: Session, communique: int, act: str) -> None:
    """Raise RuntimeError where an act is written on a communiqué that its transaction does not hold."""
    if communique not in session.info.get(HELD, ()):
        raise RuntimeError(f"“{act}” is written without hold_round: see acm_drafts.store.locks")
