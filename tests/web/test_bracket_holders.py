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
    hold(table, "SEN", "1.", "[all]")
    assert send(head, table, "release", "[all]", party="EGY").status_code == 303
    flashed = head.get(f"/c/{table.code}/brackets").text
    assert "Egypt no longer holds the bracket." in flashed, "Senegal holds it still"
    page = told(head, f"/c/{table.code}/brackets")
    assert "Egypt since" not in page and "Senegal since" in page


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
    assert "Nobody that you may know of holds it." in page and "is not told here" in page
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


def lift_over_egypt(table: Table) -> Decision:
    """Lift a bracket of the first paragraph, which Egypt holds, by a proposal of Malaysia's at a sitting."""
    others = table.replace("MYS", "1.", "[strongly] ", "")
    hold(table, "EGY", "1.", "[strongly]", "Our law.")
    return table.accept(others, over=("EGY",))


def test_a_bracket_that_the_round_lifts_says_so_wherever_it_stands_until_the_next_draft(
    app: Flask, table: Table
):
    lift_over_egypt(table)
    mission = sign_in(app.test_client(), make_mission_drafter())
    egypt, observer = client_of(app, table.head("EGY")), sign_in(app.test_client(), make_observer())
    root = f"/c/{table.code}"
    path, note = f"{root}/p/{table.line('1.').code}", "Lifted as decided so far, over Egypt: "
    for client in (mission, egypt, observer):
        for page in (f"{root}/brackets", path):
            seen = told(client, page)
            assert note in seen and seen.count("Lifted as decided so far") == 1
    listed = told(mission, f"{root}/brackets")
    assert "3 brackets, 2 that nobody holds, 1 lifted as decided so far" in listed
    assert "Which withdrawals" not in listed, "nobody has to let go any more"
    assert "Let go" not in told(egypt, path) and "Let go" not in told(mission, path)
    own = told(egypt, f"{root}/delegation")
    assert "Brackets that you hold and that are lifted" in own and note in own
    assert "lifted" not in told(client_of(app, table.head("SEN")), f"{root}/delegation")


def test_the_paragraph_names_over_whom_a_decision_lifts_its_brackets(app: Flask, table: Table):
    decided = lift_over_egypt(table)
    mission = sign_in(app.test_client(), make_mission_drafter())
    path, over = f"/c/{table.code}/p/{table.line('1.').code}", "It decides over Egypt, which held brackets."
    seen = told(mission, f"{path}?decided={decided.id}")
    recorded = seen.partition(" Recorded ")[2].partition("Decided in this round")[0]
    taken = seen.partition("Decided in this round")[2].partition("History")[0]
    assert over in recorded and over in taken and over in seen.rpartition("History")[2]
    for client in (client_of(app, table.head("SEN")), sign_in(app.test_client(), make_observer())):
        assert over in told(client, path).rpartition("History")[2]


def test_a_text_without_names_does_not_tell_over_whom_brackets_are_lifted(app: Flask, session: object):
    table = Table(lines_of(*TEXT)).open(attributed=False)
    lift_over_egypt(table)
    path = f"/c/{table.code}/p/{table.line('1.').code}"
    seen = told(client_of(app, table.head("SEN")), path)
    assert "Lifted as decided so far: " in seen and "Egypt" not in seen
    left_out = "Over whom else is left out: the positions of others are not shown to you."
    assert left_out in seen
    own = told(client_of(app, table.head("EGY")), path)
    assert "over Egypt" in own and left_out in own
    assert left_out not in told(sign_in(app.test_client(), make_mission_drafter()), path)


def test_words_in_brackets_say_on_their_page_that_the_round_lifts_these(app: Flask, table: Table):
    kept = table.replace("MYS", "2.", "meet", "meet again")
    table.decide(DecisionKind.BRACKETS, kept)
    with clock_at(table.next_round()):
        page, client = f"/proposals/{kept.code}", client_of(app, table.head("MYS"))
        assert "Its brackets in this round" not in told(client, page)
        now = table.line("2.").line.text
        table.accept(table.replace("SEN", "2.", now, "It shall meet."), over=("MYS",))
        assert "Its brackets in this round: Lifted as decided so far, over Malaysia: " in told(client, page)


def test_who_does_not_know_all_decisions_is_told_no_full_number_of_lifted_brackets(
    app: Flask, session: object
):
    table = Table(lines_of(*TEXT)).open(visibility=Visibility.MISSION)
    lift_over_egypt(table)
    table.accept(table.replace("MYS", "1.", "[all]", "all"))
    seen = told(sign_in(app.test_client(), make_mission_drafter()), f"/c/{table.code}/brackets")
    assert "2 lifted as decided so far" in seen
    seen = told(client_of(app, table.head("EGY")), f"/c/{table.code}/brackets")
    assert "1 lifted by a decision that you may know of" in seen and "1 lifted as decided" not in seen


def test_in_a_hidden_round_no_choice_says_that_nobody_holds_a_bracket(app: Flask, session: object):
    table = Table(lines_of(*TEXT)).open(visibility=Visibility.MISSION)
    hold(table, "EGY", "1.", "[all]")
    choice = r'<option value="nobody"[^>]*>([^<]*)</option>'
    page = sign_in(app.test_client(), make_observer()).get(f"/c/{table.code}/brackets").text
    assert re.search(choice, page)[1] == "nobody that you may know of (3)"
    page = sign_in(app.test_client(), make_mission_drafter()).get(f"/c/{table.code}/brackets").text
    assert re.search(choice, page)[1] == "nobody (2)"


def test_the_page_says_that_a_decision_lifts_a_bracket_and_letting_go_does_not(app: Flask, table: Table):
    page = told(sign_in(app.test_client(), make_observer()), f"/c/{table.code}/brackets")
    assert "It stays in the text until a decision lifts it" in page


def test_a_press_is_called_by_its_paragraph_and_its_place_among_the_brackets(app: Flask, table: Table):
    hold(table, "EGY", "1.", "[all]")
    hold(table, "EGY", "2.", "[shall]")
    head = client_of(app, table.head("EGY"))
    first = told(head, f"/c/{table.code}/p/{table.line('1.').code}")
    assert "Let go , Egypt, [all] , paragraph 1, bracket 2 of 2" in first
    second = told(head, f"/c/{table.code}/p/{table.line('2.').code}")
    assert "Let go , Egypt, [shall] , paragraph 2 " in second and "bracket 1 of" not in second


def test_the_mission_chooses_in_whose_name_a_bracket_is_held(app: Flask, table: Table):
    mission = sign_in(app.test_client(), make_mission_drafter())
    page = mission.get(f"/c/{table.code}/p/{table.line('1.').code}").text
    first = r'<select[^>]*name="party"[^>]*>\s*<option value="">choose a delegation or group</option>'
    assert re.search(first, page)
    refused = send(mission, table, "hold", "[strongly]", party="")
    assert refused.status_code == 422 and "This is needed." in refused.text
    assert 'aria-invalid="true"' in refused.text
    db.session.rollback()
    assert db.session.scalars(db.select(BracketActRow)).all() == []
