"""
The calendar of a text: its page, the private address of a person's own, and the feed that it opens.
"""

from flask import Blueprint, Response, current_app, flash, redirect, render_template
from werkzeug.wrappers import Response as WerkzeugResponse

from acm_drafts.documents.write.calendar import calendar_file
from acm_drafts.i18n import direction, interface_language, speaking
from acm_drafts.i18n import gettext as _
from acm_drafts.services import calendars
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.people import get_user
from acm_drafts.store.text import open_draft_set
from acm_drafts.web.calendar.dates import dates_of
from acm_drafts.web.calendar.page import drawing_of, listed
from acm_drafts.web.shared import access
from acm_drafts.web.sittings.routes import CALENDAR
from acm_drafts.web.text.routes import opened

pages = Blueprint("calendar", __name__)


@pages.get("/c/<code:code>/calendar")
@access.signed_in
def show(code: str) -> str:
    """Show the dates of the text that the reader may know of."""
    page, now = opened(code), utcnow()
    dates = dates_of(page.who, page.drafts)
    shown = listed(dates, now)
    own = get_user(db.session(), page.who.user).calendar if page.who.user else None
    return render_template(
        "calendar/show.html",
        root=f"/c/{code}",
        ahead=[date for date in shown if not date.past],
        past=[date for date in reversed(shown) if date.past],
        drawing=drawing_of(dates, now, rtl=direction(interface_language()) == "rtl"),
        address=f"{current_app.config['BASE_URL']}/c/{code}/calendar/{own}.ics" if own else "",
    )


@pages.post("/c/<code:code>/calendar/address")
@access.signed_in
def make_address(code: str) -> WerkzeugResponse:
    """Make a private address for the reader's own calendar, in place of the one there was."""
    calendars.make_address(opened(code).who)
    flash(_("Your calendar has a new private address. An earlier one opens nothing any more."), "success")
    return redirect(f"/c/{code}/calendar#own", 303)


@pages.post("/c/<code:code>/calendar/address/end")
@access.signed_in
def end_address(code: str) -> WerkzeugResponse:
    """Let the private address open nothing any more."""
    calendars.end_address(opened(code).who)
    flash(_("The private address of your calendar opens nothing any more."), "success")
    return redirect(f"/c/{code}/calendar#own", 303)


@pages.get("/c/<code:code>/calendar/<token>.ics")
@access.public
def feed(code: str, token: str) -> Response:
    """Give the dates of the text to a calendar that knows the private address of a person who may read them."""
    reader = calendars.reader_of(token)
    drafts = open_draft_set(db.session(), code, reader.actor)
    host = str(current_app.config["BASE_URL"])
    with speaking(reader.language):
        dates = dates_of(reader.actor.at(drafts.communique.meeting_id), drafts, host=host)
        data = calendar_file(date.entry for date in dates if date.entry is not None)
    answer = Response(data, content_type=CALENDAR)
    answer.headers["Cache-Control"] = "private, max-age=300"
    answer.headers["Content-Disposition"] = f'inline; filename="calendar-{code}.ics"'
    return answer
