"""
The agenda items of the General Assembly under which a communiqué is circulated: kept as one list.
"""

from dataclasses import asdict

from sqlalchemy import delete, insert

from acm_drafts.negotiation.agenda import AgendaItem, listed, read_list
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.database import transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import AgendaRow


def set_agenda(actor: Actor, code: str, pasted: str) -> tuple[AgendaItem, ...]:
    """
    Keep a pasted list as the agenda items of the communiqué with *code*, in place of those it had, and return them.

    An empty list leaves none; the same list again writes nothing. The journal has the list before and after. Raises
    NotPermitted, NotFound, WrongAgenda (nothing is kept then).
    """
    items = read_list(pasted)
    with transaction() as session:
        require(actor, Act.SET_AGENDA, meeting_facts(session, "code", code))
        communique = hold_round(session, By.CODE, code).communique
        before = load_agenda(session, communique)
        if before == items:
            return items
        session.execute(delete(AgendaRow).where(AgendaRow.communique_id == communique))
        rows = [{"communique_id": communique, **asdict(item)} for item in items]
        if rows:
            session.execute(insert(AgendaRow), rows)
        write_line(
            session,
            actor,
            "set agenda",
            scope=Scope.ALL,
            communique=communique,
            before=listed(before),
            after=listed(items),
        )
        return items
