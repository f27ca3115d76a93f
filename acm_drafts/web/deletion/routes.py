"""
The deletion of an archived meeting: what goes and what stays, the request, the package, and the second person.
"""

from flask import Blueprint, flash, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.archiving import require_archived
from acm_drafts.negotiation.deletion import LASTS, waits
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal
from acm_drafts.negotiation.permissions import Act, Facts, may
from acm_drafts.services import deletion
from acm_drafts.services.revisions import LONGEST_REASON
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.deletion import find_request, kept_texts
from acm_drafts.store.meetings import get_meeting
from acm_drafts.web.documents.routes import SANDBOX
from acm_drafts.web.meetings.page import at_meeting
from acm_drafts.web.shared import access, proof
from acm_drafts.web.shared.forms import fit, needed
from acm_drafts.web.shared.refusals import next_step_of, sentence_of, status_of

pages = Blueprint("deletion", __name__)

Answer = Response | str | tuple[str, int]


class AskForm(FlaskForm):
    """Why a meeting is to be deleted."""

    reason = TextAreaField(_l("Reason"), [needed, Length(max=LONGEST_REASON), fit])


class ConfirmForm(FlaskForm):
    """The hash of the package, as the second person has it."""

    sha256 = StringField(_l("SHA-256 of the package that is kept"), [needed, Length(max=100), fit])
    sure = BooleanField(
        _l("The package is kept where it can be found again, and the meeting can be deleted"), [needed]
    )


@pages.get("/meetings/<int:meeting>/deletion")
@access.gate(Act.CONFIRM_DELETION)
def form(meeting: int) -> Answer:
    return _page(meeting)


@pages.post("/meetings/<int:meeting>/deletion")
@access.gate(Act.DELETE_MEETING)
@proof.needed
def ask(meeting: int) -> Answer:
    """Ask that the meeting be deleted, and write the package of its papers."""
    sent = AskForm()
    if not sent.validate():
        return _page(meeting, sent)
    try:
        deletion.ask(access.actor(), meeting, reason=sent.reason.data)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _page(meeting, sent, refusal=refusal)
    flash(_("The package is written. A second person confirms the deletion."), "success")
    return redirect(f"/meetings/{meeting}/deletion", 303)


@pages.post("/meetings/<int:meeting>/deletion/package")
@access.gate(Act.READ_EVIDENCE)
def package(meeting: int) -> Answer:
    """Give the package as a file that no browser opens, and note who took it."""
    data = deletion.take_package(access.actor(), meeting)
    answer = Response(data, mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"meeting-{meeting}.zip")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@pages.post("/meetings/<int:meeting>/deletion/take-back")
@access.gate(Act.CONFIRM_DELETION)
def take_back(meeting: int) -> Answer:
    deletion.take_back(access.actor(), meeting)
    flash(_("The deletion is taken back, and its package is deleted."), "success")
    return redirect(f"/meetings/{meeting}/deletion", 303)


@pages.post("/meetings/<int:meeting>/deletion/confirm")
@access.gate(Act.CONFIRM_DELETION)
@proof.needed
def confirm(meeting: int) -> Answer:
    """Delete the meeting, where another person asked for it."""
    sent = ConfirmForm()
    if not sent.validate():
        return _page(meeting, confirming=sent)
    try:
        deletion.confirm(access.actor(), meeting, sha256="".join(sent.sha256.data.split()).lower())
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _page(meeting, confirming=sent, refusal=refusal)
    flash(_("The meeting is deleted."), "success")
    return redirect("/meetings", 303)


def _page(
    meeting: int,
    sent: AskForm | None = None,
    *,
    confirming: ConfirmForm | None = None,
    refusal: Refusal | None = None,
) -> Answer:
    at_meeting(meeting)
    db.session.expire_all()
    session, who, facts = db.session(), access.actor(), Facts(meeting=meeting)
    held = get_meeting(session, meeting)
    require_archived(held.archived_on)
    request = find_request(session, meeting)
    html = render_template(
        "deletion/form.html",
        meeting=held,
        request=request if request and waits(request.ends_at, utcnow()) else None,
        kept=kept_texts(session, meeting),
        asks=may(who, Act.DELETE_MEETING, facts),
        reads=may(who, Act.READ_EVIDENCE, facts),
        is_own=request is not None and request.asked_by_id == who.user,
        days=LASTS.days,
        form=sent or AskForm(formdata=None),
        confirming=confirming or ConfirmForm(formdata=None),
        refused=f"{sentence_of(refusal)} {next_step_of(refusal)}" if refusal else "",
    )
    failed = any(filled is not None and filled.errors for filled in (sent, confirming))
    return html, status_of(refusal) if refusal else 422 if failed else 200
