"""
Security events of what was refused: noted by themselves, for nothing else is kept of an act that is refused.

What an act brings about is written with it, by store.security_events. Refusals anybody can cause without end: so many
of a kind are noted for an account, or for nobody, in a quarter of an hour; the access log has all of them.
"""

import logging
from datetime import timedelta

from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.store import attempts
from acm_drafts.store import security_events as events
from acm_drafts.store.attempts import Limit
from acm_drafts.store.database import SQLAlchemyError, db, transaction, utcnow

log = logging.getLogger(__name__)

OF_ACCOUNT = Limit("events of", 60, timedelta(minutes=15))
OF_NOBODY = Limit("events of nobody", 300, timedelta(minutes=15))
"""How many refusals of one kind are noted: of one account, and of all who are not known."""


def note_refusal(kind: EventKind, *, user: int | None, actor: int | None = None, about: str = "") -> None:
    """
    Note that something was refused, in a transaction of its own; called when the act that was refused is over.

    *user*: whose account it concerns, None where none is known. Where the database takes no writes just now, or there
    were too many already, it is not noted: a refusal is answered in any case.
    """
    limit = OF_NOBODY if user is None else OF_ACCOUNT
    key = limit.key(kind.value, str(user))
    try:
        if attempts.count_of(db.session(), key, utcnow()) >= limit.most:
            return
        with transaction() as session:
            if attempts.add(session, key, now=utcnow(), lasts=limit.lasts) <= limit.most:
                events.write_event(session, kind, user=user, actor=actor, about=about)
    except SQLAlchemyError:
        log.warning("a security event was not written", exc_info=True)


def sweep(lasts: timedelta) -> int:
    """
    Delete events that are older than the house keeps them, so many at once; return how many. For the clock.

    Where none is old, nothing is written and nobody waits.
    """
    before = utcnow() - lasts
    oldest = events.oldest_at(db.session())
    db.session.rollback()
    if oldest is None or oldest >= before:
        return 0
    with transaction() as session:
        return events.sweep(session, before)
