"""
A file comes in from a capital, or as the next draft: its differences are shown, corrected and kept as proposals.

Whoever may prepare proposals brings a file in, in the name of their own delegation, the Mission in
its own. Nothing is kept between the file and the confirmation but in the form (web.offered). This
module refuses to decide what may be proposed: services.incoming asks for each.
"""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from acm_drafts.documents import docx, working
from acm_drafts.negotiation.differences import Difference
from acm_drafts.negotiation.errors import (
    EarlierDraft,
    HardlyAlike,
    NoRound,
    OtherLanguage,
    OtherText,
    Refusal,
    SomeRefused,
    UnreadableFile,
    WrongShape,
)
from acm_drafts.negotiation.pairing import same
from acm_drafts.negotiation.permissions import WRITES, Act, may
from acm_drafts.negotiation.terms import AmendmentKind, Role, Stage
from acm_drafts.services import incoming
from acm_drafts.services.exports import draft_text
from acm_drafts.store import docket, texts
from acm_drafts.store.database import db
from acm_drafts.store.docket import Entry
from acm_drafts.store.records import Amendment
from acm_drafts.store.texts import Row
from acm_drafts.web import access, sheets
from acm_drafts.web.access import actor
from acm_drafts.web.drafts import opened
from acm_drafts.web.editor import LINES
from acm_drafts.web.exports import SANDBOX, file_name
from acm_drafts.web.forms import say_beside
from acm_drafts.web.offered import Bundle, Layout, Typed
from acm_drafts.web.received import Table, bundle_of, carried_over
from acm_drafts.web.refusals import BadRequest, status_of

pages = Blueprint("incoming", __name__)

Answer = Response | str | tuple[str, int]
_LEAST_ALIKE = 10
"""One line in so many must be paired; below, it is another text."""


# What is asked -------------------------------------------------------------------------------------


def _table(code: str) -> Table:
    """Raises NotFound, NotPermitted, NoRound."""
    session = db.session()
    shelf = texts.open_shelf(session, code, actor())
    g.communique = shelf.communique
    sponsors = [one for one in sheets.sponsors_of(actor()) if not one.floor]
    setting = shelf.setting
    if setting is None or setting.round.closed_at is not None:
        raise NoRound()
    return Table(shelf, setting, texts.rows(session, setting.issue.draft.id), sponsors)


class FileForm(FlaskForm):
    file = FileField(_l("A file: .docx or .txt"))
    pasted = TextAreaField(_l("Or the text itself, pasted"))


# Pages ---------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique_code>/incoming")
@access.gate_for_own(Act.PREPARE)
def form(communique_code: str) -> Answer:
    try:
        return _form(_table(communique_code), FileForm(formdata=None))
    except NoRound as refusal:
        return _no_round(refusal), 200


def _no_round(refusal: NoRound) -> str:
    """Return the page that says what must happen first, which for the Mission is its own act."""
    return render_template("incoming/none.html", refusal=refusal, may_open=may(actor(), Act.MANAGE_ROUNDS))


def _form(table: Table, filled: FileForm, *, refused: Refusal | None = None, status: int = 200) -> Answer:
    page = render_template("incoming/form.html", form=filled, table=table, refused=refused)
    return page, status


@pages.post("/c/<code:communique_code>/incoming")
@access.gate_for_own(Act.PREPARE)
def receive(communique_code: str) -> Answer:
    """Read what was sent and show what it says otherwise than the draft; nothing is written."""
    try:
        table = _table(communique_code)
    except NoRound as refusal:
        return _no_round(refusal), status_of(refusal)
    sent = FileForm()
    by_file = bool(sent.file.data and sent.file.data.filename)
    pasted = bool((sent.pasted.data or "").strip())
    if by_file == pasted:
        told = (
            _("Send a file or paste a text, not both.")
            if by_file
            else _("Choose a file, or paste a text below.")
        )
        sent.file.errors = [told]
        return _form(table, sent, status=422)
    try:
        return _page(table, Layout(bundle_of(table, *_sent(sent, by_file=by_file)), table.rows, Typed()))
    except UnreadableFile as refusal:
        say_beside(sent.file if by_file else sent.pasted, refusal)
        return _form(table, sent, status=status_of(refusal))
    except (OtherText, EarlierDraft, OtherLanguage, HardlyAlike) as refusal:
        return _form(table, sent, refused=refusal, status=status_of(refusal))


def _sent(filled: FileForm, *, by_file: bool) -> tuple[str, bytes]:
    """Return the name of a file and its bytes, or pasted words as such."""
    if by_file:
        return PurePath(filled.file.data.filename).name[:200], filled.file.data.read()
    return "", _line_feeds(filled.pasted.data or "").encode()


@pages.get("/c/<code:communique_code>/incoming/working.docx")
@access.gate_for_own(Act.PREPARE)
def working_file(communique_code: str) -> Response:
    """Answer with the newest draft as a Word file whose paragraphs say which they are, to be changed and brought in."""
    page = opened(communique_code)
    draft = page.shelf.newest.draft
    marks = [working.mark(row.code, draft.sequence) for row in texts.rows(db.session(), draft.id)]
    answer = Response(working.render(draft_text(db.session(), draft), marks), mimetype=docx.MEDIA_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=file_name(draft.symbol, page.language))
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


# The differences -----------------------------------------------------------------------------------


def _page(
    table: Table, layout: Layout, *, refused: Refusal | None = None, moved_on: bool = False, status: int = 200
) -> Answer:
    earlier = _earlier(table, layout)
    told: Mapping[str, Refusal] = refused.refusals if isinstance(refused, SomeRefused) else {}
    cards = list(layout.cards(told, earlier))
    page = render_template(
        "incoming/differences.html",
        table=table,
        layout=layout,
        cards=cards,
        doubtful=sum(card.doubtful for card in cards),
        known=len(earlier) if len(table.sponsors) == 1 else 0,
        remarks=list(layout.remarks()),
        other_kinds=layout.other_kinds(),
        refused=refused,
        moved_on=moved_on,
        token=layout.bundle.signed(),
        lines=_lines(),
        sponsor=request.form.get("sponsor", ""),
    )
    return page, status


def _lines() -> list[tuple[str, str]]:
    return [
        ("paragraph", _("paragraph")),
        ("sub", _("sub-paragraph (a)")),
        ("subsub", _("sub-paragraph (i)")),
        ("heading", _("heading")),
    ]


def _earlier(table: Table, layout: Layout) -> dict[str, Entry]:
    """Return those of the differences that the reader's delegations have proposed or drafted in this round already."""
    mine = actor().parties(*WRITES, Role.MISSION)
    found = docket.load(
        db.session(),
        Amendment.round_id == table.setting.round.id,
        Amendment.sponsor_id.in_(mine),
        Amendment.stage != Stage.WITHDRAWN,
    )
    entries = [entry for entry in found if entry.pending or entry.amendment.stage != Stage.SUBMITTED]
    return {
        one.key: entry
        for one in layout.found
        if (entry := next((e for e in entries if _is_this(e, one, table.rows)), None)) is not None
    }


def _is_this(entry: Entry, one: Difference, rows: Sequence[Row]) -> bool:
    if entry.kind is not one.kind or entry.amendment.amends_id is not None:
        return False
    revision = entry.revision
    if one.kind is AmendmentKind.INSERT:
        return same(revision.text, one.text)
    if revision.paragraph_id != rows[one.line - 1].paragraph:
        return False
    if one.kind is AmendmentKind.MOVE:
        return one.after >= 0 and revision.after_id == (rows[one.after - 1].paragraph if one.after else None)
    return one.kind in (AmendmentKind.DELETE, AmendmentKind.JOIN) or same(revision.text, one.text)


# Keeping -------------------------------------------------------------------------------------------


@pages.post("/c/<code:communique_code>/incoming/keep")
@access.gate_for_own(Act.PREPARE)
def keep(communique_code: str) -> Answer:
    """Show the differences with what was corrected, or keep or submit those that are ticked."""
    token = request.form.get("token", "")
    bundle = Bundle.of(token, user=actor().user, communique=communique_code)
    try:
        table = _table(communique_code)
    except NoRound as refusal:
        return _no_round(refusal), status_of(refusal)
    typed = _typed(bundle)
    if bundle.draft != table.draft.id:
        again = Layout(carried_over(table, bundle, typed), table.rows, Typed())
        return _page(table, again, moved_on=True, status=409)
    layout = Layout(bundle, table.rows, typed)
    do = request.form.get("do", "")
    if do not in ("save", "submit"):
        return _page(table, layout)
    sponsor = _sponsor(table)
    there = {key for key, entry in _earlier(table, layout).items() if entry.amendment.sponsor_id == sponsor}
    keys = layout.chosen(earlier={}) & {one.key for one in layout.found} - there
    try:
        made = incoming.bring_in(
            actor(),
            table.setting.round.id,
            layout.wanted(keys),
            sponsor=sponsor,
            submits=do == "submit",
        )
    except (SomeRefused, WrongShape) as refusal:
        return _page(table, layout, refused=refusal, status=status_of(refusal))
    flash(_said(made), "success")
    own = "proposals" if actor().holds(Role.MISSION) else "delegation"
    return redirect(f"/c/{communique_code}/{own}", 303)


def _sponsor(table: Table) -> int:
    wanted = request.form.get("sponsor", "")
    return next((one.party.id for one in table.sponsors if one.value == wanted), table.sponsors[0].party.id)


def _said(made: Sequence[Amendment]) -> str:
    if made[0].stage == Stage.SUBMITTED:
        return str(ngettext("%(num)s proposal submitted.", "%(num)s proposals submitted.", len(made)))
    return str(
        ngettext(
            "%(num)s draft kept. Only your delegation sees it until it is submitted.",
            "%(num)s drafts kept. Only your delegation sees them until they are submitted.",
            len(made),
        )
    )


def _typed(bundle: Bundle) -> Typed:
    """Return what was typed in the form; fields of lines that there are not say nothing."""
    sent = request.form
    lines, links = range(len(bundle.lines)), range(len(bundle.links))
    kinds = {j: sent[f"line-{j}"] for j in lines if f"line-{j}" in sent}
    if not set(kinds.values()) <= LINES.keys():
        raise BadRequest()
    return Typed(
        words={j: _line_feeds(sent[f"text-{j}"]) for j in lines if f"text-{j}" in sent},
        kinds=kinds,
        apart=frozenset(k for k in links if bundle.links[k].doubtful and sent.get(f"pair-{k}") == "apart"),
        reasons={k: _line_feeds(sent[f"reason-{k}"]) for k in links if f"reason-{k}" in sent},
        taken=frozenset(sent.getlist("take")),
    )


def _line_feeds(text: str) -> str:
    """Return *text* with line ends as they were: browsers send CR LF for each."""
    return text.replace("\r\n", "\n")
