"""Pages of bodies: the Mission makes them, names members and chairs, and ends terms."""

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import Level
from acm_drafts.store.bodies import bodies_of, get_body
from acm_drafts.store.database import db
from acm_drafts.store.records import Body, Communique
from tests.factories import make_chair, make_head, make_observer, party, post
from tests.sittings import make_body
from tests.tables import Table, make_table
from tests.web.readers import Reader, mission_reader

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the report.")


@pytest.fixture
def desk(app: Flask, table: Table) -> Reader:
    return mission_reader(app)


def root(table: Table) -> str:
    return f"/c/{table.code}/bodies"


def send(reader: Reader, path: str, data: dict[str, object], *, status: int = 303) -> str:
    answer = post(reader.client, path, data)
    assert answer.status_code == status, answer.text
    return answer.headers.get("Location", "") if status == 303 else answer.text


def members(body: Body) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [state.code for state in get_body(db.session(), body.meeting_id, body.code).members]


def test_a_working_group_is_added_with_its_names(desk: Reader, table: Table):
    facts = {
        "city": "washington",
        "level": "working-groups",
        "name_en": "Working Group on Funds",
        "name_fr": "Groupe de travail sur les fonds",
        "name_ar": "الفريق العامل المعني بالصناديق",
        "mandate": "What the Ambassadors leave open.",
    }
    place = send(desk, root(table), facts)

    page = desk.sees(place)
    assert "Working Group on Funds, Washington DC" in page and "What the Ambassadors leave open." in page
    assert "no members yet" in desk.sees(root(table))
    assert "has a name" in send(desk, root(table), {**facts, "name_fr": ""}, status=422)
    assert "is there already" in send(desk, root(table), facts, status=409)


def test_members_and_a_chair_are_named_and_a_term_is_ended(desk: Reader, table: Table):
    body = make_body(Level.TROIKA)
    page = f"{root(table)}/{body.code}"
    states = [str(party(code).id) for code in ("EGY", "TUR")]
    send(desk, f"{page}/members", {"members-states": states})
    send(desk, f"{page}/chair", {"chair-state": states[0]})
    assert members(body) == ["EGY", "TUR"]
    assert "Chair: Egypt" in desk.sees(page)

    term = next(
        term for term in get_body(db.session(), body.meeting_id, body.code).terms if term.party.code == "TUR"
    )
    send(desk, f"{page}/terms/{term.id}", {"last_day": "2020-01-01"}, status=422)
    send(desk, f"{page}/terms/{term.id}", {"last_day": ""})
    assert "End the term" in desk.sees(page)


def test_what_cannot_be_comes_back_with_what_is_wrong(desk: Reader, table: Table):
    body = make_body(Level.TROIKA, members=("EGY",))
    page, egypt = f"{root(table)}/{body.code}", str(party("EGY").id)
    assert "at least one" in send(desk, f"{page}/members", {}, status=422)
    send(desk, f"{page}/members", {"members-states": [egypt]}, status=422)
    facts = {"chair-state": egypt, "chair-starts_on": "2027-01-02", "chair-ends_on": "2027-01-01"}
    assert "not before its first day" in send(desk, f"{page}/chair", facts, status=422)
    desk.get(f"{root(table)}/nothing", status=404)


def test_a_plenary_body_says_that_every_state_sits(desk: Reader, table: Table):
    body = make_body(Level.AMBASSADORIAL)
    page = desk.sees(f"{root(table)}/{body.code}")
    assert "57 members" in page and "every Member State sits" in page


@pytest.mark.parametrize("make", [make_head, make_chair, make_observer])
def test_bodies_are_for_the_mission_alone(app: Flask, table: Table, make):
    body = make_body(Level.TROIKA)
    reader = Reader(app, make())
    for path in (root(table), f"{root(table)}/{body.code}"):
        reader.get(path, status=403)
    send(reader, root(table), {"city": "new-york", "level": "expert"}, status=403)
    meeting = db.session.get_one(Communique, table.communique).meeting_id
    db.session.rollback()
    assert len(bodies_of(db.session(), meeting)) == 1
