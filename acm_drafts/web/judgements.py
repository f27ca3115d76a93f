"""
The form of a decision: what it offers, and what was typed in it.

The paragraph page draws it; web.decisions receives it. It refuses to know whether a decision is
possible: services.weighing says so, and web.outcomes puts what it says into words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from acm_drafts.negotiation.errors import N_, DecidedMeanwhile, Refusal
from acm_drafts.negotiation.permissions import Act, Actor, Matter, may
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Standing
from acm_drafts.services.previews import Preview
from acm_drafts.services.weighing import BRACKETABLE, Judgement, absorbed_by
from acm_drafts.store import decided
from acm_drafts.store.database import utcnow
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import AnswerRow, Decision, Paragraph
from acm_drafts.store.tally import Adopted
from acm_drafts.text.brackets import settlements
from acm_drafts.text.changes import Change, changes
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import Language
from acm_drafts.web.clashes import names_in_words
from acm_drafts.web.clashing import Rivals
from acm_drafts.web.clashing import among as clashing_among
from acm_drafts.web.forms import options
from acm_drafts.web.likenesses import bundled, keys_of
from acm_drafts.web.outcomes import MADE, shown
from acm_drafts.web.pieces import Piece, piece_of
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

LIFTS, LIFTS_NOTE = N_("Lift the brackets"), N_("choose what stands")

LIFT: Literal["lift"] = "lift"
"""Lifting brackets is no kind of its own: the Mission's own edit is accepted, as any other (services.weighing)."""


def _kind(value: str) -> DecisionKind | Literal["lift"]:
    return LIFT if value == LIFT else DecisionKind(value)


class StandsField(SelectMultipleField):
    """What stands of each place in brackets: "2.1" from a group of radio buttons, named <field>-2, for each."""

    def process(self, formdata: Any, *rest: Any, **facts: Any) -> None:
        super().process(formdata, *rest, **facts)
        if formdata is not None:
            self.data = [formdata[key] for key in formdata if key.startswith(f"{self.name}-")]


class DecisionForm(FlaskForm):
    """Shape only: revisions that are old or foreign pass here and are refused by the house, in its words."""

    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])
    read = TextAreaField(default="")
    on = SelectMultipleField(_l("On"), coerce=int, choices=[], validate_choice=False)
    alike = SelectMultipleField(choices=[], validate_choice=False)
    """Groups of the same proposals, decided together: the revisions of each, as "12.14.15"."""
    keeps = SelectMultipleField(coerce=int, choices=[], validate_choice=False)
    """What the compromise that stands absorbed: a new version of it absorbs them again, nothing else does."""
    kind = RadioField(
        _l("Decision"), [InputRequired(_l("Choose what is decided."))], coerce=_kind, choices=[]
    )
    stands = StandsField(choices=[], validate_choice=False)
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
        kinds = [(kind.value, name_of(kind)) for kind in DecisionKind if kind is not DecisionKind.VOID]
        self.kind.choices = [*kinds, (LIFT, _(LIFTS))]
        self.level.choices = options(
            [("", _("proposed by the Mission")), *((level, name_of(level)) for level in Level)]
        )

    def validate_stands(self, field: StandsField) -> None:
        if self.kind.data == LIFT and not self.settled():
            raise ValidationError(_("Choose what stands of the words in brackets."))

    def settled(self) -> tuple[tuple[int, int], ...]:
        """Return the places in brackets that are settled, each with the number of what stands."""
        pairs = (value.partition(".") for value in self.stands.data or ())
        return tuple((int(a), int(b)) for a, _dot, b in pairs if _is_number(a) and _is_number(b))


def judgement_of(form: DecisionForm) -> Judgement:
    """Return what was typed, as the service takes it. The changes of one proposal name it, if it was not ticked."""
    ticked = [value.partition(".") for value in form.change.data or ()]
    on, lifts = named_in(form), form.kind.data == LIFT
    if form.kind.data is DecisionKind.PART and not on:
        on = tuple(dict.fromkeys(int(key) for key, _dot, _number in ticked if _is_number(key)))
    chosen = tuple(
        int(number) for key, _dot, number in ticked if key in {str(one) for one in on} and _is_number(number)
    )
    return Judgement(
        DecisionKind.ACCEPT if lifts else form.kind.data,
        revisions=() if lifts else on,
        chosen=chosen if form.kind.data is DecisionKind.PART else (),
        text=form.text.data or "",
        reason=form.reason.data or "",
        level=Level(form.level.data) if form.level.data else None,
        agreed_on=form.agreed_on.data,
        rank=form.rank.data,
        settled=form.settled() if lifts else (),
    )


def named_in(form: DecisionForm) -> tuple[int, ...]:
    """Return the revisions that are ticked, alone or as a group of the same; a compromise keeps what it absorbed."""
    together = [key for group in form.alike.data or () for key in keys_of(group)]
    kept = (form.keeps.data or ()) if form.kind.data is DecisionKind.COMPROMISE else ()
    return tuple(dict.fromkeys([*(form.on.data or ()), *together, *kept]))


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 19


# The form on the page ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of decision on offer; *shows* names the parts of the form that it needs."""

    value: str
    name: str
    note: str
    shows: str


@dataclass(frozen=True, slots=True)
class Choice:
    """
    One proposal that can be decided; *pieces* are its changes, where it can be accepted in part.

    *rivals*: those beside which it cannot stand, None where there are none. *contest* is what its
    sponsor holds against what was made of it.
    """

    revision: int
    name: str
    kind: AmendmentKind
    standing: Standing
    ticked: bool
    pieces: tuple[Piece, ...] = ()
    rivals: Rivals | None = None
    contest: AnswerRow | None = None


@dataclass(frozen=True, slots=True)
class Brackets:
    """One place in brackets as it reads, and what may stand there: the value of each, and its words."""

    written: str
    readings: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision of this round that still counts: which proposals it decided, and what their sponsors object."""

    decision: Decision
    kind: DecisionKind
    level: Level | None
    names: str
    contests: tuple[tuple[str, AnswerRow], ...] = ()


def form_context(
    session: Session,
    actor: Actor,
    setting: Setting,
    paragraph: Paragraph,
    entries: Iterable[Entry],
    *,
    preview: Preview | Refusal | None = None,
    form: DecisionForm | None = None,
    recorded: str = "",
) -> dict[str, object] | None:
    """
    Return what decisions/form.html draws under the name `decision`, None for who may not decide here.

    *entries* is the docket of the paragraph (docket.load_paragraphs), unfiltered: the Mission sees
    all; what would only follow the paragraph is decided on a page of its own. *form* is the form
    that came back and *preview* what came of it: a result, or the refusal it met. *recorded* is
    the key of the decision from which the reader comes. Five queries at most.
    """
    if not may(actor, Act.DECIDE, Matter(closed=setting.round.closed_at is not None)):
        return None
    entries = [entry for entry in entries if entry.revision.paragraph_id == paragraph.id]
    working = decided.working(session, setting, paragraph.id)
    now = working.now
    if now is None:
        now = next((entry.revision.text for entry in entries if _brings(entry, paragraph)), "")
    pending = [entry for entry in entries if entry.pending]
    absorbed = absorbed_by(entries, _compromise_of(entries, setting))
    form = form or _form(pending, absorbed, now)
    brackets = _brackets(session, working.base or "", now, form)
    taken = _taken(session, setting, paragraph, entries)
    return {
        "form": form,
        "code": setting.issue.draft.communique.code,
        "paragraph": paragraph,
        "language": Language(setting.issue.draft.communique.language),
        "read": now,
        "bundles": bundled(pending, _choices(entries, form, working.accepted)),
        "kept": _kept(absorbed, form),
        "brackets": brackets,
        "ways": _ways(pending, now, form, lifts=bool(brackets)),
        "neighbours": _neighbours(session, setting, pending),
        "taken": taken,
        "recorded": next((one for one in taken if str(one.decision.id) == recorded), None),
        "waiting": len(pending),
        **_came_of(preview, form, entries=entries, now=now),
    }


def _kept(absorbed: Sequence[Entry], form: DecisionForm) -> list[tuple[int, str, bool]]:
    """Return key, name and tick of what the compromise that stands absorbed and nobody objects to."""
    ticked = form.keeps.data or ()
    return [(e.revision.id, e.label, e.revision.id in ticked) for e in absorbed if not e.pending]


def _came_of(
    preview: Preview | Refusal | None, form: DecisionForm, *, entries: Sequence[Entry], now: str
) -> dict[str, object]:
    return {
        "result": shown(preview, judgement_of(form), entries) if preview is not None else None,
        "refusal": preview if isinstance(preview, Refusal) else None,
        "meanwhile": _meanwhile(preview, form, now),
    }


def _brings(entry: Entry, paragraph: Paragraph) -> bool:
    return entry.kind is AmendmentKind.INSERT and entry.amendment.paragraph_id == paragraph.id


def _compromise_of(entries: Sequence[Entry], setting: Setting) -> int | None:
    """Return the key of the compromise that stands on the paragraph in this round."""
    decisions = (entry.decision for entry in entries if entry.decision and entry.disposition)
    ours = (one for one in decisions if one.round_id == setting.round.id)
    return next((one.id for one in ours if one.kind == DecisionKind.COMPROMISE), None)


def _form(pending: Sequence[Entry], absorbed: Sequence[Entry], now: str) -> DecisionForm:
    """
    Return the form as it first stands, with today's date.

    All that the compromise absorbed is ticked, those whose sponsors object too; without one, the only proposal.
    """
    ticked = [entry for entry in pending if entry in absorbed or (len(pending) == 1 and not absorbed)]
    return DecisionForm(
        formdata=None,
        data={
            "on": [entry.revision.id for entry in ticked],
            "keeps": [entry.revision.id for entry in absorbed if not entry.pending],
            "kind": None if pending else LIFT if "[" in now else DecisionKind.AGREE,
            "text": now,
            "agreed_on": utcnow().date(),
        },
    )


def _ways(pending: Sequence[Entry], now: str, form: DecisionForm, *, lifts: bool) -> tuple[Way, ...]:
    """
    Return the kinds of decision that make sense: nothing pending and no bracket left, and it can be agreed.

    Then the form offers no way to do so without a level.
    """
    own = (Way(LIFT, _(LIFTS), _(LIFTS_NOTE), "brackets level reason"),) if lifts else ()
    kinds = _kinds(pending) if pending else () if "[" in now else (DecisionKind.AGREE,)
    if kinds == (DecisionKind.AGREE,):
        form.level.choices = form.level.choices[1:]
    return (*(Way(kind.value, name_of(kind), _(NOTES[kind]), SHOWS[kind]) for kind in kinds), *own)


def _kinds(pending: Sequence[Entry]) -> tuple[DecisionKind, ...]:
    return tuple(
        kind
        for kind in MADE
        if (kind is not DecisionKind.PART or any(entry.kind is AmendmentKind.REPLACE for entry in pending))
        and (kind is not DecisionKind.BRACKETS or any(entry.kind in BRACKETABLE for entry in pending))
    )


def _brackets(session: Session, base: str, now: str, form: DecisionForm) -> tuple[Brackets, ...]:
    """Return the places in brackets of the draft's wording on which nothing was decided yet."""
    if "[" not in base:
        return ()
    touched = changes(base, now)
    return tuple(
        Brackets(
            base[place.start : place.end],
            tuple((f"{nth}.{n}", words) for n, words in enumerate(place.readings)),
            next((value for value in form.stands.data or () if value.partition(".")[0] == str(nth)), ""),
        )
        for nth, place in enumerate(settlements(base, decided.names_in_brackets(session)))
        if not any(one.start < place.end and place.start < one.end for one in touched)
    )


def _neighbours(session: Session, setting: Setting, pending: Sequence[Entry]) -> str:
    """Return the names of other proposals for the place of a pending one: then somebody says which comes first."""
    placed = [entry for entry in pending if entry.kind in (AmendmentKind.INSERT, AmendmentKind.MOVE)]
    if not placed:
        return ""
    return names_in_words(decided.at_one_place(session, setting.round.id, placed[0].revision))


def _choices(entries: Sequence[Entry], form: DecisionForm, accepted: Sequence[Adopted]) -> tuple[Choice, ...]:
    names = {entry.amendment.id: entry.label for entry in entries}
    pending = [entry for entry in entries if entry.pending]
    clashing = clashing_among(pending, [one.edit for one in accepted], names)
    wanted = [(entry, _wanted(entry)) for entry in entries if entry.kind is AmendmentKind.REPLACE]
    on = set(named_in(form))
    return tuple(
        Choice(
            entry.revision.id,
            entry.label,
            entry.kind,
            entry.standing,
            entry.revision.id in on,
            _pieces_of(entry, wanted) if entry.kind is AmendmentKind.REPLACE else (),
            clashing.get(entry.amendment.id),
            entry.contest,
        )
        for entry in pending
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


def _meanwhile(preview: object, form: DecisionForm, now: str) -> tuple[Span, ...] | None:
    """Return what a colleague's decision changed since the page was opened, as changes of the words read then."""
    if not isinstance(preview, DecidedMeanwhile):
        return None
    return tuple(diff_words((form.read.data or "").replace("\r\n", "\n"), now))
