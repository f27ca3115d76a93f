"""
Rounds: what runs until when, for everybody; circulating, opening, moving and closing, for the Mission.

Before a round is closed the page shows what closing would make of the text and of each pending
proposal. What that is was reckoned in services.closings; times are read on the clock of a named zone.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateTimeLocalField, SelectField, StringField
from wtforms.validators import Length, Optional

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import (
    N_,
    AlreadyClosed,
    DeadlineAhead,
    InConflict,
    NotAllAgreed,
    NotAllConfirmed,
    NotFound,
    NotPermitted,
    Refusal,
    SymbolTaken,
    WrongShape,
)
from acm_drafts.negotiation.numbering import next_symbol
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import Admissibility, DraftStatus, RoundState, Visibility
from acm_drafts.services import drafts, rounds
from acm_drafts.services.closings import close_round, preview_closing
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.records import Round
from acm_drafts.store.rounds import RoundContext, state_of_round
from acm_drafts.store.silence import find_lasting
from acm_drafts.web.rounds.closing import closing_note, closing_preview
from acm_drafts.web.shared import access, formatting, proof, zones
from acm_drafts.web.shared.formatting import name_of
from acm_drafts.web.shared.forms import fit, needed, options, say_beside
from acm_drafts.web.shared.refusals import next_step_of, sentence_of, status_of
from acm_drafts.web.text.routes import Opened, not_agreed_notes, opened

pages = Blueprint("rounds", __name__)

CLOCK = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
Answer = Response | str | tuple[str, int]


# Forms ---------------------------------------------------------------------------------------------


class CirculateForm(FlaskForm):
    attributed = BooleanField(_l("Sponsors are named to all who read this text"), default=True)


class OpenForm(FlaskForm):
    """What a round is announced with; `moments` are its opening and deadline once it is valid."""

    opens_at = DateTimeLocalField(_l("Opens (at once, if empty)"), [Optional()], format=CLOCK)
    deadline = DateTimeLocalField(_l("Deadline"), [needed], format=CLOCK)
    zone = SelectField(_l("Time zone of both"))
    admissibility = SelectField(_l("Admitted"))
    visibility = SelectField(_l("Who sees submitted proposals"))
    chair_reads = BooleanField(_l("The chair reads them too, whatever is chosen above"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.zone.choices = zones.choices()
        self.admissibility.choices = options((rule, name_of(rule)) for rule in Admissibility)
        self.visibility.choices = options((rule, name_of(rule)) for rule in Visibility)

    def validate_opens_at(self, field: DateTimeLocalField) -> None:
        zones.moment_of(field, self.zone.data)

    def validate_deadline(self, field: DateTimeLocalField) -> None:
        zones.moment_of(field, self.zone.data)

    def terms(self) -> rounds.Terms:
        """Return what was filled in, once it is valid."""
        return rounds.Terms(
            opens_at=zones.moment_of(self.opens_at, self.zone.data) if self.opens_at.data else utcnow(),
            deadline=zones.moment_of(self.deadline, self.zone.data),
            zone=self.zone.data,
            admissibility=Admissibility(self.admissibility.data),
            visibility=Visibility(self.visibility.data),
            chair_reads=self.chair_reads.data,
        )


class DeadlineForm(FlaskForm):
    deadline = DateTimeLocalField(_l("New deadline"), [needed], format=CLOCK)

    def validate_in(self, zone: str) -> bool:
        """Return whether a moment is named, on the clock of *zone*."""

        def one_moment(form: FlaskForm, field: DateTimeLocalField) -> None:
            zones.moment_of(field, zone)

        return bool(self.validate(extra_validators={"deadline": [one_moment]}))


class CloseForm(FlaskForm):
    symbol = StringField(_l("Symbol of the next draft"), [needed, Length(max=64), fit])
    status = SelectField(_l("Declared status"))
    print_conflicts = BooleanField(_l("Print pending wordings that are in conflict, in brackets"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.status.choices = options((status, name_of(status)) for status in DraftStatus)


def terms_refused(refusal: Refusal) -> str:
    """Return as a sentence what is wrong with the terms of a round."""
    if isinstance(refusal, WrongShape):
        return _("This is not possible: %(what)s.", what=_(str(refusal.facts["what"])))
    return f"{sentence_of(refusal)} {next_step_of(refusal)}".strip()


# The page ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A round as the page shows it; *came*: the draft that it led to, where the reader may read that."""

    round: Round
    state: RoundState
    version: DraftVersion
    came: DraftVersion | None
    opens: tuple[str, ...]
    until: tuple[str, ...]
    admissibility: Admissibility
    visibility: Visibility


@pages.get("/c/<code:code>/rounds")
@access.signed_in
def index(code: str) -> Answer:
    return _index(opened(code))


def _index(page: Opened, *, refused: str = "", status: int = 200, **filled: Any) -> Answer:
    """Show the rounds; *filled* are the forms that came back, *refused* is the sentence of a refusal."""
    shown = [_shown(page, context) for context in reversed(page.drafts.contexts)]
    running = next((shown_round for shown_round in shown if shown_round.state is not RoundState.CLOSED), None)
    context: dict[str, Any] = {"shown": shown, "running": running, "code": page.communique.code}
    context["adopted"] = page.drafts.is_adopted
    if access.may_here(page.who, Act.MANAGE_ROUNDS):
        newest = page.drafts.newest
        context |= {
            "manages": True,
            "newest": newest,
            "circulate_form": None
            if newest.circulation or access.archived_meeting()
            else _circulate_form(page),
            "unnamed": not newest.circulation and drafts.holds_names_back(db.session(), page.communique),
            "open_form": _open_form(page) if _takes_round(page, running) else None,
            "deadline_form": _deadline_form(running.round) if running else None,
        } | filled
    return render_template("rounds/index.html", refused=refused, **context), status


def _shown(page: Opened, context: RoundContext) -> Shown:
    round_ = context.round
    came = [version for version in page.drafts.versions if version.draft.id == round_.next_draft_id]
    return Shown(
        round_,
        state_of_round(round_),
        context.version,
        came[0] if came else None,
        zones.moments_in_words(round_.opens_at, round_.zone),
        zones.moments_in_words(round_.deadline, round_.zone),
        Admissibility(round_.admissibility),
        Visibility(round_.visibility),
    )


def _takes_round(page: Opened, running: Shown | None) -> bool:
    """Return whether a round can be opened: none runs, the newest draft is circulated and can be changed."""
    if page.drafts.is_adopted or access.archived_meeting():
        return False
    return running is None and page.drafts.newest.circulation is not None


def _circulate_form(page: Opened) -> CirculateForm:
    """Return the form; sponsors are named as on the draft circulated last, so that no preset tick discloses them."""
    last = [version for version in page.drafts.versions if version.circulation]
    return CirculateForm(formdata=None, data={"attributed": not last or last[-1].attributed})


def _open_form(page: Opened) -> OpenForm:
    """Return the form with who sees proposals as in the last round: nobody narrows that without choosing it."""
    facts: dict[str, object] = {"visibility": Visibility.ALL.value}
    if page.drafts.contexts:
        last = page.drafts.contexts[-1].round
        facts = {"visibility": last.visibility, "chair_reads": last.chair_reads}
    facts |= {"zone": formatting.conference_zone(), "admissibility": Admissibility.OPEN.value}
    return OpenForm(formdata=None, data=facts)


def _deadline_form(round_: Round) -> DeadlineForm:
    return DeadlineForm(formdata=None, data={"deadline": zones.clock_at(round_.deadline, round_.zone)})


def rounds_url(code: str) -> str:
    return f"/c/{code}/rounds"


def _find(page: Opened, number: int) -> RoundContext:
    """Return the round with *number*. Raises NotFound."""
    for context in page.drafts.contexts:
        if context.round.number == number:
            return context
    raise NotFound()


# Acts ----------------------------------------------------------------------------------------------


@pages.post("/c/<code:code>/drafts/<int:sequence>/circulate")
@access.gate(Act.CIRCULATE)
def circulate(code: str, sequence: int) -> Answer:
    """Circulate a draft; unless the sender is sure, ask first and say what follows."""
    page, form = opened(code), CirculateForm()
    version = page.drafts.get(sequence)
    if "sure" not in request.form and version.circulation is None:
        return _ask_to_circulate(page, version, attributed=form.attributed.data)
    try:
        drafts.circulate(page.who, version.draft.id, attributed=form.attributed.data)
    except WrongShape as refusal:
        return _index(page, refused=terms_refused(refusal), status=status_of(refusal))
    flash(_("The text is circulated: all participants read it now."), "success")
    return redirect(rounds_url(code), 303)


@pages.post("/c/<code:code>/rounds")
@access.gate(Act.MANAGE_ROUNDS)
def create(code: str) -> Answer:
    page, form = opened(code), OpenForm()
    if not form.validate():
        return _index(page, status=422, open_form=form)
    try:
        round_ = rounds.open_round(page.who, page.communique.id, form.terms())
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        filled = {} if refusal_is_about_the_state(page) else {"open_form": form}
        return _index(page, refused=terms_refused(refusal), status=status_of(refusal), **filled)
    words = (
        N_("Round %(number)s is open.")
        if round_.opens_at <= utcnow()
        else N_("Round %(number)s is announced.")
    )
    flash(_(words, number=round_.number), "success")
    return redirect(rounds_url(code), 303)


def refusal_is_about_the_state(page: Opened) -> bool:
    """Return whether no round can be opened now, so that the form would stand there in vain."""
    newest = page.drafts.newest
    running = any(context.round.closed_at is None for context in page.drafts.contexts)
    return running or newest.circulation is None


@pages.post("/c/<code:code>/rounds/<int:number>/deadline")
@access.gate(Act.MANAGE_ROUNDS)
def change_deadline(code: str, number: int) -> Answer:
    """Move a deadline, or end submissions at once; before these end, ask and say what follows."""
    page, form = opened(code), DeadlineForm()
    round_ = _find(page, number).round
    if round_.closed_at is not None:
        return _already_closed(code, number)
    at_once = "now" in request.form
    if at_once and "sure" not in request.form and state_of_round(round_) is RoundState.OPEN:
        return _ask_to_end(code, round_)
    if not at_once and not form.validate_in(round_.zone):
        return _index(page, status=422, deadline_form=form)
    try:
        until = utcnow() if at_once else zones.moment_of(form.deadline, round_.zone)
        rounds.change_deadline(page.who, round_.id, until)
    except AlreadyClosed:
        return _already_closed(code, number)
    except WrongShape as refusal:
        form = _deadline_form(round_) if at_once else form
        form.deadline.errors = [terms_refused(refusal)]
        return _index(page, status=422, deadline_form=form)
    flash(_("The deadline is changed, and the journal says so to all participants."), "success")
    return redirect(rounds_url(code), 303)


def _ask_to_circulate(page: Opened, version: DraftVersion, *, attributed: bool) -> str:
    symbol, code = version.symbol, page.communique.code
    return render_template(
        "rounds/confirm.html",
        code=code,
        title=_("Circulate %(symbol)s?", symbol=symbol),
        follows=(
            _("All participants read it from now on: delegations, groups, the chair and observers."),
            _("Sponsors are named to all who read this text.")
            if attributed
            else _("Sponsors are not named to those who read this text."),
            _("Neither can be changed afterwards."),
            *not_agreed_notes(page.who, page.drafts, version),
        ),
        button=_("Circulate now"),
        url=f"/c/{code}/drafts/{version.draft.sequence}/circulate",
        sent={"attributed": "y"} if attributed else {},
    )


def _ask_to_end(code: str, round_: Round) -> str:
    return render_template(
        "rounds/confirm.html",
        code=code,
        title=_("End submissions in round %(number)s now?", number=round_.number),
        follows=(
            _(
                "The deadline announced is %(moment)s.",
                moment=zones.moments_in_words(round_.deadline, round_.zone)[0],
            ),
            _(
                "Nothing can be submitted any more. What a delegation drafted and did not submit stays unsubmitted."
            ),
            _("The journal records for all participants that submissions ended before the time announced."),
        ),
        button=_("End submissions"),
        url=f"/c/{code}/rounds/{round_.number}/deadline",
        sent={"now": "1"},
    )


# Closing -------------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/rounds/<int:number>/close")
@access.gate(Act.MANAGE_ROUNDS)
def close_form(code: str, number: int) -> Answer:
    page = opened(code)
    context = _find(page, number)
    if context.round.closed_at is not None:
        return _already_closed(code, number)
    symbol = next_symbol(page.communique.symbol_root, context.version.draft.sequence + 1)
    form = CloseForm(formdata=None, data={"symbol": symbol, "status": DraftStatus.REVISED.value})
    return _closing(page, context, form)


@pages.post("/c/<code:code>/rounds/<int:number>/close")
@access.gate(Act.MANAGE_ROUNDS)
@proof.needed
def close(code: str, number: int) -> Answer:
    page, form = opened(code), CloseForm()
    context = _find(page, number)
    if context.round.closed_at is not None:
        return _already_closed(code, number)
    if not form.validate():
        return _closing(page, context, form, status=422)
    try:
        draft = close_round(
            page.who,
            context.round.id,
            symbol=form.symbol.data,
            status=DraftStatus(form.status.data),
            print_conflicts=form.print_conflicts.data,
        )
    except AlreadyClosed:
        return _already_closed(code, number)
    except SymbolTaken as refusal:
        say_beside(form.symbol, refusal)
        return _closing(page, context, form, status=status_of(refusal))
    except (NotAllAgreed, NotAllConfirmed) as refusal:
        say_beside(form.status, refusal)
        return _closing(page, context, form, status=status_of(refusal))
    except (DeadlineAhead, InConflict) as refusal:
        return _closing(page, context, form, status=status_of(refusal))
    flash(
        _("Round %(number)s is closed; the new text is %(symbol)s.", number=number, symbol=draft.symbol),
        "success",
    )
    return redirect(formatting.text_url(code), 303)


def _closing(page: Opened, context: RoundContext, form: CloseForm, *, status: int = 200) -> Answer:
    conflict, outlook = None, None
    try:
        closing = preview_closing(page.who, db.session(), context.round.id)
        outlook = closing_preview(context, closing)
    except InConflict as refusal:
        conflict = closing_note(context, refusal)
    state = state_of_round(context.round)
    page_ = render_template(
        "rounds/close.html",
        code=page.communique.code,
        language=page.language,
        round=context.round,
        version=context.version,
        form=form,
        outlook=outlook,
        conflict=conflict,
        ahead=None if state is RoundState.CONSIDERATION else DeadlineAhead(),
        silence=find_lasting(db.session(), page.communique.id),
        until=zones.moments_in_words(context.round.deadline, context.round.zone),
    )
    return page_, status


def _already_closed(code: str, number: int) -> Answer:
    """Say that the round is closed already, with a link to the draft that it led to."""
    db.session.expire_all()
    page = opened(code)
    round_, refusal = _find(page, number).round, AlreadyClosed()
    came = next(version.draft for version in page.drafts.versions if version.draft.id == round_.next_draft_id)
    answer = render_template(
        "errors/refusal.html",
        sentence=sentence_of(refusal),
        next_step=next_step_of(refusal),
        status=status_of(refusal),
        back=(came.symbol, f"{formatting.text_url(code)}?draft={came.sequence}"),
    )
    return answer, status_of(refusal)
