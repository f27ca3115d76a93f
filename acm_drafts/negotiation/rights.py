"""
What somebody may do now with a proposal of their own delegation: one table, from which pages draw their buttons.

The permissions say which acts a person is allowed; the proposal and its round say which of them there is a reason for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Stage


@dataclass(frozen=True, slots=True)
class OwnRights:
    """What the reader may do now with their own delegation's proposal; *waits*: somebody else has to submit it."""

    go_on: bool = False
    review: bool = False
    give_back: bool = False
    submit: bool = False
    revise: bool = False
    withdraw: bool = False
    waits: bool = False
    corrects: bool = False
    """It is what the Mission entered from the floor, and its own as long as nobody has answered to it."""


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """A proposal as one person may act on it; *allowed* are the acts that the permissions allow that person."""

    facts: Facts
    allowed: frozenset[Act]
    pending: bool
    takes_proposals: bool
    """The round takes proposals from this person now."""


Condition = Callable[[OwnProposal], bool]


def is_allowed(act: Act) -> Condition:
    return lambda proposal: act in proposal.allowed


def is_not_allowed(act: Act) -> Condition:
    return lambda proposal: act not in proposal.allowed


def is_at(*stages: Stage) -> Condition:
    return lambda proposal: proposal.facts.stage in stages


is_prepared = is_at(Stage.DRAFT, Stage.REVIEW)


def is_pending(proposal: OwnProposal) -> bool:
    return proposal.pending


def is_undecided(proposal: OwnProposal) -> bool:
    return is_prepared(proposal) or proposal.pending


def is_unconfirmed(proposal: OwnProposal) -> bool:
    return proposal.facts.unconfirmed


def round_takes_it(proposal: OwnProposal) -> bool:
    return proposal.takes_proposals


CONDITIONS: Mapping[str, tuple[Condition, ...]] = {
    "go_on": (is_prepared, is_allowed(Act.PREPARE)),
    "review": (is_at(Stage.DRAFT), is_allowed(Act.REVIEW), is_not_allowed(Act.SUBMIT)),
    "give_back": (is_at(Stage.REVIEW), is_allowed(Act.SUBMIT)),
    "submit": (is_prepared, round_takes_it, is_allowed(Act.SUBMIT)),
    "revise": (is_at(Stage.SUBMITTED), is_pending, round_takes_it, is_allowed(Act.REVISE)),
    "withdraw": (is_undecided, is_allowed(Act.WITHDRAW)),
    "waits": (is_prepared, is_allowed(Act.PREPARE), is_not_allowed(Act.SUBMIT)),
    "corrects": (is_unconfirmed, is_allowed(Act.WITHDRAW), is_not_allowed(Act.PREPARE)),
}
"""Each right holds where all its conditions do."""


def own_rights(actor: Actor, facts: Facts, *, pending: bool, takes_proposals: bool) -> OwnRights:
    """
    Return what *actor* may do with a proposal as one of its sponsor's people, or as who entered it from the floor.

    *facts* are those by which the permissions judge, *pending*: it waits for a decision, *takes_proposals*: the round
    takes proposals from *actor* now.
    """
    allowed = frozenset(act for act in Act if may(actor, act, facts))
    proposal = OwnProposal(facts, allowed, pending, takes_proposals)
    return OwnRights(
        **{
            right: all(condition(proposal) for condition in conditions)
            for right, conditions in CONDITIONS.items()
        }
    )
