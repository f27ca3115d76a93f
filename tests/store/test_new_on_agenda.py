"""New paragraphs on the agenda of a sitting: which can be put there, what each is called, and who is told of it."""

from datetime import timedelta

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.sittings import NoLongerInTheText
from acm_drafts.negotiation.terms import AmendmentKind, Visibility
from acm_drafts.services import amendments, sittings
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.new_at_sitting import NewThere
from acm_drafts.store.new_on_agenda import NewOnAgenda, new_on_agenda, new_to_call
from acm_drafts.store.records import Amendment, Paragraph, Sitting
from acm_drafts.store.sittings import agenda_lines
from acm_drafts.store.text import draft_set
from tests.factories import mission
from tests.sittings import code_of, make_body, open_at, read, times
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.")
THANKS = "The Meeting thanked all donors."


def add(table: Table, after: str | None = "1.", text: str = THANKS) -> Amendment:
    return table.propose("EGY", AmendmentKind.INSERT, after=after, text=text)


def paragraph_of(new: Amendment) -> str:
    return db.session.get_one(Paragraph, new.paragraph_id).code


def call(table: Table, *codes: str, body: str = "") -> Sitting:
    """Convene a sitting with an agenda of the paragraphs with *codes*."""
    body = body or make_body().code
    return sittings.convene(mission(), table.communique, body, times=times(), agenda=list(codes))


def on_agenda(table: Table, sitting: Sitting, actor: Actor) -> dict[int, NewOnAgenda]:
    record = read(sitting)
    drafts = draft_set(db.session(), table.communique, actor)
    lines = agenda_lines(db.session(), drafts, record.agenda.keys(), record.sitting.begins_at)
    return new_on_agenda(db.session(), actor, drafts, record, lines)


def test_a_new_paragraph_stands_on_an_agenda_with_its_number_its_place_and_its_words():
    table = make_table(*TEXTS)
    new = add(table)
    sitting = call(table, code_of(table, "2."), paragraph_of(new))
    assert list(read(sitting).agenda.values()) == [code_of(table, "2."), paragraph_of(new)]
    there = NewThere("1 bis", (table.line("1.").line.paragraph,))
    for actor in (mission(), table.head("SEN")):
        assert on_agenda(table, sitting, actor) == {new.paragraph_id: NewOnAgenda(there, THANKS)}


def test_one_that_somebody_at_the_table_may_not_read_cannot_be_put_on_an_agenda():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    new = add(table)
    drafts = draft_set(db.session(), table.communique, mission())
    assert new_to_call(db.session(), drafts) == []
    with pytest.raises(NoLongerInTheText):
        call(table, code_of(table, "1."), paragraph_of(new))


def test_one_that_is_not_submitted_or_was_withdrawn_cannot_be_put_there_and_one_that_stands_there_stays():
    table = make_table(*TEXTS)
    new = add(table)
    sitting = call(table, code_of(table, "1."), paragraph_of(new))
    amendments.withdraw(table.head("EGY"), new.code)
    with pytest.raises(NoLongerInTheText):
        call(table, paragraph_of(new), body=sitting.body.code)

    sittings.change_agenda(mission(), sitting.code, [paragraph_of(new), code_of(table, "2.")])
    behind = (table.line("1.").line.paragraph,)
    assert on_agenda(table, sitting, mission()) == {
        new.paragraph_id: NewOnAgenda(NewThere("", behind), THANKS, withdrawn=True)
    }


def test_the_new_paragraphs_that_can_be_called_stand_in_the_order_of_the_text():
    table = make_table(*TEXTS)
    last, first = add(table, "2."), add(table, None, "The Meeting took place.")
    drafts = draft_set(db.session(), table.communique, mission())
    called = new_to_call(db.session(), drafts)
    assert [(new.key, new.there.number, new.words) for new in called] == [
        (first.paragraph_id, "1 ante", "The Meeting took place."),
        (last.paragraph_id, "2 bis", THANKS),
    ]


def test_what_the_next_draft_prints_keeps_the_number_with_which_the_sitting_called_it():
    table = make_table(*TEXTS)
    new = add(table)
    sitting = open_at(call(table, paragraph_of(new)))
    table.accept(new, sitting=sitting.code)
    with clock_at(sitting.begins_at + timedelta(minutes=1)):
        sittings.close_sitting(mission(), sitting.code)
    table.close()
    (called,) = on_agenda(table, sitting, mission()).values()
    assert called.there.number == "1 bis"


def test_a_paragraph_of_the_text_is_no_new_one():
    table = make_table(*TEXTS)
    add(table)
    assert on_agenda(table, call(table, code_of(table, "1.")), mission()) == {}
