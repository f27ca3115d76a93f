"""
The list of speakers: everybody at the meeting reads it, delegations inscribe, the Mission runs it.
"""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Act, Facts, require
from acm_drafts.negotiation.speakers import (
    InscribedAlready,
    WrongSpeaker,
    require_inscription,
    require_to_speak,
)
from acm_drafts.services import speakers, speakers_documents
from acm_drafts.store.database import db
from acm_drafts.store.speakers import SpeakerRow
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.documents.routes import document_answer
from acm_drafts.web.meetings.page import at_meeting
from acm_drafts.web.shared import access
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.speakers.form import (
    USUAL,
    GuestForm,
    InscriptionForm,
    LevelForm,
    LimitForm,
    MoveForm,
    NameForm,
)
from acm_drafts.web.speakers.page import Listed, SpeakersPage, speakers_page, speakers_url

pages = Blueprint("speakers", __name__)

Answer = Response | str | tuple[str, int]


# The list ------------------------------------------------------------------------------------------


@pages.get("/meetings/<int:meeting>/speakers")
@access.gate(Act.READ_SPEAKERS)
def index(meeting: int) -> Answer:
    """Show the list, with what the reader may do on it."""
    return _index(_page(meeting))


def _page(meeting: int) -> SpeakersPage:
    at_meeting(meeting)
    return speakers_page(db.session(), access.actor(), meeting)


def _index(
    page: SpeakersPage,
    *,
    inscribing: InscriptionForm | None = None,
    guest: GuestForm | None = None,
    limit: LimitForm | None = None,
    status: int = 200,
) -> Answer:
    html = render_template(
        "speakers/index.html",
        page=page,
        meeting=page.record.meeting,
        inscribing=inscribing or InscriptionForm(page.states, formdata=None, data=USUAL),
        guest=guest or GuestForm(formdata=None, data=USUAL),
        limit=limit or LimitForm(formdata=None, data={"minutes": page.record.minutes}),
        names=NATIVE_NAMES,
    )
    return html, status


@pages.get("/meetings/<int:meeting>/speakers.docx")
@access.gate(Act.READ_SPEAKERS)
def word(meeting: int) -> Response:
    """Answer with the list as a Word file, in the reader's language or that of ?language=. Raises NotFound."""
    asked = request.args.get("language", interface_language().value)
    if asked not in NATIVE_NAMES:
        raise NotFound()
    data = speakers_documents.speakers_document(
        db.session(),
        access.actor(),
        meeting,
        language=Language(asked),
        template=current_app.config["TEMPLATE"],
    )
    return document_answer(data, f"speakers-{meeting}-{asked}.docx")


@pages.post("/meetings/<int:meeting>/speakers/open")
@access.gate(Act.MANAGE_SPEAKERS)
def open_list(meeting: int) -> Answer:
    speakers.open_inscription(access.actor(), meeting)
    flash(_("Inscription is open: delegations can inscribe their speakers."), "success")
    return redirect(speakers_url(meeting), 303)


@pages.post("/meetings/<int:meeting>/speakers/close")
@access.gate(Act.MANAGE_SPEAKERS)
def close_list(meeting: int) -> Answer:
    speakers.close_inscription(access.actor(), meeting)
    flash(_("Inscription is closed."), "success")
    return redirect(speakers_url(meeting), 303)


@pages.post("/meetings/<int:meeting>/speakers/limit")
@access.gate(Act.MANAGE_SPEAKERS)
def set_limit(meeting: int) -> Answer:
    page, form = _page(meeting), LimitForm()
    if not form.validate():
        return _index(page, limit=form, status=422)
    speakers.set_time_limit(access.actor(), meeting, form.minutes.data)
    flash(_("The time limit is saved."), "success")
    return redirect(speakers_url(meeting), 303)


# Inscription ---------------------------------------------------------------------------------------


@pages.post("/meetings/<int:meeting>/speakers")
@access.gate_for_own(Act.INSCRIBE_SPEAKER)
def inscribe(meeting: int) -> Answer:
    page = _page(meeting)
    require_inscription(page.record.state)
    form = InscriptionForm(page.states)
    if not form.validate():
        return _index(page, inscribing=form, status=422)
    try:
        speakers.inscribe(access.actor(), meeting, form.person(), party=form.party())
    except InscribedAlready as refusal:
        say_beside(form.state, refusal)
        return _index(page, inscribing=form, status=status_of(refusal))
    flash(_("The speaker is inscribed."), "success")
    return redirect(speakers_url(meeting), 303)


@pages.post("/meetings/<int:meeting>/speakers/guests")
@access.gate(Act.MANAGE_SPEAKERS)
def inscribe_guest(meeting: int) -> Answer:
    page, form = _page(meeting), GuestForm()
    require_inscription(page.record.state)
    if not form.validate():
        return _index(page, guest=form, status=422)
    try:
        speakers.inscribe(access.actor(), meeting, form.person(), guest=form.guest())
    except (InscribedAlready, WrongSpeaker) as refusal:
        say_beside(form.participant, refusal)
        return _index(page, guest=form, status=status_of(refusal))
    flash(_("The speaker is inscribed."), "success")
    return redirect(speakers_url(meeting), 303)


# One speaker ---------------------------------------------------------------------------------------


@pages.get("/meetings/<int:meeting>/speakers/<code:speaker>")
@access.gate_for_own(Act.INSCRIBE_SPEAKER)
def show(meeting: int, speaker: str) -> Answer:
    """Show the forms that change what is said of a speaker, and the Mission the one that moves them."""
    page, listed = _one(meeting, speaker)
    return _show(page, listed)


def _one(meeting: int, code: str) -> tuple[SpeakersPage, Listed]:
    """Return a speaker whom the reader may change. Raises NotFound, NotPermitted; SpeechBegun once it began."""
    page = _page(meeting)
    listed = next((row for row in page.listed if row.row.speaker.code == code), None)
    if listed is None:
        raise NotFound()
    facts = Facts(meeting=meeting, party=listed.row.speaker.party_id)
    require(access.actor(), Act.INSCRIBE_SPEAKER, facts)
    require_to_speak(listed.state)
    return page, listed


def _show(
    page: SpeakersPage,
    listed: Listed,
    *,
    naming: NameForm | None = None,
    level: LevelForm | None = None,
    moving: MoveForm | None = None,
    status: int = 200,
) -> Answer:
    speaker = listed.row.speaker
    html = render_template(
        "speakers/show.html",
        page=page,
        meeting=page.record.meeting,
        listed=listed,
        naming=naming or NameForm(formdata=None, data={"name": speaker.name, "function": speaker.title}),
        level=level or LevelForm(formdata=None, data={"level": speaker.level}),
        moving=moving or MoveForm(_others(page, listed), formdata=None),
    )
    return html, status


def _others(page: SpeakersPage, listed: Listed) -> list[SpeakerRow]:
    """Return those behind whom a speaker can be put."""
    return [row for row in page.record.waiting if row.speaker.id != listed.row.speaker.id]


@pages.post("/meetings/<int:meeting>/speakers/<code:speaker>/name")
@access.gate_for_own(Act.INSCRIBE_SPEAKER)
def rename(meeting: int, speaker: str) -> Answer:
    page, listed = _one(meeting, speaker)
    form = NameForm()
    if not form.validate():
        return _show(page, listed, naming=form, status=422)
    speakers.rename(access.actor(), meeting, speaker, name=form.name.data, title=form.function.data or "")
    flash(_("The speaker is changed."), "success")
    return redirect(speakers_url(meeting), 303)


@pages.post("/meetings/<int:meeting>/speakers/<code:speaker>/level")
@access.gate_for_own(Act.INSCRIBE_SPEAKER)
def change_level(meeting: int, speaker: str) -> Answer:
    page, listed = _one(meeting, speaker)
    form = LevelForm()
    if not form.validate():
        return _show(page, listed, level=form, status=422)
    speakers.change_level(access.actor(), meeting, speaker, form.chosen())
    flash(_("The level is changed."), "success")
    return redirect(speakers_url(meeting), 303)


@pages.post("/meetings/<int:meeting>/speakers/<code:speaker>/withdraw")
@access.gate_for_own(Act.INSCRIBE_SPEAKER)
def withdraw(meeting: int, speaker: str) -> Answer:
    at_meeting(meeting)
    speakers.withdraw(access.actor(), meeting, speaker)
    flash(_("The speaker is withdrawn from the list."), "success")
    return redirect(speakers_url(meeting), 303)


@pages.post("/meetings/<int:meeting>/speakers/<code:speaker>/move")
@access.gate(Act.MANAGE_SPEAKERS)
def move(meeting: int, speaker: str) -> Answer:
    page, listed = _one(meeting, speaker)
    form = MoveForm(_others(page, listed))
    if not form.validate():
        return _show(page, listed, moving=form, status=422)
    try:
        speakers.move(access.actor(), meeting, speaker, after=form.after.data or "", reason=form.reason.data)
    except WrongSpeaker as refusal:
        say_beside(form.after, refusal)
        return _show(page, listed, moving=form, status=status_of(refusal))
    flash(_("The speaker is moved. The reason is on the list and in the journal."), "success")
    return redirect(speakers_url(meeting), 303)


# The floor -----------------------------------------------------------------------------------------


@pages.post("/meetings/<int:meeting>/speakers/<code:speaker>/floor")
@access.gate(Act.MANAGE_SPEAKERS)
def give_floor(meeting: int, speaker: str) -> Answer:
    return _floor(speakers.give_floor, meeting, speaker)


@pages.post("/meetings/<int:meeting>/speakers/<code:speaker>/back")
@access.gate(Act.MANAGE_SPEAKERS)
def take_floor_back(meeting: int, speaker: str) -> Answer:
    return _floor(speakers.take_floor_back, meeting, speaker)


@pages.post("/meetings/<int:meeting>/speakers/<code:speaker>/end")
@access.gate(Act.MANAGE_SPEAKERS)
def end_statement(meeting: int, speaker: str) -> Answer:
    return _floor(speakers.end_statement, meeting, speaker)


def _floor(verb: Callable[..., None], meeting: int, speaker: str) -> Answer:
    at_meeting(meeting)
    verb(access.actor(), meeting, speaker)
    return redirect(f"{speakers_url(meeting)}#floor", 303)
