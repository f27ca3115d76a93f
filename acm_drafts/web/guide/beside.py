"""
The items of the agenda of the General Assembly that a paragraph is tagged with, beside it, for who reads the guide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from acm_drafts.negotiation.guide import goes_to_assembly, session_of
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.store.database import Session
from acm_drafts.store.guide import items_of_paragraph
from acm_drafts.store.records import Communique, Paragraph
from acm_drafts.web.guide.page import ShownItem, shown_item
from acm_drafts.web.shared.access import may_here


@dataclass(frozen=True, slots=True)
class ItemsBeside:
    """
    The items beside a paragraph, each with its address. *guide*: the address of the guide of their session, "" without
    an item; *tagging*: where the reader tags the paragraph, "" for who does not.
    """

    items: Sequence[tuple[ShownItem, str]] = ()
    guide: str = ""
    tagging: str = ""

    def __bool__(self) -> bool:
        return bool(self.items or self.tagging)


def items_beside(session: Session, who: Actor, communique: Communique, paragraph: Paragraph) -> ItemsBeside:
    """Return the items that a paragraph is tagged with, none for who does not read the guide. One query at most."""
    if not may_here(who, Act.READ_GUIDE):
        return ItemsBeside()
    items = [shown_item(known.item) for known in items_of_paragraph(session, paragraph.id)]
    guide = f"/guide/{session_of(communique.meeting.year)}"
    tags = goes_to_assembly(communique.kind) and may(
        who, Act.KEEP_GUIDE, Facts(meeting=communique.meeting_id)
    )
    return ItemsBeside(
        [(item, f"{guide}/{item.slug}") for item in items],
        guide if items else "",
        f"/c/{communique.code}/items#p-{paragraph.code}" if tags else "",
    )
