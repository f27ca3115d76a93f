"""
Second factors: set up, proved, taken away.

The secret of an app is kept encrypted with a key made from the secret of the house, so that neither the database nor
a backup of it opens anything alone. What was encrypted with an earlier secret of the house is encrypted anew when it is
used. *secrets* are those of the house, the present one first.
"""

import hmac
import secrets as random
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp
from argon2 import PasswordHasher
from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from acm_drafts.negotiation.errors import (
    N_,
    FactorRequired,
    FactorThere,
    NoFactor,
    ReasonForReset,
    WrongCode,
)
from acm_drafts.negotiation.messages import MessageKind
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.second_factors import (
    RECOVERY_CODES,
    is_code_of_app,
    steps_at,
    tidy_code,
)
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.services import security_events, sign_ins
from acm_drafts.services.offices import write_account_lines
from acm_drafts.services.people import reason_for, tell_by_mail
from acm_drafts.store import second_factors as store
from acm_drafts.store.database import Session, db, transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.locks import hold_person
from acm_drafts.store.people import get_user
from acm_drafts.store.records import Passkey, RecoveryCode, SecondFactor, User
from acm_drafts.store.security_events import write_event

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of which recovery codes are made: no two of them are mistaken for one another on paper."""
LENGTH = 12
"""Characters of a recovery code, 59 bits: too many to be guessed at the price of Argon2id, few enough to be typed."""

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """What can be said of the second factors of a house: how many there are, and with which secret they open."""

    all: int = 0
    earlier: int = 0
    """They open with an earlier secret of the house alone."""
    shut: int = 0
    """They open with none of the secrets."""


def new_secret() -> str:
    """Return a new secret for an app: 160 random bits."""
    return pyotp.random_base32()


def address_of(secret: str, *, email: str, house: str) -> str:
    """Return the otpauth:// address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=house)


# Setting up --------------------------------------------------------------------------------------


def set_up(actor: Actor, secret: str, code: str, secrets: Sequence[str]) -> list[str]:
    """
    Give the acting person a second factor and return its recovery codes, which are shown once.

    *code* proves that their app has the *secret*. Every sign-in of theirs ends. Raises WrongCode, FactorThere.
    """
    step = _step_of(secret, tidy_code(code))
    if step is None:
        raise WrongCode()
    salt, codes = random.token_bytes(32), _new_codes()
    hashes = [_hash_of(code, salt) for code in codes]
    with transaction() as session:
        person = get_user(session, actor.user or 0)
        kept = {"user_id": person.id, "secret": _encrypted(secret, person.id, secrets[0])}
        try:
            with session.begin_nested():
                session.execute(
                    insert(SecondFactor).values(
                        **kept, codes_salt=salt.hex(), last_step=step, made_at=utcnow()
                    )
                )
        except IntegrityError:
            raise FactorThere() from None
        _write_codes(session, person.id, hashes)
        sign_ins.end_all(session, person.id)
        write_people_line(session, actor, N_("set up second factor"), person.email)
        write_event(session, EventKind.FACTOR_SET_UP, user=person.id, actor=actor.user)
    return codes


def renew_codes(actor: Actor) -> list[str]:
    """Put ten new recovery codes in the place of those before, and return them. Raises NoFactor."""
    salt, codes = random.token_bytes(32), _new_codes()
    hashes = [_hash_of(code, salt) for code in codes]
    with transaction() as session:
        person, factor = _held(session, actor.user or 0)
        factor.codes_salt = salt.hex()
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == person.id))
        _write_codes(session, person.id, hashes)
        write_people_line(session, actor, N_("renew recovery codes"), person.email)
        write_event(session, EventKind.CODES_RENEWED, user=person.id, actor=actor.user)
    return codes


# Proving -----------------------------------------------------------------------------------------


def prove(
    user_id: int, typed: str, secrets: Sequence[str], *, refused: EventKind = EventKind.FACTOR_REFUSED
) -> bool:
    """
    Use a code of a person's app, or a recovery code; return whether it was a recovery code.

    Each opens once. Whoever asks counts the attempt first: attempts.count_code. Raises WrongCode, of which an event
    of the kind *refused* is left.
    """
    try:
        return _prove(user_id, typed, secrets)
    except WrongCode:
        security_events.note_refusal(refused, user=user_id)
        raise


def _prove(user_id: int, typed: str, secrets: Sequence[str]) -> bool:
    code, factor = tidy_code(typed), store.find_factor(db.session(), user_id)
    if factor is None or not code:
        raise WrongCode()
    if is_code_of_app(code):
        _prove_by_app(user_id, code, secrets)
        return False
    hashed = _hash_of(code, bytes.fromhex(factor.codes_salt))
    with transaction() as session:
        if not store.use_recovery_code(session, user_id, hashed):
            raise WrongCode()
        person = get_user(session, user_id)
        write_people_line(session, Actor(person.id, person.name), N_("use recovery code"), person.email)
        write_event(session, EventKind.RECOVERY_CODE_USED, user=person.id, actor=person.id)
    return True


def _prove_by_app(user_id: int, code: str, secrets: Sequence[str]) -> None:
    with transaction() as session:
        factor = store.find_factor(session, user_id)
        opened = _opened(factor.secret, user_id, secrets) if factor else None
        step = _step_of(opened[0], code) if opened else None
        if factor is None or opened is None or step is None or not store.use_step(session, user_id, step):
            raise WrongCode()
        if opened[1]:
            factor.secret = _encrypted(opened[0], user_id, secrets[0])


def _step_of(secret: str, code: str) -> int | None:
    """Return the step whose code this is, None for a wrong code. All steps are compared, so that each takes as long."""
    app = pyotp.TOTP(secret)
    right = [step for step in steps_at(utcnow()) if hmac.compare_digest(app.generate_otp(step), code)]
    return right[0] if right else None


# Taking away -------------------------------------------------------------------------------------


def remove(actor: Actor, *, required: bool = False) -> None:
    """
    Take the acting person's second factor away, with its codes and passkeys; every sign-in of theirs ends.

    *required*: the house requires one of them. Raises NoFactor, FactorRequired.
    """
    if required:
        raise FactorRequired()
    with transaction() as session:
        person, _factor = _held(session, actor.user or 0)
        _delete(session, person.id)
        write_people_line(session, actor, N_("remove own second factor"), person.email)
        write_event(session, EventKind.FACTOR_REMOVED, user=person.id, actor=actor.user)


def reset(actor: Actor, user_id: int, *, reason: str) -> None:
    """
    Take another person's second factor away, for a *reason*; they are told by e-mail, and every sign-in of theirs ends.

    Raises NotPermitted, NotFound, NoFactor, ReasonForReset for a missing or long reason, UnreadableText.
    """
    why = reason_for(reason, ReasonForReset)
    with transaction() as session:
        require(actor, Act.MANAGE_PEOPLE)
        get_user(session, user_id)
        person, _factor = _held(session, user_id)
        _delete(session, person.id)
        write_account_lines(session, actor, N_("reset second factor"), person, after=why)
        write_event(session, EventKind.FACTOR_RESET, user=person.id, actor=actor.user)
        tell_by_mail(session, MessageKind.FACTOR_RESET, person)


def _held(session: Session, user_id: int) -> tuple[User, SecondFactor]:
    """Hold the person until the transaction ends, and return them with their second factor. Raises NoFactor."""
    hold_person(session, user_id)
    factor = store.find_factor(session, user_id)
    if factor is None:
        raise NoFactor()
    return get_user(session, user_id), factor


def _delete(session: Session, user_id: int) -> None:
    session.execute(delete(Passkey).where(Passkey.user_id == user_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    sign_ins.end_all(session, user_id)


# How it is kept ----------------------------------------------------------------------------------


def look(secrets: Sequence[str]) -> Kept:
    """Return how many second factors there are, and how many open with which secret of the house. One query."""
    kept = [_opened(secret, user, secrets) for user, secret in store.kept_secrets(db.session())]
    return Kept(
        all=len(kept),
        earlier=sum(1 for opened in kept if opened and opened[1]),
        shut=sum(1 for opened in kept if opened is None),
    )


def _new_codes() -> list[str]:
    return ["".join(random.choice(LETTERS) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES)]


def _hash_of(code: str, salt: bytes) -> str:
    """Return the hash of a recovery code; one salt for all ten, so that a guess costs one hash and not ten."""
    return _hasher.hash(code, salt=salt)


def _write_codes(session: Session, user_id: int, hashes: Sequence[str]) -> None:
    session.execute(
        insert(RecoveryCode), [{"user_id": user_id, "code_hash": code_hash} for code_hash in hashes]
    )


def _fernet(secret: str) -> "Fernet":
    from cryptography.fernet import Fernet  # it is large, and most requests need it never

    return Fernet(urlsafe_b64encode(hmac.digest(secret.encode(), b"acm second factor", "sha256")))


def _encrypted(secret: str, user_id: int, house: str) -> str:
    """Return the secret of an app as it is kept; it names its person, so that no other row can hold it."""
    return _fernet(house).encrypt(f"{user_id}:{secret}".encode()).decode()


def _opened(kept: str, user_id: int, secrets: Sequence[str]) -> tuple[str, bool] | None:
    """Return the secret, and whether it was an earlier one of the house that opened it; None where none does."""
    from cryptography.fernet import InvalidToken

    for number, house in enumerate(secrets):
        try:
            owner, _, secret = _fernet(house).decrypt(kept.encode()).decode().partition(":")
        except InvalidToken:
            continue
        return (secret, number > 0) if owner == str(user_id) else None
    return None
