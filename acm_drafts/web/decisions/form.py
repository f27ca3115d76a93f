"""
The form of a decision: the choices it offers, what was typed in it, and what came of the decision that was sent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.consolidation import Disagreement
from acm_drafts.negotiation.errors import DecidedMeanwhile, InConflict, LooseBracket, Refusal
from acm_drafts.negotiation.joins import taken_in
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.reopening import AGREES_NOTHING
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, ParagraphState, Standing
from acm_drafts.services.evaluation import Judgement, absorbed_by
from acm_drafts.services.previews import Preview, freed_by
from acm_drafts.store.amendment_rows import AdoptedRow
from acm_drafts.store.amendments import AmendmentRecord, load_amendments_by_key
from acm_drafts.store.database import Session, db
from acm_drafts.store.decisions import (
    Neighbour,
    WorkingParagraph,
    names_at_same_place,
    neighbours,
    shaped_wordings,
    working_paragraph,
)
from acm_drafts.store.records import AnswerRow, CompromiseText, Paragraph, Party
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.small_groups import find_put_version, proposals_settled_by
from acm_drafts.store.status import stands_as_proposed
from acm_drafts.store.visibility import round_facts
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.text.changes import Change, changes
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import Language
from acm_drafts.web.amendments.similar import bundled, keys_of
from acm_drafts.web.decisions.change_choices import Tick, halves, ticks_of
from acm_drafts.web.decisions.held import held_brackets
from acm_drafts.web.decisions.offered import LIFT, LIFTS, offered
from acm_drafts.web.decisions.preview import shown
from acm_drafts.web.decisions.sittings import sittings_for
from acm_drafts.web.decisions.taken import Taken, decisions_taken
from acm_drafts.web.paragraph.merges import Merge, merge_of, merges_concerning, takes
from acm_drafts.web.shared.conflicts import Rivals, names_in_words
from acm_drafts.web.shared.conflicts import rivals_among as conflicting_among
from acm_drafts.web.shared.formatting import name_of
from acm_drafts.web.shared.forms import options
from acm_drafts.web.shared.signing import REVISION, reveal

MOST_RANK = 99
MOST_PARTS = 99
"""Of a split, as far as a form is read."""


def _kind(value: str) -> DecisionKind | Literal["lift"]:
    return LIFT if value == LIFT else DecisionKind(value)


def _revision(value: str | int) -> int:
    """Return the key of a revision; one that we set ourselves is there already."""
    key = value if isinstance(value, int) else reveal(value, use=REVISION)
    if key is None:
        raise ValueError(value)
    return key


class StandsField(SelectMultipleField):
    """What stands of each place in brackets: "2.1" from a group of radio buttons, named <field>-2, for each."""

    def process(self, formdata: Any, *rest: Any, **facts: Any) -> None:
        super().process(formdata, *rest, **facts)
        if formdata is not None:
            self.data = [formdata[key] for key in formdata if key.startswith(f"{self.name}-")]


class WordingsField(Field):
    """The wordings of the parts of each split or join, by its revision: <field>-<revision>-1, -2 … hold them."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.errors: list[str] = []
        self.process_errors: list[str] = []
        self.data: dict[int, tuple[str, ...]] = {}
        for name in formdata or ():
            field, _dash, rest = name.partition("-")
            revision, _dash, number = rest.rpartition("-")
            key = reveal(revision, use=REVISION) if field == self.name and number == "1" else None
            if key is not None:
                self.data[key] = tuple(_numbered(formdata, f"{field}-{revision}-"))


def _numbered(formdata: Mapping[str, str], name: str) -> Iterator[str]:
    """Yield the values of the fields *name* 1, 2 …"""
    for number in range(1, MOST_PARTS + 1):
        if f"{name}{number}" not in formdata:
            return
        yield formdata[f"{name}{number}"]


APART = (DecisionKind.REOPEN, DecisionKind.VOID)
"""Decisions that have forms of their own."""


class DecisionForm(FlaskForm):
    """Shape only: revisions that are old or foreign pass here and are refused by the house, in its words."""

    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])
    read = TextAreaField(default="")
    on = SelectMultipleField(_l("On"), coerce=_revision, choices=[], validate_choice=False)
    alike = SelectMultipleField(choices=[], validate_choice=False)
    """Groups of the same proposals, decided together: the revisions of each, with dots between."""
    keeps = SelectMultipleField(coerce=_revision, choices=[], validate_choice=False)
    """What the compromise that stands absorbed: a new version of it absorbs them again, nothing else does."""
    kind = RadioField(
        _l("Decision"), [InputRequired(_l("Choose what is decided."))], coerce=_kind, choices=[]
    )
    stands = StandsField(choices=[], validate_choice=False)
    change = SelectMultipleField(_l("Changes"), choices=[], validate_choice=False)
    text = TextAreaField(_l("Compromise text"), default="")
    words = WordingsField()
    after = StringField(default="")
    """The code of the version of a compromise text from which the compromise starts."""
    sitting = SelectField(_l("Sitting"), default="", choices=[], validate_choice=False)
    ad_referendum = BooleanField(_l("Agreed ad referendum: subject to confirmation"))
    over = SelectMultipleField(_l("The sitting decides over"), choices=[], validate_choice=False)
    """The codes of those over whom brackets are lifted that they hold."""
    rank = IntegerField(
        _l("Place among the new paragraphs there"), [Optional(), NumberRange(min=1, max=MOST_RANK)]
    )
    reason = TextAreaField(_l("Reason"), default="")

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        kinds = [(kind.value, name_of(kind)) for kind in DecisionKind if kind not in APART]
        self.kind.choices = [*kinds, (LIFT, _(LIFTS))]

    def validate_stands(self, field: StandsField) -> None:
        if self.kind.data == LIFT and not self.settled():
            raise ValidationError(_("Choose what stands of the words in brackets."))

    def settled(self) -> tuple[tuple[int, int], ...]:
        """Return the places in brackets that are settled, each with the number of what stands."""
        pairs = (value.partition(".") for value in self.stands.data or ())
        return tuple((int(a), int(b)) for a, _dot, b in pairs if _is_number(a) and _is_number(b))


def judgement_of(form: DecisionForm) -> Judgement:
    """Return the typed judgement as the service takes it. A ticked change ticks its proposal too."""
    kind, lifts = form.kind.data, form.kind.data == LIFT
    on, chosen = _in_part(form) if kind is DecisionKind.PART else (named_in(form), ())
    return Judgement(
        DecisionKind.ACCEPT if lifts else kind,
        revisions=() if lifts else on,
        chosen=chosen,
        text=form.text.data or "",
        reason=form.reason.data or "",
        sitting=form.sitting.data or "",
        ad_referendum=_is_ad_referendum(form),
        rank=form.rank.data,
        settled=form.settled() if lifts else (),
        changed=tuple(form.words.data.items()) if kind is DecisionKind.ACCEPT else (),
        after=(form.after.data or "") if kind is DecisionKind.COMPROMISE else "",
        over=tuple(form.over.data or ()),
    )


def _is_ad_referendum(form: DecisionForm) -> bool:
    """Return whether it is taken subject to confirmation; what agrees nothing is not, though that was ticked before."""
    return bool(form.ad_referendum.data) and form.kind.data not in AGREES_NOTHING


def _in_part(form: DecisionForm) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return what is accepted in part: the revisions, those of the ticked changes unless ticked, and these changes."""
    ticked = list(_changes(form))
    on = named_in(form) or tuple(dict.fromkeys(key for key, _number in ticked))
    return on, tuple(number for key, number in ticked if key in on)


def _changes(form: DecisionForm) -> Iterator[tuple[int, int]]:
    """Yield the revision and the number of each change that is ticked."""
    for value in form.change.data or ():
        revision, _dot, number = value.partition(".")
        key = reveal(revision, use=REVISION)
        if key is not None and _is_number(number):
            yield key, int(number)


def named_in(form: DecisionForm) -> tuple[int, ...]:
    """Return the revisions that are ticked, alone or in a group; a compromise adds those it absorbed and keeps."""
    together = [key for group in form.alike.data or () for key in keys_of(group)]
    absorbed = (form.keeps.data or ()) if form.kind.data is DecisionKind.COMPROMISE else ()
    return tuple(dict.fromkeys([*(form.on.data or ()), *together, *absorbed]))


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 19


@dataclass(frozen=True, slots=True)
class Choice:
    """
    One proposal that can be decided; *ticks* are its changes, where it can be accepted in part.

    *rivals*: those beside which it cannot stand, None where there are none. *contest* is what its
    *sponsor* holds against what was made of it: the Mission, which alone decides, knows whose it is.
    """

    revision: int
    name: str
    sponsor: Party
    kind: AmendmentKind
    standing: Standing
    ticked: bool
    ticks: tuple[Tick, ...] = ()
    rivals: Rivals | None = None
    contest: AnswerRow | None = None
    takes: str = ""
    """Of a join: what was agreed or waits on the paragraph that it takes in."""
    wordings: tuple[str, ...] = ()
    """Of a split or join: what its parts would say, or what was typed in place of that."""
    frees: str = ""
    """Of what keeps the paragraph as it was before words were put in brackets: whose words these are."""


class PutVersion(NamedTuple):
    """The version of a compromise text that was put to the round last; *starts*: the form starts from its words."""

    version: CompromiseText
    starts: bool


def form_context(
    session: Session,
    actor: Actor,
    context: RoundContext,
    paragraph: Paragraph,
    entries: Iterable[AmendmentRecord],
    *,
    preview: Preview | Refusal | None = None,
    form: DecisionForm | None = None,
    recorded: str = "",
    put: PutVersion | None = None,
) -> dict[str, Any] | None:
    """
    Return what decisions/form.html draws under the name `decision`, None for who may not decide here.

    *entries* are all records of the paragraph (load_amendments_on): the Mission sees all; what would only follow the
    paragraph is decided on a page of its own. *form* is the form that came back and *preview* what came of it: a
    result, or the refusal it met. *recorded* is the key of the decision from which the reader comes; *put* was put to
    the round. Twelve queries, nine more on a paragraph with brackets, one more where it starts from a version.
    """
    if not may(actor, Act.DECIDE, round_facts(context)):
        return None
    everything = list(entries)
    joined = merge_of(everything, paragraph.id, context.round.id)
    entries = [entry for entry in everything if entry.revision.paragraph_id == paragraph.id]
    known = neighbours(session, context, merges_concerning(entries, joined))
    working = working_paragraph(session, context, paragraph.id)
    now = _read(working, entries, paragraph)
    pending = [entry for entry in entries if entry.pending]
    absorbed = absorbed_by(entries, _compromise_of(entries, context))
    wordings = shaped_wordings(session, context, pending) | (form.words.data if form else {})
    sent, form = form is not None, form or _form(pending, absorbed, now, paragraph=paragraph)
    followed = _followed(session, form, pending, paragraph, put=put)
    choices = _choices(entries, form, working.accepted, known, wordings=wordings)
    taken = decisions_taken(session, context, paragraph, entries)
    return {
        "form": form,
        **_of_text(context, paragraph, now),
        "bundles": bundled(pending, choices),
        "kept": _absorbed_choices(absorbed, form),
        "put": followed,
        **_offered(session, working, entries, form, choices, joined=joined, of=(paragraph, followed)),
        "elsewhere": known[joined.entries[0].revision.paragraph_id] if joined else None,
        **_waiting(session, context, pending),
        **_decided(taken, recorded),
        **_held(session, context, paragraph, working, entries=entries, taken=taken),
        **_came_of(preview, form, entries=entries, now=now if sent else None),
    }


def _of_text(context: RoundContext, paragraph: Paragraph, now: str) -> dict[str, object]:
    """Return the paragraph that is decided on and what it says *now*, with the round, code and language of its text."""
    communique = context.version.draft.communique
    language = Language(communique.language)
    number = context.round.number
    return {
        "code": communique.code,
        "round": number,
        "paragraph": paragraph,
        "language": language,
        "read": now,
    }


def _followed(
    session: Session,
    form: DecisionForm,
    pending: Sequence[AmendmentRecord],
    paragraph: Paragraph,
    *,
    put: PutVersion | None,
) -> CompromiseText | None:
    """Return the version that the form offers or follows, None where there is none; fill its words in first."""
    if form.after.data:
        return find_put_version(session, paragraph.id, form.after.data)
    if put is None:
        return None
    if put.starts:
        version, settled = put.version, proposals_settled_by(session, put.version.id)
        form.kind.data, form.text.data, form.after.data = DecisionKind.COMPROMISE, version.text, version.code
        named = [entry.revision.id for entry in pending if entry.amendment.id in settled]
        form.on.data = named  # what the group did not name is merged into its text by nobody's default
    return put.version


_MAY_LIFT = (DecisionKind.ACCEPT, DecisionKind.PART, DecisionKind.COMPROMISE)


def _held(
    session: Session,
    context: RoundContext,
    paragraph: Paragraph,
    working: WorkingParagraph,
    *,
    entries: Sequence[AmendmentRecord],
    taken: Sequence[Taken],
) -> dict[str, object]:
    """
    Return who holds brackets that a new decision may lift, and by its key each earlier one that is taken again.

    Those are brackets of the paragraph, and of the paragraphs that its joins take in.
    """
    again = [row.decision for row in taken if row.keeps and row.kind in _MAY_LIFT]
    joins = taken_in(paragraph.id, [row.edit for row in working.accepted])
    near = {0: _near(paragraph, _pending(entries)) | {*joins}}
    near |= {d.id: _near(paragraph, (entry for entry in entries if entry.decision == d)) for d in again}
    is_near_none = not holds_bracket(working.base) and all(len(keys) == 1 for keys in near.values())
    held = held_brackets(session, context, {} if is_near_none else near)
    return {"held": held.pop(0, None), "held_again": held}


def _pending(entries: Iterable[AmendmentRecord]) -> list[AmendmentRecord]:
    return [entry for entry in entries if entry.pending]


def _near(paragraph: Paragraph, entries: Iterable[AmendmentRecord]) -> set[int]:
    """Return the keys of a paragraph and of those that *entries* join to it."""
    return {paragraph.id, *(key for entry in entries if (key := entry.revision.other_id))}


def _read(working: WorkingParagraph, entries: Sequence[AmendmentRecord], paragraph: Paragraph) -> str:
    """Return the words of the paragraph as decided so far; of a new one the words proposed."""
    if working.now is not None:
        return working.now
    return next((entry.revision.text for entry in entries if _brings(entry, paragraph)), "")


def _absorbed_choices(absorbed: Sequence[AmendmentRecord], form: DecisionForm) -> list[tuple[int, str, bool]]:
    """Return key, name and tick of each proposal that the compromise absorbed and nobody objects to."""
    ticked = form.keeps.data or ()
    return [(e.revision.id, e.label, e.revision.id in ticked) for e in absorbed if not e.pending]


def _decided(taken: Sequence[Taken], recorded: str) -> dict[str, object]:
    """Return the decisions *taken*, and among them the one just recorded, which has the key *recorded*."""
    return {
        "taken": taken,
        "recorded": next((decided for decided in taken if str(decided.decision.id) == recorded), None),
        "voiding": None,
        "keeping": None,
    }


def _from_elsewhere(
    preview: Preview | Refusal, entries: Sequence[AmendmentRecord]
) -> Iterable[AmendmentRecord]:
    """Return the proposals of other paragraphs that are in the way, at the same place. Five queries, none for none."""
    disputes: Iterable[Disagreement] = ()
    if isinstance(preview, Preview):
        disputes = preview.disagreements
    elif isinstance(preview, InConflict) and isinstance(preview.dispute, Disagreement):
        disputes = (preview.dispute,)
    missing = {key for dispute in disputes for key in dispute.proposals if key > 0}
    missing -= {entry.amendment.id for entry in entries}
    return load_amendments_by_key(db.session(), missing) if missing else ()


def _came_of(
    preview: Preview | Refusal | None,
    form: DecisionForm,
    *,
    entries: Sequence[AmendmentRecord],
    now: str | None,
) -> dict[str, object]:
    if preview is None:
        return {"result": None, "refusal": None, "meanwhile": None, "halves": (), "holders": None}
    judgement = judgement_of(form)
    return {
        "result": shown(preview, judgement, [*entries, *_from_elsewhere(preview, entries)]),
        "refusal": preview if isinstance(preview, Refusal) else None,
        "meanwhile": _meanwhile(preview, form, now),
        "halves": _halves(judgement, entries) if isinstance(preview, Preview | LooseBracket) else (),
        "holders": preview.held if isinstance(preview, Preview) else None,
    }


def _halves(
    judgement: Judgement, entries: Sequence[AmendmentRecord]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the changes ticked of the one proposal accepted in part that lack others, and what is said of each."""
    on = [entry for entry in entries if entry.revision.id in judgement.revisions]
    return halves(on[0], judgement.chosen) if judgement.chosen and len(on) == 1 else ()


def _brings(entry: AmendmentRecord, paragraph: Paragraph) -> bool:
    return entry.kind is AmendmentKind.INSERT and entry.amendment.paragraph_id == paragraph.id


def _compromise_of(entries: Sequence[AmendmentRecord], context: RoundContext) -> int | None:
    """Return the key of the compromise that stands on the paragraph in this round."""
    decisions = (entry.decision for entry in entries if entry.decision and entry.disposition)
    ours = (decision for decision in decisions if decision.round_id == context.round.id)
    return next((decision.id for decision in ours if decision.kind == DecisionKind.COMPROMISE), None)


def _form(
    pending: Sequence[AmendmentRecord], absorbed: Sequence[AmendmentRecord], now: str, *, paragraph: Paragraph
) -> DecisionForm:
    """
    Return the form as it first stands.

    All that the compromise absorbed is ticked, those whose sponsors object too; without one, the only proposal. Nothing
    is chosen where something is pending, or the paragraph agreed already.
    """
    is_agreed = paragraph.state == ParagraphState.AGREED
    alone = LIFT if holds_bracket(now) else None if is_agreed else DecisionKind.AGREE
    ticked = [entry for entry in pending if entry in absorbed or (len(pending) == 1 and not absorbed)]
    return DecisionForm(
        formdata=None,
        data={
            "on": [entry.revision.id for entry in ticked],
            "keeps": [entry.revision.id for entry in absorbed if not entry.pending],
            "kind": None if pending else alone,
            "text": now,
        },
    )


def _offered(
    session: Session,
    working: WorkingParagraph,
    entries: Sequence[AmendmentRecord],
    form: DecisionForm,
    choices: Sequence[Choice],
    *,
    joined: Merge | None,
    of: tuple[Paragraph, CompromiseText | None],
) -> dict[str, object]:
    """
    Return what the form offers on a paragraph, with the compromise text that was put to the round on it.

    Where the paragraph can be agreed and nothing else, the form asks for a sitting.
    """
    paragraph, followed = of
    offers = offered(
        session,
        working,
        entries,
        chosen=form.stands.data or (),
        in_part=any(choice.ticks for choice in choices),
        joined=joined,
        paragraph=paragraph,
        put=followed is not None,
    )
    waiting = [entry.amendment.id for entry in entries if entry.pending]
    new = next((entry for entry in entries if _brings(entry, paragraph)), None)
    places = {paragraph.id, new.revision.after_id} if new else {paragraph.id}
    sittings = sittings_for(session, paragraph.communique_id, places=places, pending=waiting)
    form.sitting.choices = options([("", _("no sitting: the Mission proposes it")), *sittings.offered])
    if offers.kinds == (DecisionKind.AGREE,):
        form.sitting.choices = [*options([("", _("choose the sitting"))]), *form.sitting.choices[1:]]
    return {
        "brackets": offers.brackets,
        "ways": offers.ways,
        "why_not": offers.why_not,
        "under_silence": offers.under_silence,
        "sittings": sittings.offered,
        "closed_sittings": sittings.closed,
    }


def _waiting(
    session: Session, context: RoundContext, pending: Sequence[AmendmentRecord]
) -> dict[str, object]:
    """Return how many proposals wait for a decision, and the neighbours of one for a new place."""
    return {"waiting": len(pending), "neighbours": _neighbours(session, context, pending)}


def _neighbours(session: Session, context: RoundContext, pending: Sequence[AmendmentRecord]) -> str:
    """Return the names of other proposals for the place of a pending one: then somebody says which comes first."""
    placed = [entry for entry in pending if entry.kind in (AmendmentKind.INSERT, AmendmentKind.MOVE)]
    if not placed:
        return ""
    return names_in_words(names_at_same_place(session, context.round.id, placed[0].revision))


def _choices(
    entries: Sequence[AmendmentRecord],
    form: DecisionForm,
    accepted: Sequence[AdoptedRow],
    known: Mapping[int, Neighbour],
    *,
    wordings: Mapping[int, tuple[str, ...]],
) -> tuple[Choice, ...]:
    names = {entry.amendment.id: entry.label for entry in entries}
    pending = [entry for entry in entries if entry.pending]
    proposed = {
        entry.amendment.id for entry in entries if stands_as_proposed(entry, entry.standing, entry.agreement)
    }
    conflicting = conflicting_among(
        pending, [(row.edit, row.at) for row in accepted], names, proposed=proposed
    )
    wanted = [(entry, _wanted(entry)) for entry in entries if entry.kind is AmendmentKind.REPLACE]
    on = set(named_in(form))
    return tuple(
        Choice(
            entry.revision.id,
            entry.label,
            entry.amendment.sponsor,
            entry.kind,
            entry.standing,
            entry.revision.id in on,
            ticks_of(entry, wanted) if entry.kind is AmendmentKind.REPLACE else (),
            conflicting.get(entry.amendment.id),
            entry.contest,
            takes(entry, entries, known),
            wordings.get(entry.revision.id, ()),
            _frees(entry, entries),
        )
        for entry in pending
    )


def _frees(entry: AmendmentRecord, entries: Sequence[AmendmentRecord]) -> str:
    """Return what accepting a proposal that restores a wording does to those whose words stand in brackets."""
    freed = freed_by(entries, entry.base, entry.revision.text) if entry.restores else ()
    superseded = [record.label for record, lifted in freed if lifted.standing is Standing.OVERTAKEN]
    if not superseded:
        return ""
    return _(
        "If it is accepted, the words in brackets of %(names)s leave the text and are superseded.",
        names=names_in_words(superseded),
    )


def _wanted(entry: AmendmentRecord) -> tuple[Change, ...]:
    """Return the changes by which a proposal stands on the table: all, those accepted of it, or none any more."""
    if entry.pending:
        return changes(entry.base, entry.revision.text)
    if entry.disposition and entry.disposition.text:
        return changes(entry.base, entry.disposition.text)
    return ()


def _meanwhile(preview: object, form: DecisionForm, now: str | None) -> tuple[Span, ...] | None:
    """
    Return what a colleague's decision changed since the page was opened, as changes of the words read then.

    *now* is None where the form did not say which words were read.
    """
    if not isinstance(preview, DecidedMeanwhile) or now is None:
        return None
    return tuple(diff_words((form.read.data or "").replace("\r\n", "\n"), now))
