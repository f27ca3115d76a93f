"""
An imported text is corrected line by line, or withdrawn with a reason, until it is circulated.

The lines stand on the page on which an import is corrected before it is saved (web.imports). The address names the
draft: a page that is older than another correction names one that is withdrawn by then, and is refused. What was
withdrawn is shown to the Mission alone.
"""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import (
    NotFound,
    NothingCorrected,
    Refusal,
    SymbolTaken,
    TextCirculated,
    TextCorrected,
    TextWithdrawn,
    UnreadableFile,
)
from acm_drafts.negotiation.lifecycle import require_in_preparation
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import corrections
from acm_drafts.services.corrections import LONGEST_REASON
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft, load_imported_text
from acm_drafts.store.meetings import WithdrawnText, find_withdrawn_text
from acm_drafts.store.records import Draft
from acm_drafts.text.language import Language
from acm_drafts.web.imports.form import CorrectionForm, Typed, sent_lines
from acm_drafts.web.imports.page import Purpose, lines_page
from acm_drafts.web.shared import access, formatting
from acm_drafts.web.shared.forms import filled, fit, say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import opened_to_change

pages = Blueprint("corrections", __name__)

Answer = Response | str | tuple[str, int]


class WithdrawalForm(FlaskForm):
    reason = TextAreaField(_l("Reason"), [filled, Length(max=LONGEST_REASON), fit])


def _imported(code: str) -> Draft:
    """Return the draft that an import made, to be corrected. Raises TextAdopted, and as `require_in_preparation`."""
    page = opened_to_change(code)
    require_in_preparation(load_imported_text(db.session(), page.communique.id))
    return page.drafts.newest.draft


# Correcting ----------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/correct")
@access.gate(Act.IMPORT)
def form(code: str) -> Answer:
    """Show the lines of an imported text as they stand, to be written over."""
    draft = _imported(code)
    communique = draft.communique
    filled = {
        "title": communique.title,
        "symbol": draft.symbol,
        "language": communique.language,
        "status": draft.status,
    }
    lines = lines_of_draft(db.session(), draft.id)
    return lines_page(
        CorrectionForm(formdata=None, data=filled),
        _purpose(code, draft.symbol),
        [Typed.of(line) for line in lines],
    )


def _purpose(code: str, symbol: str) -> Purpose:
    back = (_("Back to the text"), formatting.text_url(code))
    return Purpose(f"/c/{code}/correct", _("Save the correction"), back, corrects=symbol)


@pages.post("/c/<code:code>/correct")
@access.gate(Act.IMPORT)
def correct(code: str) -> Answer:
    """Keep the corrected lines in the place of the draft, or show them again as corrected so far."""
    sent = CorrectionForm()
    lines = [line.checked() for line in sent_lines(sent.language.data)]
    try:
        return _corrected(code, sent, lines)
    except (TextWithdrawn, TextCirculated) as refusal:
        return _refused(code, sent, lines, refusal)


def _refused(code: str, sent: CorrectionForm, lines: Sequence[Typed], refusal: Refusal) -> Answer:
    """Return the page of the lines as typed, with why they cannot be kept and what took the place of their draft."""
    symbol = str(refusal.facts["symbol"])
    text = find_withdrawn_text(db.session(), access.actor(), code)
    instead = _replacement(text) if text else None
    if instead:
        refusal = TextCorrected(symbol=symbol, newest=instead[0])
    return lines_page(
        sent, _purpose(code, symbol), lines, refused=refusal, instead=instead, status=status_of(refusal)
    )


def _corrected(code: str, sent: CorrectionForm, lines: Sequence[Typed]) -> Answer:
    """Return the answer to corrected lines. Raises TextWithdrawn, TextCirculated, NotFound."""
    draft = _imported(code)
    purpose = _purpose(code, draft.symbol)
    good = sent.validate() and not any(line.wrong for line in lines)
    if "show" in request.form or not good:
        return lines_page(sent, purpose, lines, status=200 if good else 422)
    try:
        corrected = corrections.correct_text(
            access.actor(), draft.id, lines=[line.line() for line in lines], face=sent.chosen()
        )
    except SymbolTaken as refusal:
        say_beside(sent.symbol, refusal)
        return lines_page(sent, purpose, lines, status=status_of(refusal))
    except (NothingCorrected, UnreadableFile) as refusal:
        return lines_page(sent, purpose, lines, refused=refusal, status=status_of(refusal))
    flash(_("%(symbol)s is corrected. Only the Mission reads it yet.", symbol=corrected.symbol), "success")
    return redirect(formatting.text_url(corrected.communique.code), 303)


# Withdrawing ---------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/withdraw")
@access.gate(Act.IMPORT)
def ask(code: str) -> Answer:
    """Ask for the reason, and say what follows."""
    return _withdrawal_page(_imported(code), WithdrawalForm(formdata=None))


@pages.post("/c/<code:code>/withdraw")
@access.gate(Act.IMPORT)
def withdraw(code: str) -> Answer:
    draft, sent = _imported(code), WithdrawalForm()
    if not sent.validate():
        return _withdrawal_page(draft, sent, 422)
    corrections.withdraw_text(access.actor(), draft.id, reason=sent.reason.data)
    flash(_("%(symbol)s is withdrawn.", symbol=draft.symbol), "success")
    return redirect("/meetings", 303)


def _withdrawal_page(draft: Draft, filled: WithdrawalForm, status: int = 200) -> Answer:
    return render_template("corrections/withdraw.html", draft=draft, form=filled), status


# What was withdrawn --------------------------------------------------------------------------------


@pages.get("/c/<code:code>/withdrawn")
@access.gate(Act.IMPORT, hides=True)
def withdrawn(code: str) -> Answer:
    """Show a withdrawn text to the Mission: by whom, when and why, what took its place, and its lines."""
    session = db.session()
    text = find_withdrawn_text(session, access.actor(), code)
    if text is None:
        raise NotFound()
    g.communique = None  # the places of a text in the navigation are no more for this one
    return render_template(
        "corrections/withdrawn.html",
        text=text,
        instead=_replacement(text),
        language=Language(text.communique.language),
        lines=lines_of_draft(session, text.draft.id),
    )


def _replacement(text: WithdrawnText) -> tuple[str, str] | None:
    """Return symbol and address of the text that took the place of a withdrawn one, None where none did."""
    if text.replacement is None:
        return None
    return text.replacement.symbol, formatting.text_url(text.replacement.communique.code)
