"""
How moments, parties, levels and places are written in the reader's language, and the addresses of pages.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext, place_of, with_article
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.first_words import ON_LINE, first_words, shortened
from acm_drafts.negotiation.library import BODIES, SourceBody
from acm_drafts.negotiation.terms import AmendmentKind, City, DecisionKind, Level, PartyKind, Role
from acm_drafts.negotiation.terms import name_of as key_of
from acm_drafts.services.sign_ins import PartyName
from acm_drafts.store import people
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import utcnow
from acm_drafts.store.meetings import DEFAULT_ZONE, day_in
from acm_drafts.store.pins import Pin
from acm_drafts.store.records import Party
from acm_drafts.text.labels import isolated
from acm_drafts.text.language import ENOUGH_OF_ONE, tongue
from acm_drafts.web.shared.access import person_if_known

# Names ---------------------------------------------------------------------------------------------


Named = Party | PartyName
"""A delegation, a group or the Mission, as a record or as a value."""
P = TypeVar("P", bound=people.Named)


def party_name(party: Named) -> str:
    """Return what the reader's language calls a delegation, a group or the Mission; French with its own apostrophe."""
    language = i18n.language()
    name = str(getattr(party, f"name_{language}"))
    return name.replace("'", "’") if language == "fr" else name


def by_name(parties: Iterable[P]) -> list[P]:
    """Return *parties* as every list has them: the Mission, States, groups, by their names in the reader's language."""
    return people.by_name(parties, i18n.interface_language())


def listed_numbers(numbers: str) -> str:
    """Return several references, "1–4, 6" (numbering.in_ranges), with the comma of the reader's language."""
    return numbers.replace(", ", str(_(", ")))


def name_of(term: StrEnum) -> str:
    """Return what the reader's language calls a value of a closed list."""
    return str(_(key_of(term)))


AT_LEVEL: Mapping[Level, str] = {
    Level.EXPERT: N_("at expert level"),
    Level.WORKING_GROUPS: N_("in the Working Groups"),
    Level.TROIKA: N_("in the Troika"),
    Level.EXECUTIVE_COMMITTEE: N_("in the Executive Committee"),
    Level.AMBASSADORIAL: N_("at ambassadorial level"),
    Level.MINISTERIAL: N_("at ministerial level"),
}


def at_level(level: str) -> str:
    """Return a level, by its stored value, as it stands inside a sentence: "agreed in the Troika"."""
    return str(_(AT_LEVEL[Level(level)]))


def level_in(level: str, city: str, *, beside_another: bool = False) -> str:
    """
    Return the name of a level, by its stored value, with the *city* of its body where that is not New York.

    The bodies sit in New York unless something else is said. *beside_another*: the same level in another city stands
    beside it, so that New York is named too.
    """
    name = name_of(Level(level))
    if not city or (city == City.NEW_YORK and not beside_another):
        return name
    return str(_("%(body)s, %(city)s", body=name, city=name_of(City(city))))


def at_level_in(level: str, city: str) -> str:
    """Return the same as it stands inside a sentence: "agreed at ambassadorial level in Washington DC"."""
    if city in ("", City.NEW_YORK):
        return at_level(level)
    return str(_("%(at_level)s in %(city)s", at_level=at_level(level), city=name_of(City(city))))


MISSION_PROPOSES: Mapping[DecisionKind, str] = {
    DecisionKind.ACCEPT: N_("the Mission proposes to accept"),
    DecisionKind.PART: N_("the Mission proposes to accept in part"),
    DecisionKind.COMPROMISE: N_("the Mission proposes a compromise"),
    DecisionKind.REJECT: N_("the Mission proposes not to accept"),
    DecisionKind.BRACKETS: N_("the Mission proposes to retain in brackets"),
    DecisionKind.DEFER: N_("the Mission proposes to defer"),
}
"""A decision without a level; a paragraph is agreed, and a decision voided, at a level or not at all."""


def mission_proposes(kind: DecisionKind) -> str:
    """Return what the Mission proposes by a decision that no sitting reached."""
    return str(_(MISSION_PROPOSES[kind]))


def decided_in_words(kind: DecisionKind) -> str:
    """Return a decision that names no proposal, as an act that is past: "Paragraph agreed"."""
    named = _DECIDED.get(kind)
    return str(_(named)) if named else name_of(kind)


_DECIDED: Mapping[DecisionKind, str] = {
    DecisionKind.AGREE: N_("Paragraph agreed"),
    DecisionKind.REOPEN: N_("Paragraph reopened"),
}
"""Decisions on no proposal, as acts that are past."""


def lifted_over(parties: Collection[Named]) -> str:
    """Return over whom that held brackets a decision was taken, in a sentence; "" where over nobody."""
    if not parties:
        return ""
    return str(_("It decides over %(names)s, which held brackets.", names=parties_in_sentence(parties)))


def kind_in_words(record: AmendmentRecord, amended: str = "") -> str:
    """Return what a proposal does; of one that amends another proposal which, where the reader knows its name."""
    if record.amendment.amends_id is None or record.kind is AmendmentKind.CONSEQUENTIAL:
        return name_of(record.kind)
    return str(_("amends %(name)s", name=amended) if amended else _("amends another proposal"))


def office_name(role: Role, party: Named | None = None) -> str:
    """Return an office in words: "Head of delegation, Egypt"; who heads a group is its speaker."""
    if party is None or role is Role.MISSION:
        return name_of(role)
    if role is Role.HEAD and party.kind == PartyKind.GROUP:
        return str(_("Speaker, %(party)s", party=party_name(party)))
    return str(_("%(role)s, %(party)s", role=name_of(role), party=party_name(party)))


def passage_in_words(pin: Pin) -> str:
    """Return what the passage is called that a paragraph is pinned to, in plain words, and that it was withdrawn."""
    symbol = isolated(pin.symbol)
    if pin.printed:
        name = str(_("%(symbol)s, paragraph %(number)s", symbol=symbol, number=pin.printed))
    else:
        name = str(_("%(symbol)s, line %(number)s", symbol=symbol, number=pin.position))
    return str(_("%(passage)s (source withdrawn)", passage=name)) if pin.withdrawn else name


def body_in_words(body: str) -> str:
    """Return what the reader's language calls the body of a source, by its stored value."""
    return str(_(BODIES[SourceBody(body)]))


def source_url(code: str, position: int | None = None) -> str:
    """Return the address of a source of agreed language, or of the paragraph at a *position* in it."""
    return f"/library/sources/{code}" + (f"#s-{position}" if position else "")


def short(words: str, most: int = 90) -> str:
    """Return *words* cut at a space after at most *most* characters, with an ellipsis for what was cut."""
    return shortened(words, most)


def first_words_on_line(text: str) -> str:
    """Return the first words of a paragraph that has a line of a list for itself."""
    return first_words(text, ON_LINE)


def named_in_sentence(party: Named) -> str:
    """Return a party as a sentence names it where it does not speak: "with le Sénégal", in other languages its name."""
    return with_article(party_name(party))


def parties_in_sentence(parties: Iterable[Named]) -> str:
    """Return several parties as a sentence names them: "Egypt, Malaysia and Senegal"."""
    return i18n.list_in_words([named_in_sentence(party) for party in parties])


def quoted(words: str) -> str:
    """
    Return *words* in the quotation marks of the reader's language, isolated so that they keep their own direction.

    Otherwise a full stop that ends them would jump to the other side in a page that runs the other way.
    """
    return str(_("“%(words)s”", words=isolated(words)))


def typed(words: str) -> dict[str, str]:
    """
    Return the attributes of an element that holds *words* as somebody typed them: their language and direction.

    Where the words do not tell it the browser finds the direction.
    """
    language = tongue([words], enough=ENOUGH_OF_ONE)
    return {"lang": language.value, "dir": language.direction} if language else {"dir": "auto"}


# Moments -------------------------------------------------------------------------------------------


def conference_zone() -> str:
    """Return the time zone of the meeting at hand, which screens show unless another is named."""
    known = person_if_known()
    return known.conference_zone if known else DEFAULT_ZONE


def moment(at: datetime, zone: str | None = None) -> str:
    """Return date, time and zone: "24 November 2026, 18:00 (New York, UTC−5)"."""
    zone = zone or conference_zone()
    local = at.astimezone(ZoneInfo(zone))
    return str(
        _(
            "%(day)s, %(clock)s (%(place)s, UTC%(offset)s)",
            day=i18n.date_in_words(local.date()),
            clock=f"{local:%H:%M}",
            place=place_of(zone),
            offset=_offset(local.utcoffset() or timedelta()),
        )
    )


def day(at: datetime | date, zone: str | None = None) -> str:
    """Return the date in words: "24 November 2026". A moment is taken in *zone*, a date as it is."""
    if isinstance(at, datetime):
        at = day_in(zone or conference_zone(), at)
    return i18n.date_in_words(at)


def brief_day(at: datetime | date, zone: str | None = None) -> str:
    """Return the date for a margin, without its year: "24 Nov"."""
    if isinstance(at, datetime):
        at = day_in(zone or conference_zone(), at)
    return i18n.date_in_words(at, "d MMM")


def day_and_month(at: date) -> str:
    """Return a date of this negotiation in words, without its year: "24 November"."""
    return i18n.date_in_words(at, "d MMMM")


def datetime_value(at: datetime | date) -> str:
    """Return a moment to the second, or a date, as HTML writes it in the attribute *datetime*."""
    return at.isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()


def clock(at: datetime, zone: str | None = None) -> str:
    """Return the time of day: "18:00"."""
    return f"{at.astimezone(ZoneInfo(zone or conference_zone())):%H:%M}"


def zone_elsewhere() -> str:
    """Return the reader's own time zone, "" where that is the conference's or none was given."""
    known = person_if_known()
    if not known or not known.zone or known.zone == known.conference_zone:
        return ""
    return known.zone


def moment_elsewhere(at: datetime) -> str:
    """Return a moment in the reader's own zone, "" where that is the conference's or none was given."""
    zone = zone_elsewhere()
    return moment(at, zone) if zone else ""


def weekday(at: datetime, zone: str | None = None) -> str:
    """Return the weekday and the date, without its year: "Wednesday 2 December"."""
    return i18n.date_in_words(day_in(zone or conference_zone(), at), "EEEE d MMMM")


def deadline_in_words(at: datetime, zone: str, now: datetime | None = None) -> str:
    """Return a moment as a deadline is called: "Wednesday 18:00"; with its date where another such day comes before."""
    near = day_in(zone, at) - day_in(zone, now or utcnow()) < timedelta(days=7)
    named = i18n.date_in_words(day_in(zone, at), "EEEE") if near else weekday(at, zone)
    return str(_("%(weekday)s %(clock)s", weekday=named, clock=clock(at, zone)))


def until(at: datetime, now: datetime | None = None) -> str:
    """Return how long it is from *now* to *at*, in its two largest units: "1 day 18 hours"."""
    minutes = int((at - (now or utcnow())).total_seconds() // 60)
    if minutes < 1:
        return str(_("less than a minute") if minutes == 0 else _("no time"))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = (
        ngettext("%(num)s day", "%(num)s days", days) if days else "",
        ngettext("%(num)s hour", "%(num)s hours", hours) if hours else "",
        ngettext("%(num)s minute", "%(num)s minutes", minutes) if minutes else "",
    )
    largest = [str(part) for part in parts if part][:2]
    return (
        largest[0]
        if len(largest) == 1
        else str(_("%(larger)s %(smaller)s", larger=largest[0], smaller=largest[1]))
    )


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


# Places --------------------------------------------------------------------------------------------


def text_url(communique_code: str) -> str:
    return f"/c/{communique_code}/text"


def paragraph_url(communique_code: str, paragraph_code: str) -> str:
    """Return the permanent address of a paragraph. Plain formatting: lists call it for every row."""
    return f"/c/{communique_code}/p/{paragraph_code}"


def proposal_url(amendment_code: str) -> str:
    """Return the address that says where a proposal is now, and why."""
    return f"/proposals/{amendment_code}"
