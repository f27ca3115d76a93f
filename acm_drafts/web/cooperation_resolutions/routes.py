"""
The resolutions on cooperation between the United Nations and the OIC: the list, the file it is filled from, and as CSV.
"""

from flask import Blueprint, Response, flash, redirect, render_template
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as Answered

from acm_drafts.documents.read.cooperation_resolutions import COLUMNS, read_resolutions
from acm_drafts.documents.write.spreadsheet import CSV
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.cooperation_resolutions import ResolutionsRefused, Vote, VoteKind
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import cooperation_resolutions
from acm_drafts.services.partners import keeps_partners
from acm_drafts.store.cooperation_resolutions import resolutions_listed
from acm_drafts.store.database import db
from acm_drafts.store.meetings import today
from acm_drafts.web.shared import access
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of

pages = Blueprint("cooperation_resolutions", __name__)

Answer = Answered | str | tuple[str, int]
NAMED = 30
"""So many wrong cells of a file are named on the page."""


class FileForm(FlaskForm):
    file = FileField(_l("A file: .csv"))


@pages.get("/partners/resolutions")
@access.gate(Act.READ_PARTNERS)
def index() -> Answer:
    """List the resolutions, those of the latest session first."""
    return _page(FileForm(formdata=None))


def _page(form: FileForm, refusal: Refusal | None = None, status: int = 200) -> Answer:
    cells = refusal.cells if isinstance(refusal, ResolutionsRefused) else ()
    page = render_template(
        "cooperation_resolutions/index.html",
        rows=[(row, vote_in_words(row.vote)) for row in resolutions_listed(db.session(), access.actor())],
        keeps=keeps_partners(access.actor()),
        columns=COLUMNS,
        form=form,
        refusal=refusal,
        cells=cells[:NAMED],
        unnamed=max(len(cells) - NAMED, 0),
    )
    return page, status


def vote_in_words(vote: Vote | None) -> str:
    """Return how a resolution was adopted, "" where that is not known."""
    if vote is None:
        return ""
    if vote.kind is VoteKind.WITHOUT_A_VOTE:
        return str(_("without a vote"))
    return str(
        _(
            "%(in_favour)s in favour, %(against)s against, %(abstaining)s abstaining",
            in_favour=vote.in_favour,
            against=vote.against,
            abstaining=vote.abstaining,
        )
    )


@pages.post("/partners/resolutions")
@access.gate(Act.MANAGE_PARTNERS)
def bring_in() -> Answer:
    """Bring a file into the list; nothing of it where one cell cannot be used."""
    form = FileForm()
    if not (form.file.data and form.file.data.filename):
        form.validate()
        form.file.errors = [_("Choose a file.")]
        return _page(form, status=422)
    if not form.validate():
        return _page(form, status=422)
    try:
        rows = read_resolutions(form.file.data.read(), today(db.session(), None))
        imported = cooperation_resolutions.bring_in(access.actor(), rows)
    except ResolutionsRefused as refusal:
        return _page(form, refusal, status_of(refusal))
    except Refusal as refusal:
        say_beside(form.file, refusal)
        return _page(form, status=status_of(refusal))
    flash(_said(imported), "success")
    return redirect("/partners/resolutions", 303)


def _said(imported: cooperation_resolutions.Imported) -> str:
    parts = (
        ngettext("%(num)s resolution added", "%(num)s resolutions added", imported.added),
        ngettext("%(num)s changed", "%(num)s changed", imported.changed),
        ngettext("%(num)s unchanged", "%(num)s unchanged", imported.unchanged),
    )
    return str(_("File read: %(counts)s.", counts=_(", ").join(parts)))


@pages.post("/partners/resolutions/<code:resolution>/remove")
@access.gate(Act.MANAGE_PARTNERS)
def remove(resolution: str) -> Answer:
    """Take a resolution out of the list."""
    try:
        symbol = cooperation_resolutions.remove(access.actor(), resolution)
    except Refusal as refusal:
        return _page(FileForm(formdata=None), refusal, status_of(refusal))
    flash(_("%(symbol)s is no longer in the list.", symbol=symbol), "success")
    return redirect("/partners/resolutions", 303)


@pages.get("/partners/resolutions.csv")
@access.gate(Act.READ_PARTNERS)
def as_table() -> Response:
    """Give the list as a CSV file, with the columns that a file is read with, every cell in quotation marks."""
    answer = Response(cooperation_resolutions.as_file(db.session(), access.actor()), mimetype=CSV)
    answer.headers["Content-Disposition"] = 'attachment; filename="cooperation-resolutions.csv"'
    return answer
