"""My delegation's page."""

from flask import Blueprint

from acm_drafts.negotiation.permissions import Act
from acm_drafts.web.delegation.page import delegation_page
from acm_drafts.web.shared import access

pages = Blueprint("delegation", __name__)


@pages.get("/c/<code:communique_code>/delegation")
@access.gate_for_own(Act.PREPARE)
def show(communique_code: str) -> str:
    return delegation_page(communique_code)
