"""
What is noted of the safety of accounts: signing in and out, refusals, limits, and changes of offices and factors.

The journal says what was done to a text and to accounts, and stays for ever. Security events say what was tried, too,
and go after some weeks. Neither holds what somebody typed.
"""

import ipaddress
from collections.abc import Mapping
from enum import StrEnum

from acm_drafts.negotiation.errors import N_


class EventKind(StrEnum):
    SIGNED_IN = "signed-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGN_IN_SLOWED = "sign-in-slowed"
    FACTOR_REFUSED = "factor-refused"
    RECOVERY_CODE_USED = "recovery-code-used"
    FACTOR_SET_UP = "factor-set-up"
    FACTOR_REMOVED = "factor-removed"
    FACTOR_RESET = "factor-reset"
    CODES_RENEWED = "codes-renewed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    PASSKEY_REFUSED = "passkey-refused"
    SINGLE_SIGN_ON_REFUSED = "single-sign-on-refused"
    IDENTITY_LINKED = "identity-linked"
    IDENTITY_REMOVED = "identity-removed"
    PASSWORD_CHANGED = "password-changed"
    ADDRESS_CHANGED = "address-changed"
    RESET_LINK_MADE = "reset-link-made"
    RESET_LINK_USED = "reset-link-used"
    INVITATION_USED = "invitation-used"
    SESSION_ENDED = "session-ended"
    SESSIONS_ENDED = "sessions-ended"
    """An administrator ended all sessions of somebody."""
    SESSION_TIMED_OUT = "session-timed-out"
    SIGNED_OUT = "signed-out"
    PROOF_REFUSED = "proof-refused"
    PERMISSION_REFUSED = "permission-refused"
    NOT_FOUND = "not-found"
    FORM_REFUSED = "form-refused"
    LIMIT_REACHED = "limit-reached"
    OFFICE_GIVEN = "office-given"
    OFFICE_ENDED = "office-ended"
    ACCOUNT_SUSPENDED = "account-suspended"
    ACCOUNT_ENABLED = "account-enabled"
    POLICY_VIOLATED = "policy-violated"


WORDS: Mapping[EventKind, str] = {
    EventKind.SIGNED_IN: N_("Signed in"),
    EventKind.SIGN_IN_REFUSED: N_("Sign-in refused"),
    EventKind.SIGN_IN_SLOWED: N_("Sign-in slowed after many attempts"),
    EventKind.FACTOR_REFUSED: N_("Wrong code of the second factor"),
    EventKind.RECOVERY_CODE_USED: N_("Recovery code used"),
    EventKind.FACTOR_SET_UP: N_("Second factor set up"),
    EventKind.FACTOR_REMOVED: N_("Second factor removed"),
    EventKind.FACTOR_RESET: N_("Second factor reset"),
    EventKind.CODES_RENEWED: N_("Recovery codes renewed"),
    EventKind.PASSKEY_ADDED: N_("Passkey added"),
    EventKind.PASSKEY_REMOVED: N_("Passkey removed"),
    EventKind.PASSKEY_REFUSED: N_("Passkey refused"),
    EventKind.SINGLE_SIGN_ON_REFUSED: N_("Single sign-on refused"),
    EventKind.IDENTITY_LINKED: N_("Account linked with an identity at the provider of single sign-on"),
    EventKind.IDENTITY_REMOVED: N_("Link with the identity at the provider of single sign-on removed"),
    EventKind.PASSWORD_CHANGED: N_("Password changed"),
    EventKind.ADDRESS_CHANGED: N_("E-mail address changed"),
    EventKind.RESET_LINK_MADE: N_("Link for a new password made"),
    EventKind.RESET_LINK_USED: N_("New password chosen by link"),
    EventKind.INVITATION_USED: N_("Link of an invitation used"),
    EventKind.SESSION_ENDED: N_("Session ended"),
    EventKind.SESSIONS_ENDED: N_("All sessions ended by an administrator"),
    EventKind.SESSION_TIMED_OUT: N_("Session timed out"),
    EventKind.SIGNED_OUT: N_("Signed out"),
    EventKind.PROOF_REFUSED: N_("Wrong password or code where it was asked again"),
    EventKind.PERMISSION_REFUSED: N_("Not permitted"),
    EventKind.NOT_FOUND: N_("Not there, or not to be seen"),
    EventKind.FORM_REFUSED: N_("Form without a valid token"),
    EventKind.LIMIT_REACHED: N_("Limit reached"),
    EventKind.OFFICE_GIVEN: N_("Office given"),
    EventKind.OFFICE_ENDED: N_("Term of office ended"),
    EventKind.ACCOUNT_SUSPENDED: N_("Account suspended"),
    EventKind.ACCOUNT_ENABLED: N_("Account reactivated"),
    EventKind.POLICY_VIOLATED: N_("Content policy violated in a browser"),
}

REFUSALS = frozenset(
    {
        EventKind.SIGN_IN_REFUSED,
        EventKind.SIGN_IN_SLOWED,
        EventKind.FACTOR_REFUSED,
        EventKind.PASSKEY_REFUSED,
        EventKind.SINGLE_SIGN_ON_REFUSED,
        EventKind.PROOF_REFUSED,
        EventKind.PERMISSION_REFUSED,
        EventKind.NOT_FOUND,
        EventKind.FORM_REFUSED,
        EventKind.LIMIT_REACHED,
        EventKind.POLICY_VIOLATED,
    }
)
"""What anybody can cause as often as they like: so many are noted in a quarter of an hour, and no more."""

NOT_TOLD_TO_OWNER = frozenset({EventKind.PERMISSION_REFUSED, EventKind.NOT_FOUND, EventKind.POLICY_VIOLATED})
"""What the owner of an account is not shown: a list of what may not be seen would tell that it is there."""
TOLD_TO_OWNER = frozenset(EventKind) - NOT_TOLD_TO_OWNER


class Network(StrEnum):
    """From where something was asked, as far as that is kept: the kind of address, never the address."""

    COMMAND = "command"
    """A command on the server, or the clock."""
    LOOPBACK = "loopback"
    PRIVATE = "private"
    INTERNET = "internet"
    UNKNOWN = "unknown"


NETWORK_WORDS: Mapping[Network, str] = {
    Network.COMMAND: N_("a command on the server"),
    Network.LOOPBACK: N_("the server itself"),
    Network.PRIVATE: N_("a private network"),
    Network.INTERNET: N_("the internet"),
    Network.UNKNOWN: N_("an unknown network"),
}


def network_of(address: str) -> Network:
    """Return the kind of a network *address*; UNKNOWN for what is none."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return Network.UNKNOWN
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if known.is_loopback:
        return Network.LOOPBACK
    return Network.PRIVATE if known.is_private else Network.INTERNET
