"""
Browsers in which somebody has signed in before: strangers who try that person's account do not slow them.

A cookie of its own says so, sealed, for a year; it opens nothing. It names the accounts by hashes, at most MOST, the
one used last first, for several people may share a browser.
"""

import hashlib
import secrets

from flask import Response, after_this_request, request

from acm_drafts.services.attempts import account_of
from acm_drafts.web.shared.bad_requests import BadRequest
from acm_drafts.web.shared.cookies import cookie_name, is_secure
from acm_drafts.web.shared.signing import seal_for_cookie, unseal_of_cookie

YEAR = 365 * 24 * 3600
MOST = 5
USE = "known device"
COOKIE = "acm-device"


def device_for(email: str) -> str:
    """Return the name of this browser where the account *email* was signed in in it before, "" otherwise."""
    device, accounts = _read()
    return device if _hashed(email) in accounts else ""


def note(email: str) -> None:
    """Let this browser be known for an account that is signed in in it now."""
    device, accounts = _read()
    own = _hashed(email)
    facts = [
        device or secrets.token_hex(16),
        [own, *(account for account in accounts if account != own)][:MOST],
    ]
    sealed = seal_for_cookie(facts, use=USE)

    @after_this_request
    def remember(response: Response) -> Response:
        response.set_cookie(
            cookie_name(COOKIE),
            sealed,
            max_age=YEAR,
            secure=is_secure(),
            httponly=True,
            samesite="Lax",
        )
        return response


def _read() -> tuple[str, list[str]]:
    try:
        device, accounts = unseal_of_cookie(request.cookies.get(cookie_name(COOKIE), ""), use=USE)
    except BadRequest:
        return "", []
    return device, accounts


def _hashed(email: str) -> str:
    return hashlib.sha256(account_of(email).encode()).hexdigest()[:16]
