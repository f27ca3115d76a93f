"""
Partners of the Group: organizations and groups of States that it meets, and when a periodic meeting comes next.

A meeting that recurs is proposed so many months or years after the last one. It is due when that day has passed
and no meeting is convened.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


# What is kept of a partner -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Face:
    """What a partner is called, and what it is."""

    kind: PartnerKind
    short: str
    name_en: str
    name_fr: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to; at least a name or a function. *until*: the last day on which they can be reached so."""

    name: str = ""
    function: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Periodic:
    """A meeting that recurs, as negotiation.partners.Period has it."""

    title: str
    every: int
    unit: PeriodUnit
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    A meeting with a partner. *periodic*: the code of the periodic one that it is of, "" for none.

    *links*: the permanent links of the paragraphs that it is related to.
    """

    day: date
    level: PartnerLevel
    title: str = ""
    place: str = ""
    topics: str = ""
    outcome: str = ""
    cancelled: bool = False
    periodic: str = ""
    links: Sequence[str] = field(default=())


def require_new_contact(contact: Contact, others: Iterable[Contact], today: date) -> None:
    """
    Raise ContactKnown where a partner has this contact among its *others*.

    The same name with the same e-mail is the same contact; without an e-mail, with the same function. Where the last
    day of either is today or before, both stand in the list: somebody can be followed by another on one day.
    """
    if _is_past(contact, today):
        return
    for known in others:
        if not _is_past(known, today) and _who(known) == _who(contact):
            fact = "name" if known.name else "function"
            raise ContactKnown(fact=fact, name=known.name or known.function)


def _is_past(contact: Contact, today: date) -> bool:
    return contact.until is not None and contact.until <= today


def _who(contact: Contact) -> tuple[str, str]:
    function = contact.function.casefold()
    return contact.name.casefold() or function, contact.email.casefold() or function


def require_new_periodic(periodic: Periodic, others: Iterable[Periodic]) -> None:
    """Raise PeriodicKnown where one of *others* has the same name and goes on while this one does."""
    for known in others:
        together = _goes_on(known, periodic.starts_on) and _goes_on(periodic, known.starts_on)
        if together and known.title.casefold() == periodic.title.casefold():
            raise PeriodicKnown(name=known.title)


def _goes_on(periodic: Periodic, day: date) -> bool:
    return periodic.ends_on is None or periodic.ends_on >= day


def require_new_meeting(meeting: Meeting, others: Iterable[Meeting]) -> None:
    """
    Raise MeetingKnown where one of *others* is this meeting: of the same day, the same periodic one, level and name.

    A cancelled one is none.
    """
    if not meeting.cancelled and any(
        not known.cancelled and _which(known) == _which(meeting) for known in others
    ):
        raise MeetingKnown()


def _which(meeting: Meeting) -> tuple[date, str, str, str]:
    return meeting.day, meeting.periodic, meeting.level, meeting.title.casefold()


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


class ContactKnown(Refusal):
    """The partner has this contact already; *name* is its name, or its function without one: *fact* says which."""

    sentence = N_("This contact is in the list already: %(name)s.")
    next_step = N_("Change that one, or give it its last day first.")


class PeriodicKnown(Refusal):
    """A periodic meeting with the partner has this *name*, and goes on at the same time."""

    sentence = N_("There is a periodic meeting with the name %(name)s already.")
    next_step = N_("Change that one, or let it end before this one begins.")


class MeetingKnown(Refusal):
    """The same meeting with the partner is recorded on the same day."""

    sentence = N_("This meeting is recorded on that day already.")
    next_step = N_("Open that one, or change the date, the level or the name.")


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
