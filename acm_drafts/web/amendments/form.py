"""
The form on which a proposal is written, and how it would be shown before it is sent.

The form checks shape and choices; every rule of the negotiation is asked of the services. What
is previewed is a word diff of two texts, and nothing is written for it. What the form starts
from is a Sheet (web.amendments.form_context).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import N_, Refusal, WrongShape
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.lines import SHAPES, LineKind
from acm_drafts.negotiation.numbering import is_preambular
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services.revisions import LONGEST_TEXT, Proposal, clean, clean_wording, require_same_words
from acm_drafts.store.database import Session
from acm_drafts.store.text import TextRow
from acm_drafts.text.changes import changes
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import Language, between_empty_lines, other_language, with_line_feeds
from acm_drafts.web.amendments.display import language_of_change
from acm_drafts.web.amendments.form_context import Aim, FormContext
from acm_drafts.web.amendments.similar import SameAlready, same_already
from acm_drafts.web.library.claims import claim_on
from acm_drafts.web.shared import references
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.excerpts import Piece, loose_bracket
from acm_drafts.web.shared.forms import options
from acm_drafts.web.shared.sentences import Sentence
from acm_drafts.web.shared.signing import REVISION, WORDING, conceal, reveal, revealed

UNNUMBERED = "unnumbered"
LINE_KINDS: Mapping[str, tuple[str, int, bool]] = {
    **{name: (kind, depth, kind != LineKind.HEADING) for name, (kind, depth) in SHAPES.items()},
    UNNUMBERED: (LineKind.PARAGRAPH, 0, False),
}
"""Kind, depth, and whether it takes part in the numbering, of each kind of line that a form offers."""


class Typed(NamedTuple):
    """
    A proposal as it was sent, in plain words; which of them count depends on its kind.

    Read without asking the database anything: what was submitted goes to the services as it is,
    and a form is built only for a page.
    """

    do: str = ""
    kind: str = ""
    base_id: str = ""
    seen: str = ""
    text: str = ""
    fresh: str = ""
    parts: str = ""
    after: str = ""
    line: str = "paragraph"
    sponsor: str = ""
    reason: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Typed":
        return cls(*(sent.get(name, cls._field_defaults[name]) for name in cls._fields))


BEGINNING = "-"
"""What a move to the beginning of the text sends; no code of a paragraph is this. Nothing sent is no place chosen."""


class AmendForm(FlaskForm):
    """The form of a proposal, with what was typed in it (None: nothing yet)."""

    kind = RadioField(_l("What you propose"))
    base_id = HiddenField()
    seen = HiddenField()
    text = TextAreaField(_l("Proposed wording"))
    fresh = TextAreaField(_l("New paragraph"))
    parts = TextAreaField(_l("Its parts"))
    after = SelectField(_l("After"))
    line = SelectField(_l("Kind of line"), default="paragraph")
    sponsor = SelectField(_l("In the name of"))
    reason = TextAreaField(_l("Reason"))
    do = StringField()

    def __init__(self, sheet: FormContext, typed: Typed | None = None) -> None:
        start = _start(sheet)
        if typed is not None:
            start |= typed._asdict()
            start["sponsor"] = typed.sponsor or sheet.sponsors[0].value
        super().__init__(formdata=None, data=start)
        self.typed = typed or Typed()
        self.kind.choices = options((kind, kind_title(kind)) for kind in sheet.kinds)
        self.after.choices = options(places(sheet))
        self.sponsor.choices = options((sponsor.value, sponsor.title) for sponsor in sheet.sponsors)
        self.line.choices = options(
            [
                ("paragraph", _("paragraph")),
                (UNNUMBERED, _("paragraph without a number")),
                ("sub", _("sub-paragraph (a)")),
                ("subsub", _("sub-paragraph (i)")),
                ("heading", _("heading")),
            ]
        )

    def validate_after(self, field: SelectField) -> None:
        """Refuse a move that names no place."""
        if self.kind.data == AmendmentKind.MOVE and not field.data:
            raise ValidationError(_("Choose a place."))

    @property
    def lacks_only_a_place(self) -> bool:
        """Whether, once validated, all that is wrong is that a move names no place yet."""
        return not self.typed.after and set(self.errors) == {"after"}

    def stand_on(self, sheet: FormContext) -> None:
        """Put the form, typed words included, on the present wording."""
        self.base_id.data, self.seen.data = _hidden_values(sheet)


KIND_TITLES: Mapping[AmendmentKind, str] = {
    AmendmentKind.REPLACE: N_("New wording"),
    AmendmentKind.INSERT: N_("New paragraph after it"),
    AmendmentKind.DELETE: N_("Delete"),
    AmendmentKind.MOVE: N_("Move"),
    AmendmentKind.SPLIT: N_("Split"),
    AmendmentKind.JOIN: N_("Join with the next"),
    AmendmentKind.KEEP: N_("Keep as it is"),
}


def kind_title(kind: AmendmentKind) -> str:
    """Return a kind as a choice: what becomes of the paragraph."""
    return _(KIND_TITLES[kind])


def places(sheet: FormContext) -> list[tuple[str, str]]:
    """
    Return the places that a new or moved line may follow: code, then number and first words.

    Where a line may be moved nothing is chosen for it: a new one begins at the place that its link named.
    """
    own = sheet.row.code if sheet.row else ""
    first = _("the beginning of the text")
    moves = AmendmentKind.MOVE in sheet.kinds
    choices = [("", _("Choose a place")), (BEGINNING, first)] if moves else [("", first)]
    choices += [(row.code, title_of(row)) for row in sheet.rows if row.code != own]
    if sheet.after and sheet.after not in dict(choices):
        choices.append((sheet.after, _("the new paragraph that is proposed there")))
    return choices


def title_of(row: TextRow) -> str:
    """Return number and first words of a line."""
    return f"{row.number} {first_words(row.text, ON_LINE)}".strip()


def pieces(typed: str) -> tuple[str, ...]:
    """Return the parts of a split: what stands between empty lines, or between marks "¶"."""
    parts = between_empty_lines(with_line_feeds(typed).replace("¶", "\n\n"))
    return tuple(part.strip() for part in parts if part.strip())


def proposal_of(aim: Aim, typed: Typed) -> Proposal:
    """Return the typed proposal as the value that the services take. Raises WrongShape for an unknown choice."""
    if typed.kind not in KIND_TITLES or typed.line not in LINE_KINDS:
        raise WrongShape(what=N_("choose what you propose"))
    if typed.kind == AmendmentKind.MOVE and not typed.after:
        raise WrongShape(what=N_("choose the place to which it moves"))
    kind, (line_kind, depth, numbered) = AmendmentKind(typed.kind), LINE_KINDS[typed.line]
    inserts = kind is AmendmentKind.INSERT
    place = aim.paragraph if inserts and aim.paragraph else typed.after
    return Proposal(
        kind,
        paragraph="" if inserts else aim.paragraph,
        base=reveal(typed.base_id, use=WORDING),
        text=typed.fresh if inserts else typed.text,
        parts=pieces(typed.parts) if kind is AmendmentKind.SPLIT else (),
        after=place.removeprefix(BEGINNING) if inserts or kind is AmendmentKind.MOVE else "",
        line_kind=line_kind,
        depth=depth,
        numbered=numbered,
        amends=aim.amends,
        seen=revealed(typed.seen, use=REVISION),
        reason=typed.reason,
    )


def _start(sheet: FormContext) -> dict[str, object]:
    """Return what stands in the form before anybody types."""
    base, seen = _hidden_values(sheet)
    facts: dict[str, object] = {
        "kind": sheet.kinds[0],
        "base_id": base,
        "seen": seen,
        "text": sheet.starts,
        "parts": sheet.text,
        "after": sheet.after,
        "sponsor": sheet.sponsors[0].value,
        "line": _usual_line(sheet),
    }
    if sheet.entry is None:
        return facts
    revision = sheet.entry.revision
    placed = {shape: value for value, shape in LINE_KINDS.items()}
    return facts | {
        "after": sheet.after or (BEGINNING if sheet.entry.kind is AmendmentKind.MOVE else ""),
        "fresh": revision.text,
        "parts": revision.text.replace(PART, "\n\n"),
        "line": placed.get((revision.kind, revision.depth, revision.numbered), "paragraph"),
        "reason": revision.reason,
    }


def _usual_line(sheet: FormContext) -> str:
    """Return the kind of line that a new paragraph is at its place: without a number in the preamble."""
    place = sheet.row or sheet.place(sheet.after)
    return UNNUMBERED if place and is_preambular(place.label, place.reference) else "paragraph"


def _hidden_values(sheet: FormContext) -> tuple[str, str]:
    """Return base wording and first revision of a form as its hidden fields."""
    return (
        conceal(sheet.base, use=WORDING) if sheet.base else "",
        conceal(sheet.seen, use=REVISION) if sheet.seen else "",
    )


# What it would look like -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A proposal as it would be shown: words with their changes, or a sentence, or what prevents it."""

    kind: AmendmentKind
    spans: tuple[Span, ...] = ()
    count: int = 0
    whole: str = ""
    place: TextRow | None = None
    refusal: Refusal | None = None
    same: tuple[SameAlready, ...] = ()
    """Proposals of others that ask for this already."""
    loose: Piece | None = None
    """The bracket without a partner in what was typed; it is shown and may stay."""
    agreed: Sentence | None = None
    """What is said of the typed words beside the nearest agreed language."""

    def other_language(self, language: Language) -> Language | None:
        """Return the language of the typed words where it is not the *language* of the text, None where it is."""
        if self.kind is AmendmentKind.INSERT:
            return other_language(self.whole, language)
        return language_of_change(self.spans, language)

    @property
    def stands(self) -> Sentence:
        """Where a new paragraph or a moved one would stand."""
        return references.place(self.place)


def glimpse(session: Session, sheet: FormContext, form: AmendForm) -> Glimpse:
    """Return the preview of the typed proposal, and who asks for the same already. Never raises a Refusal."""
    shown = _shown(sheet, form)
    if shown.refusal is not None:
        return shown
    proposal = proposal_of(sheet.aim, form.typed)
    worded = shown.kind is AmendmentKind.INSERT or shown.count
    agreed = (
        claim_on(session, actor(), proposal.text, sheet.language)
        if worded and proposal.text.strip()
        else None
    )
    return replace(shown, same=same_already(session, sheet, proposal), agreed=agreed)


def _shown(sheet: FormContext, form: AmendForm) -> Glimpse:
    """Return the preview of the typed proposal, against the words that the editor started from."""
    kind = AmendmentKind(form.typed.kind)
    try:
        proposal = proposal_of(sheet.aim, form.typed)
        if kind is AmendmentKind.INSERT:
            whole = clean_wording(proposal.text)
            return Glimpse(kind, whole=whole, place=sheet.place(proposal.after), loose=loose_bracket(whole))
        new = _becomes(sheet, proposal)
    except Refusal as refusal:
        return Glimpse(kind, refusal=refusal)
    if kind is AmendmentKind.MOVE:
        return Glimpse(kind, place=sheet.place(proposal.after))
    if kind in (AmendmentKind.DELETE, AmendmentKind.KEEP):
        return Glimpse(kind, whole=sheet.text)
    against = sheet.text if sheet.amends is None else _amended(sheet)
    return Glimpse(kind, diff_words(against, new), len(changes(against, new)), loose=loose_bracket(new))


def _becomes(sheet: FormContext, proposal: Proposal) -> str:
    if proposal.kind is AmendmentKind.SPLIT:
        if len(proposal.parts) > 1 and all(proposal.parts):
            require_same_words(sheet.text, proposal.parts)
        return clean("\n".join(proposal.parts), LONGEST_TEXT) and PART.join(proposal.parts)
    if proposal.kind is AmendmentKind.JOIN:
        return f"{sheet.text} {sheet.follower.text}" if sheet.follower else sheet.text
    return clean_wording(proposal.text, [sheet.text, _amended(sheet) if sheet.amends else ""])


def _amended(sheet: FormContext) -> str:
    """What an amendment to another proposal is shown against: the words of that proposal."""
    assert sheet.amends is not None
    return sheet.amends.revision.text or sheet.text
