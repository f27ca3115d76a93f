"""Reads about people: narrowed to what is seen, and searched as readers search."""

from datetime import timedelta

import pytest

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import people as acts
from acm_drafts.store import people
from acm_drafts.store.database import utcnow
from tests.factories import (
    make_administrator,
    make_appointment,
    make_chair,
    make_drafter,
    make_head,
    make_meeting,
    make_user,
    mission,
    party,
    today,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.usefixtures("session")


def names(session, seen: people.Seen = None, words: str = "") -> list[str]:
    return [user.name for user in people.find_people(session, seen, words)]


def own(*codes: str, meeting: int | None = None) -> people.Seen:
    """Return what a head of the delegations with *codes* sees at a meeting."""
    return (people.Terms(meeting, frozenset(party(code).id for code in codes)),)


def test_people_come_by_name_with_their_terms(session):
    make_user(name="Zaynab")
    make_head("EGY", name="Amal")

    found = people.find_people(session, None)

    assert [user.name for user in found] == ["Amal", "Zaynab"]
    assert found[0].appointments[0].party.code == "EGY"


def test_a_delegation_sees_its_own_people_former_ones_too(session):
    make_head("EGY", name="Amal")
    make_drafter("EGY", name="Former", ends_on=yesterday())
    make_head("MYS", name="Foreign")
    make_user(name="Nobody")

    assert names(session, own("EGY")) == ["Amal", "Former"]
    assert names(session, own()) == []
    assert names(session, ()) == []


@pytest.mark.parametrize(
    "words", ["elodie", "ÉLODIE", "  e@Example ", "sen", "Sénégal", "السنغال", "السِّنغال"]
)
def test_people_are_searched_without_case_accents_and_vowel_marks(session, words):
    make_head("SEN", name="Élodie", email="e@example.org")
    make_head("MYS", name="Aisha", email="a@example.org")

    assert names(session, None, words) == ["Élodie"]


def test_what_somebody_holds_elsewhere_is_not_found_by_a_head(session):
    both = make_drafter("EGY", name="Both")
    make_appointment(both, Role.DRAFTER, "MYS")
    mine = own("EGY")

    assert names(session, mine, "Malaysia") == []
    assert names(session, mine, "Egypt") == ["Both"]
    assert names(session, None, "Malaysia") == ["Both"]


def test_nobody_and_somebody_of_another_delegation_are_not_found_alike(session):
    foreign = make_head("MYS")

    for user_id in (foreign.id, 999):
        with pytest.raises(NotFound):
            people.get_person(session, user_id, own("EGY"))
    assert people.get_person(session, foreign.id, None).id == foreign.id


def test_the_chair_is_who_holds_the_chair_today(session):
    make_chair(name="Before", ends_on=yesterday())
    make_chair(name="After", starts_on=tomorrow())
    assert people.find_chair(session, None, today()) is None

    make_chair(name="Now")
    assert people.find_chair(session, None, today()).name == "Now"


def test_each_meeting_has_a_chair_of_its_own(session):
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    make_chair(name="Amal", meeting_id=first.id)
    make_chair(name="Zaynab", meeting_id=second.id)

    assert people.find_chair(session, first.id, today()).name == "Amal"
    assert people.find_chair(session, second.id, today()).name == "Zaynab"


def test_people_are_found_by_the_meeting_at_which_they_hold_an_office(session):
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    make_head("EGY", name="Amal", meeting_id=first.id)
    make_head("EGY", name="Zaynab", meeting_id=second.id)
    make_administrator(name="Basma")

    assert names(session, own("EGY", meeting=first.id)) == ["Amal"]
    assert names(session, (people.Terms(second.id),)) == ["Basma", "Zaynab"]
    assert names(session, (people.Terms(second.id, general=False),)) == ["Zaynab"]
    assert names(session, (*own("EGY", meeting=first.id), *own("EGY", meeting=second.id))) == [
        "Amal",
        "Zaynab",
    ]


def test_a_delegation_sees_the_open_links_for_its_drafters(session):
    for role, code in ((Role.DRAFTER, "EGY"), (Role.HEAD, "EGY"), (Role.DRAFTER, "MYS"), (Role.OBSERVER, "")):
        acts.invite(mission(), f"{role.value}{code}@example.org".lower(), role=role, party=code)
    mine = own("EGY")

    def emails(parties, at=None) -> list[str]:
        return [link.email for link in people.find_open_invitations(session, parties, at or utcnow())]

    assert emails(mine) == ["drafteregy@example.org"]
    assert len(emails(None)) == 4
    assert emails(None, utcnow() + timedelta(days=8)) == []
