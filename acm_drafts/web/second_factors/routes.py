"""
The second factor: set up on one's own account, asked for after the password, and taken away.

The secret of an app that is not set up yet lies in the form, sealed; nothing is kept of it. Recovery codes are shown
once, on the page that answers the form: a redirection would have to keep them somewhere.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.errors import NotFound, WrongCode
from acm_drafts.services import attempts, second_factors, sign_ins
from acm_drafts.services.sign_ins import SignedIn
from acm_drafts.store.database import db
from acm_drafts.store.passkeys import passkeys_of
from acm_drafts.store.second_factors import find_factor, unused_codes
from acm_drafts.web.account.routes import sign_in_and_tell
from acm_drafts.web.shared import access, proof
from acm_drafts.web.shared.forms import needed, say_beside
from acm_drafts.web.shared.refusals import TooManyAttempts, status_of
from acm_drafts.web.shared.signing import seal, secrets, unseal

pages = Blueprint("second_factors", __name__)

Answer = Response | str | tuple[str, int]
QUIET = 4
"""The modules of white around a QR code, without which it is not read."""


class CodeForm(FlaskForm):
    code = StringField(_l("Code"), [needed])


class SetUpForm(CodeForm):
    sealed = HiddenField()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A QR code as the path of an SVG, in a square of *size* modules."""

    path: str
    size: int


def drawn(words: str) -> Drawing:
    """Return the QR code of *words*: each run of dark modules in a row is a rectangle of the path."""
    rows = [bytes(row) for row in segno.make(words, error="m", micro=False).matrix]
    runs = []
    for y, row in enumerate(rows, start=QUIET):
        start = 0
        for dark, length in _runs(row):
            if dark:
                runs.append(f"M{start + QUIET} {y}h{length}v1h-{length}z")
            start += length
    return Drawing("".join(runs), len(rows) + 2 * QUIET)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return the runs of equal modules of a row, each with its length."""
    runs: list[tuple[int, int]] = []
    for module in row:
        if runs and runs[-1][0] == module:
            runs[-1] = (module, runs[-1][1] + 1)
        else:
            runs.append((module, 1))
    return runs


# One's own ---------------------------------------------------------------------------------------


@pages.get("/account/second-factor")
@access.account_before_factor
def show() -> Answer:
    known = _known()
    if not known.has_factor:
        return _set_up_page(known, second_factors.new_secret())
    factor = find_factor(db.session(), known.user)
    return render_template(
        "second_factors/show.html",
        since=factor.made_at if factor else known.seen_at,
        left=unused_codes(db.session(), known.user),
        passkeys=len(passkeys_of(db.session(), known.user)),
        required=access.is_factor_required(known),
    )


def _known() -> SignedIn:
    known = access.person()
    if known is None:
        raise NotFound()
    return known


def _set_up_page(known: SignedIn, secret: str, form: SetUpForm | None = None, status: int = 200) -> Answer:
    """Return the page that shows the *secret* to an app, and asks for its first code."""
    form = form or SetUpForm(formdata=None)
    form.sealed.data = seal(secret, use=_use_of(known))
    house = urlsplit(str(current_app.config["BASE_URL"])).hostname or "acm_drafts"
    page = render_template(
        "second_factors/set_up.html",
        form=form,
        qr=drawn(second_factors.address_of(secret, email=known.email, house=f"ACM ({house})")),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        required=access.must_set_up_factor(known),
        onwards=_onwards(),
    )
    return page, status


def _use_of(known: SignedIn) -> str:
    return f"second factor of {known.user}"


def _onwards() -> str:
    """Return where to go afterwards, "" where nothing was said of it."""
    sent = request.args.get("next")
    return access.safe_next(sent) if sent else ""


@pages.post("/account/second-factor")
@access.account_before_factor
@proof.needed
def set_up() -> Answer:
    known, form = _known(), SetUpForm()
    secret = str(unseal(form.sealed.data or "", use=_use_of(known)))
    if not form.validate():
        return _set_up_page(known, secret, form, 422)
    count_code(known.user)
    try:
        codes = second_factors.set_up(access.actor(), secret, form.code.data, secrets())
    except WrongCode as refusal:
        say_beside(form.code, refusal)
        return _set_up_page(known, secret, form, 422)
    attempts.forgive_codes(known.user)
    access.sign_in(known.user, goes_on=True)
    return _codes_page(codes)


def _codes_page(codes: list[str]) -> Answer:
    """Show recovery codes, once."""
    spaced = [" ".join(code[i : i + 4] for i in range(0, len(code), 4)) for code in codes]
    onwards = _onwards() or url_for("second_factors.show")
    return render_template("second_factors/codes.html", codes=spaced, onwards=onwards), 201


@pages.post("/account/second-factor/codes")
@access.account
@proof.needed
def renew_codes() -> Answer:
    return _codes_page(second_factors.renew_codes(access.actor()))


@pages.post("/account/second-factor/remove")
@access.account
@proof.needed
def remove() -> Answer:
    known = _known()
    second_factors.remove(access.actor(), required=access.is_factor_required(known))
    access.sign_in(known.user, goes_on=True)
    flash(_("The second factor is removed. Every other browser was signed out."), "success")
    return redirect(url_for("account.show"), 303)


# After the password ------------------------------------------------------------------------------


@pages.get("/sign-in/code")
@access.public
def ask() -> Answer:
    waits = access.awaiting()
    if waits is None:
        return redirect(access.sign_in_url(_onwards()), 303)
    return _ask_page(waits[1], CodeForm(formdata=None))


def _ask_page(user_id: int, form: CodeForm, status: int = 200) -> Answer:
    page = render_template(
        "second_factors/ask.html",
        form=form,
        onwards=_onwards(),
        alone=request.args.get("alone"),
        has_passkey=bool(passkeys_of(db.session(), user_id)),
    )
    return page, status


@pages.post("/sign-in/code")
@access.public
def answer() -> Answer:
    waits = access.awaiting()
    if waits is None:
        return redirect(access.sign_in_url(_onwards()), 303)
    form, (sign_in_id, user_id) = CodeForm(), waits
    if not form.validate():
        return _ask_page(user_id, form, 422)
    try:
        is_recovery_code = prove(user_id, form.code.data)
    except WrongCode as refusal:
        say_beside(form.code, refusal)
        return _ask_page(user_id, form, status_of(refusal))
    sign_ins.end(sign_in_id)
    by_provider = access.came_by_provider()
    sign_in_and_tell(user_id, alone=bool(request.args.get("alone")), by_provider=by_provider)
    if is_recovery_code:
        tell_of_codes(user_id)
    return redirect(_onwards() or "/", 303)


def prove(user_id: int, code: str) -> bool:
    """
    Use a code of a person, and count the attempt; return whether it was a recovery code.

    Raises WrongCode, TooManyAttempts.
    """
    count_code(user_id)
    is_recovery_code = second_factors.prove(user_id, code, secrets())
    attempts.forgive_codes(user_id)
    return is_recovery_code


def tell_of_codes(user_id: int) -> None:
    """Say how many recovery codes are left to somebody who has just used one."""
    left = unused_codes(db.session(), user_id)
    flash(
        ngettext(
            "You used a recovery code. %(num)s is left.", "You used a recovery code. %(num)s are left.", left
        ),
        "warning",
    )


def count_code(user_id: int) -> None:
    """Count one attempt to prove a second factor. Raises TooManyAttempts."""
    if not attempts.count_code(user_id):
        raise TooManyAttempts()
