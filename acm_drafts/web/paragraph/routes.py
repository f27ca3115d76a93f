"""The paragraph's page."""

from flask import Blueprint

from acm_drafts.web.paragraph.page import paragraph_page
from acm_drafts.web.shared.access import signed_in
from acm_drafts.web.shared.conflicts import names_in_words

pages = Blueprint("paragraph", __name__)
pages.add_app_template_filter(names_in_words, "listed")


@pages.get("/c/<code:communique>/p/<code:paragraph>")
@signed_in
def show(communique: str, paragraph: str) -> str:
    """Show one paragraph, whether it is in the text, only proposed, or deleted."""
    return paragraph_page(communique, paragraph)
