"""Passkeys: added beside the app, each answer good once and soon, nothing forged, and taken away with the app."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import FactorRequired, NoFactor, NotFound
from acm_drafts.negotiation.passkeys import (
    CHALLENGE_LASTS,
    MOST_PASSKEYS,
    PasskeyName,
    PasskeyNotAdded,
    PasskeyRefused,
)
from acm_drafts.services import passkeys, second_factors, sign_ins
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import JournalLine, Passkey, PasskeyChallenge, User
from tests.authenticator import PRESENT, Device
from tests.factories import actor_of, make_head, make_user

pytestmark = pytest.mark.usefixtures("session")

HOUSE = passkeys.house_of("https://acm.example.org:8443")
ORIGIN = "https://acm.example.org:8443"
SECRETS = ("the secret of the house, long enough",)


def with_app(user: User) -> User:
    secret = second_factors.new_secret()
    second_factors.set_up(actor_of(user), secret, pyotp.TOTP(secret).at(utcnow()), SECRETS)
    return user


def with_passkey(user: User, device: Device, name: str = "Phone") -> User:
    asked = passkeys.ask_to_add(actor_of(user), HOUSE)
    passkeys.add(
        actor_of(user), asked.token, device.add(asked.options, origin=ORIGIN), name=name, house=HOUSE
    )
    return user


def refused(token: str, answer: str, user: User | None = None) -> bool:
    """Return whether an answer opens nothing, after the password of *user* or in its place."""
    with pytest.raises(PasskeyRefused):
        if user is None:
            passkeys.sign_in(token, answer, house=HOUSE)
        else:
            passkeys.prove(user.id, token, answer, house=HOUSE)
    return True


def test_a_passkey_is_added_beside_the_app_and_signs_in_after_the_password_or_in_its_place():
    user, device = make_head(), Device()
    with pytest.raises(NoFactor):
        passkeys.ask_to_add(actor_of(user), HOUSE)
    with_app(user)
    elsewhere = sign_ins.begin(user.id)

    with_passkey(user, device, name="  My   phone ")
    asked = passkeys.ask_to_prove(user.id, HOUSE)
    passkeys.prove(user.id, asked.token, device.sign(asked.options, origin=ORIGIN), house=HOUSE)
    alone = passkeys.ask_to_sign_in(HOUSE)

    assert passkeys.sign_in(alone.token, device.sign(alone.options, origin=ORIGIN), house=HOUSE) == user.id
    assert sign_ins.recognise(elsewhere) is None
    kept = db.session.scalars(select(Passkey)).one()
    assert (kept.name, kept.sign_count, kept.used_at is not None) == ("My phone", 2, True)
    line = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert (line.act, line.subject, line.after) == ("add passkey", user.email, "My phone")
    assert db.session.scalars(select(PasskeyChallenge)).all() == []


def test_an_answer_opens_once_soon_and_for_what_it_was_asked():
    device, other = Device(), Device(credential=b"that of somebody else")
    user, stranger = with_app(make_head("EGY")), with_app(make_head("JOR"))
    with_passkey(user, device)
    with_passkey(stranger, other)

    asked = passkeys.ask_to_sign_in(HOUSE)
    answer = device.sign(asked.options, origin=ORIGIN)
    assert passkeys.sign_in(asked.token, answer, house=HOUSE) == user.id
    assert refused(asked.token, answer)  # replayed
    asked = passkeys.ask_to_sign_in(HOUSE)
    assert refused(asked.token, answer)  # an old answer to a new challenge
    assert refused(asked.token, device.sign(asked.options, origin=ORIGIN))  # which is used up by it

    asked = passkeys.ask_to_sign_in(HOUSE)
    with clock_at(utcnow() + CHALLENGE_LASTS + timedelta(seconds=1)):
        assert refused(asked.token, device.sign(asked.options, origin=ORIGIN))
    asked = passkeys.ask_to_prove(user.id, HOUSE)
    assert refused(asked.token, device.sign(asked.options, origin=ORIGIN))  # for another use
    asked = passkeys.ask_to_prove(stranger.id, HOUSE)
    assert refused(asked.token, other.sign(asked.options, origin=ORIGIN), user)  # for another person
    asked = passkeys.ask_to_prove(user.id, HOUSE)
    assert refused(asked.token, other.sign(asked.options, origin=ORIGIN), user)  # by another person's passkey
    assert refused("", "{}")


def test_what_is_forged_copied_unverified_or_nonsense_opens_nothing():
    device, user = Device(), make_head()
    with_passkey(with_app(user), device)
    forger = Device(credential=device.credential, count=100)
    copy = replace(device)
    unverified = replace(device, flags=PRESENT, count=100)

    def tried(by: Device, **facts: str) -> bool:
        asked = passkeys.ask_to_sign_in(HOUSE)
        return refused(asked.token, by.sign(asked.options, **{"origin": ORIGIN, **facts}))

    asked = passkeys.ask_to_sign_in(HOUSE)
    passkeys.sign_in(asked.token, device.sign(asked.options, origin=ORIGIN), house=HOUSE)
    assert tried(forger)
    assert tried(copy)  # it counts as the device had counted before
    assert tried(unverified)
    assert tried(device, origin="https://acm.example.org.evil.example")
    assert tried(device, house="evil.example")
    assert tried(Device(credential=b"a passkey that nobody added"))
    for nonsense in ("", "{}", "[]", "null", '{"id": 7}', '{"id": "x", "response": 1}', "x" * 30_000, "\0"):
        asked = passkeys.ask_to_sign_in(HOUSE)
        assert refused(asked.token, nonsense)
    user = db.session.get(User, user.id)
    user.disabled_at = utcnow()
    db.session.commit()
    assert tried(device)


def test_what_is_not_in_order_is_not_added():
    user = with_app(make_head())
    for device, name, error in (
        (Device(), " ", PasskeyName),
        (Device(), "x" * 61, PasskeyName),
        (Device(flags=PRESENT), "Phone", PasskeyNotAdded),
    ):
        with pytest.raises(error):
            with_passkey(user, device, name=name)
    asked = passkeys.ask_to_add(actor_of(user), HOUSE)
    answer = Device().add(asked.options, origin=ORIGIN)
    with pytest.raises(PasskeyNotAdded):  # another person's answer
        passkeys.add(actor_of(with_app(make_user())), asked.token, answer, name="Phone", house=HOUSE)
    for nonsense in ("", "{}", "null", '{"id": 7}', "\0"):
        asked = passkeys.ask_to_add(actor_of(user), HOUSE)
        with pytest.raises(PasskeyNotAdded):
            passkeys.add(actor_of(user), asked.token, nonsense, name="Phone", house=HOUSE)
    assert db.session.scalars(select(Passkey)).all() == []

    for number in range(MOST_PASSKEYS):
        with_passkey(user, Device(credential=b"passkey number %d" % number))
    with pytest.raises(PasskeyName):
        with_passkey(user, Device(credential=b"one too many"))
    with pytest.raises(PasskeyNotAdded):  # it is somebody else's already
        with_passkey(with_app(make_user()), Device(credential=b"passkey number 1"))


def test_a_passkey_is_removed_by_its_owner_and_all_go_with_the_app():
    device, user, stranger = Device(), with_app(make_head()), make_user()
    with_passkey(user, device)
    with_passkey(user, Device(credential=b"on the laptop"))
    first, second = db.session.scalars(select(Passkey.id).order_by(Passkey.id)).all()

    with pytest.raises(NotFound):
        passkeys.remove(actor_of(stranger), first)
    passkeys.remove(actor_of(user), first)
    asked = passkeys.ask_to_sign_in(HOUSE)
    assert refused(asked.token, device.sign(asked.options, origin=ORIGIN))
    with pytest.raises(FactorRequired):
        second_factors.remove(actor_of(user), required=True)
    assert db.session.scalars(select(Passkey.id)).all() == [second]
    second_factors.remove(actor_of(user))

    assert db.session.scalars(select(Passkey.id)).all() == []
