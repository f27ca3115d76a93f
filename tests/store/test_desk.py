"""The queue of what needs a decision: why each paragraph is in it, where it stands, what waits for others."""

from collections.abc import Callable

import pytest

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Level
from acm_drafts.services import amendments, answers, decisions, sponsors
from acm_drafts.services.evaluation import Judgement
from acm_drafts.store import desk
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.desk import Against, Group, Item
from acm_drafts.store.objections import load_objections, rounds_contested
from acm_drafts.store.records import Paragraph
from acm_drafts.store.text import text_rows
from tests.agreeing import judgement
from tests.factories import party
from tests.tables import Table, lines_of, make_table

WELCOMES = "The Meeting welcomed the progress made by all its members."
URGES = "The Meeting urged all of them to act."
THANKS = "The Meeting thanked the host country."
TEXT = ("# Opening", WELCOMES, URGES, "# Closing", THANKS)


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXT)


def queue(table: Table) -> tuple[Item, ...]:
    db.session.expire_all()
    contested = load_objections(db.session, rounds_contested(db.session, table.round))
    return desk.queue(db.session, table.round, text_rows(db.session, table.draft), contested=contested)


def told(table: Table) -> list[tuple[Group, str]]:
    return [(item.group, item.label) for item in queue(table)]


def waiting(table: Table) -> list[int]:
    return list(desk.waiting_for_sponsors(db.session, table.communique, table.round))


def waiting_elsewhere(table: Table) -> list[int]:
    contested = load_objections(db.session, rounds_contested(db.session, table.round))
    return list(desk.waiting_elsewhere(db.session, table.communique, table.round, contested=contested))


def agree(table: Table, key: int) -> None:
    """Agree a paragraph as it stands, at a level."""
    judged = judgement(DecisionKind.AGREE, on=key, level=Level.AMBASSADORIAL)
    counter = db.session.get_one(Paragraph, key, populate_existing=True).counter
    decisions.decide(table.mission, key, judged, seen=counter)


def answer(table: Table, code: str, amendment: object, word: Answer) -> None:
    reason = "We read it otherwise." if word in answers.NEEDS_REASON else ""
    answers.answer(table.head(code), amendment.code, party=party(code).id, answer=word, reason=reason)


def test_where_nothing_is_pending_the_desk_is_empty(table: Table):
    own = table.proposal(AmendmentKind.REPLACE, "1.", text=WELCOMES.replace("progress", "work"))
    amendments.save(table.head("EGY"), table.round, own)
    gone = table.replace("EGY", "2.", "urged", "invited")
    amendments.withdraw(table.head("EGY"), gone.code)
    table.accept(table.replace("EGY", "3.", "thanked", "warmly thanked"))

    assert queue(table) == ()


def test_conflicts_come_first_then_what_is_ready_in_the_order_of_the_text_and_what_is_deferred_last(
    table: Table,
):
    table.decide(DecisionKind.DEFER, table.replace("EGY", "1.", "progress", "work"))
    table.replace("EGY", "2.", "urged", "invited")
    for word in ("warmly thanked", "duly thanked"):
        table.replace("MYS" if "duly" in word else "EGY", "3.", "thanked", word)

    assert told(table) == [(Group.CONFLICT, "3"), (Group.READY, "2"), (Group.DEFERRED, "1")]
    first = queue(table)[0]
    assert (first.section, len(first.pending), first.state) == ("Closing", 2, "conflict")


def test_a_new_paragraph_has_its_own_place_and_number_and_its_neighbour_is_not_in_the_queue(table: Table):
    first = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The Meeting noted another.")
    table.replace("SEN", "2.", "urged", "invited")

    assert told(table) == [(Group.READY, "1 bis"), (Group.READY, "1 ter"), (Group.READY, "2")]
    assert queue(table)[0].paragraph == first.paragraph_id


def test_a_sub_paragraph_is_called_with_its_paragraph(session):
    lines = (
        Recognised(LineKind.PARAGRAPH, 0, True, "1.", "", "The Meeting asked for:"),
        Recognised(LineKind.SUB, 1, True, "(a)", "", "help from all of them;"),
    )
    table = Table(lines).open()
    table.replace("EGY", "(a)", "help", "more help")

    assert told(table) == [(Group.READY, "1 (a)")]


def test_an_objection_to_a_compromise_brings_the_paragraph_back(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("made", "reached"))
    assert queue(table) == ()

    answer(table, "EGY", egypt, Answer.OBJECT)

    assert [item.label for item in queue(table)] == ["1"]


def test_an_objection_is_under_objected_to_and_names_the_compromise_it_stands_against(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("progress", "some progress"))

    answer(table, "EGY", egypt, Answer.OBJECT)

    [item] = queue(table)
    assert (item.group, item.state, item.against) == (Group.AGAIN, "conflict", Against(("OICM 1",)))


def test_a_conflict_that_a_decision_settled_leaves_the_desk(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.replace("MYS", "1.", "progress", "little progress")
    table.propose("SEN", AmendmentKind.KEEP, "1.")
    assert told(table) == [(Group.CONFLICT, "1")]

    decision = table.accept(egypt)

    assert queue(table) == ()
    assert [name for name, _ in desk.settled_proposals(db.session, table.round, ())] == ["MYS 1", "SEN 1"]
    table.void(decision, reason="By mistake.")
    assert told(table) == [(Group.CONFLICT, "1")]
    assert desk.settled_proposals(db.session, table.round, queue(table)) == []


def test_the_rest_of_a_settled_conflict_is_ready_to_decide_and_names_the_accepted_proposal(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.replace("SEN", "1.", "progress", "some progress")
    text = WELCOMES.replace("progress", "little progress").replace("made", "reached")
    malaysia = table.propose("MYS", AmendmentKind.REPLACE, "1.", text=text)

    table.accept(egypt)

    [item] = queue(table)
    assert (item.group, item.against, item.pending) == (Group.READY, Against(("EGY 1",)), {malaysia.id})


def test_a_proposed_acceptance_is_listed_apart_from_an_acceptance(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(egypt, level=None)
    text = WELCOMES.replace("progress", "little progress").replace("made", "reached")
    table.propose("MYS", AmendmentKind.REPLACE, "1.", text=text)

    assert [item.against for item in queue(table)] == [Against(proposed=("EGY 1",))]


def test_what_was_accepted_in_an_earlier_round_is_in_the_text_and_no_conflict(table: Table):
    table.accept(table.replace("EGY", "1.", "made", "made everywhere"))
    with clock_at(table.next_round()):
        table.replace("MYS", "1.", "progress", "little progress")

        assert [(item.group, item.against) for item in queue(table)] == [(Group.READY, Against())]


def test_a_paragraph_in_brackets_with_nothing_pending_is_on_the_desk_until_they_are_lifted(session):
    table = make_table(WELCOMES.replace("progress", "[good / great] progress"), URGES)
    assert told(table) == [(Group.BRACKETS, "1")]

    here = db.session.get_one(Paragraph, table.line("1.").line.paragraph)
    judgement = Judgement(DecisionKind.ACCEPT, settled=((0, 1),))
    decisions.decide(table.mission, here.id, judgement, seen=here.counter)

    assert queue(table) == ()


def test_what_has_no_number_comes_with_its_words(table: Table):
    table.replace("EGY", "Opening", "Opening", "Beginning")

    [item] = queue(table)
    assert (item.label, item.words, item.section) == ("", "Opening", "")


def test_a_contested_rejection_is_to_be_looked_at_again(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, egypt, reason="Said already.", level=None)

    answer(table, "EGY", egypt, Answer.CONTEST)

    assert told(table) == [(Group.AGAIN, "1")]


def test_a_contested_acceptance_is_to_be_looked_at_again_until_its_sponsor_is_answered(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    decision = table.accept(egypt, level=None)
    answer(table, "EGY", egypt, Answer.CONTEST)
    assert told(table) == [(Group.AGAIN, "1")]

    table.void(decision, reason="The sponsor contests it.")

    assert told(table) == [(Group.READY, "1")]


def test_a_compromise_is_to_be_looked_at_again_when_what_it_saw_is_voided(table: Table):
    seen = table.accept(table.replace("EGY", "1.", "welcomed", "noted"))
    malaysia = table.replace("MYS", "1.", "progress", "good progress")
    text = WELCOMES.replace("welcomed", "noted").replace("progress", "some progress")
    table.decide(DecisionKind.COMPROMISE, malaysia, text=text)
    assert queue(table) == ()

    table.void(seen, reason="By mistake.")

    [item] = queue(table)
    assert item.renew
    table.decide(DecisionKind.COMPROMISE, malaysia, text=WELCOMES.replace("progress", "some progress"))
    assert [item.renew for item in queue(table)] == [False]


def test_what_a_level_agreed_since_is_not_to_be_looked_at_again(table: Table):
    egypt = table.replace("EGY", "1.", "welcomed", "noted")
    seen = table.accept(egypt)
    malaysia = table.replace("MYS", "1.", "progress", "good progress")
    text = WELCOMES.replace("welcomed", "noted").replace("progress", "some progress")
    table.decide(DecisionKind.COMPROMISE, malaysia, text=text)
    table.void(seen, reason="By mistake.")
    table.decide(DecisionKind.REJECT, egypt, reason="Said already.")
    [item] = queue(table)
    assert item.renew
    assert item.agreement is not None
    assert not item.is_asked_to_reopen  # nothing waits: the compromise is to be written anew
    assert waiting(table) == [malaysia.id]

    agree(table, egypt.paragraph_id)

    assert queue(table) == ()
    assert waiting(table) == []


def test_a_sponsor_is_not_waited_for_on_a_paragraph_that_a_level_agreed_since(table: Table):
    ended = table.replace("MYS", "1.", "progress", "good progress")
    table.accept(table.replace("EGY", "1.", "progress", "some progress"))
    with clock_at(table.next_round()):
        assert waiting(table) == [ended.id]

        agree(table, ended.paragraph_id)

        assert waiting(table) == []


def test_a_new_version_of_a_compromise_is_no_reason_to_look_at_it_again(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    for word in ("some", "much"):
        table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("progress", f"{word} progress"))

    assert queue(table) == ()


def test_a_sponsor_is_waited_for_on_being_absorbed_until_it_answers(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("made", "reached"))
    assert waiting(table) == [egypt.id]

    answer(table, "EGY", egypt, Answer.LIVE_WITH)

    assert waiting(table) == []


def test_a_sponsor_is_waited_for_on_a_verdict_until_it_answers(table: Table):
    waits = table.replace("MYS", "1.", "progress", "good progress")
    ended = table.replace("SEN", "2.", "urged", "invited")
    table.accept(table.replace("EGY", "2.", "urged", "invited"))
    table.close()
    table.open()
    assert waiting(table) == [waits.id, ended.id]

    answer(table, "MYS", waits, Answer.CONFIRM)

    assert waiting(table) == [ended.id]


def test_what_waits_for_its_sponsor_and_is_in_the_queue_is_not_waited_for_elsewhere(table: Table):
    """What is carried over waits for a decision and for its sponsor's word: it stands in the queue already."""
    carried = table.replace("MYS", "1.", "progress", "good progress")
    ended = table.replace("SEN", "2.", "urged", "invited")
    table.accept(table.replace("EGY", "2.", "urged", "invited"))
    table.close()
    table.open()
    assert waiting(table) == [carried.id, ended.id]
    assert waiting_elsewhere(table) == [ended.id]

    answer(table, "SEN", ended, Answer.CONTEST)
    again = waiting(table)
    assert ended.id not in again
    assert waiting_elsewhere(table) == []


def test_what_a_compromise_of_the_round_absorbed_is_waited_for_elsewhere(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("made", "reached"))

    assert waiting_elsewhere(table) == [egypt.id]


def test_what_a_co_sponsor_says_is_no_answer_of_the_sponsor(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    malaysia = table.replace("MYS", "2.", "urged", "invited")
    for one in (egypt, malaysia):
        sponsors.cosponsor(table.head("JOR"), one.code, party=party("JOR").id)
    table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("made", "reached"))

    answer(table, "JOR", egypt, Answer.ACCEPT)
    assert waiting(table) == [egypt.id]
    answer(table, "EGY", egypt, Answer.ACCEPT)
    assert waiting(table) == []

    table.close()
    assert waiting(table) == [], "nobody is asked about a verdict before its text is circulated"
    table.open()
    answer(table, "JOR", malaysia, Answer.CONFIRM)
    assert waiting(table) == [malaysia.id]
    answer(table, "MYS", malaysia, Answer.CONFIRM)
    assert waiting(table) == []


def test_a_voided_decision_lets_nobody_wait(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    text = WELCOMES.replace("made", "reached")
    table.void(table.decide(DecisionKind.COMPROMISE, egypt, text=text), reason="By mistake.")

    assert waiting(table) == []


@pytest.mark.thorough
def test_the_queue_costs_the_same_however_long_it_is(session, count_queries: Callable):
    def cost(length: int) -> int:
        lines = lines_of(*(f"The Meeting welcomed the progress made in field {n}." for n in range(length)))
        table = Table(lines, symbol=f"OIC/{length}").open()
        for place in range(length):
            for code in ("EGY", "MYS"):
                table.replace(code, f"{place + 1}.", "progress", f"{code} progress")
            table.propose("SEN", AmendmentKind.INSERT, after=f"{place + 1}.", text=f"It noted {place}.")
        key, draft = table.round, table.draft
        rows = text_rows(db.session, draft)

        def read() -> None:
            contested = load_objections(db.session, rounds_contested(db.session, key))
            items = desk.queue(db.session, key, rows, contested=contested)
            desk.proposals(db.session, [item.paragraph for item in items], key)
            desk.waiting_for_sponsors(db.session, table.communique, key)

        return count_queries(read)

    assert cost(2) == cost(12)
