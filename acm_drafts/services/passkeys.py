"""
Passkeys: added beside the app, proved after the password or in the place of password and code, taken away.

The browser signs a challenge that is kept here, once and for five minutes; the library webauthn checks what it sent.
The device must have asked its owner for a finger, a face or a number. No attestation is asked for: which device
somebody has is not our business.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_challenge
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from acm_drafts.negotiation.errors import N_, NoFactor, NotFound
from acm_drafts.negotiation.passkeys import (
    CHALLENGE_LASTS,
    LONGEST_ANSWER,
    LONGEST_NAME,
    MOST_PASSKEYS,
    ChallengeUse,
    PasskeyName,
    PasskeyNotAdded,
    PasskeyRefused,
)
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.services import security_events, sign_ins
from acm_drafts.store import passkeys as store
from acm_drafts.store.database import Session, db, transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.locks import hold_person
from acm_drafts.store.people import get_user
from acm_drafts.store.records import Passkey, PasskeyChallenge
from acm_drafts.store.second_factors import find_factor
from acm_drafts.store.security_events import write_event
from acm_drafts.text.language import unfit

WRONG = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the library raises for an answer that is not in order."""


@dataclass(frozen=True, slots=True)
class House:
    """Whose passkeys they are: the name of the machine, and where its pages are."""

    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser is asked: *token* is kept in its cookie, *options* are for its credentials API, as JSON."""

    token: str
    options: str


def house_of(base: str) -> House:
    """Return the house whose pages are under the address *base*."""
    parts = urlsplit(base)
    return House(parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}")


# Asking ------------------------------------------------------------------------------------------


def ask_to_add(actor: Actor, house: House) -> Asked:
    """Return what a browser is asked for a new passkey of the acting person. Raises NoFactor."""
    session = db.session()
    person = get_user(session, actor.user or 0)
    if find_factor(session, person.id) is None:
        raise NoFactor()
    challenge = generate_challenge()
    options = generate_registration_options(
        rp_id=house.name,
        rp_name=f"ACM ({house.name})",
        user_id=hashlib.sha256(f"{house.name} {person.id}".encode()).digest(),
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(person.id),
    )
    return Asked(_keep(challenge, ChallengeUse.ADD, person.id), options_to_json(options))


def ask_to_prove(user_id: int, house: House) -> Asked:
    """Return what a browser is asked where the password of a person was right."""
    return _ask(ChallengeUse.PROVE, user_id, house, _descriptors(user_id))


def ask_to_sign_in(house: House) -> Asked:
    """Return what a browser is asked that signs in by a passkey alone; whose it is, the answer says."""
    return _ask(ChallengeUse.SIGN_IN, None, house, [])


def _ask(
    use: ChallengeUse, user: int | None, house: House, known: list[PublicKeyCredentialDescriptor]
) -> Asked:
    challenge = generate_challenge()
    options = generate_authentication_options(
        rp_id=house.name,
        challenge=challenge,
        allow_credentials=known,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked(_keep(challenge, use, user), options_to_json(options))


def _descriptors(user_id: int) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential))
        for row in store.passkeys_of(db.session(), user_id)
    ]


def _keep(challenge: bytes, use: ChallengeUse, user: int | None) -> str:
    """Keep a challenge for a short while and return the token under which it is found."""
    token, now = sign_ins.new_token(), utcnow()
    with transaction() as session:
        store.sweep_challenges(session, now)
        session.add(
            PasskeyChallenge(
                token_hash=sign_ins.hash_of(token),
                challenge=bytes_to_base64url(challenge),
                purpose=use,
                user_id=user,
                ends_at=now + CHALLENGE_LASTS,
            )
        )
    return token


def _take(token: str, use: ChallengeUse, user: int | None) -> bytes | None:
    """Use a challenge up, whatever becomes of the answer, and return it; None where there is none that holds."""
    with transaction() as session:
        challenge = store.take_challenge(session, sign_ins.hash_of(token), use, user=user, now=utcnow())
    return base64url_to_bytes(challenge) if challenge else None


# Answers -----------------------------------------------------------------------------------------


def add(actor: Actor, token: str, answer: str, *, name: str, house: House) -> None:
    """
    Add the passkey of which the browser's *answer* tells, under a *name*; every sign-in of the person ends.

    Raises NoFactor, PasskeyName, PasskeyNotAdded; the challenge is used up all the same.
    """
    called = " ".join(name.split())
    if not 1 <= len(called) <= LONGEST_NAME or unfit(called):
        raise PasskeyName(most=LONGEST_NAME, keys=MOST_PASSKEYS)
    challenge = _take(token, ChallengeUse.ADD, actor.user)
    if challenge is None or len(answer) > LONGEST_ANSWER:
        raise PasskeyNotAdded()
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=house.name,
            expected_origin=house.origin,
            require_user_verification=True,
        )
    except WRONG:
        raise PasskeyNotAdded() from None
    with transaction() as session:
        person = _held(session, actor)
        if len(store.passkeys_of(session, person)) >= MOST_PASSKEYS:
            raise PasskeyName(most=LONGEST_NAME, keys=MOST_PASSKEYS)
        row = Passkey(
            user_id=person,
            credential=bytes_to_base64url(verified.credential_id),
            public_key=bytes_to_base64url(verified.credential_public_key),
            sign_count=verified.sign_count,
            name=called,
            made_at=utcnow(),
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            raise PasskeyNotAdded() from None
        sign_ins.end_all(session, person)
        write_people_line(session, actor, N_("add passkey"), get_user(session, person).email, after=called)
        write_event(session, EventKind.PASSKEY_ADDED, user=person, actor=person)


def prove(user_id: int, token: str, answer: str, *, house: House) -> None:
    """Prove the second factor of a person by one of their passkeys. Raises PasskeyRefused."""
    _noted(token, answer, ChallengeUse.PROVE, user_id, house)


def sign_in(token: str, answer: str, *, house: House) -> int:
    """Return the key of the person whose passkey answered, in the place of password and code. Raises PasskeyRefused."""
    return _noted(token, answer, ChallengeUse.SIGN_IN, None, house)


def _noted(token: str, answer: str, use: ChallengeUse, user: int | None, house: House) -> int:
    """Return whose passkey answered; what is refused is a security event. Raises PasskeyRefused."""
    try:
        return _used(token, answer, use, user, house)
    except PasskeyRefused:
        security_events.note_refusal(EventKind.PASSKEY_REFUSED, user=user)
        raise


def _used(token: str, answer: str, use: ChallengeUse, user: int | None, house: House) -> int:
    """Check the answer of a passkey, note that it was used, and return whose it is. Raises PasskeyRefused."""
    challenge = _take(token, use, user)
    if challenge is None or len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused()
    try:
        sent: Any = json.loads(answer)
        passkey = store.find_passkey(db.session(), str(sent["id"]))
        if passkey is None or user not in (None, passkey.user_id):
            raise PasskeyRefused()
        checked = verify_authentication_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=house.name,
            expected_origin=house.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except WRONG:
        raise PasskeyRefused() from None
    key, owner, kept = passkey.id, passkey.user_id, passkey.sign_count
    with transaction() as session:
        if not store.note_use(session, key, kept=kept, counted=checked.new_sign_count, now=utcnow()):
            raise PasskeyRefused()
    return owner


def remove(actor: Actor, passkey_id: int) -> None:
    """Take a passkey of the acting person away; the app and its codes stay. Raises NotFound for another person's."""
    with transaction() as session:
        hold_person(session, actor.user or 0)
        passkey = session.get(Passkey, passkey_id)
        if passkey is None or passkey.user_id != actor.user:
            raise NotFound()
        person, name = get_user(session, passkey.user_id), passkey.name
        session.delete(passkey)
        sign_ins.end_all(session, person.id)
        write_people_line(session, actor, N_("remove passkey"), person.email, before=name)
        write_event(session, EventKind.PASSKEY_REMOVED, user=person.id, actor=person.id)


def _held(session: Session, actor: Actor) -> int:
    """Hold the acting person until the transaction ends, and return their key. Raises NoFactor without an app."""
    user = actor.user or 0
    hold_person(session, user)
    if find_factor(session, user) is None:
        raise NoFactor()
    return user
