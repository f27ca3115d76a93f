"""
What was done since a person was last at the Mission's desk, told as the journal tells it.

When that was lives in a cookie of the desk alone; nothing about it is kept in the database.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.journal import load_subjects, read_journal, read_journal_since
from acm_drafts.web.decisions.desk import OpenDesk
from acm_drafts.web.journal import routes as journal_routes
from acm_drafts.web.shared.refusals import BadRequest
from acm_drafts.web.shared.signing import seal_for_cookie, unseal_of_cookie

COOKIE = "acm_desk"
COOKIE_LIVES = timedelta(days=60)
AWAY = timedelta(minutes=20)
"""Who was away for longer than this comes back to a desk on which things have arrived."""
MOST = 12


@dataclass(frozen=True, slots=True)
class Visit:
    """
    When a person was last at the desk, and which line of the journal was the newest then.

    It lives, sealed, in a cookie of the desk alone. *since* and *line* are those of the visit before this
    one: reloading the page within a visit does not make what arrived disappear.
    """

    user: int = 0
    line: int = 0
    since: datetime | None = None
    newest: int = 0
    seen: datetime | None = None

    @classmethod
    def of(cls, cookie: str, who: Actor) -> "Visit":
        """Return the visit before this one; an unreadable cookie, or another person's, is no visit."""
        try:
            user, line, since, newest, seen = unseal_of_cookie(cookie, use=COOKIE)
        except (BadRequest, ValueError):
            return cls(who.user or 0)
        before = cls(user, line, _moment(since), newest, _moment(seen))
        if user != (who.user or 0) or before.seen is None:
            return cls(who.user or 0)
        if utcnow() - before.seen > AWAY:
            return cls(user, newest, before.seen)
        return before

    def until(self, newest: int) -> "Visit":
        """Return what is remembered of this visit; *newest* is the newest line that was there to see."""
        return Visit(self.user, self.line, self.since, newest, utcnow())

    @property
    def value(self) -> str:
        moments = [int(at.timestamp()) if at else 0 for at in (self.since, self.seen)]
        return seal_for_cookie([self.user, self.line, moments[0], self.newest, moments[1]], use=COOKIE)


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What was done, newest first, decisions among it; *more*: there is more than is shown."""

    entries: tuple[journal_routes.Entry, ...]
    more: bool
    newest: int


def arrivals(page: OpenDesk, visit: Visit) -> Arrivals:
    """Return what others did on this communiqué since *visit*; on a first visit, what was done last. Five queries."""
    session, who = db.session(), page.who
    newest = read_journal(session, who, communique_id=page.communique.id, limit=1)
    lines = read_journal_since(
        session,
        who,
        page.communique.id,
        line=visit.line,
        of_others=visit.since is not None,
        limit=MOST + 1,
    )
    about = load_subjects(session, who, lines[:MOST])
    return Arrivals(
        tuple(journal_routes.tell(lines[:MOST], about)),
        len(lines) > MOST,
        newest[0].id if newest else visit.line,
    )
