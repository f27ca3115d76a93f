"""
The form of a decision on its page: the choices it offers, and what came of the one that was sent.

Templates draw what stands here (decisions/form.html). It refuses to know whether a decision is possible:
services.weighing says so, and web.outcomes puts what it says into words.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.errors import N_, DecidedMeanwhile, LooseBracket, Refusal
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.settling import holders, liftable
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Standing
from acm_drafts.services.previews import Preview
from acm_drafts.services.weighing import BRACKETABLE, Judgement, absorbed_by, may_be_kept
from acm_drafts.store import contests, decided
from acm_drafts.store.days import today_in
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Setting, round_facts
from acm_drafts.store.records import AnswerRow, Decision, Paragraph, Party
from acm_drafts.store.tally import Adopted
from acm_drafts.text.changes import Change, changes
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import Language
from acm_drafts.web.clashes import names_in_words
from acm_drafts.web.clashing import Rivals
from acm_drafts.web.clashing import among as clashing_among
from acm_drafts.web.joins import Joining, concerned, joining, takes
from acm_drafts.web.judgements import LIFT, LIFTS, DecisionForm, judgement_of, named_in
from acm_drafts.web.likenesses import bundled
from acm_drafts.web.outcomes import MADE, shown
from acm_drafts.web.presentation import conference_zone, name_of
from acm_drafts.web.ticks import Tick, halves, ticks_of

NOTES: Mapping[DecisionKind, str] = {
    DecisionKind.ACCEPT: N_("as it is proposed"),
    DecisionKind.PART: N_("choose the changes; the rest stays pending"),
    DecisionKind.COMPROMISE: N_("write it; absorbs those ticked"),
    DecisionKind.REJECT: N_("with a reason"),
    DecisionKind.BRACKETS: N_("shown as not agreed"),
    DecisionKind.DEFER: N_("to the next sitting"),
    DecisionKind.AGREE: N_("nothing is pending"),
}

SHOWS = {
    DecisionKind.ACCEPT: "rank level reason",
    DecisionKind.PART: "part level reason",
    DecisionKind.COMPROMISE: "compromise rank level reason",
    DecisionKind.REJECT: "level reason",
    DecisionKind.BRACKETS: "rank level reason",
    DecisionKind.DEFER: "reason",
    DecisionKind.AGREE: "level reason",
}
"""Which parts of the form each kind needs: see .asks in the stylesheet."""

LIFTS_NOTE = N_("choose what stands")


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


@dataclass(frozen=True, slots=True)
class Brackets:
    """One place in brackets as it reads, and what may stand there: the value of each, and its words."""

    written: str
    readings: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Taken:
    """
    A decision of this round that still counts: which proposals it decided, and what their sponsors object.

    *keeps*: it is contested, and can be taken again as a level agreed it.
    """

    decision: Decision
    kind: DecisionKind
    level: Level | None
    names: str
    contests: tuple[tuple[str, Party, AnswerRow], ...] = ()
    keeps: bool = False


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
) -> dict[str, Any] | None:
    """
    Return what decisions/form.html draws under the name `decision`, None for who may not decide here.

    *entries* is the docket of the paragraph (docket.load_paragraphs), unfiltered: the Mission sees
    all; what would only follow the paragraph is decided on a page of its own. *form* is the form
    that came back and *preview* what came of it: a result, or the refusal it met. *recorded* is
    the key of the decision from which the reader comes. Nine queries at most.
    """
    if not may(actor, Act.DECIDE, round_facts(setting)):
        return None
    everything = list(entries)
    joined = joining(everything, paragraph.id, setting.round.id)
    entries = [entry for entry in everything if entry.revision.paragraph_id == paragraph.id]
    known = decided.neighbours(session, setting, concerned(entries, joined))
    working = decided.working(session, setting, paragraph.id)
    now = _read(working, entries, paragraph)
    pending = [entry for entry in entries if entry.pending]
    absorbed = absorbed_by(entries, _compromise_of(entries, setting))
    sent, form = form is not None, form or _form(pending, absorbed, now)
    taken = _taken(session, setting, paragraph, entries)
    return {
        "form": form,
        "code": setting.issue.draft.communique.code,
        "paragraph": paragraph,
        "language": Language(setting.issue.draft.communique.language),
        "read": now,
        "bundles": bundled(pending, _choices(entries, form, working.accepted, known)),
        "kept": _kept(absorbed, form),
        **_offered(session, working, entries, form=form, joined=joined),
        "elsewhere": known[joined.entries[0].revision.paragraph_id] if joined else None,
        "neighbours": _neighbours(session, setting, pending),
        "taken": taken,
        "levels": tuple(Level),
        "recorded": next((one for one in taken if str(one.decision.id) == recorded), None),
        "waiting": len(pending),
        **_came_of(preview, form, entries=entries, now=now if sent else None),
    }


def _read(working: decided.Working, entries: Sequence[Entry], paragraph: Paragraph) -> str:
    """Return what the paragraph says as decided so far; of one that is not in the text what it is to say."""
    if working.now is not None:
        return working.now
    return next((entry.revision.text for entry in entries if _brings(entry, paragraph)), "")


def _kept(absorbed: Sequence[Entry], form: DecisionForm) -> list[tuple[int, str, bool]]:
    """Return key, name and tick of what the compromise that stands absorbed and nobody objects to."""
    ticked = form.keeps.data or ()
    return [(e.revision.id, e.label, e.revision.id in ticked) for e in absorbed if not e.pending]


def _came_of(
    preview: Preview | Refusal | None, form: DecisionForm, *, entries: Sequence[Entry], now: str | None
) -> dict[str, object]:
    if preview is None:
        return {}
    judgement = judgement_of(form)
    return {
        "result": shown(preview, judgement, entries),
        "refusal": preview if isinstance(preview, Refusal) else None,
        "meanwhile": _meanwhile(preview, form, now),
        "halves": _halves(judgement, entries) if isinstance(preview, Preview | LooseBracket) else (),
    }


def _halves(judgement: Judgement, entries: Sequence[Entry]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the changes ticked of the one proposal accepted in part that lack others, and what is said of each."""
    on = [entry for entry in entries if entry.revision.id in judgement.revisions]
    return halves(on[0], judgement.chosen) if judgement.chosen and len(on) == 1 else ()


def _brings(entry: Entry, paragraph: Paragraph) -> bool:
    return entry.kind is AmendmentKind.INSERT and entry.amendment.paragraph_id == paragraph.id


def _compromise_of(entries: Sequence[Entry], setting: Setting) -> int | None:
    """Return the key of the compromise that stands on the paragraph in this round."""
    decisions = (entry.decision for entry in entries if entry.decision and entry.disposition)
    ours = (one for one in decisions if one.round_id == setting.round.id)
    return next((one.id for one in ours if one.kind == DecisionKind.COMPROMISE), None)


def _form(pending: Sequence[Entry], absorbed: Sequence[Entry], now: str) -> DecisionForm:
    """
    Return the form as it first stands, dated with the day it is at the conference.

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
            "agreed_on": today_in(conference_zone()),
        },
    )


def _offered(
    session: Session,
    working: decided.Working,
    entries: Sequence[Entry],
    *,
    form: DecisionForm,
    joined: Joining | None,
) -> dict[str, object]:
    """Return the kinds of decision that make sense and the brackets that can be lifted; where there is none, why."""
    base, accepted = working.base or "", [one.edit for one in working.accepted]
    names = decided.names_in_brackets(session) if "[" in base else frozenset()
    brackets = _brackets(base, accepted, names, form)
    pending = [entry for entry in entries if entry.pending]
    own = (Way(LIFT, _(LIFTS), _(LIFTS_NOTE), "brackets level reason"),) if brackets else ()
    bare = "[" not in (working.now or "")
    kinds = _kinds(pending) if pending else (DecisionKind.AGREE,) if bare and joined is None else ()
    if kinds == (DecisionKind.AGREE,):
        form.level.choices = [("", _("choose the level")), *form.level.choices[1:]]
    ways = (*(Way(kind.value, name_of(kind), _(NOTES[kind]), SHOWS[kind]) for kind in kinds), *own)
    held = "" if ways else joined.said if joined and bare else _held(base, accepted, names, entries)
    return {"brackets": brackets, "ways": ways, "held": held}


def _kinds(pending: Sequence[Entry]) -> tuple[DecisionKind, ...]:
    return tuple(
        kind
        for kind in MADE
        if (kind is not DecisionKind.PART or any(entry.kind is AmendmentKind.REPLACE for entry in pending))
        and (kind is not DecisionKind.BRACKETS or any(entry.kind in BRACKETABLE for entry in pending))
    )


def _brackets(
    base: str, accepted: Sequence[Edit], names: Collection[str], form: DecisionForm
) -> tuple[Brackets, ...]:
    """Return the places in brackets of the draft's wording that can be lifted beside what was accepted."""
    return tuple(
        Brackets(
            place.written,
            tuple((f"{place.number}.{reading}", words) for reading, words in place.readings),
            next(
                (v for v in form.stands.data or () if v.partition(".")[0] == str(place.number)),
                "",
            ),
        )
        for place in (liftable(base, accepted, names) if "[" in base else ())
    )


def _held(base: str, accepted: Sequence[Edit], names: Collection[str], entries: Sequence[Entry]) -> str:
    """Return why the brackets that the paragraph holds cannot be lifted here, and what to do."""
    if any(edit.bracketed or edit.text.count("[") > base.count("[") for edit in accepted):
        return _("The brackets come from a decision of this round: void it below to decide otherwise.")
    holding = holders(base, accepted, names)
    called = names_in_words([entry.label for entry in entries if entry.amendment.id in holding])
    if called:
        return _(
            "What was accepted of %(names)s in this round stands at the brackets, which cannot be lifted beside it."
            " Void that decision below, then write a compromise without the brackets.",
            names=called,
        )
    return _("A bracket here has no partner. Propose a wording that sets it right, then accept that.")


def _neighbours(session: Session, setting: Setting, pending: Sequence[Entry]) -> str:
    """Return the names of other proposals for the place of a pending one: then somebody says which comes first."""
    placed = [entry for entry in pending if entry.kind in (AmendmentKind.INSERT, AmendmentKind.MOVE)]
    if not placed:
        return ""
    return names_in_words(decided.at_one_place(session, setting.round.id, placed[0].revision))


def _choices(
    entries: Sequence[Entry],
    form: DecisionForm,
    accepted: Sequence[Adopted],
    known: Mapping[int, decided.Neighbour],
) -> tuple[Choice, ...]:
    names = {entry.amendment.id: entry.label for entry in entries}
    pending = [entry for entry in entries if entry.pending]
    clashing = clashing_among(pending, [one.edit for one in accepted], names)
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
            clashing.get(entry.amendment.id),
            entry.contest,
            takes(entry, entries, known),
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


def _taken(
    session: Session, setting: Setting, paragraph: Paragraph, entries: Sequence[Entry]
) -> tuple[Taken, ...]:
    disputed = {made.decision_id for made in map(contests.disputed, entries) if made}
    found = decided.live_decisions(session, setting.round.id, paragraph.id)
    on = decided.decided_by(session, [decision.id for decision in found])
    names = {entry.amendment.id: entry.label for entry in entries}
    return tuple(
        Taken(
            decision,
            DecisionKind(decision.kind),
            Level(decision.level) if decision.level else None,
            names_in_words([names[key] for key in on[decision.id] if key in names]),
            tuple(
                (entry.label, entry.amendment.sponsor, entry.objection)
                for entry in entries
                if entry.decision == decision and entry.objection and not entry.pending
            ),
            decision.id in disputed and may_be_kept(decision),
        )
        for decision in found
    )


def _meanwhile(preview: object, form: DecisionForm, now: str | None) -> tuple[Span, ...] | None:
    """
    Return what a colleague's decision changed since the page was opened, as changes of the words read then.

    *now* is None where the form did not say which words were read.
    """
    if not isinstance(preview, DecidedMeanwhile) or now is None:
        return None
    return tuple(diff_words((form.read.data or "").replace("\r\n", "\n"), now))
