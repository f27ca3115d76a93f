"""
What is agreed ad referendum is confirmed, on a paragraph or for all of a sitting; what is agreed is reopened.

Each act has a page that says first what it does.
"""

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal
from acm_drafts.negotiation.permissions import Act, may
from acm_drafts.negotiation.reopening import NotOfThisBody
from acm_drafts.services import confirmations, paragraph_states, reopenings
from acm_drafts.store.database import db
from acm_drafts.store.sittings import read_sitting
from acm_drafts.store.text import TextRow
from acm_drafts.web.agreements.form import ConfirmForm, ConfirmSittingForm, ReopenForm
from acm_drafts.web.agreements.page import reached, reopening_page
from acm_drafts.web.paragraph.context import Desk, load_desk
from acm_drafts.web.shared import access
from acm_drafts.web.shared.body_names import sitting_name
from acm_drafts.web.shared.formatting import paragraph_url
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.sittings.page import sitting_url
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("agreements", __name__)

Answer = Response | str | tuple[str, int]


def _desk(code: str, paragraph: str) -> tuple[Desk, TextRow]:
    """Return a paragraph of the newest draft that the reader may read, with its line. Raises NotFound."""
    desk = load_desk(db.session(), opened(code), paragraph)
    if desk.row is None:
        raise NotFound()
    return desk, desk.row


# Reopening -----------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/p/<code:paragraph>/reopen")
@access.signed_in
def reopen_form(code: str, paragraph: str) -> Answer:
    """Show what reopening the paragraph would undo, with its form."""
    desk, _row = _desk(code, paragraph)
    return _reopening(desk)


@pages.post("/c/<code:code>/p/<code:paragraph>/reopen")
@access.signed_in
def reopen(code: str, paragraph: str) -> Answer:
    """Reopen an agreed paragraph."""
    desk, _row = _desk(code, paragraph)
    form = ReopenForm()
    if not form.validate():
        return _reopening(desk, form=form, status=422)
    try:
        reopenings.reopen(
            desk.page.who,
            desk.paragraph.id,
            asked_by=form.asked_by.data,
            reason=form.reason.data or "",
            seen=form.seen.data,
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _reopening(_desk(code, paragraph)[0], form=form, refusal=refusal, status=status_of(refusal))
    flash(_("The paragraph is reopened: what was agreed on it has ended."), "success")
    return redirect(paragraph_url(code, paragraph), 303)


def _reopening(
    desk: Desk, *, form: ReopenForm | None = None, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    """Return the page on which a paragraph is reopened; where it cannot be, it says why and has no form."""
    shown = None
    desk.page.drafts.require_not_adopted()
    try:
        running = desk.context if desk.is_running else None
        undone = reopenings.undone_by(db.session(), desk.page.who, running, desk.paragraph.id)
        shown = reopening_page(desk, undone)
    except NotPermitted:
        raise
    except Refusal as hindrance:
        refusal = refusal or hindrance
        status = status if status != 200 else status_of(hindrance)
    if shown is not None and form is None:
        form = ReopenForm(formdata=None, data={"asked_by": shown.asked_by})
    html = render_template(
        "agreements/reopen.html",
        desk=desk,
        url=paragraph_url(desk.page.communique.code, desk.paragraph.code),
        shown=shown,
        form=form,
        refusal=refusal,
    )
    return html, status


# Confirming ----------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/p/<code:paragraph>/confirm")
@access.signed_in
def confirm_form(code: str, paragraph: str) -> Answer:
    """Show what is agreed ad referendum on the paragraph, with the form that confirms it."""
    desk, _row = _desk(code, paragraph)
    return _confirming(desk)


@pages.post("/c/<code:code>/p/<code:paragraph>/confirm")
@access.signed_in
def confirm(code: str, paragraph: str) -> Answer:
    """Confirm what is agreed ad referendum on the paragraph."""
    desk, _row = _desk(code, paragraph)
    form = ConfirmForm()
    if not form.validate():
        return _confirming(desk, form=form, status=422)
    try:
        confirmations.confirm(
            desk.page.who, desk.paragraph.id, given_by=form.given_by.data or "", seen=form.seen.data
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _confirming(_desk(code, paragraph)[0], form=form, refusal=refusal, status=status_of(refusal))
    flash(_("The agreement is confirmed."), "success")
    return redirect(paragraph_url(code, paragraph), 303)


def _confirming(
    desk: Desk, *, form: ConfirmForm | None = None, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    """Return the page on which an agreement on a paragraph is confirmed; where none waits it says so."""
    decisions = None
    desk.page.drafts.require_not_adopted()
    running = desk.context if desk.is_running else None
    try:
        decisions = confirmations.awaiting_on(db.session(), desk.page.who, running, desk.paragraph.id)
    except NotPermitted:
        raise
    except Refusal as hindrance:
        refusal = refusal or hindrance
        status = status if status != 200 else status_of(hindrance)
    html = render_template(
        "agreements/confirm.html",
        desk=desk,
        url=paragraph_url(desk.page.communique.code, desk.paragraph.code),
        agreed=reached(decisions or ()),
        form=(form or ConfirmForm(formdata=None)) if decisions else None,
        refusal=refusal,
    )
    return html, status


@pages.get("/c/<code:code>/sittings/<code:sitting>/confirm")
@access.signed_in
def confirm_sitting_form(code: str, sitting: str) -> Answer:
    """Show what a sitting agreed ad referendum and nobody confirmed yet, with the form that confirms all of it."""
    return _confirming_sitting(opened(code), sitting)


@pages.post("/c/<code:code>/sittings/<code:sitting>/confirm")
@access.signed_in
def confirm_sitting(code: str, sitting: str) -> Answer:
    """Confirm what is ticked of what a sitting agreed ad referendum."""
    page, form = opened(code), ConfirmSittingForm()
    if not form.validate():
        return _confirming_sitting(page, sitting, form=form, status=422)
    try:
        count = confirmations.confirm_sitting(
            page.who,
            sitting,
            given_by=form.given_by.data or "",
            seen=form.seen.data or "",
            without=_not_ticked(),
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _confirming_sitting(
            opened(code), sitting, form=form, refusal=refusal, status=status_of(refusal)
        )
    flash(
        ngettext(
            "The agreement on %(num)s paragraph is confirmed.",
            "The agreement on %(num)s paragraphs is confirmed.",
            count,
        ),
        "success",
    )
    return redirect(sitting_url(code, sitting), 303)


def _not_ticked() -> list[str]:
    """Return the codes of the paragraphs that the form listed and that were not ticked."""
    ticked = set(request.form.getlist("confirm"))
    return [code for code in request.form.getlist("listed") if code not in ticked]


def _confirming_sitting(
    page: Opened,
    sitting: str,
    *,
    form: ConfirmSittingForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Answer:
    """Return the page on which all that a sitting agreed ad referendum is confirmed. Raises NotOfThisBody."""
    page.drafts.require_not_adopted()
    session = db.session()
    record = read_sitting(session, page.who, page.communique, sitting)
    if not may(page.who, Act.CONFIRM_AGREEMENT, record.body.facts()):
        raise NotOfThisBody()
    context = page.drafts.context
    running = context.round.id if context is not None and context.round.closed_at is None else None
    decisions = confirmations.awaiting_of(session, record.sitting, running)
    paragraphs = {decision.paragraph_id for decision in decisions}
    rows = paragraph_states.rows_for(session, page.who, page.drafts, version=page.drafts.newest)
    html = render_template(
        "agreements/confirm_sitting.html",
        page=page,
        name=sitting_name(record.sitting),
        url=sitting_url(page.communique.code, sitting),
        rows=[row for row in rows if row.paragraph in paragraphs],
        seen=confirmations.seen_of(decisions),
        form=form or ConfirmSittingForm(formdata=None),
        left_out=_not_ticked(),
        refusal=refusal,
    )
    return html, status
