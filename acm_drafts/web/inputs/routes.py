"""
Calls for inputs: the list of a text, a call, its answers with their files, themes, and the compilation in Word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.errors import Busy, NotFound, NotPermitted, Refusal, UnreadableFile
from acm_drafts.negotiation.inputs import FileTooLarge, InputCallState, require_taking
from acm_drafts.negotiation.permissions import WRITES, Act, may
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.services import input_documents, inputs
from acm_drafts.services.input_documents import Order
from acm_drafts.services.inputs import LARGEST_FILE, MOST_FILES, Answer, CheckedFile, Passage, check_file
from acm_drafts.store.database import db
from acm_drafts.store.inputs import (
    CallRecord,
    InputRecord,
    find_own_input,
    get_call,
    get_file,
    get_input,
    marks_in,
    reads_all,
)
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import InputVersion, Party
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.documents.routes import SANDBOX, WORD, document_answer
from acm_drafts.web.inputs.form import (
    AnswerForm,
    CallForm,
    LateForm,
    MarkForm,
    ReasonForm,
    UntilForm,
    empty_call,
    filled_call,
    language_for,
    sent_parts,
    sent_seen,
    too_long,
)
from acm_drafts.web.inputs.page import (
    call_page,
    call_rows,
    drafts_calls,
    late_reason_readers_in_words,
    readers_in_words,
    stands,
    state_in_words,
    themes_of,
)
from acm_drafts.web.shared import access, navigation
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.formatting import by_name
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.shared.zones import moment_of
from acm_drafts.web.text.routes import Opened, asked_number, opened

pages = Blueprint("inputs", __name__)
pages.add_app_template_filter(state_in_words, "call_state")
pages.add_app_template_filter(readers_in_words, "call_readers")
pages.add_app_template_filter(late_reason_readers_in_words, "late_reason_readers")

Page = Response | tuple[str, int]


def _root(page: Opened) -> str:
    return f"/c/{page.communique.code}/inputs"


def _call(page: Opened, code: str) -> CallRecord:
    return get_call(db.session(), page.who, code, communique=page.communique.id)


# The list and a call --------------------------------------------------------------------------------


@pages.get("/calls")
@access.signed_in
def all_calls() -> str:
    """List the calls beside all texts that the reader may read: text by text, the newest call of each first."""
    texts = [text for text in navigation.known_texts() if text.readable]
    rows = call_rows(db.session(), access.actor(), *(text.communique.id for text in texts))
    beside = [
        (text, [row for row in rows if row.record.call.communique_id == text.communique.id]) for text in texts
    ]
    return render_template(
        "inputs/all.html",
        beside=[(text, calls) for text, calls in beside if calls],
        drafted_beside=[text for text in texts if drafts_calls(access.actor(), text)],
    )


@pages.get("/c/<code:communique>/inputs")
@access.signed_in
def index(communique: str) -> str:
    """List the calls beside the text that the reader may read, the newest first."""
    page = opened(communique)
    return render_template(
        "inputs/index.html",
        page=page,
        root=_root(page),
        rows=call_rows(db.session(), page.who, page.communique.id),
        runs=access.may_here(page.who, Act.RUN_INPUT_CALL),
    )


@dataclass(slots=True)
class Forms:
    """The forms of the page of a call; one that came back holds what was sent."""

    extend: UntilForm
    late: LateForm
    ending: ReasonForm
    refusal: Refusal | None = None
    tried: str = ""
    """The last part of the address that it was sent to."""
    status: int = 200


@pages.get("/c/<code:communique>/inputs/<code:call>")
@access.signed_in
def show(communique: str, call: str) -> Page:
    page = opened(communique)
    record = _call(page, call)
    return _shown(page, record, _forms(record, sent=False))


def _forms(record: CallRecord, *, sent: bool = True, tried: str = "") -> Forms:
    zone, states = record.version.zone, find_parties(db.session(), PartyKind.STATE)
    empty = {"formdata": None}

    def facts(name: str) -> Mapping[str, object]:
        return {} if sent and tried == name else empty

    return Forms(
        UntilForm(zone, prefix="extend-", **facts("extend")),
        LateForm(zone, states, prefix="late-", **facts("late")),
        ReasonForm(prefix="withdraw-", **facts("withdraw")),
        tried=tried,
    )


def _shown(page: Opened, record: CallRecord, forms: Forms) -> Page:
    session = db.session()
    html = render_template(
        "inputs/show.html",
        page=page,
        root=_root(page),
        url=f"{_root(page)}/{record.code}",
        shown=call_page(session, page.who, record),
        record=record,
        forms_of=forms,
        zone=record.version.zone,
        names=NATIVE_NAMES,
    )
    return html, forms.status


# What the Mission does ------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/inputs/new")
@access.gate(Act.RUN_INPUT_CALL)
def draft_form(communique: str) -> Page:
    page = opened(communique)
    access.require_not_archived()
    return _drafting(page, CallForm(formdata=None, data=empty_call()))


@pages.post("/c/<code:communique>/inputs")
@access.gate(Act.RUN_INPUT_CALL)
def draft(communique: str) -> Page:
    page, form = opened(communique), CallForm()
    if not form.validate():
        return _drafting(page, form, status=422)
    try:
        call = inputs.draft_call(access.actor(), communique, form.wish())
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _drafting(opened(communique), form, refusal=refusal, status=status_of(refusal))
    flash(_("The call is saved. The Mission alone reads it until it is issued."), "success")
    return redirect(f"{_root(page)}/{call.code}", 303)


def _drafting(
    page: Opened,
    form: CallForm,
    *,
    record: CallRecord | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Page:
    html = render_template(
        "inputs/draft.html",
        page=page,
        root=_root(page),
        form=form,
        record=record,
        refusal=refusal,
        seen=record.version.sequence if record and refusal is None else sent_seen(),
    )
    return html, status


@pages.get("/c/<code:communique>/inputs/<code:call>/edit")
@access.gate(Act.RUN_INPUT_CALL)
def revise_form(communique: str, call: str) -> Page:
    page = opened(communique)
    record = _call(page, call)
    if record.state is not InputCallState.DRAFT:
        raise NotFound()
    return _drafting(page, CallForm(formdata=None, data=filled_call(record)), record=record)


@pages.post("/c/<code:communique>/inputs/<code:call>/edit")
@access.gate(Act.RUN_INPUT_CALL)
def revise(communique: str, call: str) -> Page:
    page, form = opened(communique), CallForm()
    record = _call(page, call)
    if not form.validate():
        return _drafting(page, form, record=record, status=422)
    try:
        inputs.revise_call(access.actor(), call, form.wish(), seen=sent_seen())
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        page = opened(communique)
        return _drafting(page, form, record=record, refusal=refusal, status=status_of(refusal))
    flash(_("The call is saved. The Mission alone reads it until it is issued."), "success")
    return redirect(f"{_root(page)}/{call}", 303)


def _done(
    communique: str, call: str, tried: str, verb: Callable[[CallRecord, Forms], object], sentence: str
) -> Page:
    """Do an act on a call and lead back to it; show the page again where it is refused."""
    page = opened(communique)
    record = _call(page, call)
    forms = _forms(record, tried=tried)
    by_act: dict[str, FlaskForm] = {"extend": forms.extend, "late": forms.late, "withdraw": forms.ending}
    sent = by_act.get(tried)
    if sent is not None and not sent.validate():
        forms.status = 422
        return _shown(page, record, forms)
    try:
        verb(record, forms)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        forms.refusal, forms.status = refusal, status_of(refusal)
        page = opened(communique)
        return _shown(page, _call(page, call), forms)
    flash(sentence, "success")
    return redirect(f"{_root(page)}/{call}", 303)


@pages.post("/c/<code:communique>/inputs/<code:call>/issue")
@access.gate(Act.RUN_INPUT_CALL)
def issue(communique: str, call: str) -> Page:
    sentence = _("The call is issued. All participants read it, and delegations are told.")
    return _done(
        communique,
        call,
        "issue",
        lambda record, forms: inputs.issue_call(access.actor(), call, seen=sent_seen()),
        sentence,
    )


@pages.post("/c/<code:communique>/inputs/<code:call>/extend")
@access.gate(Act.RUN_INPUT_CALL)
def extend(communique: str, call: str) -> Page:
    def verb(record: CallRecord, forms: Forms) -> object:
        until = moment_of(forms.extend.until, record.version.zone)
        return inputs.extend_call(access.actor(), call, until, reason=forms.extend.reason.data)

    return _done(communique, call, "extend", verb, _("The deadline is extended. Delegations are told."))


@pages.post("/c/<code:communique>/inputs/<code:call>/late")
@access.gate(Act.RUN_INPUT_CALL)
def allow_late(communique: str, call: str) -> Page:
    def verb(record: CallRecord, forms: Forms) -> object:
        until, form = moment_of(forms.late.until, record.version.zone), forms.late
        return inputs.allow_late(access.actor(), call, form.party.data, until, reason=form.reason.data)

    return _done(
        communique, call, "late", verb, _("The late answer is allowed, on record. The delegation is told.")
    )


@pages.post("/c/<code:communique>/inputs/<code:call>/close")
@access.gate(Act.RUN_INPUT_CALL)
def close(communique: str, call: str) -> Page:
    sentence = _("The call is closed. It takes no answer any more.")
    return _done(
        communique, call, "close", lambda record, forms: inputs.close_call(access.actor(), call), sentence
    )


@pages.post("/c/<code:communique>/inputs/<code:call>/withdraw")
@access.gate(Act.RUN_INPUT_CALL)
def withdraw(communique: str, call: str) -> Page:
    def verb(record: CallRecord, forms: Forms) -> object:
        return inputs.withdraw_call(access.actor(), call, reason=forms.ending.reason.data)

    return _done(communique, call, "withdraw", verb, _("The call is withdrawn."))


# The own answer -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Answering:
    """The form of an answer: *parts* as typed, the files it has, what was *refused*, and which parts are *too_long*."""

    record: CallRecord
    party: Party
    own: InputRecord | None
    form: AnswerForm
    parts: Mapping[int, str]
    kept: frozenset[str]
    seen: int
    too_long: set[int] = field(default_factory=set)
    refusal: Refusal | None = None
    status: int = 200


@pages.get("/c/<code:communique>/inputs/<code:call>/answer")
@access.signed_in
def answer_form(communique: str, call: str) -> Page:
    """Show the form of the answer of a delegation of the reader, that with the code ?party= of several."""
    page = opened(communique)
    record = _call(page, call)
    party = _answering_party(page, record, request.args.get("party", ""))
    own = find_own_input(db.session(), page.who, record, party.id)
    newest = own.newest if own else None
    language = language_for(record, newest, interface_language().value)
    return _answering(
        page,
        Answering(
            record,
            party,
            own,
            AnswerForm(record, formdata=None, data={"language": language}),
            newest.parts if newest else {},
            frozenset(file.code for file in newest.files) if newest else frozenset(),
            newest.row.sequence if newest else 0,
        ),
    )


@pages.post("/c/<code:communique>/inputs/<code:call>/answer")
@access.signed_in
def answer(communique: str, call: str) -> Page:
    """Save a draft of an answer, or submit it by the button *submit*; the page comes back where it is refused."""
    page = opened(communique)
    record = _call(page, call)
    party = _answering_party(page, record, request.form.get("party", ""))
    own = find_own_input(db.session(), page.who, record, party.id)
    sent = Answering(
        record,
        party,
        own,
        AnswerForm(record),
        sent_parts(record),
        frozenset(request.form.getlist("keep")),
        sent_seen(),
    )
    sent.too_long = too_long(sent.parts)
    if not sent.form.validate() or sent.too_long:
        sent.status = 422
        return _answering(page, sent)
    submits = "submit" in request.form
    try:
        _write(sent, submits=submits)
    except (NotFound, NotPermitted):
        raise
    except (UnreadableFile, Busy, FileTooLarge) as refusal:
        say_beside(sent.form.files, refusal)
        sent.status = status_of(refusal)
        return _answering(opened(communique), sent)
    except Refusal as refusal:
        sent.refusal, sent.status = refusal, status_of(refusal)
        page = opened(communique)
        sent.own = find_own_input(db.session(), page.who, record, party.id)
        return _answering(page, sent)
    flash(_said(submits=submits), "success")
    return redirect(f"{_root(page)}/{call}", 303)


def _said(*, submits: bool) -> str:
    if submits:
        return str(_("The answer is submitted."))
    return str(_("The draft is saved. Your delegation alone reads it until it is submitted."))


def _write(sent: Answering, *, submits: bool) -> InputVersion:
    files: list[CheckedFile] = []
    for file in sent.form.sent_files[: MOST_FILES + 1]:
        with reader() as reads, reads as apart:
            files.append(check_file(apart, file.filename or "", file.stream.read(LARGEST_FILE + 1)))
    given = Answer(Language(sent.form.language.data), sent.parts, files, sent.kept, sent.seen)
    verb = inputs.submit_input if submits else inputs.save_input
    return verb(access.actor(), sent.record.code, party=sent.party.id, answer=given)


def _answering_party(page: Opened, record: CallRecord, code: str) -> Party:
    """Return the delegation that answers: that with *code*, or the only one. Raises NotPermitted."""
    states = page.who.states(*WRITES) if record.is_issued else frozenset()
    own = by_name(find_parties(db.session(), PartyKind.STATE, among=states))
    if not own:
        raise NotPermitted()
    named = [party for party in own if party.code == code] if code else own
    if not named:
        raise NotPermitted()
    return named[0]


def _late(sent: Answering) -> Refusal | None:
    """Return why no answer of the delegation is taken now, None where one is."""
    try:
        require_taking(sent.record.steps, sent.party.id, sent.record.now)
    except Refusal as refusal:
        return refusal
    return None


def _answering(page: Opened, sent: Answering) -> Page:
    """Show the form of an answer; where none is taken any more it says so, and keeps what was typed to be copied."""
    late = _late(sent)
    html = render_template(
        "inputs/answer.html",
        page=page,
        root=_root(page),
        url=f"{_root(page)}/{sent.record.code}",
        record=sent.record,
        sent=sent,
        form=sent.form,
        submits=may(page.who, Act.SUBMIT_INPUT, sent.record.facts(sent.party.id)),
        late=late,
        files=sent.own.newest.files if sent.own else (),
        most_files=MOST_FILES,
        largest=LARGEST_FILE // 1_000_000,
    )
    return html, sent.status


# Answers --------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/inputs/<code:call>/answers/<code:answer>")
@access.signed_in
def show_answer(communique: str, call: str, answer: str) -> Page:
    """Show an answer as it stands, or the version with the sequence ?version=; to the Mission with its themes."""
    page = opened(communique)
    record = _call(page, call)
    return _answer_page(page, record, answer, MarkForm(formdata=None))


def _answer_page(
    page: Opened,
    record: CallRecord,
    code: str,
    form: MarkForm,
    *,
    marked: int = 0,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Page:
    session = db.session()
    given = get_input(session, page.who, record, code)
    version = given.version(asked_number("version"))
    marks_themes = may(page.who, Act.MARK_THEMES, record.facts())
    marks = marks_in(session, record.call.id) if marks_themes else []
    html = render_template(
        "inputs/show_answer.html",
        page=page,
        root=_root(page),
        url=f"{_root(page)}/{record.code}",
        record=record,
        input=given,
        version=version,
        is_current=version is given.submitted,
        marks={
            position: [
                mark for mark in marks if mark.input.id == given.row.id and mark.row.position == position
            ]
            for position in record.questions
        },
        stands={mark.row.id: stands(mark, given) for mark in marks if mark.input.id == given.row.id},
        themes=sorted({mark.row.theme for mark in marks}),
        marks_themes=marks_themes,
        form=form,
        marked=marked,
        refusal=refusal,
    )
    return html, status


@pages.get("/c/<code:communique>/inputs/<code:call>/files/<code:file>")
@access.signed_in
def download(communique: str, call: str, file: str) -> Response:
    """Answer with a file of an answer that the reader reads, as an attachment that no browser opens or runs."""
    page = opened(communique)
    known = get_file(db.session(), page.who, _call(page, call), file)
    is_word = known.name.lower().endswith(".docx")
    response = Response(known.data, mimetype=WORD if is_word else "text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=known.name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


# Themes ---------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/inputs/<code:call>/themes")
@access.gate(Act.MARK_THEMES)
def themes(communique: str, call: str) -> str:
    """List the themes that the Mission marked, with the passages that bear them."""
    page = opened(communique)
    record = _call(page, call)
    return render_template(
        "inputs/themes.html",
        page=page,
        root=_root(page),
        url=f"{_root(page)}/{record.code}",
        record=record,
        themes=themes_of(db.session(), page.who, record),
    )


@pages.post("/c/<code:communique>/inputs/<code:call>/answers/<code:answer>/<int:version>/<int:question>/mark")
@access.gate(Act.MARK_THEMES)
def mark(communique: str, call: str, answer: str, version: int, question: int) -> Page:
    """Mark a passage of the answer to one question with a theme."""
    page, form = opened(communique), MarkForm()
    record = _call(page, call)
    if not form.validate():
        return _answer_page(page, record, answer, form, marked=question, status=422)
    passage = Passage(answer, version, question, form.phrase.data)
    try:
        inputs.mark_theme(access.actor(), call, passage, form.theme.data)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        page = opened(communique)
        record, status = _call(page, call), status_of(refusal)
        return _answer_page(page, record, answer, form, marked=question, refusal=refusal, status=status)
    flash(_("The theme is marked."), "success")
    return redirect(f"{_root(page)}/{call}/answers/{answer}#q-{question}", 303)


@pages.post("/c/<code:communique>/inputs/<code:call>/marks/<code:mark>/remove")
@access.gate(Act.MARK_THEMES)
def remove_mark(communique: str, call: str, mark: str) -> Response:
    """Take a mark of a theme away."""
    page = opened(communique)
    _call(page, call)
    inputs.remove_mark(access.actor(), call, mark)
    flash(_("The mark is taken away."), "success")
    return redirect(f"{_root(page)}/{call}/themes", 303)


# The compilation ------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/inputs/<code:call>.docx")
@access.signed_in
def compilation(communique: str, call: str) -> Response:
    """
    Answer with all answers in one Word file, ?by= question or State, in the language ?language=.

    Raises NotFound for who does not read all answers, and for what there is no order or language of.
    """
    page = opened(communique)
    record = _call(page, call)
    by, language = request.args.get("by", Order.QUESTION), request.args.get("language", page.language.value)
    if by not in set(Order) or language not in NATIVE_NAMES or not reads_all(page.who, record):
        raise NotFound()
    data = input_documents.compilation_document(
        db.session(),
        page.who,
        call,
        order=Order(by),
        language=Language(language),
        template=current_app.config["TEMPLATE"],
    )
    return document_answer(data, f"inputs-{call}-{by}-{language}.docx")
