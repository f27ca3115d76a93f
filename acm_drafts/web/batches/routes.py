"""
Files of many delegations at once: the Mission sends them together, and sees which came from whom.

The page answers at once; the files are read one by one behind it, each in a process of its own, and
it tells how far that is. Each is then looked at like a single one (web.batches) and entered for its
delegation from the floor, alone or with all others that were looked at. What waits lies in the
database (services.batches) and is nobody's but the Mission's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from flask import Blueprint, flash, g, redirect, render_template, request
from werkzeug.datastructures import FileStorage

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.errors import (
    EnteredAlready,
    NoRound,
    NoSender,
    Refusal,
    SomeRefused,
    StaleText,
    TooManyFiles,
    WrongShape,
)
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind
from acm_drafts.services import batches
from acm_drafts.services.batches import MOST_BYTES, Sent
from acm_drafts.services.file_changes import Bundle, Ground, Typed, carried_over, proposed
from acm_drafts.store import batches as waiting
from acm_drafts.store.batches import Progress
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.people import find_parties, find_party, find_party_by_key
from acm_drafts.store.records import Batch, BatchFile
from acm_drafts.store.text import TextRow
from acm_drafts.web.file_changes.cards import Layout
from acm_drafts.web.file_changes.page import Answer, Desk, differences_page, names_of_kinds, typed_for
from acm_drafts.web.file_changes.routes import ground_of, no_round
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import actor, may_here
from acm_drafts.web.shared.file_reading import begin
from acm_drafts.web.shared.formatting import by_name, party_name
from acm_drafts.web.shared.refusals import status_of

pages = Blueprint("batches", __name__)

MOST_SENT = 64 * 1024 * 1024
"""Of all files together, in bytes: one request."""


@pages.url_value_preprocessor
def _take_more(endpoint: str | None, values: object) -> None:
    """Let the Mission send many files in one request. Told before the form is read, which the first hook does."""
    if endpoint == "batches.receive" and may_here(actor(), Act.ENTER_FROM_FLOOR):
        request.max_content_length = MOST_SENT


# Rows ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One file as the table shows it; *outdated*: it was looked at, and the text has moved on since."""

    file: BatchFile
    kinds: Sequence[tuple[str, int]]
    refusal: Refusal | None
    outdated: bool

    @property
    def matters(self) -> bool:
        """Whether something of it can still be entered, so that one must know from whom it is."""
        return (bool(self.kinds) and self.file.stage == "read") or self.file.stage in ("waiting", "reading")

    @property
    def ready(self) -> bool:
        """Whether it can be entered with the others."""
        looked = self.file.stage == "read" and bool(self.file.chosen) and not self.outdated
        return looked and self.file.party_id is not None


def _lines(files: Sequence[BatchFile], draft: int) -> Iterator[Line]:
    for file in files:
        tally = file.tally or {}
        counts = tally.get("kinds", {})
        kinds = [(kind, counts[kind]) for kind in AmendmentKind if kind in counts]
        outdated = file.chosen is not None and file.draft_id != draft
        yield Line(file, kinds, batches.refusal_of(file), outdated)


def _senders() -> list[tuple[str, str]]:
    """Return code and name of everybody for whom a file can be entered, in the order of the reader's language."""
    parties = find_parties(db.session(), PartyKind.STATE, PartyKind.GROUP)
    return [(party.code, party_name(party)) for party in by_name(parties)]


# All of them ---------------------------------------------------------------------------------------


@pages.get("/c/<code:communique_code>/batches")
@access.gate(Act.ENTER_FROM_FLOOR, hides=True)
def index(communique_code: str) -> Answer:
    try:
        return _index(ground_of(communique_code))
    except NoRound as refusal:
        return no_round(refusal), 200


def _index(ground: Ground, *, problem: str = "", refused: Refusal | None = None, status: int = 200) -> Answer:
    shown = render_template(
        "batches/index.html",
        ground=ground,
        waiting=waiting.waiting(db.session(), ground.communique.id),
        problem=problem,
        refused=refused,
        days=batches.LIVES.days,
        most=batches.MOST_FILES,
    )
    return shown, status


@pages.post("/c/<code:communique_code>/batches")
@access.gate(Act.ENTER_FROM_FLOOR, hides=True)
def receive(communique_code: str) -> Answer:
    """Let the files that were sent wait, begin to read them, and answer at once."""
    try:
        ground = ground_of(communique_code)
    except NoRound as refusal:
        return no_round(refusal), status_of(refusal)
    sent = [_sent(upload) for upload in request.files.getlist("files") if upload.filename]
    if not sent:
        return _index(ground, problem=_("Choose one file or several."), status=422)
    try:
        batch = batches.receive(actor(), ground.communique.id, sent)
    except TooManyFiles as refusal:
        return _index(ground, refused=refusal, status=status_of(refusal))
    begin(batch.id)
    return redirect(_url(communique_code, batch.code), 303)


def _sent(file: FileStorage) -> Sent:
    name = PurePath((file.filename or "").replace("\\", "/")).name[:200]
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    return Sent(name, file.stream.read() if size <= MOST_BYTES else b"", size)


def _url(communique_code: str, batch_code: str, number: int | str = "") -> str:
    return f"/c/{communique_code}/batches/{batch_code}" + (f"/{number}" if number else "")


# One batch -----------------------------------------------------------------------------------------


def _batch(communique_code: str, batch_code: str) -> Batch:
    """Raises NotFound."""
    return waiting.get(db.session(), batch_code, communique_code)


@pages.get("/c/<code:communique_code>/batches/<code:batch_code>")
@access.gate(Act.ENTER_FROM_FLOOR, hides=True)
def show(communique_code: str, batch_code: str) -> Answer:
    """Show the table of the files and their senders, or how far the reading is."""
    return _table(communique_code, _batch(communique_code, batch_code))


def _table(
    communique_code: str, batch: Batch, *, refused: Mapping[int, Refusal] | None = None, status: int = 200
) -> Answer:
    try:
        ground = ground_of(communique_code)
    except NoRound as refusal:
        return no_round(refusal), status
    files = waiting.files(db.session(), batch.id)
    lines = list(_lines(files, ground.draft.id))
    shown = render_template(
        "batches/show.html",
        batch=batch,
        ground=ground,
        lines=lines,
        progress=waiting.progress(files),
        senders=_senders(),
        kinds=names_of_kinds(),
        ready=[line for line in lines if line.ready],
        refused=refused or {},
        url=_url(communique_code, batch.code),
        now=utcnow(),
    )
    return shown, status


@pages.post("/c/<code:communique_code>/batches/<code:batch_code>/read")
@access.gate(Act.ENTER_FROM_FLOOR, hides=True)
def read(communique_code: str, batch_code: str) -> Answer:
    """Take the reading up again, where the server that did it was ended."""
    batch = _batch(communique_code, batch_code)
    progress: Progress = waiting.progress(waiting.files(db.session(), batch.id))
    if progress.stopped:
        batches.take_up(actor(), batch.id)
        begin(batch.id)
    return redirect(_url(communique_code, batch_code), 303)


@pages.post("/c/<code:communique_code>/batches/<code:batch_code>/senders")
@access.gate(Act.ENTER_FROM_FLOOR, hides=True)
def name(communique_code: str, batch_code: str) -> Answer:
    """Save the sender of each file; then, if asked, enter all files that were checked."""
    batch = _batch(communique_code, batch_code)
    codes = {party.code: party.id for party in find_parties(db.session(), PartyKind.STATE, PartyKind.GROUP)}
    senders = {
        file.number: codes.get(request.form[f"from-{file.number}"])
        for file in waiting.files(db.session(), batch.id)
        if f"from-{file.number}" in request.form
    }
    batches.name_sender(actor(), batch.id, senders)
    if request.form.get("do") == "enter":
        return _enter_all(communique_code, batch)
    flash(_("The delegations are saved."), "success")
    return redirect(_url(communique_code, batch_code), 303)


def _enter_all(communique_code: str, batch: Batch) -> Answer:
    """Enter every file that was looked at, each by itself: one that is refused leaves the others alone."""
    try:
        ground = ground_of(communique_code)
    except NoRound as refusal:
        return no_round(refusal), status_of(refusal)
    refused: dict[int, Refusal] = {}
    entered = 0
    for line in list(_lines(waiting.files(db.session(), batch.id), ground.draft.id)):
        if not line.ready:
            continue
        file = waiting.get_file(db.session(), batch.id, line.file.number)
        try:
            entered += len(_enter(batch, file, ground, Layout(*_standing(file, ground))))
        except Refusal as refusal:
            refused[line.file.number] = refusal
    if entered:
        flash(_entered_message(entered), "success")
    if refused:
        return _table(communique_code, batch, refused=refused, status=422)
    return redirect(_url(communique_code, batch.code), 303)


def _enter(batch: Batch, file: BatchFile, ground: Ground, layout: Layout) -> Sequence[object]:
    return batches.enter(actor(), batch.id, file.number, round_id=ground.context.round.id, offered=layout)


def _entered_message(count: int) -> str:
    return str(
        ngettext(
            "%(num)s proposal entered from the floor. The head of the delegation confirms it.",
            "%(num)s proposals entered from the floor. The heads of the delegations confirm them.",
            count,
        )
    )


@pages.post("/c/<code:communique_code>/batches/<code:batch_code>/delete")
@access.gate(Act.ENTER_FROM_FLOOR, hides=True)
def clear(communique_code: str, batch_code: str) -> Answer:
    """Delete the files that are not entered; what was entered stays."""
    batches.clear(actor(), _batch(communique_code, batch_code).id)
    flash(_("The files are deleted. What was entered stays."), "success")
    return redirect(f"/c/{communique_code}/batches", 303)


# One file ------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique_code>/batches/<code:batch_code>/<int:number>")
@access.gate(Act.ENTER_FROM_FLOOR, hides=True)
def file(communique_code: str, batch_code: str, number: int) -> Answer:
    """Show where a file differs from the draft, as it was last corrected."""
    batch = _batch(communique_code, batch_code)
    batch_file = waiting.get_file(db.session(), batch.id, number)
    if batch_file.stage != "read":
        return redirect(_url(communique_code, batch_code), 303)
    try:
        ground = ground_of(communique_code)
    except NoRound as refusal:
        return no_round(refusal), 200
    layout = Layout(*_standing(batch_file, ground))
    return differences_page(_desk(batch, batch_file, ground), layout)


def _standing(file: BatchFile, ground: Ground) -> tuple[Bundle, Sequence[TextRow], Typed]:
    """Return a file as somebody left it, on the draft of the round, whatever draft it was read for."""
    bundle, typed = batches.stands_on(file)
    if bundle.draft == ground.draft.id:
        return bundle, ground.rows, typed
    return carried_over(ground, bundle, typed), ground.rows, Typed()


@pages.post("/c/<code:communique_code>/batches/<code:batch_code>/<int:number>")
@access.gate(Act.ENTER_FROM_FLOOR, hides=True)
def look(communique_code: str, batch_code: str, number: int) -> Answer:
    """Show a file with what was corrected, set it aside as ticked, or enter it."""
    batch = _batch(communique_code, batch_code)
    batch_file = waiting.get_file(db.session(), batch.id, number)
    if batch_file.stage != "read":
        raise EnteredAlready()
    try:
        ground = ground_of(communique_code)
    except NoRound as refusal:
        return no_round(refusal), status_of(refusal)
    if request.form.get("draft") != str(ground.draft.id):
        return _moved_on(batch, batch_file, ground)
    bundle, rows, _left = _standing(batch_file, ground)
    layout = Layout(bundle, rows, typed_for(bundle))
    _name(batch, batch_file)
    do = request.form.get("do", "")
    if do not in ("enter", "aside"):
        return differences_page(_desk(batch, batch_file, ground), layout)
    return _keep(batch, batch_file, ground, layout, enters=do == "enter")


def _moved_on(batch: Batch, file: BatchFile, ground: Ground) -> Answer:
    """Show a file on the present draft, with the words typed on an earlier one; a colleague's work is kept."""
    bundle, typed = batches.stands_on(file)
    if bundle.draft != ground.draft.id:
        bundle, typed = carried_over(ground, bundle, typed_for(bundle)), Typed()
    layout = Layout(bundle, ground.rows, typed)
    return differences_page(_desk(batch, file, ground), layout, moved_on=True, status=409)


def _keep(batch: Batch, file: BatchFile, ground: Ground, layout: Layout, *, enters: bool) -> Answer:
    try:
        if enters:
            flash(_entered_message(len(_enter(batch, file, ground, layout))), "success")
        else:
            batches.set_aside(actor(), batch.id, file.number, layout)
            flash(_("“%(name)s” is set aside as ticked.", name=file.name), "success")
    except (SomeRefused, WrongShape, NoSender, StaleText) as refusal:
        desk = _desk(batch, waiting.get_file(db.session(), batch.id, file.number), ground)
        return differences_page(desk, layout, refused=refusal, status=status_of(refusal))
    return redirect(_url(ground.communique.code, batch.code), 303)


def _name(batch: Batch, file: BatchFile) -> None:
    """Save the sender of the file, where the form names one."""
    code = request.form.get("sponsor")
    if code is None:
        return
    sender = find_party(db.session(), code) if code else None
    batches.name_sender(actor(), batch.id, {file.number: sender.id if sender else None})


def _desk(batch: Batch, file: BatchFile, ground: Ground) -> Desk:
    code = ground.communique.code
    g.communique = ground.communique
    by = [file.party_id] if file.party_id else []
    sender = find_party_by_key(db.session(), file.party_id)
    return Desk(
        ground,
        proposed(db.session(), ground.context.round.id, by=by, prepared=False) if by else [],
        action=_url(code, batch.code, file.number),
        hidden={"draft": str(ground.draft.id)},
        choices=[("", _("Choose the delegation")), *_senders()],
        chosen=sender.code if sender else "",
        buttons=[
            ("aside", _("Set aside as ticked")),
            ("enter", _("Enter what is ticked now")),
            ("show", _("Show it with the corrections")),
        ],
        back=(_url(code, batch.code), _("Back to the table")),
        again=(_url(code, batch.code), _("Back to the table")),
        note=_(
            "It is entered from the floor, in the delegation’s name, and its head confirms it. "
            "What is set aside is entered with the others, from the table."
        ),
        waits=_("What you correct and tick is saved when you set it aside or enter it."),
    )
