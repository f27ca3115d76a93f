"""The guide as it is kept: agendas in their order, tags of the last act, and how many queries the whole of it costs."""

import pytest

from acm_drafts.negotiation.guide import SessionItem, TagAct
from acm_drafts.services import guide
from acm_drafts.services.guide_texts import GuideReader, load_guide
from acm_drafts.store.database import db
from acm_drafts.store.guide import (
    faults_of_agendas,
    followers_of,
    items_followed,
    items_tagged,
    known_items,
    last_act,
    sessions_known,
    tags_in,
)
from acm_drafts.store.records import AssemblyItem
from acm_drafts.text.language import Language
from tests.factories import mission
from tests.guide import ITEMS, add_agenda, session_for, tag
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")


def test_items_come_in_the_order_of_the_agenda_and_say_whether_they_are_used():
    table = make_table("The Meeting noted the report.")
    of = session_for(table)
    add_agenda(of, *reversed(ITEMS), SessionItem(71, "aa", "Last"))
    add_agenda(of - 1, ITEMS[0])
    tag(table, "1.", 71, "b")
    found = known_items(db.session(), of)
    assert [(known.item.number, known.item.part, known.used) for known in found] == [
        (14, "", False),
        (23, "", False),
        (71, "", False),
        (71, "b", True),
        (71, "aa", False),
    ]
    assert sessions_known(db.session()) == [of, of - 1]


def test_the_last_act_on_a_paragraph_and_an_item_counts():
    table = make_table("The Meeting noted the report.", "It urged all.")
    add_agenda(session_for(table))
    for act in (TagAct.TAG, TagAct.UNTAG, TagAct.TAG):
        tag(table, "1.", 14, act=act)
    tag(table, "1.", 23)
    tag(table, "1.", 23, act=TagAct.UNTAG)
    tag(table, "2.", 71, act=TagAct.DECLINE)
    paragraph = table.line("1.").line.paragraph
    items = {known.item.place: known.key for known in known_items(db.session())}

    assert tags_in(db.session(), [table.communique]) == {paragraph: frozenset({items[ITEMS[0].place]})}
    assert last_act(db.session(), paragraph, items[ITEMS[1].place]) is TagAct.UNTAG
    assert last_act(db.session(), paragraph, items[ITEMS[2].place]) is None
    assert items_tagged(db.session(), table.communique, table.draft) == [ITEMS[0]]
    assert tags_in(db.session(), []) == {}


def test_followers_are_in_the_order_of_their_delegations_in_the_readers_language(count_queries):
    table = make_table("The Meeting noted the report.")
    of = session_for(table)
    add_agenda(of)
    for code in ("ARE", "EGY", "DZA"):
        guide.follow_item(table.head(code), of, (14, ""))
    key = known_items(db.session(), of)[0].key
    for language, codes in ((Language.EN, ["DZA", "EGY", "ARE"]), (Language.FR, ["DZA", "EGY", "ARE"])):
        followers = followers_of(db.session(), [key], language)[key]
        assert [follower.parties[0].code for follower in followers] == codes
    assert items_followed(db.session(), table.head("EGY").user) == {key}
    assert items_followed(db.session(), None) == frozenset()
    assert count_queries(lambda: followers_of(db.session(), [key], Language.EN)) <= 2


def test_an_item_that_continues_a_later_one_is_a_fault():
    add_agenda(80, ITEMS[0])
    add_agenda(81, ITEMS[0])
    later, earlier = (known_items(db.session(), of)[0].key for of in (81, 80))
    db.session.get_one(AssemblyItem, earlier).continues_id = later
    db.session.commit()
    assert [symbol for symbol, _message in faults_of_agendas(db.session())] == ["A/80, 14"]


def test_the_guide_costs_the_same_number_of_queries_however_much_it_holds(count_queries):
    table = make_table(*(f"The Meeting noted report {n}." for n in range(6)))
    of = session_for(table)
    add_agenda(of)
    tag(table, "1.", 14)
    reader = GuideReader(mission(), Language.EN)
    few = count_queries(lambda: load_guide(db.session(), reader, of))
    for number in range(2, 6):
        tag(table, f"{number}.", 14)
        tag(table, f"{number}.", 71, "b")
    assert count_queries(lambda: load_guide(db.session(), reader, of)) == few
