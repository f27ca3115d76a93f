"""
A file comes in from a capital, or as the next draft: its differences are shown, corrected and kept as proposals.

Whoever may prepare proposals brings a file in, in the name of their own delegation, the Mission in
its own. Nothing is kept between the file and the confirmation but in the form (web.file_changes). This
module refuses to decide what may be proposed: services.file_changes asks for each.
"""

from collections.abc import Sequence
from pathlib import PurePath

from flask import Blueprint, current_app, flash, g, redirect, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from acm_drafts.documents.write import docx, working
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.errors import (
    Busy,
    HardlyAlike,
    NoRound,
    OtherLanguage,
    OtherText,
    Refusal,
    SomeRefused,
    UnreadableFile,
    WrongShape,
)
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import Role, RoundState, Stage
from acm_drafts.services import file_changes
from acm_drafts.services.documents import draft_text
from acm_drafts.services.file_changes import Bundle, Ground, Typed, bundle_of, carried_over, earlier, proposed
from acm_drafts.store.database import db
from acm_drafts.store.positions import takes_proposals
from acm_drafts.store.records import Amendment
from acm_drafts.store.text import open_draft_set, text_rows
from acm_drafts.web.amendments.form_context import Sponsor, sponsors_of
from acm_drafts.web.documents.routes import SANDBOX, WORKING, file_name
from acm_drafts.web.file_changes.cards import Layout, bundle_from, signed
from acm_drafts.web.file_changes.page import Answer, Desk, differences_page, line_feeds, typed_for
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import actor, may_here
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.formatting import text_url
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import opened

pages = Blueprint("file_changes", __name__)


def ground_of(code: str) -> Ground:
    """Return where a file goes that is brought in to a text. Raises NotFound, NoRound."""
    drafts = open_draft_set(db.session(), code, actor())
    g.communique = drafts.communique
    return file_changes.ground(db.session(), actor(), drafts)


class FileForm(FlaskForm):
    file = FileField(_l("A file: .docx or .txt"))
    pasted = TextAreaField(_l("Or the text itself, pasted"))


# Pages ---------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique_code>/incoming")
@access.gate_for_own(Act.PREPARE)
def form(communique_code: str) -> Answer:
    try:
        return _form(ground_of(communique_code), FileForm(formdata=None))
    except NoRound as refusal:
        return no_round(refusal), 200


def no_round(refusal: NoRound) -> str:
    """Return the page that says what must happen first, which for the Mission is its own act."""
    return render_template(
        "file_changes/none.html", refusal=refusal, may_open=may_here(actor(), Act.MANAGE_ROUNDS)
    )


def _form(ground: Ground, filled: FileForm, *, refused: Refusal | None = None, status: int = 200) -> Answer:
    several = may_here(actor(), Act.ENTER_FROM_FLOOR)
    shown = render_template(
        "file_changes/form.html", form=filled, ground=ground, refused=refused, several=several
    )
    return shown, status


@pages.post("/c/<code:communique_code>/incoming")
@access.gate_for_own(Act.PREPARE)
def receive(communique_code: str) -> Answer:
    """Read what was sent and show what it says otherwise than the draft; nothing is written."""
    try:
        ground = ground_of(communique_code)
    except NoRound as refusal:
        return no_round(refusal), status_of(refusal)
    sent = FileForm()
    by_file = bool(sent.file.data and sent.file.data.filename)
    pasted = bool((sent.pasted.data or "").strip())
    if by_file == pasted:
        told = (
            _("Send a file or paste a text, not both.")
            if by_file
            else _("Choose a file, or paste a text below.")
        )
        sent.file.errors = [told]
        return _form(ground, sent, status=422)
    try:
        with reader() as reads:
            bundle = bundle_of(ground, *_sent(sent, by_file=by_file), reader=reads)
        return differences_page(_desk(ground, bundle), Layout(bundle, ground.rows, Typed()))
    except (UnreadableFile, Busy) as refusal:
        say_beside(sent.file if by_file else sent.pasted, refusal)
        return _form(ground, sent, status=status_of(refusal))
    except (OtherText, OtherLanguage, HardlyAlike) as refusal:
        return _form(ground, sent, refused=refusal, status=status_of(refusal))


def _sent(filled: FileForm, *, by_file: bool) -> tuple[str, bytes]:
    """Return the name of a file and its bytes, or pasted words as such."""
    if by_file:
        return PurePath(filled.file.data.filename).name[:200], filled.file.data.read()
    return "", line_feeds(filled.pasted.data or "").encode()


@pages.get("/c/<code:communique_code>/incoming/working.docx")
@access.gate_for_own(Act.PREPARE)
def working_file(communique_code: str) -> Response:
    """Answer with the newest draft as a Word file whose paragraphs say which they are, to be changed and brought in."""
    page = opened(communique_code)
    draft = page.drafts.newest.draft
    marks = [working.mark(row.code, draft.sequence) for row in text_rows(db.session(), draft.id)]
    data = working.render(draft_text(db.session(), draft), marks, current_app.config["TEMPLATE"])
    answer = Response(data, mimetype=docx.MEDIA_TYPE)
    answer.headers.set(
        "Content-Disposition", "attachment", filename=file_name(draft.symbol, page.language, WORKING)
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


# The differences -----------------------------------------------------------------------------------


def _desk(ground: Ground, bundle: Bundle) -> Desk:
    """Raises NotPermitted for who writes for nobody."""
    code, sponsors = ground.communique.code, _sponsors()
    submits = takes_proposals(actor(), ground.context) and any(one.speaks for one in sponsors)
    buttons = [
        ("save", _("Save what is ticked as drafts")),
        ("show", _("Show it with the corrections")),
    ]
    if submits:
        buttons.insert(0, ("submit", _("Submit what is ticked")))
    mine = actor().own_parties()
    return Desk(
        ground,
        proposed(ground.session, ground.context.round.id, by=mine),
        action=f"/c/{code}/incoming/keep",
        hidden={"token": signed(bundle, user=actor().user, communique=code)},
        choices=[(one.value, one.title) for one in sponsors] if len(sponsors) > 1 else [],
        chosen=request.form.get("sponsor", ""),
        buttons=buttons,
        back=(text_url(code), _("Back to the text")),
        again=(f"/c/{code}/incoming", _("Choose another file")),
        note="" if submits else _why_not(ground),
        waits=_("Nothing is saved yet. Unsaved changes will be lost."),
    )


def _why_not(ground: Ground) -> str:
    if ground.state is RoundState.OPEN:
        return _("You prepare: your head of delegation or an alternate submits the drafts.")
    if ground.state is RoundState.ANNOUNCED:
        return _("The round is not open yet: what you tick is saved as drafts until then.")
    return _(
        "The deadline has passed: what you tick is saved as drafts. The Mission can enter a proposal from the floor."
    )


def _sponsors() -> list[Sponsor]:
    return [one for one in sponsors_of(actor()) if not one.floor]


# Keeping -------------------------------------------------------------------------------------------


@pages.post("/c/<code:communique_code>/incoming/keep")
@access.gate_for_own(Act.PREPARE)
def keep(communique_code: str) -> Answer:
    """Show the differences with what was corrected, or keep or submit those that are ticked."""
    token = request.form.get("token", "")
    try:
        ground = ground_of(communique_code)
    except NoRound as refusal:
        return no_round(refusal), status_of(refusal)
    bundle = bundle_from(token, user=actor().user, communique=communique_code)
    typed = typed_for(bundle)
    if bundle.draft != ground.draft.id:
        again = carried_over(ground, bundle, typed)
        return differences_page(
            _desk(ground, again), Layout(again, ground.rows, Typed()), moved_on=True, status=409
        )
    layout = Layout(bundle, ground.rows, typed)
    do = request.form.get("do", "")
    if do not in ("save", "submit"):
        return differences_page(_desk(ground, bundle), layout)
    desk, sponsor = _desk(ground, bundle), _sponsor()
    there = {
        key for key, entry in earlier(layout, desk.entries).items() if entry.amendment.sponsor_id == sponsor
    }
    try:
        made = file_changes.bring_in(
            actor(),
            ground.context.round.id,
            layout.wanted(layout.chosen(earlier={}) - there),
            sponsor=sponsor,
            submits=do == "submit",
        )
    except (SomeRefused, WrongShape) as refusal:
        return differences_page(_desk(ground, bundle), layout, refused=refusal, status=status_of(refusal))
    flash(_said(made), "success")
    own = "proposals" if actor().holds(Role.MISSION) else "delegation"
    return redirect(f"/c/{communique_code}/{own}", 303)


def _sponsor() -> int:
    wanted, sponsors = request.form.get("sponsor", ""), _sponsors()
    return next((one.party.id for one in sponsors if one.value == wanted), sponsors[0].party.id)


def _said(made: Sequence[Amendment]) -> str:
    if made[0].stage == Stage.SUBMITTED:
        return str(ngettext("%(num)s proposal submitted.", "%(num)s proposals submitted.", len(made)))
    return str(
        ngettext(
            "%(num)s draft kept. Only your delegation sees it until it is submitted.",
            "%(num)s drafts kept. Only your delegation sees them until they are submitted.",
            len(made),
        )
    )
