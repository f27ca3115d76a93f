"""
The journal: one line for each act, written in the same transaction as the act, and who reads it.

A line names the act, the person as called then, the subject, what stood before and after, and the
reason that was given.
Its scope says whose eyes it is for; `read_journal` lets nobody else see it. What a line is about, called as its
reader may call it, is store.subjects' to say.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert, or_, select, true
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Matter, may
from acm_drafts.negotiation.terms import Role, Scope, Visibility
from acm_drafts.store.database import arrived
from acm_drafts.store.locks import require_held
from acm_drafts.store.records import Amendment, Circulation, Communique, Cosponsor, JournalLine, Party, Round

_WRITE = insert(JournalLine)

LIFTING = "brackets"
"""The subject of the line by which the Mission submits what only lifts brackets."""
DISOWNS = "disowns"
"""The subject of the line by which a delegation says that what was entered from the floor is not its own."""


def write_line(
    session: Session,
    actor: Actor,
    act: str,
    *,
    scope: Scope,
    amendment: Amendment | None = None,
    party: int | None = None,
    communique: int | None = None,
    round_: int | None = None,
    paragraph: int | None = None,
    meeting: int | None = None,
    subject: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """
    Write one line in the transaction of *session*; an amendment brings its communiqué and its paragraph along.

    What the line names is written first, if it waits to be. *at*: the moment of the act, where it is not now.
    """
    session.flush()
    communique = amendment.communique_id if amendment else communique
    if communique is not None:
        require_held(session, communique, act)
    line = {
        "user_id": actor.user,
        "actor": actor.name,
        "act": act,
        "scope": scope,
        "party_id": party,
        "meeting_id": meeting,
        "communique_id": communique,
        "round_id": round_ or (amendment.round_id if amendment else None),
        "paragraph_id": paragraph or (amendment.paragraph_id if amendment else None),
        "amendment_id": amendment.id if amendment else None,
        "subject": subject[:500],
        "before": before,
        "after": after,
        "reason": reason,
    }
    session.connection().execute(_WRITE, line | ({"at": at} if at else {}))


def write_people_line(
    session: Session,
    actor: Actor,
    act: str,
    subject: str,
    *,
    party: Party | None = None,
    meeting: int | None = None,
    before: str = "",
    after: str = "",
) -> None:
    """
    Write the line of an act on accounts and offices in the transaction of *session*.

    *subject*: the person; *meeting*: at which the office is held.
    """
    write_line(
        session,
        actor,
        act,
        scope=Scope.PEOPLE,
        party=party.id if party else None,
        meeting=meeting,
        subject=subject,
        before=before,
        after=after,
    )


# Reading -----------------------------------------------------------------------------------------


def read_journal(
    session: Session,
    actor: Actor,
    *where: ColumnElement[bool],
    communique_id: int | None = None,
    paragraph_id: int | None = None,
    amendment_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[JournalLine]:
    """
    Return what *actor* may read of the journal, newest first, lines with ids below *before*. One query.

    *where* are further conditions on JournalLine. Where attribution is off a line still holds the
    name of who acted: see store.subjects before showing it.
    """
    wanted = [_readable(session, actor), *where]
    for column, value in (
        (JournalLine.communique_id, communique_id),
        (JournalLine.paragraph_id, paragraph_id),
        (JournalLine.amendment_id, amendment_id),
    ):
        if value is not None:
            wanted.append(column == value)
    if before is not None:
        wanted.append(JournalLine.id < before)
    return session.scalars(
        select(JournalLine).where(*wanted).order_by(JournalLine.id.desc()).limit(limit)
    ).all()


def _readable(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Return the condition on JournalLine for what *actor* may read of the meeting they are at, scope by scope."""
    own = actor.parties(*WRITES, Role.MISSION)
    clauses = [and_(JournalLine.scope == Scope.PARTY, JournalLine.party_id.in_(own))]
    if actor.holds(Role.ADMINISTRATOR):
        clauses.append(and_(JournalLine.scope == Scope.PEOPLE, _administered(actor)))
    if may(actor, Act.READ_DRAFT, Matter(meeting=actor.meeting, circulated=True)):
        clauses.append(JournalLine.scope == Scope.ALL)
    if actor.holds(Role.MISSION):
        clauses.append(JournalLine.scope.in_([Scope.MISSION, Scope.AMENDMENT]))
    else:
        clauses.append(and_(JournalLine.scope == Scope.AMENDMENT, _legible(actor)))
    return and_(or_(*clauses), _at_hand(actor))


def _at_hand(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a line is of the meeting that *actor* is at: there alone their offices hold."""
    if actor.meeting is None:
        return true()
    texts = select(Communique.id).where(Communique.meeting_id == actor.meeting)
    return or_(JournalLine.communique_id.is_(None), JournalLine.communique_id.in_(texts))


def _administered(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on lines about people for an administrator: of all meetings, or of one."""
    if actor.at(None).holds(Role.ADMINISTRATOR):
        return true()
    return JournalLine.meeting_id == actor.meeting


_CIRCULATED = aliased(Circulation)


def _legible(actor: Actor) -> ColumnElement[bool]:
    """
    Return the condition on JournalLine that its proposal is submitted and may be read by *actor*, in any round.

    Asked line by line, so that a page of the journal costs its fifty lines and not the archive.
    """
    own = actor.parties(*WRITES)
    joint = select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(own))
    shown = or_(
        Round.visibility == Visibility.ALL,
        and_(Round.visibility == Visibility.DEADLINE, Round.deadline < arrived()),
    )
    seat = may(actor, Act.READ_DRAFT, Matter(meeting=actor.meeting, circulated=True))
    open_to_all = and_(_CIRCULATED.id.is_not(None), shown) if seat else Amendment.id.is_(None)
    to_chair = Round.chair_reads.is_(True) if actor.holds(Role.CHAIR) else Amendment.id.is_(None)
    return (
        select(Amendment.id)
        .join(Round, Round.id == Amendment.round_id)
        .outerjoin(_CIRCULATED, _CIRCULATED.draft_id == Round.draft_id)
        .where(
            Amendment.id == JournalLine.amendment_id,
            Amendment.number.is_not(None),
            or_(Amendment.sponsor_id.in_(own), Amendment.id.in_(joint), open_to_all, to_chair),
        )
        .correlate(JournalLine)
        .exists()
    )
