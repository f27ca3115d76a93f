"""The silence procedure: put, broken, extended, suspended, withdrawn, and its outcome, once, whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from acm_drafts.negotiation.bodies import NoMembers
from acm_drafts.negotiation.errors import (
    NoRound,
    NotAsSeen,
    NotFound,
    NothingChanges,
    NotPermitted,
)
from acm_drafts.negotiation.silence import (
    GRACE,
    CannotBeAsked,
    NotUnderSilence,
    SilenceBroken,
    SilenceIsNotRunning,
    SilenceOver,
    SilenceRuns,
    UnderSilence,
    WordsNotShown,
    WrongSilence,
)
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Level,
    ParagraphState,
    SilenceOutcome,
    SilenceState,
    Visibility,
)
from acm_drafts.services import agreements, silence, verification
from acm_drafts.store.database import arriving, clock_at, db, utcnow
from acm_drafts.store.records import (
    Body,
    Decision,
    JournalLine,
    Notice,
    Silence,
    SilenceOutcomeRow,
)
from acm_drafts.store.rounds import round_context
from tests.factories import actor_of, make_observer, mission
from tests.interleaving import interleave
from tests.silences import HOUR, SHORTLY, break_, conclude, put, read, seen_by_mission
from tests.sittings import code_of, make_body
from tests.tables import DAY, Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = (
    "The Meeting welcomed the report.",
    "The Meeting [strongly] urged all.",
    "The Meeting thanked Egypt.",
    "The Meeting took note of the budget.",
)


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


@pytest.fixture
def body(table: Table) -> Body:
    return make_body(Level.AMBASSADORIAL, chair="SAU")


def state_of(table: Table, label: str) -> tuple[str, str | None]:
    db.session.rollback()
    db.session.expire_all()
    line = table.line(label)
    return line.state, line.agreed_level


def outcomes_of(table: Table, procedure: Silence) -> dict[str, SilenceOutcome]:
    record = read(procedure)
    return {
        words.reference: record.outcomes[words.key] for words in record.asked if words.key in record.outcomes
    }


def acts() -> list[str]:
    db.session.rollback()
    lines = select(JournalLine.act).where(JournalLine.silence_id.is_not(None)).order_by(JournalLine.id)
    return list(db.session.scalars(lines))


def faults() -> tuple[object, ...]:
    db.session.rollback()
    db.session.expire_all()
    return verification.verify(db.session()).findings


# Put -------------------------------------------------------------------------------------------------


def test_paragraphs_under_silence_are_kept_with_their_words_and_whoever_was_told(table: Table, body: Body):
    table.head("EGY")
    procedure = put(table, body, ["3.", "1."], note="For adoption tonight.")
    record = read(procedure)

    assert record.state is SilenceState.RUNNING
    assert [(words.reference, words.text) for words in record.asked] == [("1", TEXTS[0]), ("3", TEXTS[2])]
    assert [(row.party.code, row.told_at, row.opened_at) for row in record.readers] == [
        ("EGY", record.silence.begins_at, None)
    ]
    assert acts() == ["put under silence"]


def test_what_is_under_silence_are_the_words_as_decided_so_far(table: Table, body: Body):
    table.accept(table.replace("EGY", "1.", "report", "full report"), level=None)
    assert [words.text for words in read(put(table, body)).asked] == ["The Meeting welcomed the full report."]


@pytest.mark.parametrize("label", ["2.", "3."])
def test_what_holds_brackets_or_waits_for_a_decision_cannot_be_put(table: Table, body: Body, label: str):
    table.replace("EGY", "3.", "Egypt", "Egypt and Jordan")
    with pytest.raises(CannotBeAsked, match=label[0]):
        put(table, body, ["1.", label])
    assert db.session.scalar(select(func.count()).select_from(Silence)) == 0


def test_a_paragraph_agreed_at_the_same_level_is_not_asked_about_again_one_of_another_level_is(
    table: Table, body: Body
):
    table.agree("1.", level=Level.AMBASSADORIAL)
    table.agree("3.", level=Level.EXPERT)
    with pytest.raises(CannotBeAsked):
        put(table, body, ["1."])
    put(table, body, ["3."])


def test_a_paragraph_is_under_one_silence_at_a_time(table: Table, body: Body):
    put(table, body, ["1."])
    with pytest.raises(CannotBeAsked, match="1"):
        put(table, make_body(Level.EXPERT), ["1.", "3."])
    put(table, body, ["3."])


def test_an_end_in_the_past_is_refused(table: Table, body: Body):
    with pytest.raises(WrongSilence):
        put(table, body, ends_at=utcnow() - SHORTLY)


def test_without_a_round_nothing_is_put_under_silence(table: Table, body: Body):
    seen = seen_by_mission(table, body)
    table.close()
    with pytest.raises(NoRound):
        silence.put(
            mission(),
            table.communique,
            body.code,
            paragraphs=[code_of(table, "1.")],
            terms=silence.Terms(utcnow() + HOUR, "America/New_York"),
            seen=seen,
        )


def test_a_body_without_members_cannot_be_asked(table: Table):
    with pytest.raises(NoMembers):
        put(table, make_body(Level.TROIKA))


def test_a_page_from_before_a_decision_puts_nothing(table: Table, body: Body):
    seen = seen_by_mission(table, body)
    table.accept(table.replace("EGY", "1.", "report", "full report"), level=None)
    with pytest.raises(NotAsSeen):
        silence.put(
            mission(),
            table.communique,
            body.code,
            paragraphs=[code_of(table, "1.")],
            terms=silence.Terms(utcnow() + HOUR, "America/New_York"),
            seen=seen,
        )


def test_words_decided_on_hidden_proposals_are_not_shown_by_a_silence(session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    body = make_body(Level.AMBASSADORIAL)
    table.accept(table.replace("EGY", "1.", "report", "full report"), level=None)
    with pytest.raises(WordsNotShown, match="1"):
        put(table, body, ["1."])
    put(table, body, ["3."])


def test_a_delegation_puts_nothing_under_silence_and_its_chair_does(table: Table, body: Body):
    with pytest.raises(NotPermitted):
        put(table, body, actor=table.head("EGY"))
    put(table, body, actor=table.head("SAU"))


# What it holds ---------------------------------------------------------------------------------------


def test_nothing_else_is_done_to_a_paragraph_under_silence(table: Table, body: Body):
    decided = table.accept(table.replace("EGY", "1.", "report", "full report"), level=None)
    put(table, body, ["1."])

    with pytest.raises(UnderSilence):
        table.replace("MYS", "1.", "welcomed", "noted")
    with pytest.raises(UnderSilence):
        table.agree("1.")
    with pytest.raises(UnderSilence):
        table.void(decided, reason="By mistake.")
    table.replace("MYS", "3.", "Egypt", "Jordan")


def test_a_new_paragraph_after_one_under_silence_is_proposed_as_ever(table: Table, body: Body):
    put(table, body, ["1."])
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all.")


def test_a_join_that_takes_in_a_paragraph_under_silence_is_refused(table: Table, body: Body):
    put(table, body, ["4."])
    with pytest.raises(UnderSilence):
        table.propose("EGY", AmendmentKind.JOIN, "3.")


def test_agreeing_the_rest_leaves_out_what_is_under_silence(table: Table, body: Body):
    put(table, body, ["1."])
    context = round_context(db.session(), table.round)
    left = agreements.remaining(db.session(), context)
    assert [line.reference for line in left.lines] == ["3", "4"]


def test_a_round_is_not_closed_while_a_silence_lasts(table: Table, body: Body):
    procedure = put(table, body, ["1."], ends_at=utcnow() + 30 * DAY)
    with pytest.raises(SilenceRuns):
        table.close()
    silence.withdraw(mission(), procedure.code, reason="Not needed.")
    table.close()


# Broken ----------------------------------------------------------------------------------------------


def test_a_broken_paragraph_is_free_again_and_not_agreed_the_others_are(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3.", "4."])
    break_(table, procedure, "EGY", ["3."], reason="Our capital has not answered.")

    table.replace("MYS", "3.", "Egypt", "Jordan")
    conclude(procedure)

    assert outcomes_of(table, procedure) == {
        "1": SilenceOutcome.AGREED,
        "3": SilenceOutcome.BROKEN,
        "4": SilenceOutcome.AGREED,
    }
    assert state_of(table, "1.") == (ParagraphState.AGREED, Level.AMBASSADORIAL)
    assert state_of(table, "3.")[0] == ParagraphState.OPEN
    assert acts() == ["put under silence", "break silence", "conclude silence"]
    assert faults() == ()


def test_a_counter_proposal_is_a_proposal_of_whoever_broke_the_silence_after_the_deadline_too(
    table: Table, body: Body
):
    with clock_at(utcnow() + 2 * DAY):
        procedure = put(table, body, ["3."])
        break_(table, procedure, "EGY", ["3."], counter="The Meeting thanked Egypt and Jordan.")

    row = read(procedure).breaks[0]
    assert row.amendment is not None
    assert (row.amendment.sponsor.code, row.amendment.stage) == ("EGY", "submitted")
    assert state_of(table, "3.")[0] == ParagraphState.OPEN


def test_a_counter_proposal_that_changes_nothing_breaks_nothing(table: Table, body: Body):
    procedure = put(table, body, ["3."])
    with pytest.raises(NothingChanges):
        break_(table, procedure, "EGY", ["3."], counter=TEXTS[2])
    assert not read(procedure).breaks


def test_a_counter_proposal_is_made_on_one_paragraph_at_a_time(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    with pytest.raises(WrongSilence):
        break_(table, procedure, "EGY", ["1.", "3."], counter="Other words.")
    assert not read(procedure).breaks


def test_a_delegation_breaks_the_silence_on_a_paragraph_once_and_another_may_too(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    break_(table, procedure, "EGY", ["1."])
    with pytest.raises(SilenceBroken, match="1"):
        break_(table, procedure, "EGY", ["1.", "3."])
    break_(table, procedure, "MYS", ["1."])
    assert [row.party.code for row in read(procedure).breaks] == ["EGY", "MYS"]


def test_who_is_no_member_breaks_nothing_and_knows_of_nothing(table: Table):
    body = make_body(Level.EXPERT, members=["EGY", "MYS"])
    procedure = put(table, body)
    with pytest.raises(NotFound):
        break_(table, procedure, "JOR")
    with pytest.raises(NotFound):
        silence.break_silence(actor_of(make_observer()), procedure.code, [code_of(table, "1.")])


def test_only_what_is_under_this_silence_can_be_broken(table: Table, body: Body):
    procedure = put(table, body, ["1."])
    for labels in ([], ["3."], ["1.", "3."]):
        with pytest.raises(NotUnderSilence):
            break_(table, procedure, "EGY", labels)


def test_it_is_broken_in_its_last_second_and_not_one_second_later(table: Table, body: Body):
    ends = utcnow() + HOUR
    procedure = put(table, body, ["1.", "3."], ends_at=ends)
    with clock_at(ends):
        break_(table, procedure, "EGY", ["1."])
    with clock_at(ends + SHORTLY), pytest.raises(SilenceOver):
        break_(table, procedure, "EGY", ["3."])


def test_what_was_sent_in_time_and_waited_for_its_turn_is_taken(table: Table, body: Body):
    table.head("EGY")
    with clock_at(utcnow() - 2 * HOUR):
        procedure = put(table, body, ["1."], ends_at=utcnow() + HOUR)
    with arriving(procedure.ends_at):
        break_(table, procedure, "EGY", ["1."])
    assert outcomes_after(table, procedure) == {"1": SilenceOutcome.BROKEN}


def outcomes_after(table: Table, procedure: Silence) -> dict[str, SilenceOutcome]:
    conclude(procedure)
    return outcomes_of(table, procedure)


# Changed ---------------------------------------------------------------------------------------------


def test_an_extended_silence_ends_later_and_what_it_was_stays_known(table: Table, body: Body):
    procedure = put(table, body)
    before = procedure.ends_at
    with pytest.raises(WrongSilence):
        silence.extend(mission(), procedure.code, ends_at=before, reason="")
    silence.extend(
        mission(), procedure.code, ends_at=before + DAY, reason="At the request of two delegations."
    )

    with clock_at(before + GRACE + SHORTLY):
        assert silence.conclude_due() == 0
    record = read(procedure)
    assert [(row.ended_at, row.ends_at) for row in record.changes] == [(before, before + DAY)]
    assert record.state is SilenceState.RUNNING


def test_a_suspended_silence_cannot_be_broken_nor_ends_until_it_is_resumed(table: Table, body: Body):
    procedure = put(table, body)
    silence.suspend(mission(), procedure.code, reason="A storm.")
    with pytest.raises(SilenceIsNotRunning):
        break_(table, procedure, "EGY")
    with pytest.raises(UnderSilence):
        table.agree("1.")
    conclude(procedure)
    assert read(procedure).state is SilenceState.SUSPENDED

    silence.resume(mission(), procedure.code, ends_at=utcnow() + DAY)
    break_(table, procedure, "EGY")
    assert outcomes_after(table, procedure) == {"1": SilenceOutcome.BROKEN}


@pytest.mark.parametrize("verb", [silence.suspend, silence.withdraw])
def test_it_is_suspended_or_withdrawn_for_a_reason(table: Table, body: Body, verb):
    procedure = put(table, body)
    with pytest.raises(WrongSilence):
        verb(mission(), procedure.code, reason=" ")


def test_a_withdrawn_silence_has_no_outcome_and_holds_nothing(table: Table, body: Body):
    procedure = put(table, body)
    silence.withdraw(mission(), procedure.code, reason="Consultations go on.")
    assert outcomes_after(table, procedure) == {}
    table.agree("1.")
    with pytest.raises(SilenceIsNotRunning):
        silence.withdraw(mission(), procedure.code, reason="Again.")


def test_broken_paragraphs_are_put_under_silence_again(table: Table, body: Body):
    first = put(table, body, ["1.", "3."])
    break_(table, first, "EGY", ["3."], counter="The Meeting thanked Egypt and Jordan.")
    conclude(first)
    proposal = read(first).breaks[0].amendment
    table.accept(proposal, level=None)

    second = put(table, body, ["3."], renews=first.code)
    conclude(second)

    assert read(second).silence.renews_id == first.id
    assert [words.text for words in read(second).asked] == ["The Meeting thanked Egypt and Jordan."]
    assert state_of(table, "3.") == (ParagraphState.AGREED, Level.AMBASSADORIAL)
    assert faults() == ()


# Its end ---------------------------------------------------------------------------------------------


def test_nobody_concludes_it_before_its_time(table: Table, body: Body):
    procedure = put(table, body)
    for moment in (procedure.ends_at, procedure.ends_at + GRACE - SHORTLY):
        with clock_at(moment):
            silence.conclude(procedure.code)
            assert silence.conclude_due() == 0
    assert read(procedure).silence.concluded_at is None


def test_an_hour_without_a_worker_changes_nothing_of_its_outcome(table: Table, body: Body):
    procedure = put(table, body)
    with clock_at(procedure.ends_at + HOUR):
        assert read(procedure).state is SilenceState.OVER
        with pytest.raises(SilenceOver):
            break_(table, procedure, "EGY")
        assert silence.conclude_due() == 1
    assert outcomes_of(table, procedure) == {"1": SilenceOutcome.AGREED}


def test_its_end_run_twice_has_one_outcome(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    conclude(procedure)
    conclude(procedure)
    with clock_at(utcnow() - DAY):  # the clock was put back
        silence.conclude(procedure.code)
        assert read(procedure).state is SilenceState.CONCLUDED
    assert db.session.scalar(select(func.count()).select_from(SilenceOutcomeRow)) == 2
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 2
    assert acts() == ["put under silence", "conclude silence"]


def test_two_workers_at_once_have_one_outcome(app: Flask, table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    code, due = procedure.code, procedure.ends_at + GRACE + SHORTLY

    def end() -> None:
        with clock_at(due):
            silence.conclude(code)

    interleave(app, end, end)
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 2
    assert faults() == ()


class Crash(Exception):
    """The process ends here."""


@contextmanager
def crash_at(statement: int) -> Iterator[None]:
    """Let the connection break at the *statement*-th one that writes, as where the process ends there."""
    counted = iter(range(1, 10_000))

    def count(connection: object, cursor: object, sql: str, *rest: object) -> None:
        if sql.startswith(("INSERT", "UPDATE")) and next(counted) == statement:
            raise Crash

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


def test_a_crash_at_any_step_of_its_end_leaves_nothing_half_done(table: Table, body: Body):
    table.head("EGY")
    procedure = put(table, body, ["1.", "3.", "4."])
    break_(table, procedure, "EGY", ["3."])
    code, due = procedure.code, procedure.ends_at + GRACE + SHORTLY
    crashes = 0
    with clock_at(due):
        for step in range(1, 30):
            try:
                with crash_at(step):
                    silence.conclude(code)
                break
            except Crash:
                crashes += 1
                db.session.rollback()
                assert not read(procedure).outcomes and read(procedure).silence.concluded_at is None
                assert db.session.scalar(select(func.count()).select_from(Decision)) == 0

    assert crashes > 5, "a table of crashes that never crashes proves nothing"
    assert outcomes_of(table, procedure) == {
        "1": SilenceOutcome.AGREED,
        "3": SilenceOutcome.BROKEN,
        "4": SilenceOutcome.AGREED,
    }
    ended = (
        select(func.count())
        .select_from(Notice)
        .join(JournalLine)
        .where(JournalLine.act == "conclude silence")
    )
    assert db.session.scalar(ended) == 1
    assert faults() == ()


def test_a_contested_rejection_leaves_its_paragraph_open(table: Table, body: Body):
    rejected = table.replace("EGY", "1.", "report", "full report")
    table.decide(DecisionKind.REJECT, rejected, level=None, reason="Covered elsewhere.")
    procedure = put(table, body, ["1.", "3."])
    table.contest(rejected)
    conclude(procedure)
    assert outcomes_of(table, procedure) == {"1": SilenceOutcome.LEFT_OPEN, "3": SilenceOutcome.AGREED}
    assert state_of(table, "1.")[0] != ParagraphState.AGREED
    assert faults() == ()


def test_what_was_agreed_by_silence_is_undone_for_a_reason_like_any_agreement(table: Table, body: Body):
    conclude(put(table, body, ["1."]))
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.level, decision.silence_id is None) == (Level.AMBASSADORIAL, False)
    table.void(decision, reason="A delegation had not been told.")
    assert state_of(table, "1.")[0] != ParagraphState.AGREED
    assert faults() == ()


# Told ------------------------------------------------------------------------------------------------


def test_when_a_member_opened_it_first_is_kept(table: Table, body: Body):
    head = table.head("EGY")
    procedure = put(table, body)
    moment = utcnow() + HOUR
    for later in (moment, moment + HOUR):
        with clock_at(later):
            silence.note_opened(head, procedure.code)
    assert [row.opened_at for row in read(procedure).readers] == [moment]


def test_who_takes_office_later_is_noted_when_they_open_it(table: Table, body: Body):
    procedure = put(table, body)
    silence.note_opened(table.head("JOR"), procedure.code)
    silence.note_opened(mission(), procedure.code)
    assert [(row.party.code, row.told_at) for row in read(procedure).readers] == [("JOR", None)]


def test_members_are_told_of_its_beginning_its_breaking_and_its_end(table: Table, body: Body):
    head = table.head("EGY")
    procedure = put(table, body)
    break_(table, procedure, "MYS")
    conclude(procedure)
    kinds = select(Notice.kind).where(Notice.user_id == head.user).order_by(Notice.id)
    assert list(db.session.scalars(kinds)) == ["silence", "silence-broken", "silence"]
