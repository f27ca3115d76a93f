"""Rounds: announced, opened by the clock, their deadline moved before everybody's eyes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import (
    AlreadyClosed,
    NotFound,
    NotPermitted,
    Refusal,
    RoundRunning,
    WrongShape,
)
from acm_drafts.negotiation.terms import DecisionKind, RoundState
from acm_drafts.services import amendments, closings, drafts, rounds, verification
from acm_drafts.services.rounds import Terms
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Decision, JournalLine, Round, VerdictRow
from acm_drafts.store.rounds import state_of_round
from tests.tables import DAY, Table, lines_of, make_table

WELCOMES = "The Meeting welcomed the progress made by all its members in this field."
URGES = "The Meeting urged all of them to act."
THANKS = "The Meeting thanked the host country."


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WELCOMES, URGES, THANKS)


@pytest.fixture
def unopened(session: object) -> Table:
    return Table(lines_of(WELCOMES, URGES))


def terms(**facts: object) -> Terms:
    begins = utcnow()
    return Terms(**{"opens_at": begins, "deadline": begins + DAY, **facts})


def the_round(table: Table) -> Round:
    db.session.expire_all()
    return db.session.get_one(Round, table.round)


# Opening -------------------------------------------------------------------------------------------


def test_a_round_is_announced_then_open_then_under_consideration_by_the_clock(unopened: Table):
    begins = utcnow() + DAY
    unopened.open(opens_at=begins)

    states = {
        offset: state_of_round(the_round(unopened), begins + offset)
        for offset in (timedelta(seconds=-1), timedelta(0), DAY, DAY + timedelta(seconds=1))
    }

    assert list(states.values()) == [
        RoundState.ANNOUNCED,
        RoundState.OPEN,
        RoundState.OPEN,
        RoundState.CONSIDERATION,
    ]


def test_a_round_opens_on_a_circulated_text_alone(unopened: Table):
    with pytest.raises(WrongShape):
        rounds.open_round(unopened.mission, unopened.communique, terms())

    assert db.session.scalars(select(Round)).all() == []


def test_two_rounds_do_not_run_at_once(table: Table):
    with pytest.raises(RoundRunning):
        rounds.open_round(table.mission, table.communique, terms())


@pytest.mark.parametrize(
    "facts",
    [
        {"deadline": utcnow() - DAY, "opens_at": utcnow() - 2 * DAY},
        {"opens_at": utcnow() + 2 * DAY},
        {"zone": "Mars/Olympus"},
        {"zone": "/etc/passwd"},
    ],
)
def test_terms_that_make_no_sense_are_refused(unopened: Table, facts):
    drafts.circulate(unopened.mission, unopened.draft, attributed=True)

    with pytest.raises(WrongShape):
        rounds.open_round(unopened.mission, unopened.communique, terms(**facts))

    assert db.session.scalars(select(Round)).all() == []


def test_a_round_on_no_communique_is_not_opened(unopened: Table):
    with pytest.raises(NotFound):
        rounds.open_round(unopened.mission, 2**31 - 1, terms())


# The deadline --------------------------------------------------------------------------------------


def test_a_changed_deadline_is_in_the_journal_with_the_old_and_the_new_time(table: Table):
    old = the_round(table).deadline

    rounds.change_deadline(table.mission, table.round, old + DAY)

    assert the_round(table).deadline == old + DAY
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "change deadline")).one()
    assert line.scope == "all"
    assert line.before != line.after
    assert "America/New_York" in line.after


def test_a_deadline_is_not_moved_into_the_past_behind_peoples_backs(table: Table):
    with clock_at(utcnow() + timedelta(hours=6)):
        now = utcnow()
        rounds.change_deadline(table.mission, table.round, now - timedelta(hours=2))

    assert the_round(table).deadline == now


def test_a_deadline_lies_after_the_opening_and_is_not_moved_after_the_closing(table: Table):
    with pytest.raises(WrongShape), clock_at(the_round(table).opens_at):
        rounds.change_deadline(table.mission, table.round, utcnow() - DAY)

    table.close()
    with pytest.raises(AlreadyClosed):
        rounds.change_deadline(table.mission, table.round, utcnow() + 9 * DAY)


def test_only_the_mission_manages_rounds(table: Table):
    egypt = table.head("EGY")

    with pytest.raises(NotPermitted):
        rounds.change_deadline(egypt, table.round, utcnow() + 9 * DAY)
    with pytest.raises(NotPermitted):
        closings.preview_closing(egypt, db.session(), table.round)
    with pytest.raises(NotPermitted), clock_at(utcnow() + 7 * DAY):
        closings.close_round(egypt, table.round)


# A clock that jumps back ----------------------------------------------------------------------------


def test_a_clock_that_is_put_back_opens_no_closed_round_and_decides_nothing_twice(table: Table):
    egypt, malaysia = (table.replace(code, "1.", "welcomed", f"{code} welcomed") for code in ("EGY", "MYS"))
    with clock_at(utcnow() + 6 * DAY):
        table.accept(egypt)
        table.decide(DecisionKind.REJECT, malaysia, reason="It says the same.")
    draft, closed = table.close(), the_round(table)
    before = [(row.wording, row.text) for row in table.lines()]
    verdicts = count_of(VerdictRow), count_of(Decision), count_of(JournalLine)

    for back in (timedelta(hours=1), timedelta(days=-1), timedelta(days=-400)):
        with clock_at(utcnow() + back):  # before the deadline, before the round, before the meeting was there
            assert state_of_round(the_round(table), utcnow()) is RoundState.CLOSED
            for act in (
                lambda: closings.close_round(table.mission, table.round),
                lambda: rounds.change_deadline(table.mission, table.round, utcnow() + 30 * DAY),
                lambda: table.replace("SEN", "1.", "welcomed", "noted"),
                lambda: table.accept(malaysia),
                lambda: amendments.withdraw(table.head("EGY"), egypt.code),
            ):
                with pytest.raises(Refusal):
                    act()
    db.session.rollback()
    assert the_round(table).closed_at == closed.closed_at and table.draft == draft.id
    assert [(row.wording, row.text) for row in table.lines()] == before
    assert (count_of(VerdictRow), count_of(Decision), count_of(JournalLine)) == verdicts
    assert verification.verify(db.session()).findings == ()
    table.open(deadline=utcnow() + 30 * DAY)  # and the negotiation goes on by the clock that is right again
    assert table.replace("SEN", "1.", "welcomed", "noted").code


def count_of(record: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(record)) or 0
