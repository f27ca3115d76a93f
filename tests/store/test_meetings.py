"""The day is the conference's: at midnight in Geneva it is still yesterday in New York."""

from datetime import UTC, date, datetime

import pytest

from acm_drafts.store import meetings
from acm_drafts.store.database import clock_at
from tests.factories import make_meeting

NIGHT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/New_York", 24), ("UTC", 25), ("Asia/Riyadh", 25), ("Pacific/Pago_Pago", 24)],
)
def test_a_moment_has_the_day_that_clocks_in_the_zone_show(zone: str, day: int):
    assert meetings.day_in(zone, NIGHT) == date(2026, 11, day)


def test_today_is_the_day_at_the_meeting_and_above_several_that_of_new_york(session):
    with clock_at(NIGHT):
        assert meetings.today(session, None) == date(2026, 11, 24)

        east = make_meeting(zone="Asia/Riyadh")

        assert meetings.today(session, None) == meetings.today(session, east.id) == date(2026, 11, 25)

        west = make_meeting(zone="America/New_York")

        assert meetings.today(session, east.id) == date(2026, 11, 25)
        assert meetings.today(session, west.id) == meetings.today(session, None) == date(2026, 11, 24)
