"""What every page gets: the head of the page, navigation, the reader, languages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, request

from acm_drafts import i18n
from acm_drafts.i18n import direction, interface_language, language_name, place_of
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.terms import Role
from acm_drafts.services.sign_ins import MeetingName, SignedIn
from acm_drafts.store.database import utcnow
from acm_drafts.store.meetings import only_text, today_in
from acm_drafts.store.records import Communique, Meeting
from acm_drafts.text.labels import direction_of
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.shared.access import actor, archived_meeting, person, person_if_known
from acm_drafts.web.shared.cookies import cookie_name
from acm_drafts.web.shared.excerpts import WORDING_FILTERS
from acm_drafts.web.shared.formatting import (
    at_level_in,
    brief_day,
    by_name,
    clock,
    conference_zone,
    datetime_value,
    day,
    first_words_on_line,
    kind_in_words,
    level_in,
    moment,
    moment_elsewhere,
    name_of,
    named_in_sentence,
    office_name,
    paragraph_url,
    party_name,
    proposal_url,
    quoted,
    short,
    text_url,
    typed,
    until,
    weekday,
    zone_elsewhere,
)
from acm_drafts.web.shared.navigation import (
    has_several,
    known_texts,
    last_text,
    places,
    quick_places,
    reads_texts,
)
from acm_drafts.web.shared.office_names import person_name
from acm_drafts.web.shared.signing import TYPIST, conceal
from acm_drafts.web.shared.states import STATE_GLOBALS

LANGUAGE_COOKIE = "acm_language"


# Languages -----------------------------------------------------------------------------------------


def chosen_language() -> str:
    """
    Return the language of this page: the one chosen in this browser, else the person's, else the browser's.

    The choice stands first because it can be made before signing in and on a borrowed device.
    """
    chosen = request.cookies.get(cookie_name(LANGUAGE_COOKIE))
    if chosen in NATIVE_NAMES:
        return chosen
    known = person_if_known() if is_bare() else person()
    if known and known.language in NATIVE_NAMES:
        return known.language
    return request.accept_languages.best_match(NATIVE_NAMES) or "en"


def meeting_name(meeting: Meeting | MeetingName) -> str:
    """Return what a meeting is called, with its year: "Annual Coordination Meeting 2026"."""
    if str(meeting.year) in meeting.title:
        return meeting.title
    return str(_("%(meeting)s, %(year)s", meeting=meeting.title, year=meeting.year))


@dataclass(frozen=True, slots=True)
class Site:
    """The communiqué that the page belongs to, for the head of the page; or where that leads from above all texts."""

    name: str
    language: Language
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Reader:
    """The signed-in person for the head of the page; *key* tells the browser whose words it saves, and nothing else."""

    key: str
    name: str
    office: str
    place: str
    unread: int


def current_communique() -> Communique | None:
    """Return the communiqué that the view put into `g.communique`, else the only one that the person may know of."""
    if "communique" not in g:
        only = only_text(known_texts())
        g.communique = only.communique if only else None
    communique: Communique | None = g.communique
    return communique


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
    """Return what layout.html describes: interface, site, nav, quick, languages, reader, the moment and the day."""
    if is_bare():
        facts = {"interface": interface_language(), "languages": languages(with_return=False)}
        return facts | (_menu() if g.get("menu") else {})
    known = person()
    communique = current_communique() if known else g.get("communique")
    return {
        "interface": interface_language(),
        "site": _site(communique, known),
        "home": _home(known) if known and communique is None else None,
        "nav": places(known, communique, several=has_several(known)) if known else (),
        "quick": quick_places(known, communique) if known else (),
        "languages": languages(with_return=True),
        "reader": _reader(known) if known else None,
        "now": utcnow(),
        "today": today_in(conference_zone()),
        "actor": actor(),
        "communique": communique,
        "archived_meeting": archived_meeting(),
    }


def _menu() -> dict[str, object]:
    """Return the menu of a signed-in person, which is the same at every address."""
    known = person()
    if known is None:
        return {}
    known, communique = known.above(), current_communique()
    listed = places(known, communique, several=has_several(known))
    return {"site": _site(communique, known), "nav": [place.elsewhere() for place in listed]}


def _site(communique: Communique | None, known: SignedIn | None) -> Site | None:
    if communique is None:
        return None
    url = text_url(communique.code) if known is None or reads_texts(known.actor) else "/"
    note = _("ACM %(year)s", year=_year_of(communique, known)) if known else ""
    return Site(communique.title, Language(communique.language), note, url)


def _home(known: SignedIn) -> Site | None:
    """Return where the head of a page above all texts leads: the text opened last, else their list; None for nobody."""
    if not reads_texts(known.actor):
        return None
    return _site(last_text(), known) or Site(str(_("All texts")), interface_language(), "", "/meetings")


def _year_of(communique: Communique, known: SignedIn) -> int:
    at_hand = known.meeting and known.meeting.id == communique.meeting_id
    return known.meeting.year if known.meeting and at_hand else communique.meeting.year


def _reader(known: SignedIn) -> Reader:
    offices, key = known.offices or known.all_offices, conceal(known.user, use=TYPIST)
    if not offices:
        return Reader(key, known.name, _("no office today"), known.name, known.unread)
    first = offices[0]
    named = first.party is not None and first.role is not Role.MISSION
    place = party_name(first.party) if first.party and named else ""
    return Reader(key, person_name(known.name), office_name(first.role, first.party), place, known.unread)


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "moment_elsewhere": moment_elsewhere,
    "day": day,
    "brief_day": brief_day,
    "clock": clock,
    "datetime_value": datetime_value,
    "until": until,
    "weekday": weekday,
    "name_of": name_of,
    "party_name": party_name,
    "by_name": by_name,
    "named_in_sentence": named_in_sentence,
    "direction": direction,
    "short": short,
    "first_words": first_words,
    "first_words_on_line": first_words_on_line,
    "quoted": quoted,
    "direction_of_label": direction_of,
    **WORDING_FILTERS,
    "typed": typed,
}
"""What templates do to a value, by name."""


GLOBALS: dict[str, Any] = {
    "name_of": name_of,
    "at_level_in": at_level_in,
    "level_in": level_in,
    "office_name": office_name,
    "meeting_name": meeting_name,
    "party_name": party_name,
    "person_name": person_name,
    "place_of": place_of,
    "zone_elsewhere": zone_elsewhere,
    "language_name": language_name,
    "month_names": i18n.month_names,
    "direction": direction,
    "text_url": text_url,
    "paragraph_url": paragraph_url,
    "proposal_url": proposal_url,
    "kind_in_words": kind_in_words,
    **STATE_GLOBALS,
    "Language": Language,
    "Role": Role,
}
"""What templates may call or name, by name."""


def init_app(app: Flask) -> None:
    """Put languages, filters and the context into *app*."""
    i18n.init_app(app, chosen_language)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(GLOBALS)
    app.context_processor(context)
