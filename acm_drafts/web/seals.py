"""
What a form carries for us and brings back: sealed, so that nobody can change it or make another (docs/decisions/0018).

A seal hides nothing, and is no permission: who sends it is asked like anybody else. It refuses to know what is sealed.
"""

from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from acm_drafts.web.refusals import BadRequest


def seal(facts: object, *, use: str) -> str:
    """Return *facts*, plain values, as words that only a form for the same *use* can bring back."""
    return str(_serializer(use).dumps(facts))


def unseal(sealed: str, *, use: str) -> Any:
    """Return what was sealed for *use*, a tuple as a list. Raises BadRequest for what is not ours."""
    try:
        return _serializer(use).loads(sealed)
    except BadSignature:
        raise BadRequest() from None


def unseal_own(sealed: str, *, use: str, user: int | None, communique: str) -> Any:
    """
    Return the facts that were sealed with their "user" and their "communique".

    Raises BadRequest for what is not ours, or not this person's for this text.
    """
    facts = unseal(sealed, use=use)
    if (facts["user"], facts["communique"]) != (user, communique):
        raise BadRequest()
    return facts


def _serializer(use: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=use)
