"""
People: who holds which office until when, and the acts by which they are let in and shut out.

Administrators see everybody; heads and alternates the people of their own delegations, and name
drafters for them. A link is shown once, on the page that made it, for only its hash is kept.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import LastAdministrator, NoSuchParty, Refusal, WrongAddress
from acm_drafts.negotiation.permissions import Act, may
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.services import offices, people, sign_ins
from acm_drafts.store import days, queries
from acm_drafts.store import people as reads
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Appointment, Party, User
from acm_drafts.web import access
from acm_drafts.web.forms import needed, options, say_beside
from acm_drafts.web.presentation import name_of, party_name
from acm_drafts.web.refusals import status_of

pages = Blueprint("people", __name__)

PAGE = 50
LONGEST_SEARCH = 100
Answer = Response | str | tuple[str, int]


# Forms ---------------------------------------------------------------------------------------------


class OfficeForm(FlaskForm):
    """An office to give: the choices are those that the acting person has to give."""

    role = SelectField(_l("Office"), [needed])
    party = SelectField(_l("For"), default="")
    ends_on = DateField(_l("Last day of the term (may stay empty)"), [Optional()])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        if administers():
            self.role.choices = options((role, name_of(role)) for role in Role)
            self.party.choices = options(
                [("", _("nobody: the office stands by itself")), *_named(_all_parties())]
            )
        else:
            self.role.choices = options([(Role.DRAFTER, name_of(Role.DRAFTER))])
            self.party.choices = options(_named(_own_parties()))


class InviteForm(OfficeForm):
    email = StringField(_l("E-mail address"), [needed])


class AppointForm(OfficeForm):
    starts_on = DateField(_l("First day (today, if empty)"), [Optional()])


class LastDayForm(FlaskForm):
    last_day = DateField(_l("Last day"), [Optional()])


def administers() -> bool:
    return may(access.actor(), Act.MANAGE_PEOPLE)


def visible_parties() -> reads.Parties:
    """Return whose people the reader sees: None for everybody."""
    return None if administers() else access.actor().parties(Role.HEAD, Role.ALTERNATE)


def _all_parties() -> list[Party]:
    return [party for party in queries.parties(db.session()) if party.kind != PartyKind.MISSION]


def _own_parties() -> list[Party]:
    mine = visible_parties() or frozenset()
    return [party for party in _all_parties() if party.id in mine]


def _named(parties: list[Party]) -> list[tuple[str, str]]:
    return sorted(((party.code, party_name(party)) for party in parties), key=lambda pair: pair[1])


# Pages ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """One term of office as the page shows it."""

    id: int
    role: Role
    party: Party | None
    starts_on: date
    ends_on: date | None
    holds: bool
    is_over: bool
    is_mine_to_end: bool


@pages.get("/people")
@access.gate_for_own(Act.NAME_DRAFTERS)
def index() -> Answer:
    return _index()


@pages.get('/people/<key("person"):user_id>')
@access.gate_for_own(Act.NAME_DRAFTERS)
def show(user_id: int) -> Answer:
    return _person(user_id)


def _index(form: InviteForm | None = None, status: int = 200) -> Answer:
    session, parties = db.session(), visible_parties()
    words = " ".join(request.args.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH]
    found = reads.find_people(session, parties, words)
    last = max(1, -(-len(found) // PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    shown = found[(number - 1) * PAGE : number * PAGE]
    today = _today()
    page = render_template(
        "people/index.html",
        people=[(user, [term for term in _terms(user, parties, today) if term.holds]) for user in shown],
        total=len(found),
        words=words,
        number=number,
        last=last,
        chair=reads.find_chair(session, today) if parties is None else None,
        invitations=reads.find_open_invitations(session, parties, utcnow()),
        form=form or InviteForm(formdata=None),
        administers=parties is None,
    )
    return page, status


def _person(
    user_id: int, form: AppointForm | None = None, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    parties = visible_parties()
    user = reads.get_person(db.session(), user_id, parties)
    page = render_template(
        "people/show.html",
        user=user,
        terms=_terms(user, parties, _today()),
        form=form or AppointForm(formdata=None),
        last_day=LastDayForm(formdata=None),
        refusal=refusal,
        administers=parties is None,
        is_self=user.id == access.actor().user,
    )
    return page, status


def _terms(user: User, parties: reads.Parties, today: date) -> list[Term]:
    """Return the terms that the reader sees, present and coming ones first."""
    seen = [held for held in user.appointments if parties is None or held.party_id in parties]
    seen.sort(key=lambda held: (_is_over(held, today), held.starts_on, held.id))
    return [
        Term(
            id=held.id,
            role=Role(held.role),
            party=held.party,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
            holds=sign_ins.in_term(held.starts_on, held.ends_on, today),
            is_over=_is_over(held, today),
            is_mine_to_end=not _is_over(held, today)
            and offices.may_fill(access.actor(), Role(held.role), held.party),
        )
        for held in seen
    ]


def _is_over(held: Appointment, today: date) -> bool:
    return held.ends_on is not None and held.ends_on < today


def _today() -> date:
    known = access.person()
    return days.today_in(known.conference_zone if known else days.DEFAULT_ZONE)


# Acts ----------------------------------------------------------------------------------------------


@pages.post("/people/invite")
@access.gate_for_own(Act.NAME_DRAFTERS)
def invite() -> Answer:
    form = InviteForm()
    if not form.validate():
        return _index(form, 422)
    try:
        token = people.invite(
            access.actor(),
            form.email.data,
            role=Role(form.role.data),
            party=form.party.data,
            ends_on=form.ends_on.data,
        )
    except Refusal as refusal:
        _say_where_it_belongs(form, refusal)
        return _index(form, 422)
    return _link_page(token)


@pages.post('/people/invitations/<key("invitation"):invitation_id>/withdraw')
@access.gate_for_own(Act.NAME_DRAFTERS)
def withdraw_invitation(invitation_id: int) -> Answer:
    people.withdraw_invitation(access.actor(), invitation_id)
    flash(_("The link opens nothing any more."), "success")
    return redirect("/people", 303)


@pages.post('/people/<key("person"):user_id>/appoint')
@access.gate_for_own(Act.NAME_DRAFTERS)
def appoint(user_id: int) -> Answer:
    reads.get_person(db.session(), user_id, visible_parties())
    form = AppointForm()
    if not form.validate():
        return _person(user_id, form, status=422)
    try:
        offices.appoint(
            access.actor(),
            user_id,
            role=Role(form.role.data),
            party=form.party.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
        )
    except Refusal as refusal:
        _say_where_it_belongs(form, refusal)
        return _person(user_id, form, status=422)
    flash(_("The office is given."), "success")
    return redirect(url_for("people.show", user_id=user_id), 303)


@pages.post('/people/<key("person"):user_id>/terms/<key("term"):term_id>/end')
@access.gate_for_own(Act.NAME_DRAFTERS)
def end_term(user_id: int, term_id: int) -> Answer:
    form = LastDayForm()
    if not form.validate():
        return _person(user_id, status=422)
    try:
        offices.end_office(access.actor(), term_id, last_day=form.last_day.data)
    except Refusal as refusal:
        return _refused(user_id, refusal)
    flash(_("The term is ended."), "success")
    return redirect("/people", 303)


@pages.post('/people/<key("person"):user_id>/chair')
@access.gate(Act.MANAGE_PEOPLE)
def transfer_chair(user_id: int) -> Answer:
    try:
        offices.transfer_chair(access.actor(), user_id)
    except Refusal as refusal:
        return _refused(user_id, refusal)
    flash(_("The chair is transferred."), "success")
    return redirect(url_for("people.show", user_id=user_id), 303)


@pages.post('/people/<key("person"):user_id>/reset')
@access.gate(Act.MANAGE_PEOPLE)
def make_reset_link(user_id: int) -> Answer:
    reads.get_person(db.session(), user_id, None)
    return _link_page(people.make_reset_link(access.actor(), user_id))


@pages.post('/people/<key("person"):user_id>/disable')
@access.gate(Act.MANAGE_PEOPLE)
def disable(user_id: int) -> Answer:
    try:
        people.disable(access.actor(), user_id)
    except LastAdministrator as refusal:
        return _refused(user_id, refusal)
    flash(_("The account is disabled and signed out everywhere."), "success")
    return redirect(url_for("people.show", user_id=user_id), 303)


@pages.post('/people/<key("person"):user_id>/enable')
@access.gate(Act.MANAGE_PEOPLE)
def enable(user_id: int) -> Answer:
    people.enable(access.actor(), user_id)
    flash(_("The account is enabled again."), "success")
    return redirect(url_for("people.show", user_id=user_id), 303)


def _link_page(token: str) -> Answer:
    """Show a new link, once. A redirect would have to keep it somewhere, so the answer to the form is the page."""
    link = f"{current_app.config['BASE_URL']}/invitation/{token}"
    page = render_template(
        "people/link.html", link=link, offer=people.read_link(token), ends=utcnow() + people.LINK_LIVES
    )
    return page, 201


def _refused(user_id: int, refusal: Refusal) -> Answer:
    """Say on the person's page what was refused; what is not about the form goes on its way."""
    if status_of(refusal) != 422:
        raise refusal
    return _person(user_id, refusal=refusal, status=422)


def _say_where_it_belongs(form: OfficeForm, refusal: Refusal) -> None:
    if status_of(refusal) != 422:
        raise refusal
    if isinstance(refusal, WrongAddress):
        say_beside(form["email"], refusal)
    elif isinstance(refusal, NoSuchParty):
        say_beside(form.party, refusal)
    else:
        say_beside(form.role, refusal)
