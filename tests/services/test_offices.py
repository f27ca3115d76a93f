"""Offices and terms: who may give and end which, and that the record stays."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import (
    LastAdministrator,
    NoSuchParty,
    NotFound,
    NotPermitted,
    OfficeHeld,
    WrongOffice,
)
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import offices
from acm_drafts.store import meetings
from acm_drafts.store.records import Appointment, JournalLine, Nomination
from tests.factories import (
    actor_of,
    make_administrator,
    make_alternate,
    make_appointment,
    make_chair,
    make_drafter,
    make_head,
    make_mission_drafter,
    make_observer,
    make_user,
    mission,
    party,
    today,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.usefixtures("session")

GIVEN_BY = {"head": {Role.ALTERNATE, Role.DRAFTER}, "alternate": {Role.DRAFTER}}
MAKERS = {
    "administrator": make_administrator,
    "mission": make_mission_drafter,
    "chair": make_chair,
    "head": make_head,
    "alternate": make_alternate,
    "drafter": make_drafter,
    "observer": make_observer,
}


def lines(session) -> list[JournalLine]:
    session.rollback()
    return list(session.scalars(select(JournalLine).order_by(JournalLine.id)))


def terms(session) -> list[Appointment]:
    session.rollback()
    return list(session.scalars(select(Appointment).order_by(Appointment.id)))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("who", list(MAKERS))
def test_who_may_give_which_office(session, who, role):
    giver, receiver = actor_of(MAKERS[who]()), make_user()
    code = "EGY" if role in offices.FOR_A_DELEGATION else ""
    allowed = who == "administrator" or role in GIVEN_BY.get(who, ())

    if allowed:
        made = offices.appoint(giver, receiver.id, role=role, party=code)
        assert (made.user_id, made.role, made.starts_on) == (receiver.id, role, today())
        at_once = who != "administrator" or role in (Role.HEAD, Role.OBSERVER)  # here, the first head
        assert isinstance(made, Appointment if at_once else Nomination)
        assert [line.act for line in lines(session)] == ["appoint" if at_once else "nominate"]
    else:
        with pytest.raises(NotPermitted):
            offices.appoint(giver, receiver.id, role=role, party=code)
        assert lines(session) == []
        assert actor_of(receiver).offices == frozenset()


def test_a_head_gives_no_office_of_another_delegation():
    with pytest.raises(NotPermitted):
        offices.appoint(actor_of(make_head("EGY")), make_user().id, role=Role.DRAFTER, party="MYS")


@pytest.mark.parametrize("code", ["EGY", "egy", " EG ", "ARAB"])
def test_a_delegation_is_known_by_its_letters(session, code):
    assert offices.party_for(session, Role.HEAD, code).code in ("EGY", "ARAB")


@pytest.mark.parametrize("code", ["XXX", "OICM", "E\0", "EGYPT" * 50])
def test_there_is_no_other_delegation(session, code):
    with pytest.raises(NoSuchParty):
        offices.party_for(session, Role.HEAD, code)


def test_drafters_of_the_mission_hold_their_office_for_the_mission(session):
    assert offices.party_for(session, Role.MISSION, "").code == "OICM"


@pytest.mark.parametrize(
    "facts",
    [
        {"role": Role.HEAD},
        {"role": Role.CHAIR, "party": "EGY"},
        {"role": Role.OBSERVER, "days": ("starts_on", -1)},
        {"role": Role.OBSERVER, "days": ("ends_on", -1)},
        {"role": Role.OBSERVER, "starts": 1, "days": ("ends_on", 0)},
    ],
)
def test_an_office_that_makes_no_sense_is_refused(session, facts):
    facts = dict(facts)  # the same facts are tried on the other engine too
    dates = {}
    if "days" in facts:
        name, shift = facts.pop("days")
        dates[name] = yesterday() if shift else today()
    if facts.pop("starts", None):
        dates["starts_on"] = tomorrow()
    user = make_user()

    with pytest.raises(WrongOffice):
        offices.appoint(mission(), user.id, **facts, **dates)

    assert terms(session) == []


def test_the_same_office_is_not_held_twice_on_one_day(session):
    user = make_head("EGY", ends_on=tomorrow())

    with pytest.raises(OfficeHeld):
        offices.appoint(mission(), user.id, role=Role.HEAD, party="EGY", starts_on=tomorrow())
    offices.appoint(mission(), user.id, role=Role.HEAD, party="MYS")
    offices.appoint(mission(), user.id, role=Role.ALTERNATE, party="EGY")

    assert len(terms(session)) == 3


def test_a_term_ended_at_once_was_over_yesterday_and_stays_in_the_record(session):
    user = make_head("EGY")

    offices.end_office(mission(), user.appointments[0].id)

    assert terms(session)[0].ends_on == yesterday()
    line = lines(session)[0]
    assert (line.act, line.actor, line.party_id) == ("end term of office", "operator", party("EGY").id)
    assert line.before.startswith("head EGY 2026-01-01/")
    assert actor_of(user).offices == frozenset()


def test_a_term_that_began_today_ends_at_once_too(session):
    user = make_head("EGY", starts_on=today())

    offices.end_office(mission(), user.appointments[0].id)

    assert [(term.ends_on, term.ended_at is None) for term in terms(session)] == [(yesterday(), False)]
    assert actor_of(user).offices == frozenset()
    assert lines(session)[0].before == f"head EGY {today()}/"


def test_a_term_ends_with_a_day_to_come(session):
    user = make_head("EGY")

    offices.end_office(mission(), user.appointments[0].id, last_day=tomorrow())

    assert terms(session)[0].ends_on == tomorrow()
    assert actor_of(user).holds(Role.HEAD)


def test_a_term_that_is_over_or_never_was_is_not_there(session):
    over = make_head("EGY", ends_on=yesterday()).appointments[0].id

    for term in (over, 999):
        with pytest.raises(NotFound):
            offices.end_office(mission(), term)
    with pytest.raises(WrongOffice):
        offices.end_office(mission(), make_head().appointments[0].id, last_day=yesterday())


@pytest.mark.parametrize(
    ("make", "code", "allowed"),
    [
        (make_drafter, "EGY", True),
        (make_drafter, "MYS", False),
        (make_alternate, "EGY", True),
        (make_head, "EGY", False),
    ],
)
def test_a_head_ends_the_terms_of_own_alternates_and_drafters_and_sees_no_others(
    session, make, code, allowed
):
    head, user = actor_of(make_head("EGY")), make(code)

    if allowed:
        offices.end_office(head, user.appointments[0].id)
        assert actor_of(user).offices == frozenset()
    else:
        with pytest.raises(NotFound):
            offices.end_office(head, user.appointments[0].id)
        assert actor_of(user).offices != frozenset()


def test_the_last_administrator_is_not_ended_though_another_is_disabled_or_to_come(session):
    from acm_drafts.store.database import utcnow

    me = make_administrator()
    make_administrator(disabled_at=utcnow())
    make_administrator(starts_on=tomorrow())

    with pytest.raises(LastAdministrator):
        offices.end_office(actor_of(me), me.appointments[0].id)
    assert actor_of(me).holds(Role.ADMINISTRATOR)

    make_administrator()
    offices.end_office(actor_of(me), me.appointments[0].id)
    assert not actor_of(me).holds(Role.ADMINISTRATOR)


def test_the_chair_passes_in_one_act_with_one_line(session):
    old, new = make_chair(name="Old"), make_head(name="New")

    offices.transfer_chair(mission(), new.id, ends_on=tomorrow())

    assert not actor_of(old).holds(Role.CHAIR)
    assert actor_of(new).holds(Role.CHAIR, Role.HEAD)
    assert [(line.act, line.before, line.after) for line in lines(session)] == [
        ("transfer the chair", "Old", "New")
    ]


def test_the_chair_that_came_today_can_pass_on_today(session):
    first, second = make_user(), make_user()
    offices.transfer_chair(mission(), first.id)

    offices.transfer_chair(mission(), second.id)

    assert not actor_of(first).holds(Role.CHAIR)
    assert actor_of(second).holds(Role.CHAIR)


def test_the_chair_is_not_transferred_to_the_chair_and_not_by_a_head(session):
    chair = make_chair()

    with pytest.raises(OfficeHeld):
        offices.transfer_chair(mission(), chair.id)
    with pytest.raises(NotPermitted):
        offices.transfer_chair(actor_of(make_head()), make_user().id)
    with pytest.raises(NotFound):
        offices.transfer_chair(mission(), 999)

    assert actor_of(chair).holds(Role.CHAIR)
    assert lines(session) == []


def test_today_is_the_conferences_day(session):
    assert today() == meetings.today(session, None)


def test_a_term_of_a_group_is_one_of_the_group(session):
    user = make_user()
    make_appointment(user, Role.HEAD, "ASIA")

    assert actor_of(user).parties(Role.HEAD) == {party("ASIA").id}
