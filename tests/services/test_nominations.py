"""The administrator is no reader: what one gives waits for a second person, and no other way leads to hidden things."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from acm_drafts.negotiation.errors import NotFound, NotPermitted, OfficeHeld, WrongOffice
from acm_drafts.negotiation.invitations import ListRefused, Row
from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.nominations import AlreadyAwaited, OwnOffice
from acm_drafts.negotiation.notices import NoticeKind
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import invitations, nominations, offices, people, second_factors
from acm_drafts.store import nominations as awaited
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.journal import read_journal
from acm_drafts.store.readers import load_lines, load_readers
from acm_drafts.store.records import (
    Appointment,
    Invitation,
    JournalLine,
    Message,
    Nomination,
    Notice,
    SecondFactor,
    User,
)
from tests.factories import (
    actor_of,
    make_administrator,
    make_alternate,
    make_chair,
    make_head,
    make_meeting,
    make_mission_drafter,
    make_user,
    mission,
    party,
    today,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.usefixtures("session")

FACTS = {"name": "A Friend", "password": "four ordinary words"}
READING = (
    (Role.HEAD, "EGY"),
    (Role.ALTERNATE, "EGY"),
    (Role.DRAFTER, "EGY"),
    (Role.MISSION, ""),
    (Role.CHAIR, ""),
    (Role.ADMINISTRATOR, ""),
)
"""Every office that reads what is hidden from somebody, or lets people in who do."""


def offices_of(user_id: int) -> set[Role]:
    db.session.rollback()
    user = db.session.get(User, user_id)
    assert user is not None
    return {office.role for office in actor_of(user).offices}


def open_nominations() -> list[Nomination]:
    db.session.rollback()
    return list(awaited.nominations_awaiting(db.session()))


def test_every_way_by_which_an_administrator_could_come_to_read_is_shut():
    make_meeting()
    head, friend = make_head("EGY"), make_user(email="friend@example.org")
    ada = make_administrator(email="ada@example.org")
    admin = actor_of(ada)

    for role, code in READING:
        with pytest.raises(OwnOffice):
            offices.appoint(admin, ada.id, role=role, party=code)
        with pytest.raises(OwnOffice):
            people.invite(admin, " ADA@example.org", role=role, party=code)
        with pytest.raises(ListRefused):
            invitations.invite_all(admin, [Row(1, "ada@example.org", role, code)])
        offices.appoint(admin, friend.id, role=role, party=code)
        token = people.invite(admin, f"{role}@example.org", role=role, party=code)
        assert offices_of(people.accept_invitation(token, **FACTS)) == set(), role
    with pytest.raises(OwnOffice):
        offices.transfer_chair(admin, ada.id)
    assert isinstance(offices.transfer_chair(admin, make_user().id), Nomination)
    assert offices_of(friend.id) == set()

    # A head who leaves, or is made to leave, leaves nobody who could be followed without a second person.
    offices.end_office(admin, head.appointments[0].id)
    offices.appoint(admin, make_user().id, role=Role.HEAD, party="EGY")
    assert not db.session.scalars(select(Appointment).where(Appointment.role == Role.HEAD)).all()[1:]

    # What was left open by a head is the administrator's own offer once they have the link.
    other = actor_of(make_head("JOR"))
    people.invite(other, "pen@example.org", role=Role.DRAFTER, party="JOR")
    link = db.session.scalars(select(Invitation.id).where(Invitation.email == "pen@example.org")).one()
    token = invitations.resend(admin, link)
    assert offices_of(people.accept_invitation(token, **FACTS)) == set()

    # One who made a link does not take it under another address either.
    token = people.invite(admin, "later@example.org", role=Role.DRAFTER, party="JOR")
    db.session.execute(update(User).where(User.id == ada.id).values(email="later@example.org"))
    db.session.commit()
    with pytest.raises(OwnOffice):
        people.accept_office(admin, token)

    # And nobody confirms what they gave, or what they are to hold.
    for row in open_nominations():
        if row.given_by_id == ada.id:
            with pytest.raises(NotFound):
                nominations.confirm(admin, row.id)
    assert offices_of(ada.id) == {Role.ADMINISTRATOR}


def test_the_head_confirms_or_a_second_administrator_or_the_operator():
    make_meeting()
    head, alternate, other = make_head("EGY"), make_alternate("EGY"), make_head("JOR")
    admin, second = actor_of(make_administrator()), actor_of(make_administrator())
    given = [offices.appoint(admin, make_user().id, role=Role.DRAFTER, party="EGY").id for _ in range(4)]
    chosen = offices.appoint(admin, make_user().id, role=Role.MISSION).id

    for nobody in (alternate, other, make_mission_drafter()):
        with pytest.raises(NotFound):
            nominations.confirm(actor_of(nobody), given[0])
        with pytest.raises(NotFound):
            nominations.decline(actor_of(nobody), given[0])
    with pytest.raises(NotFound):
        nominations.confirm(actor_of(head), chosen)

    confirmed = [nominations.confirm(actor_of(head), given[0]), nominations.confirm(second, given[1])]
    confirmed += [nominations.confirm(mission(), given[2]), nominations.confirm(second, chosen)]
    nominations.decline(admin, given[3])

    assert [term.starts_on for term in confirmed] == [today()] * 4
    assert open_nominations() == []
    with pytest.raises(NotFound):
        nominations.confirm(second, given[3])
    assert offices_of(confirmed[0].user_id) == {Role.DRAFTER}
    rows = db.session.execute(
        select(Nomination.outcome, Nomination.settled_by_id).order_by(Nomination.id)
    ).all()
    assert rows == [
        ("confirmed", head.id),
        ("confirmed", second.user),
        ("confirmed", None),
        ("declined", admin.user),
        ("confirmed", second.user),
    ]


def test_the_first_head_comes_in_by_the_invitation_alone_and_the_permanent_mission_is_told(app: Flask):
    make_meeting()
    admin = actor_of(make_administrator())
    with pytest.raises(NotPermitted):
        offices.set_mission_address(admin, "EGY", "ada@example.org")
    offices.set_mission_address(mission(), "EGY", "Mission@egypt.example")
    tokens = [people.invite(admin, f"{n}@example.org", role=Role.HEAD, party="EGY") for n in "ab"]
    app.config["SMTP_URL"] = "smtp://localhost"

    first, later = (
        people.accept_invitation(token, **{**FACTS, "name": name})
        for token, name in zip(tokens, ("A Friend", "Another Friend"), strict=True)
    )

    assert (offices_of(first), offices_of(later)) == ({Role.HEAD}, set())
    told = db.session.scalars(select(Message.email).where(Message.kind == "head-named")).all()
    assert told == ["mission@egypt.example"]
    nominations.confirm(actor_of(db.session.get(User, first)), open_nominations()[0].id)
    assert offices_of(later) == {Role.HEAD}
    assert len(db.session.scalars(select(Message).where(Message.kind == "head-named")).all()) == 2


def test_what_is_given_is_in_the_journal_of_the_delegation_and_its_head_is_told():
    meeting = make_meeting()
    head, other = make_head("EGY"), make_head("JOR")
    pen = make_user(name="Pen")
    admin, second = actor_of(make_administrator()), make_administrator()
    given = offices.appoint(admin, pen.id, role=Role.DRAFTER, party="EGY")
    nominations.confirm(actor_of(head), given.id)
    factor = {"secret": "x", "codes_salt": "x", "last_step": 0, "made_at": utcnow()}
    db.session.add(SecondFactor(user_id=head.id, **factor))
    db.session.commit()
    people.make_reset_link(admin, head.id)
    second_factors.reset(admin, head.id, reason="The phone is lost.")
    people.disable(admin, pen.id)
    people.enable(admin, pen.id)

    def read_by(user: User) -> list[str]:
        lines = read_journal(db.session(), actor_of(user).at(meeting.id))
        return [line.act for line in reversed(lines)]

    acts = [
        "nominate",
        "confirm appointment",
        "make a link for a new password",
        "reset second factor",
        "disable account",
        "enable account",
    ]
    assert read_by(head) == acts
    assert read_by(other) == []
    assert set(acts) <= set(read_by(second))
    everything = load_lines(db.session(), db.session.scalars(select(JournalLine.id)).all())
    for reader in load_readers(db.session()):
        at = reader.actor.at(meeting.id)
        by_value = {line.line.id for line in everything if may_read_line(at, line.facts)}
        assert by_value == {line.id for line in read_journal(db.session(), at)}, at
    told = select(JournalLine.act).join(Notice, Notice.line_id == JournalLine.id)
    mine = told.where(Notice.kind == NoticeKind.APPOINTMENT).order_by(Notice.id)
    assert db.session.scalars(mine.where(Notice.user_id == head.id)).all() == [
        act for act in acts if act != "confirm appointment"
    ]
    assert db.session.scalars(mine.where(Notice.user_id == second.id)).all() == ["nominate"]
    assert db.session.scalars(mine.where(Notice.user_id == other.id)).all() == []


def test_a_transfer_of_the_chair_ends_the_term_of_the_chair_when_it_is_confirmed():
    make_meeting()
    chair, after = make_chair(), make_user()
    admin, second = actor_of(make_administrator()), actor_of(make_administrator())

    given = offices.transfer_chair(admin, after.id)
    assert (offices_of(chair.id), offices_of(after.id)) == ({Role.CHAIR}, set())
    with pytest.raises(AlreadyAwaited):
        offices.transfer_chair(admin, after.id)
    nominations.confirm(second, given.id)

    assert (offices_of(chair.id), offices_of(after.id)) == (set(), {Role.CHAIR})


def test_what_is_out_of_date_is_not_confirmed(session):
    make_meeting()
    make_head("EGY")
    admin, second = actor_of(make_administrator()), actor_of(make_administrator())
    pen, late = make_user(), make_user()
    held = offices.appoint(admin, pen.id, role=Role.DRAFTER, party="EGY").id
    offices.appoint(mission(), pen.id, role=Role.DRAFTER, party="EGY")
    over = offices.appoint(admin, late.id, role=Role.DRAFTER, party="EGY", ends_on=today()).id
    past = {"starts_on": yesterday() - timedelta(days=1), "ends_on": yesterday()}
    session.execute(update(Nomination).where(Nomination.id == over).values(**past))
    session.commit()

    with pytest.raises(OfficeHeld):
        nominations.confirm(second, held)
    with pytest.raises(WrongOffice):
        nominations.confirm(second, over)

    assert len(open_nominations()) == 2


def test_a_term_is_ended_and_never_deleted_nor_made_longer(session):
    make_meeting()
    admin = actor_of(make_administrator())
    new, coming, short = (
        make_head(code, starts_on=day)
        for code, day in (("EGY", today()), ("JOR", tomorrow()), ("SEN", yesterday()))
    )
    session.execute(update(Appointment).where(Appointment.user_id == short.id).values(ends_on=tomorrow()))
    session.commit()

    for user in (new, coming):
        offices.end_office(admin, user.appointments[0].id)
        with pytest.raises(NotFound):
            offices.end_office(admin, user.appointments[0].id)
    with pytest.raises(WrongOffice):
        offices.end_office(admin, short.appointments[0].id, last_day=tomorrow() + timedelta(days=1))

    session.rollback()
    kept = session.scalars(select(Appointment).where(Appointment.user_id.in_((new.id, coming.id)))).all()
    assert [(term.ends_on, term.ended_at is not None) for term in kept] == [(yesterday(), True)] * 2
    assert offices_of(new.id) == offices_of(coming.id) == set()
    offices.appoint(mission(), new.id, role=Role.HEAD, party=party("EGY").code)
    assert offices_of(new.id) == {Role.HEAD}
