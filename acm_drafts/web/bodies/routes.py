"""
Bodies of a meeting: the Mission makes them, and names their members and their chairs from day to day.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.bodies import BodyExists, TermsOverlap, WrongBody
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import BodyRole, City, Level
from acm_drafts.services import bodies
from acm_drafts.services.bodies import LONGEST_MANDATE, LONGEST_NAME
from acm_drafts.store.bodies import BodyRecord, bodies_of, get_body
from acm_drafts.store.database import db
from acm_drafts.store.records import BodyTerm
from acm_drafts.text.language import Language
from acm_drafts.web.shared import access
from acm_drafts.web.shared.body_names import body_name
from acm_drafts.web.shared.formatting import by_name, name_of, party_name
from acm_drafts.web.shared.forms import fit, needed, options, say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("bodies", __name__)

Answer = Response | str | tuple[str, int]


# Forms ---------------------------------------------------------------------------------------------


class BodyForm(FlaskForm):
    city = SelectField(_l("Group"))
    level = SelectField(_l("Level"))
    name_en = StringField(_l("Name in English"), [Length(max=LONGEST_NAME), fit])
    name_fr = StringField(_l("Name in French"), [Length(max=LONGEST_NAME), fit])
    name_ar = StringField(_l("Name in Arabic"), [Length(max=LONGEST_NAME), fit])
    mandate = TextAreaField(_l("Mandate (may stay empty)"), [Length(max=LONGEST_MANDATE), fit])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.city.choices = options((city, name_of(city)) for city in City)
        self.level.choices = options((level, name_of(level)) for level in Level)

    def names(self) -> dict[Language, str]:
        """Return the names that were filled in, by language."""
        given = {language: self[f"name_{language.value}"].data or "" for language in Language}
        return {language: name for language, name in given.items() if name.strip()}


class StatesField(SelectMultipleField):
    """Member States as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class MembersForm(FlaskForm):
    """Terms of new members."""

    states = StatesField(_l("Member States"), coerce=int)
    starts_on = DateField(_l("First day of membership (today, if empty)"), [Optional()])
    ends_on = DateField(_l("Last day of membership (may stay empty)"), [Optional()])

    def __init__(self, record: BodyRecord, **facts: object) -> None:
        super().__init__(prefix="members-", **facts)
        members = record.members_on(record.today) if record.terms else frozenset()
        self.states.choices = [
            (state.id, party_name(state))
            for state in by_name(record.states.values())
            if state.id not in members
        ]


class ChairForm(FlaskForm):
    """The term of a new chair."""

    state = SelectField(_l("Member State in the chair"), [needed], default="")
    starts_on = DateField(_l("First day in the chair (today, if empty)"), [Optional()])
    ends_on = DateField(_l("Last day in the chair (may stay empty)"), [Optional()])

    def __init__(self, record: BodyRecord, **facts: object) -> None:
        super().__init__(prefix="chair-", **facts)
        states = [(state.id, party_name(state)) for state in by_name(record.states.values())]
        self.state.choices = options([("", _("choose a Member State")), *states])


class LastDayForm(FlaskForm):
    last_day = DateField(_l("Last day (today, if empty)"), [Optional()])


# Pages ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the page shows it; *is_over*: its last day has passed."""

    row: BodyTerm
    role: BodyRole
    is_over: bool


@pages.get("/c/<code:code>/bodies")
@access.gate(Act.MANAGE_BODIES)
def index(code: str) -> Answer:
    return _index(opened(code), BodyForm(formdata=None, data={"level": Level.WORKING_GROUPS.value}))


@pages.post("/c/<code:code>/bodies")
@access.gate(Act.MANAGE_BODIES)
def add(code: str) -> Answer:
    page, form = opened(code), BodyForm()
    if not form.validate():
        return _index(page, form, status=422)
    try:
        body = bodies.add_body(
            page.who,
            page.communique.meeting_id,
            city=City(form.city.data),
            level=Level(form.level.data),
            names=form.names(),
            mandate=form.mandate.data or "",
        )
    except (WrongBody, BodyExists) as refusal:
        say_beside(form.level, refusal)
        return _index(page, form, status=status_of(refusal))
    flash(_("%(body)s is added.", body=body_name(body)), "success")
    return redirect(f"/c/{code}/bodies/{body.code}", 303)


def _index(page: Opened, form: BodyForm, *, status: int = 200) -> Answer:
    records = bodies_of(db.session(), page.communique.meeting_id)
    html = render_template(
        "bodies/index.html",
        root=f"/c/{page.communique.code}",
        bodies=[(record, body_name(record.body)) for record in records],
        form=form,
        manages=access.may_here(page.who, Act.MANAGE_BODIES),
    )
    return html, status


@pages.get("/c/<code:code>/bodies/<code:body>")
@access.gate(Act.MANAGE_BODIES)
def show(code: str, body: str) -> Answer:
    page = opened(code)
    return _show(page, get_body(db.session(), page.communique.meeting_id, body))


def _show(
    page: Opened,
    record: BodyRecord,
    *,
    members: MembersForm | None = None,
    chair: ChairForm | None = None,
    ending: LastDayForm | None = None,
    status: int = 200,
) -> Answer:
    """Show a body; the forms are those that came back."""
    terms = [
        Term(row, BodyRole(row.role), row.ends_on is not None and row.ends_on < record.today)
        for row in record.terms
    ]
    html = render_template(
        "bodies/show.html",
        root=f"/c/{page.communique.code}",
        record=record,
        name=body_name(record.body),
        level=Level(record.body.level),
        terms=sorted(terms, key=lambda term: (term.is_over, term.role is BodyRole.MEMBER)),
        listed=any(term.role is BodyRole.MEMBER and term.row.starts_on <= record.today for term in terms),
        members_form=members or MembersForm(record, formdata=None),
        chair_form=chair or ChairForm(record, formdata=None),
        ending=ending or LastDayForm(formdata=None),
        manages=access.may_here(page.who, Act.MANAGE_BODIES),
    )
    return html, status


# Acts ----------------------------------------------------------------------------------------------


@pages.post("/c/<code:code>/bodies/<code:body>/members")
@access.gate(Act.MANAGE_BODIES)
def add_members(code: str, body: str) -> Answer:
    page = opened(code)
    record = get_body(db.session(), page.communique.meeting_id, body)
    form = MembersForm(record)
    if not form.validate():
        return _show(page, record, members=form, status=422)
    term = _Days(form.starts_on.data, form.ends_on.data)
    try:
        _seat(page, body, BodyRole.MEMBER, form.states.data, term)
    except (WrongBody, TermsOverlap) as refusal:
        say_beside(form.states, refusal)
        return _show(page, record, members=form, status=status_of(refusal))
    flash(_("The members are named."), "success")
    return redirect(f"/c/{code}/bodies/{body}", 303)


@pages.post("/c/<code:code>/bodies/<code:body>/chair")
@access.gate(Act.MANAGE_BODIES)
def give_chair(code: str, body: str) -> Answer:
    page = opened(code)
    record = get_body(db.session(), page.communique.meeting_id, body)
    form = ChairForm(record)
    if not form.validate():
        return _show(page, record, chair=form, status=422)
    term = _Days(form.starts_on.data, form.ends_on.data)
    try:
        _seat(page, body, BodyRole.CHAIR, [int(form.state.data)], term)
    except (WrongBody, TermsOverlap) as refusal:
        say_beside(form.state, refusal)
        return _show(page, record, chair=form, status=status_of(refusal))
    flash(_("The chair is named."), "success")
    return redirect(f"/c/{code}/bodies/{body}", 303)


@pages.post("/c/<code:code>/bodies/<code:body>/terms/<int:term_id>")
@access.gate(Act.MANAGE_BODIES)
def end_term(code: str, body: str, term_id: int) -> Answer:
    page, form = opened(code), LastDayForm()
    record = get_body(db.session(), page.communique.meeting_id, body)
    if not form.validate():
        return _show(page, record, ending=form, status=422)
    try:
        bodies.end_term(page.who, page.communique.meeting_id, body, term_id, last_day=form.last_day.data)
    except (WrongBody, TermsOverlap) as refusal:
        say_beside(form.last_day, refusal)
        return _show(page, record, ending=form, status=status_of(refusal))
    flash(_("The last day of the term is recorded."), "success")
    return redirect(f"/c/{code}/bodies/{body}", 303)


@dataclass(frozen=True, slots=True)
class _Days:
    """The first and the last day of a term, None where nothing was filled in."""

    first: date | None
    last: date | None


def _seat(page: Opened, body: str, role: BodyRole, states: list[int], days: _Days) -> None:
    bodies.seat(
        page.who,
        page.communique.meeting_id,
        body,
        role=role,
        parties=states,
        starts_on=days.first,
        ends_on=days.last,
    )
