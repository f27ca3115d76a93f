"""
When what a level agreed can be confirmed or reopened.

What a sitting agrees ad referendum is agreed, and is called so until somebody confirms it. What is agreed, by whichever
level and in whatever round, can be reopened: its agreements end, its words stay as they are.
"""

from acm_drafts.negotiation.errors import N_, NotPermitted, Refusal, WrongDecision, WrongShape
from acm_drafts.negotiation.status import LastDecision
from acm_drafts.negotiation.terms import DecisionKind

AGREES_NOTHING = (DecisionKind.BRACKETS, DecisionKind.DEFER)
"""Decisions by which nothing is agreed that could be confirmed."""


def require_referable(kind: DecisionKind, *, reached: bool) -> None:
    """Raise WrongDecision unless a decision of *kind* can be taken ad referendum; *reached*: a sitting reached it."""
    if kind in AGREES_NOTHING:
        raise WrongDecision(what=N_("nothing is agreed by it, so nothing can be agreed ad referendum"))
    if not reached:
        raise WrongDecision(what=N_("what is agreed ad referendum names its sitting"))


def require_awaiting(last: LastDecision | None, *, agreed: bool) -> frozenset[int]:
    """
    Return the keys of the decisions on a paragraph that wait for their confirmation.

    *last* says how it stands, *agreed* whether it is agreed. Raises NothingToConfirm.
    """
    if last is None or not agreed or not last.unconfirmed:
        raise NothingToConfirm()
    return last.unconfirmed


def require_agreed(last: LastDecision | None, *, agreed: bool) -> LastDecision:
    """Return how a paragraph stands that is agreed. Raises NotAgreed."""
    if last is None or not agreed:
        raise NotAgreed()
    return last


# What is refused ------------------------------------------------------------------------------------


class NothingToConfirm(Refusal):
    """It is confirmed already, was reopened, voided or agreed anew, or was never agreed ad referendum."""

    sentence = N_("Nothing here is agreed ad referendum any more, so nothing is to be confirmed.")
    next_step = N_("Look at the paragraph: it may be confirmed already, or reopened.")


class NotAgreed(Refusal):
    sentence = N_("The paragraph is not agreed, so it cannot be reopened.")
    next_step = N_("Propose a change; a paragraph that is open needs no reopening.")


class WrongReopening(WrongShape):
    sentence = N_("The paragraph cannot be reopened: %(what)s.")
    next_step = N_("Correct it and send it again.")


class WrongConfirmation(WrongShape):
    sentence = N_("The agreement cannot be confirmed: %(what)s.")
    next_step = N_("Correct it and send it again.")


class NotOfThisBody(NotPermitted):
    """Whoever speaks for the chair of a body acts on what that body agreed last, and on nothing else."""

    sentence = N_(
        "Only the Mission, the chair of the Group and the delegation that chairs the body that agreed this can do that."
    )
    next_step = N_("Ask the Mission, or the chair of that body.")
