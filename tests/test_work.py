"""The worker and a real mail server: each message once, whatever answers, refuses or dies."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from acm_drafts.cli.work import do_what_is_due
from acm_drafts.negotiation.invitations import Row
from acm_drafts.negotiation.messages import PAUSES, MessageState
from acm_drafts.negotiation.terms import DecisionKind, Level
from acm_drafts.services import delivery, invitations, people, rounds
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.messages import sole_worker
from acm_drafts.store.records import Appointment, Message, User
from tests.factories import make_meeting, yesterday
from tests.mail import MailServer, lose_connection, mail_server
from tests.silences import put
from tests.sittings import make_body
from tests.tables import Table, lines_of, make_table


@pytest.fixture
def server(app: Flask, session: object) -> Iterator[MailServer]:
    with mail_server() as server:
        app.config["SMTP_URL"] = server.url
        yield server


@pytest.fixture
def table(server: MailServer) -> Table:
    texts = ("The Meeting welcomed the progress made.", "The Meeting closed.")
    return make_table(*texts, deadline=utcnow() + timedelta(days=30))


def email_of(table: Table, code: str, address: str = "") -> str:
    """Return the address of a head of delegation, after it was changed to *address*."""
    user = db.session.get_one(User, table.head(code).user)
    if address:
        user.email = address
        db.session.commit()
    return user.email


def rejected(table: Table, code: str = "EGY", address: str = "") -> str:
    """Reject a proposal of a delegation, whose head is told of it; return the address of the head."""
    email = email_of(table, code, address)
    table.decide(DecisionKind.REJECT, table.replace(code, "1.", "progress", "good progress"), reason="No.")
    return email


def message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message)).one()


def test_a_decision_is_told_once_without_a_word_of_it(app: Flask, table: Table, server: MailServer):
    email = rejected(table)

    assert do_what_is_due() == 1
    assert do_what_is_due() == 0

    (mail,) = server.given
    body = mail.get_content()
    assert (mail["To"], mail["Subject"]) == (
        email,
        "A decision on a proposal or a bracket of yours · Annual Coordination Meeting 2026",
    )
    assert (
        "A decision on one of your proposals was recorded or no longer counts, its paragraph was reopened or is"
        " agreed again as before" in body
    )
    assert "/proposals/" in body
    for word in ("progress", "EGY", "Egypt", "No.", "rejected", "OIC"):
        assert word not in body, word
    assert (message().state, message().attempts) == (MessageState.SENT, 1)
    assert message().sent_at is not None
    assert message().answer.startswith("250")


def test_an_e_mail_speaks_the_language_of_its_reader(table: Table, server: MailServer):
    email_of(table, "EGY")
    db.session.execute(update(User).values(language="ar"))
    db.session.commit()
    rejected(table)

    do_what_is_due()

    assert "مقترح" in server.given[0]["Subject"]


def test_the_house_may_allow_that_an_e_mail_names_the_proposal(app: Flask, table: Table, server: MailServer):
    app.config["MAIL_NAMES"] = True
    rejected(table)

    do_what_is_due()

    assert "EGY 1 on paragraph 1" in server.given[0].get_content()


def test_a_mailbox_that_refuses_is_not_tried_again(table: Table, server: MailServer):
    rejected(table, address="refused@example.org")

    do_what_is_due()
    with clock_at(utcnow() + timedelta(days=2)):
        assert do_what_is_due() == 0

    assert server.given == []
    assert message().state == MessageState.BOUNCED
    assert message().answer == "550 5.1.1 There is no such mailbox"


def test_a_busy_server_is_tried_again_after_pauses_that_grow(table: Table, server: MailServer):
    rejected(table, address="busy@example.org")
    now = utcnow()

    for nth, pause in enumerate(PAUSES, 1):
        with clock_at(now):
            assert do_what_is_due() == 1
        assert (message().state, message().attempts) == (MessageState.WAITING, nth)
        assert message().due_at == now + pause
        with clock_at(message().due_at - timedelta(seconds=1)):
            assert do_what_is_due() == 0
        now = message().due_at


def test_a_server_that_is_not_there_is_tried_again_until_the_message_is_too_old(
    app: Flask, table: Table, server: MailServer
):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        app.config["SMTP_URL"] = f"smtp://127.0.0.1:{unused.getsockname()[1]}"
        email = rejected(table)
        do_what_is_due()
        assert message().state == MessageState.WAITING
        assert "refused" in message().answer.lower()
    app.config["SMTP_URL"] = server.url

    with clock_at(message().due_at):
        do_what_is_due()

    assert len(server.to(email)) == 1


def test_a_message_that_is_too_old_is_dropped(app: Flask, table: Table, server: MailServer):
    rejected(table)

    with clock_at(utcnow() + timedelta(days=8)):
        do_what_is_due()

    assert (server.given, message().state) == ([], MessageState.DROPPED)


def test_a_server_that_dies_between_the_text_and_its_answer_is_not_given_the_text_again(
    table: Table, server: MailServer
):
    server.on_text = lose_connection
    email = rejected(table)

    do_what_is_due()
    server.on_text = lambda _: None
    with clock_at(utcnow() + timedelta(days=2)):
        assert do_what_is_due() == 0

    assert len(server.to(email)) == 1
    assert message().state == MessageState.UNCERTAIN


def test_whoever_administers_lets_it_be_sent_again_under_the_same_name(table: Table, server: MailServer):
    server.on_text = lose_connection
    email = rejected(table)
    do_what_is_due()
    server.on_text = lambda _: None

    delivery.send_again(people.operator(), message().id)
    do_what_is_due()

    first, second = server.to(email)
    assert first["Message-ID"] == second["Message-ID"]
    assert abs(parsedate_to_datetime(first["Date"]) - utcnow()) < timedelta(minutes=1), (
        "RFC 5322 wants a date"
    )
    assert message().state == MessageState.SENT


def test_who_lost_the_office_meanwhile_is_told_nothing(table: Table, server: MailServer):
    rejected(table)
    db.session.execute(update(Appointment).where(Appointment.role == "head").values(ends_on=yesterday()))
    db.session.commit()

    do_what_is_due()

    assert (server.given, message().state) == ([], MessageState.DROPPED)


def test_without_a_mail_server_no_message_is_written(app: Flask, session: object):
    app.config["SMTP_URL"] = ""
    rejected(make_table("The Meeting welcomed the progress made."))

    assert db.session.scalars(select(Message)).all() == []


def test_of_two_workers_one_works(app: Flask, table: Table, server: MailServer):
    rejected(table)
    db.session.remove()

    with sole_worker(db.engine) as first, sole_worker(db.engine) as second:
        assert (first, second) == (True, False)
        result = app.test_cli_runner().invoke(args=["work", "--once"])
        assert (result.exit_code, result.output) == (0, "Another worker is at work.\n")
        assert server.given == []

    assert app.test_cli_runner().invoke(args=["work", "--once"]).exit_code == 0
    assert len(server.given) == 1


def test_a_message_in_hand_is_nobody_elses(table: Table, server: MailServer):
    rejected(table)

    first, second = delivery.claim_next(), delivery.claim_next()

    assert first is not None and second is None
    delivery.recover()
    again = delivery.claim_next()
    assert again is not None and again.key == first.key
    assert not delivery.hand_over(first)
    assert delivery.hand_over(again)


def test_a_reminder_is_sent_once_with_the_moment_on_the_readers_clock(table: Table, server: MailServer):
    email = email_of(table, "EGY")
    db.session.execute(update(User).values(zone="Africa/Cairo"))
    db.session.commit()
    deadline = utcnow() + timedelta(days=3)
    rounds.change_deadline(table.mission, table.round, deadline)
    do_what_is_due()
    server.given.clear()

    for hours in (49, 47, 46, 3, 1.5, 1):
        with clock_at(deadline - timedelta(hours=hours)):
            do_what_is_due()

    mails = [mail for mail in server.to(email) if mail["Subject"].startswith("The deadline is near · ")]
    assert len(mails) == 3
    assert "(Cairo)" in mails[0].get_content()


def test_where_a_meeting_has_two_texts_an_e_mail_says_which_of_them_by_its_symbol(
    table: Table, server: MailServer
):
    email = email_of(table, "EGY")

    def subject_of_next(name: str) -> str:
        server.given.clear()
        rounds.change_deadline(table.mission, table.round, utcnow() + timedelta(days=len(name)))
        do_what_is_due()
        (mail,) = server.to(email)
        assert "welcomed" not in mail.get_content()
        return str(mail["Subject"])

    alone = "A deadline is changed · Annual Coordination Meeting 2026"
    assert subject_of_next("one text") == alone

    other = Table(lines_of("The Meeting noted a secret."), symbol="OIC/SECRET")
    assert subject_of_next("another, read by the Mission") == alone, "a delegation does not know of it"

    other.open()
    do_what_is_due()
    (opened,) = (mail for mail in server.to(email) if mail["Subject"].startswith("A round opens"))
    assert opened["Subject"] == "A round opens · Annual Coordination Meeting 2026 · OIC/SECRET"
    assert subject_of_next("two texts that all read") == f"{alone} · OIC/FC"


def test_an_e_mail_on_a_silence_leads_to_the_procedure(table: Table, server: MailServer):
    email = email_of(table, "EGY")
    path = f"/c/{table.code}/silence/{put(table, make_body(Level.AMBASSADORIAL)).code}"
    do_what_is_due()

    (mail,) = server.to(email)
    assert f"{path}\r\n" in mail.get_content()


def test_a_days_notices_are_one_message(table: Table, server: MailServer):
    email = email_of(table, "EGY")
    table.replace("EGY", "1.", "progress", "good progress")
    table.replace("JOR", "1.", "made", "made there")
    table.replace("MYS", "1.", "welcomed", "noted")
    do_what_is_due()
    assert [mail["Subject"] for mail in server.to(email)] == []

    with clock_at(utcnow() + timedelta(days=1)):
        do_what_is_due()
        do_what_is_due()

    (mail,) = server.to(email)
    assert mail["Subject"] == "2 notices · Annual Coordination Meeting 2026"
    assert "A proposal on a paragraph of yours: 2" in mail.get_content()


def test_a_message_that_cannot_be_made_stops_no_other(table: Table, server: MailServer):
    rejected(table, "JOR")
    db.session.execute(update(Message).values(email="one@example.org\nBcc: two@example.org"))
    db.session.commit()
    email = rejected(table, "EGY")

    assert do_what_is_due() == 2

    assert [mail["To"] for mail in server.given] == [email]
    db.session.rollback()
    states = db.session.execute(select(Message.state, Message.answer).order_by(Message.id)).all()
    assert states[0] == (MessageState.WAITING, "ValueError")


def test_an_invitation_says_as_what_and_to_which_meeting(app: Flask, session: object, server: MailServer):
    meeting = make_meeting(year=2031, title="Contact Group").id
    rows = [Row(1, "head@example.org", "head", "EGY"), Row(2, "speaker@example.org", "head", "AFR")]
    invitations.invite_all(people.operator(), rows, meeting=meeting, secret=app.config["SECRET_KEY"])
    do_what_is_due()

    head, speaker = (
        server.to(f"{name}@example.org")[0].get_content().split("\r\n") for name in ("head", "speaker")
    )
    assert head[:2] == ["You are invited as: Head of delegation, Egypt", "Contact Group, 2031"]
    assert speaker[:2] == ["You are invited as: Speaker, African Group", "Contact Group, 2031"]
