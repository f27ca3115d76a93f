"""
Passkeys: added and removed on one's own account, and used to sign in, after the password or in its place.

The script asks for a challenge, lets the browser sign it and sends the answer as a form. The token of the challenge
lies in the cookie. Without the script the forms are not shown, and the code of the app is asked for.
"""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import HiddenField, StringField

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import NoFactor, Refusal
from acm_drafts.negotiation.passkeys import PasskeyRefused
from acm_drafts.services import attempts, passkeys, sign_ins
from acm_drafts.services.passkeys import Asked
from acm_drafts.store.database import db
from acm_drafts.store.passkeys import passkeys_of
from acm_drafts.web.account.routes import tell_of_other_sessions
from acm_drafts.web.shared import access, proof
from acm_drafts.web.shared.forms import needed, say_beside
from acm_drafts.web.shared.refusals import TooManyAttempts, status_of

pages = Blueprint("passkeys", __name__)

Answer = WerkzeugResponse | str | tuple[str, int]
TOKEN = "passkey"
"""Under this name the cookie holds the token of the challenge that its browser was given."""


class PasskeyForm(FlaskForm):
    name = StringField(_l("Name of the device"), [needed])
    answer = HiddenField()


def _options(asked: Asked) -> Response:
    """Return what the browser is asked, and keep the token of it in the cookie."""
    session[TOKEN] = asked.token
    return Response(asked.options, mimetype="application/json")


def _token() -> str:
    return str(session.pop(TOKEN, ""))


# One's own ---------------------------------------------------------------------------------------


@pages.get("/account/passkeys")
@access.account
def index() -> Answer:
    return _page(PasskeyForm(formdata=None))


def _page(form: PasskeyForm, refusal: Refusal | None = None, status: int = 200) -> Answer:
    known = access.person()
    if known is None or not known.has_factor:
        return redirect(url_for("second_factors.show"), 303)
    page = render_template(
        "passkeys/index.html", form=form, passkeys=passkeys_of(db.session(), known.user), refusal=refusal
    )
    return page, status


@pages.post("/account/passkeys/options")
@access.account
def add_options() -> Response:
    return _options(passkeys.ask_to_add(access.actor(), proof.house()))


@pages.post("/account/passkeys")
@access.account
@proof.needed
def add() -> Answer:
    form, who = PasskeyForm(), access.actor()
    if not form.validate():
        return _page(form, status=422)
    try:
        passkeys.add(who, _token(), form.answer.data or "", name=form.name.data, house=proof.house())
    except NoFactor:
        raise
    except Refusal as refusal:
        say_beside(form.name, refusal)
        return _page(form, status=422)
    access.sign_in(who.user or 0, goes_on=True)
    flash(_("The passkey is added. Every other browser was signed out."), "success")
    return redirect(url_for("passkeys.index"), 303)


@pages.post('/account/passkeys/<key("passkey"):passkey_id>/remove')
@access.account
@proof.needed
def remove(passkey_id: int) -> Answer:
    who = access.actor()
    passkeys.remove(who, passkey_id)
    access.sign_in(who.user or 0, goes_on=True)
    flash(_("The passkey is removed. Every other browser was signed out."), "success")
    return redirect(url_for("passkeys.index"), 303)


@pages.post("/account/passkeys/proof")
@access.account
def proof_options() -> Response:
    """Ask the browser for a passkey of the person, before an act that asks once more who it is."""
    return Response(proof.ask_passkey(access.actor().user or 0).options, mimetype="application/json")


# Signing in --------------------------------------------------------------------------------------


@pages.post("/sign-in/passkey/options")
@access.public
def sign_in_options() -> Response:
    """Ask the browser for a passkey: one of the person whose password was right, else any that it holds."""
    waits = access.awaiting()
    if not attempts.count_passkey(request.remote_addr or ""):
        raise TooManyAttempts()
    return _options(
        passkeys.ask_to_prove(waits[1], proof.house()) if waits else passkeys.ask_to_sign_in(proof.house())
    )


@pages.post("/sign-in/passkey")
@access.public
def sign_in() -> Answer:
    waits, token, sent = access.awaiting(), _token(), request.form.get("answer", "")
    onwards, alone = access.safe_next(request.args.get("next")), bool(request.form.get("alone"))
    try:
        if waits:
            passkeys.prove(waits[1], token, sent, house=proof.house())
            sign_ins.end(waits[0])
            user_id = waits[1]
        else:
            user_id = passkeys.sign_in(token, sent, house=proof.house())
    except PasskeyRefused as refusal:
        return render_template(
            "passkeys/refused.html", refusal=refusal, onwards=onwards, waits=waits is not None
        ), status_of(refusal)
    access.sign_in(user_id, by_provider=waits is not None and access.came_by_provider())
    tell_of_other_sessions(user_id, ends=alone)
    return redirect(onwards, 303)
