"""What a delegation has before it: its own, what it co-sponsors, and what others propose beside it."""

import pytest

from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Visibility
from acm_drafts.services import amendments, answers, sponsors
from acm_drafts.store.amendments import AmendmentRecords
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.listing import answers_by, own_proposals, proposals_beside
from acm_drafts.store.records import Amendment
from acm_drafts.store.rounds import round_context
from tests.factories import party
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all Member States to contribute.")


@pytest.fixture
def table() -> Table:
    return make_table(*TEXTS)


def own(table: Table, code: str) -> AmendmentRecords:
    db.session.expire_all()
    return own_proposals(db.session, table.communique, [party(code).id])


def beside(table: Table, code: str) -> list[str]:
    context = round_context(db.session, table.round)
    found = proposals_beside(db.session, table.head(code), context, own(table, code), [party(code).id])
    return [entry.label for entry in found]


def test_its_own_are_its_drafts_its_proposals_and_those_it_cosponsors(table: Table):
    amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "2."))
    table.replace("EGY", "1.", "progress", "great progress")
    joined = table.replace("MYS", "1.", "progress", "good progress")
    sponsors.cosponsor(table.head("EGY"), joined.code, party=party("EGY").id)
    table.replace("JOR", "1.", "progress", "slow progress")

    assert [entry.label for entry in own(table, "EGY")] == ["EGY", "EGY 1", "MYS 1"]


def test_proposals_of_others_are_listed_on_the_paragraphs_of_its_own_proposals(table: Table):
    table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "good progress")
    table.replace("MYS", "2.", "all", "the")

    assert beside(table, "EGY") == ["MYS 1"]


def test_a_join_of_another_is_listed_at_the_paragraph_that_it_takes_in_and_the_other_way_round(table: Table):
    table.propose("SEN", AmendmentKind.KEEP, "2.")
    table.propose("EGY", AmendmentKind.JOIN, "1.")

    assert beside(table, "SEN") == ["EGY 1"]
    assert beside(table, "EGY") == ["SEN 1"]


def test_proposals_of_others_are_not_listed_beside_an_unsubmitted_draft(table: Table):
    amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "1."))
    table.replace("MYS", "1.", "progress", "good progress")

    assert beside(table, "EGY") == []


def test_two_new_paragraphs_at_one_place_are_beside_each_other(table: Table):
    for code in ("EGY", "MYS"):
        table.propose(code, AmendmentKind.INSERT, text=f"A new one by {code}.", after="1.")

    assert beside(table, "EGY") == ["MYS 1"]


def test_what_was_decided_or_withdrawn_is_no_longer_beside_it(table: Table):
    table.replace("EGY", "1.", "progress", "great progress")
    rejected = table.replace("MYS", "1.", "progress", "good progress")
    withdrawn = table.replace("JOR", "1.", "progress", "slow progress")
    table.decide(DecisionKind.REJECT, rejected, reason="Not now.")
    amendments.withdraw(table.head("JOR"), withdrawn.code)

    assert beside(table, "EGY") == []


def test_proposals_that_only_the_mission_sees_are_not_listed():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "good progress")

    assert beside(table, "EGY") == []


def test_the_latest_answer_of_each_party_is_found_by_what_it_is_about(table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.COMPROMISE, amendment, text="The Meeting welcomed it.")
    egypt = party("EGY").id
    for answer in (Answer.LIVE_WITH, Answer.ACCEPT):
        answers.answer(table.head("EGY"), amendment.code, party=egypt, answer=answer)

    ((about, _, who), row), *rest = answers_by(db.session, [egypt], [amendment.id]).items()

    assert (about, who, row.answer, rest) == ("disposition", egypt, "accept", [])
    assert answers_by(db.session, [party("MYS").id], [amendment.id]) == {}


@pytest.mark.parametrize("visibility", [Visibility.DEADLINE, Visibility.MISSION])
def test_in_a_hidden_round_proposals_shown_in_an_earlier_round_are_still_listed(
    table: Table, visibility: Visibility
):
    table.replace("EGY", "1.", "progress", "great progress")
    shown = table.replace("MYS", "1.", "progress", "good progress")
    gone = table.replace("JOR", "1.", "made", "reached")
    with clock_at(table.next_round(visibility=visibility)):
        hidden = table.replace("SEN", "1.", "progress", "some progress")
        amendments.withdraw(table.head("JOR"), gone.code)

        assert beside(table, "EGY") == [label(shown), label(gone)]
        assert label(hidden) not in beside(table, "EGY")


def label(made: Amendment) -> str:
    db.session.expire_all()
    return f"{made.sponsor.code} {made.number}"
