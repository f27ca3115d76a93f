"""
What must be true of a negotiation after every act, whatever was done to it.
"""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.terms import Stage
from acm_drafts.services import verification
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.conditions import live
from acm_drafts.store.records import Amendment, Decision, Disposition, JournalLine, Revision, VerdictRow

ADOPTING = Disposition.outcome.in_(("accepted", "part", "bracketed"))
"""What was deferred, or contested after it was rejected or absorbed, is before the Mission again and may be decided."""
ONCE = ("submit", "withdraw", "enter from floor")
"""Acts that are done to a proposal once in its life."""


def wrong(session: Session) -> list[str]:
    """Return everything in the database that is not as it must be, as sentences; nothing where all is right."""
    session.rollback()
    session.expire_all()
    found = [f"verify: {one}" for one in verification.verify(session).findings]
    found += _told_twice(session)
    found += _decided_twice(session)
    found += _broken_revisions(session)
    return found


def _told_twice(session: Session) -> list[str]:
    rows = session.execute(
        select(JournalLine.amendment_id, JournalLine.act, func.count())
        .where(JournalLine.act.in_(ONCE), JournalLine.amendment_id.is_not(None))
        .group_by(JournalLine.amendment_id, JournalLine.act)
        .having(func.count() > 1)
    )
    return [f"the journal has {count} lines of {act!r} for proposal #{key}" for key, act, count in rows]


def _decided_twice(session: Session) -> list[str]:
    rows = session.execute(
        live(select(Disposition.revision_id, func.count()).join(Decision))
        .where(ADOPTING)
        .group_by(Disposition.revision_id)
        .having(func.count() > 1)
    )
    return [f"{count} decisions that count are on revision #{key}" for key, count in rows]


def _broken_revisions(session: Session) -> list[str]:
    """A proposal's current revision is its last one, and nothing is written on one that was withdrawn."""
    last = select(func.max(Revision.sequence)).where(Revision.amendment_id == Amendment.id).scalar_subquery()
    rows = session.execute(select(Amendment.id, Amendment.revision, last).where(Amendment.revision != last))
    found = [f"proposal #{key} says revision {now}, its last is {latest}" for key, now, latest in rows]
    gone = aliased(JournalLine)
    late = session.execute(
        select(JournalLine.amendment_id, JournalLine.act)
        .join(gone, gone.amendment_id == JournalLine.amendment_id)
        .where(gone.act == "withdraw", JournalLine.id > gone.id, JournalLine.act.in_(("revise", "submit")))
    )
    return found + [f"proposal #{key} was withdrawn before this: {act}" for key, act in late]


def standing(session: Session, round_id: int) -> dict[int, bool]:
    """Return the keys of what the submitted proposals of a round say now, and whether each is pending."""
    found = load_amendments(session, Amendment.round_id == round_id, Amendment.stage == Stage.SUBMITTED)
    return {one.revision.id: one.pending for one in found}


def unaccounted(session: Session, stood: Mapping[int, bool]) -> list[str]:
    """Return what is wrong where what *stood* in a round has, once it is closed, not one decision or one verdict."""
    made = live(select(Disposition.revision_id).join(Decision)).where(Disposition.revision_id.in_(stood))
    adopted = Counter(session.scalars(made.where(ADOPTING)))
    decided = Counter(session.scalars(made))
    judged = Counter(session.scalars(select(VerdictRow.revision_id).where(VerdictRow.revision_id.in_(stood))))
    found = []
    for key, pending in stood.items():
        ended = adopted[key] if pending or adopted[key] else min(decided[key], 1)
        if ended + judged[key] != 1:
            found.append(
                f"revision #{key} has {ended} decisions and {judged[key]} verdicts after the closing"
            )
    return found
