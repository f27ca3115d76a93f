"""How things are called and written, in the reader's language and the conference's zone."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from acm_drafts.i18n import direction, language_name, speaking
from acm_drafts.negotiation.terms import PartyKind, Role, Standing
from acm_drafts.services.sign_ins import PartyName
from acm_drafts.store.records import Circulation, Communique, Draft, Meeting
from acm_drafts.text.language import Language
from acm_drafts.web.shared import access, formatting, layout
from tests.conftest import make_app
from tests.factories import (
    make_administrator,
    make_chair,
    make_drafter,
    make_head,
    make_mission_drafter,
    make_observer,
    sign_in,
    yesterday,
)
from tests.tables import Table, lines_of, make_table

SUMMER = datetime(2026, 9, 11, 22, 0, tzinfo=UTC)
WINTER = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
EGYPT = PartyName(1, "EGY", PartyKind.STATE, "Egypt", "Égypte", "مصر")


@pytest.fixture
def app(database_url: str) -> Flask:
    """An application of each test's own, for some add addresses to it."""
    return make_app(database_url)


@pytest.fixture
def page(app: Flask):
    """Within a request of somebody who reads English."""
    with app.test_request_context("/"):
        yield


@pytest.fixture
def communique(session) -> Communique:
    """A text that the Mission alone reads."""
    meeting = Meeting(title="Annual Coordination Meeting", year=2026, zone="Asia/Riyadh")
    text = Communique(
        meeting=meeting,
        code="k4d7wqz",
        title="Words of Jeddah",
        language="en",
        symbol_root="OIC/ACM-2026/FC",
        numbering="made-good",
    )
    session.add(text)
    session.commit()
    return text


def circulate(session, communique: Communique) -> None:
    draft = Draft(communique=communique, sequence=0, symbol="OIC/ACM-2026/FC", status="zero-draft", digest="")
    session.add(draft)
    session.flush()
    session.add(Circulation(draft_id=draft.id, attributed=True))
    session.commit()


def places(client: FlaskClient, page: str = "/account") -> list[str]:
    nav = client.get(page).text.partition('<nav class="nav"')[2].partition("</nav>")[0]
    return [piece.partition(">")[2].partition("<")[0] for piece in nav.split("<a ")[1:]]


@pytest.mark.usefixtures("page")
def test_a_moment_names_its_zone_and_follows_the_summer():
    assert formatting.moment(SUMMER) == "11 September 2026, 18:00 (New York, UTC−4)"
    assert formatting.moment(WINTER) == "31 December 2026, 18:30 (New York, UTC−5)"
    assert formatting.moment(SUMMER, "Africa/Cairo") == "12 September 2026, 01:00 (Cairo, UTC+3)"
    assert formatting.moment(SUMMER, "Asia/Kolkata") == "12 September 2026, 03:30 (Kolkata, UTC+5:30)"


@pytest.mark.usefixtures("page")
def test_a_day_and_a_time_of_day_are_those_of_the_zone():
    assert formatting.day(WINTER, "Asia/Riyadh") == "1 January 2027"
    assert formatting.clock(WINTER, "Asia/Riyadh") == "02:30"
    assert formatting.day(date(2026, 2, 28)) == "28 February 2026"


def test_a_moment_is_written_for_browsers_to_the_second_and_a_date_as_it_is():
    assert formatting.datetime_value(SUMMER.replace(microsecond=123456)) == "2026-09-11T22:00:00+00:00"
    assert formatting.datetime_value(date(2026, 2, 28)) == "2026-02-28"


@pytest.mark.usefixtures("page")
def test_days_are_said_in_the_readers_language():
    with speaking("fr"):
        assert formatting.day(SUMMER) == "11 septembre 2026"
    with speaking("ar"):
        assert "سبتمبر" in formatting.day(SUMMER)
        assert "نيويورك" in formatting.moment(SUMMER)


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=1, hours=18, minutes=59), "1 day 18 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=3, minutes=5), "3 days 5 minutes"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute"),
        (timedelta(minutes=12, seconds=59), "12 minutes"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=-1), "no time"),
        (timedelta(days=-3), "no time"),
    ],
)
def test_the_remaining_time_is_shown_in_its_two_largest_units(left, said):
    assert formatting.until(SUMMER + left, SUMMER) == said


@pytest.mark.usefixtures("page")
def test_a_deadline_is_called_by_its_weekday_and_by_its_date_where_another_such_day_comes_before():
    zone, day = "America/New_York", timedelta(days=1)

    assert formatting.deadline_in_words(SUMMER, zone, SUMMER - 2 * day) == "Friday 18:00"
    assert formatting.deadline_in_words(SUMMER, zone, SUMMER - 6 * day) == "Friday 18:00"
    assert formatting.deadline_in_words(SUMMER, zone, SUMMER - 7 * day) == "Friday 11 September 18:00"
    assert formatting.weekday(SUMMER, "Africa/Cairo") == "Saturday 12 September"
    with speaking("fr"):
        assert formatting.deadline_in_words(SUMMER, zone, SUMMER - day) == "vendredi à 18:00"


@pytest.mark.usefixtures("page")
def test_parties_and_offices_are_called_in_the_readers_language():
    assert formatting.office_name(Role.HEAD, EGYPT) == "Head of delegation, Egypt"
    assert formatting.office_name(Role.MISSION, EGYPT) == "Mission drafter"
    group = PartyName(2, "AFR", PartyKind.GROUP, "African Group", "Groupe africain", "المجموعة الأفريقية")
    assert formatting.office_name(Role.HEAD, group) == "Speaker, African Group"
    assert formatting.name_of(Standing.PARTLY) == "merged in part"
    with speaking("fr"):
        assert formatting.party_name(EGYPT) == "Égypte"
    with speaking("ar"):
        assert formatting.party_name(EGYPT) == "مصر"


def test_languages_know_their_direction():
    assert [direction(code) for code in ("en", "fr", "ar")] == ["ltr", "ltr", "rtl"]
    assert direction(Language.AR) == "rtl"


@pytest.mark.parametrize(
    ("words", "attributes"),
    [
        ("Salt marshes render the same service on our shores.", {"lang": "en", "dir": "ltr"}),
        ("Cette formule ne figure pas dans les textes.", {"lang": "fr", "dir": "ltr"}),
        ("لا تزال العاصمة تدرس هذا النص", {"lang": "ar", "dir": "rtl"}),
        ("OIC/ACM-2026", {"dir": "auto"}),
        ("", {"dir": "auto"}),
    ],
)
def test_typed_words_carry_their_language_where_they_tell_it(words, attributes):
    assert formatting.typed(words) == attributes


@pytest.mark.parametrize(
    ("words", "most", "said"),
    [
        ("We welcome progress", 90, "We welcome progress"),
        ("We welcome progress", 19, "We welcome progress"),
        ("We welcome progress", 18, "We welcome…"),
        ("Wewelcomeprogress", 5, "Wewel…"),
        ("", 5, ""),
    ],
)
def test_long_words_are_cut_at_a_space(words, most, said):
    assert formatting.short(words, most) == said


def test_addresses_need_no_request():
    assert formatting.text_url("k4d") == "/c/k4d/text"
    assert formatting.paragraph_url("k4d", "p7x") == "/c/k4d/p/p7x"
    assert formatting.proposal_url("a9b") == "/proposals/a9b"


def test_a_readers_own_zone_is_shown_beside_the_conferences(app: Flask, client: FlaskClient, session):
    app.add_url_rule(
        "/when", view_func=access.account(lambda: formatting.moment_elsewhere(SUMMER) or "nothing")
    )
    sign_in(client, make_head(zone="Africa/Cairo"))
    assert client.get("/when").text == "12 September 2026, 01:00 (Cairo, UTC+3)"

    for zone in ("", "America/New_York"):
        assert sign_in(app.test_client(), make_head(zone=zone)).get("/when").text == "nothing"


# Where one may go ------------------------------------------------------------------------------------

PAPERS = ["Documents", "Journal"]
AGENDA = "Agenda and speakers"
OF_THE_GROUP = ["Library", "Agreed language", "Guide", "Follow-up", "Inputs", "Partners"]
FOR_OBSERVERS = ["Library", "Agreed language", "Follow-up", "Inputs"]
READER = ["The text", "Compare", "Meeting", "Rounds", "Calendar", AGENDA, *FOR_OBSERVERS, *PAPERS]
BEFORE = ["The text", "Compare", "Meeting", "Rounds", "Sittings", "Calendar", AGENDA]
CHAIR = [*BEFORE, *OF_THE_GROUP, *PAPERS]
DELEGATE = ["The text", "My delegation", *CHAIR[1:]]
MISSION = ["The text", "Decisions", *BEFORE[1:], "All texts", *OF_THE_GROUP, *PAPERS]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (make_mission_drafter, MISSION),
        (make_head, [*DELEGATE, "People"]),
        (make_drafter, DELEGATE),
        (make_chair, CHAIR),
        (make_observer, READER),
        (make_administrator, ["People", "Journal"]),
    ],
)
def test_everybody_is_shown_the_places_of_their_office(client, session, communique, make, expected):
    circulate(session, communique)
    sign_in(client, make())

    assert places(client) == expected


def quick(client: FlaskClient, page: str) -> list[str]:
    bar = client.get(page).text.partition('<nav class="bar"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]*)"', bar)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (make_mission_drafter, ["text", "decisions", "rounds"]),
        (make_head, ["text", "delegation", "text#go"]),
        (make_drafter, ["text", "delegation", "text#go"]),
        (make_observer, ["text", "rounds", "documents"]),
    ],
)
def test_a_phone_keeps_three_places_at_hand_by_office(client, session, communique, make, expected):
    circulate(session, communique)
    sign_in(client, make())

    assert quick(client, "/account") == [f"/c/k4d7wqz/{place}" for place in expected]


def test_who_reads_no_text_has_nothing_at_hand(app: Flask, session, communique):
    circulate(session, communique)

    assert quick(sign_in(app.test_client(), make_administrator()), "/account") == []
    assert quick(app.test_client(), "/sign-in") == []


def test_on_the_page_of_a_paragraph_to_propose_is_to_amend_it(client, session):
    table = Table(lines_of("The Meeting noted.")).open()
    sign_in(client, make_head())
    path = f"/c/{table.code}/p/{table.line('1.').code}"

    assert quick(client, path)[2] == f"{path}/amend"


def test_before_a_text_is_circulated_only_the_mission_learns_of_it(app: Flask, session, communique):
    mission, head = (sign_in(app.test_client(), make()) for make in (make_mission_drafter, make_head))

    assert "The text" in places(mission)
    assert places(head) == [
        "Library",
        "Agreed language",
        "Guide",
        "Follow-up",
        "Inputs",
        "Partners",
        "People",
    ]
    assert communique.title not in head.get("/account").text
    circulate(session, communique)
    assert "The text" in places(head)


def test_somebody_between_two_terms_is_shown_no_place(client, session, communique):
    circulate(session, communique)
    sign_in(client, make_head(ends_on=yesterday()))

    assert places(client) == []
    assert "no office today" in client.get("/account").text


def test_the_place_where_one_is_is_marked(client, session):
    sign_in(client, make_administrator())

    assert 'href="/people" aria-current="page"' in client.get("/people").text
    assert "aria-current" not in client.get("/account").text


def test_the_places_of_the_meeting_are_on_a_line_of_their_own_while_one_is_at_one_of_them(
    client, session, communique
):
    circulate(session, communique)
    sign_in(client, make_observer())
    meeting = '<a href="/c/k4d7wqz/rounds" aria-current="true">Meeting</a>'

    at_the_calendar = client.get("/c/k4d7wqz/calendar").text

    assert "site--within" in at_the_calendar and meeting in at_the_calendar
    assert '<a href="/c/k4d7wqz/calendar" aria-current="page">Calendar</a>' in at_the_calendar
    elsewhere = client.get("/c/k4d7wqz/text").text
    assert "site--within" not in elsewhere and meeting not in elsewhere


def test_the_head_of_the_page_names_text_meeting_and_reader(client, session, communique):
    circulate(session, communique)
    sign_in(client, make_head(name="Hana"))

    page = client.get("/account").text

    assert 'href="/c/k4d7wqz/text"' in page
    assert "ACM 2026" in page
    assert "Head of delegation, Egypt" in page
    assert "(Riyadh, UTC+3)" in page


def test_languages_lead_back_to_the_page_and_never_to_what_only_takes_a_form(client, session):
    sign_in(client, make_head())

    assert 'href="/language/ar?next=/account%3Fa%3D1%26b%3D2"' in client.get("/account?a=1&b=2").text
    assert 'href="/language/ar?next=/sign-in"' in client.post("/sign-in").text
    assert 'href="/language/ar"' in client.post("/sign-out").text


def test_a_page_about_one_text_shows_that_text(app: Flask, client, session, communique):
    @access.signed_in
    def about() -> str:
        meeting = Meeting(title="Another meeting", year=2024)
        g.communique = Communique(code="other", title="Another text", language="ar", meeting=meeting)
        return str(layout.context()["site"])

    app.add_url_rule("/about", view_func=about)
    sign_in(client, make_observer())

    shown = client.get("/about").text
    assert "Another text" in shown and "ACM 2024" in shown


def test_in_arabic_two_are_counted_in_the_case_that_for_and_in_ask_for(app: Flask):
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    with app.test_request_context(), speaking("ar"):
        said = [formatting.until(now + timedelta(days=2, hours=hours), now) for hours in (0, 2, 11)]

    assert said == ["يومين", "يومين وساعتين", "يومين و11 ساعة"]


def test_a_language_is_named_in_the_readers_own(app: Flask):
    with app.test_request_context():
        for code, said in (("en", "English"), ("fr", "anglais"), ("ar", "الإنكليزية")):
            with speaking(code):
                assert language_name("en") == said


def test_quoted_words_keep_their_direction_within_the_marks_of_the_page(app: Flask):
    with app.test_request_context():
        for code, marks in (("en", "“”"), ("ar", "«»")):
            with speaking(code):
                assert formatting.quoted("It is late.") == f"{marks[0]}\u2068It is late.\u2069{marks[1]}"


def test_a_page_above_all_texts_leads_to_the_text_opened_last_and_to_their_list_before(app: Flask, session):
    east = make_table("The Meeting noted.", symbol="OIC/EAST")
    west = make_table("The Meeting noted.", symbol="OIC/WEST")
    client = sign_in(app.test_client(), make_mission_drafter())

    def leads_to() -> str:
        return re.search(r'class="site__name" href="([^"]+)"', client.get("/library").text)[1]

    assert leads_to() == "/meetings"
    for table in (east, west, east):
        client.get(f"/c/{table.code}/rounds")
        assert leads_to() == f"/c/{table.code}/text"
    administrator = sign_in(app.test_client(), make_administrator())
    assert '<span class="site__name">' in administrator.get("/people").text
