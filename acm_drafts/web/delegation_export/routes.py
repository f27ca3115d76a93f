"""The export of all that a delegation gave at a meeting: what it holds, of whom, and the file."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.permissions import Act, Facts, may
from acm_drafts.services.delegation_export import delegation_archive, parties_to_export
from acm_drafts.store.database import db
from acm_drafts.store.meetings import get_meeting
from acm_drafts.web.documents.routes import SANDBOX
from acm_drafts.web.meetings.page import at_meeting
from acm_drafts.web.shared import access, formatting

pages = Blueprint("delegation_export", __name__)


@pages.get("/meetings/<int:meeting>/export")
@access.gate_for_own(Act.TAKE_EXPORT)
def index(meeting: int) -> str:
    """Say what the export holds, and offer that of each delegation of which the reader may take it."""
    at_meeting(meeting)
    session = db.session()
    return render_template(
        "delegation_export/index.html",
        meeting=get_meeting(session, meeting),
        of_all=may(access.actor(), Act.TAKE_EXPORT, Facts(meeting=meeting)),
        parties=formatting.by_name(parties_to_export(session, access.actor(), meeting)),
    )


@pages.get("/meetings/<int:meeting>/export.zip")
@access.gate_for_own(Act.TAKE_EXPORT)
def archive(meeting: int) -> Response:
    """Give the export of a delegation as a file that no browser opens."""
    code = request.args.get("party", "")
    data = delegation_archive(db.engine, access.actor(), meeting, code, language=interface_language())
    answer = Response(data, mimetype="application/zip")
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"export-{code.strip().upper()}-{meeting}.zip"
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
