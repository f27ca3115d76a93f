"""
The agenda items of a communiqué, as they are kept now.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agenda import AgendaItem, ordered
from acm_drafts.store.records import AgendaRow


def load_agenda(session: Session, communique_id: int) -> tuple[AgendaItem, ...]:
    """Return the agenda items of a communiqué, in the order of the agenda. One query."""
    rows = session.execute(
        select(AgendaRow.number, AgendaRow.part, AgendaRow.title).where(
            AgendaRow.communique_id == communique_id
        )
    )
    return ordered(AgendaItem(*row) for row in rows)
