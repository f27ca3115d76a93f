"""Who reads the answers to a call for inputs: condition and value say the same, for lists, lines and both engines."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from acm_drafts.negotiation.inputs import InputCallAct
from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services import inputs
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.inputs import (
    ACTS_ON_CALLS,
    answered_known,
    calls_beside,
    faults_of_inputs,
    find_newest_call,
    reads_all,
)
from acm_drafts.store.journal import read_journal
from acm_drafts.store.readers import load_lines
from acm_drafts.store.records import (
    Communique,
    Input,
    InputCall,
    InputCallActRow,
    InputVersion,
    JournalLine,
)
from acm_drafts.store.visibility import input_calls_read_by
from tests.factories import (
    actor_of,
    make_administrator,
    make_chair,
    make_drafter,
    make_mission_drafter,
    make_observer,
    party,
)
from tests.inputs import DAY, call, submit, wish
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.")


def readers(table: Table) -> dict[str, Actor]:
    people = {
        "mission": make_mission_drafter(),
        "chair": make_chair(),
        "administrator": make_administrator(),
        "observer": make_observer(),
        "drafter": make_drafter("EGY"),
    }
    meeting = db.session.get_one(Communique, table.communique).meeting_id
    actors = {name: actor_of(person) for name, person in people.items()} | {
        code: table.head(code) for code in ("EGY", "SEN")
    }
    return {name: actor.at(meeting) for name, actor in actors.items()}


def calls_of_every_kind(table: Table) -> None:
    """Issue a call of each visibility that goes on, one that was withdrawn early, late, and a closed one; draft one."""
    inputs.draft_call(table.mission, table.code, wish())
    for visibility in Visibility:
        for ends in ("", "withdrawn", "closed"):
            issued = call(table, visibility=visibility)
            submit(table, "EGY", issued, "Mediation.")
            if ends == "withdrawn":
                inputs.withdraw_call(table.mission, issued.code, reason="Asked otherwise.")
            if ends == "closed":
                inputs.close_call(table.mission, issued.code)
    later = call(table, visibility=Visibility.DEADLINE)
    submit(table, "EGY", later, "Mediation.")
    inputs.extend_call(table.mission, later.code, utcnow() + 20 * DAY, reason="More time.")


def test_condition_and_value_agree_on_every_reader_call_and_moment(table: Table):
    calls_of_every_kind(table)
    known = readers(table)
    shown = set()
    for days in (0, 11, 21):
        with clock_at(utcnow() + days * DAY + timedelta(minutes=1)):
            for name, actor in known.items():
                records = calls_beside(db.session(), actor, table.communique)
                wanted = {record.code for record in records if record.is_issued and reads_all(actor, record)}
                issued = select(InputCallActRow.call_id).where(InputCallActRow.act == InputCallAct.ISSUE)
                told = select(InputCall.code).where(
                    InputCall.id.in_(issued), input_calls_read_by(actor, actor.meeting)
                )
                assert set(db.session.scalars(told)) == wanted, (name, days)
                shown.add((name, days, len(wanted)))

                lines = db.session.scalars(
                    select(JournalLine.id).where(JournalLine.act.in_(ACTS_ON_CALLS))
                ).all()
                by_value = {
                    line.line.id
                    for line in load_lines(db.session(), lines)
                    if may_read_line(actor, line.facts)
                }
                by_condition = {
                    line.id
                    for line in read_journal(db.session(), actor, JournalLine.id.in_(lines), limit=500)
                }
                assert by_value == by_condition, (name, days)
    assert {
        ("SEN", 0, 3),
        ("SEN", 11, 5),
        ("SEN", 21, 6),
        ("mission", 0, 10),
        ("administrator", 21, 0),
    } <= shown


def codes_read_by(actor: Actor, calls: Mapping[str, InputCall]) -> list[str]:
    """Return by name of which *calls* somebody reads all answers, after holding the condition against the value."""
    records = calls_beside(db.session(), actor, calls["other"].communique_id)
    by_value = {record.code for record in records if reads_all(actor, record)}
    by_condition = set(
        db.session.scalars(select(InputCall.code).where(input_calls_read_by(actor, actor.meeting)))
    )
    assert by_condition == by_value
    return [name for name, call in calls.items() if call.code in by_value]


def test_answers_are_shown_once_the_deadline_of_their_own_call_has_passed_whatever_other_calls_do(
    table: Table,
):
    """A late answer that one delegation is allowed moves no deadline, and no other call does."""
    reader = table.head("SEN").at(db.session.get_one(Communique, table.communique).meeting_id)
    begins = utcnow()

    def issued(days: int) -> InputCall:
        return call(table, visibility=Visibility.DEADLINE, deadline=begins + days * DAY)

    def moment(days: int) -> datetime:
        return begins + days * DAY

    calls = {name: issued(10) for name in ("late", "too late", "just", "early")} | {"other": issued(30)}
    with clock_at(moment(5)):
        inputs.withdraw_call(table.mission, calls["early"].code, reason="Asked otherwise.")
    with clock_at(moment(9)):
        for name in ("late", "too late"):
            inputs.allow_late(table.mission, calls[name].code, "EGY", moment(20), reason="It asked for it.")
    with clock_at(moment(10)):
        inputs.withdraw_call(table.mission, calls["just"].code, reason="Asked otherwise.")
        assert codes_read_by(reader, calls) == []
    with clock_at(moment(12)):
        inputs.withdraw_call(table.mission, calls["too late"].code, reason="Asked otherwise.")
        assert codes_read_by(reader, calls) == ["late", "too late"]


def test_who_reads_the_answers_is_what_the_version_says_that_was_issued(table: Table):
    reader = table.head("SEN").at(db.session.get_one(Communique, table.communique).meeting_id)
    drafted = inputs.draft_call(table.mission, table.code, wish(visibility=Visibility.ALL))
    inputs.revise_call(table.mission, drafted.code, wish(visibility=Visibility.MISSION), seen=1)
    inputs.issue_call(table.mission, drafted.code, seen=2)

    with clock_at(utcnow() + DAY):
        assert codes_read_by(reader, {"other": drafted}) == []


def test_who_reads_no_answers_of_others_knows_whether_its_own_delegation_answered(table: Table):
    issued = call(table)
    submit(table, "EGY", issued, "Mediation.")
    submit(table, "SEN", issued, "Prevention.")

    def answered(actor: Actor) -> set[int]:
        records = calls_beside(db.session(), actor.at(1), table.communique)
        return set(answered_known(db.session(), actor.at(1), records)[issued.id])

    egypt, senegal = party("EGY").id, party("SEN").id
    assert answered(table.mission) == {egypt, senegal}
    assert answered(table.head("EGY")) == {egypt}
    assert answered(table.head("TUR")) == answered(actor_of(make_observer())) == set()


def test_the_newest_call_is_the_one_issued_last(table: Table):
    assert find_newest_call(db.session()) is None
    first, second = call(table), call(table)
    inputs.draft_call(table.mission, table.code, wish())

    assert find_newest_call(db.session()) == second.code
    assert find_newest_call(db.session(), first.code) == first.code
    assert find_newest_call(db.session(), "nothing") is None


def test_what_no_verb_would_have_written_is_found(table: Table):
    issued = call(table)
    submit(table, "EGY", issued, "Mediation.")
    assert faults_of_inputs(db.session(), table.communique) == []
    db.session.rollback()
    late = {"input_id": db.session.scalars(select(Input.id)).one(), "sequence": 2, "submitted": True}
    late |= {"late": False, "language": "en", "at": utcnow() + 30 * DAY}
    db.session.execute(insert(InputVersion).values(late))
    db.session.commit()

    messages = [message for _, message in faults_of_inputs(db.session(), table.communique)]
    assert len(messages) == 3
    assert any("came when none was taken" in message for message in messages)
    assert any("called late" in message for message in messages)
    assert any("not in the journal" in message for message in messages)
