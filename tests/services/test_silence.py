"""The silence procedure: put, extended, suspended, resumed, withdrawn, and who was told; what it holds meanwhile."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.bodies import NoMembers
from acm_drafts.negotiation.errors import (
    NoRound,
    NotAsSeen,
    NotPermitted,
)
from acm_drafts.negotiation.silence import (
    GRACE,
    CannotBeAsked,
    SilenceAwaitsRecord,
    SilenceIsNotRunning,
    SilenceIsSuspended,
    SilenceNotRecorded,
    SilenceRuns,
    UnderSilence,
    UnderSuspendedSilence,
    WordsNotShown,
    WrongSilence,
)
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Level,
    ParagraphState,
    SilenceOutcome,
    SilenceState,
    Visibility,
)
from acm_drafts.services import agreements, silence, silence_outcomes, verification
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import (
    Body,
    JournalLine,
    Notice,
    Silence,
)
from acm_drafts.store.rounds import round_context
from tests.factories import mission
from tests.silences import (
    HOUR,
    SHORTLY,
    break_,
    conclude,
    outcomes_after,
    put,
    read,
    seen_by_mission,
)
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


def test_after_the_end_of_a_silence_nothing_is_done_until_its_outcome_is_recorded(table: Table, body: Body):
    procedure = put(table, body, ["1."])
    with clock_at(procedure.ends_at + SHORTLY), pytest.raises(SilenceNotRecorded):
        table.agree("1.")
    conclude(procedure)
    assert read(procedure).state is not SilenceState.OVER


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
    with pytest.raises(SilenceRuns) as running:
        table.close()
    assert type(running.value) is SilenceRuns
    silence.suspend(mission(), procedure.code, reason="A storm.")
    with pytest.raises(SilenceIsSuspended):
        table.close()
    silence.withdraw(mission(), procedure.code, reason="Not needed.")
    table.close()


def test_a_round_is_not_closed_before_the_outcome_of_a_silence_is_recorded(table: Table, body: Body):
    procedure = put(table, body, ["1."])
    with clock_at(procedure.ends_at + SHORTLY), pytest.raises(SilenceAwaitsRecord):
        table.close()


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
        assert silence_outcomes.conclude_due() == 0
    record = read(procedure)
    assert [(row.ended_at, row.ends_at) for row in record.changes] == [(before, before + DAY)]
    assert record.state is SilenceState.RUNNING


def test_a_suspended_silence_cannot_be_broken_nor_ends_until_it_is_resumed(table: Table, body: Body):
    procedure = put(table, body)
    silence.suspend(mission(), procedure.code, reason="A storm.")
    with pytest.raises(SilenceIsNotRunning):
        break_(table, procedure, "EGY")
    with pytest.raises(UnderSuspendedSilence):
        table.agree("1.")
    conclude(procedure)
    assert read(procedure).state is SilenceState.SUSPENDED

    silence.resume(mission(), procedure.code, ends_at=utcnow() + DAY)
    break_(table, procedure, "EGY")
    assert outcomes_after(procedure) == {"1": SilenceOutcome.BROKEN}


@pytest.mark.parametrize("verb", [silence.suspend, silence.withdraw])
def test_it_is_suspended_or_withdrawn_for_a_reason(table: Table, body: Body, verb):
    procedure = put(table, body)
    with pytest.raises(WrongSilence):
        verb(mission(), procedure.code, reason=" ")


def test_a_withdrawn_silence_has_no_outcome_and_holds_nothing(table: Table, body: Body):
    procedure = put(table, body)
    silence.withdraw(mission(), procedure.code, reason="Consultations go on.")
    assert outcomes_after(procedure) == {}
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
