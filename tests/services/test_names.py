"""A name is one person's wherever it was typed, and wherever an office is given to whoever has it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.names import (
    AccountNameReserved,
    AccountNameTaken,
    NameTaken,
    OwnAccountNameReserved,
)
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import nominations, offices, people
from acm_drafts.store.database import db
from acm_drafts.store.records import Appointment, Nomination, User
from tests.conftest import make_app
from tests.factories import (
    actor_of,
    make_administrator,
    make_head,
    make_meeting,
    make_observer,
    make_user,
    mission,
)
from tests.interleaving import interleave, queue_up

pytestmark = pytest.mark.usefixtures("session")


def test_nobody_is_given_an_office_at_a_meeting_at_which_another_has_that_name(session):
    here, there = make_meeting().id, make_meeting(title="The next", year=2031).id
    make_observer(name="Amina Diallo", meeting_id=here)
    person = make_user(name="AMINA  Diallo")

    def appoint(at: int) -> None:
        offices.appoint(mission(), person.id, role=Role.HEAD, party="MLI", meeting=at)

    with pytest.raises(AccountNameTaken):
        appoint(here)
    with pytest.raises(AccountNameTaken):
        offices.transfer_chair(mission(), person.id, meeting=here)
    token = people.invite(mission(), person.email, role=Role.OBSERVER, meeting=here)
    with pytest.raises(AccountNameTaken):
        people.accept_office(actor_of(person), token)
    assert session.scalars(select(Appointment).where(Appointment.user_id == person.id)).all() == []
    assert people.read_link(token).email == person.email, "the link is not used up"

    appoint(there)
    people.change_details(actor_of(person), name="Amina Diallo Traoré", language="fr")
    appoint(here)
    assert people.accept_office(actor_of(person), token)
    with pytest.raises(NameTaken):
        people.change_details(actor_of(person), name="Amina Diallo", language="fr")


@pytest.mark.parametrize("name", ["Operator", "Chair", "Senegal"])
def test_an_account_called_like_an_office_or_a_state_is_given_none(session, name: str):
    person = make_user(name=name)

    with pytest.raises(AccountNameReserved):
        offices.appoint(mission(), person.id, role=Role.HEAD, party="MLI")
    assert session.scalars(select(Appointment)).all() == []


def test_a_person_called_like_the_delegation_may_speak_for_it_and_for_no_other(session):
    person = make_user(name="Mali")

    offices.appoint(mission(), person.id, role=Role.HEAD, party="MLI")
    offices.appoint(mission(), person.id, role=Role.OBSERVER)


def test_a_nomination_is_not_confirmed_once_another_at_the_meeting_has_the_name(session):
    administrator, other = make_administrator(), make_administrator()
    person = make_user(name="Amina Diallo")
    offices.appoint(actor_of(administrator), person.id, role=Role.MISSION)
    nomination = session.scalars(select(Nomination)).one()
    twin = make_head("SEN", name="Amina Diallo")

    with pytest.raises(AccountNameTaken):
        nominations.confirm(actor_of(other), nomination.id)
    session.expire_all()
    assert session.get_one(Nomination, nomination.id).outcome is None

    people.change_details(actor_of(twin), name="Amina Diallo Sow", language="fr")
    assert nominations.confirm(actor_of(other), nomination.id).user_id == person.id


@pytest.mark.parametrize("order", ["first", "second"])
def test_who_takes_a_name_while_an_office_is_given_to_a_namesake_is_the_only_one(
    app: Flask, session, order: str
):
    make_observer(name="Amina Diallo")
    person = make_user(name="Amina Sow")
    key, actor = person.id, actor_of(person)
    session.remove()

    def rename() -> None:
        people.change_details(actor, name="Amina Diallo", language="fr")

    def appoint() -> None:
        offices.appoint(mission(), key, role=Role.HEAD, party="MLI")

    ended = interleave(app, *((rename, appoint) if order == "first" else (appoint, rename)))

    named = select(User.name).join(Appointment, Appointment.user_id == User.id)
    assert {act.end for act in ended} <= {"done", "NameTaken", "AccountNameTaken"}
    assert session.scalars(named.where(User.name == "Amina Diallo")).all() == ["Amina Diallo"]


def test_an_account_called_like_the_very_office_it_is_given_takes_it(session):
    head = make_user(name="Head of delegation, Mali")
    chair = make_user(name="Chair of the Group")
    speaker = make_user(name="Speaker of the African Group")

    offices.appoint(mission(), head.id, role=Role.HEAD, party="MLI")
    offices.transfer_chair(mission(), chair.id)
    offices.appoint(mission(), speaker.id, role=Role.HEAD, party="AFR")
    for person, role, party in (
        (head, Role.HEAD, "SEN"),
        (head, Role.OBSERVER, ""),
        (speaker, Role.HEAD, "MLI"),
    ):
        with pytest.raises(AccountNameReserved):
            offices.appoint(mission(), person.id, role=role, party=party)


def test_who_takes_an_office_is_told_to_change_their_own_name_and_keeps_the_link(session):
    person = make_user(name="Operator")
    token = people.invite(mission(), person.email, role=Role.HEAD, party="MLI")

    with pytest.raises(OwnAccountNameReserved):
        people.accept_office(actor_of(person), token)

    people.change_details(actor_of(person), name="Awa Keïta", language="fr")
    assert people.accept_office(actor_of(person), token)


NAMES = "select id from parties where kind = 'mission' for no key update"
"""What holds the names of all accounts (hold_accounts)."""


@pytest.mark.parametrize(
    "other", ["lets them in by a link", "appoints before there is a meeting", "makes them chair"]
)
def test_who_renames_themselves_while_another_gives_them_an_office_does_not_end_in_a_deadlock(
    postgres_url: str, other: str
) -> None:
    # Each holds the person before the names: had one the names and the other the person, neither could go on.
    app = make_app(postgres_url)
    with app.app_context():
        at = None if "before" in other else make_meeting().id
        person = make_user(name="Amina Sow")
        key, actor = person.id, actor_of(person)
        token = people.invite(mission(), person.email, role=Role.HEAD, party="MLI", meeting=at)
        db.session.remove()
    gives: dict[str, Callable[[], object]] = {
        "appoints before there is a meeting": lambda: offices.appoint(
            mission(), key, role=Role.HEAD, party="MLI"
        ),
        "makes them chair": lambda: offices.transfer_chair(mission(), key),
        "lets them in by a link": lambda: people.accept_office(actor, token),
    }

    def rename() -> object:
        return people.change_details(actor, name="Amina Diallo", language="fr")

    # Who asks for the names first has them first: before there is a meeting that is whoever gives the office.
    acts = (gives[other], rename) if "before" in other else (rename, gives[other])
    ended = queue_up(app, NAMES, *acts)

    assert [(act.end, act.refusal) for act in ended] == [("done", None)] * 2
    with app.app_context():
        renamed = db.session.get_one(User, key)
        assert renamed.name == "Amina Diallo" and len(renamed.appointments) == 1
        db.session.remove()
        db.engine.dispose()
