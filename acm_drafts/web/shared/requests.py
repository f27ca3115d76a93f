"""
When a request arrived: noted once, before anything else is done with it, and handed down to the services.

The deadline is judged by it, so that waiting for a thread, a lock or other people's pages makes nothing late.
Our server's worker notes it when the first bytes come in (web.shared.worker); under another server it is the moment at
which the application is called.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Flask, request

from acm_drafts.store.database import arrival, arriving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SLOWEST = timedelta(seconds=10)
"""A form that takes longer to come in counts from when all of it was here: nobody writes on after the deadline."""


def init_app(app: Flask) -> None:
    """Note the arrival of each request to *app*; before anything that reads what was sent."""
    app.wsgi_app = _noting(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.before_request(wait_for_all_of_it)


def _noting(wsgi: "WSGIApplication") -> "WSGIApplication":
    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        with arriving(arrival.get()):
            return wsgi(environ, start)

    return answer


def wait_for_all_of_it(slowest: timedelta = SLOWEST) -> None:
    """Read the whole request; one that takes longer than *slowest* arrived when all of it was here."""
    if request.method not in ("POST", "PUT", "PATCH"):
        return
    began = datetime.now(UTC)
    _ = request.form
    ended = datetime.now(UTC)
    if ended - began > slowest:
        arrival.set(ended)
