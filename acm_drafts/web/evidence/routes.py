"""The evidence pack of a text: what it holds, how it is checked, and the file, for the Mission."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from acm_drafts.negotiation.journal_chain import short_hash
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services.evidence import evidence_pack
from acm_drafts.store.database import db
from acm_drafts.store.journal_chain import load_head
from acm_drafts.web.documents.routes import SANDBOX
from acm_drafts.web.shared.access import gate
from acm_drafts.web.text.routes import opened

pages = Blueprint("evidence", __name__)


@pages.get("/c/<code:code>/evidence")
@gate(Act.READ_EVIDENCE, hides=True)
def index(code: str) -> str:
    """Say what the pack holds and how it is checked, and offer it."""
    page = opened(code)
    head = load_head(db.session(), page.communique.id)
    return render_template(
        "evidence/index.html",
        page=page,
        root=f"/c/{code}",
        head=head,
        digest=short_hash(head.hash) if head else "",
    )


@pages.get("/c/<code:code>/evidence.zip")
@gate(Act.READ_EVIDENCE, hides=True)
def pack(code: str) -> Response:
    """Give the pack as a file that no browser opens."""
    page = opened(code)
    answer = Response(evidence_pack(db.engine, page.who, page.communique.id), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"evidence-{code}.zip")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
