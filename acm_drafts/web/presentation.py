"""
How things are called and written on pages: moments, parties, places to go, in the reader's language.

Plain functions for templates and views, and the context that every page gets. Nothing here is
decided: what a reader may see was settled before it came. Functions that a long list calls for
every row format strings and remember what Babel is slow at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request

from acm_drafts import i18n
from acm_drafts.i18n import direction, interface_language, language_name, ngettext, place_of
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import Level, Role
from acm_drafts.negotiation.terms import name_of as key_of
from acm_drafts.services.sign_ins import MeetingName, PartyName, SignedIn
from acm_drafts.store.database import utcnow
from acm_drafts.store.days import DEFAULT_ZONE, day_in, today_in
from acm_drafts.store.records import Communique, Meeting, Party
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.access import actor, person, person_if_known
from acm_drafts.web.menus import has_several, known_texts, places, reads_texts
from acm_drafts.web.seats import person_name

LANGUAGE_COOKIE = "acm_language"


# Languages -----------------------------------------------------------------------------------------


def chosen_language() -> str:
    """
    Return the language of this page: the one chosen in this browser, else the person's, else the browser's.

    The choice stands first because it can be made before signing in and on a borrowed device.
    """
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in NATIVE_NAMES:
        return chosen
    known = person_if_known() if is_bare() else person()
    if known and known.language in NATIVE_NAMES:
        return known.language
    return request.accept_languages.best_match(NATIVE_NAMES) or "en"


# Names ---------------------------------------------------------------------------------------------


Named = Party | PartyName
"""A delegation, a group or the Mission, as a record or as a value."""


def party_name(party: Named) -> str:
    """Return what the reader's language calls a delegation, a group or the Mission."""
    return str(getattr(party, f"name_{i18n.language()}"))


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


def office_name(role: Role, party: Named | None = None) -> str:
    """Return an office in words: "Head of delegation, Egypt"."""
    if party is None or role is Role.MISSION:
        return name_of(role)
    return str(_("%(role)s, %(party)s", role=name_of(role), party=party_name(party)))


def meeting_name(meeting: Meeting | MeetingName) -> str:
    """Return what a meeting is called, with its year: "Annual Coordination Meeting 2026"."""
    if str(meeting.year) in meeting.title:
        return meeting.title
    return str(_("%(meeting)s, %(year)s", meeting=meeting.title, year=meeting.year))


def short(words: str, most: int = 90) -> str:
    """Return *words* cut at a space after at most *most* characters, with an ellipsis for what was cut."""
    if len(words) <= most:
        return words
    return words[: words.rfind(" ", most // 2, most) if " " in words[most // 2 : most] else most] + "…"


def quoted(words: str) -> str:
    """
    Return *words* in the quotation marks of the reader's language, isolated so that they keep their own direction.

    Otherwise a full stop that ends them would jump to the other side in a page that runs the other way.
    """
    return str(_("“%(words)s”", words=f"\u2068{words}\u2069"))


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


def clock(at: datetime, zone: str | None = None) -> str:
    """Return the time of day: "18:00"."""
    return f"{at.astimezone(ZoneInfo(zone or conference_zone())):%H:%M}"


def moment_elsewhere(at: datetime) -> str:
    """Return a moment in the reader's own zone, "" where that is the conference's or none was given."""
    known = person_if_known()
    if not known or not known.zone or known.zone == known.conference_zone:
        return ""
    return moment(at, known.zone)


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
    said = [str(part) for part in parts if part][:2]
    return said[0] if len(said) == 1 else str(_("%(larger)s %(smaller)s", larger=said[0], smaller=said[1]))


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


@dataclass(frozen=True, slots=True)
class Site:
    """The communiqué that the page belongs to, for the head of the page."""

    name: str
    language: Language
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Reader:
    """The signed-in person for the head of the page."""

    name: str
    office: str
    place: str


def current_communique() -> Communique | None:
    """Return the communiqué that the view put into `g.communique`, else the only one that the person may know of."""
    if "communique" not in g:
        known = known_texts()
        g.communique = known[0].communique if len(known) == 1 else None
    found: Communique | None = g.communique
    return found


def languages(*, with_return: bool) -> Sequence[tuple[str, str, str]]:
    """Return (code, own name, address that switches to it); *with_return* leads back to this page, if it can be got."""
    back = ""
    if with_return and (request.method in ("GET", "HEAD") or _can_be_got()):
        back = f"?next={quote(request.full_path.rstrip('?'), safe='/')}"
    return [(code, name, f"/language/{code}{back}") for code, name in NATIVE_NAMES.items()]


def _can_be_got() -> bool:
    """Return whether the address that a form was sent to shows a page as well."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(method="GET")


# The context of every page ---------------------------------------------------------------------------


def make_bare(*, menu: bool = False) -> None:
    """
    Draw this page with nothing that tells one address from another.

    With *menu* a signed-in person keeps the places to go; without it the database is not asked for anything more.
    """
    g.bare = True
    g.menu = menu
    g.pop("communique", None)  # it would tell that the address names one


def is_bare() -> bool:
    return bool(g.get("bare"))


def context() -> dict[str, object]:
    """Return what layout.html describes: interface, site, nav, languages, reader, now, the conference's today."""
    if is_bare():
        found = {"interface": interface_language(), "languages": languages(with_return=False)}
        return found | (_menu() if g.get("menu") else {})
    known = person()
    communique = current_communique() if known else g.get("communique")
    return {
        "interface": interface_language(),
        "site": _site(communique, known),
        "nav": places(known, communique, several=has_several(known)) if known else (),
        "languages": languages(with_return=True),
        "reader": _reader(known) if known else None,
        "now": utcnow(),
        "today": today_in(conference_zone()),
        "actor": actor(),
        "communique": communique,
    }


def _menu() -> dict[str, object]:
    """Return the menu of a signed-in person wherever they are: nothing in it depends on the address."""
    known = person()
    if known is None:
        return {}
    known, communique = known.above(), current_communique()
    places_ = places(known, communique, several=has_several(known))
    nav = [(label, url, False) for label, url, _here in places_]
    return {"site": _site(communique, known), "nav": nav}


def _site(communique: Communique | None, known: SignedIn | None) -> Site | None:
    if communique is None:
        return None
    url = text_url(communique.code) if known is None or reads_texts(known.actor) else "/"
    note = _("ACM %(year)s", year=_year_of(communique, known)) if known else ""
    return Site(communique.title, Language(communique.language), note, url)


def _year_of(communique: Communique, known: SignedIn) -> int:
    at_hand = known.meeting and known.meeting.id == communique.meeting_id
    return known.meeting.year if known.meeting and at_hand else communique.meeting.year


def _reader(known: SignedIn) -> Reader:
    held = known.offices or known.held
    if not held:
        return Reader(known.name, _("no office today"), known.name)
    first = held[0]
    named = first.party is not None and first.role is not Role.MISSION
    place = party_name(first.party) if first.party and named else ""
    return Reader(person_name(known.name), office_name(first.role, first.party), place)


def init_app(app: Flask) -> None:
    """Put languages, filters and the context into *app*."""
    i18n.init_app(app, chosen_language)
    app.jinja_env.filters.update(
        moment=moment,
        moment_elsewhere=moment_elsewhere,
        day=day,
        brief_day=brief_day,
        clock=clock,
        until=until,
        name_of=name_of,
        party_name=party_name,
        direction=direction,
        short=short,
        quoted=quoted,
    )
    app.jinja_env.globals.update(
        name_of=name_of,
        at_level=at_level,
        office_name=office_name,
        meeting_name=meeting_name,
        party_name=party_name,
        person_name=person_name,
        place_of=place_of,
        language_name=language_name,
        direction=direction,
        text_url=text_url,
        paragraph_url=paragraph_url,
        proposal_url=proposal_url,
        Language=Language,
        Role=Role,
    )
    app.context_processor(context)
