"""Partners, for tests, by the services alone."""

from datetime import date

from acm_drafts.documents.read.cooperation_resolutions import read_resolutions
from acm_drafts.negotiation.library import SourceBody
from acm_drafts.negotiation.partners import (
    Contact,
    Face,
    Meeting,
    PartnerKind,
    PartnerLevel,
    Periodic,
    PeriodUnit,
)
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import cooperation_resolutions, partners
from acm_drafts.services.cooperation_resolutions import Imported
from acm_drafts.store.cooperation_resolutions import resolutions_listed
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Partner
from tests.factories import mission
from tests.library import add as add_source
from tests.tables import Table

ROWS = "symbol,date,vote\nA/RES/65/140,2010-12-16,without a vote\nA/RES/67/264,2013-05-17,120-2-15\n"


def face(short: str = "NAM", **facts: object) -> Face:
    """Return what a group of States is called."""
    names = {"name_en": f"{short} in English", "name_fr": f"{short} en français", "name_ar": "حركة"}
    return Face(**{"kind": PartnerKind.GROUP, "short": short, **names, **facts})


def make_partner(short: str = "NAM", *, actor: Actor | None = None) -> Partner:
    return partners.add_partner(actor or mission(), face(short))


def periodic(**facts: object) -> Periodic:
    """Return a meeting every two years, the first in 2020."""
    usual = {"title": "General meeting", "every": 2, "unit": PeriodUnit.YEARS, "starts_on": date(2020, 3, 1)}
    return Periodic(**{**usual, **facts})


def meeting(day: date, **facts: object) -> Meeting:
    return Meeting(**{"day": day, "level": PartnerLevel.MINISTERIAL, **facts})


def link(table: Table, label: str) -> str:
    """Return the permanent link of a paragraph."""
    return f"https://drafts.example.org/c/{table.code}/p/{table.line(label).code}"


def bring_in(text: str = ROWS) -> Imported:
    """Bring the resolutions of a file into the list."""
    return cooperation_resolutions.bring_in(mission(), read_resolutions(text.encode(), utcnow().date()))


def make_partner_with_everything(table: Table | None = None) -> dict[str, str]:
    """Make a partner that has one of each; return their codes. *table*: paragraph 2 of it is related to the meeting."""
    pen, code = mission(), make_partner().code
    contact = partners.add_contact(pen, code, Contact("", "Secretary", email="office@example.org"))
    recurring = partners.add_periodic(pen, code, periodic())
    links = [link(table, "2.")] if table else []
    held = meeting(date(2020, 3, 1), outcome="They met.", periodic=recurring.code, links=links)
    met = partners.add_meeting(pen, code, held)
    source = add_source("NAM/2024/FD", "Called for peace;", body=SourceBody.OTHER)
    partners.give_source(pen, code, source.code)
    bring_in()
    return {
        "partner": code,
        "contact": contact.code,
        "periodic": recurring.code,
        "meeting": met.code,
        "source": source.code,
        "resolution": resolutions_listed(db.session(), mission())[0].resolution.code,
    }
