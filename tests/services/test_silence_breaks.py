"""A member breaks the silence, until its last second, with a counter-proposal or without."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import (
    IllegalMove,
    NotFound,
    NothingChanges,
)
from acm_drafts.negotiation.silence import (
    BreakStands,
    NotBroken,
    NotUnderSilence,
    SilenceBroken,
    SilenceOver,
    UnderSilence,
    WrongSilence,
)
from acm_drafts.negotiation.terms import (
    Level,
    ParagraphState,
    SilenceOutcome,
)
from acm_drafts.services import amendments, silence_breaks, verification
from acm_drafts.store.database import arriving, clock_at, db, utcnow
from acm_drafts.store.records import (
    Body,
    JournalLine,
)
from acm_drafts.store.silence import silences_on
from tests.damage import do_damage
from tests.factories import actor_of, make_observer
from tests.silences import (
    HOUR,
    SHORTLY,
    break_,
    conclude,
    outcomes_after,
    outcomes_of,
    put,
    read,
    take_back,
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


def test_a_broken_paragraph_is_free_again_and_not_agreed_the_others_are(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3.", "4."])
    break_(table, procedure, "EGY", ["3."], reason="Our capital has not answered.")

    table.replace("MYS", "3.", "Egypt", "Jordan")
    conclude(procedure)

    assert outcomes_of(procedure) == {
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
        silence_breaks.break_silence(actor_of(make_observer()), procedure.code, [code_of(table, "1.")])


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
    assert outcomes_after(procedure) == {"1": SilenceOutcome.BROKEN}


# Taken back ------------------------------------------------------------------------------------------


def test_what_was_taken_back_is_under_silence_again_and_agreed_at_the_end(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    break_(table, procedure, "EGY", ["1.", "3."], reason="Our capital has not answered.")
    take_back(table, procedure, "EGY", ["3."])

    with pytest.raises(UnderSilence):
        table.replace("MYS", "3.", "Egypt", "Jordan")
    record = read(procedure)
    assert [row.party.code for row in record.taken_back] == ["EGY"] and len(record.breaks) == 1
    assert silences_on(db.session(), table.head("MYS"), record.silence.communique)[0].broken == 1
    assert outcomes_after(procedure) == {"1": SilenceOutcome.BROKEN, "3": SilenceOutcome.AGREED}
    assert acts() == ["put under silence", "break silence", "take back break of silence", "conclude silence"]
    assert faults() == ()


def test_a_counter_proposal_is_withdrawn_with_the_break_unless_it_was_before(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    for label in ("1.", "3."):
        break_(table, procedure, "EGY", [label], counter=f"The Meeting paused {label}")
    first, second = (row.amendment for row in read(procedure).breaks)
    amendments.withdraw(table.head("EGY"), first.code)
    take_back(table, procedure, "EGY", ["1.", "3."])
    db.session.expire_all()
    assert {first.stage, second.stage} == {"withdrawn"}
    assert outcomes_after(procedure) == {"1": SilenceOutcome.AGREED, "3": SilenceOutcome.AGREED}
    assert faults() == ()


def test_a_break_whose_counter_proposal_was_decided_stands(table: Table, body: Body):
    procedure = put(table, body, ["3."])
    break_(table, procedure, "EGY", ["3."], counter="The Meeting thanked Jordan.")
    table.accept(read(procedure).breaks[0].amendment, level=None)
    with pytest.raises(IllegalMove):
        take_back(table, procedure, "EGY", ["3."])
    assert not read(procedure).taken_back


def test_it_is_taken_back_by_its_delegation_alone_and_broken_again_afterwards(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    for code in ("EGY", "MYS"):
        break_(table, procedure, code, ["1."])
    for code, labels in (("SEN", ["1."]), ("EGY", ["3."]), ("EGY", ["1.", "3."]), ("EGY", [])):
        with pytest.raises(NotBroken):
            take_back(table, procedure, code, labels)
    take_back(table, procedure, "EGY", ["1."])
    assert read(procedure).broken, "Malaysia broke it too"
    with pytest.raises(NotBroken):
        take_back(table, procedure, "EGY", ["1."])
    break_(table, procedure, "EGY", ["1."])
    assert sorted(row.party.code for row in read(procedure).breaks) == ["EGY", "MYS"]
    with pytest.raises(NotFound):
        silence_breaks.take_back(actor_of(make_observer()), procedure.code, [code_of(table, "1.")])
    assert faults() == ()


def test_it_is_taken_back_in_the_last_second_and_not_one_second_later(table: Table, body: Body):
    procedure = put(table, body, ["1."])
    break_(table, procedure, "EGY")
    ends = read(procedure).silence.ends_at
    with arriving(ends + SHORTLY), pytest.raises(BreakStands):
        take_back(table, procedure, "EGY")
    with arriving(ends):
        take_back(table, procedure, "EGY")
    assert outcomes_after(procedure) == {"1": SilenceOutcome.AGREED}
    with pytest.raises(BreakStands):
        take_back(table, procedure, "EGY")
    assert faults() == ()


def test_a_paragraph_that_another_procedure_holds_by_now_is_not_taken_back(table: Table, body: Body):
    first = put(table, body, ["1."])
    break_(table, first, "EGY")
    put(table, body, ["1."])
    with pytest.raises(UnderSilence):
        take_back(table, first, "EGY")


def test_verify_names_a_break_taken_back_too_late_and_one_that_counts_twice(table: Table, body: Body):
    procedure = put(table, body, ["1."])
    break_(table, procedure, "EGY")
    take_back(table, procedure, "EGY")
    break_(table, procedure, "EGY")
    assert faults() == ()
    do_damage("update breaks_taken_back set at = '2999-01-01 00:00:00+00:00'")
    assert ["after the end" in str(fault) for fault in faults()] == [True]
    do_damage("delete from breaks_taken_back")
    assert ["broken twice" in str(fault) for fault in faults()] == [True]
