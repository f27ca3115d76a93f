"""When a periodic meeting with a partner comes next."""

from datetime import date

from acm_drafts.negotiation.partners import (
    KINDS,
    LEVELS,
    NextMeeting,
    PartnerKind,
    PartnerLevel,
    Period,
    day_after,
    next_meeting,
)
from acm_drafts.negotiation.partners import PeriodUnit as Unit

TWO_YEARS = Period(2, Unit.YEARS, date(2020, 3, 1))
TODAY = date(2026, 9, 1)


def test_every_kind_and_level_has_a_name():
    assert set(KINDS) == set(PartnerKind) and set(LEVELS) == set(PartnerLevel)


def test_the_next_meeting_is_counted_from_the_last_one_and_due_once_its_day_has_passed():
    held = [date(2022, 5, 9), date(2020, 3, 1)]

    assert next_meeting(TWO_YEARS, held, date(2024, 5, 8)) == NextMeeting(date(2024, 5, 9))
    assert next_meeting(TWO_YEARS, held, date(2024, 5, 9)) == NextMeeting(date(2024, 5, 9))
    assert next_meeting(TWO_YEARS, held, date(2024, 5, 10)) == NextMeeting(date(2024, 5, 9), due=True)


def test_a_meeting_to_come_is_the_next_one_and_nothing_is_due_beside_it():
    ahead = [date(2020, 3, 1), date(2027, 2, 2), date(2026, 12, 1)]

    assert next_meeting(TWO_YEARS, ahead, TODAY) == NextMeeting(date(2026, 12, 1), planned=True)
    assert next_meeting(TWO_YEARS, [TODAY], TODAY) == NextMeeting(TODAY, planned=True)


def test_before_any_meeting_the_first_day_is_proposed():
    assert next_meeting(TWO_YEARS, [], date(2020, 2, 1)) == NextMeeting(date(2020, 3, 1))
    assert next_meeting(TWO_YEARS, [], TODAY) == NextMeeting(date(2020, 3, 1), due=True)


def test_what_has_ended_proposes_nothing_after_its_last_day():
    ended = Period(2, Unit.YEARS, date(2020, 3, 1), date(2022, 3, 1))

    assert next_meeting(ended, [date(2020, 3, 1)], TODAY) == NextMeeting(date(2022, 3, 1), due=True)
    assert next_meeting(ended, [date(2022, 3, 1)], TODAY) is None


def test_a_day_that_the_month_does_not_have_becomes_its_last():
    def after(day: date, every: int, unit: Unit) -> date:
        return day_after(day, Period(every, unit, day))

    assert after(date(2025, 8, 31), 6, Unit.MONTHS) == date(2026, 2, 28)
    assert after(date(2024, 2, 29), 1, Unit.YEARS) == date(2025, 2, 28)
    assert after(date(2024, 12, 15), 1, Unit.MONTHS) == date(2025, 1, 15)
