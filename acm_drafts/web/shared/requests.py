"""
When a request arrived, and under which reference: noted once, before anything else, and handed down to the services.

The deadline is judged by it, so that waiting for a thread, a lock or other people's pages makes nothing late.
Our server's worker notes it when the first bytes come in (web.shared.worker); under another server it is the moment at
which the application is called.

The reference stands in the log, in security events, in the header X-Request-ID and on pages that say a failure. It is
the proxy's where one is believed (ACM_PROXIES), else drawn here.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from acm_drafts.negotiation.devices import device_of
from acm_drafts.negotiation.library import LONGEST_QUERY
from acm_drafts.negotiation.security_events import network_of
from acm_drafts.store.database import arrival, arriving
from acm_drafts.store.security_events import Circumstances, asked_under, circumstances
from acm_drafts.web.shared.bad_requests import AddressTooLong
from acm_drafts.web.shared.headers import is_published

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_ADDRESS = 8190
"""
So many bytes of an address are read. A box of ours makes less: a letter takes nine of them at most, an Arabic one six
(tests/house/test_forms_by_address.py).
"""
SLOWEST = timedelta(seconds=10)
"""A form that takes longer to come in counts from when all of it was here: nobody writes on after the deadline."""


REFERENCE = "X-Request-ID"
_OF_A_PROXY = re.compile(r"[0-9A-Za-z-]{8,64}")


def init_app(app: Flask) -> None:
    """Note the arrival of each request to *app*; before anything that reads what was sent."""
    app.wsgi_app = _noting(app.wsgi_app, believes=bool(app.config.get("PROXIES")))  # type: ignore[assignment, method-assign]
    app.before_request(refuse_long_addresses)
    app.before_request(wait_for_all_of_it)
    app.after_request(_name_reference)


def _noting(wsgi: "WSGIApplication", *, believes: bool) -> "WSGIApplication":
    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        with arriving(arrival.get()), asked_under(_circumstances_of(environ, believes=believes)):
            return wsgi(environ, start)

    return answer


def _circumstances_of(environ: "WSGIEnvironment", *, believes: bool) -> Circumstances:
    """Return under which circumstances a request comes in; *believes*: a proxy of ours names the reference."""
    device = device_of(str(environ.get("HTTP_USER_AGENT", "")))
    named = str(environ.get("HTTP_X_REQUEST_ID", "")) if believes else ""
    return Circumstances(
        network=network_of(str(environ.get("REMOTE_ADDR", ""))),
        browser=device.browser,
        system=device.system,
        request_id=named if _OF_A_PROXY.fullmatch(named) else secrets.token_hex(8),
    )


def reference() -> str:
    """Return the reference of the request under way."""
    return circumstances.get().request_id


def _name_reference(response: Response) -> Response:
    """Name the reference in an answer, but in one that is the same for everybody, and where nothing is or is seen."""
    if not is_published() and response.status_code != 404:
        response.headers[REFERENCE] = reference()
    return response


def refuse_long_addresses() -> None:
    """Raise AddressTooLong, before anything leads on to an address that holds this one once more."""
    if len(request.path.encode()) + len(request.query_string) > LONGEST_ADDRESS:
        raise AddressTooLong(most=LONGEST_QUERY)


def wait_for_all_of_it(slowest: timedelta = SLOWEST) -> None:
    """Read the whole request; one that takes longer than *slowest* arrived when all of it was here."""
    if request.method not in ("POST", "PUT", "PATCH"):
        return
    began = datetime.now(UTC)
    _ = request.form
    ended = datetime.now(UTC)
    if ended - began > slowest:
        arrival.set(ended)
