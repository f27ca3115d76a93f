"""Sittings as they are read: by whom, in which order, and with which words of the text."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Level, Scope, SittingResult
from acm_drafts.services import sittings
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.journal import read_journal
from acm_drafts.store.records import (
    Attendance,
    Communique,
    Decision,
    Sitting,
    SittingResultRow,
    SittingStance,
)
from acm_drafts.store.sittings import (
    SittingRow,
    agenda_lines,
    faults_of_sittings,
    find_newest_record,
    get_sitting,
    moment_of_change,
    read_sitting,
    sittings_on,
)
from acm_drafts.store.text import draft_set
from tests.factories import mission, party
from tests.sittings import DAY, HOUR, convene, hold, make_body, open_at, read, record, times
from tests.tables import Table, make_table
from tests.web.readers import counted

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.", "The Meeting thanked Egypt.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def communique(table: Table) -> Communique:
    return db.session.get_one(Communique, table.communique)


def test_a_line_of_the_journal_about_a_sitting_is_read_by_those_who_read_the_sitting(table: Table):
    body = make_body(Level.TROIKA, members=("EGY", "MYS"), chair="EGY")
    sitting = hold(table, body)
    record(table, sitting)

    def acts(actor: Actor) -> set[str]:
        db.session.rollback()
        lines = read_journal(db.session(), actor, communique_id=table.communique)
        return {line.act for line in lines if line.scope in (Scope.SITTING, Scope.RECORD)}

    planned = {"convene sitting", "open sitting"}
    noted = {"record attendance", "record result"}
    egypt, malaysia, turkey = (table.head(code) for code in ("EGY", "MYS", "TUR"))
    assert [acts(actor) for actor in (egypt, malaysia, turkey, mission())] == [
        planned | noted,
        planned,
        set(),
        planned | noted,
    ]
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    assert acts(malaysia) == planned | noted | {"close sitting"} and acts(turkey) == set()


def test_a_sitting_is_read_on_its_own_text_alone(table: Table):
    sitting, other = convene(table, make_body()), make_table("Another.", symbol="OIC/OTHER")
    assert read_sitting(db.session(), mission(), communique(table), sitting.code).sitting.id == sitting.id
    with pytest.raises(NotFound):
        read_sitting(db.session(), mission(), communique(other), sitting.code)
    assert sittings_on(db.session(), mission(), communique(other)) == []


def test_the_list_costs_one_query(table: Table):
    body = make_body()
    for _ in range(3):
        convene(table, body, ["1.", "2."])
    of, actor = communique(table), mission()
    with counted() as sent:
        rows = sittings_on(db.session(), actor, of)
        assert [row.sitting.body.level for row in rows] == ["expert"] * 3
    assert len(sent) == 1 and [row.paragraphs for row in rows] == [2, 2, 2]


def test_a_sitting_costs_the_same_however_much_was_recorded(table: Table):
    body = make_body()
    small, large = hold(table, body, ["1."]), make_body(Level.AMBASSADORIAL)
    large = hold(table, large, ["1.", "2.", "3."], present=("EGY", "MYS", "TUR"))
    for sitting, labels in ((small, ["1."]), (large, ["1.", "2.", "3."])):
        for label in labels:
            record(table, sitting, label)
    costs = []
    for sitting in (small, large):
        db.session.rollback()
        db.session.expire_all()
        with counted() as sent:
            get_sitting(db.session(), sitting.code)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 13


def test_paragraphs_are_called_as_the_text_of_their_day_calls_them(table: Table):
    keys = [table.line(label).line.paragraph for label in ("1.", "2.")]
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    before, later = utcnow(), utcnow() + 9 * DAY
    table.close()
    drafts = draft_set(db.session(), table.communique, mission())

    then, now = (agenda_lines(db.session(), drafts, keys, at) for at in (before, later))
    assert [then[key].reference for key in keys] == ["1", "2"]
    assert [now[key].reference for key in keys] == ["", "1"]  # of two paragraphs, one alone is number 1 then
    head = draft_set(db.session(), table.communique, table.head("MYS"))
    assert agenda_lines(db.session(), head, keys, later)[keys[1]].reference == "2"


def test_the_newest_record_is_of_the_sitting_that_was_closed_last(table: Table):
    assert find_newest_record(db.session()) is None
    body = make_body()
    first, second = (convene(table, body, begins_at=utcnow() + hours * HOUR) for hours in (1, 2))
    for sitting in (first, second):
        open_at(sitting)
        with clock_at(sitting.begins_at):
            sittings.close_sitting(mission(), sitting.code)
    assert find_newest_record(db.session()) == second.code
    assert find_newest_record(db.session(), first.code) == first.code
    assert find_newest_record(db.session(), convene(table, body).code) is None


def test_a_calendar_knows_when_the_time_of_a_sitting_was_last_changed_and_how_often(table: Table):
    sitting = convene(table, make_body())

    def row() -> SittingRow:
        db.session.rollback()
        db.session.expire_all()
        return sittings_on(db.session(), mission(), db.session.get_one(Communique, table.communique))[0]

    assert (row().moved, moment_of_change(row())) == (0, sitting.convened_at)
    later = utcnow() + timedelta(minutes=5)
    with clock_at(later):
        sittings.move(mission(), sitting.code, times=times(begins_at=utcnow() + DAY))
    assert (row().moved, moment_of_change(row())) == (1, later)


def test_the_day_of_a_sitting_is_that_of_its_own_clock(table: Table):
    night = (utcnow() + 2 * DAY).replace(hour=23, minute=0)
    sitting = convene(table, make_body(), begins_at=night, zone="Asia/Riyadh")
    assert sitting.day == date.fromordinal(night.date().toordinal() + 1)
    assert read(sitting).result_on(1) is None and SittingResult.AGREED in set(SittingResult)


# What is wrong -----------------------------------------------------------------------------------------


def test_what_no_verb_would_have_written_is_named(table: Table):
    body = make_body()
    sitting = hold(table, body)
    record(table, sitting)
    assert faults_of_sittings(db.session(), table.communique) == []
    never = convene(table, body, ["2."])
    key = table.line("2.").line.paragraph
    early = {"sitting_id": sitting.id, "paragraph_id": table.line("1.").line.paragraph, "result": "agreed"}
    rows = [
        {**early, "sequence": 3, "at": utcnow() - DAY},
        {
            "sitting_id": never.id,
            "paragraph_id": key,
            "sequence": 1,
            "result": "referred",
            "referred_to_id": body.id,
        },
    ]
    for row in rows:
        db.session.execute(insert(SittingResultRow).values(text="", remark="", **row))
    newest = db.session.scalars(select(SittingResultRow.id).order_by(SittingResultRow.id.desc())).first()
    stance = {"result_id": newest, "party_id": party("ARAB").id, "stance": "oppose"}
    db.session.execute(insert(SittingStance).values(**stance))
    db.session.execute(insert(Attendance).values(sitting_id=never.id, party_id=1, present=True, speakers=""))
    agreement = {
        "communique_id": table.communique,
        "round_id": table.round,
        "paragraph_id": key,
        "kind": "agree",
        "reason": "",
        "level": body.level,
        "by_id": None,
    }
    closed = utcnow() + 3 * DAY
    moments = ((sitting, utcnow() - DAY), (sitting, closed + 2 * DAY), (never, utcnow()))
    for number, (named, at) in enumerate(moments, start=1):
        own = {"sitting_id": named.id, "agreed_on": named.day, "sequence": 900 + number, "at": at}
        db.session.execute(insert(Decision).values(**agreement, **own))
    db.session.execute(update(Sitting).where(Sitting.id == sitting.id).values(closed_at=closed))
    db.session.flush()

    faults = faults_of_sittings(db.session(), table.communique)
    said = sorted((fault.sitting == never.code, fault.message.split("%")[0]) for fault in faults)
    assert said == [
        (False, "a result of sitting "),
        (False, "an agreement that names sitting "),
        (False, "an agreement that names sitting "),
        (False, "results of sitting "),
        (True, "a result of sitting "),
        (True, "a result of sitting "),
        (True, "an agreement that names sitting "),
        (True, "attendance of sitting "),
        (True, "in sitting "),
    ]
    db.session.rollback()
