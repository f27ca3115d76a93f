"""
Agenda items: the Mission pastes a list, sees what was read in it, and keeps it.

What a line must be is settled in negotiation.agenda, and how documents name the items in documents.write.agenda.
"""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from acm_drafts.documents.write import agenda as printed
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.agenda import AgendaItem, listed, number_in, read_list
from acm_drafts.negotiation.errors import WrongAgenda
from acm_drafts.negotiation.guide import NotOnAgenda, require_for_assembly
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import agenda
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.database import db
from acm_drafts.store.guide import items_tagged
from acm_drafts.text.language import Language
from acm_drafts.web.shared import access
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import Opened, opened, opened_to_change

pages = Blueprint("agenda", __name__)

Answer = Response | str | tuple[str, int]


class AgendaForm(FlaskForm):
    pasted = TextAreaField(_l("Agenda items, one a line: the number, then the title"))


@pages.get("/c/<code:code>/agenda")
@access.gate(Act.SET_AGENDA)
def form(code: str) -> Answer:
    """Show the list as it is kept, to be written over; ?from=paragraphs: the items that paragraphs are tagged with."""
    page, session = opened_to_change(code), db.session()
    require_for_assembly(page.communique.kind)
    tagged = [
        item.numbered for item in items_tagged(session, page.communique.id, page.drafts.newest.draft.id)
    ]
    if tagged and request.args.get("from", "") == "paragraphs":
        return _page(page, AgendaForm(formdata=None, data={"pasted": listed(tagged)}), tagged, read=True)
    items = load_agenda(session, page.communique.id)
    return _page(page, AgendaForm(formdata=None, data={"pasted": listed(items)}), items, tagged=bool(tagged))


@pages.post("/c/<code:code>/agenda")
@access.gate(Act.SET_AGENDA)
def keep(code: str) -> Answer:
    """Show what is read in a list, or keep it; a line that cannot be read is named beside the list."""
    page, sent = opened(code), AgendaForm()
    require_for_assembly(page.communique.kind)
    pasted = sent.pasted.data or ""
    try:
        if "show" in request.form:
            items = agenda.on_agenda(db.session(), page.communique.id, read_list(pasted))
            return _page(page, sent, items, read=True)
        items = agenda.set_agenda(access.actor(), code, pasted)
    except (WrongAgenda, NotOnAgenda) as refusal:
        say_beside(sent.pasted, refusal)
        return _page(page, sent, (), status=status_of(refusal))
    flash(
        _("The agenda items are saved: the documents name them from now on.")
        if items
        else _("The list is empty: the documents name no agenda items any more."),
        "success",
    )
    return redirect(f"/c/{code}/agenda", 303)


def _page(
    page: Opened,
    filled: AgendaForm,
    items: Sequence[AgendaItem],
    *,
    read: bool = False,
    tagged: bool = False,
    status: int = 200,
) -> Answer:
    shown = interface_language()
    html = render_template(
        "agenda/form.html",
        page=page,
        form=filled,
        items=[(number_in(shown, item).replace(" ", "\u00a0"), item.title) for item in items],
        lines=[(language, printed.named(language, items)) for language in Language] if items else [],
        read=read,
        tagged=tagged,
    )
    return html, status
