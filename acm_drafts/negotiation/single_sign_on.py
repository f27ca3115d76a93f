"""
Single sign-on (OpenID Connect): what the house believes of an answer of its identity provider.

The provider says who somebody is, and nothing else: it makes no account, gives no office and changes no name. Of an
account it names the e-mail address, which it must have verified, and a subject that it never gives to anybody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from acm_drafts.negotiation.errors import N_, Refusal

ANSWER_LASTS = timedelta(minutes=10)
"""So long after it was begun a sign-in at the provider can come back."""
LONGEST_SUBJECT = 255
"""So many characters a subject has at most (OpenID Connect Core, 2)."""
EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider of the house, as its operator set it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    """What the sign-in page calls it."""
    email_claim: str = EMAIL
    """The claim that holds the e-mail address. Of another one than "email" the operator vouches that it is verified."""
    factor_values: frozenset[str] = frozenset()
    """Values of the claims `acr` and `amr` by which the provider says that it asked for a second factor."""


class ProviderRefusal(Refusal):
    """A sign-in at the identity provider failed; *name* is what the provider is called."""

    sentence = N_("Signing in with %(name)s failed.")
    next_step = N_("Begin again on the sign-in page, or sign in with your password.")


class ProviderUnreachable(ProviderRefusal):
    sentence = N_("%(name)s does not answer, or its answer cannot be read. You are not signed in.")
    next_step = N_("Sign in with your password, or try again in a few minutes.")


class ProviderDeclined(ProviderRefusal):
    sentence = N_("%(name)s did not confirm who you are. You are not signed in.")


class ProviderAnswerRefused(ProviderRefusal):
    sentence = N_(
        "The answer of %(name)s belongs to no sign-in of this browser, or came too late. You are not signed in."
    )


class AddressNotVerified(ProviderRefusal):
    sentence = N_("%(name)s names no e-mail address of yours that it has verified. You are not signed in.")
    next_step = N_("Sign in with your password. Whoever runs %(name)s can have your address verified.")


class NoAccountForAddress(ProviderRefusal):
    sentence = N_("No account that can be used here has the e-mail address that %(name)s confirms for you.")
    next_step = N_(
        "Accounts are made by invitation. Ask an administrator, and name the address that you use there."
    )


class LinkedOtherwise(ProviderRefusal):
    sentence = N_("The account with this e-mail address is linked with another identity at %(name)s.")
    next_step = N_("Sign in with your password and remove the link under Your account; then try again.")


def address_in(claims: Mapping[str, Any], provider: Provider) -> str:
    """
    Return the e-mail address that *claims* name, as the provider wrote it. Raises AddressNotVerified.

    The claim "email" counts where "email_verified" is true beside it; some providers write that as a word.
    """
    address = claims.get(provider.email_claim)
    is_verified = provider.email_claim != EMAIL or str(claims.get("email_verified")).lower() == "true"
    if not isinstance(address, str) or not address or not is_verified:
        raise AddressNotVerified(name=provider.name)
    return address


def proved_second_factor(claims: Mapping[str, Any], provider: Provider) -> bool:
    """Return whether *claims* say, by a value that the operator named, that a second factor was asked for there."""
    methods = claims.get("amr")
    values = {claims.get("acr"), *(methods if isinstance(methods, list) else ())}
    return bool({value for value in values if isinstance(value, str)} & provider.factor_values)
