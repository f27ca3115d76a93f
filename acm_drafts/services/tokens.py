"""
What stands in the links of e-mails: made from the secret of the house and the name of the message.

The database holds neither the secret nor the link, so that neither it nor a backup of it opens anything; and a message
that is made again, after an attempt that failed, has the same links.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable

INVITATION, REFUSAL, NEW_ADDRESS = "invitation", "refusal of notices", "new address"


def token_of(secret: str, uid: str, *, use: str) -> str:
    """Return what the message *uid* proves itself with, for one *use*."""
    proof = hmac.digest(secret.encode(), f"acm message {use}\0{uid}".encode(), "sha256")
    return urlsafe_b64encode(proof).rstrip(b"=").decode()


def refusal_token(secret: str, uid: str) -> str:
    """Return what stands in the link by which the reader of a message refuses further ones of its kind."""
    return f"{uid}-{token_of(secret, uid, use=REFUSAL)}"


def read_refusal_token(token: str, secrets: Iterable[str]) -> str | None:
    """
    Return the name of the message that a link came with, None for anything that is no such link.

    A link made with any of the *secrets* of the house is one: the present one and those before it.
    """
    uid = token.partition("-")[0]
    if not (uid.isascii() and uid.isalnum() and token.isascii()):
        return None
    is_ours = any(hmac.compare_digest(token, refusal_token(secret, uid)) for secret in secrets)
    return uid if is_ours else None
