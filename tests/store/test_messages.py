"""The outbox: the message that has been due longest, held by one, and the lock of the worker."""

from datetime import timedelta

import pytest
from flask import Flask

from acm_drafts.negotiation.messages import MessageKind, MessageState
from acm_drafts.store.database import db, transaction, utcnow
from acm_drafts.store.messages import change_claimed, in_hand, next_due, notices_not_arrived, sole_worker
from acm_drafts.store.notices import message_row, write_messages
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("session")


def make_message(**facts: object) -> int:
    now = utcnow()
    row = message_row(
        MessageKind.NOTICE,
        "one@example.org",
        now=now,
        last_at=now + timedelta(days=1),
        user_id=make_user().id,
    )
    with transaction() as session:
        return write_messages(session, [row | facts])[0]


def test_the_message_that_has_been_due_longest_comes_first():
    now = utcnow()
    make_message(due_at=now + timedelta(minutes=1))
    late = make_message(due_at=now - timedelta(minutes=1))
    later = make_message(due_at=now)

    with transaction() as session:
        first = next_due(session, now)
        assert first is not None and first.id == late
        first.state, first.claim = MessageState.CLAIMED, "x"
    with transaction() as session:
        second = next_due(session, now)
        assert second is not None and second.id == later
        assert [message.id for message in in_hand(session)] == [late]


def test_only_the_claim_that_has_a_message_changes_it():
    key = make_message(state=MessageState.CLAIMED, claim="mine")

    with transaction() as session:
        assert not change_claimed(session, key, "another", state=MessageState.HANDED_OVER)
        assert change_claimed(session, key, "mine", state=MessageState.HANDED_OVER)


def test_what_did_not_arrive_is_listed_the_latest_first():
    keys = [make_message(state=state) for state in (MessageState.BOUNCED, MessageState.UNCERTAIN)]
    make_message()

    assert [message.id for message in notices_not_arrived(db.session())] == keys[::-1]


def test_the_lock_of_the_worker_is_let_go_at_its_end(app: Flask):
    db.session.remove()
    for _ in range(2):
        with sole_worker(db.engine) as held:
            assert held
