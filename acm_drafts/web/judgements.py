"""
The form of a decision: what it offers, what was typed in it, and what came of it, in words.

The paragraph page draws it; web.decisions receives it. It refuses to know whether a decision is
possible: services.decisions weighs it, and what that says (a result, a refusal, a clash) is told here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from acm_drafts.negotiation.carrying import Carried
from acm_drafts.negotiation.consolidation import Disagreement
from acm_drafts.negotiation.errors import N_, DecidedMeanwhile, InClash, Refusal
from acm_drafts.negotiation.permissions import Act, Actor, Matter, may
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Level,
    Outcome,
    Standing,
    Verdict,
)
from acm_drafts.services.decisions import BRACKETABLE, Judgement, Preview
from acm_drafts.store import decided
from acm_drafts.store.database import utcnow
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import AnswerRow, Decision, Paragraph
from acm_drafts.text.changes import Change, changes, excerpt
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import Language
from acm_drafts.web.clashes import Clash, explained, names_in_words
from acm_drafts.web.forms import options
from acm_drafts.web.presentation import name_of

MOST_RANK = 99

NOTES: Mapping[DecisionKind, str] = {
    DecisionKind.ACCEPT: N_("as it is proposed"),
    DecisionKind.PART: N_("choose the changes"),
    DecisionKind.COMPROMISE: N_("write it; absorbs those ticked"),
    DecisionKind.REJECT: N_("with a reason"),
    DecisionKind.BRACKETS: N_("shown as not agreed"),
    DecisionKind.DEFER: N_("to the next sitting"),
    DecisionKind.AGREE: N_("nothing is pending"),
}

SHOWS = {
    DecisionKind.ACCEPT: "level reason",
    DecisionKind.PART: "part level reason",
    DecisionKind.COMPROMISE: "compromise level reason",
    DecisionKind.REJECT: "level reason",
    DecisionKind.BRACKETS: "level reason",
    DecisionKind.DEFER: "reason",
    DecisionKind.AGREE: "level reason",
}
"""Which parts of the form each kind needs: see .asks in the stylesheet."""

FOLLOWS: Mapping[Verdict, str] = {
    Verdict.CARRIED: N_("stays pending, unchanged"),
    Verdict.ABSORBED: N_("all of its words are in the text; its sponsor confirms"),
    Verdict.PARTLY: N_("some of its words are in the text; the rest stays pending"),
    Verdict.OVERTAKEN: N_("its words are decided otherwise; its sponsor confirms"),
    Verdict.CONFLICT: N_("stays pending, against another one"),
    Verdict.ORPHANED: N_("what it concerns is gone; its sponsor confirms"),
}

MADE: Mapping[DecisionKind, Outcome] = {
    DecisionKind.ACCEPT: Outcome.ACCEPTED,
    DecisionKind.PART: Outcome.PART,
    DecisionKind.COMPROMISE: Outcome.ABSORBED,
    DecisionKind.REJECT: Outcome.REJECTED,
    DecisionKind.BRACKETS: Outcome.BRACKETED,
    DecisionKind.DEFER: Outcome.DEFERRED,
}


class DecisionForm(FlaskForm):
    """Shape only: revisions that are old or foreign pass here and are refused by the house, in its words."""

    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])
    read = TextAreaField(default="")
    on = SelectMultipleField(_l("On"), coerce=int, choices=[], validate_choice=False)
    kind = RadioField(
        _l("Decision"), [InputRequired(_l("Choose what is decided."))], coerce=DecisionKind, choices=[]
    )
    change = SelectMultipleField(_l("Changes"), choices=[], validate_choice=False)
    text = TextAreaField(_l("Compromise text"), default="")
    level = SelectField(_l("Level"), default="", choices=[])
    agreed_on = DateField(_l("Date"), [Optional()])
    rank = IntegerField(
        _l("Place among the new paragraphs there"), [Optional(), NumberRange(min=1, max=MOST_RANK)]
    )
    reason = TextAreaField(_l("Reason"), default="")

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.kind.choices = [
            (kind.value, name_of(kind)) for kind in DecisionKind if kind is not DecisionKind.VOID
        ]
        self.level.choices = options(
            [("", _("proposed by the Mission")), *((level, name_of(level)) for level in Level)]
        )


def judgement_of(form: DecisionForm) -> Judgement:
    """Return what was typed, as the service takes it. The changes of one proposal name it, if it was not ticked."""
    ticked = [value.partition(".") for value in form.change.data or ()]
    on = tuple(form.on.data or ())
    if form.kind.data is DecisionKind.PART and not on:
        on = tuple(dict.fromkeys(int(key) for key, _dot, _number in ticked if _is_number(key)))
    chosen = tuple(
        int(number) for key, _dot, number in ticked if key in {str(one) for one in on} and _is_number(number)
    )
    return Judgement(
        form.kind.data,
        revisions=on,
        chosen=chosen if form.kind.data is DecisionKind.PART else (),
        text=form.text.data or "",
        reason=form.reason.data or "",
        level=Level(form.level.data) if form.level.data else None,
        agreed_on=form.agreed_on.data,
        rank=form.rank.data,
    )


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 19


# The form on the page ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """One change of a proposal with a few words around it; *key* names it in the form."""

    before: str
    old: str
    new: str
    after: str
    key: str = ""
    rivals: str = ""
    """The names of the other proposals that want other words there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """
    One pending proposal that can be decided; *pieces* are its changes, where it can be accepted in part.

    *contest* is what its sponsor holds against what was made of it.
    """

    revision: int
    name: str
    kind: AmendmentKind
    standing: Standing
    ticked: bool
    pieces: tuple[Piece, ...] = ()
    contest: AnswerRow | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a previewed decision makes of one proposal, and what that means for it."""

    name: str
    standing: Outcome | Verdict
    note: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision of this round that still counts: which proposals it decided, and what their sponsors object."""

    decision: Decision
    kind: DecisionKind
    level: Level | None
    names: str
    contests: tuple[tuple[str, AnswerRow], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of the typed judgement: the paragraph as it would read, what follows, what forbids it."""

    spans: tuple[Span, ...] = ()
    follows: tuple[Made, ...] = ()
    clashes: tuple[Clash, ...] = ()
    gone: bool = False


def form_context(
    session: Session,
    actor: Actor,
    setting: Setting,
    paragraph: Paragraph,
    entries: Iterable[Entry],
    *,
    judgement: Judgement | None = None,
    preview: Preview | Refusal | None = None,
    form: DecisionForm | None = None,
) -> dict[str, object] | None:
    """
    Return what decisions/form.html draws under the name `decision`, None for who may not decide here.

    *entries* is the docket of the paragraph (docket.load_paragraphs), unfiltered: the Mission sees
    all; what would only follow the paragraph is decided on a page of its own. *judgement* is what
    was typed and *preview* what came of it: a result, or the refusal it met. *form* is the form
    that came back. Five queries at most.
    """
    if not may(actor, Act.DECIDE, Matter(closed=setting.round.closed_at is not None)):
        return None
    entries = [entry for entry in entries if entry.revision.paragraph_id == paragraph.id]
    now = decided.find_text(session, setting, paragraph.id)
    if now is None:
        now = next((entry.revision.text for entry in entries if _brings(entry, paragraph)), "")
    pending = [entry for entry in entries if entry.pending]
    form = form or _form(judgement, pending, now)
    return {
        "form": form,
        "code": setting.issue.draft.communique.code,
        "paragraph": paragraph,
        "language": Language(setting.issue.draft.communique.language),
        "read": now,
        "choices": _choices(entries, form),
        "kinds": _kinds(pending),
        "notes": {kind.value: _(note) for kind, note in NOTES.items()},
        "shows": {kind.value: parts for kind, parts in SHOWS.items()},
        "neighbours": _neighbours(session, setting, pending),
        "taken": _taken(session, setting, paragraph, entries),
        "result": _shown(preview, form, entries) if preview is not None else None,
        "refusal": preview if isinstance(preview, Refusal) else None,
        "meanwhile": _meanwhile(preview, form, now),
    }


def _brings(entry: Entry, paragraph: Paragraph) -> bool:
    return entry.kind is AmendmentKind.INSERT and entry.amendment.paragraph_id == paragraph.id


def _form(judgement: Judgement | None, pending: Sequence[Entry], now: str) -> DecisionForm:
    """Return the form as it first stands: from a judgement, else with the only proposal ticked and today's date."""
    if judgement is None:
        ticked = [pending[0].revision.id] if len(pending) == 1 else []
        kind = None if pending else DecisionKind.AGREE
        return DecisionForm(
            formdata=None, data={"on": ticked, "kind": kind, "text": now, "agreed_on": utcnow().date()}
        )
    named = judgement.revisions[0] if judgement.revisions else 0
    return DecisionForm(
        formdata=None,
        data={
            "on": list(judgement.revisions),
            "kind": judgement.kind,
            "change": [f"{named}.{number}" for number in judgement.chosen],
            "text": judgement.text or now,
            "level": judgement.level or "",
            "agreed_on": judgement.agreed_on,
            "rank": judgement.rank,
            "reason": judgement.reason,
        },
    )


def _kinds(pending: Sequence[Entry]) -> tuple[DecisionKind, ...]:
    """Return the kinds of decision that make sense: with nothing pending the paragraph can be agreed as it stands."""
    if not pending:
        return (DecisionKind.AGREE,)
    return tuple(
        kind
        for kind in MADE
        if (kind is not DecisionKind.PART or any(entry.kind is AmendmentKind.REPLACE for entry in pending))
        and (kind is not DecisionKind.BRACKETS or any(entry.kind in BRACKETABLE for entry in pending))
    )


def _neighbours(session: Session, setting: Setting, pending: Sequence[Entry]) -> str:
    """Return the names of other proposals for the place of a pending one: then somebody says which comes first."""
    placed = [entry for entry in pending if entry.kind in (AmendmentKind.INSERT, AmendmentKind.MOVE)]
    if not placed:
        return ""
    return names_in_words(decided.at_one_place(session, setting.round.id, placed[0].revision))


def _choices(entries: Sequence[Entry], form: DecisionForm) -> tuple[Choice, ...]:
    wanted = [(entry, _wanted(entry)) for entry in entries if entry.kind is AmendmentKind.REPLACE]
    on = set(form.on.data or ())
    return tuple(
        Choice(
            entry.revision.id,
            entry.label,
            entry.kind,
            entry.standing,
            entry.revision.id in on,
            _pieces_of(entry, wanted) if entry.kind is AmendmentKind.REPLACE else (),
            entry.contest,
        )
        for entry in entries
        if entry.pending
    )


def _wanted(entry: Entry) -> tuple[Change, ...]:
    """Return the changes by which a proposal stands on the table: all, those accepted of it, or none any more."""
    if entry.pending:
        return changes(entry.base, entry.revision.text)
    if entry.disposition and entry.disposition.text:
        return changes(entry.base, entry.disposition.text)
    return ()


def _pieces_of(entry: Entry, wanted: Sequence[tuple[Entry, Sequence[Change]]]) -> tuple[Piece, ...]:
    own = changes(entry.base, entry.revision.text)
    if len(own) < 2:
        return ()
    return tuple(
        piece_of(
            entry.base,
            change,
            key=f"{entry.revision.id}.{number}",
            rivals=names_in_words([one.label for one, theirs in wanted if _meet(entry, change, one, theirs)]),
        )
        for number, change in enumerate(own)
    )


def _meet(entry: Entry, change: Change, other: Entry, theirs: Sequence[Change]) -> bool:
    return (
        other is not entry
        and other.base == entry.base
        and any(t != change and t.start <= change.end and change.start <= t.end for t in theirs)
    )


def piece_of(base: str, change: Change, *, key: str = "", rivals: str = "") -> Piece:
    """Return one change of *base* with a few words around it, and dots where words were left out."""
    before, after = excerpt(base, change)
    return Piece(
        ("… " if len(before) < change.start else "") + before.lstrip("\n"),
        change.old,
        change.new,
        after + (" …" if len(after) < len(base) - change.end else ""),
        key,
        rivals,
    )


def _taken(
    session: Session, setting: Setting, paragraph: Paragraph, entries: Sequence[Entry]
) -> tuple[Taken, ...]:
    return tuple(
        Taken(
            decision,
            DecisionKind(decision.kind),
            Level(decision.level) if decision.level else None,
            names_in_words([entry.label for entry in on]),
            tuple((entry.label, entry.objection) for entry in on if entry.objection and not entry.pending),
        )
        for decision in decided.live_decisions(session, setting.round.id, paragraph.id)
        for on in [[entry for entry in entries if entry.decision and entry.decision.id == decision.id]]
    )


# What came of it -----------------------------------------------------------------------------------


def _shown(preview: Preview | Refusal, form: DecisionForm, entries: Sequence[Entry]) -> Shown | None:
    if isinstance(preview, InClash) and isinstance(preview.dispute, Disagreement):
        return Shown(clashes=(explained(preview.dispute, entries),))
    if isinstance(preview, Refusal):
        return None
    if preview.disagreements:
        return Shown(clashes=tuple(explained(one, entries) for one in preview.disagreements))
    return Shown(
        diff_words(preview.before or "", preview.after) if preview.after is not None else (),
        (*_decided(form, entries), *(_following(entry, carried) for entry, carried in preview.follows)),
        gone=preview.after is None,
    )


def _decided(form: DecisionForm, entries: Sequence[Entry]) -> list[Made]:
    """Return what the decision itself makes of the proposals it is on."""
    if form.kind.data not in MADE:
        return []
    on, outcome = set(judgement_of(form).revisions), MADE[form.kind.data]
    note = _("the rest stays pending; its sponsor is told") if outcome is Outcome.PART else ""
    if outcome is Outcome.ABSORBED:
        note = _("its sponsor is asked: accept, can live with, or object")
    elif outcome is Outcome.DEFERRED:
        note = _("stays pending")
    return [Made(entry.label, outcome, note) for entry in entries if entry.revision.id in on]


def _following(entry: Entry, carried: Carried) -> Made:
    return Made(entry.label, carried.verdict, _(FOLLOWS[carried.verdict]))


def _meanwhile(preview: object, form: DecisionForm, now: str) -> tuple[Span, ...] | None:
    """Return what a colleague's decision changed since the page was opened, as changes of the words read then."""
    if not isinstance(preview, DecidedMeanwhile):
        return None
    return tuple(diff_words((form.read.data or "").replace("\r\n", "\n"), now))
