"""A person's own notices: read up to where they were shown, sent as chosen, refused by the link of an e-mail."""

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.errors import LinkSpent, NotPossible
from acm_drafts.negotiation.notices import Delivery, NoticeKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.services import delivery, notices, rounds
from acm_drafts.services.tokens import refusal_token
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.notices import choices_of
from acm_drafts.store.records import JournalLine, Message, Notice
from tests.tables import DAY, Table, make_table

SECRET = "a secret of the house"


@pytest.fixture
def table(app: Flask, session: object) -> Table:
    app.config["SMTP_URL"] = "smtp://127.0.0.1"
    return make_table("The Meeting welcomed the progress made.")


def reject(table: Table) -> Actor:
    """Reject a proposal of Egypt's, and return its head."""
    proposal = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, proposal, reason="No.")
    return table.head("EGY")


def unread() -> list[str]:
    db.session.rollback()
    rows = db.session.scalars(select(Notice).where(Notice.read_at.is_(None)).order_by(Notice.id))
    return [notice.kind for notice in rows]


def chosen(actor: Actor) -> dict[NoticeKind, Delivery]:
    db.session.rollback()
    return choices_of(db.session(), {actor.user or 0}).get(actor.user or 0, {})


def test_what_came_since_the_page_was_shown_stays_unread(table: Table):
    head = reject(table)
    last = db.session.scalars(select(Notice.id)).one()
    rounds.change_deadline(table.mission, table.round, utcnow() + 2 * DAY)

    notices.mark_read(head, last)

    assert unread() == ["moved"]


def test_nobody_marks_the_notices_of_another_as_read(table: Table):
    reject(table)
    last = db.session.scalars(select(Notice.id)).one()

    notices.mark_read(table.head("JOR"), last)

    assert unread() == ["decision"]


def test_a_choice_is_kept_and_stands_in_the_journal_once(table: Table):
    head = table.head("EGY")

    for _ in range(2):
        notices.set_delivery(head, {NoticeKind.DECISION: Delivery.DAILY, NoticeKind.PROPOSAL: Delivery.DAILY})

    assert chosen(head) == {NoticeKind.DECISION: Delivery.DAILY}
    lines = db.session.scalars(select(JournalLine).where(JournalLine.act == "change own notices")).all()
    assert [(line.before, line.after) for line in lines] == [("decision once", "decision daily")]


def test_that_a_round_opens_is_always_sent(table: Table):
    with pytest.raises(NotPossible):
        notices.set_delivery(table.head("EGY"), {NoticeKind.ROUND: Delivery.NONE})

    assert chosen(table.head("EGY")) == {}


def test_the_link_of_an_e_mail_refuses_further_ones_of_its_kind(table: Table):
    head = reject(table)
    token = refusal_token(SECRET, db.session.scalars(select(Message.uid)).one())

    assert notices.read_refusal(token, SECRET).kinds == (NoticeKind.DECISION,)
    for _ in range(2):
        notices.refuse(token, SECRET)

    assert chosen(head) == {NoticeKind.DECISION: Delivery.NONE}
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "change own notices")).one()
    assert line.user_id == head.user


def test_what_waits_to_be_sent_is_not_sent_after_its_kind_was_refused(table: Table):
    head = reject(table)
    notices.set_delivery(head, {NoticeKind.DECISION: Delivery.NONE})

    claimed = delivery.claim_next()

    assert claimed is not None
    assert delivery.read_letter(claimed, SECRET) is None


def test_a_link_that_is_none_or_has_nothing_to_refuse_is_spent(table: Table):
    table.head("EGY")
    rounds.change_deadline(table.mission, table.round, utcnow() + 2 * DAY)
    of_a_round = refusal_token(SECRET, db.session.scalars(select(Message.uid)).one())

    for token in (of_a_round, refusal_token(SECRET, "0" * 32), "nonsense", ""):
        with pytest.raises(LinkSpent):
            notices.read_refusal(token, SECRET)
