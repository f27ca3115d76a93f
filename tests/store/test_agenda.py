"""The agenda items of a communiqué, as they are kept."""

from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.services.agenda import set_agenda
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique
from tests.tables import make_table


def test_items_come_in_the_order_of_the_agenda_and_of_their_own_communique(session: object, count_queries):
    first = make_table("The Meeting noted the report.", symbol="OIC/FC")
    other = make_table("The Meeting welcomed the report.", symbol="OIC/OTHER")
    set_agenda(first.mission, first.code, "109\n71 (b) Human rights\n71 (aa)\n9")
    set_agenda(other.mission, other.code, "18")
    communique = db.session.query(Communique).filter_by(code=first.code).one().id

    assert load_agenda(db.session(), communique) == (
        AgendaItem(9),
        AgendaItem(71, "b", "Human rights"),
        AgendaItem(71, "aa"),
        AgendaItem(109),
    )
    assert count_queries(lambda: load_agenda(db.session(), communique)) == 1
