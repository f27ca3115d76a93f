"""
The e-mail address of one's own account: a link is sent to the new one, and its owner confirms it, signed in.
"""

from flask import Blueprint, current_app, flash, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import LinkSpent, Refusal
from acm_drafts.services import address_changes, sign_ins
from acm_drafts.store.address_changes import find_address_change
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.notices import sends_mail
from acm_drafts.web.shared import access, proof
from acm_drafts.web.shared.forms import needed, say_beside
from acm_drafts.web.shared.refusals import status_of

pages = Blueprint("address_changes", __name__)

Answer = Response | str | tuple[str, int]


class AddressForm(FlaskForm):
    email = StringField(_l("New e-mail address"), [needed])


@pages.get("/account/address")
@access.account
def form() -> Answer:
    return _page(AddressForm(formdata=None))


def _page(form: AddressForm, status: int = 200) -> Answer:
    known = access.person()
    email = known.email if known else ""
    return render_template("address_changes/form.html", form=form, email=email, sends=sends_mail()), status


@pages.post("/account/address")
@access.account
@proof.needed
def ask() -> Answer:
    form = AddressForm()
    if not form.validate():
        return _page(form, 422)
    try:
        address_changes.ask(access.actor(), form.email.data, secret=str(current_app.config["SECRET_KEY"]))
    except Refusal as refusal:
        if status_of(refusal) != 422:
            raise
        say_beside(form.email, refusal)
        return _page(form, 422)
    flash(_("A link is sent to the new address. The change holds once you confirm it there."), "success")
    return redirect("/account", 303)


@pages.get("/account/address/<token>")
@access.account
def confirm_form(token: str) -> str:
    change = find_address_change(db.session(), sign_ins.hash_of(token), utcnow())
    if change is None or change.user_id != access.actor().user:
        raise LinkSpent()
    return render_template("address_changes/confirm.html", token=token, email=change.email)


@pages.post("/account/address/<token>")
@access.account
def confirm(token: str) -> Answer:
    user = access.actor().user or 0
    address_changes.confirm(access.actor(), token)
    access.sign_in(user, goes_on=True)
    flash(_("The new address holds from now on. Every other browser was signed out."), "success")
    return redirect("/account", 303)
