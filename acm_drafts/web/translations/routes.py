"""
The translations of a text: the Mission enters and corrects them beside the original, or brings in a file.

The newest draft is translated. What is entered appears at once on the page of the text, in its files, and, once the
text is adopted, in the library and on its public pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.document_settings import title_in
from acm_drafts.negotiation.errors import NotFound, Refusal
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.translations import FileLine, TranslatedLine
from acm_drafts.services import translations
from acm_drafts.services.translations import Entry, TitleEntry
from acm_drafts.store.database import db
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.store.text import codes_in_drafts
from acm_drafts.store.translations import translated_lines
from acm_drafts.text.language import NATIVE_NAMES, Language, with_line_feeds
from acm_drafts.web.shared import access
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import Opened, opened
from acm_drafts.web.text.routes import number_in as number_of
from acm_drafts.web.translations.form import TranslationFileForm, TypedLine, typed_lines, typed_title
from acm_drafts.web.translations.page import (
    SHOWS,
    address_of,
    languages_of,
    names_of,
    translation_page,
)

pages = Blueprint("translations", __name__)

Answer = Response | str | tuple[str, int]


@pages.get("/c/<code:code>/translations")
@access.gate(Act.TRANSLATE)
def index(code: str) -> Response:
    """Lead to the first language into which the text is translated."""
    page = opened(code)
    return redirect(address_of(page, languages_of(page)[0]), 303)


@pages.get("/c/<code:code>/translations/<language>")
@access.gate(Act.TRANSLATE)
def show(code: str, language: str) -> Answer:
    """Show lines of the newest draft with their translation; ?show= names which ones, ?page= which part of them."""
    page, into = _opened(code, language)
    access.require_not_archived()
    return _page(page, into)


def _opened(code: str, language: str) -> tuple[Opened, Language]:
    """Return a text and a language into which it is translated. Raises NotFound."""
    page = opened(code)
    into = next((own for own in languages_of(page) if own.value == language), None)
    if into is None:
        raise NotFound()
    return page, into


def _page(
    page: Opened,
    into: Language,
    *,
    typed: Mapping[str, TypedLine] | None = None,
    title: TitleEntry | None = None,
    form: TranslationFileForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Answer:
    show = request.values.get("show", "")
    shown = translation_page(
        page,
        into,
        show=show if show in SHOWS else "all",
        number=number_in(request.values.get("page", "")) or 1,
        typed=typed,
        title=title,
    )
    html = render_template(
        "translations/show.html",
        page=page,
        shown=shown,
        targets=names_of(languages_of(page)),
        name=NATIVE_NAMES[into.value],
        form=form or TranslationFileForm(formdata=None),
        is_open=form is not None,
        refusal=refusal,
    )
    return html, status


@pages.post("/c/<code:code>/translations/<language>")
@access.gate(Act.TRANSLATE)
def save(code: str, language: str) -> Answer:
    """Save what was entered for the lines of one page."""
    page, into = _opened(code, language)
    draft = page.drafts.get(number_of(request.form, "draft")).draft
    typed, title = typed_lines(), typed_title()
    try:
        lines = _lines(draft.id, into, typed)
        typed = {code: replace(line, stands=_stands(lines[code])) for code, line in typed.items()}
        if any(line.wrong for line in typed.values()):
            return _page(page, into, typed=typed, title=title, status=422)
        entries = [
            Entry(lines[code].line.wording, _words(line, lines[code]), line.seen)
            for code, line in typed.items()
        ]
        count = translations.save(page.who, draft.id, into, entries, title=title)
    except Refusal as refusal:
        return _page(page, into, typed=typed, title=title, refusal=refusal, status=status_of(refusal))
    if count:
        flash(ngettext("%(num)s translation is saved.", "%(num)s translations are saved.", count), "success")
    else:
        flash(_("Nothing was changed."), "success")
    show = request.form.get("show", "")
    shown = translation_page(
        page,
        into,
        show=show if show in SHOWS else "all",
        number=number_in(request.form.get("page", "")) or 1,
    )
    return redirect(shown.url(number=shown.number), 303)


def _lines(draft: int, into: Language, typed: Mapping[str, TypedLine]) -> Mapping[str, TranslatedLine]:
    """Return the lines of a draft by code. Raises NotFound where one was *typed* that the draft does not have."""
    codes = codes_in_drafts(db.session(), [draft])
    lines = {codes[line.line.paragraph]: line for line in translated_lines(db.session(), draft, into)}
    if not typed.keys() <= lines.keys():
        raise NotFound()
    return lines


def _stands(line: TranslatedLine) -> tuple[str, ...]:
    """Return the words that a line has in the text and in the language of the page."""
    return (line.line.text, line.current.text) if line.current else (line.line.text,)


def _words(typed: TypedLine, line: TranslatedLine) -> str:
    """Return the words to save for a line: those of the earlier translation where that is kept as it is."""
    return line.earlier.text if typed.keeps and line.earlier else typed.text


@pages.post("/c/<code:code>/translations/<language>/file")
@access.gate(Act.TRANSLATE)
def bring_in(code: str, language: str) -> Answer:
    """Save the lines of a file, or of a pasted text, as the translation of those of the draft."""
    page, into = _opened(code, language)
    sent = TranslationFileForm()
    by_file = bool(sent.file.data and sent.file.data.filename)
    field = sent.file if by_file else sent.pasted
    if by_file == bool((sent.pasted.data or "").strip()):
        field.errors = [
            _("Send a file or paste a text, not both.")
            if by_file
            else _("Choose a file, or paste a text below.")
        ]
        return _page(page, into, form=sent, status=422)
    draft = page.drafts.get(number_of(request.form, "draft")).draft
    seen = number_in(sent.seen.data or "")
    try:
        came = _read(page, sent, into, by_file=by_file)
        done = translations.bring_in(page.who, draft.id, into, came, seen=-1 if seen is None else seen)
    except Refusal as refusal:
        say_beside(field, refusal)
        return _page(page, into, form=sent, status=status_of(refusal))
    flash(_brought_in_words(done), "success")
    return redirect(address_of(page, into), 303)


def _read(page: Opened, sent: TranslationFileForm, into: Language, *, by_file: bool) -> Sequence[FileLine]:
    """Return the lines of a file or a pasted text below its title. Raises UnreadableFile, Busy."""
    if by_file:
        name, data = PurePath(sent.file.data.filename).name[:200], sent.file.data.read()
    else:
        name, data = "", with_line_feeds(sent.pasted.data).encode()
    title = title_in(load_document_settings(db.session(), page.communique.id), into, page.communique.title)
    with reader() as reads, reads as apart:
        came = apart.read(name, data, language=into, title=title)
    return [FileLine(arrived.line.label, arrived.line.text) for arrived in came.lines]


def _brought_in_words(done: translations.Brought) -> str:
    """Return what a file brought in, in sentences."""
    parts = [
        ngettext("%(num)s translation is saved.", "%(num)s translations are saved.", done.saved)
        if done.saved
        else _("Nothing was changed.")
    ]
    if done.same:
        parts.append(
            ngettext(
                "%(num)s line was translated so already.",
                "%(num)s lines were translated so already.",
                done.same,
            )
        )
    if done.original:
        parts.append(
            ngettext(
                "%(num)s line of the file is not translated and was left out.",
                "%(num)s lines of the file are not translated and were left out.",
                done.original,
            )
        )
    return " ".join(str(part) for part in parts)
