"""
Passkeys: what a browser is asked to sign, for how long, and what a passkey may be called.

A passkey stands beside the app with its recovery codes, never in their place: who loses the device is not shut out. It
proves the second factor after the password; because the device asks its owner for a finger, a face or a number first,
it also signs in by itself.
"""

from datetime import timedelta
from enum import StrEnum

CHALLENGE_LASTS = timedelta(minutes=5)
"""So long a browser has to answer."""
MOST_PASSKEYS = 10
"""So many an account may have."""
LONGEST_NAME = 60
LONGEST_ANSWER = 20_000
"""So many characters the answer of a browser may have."""


class ChallengeUse(StrEnum):
    """What the answer of a browser is for."""

    ADD = "add"
    PROVE = "prove"
    """The second factor, after the password."""
    SIGN_IN = "sign-in"
    """In the place of password and code; whose passkey it is, the answer says."""
