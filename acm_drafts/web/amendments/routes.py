"""
Proposals: written, shown before they are sent, submitted, revised, withdrawn, answered; and where each is now.

Every act is one call of a service. What is refused comes back on the page it was sent from, with
a sentence and with everything that was typed; only what does not exist, or may not be seen, is
answered as such.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import (
    N_,
    AlreadyClosed,
    DeadlinePassed,
    IllegalMove,
    NotFound,
    NotOpenYet,
    NotPossible,
    ProposedAlready,
    Refusal,
    StaleText,
    WrongAnswer,
    WrongShape,
)
from acm_drafts.negotiation.numbering import proposal_label
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import ASKED_WHY, Answer, RoundState, Stage
from acm_drafts.services import amendments, answers, positions, sponsors
from acm_drafts.store.amendments import find_amendment
from acm_drafts.store.database import db
from acm_drafts.store.drafts import get_communique_by_key
from acm_drafts.store.records import Amendment
from acm_drafts.store.visibility import get_visible_amendment
from acm_drafts.text.diff import diff_words
from acm_drafts.web.amendments import agreements
from acm_drafts.web.amendments.form import AmendForm, Typed, glimpse, proposal_of
from acm_drafts.web.amendments.form_context import (
    Aim,
    FormContext,
    Ground,
    find_insertion,
    read_form_context,
    round_ground,
)
from acm_drafts.web.amendments.late_drafts import LateDraft, keep_late_draft
from acm_drafts.web.amendments.page import amendment_page
from acm_drafts.web.amendments.recorded import (
    recorded_beside,
    remember_position,
    remember_sponsorship,
)
from acm_drafts.web.positions.about import on_proposal
from acm_drafts.web.positions.form import party_of, seen, wished
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.excerpts import piece_of
from acm_drafts.web.shared.formatting import proposal_url
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.shared.signing import QUESTION, conceal, reveal, revealed, sequence_of
from acm_drafts.web.shared.withheld import withheld_others

pages = Blueprint("amendments", __name__)
pages.add_app_template_filter(lambda change, base: piece_of(base, change), "piece")
pages.add_app_template_filter(agreements.agreed, "agreed")
pages.add_app_template_filter(agreements.decided_by, "decided_by")
pages.add_app_template_filter(lambda key, use: conceal(key, use=use), "concealed")
pages.add_app_template_filter(sequence_of, "sequence_of")
pages.add_app_template_global(recorded_beside)
pages.add_app_template_global(on_proposal)
pages.add_app_template_test(lambda stance: stance in ASKED_WHY, "asked_why")

Reply = Response | str | tuple[str, int]


# Writing -----------------------------------------------------------------------------------------

KEEPS = ("save", "review", "submit")
"""Buttons that keep what was typed; any other shows how it would look."""


@pages.get("/c/<code:communique_code>/p/<code:paragraph_code>/amend")
@access.gate_for_own(Act.PREPARE)
def create_form(communique_code: str, paragraph_code: str) -> Reply:
    try:
        return _blank_form(Aim(communique_code, paragraph_code))
    except NotFound:
        proposed = find_insertion(communique_code, paragraph_code)
        if proposed is None:
            raise
        return redirect(f"{proposal_url(proposed.code)}/amend", 303)


@pages.post("/c/<code:communique_code>/p/<code:paragraph_code>/amend")
@access.gate_for_own(Act.PREPARE)
def create(communique_code: str, paragraph_code: str) -> Reply:
    return _written(Aim(communique_code, paragraph_code))


@pages.get("/c/<code:communique_code>/insert")
@access.gate_for_own(Act.PREPARE)
def insert_form(communique_code: str) -> Reply:
    return _blank_form(Aim(communique_code))


@pages.post("/c/<code:communique_code>/insert")
@access.gate_for_own(Act.PREPARE)
def insert(communique_code: str) -> Reply:
    return _written(Aim(communique_code))


@pages.get("/proposals/<code:amendment_code>/amend")
@access.gate_for_own(Act.PREPARE)
def amend_form(amendment_code: str) -> Reply:
    return _blank_form(Aim(amends=amendment_code))


@pages.post("/proposals/<code:amendment_code>/amend")
@access.gate_for_own(Act.PREPARE)
def amend(amendment_code: str) -> Reply:
    return _written(Aim(amends=amendment_code))


@pages.get("/proposals/<code:amendment_code>/revise")
@access.gate_for_own(Act.PREPARE)
def revise_form(amendment_code: str) -> Reply:
    """Show the form, or the page of the proposal where it cannot be revised any more, before anything is typed."""
    amendment, context = get_visible_amendment(db.session(), amendment_code, actor())
    try:
        if amendment.stage not in (Stage.DRAFT, Stage.REVIEW):
            amendments.require_revisable(db.session(), actor(), amendment, context)
        return _blank_form(Aim(code=amendment_code))
    except (IllegalMove, DeadlinePassed, NotOpenYet) as refusal:
        return amendment_page(amendment_code, refusal=refusal)


@pages.post("/proposals/<code:amendment_code>/revise")
@access.gate_for_own(Act.PREPARE)
def revise(amendment_code: str) -> Reply:
    return _written(Aim(code=amendment_code))


def _blank_form(aim: Aim) -> Reply:
    sheet = read_form_context(aim)
    sheet.drafts.require_not_adopted()
    if sheet.state is RoundState.CLOSED:
        raise AlreadyClosed()
    if sheet.barred is not None:
        return amendment_page(aim.code or aim.amends, refusal=sheet.barred)
    return _form_page(sheet, AmendForm(sheet))


def _written(aim: Aim) -> Reply:
    """Carry out the act of the pressed button with the typed words; a refusal comes back with the form."""
    typed = Typed.read(request.form)
    if typed.do not in KEEPS:
        return _preview(aim, typed)
    try:
        ground = round_ground(aim)
        amendment = _keep(aim, typed, ground)
    except ProposedAlready as refusal:
        flash(_("Your delegation proposed exactly this already: here it is."), "warning")
        return redirect(proposal_url(str(refusal.facts["code"])), 303)
    except (DeadlinePassed, NotOpenYet) as refusal:
        return _saved_as_draft(aim, typed, ground, refusal)
    except Refusal as refusal:
        return _refused(aim, typed, refusal)
    message = _saved_message(amendment, ground.sponsor(typed.sponsor).party.code, revised=ground.submitted)
    flash(message, "success")
    return redirect(proposal_url(amendment.code), 303)


def _preview(aim: Aim, typed: Typed) -> Reply:
    """Return the form with the change shown; to a script that asks the change alone, or what it lacks yet."""
    sheet = read_form_context(aim)
    form = AmendForm(sheet, typed)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    if not form.validate() and not (by_script and form.lacks_only_a_place):
        return _form_page(sheet, form, status=422)
    if by_script:
        return render_template(
            "amendments/_glimpse.html", sheet=sheet, glimpse=glimpse(db.session(), sheet, form)
        )
    return _form_page(sheet, form, preview=True)


def _keep(aim: Aim, typed: Typed, ground: Ground) -> Amendment:
    """Carry out what the button asked for and return the proposal. Raises what the services refuse."""
    proposal, sponsor = proposal_of(aim, typed), ground.sponsor(typed.sponsor)
    party = sponsor.party.id
    if ground.submitted:
        return amendments.revise(actor(), aim.code, proposal)
    if sponsor.floor:
        if typed.do != "submit":
            raise NotPossible(what=N_("what is entered from the floor is submitted at once"))
        return amendments.enter_from_floor(actor(), ground.round_id, proposal, party=party)
    if typed.do == "submit":
        return amendments.propose(actor(), ground.round_id, proposal, sponsor=party, code=aim.code)
    amendment = amendments.save(actor(), ground.round_id, proposal, sponsor=party, code=aim.code)
    if typed.do == "review" and amendment.stage == Stage.DRAFT:
        return amendments.send_for_review(actor(), amendment.code)
    return amendment


def _refused(aim: Aim, typed: Typed, refusal: Refusal) -> Reply:
    """Return the form with the typed words and the refusal, on the present wording; nothing is lost."""
    sheet = read_form_context(aim)
    form = AmendForm(sheet, typed)
    if not form.validate():
        return _form_page(sheet, form, status=422)
    if isinstance(refusal, NotFound):
        raise refusal
    form.stand_on(sheet)
    return _form_page(sheet, form, refusal=refusal, status=status_of(refusal), preview=True)


def _saved_as_draft(aim: Aim, typed: Typed, ground: Ground, refusal: Refusal) -> Reply:
    """Save as a draft what was sent before the opening or after the deadline, and say so."""
    came = keep_late_draft(aim, typed, ground)
    return _form_page(came.sheet, came.form, refusal=refusal, status=status_of(refusal), came=came)


def _saved_message(amendment: Amendment, sponsor: str, *, revised: bool = False) -> str:
    name = proposal_label(sponsor, amendment.number)
    if revised:
        return str(_("Revised. This is what %(name)s says now.", name=name))
    if amendment.stage == Stage.SUBMITTED:
        return str(_("Submitted as %(name)s.", name=name))
    if amendment.stage == Stage.REVIEW:
        return str(_("Sent for review: your head of delegation or an alternate submits it."))
    return str(_("Saved as a draft. Only your delegation sees it until it is submitted."))


def _form_page(
    sheet: FormContext,
    form: AmendForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    preview: bool = False,
    came: LateDraft | None = None,
) -> Reply:
    if refusal is None and sheet.barred is not None:
        refusal, status = sheet.barred, status_of(sheet.barred)
    stale = refusal if isinstance(refusal, StaleText) and refusal.current else None
    page = render_template(
        "amendments/form.html",
        sheet=sheet,
        form=form,
        refusal=refusal,
        stale=stale,
        stale_spans=diff_words(stale.seen, stale.current) if stale and stale.seen else None,
        glimpse=glimpse(db.session(), sheet, form) if preview and form.kind.data else None,
        came=came,
        kept=came.kept if came else "",
        withheld=withheld_others(actor(), sheet.context),
    )
    return page, status


# Where it is -------------------------------------------------------------------------------------


@pages.get("/proposals/<code:amendment_code>")
@access.signed_in
def show(amendment_code: str) -> Reply:
    return amendment_page(amendment_code)


# Acts --------------------------------------------------------------------------------------------


class ActForm(FlaskForm):
    """What the small forms beside a proposal send; each uses what it needs. *back*: where the reader came from."""

    party = StringField()
    stance = SelectField(validate_choice=False)
    answer = SelectField(validate_choice=False)
    joins = StringField()
    reason = TextAreaField()
    back = StringField()
    other = StringField()
    seen = StringField()
    seen_reason = StringField()
    words = StringField()


Verb = Callable[[str, ActForm], str]
"""Carries out an act on the proposal with a code; returns a message for the reader, "" where the page says it."""


def _act(code: str, verb: Verb, *, written: bool = False, compares: bool = False) -> Reply:
    """
    Carry out an act and lead back to where it was done; a refusal is shown on the proposal's page.

    *written*: what its author left out is said in the editor instead, where it can be filled in. *compares*: words
    that changed meanwhile are shown beside those that the page had, on a page of their own.
    """
    form = ActForm()
    try:
        message = verb(code, form)
    except NotFound:
        raise
    except Refusal as refusal:
        if compares and isinstance(refusal, StaleText) and refusal.current:
            raise
        if written and isinstance(refusal, WrongShape):
            sheet = read_form_context(Aim(code=code))
            return _form_page(sheet, AmendForm(sheet), refusal=refusal, status=status_of(refusal))
        return amendment_page(code, refusal=refusal, typed=form)
    back = access.safe_next(form.back.data) if form.back.data else proposal_url(code)
    if message:
        flash(message, "success")
        return redirect(back, 303)
    return redirect(f"{back}#acts-{code}", 303)


@pages.post("/proposals/<code:amendment_code>/submit")
@access.gate_for_own(Act.PREPARE)
def submit(amendment_code: str) -> Reply:
    def verb(code: str, form: ActForm) -> str:
        amendment = amendments.submit(actor(), code)
        return _saved_message(amendment, amendment.sponsor.code)

    return _act(amendment_code, verb, written=True)


@pages.post("/proposals/<code:amendment_code>/review")
@access.gate_for_own(Act.PREPARE)
def review(amendment_code: str) -> Reply:
    return _act(
        amendment_code, lambda code, form: _saved_message(amendments.send_for_review(actor(), code), "")
    )


@pages.post("/proposals/<code:amendment_code>/return")
@access.gate_for_own(Act.PREPARE)
def give_back(amendment_code: str) -> Reply:
    def verb(code: str, form: ActForm) -> str:
        amendments.return_to_drafter(actor(), code)
        return str(_("Given back to its drafter."))

    return _act(amendment_code, verb)


@pages.post("/proposals/<code:amendment_code>/withdraw")
@access.gate_for_own(Act.PREPARE)
def withdraw(amendment_code: str) -> Reply:
    def verb(code: str, form: ActForm) -> str:
        amendments.withdraw(actor(), code, reason=form.reason.data or "")
        return str(_("Withdrawn. It stays readable here."))

    return _act(amendment_code, verb)


@pages.post("/proposals/<code:amendment_code>/give-way")
@access.gate_for_own(Act.PREPARE)
def give_way(amendment_code: str) -> Reply:
    def verb(code: str, form: ActForm) -> str:
        joined_code = form.other.data or ""
        seen = reveal(form.seen.data, use=sequence_of(joined_code)) or 0
        sponsors.give_way(actor(), code, to=joined_code, seen=seen, reason=form.reason.data or "")
        return str(_("Withdrawn, and you are a co-sponsor of the other proposal."))

    return _act(amendment_code, verb)


@pages.post("/proposals/<code:amendment_code>/cosponsor")
@access.signed_in
def cosponsor(amendment_code: str) -> Reply:
    def verb(code: str, form: ActForm) -> str:
        joins = form.joins.data != "no"
        sponsors.cosponsor(actor(), code, party=party_of(form), joins=joins)
        readable = joins or _is_readable(code)
        if not readable:
            form.back.data = _own_page(code)
            return str(_("You are no longer a co-sponsor."))
        remember_sponsorship(code, form.party.data or "", joins=joins)
        return ""

    return _act(amendment_code, verb)


def _is_readable(code: str) -> bool:
    """Return whether the reader may read a proposal; some are read by their sponsors alone."""
    try:
        get_visible_amendment(db.session(), code, actor())
    except NotFound:
        return False
    return True


def _own_page(code: str) -> str:
    """Return the address of the page of the reader's delegation, at the text that a proposal is on."""
    amendment = find_amendment(db.session(), code)
    assert amendment is not None
    return f"/c/{get_communique_by_key(db.session(), amendment.communique_id).code}/delegation"


@pages.post("/proposals/<code:amendment_code>/position")
@access.signed_in
def position(amendment_code: str) -> Reply:
    def verb(code: str, form: ActForm) -> str:
        stance, reason = wished(form)
        before = positions.take_position(
            actor(),
            code,
            party=party_of(form),
            stance=stance,
            reason=reason,
            seen=seen(form),
            revision=revealed(form.words.data, use=sequence_of(code)),
        )
        remember_position(code, form.party.data or "", before=before, now=(stance, reason))
        return ""

    return _act(amendment_code, verb, compares=True)


@pages.post("/proposals/<code:amendment_code>/answer")
@access.signed_in
def answer(amendment_code: str) -> Reply:
    def verb(code: str, form: ActForm) -> str:
        chosen = _answer(form.answer.data)
        party, reason = party_of(form), form.reason.data or ""
        seen = revealed(form.seen.data, use=QUESTION)
        answers.answer(actor(), code, party=party, answer=chosen, reason=reason, seen=seen)
        return str(_("Your answer is recorded."))

    return _act(amendment_code, verb)


def _answer(typed: str | None) -> Answer:
    """Return the answer that a form sent. Raises WrongAnswer for anything else."""
    try:
        return Answer(typed or "")
    except ValueError:
        raise WrongAnswer(what=N_("choose one of the answers")) from None
