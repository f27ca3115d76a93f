"""Answers in plain words for machines; nothing in them tells of a text, a person or a setting."""

from flask import Blueprint, Response, current_app

from acm_drafts.services import health
from acm_drafts.store.database import db
from acm_drafts.web.shared import access

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
    troubles = health.troubles(
        db.engine,
        migrations=current_app.extensions["migrate"].directory,
        folders=health.folders_of(current_app.config),
    )
    if not troubles:
        return Response("ready\n", mimetype="text/plain")
    names = "".join(f"{trouble.part.value}\n" for trouble in troubles)
    return Response(names, 503, {"Retry-After": str(TRY_AGAIN)}, mimetype="text/plain")
