"""
Small groups beside a paragraph: those that deal with it, with a way to their papers for whoever may read them.
"""

from acm_drafts.store.database import Session
from acm_drafts.store.small_groups import SmallGroupRecord, load_small_groups
from acm_drafts.web.paragraph.context import Desk


def groups_beside(session: Session, desk: Desk) -> tuple[SmallGroupRecord, ...]:
    """Return the small groups that deal with a paragraph and whose papers the reader may read. One query."""
    page, here = desk.page, desk.paragraph.id
    return tuple(
        group
        for group in load_small_groups(session, page.who, page.communique.id)
        if group.reads and here in _paragraphs(group, desk)
    )


def _paragraphs(group: SmallGroupRecord, desk: Desk) -> set[int]:
    """Return the keys of the paragraphs that a group was given, and of those that came from them."""
    lines = group.lines(desk.bearings.rows, desk.bearings.lineage)
    return {*group.composition.paragraphs, *(line.paragraph for line in lines)}
