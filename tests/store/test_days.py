"""The day is the conference's: at midnight in Geneva it is still yesterday in New York."""

from datetime import UTC, date, datetime

import pytest

from acm_drafts.store import days
from acm_drafts.store.database import clock_at
from acm_drafts.store.records import Meeting

NIGHT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/New_York", 24), ("UTC", 25), ("Asia/Riyadh", 25), ("Pacific/Pago_Pago", 24)],
)
def test_a_moment_has_the_day_that_clocks_in_the_zone_show(zone: str, day: int):
    assert days.day_in(zone, NIGHT) == date(2026, 11, day)


def test_today_is_the_day_at_the_newest_meeting_and_before_there_is_one_that_of_new_york(session):
    with clock_at(NIGHT):
        assert days.today(session, None) == date(2026, 11, 24)

        session.add(Meeting(title="Annual Coordination Meeting", year=2026, zone="Asia/Riyadh"))
        session.commit()

        assert days.today(session, None) == date(2026, 11, 25)
