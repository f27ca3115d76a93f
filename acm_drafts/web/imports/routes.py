"""
A text comes in: read from a file or pasted, shown line by line for correction, then kept.

Until it is kept the text lives in the form alone and nothing is written. What the bytes were is
told by a signed fingerprint that travels with it, so that the same import twice is refused. What
a file holds and what each line is was found out in documents; this module refuses to guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.recognise import Recognised, recognise
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import (
    N_,
    Busy,
    Refusal,
    SameAgain,
    SymbolTaken,
    UnreadableFile,
    UnreadableText,
)
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.services import drafts
from acm_drafts.store import meetings
from acm_drafts.store.database import db
from acm_drafts.store.drafts import find_draft
from acm_drafts.text.language import NATIVE_NAMES, Language, unfit
from acm_drafts.web.shared import access, formatting, layout, navigation
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.formatting import name_of
from acm_drafts.web.shared.forms import fit, options, say_beside
from acm_drafts.web.shared.refusals import BadRequest, phrase_in_words, sentence_of, status_of
from acm_drafts.web.shared.signing import seal, unseal

pages = Blueprint("imports", __name__)

LONGEST_LABEL = 64

KINDS: dict[str, tuple[LineKind, int]] = {
    "heading": (LineKind.HEADING, 0),
    "paragraph": (LineKind.PARAGRAPH, 0),
    "sub-paragraph": (LineKind.SUB, 1),
    "sub-sub-paragraph": (LineKind.SUB, 2),
}
KIND_NAMES = {
    "heading": N_("Heading"),
    "paragraph": N_("Paragraph"),
    "sub-paragraph": N_("Sub-paragraph, as (a)"),
    "sub-sub-paragraph": N_("Below that, as (i)"),
}
Answer = Response | str | tuple[str, int]


# Forms ---------------------------------------------------------------------------------------------


class FaceForm(FlaskForm):
    """What stands on the face of the draft."""

    title = StringField(_l("Title of the communiqué (may stay empty)"), [Length(max=500), fit])
    symbol = StringField(_l("Symbol (the meeting’s next free one, if empty)"), [Length(max=64), fit])
    language = SelectField(_l("Language of the text"), choices=options(NATIVE_NAMES.items()))
    status = SelectField(_l("Declared status"))
    meeting = SelectField(_l("Meeting"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        known = meetings.every(db.session())
        self.meeting.choices = options((one.id, layout.meeting_name(one)) for one in known)
        if len(known) < 2:
            del self.meeting
        self.status.choices = options((status, name_of(status)) for status in DraftStatus)

    def face(self) -> dict[str, Any]:
        """Return what was filled in, without the text."""
        names = ("title", "symbol", "language", "status", "meeting")
        return {name: self[name].data for name in names if name in self}


class ImportForm(FaceForm):
    file = FileField(_l("A file: .docx or .txt"))
    pasted = TextAreaField(_l("Or the text itself, pasted"))


class KeepForm(FaceForm):
    token = HiddenField()


# What came -----------------------------------------------------------------------------------------

USE = "import"


@dataclass(frozen=True, slots=True)
class Came:
    """Where a text is from: its bytes' fingerprint, the file's name, and what was not read of it, in words."""

    fingerprint: str
    name: str
    notes: tuple[str, ...]

    def signed(self) -> str:
        """Return it as a token that nobody else can make."""
        return seal([self.fingerprint, self.name, list(self.notes)], use=USE)

    @classmethod
    def of(cls, token: str) -> "Came":
        """Return what a token says. Raises BadRequest for one that is not ours."""
        fingerprint, name, notes = unseal(token, use=USE)
        return cls(fingerprint, name, tuple(notes))


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as the form shows it; *wrong* says what must be corrected."""

    kind: str
    numbered: bool
    label: str
    indent: str
    text: str
    wrong: str = ""

    @classmethod
    def of(cls, line: Recognised) -> "Typed":
        kind = next((name for name, shape in KINDS.items() if shape == (line.kind, line.depth)), line.kind)
        return cls(kind, line.numbered, line.label, line.indent, line.text)

    def line(self) -> Recognised:
        return Recognised(*KINDS[self.kind], self.numbered, self.label, self.indent, self.text)

    def joined(self, following: "Typed") -> "Typed":
        """Return this line with *following* as its continuation; what looked like a number there was words."""
        words = f"{following.label} {following.text}" if following.label else following.text
        return replace(self, text=f"{self.text.rstrip()} {words.lstrip()}")

    def checked(self) -> "Typed":
        """Return the line with what is wrong with it in words, "" where it can be kept."""
        return replace(self, wrong=self._complaint())

    def _complaint(self) -> str:
        if not self.text.strip():
            return _("There are no words here. Write them, or remove the line.")
        for words in (self.label, self.text):
            if found := unfit(words):
                return sentence_of(UnreadableText(character=found[1], position=found[0] + 1))
        if len(self.label) > LONGEST_LABEL or "\n" in self.label:
            return _("A number is at most %(most)s characters long.", most=LONGEST_LABEL)
        return ""


def _sent_lines() -> list[Typed]:
    """Return the lines as corrected: without those removed, and with those joined that belong together."""
    columns = [request.form.getlist(name) for name in ("kind", "label", "indent", "text")]
    if len({len(column) for column in columns}) != 1 or not set(columns[0]) <= KINDS.keys():
        raise BadRequest()
    numbered, removed, joined = (set(request.form.getlist(name)) for name in ("numbered", "remove", "join"))
    lines: list[Typed] = []
    for number, (kind, label, indent, text) in enumerate(zip(*columns, strict=True), 1):
        key = str(number)
        if key in removed:
            continue
        line = Typed(kind, key in numbered, label.strip(), _line_feeds(indent)[:64], _line_feeds(text))
        if key in joined and lines:
            lines[-1] = lines[-1].joined(line)
        else:
            lines.append(line)
    return lines


def _line_feeds(text: str) -> str:
    """Return *text* with line ends as they were: browsers send CR LF for each."""
    return text.replace("\r\n", "\n")


# Pages ---------------------------------------------------------------------------------------------


@pages.get("/import")
@access.gate(Act.IMPORT)
def form() -> Answer:
    return _form(ImportForm(formdata=None, data={"status": DraftStatus.ZERO.value}))


def _form(filled: ImportForm, status: int = 200) -> Answer:
    texts = [text.communique for text in navigation.known_texts()]
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
    kept = KeepForm(formdata=None, data={**sent.face(), "token": came.signed()})
    return _lines(kept, came, [Typed.of(line) for line in lines])


def _read(sent: ImportForm, *, by_file: bool) -> tuple[Came, Sequence[Recognised]]:
    """Return where the text is from, and its lines as recognised. Raises UnreadableFile, Busy."""
    if by_file:
        name, data = PurePath(sent.file.data.filename).name[:200], sent.file.data.read()
    else:
        name, data = "", _line_feeds(sent.pasted.data).encode()
    with reader() as reads, reads as apart:
        blocks, notes = apart.blocks(name, data)
    said = tuple(phrase_in_words(note) if isinstance(note, Phrase) else note for note in notes)
    return Came(drafts.fingerprint_of(data), name, said), recognise(blocks, Language(sent.language.data))


def _lines(
    filled: KeepForm,
    came: Came,
    lines: Sequence[Typed],
    *,
    refused: Refusal | None = None,
    status: int = 200,
) -> Answer:
    page = render_template(
        "imports/lines.html",
        form=filled,
        came=came,
        lines=lines,
        kinds=[(kind, _(name)) for kind, name in KIND_NAMES.items()],
        language=Language(filled.language.data if filled.language.data in NATIVE_NAMES else "en"),
        wrong=sum(bool(line.wrong) for line in lines),
        unlabelled=not any(line.label for line in lines),
        refused=refused,
        earlier=_earlier(refused),
    )
    return page, status


def _earlier(refused: Refusal | None) -> tuple[str, str] | None:
    """Return symbol and address of the draft that the same bytes were imported as."""
    if not isinstance(refused, SameAgain):
        return None
    draft = find_draft(db.session(), str(refused.facts["symbol"]))
    return (draft.symbol, formatting.text_url(draft.communique.code)) if draft else None


@pages.post("/import/keep")
@access.gate(Act.IMPORT)
def keep() -> Answer:
    """Keep the corrected lines as the zero draft of a new communiqué, or show them again as corrected so far."""
    sent = KeepForm()
    came, lines = Came.of(sent.token.data or ""), [line.checked() for line in _sent_lines()]
    good = sent.validate() and not any(line.wrong for line in lines)
    if "show" in request.form:
        return _lines(sent, came, lines, status=200 if good else 422)
    if not good:
        return _lines(sent, came, lines, status=422)
    try:
        draft = drafts.import_text(
            access.actor(),
            lines=[line.line() for line in lines],
            fingerprint=came.fingerprint,
            file_name=came.name,
            **_facts(sent.face()),
        )
    except SymbolTaken as refusal:
        say_beside(sent.symbol, refusal)
        return _lines(sent, came, lines, status=status_of(refusal))
    except (SameAgain, UnreadableFile) as refusal:
        return _lines(sent, came, lines, refused=refusal, status=status_of(refusal))
    flash(
        _("The text is saved as %(symbol)s. Only the Mission reads it yet.", symbol=draft.symbol), "success"
    )
    return redirect(formatting.text_url(draft.communique.code), 303)


def _facts(face: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands on the face of the draft as the service takes it."""
    meeting = face.get("meeting")
    others = {name: face[name] for name in ("title", "symbol", "language")}
    return {**others, "status": DraftStatus(face["status"]), "meeting_id": int(meeting) if meeting else None}
