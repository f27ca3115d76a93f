"""Who is let in: links, accounts, passwords, and people who are shut out."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from acm_drafts.negotiation.errors import (
    AddressTaken,
    LastAdministrator,
    LinkSpent,
    NotFound,
    NotPermitted,
    OfficeHeld,
    WrongAddress,
    WrongCredentials,
    WrongName,
    WrongOffice,
)
from acm_drafts.negotiation.names import NameReserved, NameTaken
from acm_drafts.negotiation.passwords import WeakPassword
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import people, sign_ins
from acm_drafts.store.database import utcnow
from acm_drafts.store.journal import Scope
from acm_drafts.store.records import Appointment, Invitation, JournalLine, User
from tests.factories import (
    PASSWORD,
    actor_of,
    make_administrator,
    make_head,
    make_observer,
    make_user,
    mission,
    party,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.usefixtures("session")

NEW = "another long password"


def lines(session) -> list[JournalLine]:
    session.rollback()
    return list(session.scalars(select(JournalLine).order_by(JournalLine.id)))


def invite(email: str = "new@example.org", role: Role = Role.HEAD, code: str = "EGY", **facts) -> str:
    return people.invite(mission(), email, role=role, party=code, **facts)


def accept(token: str, **facts: str) -> int:
    return people.accept_invitation(token, **{"name": "Nour", "password": PASSWORD, **facts})


def test_the_operator_has_the_missions_rights_and_an_administrators():
    operator = people.operator()

    assert (operator.user, operator.name) == (None, "operator")
    assert operator.holds(Role.MISSION)
    assert operator.holds(Role.ADMINISTRATOR)
    assert operator.parties() == {party("OICM").id}


def test_an_invitation_becomes_an_account_with_its_office(session):
    user_id = accept(invite("New@Example.org", ends_on=tomorrow()), language="ar")

    session.rollback()
    user = session.get(User, user_id)
    assert (user.email, user.name, user.language) == ("new@example.org", "Nour", "ar")
    assert user.appointments[0].ends_on == tomorrow()
    assert actor_of(user).parties(Role.HEAD) == {party("EGY").id}
    assert sign_ins.authenticate("new@example.org", PASSWORD) == user_id


def test_inviting_and_accepting_stand_in_the_journal_of_people(session):
    accept(invite())

    told = [(line.actor, line.act, line.scope, line.subject, line.after) for line in lines(session)]
    assert told == [
        ("operator", "invite", Scope.PEOPLE, "new@example.org", "head EGY"),
        ("Nour", "take office", Scope.PEOPLE, "new@example.org", "head EGY"),
    ]


def test_the_database_holds_no_link_and_no_password(session):
    token = invite()
    accept(token)

    invitation = session.scalars(select(Invitation)).one()
    assert token not in invitation.token_hash
    assert PASSWORD not in session.scalars(select(User.password_hash)).one()
    assert token not in "".join(line.subject + line.after for line in lines(session))


def test_a_link_opens_once(session):
    token = invite()
    accept(token)

    for use in (people.read_link, accept, lambda spent: people.choose_password(spent, NEW)):
        with pytest.raises(LinkSpent):
            use(token)


def test_a_link_opens_for_seven_days(session):
    token = invite()

    session.execute(update(Invitation).values(expires_at=utcnow() + timedelta(minutes=1)))
    session.commit()
    assert people.read_link(token).email == "new@example.org"

    session.execute(update(Invitation).values(expires_at=utcnow()))
    session.commit()
    with pytest.raises(LinkSpent):
        accept(token)
    assert people.LINK_LIVES.days == 7


@pytest.mark.parametrize(
    ("facts", "refusal"), [({"name": ""}, WrongName), ({"password": "short"}, WeakPassword)]
)
def test_a_refused_account_leaves_the_link_open(session, facts, refusal):
    token = invite()

    with pytest.raises(refusal):
        accept(token, **facts)

    assert people.read_link(token).has_account is False
    assert session.scalars(select(User)).all() == []


def test_an_account_is_made_once_for_an_address(session):
    first, second = invite(), invite(role=Role.OBSERVER, code="")
    accept(first)

    with pytest.raises(AddressTaken):
        accept(second)

    assert people.read_link(second).has_account is True


def test_a_second_office_is_taken_by_its_owner_alone(session):
    user, other = make_observer(email="omar@example.org"), make_observer()
    token = invite("omar@example.org")

    with pytest.raises(NotPermitted):
        people.accept_office(actor_of(other), token)
    people.accept_office(actor_of(user), token)

    assert actor_of(user).holds(Role.HEAD, Role.OBSERVER)
    with pytest.raises(LinkSpent):
        people.accept_office(actor_of(user), token)


def test_an_office_that_is_held_is_not_taken_twice(session):
    user = make_head("EGY", email="hana@example.org")

    with pytest.raises(OfficeHeld):
        people.accept_office(actor_of(user), invite("hana@example.org"))


def test_an_invitation_does_not_reveal_whether_an_account_exists(session):
    make_observer(email="known@example.org")
    head = actor_of(make_head("EGY"))

    for email in ("known@example.org", "unknown@example.org"):
        assert people.invite(head, email, role=Role.DRAFTER, party="EGY")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"email": "nobody"}, WrongAddress),
        ({"code": ""}, WrongOffice),
        ({"role": Role.CHAIR}, WrongOffice),
        ({"ends_on": "yesterday"}, WrongOffice),
    ],
)
def test_a_wrong_invitation_leaves_nothing(session, facts, refusal):
    if "ends_on" in facts:
        facts = {"ends_on": yesterday()}

    with pytest.raises(refusal):
        invite(**facts)

    assert session.scalars(select(Invitation)).all() == []
    assert lines(session) == []


def test_an_office_whose_last_day_passed_meanwhile_is_not_taken(session):
    token = invite(ends_on=tomorrow())
    session.execute(update(Invitation).values(ends_on=yesterday()))
    session.commit()

    with pytest.raises(LinkSpent):
        accept(token)

    assert session.scalars(select(User)).all() == []


def test_a_withdrawn_link_opens_nothing(session):
    token = invite()
    invitation = session.scalars(select(Invitation)).one()

    people.withdraw_invitation(mission(), invitation.id)

    with pytest.raises(LinkSpent):
        accept(token)
    with pytest.raises(NotFound):
        people.withdraw_invitation(mission(), invitation.id)


def test_a_reset_link_sets_a_password_and_ends_every_sign_in(session):
    user = make_head(email="hana@example.org")
    left_open = sign_ins.begin(user.id)
    earlier = people.make_reset_link(mission(), user.id)
    token = people.make_reset_link(mission(), user.id)

    with pytest.raises(LinkSpent):
        people.read_link(earlier)
    assert people.read_link(token).role is None
    assert people.choose_password(token, NEW) == user.id

    assert sign_ins.recognise(left_open) is None
    assert sign_ins.authenticate("hana@example.org", NEW) == user.id
    with pytest.raises(WrongCredentials):
        sign_ins.authenticate("hana@example.org", PASSWORD)


def test_a_reset_link_makes_no_account_and_an_invitation_sets_no_password(session):
    reset, invitation = people.make_reset_link(mission(), make_user().id), invite()

    with pytest.raises(LinkSpent):
        accept(reset)
    with pytest.raises(LinkSpent):
        people.choose_password(invitation, NEW)

    assert people.read_link(reset)
    assert people.read_link(invitation)


@pytest.mark.parametrize("make", [make_head, make_observer])
def test_only_administrators_reset_disable_and_enable(session, make):
    actor, user = actor_of(make()), make_user()

    for act in (people.make_reset_link, people.disable, people.enable):
        with pytest.raises(NotPermitted):
            act(actor, user.id)


def test_disabling_ends_sign_ins_and_links_and_enabling_brings_the_person_back(session):
    user = make_head(email="hana@example.org")
    signed_in, reset = sign_ins.begin(user.id), people.make_reset_link(mission(), user.id)
    offered = invite("hana@example.org", Role.OBSERVER, "")

    people.disable(mission(), user.id)

    assert sign_ins.recognise(signed_in) is None
    for link in (reset, offered):
        with pytest.raises(LinkSpent):
            people.read_link(link)
    people.enable(mission(), user.id)
    assert sign_ins.authenticate("hana@example.org", PASSWORD) == user.id
    assert sign_ins.recognise(signed_in) is None
    assert [line.act for line in lines(session)][-2:] == ["disable account", "enable account"]


def test_disabling_or_enabling_an_account_twice_writes_one_journal_line(session):
    user = make_user()

    for _ in range(2):
        people.disable(mission(), user.id)
    for _ in range(2):
        people.enable(mission(), user.id)

    assert [line.act for line in lines(session)] == ["disable account", "enable account"]


def test_the_last_administrator_is_not_disabled(session):
    first, second = make_administrator(), make_administrator()
    people.disable(actor_of(second), first.id)

    with pytest.raises(LastAdministrator):
        people.disable(actor_of(second), second.id)

    assert actor_of(second).holds(Role.ADMINISTRATOR)


def test_a_password_is_changed_by_who_knows_the_present_one(session):
    user = make_head(email="hana@example.org")
    actor, elsewhere = actor_of(user), sign_ins.begin(user.id)

    with pytest.raises(WrongCredentials):
        people.change_password(actor, old=NEW, new=NEW)
    with pytest.raises(WeakPassword):
        people.change_password(actor, old=PASSWORD, new="short")
    assert sign_ins.recognise(elsewhere)

    people.change_password(actor, old=PASSWORD, new=NEW)

    assert sign_ins.recognise(elsewhere) is None
    assert sign_ins.authenticate("hana@example.org", NEW) == user.id


def test_a_person_changes_their_details_and_the_journal_keeps_both_names(session):
    user = make_user(name="Before")

    people.change_details(actor_of(user), name=" After  Words ", language="fr", zone="Africa/Dakar")

    session.rollback()
    kept = session.get(User, user.id)
    assert (kept.name, kept.language, kept.zone) == ("After Words", "fr", "Africa/Dakar")
    assert [(line.before, line.after) for line in lines(session)] == [("Before", "After Words")]


def test_nobody_is_nobody(session):
    for act in (people.make_reset_link, people.disable, people.enable):
        with pytest.raises(NotFound):
            act(mission(), 999)
    assert session.scalars(select(Appointment)).all() == []


def test_a_name_is_not_an_office_a_state_that_is_not_theirs_or_anothers_at_the_meeting(session):
    make_head(name="Amina Diallo")
    token = invite()
    for name, refused in (
        ("Operator", NameReserved),
        ("Morocco", NameReserved),
        ("amina  DIALLO", NameTaken),
    ):
        with pytest.raises(refused):
            accept(token, name=name)
    user = session.get(User, accept(token))
    actor = actor_of(user)

    for name, refused in (("Head of delegation", NameReserved), ("Ami\u00adna Diallo", NameTaken)):
        with pytest.raises(refused):
            people.change_details(actor, name=name, language="fr")
    people.change_details(actor, name="Nour", language="fr")

    session.expire_all()
    assert (user.name, user.language) == ("Nour", "fr")
