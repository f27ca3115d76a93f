"""
Time zones as people choose and read them: a time on somebody's clock, and the moment that it is.

A clock that is put forward skips an hour, one that is put back shows an hour twice: such a time
names no moment, and this module refuses to guess which was meant.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from operator import itemgetter
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import place_of
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.zones import zone_names
from acm_drafts.text.language import folded
from acm_drafts.web.shared import formatting
from acm_drafts.web.shared.access import person_if_known
from acm_drafts.web.shared.office_names import member_states

YEARS = range(2000, 2101)


class NoMoment(ValueError):
    """A time on a clock that is no one moment; the message is a sentence in the reader's language."""


@cache
def names() -> tuple[str, ...]:
    """Return the time zones that are named after a place, in the order of their names."""
    return tuple(sorted(zone for zone in zone_names() if "/" in zone and not zone.startswith("Etc/")))


@cache
def _listed() -> Mapping[str, str]:
    """
    Return the zones that people choose from, each with the code of its country.

    Each place is there once, without the other names that a zone is known by.
    """
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {
        zone: country for country, _place, zone, *_note in sorted(rows, key=itemgetter(2)) if zone in names()
    }


OTHERS = (
    *(
        "Africa/Addis_Ababa",
        "Europe/Brussels",
        "Europe/London",
        "Africa/Nairobi",
        "Europe/Paris",
        "Europe/Rome",
    ),
    *("Europe/Vienna", "Africa/Bangui", "Asia/Bangkok", "Europe/Moscow", "Europe/Sarajevo"),
)
"""Seats of the United Nations and of partners, then the capitals of observer States. No other place is offered: the tz
database names some in a way in which this house does not."""
SEATS = {"America/New_York": "", "Asia/Riyadh": N_("Jeddah"), "Europe/Zurich": N_("Geneva")}
"""Where the Organization meets, with the name of the place where the zone bears another's."""


def choices(*, own: str = "") -> list[SelectChoice]:
    """
    Return the zones to choose from, in groups: those near at hand, those of the Member States, then other seats.

    Near are that of the conference, those of the Organization's seats, and *own* or else the reader's. No place
    stands in two groups.
    """
    known = person_if_known()
    own = own or (known.zone if known else "")
    near = dict.fromkeys(zone for zone in (formatting.conference_zone(), *SEATS, own) if zone in names())
    group = str(_("Near at hand"))
    first = [SelectChoice(value=zone, label=_zone_label(zone), optgroup=group) for zone in near]
    others = _grouped_zones(i18n.language())
    return first + [
        SelectChoice(zone, name, optgroup=zone_group) for zone, name, zone_group in others if zone not in near
    ]


@cache
def _grouped_zones(language: str) -> tuple[tuple[str, str, str], ...]:
    """
    Return each zone with its name and its group, in *language*, that of the reader: as they stand in the list.

    A State's zone is often named after another city than its capital, so its own name comes first.
    """
    states = member_states()
    group = str(_("Member States"))
    own = [
        (zone, _of_state(states[country][language], place_of(zone)), group)
        for zone, country in _listed().items()
        if country in states
    ]
    others = [(zone, place_of(zone), str(_("Seats of partners, and observer States"))) for zone in OTHERS]
    return tuple(
        zone for zones in (own, others) for zone in sorted(zones, key=lambda choice: folded(choice[1]))
    )


def _of_state(state: str, place: str) -> str:
    return state if place == state else f"{state}{_(', ')}{place}"


def _zone_label(zone: str) -> str:
    return str(_(SEATS[zone])) if SEATS.get(zone) else place_of(zone)


def moment_on(clock: datetime, zone: str) -> datetime:
    """Return the moment, in UTC, at which clocks in *zone* show *clock* (naive). Raises NoMoment."""
    if clock.year not in YEARS:
        raise NoMoment(_("Choose a year between %(first)s and %(last)s.", first=YEARS[0], last=YEARS[-1]))
    zone_info = ZoneInfo(zone)
    first, second = (clock.replace(tzinfo=zone_info, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone_info).replace(tzinfo=None) != clock:
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


def moments_in_words(moment: datetime, zone: str) -> tuple[str, ...]:
    """Return *moment* in words in *zone*, the conference's zone and the reader's own, each wording once."""
    known = person_if_known()
    wanted = (zone, formatting.conference_zone(), known.zone if known else "")
    return tuple(dict.fromkeys(formatting.moment(moment, zone_name) for zone_name in wanted if zone_name))


def moment_of(field: DateTimeLocalField, zone: str) -> datetime:
    """Return the moment that a field names on the clock of *zone*. Raises ValidationError, shown beside it."""
    if field.data is None or zone not in names():
        raise StopValidation()  # what is wrong was said already
    try:
        return moment_on(field.data, zone)
    except NoMoment as wrong:
        raise ValidationError(str(wrong)) from None
