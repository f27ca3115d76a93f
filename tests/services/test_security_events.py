"""Security events: each act leaves its own, a refusal leaves one by itself, and nothing that was typed is in any."""

import json
import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from acm_drafts.negotiation.errors import NotPermitted, ReasonForEnding, WrongCredentials
from acm_drafts.negotiation.security_events import EventKind, Network
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import attempts, offices, people, security_events, sign_ins
from acm_drafts.store.database import clock_at, db, transaction, utcnow
from acm_drafts.store.records import JournalLine, Message, SecurityEvent
from acm_drafts.store.security_events import (
    Circumstances,
    asked_under,
    last_sign_in,
    load_events,
    load_own_events,
    write_event,
)
from tests.factories import PASSWORD, actor_of, make_administrator, make_head, make_mission_drafter, mission

pytestmark = pytest.mark.usefixtures("session")
NEW = "another long password"
LONG_AGO = timedelta(days=900)


def kinds(session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id)))


def test_what_happens_to_an_account_leaves_one_event_each(session):
    user, desk = make_head(email="hana@example.org"), make_administrator()
    token = sign_ins.begin(user.id)
    known = sign_ins.recognise(token)
    sign_ins.sign_out(user.id, known.id)
    sign_ins.sign_out(user.id, known.id)  # ended already: nothing happens
    link = people.make_reset_link(mission(), user.id)
    people.choose_password(link, NEW)
    people.change_password(actor := known.actor, old=NEW, new=PASSWORD)
    people.disable(mission(), user.id)
    people.disable(mission(), user.id)
    people.enable(mission(), user.id)
    offices.appoint(mission(), desk.id, role=Role.CHAIR)
    offices.transfer_chair(mission(), user.id)

    assert kinds(session) == [
        EventKind.SIGNED_IN,
        EventKind.SIGNED_OUT,
        EventKind.RESET_LINK_MADE,
        EventKind.RESET_LINK_USED,
        EventKind.PASSWORD_CHANGED,
        EventKind.ACCOUNT_SUSPENDED,
        EventKind.ACCOUNT_ENABLED,
        EventKind.OFFICE_GIVEN,
        EventKind.OFFICE_ENDED,
        EventKind.OFFICE_GIVEN,
    ]
    own = load_own_events(session(), user.id, since=utcnow() - LONG_AGO, limit=50)
    assert len(own) == 8  # the chair that was given first, and ended, was another's
    changed = next(row for row in own if row.event.kind == EventKind.PASSWORD_CHANGED)
    assert (changed.event.actor_id, changed.by.id) == (actor.user, user.id)
    assert own[-1].event.network == Network.COMMAND


def test_a_refused_sign_in_leaves_its_event_and_nothing_of_what_was_typed(session, caplog):
    user = make_head(email="hana@example.org")
    caplog.set_level(logging.INFO, "acm_drafts.security")
    with asked_under(Circumstances(Network.INTERNET, "Firefox", "Linux", "0123456789abcdef")):
        for email in ("hana@example.org", "my secret password"):
            with pytest.raises(WrongCredentials):
                sign_ins.authenticate(email, "not the right one")

    first, second = session.scalars(select(SecurityEvent).order_by(SecurityEvent.id)).all()
    assert (first.kind, first.user_id, first.actor_id) == (EventKind.SIGN_IN_REFUSED, user.id, None)
    assert (second.kind, second.user_id) == (EventKind.SIGN_IN_REFUSED, None)
    assert (first.request_id, first.browser, first.network) == ("0123456789abcdef", "Firefox", "internet")
    kept = json.dumps(
        [list(row) for row in session.execute(text("select * from security_events"))], default=str
    )
    logged = json.dumps([record.__dict__ for record in caplog.records], default=str)
    assert [record.getMessage() for record in caplog.records] == ["sign-in-refused"] * 2
    for typed in ("secret", "right one", "hana@"):
        assert typed not in kept
        assert typed not in logged


def test_an_act_that_is_undone_leaves_no_event_and_no_line_of_the_log(session, caplog):
    user = make_head()
    caplog.set_level(logging.INFO, "acm_drafts.security")

    with pytest.raises(RuntimeError), transaction() as writing:
        write_event(writing, EventKind.SIGNED_IN, user=user.id)
        raise RuntimeError
    with transaction() as writing:
        write_event(writing, EventKind.SIGNED_OUT, user=user.id)
        with pytest.raises(RuntimeError), transaction() as part:
            write_event(part, EventKind.SIGNED_IN, user=user.id)
            raise RuntimeError

    assert kinds(session) == [EventKind.SIGNED_OUT]
    assert [record.getMessage() for record in caplog.records] == ["signed-out"]


def test_refusals_are_noted_up_to_a_limit_for_each_account(session):
    hana, mona = make_head(), make_head("MYS")
    for _ in range(security_events.OF_ACCOUNT.most + 5):
        security_events.note_refusal(EventKind.NOT_FOUND, user=hana.id)
    security_events.note_refusal(EventKind.NOT_FOUND, user=mona.id)

    assert len(kinds(session)) == security_events.OF_ACCOUNT.most + 1


def test_an_account_that_is_slowed_and_a_limit_leave_events_without_the_address(session):
    user = make_head(email="hana@example.org")
    for _ in range(attempts.ACCOUNT_FROM_HERE.most + 1):
        attempts.count_attempt(attempts.Attempt("Hana@example.org", "8.8.8.8"))
    for _ in range(attempts.CODE.most + 1):
        attempts.count_code(user.id)

    rows = session.scalars(select(SecurityEvent).order_by(SecurityEvent.id)).all()
    assert [(row.kind, row.user_id) for row in rows] == [
        (EventKind.SIGN_IN_SLOWED, user.id),
        (EventKind.LIMIT_REACHED, user.id),
    ]


def test_events_are_never_changed_and_go_when_they_are_old(session):
    user = make_head()
    with clock_at(utcnow() - timedelta(days=30)):
        sign_ins.begin(user.id)
    sign_ins.begin(user.id)
    with pytest.raises(DBAPIError, match="rows of security_events are never changed"):
        session.execute(text("update security_events set kind = 'signed-out'"))
    session.rollback()

    assert security_events.sweep(timedelta(days=10)) == 1
    assert security_events.sweep(timedelta(days=10)) == 0

    assert kinds(session) == [EventKind.SIGNED_IN]


def test_administrators_find_events_by_kind_and_person_and_owners_see_no_list_of_what_they_may_not_see(
    session,
):
    hana, mona = make_head(email="hana@example.org"), make_head("MYS")
    for user in (hana, mona):
        sign_ins.begin(user.id)
        security_events.note_refusal(
            EventKind.NOT_FOUND, user=user.id, actor=user.id, about="amendments.show"
        )
    since = utcnow() - LONG_AGO

    def found(**wanted: object) -> list[tuple[str, int]]:
        rows = load_events(db.session(), since=since, limit=50, **wanted)
        return [(row.event.kind, row.person.id) for row in rows]

    assert found(people=[hana.id]) == [("not-found", hana.id), ("signed-in", hana.id)]
    assert found(kind=EventKind.SIGNED_IN) == [("signed-in", mona.id), ("signed-in", hana.id)]
    assert [row.event.kind for row in load_own_events(db.session(), hana.id, since=since, limit=9)] == [
        "signed-in"
    ]
    assert last_sign_in(db.session(), hana.id, before=utcnow() - timedelta(hours=1)) is None


def test_an_administrator_ends_the_sessions_of_a_person_for_a_reason(session, app):
    app.config["SMTP_URL"] = "smtp://mail.example.org"
    user, desk = make_head(email="hana@example.org", language="fr"), actor_of(make_administrator())
    tokens = [sign_ins.begin(user.id) for _ in range(2)]
    for reason in ("", " ", "x" * 301):
        with pytest.raises(ReasonForEnding):
            people.end_sessions(desk, user.id, reason=reason)
    with pytest.raises(NotPermitted):
        people.end_sessions(actor_of(make_mission_drafter()), user.id, reason="Why.")
    assert sign_ins.recognise(tokens[0])

    assert people.end_sessions(desk, user.id, reason="A  lost laptop.") == 2

    assert [sign_ins.recognise(token) for token in tokens] == [None, None]
    line = session.scalars(select(JournalLine).order_by(JournalLine.id.desc()).limit(1)).one()
    assert (line.act, line.subject, line.after) == ("end sessions", "hana@example.org", "A lost laptop.")
    assert kinds(session)[-1] == EventKind.SESSIONS_ENDED
    assert sign_ins.authenticate("hana@example.org", PASSWORD) == user.id
    message = session.scalars(select(Message)).one()
    assert (message.kind, message.email, message.language) == ("sessions-ended", user.email, "fr")
