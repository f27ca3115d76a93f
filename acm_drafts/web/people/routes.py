"""
People: who holds which office until when, and inviting, appointing and suspending them.

Administrators see everybody, or those at the meeting that they administer; heads and alternates the
people of their own delegations at their meeting, and name drafters for them; heads alternates too. ?meeting= names
a meeting where there are several. A link is sent by e-mail, or shown once, on the page that made it, for only its hash
is kept.
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
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation import errors
from acm_drafts.negotiation.errors import NotFound, Refusal
from acm_drafts.negotiation.permissions import Act, Facts, may
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.services import delivery, invitations, nominations, offices, people, second_factors
from acm_drafts.store import meetings
from acm_drafts.store import people as reads
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.messages import messages_of_invitations, notices_not_arrived
from acm_drafts.store.nominations import may_confirm, nominations_awaiting
from acm_drafts.store.notices import sends_mail
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Appointment, Invitation, Meeting, Nomination, Party, User
from acm_drafts.store.second_factors import find_factor
from acm_drafts.web.security_events.routes import events_url
from acm_drafts.web.shared import access, proof
from acm_drafts.web.shared.addresses import named_meeting
from acm_drafts.web.shared.formatting import by_name, name_of, office_name, party_name
from acm_drafts.web.shared.forms import needed, options, say_beside
from acm_drafts.web.shared.layout import meeting_name
from acm_drafts.web.shared.refusals import status_of

pages = Blueprint("people", __name__)

PAGE = 50
LONGEST_SEARCH = 100
Answer = Response | str | tuple[str, int]


# Forms ---------------------------------------------------------------------------------------------


class OfficeForm(FlaskForm):
    """An office to give: the choices are those that the acting person has to give."""

    role = SelectField(_l("Office"), [needed])
    party = SelectField(_l("For"), default="")
    meeting = SelectField(_l("At which meeting"), default="")
    ends_on = DateField(_l("Last day of the term (may stay empty)"), [Optional()])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.meeting.choices = options(meeting_choices())
        if len(self.meeting.choices) < 2:
            del self.meeting
        if any(terms.parties is None for terms in seen() or [reads.Terms(None)]):
            self.role.choices = options((role, name_of(role)) for role in Role)
            self.party.choices = options(
                [("", _("nobody: the office belongs to no delegation")), *_with_names(_all_parties())]
            )
        else:
            self.role.choices = options((role, name_of(role)) for role in own_roles())
            self.party.choices = options(_with_names(_own_parties()))

    def chosen_meeting(self) -> int | None:
        """Return the meeting at which the office is to be held, None where the service decides."""
        if "meeting" in self:
            return int(self.meeting.data) if self.meeting.data else None
        terms = seen()
        return terms[0].meeting if terms and not administers() else None


class InviteForm(OfficeForm):
    email = StringField(_l("E-mail address"), [needed])


class AppointForm(OfficeForm):
    starts_on = DateField(_l("First day (today, if empty)"), [Optional()])


class LastDayForm(FlaskForm):
    last_day = DateField(_l("Last day"), [Optional()])


class ResetFactorForm(FlaskForm):
    reason = StringField(_l("Reason"), [needed])


class EndSessionsForm(FlaskForm):
    reason = StringField(_l("Reason"), [needed])


def own_roles() -> list[Role]:
    """Return the offices that the reader may give in a delegation or group of theirs."""
    heads = access.may_for_own(access.actor(), Act.NAME_ALTERNATES)
    return [Role.DRAFTER, Role.ALTERNATE] if heads else [Role.DRAFTER]


def administers() -> bool:
    """Return whether the reader administers in general: accounts, and the offices of every meeting."""
    return may(access.actor(), Act.MANAGE_PEOPLE)


def seen() -> reads.Seen:
    """Return which terms the reader sees, at the named meeting or else at all meetings of theirs; None: all terms."""
    who = access.actor()
    if named_meeting() and who.meeting is None:
        raise NotFound()
    if administers():
        return (reads.Terms(who.meeting),) if named_meeting() else None
    terms = []
    for at in who.places():
        if may(at, Act.MANAGE_PEOPLE, Facts(meeting=at.meeting)):
            terms.append(reads.Terms(at.meeting, general=False))
        elif own := at.parties(Role.HEAD, Role.ALTERNATE):
            terms.append(reads.Terms(at.meeting, own))
    return tuple(terms)


def person_url(user: User) -> str:
    """Return the address of a person's page."""
    return url_for("people.show", user_id=user.id)


def terms_in_words(user: User, visible: reads.Seen) -> str:
    """Return the offices that a person holds today, of those that the reader sees."""
    held = [office_name(term.role, term.party) for term in _terms(user, visible) if term.holds]
    return " · ".join(held) or str(_("no office today"))


def meeting_choices() -> list[tuple[int | str, str]]:
    """Return the meetings at which the reader may give an office; "" stands for in general."""
    if administers():
        known = [(meeting.id, meeting_name(meeting)) for meeting in meetings.open_meetings(db.session())]
        return [("", _("in general: the Mission’s own")), *known] if len(known) > 1 else []
    own, reader = {terms.meeting for terms in seen() or ()}, access.person()
    at_meetings = {office.meeting for office in (reader.offices if reader else ()) if office.meeting}
    return sorted((meeting.id, meeting_name(meeting)) for meeting in at_meetings if meeting.id in own)


def _all_parties() -> list[Party]:
    return [party for party in find_parties(db.session()) if party.kind != PartyKind.MISSION]


def _own_parties() -> list[Party]:
    own = {key for terms in seen() or () for key in terms.parties or ()}
    return [party for party in _all_parties() if party.id in own]


def _with_names(parties: list[Party]) -> list[tuple[str, str]]:
    return [(party.code, party_name(party)) for party in by_name(parties)]


# Pages ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """One term of office as the page shows it."""

    id: int
    role: Role
    party: Party | None
    meeting: Meeting | None
    starts_on: date
    ends_on: date | None
    holds: bool
    held_no_day: bool
    """It was ended before its first day, or on it."""
    is_over: bool
    is_mine_to_end: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """An office that an administrator gave and that a second person has to confirm, as the page shows it."""

    nomination: Nomination
    is_mine_to_confirm: bool
    is_mine_to_decline: bool


@pages.get("/people")
@access.gate_for_own(Act.NAME_DRAFTERS)
def index() -> Answer:
    return _index()


@pages.get('/people/<key("person"):user_id>')
@access.gate_for_own(Act.NAME_DRAFTERS)
def show(user_id: int) -> Answer:
    return _person(user_id)


def _index(form: InviteForm | None = None, status: int = 200, *, refusal: Refusal | None = None) -> Answer:
    session, visible = db.session(), seen()
    words = " ".join(request.args.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH]
    people = reads.find_people(session, visible, words)
    last = max(1, -(-len(people) // PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    shown = people[(number - 1) * PAGE : number * PAGE]
    form = form or InviteForm(formdata=None)
    open_links = [link for link in reads.find_open_invitations(session, visible, utcnow()) if _is_mine(link)]
    page = render_template(
        "people/index.html",
        people=[(user, [term for term in _terms(user, visible) if term.holds]) for user in shown],
        total=len(people),
        words=words,
        number=number,
        last=last,
        chair=_chair() if is_administrator() else None,
        invitations=open_links,
        awaited=_awaited(visible),
        refusal=refusal,
        mails=messages_of_invitations(session, [link.id for link in open_links]),
        sends=sends_mail(),
        not_arrived=notices_not_arrived(session) if administers() else (),
        form=form,
        administers=is_administrator(),
        reads_events=may(access.actor(), Act.READ_SECURITY_EVENTS),
        names_alternates=Role.ALTERNATE in own_roles(),
        meeting=_named(),
        choices=form.meeting.choices if "meeting" in form else (),
    )
    return page, status


def _awaited(visible: reads.Seen) -> list[Awaited]:
    """Return the offices that await confirmation, of those that the reader sees."""
    who = access.actor()
    return [
        Awaited(row, may_confirm(who, row), nominations.may_decline(who, row))
        for row in nominations_awaiting(db.session(), visible)
    ]


def _is_mine(link: Invitation) -> bool:
    """Return whether a link is the reader's to send again and to withdraw."""
    role = Role(link.role) if link.role else None
    return role is None or offices.may_fill(access.actor(), role, link.party, link.meeting_id)


def is_administrator() -> bool:
    """Return whether the reader administers the meeting at hand, or one of theirs."""
    return access.may_here(access.actor(), Act.MANAGE_PEOPLE)


def _chair() -> User | None:
    at = access.actor().meeting
    return reads.find_chair(db.session(), at, meetings.today(db.session(), at))


def _named() -> int | None:
    """Return the meeting that the address names, for the addresses of the page."""
    return access.actor().meeting if named_meeting() else None


def _person(
    user_id: int,
    form: AppointForm | None = None,
    refusal: Refusal | None = None,
    *,
    reset: ResetFactorForm | None = None,
    ending: EndSessionsForm | None = None,
    status: int = 200,
) -> Answer:
    visible = seen()
    user = reads.get_person(db.session(), user_id, visible)
    form = form or AppointForm(formdata=None)
    page = render_template(
        "people/show.html",
        user=user,
        terms=_terms(user, visible),
        form=form,
        last_day=LastDayForm(formdata=None),
        refusal=refusal,
        administers=administers(),
        has_factor=administers() and find_factor(db.session(), user.id) is not None,
        reset=reset or ResetFactorForm(formdata=None),
        ending=ending or EndSessionsForm(formdata=None),
        events=events_url(user) if administers() else "",
        chairs=[] if user.id == access.actor().user else _chairs(form),
        meeting=_named(),
        is_self=user.id == access.actor().user,
    )
    return page, status


def _chairs(form: AppointForm) -> list[tuple[int | None, str]]:
    """Return the meetings whose chair the reader may transfer, each with its name where there are several."""
    if not is_administrator():
        return []
    if "meeting" not in form:
        return [(_named(), "")]
    return [(int(choice.value), choice.label) for choice in form.meeting.choices if choice.value]


def _terms(user: User, visible: reads.Seen) -> list[Term]:
    """Return the terms that the reader sees, present and coming ones first."""
    terms = [
        (appointment, _today(appointment))
        for appointment in user.appointments
        if reads.is_seen(appointment, visible)
    ]
    terms.sort(key=lambda pair: (_is_over(*pair), pair[0].starts_on, pair[0].id))
    return [
        Term(
            id=appointment.id,
            role=Role(appointment.role),
            party=appointment.party,
            meeting=appointment.meeting,
            starts_on=appointment.starts_on,
            ends_on=appointment.ends_on,
            holds=reads.in_term(appointment.starts_on, appointment.ends_on, today),
            held_no_day=appointment.ends_on is not None and appointment.ends_on < appointment.starts_on,
            is_over=_is_over(appointment, today),
            is_mine_to_end=not _is_over(appointment, today)
            and offices.may_fill(
                access.actor(), Role(appointment.role), appointment.party, appointment.meeting_id
            ),
        )
        for appointment, today in terms
    ]


def _is_over(appointment: Appointment, today: date) -> bool:
    return appointment.ends_on is not None and appointment.ends_on < today


def _today(appointment: Appointment) -> date:
    """Return the day it is where a term is held."""
    known = access.person()
    at = appointment.meeting or (known.only if known else None)
    return meetings.today_in(at.zone if at else meetings.DEFAULT_ZONE)


# Acts ----------------------------------------------------------------------------------------------


@pages.post("/people/invite")
@access.gate_for_own(Act.NAME_DRAFTERS)
@proof.needed
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
            meeting=form.chosen_meeting(),
            ends_on=form.ends_on.data,
            secret=mail_secret(),
        )
    except Refusal as refusal:
        _say_where_it_belongs(form, refusal)
        return _index(form, 422)
    return _sent_or_shown(token)


@pages.post('/people/invitations/<key("invitation"):invitation_id>/resend')
@access.gate_for_own(Act.NAME_DRAFTERS)
@proof.needed
def resend_invitation(invitation_id: int) -> Answer:
    return _sent_or_shown(invitations.resend(access.actor(), invitation_id, secret=mail_secret()))


@pages.post('/people/messages/<key("message"):message_id>/send')
@access.gate(Act.MANAGE_PEOPLE)
def send_again(message_id: int) -> Answer:
    delivery.send_again(access.actor(), message_id)
    flash(_("The e-mail is sent again."), "success")
    return redirect(url_for("people.index", meeting=_named()), 303)


@pages.post('/people/invitations/<key("invitation"):invitation_id>/withdraw')
@access.gate_for_own(Act.NAME_DRAFTERS)
def withdraw_invitation(invitation_id: int) -> Answer:
    people.withdraw_invitation(access.actor(), invitation_id)
    flash(_("The link opens nothing any more."), "success")
    return redirect(url_for("people.index", meeting=_named()), 303)


@pages.post('/people/<key("person"):user_id>/appoint')
@access.gate_for_own(Act.NAME_DRAFTERS)
@proof.needed
def appoint(user_id: int) -> Answer:
    reads.get_person(db.session(), user_id, seen())
    form = AppointForm()
    if not form.validate():
        return _person(user_id, form, status=422)
    try:
        given = offices.appoint(
            access.actor(),
            user_id,
            role=Role(form.role.data),
            party=form.party.data,
            meeting=form.chosen_meeting(),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
        )
    except Refusal as refusal:
        _say_where_it_belongs(form, refusal)
        return _person(user_id, form, status=422)
    _say_given(given, _("The office is given."))
    return redirect(url_for("people.show", user_id=user_id, meeting=_named()), 303)


def _say_given(given: Appointment | Nomination, done: str) -> None:
    """Say that an office is given, or that it awaits a second person."""
    if offices.holds_at_once(given):
        flash(done, "success")
    else:
        flash(_("The appointment awaits confirmation by a second person. It gives no rights until then."))


@pages.post('/people/nominations/<key("nomination"):nomination_id>/confirm')
@access.gate_for_own(Act.NAME_DRAFTERS)
@proof.needed
def confirm_nomination(nomination_id: int) -> Answer:
    try:
        nominations.confirm(access.actor(), nomination_id)
    except Refusal as refusal:
        if status_of(refusal) != 422:
            raise
        return _index(refusal=refusal, status=422)
    flash(_("The appointment is confirmed."), "success")
    return redirect(url_for("people.index", meeting=_named()), 303)


@pages.post('/people/nominations/<key("nomination"):nomination_id>/decline')
@access.gate_for_own(Act.NAME_DRAFTERS)
def decline_nomination(nomination_id: int) -> Answer:
    nominations.decline(access.actor(), nomination_id)
    flash(_("The appointment is declined."), "success")
    return redirect(url_for("people.index", meeting=_named()), 303)


@pages.post('/people/<key("person"):user_id>/terms/<key("term"):term_id>/end')
@access.gate_for_own(Act.NAME_DRAFTERS)
@proof.needed
def end_term(user_id: int, term_id: int) -> Answer:
    form = LastDayForm()
    if not form.validate():
        return _person(user_id, status=422)
    try:
        offices.end_office(access.actor(), term_id, last_day=form.last_day.data)
    except Refusal as refusal:
        return _refused(user_id, refusal)
    flash(_("The term is ended."), "success")
    return redirect(url_for("people.index", meeting=_named()), 303)


@pages.post('/people/<key("person"):user_id>/chair')
@access.gate(Act.MANAGE_PEOPLE)
@proof.needed
def transfer_chair(user_id: int) -> Answer:
    try:
        given = offices.transfer_chair(access.actor(), user_id, meeting=_named())
    except Refusal as refusal:
        return _refused(user_id, refusal)
    _say_given(given, _("The chair is transferred."))
    return redirect(url_for("people.show", user_id=user_id, meeting=_named()), 303)


@pages.post('/people/<key("person"):user_id>/reset')
@access.gate(Act.MANAGE_PEOPLE)
@proof.needed
def make_reset_link(user_id: int) -> Answer:
    reads.get_person(db.session(), user_id, seen())
    token = people.make_reset_link(access.actor(), user_id, secret=mail_secret())
    if not sends_mail():
        return _link_page(token)
    flash(_("The link is sent by e-mail to %(email)s.", email=people.read_link(token).email), "success")
    return redirect(url_for("people.show", user_id=user_id, meeting=_named()), 303)


@pages.post('/people/<key("person"):user_id>/second-factor')
@access.gate(Act.MANAGE_PEOPLE)
@proof.needed
def reset_second_factor(user_id: int) -> Answer:
    reads.get_person(db.session(), user_id, seen())
    form = ResetFactorForm()
    if not form.validate():
        return _person(user_id, reset=form, status=422)
    try:
        second_factors.reset(access.actor(), user_id, reason=form.reason.data)
    except Refusal as refusal:
        if status_of(refusal) != 422:
            raise
        say_beside(form.reason, refusal)
        return _person(user_id, reset=form, status=422)
    flash(_("The second factor is reset. The person is signed out everywhere."), "success")
    return redirect(url_for("people.show", user_id=user_id, meeting=_named()), 303)


@pages.post('/people/<key("person"):user_id>/sessions/end')
@access.gate(Act.MANAGE_PEOPLE)
@proof.needed
def end_sessions(user_id: int) -> Answer:
    reads.get_person(db.session(), user_id, seen())
    form = EndSessionsForm()
    if not form.validate():
        return _person(user_id, ending=form, status=422)
    try:
        ended = people.end_sessions(access.actor(), user_id, reason=form.reason.data)
    except Refusal as refusal:
        if status_of(refusal) != 422:
            raise
        say_beside(form.reason, refusal)
        return _person(user_id, ending=form, status=422)
    flash(ngettext("%(num)s session is ended.", "%(num)s sessions are ended.", ended), "success")
    return redirect(url_for("people.show", user_id=user_id, meeting=_named()), 303)


@pages.post('/people/<key("person"):user_id>/disable')
@access.gate(Act.MANAGE_PEOPLE)
@proof.needed
def disable(user_id: int) -> Answer:
    try:
        people.disable(access.actor(), user_id)
    except errors.LastAdministrator as refusal:
        return _refused(user_id, refusal)
    flash(_("The account is suspended and signed out everywhere."), "success")
    return redirect(url_for("people.show", user_id=user_id, meeting=_named()), 303)


@pages.post('/people/<key("person"):user_id>/enable')
@access.gate(Act.MANAGE_PEOPLE)
@proof.needed
def enable(user_id: int) -> Answer:
    people.enable(access.actor(), user_id)
    flash(_("The account is active again."), "success")
    return redirect(url_for("people.show", user_id=user_id, meeting=_named()), 303)


def mail_secret() -> str | None:
    """Return what links are made from that are sent by e-mail, None where no e-mail is sent."""
    return str(current_app.config["SECRET_KEY"]) if sends_mail() else None


def _sent_or_shown(token: str) -> Answer:
    """Say that a new link is sent by e-mail, or show it where none is."""
    if not sends_mail():
        return _link_page(token)
    flash(_("The invitation is sent by e-mail to %(email)s.", email=people.read_link(token).email), "success")
    return redirect(url_for("people.index", meeting=_named()), 303)


def _link_page(token: str) -> Answer:
    """Show a new link, once. A redirect would have to keep it somewhere, so the answer to the form is the page."""
    link = f"{current_app.config['BASE_URL']}/invitation/{token}"
    page = render_template(
        "people/link.html", link=link, offer=people.read_link(token), ends=utcnow() + people.LINK_LIVES
    )
    return page, 201


def _refused(user_id: int, refusal: Refusal) -> Answer:
    """Show a refusal on the person's page; one that is not about the form is raised again."""
    if status_of(refusal) != 422:
        raise refusal
    return _person(user_id, refusal=refusal, status=422)


def _say_where_it_belongs(form: OfficeForm, refusal: Refusal) -> None:
    if status_of(refusal) != 422:
        raise refusal
    if isinstance(refusal, errors.WrongAddress):
        say_beside(form["email"], refusal)
    elif isinstance(refusal, errors.NoSuchParty):
        say_beside(form.party, refusal)
    elif isinstance(refusal, errors.WhichMeeting) and "meeting" in form:
        say_beside(form.meeting, refusal)
    else:
        say_beside(form.role, refusal)
