"""
The journal: one line for each act, written in the same transaction as the act.

A line names the act, the person as called then, the subject, what stood before and after, and the
reason that was given.
Its scope says whose eyes it is for; the filter for readers is in store.queries.
"""

from enum import StrEnum

from sqlalchemy import insert
from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.records import Amendment, JournalLine, Party

_WRITE = insert(JournalLine)


class Scope(StrEnum):
    ALL = "all"
    """Everybody with a seat: circulations, rounds."""
    MISSION = "mission"
    """The Mission's own work before it is circulated."""
    PARTY = "party"
    """One delegation's own preparation."""
    AMENDMENT = "amendment"
    """Whoever may read the amendment it names."""
    PEOPLE = "people"
    """Administrators: accounts and terms of office."""


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
    subject: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """
    Write one line in the transaction of *session*; an amendment brings its communiqué and its paragraph along.

    What the line names is written first, if it waits to be.
    """
    session.flush()
    line = {
        "user_id": actor.user,
        "actor": actor.name,
        "act": act,
        "scope": scope,
        "party_id": party,
        "communique_id": amendment.communique_id if amendment else communique,
        "round_id": round_ or (amendment.round_id if amendment else None),
        "paragraph_id": paragraph or (amendment.paragraph_id if amendment else None),
        "amendment_id": amendment.id if amendment else None,
        "subject": subject[:500],
        "before": before,
        "after": after,
        "reason": reason,
    }
    session.connection().execute(_WRITE, line)


def write_people_line(
    session: Session,
    actor: Actor,
    act: str,
    subject: str,
    *,
    party: Party | None = None,
    before: str = "",
    after: str = "",
) -> None:
    """Write the line of an act on accounts and offices in the transaction of *session*; *subject*: the person."""
    write_line(
        session,
        actor,
        act,
        scope=Scope.PEOPLE,
        party=party.id if party else None,
        subject=subject,
        before=before,
        after=after,
    )
