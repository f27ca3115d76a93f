"""The end of a silence procedure: one outcome, whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from acm_drafts.negotiation.silence import (
    GRACE,
    SilenceOver,
)
from acm_drafts.negotiation.terms import (
    DecisionKind,
    Level,
    ParagraphState,
    SilenceOutcome,
    SilenceState,
)
from acm_drafts.services import silence_outcomes, verification
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import (
    Body,
    Decision,
    JournalLine,
    Notice,
    SilenceOutcomeRow,
)
from tests.interleaving import interleave
from tests.silences import (
    HOUR,
    SHORTLY,
    break_,
    conclude,
    outcomes_of,
    put,
    read,
)
from tests.sittings import make_body
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


def test_nobody_concludes_it_before_its_time(table: Table, body: Body):
    procedure = put(table, body)
    for moment in (procedure.ends_at, procedure.ends_at + GRACE - SHORTLY):
        with clock_at(moment):
            silence_outcomes.conclude(procedure.code)
            assert silence_outcomes.conclude_due() == 0
    assert read(procedure).silence.concluded_at is None


def test_an_hour_without_a_worker_changes_nothing_of_its_outcome(table: Table, body: Body):
    procedure = put(table, body)
    with clock_at(procedure.ends_at + HOUR):
        assert read(procedure).state is SilenceState.OVER
        with pytest.raises(SilenceOver):
            break_(table, procedure, "EGY")
        assert silence_outcomes.conclude_due() == 1
    assert outcomes_of(procedure) == {"1": SilenceOutcome.AGREED}


def test_its_end_run_twice_has_one_outcome(table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    conclude(procedure)
    conclude(procedure)
    with clock_at(utcnow() - DAY):  # the clock was put back
        silence_outcomes.conclude(procedure.code)
        assert read(procedure).state is SilenceState.CONCLUDED
    assert db.session.scalar(select(func.count()).select_from(SilenceOutcomeRow)) == 2
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 2
    assert acts() == ["put under silence", "conclude silence"]


def test_two_workers_at_once_have_one_outcome(app: Flask, table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    code, due = procedure.code, procedure.ends_at + GRACE + SHORTLY

    def end() -> None:
        with clock_at(due):
            silence_outcomes.conclude(code)

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
                    silence_outcomes.conclude(code)
                break
            except Crash:
                crashes += 1
                db.session.rollback()
                assert not read(procedure).outcomes and read(procedure).silence.concluded_at is None
                assert db.session.scalar(select(func.count()).select_from(Decision)) == 0

    assert crashes > 5, "a table of crashes that never crashes proves nothing"
    assert outcomes_of(procedure) == {
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
    assert outcomes_of(procedure) == {"1": SilenceOutcome.LEFT_OPEN, "3": SilenceOutcome.AGREED}
    assert state_of(table, "1.")[0] != ParagraphState.AGREED
    assert faults() == ()


def test_what_was_agreed_by_silence_is_undone_for_a_reason_like_any_agreement(table: Table, body: Body):
    conclude(put(table, body, ["1."]))
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.level, decision.silence_id is None) == (Level.AMBASSADORIAL, False)
    table.void(decision, reason="A delegation had not been told.")
    assert state_of(table, "1.")[0] != ParagraphState.AGREED
    assert faults() == ()
