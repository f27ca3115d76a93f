"""Delivery: each step, and what a message has to say when it is sent. tests/test_work.py tries it with a server."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.messages import Attempt, MessageState, Result
from acm_drafts.negotiation.notices import NoticeKind
from acm_drafts.negotiation.permissions import STRANGER
from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.services import delivery
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import JournalLine, Message, User
from tests.factories import mission
from tests.tables import Table, make_table


@pytest.fixture
def table(app: object, session: object) -> Table:
    """A table on which one decision waits to be told."""
    app.config["SMTP_URL"] = "smtp://127.0.0.1"  # type: ignore[attr-defined]
    table = make_table("The Meeting welcomed the progress made.")
    table.decide(DecisionKind.REJECT, table.replace("EGY", "1.", "progress", "good progress"), reason="No.")
    return table


def message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message)).one()


def claimed() -> delivery.Claimed:
    taken = delivery.claim_next()
    assert taken is not None
    return taken


def test_a_letter_names_what_its_reader_may_call_the_proposal(table: Table):
    letter = delivery.read_letter(claimed(), "secret")

    assert letter is not None
    (item,) = letter.items
    assert (item.kind, item.name, item.paragraph) == (NoticeKind.DECISION, "EGY 1", "1")
    assert letter.email == db.session.get_one(User, table.head("EGY").user).email


def test_a_suspended_person_is_sent_nothing(table: Table):
    db.session.execute(update(User).values(disabled_at=utcnow()))
    db.session.commit()

    assert delivery.read_letter(claimed(), "secret") is None


def test_an_attempt_is_noted_by_whoever_has_the_message_in_hand_alone(table: Table):
    first = claimed()
    delivery.recover()
    delivery.note(first, Attempt(Result.TAKEN, "250 OK"))

    assert (message().state, message().sent_at) == (MessageState.WAITING, None)

    delivery.note(claimed(), Attempt(Result.TAKEN, "250 OK"))
    assert message().state == MessageState.SENT


def test_a_message_that_may_have_arrived_is_sent_again_by_an_administrator_alone(table: Table):
    delivery.note(claimed(), Attempt(Result.UNANSWERED, "lost"))
    key = message().id

    with pytest.raises(NotPermitted):
        delivery.send_again(STRANGER, key)
    with pytest.raises(NotFound):
        delivery.send_again(mission(), key + 1)
    delivery.send_again(mission(), key)

    assert (message().state, message().attempts) == (MessageState.WAITING, 0)
    assert db.session.scalars(select(JournalLine.act).order_by(JournalLine.id.desc())).first() == (
        "send message again"
    )
    with pytest.raises(NotFound):
        delivery.send_again(mission(), key)


def test_nothing_is_told_of_a_round_that_is_closed_meanwhile(table: Table):
    delivery.drop(claimed())
    with clock_at(utcnow() + timedelta(hours=23)):
        assert delivery.prepare() == 1
    with clock_at(utcnow() + timedelta(days=2)):
        table.close()
    with clock_at(utcnow() + timedelta(hours=23, minutes=30)):
        assert delivery.read_letter(claimed(), "secret") is None
