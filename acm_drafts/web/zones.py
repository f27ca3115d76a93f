"""
Time zones as people choose and read them: a time on somebody's clock, and the moment that it is.

A clock that is put forward skips an hour, one that is put back shows an hour twice: such a time
names no moment, and this module refuses to guess which was meant.
"""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from acm_drafts.web import presentation
from acm_drafts.web.access import person_if_known
from acm_drafts.web.catalogues import gettext as _

YEARS = range(2000, 2101)


class NoMoment(ValueError):
    """A time on a clock that is no one moment; the message is a sentence in the reader's language."""


@cache
def names() -> tuple[str, ...]:
    """Return the time zones that are named after a place. Reading them from the disk is slow: once is enough."""
    return tuple(
        sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    )


def moment_on(clock: datetime, zone: str) -> datetime:
    """Return the moment, in UTC, at which clocks in *zone* show *clock* (naive). Raises NoMoment."""
    if clock.year not in YEARS:
        raise NoMoment(_("Choose a year between %(first)s and %(last)s.", first=YEARS[0], last=YEARS[-1]))
    here = ZoneInfo(zone)
    first, second = (clock.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(here).replace(tzinfo=None) != clock:
        raise NoMoment(
            _("This time does not exist in that zone: the clocks are put forward over it. Choose another.")
        )
    if first != second:
        raise NoMoment(
            _("This time comes twice in that zone: the clocks are put back over it. Choose another.")
        )
    return first


def clock_at(moment: datetime, zone: str) -> datetime:
    """Return what clocks in *zone* show at *moment*, without the zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def told(moment: datetime, zone: str) -> tuple[str, ...]:
    """Return *moment* in words: in *zone*, in the conference's zone and in the reader's own, each time once."""
    known = person_if_known()
    wanted = (zone, presentation.conference_zone(), known.zone if known else "")
    return tuple(dict.fromkeys(presentation.moment(moment, one) for one in wanted if one))
