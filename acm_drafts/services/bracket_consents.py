"""
Whether everybody was asked who held a bracket that a decision lifted: the decisions of each round, replayed in order.

It is asked of what counts, by the rule by which the decision itself was refused or taken (services.bracket_holders).
Where the records cannot say which was first, the decision or what a party said, nothing is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.consolidation import Edit, consolidate
from acm_drafts.negotiation.joins import taken_in
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.services.bracket_holders import lifted_brackets, to_ask
from acm_drafts.store.amendment_rows import AdoptedRow, ever_adopted
from acm_drafts.store.bracket_holders import (
    PlacedBracket,
    SaidInDraft,
    ever_sponsors,
    load_said_in_drafts,
)
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Decision, OverriddenHolder
from acm_drafts.store.rounds import rounds_of


@dataclass(frozen=True, slots=True)
class Unasked:
    """That a decision on a *paragraph* lifted brackets of parties who were not asked, by their *names*."""

    paragraph: int
    names: str


def lifted_unasked(session: Session, communique_id: int) -> list[Unasked]:
    """
    Return the decisions of a text that lifted brackets without those who held them.

    Four queries, where somebody held some ten, and four for each round on a draft of which something was said.
    """
    statements = load_said_in_drafts(session, communique_id)
    if not statements:
        return []
    sponsors = ever_sponsors(session, communique_id)
    names = {party.id: party.name_en for party in find_parties(session)}
    findings: list[Unasked] = []
    for round_ in rounds_of(session, communique_id):
        if round_.draft_id in statements:
            replay = _Round(session, round_.id, round_.draft_id, statements[round_.draft_id], sponsors)
            findings += [
                Unasked(decision.paragraph_id or 0, ", ".join(names[party] for party in sorted(parties)))
                for decision, parties in replay.unasked()
            ]
    return findings


class _Round:
    """The decisions of one round in their order, with what they adopted and over whom they were taken."""

    def __init__(
        self,
        session: Session,
        key: int,
        draft: int,
        statements: SaidInDraft,
        sponsors: Mapping[int, Mapping[int, datetime]],
    ) -> None:
        self.statements, self.sponsors = statements, sponsors
        self.decisions: Sequence[Decision] = session.scalars(
            select(Decision)
            .where(Decision.round_id == key)
            .options(joinedload(Decision.sitting))
            .order_by(Decision.sequence)
        ).all()
        self.lines: Sequence[Line] = lines_of_draft(session, draft)
        self.rows: Sequence[AdoptedRow] = ever_adopted(session, key)
        self.ended = {d.voids_id: d.sequence for d in self.decisions if d.voids_id is not None}
        self.named: dict[int, set[int]] = {}
        named = select(OverriddenHolder.decision_id, OverriddenHolder.party_id)
        for decision, party in session.execute(
            named.join(Decision, Decision.id == OverriddenHolder.decision_id).where(Decision.round_id == key)
        ):
            self.named.setdefault(decision, set()).add(party)

    def unasked(self) -> Iterator[tuple[Decision, set[int]]]:
        """Yield each decision that counts and lifted brackets unasked, with whose they were."""
        adopting = {row.decision for row in self.rows}
        for decision in self.decisions:
            decides = decision.kind == DecisionKind.AGREE or decision.id in adopting
            if decides and decision.id not in self.ended and _is_placed(decision):
                parties = self._lifted_by(decision) - self.named.get(decision.id, set())
                if parties:
                    yield decision, parties

    def _lifted_by(self, decision: Decision) -> set[int]:
        """Return whose brackets a decision lifted, or agreed as lifted, who did not ask for it themselves."""
        earlier = self._counting(decision)
        before = [row.edit for row in self.rows if row.decision in earlier]
        own = [row.edit for row in self.rows if row.decision == decision.id]
        held = self._held(decision, [*before, *own])
        if not held:
            return set()
        now, then = (consolidate(self.lines, edits).fates for edits in (before, [*before, *own]))
        lifted = lifted_brackets(held, now, then).values()
        asked = set[int]().union(*lifted) - self._asking(decision, own)
        if decision.level:
            asked |= self._lifted_before(decision, held, before, earlier)
        return asked

    def _asking(self, decision: Decision, own: Sequence[Edit]) -> set[int]:
        """Return who sponsored what a decision accepted, *own* being its edits; not what it puts in brackets."""
        accepted = [edit for edit in own if not edit.bracketed]
        return set[int]().union(*self._sponsors_then(decision.at, accepted).values())

    def _lifted_before(
        self,
        decision: Decision,
        held: Sequence[PlacedBracket],
        before: Sequence[Edit],
        earlier: Mapping[int, Decision],
    ) -> set[int]:
        over: dict[int, dict[int, datetime]] = {}
        for key, former in earlier.items():
            for party in self.named.get(key, ()):
                over.setdefault(former.paragraph_id or 0, {})[party] = former.at
        asking = to_ask(
            held,
            self.lines,
            before,
            fates=consolidate(self.lines, before).fates,
            sponsors=self._sponsors_then(decision.at, before),
            over=over,
        )
        return {party for parties in asking.values() for party in parties}

    def _counting(self, decision: Decision) -> dict[int, Decision]:
        """Return the decisions before one of them that counted then, by their keys."""
        return {
            former.id: former
            for former in self.decisions
            if former.sequence < decision.sequence
            and self.ended.get(former.id, decision.sequence) >= decision.sequence
        }

    def _held(self, decision: Decision, edits: Sequence[Edit]) -> list[PlacedBracket]:
        """Return the held brackets of the paragraph of a decision, and of what joins make one with it."""
        paragraph = decision.paragraph_id or 0
        near = {paragraph, *taken_in(paragraph, edits)}
        near |= {edit.other for edit in edits if edit.paragraph == paragraph and edit.other}
        return self.statements.held_before(decision.at, near)

    def _sponsors_then(self, moment: datetime, edits: Sequence[Edit]) -> dict[int, frozenset[int]]:
        """Return who sponsored what *edits* make at a *moment*, by proposal."""
        return {
            edit.proposal: frozenset(
                party for party, since in self.sponsors.get(edit.proposal, {}).items() if since <= moment
            )
            for edit in edits
        }


def _is_placed(decision: Decision) -> bool:
    """Return whether the moment of a decision is that at which it was taken: the clock was not put back since."""
    sitting = decision.sitting
    return sitting is None or sitting.opened_at is None or decision.at > sitting.opened_at
