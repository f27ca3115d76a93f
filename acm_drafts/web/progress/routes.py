"""
The progress of a text, and the evening report of the Mission.
"""

from datetime import date

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.documents.write.evening import Heading, Sentence, Table, blocks_of, title_of
from acm_drafts.i18n import direction, interface_language
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import counted_rounds
from acm_drafts.services.evening_reports import evening_document, evening_text
from acm_drafts.services.progress import progress_of
from acm_drafts.store.database import db
from acm_drafts.store.meetings import day_in, end_of_day, today_in
from acm_drafts.store.set_apart import reads_every_decline
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.documents.routes import document_answer
from acm_drafts.web.progress.page import WIDE, progress_page
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import may_here
from acm_drafts.web.shared.withheld import withheld_from
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("progress", __name__)


@pages.get("/c/<code:code>/progress")
@access.signed_in
def show(code: str) -> str:
    """
    Show how far the text has come: by section and level, and draft by draft; ?day= as it was at the end of a past day.

    That is computed for who reads everything: raises NotFound for others, and for a day on which there was no text.
    """
    page, session, day = opened(code), db.session(), _asked_day()
    today = today_in(page.communique.meeting.zone)
    until = None
    if day is not None and day != today:
        if day > today or not may_here(page.who, Act.READ_DESK):
            raise NotFound()
        until = end_of_day(page.communique.meeting.zone, day)
        page = Opened(page.drafts.until(until), page.who)
    progress = progress_of(session, page.who, page.drafts, until=until)
    context = page.drafts.context
    newest = page.drafts.newest
    return render_template(
        "progress/show.html",
        page=page,
        root=f"/c/{code}",
        day=(day or today).isoformat(),
        first=_first_day(page),
        today=today.isoformat(),
        past=day if until else None,
        shown=progress_page(page, progress, rtl=direction(interface_language()) == "rtl"),
        wide=WIDE,
        context=context,
        withheld=withheld_from(page.who, context),
        reads_all=may_here(page.who, Act.READ_DESK),
        whole=progress.whole,
        reads_bodies=reads_every_decline(page.who, page.drafts),
        counted=None
        if until
        else counted_rounds.counted_round(session, page.who, page.drafts, version=newest),
    )


# The evening report ----------------------------------------------------------------------------------

KINDS = {Heading: "heading", Sentence: "sentence", Table: "table"}
"""How the template tells the blocks of the report apart."""


@pages.get("/c/<code:code>/progress/evening")
@access.gate(Act.READ_DESK)
def evening(code: str) -> str:
    """Show the report of today, of the day that ?day= names, in the reader's language."""
    page, language, day = opened(code), interface_language(), _asked_day()
    report = evening_text(db.session(), page.who, page.drafts, language=language, day=day)
    return render_template(
        "progress/evening.html",
        page=page,
        root=f"/c/{code}",
        day=report.day,
        first=_first_day(page),
        today=today_in(page.communique.meeting.zone).isoformat(),
        title=title_of(report),
        language=language,
        blocks=[(KINDS[type(block)], block) for block in blocks_of(report)],
        names=NATIVE_NAMES,
    )


@pages.get("/c/<code:code>/progress/evening.docx")
@access.gate(Act.READ_DESK)
def word(code: str) -> Response:
    """Give the same as a Word file, in the reader's language or the one that ?language= names. Raises NotFound."""
    page, day = opened(code), _asked_day()
    wanted = request.args.get("language", "") or interface_language().value
    if wanted not in NATIVE_NAMES:
        raise NotFound()
    data = evening_document(
        db.session(),
        page.who,
        page.drafts,
        language=Language(wanted),
        day=day,
        template=current_app.config["TEMPLATE"],
    )
    return document_answer(data, f"evening-{code}-{day or 'today'}-{wanted}.docx")


def _first_day(page: Opened) -> str:
    """Return the day on which there was a text first, in ISO."""
    return day_in(page.communique.meeting.zone, page.drafts.versions[0].draft.made_at).isoformat()


def _asked_day() -> date | None:
    """Return the day that the address names, None for none. Raises NotFound where it is no day."""
    sent = request.args.get("day", "")
    try:
        return date.fromisoformat(sent) if sent else None
    except ValueError:
        raise NotFound() from None
