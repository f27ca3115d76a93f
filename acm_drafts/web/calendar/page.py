"""
The calendar as it is drawn: lanes of rounds, silence and bodies along one line of time, and the list of dates.

The drawing says nothing that the list beside it does not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.web.calendar.dates import Date, DateKind
from acm_drafts.web.shared.formatting import clock, day_and_month, weekday

LEFT, RIGHT, LANE = 210, 1088, 34
"""Where the line of time begins and ends, and how high a lane is, in units of the drawing."""
LEAST = 10
"""So wide is drawn what would be narrower."""
WEEKS, MOST_TICKS = timedelta(days=7), 9
DAY = timedelta(days=1)
BESIDE = (DateKind.PARTNER, DateKind.FOLLOW_UP)
"""What is listed and not drawn: it may lie so far away that the days of the text would fall on one point."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Something in a lane: where it begins, and how wide it is."""

    kind: DateKind
    x: float
    wide: float
    past: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the drawing: its name, the height of its middle, and what stands in it."""

    name: str
    y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that the drawing names: where it stands."""

    x: float
    day: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The line of time; *now*: where the present stands on it, None where it lies outside."""

    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    now: float | None
    names_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class ListedDate:
    """A date of the list: when it begins and ends in words ("" for a moment), and where it stands to the present."""

    date: Date
    begins: str
    until: str
    past: bool
    now: bool


def listed(dates: Sequence[Date], now: datetime) -> list[ListedDate]:
    """Return the dates as the list shows them, in the same order, each on the clocks of its own zone."""
    return [
        ListedDate(
            date,
            _beginning_in_words(date),
            _end_in_words(date),
            date.is_past(now),
            date.is_now(now),
        )
        for date in dates
    ]


def _beginning_in_words(date: Date) -> str:
    """Return when a date begins; of a whole day the day with its year."""
    if date.whole_day:
        return i18n.date_in_words(date.begins.date(), "EEEE d MMMM y")
    return _in_words(date.begins, date.zone)


def _end_in_words(date: Date) -> str:
    """Return when a date ends: by the clock alone on the day on which it begins, "" for a moment and a whole day."""
    if date.whole_day or date.ends == date.begins:
        return ""
    same = weekday(date.begins, date.zone) == weekday(date.ends, date.zone)
    return clock(date.ends, date.zone) if same else _in_words(date.ends, date.zone)


def _in_words(at: datetime, zone: str) -> str:
    return f"{weekday(at, zone)}{_(', ')}{clock(at, zone)}"


def drawing_of(dates: Sequence[Date], now: datetime, *, rtl: bool) -> Drawing | None:
    """Return the drawing of what belongs to the text and is not cancelled, None where nothing has a length to draw."""
    drawn = [date for date in dates if _is_drawn(date)]
    if not drawn:
        return None
    scale = _Scale(min(date.begins for date in drawn), max(date.ends for date in drawn), rtl)
    names = list(dict.fromkeys(date.lane for date in drawn))
    lanes = tuple(
        Lane(
            name,
            44 + row * LANE + LANE / 2,
            tuple(_bar(date, scale, now) for date in drawn if date.lane == name),
        )
        for row, name in enumerate(names)
    )
    return Drawing(
        height=44 + len(names) * LANE + 6,
        lanes=lanes,
        ticks=scale.ticks(ZoneInfo(drawn[0].zone)),
        now=scale.x(now) if scale.first <= now <= scale.last else None,
        names_x=RIGHT if rtl else 0,
        anchor="start",
    )


def _is_drawn(date: Date) -> bool:
    return not date.cancelled and date.kind not in BESIDE


class _Scale:
    """Moments along the line of time, which runs with the writing."""

    def __init__(self, first: datetime, last: datetime, rtl: bool) -> None:
        room = max((last - first) / 40, DAY / 2)
        self.first, self.last, self.rtl = first - room, last + room, rtl

    def x(self, at: datetime) -> float:
        share = (at - self.first) / (self.last - self.first)
        along = LEFT + share * (RIGHT - LEFT)
        return round(RIGHT - along if self.rtl else along, 1)

    def ticks(self, zone: ZoneInfo) -> tuple[Tick, ...]:
        """Return the days to name: each, or each Monday, or each second one, until they are few enough."""
        days = (self.last - self.first) / DAY
        step = next(n for n in (1, 7, 14, 28, 10_000) if days / n <= MOST_TICKS)
        day = self.first.astimezone(zone).date() + DAY
        while step > 1 and day.weekday():
            day += DAY
        ticks = []
        while (at := datetime.combine(day, time(), zone)) < self.last:
            ticks.append(Tick(self.x(at), day_and_month(day)))
            day += DAY * step
        return tuple(ticks)


def _bar(date: Date, scale: _Scale, now: datetime) -> Bar:
    x, end = sorted((scale.x(date.begins), scale.x(date.ends)))
    return Bar(date.kind, x, max(round(end - x, 1), LEAST), date.is_past(now))
