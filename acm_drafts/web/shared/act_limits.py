"""
How often one person may send one form within a minute: more often than anybody does by hand, so that a program stops.

Each act is counted by itself, and each person. What somebody sends beyond the limit is handed back by the page that
says so, and nothing was changed. The count of a minute is kept in the database, for all workers; a worker asks it only
of somebody who sends much, so that a full room at the deadline costs nothing more.
"""

from collections import Counter
from threading import Lock

from flask import Flask, current_app, request

from acm_drafts.services import attempts
from acm_drafts.store.database import utcnow
from acm_drafts.web.shared import access
from acm_drafts.web.shared.bad_requests import TooManyActs

NOT_COUNTED = 4
"""A worker counts by itself up to one part in so many of the limit, before it counts in the database."""


class RecentActs:
    """What came to this worker in the minute that runs: how often, by person and act."""

    def __init__(self) -> None:
        self._lock, self._minute, self._counts = Lock(), 0, Counter[tuple[int, str]]()

    def add(self, user: int, act: str) -> int:
        """Count one act of a person, and return how many there were in this minute."""
        minute = int(utcnow().timestamp() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[user, act] += 1
            return self._counts[user, act]


def check_limit() -> None:
    """Count a form that somebody sends. Raises TooManyActs beyond the limit of the house."""
    most = int(current_app.config["ACTS_PER_MINUTE"])
    known = access.person() if most and request.method == "POST" and access.asks_who() else None
    if known is None or request.endpoint is None:
        return
    recent: RecentActs = current_app.extensions[__name__]
    if recent.add(known.user, request.endpoint) <= most // NOT_COUNTED:
        return
    if not attempts.count_act(known.user, request.endpoint, most=most - most // NOT_COUNTED):
        raise TooManyActs()


def init_app(app: Flask) -> None:
    """Count the forms sent to *app*; after the gates, which know who sends them."""
    app.extensions[__name__] = RecentActs()
    app.before_request(check_limit)
