"""
Which offices wait until a second person confirms them: the administrator appoints and is no reader.

Whoever holds an office but an observer's reads what is hidden from others, or lets somebody in who does. So what an
administrator gives is a nomination: the head of the delegation confirms it, or a second administrator. Nobody gives an
office to themselves. Heads and alternates name the people of their own delegation, and the operator works on the
machine: what they give holds at once.
"""

from enum import StrEnum

from acm_drafts.negotiation.errors import N_, NotPermitted, OfficeHeld
from acm_drafts.negotiation.permissions import SPEAKS, Actor
from acm_drafts.negotiation.terms import Role


class OwnOffice(NotPermitted):
    sentence = N_("Nobody gives an office to themselves.")
    next_step = N_("Ask another administrator, or the head of the delegation.")


class AlreadyAwaited(OfficeHeld):
    sentence = N_("This appointment awaits confirmation already.")
    next_step = N_("It is confirmed by the head of the delegation, or by a second administrator.")


class NominationOutcome(StrEnum):
    """What became of a nomination."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"


NAMED_BY = {Role.ALTERNATE: (Role.HEAD,), Role.DRAFTER: SPEAKS}
"""Who names the people of a delegation in its own name."""


def gives_as_administrator(actor: Actor, role: Role, *, party: int | None, meeting: int | None) -> bool:
    """Return whether *actor* gives an office at *meeting* as an administrator, and not for their delegation *party*."""
    if actor.user is None:
        return False
    return party is None or party not in actor.at(meeting).parties(*NAMED_BY.get(role, (Role.HEAD,)))


def must_be_confirmed(role: Role, *, is_first: bool) -> bool:
    """
    Return whether an office that an administrator gives waits for a second person.

    *is_first*: nobody has held an office for the delegation at the meeting so far. Its first head comes in by the
    Mission's invitation: there is nobody to ask, and nothing of the delegation to read.
    """
    if role is Role.OBSERVER:
        return False
    return not (role is Role.HEAD and is_first)


def require_another(actor: Actor, person: int) -> None:
    """Raise OwnOffice where somebody would give an office to themselves."""
    if actor.user is not None and actor.user == person:
        raise OwnOffice()
