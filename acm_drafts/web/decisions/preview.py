"""
The preview of a decision, in words: the paragraph as it would read, what follows, what forbids it.

The form of a decision (web.decisions.form) shows it, and pages that tell of conflicts use its sentences.
Whether a decision is possible is evaluated in services.evaluation.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.brackets import Lifted
from acm_drafts.negotiation.carrying import Carried
from acm_drafts.negotiation.consolidation import Disagreement
from acm_drafts.negotiation.errors import N_, InConflict, NotTogether, Refusal
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import DecisionKind, Outcome, Standing, Verdict
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.previews import Place, Preview
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.text.changes import changes
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.web.shared.conflicts import Conflict, explained, names_in_words
from acm_drafts.web.shared.excerpts import Piece, loose_bracket

FOLLOWS: Mapping[Verdict, str] = {
    Verdict.CARRIED: N_("stays pending, unchanged"),
    Verdict.ABSORBED: N_("all of its words are in the text; its sponsor confirms"),
    Verdict.PARTLY: N_("some of its words are in the text; the rest stays pending"),
    Verdict.OVERTAKEN: N_("the text would say otherwise; its sponsor confirms"),
    Verdict.CONFLICT: N_("stays pending, in conflict with another one"),
    Verdict.ORPHANED: N_("its paragraph, or its place, is no longer in the text; its sponsor confirms"),
}

FREED: Mapping[Standing, str] = {
    Standing.ACCEPTED: N_("the brackets round its words are lifted"),
    Standing.PART: N_("some of its words stand without brackets, the others are not in the text"),
    Standing.OVERTAKEN: N_("its words in brackets are no longer in the text; its sponsor confirms"),
}
"""What becomes of words in brackets that a decision takes away."""

MADE: Mapping[DecisionKind, Outcome] = {
    DecisionKind.ACCEPT: Outcome.ACCEPTED,
    DecisionKind.PART: Outcome.PART,
    DecisionKind.COMPROMISE: Outcome.ABSORBED,
    DecisionKind.REJECT: Outcome.REJECTED,
    DecisionKind.BRACKETS: Outcome.BRACKETED,
    DecisionKind.DEFER: Outcome.DEFERRED,
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a previewed decision makes of one proposal, and what that means for it."""

    name: str
    standing: Outcome | Verdict | Standing
    note: str
    only_proposed: bool = False
    """Whether the decision that says so names no level."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of the typed judgement: the paragraph as it would read, what follows, what forbids it."""

    spans: tuple[Span, ...] = ()
    follows: tuple[Made, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    gone: bool = False
    places: tuple[str, ...] = ()
    """Where the paragraph would stand and what it and its parts would print, as sentences."""
    loose: Piece | None = None
    parted: str = ""
    """Of what is accepted in part: how many changes are taken, and how many wait on."""
    changed: str = ""
    """That the Mission's own consequential change is recorded with it."""
    against: InConflict | None = None
    """Where there are conflicts, the refusal that says what to do about them."""


def shown(
    preview: Preview | Refusal, judgement: Judgement, entries: Sequence[AmendmentRecord]
) -> Shown | None:
    """Return the effect of *judgement* in words; None for a refusal, whose sentence is enough."""
    if isinstance(preview, InConflict) and isinstance(preview.dispute, Disagreement):
        conflict = explained(preview.dispute, entries, unnamed=_unnamed(judgement))
        return Shown(conflicts=(conflict,), against=preview)
    if isinstance(preview, Refusal):
        return None
    if preview.disagreements:
        against = InConflict() if preview.earlier else NotTogether()
        unnamed = _unnamed(judgement)
        conflicts = tuple(
            explained(disagreement, entries, unnamed=unnamed) for disagreement in preview.disagreements
        )
        return Shown(conflicts=conflicts, against=against)
    return Shown(
        diff_words(preview.before or "", preview.after) if preview.after is not None else (),
        (*_decided(judgement, entries), *_followed(preview)),
        gone=preview.after is None,
        places=_places(preview.place) if preview.place else (),
        loose=loose_bracket(preview.after or ""),
        parted=_parted(judgement, entries),
        changed=_("What you changed in words is recorded with it, as a consequential change of the Mission.")
        if preview.is_changed
        else "",
    )


def _unnamed(judgement: Judgement) -> str:
    """Return what the Mission's own words are called that have no number yet."""
    return _("the consequential change") if judgement.changed else _("the compromise")


def _places(place: Place) -> tuple[str, ...]:
    """Return where a paragraph would stand, and the numbers that it and its parts would print."""
    after = place.after
    if after is None:
        stands = _("It would stand at the beginning.")
    elif after.reference and after.kind is not LineKind.HEADING:
        stands = _("It would stand after paragraph %(number)s.", number=after.reference)
    else:
        stands = _("It would stand after “%(words)s”.", words=first_words(after.text))
    numbers = names_in_words([label.rstrip(".") for label in place.labels if label])
    divided = len(place.labels) > 1 and numbers
    parts = (str(_("Its parts would be numbered %(numbers)s.", numbers=numbers)),) if divided else ()
    return (str(stands), *parts) if place.moved else parts


def _decided(judgement: Judgement, entries: Sequence[AmendmentRecord]) -> list[Made]:
    """Return what the decision itself makes of the proposals it is on."""
    if judgement.kind not in MADE:
        return []
    outcome = MADE[judgement.kind]
    note = _("the rest stays pending; its sponsor is told") if outcome is Outcome.PART else ""
    if outcome is Outcome.ABSORBED:
        note = _("its sponsor is asked: accept, can live with, or object")
    elif outcome is Outcome.DEFERRED:
        note = _("stays pending")
    proposed = not judgement.sitting
    return [Made(e.label, outcome, note, proposed) for e in entries if e.revision.id in judgement.revisions]


def _parted(judgement: Judgement, entries: Sequence[AmendmentRecord]) -> str:
    """Return how many changes are taken of what is accepted in part, and how many wait on; "" for another decision."""
    if judgement.kind is not DecisionKind.PART:
        return ""
    [entry] = (entry for entry in entries if entry.revision.id in judgement.revisions)
    count, taken = len(changes(entry.base, entry.revision.text)), len(set(judgement.chosen))
    part = i18n.ngettext(
        "%(taken)s of %(num)s change taken", "%(taken)s of %(num)s changes taken", count, taken=taken
    )
    rest = i18n.ngettext("the other one stays pending", "the other %(num)s stay pending", count - taken)
    return str(_("%(changes)s.", changes=_("; ").join([part, rest])))


def _followed(preview: Preview) -> list[Made]:
    """Return what follows for other proposals: pending ones, and those whose words stand in brackets that go."""
    return [
        *(_following(entry, carried, preview.released) for entry, carried in preview.follows),
        *(_freed(entry, lifted) for entry, lifted in preview.freed),
    ]


def _freed(entry: AmendmentRecord, lifted: Lifted) -> Made:
    """Return what becomes of a proposal whose words stood in brackets that the decision takes away."""
    return Made(entry.label, lifted.standing, _(FREED[lifted.standing]))


def _following(entry: AmendmentRecord, carried: Carried, released: Collection[int]) -> Made:
    note = _(FOLLOWS[carried.verdict])
    if entry.amendment.id in released:
        dropped = _("no longer merged: its sponsor’s answer no longer counts")
        note = f"{dropped} · {note}"
    if carried.done and carried.verdict in (Verdict.PARTLY, Verdict.OVERTAKEN):
        counted = i18n.ngettext(
            "%(num)s of %(total)s changes is in the text.",
            "%(num)s of %(total)s changes are in the text.",
            carried.done,
            total=carried.total,
        )
        note = f"{note} · {counted}"
    name = _("the rest of %(name)s", name=entry.label) if entry.parted else entry.label
    return Made(name, carried.verdict, note)
