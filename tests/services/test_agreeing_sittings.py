"""An agreement names a sitting on its text, open or closed today, where somebody was present; else it is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.bodies import NoMembers
from acm_drafts.negotiation.errors import Refusal, WrongDecision
from acm_drafts.negotiation.sittings import (
    NobodyPresent,
    NoSuchSitting,
    OffTheAgenda,
    SittingNotHeld,
    SittingOver,
    SittingToCome,
    SubmittedLater,
)
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level
from acm_drafts.services import agreements, amendments, bodies, decisions, sittings, verification
from acm_drafts.services.agreements import agree_rest, remaining
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.previews import preview_decision
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.bodies import get_body
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Amendment, BodyTerm, Decision, Paragraph, Sitting
from acm_drafts.store.rounds import round_context
from tests import tables
from tests.factories import make_meeting, mission
from tests.sittings import HOUR, code_of, convene, hold, make_body, open_at
from tests.tables import Table, current, make_table

DAY = timedelta(days=1)


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the progress.", "The Meeting urged all to act.")


def agree(table: Table, sitting: str, label: str = "2.") -> Decision:
    paragraph = db.session.get_one(Paragraph, table.line(label).line.paragraph)
    judged = Judgement(DecisionKind.AGREE, sitting=sitting)
    return decisions.decide(table.mission, paragraph.id, judged, seen=paragraph.counter)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Decision)) or 0


def test_an_agreement_has_level_and_day_of_its_sitting(table: Table):
    sitting = hold(table, make_body(Level.AMBASSADORIAL))

    with clock_at(sitting.begins_at + HOUR):
        made = agree(table, sitting.code)

    assert (made.sitting_id, made.level, made.agreed_on) == (sitting.id, "ambassadorial", sitting.day)
    line = table.line("2.")
    assert (line.state, line.agreed_level, line.agreed_on) == ("agreed", "ambassadorial", sitting.day)
    assert verification.verify(db.session).findings == ()


def test_the_mission_writes_the_record_until_the_end_of_the_day_on_which_it_was_closed(table: Table):
    sitting = hold(table, make_body(), ["1.", "2."])
    with clock_at(sitting.begins_at + timedelta(minutes=1)):
        sittings.close_sitting(mission(), sitting.code)
        made = agree(table, sitting.code)
    with clock_at(sitting.begins_at + DAY), pytest.raises(SittingOver):
        agree(table, sitting.code, "1.")

    assert made.level == "expert"
    assert count() == 1
    assert verification.verify(db.session).findings == ()


def cancelled(table: Table) -> str:
    sitting = convene(table, make_body())
    sittings.cancel(mission(), sitting.code, reason="No room.")
    return sitting.code


def without_members(table: Table) -> str:
    """A Working Group whose members left before the day of its sitting."""
    body = make_body(Level.WORKING_GROUPS, members=["EGY", "MYS"])
    sitting = hold(table, body)
    for term in get_body(db.session(), body.meeting_id, body.code).terms:
        db.session.get_one(BodyTerm, term.id).ends_on = term.starts_on
    db.session.commit()
    return sitting.code


def of_another_meeting(table: Table) -> str:
    other = Table(tables.lines_of("Another text."), symbol="OIC/OTHER", meeting=make_meeting().id)
    drafted = other.open()
    return hold(drafted, make_body(meeting=other.meeting)).code


CASES: dict[str, tuple[Callable[[Table], str], type[Refusal]]] = {
    "not there": (lambda table: "bcdfghj", NoSuchSitting),
    "of another meeting": (of_another_meeting, NoSuchSitting),
    "in the future": (lambda table: convene(table, make_body()).code, SittingToCome),
    "cancelled": (cancelled, SittingNotHeld),
    "of a body without members": (without_members, NoMembers),
    "nobody present": (lambda table: open_at(convene(table, make_body()), present=()).code, NobodyPresent),
}


@pytest.mark.parametrize(("make", "refusal"), CASES.values(), ids=CASES)
def test_what_no_sitting_agreed_is_refused_and_nothing_is_written(
    table: Table, make: Callable[[Table], str], refusal: type[Refusal]
):
    code = make(table)
    proposal = table.replace("EGY", "1.", "progress", "good progress")
    judged = Judgement(DecisionKind.ACCEPT, (current(proposal).id,), sitting=code)
    left = agreements.remaining(db.session(), round_context(db.session(), table.round))

    with pytest.raises(refusal):
        agree(table, code)
    with pytest.raises(refusal):
        decisions.decide(table.mission, proposal.paragraph_id, judged, seen=0)
    with pytest.raises(refusal):
        preview_decision(table.mission, db.session(), proposal.paragraph_id, judged)
    with pytest.raises(refusal):
        agreements.agree_rest(table.mission, table.round, sitting=code, seen=left.seen)
    assert count() == 0


def test_a_sitting_that_was_missed_agreed_nothing(table: Table):
    sitting = convene(table, make_body())

    with clock_at(sitting.ends_at + DAY), pytest.raises(SittingNotHeld):
        agree(table, sitting.code)


def test_without_a_sitting_nothing_is_agreed_and_what_is_decided_is_proposed_by_the_mission(table: Table):
    proposal = table.replace("EGY", "1.", "progress", "good progress")

    with pytest.raises(WrongDecision):
        agree(table, "")
    made = table.accept(proposal, level=None)

    assert (made.sitting_id, made.level) == (None, None)
    assert bodies.name_in_journal(make_body()) == "expert / new-york"


# What a closed sitting could have decided ----------------------------------------------------------


def accept(table: Table, proposal: Amendment, sitting: Sitting | None, **facts: str) -> Decision:
    judged = Judgement(
        DecisionKind.ACCEPT, (current(proposal).id,), sitting=sitting.code if sitting else "", **facts
    )
    paragraph = db.session.get_one(Paragraph, proposal.paragraph_id)
    return decisions.decide(mission(), paragraph.id, judged, seen=paragraph.counter)


def closed(table: Table, *labels: str) -> Sitting:
    """Return a sitting on paragraphs that was opened an hour from now and closed half an hour later."""
    sitting = hold(table, make_body(Level.EXPERT, members=["EGY", "MYS"]), labels)
    with clock_at(sitting.begins_at + HOUR / 2):
        sittings.close_sitting(mission(), sitting.code)
    return sitting


def test_a_closed_sitting_did_not_decide_what_was_submitted_later(table: Table):
    before = table.replace("EGY", "2.", "Meeting", "Group")
    sitting = closed(table, "1.", "2.")
    with clock_at(sitting.begins_at + HOUR):
        later = table.replace("MYS", "1.", "Meeting", "Group")
        with pytest.raises(SubmittedLater) as refused:
            accept(table, later, sitting)
        assert refused.value.facts["names"] == "MYS 1"
        assert count() == 0
        assert accept(table, before, sitting).sitting_id == sitting.id
        accept(table, later, None)
        with pytest.raises(SubmittedLater):
            agree(table, sitting.code, "1.")


def test_what_its_sponsor_revised_after_the_sitting_was_not_decided_there(table: Table):
    proposal = table.replace("EGY", "2.", "Meeting", "Group")
    sitting = closed(table, "2.")
    with clock_at(sitting.begins_at + HOUR):
        words = "The Group urged everybody to act."
        shown = current(proposal)
        again = Proposal(
            AmendmentKind.REPLACE, code_of(table, "2."), shown.base_id, text=words, seen=shown.id
        )
        amendments.revise(table.head("EGY"), proposal.code, again)
        with pytest.raises(SubmittedLater):
            accept(table, proposal, sitting)


def test_the_mission_may_enter_late_what_was_said_in_the_room(table: Table):
    sitting = closed(table, "2.")
    with clock_at(sitting.begins_at + HOUR):
        own = table.replace("OICM", "2.", "Meeting", "Group")
        assert accept(table, own, sitting).sitting_id == sitting.id


def test_what_is_not_on_the_agenda_of_a_closed_sitting_needs_a_reason(table: Table):
    proposal = table.replace("EGY", "2.", "Meeting", "Group")
    sitting = closed(table, "1.")
    with clock_at(sitting.begins_at + HOUR):
        with pytest.raises(OffTheAgenda) as refused:
            accept(table, proposal, sitting)
        assert refused.value.facts["names"] == "2"
        assert count() == 0
        accept(table, proposal, sitting, reason="Taken up under other business.")


def test_all_the_rest_is_not_agreed_at_a_closed_sitting_that_did_not_have_it_without_a_reason(table: Table):
    sitting = closed(table, "1.")
    with clock_at(sitting.begins_at + HOUR):
        left = remaining(db.session(), round_context(db.session(), table.round))
        asked = {"sitting": sitting.code, "seen": left.seen}
        with pytest.raises(OffTheAgenda):
            agree_rest(mission(), table.round, **asked)
        assert (
            agree_rest(mission(), table.round, reason="The experts took up all of it.", **asked)
            == left.counted
        )
