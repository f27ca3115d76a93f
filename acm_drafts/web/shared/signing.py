"""
What a form or an address carries for us and brings back: sealed, so that nobody can read it, change it or make another.

A seal is no permission: who sends it is asked like anybody else. Keys of records go out concealed (`conceal`): a key
counts what others did, and its reader may not know of that (docs/decisions/0029). The same facts give the same words,
so that a page is the same page twice.

What is sealed for a form is good for LASTS days, so that a page which somebody kept is not sent for ever; what is
sealed for a cookie lasts as long as the cookie.
"""

import hashlib
import hmac
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import current_app

from acm_drafts.store.database import utcnow
from acm_drafts.web.shared.bad_requests import BadRequest, SealExpired

_TAG = 16
"""Bytes of the proof that stands first; it is made from what is sealed, and what is sealed is hidden by it."""
_STEP = 64
"""What is sealed is filled up to a multiple of so many bytes: its length tells no number by its digits."""
_KEY = 8
"""Bytes of every key, so that the length of what conceals it tells nothing."""


LASTS = 3
"""So many days after the day on which it was made, in UTC, a seal of a form is still good: a night and a week-end."""


def seal(facts: object, *, use: str) -> str:
    """Return *facts*, plain values, as words that only a form for the same *use* can bring back, for LASTS days."""
    return seal_for_cookie([_today(), facts], use=use)


def seal_for_cookie(facts: object, *, use: str) -> str:
    """Return the same as words that last."""
    plain = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compress(plain.encode())
    return _closed(packed + bytes(-len(packed) % _STEP), use)


def _today() -> int:
    """Return the day it is in UTC, as a number: the same all day, so that a page is the same page twice."""
    return utcnow().date().toordinal()


def unseal(sealed: str, *, use: str) -> Any:
    """Return what was sealed for *use*, a tuple as a list. Raises SealExpired; BadRequest for anything else."""
    dated = unseal_of_cookie(sealed, use=use)
    if not (isinstance(dated, list) and len(dated) == 2 and isinstance(dated[0], int)):
        raise SealExpired()  # of a version before this one, which named no day
    day, facts = dated
    if _today() - day > LASTS:
        raise SealExpired()
    return facts


def unseal_of_cookie(sealed: str, *, use: str) -> Any:
    """Return what was sealed so that it lasts. Raises BadRequest for anything else."""
    plain = _opened(sealed, use)
    if plain is None:
        raise BadRequest()
    return json.loads(zlib.decompressobj().decompress(plain))


def unseal_own(sealed: str, *, use: str, user: int | None, communique: str) -> Any:
    """
    Return the facts that were sealed with their "user" and their "communique".

    Raises BadRequest for what is not ours, or not this person's for this text.
    """
    facts = unseal(sealed, use=use)
    if (facts["user"], facts["communique"]) != (user, communique):
        raise BadRequest()
    return facts


# Keys --------------------------------------------------------------------------------------------

WORDING, REVISION, QUESTION, LINE = "wording", "revision", "question", "journal line"
PERSON, TERM, INVITATION, TYPIST = "person", "term", "invitation", "typist"
NOTICE, MESSAGE, SIGN_IN = "notice", "message", "sign-in"
EVENT = "security event"
NOMINATION, PASSKEY = "nomination", "passkey"
"""What a key is concealed for: one of another kind of record is not taken for it."""


def sequence_of(code: str) -> str:
    """Return the use under which the revision numbers of a proposal are concealed, another for each proposal."""
    return f"sequence of {code}"


def conceal(key: int, *, use: str) -> str:
    """Return the key of a record as a text that discloses nothing of it, not even its size."""
    return _closed(key.to_bytes(_KEY, "big"), use)


def reveal(concealed: str | None, *, use: str) -> int | None:
    """Return the key that was concealed for *use*, None for anything else."""
    plain = _opened(concealed or "", use)
    return int.from_bytes(plain, "big") if plain is not None and len(plain) == _KEY else None


def revealed(concealed: str | None, *, use: str) -> int | None:
    """Return the key that a form brings back, None where it brings none, and 0, no record's, for what is not ours."""
    return reveal(concealed, use=use) or 0 if concealed else None


# How ---------------------------------------------------------------------------------------------


def secrets() -> tuple[str, ...]:
    """Return the secret of the house, which seals, and those before it, whose seals are still believed."""
    return (current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"])


def _closed(plain: bytes, use: str, secret: str | None = None) -> str:
    secret = secret or secrets()[0]
    tag = _tag(plain, use, secret)
    return urlsafe_b64encode(tag + _mixed(plain, tag, use, secret)).rstrip(b"=").decode()


def _opened(sealed: str, use: str) -> bytes | None:
    try:
        raw = urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
    except ValueError:
        return None
    for secret in secrets():
        tag, plain = raw[:_TAG], _mixed(raw[_TAG:], raw[:_TAG], use, secret)
        if hmac.compare_digest(tag, _tag(plain, use, secret)) and _closed(plain, use, secret) == sealed:
            return plain
    return None


def _tag(plain: bytes, use: str, secret: str) -> bytes:
    return hmac.digest(_key("proof", use, secret), plain, "sha256")[:_TAG]


def _mixed(data: bytes, tag: bytes, use: str, secret: str) -> bytes:
    """Return *data* hidden, or what was hidden in the open, by a stream that nobody else can make."""
    stream = hashlib.shake_256(_key("stream", use, secret) + tag).digest(len(data))
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")


def _key(purpose: str, use: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), f"acm seal {purpose}\0{use}".encode(), "sha256")
