"""
The progress of a text, and the evening report of the Mission.
"""

from flask import Blueprint, render_template

from acm_drafts.i18n import direction, interface_language
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import paragraph_states
from acm_drafts.services.progress import progress_of
from acm_drafts.store.database import db
from acm_drafts.web.progress.page import WIDE, progress_page
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import may_here
from acm_drafts.web.shared.withheld import withheld_from
from acm_drafts.web.text.routes import opened

pages = Blueprint("progress", __name__)


@pages.get("/c/<code:code>/progress")
@access.signed_in
def show(code: str) -> str:
    """Show how far the text has come: by section and level, and draft by draft."""
    page, session = opened(code), db.session()
    progress = progress_of(session, page.who, page.drafts)
    context = page.drafts.context
    newest = page.drafts.newest
    return render_template(
        "progress/show.html",
        page=page,
        root=f"/c/{code}",
        shown=progress_page(page, progress, rtl=direction(interface_language()) == "rtl"),
        wide=WIDE,
        context=context,
        withheld=withheld_from(page.who, context),
        reads_all=may_here(page.who, Act.READ_DESK),
        whole=progress.whole,
        counted=paragraph_states.counted_round(session, page.who, page.drafts, version=newest),
    )
