"""Attempts to sign in are counted in the database: exactly, for all workers, and without a list of who tried."""

import threading
from datetime import datetime, timedelta
from itertools import pairwise

from flask import Flask
from sqlalchemy import func, select

from acm_drafts.services import attempts
from acm_drafts.services.attempts import (
    ACCOUNT,
    ACCOUNT_FROM_HERE,
    ADDRESS,
    DEVICE,
    PAUSE,
    Attempt,
    count_attempt,
    forgive_attempts,
)
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import AttemptCount

HANA, HERE = "hana@example.org", "192.0.2.7"


def tries(email: str = HANA, address: str = HERE) -> int:
    """Return how often *email* may be tried from *address* now."""
    return next(number for number in range(1000) if count_attempt(Attempt(email, address)))


def test_an_account_may_be_tried_ten_times_from_one_address(session):
    assert tries() == ACCOUNT_FROM_HERE.most
    assert tries(" Hana@Example.ORG ") == 0, "another spelling is the same account"
    assert tries(address="192.0.2.8") == ACCOUNT_FROM_HERE.most
    assert tries("mona@example.org") == ACCOUNT_FROM_HERE.most


def test_an_account_that_strangers_try_is_slowed_by_pauses_that_grow_and_never_shut(session):
    now = begun = utcnow()
    made: list[datetime] = []
    while now < begun + timedelta(minutes=59):
        with clock_at(now):
            until = count_attempt(Attempt(HANA, f"198.51.100.{len(made)}"))
        made += [] if until else [now]
        now = until or now
    pauses = [later - earlier for earlier, later in pairwise(made)]

    assert pauses[:20] == [timedelta()] * 20
    assert pauses[20:24] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert max(pauses) == PAUSE.lasts
    assert 30 < len(made) < 50


def test_a_known_browser_is_not_slowed_by_strangers_and_is_counted_by_itself(session):
    for number in range(30):
        count_attempt(Attempt(HANA, f"198.51.100.{number}"))
    assert count_attempt(Attempt(HANA, HERE)) is not None

    own = [count_attempt(Attempt(HANA, HERE, "her laptop")) for _ in range(DEVICE.most + 1)]

    assert own[:-1] == [None] * DEVICE.most
    assert own[-1] is not None
    assert count_attempt(Attempt(HANA, HERE, "her phone")) is None


def test_a_room_of_people_who_come_in_behind_one_router_is_never_limited(session):
    for number in range(ADDRESS.most + 57):
        email = f"a{number % 57}@example.org"
        assert count_attempt(Attempt(email, HERE)) is None
        forgive_attempts(Attempt(email, HERE))


def test_an_address_may_try_three_hundred_times(session):
    assert sum(tries(f"a{number}@example.org") for number in range(35)) == ADDRESS.most


def test_a_count_ends_and_begins_anew(session):
    now = utcnow()
    with clock_at(now):
        assert tries() == ACCOUNT_FROM_HERE.most
    with clock_at(now + ACCOUNT_FROM_HERE.lasts - timedelta(seconds=1)):
        assert count_attempt(Attempt(HANA, HERE)) == now + ACCOUNT_FROM_HERE.lasts
    with clock_at(now + ACCOUNT_FROM_HERE.lasts):
        assert tries() == ACCOUNT_FROM_HERE.most


def test_a_clock_that_is_put_back_shuts_nobody_out_for_long(session):
    now = utcnow()
    with clock_at(now + timedelta(days=365)):
        assert count_attempt(Attempt(HANA, HERE)) is None
    with clock_at(now):
        assert count_attempt(Attempt(HANA, HERE)) is None
        assert max(session.scalars(select(AttemptCount.ends_at))) == now + ACCOUNT.lasts


def test_who_came_in_is_forgiven_and_what_has_ended_is_swept_by_the_clock(session):
    now = utcnow()
    with clock_at(now):
        assert tries() == ACCOUNT_FROM_HERE.most
        forgive_attempts(Attempt(HANA, HERE))
        assert tries() == ACCOUNT_FROM_HERE.most
        assert attempts.sweep() == 0
    with clock_at(now + timedelta(days=1)):
        assert (attempts.sweep(), attempts.sweep()) == (4, 0)
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(AttemptCount)) == 0


def test_what_is_kept_names_neither_accounts_nor_addresses(session):
    count_attempt(Attempt(HANA, HERE))

    kept = " ".join(session.scalars(select(AttemptCount.key)))
    assert len(kept.split()) == 3
    assert "hana" not in kept
    assert HERE not in kept


def test_what_is_no_e_mail_address_is_counted_as_one(session):
    assert tries("no address") == ACCOUNT_FROM_HERE.most
    assert tries("none\0either") == 0


def test_a_crowd_of_attempts_at_once_is_counted_one_by_one(app: Flask):
    let_through: list[bool] = []
    begun = threading.Barrier(8)
    moment: datetime = utcnow()

    def attempt() -> None:
        with app.app_context(), clock_at(moment):
            begun.wait()
            for _ in range(5):
                let_through.append(attempts.count_attempt(Attempt(HANA, HERE)) is None)
            db.session.remove()

    crowd = [threading.Thread(target=attempt) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert len(let_through) == 40
    assert sum(let_through) == ACCOUNT_FROM_HERE.most
