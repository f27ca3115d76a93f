"""The whole life of one proposal: every step that the reader may know, and none that belongs to others."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Level
from acm_drafts.services import amendments, answers, sponsors
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, Communique
from acm_drafts.store.status import load_statuses
from acm_drafts.store.timeline import JOINING, StepKind, Timeline, load_timeline
from tests.factories import actor_of, make_drafter, party
from tests.tables import DAY, Table, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES)


def follow(table: Table, actor: Actor, amendment: Amendment) -> Timeline:
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == amendment.id).entries[amendment.id]
    communique = db.session.get_one(Communique, table.communique)
    return load_timeline(db.session, load_statuses(db.session, communique, actor, [entry]), entry)


def kinds(found: Timeline) -> list[str]:
    """Return the kinds of the steps, oldest first."""
    return [str(step.kind) for step in reversed(found.steps)]


def texts(found: Timeline) -> list[str]:
    """Return what was written, oldest first."""
    return [step.revision.text for step in reversed(found.steps) if step.kind is StepKind.WRITTEN]


def with_two_drafts(table: Table) -> Amendment:
    """Return a proposal that was written twice before its submission and revised after it."""
    drafter, head = actor_of(make_drafter("EGY")), table.head("EGY")

    def say(text: str) -> Proposal:
        return table.proposal(AmendmentKind.REPLACE, "1.", text=text)

    draft = amendments.save(drafter, table.round, say("First try."))
    amendments.save(drafter, table.round, say("Second try."), code=draft.code)
    amendments.send_for_review(drafter, draft.code)
    amendments.submit(head, draft.code)
    with clock_at(utcnow() + DAY / 24):
        return amendments.revise(head, draft.code, say("Third try."))


def test_a_delegation_reads_its_own_drafts_and_reviews(table: Table):
    found = follow(table, table.head("EGY"), with_two_drafts(table))

    assert found.own
    assert texts(found) == ["First try.", "Second try.", "Third try."]
    assert [s.line.act for s in reversed(found.steps) if s.line] == ["send for review", "submit"]


@pytest.mark.thorough
def test_others_read_what_was_submitted_and_nothing_from_before(table: Table):
    made = with_two_drafts(table)

    for actor in (table.mission, table.head("MYS")):
        found = follow(table, actor, made)
        assert not found.own
        assert texts(found) == ["Second try.", "Third try."]
        assert [s.line.act for s in found.steps if s.line] == ["submit"]


def test_a_part_shows_the_changes_taken_and_the_rest_that_stayed(table: Table):
    made = table.replace("EGY", "1.", "welcomed the progress made", "noted the progress seen")
    table.decide(DecisionKind.PART, made, chosen=(0,))

    (step,) = [s for s in follow(table, table.head("EGY"), made).steps if s.kind is StepKind.DECIDED]

    assert step.disposition.text == "The Meeting noted the progress made."
    assert step.rest.text == "The Meeting welcomed the progress seen."


def test_a_voided_decision_stays_in_the_story_with_the_reason(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.void(table.accept(made), reason="Too early.")

    found = follow(table, table.head("EGY"), made)

    assert [s.voided for s in found.steps if s.kind is StepKind.DECIDED] == [True]
    assert [s.decision.reason for s in found.steps if s.kind is StepKind.VOIDED] == ["Too early."]


def test_a_compromise_shows_its_words_to_those_it_absorbed(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.COMPROMISE, made, text="The Meeting welcomed the steady progress made.")

    (step,) = [s for s in follow(table, table.head("EGY"), made).steps if s.kind is StepKind.DECIDED]

    assert step.successor.revision.text == "The Meeting welcomed the steady progress made."
    assert step.successor.name == "OICM 1"


def test_it_leads_from_the_draft_to_the_words_of_the_last_text(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(made)
    table.close()
    with clock_at(utcnow() + 8 * DAY):
        table.open()
        found = follow(table, table.head("EGY"), made)

    assert kinds(found) == ["written", "act", "decided", "printed"]
    assert found.steps[0].printed == ("1", "The Meeting welcomed the great progress made.")


def test_a_verdict_an_answer_and_a_revival_are_steps_of_their_own(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "progress made", "results"))
    table.close()
    with clock_at(utcnow() + 8 * DAY):
        table.open()
    with clock_at(utcnow() + 9 * DAY):
        egypt = party("EGY").id
        answers.answer(table.head("EGY"), made.code, party=egypt, answer=Answer.CONTEST, reason="It matters.")

    found = follow(table, table.head("EGY"), made)

    assert kinds(found) == ["written", "act", "verdict", "printed", "answered", "revived"]


def test_what_a_closing_made_of_it_is_hidden_until_its_text_is_circulated(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.close()

    assert kinds(follow(table, table.head("EGY"), made)) == ["written", "act"]
    assert "verdict" in kinds(follow(table, table.mission, made))


def test_the_number_of_queries_does_not_grow_with_the_steps(table: Table, count_queries):
    made = table.replace("EGY", "1.", "progress", "great progress")
    head = table.head("EGY")
    table.decide(DecisionKind.DEFER, made)

    key, code = made.id, made.code

    def read() -> None:
        assert follow(table, head, db.session.get_one(Amendment, key)).steps

    before = count_queries(read)
    for text in ("good", "better", "best"):
        amendments.revise(
            head, code, table.proposal(AmendmentKind.REPLACE, "1.", text=f"The {text} Meeting.")
        )

    assert count_queries(read) <= before


def test_a_draft_that_restores_earlier_words_tells_them_anew(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, made)
    table.close()
    table.open()
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=WELCOMES))
    table.close()
    table.open()
    table.close()
    table.open()

    steps = [step for step in follow(table, table.head("EGY"), made).steps if step.kind is StepKind.PRINTED]

    told = {step.version.draft.symbol: step.printed[1] for step in steps}
    assert told == {
        "OIC/FC/Rev.1": "The Meeting welcomed the [great] progress made.",
        "OIC/FC/Rev.2": WELCOMES,
        "OIC/FC/Rev.3": "",
    }


def test_the_text_that_lifts_the_brackets_round_its_words_is_a_step_with_who_agreed(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, made)
    table.close()
    table.open()
    assert "lifted" not in kinds(follow(table, table.head("EGY"), made))
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=WELCOMES), level=Level.TROIKA)
    table.close()
    assert "lifted" not in kinds(follow(table, table.head("EGY"), made))
    table.open()

    found = follow(table, table.head("EGY"), made)

    assert kinds(found) == ["written", "act", "decided", "printed", "printed", "lifted"]
    step = found.steps[0]
    assert step.lifted.version.draft.symbol == "OIC/FC/Rev.2"
    assert step.at == found.steps[1].at
    assert step.lifted.decision.level == Level.TROIKA


def test_who_joins_is_named_by_the_rule_of_the_journal():
    table = make_table(WELCOMES, attributed=False)
    made = table.replace("EGY", "1.", "progress", "great progress")
    for joins in (True, False):
        sponsors.cosponsor(table.head("JOR"), made.code, party=party("JOR").id, joins=joins)

    def told(actor: Actor) -> list[str | None]:
        steps = follow(table, actor, made).steps
        return [step.party and step.party.code for step in steps if step.line and step.line.act in JOINING]

    assert told(table.mission) == ["JOR", "JOR"]
    assert told(table.head("JOR")) == ["JOR", "JOR"]
    assert told(table.head("MYS")) == [None, None]
