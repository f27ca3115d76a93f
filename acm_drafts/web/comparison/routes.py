"""
Compare: any two drafts or any three, or a draft and a text from elsewhere; and the old numbers of the new ones.

What became of a paragraph is decided in negotiation.comparison, and which number
was which in negotiation.concordance; this module chooses the texts and brings it all together.
"""

from itertools import groupby
from pathlib import PurePath

from flask import Blueprint, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import Busy, Refusal, TwoLanguages, UnreadableFile
from acm_drafts.store.database import db
from acm_drafts.store.text import (
    OtherDraft,
    drafts_of_other_texts,
)
from acm_drafts.web.comparison.cards import choices_of, nothing_to_compare, shown_comparison
from acm_drafts.web.comparison.changes import number_of
from acm_drafts.web.comparison.external import (
    File,
    read_file,
)
from acm_drafts.web.comparison.result import comparison_of
from acm_drafts.web.comparison.selection import VIEWS, Selection, selection_of, selection_of_file
from acm_drafts.web.shared.access import signed_in
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("comparison", __name__)


@pages.get("/c/<code:communique>/compare")
@signed_in
def show(communique: str) -> str:
    """
    Show what became of each paragraph between two drafts, the newest two unless ?from= and ?to= name others.

    ?via= names a third draft between them: then each of the two steps is shown. ?from=code.sequence is a
    draft of another communiqué, whose paragraphs are paired by their words; ?pair= answers doubtful pairs.
    """
    page = opened(communique)
    return _page(page, selection_of(page))


def _page(page: Opened, selection: Selection) -> str:
    elsewhere = [] if selection.file else _elsewhere(page)
    comparison = comparison_of(page, selection) if len(selection.symbols) > 1 else None
    return render_template(
        "comparison/show.html",
        page=page,
        selection=selection,
        comparison=comparison,
        shown=shown_comparison(comparison, selection) if comparison else None,
        nothing=nothing_to_compare(selection.symbols[0]),
        view="" if selection.view == VIEWS[0] else selection.view,
        choices=choices_of(selection, page.drafts.versions, elsewhere) if comparison or elsewhere else (),
        number_of=number_of,
    )


def _elsewhere(page: Opened) -> list[tuple[str, list[OtherDraft]]]:
    """Return the drafts of other communiqués that the reader may read, by the title of each communiqué."""
    drafts = drafts_of_other_texts(db.session(), page.who, page.communique)
    return [
        (own[0].title or own[-1].symbol, own)
        for own in (list(group) for _code, group in groupby(drafts, key=lambda draft: draft.communique))
    ]


class FileForm(FlaskForm):
    file = FileField(_l("A file: .docx or .txt"))
    pasted = TextAreaField(_l("Or the text itself, pasted"))


@pages.get("/c/<code:communique>/compare/file")
@signed_in
def file_form(communique: str) -> tuple[str, int]:
    return _form(opened(communique), FileForm(formdata=None))


def _form(
    page: Opened, filled: FileForm, *, refused: Refusal | None = None, status: int = 200
) -> tuple[str, int]:
    return render_template("comparison/file.html", page=page, form=filled, refused=refused), status


@pages.post("/c/<code:communique>/compare/file")
@signed_in
def file(communique: str) -> str | tuple[str, int]:
    """Compare a draft with a file that was sent, or that travels in the form since; nothing is kept."""
    page = opened(communique)
    if "token" in request.form:
        sent = File.of(request.form["token"], user=page.who.user, communique=communique)
        return _page(page, selection_of_file(page, sent))
    filled = FileForm()
    by_file = bool(filled.file.data and filled.file.data.filename)
    if by_file == bool((filled.pasted.data or "").strip()):
        problem = _("Send a file or paste a text, not both.")
        filled.file.errors = [problem if by_file else _("Choose a file, or paste a text below.")]
        return _form(page, filled, status=422)
    name = PurePath(filled.file.data.filename).name[:200] if by_file else ""
    data = filled.file.data.read() if by_file else (filled.pasted.data or "").replace("\r\n", "\n").encode()
    try:
        with reader() as reads:
            sent = read_file(name, data, page.communique, user=page.who.user, reader=reads)
    except (UnreadableFile, Busy) as refusal:
        say_beside(filled.file if by_file else filled.pasted, refusal)
        return _form(page, filled, status=status_of(refusal))
    except TwoLanguages as refusal:
        return _form(page, filled, refused=refusal, status=status_of(refusal))
    return _page(page, selection_of_file(page, sent))
