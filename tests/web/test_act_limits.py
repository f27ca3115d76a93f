"""Nobody sends a form more often than the house allows: a program is stopped, and what people do never is."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, AttemptCount, SecurityEvent
from acm_drafts.web.shared import act_limits
from tests.conftest import make_app
from tests.factories import make_head, post, sign_in
from tests.tables import Table, make_table
from tests.web.test_faults import TYPED, submit

MOST = 8


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    return make_app(sqlite_url, ACTS_PER_MINUTE=MOST)


@pytest.fixture
def table(app: Flask, session: object) -> Table:
    return make_table("The Meeting welcomed the progress.", "The Meeting closed.")


def count(kind: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def another_worker(app: Flask) -> None:
    """Let *app* know no more of what came in than a worker that has just begun."""
    app.extensions[act_limits.__name__] = act_limits.RecentActs()


def test_what_a_program_sends_beyond_the_limit_is_handed_back_and_the_next_minute_takes_it(
    app: Flask, client: FlaskClient, table: Table
):
    now = utcnow().replace(second=1) + timedelta(minutes=1)
    with clock_at(now):
        head = make_head("EGY")
        sign_in(client, head)
        answers = [submit(client, table, f"{TYPED} {number}") for number in range(MOST + 2)]
        assert [answer.status_code for answer in answers] == [303] * MOST + [429] * 2
        assert count(Amendment) == MOST
        assert answers[-1].headers["Retry-After"] == "60"
        page = answers[-1].get_data(as_text=True)
        assert f"{TYPED} {MOST + 1}</textarea>" in page
        assert "Nothing was changed." in page and "Wait a minute" in page

        event = db.session.scalars(
            select(SecurityEvent).where(SecurityEvent.kind == EventKind.LIMIT_REACHED)
        ).first()
        assert event is not None and (event.user_id, event.actor_id) == (head.id, head.id)
        assert re.fullmatch(r"amendments\.\w+", event.about)

        assert (
            post(client, "/account/details", {"name": "Hana", "language": "en", "zone": ""}).status_code
            == 303
        )
        other = app.test_client()
        sign_in(other, make_head("MYS"))
        assert submit(other, table).status_code == 303
    with clock_at(now + timedelta(minutes=1)):
        assert submit(client, table, "The Meeting noted the progress.").status_code == 303


def test_the_limit_holds_over_workers_and_who_sends_little_is_not_counted_in_the_database(
    app: Flask, client: FlaskClient, table: Table
):
    with clock_at(utcnow().replace(second=1) + timedelta(minutes=1)):
        sign_in(client, make_head("EGY"))
        counts = count(AttemptCount)
        alone = MOST // act_limits.NOT_COUNTED
        statuses = [submit(client, table, f"{TYPED} {number}").status_code for number in range(alone)]
        assert statuses == [303] * alone and count(AttemptCount) == counts

        for number in range(MOST - alone):
            submit(client, table, f"{TYPED} again {number}")
        another_worker(app)
        statuses = [
            submit(client, table, f"{TYPED} there {number}").status_code for number in range(alone + 1)
        ]
        assert statuses == [303] * alone + [429]


def test_a_house_may_do_without_the_limit(app: Flask, client: FlaskClient, table: Table):
    app.config["ACTS_PER_MINUTE"] = 0
    with clock_at(utcnow()):
        sign_in(client, make_head("EGY"))
        statuses = {submit(client, table, f"{TYPED} {number}").status_code for number in range(MOST + 2)}

    assert statuses == {303}
