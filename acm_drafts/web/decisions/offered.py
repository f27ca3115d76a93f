"""
Which decisions the form offers on a paragraph: only those that can be taken, and where there are none, why not.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.agreements import hindrance
from acm_drafts.negotiation.brackets import holders, liftable
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.errors import N_, BracketsStand, Refusal
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, ParagraphState
from acm_drafts.services.evaluation import BRACKETABLE, hindrance_to_agreeing, table_of
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session
from acm_drafts.store.decisions import WorkingParagraph, names_for_brackets
from acm_drafts.store.records import Paragraph
from acm_drafts.store.silence import under_silence, why_nothing_else
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.web.decisions.preview import MADE
from acm_drafts.web.paragraph.merges import Merge
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.shared.formatting import name_of
from acm_drafts.web.shared.refusals import sentence_of

LIFTS = N_("Lift the brackets")

LIFT: Literal["lift"] = "lift"
"""Lifting brackets is no kind of its own: the Mission's own edit is accepted, as any other (services.evaluation)."""


NOTES: Mapping[DecisionKind, str] = {
    DecisionKind.ACCEPT: N_("as it is proposed"),
    DecisionKind.PART: N_("choose the changes; the rest stays pending"),
    DecisionKind.COMPROMISE: N_("write it; those ticked are merged into it"),
    DecisionKind.REJECT: N_("with a reason"),
    DecisionKind.BRACKETS: N_("shown as not agreed"),
    DecisionKind.DEFER: N_("to the next sitting"),
    DecisionKind.AGREE: N_("no pending proposal would change it"),
}

SHOWS = {
    DecisionKind.ACCEPT: "rank words sitting referendum held reason",
    DecisionKind.PART: "part sitting referendum held reason",
    DecisionKind.COMPROMISE: "compromise rank sitting referendum held reason",
    DecisionKind.REJECT: "sitting referendum reason",
    DecisionKind.BRACKETS: "rank sitting reason",
    DecisionKind.DEFER: "sitting reason",
    DecisionKind.AGREE: "sitting referendum held reason",
}
"""Which parts of the form each kind needs: see .asks in the stylesheet."""

LIFTS_NOTE = N_("choose what stands")
AGREES_AGAIN = N_("Agree at another sitting")
AGREES_AGAIN_NOTE = N_("it is agreed already")
"""Of a paragraph that is agreed: what agreeing it as it stands then is."""


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of decision on offer; *shows* names the parts of the form that it needs."""

    value: str
    name: str
    note: str
    shows: str


@dataclass(frozen=True, slots=True)
class Brackets:
    """One place in brackets as it reads, and what may stand there: the value of each, and its words."""

    written: str
    readings: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Offered:
    """
    What the form offers: *kinds* of decision, as *ways* to choose, and *brackets* that can be lifted.

    *why_not*: why there are no ways, "" where there are some. *under_silence*: the paragraph is under silence, so that
    nothing is decided on it and no decision is voided.
    """

    kinds: tuple[DecisionKind, ...]
    brackets: tuple[Brackets, ...]
    ways: tuple[Way, ...]
    why_not: str
    under_silence: bool = False


def offered(
    session: Session,
    working: WorkingParagraph,
    entries: Sequence[AmendmentRecord],
    *,
    chosen: Collection[str],
    in_part: bool,
    joined: Merge | None,
    paragraph: Paragraph,
    put: bool = False,
) -> Offered:
    """
    Return the kinds of decision to offer and the brackets that can be lifted; where there are none, why not.

    *chosen*: what was chosen to stand of brackets; *in_part*: a proposal can be accepted in part. *put*: a compromise
    text was put to the round on the paragraph.
    """
    if held := under_silence(session, paragraph.communique_id, [paragraph.id]):
        return Offered((), (), (), sentence_of(why_nothing_else(held[paragraph.id])), True)
    base, accepted = working.base or "", [row.edit for row in working.accepted]
    names = names_for_brackets(session) if holds_bracket(base) else frozenset()
    brackets = _brackets(base, accepted, names, chosen)
    pending = [entry for entry in entries if entry.pending]
    hindered = None if pending else _hindrance(session, paragraph.id, working, entries)
    kinds = _kinds(pending, agrees=hindered is None and joined is None, in_part=in_part, put=put)
    ways = _ways(kinds, lifts=bool(brackets), is_agreed=paragraph.state == ParagraphState.AGREED)
    if ways:
        why_not = ""
    elif holds_bracket(working.now):
        why_not = _why_brackets_stay(base, accepted, names, entries)
    else:
        why_not = _why_not_agreed(joined, hindered)
    return Offered(kinds, brackets, ways, why_not)


def _hindrance(
    session: Session, paragraph: int, working: WorkingParagraph, entries: Sequence[AmendmentRecord]
) -> Refusal | None:
    """
    Return why a paragraph on which nothing is pending cannot be agreed as it stands, None where it can.

    With what accepted joins take in, for which more is read.
    """
    accepted = [row.edit for row in working.accepted]
    if any(edit.kind is AmendmentKind.JOIN for edit in accepted):
        return hindrance_to_agreeing(table_of(session, paragraph))
    pending = [entry.edit() for entry in entries if entry.pending]
    return hindrance(paragraph, pending=pending, accepted=accepted, now=working.now)


def _why_not_agreed(joined: Merge | None, hindered: Refusal | None) -> str:
    """Return why a paragraph that holds no brackets itself is not agreed: a join, or what it takes in."""
    if joined:
        return joined.reason
    if isinstance(hindered, BracketsStand):
        return _("The words that it takes in still hold brackets.")
    return _("A proposal on the paragraph that it takes in is still pending: decide that first.")


def _ways(kinds: Iterable[DecisionKind], *, lifts: bool, is_agreed: bool) -> tuple[Way, ...]:
    """Return *kinds* as they are offered; *lifts*: brackets can be lifted besides; *is_agreed*: the paragraph is."""
    ways = [
        Way(kind.value, _(AGREES_AGAIN), _(AGREES_AGAIN_NOTE), SHOWS[kind])
        if is_agreed and kind is DecisionKind.AGREE
        else Way(kind.value, name_of(kind), _(NOTES[kind]), SHOWS[kind])
        for kind in kinds
    ]
    if lifts:
        ways.append(Way(LIFT, _(LIFTS), _(LIFTS_NOTE), "brackets sitting referendum held reason"))
    return tuple(ways)


def _kinds(
    pending: Sequence[AmendmentRecord], *, agrees: bool, in_part: bool, put: bool
) -> tuple[DecisionKind, ...]:
    """
    Return the kinds of decision that make sense on *pending*.

    *agrees*: without any, it can be agreed; *in_part*: one of them has several changes, of which some can be accepted;
    *put*: without any, a compromise text that was put to the round can be decided.
    """
    if not pending:
        return (*([DecisionKind.AGREE] if agrees else []), *([DecisionKind.COMPROMISE] if put else []))
    kinds = {entry.kind for entry in pending}
    senseless = set()
    if not in_part:
        senseless.add(DecisionKind.PART)
    if not kinds & set(BRACKETABLE):
        senseless.add(DecisionKind.BRACKETS)
    return tuple(kind for kind in MADE if kind not in senseless)


def _brackets(
    base: str, accepted: Sequence[Edit], names: Collection[str], chosen: Collection[str]
) -> tuple[Brackets, ...]:
    """Return the places in brackets of the draft's wording that can be lifted beside what was accepted."""
    return tuple(
        Brackets(
            place.written,
            tuple((f"{place.number}.{reading}", words) for reading, words in place.readings),
            next(
                (v for v in chosen if v.partition(".")[0] == str(place.number)),
                "",
            ),
        )
        for place in (liftable(base, accepted, names) if holds_bracket(base) else ())
    )


def _why_brackets_stay(
    base: str, accepted: Sequence[Edit], names: Collection[str], entries: Sequence[AmendmentRecord]
) -> str:
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
