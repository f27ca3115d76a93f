"""
The adoption of a text: what is open before it, where it was adopted, its corrigenda, and the text as they read it.
"""

import hashlib
from collections.abc import Collection, Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.adoption import OpenKind, require_ready
from acm_drafts.negotiation.corrigenda import NotAdopted, WrongCorrigendum
from acm_drafts.negotiation.errors import N_, NotFound, NotPermitted, Refusal
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import WRITES, Act
from acm_drafts.services import adoption, corrigenda, corrigendum_documents
from acm_drafts.services.adoption import Candidate, candidate
from acm_drafts.store.adoption import find_adoption, matters_at
from acm_drafts.store.corrigenda import corrections_in, corrigenda_to, lines_as_corrected
from acm_drafts.store.database import db
from acm_drafts.store.desk import named
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.people import find_parties
from acm_drafts.store.readable import read_in_text
from acm_drafts.store.records import Adoption
from acm_drafts.store.text import codes_in_drafts, codes_of_paragraphs
from acm_drafts.store.visibility import name_for, sees_all_proposals
from acm_drafts.text.diff import diff_words
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.adoption.form import AdoptForm, EntryRow, entries_in, rows_sent, with_spare
from acm_drafts.web.adoption.page import (
    MatterFacts,
    OpenGroup,
    adopted_in_words,
    adoption_url,
    incorporating,
    issued_corrigenda,
    open_groups,
    paragraph_choices,
    read_lines,
    unconfirmed_group,
)
from acm_drafts.web.documents.routes import document_answer, file_name
from acm_drafts.web.shared import access, proof
from acm_drafts.web.shared.body_names import dated_sitting_name
from acm_drafts.web.shared.formatting import by_name
from acm_drafts.web.shared.refusals import next_step_of, sentence_of, status_of
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("adoption", __name__)

Answer = Response | str | tuple[str, int]


def _as_sentence(refusal: Refusal | None) -> str:
    """Return a refusal with what to do next, "" for none."""
    return f"{sentence_of(refusal)} {next_step_of(refusal)}".strip() if refusal else ""


def _groups(page: Opened, matters: Sequence[MatterFacts]) -> tuple[OpenGroup, ...]:
    """
    Return what is open, as far as the reader may know.

    The Mission is told of all proposals, others of those that they read as they stand; who has not answered is told to
    the Mission and its sponsors alone.
    """
    session, who = db.session(), page.who.at(page.communique.meeting_id)
    proposals = {matter.proposal for matter in matters if matter.proposal is not None}
    codes = codes_of_paragraphs(session, list({matter.paragraph for matter in matters}))
    if access.may_here(page.who, Act.ADOPT_TEXT):
        names = named(session, proposals)
    else:
        own = named(session, proposals, parties=who.parties(*WRITES))
        names = own | _names_read(page, proposals - own.keys())
        asked = OpenKind.UNANSWERED
        matters = [matter for matter in matters if matter.kind is not asked or matter.proposal in own]
    return open_groups(f"/c/{page.communique.code}", matters, codes=codes, names=names)


def _names_read(page: Opened, proposals: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return name and code of those of *proposals* that the reader reads as they stand, by their keys."""
    contexts = {context.round.id: context for context in page.drafts.contexts}
    records = read_in_text(db.session(), page.who, contexts, proposals)
    return {
        record.amendment.id: (
            name_for(page.who, contexts[record.amendment.round_id], record),
            record.amendment.code,
        )
        for record in records
        if record.last_shown is None
    }


# The adoption --------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/adoption")
@access.signed_in
def show(code: str) -> Answer:
    """Show where the text was adopted, and its corrigenda; before that, to the Mission, how it can be."""
    page = opened(code)
    adopted = find_adoption(db.session(), page.communique.id) if page.drafts.adoption else None
    if adopted is not None:
        return _adopted(page, adopted)
    if not access.may_here(page.who, Act.ADOPT_TEXT):
        return render_template("adoption/none.html", root=f"/c/{code}")
    return _adopting(page)


def _adopted(page: Opened, adopted: Adoption) -> str:
    session = db.session()
    lines = lines_of_draft(session, adopted.draft_id)
    issued = corrigenda_to(session, page.communique.id)
    kept = [
        MatterFacts(OpenKind(row.kind), row.paragraph_id, row.reference, row.amendment_id)
        for row in matters_at(session, adopted)
    ]
    return render_template(
        "adoption/show.html",
        root=f"/c/{page.communique.code}",
        adoption=adopted,
        adopted=adopted_in_words(adopted),
        sitting=dated_sitting_name(adopted.sitting),
        groups=_groups(page, kept),
        names_all=access.may_here(page.who, Act.ADOPT_TEXT),
        reads_all=all(sees_all_proposals(page.who, context) for context in page.drafts.contexts),
        corrigenda=issued_corrigenda(issued, lines, codes_in_drafts(session, [adopted.draft_id])),
        incorporating=incorporating(issued),
        language=page.language,
        languages_of_corrigendum=[(language, NATIVE_NAMES[language.value]) for language in Language],
        issues=access.may_here(page.who, Act.ISSUE_CORRIGENDUM),
    )


def _adopting(page: Opened, form: AdoptForm | None = None, refusal: Refusal | None = None) -> Answer:
    """Show what is still open in the newest draft, and the form by which it is adopted where it can be."""
    known = candidate(db.session(), page.drafts.newest.draft)
    facts = [
        MatterFacts(matter.kind, matter.paragraph, matter.reference, matter.proposal)
        for matter in known.matters
    ]
    form = form or AdoptForm(known.sittings, formdata=None, data={"symbol": known.symbol})
    html = render_template(
        "adoption/adopt.html",
        lacking=[
            (dated_sitting_name(row), row.place, row.code not in known.unchaired)
            for row in known.sittings
            if not row.place or row.code in known.unchaired
        ],
        root=f"/c/{page.communique.code}",
        known=known,
        form=form,
        unready=_unready(known),
        groups=_groups(page, facts) + _unconfirmed(page, known.unconfirmed),
        refused=_as_sentence(refusal),
    )
    return html, status_of(refusal) if refusal else 422 if form.errors else 200


def _unconfirmed(page: Opened, lines: Sequence[Line]) -> tuple[OpenGroup, ...]:
    if not lines:
        return ()
    codes = codes_of_paragraphs(db.session(), [line.paragraph for line in lines])
    return (unconfirmed_group(f"/c/{page.communique.code}", lines, codes),)


def _unready(known: Candidate) -> str:
    """Return why the draft cannot be adopted now, "" where it can."""
    try:
        require_ready(known.facts)
    except Refusal as refusal:
        return _as_sentence(refusal)
    return ""


@pages.post("/c/<code:code>/adoption")
@access.gate(Act.ADOPT_TEXT)
@proof.needed
def adopt(code: str) -> Answer:
    """Adopt the newest draft at the sitting that was chosen."""
    page = opened(code)
    form = AdoptForm(candidate(db.session(), page.drafts.newest.draft).sittings)
    if not form.validate():
        return _adopting(page, form)
    try:
        adoption.adopt(
            page.who,
            page.communique.id,
            sitting=form.sitting.data,
            symbol=form.symbol.data or "",
            seen=request.form.get("seen", ""),
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _adopting(opened(code), form, refusal)
    flash(_("The text is adopted: nothing in it is changed any more. All participants are told."), "success")
    return redirect(adoption_url(code), 303)


# The text with its corrigenda ----------------------------------------------------------------------


def _get_adoption(page: Opened) -> Adoption:
    """Return the adoption of a text. Raises NotAdopted."""
    adopted = find_adoption(db.session(), page.communique.id)
    if adopted is None:
        raise NotAdopted()
    return adopted


@pages.get("/c/<code:code>/adoption/text")
@access.signed_in
def text(code: str) -> Answer:
    """Show the adopted text as its corrigenda read it; without any, lead to the text."""
    page = opened(code)
    session = db.session()
    issued = corrigenda_to(session, page.communique.id) if page.drafts.adoption else ()
    if not issued:
        return redirect(f"/c/{code}/text", 303)
    adopted = _get_adoption(page)
    changed = {correction.paragraph for correction in corrections_in(issued)}
    return render_template(
        "adoption/text.html",
        root=f"/c/{code}",
        title=page.communique.title,
        adoption=adopted,
        adopted=adopted_in_words(adopted),
        incorporating=incorporating(issued),
        lines=read_lines(lines_as_corrected(session, adopted, issued), changed),
        codes=codes_in_drafts(session, [adopted.draft_id]),
        language=page.language,
        sequence=adopted.draft.sequence,
    )


# Corrigenda ----------------------------------------------------------------------------------------


@pages.get("/c/<code:code>/adoption/corrigenda/new")
@access.gate(Act.ISSUE_CORRIGENDUM)
def corrigendum_form(code: str) -> Answer:
    """Show the form of a corrigendum."""
    page = opened(code)
    access.require_not_archived()
    return _correcting(page, [])


def _correcting(
    page: Opened, rows: Sequence[EntryRow], refusal: Refusal | None = None, *, previews: bool = False
) -> Answer:
    """Show the form with *rows*, why they are refused, and where it *previews* them what they make of the text."""
    session = db.session()
    adopted = _get_adoption(page)
    issued = corrigenda_to(session, page.communique.id)
    lines = lines_as_corrected(session, adopted, issued)
    result: tuple[tuple[Line, str], ...] = ()
    if previews:
        try:
            result = corrigenda.preview(session, adopted, entries_in(rows), lines)
        except NotFound:
            raise
        except Refusal as refused:
            refusal = refused
    html = render_template(
        "adoption/corrigendum.html",
        root=f"/c/{page.communique.code}",
        symbol=f"{adopted.symbol}/Corr.{len(issued) + 1}",
        seen=len(issued),
        rows=with_spare(rows),
        paragraphs=paragraph_choices(lines, codes_in_drafts(session, [adopted.draft_id])),
        parties=by_name(find_parties(session)),
        language=page.language,
        result=[(line.reference, diff_words(line.text, text)) for line, text in result],
        shown=_digest(rows),
        refused=_as_sentence(refusal),
    )
    return html, status_of(refusal) if refusal else 200


def _digest(rows: Sequence[EntryRow]) -> str:
    """Return what tells whether the corrections that are sent are those whose result was shown."""
    return hashlib.sha256(repr([(row.paragraph, row.old, row.new) for row in rows]).encode()).hexdigest()


@pages.post("/c/<code:code>/adoption/corrigenda")
@access.gate(Act.ISSUE_CORRIGENDUM)
@proof.needed
def issue(code: str) -> Answer:
    """Issue a corrigendum whose result was shown; with "more" show the form again with further rows."""
    page, rows = opened(code), rows_sent()
    if request.form.get("more"):
        return _correcting(page, rows)
    if request.form.get("shown") != _digest(rows) or request.form.get("preview"):
        return _correcting(page, rows, previews=True)
    seen = request.form.get("seen", "")
    if not request.form.get("sure"):
        return _correcting(
            page,
            rows,
            WrongCorrigendum(what=N_("tick that you have read the corrections again")),
            previews=True,
        )
    try:
        corrigendum = corrigenda.issue(
            page.who,
            page.communique.id,
            entries_in(rows),
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1,
        )
    except (NotFound, NotPermitted, NotAdopted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _correcting(opened(code), rows, refusal)
    flash(_("%(symbol)s is issued. All participants are told.", symbol=corrigendum.symbol), "success")
    return redirect(adoption_url(code), 303)


@pages.get("/c/<code:code>/adoption/corrigenda/<int:number>.docx")
@access.signed_in
def word(code: str, number: int) -> Response:
    """Give a corrigendum as a Word file, in the reader's language or that of ?language=."""
    page = opened(code)
    wanted = request.args.get("language", "") or interface_language().value
    if wanted not in NATIVE_NAMES:
        raise NotFound()
    data = corrigendum_documents.corrigendum_document(
        db.session(),
        page.who,
        page.communique.id,
        number,
        language=Language(wanted),
        template=current_app.config["TEMPLATE"],
    )
    symbol = f"{_get_adoption(page).symbol}/Corr.{number}"
    return document_answer(data, file_name(symbol, Language(wanted)))
