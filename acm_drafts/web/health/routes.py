"""Answers in plain words for machines; nothing in them tells of a text, a person or a setting."""

import ipaddress

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.services import health
from acm_drafts.services.health import Part
from acm_drafts.store.database import db
from acm_drafts.store.messages import count_waiting
from acm_drafts.web.shared import access, metrics

pages = Blueprint("health", __name__)
TRY_AGAIN = 10
"""After so many seconds it is worth asking again."""


@pages.get("/healthz")
@access.public
def alive() -> Response:
    """Answer that the server is up. The database is not asked."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
@access.public
def ready() -> Response:
    """Answer 200 where all is well, else 503 with the names of the parts that are not, a line each."""
    troubles = _troubles()
    if not troubles:
        return Response("ready\n", mimetype="text/plain")
    names = "".join(f"{trouble.part.value}\n" for trouble in troubles)
    return Response(names, 503, {"Retry-After": str(TRY_AGAIN)}, mimetype="text/plain")


def _troubles() -> list[health.Trouble]:
    return health.troubles(
        db.engine,
        migrations=current_app.extensions["migrate"].directory,
        folders=health.folders_of(current_app.config),
    )


@pages.get("/metrics")
@access.public
def numbers() -> Response:
    """Answer in Prometheus' text form to the networks of ACM_METRICS_ALLOWED; to all others the page is not there."""
    if not is_allowed(request.remote_addr or ""):
        raise NotFound()
    parts = frozenset(trouble.part for trouble in _troubles())
    is_readable = not parts & {Part.DATABASE, Part.SCHEMA}
    waiting = count_waiting(db.session()) if is_readable else None
    return Response(metrics.text_of(troubles=parts, waiting=waiting), content_type=CONTENT_TYPE_LATEST)


def is_allowed(address: str) -> bool:
    """Return whether an address belongs to a network that may read the numbers."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in current_app.config["METRICS_ALLOWED"])
