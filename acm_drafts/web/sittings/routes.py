"""
Sittings: the list, a sitting before, during and after it, and what the Mission and the chair of its body do.

The list is the chair's desk too: it leads to what they may open.
"""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from acm_drafts.documents.write.calendar import calendar_file
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.agreements import TakenIn
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal, StaleText
from acm_drafts.negotiation.permissions import Act, may
from acm_drafts.negotiation.sittings import RecordedMeanwhile
from acm_drafts.negotiation.terms import SittingState
from acm_drafts.services import decisions, sitting_records, sittings
from acm_drafts.services.paragraph_states import knows_states
from acm_drafts.store.bodies import BodyRecord, bodies_of
from acm_drafts.store.database import db
from acm_drafts.store.drafts import get_paragraph_by_key
from acm_drafts.store.sittings import read_sitting, sittings_on
from acm_drafts.text.diff import diff_words
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.bracket_holders.page import shown_brackets
from acm_drafts.web.documents.routes import document_answer
from acm_drafts.web.paragraph.cards import proposal_card
from acm_drafts.web.paragraph.context import load_desk
from acm_drafts.web.paragraph.positions import positions_table
from acm_drafts.web.paragraph.words import own_positions
from acm_drafts.web.shared import access
from acm_drafts.web.shared.body_names import sitting_name
from acm_drafts.web.shared.refusals import next_step_of, sentence_of, status_of
from acm_drafts.web.shared.withheld import withheld_from
from acm_drafts.web.sittings.calendar import calendar_entry
from acm_drafts.web.sittings.choices import choices
from acm_drafts.web.sittings.form import (
    CancelForm,
    ConveneForm,
    MoveForm,
    OutcomeForm,
    chosen_agenda,
    empty_times,
    presences,
    times_of,
)
from acm_drafts.web.sittings.page import (
    Entry,
    Recorded,
    SittingPage,
    listed_sittings,
    other_bodies,
    sitting_page,
    sitting_url,
    why_not_agreed,
)
from acm_drafts.web.sittings.room import room_page
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("sittings", __name__)

Answer = WerkzeugResponse | str | tuple[str, int]
CALENDAR = "text/calendar; charset=utf-8"


def _as_sentence(refusal: Refusal | None) -> str:
    """Return a refusal with what to do next, "" for none."""
    return f"{sentence_of(refusal)} {next_step_of(refusal)}".strip() if refusal else ""


# The list ------------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/sittings")
@access.signed_in
def index(code: str) -> str:
    """List the sittings that the reader may know of, those to come first."""
    page = opened(code)
    rows = sittings_on(db.session(), page.who, page.communique)
    return render_template(
        "sittings/index.html",
        root=f"/c/{code}",
        sittings=listed_sittings(code, rows),
        convenes=not page.drafts.is_adopted and bool(_chaired(page)),
        manages=access.may_here(page.who, Act.MANAGE_BODIES),
    )


def _chaired(page: Opened) -> tuple[BodyRecord, ...]:
    """Return the bodies of which the reader may convene a sitting; of an archived meeting none."""
    if access.archived_meeting():
        return ()
    records = bodies_of(db.session(), page.communique.meeting_id)
    return tuple(record for record in records if may(page.who, Act.RUN_SITTING, record.facts()))


# To come -------------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/sittings/new")
@access.signed_in
def convene_form(code: str) -> Answer:
    page = opened(code)
    access.require_not_archived()
    bodies = _bodies_to_convene(page)
    return _convening(page, ConveneForm(bodies, formdata=None, data=empty_times()))


@pages.post("/c/<code:code>/sittings")
@access.signed_in
def convene(code: str) -> Answer:
    page = opened(code)
    form = ConveneForm(_bodies_to_convene(page))
    if not form.validate():
        return _convening(page, form, status=422)
    try:
        sitting = sittings.convene(
            page.who, page.communique.id, form.body.data, times=form.times(), agenda=chosen_agenda()
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _convening(page, form, refusal=refusal)
    flash(_("The sitting is convened: the members of the body see it with its agenda."), "success")
    return redirect(sitting_url(code, sitting.code), 303)


def _bodies_to_convene(page: Opened) -> tuple[BodyRecord, ...]:
    """Return the bodies of which the reader may convene a sitting. Raises TextAdopted, and NotPermitted without one."""
    page.drafts.require_not_adopted()
    bodies = _chaired(page)
    if not bodies and not access.may_here(page.who, Act.MANAGE_BODIES):
        raise NotPermitted()
    return bodies


def _convening(
    page: Opened, form: ConveneForm, *, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    chosen = request.form.getlist("add") if request.method == "POST" else []
    html = render_template(
        "sittings/convene.html",
        root=f"/c/{page.communique.code}",
        form=form,
        choices=choices(page),
        chosen=chosen,
        language=page.language,
        refused=_as_sentence(refusal),
    )
    return html, status_of(refusal) if refusal else status


@pages.get("/c/<code:code>/sittings/<code:sitting>/move")
@access.signed_in
def move_form(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    form = MoveForm(formdata=None, data=times_of(shown.record.sitting))
    return _changing(page, shown, form, CancelForm(formdata=None))


@pages.post("/c/<code:code>/sittings/<code:sitting>/move")
@access.signed_in
def move(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    form = MoveForm()
    if not form.validate():
        return _changing(page, shown, form, CancelForm(formdata=None), status=422)
    try:
        sittings.move(page.who, sitting, times=form.times(), reason=form.why.data or "")
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _changing(page, shown, form, CancelForm(formdata=None), refusal=refusal)
    flash(_("The sitting is moved. What it was before stays on its page."), "success")
    return redirect(shown.url, 303)


@pages.post("/c/<code:code>/sittings/<code:sitting>/cancel")
@access.signed_in
def cancel(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    form = CancelForm()
    times = MoveForm(formdata=None, data=times_of(shown.record.sitting))
    if not form.validate():
        return _changing(page, shown, times, form, status=422)
    try:
        sittings.cancel(page.who, sitting, reason=form.reason.data)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _changing(page, shown, times, form, refusal=refusal)
    flash(_("The sitting is cancelled."), "success")
    return redirect(shown.url, 303)


def _changing(
    page: Opened,
    shown: SittingPage,
    form: MoveForm,
    cancelling: CancelForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Answer:
    html = render_template(
        "sittings/move.html",
        shown=shown,
        root=f"/c/{page.communique.code}",
        form=form,
        cancelling=cancelling,
        refused=_as_sentence(refusal),
    )
    return html, status_of(refusal) if refusal else status


@pages.get("/c/<code:code>/sittings/<code:sitting>/agenda")
@access.signed_in
def agenda_form(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    page.drafts.require_not_adopted()
    return _agenda(page, shown)


@pages.post("/c/<code:code>/sittings/<code:sitting>/agenda")
@access.signed_in
def change_agenda(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    try:
        sittings.change_agenda(page.who, sitting, chosen_agenda())
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _agenda(page, shown, refusal=refusal)
    flash(_("The agenda is saved."), "success")
    return redirect(shown.url, 303)


def _agenda(page: Opened, shown: SittingPage, *, refusal: Refusal | None = None, status: int = 200) -> Answer:
    on_it = {entry.code for entry in shown.agenda}
    html = render_template(
        "sittings/agenda.html",
        shown=shown,
        root=f"/c/{page.communique.code}",
        choices=[choice for choice in choices(page) if choice.code not in on_it],
        language=page.language,
        refused=_as_sentence(refusal),
    )
    return html, status_of(refusal) if refusal else status


# One sitting ---------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/sittings/<code:sitting>")
@access.signed_in
def show(code: str, sitting: str) -> Answer:
    """Show a sitting; while it is open, to who records in it, with the paragraph that ?p= names."""
    page, shown = _opened(code, sitting)
    return _shown(page, shown)


def _opened(code: str, sitting: str) -> tuple[Opened, SittingPage]:
    """Return a sitting on the text with *code*. Raises NotFound where there is none that the reader may know of."""
    page = opened(code)
    record = read_sitting(db.session(), page.who, page.communique, sitting)
    return page, sitting_page(page, record)


def _opened_to_run(code: str, sitting: str) -> tuple[Opened, SittingPage]:
    """Return the same for who acts in it. Raises NotPermitted."""
    page, shown = _opened(code, sitting)
    if not shown.may_run:
        sittings.require_to_run(page.who, shown.record.body)
    return page, shown


def _shown(
    page: Opened,
    shown: SittingPage,
    *,
    code: str | None = None,
    filled: OutcomeForm | None = None,
    refusal: Refusal | None = None,
) -> Answer:
    """Show a sitting; *filled* is what was sent on the paragraph with *code* and could not be recorded."""
    status = status_of(refusal) if refusal else 200
    facts: dict[str, Any] = {
        "shown": shown,
        "root": f"/c/{page.communique.code}",
        "language": page.language,
        "languages_of_record": [(language, NATIVE_NAMES[language.value]) for language in Language],
        "refused": _as_sentence(refusal),
    }
    if not shown.is_running:
        return render_template("sittings/show.html", **facts), status
    entry = shown.entry(code or request.args.get("p", ""))
    if entry is None:
        if shown.agenda:
            raise NotFound()
        return render_template("sittings/run.html", entry=None, **facts), status
    facts |= _on_paragraph(page, shown, entry)
    facts |= {"form": filled or OutcomeForm(), "overtaken_by": _overtaken_by(shown, entry, refusal)}
    return render_template("sittings/run.html", **facts), status


@pages.get("/c/<code:code>/sittings/<code:sitting>/room/<code:paragraph>")
@access.signed_in
def room(code: str, sitting: str, paragraph: str) -> Answer:
    """Show one paragraph of an open sitting in the room; once the sitting is closed, lead back to it."""
    page = opened(code)
    record = read_sitting(db.session(), page.who, page.communique, sitting)
    sittings.require_to_run(page.who, record.body)
    url = sitting_url(code, sitting)
    if record.state is not SittingState.OPEN:
        return redirect(url, 303)
    return render_template(
        "sittings/room.html",
        room=room_page(page, record, paragraph),
        name=sitting_name(record.sitting),
        back=f"{url}?p={paragraph}",
        language=page.language,
    )


def _overtaken_by(shown: SittingPage, entry: Entry, refusal: Refusal | None) -> Recorded | None:
    """Return what a colleague recorded while somebody filled in the form, None where that is not why it came back."""
    return shown.latest_on(entry) if isinstance(refusal, RecordedMeanwhile) else None


def _on_paragraph(page: Opened, shown: SittingPage, entry: Entry) -> dict[str, Any]:
    """Return what the screen of an open sitting shows of one paragraph of its agenda."""
    if entry.row is None or entry.is_new:
        return _on_new(page, shown, entry) if entry.is_new else {"entry": entry, **_NOTHING}
    session = db.session()
    hindered = decisions.why_not_agreed_at(session, page.who, entry.paragraph)
    before, now = sittings.known_words(session, page.who, page.drafts, entry.paragraph)
    desk = load_desk(session, page, entry.code)
    pending = desk.pending()
    on_text = own_positions(session, desk)
    return {
        "entry": entry,
        "spans": diff_words(before or "", now) if now is not None else (),
        "deleted": now is None,
        "can_be_agreed": hindered is None,
        "why_not": why_not_agreed(hindered, listed=bool(pending)),
        "as_drafted": isinstance(hindered, TakenIn) or not knows_states(page.who, page.drafts),
        "cards": [proposal_card(desk, proposal) for proposal in pending],
        "following": desk.following,
        "brackets": shown_brackets(session, page, [entry.row], paragraph=entry.paragraph),
        "withheld": withheld_from(page.who, page.drafts.context),
        "positions": positions_table(session, page.who, pending, paragraph=on_text.column, counted=True),
        "positions_note": on_text.note,
        **_form_facts(page, shown, entry),
    }


_NOTHING: dict[str, Any] = {
    "spans": (),
    "deleted": False,
    "can_be_agreed": False,
    "why_not": "",
    "cards": (),
    "brackets": None,
    "positions": None,
}


def _on_new(page: Opened, shown: SittingPage, entry: Entry) -> dict[str, Any]:
    """Return the same of a new paragraph: what waits on it, which the Mission decides on its page, agreeing to it."""
    try:
        desk = load_desk(db.session(), page, entry.code)
    except NotFound:
        return {"entry": entry, **_NOTHING}
    cards = [proposal_card(desk, proposal) for proposal in desk.pending()]
    shown_above = desk.insertion.amendment.code if desk.insertion else ""
    facts = {"cards": cards, "in_room": bool(shown_above), "shown_above": shown_above}
    return {"entry": entry, **_NOTHING, **facts, **_form_facts(page, shown, entry)}


def _form_facts(page: Opened, shown: SittingPage, entry: Entry) -> dict[str, Any]:
    """Return what the form by which a result is recorded holds besides what is typed."""
    session, latest = db.session(), shown.record.result_on(entry.paragraph)
    records = bodies_of(session, page.communique.meeting_id)
    return {
        "bodies": other_bodies([record.body for record in records], shown.record),
        "seen": latest.sequence if latest else 0,
        "counter": get_paragraph_by_key(session, entry.paragraph).counter,
    }


@pages.post("/c/<code:code>/sittings/<code:sitting>/open")
@access.signed_in
def open_(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    try:
        sittings.open_sitting(page.who, sitting)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _shown(page, shown, refusal=refusal)
    flash(_("The sitting is open. Record first which delegations are present."), "success")
    return redirect(f"{shown.url}/attendance", 303)


@pages.post("/c/<code:code>/sittings/<code:sitting>/close")
@access.signed_in
def close(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    try:
        sittings.close_sitting(page.who, sitting)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _shown(page, shown, refusal=refusal)
    flash(_("The sitting is closed: the members of the body read its record."), "success")
    return redirect(shown.url, 303)


@pages.get("/c/<code:code>/sittings/<code:sitting>/attendance")
@access.signed_in
def attendance_form(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    if shown.state is not SittingState.OPEN or shown.beside.adopted:
        return redirect(shown.url, 303)
    return _attendance(page, shown)


@pages.post("/c/<code:code>/sittings/<code:sitting>/attendance")
@access.signed_in
def attend(code: str, sitting: str) -> Answer:
    page, shown = _opened_to_run(code, sitting)
    try:
        sittings.attend(page.who, sitting, presences(shown.record.members))
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _attendance(page, shown, refusal=refusal)
    flash(_("The attendance is recorded."), "success")
    return redirect(shown.url, 303)


def _attendance(
    page: Opened, shown: SittingPage, *, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    html = render_template(
        "sittings/attendance.html",
        shown=shown,
        root=f"/c/{page.communique.code}",
        sent=request.form if request.method == "POST" else None,
        refused=_as_sentence(refusal),
    )
    return html, status_of(refusal) if refusal else status


@pages.post("/c/<code:code>/sittings/<code:sitting>/results/<code:paragraph>")
@access.signed_in
def record(code: str, sitting: str, paragraph: str) -> Answer:
    """Record what the sitting came to on a paragraph; of two who do so at once the second sees both."""
    page, shown = _opened_to_run(code, sitting)
    form = OutcomeForm(request.form)
    try:
        sittings.record(
            page.who,
            sitting,
            paragraph,
            form.outcome(shown.record.members),
            seen=form.seen or 0,
            counter=form.counter or 0,
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        if isinstance(refusal, StaleText):
            db.session.expire_all()
            page, shown = _opened_to_run(code, sitting)
        return _shown(page, shown, code=paragraph, filled=form, refusal=refusal)
    flash(_("The result is recorded."), "success")
    return redirect(shown.url, 303)


# Files ---------------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/sittings/<code:sitting>.ics")
@access.signed_in
def calendar(code: str, sitting: str) -> Response:
    """Give the sitting as an entry for a calendar."""
    page, shown = _opened(code, sitting)
    entry = calendar_entry(shown.record, page.communique, url=f"{request.host_url.rstrip('/')}{shown.url}")
    answer = Response(calendar_file([entry]), content_type=CALENDAR)
    answer.headers["Content-Disposition"] = f'attachment; filename="sitting-{sitting}.ics"'
    return answer


@pages.get("/c/<code:code>/sittings/<code:sitting>.docx")
@access.signed_in
def word(code: str, sitting: str) -> WerkzeugResponse:
    """Give the record of a closed sitting as a Word file, in the reader's language or the one that ?language= names."""
    page, shown = _opened(code, sitting)
    if not shown.reads_record or shown.state is not SittingState.CLOSED:
        raise NotFound()
    wanted = request.args.get("language", "") or interface_language().value
    if wanted not in NATIVE_NAMES:
        raise NotFound()
    data = sitting_records.record_document(
        db.session(),
        page.who,
        sitting,
        language=Language(wanted),
        template=current_app.config["TEMPLATE"],
    )
    return document_answer(data, f"record-{sitting}-{wanted}.docx")
