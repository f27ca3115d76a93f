"""
A text comes in: read from a file or pasted, shown line by line for correction, then kept.

Until it is kept the text lives in the form alone and nothing is written. What the bytes were is
told by a signed fingerprint that travels with it, so that the same import twice is refused. What
a file holds and what each line is was found out in documents; this module refuses to guess.
"""

from collections.abc import Sequence
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.recognise import Recognised, as_items, recognise
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import Busy, SameAgain, SymbolTaken, UnreadableFile
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import DraftStatus, TextKind
from acm_drafts.services import drafts
from acm_drafts.store.database import db
from acm_drafts.store.drafts import find_draft
from acm_drafts.text.language import Language
from acm_drafts.web.imports.form import Came, ImportForm, KeepForm, Typed, line_feeds, sent_lines
from acm_drafts.web.imports.page import Purpose, lines_page
from acm_drafts.web.shared import access, formatting, navigation
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import phrase_in_words, status_of

pages = Blueprint("imports", __name__)

Answer = Response | str | tuple[str, int]


# Pages ---------------------------------------------------------------------------------------------


@pages.get("/import")
@access.gate(Act.IMPORT)
def form() -> Answer:
    return _form(ImportForm(formdata=None, data={"status": DraftStatus.ZERO.value}))


def _form(filled: ImportForm, status: int = 200) -> Answer:
    known = navigation.known_texts()
    texts = [text for text in known if text.readable and not (text.adopted_on or text.archived)]
    return render_template("imports/form.html", form=filled, texts=texts), status


@pages.post("/import")
@access.gate(Act.IMPORT)
def preview() -> Answer:
    """Read what was sent and show its lines for correction; nothing is written."""
    sent = ImportForm()
    if not sent.validate():
        return _form(sent, 422)
    by_file = bool(sent.file.data and sent.file.data.filename)
    field = sent.file if by_file else sent.pasted
    if by_file and (sent.pasted.data or "").strip():
        field.errors = [_("Send a file or paste a text, not both.")]
        return _form(sent, 422)
    if not by_file and not (sent.pasted.data or "").strip():
        sent.file.errors = [_("Choose a file, or paste a text below.")]
        return _form(sent, 422)
    try:
        came, lines = _read(sent, by_file=by_file)
    except (UnreadableFile, Busy) as refusal:
        say_beside(field, refusal)
        return _form(sent, status_of(refusal))
    keep_form = KeepForm(formdata=None, data={**sent.face(), "token": came.signed()})
    return lines_page(keep_form, _purpose(came), [Typed.of(line) for line in lines])


def _read(sent: ImportForm, *, by_file: bool) -> tuple[Came, Sequence[Recognised]]:
    """Return where the text is from, and its lines as recognised. Raises UnreadableFile, Busy."""
    if by_file:
        name, data = PurePath(sent.file.data.filename).name[:200], sent.file.data.read()
    else:
        name, data = "", line_feeds(sent.pasted.data).encode()
    with reader() as reads, reads as apart:
        blocks, notes = apart.blocks(name, data)
    remarks = tuple(phrase_in_words(note) if isinstance(note, Phrase) else note for note in notes)
    lines = recognise(blocks, Language(sent.language.data))
    is_agenda = sent.text_kind.data == TextKind.AGENDA
    return Came(drafts.fingerprint_of(data), name, remarks), as_items(lines) if is_agenda else lines


def _purpose(came: Came) -> Purpose:
    return Purpose(
        "/import/keep", _("Save draft"), (_("Start again"), "/import"), name=came.name, notes=came.notes
    )


def _earlier(refused: SameAgain) -> tuple[str, str] | None:
    """Return symbol and address of the draft that the same bytes were imported as."""
    draft = find_draft(db.session(), str(refused.facts["symbol"]))
    return (draft.symbol, formatting.text_url(draft.communique.code)) if draft else None


@pages.post("/import/keep")
@access.gate(Act.IMPORT)
def keep() -> Answer:
    """Keep the corrected lines as the zero draft of a new communiqué, or show them again as corrected so far."""
    sent = KeepForm()
    came = Came.of(sent.token.data or "")
    purpose, lines = _purpose(came), [line.checked() for line in sent_lines(sent.language.data)]
    good = sent.validate() and not any(line.wrong for line in lines)
    if "show" in request.form or not good:
        return lines_page(sent, purpose, lines, status=200 if good else 422)
    try:
        draft = drafts.import_text(
            access.actor(),
            lines=[line.line() for line in lines],
            fingerprint=came.fingerprint,
            file_name=came.name,
            **sent.facts(),
        )
    except SymbolTaken as refusal:
        say_beside(sent.symbol, refusal)
        return lines_page(sent, purpose, lines, status=status_of(refusal))
    except SameAgain as refusal:
        return lines_page(
            sent, purpose, lines, refused=refusal, instead=_earlier(refusal), status=status_of(refusal)
        )
    except UnreadableFile as refusal:
        return lines_page(sent, purpose, lines, refused=refusal, status=status_of(refusal))
    flash(
        _("The text is saved as %(symbol)s. Only the Mission reads it yet.", symbol=draft.symbol), "success"
    )
    return redirect(formatting.text_url(draft.communique.code), 303)
