"""Notices: the list, how each kind is sent, and the link by which e-mails of a kind are refused."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.notices import RULES, Delivery, delivery_of
from acm_drafts.services import notices
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.notices import choices_of, notices_for, sends_mail
from acm_drafts.web.notices.page import notice_rows
from acm_drafts.web.shared import access
from acm_drafts.web.shared.bad_requests import BadRequest
from acm_drafts.web.shared.forms import options
from acm_drafts.web.shared.signing import NOTICE, conceal, reveal, secrets

pages = Blueprint("notices", __name__)

PAGE = 50
Answer = Response | str | tuple[str, int]

SENT = {
    Delivery.ONCE: N_("by e-mail at once"),
    Delivery.DAILY: N_("by e-mail, those of a day together"),
    Delivery.NONE: N_("under Notices alone"),
}


@pages.get("/notices")
@access.account
def index() -> str:
    """Show what the reader was told, newest first, fifty before the one that ?before= names."""
    session, who, before = db.session(), access.actor(), _before()
    listed = notices_for(session, who.user or 0, now=utcnow(), before=before, limit=PAGE + 1)
    shown = listed[:PAGE]
    known = access.person()
    return render_template(
        "notices/index.html",
        rows=notice_rows(session, who, shown),
        unread=known.unread if known else 0,
        last=conceal(shown[0].id, use=NOTICE) if shown and before is None else "",
        older=conceal(shown[-1].id, use=NOTICE) if len(listed) > PAGE else "",
        newest=before is None,
    )


def _before() -> int | None:
    sent = request.args.get("before", "")
    key = reveal(sent, use=NOTICE)
    if sent and key is None:
        raise NotFound()
    return key


@pages.post("/notices/read")
@access.account
def mark_read() -> Answer:
    last = reveal(request.form.get("last"), use=NOTICE)
    if last is None:
        raise BadRequest()
    notices.mark_read(access.actor(), last)
    return redirect(url_for("notices.index"), 303)


# How they are sent -------------------------------------------------------------------------------


def settings_form(**data: str) -> FlaskForm:
    """Return the form with a choice for each kind of notice, by the name of the kind."""

    class SettingsForm(FlaskForm):
        pass

    for kind, rule in RULES.items():
        ways = [way for way in Delivery if way is not Delivery.NONE or rule.optional]
        field = SelectField(_(rule.title), choices=options((way, _(SENT[way])) for way in ways))
        setattr(SettingsForm, kind.value, field)
    return SettingsForm(formdata=None, data=data) if data else SettingsForm()


@pages.get("/notices/settings")
@access.account
def settings() -> Answer:
    user = access.actor().user or 0
    chosen = choices_of(db.session(), {user}).get(user, {})
    return _settings_page(settings_form(**{kind.value: delivery_of(kind, chosen) for kind in RULES}))


@pages.post("/notices/settings")
@access.account
def save_settings() -> Answer:
    form = settings_form()
    if not form.validate():
        return _settings_page(form, 422)
    notices.set_delivery(access.actor(), {kind: Delivery(form[kind.value].data) for kind in RULES})
    flash(_("How you are told is saved."), "success")
    return redirect(url_for("notices.settings"), 303)


def _settings_page(form: FlaskForm, status: int = 200) -> Answer:
    fields = [form[kind.value] for kind in RULES]
    return render_template("notices/settings.html", form=form, fields=fields, sends=sends_mail()), status


# No more e-mails ---------------------------------------------------------------------------------


@pages.get("/unsubscribe/<token>")
@access.public
def unsubscribe_form(token: str) -> str:
    """Ask once more: what mail programs open by themselves changes nothing. Say so where the link was used."""
    return _unsubscribe_page(token)


@pages.post("/unsubscribe/<token>")
@access.public
def unsubscribe(token: str) -> str:
    """Refuse e-mails by the link alone: mail programs send this form too (RFC 8058), so it needs no other proof."""
    notices.refuse(token, *secrets())
    return _unsubscribe_page(token)


def _unsubscribe_page(token: str) -> str:
    refused = notices.read_refusal(token, *secrets())
    titles = [_(RULES[kind].title) for kind in refused.kinds]
    return render_template("notices/unsubscribe.html", token=token, titles=titles, is_done=refused.is_done)
