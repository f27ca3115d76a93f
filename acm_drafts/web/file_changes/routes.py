"""
A file comes in from a capital, or as the next draft: its differences are shown, corrected and kept as proposals.

Whoever may prepare proposals brings a file in, in the name of their own delegation, the Mission in
its own. Nothing is kept between the file and the confirmation but in the form (web.file_changes). This
module refuses to decide what may be proposed: services.file_changes asks for each.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from flask import Blueprint, current_app, flash, g, redirect, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from acm_drafts.documents.template.templates import own as own_template
from acm_drafts.documents.write import docx, working
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.errors import (
    Busy,
    HardlyAlike,
    IllegalMove,
    NoRound,
    NotPermitted,
    OtherLanguage,
    OtherText,
    Refusal,
    SomeRefused,
    UnreadableFile,
    WrongShape,
)
from acm_drafts.negotiation.permissions import Act, may
from acm_drafts.negotiation.terms import Role, RoundState, Stage
from acm_drafts.services import file_changes, sponsors
from acm_drafts.services.copies import take_copy
from acm_drafts.services.documents import noted
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.services.file_changes import Bundle, Ground, Typed, bundle_of, carried_over, earlier, proposed
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import db
from acm_drafts.store.positions import takes_proposals
from acm_drafts.store.readable import submitted_in_round
from acm_drafts.store.records import Amendment
from acm_drafts.store.text import open_draft_set, text_rows
from acm_drafts.store.visibility import facts_of, name_for
from acm_drafts.web.amendments.form_context import Sponsor, sponsors_of
from acm_drafts.web.documents.routes import SANDBOX, WORKING, file_name
from acm_drafts.web.file_changes.cards import Layout, Twin, bundle_from, signed
from acm_drafts.web.file_changes.page import Answer, Desk, differences_page, line_feeds, typed_for
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import actor, may_here
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.formatting import text_url
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import BadRequest, status_of
from acm_drafts.web.text.routes import opened

pages = Blueprint("file_changes", __name__)


def ground_of(code: str) -> Ground:
    """Return where a file goes that is brought in to a text. Raises NotFound, NoRound."""
    drafts = open_draft_set(db.session(), code, actor())
    g.communique = drafts.communique
    return file_changes.ground(db.session(), actor(), drafts, current_app.config["TEMPLATE"])


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
    """Read what was sent and show where it differs from the draft; nothing is written."""
    try:
        ground = ground_of(communique_code)
    except NoRound as refusal:
        return no_round(refusal), status_of(refusal)
    sent = FileForm()
    by_file = bool(sent.file.data and sent.file.data.filename)
    pasted = bool((sent.pasted.data or "").strip())
    if by_file == pasted:
        problem = (
            _("Send a file or paste a text, not both.")
            if by_file
            else _("Choose a file, or paste a text below.")
        )
        sent.file.errors = [problem]
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
    copy = take_copy(page.who, draft, form=WORKING, language=page.language.value)
    marks = [working.mark(row.code, draft.sequence) for row in text_rows(db.session(), draft.id)]
    text = draft_text(db.session(), draft)
    reservations = noted(db.session(), draft, text)
    template = replace(current_app.config["TEMPLATE"] or own_template(), copy=copy)
    data = working.render(text, marks, template, reservations=reservations)
    answer = Response(data, mimetype=docx.MEDIA_TYPE)
    answer.headers.set(
        "Content-Disposition",
        "attachment",
        filename=file_name(page.drafts.newest.symbol, page.language, WORKING),
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


# The differences -----------------------------------------------------------------------------------


def _desk(ground: Ground, bundle: Bundle) -> Desk:
    """Raises NotPermitted for who writes for nobody."""
    code, writers = ground.communique.code, _sponsors()
    submits = takes_proposals(actor(), ground.context) and any(sponsor.speaks for sponsor in writers)
    own, others = _own_and_others(ground)
    return Desk(
        ground,
        own,
        action=f"/c/{code}/incoming/keep",
        hidden={"token": signed(bundle, user=actor().user, communique=code)},
        choices=[(sponsor.value, sponsor.title) for sponsor in writers] if len(writers) > 1 else [],
        chosen=request.form.get("sponsor", ""),
        buttons=_buttons(submits=submits),
        back=(text_url(code), _("Back to the text")),
        again=(f"/c/{code}/incoming", _("Choose another file")),
        note="" if submits else _why_not(ground),
        waits=_("Nothing is saved yet. Unsaved changes will be lost."),
        others=others,
        twin=partial(_twin, ground, frozenset(sponsor.party.id for sponsor in writers)),
    )


def _buttons(*, submits: bool) -> list[tuple[str, str]]:
    """Return what can be pressed, the main one first: value and label."""
    buttons = [
        ("save", _("Save what is ticked as drafts")),
        ("show", _("Show it with the corrections")),
    ]
    return [("submit", _("Submit what is ticked")), *buttons] if submits else buttons


def _own_and_others(ground: Ground) -> tuple[list[AmendmentRecord], list[AmendmentRecord]]:
    """Return what the reader's delegations proposed or co-sponsor, and what others did that the reader may read."""
    own_parties = actor().own_parties()
    submitted = submitted_in_round(ground.session, actor(), ground.context).pending()
    seconded = [record for record in submitted if own_parties & {party.id for party in record.cosponsors}]
    others = [record for record in submitted if record.amendment.sponsor_id not in own_parties]
    return [*proposed(ground.session, ground.context.round.id, by=own_parties), *seconded], others


def _twin(ground: Ground, parties: frozenset[int], record: AmendmentRecord) -> Twin:
    """Return what the reader may call a proposal of another delegation, and how one of *parties* joins it."""
    amendment = record.amendment
    joins = any(
        may(actor(), Act.COSPONSOR, facts_of(ground.context, amendment, party=party)) for party in parties
    )
    return Twin(
        amendment.code,
        name_for(actor(), ground.context, record),
        f"{amendment.code} {record.revision.sequence}" if joins else "",
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
    return [sponsor for sponsor in sponsors_of(actor()) if not sponsor.floor]


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
    if "join" in request.form:
        return _join(ground, bundle, layout)
    if do not in ("save", "submit"):
        return differences_page(_desk(ground, bundle), layout)
    desk, sponsor = _desk(ground, bundle), _sponsor()
    entered = {
        key
        for key, record in earlier(layout, desk.entries).items()
        if sponsor in (record.amendment.sponsor_id, *(party.id for party in record.cosponsors))
    }
    try:
        proposals = file_changes.bring_in(
            actor(),
            ground.context.round.id,
            layout.wanted(layout.chosen(earlier={}) - entered),
            sponsor=sponsor,
            submits=do == "submit",
        )
    except (SomeRefused, WrongShape) as refusal:
        return differences_page(_desk(ground, bundle), layout, refused=refusal, status=status_of(refusal))
    flash(_saved_message(proposals), "success")
    own = "proposals" if actor().holds(Role.MISSION) else "delegation"
    return redirect(f"/c/{communique_code}/{own}", 303)


def _join(ground: Ground, bundle: Bundle, layout: Layout) -> Answer:
    """Let the delegation join a proposal that makes a change of the file; everything else stays as typed."""
    code, _space, seen = request.form["join"].partition(" ")
    if not seen.isdecimal():
        raise BadRequest()
    try:
        sponsors.cosponsor(actor(), code, party=_sponsor(), seen=int(seen[:9]))
    except (IllegalMove, NotPermitted) as refusal:
        return differences_page(_desk(ground, bundle), layout, refused=refusal, status=status_of(refusal))
    return differences_page(_desk(ground, bundle), layout, joined=_("You are a co-sponsor now."))


def _sponsor() -> int:
    wanted, writers = request.form.get("sponsor", ""), _sponsors()
    return next((writer.party.id for writer in writers if writer.value == wanted), writers[0].party.id)


def _saved_message(proposals: Sequence[Amendment]) -> str:
    if proposals[0].stage == Stage.SUBMITTED:
        return str(ngettext("%(num)s proposal submitted.", "%(num)s proposals submitted.", len(proposals)))
    return str(
        ngettext(
            "%(num)s draft saved. Only your delegation sees it until it is submitted.",
            "%(num)s drafts saved. Only your delegation sees them until they are submitted.",
            len(proposals),
        )
    )
