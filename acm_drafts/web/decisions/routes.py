"""
The Mission decides: its desk of what still needs a decision, and the acts of deciding and voiding.

The form itself is drawn on the page of its paragraph; when a decision is refused that page comes
back with everything typed, and with what stands against it. Rules and weighing are elsewhere.
"""

from collections.abc import Mapping

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import NoRound, NotFound, NotPermitted, Refusal
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import agreements, decisions
from acm_drafts.services.previews import Preview, preview_decision
from acm_drafts.store.adoption import require_no_adoption
from acm_drafts.store.amendments import load_amendments_on
from acm_drafts.store.database import Session, db
from acm_drafts.store.decisions import find_decision
from acm_drafts.store.drafts import get_communique, get_communique_by_key, get_paragraph, get_paragraph_by_key
from acm_drafts.store.records import Communique, Paragraph
from acm_drafts.store.rounds import RoundContext, find_current_round, round_context
from acm_drafts.store.silence import find_lasting
from acm_drafts.store.visibility import require_in_round
from acm_drafts.web.decisions.desk import OpenDesk, desk_queue, open_desk, waiting_for_sponsors_page
from acm_drafts.web.decisions.form import DecisionForm, form_context, judgement_of
from acm_drafts.web.decisions.recent import COOKIE, COOKIE_LIVES, Visit, arrivals
from acm_drafts.web.decisions.rest import (
    RestForm,
    UndoForm,
    agreed_on,
    remaining_on,
    rest_page,
    running_on,
    undo_page,
)
from acm_drafts.web.decisions.sittings import sitting_choices
from acm_drafts.web.paragraph.page import paragraph_page
from acm_drafts.web.rounds.calendar import round_calendar
from acm_drafts.web.shared import access
from acm_drafts.web.shared.cookies import cookie_name, is_secure
from acm_drafts.web.shared.formatting import paragraph_url
from acm_drafts.web.shared.refusals import status_of

__all__ = ["form_context", "pages"]

pages = Blueprint("decisions", __name__)

Answer = Response | str | tuple[str, int]


class VoidForm(FlaskForm):
    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])
    reason = TextAreaField(_l("Reason"), default="")


class KeepForm(FlaskForm):
    """Contested, it stands as agreed at a sitting: the same form on the desk and on the page of its paragraph."""

    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])
    sitting = SelectField(_l("Sitting"), default="", choices=[], validate_choice=False)
    over = SelectMultipleField(_l("The sitting decides over"), choices=[], validate_choice=False)


# The desk ------------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/decisions")
@access.gate(Act.READ_DESK)
def desk(code: str) -> Response:
    """Show what still needs a decision, twenty-five paragraphs a page; with ?waiting=1 what waits for sponsors."""
    return _desk(open_desk(code))


def _desk(page: OpenDesk) -> Response:
    """Return the desk."""
    waiting = "waiting" in request.args
    shown = waiting_for_sponsors_page(page) if waiting else desk_queue(page, request.args.get("page", ""))
    visit = Visit.of(request.cookies.get(cookie_name(COOKIE, everywhere=False), ""), page.who)
    arrived = arrivals(page, visit)
    answer = make_response(
        render_template(
            "decisions/desk.html",
            page=page,
            queue=None if waiting else shown,
            waiting=shown if waiting else (),
            arrivals=arrived,
            visit=visit,
            calendar=round_calendar(page),
            silence=find_lasting(db.session(), page.communique.id),
            sittings=sitting_choices(db.session(), page.communique.id),
            rest=remaining_on(page),
            together=agreed_on(page),
        )
    )
    answer.set_cookie(
        cookie_name(COOKIE, everywhere=False),
        visit.until(arrived.newest).value,
        max_age=COOKIE_LIVES,
        path=request.path,
        httponly=True,
        samesite="Lax",
        secure=is_secure(),
    )
    return answer


# Agreeing the rest ---------------------------------------------------------------------------------


@pages.get("/c/<code:code>/decisions/agree")
@access.gate(Act.DECIDE)
def rest(code: str) -> Answer:
    """Show what can be agreed as it stands in one act, before it is."""
    return rest_page(open_desk(code))


@pages.post("/c/<code:code>/decisions/agree")
@access.gate(Act.DECIDE)
def agree_rest(code: str) -> Answer:
    """Agree all that remains as it stands, at a sitting: all of it, or what was typed comes back."""
    page, form = open_desk(code), RestForm()
    context = running_on(page)
    if not form.validate():
        return rest_page(page, form=form, status=422)
    try:
        count = agreements.agree_rest(
            page.who,
            context.round.id,
            sitting=form.sitting.data or "",
            reason=form.reason.data or "",
            seen=form.seen.data or "",
            ad_referendum=form.ad_referendum.data,
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return rest_page(open_desk(code), form=form, refusal=refusal, status=status_of(refusal))
    message = i18n.ngettext(
        "%(num)s paragraph is agreed as it stands.", "%(num)s paragraphs are agreed as they stand.", count
    )
    flash(message, "success")
    return redirect(f"/c/{code}/decisions", 303)


@pages.get("/c/<code:code>/decisions/agree/<int:together>")
@access.gate(Act.DECIDE)
def agreement(code: str, together: int) -> Answer:
    """Show what one act agreed and still counts, before it is undone."""
    return undo_page(open_desk(code), together)


@pages.post("/c/<code:code>/decisions/agree/<int:together>")
@access.gate(Act.DECIDE)
def undo_agreement(code: str, together: int) -> Answer:
    """Undo in one act what one act agreed."""
    page, form = open_desk(code), UndoForm()
    context = running_on(page)
    if not form.validate():
        return undo_page(page, together, form=form, status=422)
    try:
        count = agreements.undo_agreement(
            page.who,
            context.round.id,
            together=together,
            reason=form.reason.data or "",
            seen=form.seen.data or "",
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return undo_page(open_desk(code), together, form=form, refusal=refusal, status=status_of(refusal))
    message = i18n.ngettext(
        "The agreement on %(num)s paragraph no longer counts.",
        "The agreement on %(num)s paragraphs no longer counts.",
        count,
    )
    flash(message, "success")
    return redirect(f"/c/{code}/decisions", 303)


# Deciding ------------------------------------------------------------------------------------------


@pages.post("/c/<code:code>/p/<code:paragraph_code>/decide")
@access.gate(Act.DECIDE)
def decide(code: str, paragraph_code: str) -> Answer:
    session, who = db.session(), access.actor()
    _communique, _setting, paragraph = _find(session, code, paragraph_code)
    key, form = paragraph.id, DecisionForm()
    if request.headers.get("X-Requested-With") == "fetch":
        return _result(code, paragraph_code, form)
    if not form.validate():
        return _paragraph_page(code, paragraph_code, form, status=422)
    judgement = judgement_of(form)
    try:
        if "preview" in request.form:
            preview = preview_decision(who, session, key, judgement)
            return _paragraph_page(code, paragraph_code, form, preview)
        decision = decisions.decide(who, key, judgement, seen=form.seen.data)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _paragraph_page(code, paragraph_code, form, refusal, status=status_of(refusal))
    return redirect(f"{paragraph_url(code, paragraph_code)}?decided={decision.id}#decided", 303)


def _result(code: str, paragraph_code: str, form: DecisionForm) -> str:
    """Return, for a script, what the decision would make of the paragraph, or what it lacks."""
    session, who = db.session(), access.actor()
    _communique, context, paragraph = _find(session, code, paragraph_code)
    came_of: Preview | Refusal | None = None
    if form.validate():
        try:
            came_of = preview_decision(who, session, paragraph.id, judgement_of(form))
        except (NotFound, NotPermitted):
            raise
        except Refusal as refusal:
            came_of = refusal
    entries = load_amendments_on(session, [paragraph.id])
    shown = form_context(session, who, context, paragraph, entries, preview=came_of, form=form)
    if shown is None:
        raise NotPermitted()
    return render_template("decisions/_result.html", decision=shown)


@pages.post("/decisions/<int:decision_id>/void")
@access.gate(Act.DECIDE)
def void(decision_id: int) -> Answer:
    (code, paragraph_code), form = _codes_of(decision_id), VoidForm()
    sent = {"voiding": (decision_id, form)}
    if not form.validate():
        return _paragraph_page(code, paragraph_code, sent=sent, status=422)
    try:
        decisions.void(access.actor(), decision_id, reason=form.reason.data or "", seen=form.seen.data)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _paragraph_page(code, paragraph_code, came_of=refusal, sent=sent, status=status_of(refusal))
    flash(_("The decision no longer counts."), "success")
    return redirect(paragraph_url(code, paragraph_code), 303)


@pages.post("/decisions/<int:decision_id>/keep")
@access.gate(Act.DECIDE)
def keep(decision_id: int) -> Answer:
    """Answer a contest: what was decided stands, as agreed at a sitting."""
    (code, paragraph_code), form = _codes_of(decision_id), KeepForm()
    sent = {"keeping": (decision_id, form)}
    if not form.validate():
        return _paragraph_page(code, paragraph_code, sent=sent, status=422)
    try:
        decision = decisions.keep(
            access.actor(),
            decision_id,
            sitting=form.sitting.data or "",
            over=tuple(form.over.data or ()),
            seen=form.seen.data,
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _paragraph_page(code, paragraph_code, came_of=refusal, sent=sent, status=status_of(refusal))
    return redirect(f"{paragraph_url(code, paragraph_code)}?decided={decision.id}#decided", 303)


def _codes_of(decision_id: int) -> tuple[str, str]:
    """Return the codes of the communiqué and the paragraph of a decision. Raises NotFound."""
    session = db.session()
    decision = find_decision(session, decision_id)
    if decision is None:
        raise NotFound()
    paragraph = get_paragraph_by_key(session, decision.paragraph_id)
    return get_communique_by_key(session, paragraph.communique_id).code, paragraph.code


def _find(session: Session, code: str, paragraph_code: str) -> tuple[Communique, RoundContext, Paragraph]:
    """Return what a decision is about. Raises NotFound; between rounds TextAdopted or NoRound."""
    g.communique = communique = get_communique(session, code)
    paragraph = get_paragraph(session, communique.id, paragraph_code)
    running = find_current_round(session, communique.id)
    if running is None:
        require_no_adoption(session, communique.id)
        raise NoRound()
    context = round_context(session, running.id)
    require_in_round(session, access.actor(), context, paragraph)
    return communique, context, paragraph


def _paragraph_page(
    code: str,
    paragraph_code: str,
    form: DecisionForm | None = None,
    came_of: Preview | Refusal | None = None,
    *,
    sent: Mapping[str, tuple[int, FlaskForm]] | None = None,
    status: int = 200,
) -> Answer:
    """
    Return the page of the paragraph with the decision's form as it was sent, and what came of it.

    *sent*: the form of an act on an earlier decision, "voiding" or "keeping" it, with the key of that one. Where that
    one no longer counts and so has no form, what was typed stands in the form of a decision.
    """

    session = db.session()
    _communique, context, paragraph = _find(session, code, paragraph_code)
    entries = load_amendments_on(session, [paragraph.id])
    shown = form_context(session, access.actor(), context, paragraph, entries, preview=came_of, form=form)
    if shown is None:
        return paragraph_page(code, paragraph_code), status
    for decision_id, typed in (sent or {}).values():
        if decision_id not in [taken.decision.id for taken in shown["taken"]]:
            _take_over(shown["form"], typed)
    return paragraph_page(code, paragraph_code, decision={**shown, **(sent or {})}), status


def _take_over(form: DecisionForm, typed: FlaskForm) -> None:
    """Let *form* say what was typed in another one, as far as it asks for the same."""
    for field in typed:
        if field.name in ("sitting", "over", "reason") and field.data:
            form[field.name].data = field.data
