"""
The second factor of an account: who must have one, and the one form of a code that is compared.

A second factor is proved by a code of an app (TOTP, RFC 6238), or by one of ten recovery codes. Each opens once.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from acm_drafts.negotiation.terms import Role

STEP = 30
"""So many seconds a code of an app is shown."""
SKEW = 1
"""So many steps the clock of a phone may be before or behind ours."""
RECOVERY_CODES = 10
"""So many recovery codes are given at once."""
LONGEST_REASON = 300
"""So many characters the reason may have for which somebody's second factor is taken away."""


CLOCKS_APART = timedelta(minutes=1)
"""The clocks of two servers differ by less."""


class FactorPolicy(StrEnum):
    """Of whom the house requires a second factor."""

    MISSION = "mission"
    """Of the Mission's drafters and of administrators."""
    ALL = "all"
    NONE = "none"


def must_have_factor(policy: FactorPolicy, roles: Collection[Role]) -> bool:
    """Return whether somebody who holds *roles* must have a second factor."""
    if policy is FactorPolicy.MISSION:
        return Role.MISSION in roles or Role.ADMINISTRATOR in roles
    return policy is FactorPolicy.ALL


def is_proved(proved_at: datetime, now: datetime, lasts: timedelta) -> bool:
    """
    Return whether who somebody is, typed at *proved_at*, still holds at *now*.

    What was typed in the time to come was typed before the clock was put back: nobody knows when, so it is asked again.
    """
    return -CLOCKS_APART < now - proved_at < lasts


def steps_at(now: datetime) -> Iterator[int]:
    """Yield the steps whose codes are right at the moment *now*, that of our own clock first."""
    step = int(now.timestamp()) // STEP
    yield step
    for distance in range(1, SKEW + 1):
        yield from (step - distance, step + distance)


def tidy_code(typed: str) -> str:
    """Return a code as it is compared: without blanks and hyphens, in small letters."""
    return "".join(character for character in typed if character.isascii() and character.isalnum()).lower()


def is_code_of_app(code: str) -> bool:
    """Return whether a tidy code looks like one of an app, and not like a recovery code."""
    return len(code) == 6 and code.isdigit()
