"""
The library of agreed language: a search, its sources, and the earlier wordings nearest to a paragraph or a proposal.
"""

from collections.abc import Sequence
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.documents.read.labels import without_label
from acm_drafts.documents.read.sources import SourceText, source_of, sources_in_json
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language, ngettext
from acm_drafts.negotiation.errors import Busy, NotFound, Refusal, UnreadableFile
from acm_drafts.negotiation.library import LONGEST_TYPED, SourceKnown, SourceRefusedInFile, WrongSourceDate
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import library, pins
from acm_drafts.store.database import db
from acm_drafts.store.drafts import get_communique_by_key, get_paragraph
from acm_drafts.store.library import SourceRow, find_source, paragraphs_of, sources_listed
from acm_drafts.store.pins import pins_in
from acm_drafts.store.readable import get_record
from acm_drafts.text.language import Language
from acm_drafts.web.library.claims import BESIDE, NearestWordings, nearest_wordings
from acm_drafts.web.library.form import Asked, CompareForm, DateForm, SourceForm, WithdrawForm
from acm_drafts.web.library.page import search_page
from acm_drafts.web.paragraph.agreed_language import may_pin
from acm_drafts.web.paragraph.context import load_desk
from acm_drafts.web.shared import access
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.formatting import body_in_words, paragraph_url, proposal_url
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import opened

pages = Blueprint("library", __name__)
pages.add_app_template_filter(body_in_words, "body_name")

Answer = Response | str | tuple[str, int]
LISTED = 10
"""So many earlier wordings a page of them shows."""


# Search ----------------------------------------------------------------------------------------------


@pages.get("/library")
@access.gate(Act.READ_LIBRARY)
def search() -> str:
    """Show what ?q= finds: words, and phrases in quotes; narrowed by ?body=, ?language=, ?from= and ?to=."""
    results = search_page(db.session(), access.actor(), Asked.read())
    reads_guide = access.may_here(access.actor(), Act.READ_GUIDE)
    return render_template(
        "library/search.html", found=results, reads_guide=reads_guide, LONGEST_TYPED=LONGEST_TYPED
    )


@pages.get("/library/compare")
@access.gate(Act.READ_LIBRARY)
def compare_form() -> str:
    return render_template("library/compare.html", form=CompareForm(formdata=None), nearest=None)


@pages.post("/library/compare")
@access.gate(Act.READ_LIBRARY)
def compare() -> Answer:
    """Show the earlier wordings nearest to a paragraph that was typed; nothing of it is kept."""
    form = CompareForm()
    if not form.validate():
        return render_template("library/compare.html", form=form, nearest=None), 422
    language = form.spoken(interface_language())
    words = without_label(form.text.data)
    near = nearest_wordings(db.session(), access.actor(), words, language, most=LISTED)
    return render_template("library/compare.html", form=form, nearest=near)


# Sources ---------------------------------------------------------------------------------------------


@pages.get("/library/sources")
@access.gate(Act.READ_LIBRARY)
def sources() -> str:
    """List all sources; those that are withdrawn are marked."""
    rows = sources_listed(db.session(), access.actor())
    return render_template("library/sources.html", rows=rows, keeps=library.keeps_library(access.actor()))


@pages.get("/library/sources/<code:source>")
@access.gate(Act.READ_LIBRARY)
def show(source: str) -> Answer:
    return _source_page(source)


def _source_page(
    code: str,
    form: WithdrawForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
    *,
    dating: DateForm | None = None,
) -> Answer:
    row = _source(code)
    page = render_template(
        "library/source.html",
        row=row,
        paragraphs=paragraphs_of(db.session(), row.source.id),
        language=Language(row.source.language),
        form=form or WithdrawForm(formdata=None),
        dating=dating or DateForm(formdata=None),
        refusal=refusal,
        withdraws=form is not None,
        keeps=library.keeps_library(access.actor()),
        ADOPTED_HERE=library.ADOPTED_HERE,
    )
    return page, status


def _source(code: str) -> SourceRow:
    row = find_source(db.session(), access.actor(), code)
    if row is None:
        raise NotFound()
    return row


@pages.post("/library/sources/<code:source>/withdraw")
@access.gate(Act.KEEP_LIBRARY)
def withdraw(source: str) -> Answer:
    """Withdraw a source, which is kept and no longer offered."""
    form = WithdrawForm()
    _source(source)
    if not form.validate():
        return _source_page(source, form, status=422)
    try:
        library.withdraw(access.actor(), source, reason=form.reason.data)
    except Refusal as refusal:
        return _source_page(source, form, refusal, status_of(refusal))
    flash(_("The source is withdrawn. It stays readable here, and is no longer offered."), "success")
    return redirect(f"/library/sources/{source}", 303)


@pages.post("/library/sources/<code:source>/date")
@access.gate(Act.KEEP_LIBRARY)
def give_date(source: str) -> Answer:
    """Give a date to a source that was added without one."""
    form = DateForm()
    _source(source)
    if not form.validate():
        return _source_page(source, dating=form, status=422)
    try:
        library.give_date(access.actor(), source, form.day.data)
    except WrongSourceDate as refusal:
        say_beside(form.day, refusal)
        return _source_page(source, dating=form, status=status_of(refusal))
    flash(_("The date is saved."), "success")
    return redirect(f"/library/sources/{source}", 303)


@pages.get("/library/add")
@access.gate(Act.KEEP_LIBRARY)
def add_form() -> str:
    return render_template("library/add.html", form=SourceForm(formdata=None), refusal=None, known="")


@pages.post("/library/add")
@access.gate(Act.KEEP_LIBRARY)
def add() -> Answer:
    """Read a file or what was pasted, and add it to the library."""
    form = SourceForm()
    if not form.validate():
        return _refused(form)
    by_file = bool(form.file.data and form.file.data.filename)
    if by_file == bool((form.pasted.data or "").strip()):
        form.file.errors = [
            _("Send a file or paste a text, not both.")
            if by_file
            else _("Choose a file, or paste a text below.")
        ]
        return _refused(form)
    try:
        texts = _read(form, by_file=by_file)
    except Refusal as refusal:
        return _unread(form, refusal, by_file=by_file)
    if len(texts) > 1 and form.names_one:
        form.file.errors = [_("The file holds several sources: leave the fields below empty.")]
        return _refused(form)
    return _add_all(form, texts)


def _add_all(form: SourceForm, texts: Sequence[SourceText]) -> Answer:
    """Add what was read, all of it or nothing, and lead to it."""
    try:
        added = library.add_all(access.actor(), [(form.face(text), text.lines) for text in texts])
    except Refusal as refusal:
        return _refused(form, refusal, status_of(refusal))
    if len(added) != 1:
        flash(ngettext("%(num)s source is added.", "%(num)s sources are added.", len(added)), "success")
        return redirect("/library/sources", 303)
    flash(_("The source is in the library. Read through it: it can be withdrawn and added anew."), "success")
    return redirect(f"/library/sources/{added[0].code}", 303)


def _unread(form: SourceForm, refusal: Refusal, *, by_file: bool) -> Answer:
    """Show the form again for what could not be read; what is wrong with a file stands beside it."""
    if not isinstance(refusal, (UnreadableFile, Busy)):
        return _refused(form, refusal, status_of(refusal))
    say_beside(form.file if by_file else form.pasted, refusal)
    return _refused(form, status=status_of(refusal))


def _read(form: SourceForm, *, by_file: bool) -> list[SourceText]:
    """
    Return the text that was sent, with what it says of itself; those that a .json holds. At least one.

    Raises UnreadableFile, Busy, WrongSource.
    """
    if by_file:
        name, data = PurePath(form.file.data.filename).name[:200], form.file.data.read()
        if name.lower().endswith(".json"):
            return list(sources_in_json(data))
    else:
        name, data = "", form.pasted.data.replace("\r\n", "\n").encode()
    with reader() as reads, reads as apart:
        blocks, _notes = apart.blocks(name, data)
    return [source_of(name, blocks)]


def _refused(form: SourceForm, refusal: Refusal | None = None, status: int = 422) -> Answer:
    is_known = isinstance(refusal, (SourceKnown, SourceRefusedInFile))
    known = refusal.facts["code"] if refusal is not None and is_known else ""
    return render_template("library/add.html", form=form, refusal=refusal, known=known), status


# Beside a paragraph and a proposal -------------------------------------------------------------------


@pages.get("/c/<code:communique>/p/<code:paragraph>/agreed-language")
@access.signed_in
def beside_paragraph(communique: str, paragraph: str) -> str:
    """Show the earlier wordings nearest to a paragraph; to a script that asks these alone."""
    session = db.session()
    desk = load_desk(session, opened(communique), paragraph)
    pin = pins_in(session, desk.page.who, desk.page.communique.id, [desk.paragraph.id]).get(desk.paragraph.id)
    near = nearest_wordings(
        session,
        desk.page.who,
        desk.text,
        desk.language,
        most=_most(),
        pinned=(pin.source, pin.position) if pin else None,
    )
    address = paragraph_url(communique, paragraph)
    return _near_page(near, address, desk.text, pin=f"{address}/pin" if may_pin(desk) else "")


@pages.get("/proposals/<code:amendment_code>/agreed-language")
@access.signed_in
def beside_proposal(amendment_code: str) -> str:
    """Show the earlier wordings nearest to what a proposal says; to a script that asks these alone."""
    session = db.session()
    entry = get_record(session, access.actor(), amendment_code)
    communique = get_communique_by_key(session, entry.amendment.communique_id)
    text, language = entry.revision.text, Language(communique.language)
    near = nearest_wordings(session, access.actor(), text, language, most=_most())
    return _near_page(near, proposal_url(amendment_code), text)


def _by_script() -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _most() -> int:
    """Return how many earlier wordings are shown: folded into a page fewer than on one of their own."""
    return BESIDE if _by_script() else LISTED


def _near_page(near: NearestWordings, back: str, text: str, pin: str = "") -> str:
    template = "library/_nearest.html" if _by_script() else "library/nearest.html"
    return render_template(template, nearest=near, back=back, text=text, pin=pin)


@pages.post("/c/<code:communique>/p/<code:paragraph>/pin")
@access.gate(Act.PIN_SOURCE)
def pin(communique: str, paragraph: str) -> Response:
    """Pin a paragraph to one of a source."""
    key = get_paragraph(db.session(), opened(communique).communique.id, paragraph).id
    position = number_in(request.form.get("position", ""))
    pins.pin(access.actor(), key, source=request.form.get("source", "")[:12], position=position or 0)
    flash(_("The paragraph is pinned to its source."), "success")
    return redirect(paragraph_url(communique, paragraph), 303)


@pages.post("/c/<code:communique>/p/<code:paragraph>/unpin")
@access.gate(Act.PIN_SOURCE)
def unpin(communique: str, paragraph: str) -> Response:
    """Take the pin of a paragraph away."""
    key = get_paragraph(db.session(), opened(communique).communique.id, paragraph).id
    pins.unpin(access.actor(), key)
    flash(_("The paragraph is no longer pinned."), "success")
    return redirect(paragraph_url(communique, paragraph), 303)
