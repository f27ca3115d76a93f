"""Small groups for tests, by the services alone."""

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Stance
from acm_drafts.services import small_groups
from acm_drafts.services.small_groups import Wish
from acm_drafts.store.database import db
from acm_drafts.store.people import find_party_by_key
from acm_drafts.store.records import CompromiseText, SmallGroup
from acm_drafts.store.small_groups import SmallGroupRecord, get_small_group
from tests.factories import party
from tests.tables import Table


def form(
    table: Table,
    *labels: str,
    facilitator: str = "SEN",
    members: tuple[str, ...] = ("EGY", "MYS"),
    name: str = "Friends of the chair",
) -> SmallGroup:
    """Let the Mission form a small group on the lines with *labels*."""
    return small_groups.form(
        table.mission,
        table.code,
        name=name,
        facilitator=party(facilitator).id,
        members=[party(code).id for code in members],
        paragraphs=[table.line(label).code for label in labels],
    )


def found(group: SmallGroup) -> SmallGroupRecord:
    """Return a small group as it is kept now."""
    db.session.rollback()
    db.session.expire_all()
    return get_small_group(db.session(), group.code)


def wish(table: Table, label: str, text: str, **facts: object) -> Wish:
    line = table.line(label)
    return Wish(**{"paragraph": line.code, "text": text, "wording": line.line.wording, **facts})


def write(table: Table, group: SmallGroup, label: str, text: str, **facts: object) -> CompromiseText:
    """Write a version in the name of the facilitator, by its head."""
    return small_groups.write(facilitator(table, group), group.code, wish(table, label, text, **facts))


def facilitator(table: Table, group: SmallGroup) -> Actor:
    return table.head(find_party_by_key(db.session(), found(group).facilitator).code)


def answer(
    table: Table,
    group: SmallGroup,
    version: CompromiseText,
    code: str,
    stance: Stance | None,
    **facts: object,
) -> None:
    """Answer a version in the name of a member, by its head."""
    small_groups.answer(
        table.head(code), group.code, version.code, party=party(code).id, stance=stance, **facts
    )
