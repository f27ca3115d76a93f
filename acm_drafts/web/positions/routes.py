"""Positions on paragraphs: taken one by one, and read beside one another."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from acm_drafts.negotiation.errors import NotFound, Refusal, StaleText
from acm_drafts.services import positions
from acm_drafts.store.database import db
from acm_drafts.store.drafts import get_paragraph
from acm_drafts.web.amendments.recorded import remember_position
from acm_drafts.web.paragraph.page import paragraph_page
from acm_drafts.web.positions.form import PositionForm, party_of, seen, wished
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.shared.signing import WORDING, revealed
from acm_drafts.web.text.routes import opened

pages = Blueprint("positions", __name__)

Reply = Response | tuple[str, int]


@pages.post("/c/<code:communique>/p/<code:paragraph>/position")
@access.signed_in
def take(communique: str, paragraph: str) -> Reply:
    """Record a position on a paragraph as it stands, and lead back to where it was taken."""
    form = PositionForm()
    page = opened(communique)
    key = get_paragraph(db.session(), page.communique.id, paragraph).id
    try:
        _take(key, paragraph, form)
    except NotFound:
        raise
    except Refusal as refusal:
        if isinstance(refusal, StaleText) and refusal.current:
            raise
        return paragraph_page(communique, paragraph, refusal=refusal, typed=form.data), status_of(refusal)
    back = access.safe_next(form.back.data) if form.back.data else f"/c/{communique}/p/{paragraph}"
    return redirect(f"{back}#acts-{paragraph}", 303)


def _take(key: int, code: str, form: PositionForm) -> None:
    stance, reason = wished(form)
    before = positions.take_position_on_paragraph(
        actor(),
        key,
        wording=revealed(form.words.data, use=WORDING) or 0,
        party=party_of(form),
        stance=stance,
        reason=reason,
        seen=seen(form),
    )
    remember_position(code, form.party.data or "", before=before, now=(stance, reason))
