"""Who gets in: gates, sign-ins that end, and nowhere to be sent by a forged link."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update

from acm_drafts.negotiation.permissions import Act, Office
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.services import sign_ins
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import SignIn, User
from acm_drafts.web.shared import access
from tests.conftest import make_app
from tests.factories import (
    actor_of,
    make_administrator,
    make_appointment,
    make_head,
    make_mission_drafter,
    make_observer,
    party,
    post,
    session_cookie,
    sign_in,
    today,
    tomorrow,
    yesterday,
)


@pytest.fixture
def app(database_url: str) -> Flask:
    """An application with one route for each kind of gate, and one that forgot its own."""
    app = make_app(database_url)

    @access.gate(Act.READ_DESK)
    def desk() -> str:
        return "the desk"

    @access.signed_in
    def seat() -> str:
        return access.actor().name

    @access.account
    def own() -> str:
        return access.actor().name

    app.add_url_rule("/behind/act", view_func=desk)
    app.add_url_rule("/behind/office", view_func=seat)
    app.add_url_rule("/behind/account", view_func=own)
    app.add_url_rule("/behind/nothing", view_func=lambda: "open to all")
    app.add_url_rule("/behind/number/<int:part>", "number", access.signed_in(lambda part: "one"))
    app.add_url_rule("/behind/code/<part>", "code", access.signed_in(lambda part: "one"))
    return app


def test_a_stranger_is_sent_to_the_sign_in_page_and_back_afterwards(client: FlaskClient):
    answer = client.get("/behind/office?page=2")

    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=%2Fbehind%2Foffice%3Fpage%3D2"


def test_a_form_of_a_stranger_is_not_sent_on_after_signing_in(client: FlaskClient, session):
    answer = post(client, "/account/details", {"language": "fr"})

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_route_without_a_gate_answers_nobody(app: Flask, session):
    client = sign_in(app.test_client(), make_administrator())

    with pytest.raises(RuntimeError, match="declares no gate"):
        client.get("/behind/nothing")


def test_an_act_is_asked_of_the_permissions_table(app: Flask, session):
    assert sign_in(app.test_client(), make_mission_drafter()).get("/behind/act").text == "the desk"
    for other in (make_head(), make_observer(), make_administrator()):
        assert sign_in(app.test_client(), other).get("/behind/act").status_code == 403


def test_somebody_between_two_terms_reaches_the_account_and_nothing_else(client: FlaskClient, session):
    sign_in(client, make_head(name="Amal", ends_on=yesterday()))

    assert client.get("/behind/account").text == "Amal"
    refused = client.get("/behind/office")
    assert refused.status_code == 403
    assert "You hold no office today." in refused.text


def test_a_term_that_has_not_begun_opens_nothing(client: FlaskClient, session):
    sign_in(client, make_head(starts_on=tomorrow()))

    assert client.get("/behind/office").status_code == 403


def test_a_term_holds_on_its_last_day(client: FlaskClient, session):
    sign_in(client, make_head(starts_on=today(), ends_on=today()))

    assert client.get("/behind/office").status_code == 200


@pytest.mark.thorough
def test_the_actor_holds_the_offices_of_today_for_their_parties(app: Flask, session):
    head = make_head("MYS")
    make_appointment(head, Role.HEAD, "ASIA")
    make_appointment(head, Role.CHAIR, ends_on=yesterday())

    assert actor_of(head).offices == {
        Office(Role.HEAD, party("MYS").id, "MYS", PartyKind.STATE),
        Office(Role.HEAD, party("ASIA").id, "ASIA", PartyKind.GROUP),
    }


def test_a_disabled_person_is_a_stranger_with_the_next_request(client: FlaskClient, session):
    user = make_head()
    sign_in(client, user)
    assert client.get("/behind/office").status_code == 200

    session.execute(update(User).where(User.id == user.id).values(disabled_at=utcnow()))
    session.commit()

    assert client.get("/behind/office").status_code == 303


def test_an_old_cookie_is_worth_nothing_after_signing_out(app: Flask, client: FlaskClient, session):
    sign_in(client, make_head())
    stolen = session_cookie(client)

    post(client, "/sign-out")

    thief = app.test_client()
    thief.set_cookie(app.config["SESSION_COOKIE_NAME"], stolen)
    assert thief.get("/behind/office").status_code == 303


@pytest.mark.parametrize(
    ("column", "age"),
    [("seen_at", sign_ins.LIFETIME.idle), ("began_at", sign_ins.LIFETIME.longest)],
)
def test_a_sign_in_ends_after_twelve_idle_hours_and_after_fourteen_days(client, session, column, age):
    sign_in(client, make_head())
    session.execute(update(SignIn).values({column: utcnow() - age}))
    session.commit()

    assert client.get("/behind/office").status_code == 303


def test_a_request_asks_the_database_once_and_writes_nothing(app: Flask, client: FlaskClient, session):
    sign_in(client, make_head())
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *facts: asked.append(facts[2]))

    assert client.get("/behind/office").status_code == 200

    assert len([statement for statement in asked if not statement.startswith("BEGIN")]) == 1
    assert "Set-Cookie" not in client.get("/behind/office").headers


def test_being_seen_is_written_once_in_five_minutes(client: FlaskClient, session):
    sign_in(client, make_head())
    earlier = utcnow() - 2 * sign_ins.NOTICED
    session.execute(update(SignIn).values(seen_at=earlier))
    session.commit()

    client.get("/behind/office")

    session.expire_all()
    assert session.query(SignIn).one().seen_at > earlier


@pytest.mark.parametrize("number", ["-1", "2147483648", "9223372036854775808", "1e3", "٣", "abc", "007"])
def test_what_is_no_number_of_ours_is_no_address(client: FlaskClient, session, number):
    sign_in(client, make_head())

    assert client.get("/behind/number/7").status_code == 200
    assert client.get(f"/behind/number/{number}").status_code == 404


def test_a_character_that_no_code_has_is_no_address(client: FlaskClient, session):
    sign_in(client, make_head())

    assert client.get("/behind/code/abc").status_code == 200
    assert client.get("/behind/code/a%00b").status_code == 404


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        None,
    ],
)
def test_nobody_is_sent_to_another_site(elsewhere):
    assert access.safe_next(elsewhere) == "/"


def test_a_page_of_this_site_is_come_back_to():
    assert access.safe_next("/c/abc/p/def?view=all") == "/c/abc/p/def?view=all"
