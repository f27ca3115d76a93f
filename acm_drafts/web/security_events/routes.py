"""
Security events of all accounts for administrators, with filters and as a file; and of one's own account.

The owner of an account is not shown what was refused because it may not be seen: a list of it would tell that it is
there. An administrator's list names the kind of page and never the object. Browsers report here what the content policy
stopped; of a report the directive alone is kept.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, render_template, request, url_for

from acm_drafts.documents.write.spreadsheet import CSV, as_csv
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Act, require
from acm_drafts.negotiation.security_events import NETWORK_WORDS, WORDS, EventKind, Network
from acm_drafts.services import security_events
from acm_drafts.store import people as reads
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import SecurityEvent, User
from acm_drafts.store.security_events import EventRow, load_events, load_own_events
from acm_drafts.web.shared import access
from acm_drafts.web.shared.bad_requests import TooLarge
from acm_drafts.web.shared.formatting import conference_zone
from acm_drafts.web.shared.headers import CONTENT_SECURITY_POLICY
from acm_drafts.web.shared.office_names import person_name
from acm_drafts.web.shared.signing import EVENT, conceal, reveal

pages = Blueprint("security_events", __name__)

PAGE = 100
WHOLE = 10_000
"""So many events a file holds at most, the newest."""
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a page says it."""

    at: datetime
    what: str
    person: str
    """Whose account it concerns, "" where none is known."""
    person_id: int | None
    by: str
    """Who did it, where that is somebody else or the system; "" otherwise, and where nobody was signed in."""
    place: str
    """Browser, system and kind of network."""
    about: str
    reference: str


def told(row: EventRow, *, names: bool) -> Told:
    """Return an event in the reader's language; others than the owner are named where *names* says so."""
    event = row.event
    return Told(
        at=event.at,
        what=str(_(WORDS[EventKind(event.kind)])),
        person=person_name(row.person.name) if row.person else "",
        person_id=event.user_id,
        by=_by(row, names=names),
        place=place_of(event),
        about=event.about,
        reference=event.request_id,
    )


def _by(row: EventRow, *, names: bool) -> str:
    if row.event.actor_id == row.event.user_id:
        return ""
    if row.by is not None:
        return person_name(row.by.name) if names else str(_("another person"))
    return str(_("the system")) if row.event.network == Network.COMMAND else ""


def place_of(event: SecurityEvent) -> str:
    """Return from where something was asked: "Firefox on Linux, the internet"."""
    network = str(_(NETWORK_WORDS[Network(event.network)]))
    device = device_in_words(event.browser, event.system)
    return str(_("%(device)s, %(network)s", device=device, network=network)) if device else network


def device_in_words(browser: str, system: str) -> str:
    """Return what a browser is known by: its name and its system's, as far as they are known, else ""."""
    if browser and system:
        return str(_("%(browser)s on %(system)s", browser=browser, system=system))
    return browser or system


# Of all accounts ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the list is narrowed, as the address says it."""

    kind: str
    person: str

    @property
    def parameters(self) -> dict[str, str]:
        return {name: value for name, value in (("kind", self.kind), ("person", self.person)) if value}


@pages.get("/security-events")
@access.gate(Act.READ_SECURITY_EVENTS)
def index() -> str:
    wanted, before = _wanted(), _before()
    rows = _load(wanted, limit=PAGE + 1, before=before)
    shown = rows[:PAGE]
    return render_template(
        "security_events/index.html",
        days=by_day([told(row, names=True) for row in shown]),
        wanted=wanted,
        kinds={kind.value: _(words) for kind, words in WORDS.items()},
        older=_older(rows, shown),
        newest=before is None,
        lasts=_lasts().days,
    )


@pages.get("/security-events.csv")
@access.gate(Act.READ_SECURITY_EVENTS)
def download() -> Response:
    """Give the same events as a table for a spreadsheet, newest first."""
    head = [_("When (UTC)"), _("What"), _("Account"), _("By"), _("From"), _("Page"), _("Reference")]
    rows = [told(row, names=True) for row in _load(_wanted(), limit=WHOLE)]
    table = [
        [f"{row.at:%Y-%m-%dT%H:%M:%SZ}", row.what, row.person, row.by, row.place, row.about, row.reference]
        for row in rows
    ]
    response = Response(as_csv([[str(cell) for cell in line] for line in (head, *table)]), mimetype=CSV)
    response.headers["Content-Disposition"] = 'attachment; filename="security-events.csv"'
    return response


def _load(wanted: Wanted, *, limit: int, before: int | None = None) -> list[EventRow]:
    """Return the events that are asked for. Raises NotPermitted for who administers one meeting alone. Two queries."""
    require(access.actor(), Act.READ_SECURITY_EVENTS)
    session = db.session()
    people = [user.id for user in reads.find_people(session, None, wanted.person)] if wanted.person else None
    kind = EventKind(wanted.kind) if wanted.kind else None
    return load_events(session, since=_since(), limit=limit, kind=kind, people=people, before=before)


def _wanted() -> Wanted:
    kind = request.args.get("kind", "")
    words = " ".join(request.args.get("person", "").replace("\0", " ").split())[:LONGEST_SEARCH]
    return Wanted(kind if kind in frozenset(EventKind) else "", words)


def _before() -> int | None:
    """Return the event before which the page begins. Raises NotFound for what no page of ours names."""
    sent = request.args.get("before", "")
    key = reveal(sent, use=EVENT)
    if sent and key is None:
        raise NotFound()
    return key


def _older(rows: list[EventRow], shown: list[EventRow]) -> str:
    return conceal(shown[-1].event.id, use=EVENT) if len(rows) > len(shown) else ""


def _lasts() -> timedelta:
    lasts: timedelta = current_app.config["SECURITY_EVENTS_LAST"]
    return lasts


def _since() -> datetime:
    return utcnow() - _lasts()


def by_day(events: list[Told]) -> list[tuple[date, list[Told]]]:
    """Return events by the day on which they were at the conference."""
    zone = ZoneInfo(conference_zone())
    return [
        (day, list(group)) for day, group in groupby(events, lambda event: event.at.astimezone(zone).date())
    ]


# Reports of browsers -----------------------------------------------------------------------------

LARGEST_REPORT = 16 * 1024
DIRECTIVES = frozenset(
    part.split()[0] for part in CONTENT_SECURITY_POLICY.split("; ") if not part.startswith("report")
) | {"script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr"}
"""What a report can name; anything else that it says is not kept."""


@pages.post("/csp-reports")
@access.public
def take_report() -> Response:
    """
    Note which directive of the content policy a browser found violated, and nothing else of what it reports.

    Anybody can send a report: it is small, and so many are noted in a quarter of an hour and no more.
    """
    if (request.content_length or 0) > LARGEST_REPORT:
        raise TooLarge(most=1)
    directive = directive_in(request.get_data(cache=False)[:LARGEST_REPORT])
    if directive:
        security_events.note_refusal(EventKind.POLICY_VIOLATED, user=None, about=directive)
    return Response(status=204)


def directive_in(data: bytes) -> str:
    """Return the first directive of ours that a report names, in either form that browsers send; "" for none."""
    try:
        sent = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    reports = sent if isinstance(sent, list) else [sent]
    for report in reports:
        facts = (report.get("csp-report") or report.get("body")) if isinstance(report, dict) else None
        for name in ("effective-directive", "effectiveDirective", "violated-directive"):
            value = facts.get(name) if isinstance(facts, dict) else None
            if isinstance(value, str) and value.split(" ")[0] in DIRECTIVES:
                return value.split(" ")[0]
    return ""


# Of one's own account ----------------------------------------------------------------------------


@pages.get("/account/security-events")
@access.account
def own() -> str:
    before = _before()
    user = access.actor().user or 0
    rows = load_own_events(db.session(), user, since=_since(), limit=PAGE + 1, before=before)
    shown = rows[:PAGE]
    return render_template(
        "security_events/own.html",
        events=[told(row, names=False) for row in shown],
        older=_older(rows, shown),
        newest=before is None,
        lasts=_lasts().days,
    )


def events_url(user: User) -> str:
    """Return the address of the events that concern one person."""
    return url_for("security_events.index", person=user.email)
