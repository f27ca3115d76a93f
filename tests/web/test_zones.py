"""A time on somebody's clock is one moment, or it is refused."""

from datetime import datetime

import pytest
from flask import Flask

from acm_drafts.web.shared import zones
from acm_drafts.web.shared.office_names import member_states
from tests.conftest import make_app


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    return make_app(sqlite_url)


def moment(app: Flask, clock: str, zone: str) -> str:
    with app.test_request_context():
        return zones.moment_on(datetime.fromisoformat(clock), zone).isoformat()


@pytest.mark.parametrize(
    ("clock", "zone", "utc"),
    [
        ("2026-07-01T18:00", "America/New_York", "2026-07-01T22:00:00+00:00"),
        ("2026-12-01T18:00", "America/New_York", "2026-12-01T23:00:00+00:00"),
        ("2026-12-01T18:00", "Asia/Kathmandu", "2026-12-01T12:15:00+00:00"),
        ("2026-11-01T00:59", "America/New_York", "2026-11-01T04:59:00+00:00"),
        ("2026-03-08T03:00", "America/New_York", "2026-03-08T07:00:00+00:00"),
    ],
)
def test_a_time_on_a_clock_is_the_moment_in_its_zone(app: Flask, clock: str, zone: str, utc: str):
    assert moment(app, clock, zone) == utc
    assert zones.clock_at(datetime.fromisoformat(utc), zone) == datetime.fromisoformat(clock)


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        ("2026-03-08T02:30", "does not exist"),
        ("2026-11-01T01:30", "comes twice"),
        ("0001-01-01T00:00", "Choose a year"),
        ("9999-12-31T23:59", "Choose a year"),
    ],
)
def test_a_time_that_is_no_one_moment_is_refused_in_a_sentence(app: Flask, clock: str, sentence: str):
    with pytest.raises(zones.NoMoment, match=sentence):
        moment(app, clock, "America/New_York")


def test_zones_are_named_after_places():
    assert {"America/New_York", "Asia/Riyadh", "Africa/Dakar"} <= set(zones.names())
    assert not any(name.startswith("Etc/") for name in zones.names())


def test_the_zones_near_at_hand_come_first_and_no_place_is_listed_twice(app: Flask):
    with app.test_request_context():
        offered = zones.choices(own="Asia/Jakarta")

    values = [choice.value for choice in offered]
    assert values[:4] == ["America/New_York", "Asia/Riyadh", "Europe/Zurich", "Asia/Jakarta"]
    assert [choice.label for choice in offered[:4]] == ["New York", "Jeddah", "Geneva", "Jakarta"]
    assert len({choice.optgroup for choice in offered}) == 3
    assert len(values) == len(set(values)) > 57
    assert not {
        "US/Eastern",
        "Asia/Calcutta",
        "Antarctica/Vostok",
        "Asia/Jerusalem",
        "Africa/El_Aaiun",
    } & set(values)
    assert {"Asia/Gaza", "Asia/Hebron", "Europe/Vienna", "Africa/Addis_Ababa"} <= set(values)


@pytest.mark.parametrize(
    ("language", "first", "pakistan"),
    [("en", "Afghanistan, Kabul", "Pakistan, Karachi"), ("ar", "أذربيجان، باكو", "باكستان، كراتشي")],
)
def test_the_zones_of_the_member_states_come_before_all_others_under_the_names_of_the_states(
    app: Flask, language: str, first: str, pakistan: str
):
    with app.test_request_context(headers={"Accept-Language": language}):
        offered = zones.choices()

    group = next(choice.optgroup for choice in offered if choice.value == "Africa/Dakar")
    own = [choice for choice in offered if choice.optgroup == group]
    assert offered[3 : 3 + len(own)] == own
    assert own[0].label == first
    assert {choice.value: choice.label for choice in own}["Asia/Karachi"] == pakistan


def test_every_member_state_has_its_zone_among_those_offered_first(app: Flask):
    with app.test_request_context():
        offered = zones.choices()

    named = [choice.label for choice in offered if choice.optgroup == "Member States"]
    assert "Bahrain" in named
    missing = [
        s["en"]
        for s in member_states().values()
        if not any(f"{n}, ".startswith(f"{s['en']}, ") for n in named)
    ]
    assert missing == ["Saudi Arabia"]  # Jeddah is near at hand
