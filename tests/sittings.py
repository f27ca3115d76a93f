"""Bodies and sittings for tests, by the services alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.sittings import Outcome
from acm_drafts.negotiation.terms import BodyRole, City, Level, Role, SittingResult
from acm_drafts.services import bodies, sittings
from acm_drafts.services.sittings import Presence, Times
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.meetings import day_in
from acm_drafts.store.records import Body, Paragraph, Sitting, SittingResultRow
from acm_drafts.store.sittings import SittingRecord, get_sitting
from acm_drafts.text.language import Language
from tests.factories import LONG_AGO, meeting_for, mission, party
from tests.tables import Table

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONE = "America/New_York"
NAMES = {
    Language.EN: "Working Group on Development",
    Language.FR: "Groupe de travail sur le développement",
    Language.AR: "الفريق العامل المعني بالتنمية",
}


def make_body(
    level: Level = Level.EXPERT,
    *,
    city: City = City.NEW_YORK,
    members: Collection[str] = (),
    chair: str = "",
    names: Mapping[Language, str] | None = None,
    meeting: int | None = None,
) -> Body:
    """Return a body of the only meeting, with members and a chair since long ago; a Working Group has its names."""
    meeting = meeting or meeting_for(Role.HEAD)
    given = names or (NAMES if level is Level.WORKING_GROUPS else {})
    body = bodies.add_body(mission(), meeting, city=city, level=level, names=dict(given))
    for role, codes in ((BodyRole.MEMBER, members), (BodyRole.CHAIR, [chair] if chair else [])):
        if codes:
            parties = [party(code).id for code in codes]
            bodies.seat(mission(), meeting, body.code, role=role, parties=parties, starts_on=LONG_AGO)
    return body


def times(**facts: object) -> Times:
    """Return the times of a sitting an hour from now, for three hours in New York, unless *facts* say otherwise."""
    begins = facts.pop("begins_at", utcnow() + HOUR)
    return Times(**{"begins_at": begins, "ends_at": begins + 3 * HOUR, "zone": ZONE, **facts})


def noon() -> datetime:
    """Return about noon of tomorrow in New York: a sitting of some hours from then on ends on the day it began."""
    return utcnow().replace(hour=16) + timedelta(days=1)


def code_of(table: Table, label: str) -> str:
    return table.line(label).code


def convene(
    table: Table, body: Body, labels: Iterable[str] = ("1.",), *, actor: Actor | None = None, **facts: object
) -> Sitting:
    """Convene a sitting of a body on the paragraphs that print *labels*."""
    agenda = [code_of(table, label) for label in labels]
    return sittings.convene(
        actor or mission(), table.communique, body.code, times=times(**facts), agenda=agenda
    )


def open_at(sitting: Sitting, present: Sequence[str] = ("EGY", "MYS")) -> Sitting:
    """Open a sitting at its time, with these delegations present; the clock stands there only meanwhile."""
    with clock_at(sitting.begins_at):
        sittings.open_sitting(mission(), sitting.code)
        if present:
            sittings.attend(mission(), sitting.code, {party(code).id: Presence(True) for code in present})
    return sitting


def hold(table: Table, body: Body, labels: Iterable[str] = ("1.",), **facts: object) -> Sitting:
    """Convene a sitting and open it at its time."""
    return open_at(convene(table, body, labels), **facts)


def record(
    table: Table, sitting: Sitting, label: str = "1.", *, actor: Actor | None = None, **facts: object
) -> SittingResultRow:
    """Record that a paragraph was agreed, unless *facts* of the outcome say otherwise, from a fresh page."""
    line = table.line(label)
    known = read(sitting).result_on(line.line.paragraph)
    counter = db.session.get_one(Paragraph, line.line.paragraph).counter
    outcome = Outcome(**{"result": SittingResult.AGREED, **facts})
    return sittings.record(
        actor or mission(),
        sitting.code,
        line.code,
        outcome,
        seen=known.sequence if known else 0,
        counter=counter,
    )


def read(sitting: Sitting) -> SittingRecord:
    """Return a sitting as it is kept now."""
    db.session.rollback()
    db.session.expire_all()
    return get_sitting(db.session(), sitting.code)


def day_of(sitting: Sitting) -> object:
    return day_in(sitting.zone, sitting.begins_at)
