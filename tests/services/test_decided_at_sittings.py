"""Which paragraphs decisions that name a sitting left agreed at its level, as the record of the sitting tells it."""

import pytest

from acm_drafts.negotiation.terms import AmendmentKind, City, DecisionKind, Level, Visibility
from acm_drafts.services import reopenings, sittings
from acm_drafts.services.decided_at_sittings import load_decided
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Amendment, Paragraph, Sitting
from acm_drafts.store.sitting_decisions import DecidedThere
from acm_drafts.store.text import open_draft_set
from tests.factories import mission
from tests.sittings import HOUR, hold, make_body, read
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.", "The Meeting thanked Egypt.")


def last_act(table: Table, sitting: Sitting, label: str, *, code: str = "") -> DecidedThere:
    """Return what the record of a sitting tells last of a paragraph, to the Mission or to a head of delegation."""
    return last_act_on(table, sitting, table.line(label).line.paragraph, code=code)


def last_act_on(table: Table, sitting: Sitting, key: int, *, code: str = "") -> DecidedThere:
    """Return the same of the paragraph with *key*, which may be in no text yet."""
    record = read(sitting)
    actor = table.head(code) if code else mission()
    drafts = open_draft_set(db.session(), table.code, actor)
    return load_decided(db.session(), drafts, actor, record).decided[key].acts[-1]


def test_what_was_accepted_and_leaves_nothing_open_was_agreed():
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["1.", "2."])
    table.accept(table.replace("MYS", "2.", "urged", "invited"), sitting=sitting.code)
    assert last_act(table, sitting, "2.").words and last_act(table, sitting, "2.", code="EGY").words

    table.replace("EGY", "1.", "report", "paper")
    table.accept(table.replace("MYS", "1.", "welcomed", "noted"), sitting=sitting.code)
    assert not last_act(table, sitting, "1.").words, "a proposal still waits"


def test_brackets_that_stand_and_a_deletion_are_no_agreement_on_words():
    table = Table(lines_of("The Meeting [warmly] thanked Egypt.", "It stands.")).open()
    sitting = hold(table, make_body(), ["1.", "2."])
    table.accept(table.replace("MYS", "1.", "thanked", "greeted"), sitting=sitting.code)
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "2."), sitting=sitting.code)
    assert not last_act(table, sitting, "1.").words
    assert not last_act(table, sitting, "2.").words


def test_what_is_done_after_the_sitting_does_not_change_what_its_record_tells():
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["2."])
    table.accept(table.replace("MYS", "2.", "urged", "invited"), sitting=sitting.code)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    with clock_at(sitting.begins_at + HOUR):
        table.accept(table.replace("EGY", "2.", "States", "nations"), level=Level.AMBASSADORIAL)
    assert last_act(table, sitting, "2.").words
    with clock_at(sitting.begins_at + 2 * HOUR):
        table.reopen("2.")
    assert last_act(table, sitting, "2.").words


def test_what_another_sitting_of_the_level_agreed_on_that_day_is_not_told_in_the_record_of_this_one():
    table = make_table(*TEXTS)
    first, second = (hold(table, make_body(city=city), ["2."]) for city in (City.NEW_YORK, City.WASHINGTON))
    waits = table.replace("EGY", "2.", "States", "nations")
    table.accept(table.replace("MYS", "2.", "urged", "invited"), sitting=first.code)
    table.accept(waits, sitting=second.code)
    with clock_at(second.begins_at + HOUR):
        assert last_act(table, second, "2.").words
        assert not last_act(table, first, "2.").words


def test_what_another_sitting_of_the_level_agrees_as_it_stands_is_told_in_the_records_of_both():
    table = make_table(*TEXTS)
    first, second = (hold(table, make_body(city=city), ["2."]) for city in (City.NEW_YORK, City.WASHINGTON))
    table.accept(table.replace("MYS", "2.", "urged", "invited"), sitting=first.code)
    table.agree("2.", sitting=second.code)
    with clock_at(second.begins_at + HOUR):
        assert last_act(table, first, "2.").words
        assert last_act(table, second, "2.").words


def test_who_may_not_know_the_states_is_not_told():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    sitting = hold(table, make_body(), ["2."])
    table.decide(DecisionKind.ACCEPT, table.replace("MYS", "2.", "urged", "invited"), sitting=sitting.code)
    assert last_act(table, sitting, "2.").words
    assert not last_act(table, sitting, "2.", code="MYS").words


def test_the_closing_of_the_round_does_not_change_it():
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["2."])
    table.accept(table.replace("MYS", "2.", "urged", "invited"), sitting=sitting.code)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    table.close()
    assert last_act(table, sitting, "2.").words
    assert last_act(table, sitting, "2.", code="EGY").words, "the next draft is not circulated yet"
    table.open()
    assert last_act(table, sitting, "2.", code="EGY").words


def add(table: Table, after: str | None, text: str) -> Amendment:
    """Return a proposal of Egypt to add a paragraph that says *text*."""
    return table.propose("EGY", AmendmentKind.INSERT, after=after, text=text)


def test_a_new_paragraph_that_was_accepted_and_leaves_nothing_open_was_agreed():
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["1."])
    new = add(table, "1.", "The Meeting thanked all donors.")
    table.accept(new, sitting=sitting.code)
    for code in ("", "MYS"):
        assert last_act_on(table, sitting, new.paragraph_id, code=code).words
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    table.close()
    assert last_act_on(table, sitting, new.paragraph_id).words, "the next draft prints it"


def test_a_new_paragraph_with_brackets_or_a_proposal_that_waits_was_not_agreed():
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["1."])
    bracketed = add(table, "1.", "The Meeting [warmly] thanked all donors.")
    changed = add(table, "2.", "The Meeting noted a need.")
    waited = add(table, "3.", "The Meeting noted a report.")
    into_brackets = table.amend("MYS", changed, "The Meeting [noted] a need.")
    table.amend("MYS", waited, "The Meeting welcomed a report.")
    for proposal in (bracketed, changed, into_brackets, waited):
        table.accept(proposal, sitting=sitting.code)
    for new in (bracketed, changed, waited):
        assert not last_act_on(table, sitting, new.paragraph_id).words


def test_a_new_paragraph_that_was_deferred_is_not_told_as_agreed():
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["1."])
    new = add(table, "1.", "The Meeting thanked all donors.")
    table.decide(DecisionKind.DEFER, new, reason="Later.", sitting=sitting.code)
    assert not last_act_on(table, sitting, new.paragraph_id).words


def test_a_new_paragraph_is_told_as_agreed_by_the_sitting_whose_words_stand():
    table = make_table(*TEXTS)
    first = hold(table, make_body(), ["1."])
    second = hold(table, make_body(Level.AMBASSADORIAL), ["1."])
    new = add(table, "1.", "The Meeting thanked all donors.")
    change = table.amend("MYS", new, "The Meeting thanked all its donors.")
    table.accept(new, sitting=first.code)
    table.accept(change, level=Level.AMBASSADORIAL, sitting=second.code)
    with clock_at(second.begins_at + HOUR):
        assert last_act_on(table, second, new.paragraph_id).words
        assert not last_act_on(table, first, new.paragraph_id).words


def test_what_is_done_later_on_a_new_paragraph_does_not_change_what_the_record_tells():
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["1."])
    new = add(table, "1.", "The Meeting thanked all donors.")
    table.accept(new, sitting=sitting.code)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    with clock_at(sitting.begins_at + HOUR):
        seen = db.session.get_one(Paragraph, new.paragraph_id).counter
        facts = {"asked_by": "MYS", "reason": "It goes too far.", "seen": seen}
        reopenings.reopen(mission(), new.paragraph_id, **facts)
    assert last_act_on(table, sitting, new.paragraph_id).words


def test_of_a_hidden_round_no_agreement_on_a_new_paragraph_is_told():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    sitting = hold(table, make_body(), ["1."])
    new = add(table, "1.", "The Meeting thanked all donors.")
    table.decide(DecisionKind.ACCEPT, new, sitting=sitting.code)
    assert last_act_on(table, sitting, new.paragraph_id).words
    assert not last_act_on(table, sitting, new.paragraph_id, code="EGY").words
