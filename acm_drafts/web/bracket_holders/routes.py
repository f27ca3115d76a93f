"""
Brackets: the list of a text, and what a party says of one.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal, StaleText
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import bracket_holders
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.store.database import db
from acm_drafts.store.drafts import get_paragraph
from acm_drafts.store.people import find_party
from acm_drafts.store.records import BracketActRow, Party
from acm_drafts.web.bracket_holders.form import BracketForm
from acm_drafts.web.bracket_holders.page import NOBODY, bracket_list
from acm_drafts.web.paragraph.page import paragraph_page
from acm_drafts.web.shared import access
from acm_drafts.web.shared.formatting import party_name
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import opened

pages = Blueprint("bracket_holders", __name__)

Answer = Response | tuple[str, int]


@pages.get("/c/<code:communique>/brackets")
@access.signed_in
def index(communique: str) -> str:
    """List the brackets of the text by section with who holds each; ?holder= of one party, or that nobody holds."""
    page = opened(communique)
    return render_template(
        "bracket_holders/index.html",
        page=page,
        root=f"/c/{communique}",
        brackets=bracket_list(db.session(), page, request.args.get("holder", "")),
        nobody=NOBODY,
    )


@pages.post("/c/<code:communique>/p/<code:paragraph>/brackets/hold")
@access.signed_in
def hold(communique: str, paragraph: str) -> Answer:
    """Say that a party holds a bracket of a paragraph, and why."""
    form = BracketForm()

    def verb(actor: Actor, bracket: OfBracket, *, party: int) -> BracketActRow:
        return bracket_holders.hold(actor, bracket, party=party, reason=form.reason.data or "")

    return _said(communique, paragraph, form, verb, lambda _party: _("The bracket is held."))


@pages.post("/c/<code:communique>/p/<code:paragraph>/brackets/release")
@access.signed_in
def release(communique: str, paragraph: str) -> Answer:
    """Let go of a bracket in the name of a party."""
    return _said(communique, paragraph, BracketForm(), bracket_holders.release, _released)


def _released(party: Party) -> str:
    """Return that *party* let go of a bracket: others may hold it still, known to the reader or not."""
    return _("%(party)s no longer holds the bracket.", party=party_name(party))


def _said(
    communique: str,
    code: str,
    form: BracketForm,
    verb: Callable[..., BracketActRow],
    sentence: Callable[[Party], str],
) -> Answer:
    """
    Do what was sent and lead back to the bracket; show the page of the paragraph where it is refused.

    *sentence*: what is said of the party when it is done.
    """
    page = opened(communique)
    paragraph = get_paragraph(db.session(), page.communique.id, code)
    if not form.validate():
        return paragraph_page(communique, code, bracket=form), 422
    typed = form.party.data or ""
    party = find_party(db.session(), typed) if typed.isascii() and typed.isalnum() else None
    if party is None:
        raise NotFound()
    bracket = form.bracket(paragraph.id)
    try:
        verb(access.actor(), bracket, party=party.id)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        if isinstance(refusal, StaleText) and refusal.current:
            raise
        return paragraph_page(communique, code, refusal=refusal, bracket=form), status_of(refusal)
    flash(sentence(party), "success")
    return redirect(f"/c/{communique}/p/{code}#b-{code}-{bracket.start}", 303)
