"""
The agenda items of the General Assembly under which a communiqué is circulated: kept as one list.
"""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agenda import AgendaItem, listed, number_in, read_list
from acm_drafts.negotiation.guide import NotOnAgenda, require_for_assembly
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.database import transaction
from acm_drafts.store.guide import known_items, session_of_text
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import AgendaRow, Communique
from acm_drafts.text.language import Language


def set_agenda(actor: Actor, code: str, pasted: str) -> tuple[AgendaItem, ...]:
    """
    Keep a pasted list as the agenda items of the communiqué with *code*, in place of those it had, and return them.

    An empty list leaves none; the same list again writes nothing. The journal has the list before and after. Raises
    NotPermitted, NotFound, NotForAssembly, WrongAgenda, and NotOnAgenda where the agenda of the session is in the guide
    and does not have an item (nothing is kept then).
    """
    read = read_list(pasted)
    with transaction() as session:
        require(actor, Act.SET_AGENDA, meeting_facts(session, "code", code))
        communique = hold_round(session, By.CODE, code).communique
        require_for_assembly(session.get_one(Communique, communique).kind)
        items = on_agenda(session, communique, read)
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


def on_agenda(session: Session, communique: int, items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """
    Return *items* with their titles on the agenda of the session, as they are where the guide does not have that.

    Raises NotOnAgenda for an item that it does not have. Two queries.
    """
    of = session_of_text(session, communique)
    known = {item.item.place: item.item.numbered for item in known_items(session, of)} if of else {}
    if not known:
        return tuple(items)
    for item in items:
        if item.place not in known:
            raise NotOnAgenda(number=number_in(Language.EN, item), session=of)
    return tuple(known[item.place] for item in items)
