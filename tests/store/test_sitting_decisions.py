"""What a sitting is named for beside its results, as each reader may know it."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, SittingResult, Standing, Visibility
from acm_drafts.services import sittings
from acm_drafts.services.sitting_records import record_text
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Sitting
from acm_drafts.store.sitting_decisions import NamedFor, load_named_for
from acm_drafts.store.text import draft_set
from acm_drafts.text.language import Language
from tests.brackets import hold, lift
from tests.factories import mission
from tests.sittings import HOUR, make_body, read, record
from tests.sittings import hold as open_sitting
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = (
    "The Meeting welcomed the report.",
    "The Meeting urged all States.",
    "The Meeting thanked Egypt and then it closed.",
)


def named_for(table: Table, sitting: Sitting, actor: Actor) -> NamedFor:
    db.session.rollback()
    drafts = draft_set(db.session(), table.communique, actor)
    return load_named_for(db.session(), drafts, actor, read(sitting))


def test_decisions_are_told_by_paragraph_in_the_order_of_the_text_and_results_are_not_told_twice():
    table = make_table(*TEXTS)
    sitting = open_sitting(table, make_body(), ["1.", "2.", "3."])
    two = [table.replace("EGY", "3.", "closed", "ended"), table.replace("MYS", "3.", "Meeting", "Ministers")]
    new = table.propose("SEN", AmendmentKind.INSERT, after="1.", text="It thanked all donors.")
    table.decide(DecisionKind.ACCEPT, *two, sitting=sitting.code, ad_referendum=True)
    table.decide(DecisionKind.ACCEPT, new, sitting=sitting.code)
    record(table, sitting, "1.")

    found = named_for(table, sitting, mission())

    first, last = table.line("1.").line.paragraph, table.line("3.").line.paragraph
    assert first not in found.decided, "its agreement is the result that stands in the record"
    assert [(on.words, on.acts) for on in found.decided.values()] == [
        ("It thanked all donors.", (found.decided[new.paragraph_id].acts[0],)),
        ("", found.decided[last].acts),
    ]
    (act,) = found.decided[last].acts
    assert act.proposals == (("EGY 1", Standing.ACCEPTED), ("MYS 1", Standing.ACCEPTED)) and act.ad_referendum
    assert found.left == [table.line("2.").line.paragraph]


def test_what_was_agreed_at_it_before_its_result_is_told_by_the_result_alone():
    table = make_table(*TEXTS)
    sitting = open_sitting(table, make_body(), ["1."])
    table.agree("1.", sitting=sitting.code)
    record(table, sitting, "1.")

    assert named_for(table, sitting, mission()).decided == {}


def test_a_new_paragraph_is_told_as_it_reads_with_what_was_accepted_of_it():
    table = make_table(*TEXTS)
    sitting = open_sitting(table, make_body(), ["1."])
    new = table.propose("SEN", AmendmentKind.INSERT, after="1.", text="It thanked all donors for help.")
    changes = [
        table.amend(code, new, text)
        for code, text in (
            ("EGY", "It warmly thanked all donors for help."),
            ("MYS", "It thanked all donors for their help."),
        )
    ]
    table.decide(DecisionKind.ACCEPT, new, sitting=sitting.code)
    (on,) = named_for(table, sitting, mission()).decided.values()
    assert (on.became, on.words_now) == ("", "It thanked all donors for help.")

    for change in changes:
        table.decide(DecisionKind.ACCEPT, change, sitting=sitting.code)

    (on,) = named_for(table, sitting, mission()).decided.values()
    assert on.became == on.words_now == "It warmly thanked all donors for their help."


def test_what_a_hidden_round_agreed_is_told_without_names_once_it_is_closed_and_a_rejection_is_not():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    taken, refused = (
        table.replace("EGY", "1.", "report", "note"),
        table.replace("MYS", "2.", "urged", "asked"),
    )
    sitting = open_sitting(table, make_body(), ["1.", "2."])
    table.decide(DecisionKind.ACCEPT, taken, sitting=sitting.code)
    table.decide(DecisionKind.REJECT, refused, reason="No.", sitting=sitting.code)
    table.close()

    found = named_for(table, sitting, table.head("SEN"))

    assert [(on.acts[0].proposals, on.acts[0].words) for on in found.decided.values()] == [((), True)]


def test_words_that_a_hidden_round_left_in_brackets_are_told_as_such_once_it_is_closed():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    proposal = table.replace("EGY", "2.", "urged", "asked")
    sitting = open_sitting(table, make_body(), ["1.", "2."])
    with clock_at(sitting.begins_at + HOUR):
        table.decide(DecisionKind.BRACKETS, proposal, sitting=sitting.code)
        sittings.close_sitting(mission(), sitting.code)
    table.close()

    (on,) = named_for(table, sitting, table.head("SEN")).decided.values()
    assert [(act.proposals, act.words, act.bracketed) for act in on.acts] == [((), False, True)]
    text = record_text(db.session(), table.head("SEN"), read(sitting), Language.EN)
    assert [(line.number, act.bracketed) for line in text.decided for act in line.acts] == [("2", True)]
    (on,) = named_for(table, sitting, mission()).decided.values()
    ((_, standing),) = on.acts[0].proposals
    assert (standing, on.acts[0].bracketed) == (Standing.BRACKETED, False)


def test_an_acceptance_whose_proposal_may_not_be_named_is_not_told_beside_the_result_that_agreed_it():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    proposal = table.replace("EGY", "1.", "report", "note")
    sitting = open_sitting(table, make_body(), ["1.", "2."])
    with clock_at(sitting.begins_at + HOUR):
        table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)
        record(table, sitting, "1.")
    table.close()
    first, second = (table.line(label).line.paragraph for label in ("1.", "2."))

    found = named_for(table, sitting, table.head("SEN"))
    assert dict(found.decided) == {} and found.left == [second]
    (act,) = named_for(table, sitting, mission()).decided[first].acts
    assert [how for _, how in act.proposals] == [Standing.ACCEPTED], "the Mission is told of the proposal"


def test_a_decision_after_a_result_on_the_same_paragraph_is_told_beside_it():
    table = make_table(*TEXTS)
    sitting = open_sitting(table, make_body(), ["1."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED)
    table.agree("1.", sitting=sitting.code)

    found = named_for(table, sitting, mission())

    assert found.decided[table.line("1.").line.paragraph].acts[0].words and found.left == []


def test_it_names_over_whom_a_decision_lifted_a_bracket_and_the_record_says_so():
    table = make_table("The Meeting urged [all] States.", "It closed.")
    hold(table, "EGY", "1.", "[all]")
    sitting = open_sitting(table, make_body(), ["1."])
    with clock_at(sitting.begins_at + HOUR):
        lift(table, "1.", ((0, 0),), over=("EGY",), sitting=sitting.code)
        sittings.close_sitting(mission(), sitting.code)

    (on,) = named_for(table, sitting, mission()).decided.values()
    assert [own.code for own in on.acts[0].over] == ["EGY"]
    record_in_word = record_text(db.session(), mission(), read(sitting), Language.FR)
    assert [act.over for line in record_in_word.decided for act in line.acts] == [("Égypte",)]


def test_a_holder_over_whom_a_sitting_of_a_hidden_round_decided_is_told_of_its_bracket_alone():
    table = Table(lines_of("The Meeting urged [all] States.", "It closed.")).open(
        visibility=Visibility.MISSION
    )
    hold(table, "EGY", "1.", "[all]")
    sitting = open_sitting(table, make_body(), ["1.", "2."])
    lift(table, "1.", ((0, 0),), over=("EGY",), sitting=sitting.code)
    first, second = (table.line(label).line.paragraph for label in ("1.", "2."))

    found = named_for(table, sitting, table.head("EGY"))
    (act,) = found.decided[first].acts
    assert (act.brackets_alone, [own.code for own in act.over]) == (True, ["EGY"])
    assert (act.proposals, act.words, found.left) == ((), False, [second])
    assert named_for(table, sitting, table.head("SEN")).decided == {}
    assert not named_for(table, sitting, mission()).decided[first].acts[0].brackets_alone
    table.close()
    (act,) = named_for(table, sitting, table.head("EGY")).decided[first].acts
    assert (act.brackets_alone, act.words) == (False, True), "what a level agreed is told by then"


def test_what_an_accepted_join_takes_in_there_is_not_left_without_a_result():
    table = make_table(*TEXTS)
    sitting = open_sitting(table, make_body(), ["1.", "2.", "3."])
    joined = table.propose("PAK", AmendmentKind.JOIN, "2.")
    table.decide(DecisionKind.ACCEPT, joined, sitting=sitting.code)

    found = named_for(table, sitting, mission())

    (into,) = found.decided
    taken = {table.line(label).line.paragraph for label in ("2.", "3.")} - {into}
    assert len(taken) == 1 and set(found.joined) == taken and set(found.joined.values()) == {into}
    assert found.left == [table.line("1.").line.paragraph]


def test_what_is_recorded_after_the_closing_and_off_the_agenda_says_so_with_its_reason():
    table = make_table(*TEXTS)
    proposal = table.replace("EGY", "2.", "urged", "asked")
    sitting = open_sitting(table, make_body(), ["1."])
    with clock_at(sitting.begins_at + HOUR / 60):
        sittings.close_sitting(mission(), sitting.code)
    with clock_at(sitting.begins_at + HOUR / 30):
        table.decide(DecisionKind.REJECT, proposal, reason="Taken up at the end.", sitting=sitting.code)

    (on,) = named_for(table, sitting, mission()).decided.values()
    (act,) = on.acts
    assert act.late is not None and (act.off_agenda, act.reason) == (True, "Taken up at the end.")
    text = record_text(db.session(), mission(), read(sitting), Language.EN)
    assert [(a.off_agenda, a.reason, bool(a.late)) for a in text.decided[0].acts] == [
        (True, "Taken up at the end.", True)
    ]


def test_what_an_open_sitting_decides_off_its_agenda_says_so_without_a_word_of_lateness():
    table = make_table(*TEXTS)
    sitting = open_sitting(table, make_body(), ["1."])
    with clock_at(sitting.begins_at + HOUR / 60):
        table.agree("2.", sitting=sitting.code)
        table.agree("1.", sitting=sitting.code)

    decided = named_for(table, sitting, mission()).decided.values()
    told = [(act.off_agenda, act.reason, act.late) for on in decided for act in on.acts]
    assert sorted(told) == [(False, "", None), (True, "", None)]
