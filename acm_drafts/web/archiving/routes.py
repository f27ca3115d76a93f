"""
The archive of a meeting, for the Mission: what still stands in its way, the act, and how it is taken back.
"""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.archiving import Obstacle
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import archiving
from acm_drafts.services.revisions import LONGEST_REASON
from acm_drafts.store.archiving import load_archivings, load_open_texts, load_unfinished
from acm_drafts.store.database import db
from acm_drafts.store.meetings import get_meeting
from acm_drafts.web.meetings.page import at_meeting
from acm_drafts.web.shared import access
from acm_drafts.web.shared.forms import fit, needed
from acm_drafts.web.shared.refusals import next_step_of, sentence_of, status_of

pages = Blueprint("archiving", __name__)

Answer = Response | str | tuple[str, int]

IN_WORDS = {
    Obstacle.NO_DATE: _l("The date of the meeting is not recorded."),
    Obstacle.TO_COME: _l("The day of the meeting has not passed."),
    Obstacle.ROUND: _l("A round is not closed."),
    Obstacle.SILENCE: _l("A silence procedure is neither concluded nor withdrawn."),
    Obstacle.SITTING: _l("A sitting is neither closed nor cancelled."),
    Obstacle.INPUT_CALL: _l("A call for inputs takes answers."),
    Obstacle.FILES: _l("Files that delegations sent are not deleted yet."),
    Obstacle.EMBARGO: _l("An embargo on the public page has not ended."),
    Obstacle.INSCRIPTION: _l("Inscription on the list of speakers is open."),
}


class TakeOutForm(FlaskForm):
    """Why a meeting is taken out of the archive."""

    reason = TextAreaField(_l("Reason"), [needed, Length(max=LONGEST_REASON), fit])


@pages.get("/meetings/<int:meeting>/archive")
@access.gate(Act.ARCHIVE_MEETING)
def form(meeting: int) -> Answer:
    return _page(meeting)


@pages.post("/meetings/<int:meeting>/archive")
@access.gate(Act.ARCHIVE_MEETING)
def archive(meeting: int) -> Answer:
    """Archive the meeting; its texts that are ticked ended without adoption."""
    at_meeting(meeting)
    ended = request.form.getlist("ended")
    try:
        archiving.archive(access.actor(), meeting, ended=ended)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _page(meeting, refusal=refusal, ended=ended)
    flash(_("The meeting is archived. It can be read; nothing of it can be changed."), "success")
    return redirect(f"/meetings/{meeting}", 303)


@pages.post("/meetings/<int:meeting>/archive/take-out")
@access.gate(Act.ARCHIVE_MEETING)
def take_out(meeting: int) -> Answer:
    """Take the meeting out of the archive, for the reason that was typed."""
    at_meeting(meeting)
    sent = TakeOutForm()
    if not sent.validate():
        return _page(meeting, sent)
    try:
        archiving.take_out(access.actor(), meeting, reason=sent.reason.data)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _page(meeting, sent, refusal=refusal)
    flash(_("The meeting is taken out of the archive: acts at it are possible again."), "success")
    return redirect(f"/meetings/{meeting}", 303)


def _page(
    meeting: int,
    sent: TakeOutForm | None = None,
    *,
    refusal: Refusal | None = None,
    ended: Collection[str] = (),
) -> Answer:
    at_meeting(meeting)
    session = db.session()
    held = get_meeting(session, meeting)
    if held.archived_on is None:
        unfinished = [(IN_WORDS[row.obstacle], row.text) for row in load_unfinished(session, held)]
        open_texts = load_open_texts(session, meeting)
    else:
        unfinished, open_texts = [], []
    html = render_template(
        "archiving/form.html",
        meeting=held,
        past=load_archivings(session, meeting),
        unfinished=unfinished,
        open_texts=open_texts,
        ended=ended,
        form=sent or TakeOutForm(formdata=None),
        refused=f"{sentence_of(refusal)} {next_step_of(refusal)}" if refusal else "",
    )
    status = status_of(refusal) if refusal else 422 if sent is not None and sent.errors else 200
    return html, status
