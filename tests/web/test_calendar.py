"""The calendar of a text: what each reader finds in it, and the feed that a private address opens."""

import re
from datetime import date, datetime

import pytest
from flask import Flask

from acm_drafts.negotiation.follow_up import FollowUpState
from acm_drafts.negotiation.terms import Level
from acm_drafts.services import follow_up, meetings, partners, people, silence, sittings
from acm_drafts.services.meetings import MeetingFacts
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Communique, User
from acm_drafts.web.shared.formatting import clock
from tests.adoptions import adopt, agreed_text
from tests.factories import actor_of, make_administrator, make_observer, mission, post
from tests.follow_up import add_resolution, confirm
from tests.partners import make_partner
from tests.partners import meeting as partner_meeting
from tests.silences import put
from tests.sittings import HOUR, ZONE, convene, make_body, noon, open_at, times
from tests.tables import Table, lines_of, make_table
from tests.web.readers import Reader, mission_reader, queries_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the report.", "The Meeting thanked Egypt.")


def root(table: Table) -> str:
    return f"/c/{table.code}/calendar"


def head(app: Flask, table: Table, code: str) -> Reader:
    db.session.rollback()
    return Reader(app, db.session.get_one(User, table.head(code).user))


def address_of(reader: Reader, table: Table) -> str:
    """Make a private address for a reader's calendar, and return its path as their page shows it."""
    answer = post(reader.client, f"{root(table)}/address", {})
    assert answer.status_code == 303
    found = re.search(rf"{root(table)}/\w+\.ics", reader.get(root(table)))
    assert found is not None
    return found[0]


def test_it_tells_drafts_rounds_sittings_and_silence_in_the_order_of_time(app: Flask, table: Table):
    body = make_body(Level.AMBASSADORIAL)
    sitting = convene(table, body, begins_at=utcnow() + 3 * HOUR)
    put(table, body, ends_at=utcnow() + 6 * HOUR)
    page = head(app, table, "EGY").sees(root(table))
    found = [
        page.index(words)
        for words in (
            "Round 1 for proposals",
            "Silence procedure 1",
            "sitting 1",
            "Past",
            "OIC/FC circulated",
        )
    ]
    assert found == sorted(found)
    sittings.cancel(mission(), sitting.code, reason="No room.")
    assert "cancelled" in head(app, table, "EGY").sees(root(table))


def test_it_tells_nobody_of_what_is_not_theirs_to_know(app: Flask, table: Table):
    body = make_body(Level.EXPERT, members=("EGY", "MYS"))
    convene(table, body)
    put(table, body)
    for reader, knows in ((head(app, table, "EGY"), True), (head(app, table, "JOR"), False)):
        page, feed = reader.sees(root(table)), reader.client.get(address_of(reader, table)).text
        assert ("Expert level" in page) is knows and ("Expert level" in feed) is knows
        assert "Deadline of round 1" in feed


def test_a_draft_that_is_not_circulated_stands_in_nobodys_calendar(app: Flask):
    table = Table(lines_of("One."))
    assert "circulated" not in mission_reader(app).sees(root(table))
    observer = Reader(app, make_observer())
    assert observer.client.get(root(table)).status_code == 404


def test_the_feed_opens_without_signing_in_and_says_no_word_of_the_text(app: Flask, table: Table):
    convene(table, make_body(Level.AMBASSADORIAL), begins_at=utcnow() + 3 * HOUR, place="Room 4")
    reader = head(app, table, "EGY")
    answer = app.test_client().get(address_of(reader, table))
    assert answer.status_code == 200 and answer.content_type.startswith("text/calendar")
    assert "BEGIN:VEVENT" in answer.text and "Room 4" in answer.text
    assert "welcomed" not in answer.text and "EGY" not in answer.text


def test_a_new_address_ends_the_old_one_and_an_ended_one_opens_nothing(app: Flask, table: Table):
    reader = head(app, table, "EGY")
    first = address_of(reader, table)
    second = address_of(reader, table)
    assert [app.test_client().get(path).status_code for path in (first, second)] == [404, 200]
    assert second in reader.sees(root(table))
    post(reader.client, f"{root(table)}/address/end", {})
    assert app.test_client().get(second).status_code == 404
    assert second not in reader.sees(root(table))


def test_the_feed_of_a_suspended_person_opens_nothing(app: Flask, table: Table):
    user, administrator = make_observer(), actor_of(make_administrator())
    path = address_of(Reader(app, user), table)
    assert app.test_client().get(path).status_code == 200
    people.disable(administrator, user.id)
    assert app.test_client().get(path).status_code == 404


def test_an_address_that_nobody_has_is_not_found(app: Flask, table: Table):
    for token in ("none", "é", "0" * 32):
        assert app.test_client().get(f"{root(table)}/{token}.ics").status_code == 404


def test_a_moved_sitting_has_a_higher_sequence(app: Flask, table: Table):
    sitting = convene(table, make_body(Level.AMBASSADORIAL), begins_at=utcnow() + 3 * HOUR)
    reader = head(app, table, "EGY")
    path = address_of(reader, table)
    assert "SEQUENCE:0" in reader.client.get(path).text
    sittings.move(mission(), sitting.code, times=times(begins_at=utcnow() + 5 * HOUR), reason="No room.")
    assert "SEQUENCE:1" in reader.client.get(path).text


def test_it_costs_as_many_queries_with_many_dates(app: Flask, table: Table):
    body = make_body(Level.AMBASSADORIAL)
    reader = head(app, table, "EGY")
    few = queries_of(lambda: reader.get(root(table)))
    for hours in range(3, 9):
        convene(table, body, begins_at=utcnow() + hours * HOUR)
    assert queries_of(lambda: reader.get(root(table))) == few


def test_a_page_from_right_to_left_is_drawn_so(app: Flask, table: Table):
    convene(table, make_body(Level.AMBASSADORIAL))
    reader = head(app, table, "EGY")
    reader.client.get("/language/ar")
    assert 'class="lanes"' in reader.get(root(table))


def test_it_tells_when_the_text_was_adopted_in_the_feed_too(app: Flask, session: object):
    table = agreed_text()
    symbol = adopt(table).symbol
    reader = head(app, table, "EGY")

    assert f"Text adopted as {symbol}" in reader.sees(root(table))
    feed = app.test_client().get(address_of(reader, table)).text
    assert f"SUMMARY:Text adopted as {symbol}" in feed.replace("\r\n ", "")


def test_a_sitting_is_now_while_it_is_open_whatever_its_expected_times(app: Flask, table: Table):
    sitting = convene(table, make_body(Level.AMBASSADORIAL), begins_at=noon())
    with clock_at(sitting.begins_at):
        reader = head(app, table, "EGY")

    def parts(at: datetime) -> tuple[str, str]:
        """Return what is now and to come, and what is past."""
        with clock_at(at):
            return reader.sees(root(table)).split("Past")[:2]

    in_time, late = sitting.begins_at + HOUR, sitting.ends_at + HOUR
    ahead, _past = parts(in_time)
    assert "sitting 1" in ahead and "paragraph · now" not in ahead, "nobody opened it"
    open_at(sitting)
    assert "paragraph · now" in parts(in_time)[0]
    assert "paragraph · now" in parts(late)[0], "it goes on"
    with clock_at(in_time):
        sittings.close_sitting(mission(), sitting.code)
    for at in (in_time, in_time + HOUR):
        ahead, past = parts(at)
        assert "sitting 1" not in ahead and "sitting 1" in past and "paragraph · now" not in past
    assert f"{clock(sitting.begins_at, ZONE)} – {clock(in_time, ZONE)}" in past


def test_a_closed_round_and_a_suspended_silence_are_not_now(app: Flask, table: Table):
    code = put(table, make_body(Level.AMBASSADORIAL), ends_at=utcnow() + 6 * HOUR).code
    reader = head(app, table, "EGY")
    assert reader.sees(root(table)).count("· now") == 2
    silence.suspend(mission(), code, reason="A question.")
    page = reader.sees(root(table))
    assert page.count("· now") == 1 and "suspended" in page
    silence.withdraw(mission(), code, reason="No.")
    table.close()
    assert "· now" not in reader.sees(root(table))


def test_the_day_of_the_meeting_partners_and_what_is_due_stand_in_it_for_who_reads_them(
    app: Flask, table: Table
):
    at = db.session.get_one(Communique, table.communique).meeting
    day = date(at.year, 6, 30)
    meetings.change_meeting(mission(), at.id, MeetingFacts(at.title, "New York", day))
    partner = make_partner("NAM").code
    for years in (0, 1, 2):
        held = partner_meeting(date(at.year + years, 5, 4), title=f"Talks {years}", place="Kampala")
        partners.add_meeting(mission(), partner, held)
    source = add_resolution()
    due = confirm(source, due=day)
    dropped = confirm(source, 3, due=day)
    follow_up.report(
        mission(), dropped.code, FollowUpState.DROPPED, note="It was overtaken.", next_report="", seen=1
    )

    reader, watcher = head(app, table, "EGY"), Reader(app, make_observer())
    page, feed = reader.sees(root(table)), reader.client.get(address_of(reader, table)).text

    assert at.title in page and "30 June" in page and "day of the meeting" in page
    assert "NAM: Talks 0" in page and "NAM: Talks 1" in page and "Talks 2" not in page
    assert (
        page.count("Follow-up of OIC/CFM-51/2025/STI, paragraph 2 due") == 1 and "paragraph 3 due" not in page
    )
    said = feed.replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in said and f"/follow-up/{due.code}" in said
    assert "SUMMARY:NAM: Talks 0" in said and "LOCATION:Kampala" in said and "Secretary-General" not in said
    seen, others = watcher.sees(root(table)), watcher.client.get(address_of(watcher, table)).text
    assert "day of the meeting" in seen and "paragraph 2 due" in seen
    assert "Talks" not in seen and "Talks" not in others
