"""Agendas of the General Assembly and tags, for tests, by the services alone."""

from acm_drafts.negotiation.guide import SessionItem, TagAct
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import guide
from acm_drafts.store.database import db
from acm_drafts.store.guide import session_of_text
from acm_drafts.store.records import ParagraphTag
from tests.factories import mission
from tests.tables import Table

ITEMS = (
    SessionItem(14, "", "Culture of peace", "Culture de paix", "ثقافة السلام", committees="0"),
    SessionItem(
        23, "", "Agriculture development, food security", "Développement agricole", "التنمية الزراعية"
    ),
    SessionItem(
        71, "", "Promotion and protection of human rights", heading_en="Human rights", committees="3"
    ),
    SessionItem(
        71, "b", "Human rights questions, including alternative approaches", heading_en="Human rights"
    ),
)


def session_for(table: Table) -> int:
    """Return the session on whose margin the meeting of a text is held."""
    found = session_of_text(db.session(), table.communique)
    assert found is not None
    return found


def add_agenda(of: int, *items: SessionItem, same_items: bool = False) -> None:
    """Save items, without any those of every test, as the agenda of a session."""
    guide.add_agenda(mission(), of, items or ITEMS, same_items=same_items)


def tag(
    table: Table,
    label: str,
    number: int,
    part: str = "",
    *,
    act: TagAct = TagAct.TAG,
    actor: Actor | None = None,
) -> ParagraphTag:
    """Tag the paragraph that prints *label* with an item of its session, or do another *act* on both."""
    paragraph = table.line(label).line.paragraph
    return guide.decide_item(actor or table.mission, paragraph, act, (number, part))
