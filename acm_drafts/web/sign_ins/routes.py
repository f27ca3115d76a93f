"""The sessions of the signed-in person: on which browsers they are signed in, and ending one or all others."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.services import sign_ins
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import SignIn
from acm_drafts.store.security_events import last_sign_in
from acm_drafts.store.sign_ins import sessions_of
from acm_drafts.web.security_events.routes import device_in_words as device_named
from acm_drafts.web.security_events.routes import place_of
from acm_drafts.web.shared import access

pages = Blueprint("sign_ins", __name__)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session as its owner reads it."""

    id: int
    device: str
    began_at: datetime
    seen_at: datetime
    is_here: bool
    """It is the one in which the page is read."""


@pages.get("/account/sessions")
@access.account
def index() -> str:
    known = access.person()
    rows = sessions_of(db.session(), access.actor().user or 0, access.lifetime(), utcnow())
    sessions = [
        OwnSession(
            row.id, device_in_words(row), row.began_at, row.seen_at, known is not None and row.id == known.id
        )
        for row in rows
    ]
    sessions.sort(key=lambda session: not session.is_here)
    here = next((session for session in sessions if session.is_here), None)
    last = last_sign_in(db.session(), access.actor().user or 0, before=here.began_at) if here else None
    return render_template(
        "sign_ins/index.html", sessions=sessions, last=last, last_place=place_of(last) if last else ""
    )


def device_in_words(row: SignIn) -> str:
    """Return what a session is known by: browser and system, as far as they are known."""
    return device_named(row.browser, row.system) or str(_("Unknown browser"))


@pages.post('/account/sessions/<key("sign-in"):sign_in_id>/end')
@access.account
def end(sign_in_id: int) -> Response:
    known = access.person()
    sign_ins.end_own(access.actor().user or 0, sign_in_id)
    if known is not None and known.id == sign_in_id:
        access.sign_out()
        return redirect("/sign-in", 303)
    flash(_("The session is ended."), "success")
    return redirect("/account/sessions", 303)


@pages.post("/account/sessions/end-others")
@access.account
def end_others() -> Response:
    known = access.person()
    count = sign_ins.end_others(access.actor().user or 0, known.id if known else 0)
    flash(ngettext("%(num)s other session is ended.", "%(num)s other sessions are ended.", count), "success")
    return redirect("/account/sessions", 303)
