"""
Deletion of an archived meeting: two persons, a package of its papers that somebody took, and a time within which.

What everybody reads beyond the meeting stays: the adopted text with its corrigenda and translations, its entry in the
library, its public page and the follow-up (docs/decisions/0162).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, NotPermitted, Refusal, WrongShape
from acm_drafts.negotiation.permissions import Actor

LASTS = timedelta(days=7)
"""How long a request for deletion waits for the second person."""


class DeletionOutcome(StrEnum):
    """What became of a request to delete a meeting."""

    DELETED = "deleted"
    TAKEN_BACK = "taken back"
    LAPSED = "lapsed"


def require_person(actor: Actor) -> int:
    """Return the key of the person who acts. Raises NotPermitted for the operator: both are known by name."""
    if actor.user is None:
        raise NotPermitted()
    return actor.user


def require_second_person(actor: Actor, asked_by: int) -> int:
    """Return the key of who confirms. Raises SamePerson for whoever asked, NotPermitted for the operator."""
    person = require_person(actor)
    if person == asked_by:
        raise SamePerson()
    return person


def waits(ends_at: datetime, now: datetime) -> bool:
    """Return whether a request that ends at a moment still waits."""
    return now < ends_at


def require_package(sha256: str, *, named: str, taken: bool) -> None:
    """Raise PackageNotTaken before the Mission took the package, OtherPackage where another hash is *named*."""
    if not taken:
        raise PackageNotTaken()
    if named != sha256:
        raise OtherPackage()


# What is refused ------------------------------------------------------------------------------------


class SamePerson(NotPermitted):
    sentence = N_("Whoever asks for the deletion of a meeting does not confirm it.")
    next_step = N_("Ask another drafter of the Mission, or an administrator.")


class DeletionWaits(Refusal):
    sentence = N_("The deletion of the meeting awaits confirmation already.")
    next_step = N_("Look at its page again.")


class NoDeletion(Refusal):
    sentence = N_("No deletion of the meeting awaits confirmation.")
    next_step = N_("Look at its page again.")


class PackageDamaged(Refusal):
    sentence = N_("The package of the meeting cannot be read back as it was written. Nothing is deleted.")
    next_step = N_(
        "Take the deletion back if it awaits confirmation, and ask for it again. If that is so again, tell whoever runs"
        " the server."
    )


class PackageNotTaken(Refusal):
    sentence = N_("Nobody has downloaded the package of the meeting yet.")
    next_step = N_("A drafter of the Mission downloads it and keeps it; then the deletion can be confirmed.")


class OtherPackage(Refusal):
    sentence = N_("This is not the hash of the package.")
    next_step = N_(
        "Look at the page of the deletion again, and compare the hash with that of the file you keep."
    )


class WrongDeletion(WrongShape):
    sentence = N_("The meeting cannot be deleted: %(what)s.")
    next_step = N_("Correct it and send it again.")
