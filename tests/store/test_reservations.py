"""Which reservations somebody reads, their order in a text, and what verify says of those that no verb would write."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.terms import AmendmentKind, ReservationAct
from acm_drafts.services import reservations
from acm_drafts.store.database import db
from acm_drafts.store.journal import read_journal
from acm_drafts.store.readers import load_lines
from acm_drafts.store.records import Communique, JournalLine, Reservation, ReservationActRow
from acm_drafts.store.reservations import (
    faults_of_reservations,
    load_public_reservations,
    load_reservations,
    newest_circulated,
    place_reservations,
)
from acm_drafts.store.text import text_rows
from acm_drafts.store.visibility import reservation_facts
from tests.factories import actor_of, make_administrator, make_chair, make_drafter, make_observer, party
from tests.reservations import enter
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the progress made.", "The Meeting urged all.", "It met.")


def read_by(table: Table, actor: Actor, **facts: object) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    text = db.session.get_one(Communique, table.communique)
    records = load_reservations(db.session(), actor, text, **facts)
    return [record.reservation.party.code for record in records]


def test_its_side_and_the_mission_read_it_and_all_participants_once_it_is_public(table: Table):
    enter(table, "MYS", "1.", published=False)
    enter(table, "EGY", "1.")

    for actor in (table.head("MYS"), actor_of(make_drafter("MYS")), table.mission):
        assert read_by(table, actor) == ["MYS", "EGY"]
    for actor in (table.head("EGY"), actor_of(make_chair()), actor_of(make_observer())):
        assert read_by(table, actor) == ["EGY"]
    assert read_by(table, actor_of(make_administrator())) == []
    assert read_by(table, table.mission, of=[party("EGY").id]) == ["EGY"]


def test_documents_tell_what_is_public_and_not_withdrawn(table: Table):
    enter(table, "MYS", "1.", published=False)
    gone = enter(table, "EGY", "1.")
    enter(table, "SEN")
    reservations.withdraw(table.head("EGY"), gone.code, seen=1)

    records = load_public_reservations(db.session(), table.communique)
    assert [record.reservation.party.code for record in records] == ["SEN"]


def test_they_stand_in_the_order_of_the_text_on_the_whole_of_it_first_what_is_gone_last(table: Table):
    for label in ("3.", "2.", "1.", ""):
        enter(table, "MYS", label)
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "2."))
    table.close()
    table.open()

    db.session.expire_all()
    text = db.session.get_one(Communique, table.communique)
    records = load_reservations(db.session(), table.mission, text)
    placed = place_reservations(db.session(), text.id, records, text_rows(db.session(), table.draft))
    assert [[line.label for line in reservation.lines] for reservation in placed] == [[], ["1."], ["2."], []]
    assert [reservation.record.scope for reservation in placed] == [
        "text",
        "paragraph",
        "paragraph",
        "paragraph",
    ]


def test_an_earlier_draft_is_asked_for_its_own_words(table: Table):
    first = table.draft
    table.accept(table.replace("EGY", "1.", "progress made", "work done"))
    table.close()
    table.open()
    enter(table, "MYS", "1.", "work done")

    records = load_public_reservations(db.session(), table.communique)
    for draft, now in ((first, "gone"), (table.draft, "there")):
        (placed,) = place_reservations(
            db.session(), table.communique, records, text_rows(db.session(), draft)
        )
        assert placed.now == now


@pytest.mark.parametrize("count", [1, 5])
def test_however_many_there_are_they_cost_the_same_queries(table: Table, count: int, count_queries):
    for code in ("MYS", "EGY", "SEN", "JOR", "TUR")[:count]:
        enter(table, code, "1.", "progress made")
    head, rows = table.head("MYS"), text_rows(db.session(), table.draft)

    def read() -> None:
        text = db.session.get_one(Communique, table.communique)
        records = load_reservations(db.session(), head, text)
        assert len(place_reservations(db.session(), text.id, records, rows)) == count

    assert count_queries(read) <= 5


def test_the_newest_text_that_all_read_is_none_before_the_first_circulation(table: Table):
    first = table.draft
    table.close()
    assert newest_circulated(db.session(), table.communique).id == first
    assert newest_circulated(db.session(), 987_654) is None


@pytest.mark.parametrize("published", [False, True])
def test_the_value_and_the_condition_say_the_same_of_every_reader(table: Table, published: bool):
    enter(table, "MYS", "1.", published=published)
    people = [table.head("MYS"), table.head("EGY"), table.mission]
    people += [actor_of(make()) for make in (make_chair, make_observer, make_administrator)]
    for actor in [*people, actor_of(make_drafter("MYS")), actor_of(make_drafter("EGY"))]:
        meeting = db.session.get_one(Communique, table.communique).meeting_id
        facts = reservation_facts(meeting, party("MYS").id, published=published)
        assert may(actor, Act.READ_RESERVATION, facts) is bool(read_by(table, actor))


@pytest.mark.parametrize("published", [False, True])
def test_a_line_about_one_is_read_by_who_reads_it(table: Table, published: bool):
    enter(table, "MYS", "1.", published=published)
    people = [table.head("MYS"), table.head("EGY"), table.mission, actor_of(make_observer())]
    keys = db.session.scalars(select(JournalLine.id).where(JournalLine.act == "enter reservation")).all()
    (line,) = load_lines(db.session(), keys)
    for actor in people:
        told = read_journal(db.session(), actor, JournalLine.id.in_(keys))
        assert bool(told) is may_read_line(actor, line.facts) is bool(read_by(table, actor))


# What no verb would have written ---------------------------------------------------------------------


def faults(table: Table) -> list[str]:
    db.session.flush()
    return [message for _code, message in faults_of_reservations(db.session(), table.communique)]


def _row(sequence: int, act: ReservationAct, **facts: object) -> ReservationActRow:
    return ReservationActRow(
        **{"sequence": sequence, "act": act, "words": "", "awaiting": False, "published": True, **facts}
    )


def _bare(table: Table, **facts: object) -> Reservation:
    text = {"communique_id": table.communique, "party_id": party("MYS").id, "draft_id": table.draft}
    return Reservation(**{**text, "code": "bare", "scope": "text", "phrase": "", **facts})


def test_what_the_verbs_write_is_in_order(table: Table):
    code = enter(table, "MYS", "1.", "progress made", awaiting=True, published=False).code
    for sequence, verb in enumerate(
        (reservations.receive_instructions, reservations.publish, reservations.withdraw), start=1
    ):
        verb(table.head("MYS"), code, seen=sequence)
    assert faults(table) == []


def test_verify_names_one_that_was_never_entered(table: Table):
    db.session.add(_bare(table))
    assert [fault for fault in faults(table) if "never entered" in fault]


def test_verify_names_one_without_a_line_in_the_journal(table: Table):
    kept = enter(table, "EGY")
    db.session.add(_row(2, ReservationAct.REWORD, words="Never told.", reservation_id=kept.id))
    assert [fault for fault in faults(table) if "what the journal says" in fault]


@pytest.mark.parametrize(
    "rows",
    [
        [(2, ReservationAct.WITHDRAW, {}), (3, ReservationAct.REWORD, {})],
        [(2, ReservationAct.REWORD, {"published": False})],
        [(2, ReservationAct.REWORD, {"awaiting": True})],
    ],
)
def test_verify_names_one_that_was_changed_as_no_verb_would(table: Table, rows: list):
    kept = enter(table, "EGY")
    for sequence, act, facts in rows:
        db.session.add(_row(sequence, act, reservation_id=kept.id, **facts))
    assert [fault for fault in faults(table) if "after its end" in fault]


def test_verify_names_one_on_words_that_are_not_there_and_on_a_text_that_nobody_read(table: Table):
    line = table.line("1.").line
    on = {"scope": "phrase", "paragraph_id": line.paragraph, "wording_id": line.wording}
    db.session.add(_bare(table, **on, phrase="work done"))
    assert [fault for fault in faults(table) if "does not hold" in fault]
    db.session.rollback()
    table.accept(table.replace("EGY", "1.", "progress made", "work done"))
    table.close()
    on = {"scope": "paragraph", "paragraph_id": line.paragraph, "wording_id": line.wording}
    db.session.add(_bare(table, **on))
    assert [fault for fault in faults(table) if "does not print" in fault]
    assert [fault for fault in faults(table) if "not circulated" in fault]
