"""The decisions of this round on one paragraph, as the page lists them: what was done, and what sponsors object."""

from collections.abc import Sequence
from dataclasses import dataclass

from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.services.evaluation import may_be_kept
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.bracket_holders import overridden_by
from acm_drafts.store.database import Session
from acm_drafts.store.decisions import amendments_decided_by, live_decisions
from acm_drafts.store.objections import disputed_disposition
from acm_drafts.store.records import AnswerRow, Decision, Paragraph, Party
from acm_drafts.store.rounds import RoundContext
from acm_drafts.web.shared.body_names import reached_in_words
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.shared.formatting import decided_in_words, lifted_over


@dataclass(frozen=True, slots=True)
class Taken:
    """
    A decision of this round that still counts: which proposals it decided, and what their sponsors object.

    *keeps*: it is contested, and can be taken again as a level agreed it. *over*: over whom it lifts brackets, in a
    sentence, "" where over nobody.
    """

    decision: Decision
    kind: DecisionKind
    reached: str
    """The sitting that reached it, or what the Mission proposes."""
    names: str
    contests: tuple[tuple[str, Party, AnswerRow], ...] = ()
    keeps: bool = False
    over: str = ""

    @property
    def lead(self) -> str:
        """The decision in words: "Accept", "Paragraph agreed"."""
        return decided_in_words(self.kind)

    @property
    def title(self) -> str:
        """The decision with the proposals that it decided: "Accept EGY 3", "Paragraph agreed"."""
        return f"{self.lead} {self.names}".strip()


def decisions_taken(
    session: Session, context: RoundContext, paragraph: Paragraph, entries: Sequence[AmendmentRecord]
) -> tuple[Taken, ...]:
    """Return the decisions of the round on *paragraph* that still count, newest first. Three queries."""
    disputed = {disposition.decision_id for disposition in map(disputed_disposition, entries) if disposition}
    decisions = live_decisions(session, context.round.id, paragraph.id)
    on = amendments_decided_by(session, [decision.id for decision in decisions])
    over = overridden_by(session, decisions)
    names = {entry.amendment.id: entry.label for entry in entries}
    return tuple(
        Taken(
            decision,
            DecisionKind(decision.kind),
            reached_in_words(decision),
            names_in_words([names[key] for key in on[decision.id] if key in names]),
            _contests(decision, entries),
            decision.id in disputed and may_be_kept(decision),
            lifted_over(over.get(decision.id, ())),
        )
        for decision in decisions
    )


def _contests(
    decision: Decision, entries: Sequence[AmendmentRecord]
) -> tuple[tuple[str, Party, AnswerRow], ...]:
    """Return what sponsors object to a decision: name and sponsor of each proposal, and the answer."""
    return tuple(
        (entry.label, entry.amendment.sponsor, entry.objection)
        for entry in entries
        if entry.decision == decision and entry.objection and not entry.pending
    )
