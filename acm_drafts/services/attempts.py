"""
How often somebody may try to sign in: for an account from one address, for an account in all, and for an address.

An address may be a whole conference room behind one router, so it is given many, and an attempt that succeeds does not
count. An account that strangers try is slowed by pauses that grow, and never shut: its owner comes in between two
pauses, and without any in a browser that is known (*device*), which is counted by itself.

Counts are kept in the database and hold over all workers; what they are kept by is a hash, so that no list of addresses
of people or networks comes to be. An attempt that is refused is not counted.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from acm_drafts.negotiation.errors import WrongAddress
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.services import security_events
from acm_drafts.services.credentials import address_of
from acm_drafts.store import attempts
from acm_drafts.store.attempts import Limit
from acm_drafts.store.database import Session, db, transaction, utcnow
from acm_drafts.store.people import find_user_id

ADDRESS = Limit("sign-in from", 300, timedelta(minutes=15))
ACCOUNT = Limit("sign-in as", 20, timedelta(hours=1))
"""What goes beyond these is slowed."""
ACCOUNT_FROM_HERE = Limit("sign-in as and from", 10, timedelta(minutes=15))
DEVICE = Limit("sign-in as, in", 8, timedelta(minutes=15))
PAUSE = Limit("pause of", 1, timedelta(minutes=5))
"""The longest pause between two attempts on an account that is slowed: some forty attempts an hour are left."""

PASSKEY = Limit("passkey from", 300, timedelta(minutes=15))
"""A signature is not guessed; this bounds what strangers can let the house compute and keep."""
SINGLE_SIGN_ON = Limit("single sign-on from", 300, timedelta(minutes=15))
"""This bounds how often strangers can let the house ask its identity provider."""
CODE = Limit("second factor of", 8, timedelta(minutes=15))
"""Guessed at this pace, a code of six digits is found by one of 450 attackers in a day, who knows the password too."""


class Attempt(NamedTuple):
    """
    An attempt on the account *email* from a network *address*.

    *device*: the browser, where it is known for this account; it is counted by itself alone.
    """

    email: str
    address: str
    device: str = ""


def count_attempt(attempt: Attempt) -> datetime | None:
    """
    Count one attempt; return None where it may be made, else the moment from which on one may be made again.

    Ask before the password is compared: a crowd of requests cannot slip by together.
    """
    account, now = account_of(attempt.email), utcnow()
    limits = _limits(account, attempt.address, attempt.device)
    ends = _running(account, limits, now, is_known=bool(attempt.device)) or _counted(account, limits, now)
    return _refused(account, max(ends)) if ends else None


def _running(account: str, limits: Mapping[str, Limit], now: datetime, *, is_known: bool) -> list[datetime]:
    """Return when the limits that are reached end, and the account's pause; to a browser that *is_known* it is none."""
    pause = PAUSE.key(account)
    known = attempts.counts(db.session(), [*limits, pause], now)
    ends = [
        known[key].ends_at for key, limit in limits.items() if key in known and known[key].tries >= limit.most
    ]
    if not is_known and pause in known and known[pause].ends_at <= now + PAUSE.lasts:
        ends.append(known[pause].ends_at)
    return ends


def _counted(account: str, limits: Mapping[str, Limit], now: datetime) -> list[datetime]:
    """Count an attempt; return when the limits end that others of the same moment have reached, and their pause."""
    own = ACCOUNT.key(account)
    counted = {own: ACCOUNT, **limits} if ADDRESS in limits.values() else limits
    with transaction(survives_power_cut=False) as session:
        tries = attempts.add_each(session, {key: limit.lasts for key, limit in counted.items()}, now=now)
        ends = [now + limit.lasts for key, limit in limits.items() if tries[key] > limit.most]
        return ends + (_slowed(session, account, now, tries[own]) if own in tries else [])


def _refused(account: str, until: datetime) -> datetime:
    """Note that an attempt on an account was refused, and return *until* when."""
    user = find_user_id(db.session(), account)
    security_events.note_refusal(EventKind.SIGN_IN_SLOWED, user=user)
    return until


def _limits(account: str, address: str, device: str) -> dict[str, Limit]:
    """
    Return the limits of an attempt that refuse, by their keys.

    A whole room shares the address: its count is written last, so that nobody holds it for long.
    """
    if device:
        return {DEVICE.key(account, device): DEVICE}
    return {ACCOUNT_FROM_HERE.key(account, address): ACCOUNT_FROM_HERE, ADDRESS.key(address): ADDRESS}


def _slowed(session: Session, account: str, now: datetime, tries: int) -> list[datetime]:
    """
    Begin a pause where an account was tried many times: 2 seconds, 4, 8, up to PAUSE.

    Return when the pause ends that another attempt of the same moment has begun, nothing where there is none.
    """
    beyond = tries - ACCOUNT.most
    if beyond <= 0:
        return []
    lasts = min(timedelta(seconds=2 ** min(beyond, 10)), PAUSE.lasts)
    begun = attempts.add(session, PAUSE.key(account), now=now, lasts=lasts)
    return [now + lasts] if begun > 1 else []


def count_act(user_id: int, act: str, *, most: int) -> bool:
    """Count one form that a person sends, and return whether it may be: *most* of one act in a minute."""
    limit = Limit(f"act {act}", most, timedelta(minutes=1))
    key, now = limit.key(str(user_id)), utcnow()
    if attempts.count_of(db.session(), key, now) < limit.most:
        with transaction(survives_power_cut=False) as session:
            if attempts.add(session, key, now=now, lasts=limit.lasts) <= limit.most:
                return True
    security_events.note_refusal(EventKind.LIMIT_REACHED, user=user_id, actor=user_id, about=act[:64])
    return False


def count_passkey(address: str) -> bool:
    """Count one sign-in by a passkey from a network address, before an account is named; return whether it may be."""
    return _may_from(PASSKEY, address)


def count_single_sign_on(address: str) -> bool:
    """Count one answer of the identity provider to a network address; return whether it is looked at."""
    return _may_from(SINGLE_SIGN_ON, address)


def _may_from(limit: Limit, address: str) -> bool:
    key, now = limit.key(address), utcnow()
    with transaction(survives_power_cut=False) as session:
        return attempts.add(session, key, now=now, lasts=limit.lasts) <= limit.most


def count_code(user_id: int) -> bool:
    """
    Count one attempt to prove the second factor of a person; return whether it may be made.

    Whoever tries knows the password, or has the browser: so a few attempts are enough, from wherever they come.
    """
    key, now = CODE.key(str(user_id)), utcnow()
    if attempts.count_of(db.session(), key, now) < CODE.most:
        with transaction() as session:
            if attempts.add(session, key, now=now, lasts=CODE.lasts) <= CODE.most:
                return True
    security_events.note_refusal(EventKind.LIMIT_REACHED, user=user_id)
    return False


def forgive_codes(user_id: int) -> None:
    """Forget the attempts of somebody who proved the second factor."""
    with transaction() as session:
        attempts.forget(session, CODE.key(str(user_id)))


def forgive_attempts(attempt: Attempt) -> None:
    """Take back the attempt of somebody who proved who they are, and those before it in the same place."""
    with transaction(survives_power_cut=False) as session:
        forgive(session, attempt)


def forgive(session: Session, attempt: Attempt) -> None:
    """Take back an attempt inside the transaction of another act: see forgive_attempts."""
    account = account_of(attempt.email)
    if attempt.device:
        attempts.forget(session, DEVICE.key(account, attempt.device))
        return
    # The account first and the address last, as they are counted: two at once wait for one another, never both ways.
    attempts.take_back(session, ACCOUNT.key(account))
    attempts.forget(session, ACCOUNT_FROM_HERE.key(account, attempt.address), PAUSE.key(account))
    attempts.take_back(session, ADDRESS.key(attempt.address))


def sweep() -> int:
    """
    Delete counts that have ended, so many at once; return how many. For the clock: a full room does not wait for it.

    Where none has ended, nothing is written and nobody waits.
    """
    now = utcnow()
    oldest = attempts.oldest_end(db.session())
    db.session.rollback()
    if oldest is None or oldest > now:
        return 0
    with transaction(survives_power_cut=False) as session:
        return attempts.sweep(session, now)


def account_of(email: str) -> str:
    """Return one name for every spelling of an e-mail address, and one for all that is none."""
    try:
        return address_of(email)
    except WrongAddress:
        return ""
