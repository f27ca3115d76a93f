"""Sittings: convened, moved, opened, attended, recorded and closed, by the Mission and by whoever chairs the body."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.negotiation.bodies import ChairTermEnded, NoMembers, NotAMember
from acm_drafts.negotiation.errors import (
    AlreadyClosed,
    BracketsStand,
    DecidedMeanwhile,
    NoRound,
    NotFound,
    NotPermitted,
    WrongDecision,
)
from acm_drafts.negotiation.sittings import (
    BodySitsAlready,
    DecisionsAreHidden,
    NoLongerInTheText,
    NotOnTheAgenda,
    NotPresent,
    Outcome,
    RecordedMeanwhile,
    ResultRecorded,
    SittingAhead,
    SittingIsNotOpen,
    SittingIsUnderWay,
    SittingMissed,
    WrongSitting,
)
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    BodyRole,
    DecisionKind,
    Level,
    Role,
    SittingResult,
    SittingState,
    Stance,
    Visibility,
)
from acm_drafts.services import bodies, sittings, verification
from acm_drafts.services.sittings import Presence
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import (
    Body,
    Decision,
    JournalLine,
    Paragraph,
    Sitting,
    SittingMove,
    SittingResultRow,
)
from tests.factories import (
    actor_of,
    make_appointment,
    make_chair,
    make_head,
    make_officer,
    make_user,
    mission,
    party,
)
from tests.interleaving import interleave
from tests.sittings import DAY, HOUR, code_of, convene, hold, make_body, open_at, read, record, times
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = (
    "The Meeting welcomed the report.",
    "The Meeting [strongly] urged all.",
    "The Meeting thanked Egypt.",
)


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


@pytest.fixture
def body(table: Table) -> Body:
    return make_body(Level.EXPERT, chair="EGY")


def on_agenda(sitting: Sitting) -> list[int]:
    return list(read(sitting).agenda)


def acts() -> list[str]:
    db.session.rollback()
    lines = select(JournalLine.act).where(JournalLine.sitting_id.is_not(None)).order_by(JournalLine.id)
    return list(db.session.scalars(lines))


# Convening -------------------------------------------------------------------------------------------


def test_a_sitting_is_convened_with_its_agenda_and_counts_within_its_body(table: Table, body: Body):
    other = make_body(Level.AMBASSADORIAL)
    made = [convene(table, one, ["3.", "1."]) for one in (body, other, body)]

    assert [sitting.number for sitting in made] == [1, 1, 2]
    assert on_agenda(made[0]) == [table.line(label).line.paragraph for label in ("3.", "1.")]
    assert read(made[0]).state is SittingState.CONVENED
    assert acts() == ["convene sitting"] * 3


def test_a_section_is_put_on_the_agenda_as_a_whole_and_no_paragraph_twice():
    table = Table(lines_of("Before.", "# Palestine", "First.", "Second.", "# Funds", "Third.")).open()
    sitting = convene(table, make_body(), ["Second.", "Palestine", "Before."])

    labels = [table.line(label).line.paragraph for label in ("Second.", "First.", "Before.")]
    assert on_agenda(sitting) == labels


@pytest.mark.parametrize(
    "facts",
    [
        {"begins_at": utcnow() - DAY * 400},
        {"ends_at": utcnow()},
        {"zone": "Mars/Olympus"},
    ],
)
def test_a_sitting_in_the_past_or_without_an_end_or_a_clock_is_refused(table: Table, body: Body, facts):
    with pytest.raises(WrongSitting):
        convene(table, body, **facts)
    assert db.session.scalar(select(func.count()).select_from(Sitting)) == 0


def test_a_sitting_without_an_agenda_is_refused(table: Table, body: Body):
    with pytest.raises(WrongSitting, match="agenda"):
        convene(table, body, [])
    with pytest.raises(NoLongerInTheText):
        sittings.convene(mission(), table.communique, body.code, times=times(), agenda=["nothing"])


def test_a_body_without_members_does_not_sit(table: Table):
    with pytest.raises(NoMembers):
        convene(table, make_body(Level.TROIKA))


def test_no_sitting_is_convened_before_a_draft_is_circulated():
    table = Table(lines_of("One."))
    with pytest.raises(WrongSitting, match="circulated"):
        convene(table, make_body())


def test_the_state_in_the_chair_convenes_and_a_delegate_does_not(table: Table, body: Body):
    convene(table, body, actor=table.head("EGY"))
    convene(table, body, actor=actor_of(make_chair()))
    drafter = actor_of(make_officer(Role.DRAFTER, "EGY"))
    for actor in (table.head("MYS"), drafter, actor_of(make_officer(Role.OBSERVER))):
        with pytest.raises(NotPermitted):
            convene(table, body, actor=actor)


# A chair whose term ended ------------------------------------------------------------------------------


def test_a_chair_whose_term_ended_this_morning_is_told_so(table: Table, body: Body):
    sitting = convene(table, body, begins_at=utcnow() + DAY)
    head = table.head("EGY")
    bodies.seat(
        mission(),
        body.meeting_id,
        body.code,
        role=BodyRole.CHAIR,
        parties=[party("TUR").id],
        starts_on=read(sitting).sitting.day,
    )
    with clock_at(sitting.begins_at):
        with pytest.raises(ChairTermEnded):
            sittings.open_sitting(head, sitting.code)
        sittings.open_sitting(table.head("TUR"), sitting.code)


def test_the_chair_of_the_meeting_acts_within_the_term_alone(table: Table, body: Body):
    sitting = convene(table, body, begins_at=utcnow() + 3 * DAY)
    user = make_user()
    make_appointment(user, Role.CHAIR, ends_on=(utcnow() + DAY).date())

    sittings.move(actor_of(user), sitting.code, times=times(begins_at=utcnow() + 4 * DAY))
    with clock_at(utcnow() + 3 * DAY), pytest.raises(NotFound):
        sittings.open_sitting(actor_of(user), sitting.code)


# Moved and cancelled -----------------------------------------------------------------------------------


def test_a_sitting_is_moved_and_what_it_was_stays_known(table: Table, body: Body):
    sitting = convene(table, body, place="Room 2")
    before = sitting.begins_at
    later = times(begins_at=utcnow() + 2 * DAY, place="Room 3")
    sittings.move(mission(), sitting.code, times=later, reason="The room is taken.")

    known = read(sitting)
    assert (known.sitting.begins_at, known.sitting.place) == (later.begins_at, "Room 3")
    assert [(row.begins_at, row.place, row.reason) for row in known.moves] == [
        (before, "Room 2", "The room is taken.")
    ]
    with pytest.raises(WrongSitting, match="same"):
        sittings.move(mission(), sitting.code, times=later)


def test_a_sitting_is_not_moved_into_the_past_and_not_once_it_is_open(table: Table, body: Body):
    sitting = convene(table, body)
    with pytest.raises(WrongSitting):
        sittings.move(mission(), sitting.code, times=times(begins_at=utcnow() - HOUR))
    open_at(sitting)
    with pytest.raises(SittingIsUnderWay):
        sittings.move(mission(), sitting.code, times=times(begins_at=utcnow() + DAY))
    with pytest.raises(SittingIsUnderWay):
        sittings.cancel(mission(), sitting.code, reason="No.")
    assert db.session.scalar(select(func.count()).select_from(SittingMove)) == 0


def test_a_sitting_is_cancelled_for_a_reason_and_nothing_is_done_with_it_then(table: Table, body: Body):
    sitting = convene(table, body)
    with pytest.raises(WrongSitting, match="reason"):
        sittings.cancel(mission(), sitting.code, reason="  ")
    sittings.cancel(mission(), sitting.code, reason="The text is late.")

    assert read(sitting).state is SittingState.CANCELLED
    with clock_at(sitting.begins_at):
        for act in (
            lambda: sittings.open_sitting(mission(), sitting.code),
            lambda: sittings.cancel(mission(), sitting.code, reason="Again."),
            lambda: sittings.change_agenda(mission(), sitting.code, [code_of(table, "2.")]),
        ):
            with pytest.raises(SittingIsUnderWay):
                act()


# Opened ------------------------------------------------------------------------------------------------


def test_a_sitting_is_opened_on_its_day_and_neither_before_nor_after(table: Table, body: Body):
    sitting = convene(table, body, begins_at=utcnow() + 3 * DAY)
    with pytest.raises(SittingAhead):
        sittings.open_sitting(mission(), sitting.code)
    with clock_at(sitting.ends_at + DAY), pytest.raises(SittingMissed):
        sittings.open_sitting(mission(), sitting.code)
    with clock_at(sitting.begins_at - timedelta(minutes=5)):
        sittings.open_sitting(mission(), sitting.code)
    assert read(sitting).state is SittingState.OPEN


def test_a_body_holds_one_sitting_at_a_time(table: Table, body: Body):
    first, second = convene(table, body), convene(table, body)
    open_at(first)
    with clock_at(second.begins_at), pytest.raises(BodySitsAlready):
        sittings.open_sitting(mission(), second.code)
    with clock_at(second.begins_at):
        sittings.close_sitting(mission(), first.code)
        sittings.open_sitting(mission(), second.code)


def test_two_sittings_of_a_body_that_are_opened_at_once_are_opened_one_after_the_other(
    app: Flask, table: Table, body: Body
):
    first, second = (convene(table, body).code for _ in range(2))
    with clock_at(utcnow() + HOUR):
        acts = [lambda code=code: sittings.open_sitting(mission(), code) for code in (first, second)]
        ended = interleave(app, *acts)
    assert [act.end for act in ended] == ["done", "BodySitsAlready"]


# Attendance --------------------------------------------------------------------------------------------


def test_attendance_is_recorded_by_delegation_and_corrected(table: Table, body: Body):
    sitting = hold(table, body, present=("EGY", "MYS"))
    egypt, malaysia, senegal = (party(code).id for code in ("EGY", "MYS", "SEN"))
    changes = {malaysia: Presence(False), senegal: Presence(True, "Mr. Diop"), egypt: None}
    sittings.attend(mission(), sitting.code, changes)

    known = read(sitting)
    assert [state.code for state in known.present] == ["SEN"]
    assert [state.code for state in known.absent] == ["MYS"]
    assert known.attendance[senegal].speakers == "Mr. Diop"


def test_who_is_no_member_does_not_attend(table: Table):
    sitting = hold(table, make_body(Level.TROIKA, members=("EGY", "MYS")))
    with pytest.raises(NotAMember, match="TUR"):
        sittings.attend(mission(), sitting.code, {party("TUR").id: Presence(True)})
    assert [state.code for state in read(sitting).present] == ["EGY", "MYS"]


def test_nobody_attends_a_sitting_that_is_not_open(table: Table, body: Body):
    sitting = convene(table, body)
    with pytest.raises(SittingIsNotOpen):
        sittings.attend(mission(), sitting.code, {party("EGY").id: Presence(True)})


# Results -----------------------------------------------------------------------------------------------


def test_a_result_keeps_the_words_that_were_agreed_who_opposed_and_the_remark(table: Table, body: Body):
    table.accept(table.replace("MYS", "1.", "welcomed", "took note of"), level=None)
    sitting = hold(table, body, present=("EGY", "SEN"))
    stances = {party("EGY").id: Stance.RESERVE, party("SEN").id: Stance.OPPOSE}
    row = record(table, sitting, result=SittingResult.AD_REFERENDUM, stances=stances, remark="Until noon.")

    assert (row.result, row.text, row.remark) == (
        "ad-referendum",
        "The Meeting took note of the report.",
        "Until noon.",
    )
    assert {stance.party.code: stance.stance for stance in row.stances} == {"EGY": "reserve", "SEN": "oppose"}
    line = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert (line.act, line.scope, line.after, line.paragraph_id) == (
        "record result",
        "record",
        "ad-referendum",
        row.paragraph_id,
    )


def test_what_is_recorded_as_agreed_is_the_agreement_and_names_the_sitting(table: Table, body: Body):
    sitting = hold(table, body)
    row = record(table, sitting, actor=table.head("EGY"))

    made = db.session.get_one(Decision, row.decision_id)
    assert (made.kind, made.sitting_id, made.level) == ("agree", sitting.id, "expert")
    line = table.line("1.")
    assert (line.line.text, line.state, line.agreed_level) == (TEXTS[0], "agreed", "expert")
    assert verification.verify(db.session).findings == ()


@pytest.mark.parametrize("result", [SittingResult.NOT_AGREED, SittingResult.REFERRED])
def test_any_other_result_changes_nothing_of_the_text(table: Table, body: Body, result: SittingResult):
    before, other = table.line("1."), make_body(Level.AMBASSADORIAL)
    referred = other.code if result is SittingResult.REFERRED else ""
    record(table, hold(table, body), result=result, referred_to=referred)
    assert table.line("1.") == before


def test_a_later_result_takes_back_the_agreement_that_it_corrects(table: Table, body: Body):
    sitting = hold(table, body)
    first = record(table, sitting)
    again = record(table, sitting, remark="In the same words.")
    assert table.line("1.").state == "agreed" and again.decision_id != first.decision_id

    record(table, sitting, result=SittingResult.NOT_AGREED)

    assert table.line("1.").state != "agreed"
    reasons = db.session.scalars(select(Decision.reason).where(Decision.kind == "void"))
    assert set(reasons) == {"A later result of the sitting took its place."}
    assert verification.verify(db.session).findings == ()


def test_an_agreement_that_was_voided_since_is_no_result_any_more(table: Table, body: Body):
    sitting = hold(table, body)
    row = record(table, sitting)
    table.void(db.session.get_one(Decision, row.decision_id), reason="One delegation objected.")

    known = read(sitting)
    assert known.voided == {row.decision_id}
    assert known.result_on(row.paragraph_id) is None
    assert record(table, sitting).sequence == 2
    assert verification.verify(db.session).findings == ()


def test_an_agreement_that_was_reopened_since_is_no_result_any_more_nor_is_an_earlier_one(
    table: Table, body: Body
):
    sitting = hold(table, body)
    record(table, sitting, result=SittingResult.NOT_AGREED)
    row = record(table, sitting)
    table.reopen("1.")

    known = read(sitting)
    assert (known.ended, known.voided) == ({row.decision_id}, frozenset())
    assert known.result_on(row.paragraph_id) is None
    assert record(table, sitting).sequence == 3
    assert verification.verify(db.session).findings == ()


def test_nothing_is_agreed_at_a_sitting_while_a_proposal_waits_or_between_rounds(table: Table, body: Body):
    sitting = hold(table, body, ["1.", "3."])
    waiting = table.replace("MYS", "1.", "welcomed", "noted")
    with pytest.raises(WrongDecision, match="decide the proposals"):
        record(table, sitting)
    assert read(sitting).results == []

    table.decide(DecisionKind.REJECT, waiting, reason="Not now.", level=None)
    table.close()
    with pytest.raises(NoRound):
        record(table, sitting, "3.")


def test_an_agreement_of_a_round_that_is_closed_is_not_corrected(table: Table, body: Body):
    sitting = hold(table, body)
    record(table, sitting)
    table.close()
    table.open()
    with pytest.raises(AlreadyClosed):
        record(table, sitting, result=SittingResult.NOT_AGREED)


def test_a_deletion_that_was_decided_is_agreed_without_words(table: Table, body: Body):
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."), level=None)
    assert record(table, hold(table, body)).text == ""


def test_a_later_result_counts_and_the_earlier_one_stays_known(table: Table, body: Body):
    sitting = hold(table, body)
    record(table, sitting, result=SittingResult.NOT_AGREED)
    record(table, sitting)

    known = read(sitting)
    assert [row.result for row in known.results] == ["not-agreed", "agreed"]
    assert known.result_on(table.line("1.").line.paragraph).sequence == 2


def test_a_paragraph_is_referred_to_another_body(table: Table, body: Body):
    sitting, other = hold(table, body), make_body(Level.AMBASSADORIAL)
    row = record(table, sitting, result=SittingResult.REFERRED, referred_to=other.code)

    assert (row.referred_to_id, row.text) == (other.id, "")
    with pytest.raises(WrongSitting, match="another body"):
        record(table, sitting, result=SittingResult.REFERRED, referred_to=body.code)
    for facts in ({"result": SittingResult.REFERRED}, {"referred_to": other.code}):
        with pytest.raises(WrongSitting):
            record(table, sitting, **facts)


def test_nothing_is_recorded_in_a_sitting_that_is_not_open(table: Table, body: Body):
    sitting = convene(table, body)
    with pytest.raises(SittingIsNotOpen):
        record(table, sitting)
    open_at(sitting)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    with pytest.raises(SittingIsNotOpen):
        record(table, sitting)
    with pytest.raises(SittingIsUnderWay):
        sittings.change_agenda(mission(), sitting.code, [code_of(table, "2.")])


def test_what_is_not_on_the_agenda_has_no_result(table: Table, body: Body):
    with pytest.raises(NotOnTheAgenda):
        record(table, hold(table, body, ["3."]), "1.")


def test_brackets_that_stand_are_not_agreed(table: Table, body: Body):
    sitting = hold(table, body, ["2."])
    with pytest.raises(BracketsStand):
        record(table, sitting, "2.")
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)


def test_nothing_is_agreed_before_somebody_is_present(table: Table, body: Body):
    sitting = hold(table, body, present=())
    with pytest.raises(WrongSitting, match="present"):
        record(table, sitting)
    with pytest.raises(WrongSitting, match="present"):
        sittings.close_sitting(mission(), sitting.code)


def test_who_is_absent_or_no_member_neither_opposes_nor_reserves(table: Table):
    sitting = hold(table, make_body(Level.TROIKA, members=("EGY", "MYS")))
    sittings.attend(mission(), sitting.code, {party("MYS").id: Presence(False)})
    for code, refusal in (("MYS", NotPresent), ("TUR", NotAMember)):
        with pytest.raises(refusal, match=code):
            record(table, sitting, stances={party(code).id: Stance.OPPOSE})
    with pytest.raises(WrongSitting):
        record(table, sitting, stances={party("EGY").id: Stance.SUPPORT})
    assert db.session.scalar(select(func.count()).select_from(SittingResultRow)) == 0


def test_of_two_who_record_the_same_paragraph_the_second_is_told(table: Table, body: Body):
    sitting, head = hold(table, body), table.head("EGY")
    facts = {"seen": 0, "counter": db.session.get_one(Paragraph, table.line("1.").line.paragraph).counter}
    outcome = Outcome(SittingResult.NOT_AGREED)
    sittings.record(head, sitting.code, code_of(table, "1."), outcome, **facts)

    with pytest.raises(RecordedMeanwhile):
        sittings.record(mission(), sitting.code, code_of(table, "1."), Outcome(SittingResult.AGREED), **facts)
    assert [row.result for row in read(sitting).results] == ["not-agreed"]


def test_words_that_were_decided_since_the_page_was_read_are_not_agreed(table: Table, body: Body):
    sitting, code = hold(table, body), code_of(table, "1.")
    proposal = table.replace("MYS", "1.", "welcomed", "noted")
    table.accept(proposal, level=None)
    with pytest.raises(DecidedMeanwhile):
        sittings.record(mission(), sitting.code, code, Outcome(SittingResult.AGREED), seen=0, counter=0)


def test_a_paragraph_that_is_no_longer_in_the_text_has_no_result(table: Table, body: Body):
    sitting = convene(table, body, ["1.", "3."], begins_at=utcnow() + 9 * DAY)
    gone = code_of(table, "1.")
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    table.close()
    open_at(sitting)

    with pytest.raises(NoLongerInTheText):
        sittings.record(mission(), sitting.code, gone, Outcome(SittingResult.NOT_AGREED), seen=0, counter=0)
    sittings.change_agenda(mission(), sitting.code, [gone, code_of(table, "1."), code_of(table, "2.")])
    assert len(on_agenda(sitting)) == 3


def test_a_chair_who_may_not_know_the_decisions_does_not_record_what_is_agreed(session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("MYS", "1.", "welcomed", "took note of"), level=None)
    sitting = hold(table, make_body(chair="EGY"))

    with pytest.raises(DecisionsAreHidden):
        record(table, sitting, actor=table.head("EGY"))
    record(table, sitting, actor=table.head("EGY"), result=SittingResult.NOT_AGREED)
    assert record(table, sitting).text == "The Meeting took note of the report."


def test_a_decision_is_taken_beside_a_sitting(table: Table, body: Body):
    sitting = hold(table, body)
    record(table, sitting)
    table.decide(DecisionKind.DEFER, table.replace("MYS", "1.", "welcomed", "noted"))
    assert read(sitting).results[0].text == TEXTS[0]


# The agenda ----------------------------------------------------------------------------------------------


def test_an_agenda_is_changed_and_put_in_another_order_while_the_sitting_is_open(table: Table, body: Body):
    sitting = hold(table, body, ["1.", "2."])
    record(table, sitting)
    sittings.change_agenda(mission(), sitting.code, [code_of(table, label) for label in ("3.", "1.")])

    assert on_agenda(sitting) == [table.line(label).line.paragraph for label in ("3.", "1.")]
    with pytest.raises(ResultRecorded):
        sittings.change_agenda(mission(), sitting.code, [code_of(table, "3.")])
    assert len(on_agenda(sitting)) == 2


def test_the_same_agenda_again_writes_nothing(table: Table, body: Body):
    sitting = convene(table, body, ["1.", "2."])
    before = acts()
    sittings.change_agenda(mission(), sitting.code, [code_of(table, label) for label in ("1.", "2.")])
    assert acts() == before


# Who may -------------------------------------------------------------------------------------------------


def test_a_delegation_that_does_not_sit_in_the_body_learns_of_no_sitting(table: Table):
    sitting = convene(table, make_body(Level.TROIKA, members=("EGY", "MYS"), chair="EGY"))
    for actor, refusal in ((table.head("MYS"), NotPermitted), (table.head("TUR"), NotFound)):
        with pytest.raises(refusal):
            sittings.cancel(actor, sitting.code, reason="No.")
    with pytest.raises(NotFound):
        sittings.cancel(mission(), "nothing", reason="No.")


def test_the_head_of_another_meeting_learns_of_no_sitting(table: Table, body: Body):
    from tests.factories import make_meeting

    sitting = convene(table, body)
    stranger = actor_of(make_head("EGY", meeting_id=make_meeting(year=2030).id))
    with pytest.raises(NotFound):
        sittings.cancel(stranger, sitting.code, reason="No.")
