"""
The steps of one proposal as its page shows them: each in finished sentences, with the words it is about.

What happened, and who may know it, comes from store.timeline. Here each kind of step has its function in the
table `_SHOWN`, and a template draws whatever a step has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from acm_drafts import i18n
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Verdict
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.positions import ProposalRights
from acm_drafts.store.records import JournalLine, Revision
from acm_drafts.store.status import Status
from acm_drafts.store.timeline import Step, StepKind, Timeline
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.web.amendments import agreements, answers
from acm_drafts.web.shared import references
from acm_drafts.web.shared.formatting import party_name, quoted, short
from acm_drafts.web.shared.office_names import person_name
from acm_drafts.web.shared.sentences import Number, Sentence, Symbol, joined, ngettext
from acm_drafts.web.shared.sentences import gettext as _


@dataclass(frozen=True, slots=True)
class Change:
    """
    What a revision asks for: *whole*, a paragraph that *op* puts in or takes out; else a *sentence*, changes, or both.

    The changes, *spans*, are shown in few words where *brief*.
    """

    op: str = ""
    whole: str = ""
    sentence: Sentence | None = None
    spans: tuple[Span, ...] = ()
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A remark and the changes that belong to it; either may be missing."""

    sentence: Sentence | None = None
    spans: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """
    One step of a proposal; what it does not have is empty. *lead* is set in bold; *state*: what was made of the
    proposal, a value of Outcome or Verdict; *only_proposed*: by the Mission, without a level; *beside*: who did it, or
    at which level and when.
    """

    at: datetime
    lead: Sentence | None = None
    sentences: tuple[Sentence, ...] = ()
    state: str = ""
    only_proposed: bool = False
    beside: Sentence | None = None
    counted: Sentence | None = None
    change: Change | None = None
    reason: str = ""
    notes: tuple[Note, ...] = ()
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The proposal whose steps are shown, and what its reader may know of it."""

    entry: AmendmentRecord
    where: Status
    trail: Timeline
    offer: ProposalRights


def shown(page: Page) -> tuple[Shown, ...]:
    """Return the steps of a proposal, newest first. No query."""
    steps = (_SHOWN[step.kind](step, page) for step in page.trail.steps)
    return tuple(sorted((*_agreed_with_its_paragraph(page), *steps), key=lambda step: step.at, reverse=True))


def _agreed_with_its_paragraph(page: Page) -> tuple[Shown, ...]:
    """Return that a level agreed the paragraph after a decision without a level; none where it did not."""
    where = page.where
    if where.agreement is None or where.disposition is None:
        return ()
    sentence = agreements.paragraph_agreed(where.agreement, where.disposition.outcome)
    return (Shown(where.agreement.at, sentences=(sentence,)),)


def change(
    kind: AmendmentKind,
    revision: Revision,
    *,
    place: references.Line | None = None,
    brief: bool = False,
    wordings: tuple[str, str] | None = None,
) -> Change:
    """
    Return what *revision* of a proposal of *kind* asks for.

    *place*: the line that a move is to follow. *wordings*: the two wordings by which it is read, where they are not
    those of the revision.
    """
    base = revision.base.text if revision.base else ""
    if kind is AmendmentKind.INSERT:
        return Change("INSERT", revision.text)
    if kind is AmendmentKind.DELETE:
        return Change("DELETE", short(base, 160) if brief else base)
    if kind is AmendmentKind.MOVE and revision.after_id and place is None:
        return Change(sentence=_("Move it to another place."))
    if kind is AmendmentKind.MOVE:
        return Change(sentence=_("Move the paragraph %(place)s.", place=references.place(place)))
    if kind is AmendmentKind.KEEP:
        return _keeping(base, revision.text, brief=brief)
    return Change(spans=diff_words(*(wordings or (base, revision.text))), brief=brief)


def _keeping(base: str, text: str, *, brief: bool) -> Change:
    """Return the change of a proposal to keep *base*, as it is or as it was before a closing printed other words."""
    if base == text:
        return Change(sentence=_("Keep the paragraph as it is."))
    restored = (
        _("Keep the paragraph as it was before these words were put in brackets.")
        if holds_bracket(base)
        else _("Keep the paragraph as it was before these changes.")
    )
    return Change(spans=diff_words(base, text), sentence=restored, brief=brief)


# What was written ----------------------------------------------------------------------------------


def _written(step: Step, page: Page) -> Shown:
    revision = step.revision
    assert revision is not None
    lead = _(_title(step, revision))
    if step.revises and page.where.says and revision.id == page.where.says.id:
        lead = _("%(step)s: this is what it says now", step=lead)
    return Shown(
        step.at,
        lead,
        beside=_person(step.author),
        change=change(
            page.entry.kind,
            revision,
            place=page.trail.places.get(revision.id),
            brief=True,
            wordings=page.entry.asked if page.entry.kind is AmendmentKind.CONSEQUENTIAL else None,
        ),
        reason=revision.reason,
    )


def _title(step: Step, revision: Revision) -> str:
    if revision.made == "floor":
        return N_("Corrected by the Mission") if revision.sequence > 1 else N_("Entered from the floor")
    if revision.sequence == 1:
        return N_("First written")
    return N_("Revised") if step.revises else N_("Written anew")


def _person(name: str) -> Sentence | None:
    return joined([str(person_name(name))]) if name else None


_LEADS: Mapping[str, str] = {
    "submit": N_("Submitted"),
    "enter from floor": N_("Submitted from the floor"),
    "withdraw": N_("Withdrawn"),
}
_ACTS: Mapping[str, str] = {
    "send for review": N_("Sent for review"),
    "return to drafter": N_("Given back to its drafter"),
}
_JOINING: Mapping[str, tuple[str, str]] = {
    "cosponsor": (N_("%(party)s joined the sponsors"), N_("A delegation joined the sponsors")),
    "leave cosponsors": (N_("%(party)s left the sponsors"), N_("A delegation left the sponsors")),
}


def _act(step: Step, page: Page) -> Shown:
    line = step.line
    assert line is not None
    return Shown(
        step.at,
        _(_LEADS[line.act]) if line.act in _LEADS else None,
        () if line.act in _LEADS else (_act_sentence(step, line),),
        beside=_person(line.actor) if page.trail.named and _is_told(step, line) else None,
        reason=line.reason if line.act == "withdraw" else "",
    )


def _is_told(step: Step, line: JournalLine) -> bool:
    """Return whether it may be known of which delegation whoever acted is: of the sponsor, where that is named."""
    return line.act not in _JOINING or step.party is not None


def _act_sentence(step: Step, line: JournalLine) -> Sentence:
    if line.act in _ACTS:
        return _(_ACTS[line.act])
    named, unnamed = _JOINING[line.act]
    return _(named, party=party_name(step.party)) if step.party else _(unnamed)


def _revived(step: Step, _page: Page) -> Shown:
    return Shown(step.at, sentences=(_("It stands again, as its sponsor wrote it."),))


# What was made of it -------------------------------------------------------------------------------


def _decided(step: Step, _page: Page) -> Shown:
    assert step.revision is not None
    assert step.disposition is not None
    assert step.decision is not None
    how = agreements.decided_by(step.decision)
    return Shown(
        step.at,
        sentences=(_("The rest:"),) if step.revision.made == "rest" else (),
        state=step.disposition.outcome,
        only_proposed=step.decision.level is None,
        beside=joined([how, ". ", _("It was voided later.")]) if step.voided else how,
        reason=step.decision.reason,
        notes=_parted(step) if step.disposition.outcome == Outcome.PART else _taken_in(step),
    )


def _parted(step: Step) -> tuple[Note, ...]:
    """Return which words an acceptance in part took, and which it left."""
    disposition, revision = step.disposition, step.revision
    assert disposition is not None
    assert revision is not None
    taken = ngettext("%(num)s change was taken:", "%(num)s changes were taken:", len(disposition.chosen))
    base = revision.base.text if revision.base else ""
    notes = (Note(taken, diff_words(base, disposition.text)),)
    left = Note(_("The rest stayed with the Mission:"), diff_words(disposition.text, revision.text))
    return (*notes, left) if step.rest else notes


def _taken_in(step: Step) -> tuple[Note, ...]:
    """Return the words that took a proposal in, where another's did."""
    successor = step.successor
    if successor is None:
        return ()
    lead = _("The words in its place:")
    if successor.name:
        lead = _("The words in its place, those of %(name)s:", name=references.proposal(successor))
    base = successor.revision.base.text if successor.revision.base else ""
    return (Note(lead, diff_words(base, successor.revision.text)),)


def _amended(step: Step, _page: Page) -> Shown:
    assert step.successor is not None
    assert step.disposition is not None
    assert step.decision is not None
    base = step.disposition.revision.base
    return Shown(
        step.at,
        sentences=(_("%(name)s amended its words:", name=references.proposal(step.successor)),),
        state=step.disposition.outcome,
        only_proposed=step.decision.level is None,
        beside=agreements.decided_by(step.decision),
        notes=(Note(spans=diff_words(base.text if base else "", step.disposition.text)),),
    )


def _reopened(step: Step, _page: Page) -> Shown:
    assert step.decision is not None
    return Shown(step.at, _("Its paragraph was reopened."), reason=step.decision.reason)


def _voided(step: Step, _page: Page) -> Shown:
    assert step.decision is not None
    reason = quoted(i18n.gettext(step.decision.reason))
    return Shown(
        step.at,
        _("That decision no longer counts."),
        (_("The reason: %(reason)s", reason=reason),),
    )


def _verdict(step: Step, page: Page) -> Shown:
    verdict = step.verdict
    assert verdict is not None
    assert step.version is not None
    counts = verdict.verdict == Verdict.PARTLY or (verdict.verdict == Verdict.OVERTAKEN and verdict.done)
    draft = Symbol(step.version.symbol)
    return Shown(
        step.at,
        state=verdict.verdict,
        beside=_("when the round was closed and %(draft)s made", draft=draft),
        counted=agreements.counted(verdict) if counts else None,
        notes=_carried(step, page.entry.kind),
    )


def _carried(step: Step, kind: AmendmentKind) -> tuple[Note, ...]:
    """Return what a proposal asks for since a closing, where that is words."""
    before, now = step.revision, step.rest
    if before is None or now is None:
        return ()
    if now.base_id == before.base_id and now.text == before.text:
        return (Note(_("It asks for the same, word for word.")),)
    if now.base and kind in (AmendmentKind.REPLACE, AmendmentKind.SPLIT):
        return (Note(_("What it now asks for:"), diff_words(now.base.text, now.text)),)
    return ()


def _lifted(step: Step, page: Page) -> Shown:
    assert step.lifted is not None
    return Shown(step.at, sentences=tuple(agreements.lifting(step.lifted, page.entry.amendment.code)))


def _answered(step: Step, page: Page) -> Shown:
    answer = step.answer
    assert answer is not None
    party = party_name(step.party) if page.offer.sponsor and step.party else None
    sentence = answers.answered(
        answer.answer,
        disowns=answer.disowns,
        on_compromise=step.on_compromise,
        party=party,
        proposal=Symbol(page.offer.name),
    )
    return Shown(step.at, sentences=(sentence,), reason=answer.reason)


# The text ------------------------------------------------------------------------------------------


def _printed(step: Step, _page: Page) -> Shown:
    assert step.printed is not None
    assert step.version is not None
    label, wording = step.printed
    number = Number(label) if label else _("a line without a number")
    draft = Symbol(step.version.symbol)
    if wording:
        sentence = _("%(draft)s prints it as %(number)s, in these words:", draft=draft, number=number)
    else:
        sentence = _("%(draft)s prints it as %(number)s, in the words as before.", draft=draft, number=number)
    return Shown(step.at, sentences=(sentence,), wording=wording)


_SHOWN: Mapping[StepKind, Callable[[Step, Page], Shown]] = {
    StepKind.WRITTEN: _written,
    StepKind.ACT: _act,
    StepKind.DECIDED: _decided,
    StepKind.AMENDED: _amended,
    StepKind.VOIDED: _voided,
    StepKind.REOPENED: _reopened,
    StepKind.VERDICT: _verdict,
    StepKind.PRINTED: _printed,
    StepKind.LIFTED: _lifted,
    StepKind.ANSWERED: _answered,
    StepKind.REVIVED: _revived,
}
