"""The page of brackets, the press that holds one, what the Mission reads, and the form of a decision that lifts one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DecisionKind, Visibility
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import BracketActRow, Decision, OverriddenHolder, User
from tests.brackets import hold
from tests.factories import make_drafter, make_mission_drafter, make_observer, party, sign_in
from tests.tables import Table, lines_of

pytestmark = pytest.mark.usefixtures("session")

KEEPS = r'action="/decisions/(\d+)/keep#taken"(.*?)</form>'
TEXT = ("# Palestine", "It [strongly] urged [all] States.", "# Other", "It [shall] meet.")


@pytest.fixture
def table(session: object) -> Table:
    return Table(lines_of(*TEXT)).open()


def client_of(app: Flask, actor: Actor) -> FlaskClient:
    return sign_in(app.test_client(), db.session.get_one(User, actor.user))


def told(client: FlaskClient, path: str) -> str:
    """Return the words of a page on one line."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    main = re.sub(r"<select.*?</select>", " ", answer.text.partition("<main")[2], flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def send(client: FlaskClient, table: Table, act: str, words: str, **data: str) -> object:
    """Press on a bracket of the first paragraph what its form on the page sends."""
    path = f"/c/{table.code}/p/{table.line('1.').code}"
    page = client.get(path).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    seen = re.search(r'name="seen" value="([^"]+)"><input type="hidden" name="start"', page)[1]
    start = TEXT[1].index(words)
    return client.post(
        f"{path}/brackets/{act}", data={"csrf_token": token, "seen": seen, "start": start, **data}
    )


def test_a_head_holds_a_bracket_reads_it_by_section_and_lets_go(app: Flask, table: Table):
    hold(table, "MYS", "2.", "[shall]", "Our <law>.")
    drafter = sign_in(app.test_client(), make_drafter("EGY"))
    head = client_of(app, table.head("EGY"))
    answer = send(head, table, "hold", "[all]", party="EGY", reason="Some cannot.")
    assert answer.status_code == 303 and answer.headers["Location"].endswith(
        f"#b-{table.line('1.').code}-{TEXT[1].index('[all]')}"
    )
    page = told(head, f"/c/{table.code}/brackets")
    assert "3 brackets, 1 that nobody holds" in page
    parts = re.search(r"Palestine (.*) Other (.*)", page)
    assert "Egypt since" in parts[1] and "Some cannot." in parts[1] and "Nobody holds it." in parts[1]
    assert "Malaysia since" in parts[2] and "Our &lt;law&gt;." in parts[2]
    assert "withdrawals" not in page, "what the Mission weighs is read by the Mission"
    only = told(head, f"/c/{table.code}/brackets?holder=MYS")
    assert "[ shall ]" in only and "[ all ]" not in only
    assert "[ strongly ]" in told(head, f"/c/{table.code}/brackets?holder=nobody")

    again = send(head, table, "hold", "[all]", party="EGY", reason="Some cannot.")
    assert again.status_code == 409 and "held in this name already" in again.text
    long = send(head, table, "hold", "[strongly]", party="EGY", reason="x" * 301)
    assert long.status_code == 422 and "x" * 301 in long.text
    assert send(head, table, "hold", "[all]", party="MYS").status_code == 403
    assert send(head, table, "hold", "[all]", party="??").status_code == 404
    assert "Hold this bracket" not in told(drafter, f"/c/{table.code}/p/{table.line('1.').code}")
    assert send(head, table, "release", "[all]", party="EGY").status_code == 303
    assert "Egypt" not in told(head, f"/c/{table.code}/brackets")


def test_the_mission_notes_from_the_floor_and_reads_which_withdrawals_would_clear_most(
    app: Flask, table: Table
):
    mission = sign_in(app.test_client(), make_mission_drafter())
    for words, codes in (("[strongly]", ("EGY",)), ("[all]", ("EGY", "SEN"))):
        for code in codes:
            assert send(mission, table, "hold", words, party=code).status_code == 303
    db.session.rollback()
    rows = db.session.scalars(db.select(BracketActRow)).all()
    assert all(row.from_floor for row in rows) and len(rows) == 3
    page = told(mission, f"/c/{table.code}/brackets")
    assert "Egypt 1 1 Egypt and Senegal 2 0" in page
    assert "holds a bracket" in told(mission, f"/c/{table.code}/journal")


def test_who_may_not_read_positions_is_told_that_holders_are_left_out(app: Flask, session: object):
    table = Table(lines_of(*TEXT)).open(visibility=Visibility.MISSION)
    hold(table, "EGY", "1.", "[all]", "Some cannot.")
    page = told(sign_in(app.test_client(), make_observer()), f"/c/{table.code}/brackets")
    assert (
        "Egypt" not in page and "Some cannot." not in page and "3 without a holder that you may know" in page
    )
    assert "Nobody that you may know of holds it." in page and "left out" in page
    assert "Some cannot." in told(client_of(app, table.head("EGY")), f"/c/{table.code}/brackets")


def test_the_form_of_a_decision_names_the_holders_and_asks_over_whom(app: Flask, table: Table):
    hold(table, "EGY", "1.", "[all]")
    sitting = table.sitting()
    mission, line = sign_in(app.test_client(), make_mission_drafter()), table.line("1.")
    path = f"/c/{table.code}/p/{line.code}"
    page = mission.get(path).text
    assert "Held brackets" in page and re.search(r'name="over" value="EGY"', page)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    data = {"csrf_token": token, "seen": 0, "kind": "lift", "stands-1": "1.0", "sitting": sitting}
    refused = mission.post(f"{path}/decide", data=data)
    assert refused.status_code == 409 and "are held by Egypt" in refused.text
    assert db.session.scalars(db.select(Decision.id)).all() == []
    assert mission.post(f"{path}/decide", data=data | {"over": "EGY"}).status_code == 303
    db.session.rollback()
    assert db.session.scalars(db.select(OverriddenHolder.party_id)).all() == [party("EGY").id]
    with clock_at(table.next_round()):
        told_lifted = told(client_of(app, table.head("SEN")), f"/c/{table.code}/brackets")
        assert "Held and lifted" in told_lifted and "Egypt (lifted over it)" in told_lifted


def test_what_is_kept_at_a_sitting_lists_the_holders_and_asks_over_whom(app: Flask, table: Table):
    others, sitting = table.replace("MYS", "1.", "[strongly] ", ""), table.sitting()
    rejected = table.replace("SEN", "1.", "[all]", "all")
    taken = table.accept(others, level=None).id
    table.decide(DecisionKind.REJECT, rejected, level=None, reason="No.")
    for contested in (others, rejected):
        table.contest(contested)
    hold(table, "EGY", "1.", "[strongly]")
    mission = sign_in(app.test_client(), make_mission_drafter())
    page = mission.get(f"/c/{table.code}/p/{table.line('1.').code}").text
    asks = {key: "Held brackets" in form for key, form in re.findall(KEEPS, page, re.DOTALL)}
    assert asks == {str(taken): True, str(taken + 1): False}, "what was rejected lifts no bracket"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    data = {"csrf_token": token, "seen": seen, "sitting": sitting}

    refused = mission.post(f"/decisions/{taken}/keep", data=data)
    assert refused.status_code == 409
    again = dict(re.findall(KEEPS, refused.text, re.DOTALL))[str(taken)]
    assert "are held by Egypt" in again and f'value="{sitting}" selected' in again
    assert 'name="over" value="EGY"' in again
    assert mission.post(f"/decisions/{taken}/keep", data=data | {"over": "EGY"}).status_code == 303
    db.session.rollback()
    assert db.session.scalars(db.select(OverriddenHolder.party_id)).all() == [party("EGY").id]
