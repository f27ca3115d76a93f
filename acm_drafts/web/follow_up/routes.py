"""
Follow-up: the table of requests and its files, each entry with what the Mission records of it, what the program
suggests, and the new paragraph that is drawn from an entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.documents.write.docx import MEDIA_TYPE
from acm_drafts.documents.write.spreadsheet import CSV
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.errors import NotFound, Refusal
from acm_drafts.negotiation.follow_up import (
    EvidenceKnown,
    FollowUpState,
    WrongDue,
    WrongLink,
    as_corrected,
    noted,
    require_to_draw_into,
)
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.numbering import listed_beside
from acm_drafts.negotiation.permissions import Act, Facts, may
from acm_drafts.negotiation.terms import Admissibility, TextKind
from acm_drafts.services import follow_up
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import (
    FollowUpRow,
    corrections_of,
    dismissed_in,
    drawn_into_texts,
    follow_ups_in_other_languages,
    follow_ups_of,
    followed_sources,
    get_follow_up,
    makes_requests,
    place_in_text,
    proposals_from,
    removals_of,
    versions_of,
)
from acm_drafts.store.library import find_source, paragraphs_of
from acm_drafts.store.meetings import Text, today_in
from acm_drafts.store.partners import meetings_of_entry
from acm_drafts.store.records import Communique, Round, Source, SourceParagraph
from acm_drafts.store.text import text_rows
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.amendments.form import BEGINNING, title_of
from acm_drafts.web.follow_up.files import csv_of, docx_of
from acm_drafts.web.follow_up.form import (
    Asked,
    EvidenceForm,
    NewParagraphForm,
    RemoveEvidenceForm,
    ReportForm,
    RequestForm,
)
from acm_drafts.web.follow_up.page import (
    Entry,
    Suggestion,
    entries_of,
    history_of,
    leads_of,
    suggestions_in,
    table_of,
)
from acm_drafts.web.library.claims import passage_name
from acm_drafts.web.shared import access, navigation
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.formatting import conference_zone, proposal_url
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import Opened, opened_to_change

pages = Blueprint("follow_up", __name__)

Answer = Response | str | tuple[str, int]


# The table -------------------------------------------------------------------------------------------


@pages.get("/follow-up")
@access.gate(Act.READ_FOLLOW_UP)
def index() -> str:
    """Show the requests, overdue first, narrowed by ?body=, ?addressee= and ?state=; ?order=text by their texts."""
    return render_template(
        "follow_up/index.html",
        table=table_of(db.session(), access.actor(), Asked.read()),
        keeps=_keeps(),
        names=NATIVE_NAMES,
    )


@pages.get("/follow-up.csv")
@access.gate(Act.READ_FOLLOW_UP)
def as_csv() -> Response:
    """Give the same requests as a table for a spreadsheet."""
    table = table_of(db.session(), access.actor(), Asked.read())
    return _file(csv_of(table), CSV, f"follow-up-{table.today.isoformat()}.csv")


@pages.get("/follow-up.docx")
@access.gate(Act.READ_FOLLOW_UP)
def as_word() -> Response:
    """Give the same requests as a Word document, in the reader's language or that of ?language=."""
    sent = request.args.get("language", "")
    language = Language(sent) if sent in NATIVE_NAMES else interface_language()
    table = table_of(db.session(), access.actor(), Asked.read())
    return _file(docx_of(table, language), MEDIA_TYPE, f"follow-up-{table.today}-{language.value}.docx")


def _file(data: bytes, kind: str, name: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _keeps() -> bool:
    return follow_up.keeps_follow_up(access.actor())


# An entry --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Forms:
    """The forms on the page of an entry, *remove* by the keys of its evidence; the one that was *sent* is open."""

    edit: RequestForm
    report: ReportForm
    evidence: EvidenceForm
    remove: dict[int, RemoveEvidenceForm]
    sent: str = ""


@pages.get("/follow-up/<code:entry>")
@access.gate(Act.READ_FOLLOW_UP)
def show(entry: str) -> Answer:
    return _entry_page(entry)


def _entry_page(
    code: str, forms: Forms | None = None, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    session, who = db.session(), access.actor()
    row = get_follow_up(session, who, code)
    (shown,) = entries_of(session, [row], today_in(conference_zone()))
    keeps = _keeps()
    page = render_template(
        "follow_up/show.html",
        entry=shown,
        text=_parted(row),
        history=history_of(versions_of(session, row.entry.id), removals_of(session, row.entry.id)),
        proposals=proposals_from(session, who, row.entry.id),
        meetings=meetings_of_entry(session, row.entry.id) if access.may_here(who, Act.READ_PARTNERS) else (),
        forms_of=(forms or _forms_of(shown)) if keeps else None,
        texts=_texts_to_draw_into(drawn_into_texts(session, row.entry.id)) if keeps else [],
        reads_adopted=row.home is not None and navigation.reads_text(row.home[0]),
        refusal=refusal,
    )
    return page, status


def _parted(row: FollowUpRow) -> tuple[str, str, str]:
    """Return the paragraph of an entry in three parts, with its request in the middle."""
    text, start, stop = row.passage.text, row.entry.start, row.entry.stop
    return text[:start], text[start:stop], text[stop:]


def _forms_of(entry: Entry) -> Forms:
    version = entry.row.version
    facts = {
        "addressee": version.addressee,
        "requested": version.requested,
        "due": version.due,
        "place": version.place,
        "next_report": version.next_report,
    }
    return Forms(
        RequestForm(formdata=None, data=facts),
        ReportForm(formdata=None, data={"state": version.state, "next_report": version.next_report}),
        EvidenceForm(formdata=None),
        {document.id: RemoveEvidenceForm(document.id, formdata=None) for document in entry.evidence},
    )


def _texts_to_draw_into(drawn: Mapping[int, str]) -> list[Text]:
    """
    Return the texts for which the reader can propose a new paragraph now, as the Mission.

    *drawn*: the texts into which one was drawn already, each with its proposal.
    """
    who = access.actor()
    return [
        text
        for text in navigation.known_texts()
        if text.readable
        and not text.archived
        and _hindrance(text.communique, text.round, drawn) is None
        and may(who, Act.KEEP_FOLLOW_UP, Facts(meeting=text.meeting.id))
    ]


def _hindrance(communique: Communique, round_: Round | None, drawn: Mapping[int, str]) -> Refusal | None:
    """Return why no new paragraph can be drawn into a text now, *round_* being its last round; None where one can."""
    running = round_ is not None and round_.closed_at is None
    rule = Admissibility(round_.admissibility) if round_ is not None and running else None
    try:
        require_to_draw_into(TextKind(communique.kind), rule, drawn=drawn.get(communique.id, ""))
    except Refusal as refusal:
        return refusal
    return None


def _sent_forms(code: str, sent: str) -> Forms:
    (shown,) = entries_of(
        db.session(), [get_follow_up(db.session(), access.actor(), code)], today_in(conference_zone())
    )
    forms = _forms_of(shown)
    forms.sent = sent
    return forms


def _seen() -> int:
    return number_in(request.form.get("seen", "")) or 0


@pages.post("/follow-up/<code:entry>/edit")
@access.gate(Act.KEEP_FOLLOW_UP)
def edit(entry: str) -> Answer:
    """Change what an entry says; what it said stays in its history."""
    forms = _sent_forms(entry, "edit")
    forms.edit = form = RequestForm()
    if not form.validate():
        return _entry_page(entry, forms, status=422)
    try:
        follow_up.edit(access.actor(), entry, form.request(), seen=_seen(), note=form.note.data or "")
    except WrongDue as refusal:
        say_beside(form.due, refusal)
        return _entry_page(entry, forms, status=status_of(refusal))
    except Refusal as refusal:
        return _entry_page(entry, forms, refusal, status_of(refusal))
    flash(_("The entry is edited. What it said before stands in its history."), "success")
    return redirect(f"/follow-up/{entry}", 303)


@pages.post("/follow-up/<code:entry>/report")
@access.gate(Act.KEEP_FOLLOW_UP)
def report(entry: str) -> Answer:
    """Record what was reported on a request, and how far it has come."""
    forms = _sent_forms(entry, "report")
    forms.report = form = ReportForm()
    if not form.validate():
        return _entry_page(entry, forms, status=422)
    try:
        follow_up.report(
            access.actor(),
            entry,
            FollowUpState(form.state.data),
            note=form.note.data,
            next_report=form.next_report.data or "",
            seen=_seen(),
        )
    except Refusal as refusal:
        return _entry_page(entry, forms, refusal, status_of(refusal))
    flash(_("The report is recorded. Whoever reads the entry reads it."), "success")
    return redirect(f"/follow-up/{entry}", 303)


@pages.post("/follow-up/<code:entry>/evidence")
@access.gate(Act.KEEP_FOLLOW_UP)
def add_evidence(entry: str) -> Answer:
    """Add a document to an entry."""
    forms = _sent_forms(entry, "evidence")
    forms.evidence = form = EvidenceForm()
    if not form.validate():
        return _entry_page(entry, forms, status=422)
    try:
        follow_up.add_evidence(
            access.actor(),
            entry,
            title=form.title.data,
            symbol=form.symbol.data or "",
            url=form.url.data or "",
        )
    except (WrongLink, EvidenceKnown) as refusal:
        named = form.symbol if isinstance(refusal, EvidenceKnown) and form.symbol.data else form.url
        say_beside(named, refusal)
        return _entry_page(entry, forms, status=status_of(refusal))
    except Refusal as refusal:
        return _entry_page(entry, forms, refusal, status_of(refusal))
    flash(_("The document is added."), "success")
    return redirect(f"/follow-up/{entry}#evidence", 303)


@pages.post("/follow-up/<code:entry>/evidence/<int:evidence>/remove")
@access.gate(Act.KEEP_FOLLOW_UP)
def remove_evidence(entry: str, evidence: int) -> Answer:
    """Remove a document that was attached by mistake; the history keeps it."""
    forms = _sent_forms(entry, f"remove {evidence}")
    forms.remove[evidence] = form = RemoveEvidenceForm(evidence)
    if not form.validate():
        return _entry_page(entry, forms, status=422)
    try:
        follow_up.remove_evidence(access.actor(), entry, evidence, reason=form.reason.data)
    except Refusal as refusal:
        return _entry_page(entry, forms, refusal, status_of(refusal))
    flash(_("The document is removed from the evidence. It stands in the history of the entry."), "success")
    return redirect(f"/follow-up/{entry}#evidence", 303)


# What the program suggests ---------------------------------------------------------------------------


@pages.get("/follow-up/sources")
@access.gate(Act.KEEP_FOLLOW_UP)
def sources() -> str:
    """List the texts whose requests can be followed up."""
    return render_template("follow_up/sources.html", rows=followed_sources(db.session()))


@pages.get("/follow-up/sources/<code:source>")
@access.gate(Act.KEEP_FOLLOW_UP)
def suggestions(source: str) -> str:
    """Show the requests that the program finds in a text, beside those that are followed up."""
    session, text = db.session(), _followed(source)
    rows = paragraphs_of(session, text.id)
    followed: dict[int, list[Entry]] = {}
    for entry in entries_of(
        session, follow_ups_of(session, access.actor(), text.id), today_in(conference_zone())
    ):
        followed.setdefault(entry.row.entry.position, []).append(entry)
    dismissed = dismissed_in(session, text.id)
    elsewhere = follow_ups_in_other_languages(session, access.actor(), text)
    leads = leads_of(rows)
    listed = [
        _listed(
            row,
            suggestions_in(row, Language(text.language), dismissed, lead=leads.get(row.position, "")),
            followed.get(row.position, ()),
            elsewhere.get(place_in_text(row.reference, row.position), ()),
        )
        for row in rows
    ]
    return render_template(
        "follow_up/source.html",
        source=text,
        language=Language(text.language),
        listed=[entry for entry in listed if entry.suggestions or entry.entries],
        others=[
            entry
            for entry in listed
            if not entry.suggestions and not entry.entries and entry.row.kind != LineKind.HEADING
        ],
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A paragraph of a source, what the program suggests of it, its entries, and those of its other languages."""

    row: SourceParagraph
    suggestions: tuple[Suggestion, ...]
    entries: tuple[Entry, ...]
    alike: tuple[FollowUpRow, ...]


def _listed(
    row: SourceParagraph,
    suggested: Iterable[Suggestion],
    entries: Iterable[Entry],
    alike: Iterable[FollowUpRow],
) -> Listed:
    entries = tuple(entries)
    taken = {known.row.entry.start for known in entries}
    return Listed(row, tuple(entry for entry in suggested if entry.start not in taken), entries, tuple(alike))


def _followed(code: str) -> Source:
    """Return the source with *code*. Raises NotFound for one whose requests are not followed up."""
    row = find_source(db.session(), access.actor(), code)
    if row is None or row.withdrawn is not None or not makes_requests(db.session(), row.source):
        raise NotFound()
    return row.source


@pages.get("/follow-up/sources/<code:source>/request")
@access.gate(Act.KEEP_FOLLOW_UP)
def confirm_form(source: str) -> Answer:
    """
    Show the form of an entry for the words that begin at ?start= of the paragraph at ?position=.

    Without a position it leads to the text.
    """
    if not request.args.get("position"):
        return redirect(f"/follow-up/sources/{_followed(source).code}", 303)
    suggestion = _asked_words(_followed(source), request.args)
    facts = {"addressee": suggestion.addressee, "requested": suggestion.requested, "due": suggestion.due}
    return _confirm_page(source, suggestion, RequestForm(formdata=None, data=facts))


def _confirm_page(
    code: str, suggestion: Suggestion, form: RequestForm, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    source = _followed(code)
    passage = next(
        row for row in paragraphs_of(db.session(), source.id) if row.position == suggestion.position
    )
    page = render_template(
        "follow_up/confirm.html",
        source=source,
        name=passage_name(passage),
        language=Language(source.language),
        found=suggestion,
        passage=passage,
        alike=follow_ups_in_other_languages(db.session(), access.actor(), source).get(
            place_in_text(suggestion.reference, suggestion.position), ()
        ),
        form=form,
        refusal=refusal,
    )
    return page, status


def _asked_words(source: Source, sent: Any) -> Suggestion:
    """
    Return the suggestion that is asked for; without one at that place, the whole paragraph, in nobody's words yet.

    Raises NotFound where there is no such paragraph.
    """
    position, start = number_in(sent.get("position", "")), number_in(sent.get("start", ""))
    rows = {row.position: row for row in paragraphs_of(db.session(), source.id)}
    row = rows.get(position or 0)
    if row is None:
        raise NotFound()
    lead = leads_of(rows.values()).get(row.position, "")
    for suggestion in suggestions_in(row, Language(source.language), lead=lead):
        if suggestion.start == start:
            return suggestion
    return Suggestion(
        row.position, row.reference, 0, len(row.text), "", "", None, before="", words=row.words, behind=""
    )


@pages.post("/follow-up/sources/<code:source>/request")
@access.gate(Act.KEEP_FOLLOW_UP)
def confirm(source: str) -> Answer:
    """Begin an entry."""
    form = RequestForm()
    suggestion = _asked_words(_followed(source), request.form)
    if not form.validate():
        return _confirm_page(source, suggestion, form, status=422)
    try:
        follow_up.confirm(
            access.actor(),
            source,
            position=suggestion.position,
            start=suggestion.start,
            stop=suggestion.stop,
            request=form.request(),
        )
    except WrongDue as refusal:
        say_beside(form.due, refusal)
        return _confirm_page(source, suggestion, form, status=status_of(refusal))
    except Refusal as refusal:
        return _confirm_page(source, suggestion, form, refusal, status_of(refusal))
    flash(_("The request is followed up. Whoever reads its text in the library reads the entry."), "success")
    return redirect(f"/follow-up/sources/{source}#s-{suggestion.position}", 303)


@pages.post("/follow-up/sources/<code:source>/dismiss")
@access.gate(Act.KEEP_FOLLOW_UP)
def dismiss(source: str) -> Response:
    """Record that what the program found is no request to be followed up."""
    position, start = (number_in(request.form.get(name, "")) for name in ("position", "start"))
    follow_up.dismiss(access.actor(), source, position=position or 0, start=start or 0)
    flash(_("It is recorded that this is no request to be followed up."), "success")
    return redirect(f"/follow-up/sources/{source}#s-{position or 0}", 303)


# A new paragraph, drawn from an entry ----------------------------------------------------------------


@pages.get("/c/<code:communique>/follow-up/<code:entry>/propose")
@access.gate(Act.KEEP_FOLLOW_UP)
def propose_form(communique: str, entry: str) -> Answer:
    """Show the form of a new paragraph that takes note of what was done, in the language of the text."""
    page, row = opened_to_change(communique), get_follow_up(db.session(), access.actor(), entry)
    symbol, number = row.source.symbol, listed_beside(row.passage.reference, page.language.value)
    corrections = corrections_of(db.session(), [row]).get(row.entry.id, [])
    requested = as_corrected(
        row.request.requested, [(correction.old, correction.new) for correction in corrections]
    )
    text = noted(
        replace(row.request, requested=requested),
        row.state,
        symbol=symbol,
        number=number,
        spoken=Language(row.source.language),
        language=page.language,
    )
    reason = _("Follow-up of %(name)s", name=passage_name(row.passage))
    return _propose_page(
        page, row, NewParagraphForm(_places(page), formdata=None, data={"text": text, "reason": reason})
    )


def _places(page: Opened) -> dict[str, str]:
    """Return after which paragraphs of the newest draft a new one can stand, by their codes, and none yet by ""."""
    rows = text_rows(db.session(), page.drafts.newest.draft.id)
    first = {"": _("Choose a place"), BEGINNING: _("the beginning of the text")}
    return first | {row.code: title_of(row) for row in rows}


def _propose_page(
    page: Opened, row: FollowUpRow, form: NewParagraphForm, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    context = page.drafts.context
    drawn = drawn_into_texts(db.session(), row.entry.id)
    hindrance = _hindrance(page.communique, context.round if context else None, drawn)
    if refusal is None and hindrance is not None:
        refusal, status = hindrance, status_of(hindrance)
    html = render_template(
        "follow_up/propose.html",
        page=page,
        row=row,
        corrections=corrections_of(db.session(), [row]).get(row.entry.id, []),
        name=passage_name(row.passage),
        form=form if hindrance is None or form.is_submitted() else None,
        refusal=refusal,
    )
    return html, status


@pages.post("/c/<code:communique>/follow-up/<code:entry>/propose")
@access.gate(Act.KEEP_FOLLOW_UP)
def propose(communique: str, entry: str) -> Answer:
    """Propose the new paragraph in the Mission's name."""
    page, row = opened_to_change(communique), get_follow_up(db.session(), access.actor(), entry)
    form = NewParagraphForm(_places(page))
    if not form.validate():
        return _propose_page(page, row, form, status=422)
    try:
        proposal = follow_up.propose(
            access.actor(),
            entry,
            communique,
            text=form.text.data,
            after=form.place(),
            reason=form.reason.data or "",
        )
    except Refusal as refusal:
        return _propose_page(page, row, form, refusal, status_of(refusal))
    flash(_("The new paragraph is proposed. The entry and the proposal name each other."), "success")
    return redirect(proposal_url(proposal.code), 303)
