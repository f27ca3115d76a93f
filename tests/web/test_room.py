"""A paragraph of an open sitting as it is shown in the room: who may show it, and what anybody there may read."""

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, SittingResult, Visibility
from acm_drafts.services import sittings
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Paragraph, Sitting
from tests.factories import mission
from tests.sittings import code_of, hold, make_body, record
from tests.tables import Table, lines_of
from tests.web.readers import Reader, delegate, mission_reader

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.")


def text(**terms: object) -> Table:
    return Table(lines_of(*TEXTS)).open(**terms)


def room(table: Table, sitting: Sitting, label: str = "2.") -> str:
    return f"/c/{table.code}/sittings/{sitting.code}/room/{code_of(table, label)}"


def test_the_room_sees_the_words_as_decided_and_what_is_still_proposed(app: Flask):
    table = text()
    table.accept(table.replace("MYS", "2.", "urged", "invited"))
    table.replace("EGY", "2.", "States", "nations")
    sitting = hold(table, make_body(), ["2."])
    desk = mission_reader(app)

    assert room(table, sitting) in desk.get(f"/c/{table.code}/sittings/{sitting.code}")
    page = desk.sees(room(table, sitting))
    assert "Paragraph 2 As decided so far" in page and "inserted: invited" in page
    assert "Still proposed EGY 1" in page and "inserted: nations" in page


def test_the_room_sees_nothing_of_a_round_that_the_mission_alone_reads(app: Flask):
    table = text(visibility=Visibility.MISSION)
    table.accept(table.replace("MYS", "2.", "urged", "invited"))
    table.replace("EGY", "2.", "States", "nations")
    sitting = hold(table, make_body(), ["2."])

    page = mission_reader(app).sees(room(table, sitting))
    assert "In the draft The Meeting urged all States." in page
    assert "Shown to the Mission alone" in page
    assert not any(word in page for word in ("EGY", "nations", "invited", "MYS"))


def test_the_room_sees_what_it_agreed_itself_whatever_the_round_hides(app: Flask):
    table = text(visibility=Visibility.MISSION)
    table.accept(table.replace("MYS", "2.", "urged", "invited"))
    sitting = hold(table, make_body(), ["2."])
    record(table, sitting, "2.")

    page = mission_reader(app).sees(room(table, sitting))
    assert "Paragraph 2 was agreed in these words:" in page and "inserted: invited" in page
    assert "In the draft" not in page


def test_the_room_reads_what_the_sitting_came_to_where_it_agreed_nothing(app: Flask):
    table, other = text(), make_body(Level.AMBASSADORIAL)
    sitting = hold(table, make_body(), ["2."])
    record(table, sitting, "2.", result=SittingResult.REFERRED, referred_to=other.code)

    page = mission_reader(app).sees(room(table, sitting))
    assert "Paragraph 2 was referred to" in page and "As decided so far The Meeting urged all States." in page


def test_the_room_sees_that_a_paragraph_is_deleted(app: Flask):
    table = text()
    table.decide(DecisionKind.ACCEPT, table.propose("MYS", AmendmentKind.DELETE, "2."))
    sitting = hold(table, make_body(), ["2."])

    assert "As decided so far the paragraph is deleted." in mission_reader(app).sees(room(table, sitting))


def test_the_room_does_not_see_a_new_paragraph_that_is_only_proposed_to_the_mission(app: Flask):
    table = text(visibility=Visibility.MISSION)
    new = table.propose("MYS", AmendmentKind.INSERT, "2.", text="The Meeting thanked Egypt.")
    sitting = hold(table, make_body(), ["2."])
    code = db.session.get_one(Paragraph, new.paragraph_id).code
    page = mission_reader(app).sees(f"/c/{table.code}/sittings/{sitting.code}/room/{code}")
    assert "This paragraph is not shown in the room" in page and "Egypt" not in page


def test_it_is_shown_by_who_records_in_the_sitting_alone_and_until_it_is_closed(app: Flask):
    table = text()
    sitting = hold(table, make_body(members=["EGY", "MYS"], chair="MYS"), ["2."])
    chair: Reader = delegate(app, "MYS")
    assert "Paragraph 2" in chair.sees(room(table, sitting))
    delegate(app, "EGY").get(room(table, sitting), status=403)

    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    assert chair.client.get(room(table, sitting)).status_code == 303
