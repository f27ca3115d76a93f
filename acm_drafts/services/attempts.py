"""
How often somebody may try to sign in: for an account from one address, for an account in all, and for an address.

An address may be a whole conference room behind one router, so it is given many. Counts are kept in
the database and hold over all workers; what they are kept by is a hash, so that no list of addresses
of people or networks comes to be. An attempt that is refused is not counted.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from acm_drafts.negotiation.errors import WrongAddress
from acm_drafts.services.credentials import address_of
from acm_drafts.store import attempts
from acm_drafts.store.database import db, transaction, utcnow


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within a time that begins with the first."""

    name: str
    most: int
    lasts: timedelta

    def key(self, *names: str) -> str:
        """Return the key under which the attempts of an address, an account or both (*names*) are counted."""
        return hashlib.sha256("\0".join((self.name, *names)).encode()).hexdigest()


ADDRESS = Limit("sign-in from", 300, timedelta(minutes=15))
ACCOUNT = Limit("sign-in as", 100, timedelta(hours=1))
ACCOUNT_FROM_HERE = Limit("sign-in as and from", 10, timedelta(minutes=15))


CODE = Limit("second factor of", 8, timedelta(minutes=15))
"""Guessed at this pace, a code of six digits is found by one of 450 attackers in a day, who knows the password too."""


def count_attempt(email: str, address: str) -> bool:
    """
    Count one attempt on the account *email* from a network *address*; return whether it may be made.

    Ask before the password is compared: a crowd of requests cannot slip by together.
    """
    account = _account(email)
    # Always in this order: two attempts at once then wait for one another and never both ways.
    limits = {
        ADDRESS.key(address): ADDRESS,
        ACCOUNT.key(account): ACCOUNT,
        ACCOUNT_FROM_HERE.key(account, address): ACCOUNT_FROM_HERE,
    }
    now = utcnow()
    known = attempts.counts(db.session(), list(limits), now)
    if any(known.get(key, 0) >= limit.most for key, limit in limits.items()):
        return False
    with transaction() as session:
        counted = [attempts.add(session, key, now=now, lasts=limit.lasts) for key, limit in limits.items()]
    return all(count <= limit.most for count, limit in zip(counted, limits.values(), strict=True))


def count_code(user_id: int) -> bool:
    """
    Count one attempt to prove the second factor of a person; return whether it may be made.

    Whoever tries knows the password, or has the browser: so a few attempts are enough, from wherever they come.
    """
    key, now = CODE.key(str(user_id)), utcnow()
    if attempts.counts(db.session(), [key], now).get(key, 0) >= CODE.most:
        return False
    with transaction() as session:
        return attempts.add(session, key, now=now, lasts=CODE.lasts) <= CODE.most


def forgive_codes(user_id: int) -> None:
    """Forget the attempts of somebody who proved the second factor."""
    with transaction() as session:
        attempts.forget(session, CODE.key(str(user_id)))


def forgive_attempts(email: str, address: str) -> None:
    """Forget the attempts of somebody who came in at last, and what has ended besides."""
    with transaction() as session:
        attempts.forget(session, ACCOUNT_FROM_HERE.key(_account(email), address))
        attempts.sweep(session, utcnow())


def _account(email: str) -> str:
    """Return one name for every spelling of an e-mail address, and one for all that is none."""
    try:
        return address_of(email)
    except WrongAddress:
        return ""
