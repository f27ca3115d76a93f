"""Two meetings side by side: each page shows its own zone, year and people, and is shut to those of the other."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from acm_drafts.negotiation.terms import Role
from acm_drafts.services import closings, drafts, rounds
from acm_drafts.services import people as invitations
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import (
    Appointment,
    Communique,
    Invitation,
    JournalLine,
    Meeting,
    Nomination,
    Round,
    User,
)
from acm_drafts.web.shared import addresses
from acm_drafts.web.shared.signing import TERM, conceal
from tests import factories
from tests.factories import (
    make_administrator,
    make_appointment,
    make_drafter,
    make_head,
    make_meeting,
    make_mission_drafter,
    make_observer,
    make_user,
    party,
    post,
    sign_in,
)
from tests.tables import DAY, Table, lines_of, make_table
from tests.web.readers import Reader, main_of, mission_reader, page_of, queries_of, words_of
from tests.web.test_sweep import lay_the_table, part_of

pytestmark = pytest.mark.usefixtures("session")

ABOVE = {
    "account",
    "people",
    "invitation",
    "language",
    "library",
    "guide",
    "follow-up",
    "follow-up.csv",
    "follow-up.docx",
    "partners",
    "public",
    "robots.txt",
    "search",
    "static",
    "unsubscribe",
}
"""What stands above all texts, by the first part of the address."""


LIBRARY = ["Library", "Agreed language", "Guide", "Follow-up", "Inputs", "Partners"]
"""The library's places where no text is at hand."""


@dataclass
class Side:
    """A meeting with a text on which a round runs."""

    meeting: Meeting
    table: Table
    code: str
    title: str


@pytest.fixture
def sides() -> tuple[Side, Side]:
    made = []
    for year, zone in ((2025, "Asia/Riyadh"), (2026, "America/New_York")):
        meeting = make_meeting(year=year, zone=zone, title="Annual Coordination Meeting")
        table = Table(lines_of("The Meeting noted."), symbol=f"OIC/{year}", meeting=meeting.id)
        text = db.session.get_one(Communique, table.communique)
        text.title = f"Words of {year}"
        db.session.commit()
        table.open(zone=zone)
        made.append(Side(meeting, table, text.code, text.title))
    return made[0], made[1]


def nav_of(html: str) -> list[str]:
    nav = html.partition('<nav class="nav"')[2].partition("</nav>")[0]
    return [piece.partition(">")[2].partition("<")[0] for piece in nav.split("<a ")[1:]]


def site_of(html: str) -> str:
    return words_of(
        re.search(r'<(?:a|span) class="site__name".*?</(?:a|span)>\s*(?:<nav|<div|<button)', html, re.DOTALL)[
            0
        ]
    )


# Addresses ---------------------------------------------------------------------------------------------


def test_every_address_names_its_object_or_stands_above_all_texts(app: Flask):
    def first(rule: Rule) -> str:
        return rule.rule.split("/")[1]

    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments]
    named = [rule for rule in rules if first(rule) in addresses.NAMED.keys() - {"people"}]

    assert [rule.rule for rule in rules if rule not in named and first(rule) not in ABOVE] == []
    assert [rule.rule for rule in named if not rule.rule.split("/")[2].startswith("<")] == []


@pytest.mark.thorough
def test_every_address_of_a_text_is_shut_to_who_holds_offices_at_another_meeting_alone(app: Flask):
    table = lay_the_table()
    other = make_meeting()
    user = make_user()
    for role in Role:
        make_appointment(
            user, role, "EGY" if role in factories.offices.FOR_A_DELEGATION else "", meeting_id=other.id
        )
    client = factories.sign_in(app.test_client(), user)
    token = factories.token_for(client, "/account")
    before = db.session.scalar(select(func.count()).select_from(JournalLine))
    asked = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.split("/")[1] in ("c", "proposals", "decisions")
    ]
    assert len(asked) > 50

    for rule in asked:
        for kind in table.proposals:
            parts = {name: part_of(name, kind, table, user, rule.arguments) for name in rule.arguments}
            for method in sorted(rule.methods & {"GET", "POST"}):
                with app.test_request_context():
                    path = app.url_map.bind("localhost").build(rule.endpoint, parts, method=method)
                answer = client.open(
                    path, method=method, data={"csrf_token": token} if method == "POST" else None
                )
                assert answer.status_code == 404, f"{method} {path}"

    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(JournalLine)) == before


def test_a_text_of_another_meeting_answers_exactly_as_one_that_does_not_exist(app: Flask, sides):
    first, second = sides
    client = factories.sign_in(app.test_client(), make_head("EGY", meeting_id=first.meeting.id))

    for page in ("text", "decisions", "journal", "documents", "rounds"):
        hidden, missing = client.get(f"/c/{second.code}/{page}"), client.get(f"/c/zzzzzzz/{page}")
        assert (hidden.status_code, hidden.data) == (404, missing.data), page


# Pages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page", ["text", "rounds", "journal", "documents", "compare", "proposals", "agenda", "decisions"]
)
def test_each_page_shows_the_title_the_year_and_the_clock_of_its_own_meeting(app: Flask, sides, page):
    reader = Reader(app, make_mission_drafter())

    for side, other, place in ((*sides, "Riyadh"), (*reversed(sides), "New York")):
        html = reader.get(f"/c/{side.code}/{page}")

        assert site_of(html).startswith(f"{side.title} ACM {side.meeting.year}")
        assert f"· \u2068{side.title}\u2069</title>" in html
        assert f"({place}, UTC" in html.partition('<footer class="foot">')[2]
        if page != "compare":  # texts of other meetings are there to be compared with
            assert other.code not in html and other.title not in html


def test_the_page_of_a_proposal_is_of_its_own_meeting(app: Flask, sides):
    reader = Reader(app, make_mission_drafter())

    for side in sides:
        made = side.table.replace("EGY", "1.", "noted", "welcomed")
        html = reader.get(f"/proposals/{made.code}")
        assert site_of(html).startswith(f"{side.title} ACM {side.meeting.year}")


def test_the_days_of_a_journal_are_those_of_its_meeting(app: Flask, sides):
    night = utcnow().replace(hour=2, minute=30)
    night += DAY if night < utcnow() else timedelta()  # before the deadline, whatever the hour
    with clock_at(night):
        for side in sides:
            side.table.replace("EGY", "1.", "noted", "welcomed")
    reader = Reader(app, make_mission_drafter())

    east, west = (
        [
            words_of(day)
            for day in re.findall(r'<h2 class="log__day">.*?</h2>', reader.get(f"/c/{side.code}/journal"))
        ]
        for side in sides
    )

    before = night - timedelta(days=1)
    assert east[0] == f"{night.day} {night:%B} {night.year}"
    assert west[0] == f"{before.day} {before:%B} {before.year}"


def test_the_journal_of_a_text_tells_of_the_people_of_its_meeting_alone(app: Flask, sides):
    first, second = sides
    for side in sides:
        invitations.invite(
            factories.mission(),
            f"guest{side.meeting.year}@example.org",
            role=Role.OBSERVER,
            meeting=side.meeting.id,
        )
    general = Reader(app, make_administrator())
    local = Reader(app, make_administrator(meeting_id=first.meeting.id))

    for reader in (general, local):
        shown = reader.sees(f"/c/{first.code}/journal")
        assert "guest2025@example.org" in shown and "guest2026@example.org" not in shown
    assert "guest2026@example.org" in general.sees(f"/c/{second.code}/journal")
    local.get(f"/c/{second.code}/journal", status=404)


# From one to the other -----------------------------------------------------------------------------------


@pytest.mark.thorough
def test_who_reads_several_texts_chooses_from_a_list_and_finds_it_on_every_page(app: Flask, sides):
    reader = Reader(app, make_mission_drafter())

    assert reader.client.get("/").headers["Location"] == "/meetings"
    listed = reader.get("/meetings")
    for side in sides:
        assert f'href="/c/{side.code}/text"' in listed
        assert "All texts" in nav_of(reader.get(f"/c/{side.code}/text"))
    assert words_of(main_of(listed)).index("2026") < words_of(main_of(listed)).index("Words of 2025")
    assert nav_of(reader.get("/account")) == ["Import", "All texts", *LIBRARY]


def test_who_reads_one_text_is_led_to_it_and_is_offered_no_list(app: Flask, sides):
    for side in sides:
        reader = Reader(app, make_head("EGY", meeting_id=side.meeting.id))

        assert reader.client.get("/").headers["Location"] == f"/c/{side.code}/text"
        html = reader.get("/account")
        assert site_of(html).startswith(f"{side.title} ACM {side.meeting.year}")
        assert "All texts" not in nav_of(html) and "The text" in nav_of(html)


def test_what_is_offered_goes_by_the_offices_held_at_the_meeting_of_the_page(app: Flask, sides):
    first, second = sides
    user = make_head("EGY", meeting_id=first.meeting.id)
    make_appointment(user, Role.OBSERVER, meeting_id=second.meeting.id)
    reader = Reader(app, user)

    at_first, at_second = (reader.get(f"/c/{side.code}/text") for side in sides)

    assert "My delegation" in nav_of(at_first) and "People" in nav_of(at_first)
    assert "My delegation" not in nav_of(at_second) and "People" not in nav_of(at_second)
    assert 'class="who__place">Egypt<' in at_first and 'class="who__place">Observer<' in at_second
    reader.get(f"/c/{second.code}/p/{second.table.line('1.').code}/amend", status=403)
    reader.get(f"/c/{first.code}/p/{first.table.line('1.').code}/amend")


def test_a_page_that_is_not_there_looks_the_same_wherever_it_was_asked_for(app: Flask, sides):
    user = make_head("EGY", meeting_id=sides[0].meeting.id)
    make_appointment(user, Role.OBSERVER, meeting_id=sides[1].meeting.id)
    client = factories.sign_in(app.test_client(), user)

    pages = {client.get(f"/c/{code}/p/zzzz").data for code in (*(side.code for side in sides), "zzzz")}

    assert len(pages) == 1


def test_the_list_costs_each_page_one_query_and_none_where_there_is_one_text(app: Flask):
    only = Table(lines_of("The Meeting noted.")).open()
    reader = Reader(app, make_mission_drafter())
    code = db.session.get_one(Communique, only.communique).code
    alone = queries_of(lambda: reader.get(f"/c/{code}/text"))

    for year in (2027, 2028):
        Table(lines_of("The Meeting noted."), symbol=f"OIC/{year}", meeting=make_meeting(year=year).id)
        assert queries_of(lambda: reader.get(f"/c/{code}/text")) == alone + 1


# The Mission adds one ------------------------------------------------------------------------------------


def test_the_mission_adds_a_meeting_and_imports_its_text(app: Flask, sides):
    client = factories.sign_in(app.test_client(), make_mission_drafter())
    facts = {
        "title": "Contact Group",
        "year": "2027",
        "zone": "Europe/Zurich",
        "place": "Geneva",
        "held_on": "2027-03-04",
        "unga_session": "81",
        "chair": "SEN",
    }

    for wrong in ({"year": "27"}, {"unga_session": "0"}, {"chair": "XYZ"}):
        assert post(client, "/meetings", {**facts, **wrong}).status_code == 422
    assert post(client, "/meetings", facts).status_code == 303
    made = db.session.scalars(select(Meeting).where(Meeting.year == 2027)).one()
    assert (made.held_on, made.unga_session, made.chair_id) == (date(2027, 3, 4), 81, party("SEN").id)
    assert "Contact Group, 2027" in words_of(client.get("/meetings").text)
    nobody = "No delegation holds an office at this meeting, so none reads its texts."
    assert nobody in words_of(client.get(f"/meetings/{made.id}").text)
    make_observer(meeting_id=made.id)
    assert nobody in words_of(client.get(f"/meetings/{made.id}").text), "an observer is no delegation"
    make_head("EGY", meeting_id=made.id)
    assert nobody not in words_of(client.get(f"/meetings/{made.id}").text)
    form = client.get("/import").text
    assert f'value="{made.id}"' in form

    sent = {
        "title": "Words of 2027",
        "symbol": "",
        "language": "en",
        "status": "zero-draft",
        "meeting": str(made.id),
    }
    lines = post(client, "/import", {**sent, "pasted": "The Group met."}).text
    token = re.search(r'name="token" value="([^"]+)"', lines)[1]
    line = {"kind": "paragraph", "label": "", "indent": "", "text": "The Group met.", "numbered": "1"}
    kept = post(client, "/import/keep", {**sent, **line, "token": token})

    assert kept.status_code == 303
    db.session.rollback()
    text = db.session.scalars(select(Communique).where(Communique.title == "Words of 2027")).one()
    assert (text.meeting_id, text.symbol_root) == (made.id, "OIC/ACM-2027/FC")


def test_a_meeting_is_added_by_nobody_else(app: Flask, sides):
    for user in (
        make_administrator(),
        make_head("EGY", meeting_id=sides[0].meeting.id),
        make_mission_drafter(meeting_id=sides[0].meeting.id),
    ):
        client = factories.sign_in(app.test_client(), user)
        assert post(client, "/meetings", {"title": "Mine", "year": "2027"}).status_code == 403
        assert "Add a meeting" not in client.get("/meetings").text


# People ------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(sides) -> dict[str, User]:
    first, second = (side.meeting.id for side in sides)
    return {
        "first": make_head("MYS", name="First", meeting_id=first),
        "second": make_head("MYS", name="Second", meeting_id=second),
        "mine": make_drafter("EGY", name="Mine", meeting_id=first),
        "theirs": make_drafter("EGY", name="Theirs", meeting_id=second),
    }


def people_in(html: str, crowd: dict[str, User]) -> set[str]:
    return {name for name, user in crowd.items() if re.search(rf'href="{page_of(user)}["?]', html)}


def test_an_administrator_in_general_sees_everybody_and_each_meeting_by_itself(app: Flask, sides, crowd):
    reader = Reader(app, make_administrator())
    first, second = (side.meeting.id for side in sides)

    assert people_in(reader.get("/people"), crowd) == crowd.keys()
    assert people_in(reader.get(f"/people?meeting={first}"), crowd) == {"first", "mine"}
    assert people_in(reader.get(f"/people?meeting={second}"), crowd) == {"second", "theirs"}
    assert people_in(reader.get(f"/people?meeting={second}&q=theirs"), crowd) == {"theirs"}
    for nonsense in ("999", "x", "9" * 30, "-1"):
        reader.get(f"/people?meeting={nonsense}", status=404)


def test_an_administrator_of_one_meeting_sees_its_people_and_reaches_nobody_elses(app: Flask, sides, crowd):
    first, second = (side.meeting.id for side in sides)
    reader = Reader(app, make_administrator(meeting_id=first))

    assert people_in(reader.get("/people"), crowd) == {"first", "mine"}
    reader.get(f"/people?meeting={second}", status=404)
    reader.get(page_of(crowd["second"]), status=404)
    theirs = db.session.scalars(select(Appointment).where(Appointment.user_id == crowd["second"].id)).one()
    url = page_of(crowd["second"])
    for path in (f"{url}/terms/{conceal(theirs.id, use=TERM)}/end", f"{url}/appoint", f"{url}/reset"):
        assert post(reader.client, path, {"role": "observer"}).status_code == 404, path
    for path in (f"{url}/disable", f"{url}/enable"):
        assert post(reader.client, path).status_code == 403, path
    assert post(reader.client, f"{url}/chair?meeting={second}").status_code == 404
    assert "Transfer the chair" in reader.get(page_of(crowd["first"]))
    assert "Suspend account" not in reader.get(page_of(crowd["first"]))


def test_a_head_sees_the_own_people_of_the_own_meeting_and_names_drafters_there(app: Flask, sides, crowd):
    first = sides[0].meeting.id
    reader = Reader(app, make_head("EGY", meeting_id=first))

    assert people_in(reader.get("/people"), crowd) == {"mine"}
    reader.get(page_of(crowd["theirs"]), status=404)
    assert "All meetings" not in reader.get("/people")
    made = post(
        reader.client, "/people/invite", {"email": "new@example.org", "role": "drafter", "party": "EGY"}
    )
    assert made.status_code == 201
    db.session.rollback()
    assert db.session.scalars(select(Invitation.meeting_id)).all() == [first]


def test_a_head_at_two_meetings_chooses_for_which_the_drafter_is(app: Flask, sides, crowd):
    first, second = (side.meeting.id for side in sides)
    head = make_head("EGY", meeting_id=first)
    make_appointment(head, Role.HEAD, "EGY", meeting_id=second)
    reader = Reader(app, head)

    assert people_in(reader.get("/people"), crowd) == {"mine", "theirs"}
    assert people_in(reader.get(f"/people?meeting={second}"), crowd) == {"theirs"}
    facts = {"email": "new@example.org", "role": "drafter", "party": "EGY", "meeting": str(second)}
    assert post(reader.client, "/people/invite", facts).status_code == 201
    db.session.rollback()
    assert db.session.scalars(select(Invitation.meeting_id)).all() == [second]


def test_an_administrator_in_general_manages_both_meetings(app: Flask, sides, crowd):
    client = factories.sign_in(app.test_client(), make_administrator())
    egypt = {"role": "head", "party": "EGY"}

    for side in sides:
        at = str(side.meeting.id)
        assert (
            post(
                client, "/people/invite", {"email": f"a{at}@example.org", "meeting": at, **egypt}
            ).status_code
            == 201
        )
        path = page_of(crowd["first"])
        assert post(client, f"{path}/appoint", {**egypt, "meeting": at}).status_code == 303
        assert post(client, f"{path}/chair?meeting={at}").status_code == 303
    without = post(client, "/people/invite", {"email": "b@example.org", "meeting": "", **egypt})

    assert without.status_code == 422
    assert "There are several meetings" in without.text
    db.session.rollback()
    awaited = select(Nomination.role, Nomination.meeting_id).where(Nomination.user_id == crowd["first"].id)
    given = sorted((role, at) for role, at in db.session.execute(awaited))
    assert given == sorted((role, side.meeting.id) for role in ("head", "chair") for side in sides)


def test_the_account_page_says_at_which_meeting_each_office_is_held(app: Flask, sides):
    user = make_observer(meeting_id=sides[0].meeting.id)
    make_appointment(user, Role.HEAD, "EGY", meeting_id=sides[1].meeting.id)

    shown = Reader(app, user).sees("/account")

    assert "Observer Annual Coordination Meeting, 2025" in shown
    assert "Head of delegation, Egypt Annual Coordination Meeting, 2026" in shown


def test_the_people_page_costs_the_same_for_a_crowd(app: Flask, sides):
    reader = Reader(app, make_administrator())
    few = queries_of(lambda: reader.get("/people"))
    for number in range(40):
        make_head("EGY", name=f"Person {number:03}", meeting_id=sides[number % 2].meeting.id)
    many = queries_of(lambda: reader.get("/people"))

    assert many == few
    assert party("EGY")


# Where each text stands --------------------------------------------------------------------------------


def rows_of(reader: Reader) -> list[str]:
    return [words_of(row) for row in re.findall(r'<a class="row".*?</a>', reader.get("/meetings"), re.DOTALL)]


def test_the_list_says_where_each_text_stands_as_far_as_its_reader_knows(app: Flask, session):
    table = Table(lines_of("We met."))
    mission, observer = mission_reader(app), Reader(app, make_observer())
    assert rows_of(mission)[0].endswith("OIC/FC · zero draft · not circulated")
    assert rows_of(observer) == []

    drafts.circulate(table.mission, table.draft, attributed=True)
    assert rows_of(observer)[0].endswith("OIC/FC · zero draft · no round yet")

    rounds.open_round(table.mission, table.communique, rounds.Terms(utcnow(), utcnow() + DAY))
    assert rows_of(observer)[0].endswith("OIC/FC · zero draft · Round 1, open")
    with clock_at(utcnow() + 2 * DAY):
        assert rows_of(Reader(app, make_observer()))[0].endswith("Round 1, under consideration")
        table.round = db.session.scalars(select(Round.id)).one()
        closings.close_round(table.mission, table.round)
        assert rows_of(Reader(app, make_observer()))[0].endswith("OIC/FC · zero draft · Round 1, closed")
        assert rows_of(mission_reader(app))[0].endswith("OIC/FC/Rev.1 · revised draft · not circulated")


def test_the_mission_reaches_the_list_of_texts_from_every_page_before_there_is_a_second_text(
    app: Flask, session
):
    table = make_table("We met.")

    assert "All texts" in nav_of(mission_reader(app).get(f"/c/{table.code}/text"))
    assert "All texts" not in nav_of(Reader(app, make_observer()).get(f"/c/{table.code}/text"))


def test_the_page_of_a_meeting_shows_what_is_said_of_it_and_its_own_texts(app: Flask, sides):
    east, west = sides
    head = factories.sign_in(app.test_client(), make_head("EGY", meeting_id=west.meeting.id))
    pen = factories.sign_in(app.test_client(), make_mission_drafter())
    form = f"/meetings/{west.meeting.id}/facts"
    sent = {
        "title": "Meeting",
        "held_on": "2026-12-17",
        "place": "New York",
        "unga_session": "81",
        "chair": "SEN",
    }

    assert head.get(f"/meetings/{east.meeting.id}").status_code == 404
    assert head.get(form).status_code == 403
    assert post(pen, form, {**sent, "unga_session": "0"}).status_code == 422
    assert post(pen, form, sent).status_code == 303
    page = main_of(head.get(f"/meetings/{west.meeting.id}").text)
    for word in ("17 December 2026", "New York", "Session 81", "Senegal", west.title, "List of speakers"):
        assert word in page
    assert east.title not in page and "/facts" not in page


def test_the_mission_removes_an_empty_meeting_in_a_second_step_and_is_told_why_another_stays(
    client: FlaskClient,
):
    make_table("It noted.")
    used = db.session.scalar(select(Meeting.id))
    empty = make_meeting(title="By mistake", year=2027).id
    sign_in(client, make_mission_drafter())

    page = client.get(f"/meetings/{empty}").text
    assert f"/meetings/{empty}/remove" in page and "No text yet" in page
    assert f"/meetings/{used}/remove" not in client.get(f"/meetings/{used}").text
    assert "somebody holds an office at it" in client.get(f"/meetings/{used}/remove").text
    assert post(client, f"/meetings/{used}/remove").status_code == 409
    assert "This cannot be undone" in client.get(f"/meetings/{empty}/remove").text

    assert post(client, f"/meetings/{empty}/remove").status_code == 303
    assert client.get(f"/meetings/{empty}").status_code == 404
    assert "By mistake" not in client.get("/meetings").text
    sign_in(client, make_head("EGY"))
    assert client.get(f"/meetings/{used}/remove").status_code == 403
