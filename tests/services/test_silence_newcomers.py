"""Who takes office while a silence procedure runs is told of it, once, and stands in the certificate as told then."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.terms import Level
from acm_drafts.services import silence
from acm_drafts.services.silence_certificates import certificate_text
from acm_drafts.services.silence_newcomers import tell_newcomers
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Body, JournalLine, Message, Notice, Silence
from acm_drafts.text.language import Language
from tests.factories import mission
from tests.silences import HOUR, conclude, put, read
from tests.sittings import make_body
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("We met.", "We thanked Egypt.")


@pytest.fixture
def body(table: Table) -> Body:
    table.head("EGY")
    return make_body(Level.EXPERT, members=["EGY", "MYS"])


def told(user: int | None) -> list[str]:
    """Return the acts of which a person was given a notice."""
    db.session.rollback()
    acts = select(JournalLine.act).join(Notice, Notice.line_id == JournalLine.id)
    return list(db.session.scalars(acts.where(Notice.user_id == user).order_by(Notice.id)))


def told_at(procedure: Silence) -> dict[str, bool]:
    """Return the members whose people were told, and whether that was at the beginning."""
    record = read(procedure)
    return {row.party.code: row.told_at == record.silence.begins_at for row in record.readers if row.told_at}


def test_who_takes_office_later_is_told_once_of_what_runs(app, table: Table, body: Body):
    app.config["SMTP_URL"] = "smtp://localhost:1"
    procedure = put(table, body)
    assert tell_newcomers() == 0
    head = table.head("MYS")
    silence.note_opened(head, procedure.code)
    table.head("JOR")
    assert [tell_newcomers(), tell_newcomers()] == [1, 0]

    assert told(head.user) == ["put under silence"]
    assert db.session.scalars(select(Message.user_id).where(Message.user_id == head.user)).all() == [
        head.user
    ]
    assert told_at(procedure) == {"EGY": True, "MYS": False}
    conclude(procedure)
    text = certificate_text(db.session(), mission(), read(procedure), Language.EN)
    assert [(member.people, member.opened) for member in text.members] == [(1, 0), (1, 1)]


def test_the_newcomer_is_told_of_the_new_end_too(table: Table, body: Body):
    procedure = put(table, body)
    for hours in (7, 8):
        silence.extend(mission(), procedure.code, ends_at=utcnow() + hours * HOUR)
    head = table.head("MYS")
    assert tell_newcomers() == 1
    assert told(head.user) == ["put under silence", "extend silence"]


def test_nobody_is_told_of_what_does_not_run(table: Table, body: Body):
    suspended = put(table, body, ["1."])
    over = put(table, body, ["2."], ends_at=utcnow() + timedelta(minutes=5))
    silence.suspend(mission(), suspended.code, reason="Wait.")
    table.head("MYS")
    with clock_at(utcnow() + HOUR):
        assert tell_newcomers() == 0
    assert tell_newcomers() == 1
    assert told_at(over) == {"EGY": True, "MYS": False} and told_at(suspended) == {"EGY": True}
