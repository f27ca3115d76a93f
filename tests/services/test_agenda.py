"""The agenda items of a communiqué: one list, kept whole or not at all, with its trace in the journal."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.negotiation.errors import NotFound, NotPermitted, WrongAgenda
from acm_drafts.services.agenda import set_agenda
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.store.database import db
from acm_drafts.store.records import AgendaRow, Draft, JournalLine
from tests.factories import actor_of, make_administrator, make_chair, mission
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table() -> Table:
    return make_table("The Meeting noted the report.")


def kept() -> set[tuple[int, str, str]]:
    return {(row.number, row.part, row.title) for row in db.session.scalars(select(AgendaRow))}


def lines() -> list[tuple[str, str]]:
    found = select(JournalLine).where(JournalLine.act == "set agenda").order_by(JournalLine.id)
    return [(line.before, line.after) for line in db.session.scalars(found)]


def test_a_later_list_takes_the_place_of_the_earlier_one_and_the_journal_has_both(table: Table):
    set_agenda(mission(), table.code, "18 Sustainable development\n14 Culture of peace")
    items = set_agenda(mission(), table.code, "71 (b)\n14 Culture of peace")

    assert items == (AgendaItem(14, title="Culture of peace"), AgendaItem(71, "b"))
    assert kept() == {(14, "", "Culture of peace"), (71, "b", "")}
    assert lines() == [
        ("", "14 Culture of peace\n18 Sustainable development"),
        ("14 Culture of peace\n18 Sustainable development", "14 Culture of peace\n71 (b)"),
    ]


def test_an_empty_list_leaves_none_and_the_same_list_again_writes_nothing(table: Table):
    set_agenda(mission(), table.code, "14")
    set_agenda(mission(), table.code, "\n14 ")
    set_agenda(mission(), table.code, "")
    set_agenda(mission(), table.code, "")

    assert kept() == set()
    assert lines() == [("", "14"), ("14", "")]


@pytest.mark.parametrize("pasted", ["14\nCulture of peace", "18\n18", f"14 {'a' * 501}"])
def test_of_a_list_with_one_wrong_line_nothing_is_kept(table: Table, pasted: str):
    set_agenda(mission(), table.code, "109")

    with pytest.raises(WrongAgenda):
        set_agenda(mission(), table.code, pasted)
    assert kept() == {(109, "", "")}
    assert len(lines()) == 1


def test_nobody_but_the_mission_sets_them(table: Table):
    for actor in (table.head("EGY"), actor_of(make_chair()), actor_of(make_administrator())):
        with pytest.raises(NotPermitted):
            set_agenda(actor, table.code, "14")
    with pytest.raises(NotFound):
        set_agenda(mission(), "zzzzzzz", "14")
    assert kept() == set()


def test_every_draft_of_the_communique_is_given_out_with_them_and_no_other_is(table: Table):
    table.close()
    set_agenda(mission(), table.code, "71 (b)\n14")
    other = make_table("The Meeting welcomed the report.", symbol="OIC/OTHER")

    for draft in db.session.scalars(select(Draft)):
        own = draft.communique.code != other.code
        found = draft_text(db.session(), draft).agenda
        assert found == ((AgendaItem(14), AgendaItem(71, "b")) if own else ())
