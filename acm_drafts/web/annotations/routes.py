"""
The annotated agenda: everybody who reads the agenda reads it, and the Mission annotates its items.
"""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.meeting_agenda import LONGEST_ANNOTATION
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.services.annotations import annotate
from acm_drafts.store.annotations import annotations_in, last_annotation
from acm_drafts.store.database import db
from acm_drafts.store.text import TextRow, text_rows
from acm_drafts.web.shared import access
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.agenda_stages import stage_in_words
from acm_drafts.web.shared.forms import fit
from acm_drafts.web.text.routes import Opened, opened, opened_to_change

pages = Blueprint("annotations", __name__)

Answer = Response | str | tuple[str, int]


class AnnotationForm(FlaskForm):
    annotation = TextAreaField(_l("Annotation (empty: none)"), [Length(max=LONGEST_ANNOTATION), fit])
    seen = HiddenField()


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the agenda with its annotation, "" for none."""

    row: TextRow
    annotation: str


@pages.get("/c/<code:code>/annotated")
@access.signed_in
def index(code: str) -> str:
    """Show the newest agenda that the reader may read, each item with its annotation."""
    page = _agenda(opened(code))
    version, notes = page.drafts.newest, annotations_in(db.session(), page.communique.id)
    items = [Item(row, notes.get(row.paragraph, "")) for row in text_rows(db.session(), version.draft.id)]
    is_annotated = any(item.annotation for item in items)
    return render_template(
        "annotations/index.html",
        page=page,
        version=version,
        stage=stage_in_words(page.communique, version, annotated=is_annotated),
        items=items,
        is_annotated=is_annotated,
        annotates=not page.drafts.is_adopted and access.may_here(page.who, Act.ANNOTATE),
    )


def _agenda(page: Opened) -> Opened:
    """Return an agenda that is opened. Raises NotFound for another text."""
    if page.communique.kind != TextKind.AGENDA:
        raise NotFound()
    return page


@pages.get("/c/<code:code>/annotated/p/<code:paragraph>")
@access.gate(Act.ANNOTATE)
def form(code: str, paragraph: str) -> Answer:
    page, row = _opened(code, paragraph)
    sequence, text = last_annotation(db.session(), row.paragraph)
    return _form(page, row, AnnotationForm(formdata=None, data={"annotation": text, "seen": sequence}))


def _opened(code: str, paragraph: str) -> tuple[Opened, TextRow]:
    """Return an agenda and an item of it, to annotate. Raises NotFound, TextAdopted."""
    page = _agenda(opened_to_change(code))
    rows = text_rows(db.session(), page.drafts.newest.draft.id)
    row = next((row for row in rows if row.code == paragraph), None)
    if row is None:
        raise NotFound()
    return page, row


def _form(page: Opened, row: TextRow, filled: AnnotationForm, status: int = 200) -> Answer:
    html = render_template("annotations/form.html", page=page, row=row, form=filled)
    return html, status


@pages.post("/c/<code:code>/annotated/p/<code:paragraph>")
@access.gate(Act.ANNOTATE)
def write(code: str, paragraph: str) -> Answer:
    page, row = _opened(code, paragraph)
    sent = AnnotationForm()
    if not sent.validate():
        return _form(page, row, sent, 422)
    seen = number_in(sent.seen.data or "")
    annotate(page.who, row.paragraph, sent.annotation.data or "", seen=-1 if seen is None else seen)
    flash(_("The annotation is saved."), "success")
    return redirect(f"/c/{code}/annotated#{row.code}", 303)
