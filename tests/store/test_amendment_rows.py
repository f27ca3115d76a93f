"""What every act has to know of a few paragraphs, in one statement each, and the same as the docket tells."""

from collections.abc import Callable

import pytest

from acm_drafts.negotiation.status import LastDecision
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Level, Standing
from acm_drafts.services import answers
from acm_drafts.store.amendment_rows import (
    adopted_on,
    last_decisions,
    pending_in_round,
    pending_on,
    wordings_of,
    write_states,
)
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Paragraph
from tests.factories import party
from tests.tables import Table, current, make_table

OLD = "The Meeting welcomed the progress made by all."
TEXT = (OLD, "The Meeting urged all of them to act.", "The Meeting closed.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXT)


def key(table: Table, label: str) -> int:
    return table.line(label).line.paragraph


def pending(table: Table) -> dict[int, Standing]:
    """Return the pending proposals of the round, having seen that the docket says the same of each."""
    db.session.expire_all()
    found = {one.edit.proposal: one for one in pending_in_round(db.session, table.round)}
    entries = load_amendments(db.session, Amendment.round_id == table.round).pending()
    assert {e.amendment.id: (e.standing, e.edit()) for e in entries} == {
        proposal: (one.standing, one.edit) for proposal, one in found.items()
    }
    return {proposal: one.standing for proposal, one in found.items()}


def test_what_waits_on_a_paragraph_is_on_it_or_proposed_to_follow_it(table: Table):
    on = table.replace("EGY", "1.", "progress", "good progress")
    after = table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    table.replace("SEN", "2.", "urged", "invited")

    found = pending_on(db.session, [key(table, "1.")])

    assert [one.edit.proposal for one in found] == [on.id, after.id]
    assert found[0].edit.base == OLD


def test_a_proposal_that_amends_another_names_it(table: Table):
    first = table.replace("EGY", "1.", "progress", "good progress")
    second = table.replace("MYS", "1.", "progress", "very good progress", amends=first.code)

    found = {one.edit.proposal: one.amends for one in pending_on(db.session, [key(table, "1.")])}

    assert found == {first.id: None, second.id: first.id}


def test_what_is_decided_waits_no_more_and_what_is_put_off_or_contested_does(table: Table):
    made = {
        kind: table.replace(code, "1.", "progress", f"{word} progress")
        for kind, code, word in (
            (DecisionKind.DEFER, "EGY", "good"),
            (DecisionKind.REJECT, "MYS", "slow"),
            (DecisionKind.COMPROMISE, "SEN", "fair"),
        )
    }
    alone = table.replace("PAK", "2.", "urged", "invited")
    table.decide(DecisionKind.DEFER, made[DecisionKind.DEFER])
    table.decide(DecisionKind.REJECT, made[DecisionKind.REJECT], reason="No.")
    table.decide(
        DecisionKind.COMPROMISE, made[DecisionKind.COMPROMISE], text=OLD.replace("progress", "real progress")
    )
    waiting = {made[DecisionKind.DEFER].id: Standing.DEFERRED, alone.id: Standing.PENDING}
    assert pending(table) == waiting

    objecting = made[DecisionKind.COMPROMISE]
    senegal = table.head("SEN"), party("SEN").id
    answers.answer(
        senegal[0], objecting.code, party=senegal[1], answer=Answer.OBJECT, reason="It is not fair."
    )

    assert pending(table) == waiting | {objecting.id: Standing.CONTESTED}


def test_a_proposal_put_off_and_then_rejected_waits_no_more(table: Table):
    amended = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.DEFER, amended)
    table.decide(DecisionKind.REJECT, amended, reason="No.")

    assert pending(table) == {}


def test_the_last_decision_that_counts_is_that_of_the_paragraph(table: Table):
    first = table.accept(table.replace("EGY", "1.", "progress", "good progress"), level=Level.EXPERT)
    second = table.accept(table.replace("MYS", "1.", "by all", "by many"), level=Level.MINISTERIAL)
    paragraph = key(table, "1.")
    assert last_decisions(db.session, [paragraph])[paragraph].level == Level.MINISTERIAL

    table.void(second, reason="Too early.")

    assert last_decisions(db.session, [paragraph, key(table, "3.")]) == {
        paragraph: LastDecision(Level.EXPERT, first.agreed_on)
    }


def test_a_request_to_reopen_that_a_level_rejects_leaves_the_agreement_of_the_level_before(table: Table):
    left_open = table.replace("SEN", "1.", "by all", "by many")
    first = table.accept(table.replace("EGY", "1.", "progress", "good progress"), level=Level.WORKING_GROUPS)
    paragraph, asks = key(table, "1."), table.replace("MYS", "1.", "welcomed", "noted")
    agreed = LastDecision(Level.WORKING_GROUPS, first.agreed_on)

    table.decide(DecisionKind.REJECT, asks, reason="No.", level=Level.TROIKA)
    assert last_decisions(db.session, [paragraph])[paragraph] == agreed

    table.decide(DecisionKind.REJECT, left_open, reason="No.", level=Level.TROIKA)
    assert last_decisions(db.session, [paragraph])[paragraph] == agreed


def test_a_decision_on_a_paragraph_is_one_on_what_was_split_off_it_in_the_same_round(table: Table):
    whole = key(table, "2.")
    split = table.propose(
        "SEN", AmendmentKind.SPLIT, "2.", parts=("The Meeting urged all", "of them to act.")
    )
    (part,) = current(split).parts
    made = table.accept(split, level=Level.EXPERT)

    def told(*asked: int) -> dict[int, Level]:
        return {one: last.level for one, last in last_decisions(db.session, asked).items()}

    assert told(whole, part) == {whole: Level.EXPERT, part: Level.EXPERT}
    table.void(made, reason="Too early.")
    assert told(whole, part) == {}

    table.accept(split, level=Level.AMBASSADORIAL)
    table.close()
    table.open()
    table.accept(table.replace("EGY", "2.", "urged", "invited"), level=Level.MINISTERIAL)
    assert told(part) == {part: Level.AMBASSADORIAL}
    assert told(whole, part) == {whole: Level.MINISTERIAL, part: Level.AMBASSADORIAL}

    table.accept(table.replace("EGY", "3.", "to act", "to act now"), level=Level.TROIKA)
    assert told(part) == {part: Level.TROIKA}


def test_the_wordings_of_a_draft_are_loaded_for_the_given_paragraphs(table: Table):
    one, two = key(table, "1."), key(table, "2.")

    assert wordings_of(db.session, table.draft, [one, two]) == {one: TEXT[0], two: TEXT[1]}


def test_paragraph_states_are_written_as_given(table: Table):
    paragraph = key(table, "1.")
    row = {
        "state": "conflict",
        "pending": 3,
        "conflicts": 2,
        "agreed_level": None,
        "agreed_on": None,
        "ad_referendum": False,
    }

    write_states(db.session(), [{"key": paragraph, **{f"new_{name}": value for name, value in row.items()}}])

    db.session.expire_all()
    kept = db.session.get_one(Paragraph, paragraph)
    assert {name: getattr(kept, name) for name in row} == row


def test_each_is_the_same_one_or_two_statements_however_many_proposals_there_are(
    table: Table, count_queries: Callable[[Callable[[], object]], int]
):
    for word in ("good", "slow", "fair", "real"):
        table.replace("EGY", "1.", "progress", f"{word} progress")
    paragraphs, draft, round_ = [key(table, label) for label in ("1.", "2.", "3.")], table.draft, table.round

    assert count_queries(lambda: pending_on(db.session, paragraphs)) == 1
    assert count_queries(lambda: pending_in_round(db.session, round_)) == 1
    assert count_queries(lambda: adopted_on(db.session, round_)) == 1
    assert count_queries(lambda: last_decisions(db.session, paragraphs)) == 1  # nothing is decided
    assert count_queries(lambda: wordings_of(db.session, draft, paragraphs)) == 1
