"""
Silence procedures: the list, putting paragraphs under silence, one procedure, and what is done to it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.errors import NoRound, NotFound, NotPermitted, Refusal
from acm_drafts.negotiation.permissions import Act, may
from acm_drafts.negotiation.terms import Level, SilenceState
from acm_drafts.services import silence, silence_breaks, silence_certificates, silence_outcomes
from acm_drafts.services.silence_candidates import Candidates, candidates
from acm_drafts.store.bodies import BodyRecord, bodies_of
from acm_drafts.store.database import db
from acm_drafts.store.records import Silence
from acm_drafts.store.set_apart import SetApart, set_apart
from acm_drafts.store.silence import SilenceRecord, read_silence, silences_on
from acm_drafts.store.silence_breaks import decided_counters, words_at_breaks
from acm_drafts.store.text import codes_of_paragraphs
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.documents.routes import document_answer
from acm_drafts.web.shared import access, zones
from acm_drafts.web.shared.body_names import body_name
from acm_drafts.web.shared.refusals import next_step_of, sentence_of, status_of
from acm_drafts.web.silence.form import BreakForm, NewEndForm, PutForm, ReasonForm, terms_to_begin_with
from acm_drafts.web.silence.page import (
    SilencePage,
    listed_silences,
    member_to_break,
    silence_page,
    silence_url,
)
from acm_drafts.web.sittings.apart import set_apart_in_words
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("silence", __name__)

Answer = Response | str | tuple[str, int]


def _as_sentence(refusal: Refusal | None) -> str:
    """Return a refusal with what to do next, "" for none."""
    return f"{sentence_of(refusal)} {next_step_of(refusal)}".strip() if refusal else ""


# The list ------------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/silence")
@access.signed_in
def index(code: str) -> str:
    """List the silence procedures that the reader may know of, the newest first."""
    page = opened(code)
    rows = silences_on(db.session(), page.who, page.communique)
    return render_template(
        "silence/index.html",
        root=f"/c/{code}",
        procedures=listed_silences(code, rows),
        puts=page.drafts.is_running and bool(_run(page)),
        waits=not page.drafts.is_adopted and not page.drafts.is_running and bool(_run(page)),
        manages=not page.drafts.is_adopted and access.may_here(page.who, Act.MANAGE_BODIES),
    )


def _run(page: Opened) -> tuple[BodyRecord, ...]:
    """Return the bodies before which the reader may put something under silence; of an archived meeting none."""
    if access.archived_meeting():
        return ()
    records = bodies_of(db.session(), page.communique.meeting_id)
    return tuple(record for record in records if may(page.who, Act.RUN_SILENCE, record.facts()))


# Put -----------------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/silence/new")
@access.signed_in
def put_form(code: str) -> Answer:
    """Show the form for the body that ?body= names; ?renews= names a broken procedure, whose body it is without."""
    page = opened(code)
    access.require_not_archived()
    renewed = _renewed(page)
    begins = terms_to_begin_with(renewed.silence if renewed else None)
    return _putting(page, PutForm(formdata=None, data=begins))


@pages.post("/c/<code:code>/silence")
@access.signed_in
def put(code: str) -> Answer:
    page = opened(code)
    form = PutForm()
    if not form.validate():
        return _putting(page, form, status=422)
    try:
        procedure = silence.put(
            page.who,
            page.communique.id,
            request.form.get("body", ""),
            paragraphs=request.form.getlist("paragraph"),
            terms=form.terms(),
            seen=request.form.get("seen", ""),
            renews=request.form.get("renews", ""),
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _putting(page, form, refusal=refusal)
    flash(_("The paragraphs are under silence: the members of the body are told."), "success")
    return redirect(silence_url(code, procedure.code), 303)


def _putting(page: Opened, form: PutForm, *, refusal: Refusal | None = None, status: int = 200) -> Answer:
    page.drafts.require_not_adopted()
    context = page.drafts.context
    if context is None or context.round.closed_at is not None:
        raise NoRound()
    bodies = _run(page)
    if not bodies and not access.may_here(page.who, Act.MANAGE_BODIES):
        raise NotPermitted()
    renewed = _renewed(page)
    body = _asked_body(bodies, renewed)
    known = candidates(db.session(), context, Level(body.body.level)) if body else None
    apart = _apart(page, known)
    html = render_template(
        "silence/put.html",
        root=f"/c/{page.communique.code}",
        form=form,
        bodies=[(record.body.code, body_name(record.body)) for record in bodies],
        body=body.body.code if body else "",
        known=known,
        codes=_codes(known),
        chosen=_chosen(known, renewed, apart),
        apart={key: set_apart_in_words(why) for key, why in apart.items()},
        renews=renewed.silence.code if renewed else "",
        language=page.language,
        refused=_as_sentence(refusal),
    )
    return html, status_of(refusal) if refusal else status


def _asked_body(bodies: tuple[BodyRecord, ...], renewed: SilenceRecord | None) -> BodyRecord | None:
    """
    Return the body that the address or the form names. Raises NotFound.

    Without a name it is that of the procedure that is *renewed*, else the first; None where there is none.
    """
    by_code = {record.body.code: record for record in bodies}
    wanted = request.values.get("body", "")
    if wanted and wanted not in by_code:
        raise NotFound()
    if not wanted and renewed is not None:
        wanted = renewed.body.body.code
    return by_code.get(wanted) or next(iter(bodies), None)


def _renewed(page: Opened) -> SilenceRecord | None:
    """Return the procedure that the address or the form wants to renew, None without one. Raises NotFound."""
    code = request.values.get("renews", "")
    return read_silence(db.session(), page.who, page.communique, code) if code else None


def _codes(known: Candidates | None) -> dict[int, str]:
    """Return the codes of the paragraphs that can be put, by their keys."""
    keys = {words.key for words in known.asked} if known else set()
    return codes_of_paragraphs(db.session(), list(keys))


def _apart(page: Opened, known: Candidates | None) -> Mapping[int, SetApart]:
    """Return why some of what can be put was declined or reopened, as far as the reader may know it."""
    if known is None:
        return {}
    who, keys = page.who.at(page.communique.meeting_id), [words.key for words in known.asked]
    return set_apart(db.session(), page.communique.id, keys, actor=who)


def _chosen(
    known: Candidates | None, renewed: SilenceRecord | None, apart: Collection[int]
) -> frozenset[int]:
    """
    Return which paragraphs are ticked at first, and what was sent later.

    Those broken in what is renewed, else those that no level has agreed yet and that are not set *apart*: for others a
    body is asked on purpose, by ?all= for all of them.
    """
    if known is None:
        return frozenset()
    keys = frozenset(words.key for words in known.asked)
    if request.method == "POST":
        sent = set(request.form.getlist("paragraph"))
        codes = _codes(known)
        return frozenset(key for key in keys if codes.get(key) in sent)
    if renewed:
        return keys & renewed.broken
    return keys if "all" in request.args else keys - known.agreed - frozenset(apart)


# One procedure -------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/silence/<code:procedure>")
@access.signed_in
def show(code: str, procedure: str) -> Answer:
    """Show a procedure, and note that a member opened it."""
    page, shown = _opened(code, procedure)
    answer = _shown(page, shown)
    silence.note_opened(page.who, procedure)
    return answer


def _opened(code: str, procedure: str) -> tuple[Opened, SilencePage]:
    """Return a procedure on the text with *code*. Raises NotFound where there is none that the reader may know of."""
    page = opened(code)
    record = read_silence(db.session(), page.who, page.communique, procedure)
    session, member = db.session(), member_to_break(page.who, record)
    return page, silence_page(
        page.who,
        code,
        record,
        readable=words_at_breaks(session, page.who, record),
        decided=decided_counters(session, record, member.id) if member else (),
    )


def _opened_to_run(code: str, procedure: str) -> tuple[Opened, SilencePage]:
    """Return the same for who runs it. Raises NotPermitted."""
    page, shown = _opened(code, procedure)
    if not shown.runs:
        raise NotPermitted()
    return page, shown


def _shown(
    page: Opened, shown: SilencePage, *, filled: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> Answer:
    """Show a procedure; *filled*: the form that was sent and could not be done, by its name."""
    zone = {"zone": shown.record.silence.zone}
    forms = {
        "breaking": BreakForm(formdata=None),
        "new_end": NewEndForm(formdata=None, data=zone),
        "stopping": ReasonForm(formdata=None),
        **(filled or {}),
    }
    html = render_template(
        "silence/show.html",
        shown=shown,
        root=f"/c/{page.communique.code}",
        language=page.language,
        languages_of_certificate=[(language, NATIVE_NAMES[language.value]) for language in Language],
        ticked=request.form.getlist("paragraph"),
        refused=_as_sentence(refusal),
        **forms,
    )
    wrong = any(form.errors for form in forms.values())
    return html, status_of(refusal) if refusal else 422 if wrong else 200


@pages.post("/c/<code:code>/silence/<code:procedure>/break")
@access.signed_in
def break_(code: str, procedure: str) -> Answer:
    """Break the silence on the paragraphs that were ticked, in the name of the reader's delegation."""
    page, shown = _opened(code, procedure)
    form = BreakForm()
    if not form.validate():
        return _shown(page, shown, filled={"breaking": form})

    def act() -> Silence:
        return silence_breaks.break_silence(
            page.who,
            procedure,
            request.form.getlist("paragraph"),
            reason=form.reason.data or "",
            counter=form.counter.data or "",
        )

    done = _(
        "The silence is broken on what you chose: it is not agreed by this procedure. The members are told."
    )
    return _done(code, procedure, act, done, filled={"breaking": form})


@pages.post("/c/<code:code>/silence/<code:procedure>/take-back")
@access.signed_in
def take_back(code: str, procedure: str) -> Answer:
    """Take back that the reader's delegation broke the silence on the paragraph whose button was pressed."""
    page, _shown_before = _opened(code, procedure)

    def act() -> Silence:
        return silence_breaks.take_back(page.who, procedure, request.form.getlist("paragraph"))

    done = _("Your delegation took back that it broke the silence there. The members are told.")
    return _done(code, procedure, act, done, filled={})


@pages.post("/c/<code:code>/silence/<code:procedure>/extend")
@access.signed_in
def extend(code: str, procedure: str) -> Answer:
    done = _("The silence procedure is extended: the members are told.")
    return _with_new_end(code, procedure, silence.extend, done)


@pages.post("/c/<code:code>/silence/<code:procedure>/resume")
@access.signed_in
def resume(code: str, procedure: str) -> Answer:
    done = _("The silence procedure is resumed: the members are told.")
    return _with_new_end(code, procedure, silence.resume, done)


def _with_new_end(code: str, procedure: str, verb: Callable[..., Silence], done: str) -> Answer:
    page, shown = _opened_to_run(code, procedure)
    form = NewEndForm()
    if not form.validate():
        return _shown(page, shown, filled={"new_end": form})
    ends_at = zones.moment_of(form.ends_at, form.zone.data)

    def act() -> Silence:
        return verb(page.who, procedure, ends_at=ends_at, reason=form.reason.data or "")

    return _done(code, procedure, act, done, filled={"new_end": form})


@pages.post("/c/<code:code>/silence/<code:procedure>/suspend")
@access.signed_in
def suspend(code: str, procedure: str) -> Answer:
    done = _("The silence procedure is suspended: the members are told.")
    return _with_reason(code, procedure, silence.suspend, done)


@pages.post("/c/<code:code>/silence/<code:procedure>/withdraw")
@access.signed_in
def withdraw(code: str, procedure: str) -> Answer:
    done = _("The silence procedure is withdrawn: nothing is agreed by it. The members are told.")
    return _with_reason(code, procedure, silence.withdraw, done)


def _with_reason(code: str, procedure: str, verb: Callable[..., Silence], done: str) -> Answer:
    page, shown = _opened_to_run(code, procedure)
    form = ReasonForm()
    if not form.validate():
        return _shown(page, shown, filled={"stopping": form})
    return _done(
        code,
        procedure,
        lambda: verb(page.who, procedure, reason=form.reason.data),
        done,
        filled={"stopping": form},
    )


@pages.post("/c/<code:code>/silence/<code:procedure>/conclude")
@access.signed_in
def conclude(code: str, procedure: str) -> Answer:
    """Record the outcome of a procedure that is over, where no worker has done so yet."""
    _opened_to_run(code, procedure)
    recorded = silence_outcomes.conclude(procedure)
    if recorded.concluded_at is None:
        flash(_("It is not time yet: the outcome is recorded a minute after the end."), "error")
    else:
        flash(_("The outcome is recorded."), "success")
    return redirect(silence_url(code, procedure), 303)


def _done(
    code: str, procedure: str, act: Callable[[], Silence], done: str, *, filled: dict[str, Any]
) -> Answer:
    """Do an act and lead back to the procedure, with what happened; show it again where it is refused."""
    try:
        act()
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        page, shown = _opened(code, procedure)
        return _shown(page, shown, filled=filled, refusal=refusal)
    flash(done, "success")
    return redirect(silence_url(code, procedure), 303)


@pages.get("/c/<code:code>/silence/<code:procedure>.docx")
@access.signed_in
def word(code: str, procedure: str) -> Response:
    """Give the certificate of a concluded procedure as a Word file, in the reader's language or that of ?language=."""
    page, shown = _opened(code, procedure)
    if shown.state is not SilenceState.CONCLUDED:
        raise NotFound()
    wanted = request.args.get("language", "") or interface_language().value
    if wanted not in NATIVE_NAMES:
        raise NotFound()
    data = silence_certificates.certificate_document(
        db.session(),
        page.who,
        procedure,
        language=Language(wanted),
        template=current_app.config["TEMPLATE"],
    )
    return document_answer(data, f"certificate-{procedure}-{wanted}.docx")
