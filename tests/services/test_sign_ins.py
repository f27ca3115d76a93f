"""Sign-ins: begun with a password, recognised by a token, ended on the server."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from acm_drafts.negotiation.errors import WrongCredentials
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import sign_ins
from acm_drafts.store.database import clock_at, utcnow
from acm_drafts.store.records import SecurityEvent, SignIn, User
from tests.factories import (
    PASSWORD,
    make_appointment,
    make_chair,
    make_head,
    make_meeting,
    make_mission_drafter,
    make_user,
    today,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.usefixtures("session")


def age(session, column: str, by: timedelta) -> None:
    session.execute(update(SignIn).values({column: utcnow() - by}))
    session.commit()


def test_address_and_password_name_a_person():
    user = make_user(email="hana@example.org")

    assert sign_ins.authenticate("HANA@example.org", PASSWORD) == user.id


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("hana@example.org", "four ordinary word"),
        ("hana@example.org", ""),
        ("hana@example.org", "x" * 1_000_000),
        ("nobody@example.org", PASSWORD),
        ("", PASSWORD),
        ("hana\0@example.org", PASSWORD),
    ],
)
def test_anything_else_names_nobody(email, password):
    make_user(email="hana@example.org")

    with pytest.raises(WrongCredentials):
        sign_ins.authenticate(email, password)


def test_a_disabled_person_is_nobody():
    make_user(email="hana@example.org", disabled_at=utcnow())

    with pytest.raises(WrongCredentials):
        sign_ins.authenticate("hana@example.org", PASSWORD)


def test_a_password_kept_at_other_costs_is_hashed_anew(session):
    from argon2 import PasswordHasher

    cheaper = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    user = make_user(email="hana@example.org", password_hash=cheaper)

    sign_ins.authenticate("hana@example.org", PASSWORD)

    session.rollback()
    assert "m=19456,t=2" in session.get(User, user.id).password_hash
    assert sign_ins.authenticate("hana@example.org", PASSWORD) == user.id


def test_a_token_is_recognised_until_its_sign_in_ends():
    token = sign_ins.begin(make_head(name="Hana").id)
    known = sign_ins.recognise(token)
    assert known.name == "Hana"

    sign_ins.end(known.id)

    assert sign_ins.recognise(token) is None


def test_no_two_tokens_are_alike_and_none_is_guessed():
    user = make_user()

    tokens = {sign_ins.begin(user.id) for _ in range(5)}

    assert len(tokens) == 5
    assert all(len(token) >= 43 for token in tokens)
    assert sign_ins.recognise("") is None
    assert sign_ins.recognise("a\0b") is None


def test_ending_everywhere_ends_the_sign_ins_of_that_person_alone():
    user, other = make_user(), make_user()
    mine, theirs = [sign_ins.begin(user.id) for _ in range(2)], sign_ins.begin(other.id)

    sign_ins.end_everywhere(user.id)

    assert [sign_ins.recognise(token) for token in mine] == [None, None]
    assert sign_ins.recognise(theirs).user == other.id


@pytest.mark.parametrize(
    ("column", "limit"), [("seen_at", sign_ins.LIFETIME.idle), ("began_at", sign_ins.LIFETIME.longest)]
)
def test_a_sign_in_lasts_to_its_limit_and_not_beyond(session, column, limit):
    token = sign_ins.begin(make_user().id)

    age(session, column, limit - timedelta(minutes=1))
    assert sign_ins.recognise(token)
    age(session, column, limit)
    assert sign_ins.recognise(token) is None


def test_a_clock_that_is_put_back_ends_no_session_and_keeps_none_for_ever(session):
    token, now = sign_ins.begin(make_user().id), utcnow()

    with clock_at(now - timedelta(hours=1)):
        signed_in = sign_ins.recognise(token)
        sign_ins.notice(signed_in)
        assert sign_ins.end_timed_out(sign_ins.LIFETIME) == 0
    assert sign_ins.recognise(token).seen_at == signed_in.seen_at
    with clock_at(now + sign_ins.LIFETIME.idle):
        assert sign_ins.recognise(token) is None
        assert [sign_ins.end_timed_out(sign_ins.LIFETIME) for _ in range(2)] == [1, 0]
    with clock_at(now - timedelta(hours=1)):
        assert sign_ins.recognise(token) is None, "what ended stays ended"


def test_a_session_that_timed_out_is_noted_once_as_a_security_event(session):
    gone, here = make_user(), make_user()
    for user in (gone, here):
        sign_ins.begin(user.id)
    idle = {"seen_at": utcnow() - sign_ins.LIFETIME.idle}
    session.execute(update(SignIn).where(SignIn.user_id == gone.id).values(idle))
    session.commit()

    assert [sign_ins.end_timed_out(sign_ins.LIFETIME) for _ in range(2)] == [1, 0]

    timed_out = select(SecurityEvent.user_id).where(SecurityEvent.kind == EventKind.SESSION_TIMED_OUT)
    assert session.scalars(timed_out).all() == [gone.id]
    assert session.scalars(select(SignIn.user_id).where(SignIn.ended_at.is_(None))).all() == [here.id]


def test_being_there_is_written_only_after_a_while(session):
    token = sign_ins.begin(make_user().id)
    seen = sign_ins.recognise(token).seen_at
    sign_ins.notice(sign_ins.recognise(token))
    assert sign_ins.recognise(token).seen_at == seen

    age(session, "seen_at", sign_ins.NOTICED)
    sign_ins.notice(sign_ins.recognise(token))

    assert sign_ins.recognise(token).seen_at >= seen


def test_sign_ins_of_a_month_ago_are_forgotten_with_the_next_one(session):
    user, other = make_user(), make_user()
    for person in (user, other):
        sign_ins.begin(person.id)
    age(session, "began_at", sign_ins.FORGOTTEN + timedelta(days=1))

    sign_ins.begin(user.id)

    session.rollback()
    assert sorted(session.scalars(select(SignIn.user_id))) == [user.id, other.id]


def test_a_person_is_called_by_the_first_of_several_offices():
    user = make_chair()
    make_appointment(user, Role.DRAFTER, "EGY")
    make_appointment(user, Role.HEAD, "EGY")

    known = sign_ins.recognise(sign_ins.begin(user.id))

    assert [held.role for held in known.offices] == [Role.HEAD, Role.CHAIR, Role.DRAFTER]
    assert known.offices[0].party.name_fr == "Égypte"


def test_only_terms_of_today_are_held():
    user = make_user()
    make_appointment(user, Role.HEAD, "EGY", ends_on=yesterday())
    make_appointment(user, Role.HEAD, "MYS", starts_on=tomorrow())
    make_appointment(user, Role.HEAD, "SEN", starts_on=today(), ends_on=today())

    known = sign_ins.recognise(sign_ins.begin(user.id))

    assert [held.party.code for held in known.offices] == ["SEN"]


def test_above_all_meetings_the_clock_is_that_of_the_only_one(session):
    token = sign_ins.begin(make_mission_drafter().id)
    assert sign_ins.recognise(token).conference_zone == "America/New_York"

    make_meeting(year=2026, zone="Asia/Riyadh")

    known = sign_ins.recognise(token)
    assert (known.conference_zone, known.year) == ("Asia/Riyadh", 2026)

    make_meeting(year=2025, zone="Africa/Cairo")

    known = sign_ins.recognise(token)
    assert (known.conference_zone, known.year) == ("America/New_York", None)


def test_a_person_of_one_meeting_among_several_is_at_it_above_them_all(session):
    make_meeting(year=2026)
    cairo = make_meeting(year=2025, zone="Africa/Cairo")
    head = make_head("EGY", meeting_id=cairo.id)

    known = sign_ins.recognise(sign_ins.begin(head.id))

    assert (known.conference_zone, known.year) == ("Africa/Cairo", 2025)
    assert [held.role for held in known.offices] == [Role.HEAD]
    assert known.actor.meeting == cairo.id


def test_the_meeting_at_hand_is_that_of_what_the_address_names(session):
    first, second = make_meeting(year=2025, zone="Africa/Cairo"), make_meeting(year=2026)
    head = make_head("EGY", meeting_id=first.id)
    make_appointment(head, Role.OBSERVER, meeting_id=second.id)
    token = sign_ins.begin(head.id)

    at_first, at_second, at_none = (
        sign_ins.recognise(token, ("meeting", key)) for key in (first.id, second.id, 999)
    )

    assert (at_first.year, [held.role for held in at_first.offices]) == (2025, [Role.HEAD])
    assert (at_second.year, [held.role for held in at_second.offices]) == (2026, [Role.OBSERVER])
    assert at_second.actor.holds(Role.OBSERVER) and not at_second.actor.holds(Role.HEAD)
    assert at_none.meeting is None and not at_none.actor.offices


def test_a_term_holds_by_the_clock_of_its_meeting(session):
    east, west = make_meeting(zone="Asia/Riyadh"), make_meeting(zone="America/New_York")
    head = make_user()
    for meeting in (east, west):
        make_appointment(
            head, Role.HEAD, "EGY", meeting_id=meeting.id, starts_on=date(2026, 11, 25), ends_on=None
        )
    with clock_at(datetime(2026, 11, 25, 2, 0, tzinfo=UTC)):
        known = sign_ins.recognise(sign_ins.begin(head.id))

    assert [held.meeting.id for held in known.all_offices] == [east.id]
