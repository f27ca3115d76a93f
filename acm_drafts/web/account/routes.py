"""
Signing in and out, links by invitation, one's own account, and the language of the pages.

Attempts are counted before a password is looked at: see services.attempts.
"""

from datetime import datetime, timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import ValidationError

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language, ngettext
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import AddressTaken, NotFound, Refusal, WrongCredentials, WrongName
from acm_drafts.negotiation.names import NameReserved, NameTaken
from acm_drafts.services import attempts, people, sign_ins
from acm_drafts.services.attempts import Attempt
from acm_drafts.services.credentials import SHORTEST_PASSWORD
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.nominations import nominations_of
from acm_drafts.store.second_factors import find_factor
from acm_drafts.store.security_events import last_sign_in
from acm_drafts.store.sign_ins import count_sessions
from acm_drafts.store.single_sign_on import find_identity
from acm_drafts.text.language import NATIVE_NAMES
from acm_drafts.web.security_events.routes import place_of
from acm_drafts.web.shared import access, known_devices, zones
from acm_drafts.web.shared.bad_requests import SlowedDown
from acm_drafts.web.shared.cookies import cookie_name, is_secure
from acm_drafts.web.shared.formatting import moment
from acm_drafts.web.shared.forms import needed, options, say_beside
from acm_drafts.web.shared.layout import LANGUAGE_COOKIE
from acm_drafts.web.shared.refusals import status_of

pages = Blueprint("account", __name__)

YEAR = 365 * 24 * 3600
Answer = Response | str | tuple[str, int]


class SignInForm(FlaskForm):
    email = StringField(_l("E-mail address"), [needed])
    password = PasswordField(_l("Password"), [needed])
    alone = BooleanField(_l("End my sessions in other browsers"))


class NewPassword(FlaskForm):
    """A password, typed twice: nobody can read it over."""

    password = PasswordField(_l("New password"), [needed])
    again = PasswordField(_l("The same password again"), [needed])

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("The two passwords differ."))


class JoinForm(NewPassword):
    name = StringField(_l("Your name, as it should stand on the pages"), [needed])
    language = SelectField(_l("Language of the pages"), choices=options(NATIVE_NAMES.items()))


class DetailsForm(FlaskForm):
    name = StringField(_l("Name"), [needed])
    language = SelectField(_l("Language of the pages"), choices=options(NATIVE_NAMES.items()))
    zone = SelectField(_l("Your own time zone, shown beside the conference’s"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.zone.choices = [*options([("", _("none"))]), *zones.choices()]


class PasswordForm(NewPassword):
    old = PasswordField(_l("Present password"), [needed])


# Signing in ----------------------------------------------------------------------------------------


@pages.get("/sign-in")
@access.public
def sign_in_form() -> Answer:
    return _sign_in_page(SignInForm(), request.args.get("next", "")), 200


def _sign_in_page(form: SignInForm, onwards: str, refusal: Refusal | None = None) -> str:
    return render_template(
        "account/sign_in.html", form=form, onwards=onwards, refusal=refusal, provider=access.provider()
    )


@pages.post("/sign-in")
@access.public
def sign_in() -> Answer:
    form = SignInForm()
    onwards = access.safe_next(request.args.get("next"))
    if not form.validate():
        return _sign_in_page(form, onwards), 422
    attempt = count_attempt(form.email.data, known_devices.device_for(form.email.data))
    try:
        user_id = sign_ins.authenticate(form.email.data, form.password.data)
    except WrongCredentials as refusal:
        return _sign_in_page(form, onwards, refusal), status_of(refusal)
    return come_in(user_id, onwards, alone=form.alone.data, attempt=attempt)


def come_in(
    user_id: int,
    onwards: str,
    *,
    alone: bool = False,
    by_provider: bool = False,
    has_factor: bool = False,
    attempt: Attempt | None = None,
) -> Response:
    """
    Sign somebody in whose password is right, or ask for the second factor first. *alone*: other sessions end.

    *by_provider*: the identity provider said who it is, in the place of the password; *has_factor*: it asked for a
    second factor too. *attempt*: the one that succeeded, where one was counted.
    """
    if not has_factor and find_factor(db.session(), user_id) is not None:
        access.await_factor(user_id, by_provider=by_provider, attempt=attempt)
        return redirect(url_for("second_factors.ask", next=onwards, alone=1 if alone else None), 303)
    sign_in_and_tell(user_id, alone=alone, by_provider=by_provider, proved=not by_provider, attempt=attempt)
    return redirect(onwards, 303)


def sign_in_and_tell(
    user_id: int,
    *,
    alone: bool,
    by_provider: bool = False,
    proved: bool = True,
    attempt: Attempt | None = None,
) -> None:
    """
    Sign somebody in in this browser, and say when they last did. *alone*: their other sessions end.

    *by_provider*: the identity provider said who it is; *proved*: nonetheless they typed a code here just now.
    *attempt*: the one that succeeded, where one was counted.
    """
    last = last_sign_in(db.session(), user_id)
    access.sign_in(user_id, by_provider=by_provider, proved=proved, attempt=attempt)
    if last is not None:
        place = place_of(last)
        flash(
            _("You last signed in on %(moment)s, from: %(place)s.", moment=moment(last.at), place=place),
            "message",
        )
    tell_of_other_sessions(user_id, ends=alone)


def tell_of_other_sessions(user_id: int, *, ends: bool) -> None:
    """Say, after signing in, that other sessions of the person are open, or end them where the person wants that."""
    known = access.person()
    if ends and known is not None:
        sign_ins.end_others(user_id, known.id)
        return
    others = count_sessions(db.session(), user_id, access.lifetime(), utcnow()) - 1
    if others > 0:
        flash(
            ngettext(
                "%(num)s other session of yours is open. Your account lists the sessions and ends them.",
                "%(num)s other sessions of yours are open. Your account lists the sessions and ends them.",
                others,
            ),
            "warning",
        )


@pages.post("/sign-out")
@access.account_before_factor
def sign_out() -> Answer:
    provider = access.provider() if access.came_by_provider() else None
    access.sign_out()
    flash(_("You are signed out."), "success")
    if provider is not None:
        flash(
            _(
                "At %(name)s you may still be signed in. On a device of others sign out there too.",
                name=provider.name,
            )
        )
    return _leave_nothing(redirect("/sign-in", 303))


def _leave_nothing(response: Response) -> Response:
    """Ask the browser to forget the words that it saved: the next person at the device is somebody else."""
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def count_attempt(email: str, device: str) -> Attempt:
    """Count one attempt on an account, before its password is looked at, and return it. Raises SlowedDown."""
    attempt = Attempt(email, request.remote_addr or "", device)
    until = attempts.count_attempt(attempt)
    if until:
        raise SlowedDown(until=whole_minute_after(until))
    return attempt


def whole_minute_after(moment: datetime) -> datetime:
    """Return the next whole minute: pages say no seconds, and nobody is to come too early."""
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


# Links ---------------------------------------------------------------------------------------------


@pages.get("/invitation/<token>")
@access.public
def invitation(token: str) -> Answer:
    return _link_page(token, people.read_link(token))


@pages.post("/invitation/<token>")
@access.public
def use_invitation(token: str) -> Answer:
    link = people.read_link(token)
    if link.role is None:
        return _choose_password(token, link)
    if link.has_account:
        return _take_office(token, link)
    return _join(token, link)


def _link_page(token: str, link: people.Link, form: FlaskForm | None = None, status: int = 200) -> Answer:
    """Return the page of an open link: for a new account, a further office, or a new password."""
    if form is None:
        if link.role is None:
            form = NewPassword()
        elif link.has_account:
            form = FlaskForm()
        else:
            form = JoinForm(language=interface_language().value)
    known = access.person()
    is_theirs = known is not None and known.email == link.email
    page = render_template(
        "account/invitation.html",
        token=token,
        link=link,
        form=form,
        is_theirs=is_theirs,
        least=SHORTEST_PASSWORD,
    )
    return page, status


def _join(token: str, link: people.Link) -> Answer:
    form = JoinForm()
    if not form.validate():
        return _link_page(token, link, form, 422)
    try:
        user_id = people.accept_invitation(
            token, name=form.name.data, password=form.password.data, language=form.language.data
        )
    except AddressTaken:
        return redirect(f"/invitation/{token}", 303)
    except (WrongName, NameReserved, NameTaken) as refusal:
        return _link_page_with_error(form.name, refusal, token, link, form)
    except Refusal as refusal:
        return _link_page_with_error(form.password, refusal, token, link, form)
    access.sign_in(user_id)
    flash(_("Welcome. Your account is ready."), "success")
    return _after_taking(user_id, link)


def _take_office(token: str, link: people.Link) -> Answer:
    known = access.person()
    if known is None or known.email != link.email:
        return _link_page(token, link, status=403)
    if people.accept_office(access.actor(), token):
        flash(_("The office is yours."), "success")
        return redirect(_begins_at(link), 303)
    return _after_taking(known.user, link)


def _begins_at(link: people.Link) -> str:
    """Return where somebody begins in a new office: at its meeting, which need not be the one that comes first."""
    return f"/meetings/{link.meeting.id}" if link.meeting else "/"


def _after_taking(user_id: int, link: people.Link) -> Response:
    """Lead somebody on who has taken an office; where it awaits confirmation, to the account that says so."""
    if not nominations_of(db.session(), user_id):
        return redirect(_begins_at(link), 303)
    flash(_("Your appointment awaits confirmation by a second person. Your account says so until then."))
    return redirect(url_for("account.show"), 303)


def _choose_password(token: str, link: people.Link) -> Answer:
    form = NewPassword()
    if not form.validate():
        return _link_page(token, link, form, 422)
    try:
        user_id = people.choose_password(token, form.password.data)
    except Refusal as refusal:
        return _link_page_with_error(form.password, refusal, token, link, form)
    answer = come_in(user_id, "/")
    flash(_("The new password holds from now on. Every other browser was signed out."), "success")
    return answer


def _link_page_with_error(
    field: StringField, refusal: Refusal, token: str, link: people.Link, form: FlaskForm
) -> Answer:
    if status_of(refusal) != 422:
        raise refusal
    say_beside(field, refusal)
    return _link_page(token, link, form, 422)


# One's own account -----------------------------------------------------------------------------------


@pages.get("/account")
@access.account
def show() -> Answer:
    return _account_page()


@pages.post("/account/details")
@access.account
def change_details() -> Answer:
    form = DetailsForm()
    if not form.validate():
        return _account_page(details=form, status=422)
    try:
        people.change_details(
            access.actor(), name=form.name.data, language=form.language.data, zone=form.zone.data
        )
    except (WrongName, NameReserved, NameTaken) as refusal:
        say_beside(form.name, refusal)
        return _account_page(details=form, status=422)
    flash(_("Your details are saved."), "success")
    return remember_language(make_response(redirect("/account", 303)), form.language.data)


@pages.post("/account/password")
@access.account
def change_password() -> Answer:
    form = PasswordForm()
    if not form.validate():
        return _account_page(password=form, status=422)
    actor, email = access.actor(), str(getattr(access.person(), "email", ""))
    attempt = count_attempt(email, access.session_name())
    try:
        people.change_password(actor, old=form.old.data, new=form.password.data)
    except Refusal as refusal:
        say_beside(form.old if isinstance(refusal, WrongCredentials) else form.password, refusal)
        return _account_page(password=form, status=422)
    access.sign_in(actor.user or 0, goes_on=True, attempt=attempt)
    flash(_("The new password holds from now on. Every other browser was signed out."), "success")
    return redirect("/account", 303)


@pages.post("/account/sign-out-everywhere")
@access.account
def sign_out_everywhere() -> Answer:
    sign_ins.end_everywhere(access.actor().user or 0)
    access.sign_out()
    flash(_("You are signed out on every device."), "success")
    return _leave_nothing(redirect("/sign-in", 303))


def _account_page(
    *, details: FlaskForm | None = None, password: FlaskForm | None = None, status: int = 200
) -> Answer:
    known = access.person()
    if known is None:
        raise NotFound()
    details = details or DetailsForm(
        formdata=None, data={"name": known.name, "language": known.language, "zone": known.zone}
    )
    password = password or PasswordForm(formdata=None)
    page = render_template(
        "account/show.html",
        known=known,
        awaited=nominations_of(db.session(), known.user),
        details=details,
        password=password,
        least=SHORTEST_PASSWORD,
        provider=access.provider(),
        identity=find_identity(db.session(), known.user),
    )
    return page, status


# The rest --------------------------------------------------------------------------------------------


@pages.get("/language/<code>")
@access.public
def choose_language(code: str) -> Answer:
    """Remember the language in this browser. Nobody else could notice it, so a link may do it."""
    if code not in NATIVE_NAMES:
        raise NotFound()
    onwards = access.safe_next(request.args.get("next"))
    return remember_language(make_response(redirect(onwards, 303)), code)


def remember_language(response: Response, code: str) -> Response:
    response.set_cookie(
        cookie_name(LANGUAGE_COOKIE),
        code,
        max_age=YEAR,
        secure=is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
