"""
Partners of the Group: organizations and groups of States that it meets, and when a periodic meeting comes next.

A meeting that recurs is proposed so many months or years after the last one. It is due when that day has passed
and no meeting is convened.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, Refusal, StaleText, WrongShape


class PartnerKind(StrEnum):
    """What a partner is."""

    GROUP = "group"
    ORGANIZATION = "organization"
    UNITED_NATIONS = "united-nations"


KINDS: Mapping[PartnerKind, str] = {
    PartnerKind.GROUP: N_("Group of States"),
    PartnerKind.ORGANIZATION: N_("International or regional organization"),
    PartnerKind.UNITED_NATIONS: N_("United Nations"),
}
"""What each kind is called; a key of the catalogues."""


class PartnerLevel(StrEnum):
    """The level of a meeting with a partner."""

    SUMMIT = "summit"
    MINISTERIAL = "ministerial"
    AMBASSADORIAL = "ambassadorial"
    SENIOR_OFFICIALS = "senior-officials"
    EXPERT = "expert"
    SECRETARIATS = "secretariats"


LEVELS: Mapping[PartnerLevel, str] = {
    PartnerLevel.SUMMIT: N_("Heads of State and Government"),
    PartnerLevel.MINISTERIAL: N_("Ministerial level"),
    PartnerLevel.AMBASSADORIAL: N_("Ambassadorial level"),
    PartnerLevel.SENIOR_OFFICIALS: N_("Senior officials"),
    PartnerLevel.EXPERT: N_("Expert level"),
    PartnerLevel.SECRETARIATS: N_("Secretariats"),
}
"""What each level is called; a key of the catalogues."""


# Periodic meetings ----------------------------------------------------------------------------------


class PeriodUnit(StrEnum):
    """In what the time between two periodic meetings is counted."""

    MONTHS = "months"
    YEARS = "years"


MONTHS_IN: Mapping[PeriodUnit, int] = {PeriodUnit.MONTHS: 1, PeriodUnit.YEARS: 12}
LONGEST_PERIOD = 120
"""So many months or years at most lie between two meetings."""


@dataclass(frozen=True, slots=True)
class Period:
    """
    A meeting every so many units. *starts_on*: the day of the first one, as long as none was held.

    *ends_on*: no meeting is proposed after this day; None: the meetings go on.
    """

    every: int
    unit: PeriodUnit
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """When a periodic meeting comes next. *planned*: it is convened for that day; *due*: its day has passed."""

    day: date
    planned: bool = False
    due: bool = False


def next_meeting(period: Period, days: Iterable[date], today: date) -> NextMeeting | None:
    """
    Return the next meeting: the one convened from today on, else the day that the period proposes.

    *days* are those of the meetings so far that were not cancelled. None where the periodic meeting has ended.
    """
    known = sorted(days)
    ahead = [day for day in known if day >= today]
    if ahead:
        return NextMeeting(ahead[0], planned=True)
    proposed = day_after(known[-1], period) if known else period.starts_on
    if period.ends_on is not None and proposed > period.ends_on:
        return None
    return NextMeeting(proposed, due=proposed < today)


def day_after(day: date, period: Period) -> date:
    """Return the same day of the month one period later; the last day of a month that is shorter."""
    months = day.month - 1 + period.every * MONTHS_IN[period.unit]
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# What is refused -----------------------------------------------------------------------------------


class WrongPartner(WrongShape):
    """
    Something that is kept of a partner is not complete, or cannot be so.

    *what* says why; *fact* names what of it that is about, as the value has it that was to be saved.
    """

    sentence = N_("It cannot be saved: %(what)s.")
    next_step = N_("Correct it and save it again.")


class PartnerKnown(Refusal):
    """Another partner has this short name; *name* is it."""

    sentence = N_("There is a partner with the short name %(name)s already.")
    next_step = N_("Open that one, or choose another short name.")


class PartnerChanged(StaleText):
    """What is changed was changed by a colleague since the page was opened."""

    sentence = N_("A colleague has changed this since you opened the page.")
    next_step = N_("Look at it as it stands now, then make your change again if it is still needed.")


class ParagraphNotCirculated(Refusal):
    """A link to no paragraph of a circulated text that the actor reads; *name* is the link, as it was typed."""

    sentence = N_("“%(name)s” is not the permanent link of a paragraph of a circulated text.")
    next_step = N_("Copy the permanent link from the page of the paragraph, one link a line.")


class FollowUpLinked(Refusal):
    """The entry of the follow-up is linked to the meeting already."""

    sentence = N_("This entry of the follow-up is linked to the meeting already.")
    next_step = N_("It stands on the page of the meeting.")


class SourceOfPartner(Refusal):
    """The source is said to be of a partner already; *name* is the short name of that one."""

    sentence = N_("This source is among the texts of a partner already: %(name)s.")
    next_step = N_("Take it from that partner first.")
