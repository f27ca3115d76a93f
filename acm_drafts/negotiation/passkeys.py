"""
Passkeys: what a browser is asked to sign, for how long, and what a passkey may be called.

A passkey stands beside the app with its recovery codes, never in their place: who loses the device still comes in. It
proves the second factor after the password; because the device asks its owner for a finger, a face or a number first,
it also signs in by itself.
"""

from datetime import timedelta
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, Refusal, WrongCredentials

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


class PasskeyRefused(WrongCredentials):
    sentence = N_("This passkey did not open the account: it is not known here, or its answer came too late.")
    next_step = N_("Try again, or use the code of your app.")


class PasskeyNotAdded(Refusal):
    sentence = N_("The passkey was not added: the answer of your device was not complete, or came too late.")
    next_step = N_("Try again. Your device must ask for your finger, your face or a number.")


class PasskeyName(Refusal):
    sentence = N_(
        "A passkey has a name of at most %(most)s characters, and an account at most %(keys)s passkeys."
    )
    next_step = N_("Name the device on which it is, or remove a passkey first.")
