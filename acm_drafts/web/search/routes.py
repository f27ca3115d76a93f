"""One search over everything that its reader may read."""

from flask import Blueprint, render_template

from acm_drafts.negotiation.library import LONGEST_TYPED
from acm_drafts.store.database import db
from acm_drafts.web.search.form import Asked
from acm_drafts.web.search.page import search_page
from acm_drafts.web.shared import access

pages = Blueprint("search", __name__)


@pages.get("/search")
@access.signed_in
def index() -> str:
    """Show what ?q= finds, narrowed by ?kind= and ?text=."""
    results = search_page(db.session(), Asked.read())
    return render_template("search/index.html", found=results, LONGEST_TYPED=LONGEST_TYPED)
