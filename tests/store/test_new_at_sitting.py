"""The new paragraphs that a sitting decided on: which they are, what they are called, and where they come in."""

import pytest

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Visibility
from acm_drafts.services import amendments, sittings
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.new_at_sitting import NewThere
from acm_drafts.store.records import Sitting
from acm_drafts.store.sitting_decisions import DecidedOn, NamedFor, load_named_for
from acm_drafts.store.text import draft_set
from tests.factories import mission
from tests.sittings import hold, make_body, read
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.")


def new_at(table: Table, sitting: Sitting, actor: Actor) -> dict[int, NewThere | None]:
    return {key: on.new for key, on in named_for(table, sitting, actor).decided.items()}


def decided_at(table: Table, sitting: Sitting, actor: Actor) -> list[DecidedOn]:
    return list(named_for(table, sitting, actor).decided.values())


def named_for(table: Table, sitting: Sitting, actor: Actor) -> NamedFor:
    db.session.rollback()
    drafts = draft_set(db.session(), table.communique, actor)
    return load_named_for(db.session(), drafts, actor, read(sitting))


def test_all_have_the_numbers_that_they_were_proposed_with_in_the_order_of_the_text():
    table = make_table(*TEXTS)
    refused, taken = (
        table.propose(code, AmendmentKind.INSERT, after="1.", text=f"The Meeting thanked {code}.")
        for code in ("EGY", "MYS")
    )
    changed = table.replace("SEN", "2.", "urged", "asked")
    first = table.propose("SEN", AmendmentKind.INSERT, after=None, text="The Meeting took place.")
    sitting = hold(table, make_body(), ["1.", "2."])
    table.decide(DecisionKind.REJECT, refused, reason="No.", sitting=sitting.code)
    for proposal in (taken, changed, first):
        table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)

    after = (table.line("1.").line.paragraph,)
    assert list(new_at(table, sitting, mission()).items()) == [
        (first.paragraph_id, NewThere("1 ante", (), accepted=True)),
        (refused.paragraph_id, NewThere("1 bis", after)),
        (taken.paragraph_id, NewThere("1 ter", after, accepted=True)),
        (table.line("2.").line.paragraph, None),
    ]


def test_what_is_decided_on_a_new_paragraph_at_another_sitting_names_it_too():
    table = make_table(*TEXTS)
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    sittings = [hold(table, make_body(level), ["1."]) for level in (Level.EXPERT, Level.AMBASSADORIAL)]
    change = table.amend("MYS", new, "The Meeting thanked all its donors.")
    table.decide(DecisionKind.ACCEPT, new, sitting=sittings[0].code)
    table.decide(DecisionKind.ACCEPT, change, level=Level.AMBASSADORIAL, sitting=sittings[1].code)

    after = (table.line("1.").line.paragraph,)
    for closed in (False, True):
        table.close() if closed else None
        for sitting, accepted in zip(sittings, (True, False), strict=True):
            there = {new.paragraph_id: NewThere("1 bis", after, accepted=accepted)}
            assert new_at(table, sitting, mission()) == there
            (on,) = decided_at(table, sitting, mission())
            assert not any(act.off_agenda for act in on.acts), "a new paragraph is on no agenda"


def test_one_that_was_deferred_and_withdrawn_has_its_place_and_no_number_more():
    table = make_table(*TEXTS)
    first, second, third = (
        table.propose(code, AmendmentKind.INSERT, after=after, text=f"The Meeting thanked {code}.")
        for code, after in (("EGY", None), ("MYS", "2."), ("SEN", "2."))
    )
    sitting = hold(table, make_body(), ["1."])
    for proposal in (third, second, first):
        table.decide(DecisionKind.DEFER, proposal, reason="Later.", sitting=sitting.code)
    for code, proposal in (("EGY", first), ("MYS", second)):
        amendments.withdraw(table.head(code), proposal.code)

    behind = (table.line("2.").line.paragraph,)
    for closed in (False, True):
        table.close() if closed else None
        assert list(new_at(table, sitting, mission()).items()) == [
            (first.paragraph_id, NewThere("", ())),
            (second.paragraph_id, NewThere("", behind)),
            (third.paragraph_id, NewThere("2 bis", behind)),
        ], f"closed: {closed}"


def test_of_a_hidden_round_no_place_of_a_withdrawn_one_is_told_but_to_who_reads_it_whole():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    sitting = hold(table, make_body(), ["1."])
    table.decide(DecisionKind.DEFER, new, reason="Later.", sitting=sitting.code)
    amendments.withdraw(table.head("EGY"), new.code)

    behind = (table.line("1.").line.paragraph,)
    assert new_at(table, sitting, mission()) == {new.paragraph_id: NewThere("", behind)}
    assert new_at(table, sitting, table.head("EGY")) == {new.paragraph_id: NewThere("", None)}
    assert new_at(table, sitting, table.head("MYS")) == {}


def test_one_after_a_paragraph_with_sub_paragraphs_prints_behind_these():
    texts = {"1.": "The Meeting:", "(a)": "welcomed the report;", "(b)": "thanked Egypt.", "2.": "It closed."}
    lines = [
        Recognised(
            *((LineKind.SUB, 1) if label[0] == "(" else (LineKind.PARAGRAPH, 0)), True, label, "", words
        )
        for label, words in texts.items()
    ]
    table = Table(lines).open()
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    sitting = hold(table, make_body(), ["1.", "(b)"])
    for label in ("2.", "(b)"):
        table.decide(
            DecisionKind.REJECT,
            table.propose("MYS", AmendmentKind.DELETE, label),
            reason="No.",
            sitting=sitting.code,
        )
    table.decide(DecisionKind.REJECT, new, reason="No.", sitting=sitting.code)

    one, a, b, two = (table.line(label).line.paragraph for label in ("1.", "(a)", "(b)", "2."))
    there = new_at(table, sitting, mission())
    assert list(there) == [b, new.paragraph_id, two]
    assert there[new.paragraph_id] == NewThere("1 bis", (b, a, one))
    assert [NewThere("", (b, a, one)).place_on(agenda) for agenda in ((one, b), (one, two), (two,))] == [
        b,
        one,
        None,
    ]


def test_one_that_a_round_rejected_keeps_its_place_in_the_draft_that_came_of_it():
    table = make_table(*TEXTS)
    refused, taken = (
        table.propose(code, AmendmentKind.INSERT, after="1.", text=f"The Meeting thanked {code}.")
        for code in ("EGY", "MYS")
    )
    deleted = table.propose("SEN", AmendmentKind.DELETE, "1.")
    changed = table.replace("SEN", "2.", "urged", "asked")
    sitting = hold(table, make_body(), ["1.", "2."])
    for proposal in (changed, taken, deleted):
        table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)
    table.decide(DecisionKind.REJECT, refused, reason="No.", sitting=sitting.code)
    in_order = [on.code for on in decided_at(table, sitting, mission())]

    table.close()

    assert [on.code for on in decided_at(table, sitting, mission())] == in_order
    hidden = next(
        key for key, there in new_at(table, sitting, mission()).items() if there and there.number == "1 bis"
    )
    assert hidden == refused.paragraph_id


def test_who_may_not_know_of_the_proposal_is_told_no_number_and_no_place():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    taken = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    sitting = hold(table, make_body(), ["1."])
    table.decide(DecisionKind.ACCEPT, taken, sitting=sitting.code)
    assert new_at(table, sitting, table.head("MYS")) == {}

    table.close()

    unknown = {taken.paragraph_id: NewThere("", None, accepted=True)}
    assert new_at(table, sitting, table.head("MYS")) == unknown
    own = new_at(table, sitting, table.head("EGY"))[taken.paragraph_id]
    assert own == NewThere("1 bis", (table.line("1.").line.paragraph,), accepted=True)


def test_it_stands_at_its_place_also_for_who_may_not_know_of_the_proposal():
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    taken = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    changed = [table.replace("SEN", label, "Meeting", "Ministers") for label in ("1.", "2.")]
    sitting = hold(table, make_body(), ["1.", "2."])
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    for proposal in (*changed, taken):
        table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code, reason="It was.")
    keys = [table.line(label).line.paragraph for label in ("1.", "2.")]
    table.close()
    table.open()

    assert list(new_at(table, sitting, table.head("MYS"))) == [keys[0], taken.paragraph_id, keys[1]]


@pytest.mark.parametrize("then", ["carried over", "withdrawn in the next round"])
def test_it_is_called_as_until_the_round_was_closed_whatever_became_of_the_others(then: str):
    table = make_table(*TEXTS)
    sitting = hold(table, make_body(), ["1."])
    carried, taken = (
        table.propose("SEN", AmendmentKind.INSERT, after="1.", text=text) for text in ("It sat.", "It rose.")
    )
    gone = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It spoke.")
    amendments.withdraw(table.head("EGY"), gone.code)
    table.decide(DecisionKind.ACCEPT, taken, sitting=sitting.code)
    before = {taken.paragraph_id: NewThere("1 ter", (table.line("1.").line.paragraph,), accepted=True)}
    assert new_at(table, sitting, mission()) == before

    table.close()
    table.open()
    if then == "withdrawn in the next round":
        amendments.withdraw(table.head("SEN"), carried.code)

    for who in (mission(), table.head("JOR")):
        assert new_at(table, sitting, who) == before
