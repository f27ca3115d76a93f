"""
What a reader may know of the states of paragraphs: the same rule for everybody, on what each may see.

Whoever reads all proposals of the round gets the states as they are kept. Everybody else gets
what the text itself says, what they may know of closed rounds, and their own proposals: a count
or a state would otherwise tell that somebody proposed something in the round that runs.
"""

from collections.abc import Hashable

from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services.paragraphs import shown
from acm_drafts.store import queries, settled, texts
from acm_drafts.store.queries import Issue
from acm_drafts.store.texts import Row, Shelf


def rows_for(session: Session, actor: Actor, shelf: Shelf, *, issue: Issue) -> list[Row]:
    """
    Return the lines of a draft of the shelf with the states that *actor* may know. One query, or five.

    Of any draft but the newest there is no state to tell: it is "", and nothing is pending.
    """
    rows = texts.rows(session, issue.draft.id)
    if not shelf.whole or issue is not shelf.newest:
        return [row._replace(state="", pending=0, level=None, agreed_on=None) for row in rows]
    if shelf.setting is None or knows_states(actor, shelf):
        return rows
    pending = texts.own_pending(session, shelf.setting, actor)
    last = settled.known_to(session, shelf, actor)
    return [_limited(row, pending, last) for row in rows]


def marks_for(session: Session, actor: Actor, shelf: Shelf, *, issue: Issue) -> Hashable:
    """Return what is equal for two readers when `rows_for` gives them the same of a draft. Four queries at most."""
    if not shelf.whole or issue is not shelf.newest:
        return issue.draft.id
    if shelf.setting is None or knows_states(actor, shelf):
        return texts.marks(session, issue.draft.id)
    pending = texts.own_pending(session, shelf.setting, actor)
    last = settled.known_to(session, shelf, actor)
    own = tuple((paragraph, tuple(proposals)) for paragraph, proposals in pending.items())
    return issue.draft.id, own, tuple(last.items())


def knows_states(actor: Actor, shelf: Shelf) -> bool:
    """Return whether *actor* may know the states of the newest draft as they are kept."""
    return shelf.whole and (shelf.setting is None or queries.sees_all(actor, shelf.setting))


def _limited(row: Row, pending: dict[int, list[texts.Pending]], last: dict[int, texts.LastDecision]) -> Row:
    here = pending.get(row.paragraph, [])
    own = [one for one in here if one.edit.other != row.paragraph]
    known = shown(row.text, own, (), last=last.get(row.paragraph), joins=len(here) - len(own))
    return row._replace(
        state=known.state, pending=known.pending, level=known.level, agreed_on=known.agreed_on
    )
