"""
What is sent of a text that comes in: what stands on its face, where it is from, and its lines as corrected.

A line is added, removed, split or joined with a tick, and the page is shown again with it; nothing is written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import N_, UnreadableText
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import counted, style_of
from acm_drafts.negotiation.permissions import Act, Facts, may
from acm_drafts.negotiation.terms import DraftStatus, TextKind
from acm_drafts.negotiation.wordings import has_empty_line
from acm_drafts.services.drafts import Face
from acm_drafts.store import meetings
from acm_drafts.store.database import db
from acm_drafts.text.language import NATIVE_NAMES, Language, between_empty_lines, unfit
from acm_drafts.web.shared import access, layout
from acm_drafts.web.shared.formatting import name_of
from acm_drafts.web.shared.forms import filled, fit, options
from acm_drafts.web.shared.refusals import BadRequest, sentence_of
from acm_drafts.web.shared.signing import seal, unseal

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


# Forms ---------------------------------------------------------------------------------------------


class FaceForm(FlaskForm):
    """What stands on the face of the draft."""

    text_kind = SelectField(_l("What the text is"), default=TextKind.COMMUNIQUE.value)
    title = StringField(_l("Title of the text (may stay empty)"), [Length(max=500), fit])
    symbol = StringField(_l("Symbol (the meeting’s next free one, if empty)"), [Length(max=64), fit])
    language = SelectField(_l("Language of the text"), choices=options(NATIVE_NAMES.items()))
    status = SelectField(_l("Declared status"))
    meeting = SelectField(_l("Meeting"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        known = meetings.open_meetings(db.session())
        # A meeting of the reader's alone: else what is corrected on the next page could not be saved.
        own = [m for m in known if may(access.actor(), Act.IMPORT, Facts(meeting=m.id))]
        self.meeting.choices = options((meeting.id, layout.meeting_name(meeting)) for meeting in own)
        if len(known) < 2:
            del self.meeting
        self.status.choices = options((status, name_of(status)) for status in DraftStatus)
        self.text_kind.choices = options((kind, name_of(kind)) for kind in TextKind)

    def face(self) -> dict[str, Any]:
        """Return what was filled in, without the text."""
        names = ("text_kind", "title", "symbol", "language", "status", "meeting")
        return {name: self[name].data for name in names if name in self}


class ImportForm(FaceForm):
    file = FileField(_l("A file: .docx or .txt"))
    pasted = TextAreaField(_l("Or the text itself, pasted"))


class KeepForm(FaceForm):
    token = HiddenField()

    def facts(self) -> dict[str, Any]:
        """Return what stands on the face of the draft as the service takes it."""
        face = self.face()
        meeting = face.get("meeting")
        others = {name: face[name] for name in ("title", "symbol", "language")}
        return {
            **others,
            "kind": TextKind(face["text_kind"]),
            "status": DraftStatus(face["status"]),
            "meeting_id": int(meeting) if meeting else None,
        }


class CorrectionForm(FaceForm):
    """What stands on the face of a draft that is corrected: it stays what it is, and at its meeting."""

    title = StringField(_l("Title of the text"), [filled, Length(max=500), fit])
    symbol = StringField(_l("Symbol"), [filled, Length(max=64), fit])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        del self.text_kind
        if "meeting" in self:
            del self.meeting

    def chosen(self) -> Face:
        """Return what was filled in, once it is valid."""
        return Face(
            self.title.data,
            self.symbol.data,
            Language(self.language.data),
            DraftStatus(self.status.data),
        )


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
    def of(cls, line: Recognised | Line) -> "Typed":
        kind = next((name for name, shape in KINDS.items() if shape == (line.kind, line.depth)), line.kind)
        return cls(kind, line.numbered, line.label, line.indent, line.text)

    def line(self) -> Recognised:
        return Recognised(*KINDS[self.kind], self.numbered, self.label, self.indent, self.text)

    def split(self) -> list["Typed"]:
        """Return this line as one for each part between blank lines; the first keeps the number."""
        first, *rest = [part for part in between_empty_lines(self.text) if part.strip()] or [self.text]
        if not rest:
            return [replace(self, wrong=_("Put a blank line where this line is to be split."))]
        return [replace(self, text=first), *(replace(self, label="", text=part) for part in rest)]

    def joined(self, following: "Typed") -> "Typed":
        """Return this line with *following* as its continuation; what looked like a number there was words."""
        words = f"{following.label} {following.text}" if following.label else following.text
        return replace(self, text=f"{self.text.rstrip()} {words.lstrip()}")

    def checked(self) -> "Typed":
        """Return the line with what is wrong with it in words, "" where it can be kept."""
        return replace(self, wrong=self.wrong or self._complaint())

    def _complaint(self) -> str:
        if not self.text.strip():
            return _("There are no words here. Write them, or remove the line.")
        for words in (self.label, self.text):
            if unreadable := unfit(words):
                return sentence_of(UnreadableText(character=unreadable[1], position=unreadable[0] + 1))
        if has_empty_line(self.text.strip()):
            return _("It holds a blank line. Tick “split at the blank line”, or remove the blank line.")
        if len(self.label) > LONGEST_LABEL or "\n" in self.label:
            return _("A number is at most %(most)s characters long.", most=LONGEST_LABEL)
        return ""


# The lines, as corrected ---------------------------------------------------------------------------

_BEFORE_ALL = "0"
"""Where a line is added before the first one."""


def sent_lines(language: str) -> list[Typed]:
    """
    Return the lines as corrected: without those removed, with those added, split and joined.

    Where that was ticked their numbers are counted anew.
    """
    ticked = {name: set(request.form.getlist(name)) for name in ("remove", "join", "split", "add")}
    lines = [_new_line()] if _BEFORE_ALL in ticked["add"] else []
    for number, line in enumerate(_typed_lines(), 1):
        key = str(number)
        if key not in ticked["remove"]:
            first, *rest = line.split() if key in ticked["split"] else [line]
            if key in ticked["join"] and lines:
                first = lines.pop().joined(first)
            lines += [first, *rest]
        if key in ticked["add"]:
            lines.append(_new_line(line.kind))
    return counted_anew(lines, language) if "count" in request.form else lines


def _typed_lines() -> list[Typed]:
    """Return the lines in their order as they were typed. Raises BadRequest for a form that is not ours."""
    columns = [request.form.getlist(name) for name in ("kind", "label", "indent", "text")]
    if len({len(column) for column in columns}) != 1 or not set(columns[0]) <= KINDS.keys():
        raise BadRequest()
    numbered = set(request.form.getlist("numbered"))
    return [
        Typed(kind, str(number) in numbered, label.strip(), line_feeds(indent)[:64], line_feeds(text))
        for number, (kind, label, indent, text) in enumerate(zip(*columns, strict=True), 1)
    ]


def _new_line(kind: str = "paragraph") -> Typed:
    return Typed(kind, numbered=kind != "heading", label="", indent="", text="")


def counted_anew(lines: Sequence[Typed], language: str) -> list[Typed]:
    """Return *lines* with their numbers counted from 1, in the style of the first that is typed."""
    shapes = [Line(0, line.text, *KINDS[line.kind], numbered=line.numbered) for line in lines]
    style = style_of(line.label for line in lines)
    labels = [line.label for line in counted(shapes, style=style, language=language)]
    return [replace(line, label=label or line.label) for line, label in zip(lines, labels, strict=True)]


def line_feeds(text: str) -> str:
    """Return *text* with line ends as they were: browsers send CR LF for each."""
    return text.replace("\r\n", "\n")
