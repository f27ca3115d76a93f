"""
Where a proposal stands, in one word, and whether it still waits for a decision.

A rule on plain facts; the store brings the facts.
"""

from dataclasses import dataclass
from datetime import date

from acm_drafts.negotiation.terms import Outcome, Stage, Standing, Verdict

DECIDED = {
    Outcome.ACCEPTED: Standing.ACCEPTED,
    Outcome.PART: Standing.PART,
    Outcome.ABSORBED: Standing.ABSORBED,
    Outcome.REJECTED: Standing.REJECTED,
    Outcome.BRACKETED: Standing.BRACKETED,
}
TAKEN_UP_AGAIN = {Outcome.ABSORBED, Outcome.REJECTED, Outcome.DEFERRED}
"""What adopted nothing: where a sponsor objects, the proposal waits for the Mission again."""
ENDED = {
    Verdict.ABSORBED: Standing.ABSORBED,
    Verdict.OVERTAKEN: Standing.OVERTAKEN,
    Verdict.ORPHANED: Standing.ORPHANED,
}
BROUGHT = {
    Verdict.CARRIED: Standing.CARRIED,
    Verdict.PARTLY: Standing.PARTLY,
    Verdict.CONFLICT: Standing.CONFLICT,
}


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What decides where a proposal stands: its stage, how its current revision was made, and what was said of that."""

    stage: str
    made: str
    outcome: str | None = None
    verdict: str | None = None
    brought: str | None = None
    objected: bool = False


def standing_by(facts: StatusFacts) -> tuple[Standing, bool]:
    """Return the one word for where a proposal is, and whether it still waits for a decision or a verdict."""
    if facts.stage != Stage.SUBMITTED:
        return Standing(facts.stage), False
    if facts.verdict is not None and Verdict(facts.verdict) in ENDED:
        return (Standing.CONTESTED if facts.objected else ENDED[Verdict(facts.verdict)]), False
    if facts.outcome is None:
        return _undecided(facts), True
    outcome = Outcome(facts.outcome)
    if facts.objected and outcome in TAKEN_UP_AGAIN:
        return Standing.CONTESTED, True
    if outcome is Outcome.DEFERRED:
        return Standing.DEFERRED, True
    if outcome is Outcome.REJECTED and facts.made == "rest":
        return Standing.PART, False
    return DECIDED[outcome], False


def _undecided(facts: StatusFacts) -> Standing:
    if facts.made == "contested":
        return Standing.CONTESTED
    if facts.brought is not None:
        return BROUGHT.get(Verdict(facts.brought), Standing.CARRIED)
    if facts.made == "rest":
        return Standing.CONTESTED if facts.objected else Standing.PART
    return Standing.PENDING


def known_standing(
    now: tuple[Standing, bool], before: tuple[Standing, bool], *, withheld: bool, lifted: Standing | None
) -> tuple[Standing, bool]:
    """
    Return where a proposal is as far as its reader knows, and whether it waits: *now* as it stands.

    *before* is where it stood before its last verdict, which counts as long as that is *withheld*. *lifted* is where
    it is since the brackets round its words were lifted (None: they were not): whether it waits is no other for it.
    """
    standing, pending = before if withheld else now
    return lifted or standing, pending


def is_turned_down(standing: Standing, *, pending: bool, lifted: bool) -> bool:
    """Return whether a proposal, or the rest of it, was not accepted, and is not before the Mission again."""
    return standing in _TURNED_DOWN and not pending and not lifted


_TURNED_DOWN = (Standing.REJECTED, Standing.PART)


@dataclass(frozen=True, slots=True)
class LastDecision:
    level: str | None
    agreed_on: date
