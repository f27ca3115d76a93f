"""Second factors: set up with an app, each code once, kept encrypted, taken away by their owner or for a reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select, update

from acm_drafts.negotiation.errors import (
    FactorThere,
    NoFactor,
    NotPermitted,
    ReasonForReset,
    Refusal,
    WrongCode,
)
from acm_drafts.services import attempts, second_factors, sign_ins
from acm_drafts.services.second_factors import Kept
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import JournalLine, Message, RecoveryCode, SecondFactor
from tests.factories import actor_of, make_administrator, make_head, make_mission_drafter

pytestmark = pytest.mark.usefixtures("session")

HOUSE = ("the secret of the house, long enough",)
NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)


def code_at(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def set_up(user, moment: datetime = NOON, secrets=HOUSE) -> tuple[str, list[str]]:
    """Give *user* a second factor at *moment*; return the secret of the app and the recovery codes."""
    secret = second_factors.new_secret()
    with clock_at(moment):
        return secret, second_factors.set_up(actor_of(user), secret, code_at(secret, moment), secrets)


def opens(user, code: str, moment: datetime, secrets=HOUSE) -> bool:
    with clock_at(moment):
        try:
            second_factors.prove(user.id, code, secrets)
        except WrongCode:
            return False
        return True


def test_a_code_opens_once_and_no_earlier_one_after_it():
    user = make_head()
    secret, _codes = set_up(user)
    first, second = code_at(secret, NOON), code_at(secret, NOON + STEP)

    assert not opens(user, first, NOON)  # it was used to set the factor up
    assert opens(user, second, NOON + STEP)
    assert not opens(user, second, NOON + STEP)
    assert not opens(user, first, NOON + STEP)


def test_a_clock_may_be_one_step_off_and_no_more():
    user = make_head()
    secret, _codes = set_up(user, NOON - 10 * STEP)

    for steps, right in ((-2, False), (2, False), (-1, True), (1, True)):
        assert opens(user, code_at(secret, NOON + steps * STEP), NOON) is right, steps


def test_a_wrong_code_sets_nothing_up():
    with pytest.raises(WrongCode):
        second_factors.set_up(actor_of(make_head()), second_factors.new_secret(), "000", HOUSE)

    assert db.session.scalars(select(SecondFactor)).all() == []


def test_setting_up_ends_every_sign_in_and_a_second_one_is_refused():
    user = make_head()
    elsewhere = sign_ins.begin(user.id)
    set_up(user)

    assert sign_ins.recognise(elsewhere) is None
    with pytest.raises(FactorThere):
        set_up(user, NOON + STEP)


def test_a_recovery_code_opens_once_however_it_is_typed_and_renewing_replaces_all():
    user = make_head()
    _secret, codes = set_up(user)
    assert len(set(codes)) == 10

    assert opens(user, f" {codes[0][:4].upper()}-{codes[0][4:]} ", NOON)
    assert not opens(user, codes[0], NOON)
    newer = second_factors.renew_codes(actor_of(user))

    assert not opens(user, codes[1], NOON)
    assert opens(user, newer[1], NOON)


def test_neither_secret_nor_codes_are_kept_as_they_are():
    user = make_head()
    secret, codes = set_up(user)

    kept = db.session.scalars(select(SecondFactor)).one().secret
    hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert secret not in kept
    assert all(one.startswith("$argon2id$") for one in hashes)
    assert not any(code in one for one in hashes for code in codes)


def test_a_secret_that_was_copied_to_another_person_opens_nothing():
    egypt, jordan = make_head("EGY"), make_head("JOR")
    secret, _codes = set_up(egypt)
    set_up(jordan)
    kept = db.session.get(SecondFactor, egypt.id).secret
    db.session.execute(update(SecondFactor).where(SecondFactor.user_id == jordan.id).values(secret=kept))
    db.session.commit()

    assert not opens(jordan, code_at(secret, NOON + STEP), NOON + STEP)


def test_a_change_of_the_secret_of_the_house_locks_nobody_out():
    user, newer = make_head(), "another secret of the house, as long"
    secret, _codes = set_up(user)
    assert second_factors.look((newer,)) == Kept(all=1, shut=1)
    assert second_factors.look((newer, *HOUSE)) == Kept(all=1, earlier=1)

    assert opens(user, code_at(secret, NOON + STEP), NOON + STEP, (newer, *HOUSE))

    assert second_factors.look((newer,)) == Kept(all=1)  # it was encrypted anew
    assert opens(user, code_at(secret, NOON + 2 * STEP), NOON + 2 * STEP, (newer,))


def test_removing_ends_every_sign_in_and_leaves_nothing():
    user = make_head()
    set_up(user)
    elsewhere = sign_ins.begin(user.id)
    second_factors.remove(actor_of(user))

    assert sign_ins.recognise(elsewhere) is None
    assert db.session.scalars(select(RecoveryCode)).all() == []
    with pytest.raises(NoFactor):
        second_factors.remove(actor_of(user))


def test_an_administrator_resets_for_a_reason_which_the_journal_tells(app: Flask):
    user, desk = make_head(language="fr"), actor_of(make_administrator())
    set_up(user)
    app.config["SMTP_URL"] = "smtp://localhost"
    for reason in ("", " ", "x" * 301):
        with pytest.raises(ReasonForReset):
            second_factors.reset(desk, user.id, reason=reason)
    with pytest.raises(NotPermitted):
        second_factors.reset(actor_of(make_mission_drafter()), user.id, reason="Lost phone")

    second_factors.reset(desk, user.id, reason="Lost phone")

    line = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert (line.act, line.subject, line.after) == ("reset second factor", user.email, "Lost phone")
    message = db.session.scalars(select(Message).where(Message.kind != "notice")).one()
    assert (message.kind, message.email, message.language) == ("factor-reset", user.email, "fr")
    with pytest.raises(NoFactor):
        second_factors.reset(desk, user.id, reason="Again")


def test_guessing_ends_after_eight_codes_and_begins_anew_with_success():
    user = make_head()

    assert [attempts.count_code(user.id) for _ in range(9)] == [True] * 8 + [False]

    attempts.forgive_codes(user.id)
    assert attempts.count_code(user.id)


def test_of_many_at_once_with_one_code_one_comes_in(app: Flask):
    user = make_head()
    secret, codes = set_up(user, datetime.now(UTC) - 10 * STEP)
    user_id, typed = user.id, code_at(secret, datetime.now(UTC))

    def come(code: str) -> bool:
        with app.app_context():
            try:
                second_factors.prove(user_id, code, HOUSE)
            except Refusal:
                return False
            return True

    for code in (typed, codes[0]):
        with ThreadPoolExecutor(4) as crowd:
            assert sorted(crowd.map(come, [code] * 4)) == [False, False, False, True]
