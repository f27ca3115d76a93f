"""What the evening report tells of a day: from the journal, from what is to come, and from the text as it stands."""

from datetime import date

import pytest

from acm_drafts.documents.write.evening import EveningText, ReservationStep
from acm_drafts.negotiation.errors import NotPermitted
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.progress import ProgressClass
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, SittingResult, Standing
from acm_drafts.services import reservations
from acm_drafts.services.evening_reports import evening_document, evening_text
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.text import draft_set
from acm_drafts.text.language import Language
from tests.factories import mission
from tests.reservations import enter, seen
from tests.silences import break_, put
from tests.sittings import HOUR, convene, make_body, open_at, record
from tests.tables import Table, lines_of

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("It noted.", "# Health", "It urged.", "It thanked.", "It met.", "It closed.")


def report(table: Table, who: Actor | None = None, **facts: object) -> EveningText:
    db.session.rollback()
    who = who or mission()
    drafts = draft_set(db.session(), table.communique, who)
    return evening_text(db.session(), who, drafts, **{"language": Language.EN, **facts})


def test_it_tells_what_was_done_what_is_due_and_what_is_open():
    table = Table(lines_of(*TEXTS)).open()
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.decide(DecisionKind.REJECT, table.replace("MYS", "2.", "urged", "asked"), level=None, reason="No.")
    table.replace("SEN", "3.", "thanked", "hailed")
    table.propose("IDN", AmendmentKind.INSERT, after="3.", text="It hailed Indonesia.")
    table.agree("5.")
    reserved = enter(table, "TUR", "2.", published=False)
    reservations.withdraw(table.head("TUR"), reserved.code, seen=seen(reserved))
    body = make_body(Level.AMBASSADORIAL)
    procedure = put(table, body, ["4."])
    break_(table, procedure, "EGY", ["4."], reason="Our capital has not answered.")
    convene(table, body, begins_at=utcnow() + 2 * HOUR, place="Room 4")

    told = report(table)

    today = told.done
    assert list(today.received) == [("EGY 1", "1"), ("MYS 1", "2"), ("SEN 1", "3"), ("IDN 1", "")]
    assert [(row.name, row.standing, bool(row.by)) for row in today.decided] == [
        ("EGY 1", Standing.ACCEPTED, True),
        ("MYS 1", Standing.REJECTED, False),
    ]
    assert [(row.numbers, row.by.body.level) for row in today.agreed] == [("5", Level.EXPERT)]
    assert [(row.word, row.numbers, row.name) for row in today.silence] == [
        ("evening silence put", "4", ""),
        ("evening silence broken", "4", "Egypt"),
    ]
    assert list(today.reservations) == [
        ReservationStep("Türkiye", "2", withdrawn=False),
        ReservationStep("Türkiye", "2", withdrawn=True),
    ]
    assert [(row.word, row.number, row.place) for row in told.due] == [
        ("evening sitting due", "1", "Room 4"),
        ("evening silence due", "", ""),
        ("evening deadline", "1", ""),
    ]
    assert [(row.number, row.progress, list(row.proposals), row.broken) for row in told.open] == [
        ("2", ProgressClass.OPEN, [], []),
        ("3", ProgressClass.OPEN, ["SEN 1", "IDN 1"], []),
        ("4", ProgressClass.OPEN, [], ["Egypt"]),
    ]
    assert [own.title for own in told.sections] == ["", "Health"]
    assert told.counts is not None and told.counts.agreed == 2
    before = report(table, day=date(2020, 1, 1))
    assert not before.done.received and before.as_of == told.day and before.open == told.open


def test_it_is_the_missions_and_the_same_bytes_each_time():
    table = Table(lines_of(*TEXTS)).open()
    who = mission()
    drafts = draft_set(db.session(), table.communique, who)
    facts = {"language": Language.AR, "day": date(2026, 11, 30)}

    first, second = (evening_document(db.session(), who, drafts, **facts) for _ in range(2))

    assert first == second
    with pytest.raises(NotPermitted):
        report(table, table.head("EGY"))


def test_a_sitting_is_told_with_its_last_result_on_each_paragraph():
    table = Table(lines_of(*TEXTS)).open()
    sitting = open_at(convene(table, make_body(Level.EXPERT), ["2.", "3."], begins_at=utcnow() + HOUR / 60))
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    record(table, sitting, "2.")
    record(table, sitting, "3.", result=SittingResult.REFERRED, referred_to=make_body(Level.TROIKA).code)

    (held,) = report(table).done.sittings

    assert (held.sitting.body.level, held.sitting.number) == (Level.EXPERT, 1)
    assert held.results == {SittingResult.AGREED: ["2"], SittingResult.REFERRED: ["3"]}


def test_what_was_decided_and_voided_on_the_same_day_is_not_told_as_decided():
    table = Table(lines_of(*TEXTS)).open()
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    first = table.decide(DecisionKind.REJECT, proposal, reason="No.")
    table.void(first, reason="By mistake.")
    deferred = table.decide(DecisionKind.DEFER, proposal)
    table.void(table.agree("2."), reason="By mistake.")

    done = report(table).done

    assert [row.standing for row in done.decided] == [Standing.DEFERRED]
    assert (list(done.agreed), list(done.undone)) == ([], [])
    with clock_at(utcnow() + 30 * HOUR):
        table.void(deferred, reason="By mistake.")
        assert list(report(table).done.undone) == [("EGY 1", "1")]
