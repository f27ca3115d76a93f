"""
Documents: the drafts that somebody may read, each as a Word file in four forms, and a draft's circulation.

A file is answered as what it is and nothing else: an attachment that no browser opens or runs. What
stands in it is decided in services.documents and in documents.
"""

import re
from collections.abc import Iterable, Mapping

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.documents.write import agenda as printed
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.guide import goes_to_assembly
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import copies, documents
from acm_drafts.services.documents import Form
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import db
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.text import text_rows
from acm_drafts.store.translations import translated_counts, worded_counts
from acm_drafts.store.visibility import left_by_round
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.adoption.page import status_in_words
from acm_drafts.web.comparison.external import PairAnswers, confront, draft_elsewhere
from acm_drafts.web.shared.access import may_here, signed_in
from acm_drafts.web.shared.withheld import withheld_from
from acm_drafts.web.text.routes import Opened, asked_number, opened

pages = Blueprint("documents", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKING = "working"
"""Of the working file, which is none of the documents to hand on."""
FORM_NAMES: Mapping[str, str] = {
    Form.CLEAN: N_("clean text"),
    Form.TRACKED: N_("changes tracked"),
    Form.COMPILATION: N_("compilation of proposals"),
    Form.COMPARISON: N_("side by side"),
    Form.POSITIONS: N_("table of positions"),
    Form.CORRECTED: N_("text with its corrigenda"),
    Form.RESERVATIONS: N_("reservations, for the report"),
    Form.ANNOTATED: N_("annotated agenda"),
    WORKING: N_("working file"),
}
"""What the forms of documents are called."""
SANDBOX = "default-src 'none'; sandbox"
"""What a file may do in a browser that opens it all the same."""


# The list ------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/documents")
@signed_in
def index(communique: str) -> str:
    """List the drafts that the reader may read, newest first, with the languages each is to be had in."""
    page = opened(communique)
    versions = page.drafts.versions[::-1]
    for_assembly = goes_to_assembly(page.communique.kind)
    return render_template(
        "documents/index.html",
        page=page,
        versions=versions,
        statuses={v.draft.id: status_in_words(v.draft, page.drafts.adoption) for v in versions},
        corrected=_corrected(page),
        translated=_translated(page, versions),
        earlier={version.draft.id: page.drafts.before(version)[::-1] for version in versions},
        withheld=_withheld(page, versions),
        names=NATIVE_NAMES,
        form_names=FORM_NAMES,
        may_circulate=may_here(page.who, Act.CIRCULATE),
        agenda=printed.named(interface_language(), load_agenda(db.session(), page.communique.id)),
        may_set_agenda=for_assembly and not page.drafts.is_adopted and may_here(page.who, Act.SET_AGENDA),
        may_tag=for_assembly and may_here(page.who, Act.KEEP_GUIDE),
        may_translate=may_here(page.who, Act.TRANSLATE),
        may_request=for_assembly and may_here(page.who, Act.REQUEST_CIRCULATION),
        may_keep_copies=may_here(page.who, Act.KEEP_COPIES),
        may_read_evidence=may_here(page.who, Act.READ_EVIDENCE),
        may_set_documents=not page.drafts.is_adopted and may_here(page.who, Act.SET_DOCUMENT_SETTINGS),
    )


def _corrected(page: Opened) -> int | None:
    """Return the key of the adopted draft where there are corrigenda to it, None without any."""
    adopted = page.drafts.adoption
    return adopted.draft_id if adopted and corrigenda_to(db.session(), page.communique.id) else None


def _withheld(page: Opened, versions: Iterable[DraftVersion]) -> dict[int, tuple[int, str, int]]:
    """
    Map each draft to its round and why the reader's documents lack proposals of it; without those that lack none.

    And the number of the round as which left them they hold those of earlier rounds, 0 where they hold none.
    """
    contexts = {version.draft.id: page.drafts.find_compiled_context(version) for version in versions}
    read = [version.draft.id for version in page.drafts.versions]
    return {
        draft: (context.round.number, why, left_by_round(page.who, context, read))
        for draft, context in contexts.items()
        if context is not None and (why := withheld_from(page.who, context))
    }


def _translated(
    page: Opened, versions: tuple[DraftVersion, ...]
) -> dict[int, list[tuple[Language, int, bool]]]:
    """
    Return the languages besides its own that each draft is to be had in.

    With how many lines are translated, and whether all are.
    """
    keys = [version.draft.id for version in versions]
    counts, worded = translated_counts(db.session(), keys), worded_counts(db.session(), keys)
    return {
        key: [
            (language, count := counts.get((key, language.value), 0), count >= worded.get(key, 0))
            for language in Language
            if language is not page.language
        ]
        for key in keys
    }


# A file --------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/documents/<int:sequence>.docx")
@signed_in
def word(communique: str, sequence: int) -> Response:
    """
    Answer with a draft as a Word file; ?language= puts what is translated into that language.

    ?form= names another form than the clean one, ?since= the earlier draft of those that need one
    (without it the last before), ?annexes= adds table of contents and annexes, ?first= says how it
    begins, ?numbers=plain leaves new numbers out of the tracked changes. Side by side the other draft
    can be one of another communiqué, ?since=code.sequence, with ?pair= as on the page of the
    comparison. Raises NotFound for a draft that the reader may not read, for an earlier draft that is
    none, and for what there is no language, form or beginning of.
    """
    page = opened(communique)
    version = page.drafts.get(sequence)
    form = _asked_form()
    if form is Form.COMPARISON and "." in request.args.get("since", ""):
        return document_answer(_beside(page, version), file_name(version.symbol, page.language, form))
    with_annexes = form is not Form.TRACKED and bool(request.args.get("annexes"))
    needed = form in documents.SINCE or with_annexes
    since = page.drafts.find_earlier(version, asked_number("since")) if needed else None
    language = _asked_language(page)
    copy = copies.take_copy(page.who, version.draft, form=form, language=language.value)
    data = documents.document(
        db.session(),
        page.who,
        form,
        draft=version.draft,
        since=since.draft if since else None,
        language=language.value,
        with_annexes=with_annexes,
        template=current_app.config["TEMPLATE"],
        first_page=_asked_first_page(),
        tracks_numbers=request.args.get("numbers", "") != "plain",
        copy=copy,
    )
    return document_answer(data, file_name(version.symbol, language, form, annexes=with_annexes))


def document_answer(data: bytes, name: str) -> Response:
    """Return a Word file as an attachment that no browser opens or runs."""
    answer = Response(data, mimetype=WORD)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _beside(page: Opened, version: DraftVersion) -> bytes:
    """Return a draft beside one of another communiqué. Raises NotFound, and TwoLanguages."""
    session = db.session()
    foreign = draft_elsewhere(request.args["since"], page.communique, page.who)
    if foreign.draft is None:
        raise NotFound()
    answers = PairAnswers.of(request.args.getlist("pair"))
    copy = copies.take_copy(page.who, version.draft, form=Form.COMPARISON, language=page.language.value)
    confronted = confront(foreign, text_rows(session, version.draft.id), answers, later=False)
    return documents.beside(
        session,
        version.draft,
        foreign.draft,
        changes=confronted.changes,
        template=current_app.config["TEMPLATE"],
        first_page=_asked_first_page(),
        copy=copy,
    )


def _asked_form() -> Form:
    try:
        return Form(request.args.get("form", "") or Form.CLEAN)
    except ValueError:
        raise NotFound() from None


def _asked_first_page() -> FirstPage:
    try:
        return FirstPage(request.args.get("first", "") or FirstPage.MASTHEAD)
    except ValueError:
        raise NotFound() from None


def _asked_language(page: Opened) -> Language:
    wanted = request.args.get("language", "") or page.language.value
    if wanted not in NATIVE_NAMES:
        raise NotFound()
    return Language(wanted)


def file_name(symbol: str, language: Language, form: str = Form.CLEAN, *, annexes: bool = False) -> str:
    """
    Return the name under which a document is kept: "OIC-ACM-2026-FC-Rev.1-en.docx", "…-tracked-en.docx".

    ASCII letters and digits alone. *form*: of a document, or WORKING.
    """
    plain = re.sub(r"[^0-9A-Za-z.]+", "-", symbol).strip("-.") or "draft"
    kind = "" if form == Form.CLEAN else f"-{form}"
    return f"{plain}{kind}{'-annexes' if annexes else ''}-{language.value}.docx"
