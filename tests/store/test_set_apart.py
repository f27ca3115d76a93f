"""Which paragraphs are not agreed together with the rest: what a sitting declined, and what was reopened."""

from collections.abc import Mapping

import pytest

from acm_drafts.negotiation.terms import AmendmentKind, Level, SittingResult, Stance
from acm_drafts.services import reopenings
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Decision, Paragraph
from acm_drafts.store.set_apart import SetApart, set_apart
from tests.factories import party
from tests.silences import break_, conclude, put, take_back
from tests.sittings import HOUR, hold, make_body, record
from tests.tables import Table, make_table
from tests.web.readers import counted

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the report.", "The Meeting urged all States.", "It closed.")


def key(table: Table, label: str) -> int:
    return table.line(label).line.paragraph


def apart_in(table: Table) -> Mapping[int, SetApart]:
    return set_apart(db.session(), table.communique, [line.paragraph for line in table.lines()])


def test_the_newest_result_counts_until_something_is_decided(table: Table):
    sitting = hold(table, make_body(Level.AMBASSADORIAL), ["1.", "2."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED, stances={party("EGY").id: Stance.OPPOSE})
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    record(table, sitting, "2.")  # it was agreed later at the same sitting

    paragraphs = [line.paragraph for line in table.lines()]
    with counted() as sent:
        apart = set_apart(db.session(), table.communique, paragraphs)

    assert apart.keys() == {key(table, "1.")} and len(sent) <= 10
    why = apart[key(table, "1.")]
    assert why.result is not None and why.sitting is not None and why.reopening is None
    assert (why.result.result, why.sitting.id) == ("not-agreed", sitting.id)
    assert [stood.party.code for stood in why.result.stances] == ["EGY"]

    with clock_at(sitting.begins_at + HOUR):
        table.accept(table.replace("EGY", "1.", "welcomed", "noted"), level=None)
        assert apart_in(table).keys() == {key(table, "1.")}, "no level agreed it"
        table.agree("1.")
    assert apart_in(table) == {}


def test_what_was_not_agreed_counts_again_once_a_later_agreement_is_voided(table: Table):
    sitting = hold(table, make_body(Level.AMBASSADORIAL), ["1."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED)
    agreed = record(table, sitting, "1.")
    assert apart_in(table) == {}

    table.void(db.session.get_one(Decision, agreed.decision_id), reason="Too early.")

    assert apart_in(table).keys() == {key(table, "1.")}


def test_a_reopening_counts_until_the_next_decision_and_not_once_it_is_voided(table: Table):
    table.agree("1.")
    paragraph = db.session.get_one(Paragraph, key(table, "1."))
    reopening = reopenings.reopen(
        table.mission, paragraph.id, asked_by="SEN", reason="The figure changed.", seen=paragraph.counter
    )
    apart = apart_in(table)
    assert {key_: why.reopening for key_, why in apart.items()} == {paragraph.id: reopening}

    table.void(reopening, reason="Too early.")
    assert apart_in(table) == {}


def test_a_broken_silence_counts_until_a_level_agrees_the_words_or_it_is_taken_back(table: Table):
    procedure = put(table, make_body(members=["EGY", "MYS"]), ["1.", "2."])
    for label in ("1.", "2."):
        break_(table, procedure, "EGY", [label])
    apart = apart_in(table)
    assert {why.silence.id for why in apart.values() if why.silence} == {procedure.id}
    assert apart.keys() == {key(table, "1."), key(table, "2.")}

    take_back(table, procedure, "EGY", ["2."])
    assert apart_in(table).keys() == {key(table, "1.")}
    conclude(procedure)
    with clock_at(procedure.ends_at + HOUR):
        table.agree("1.")
    assert apart_in(table) == {}


def test_what_was_declined_stays_apart_in_the_parts_of_a_split_until_a_level_agrees_each(table: Table):
    sitting = hold(table, make_body(Level.AMBASSADORIAL), ["2."])
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    with clock_at(sitting.begins_at + HOUR):
        parts = ("The Meeting urged", "all States.")
        table.accept(table.propose("EGY", AmendmentKind.SPLIT, "2.", parts=parts), level=None)
        assert apart_in(table).keys() == {key(table, "2.")}
    open_again = table.next_round()
    assert apart_in(table).keys() == {key(table, "2."), key(table, "3.")}, "both say what was declined"

    with clock_at(open_again):
        table.agree("2.")
    apart = apart_in(table)
    assert apart.keys() == {key(table, "3.")}, "the other part is not agreed by that"
    assert [why.sitting.id for why in apart.values() if why.sitting] == [sitting.id]
    with clock_at(open_again):
        table.agree("3.")
    assert apart_in(table) == {}


def test_the_whole_of_a_split_agreed_in_its_round_agrees_its_parts(table: Table):
    sitting = hold(table, make_body(Level.AMBASSADORIAL), ["2."])
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    with clock_at(sitting.begins_at + HOUR):
        parts = ("The Meeting urged", "all States.")
        table.accept(table.propose("EGY", AmendmentKind.SPLIT, "2.", parts=parts))
    table.next_round()
    assert apart_in(table) == {}


def test_what_was_declined_stays_apart_in_what_takes_it_in(table: Table):
    sitting = hold(table, make_body(Level.AMBASSADORIAL), ["2."])
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    with clock_at(sitting.begins_at + HOUR):
        table.agree("1.")
        join = table.propose("EGY", AmendmentKind.JOIN, "1.")
        joined = table.accept(join, level=None)
        assert apart_in(table).keys() == {key(table, "1."), key(table, "2.")}, "they are one now"
        table.void(joined, reason="Too early.")
        assert apart_in(table).keys() == {key(table, "2.")}
        table.accept(join, level=None)
    open_again = table.next_round()
    assert apart_in(table).keys() == {key(table, "1.")}, "the agreement was of other words"

    with clock_at(open_again):
        table.agree("1.")
    assert apart_in(table) == {}


def test_what_was_reopened_is_set_apart_with_the_parts_that_a_split_made_of_it(table: Table):
    parts = ("The Meeting urged", "all States.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "2.", parts=parts))
    paragraph = db.session.get_one(Paragraph, key(table, "2."))
    reopenings.reopen(
        table.mission, paragraph.id, asked_by="SEN", reason="The figure changed.", seen=paragraph.counter
    )
    open_again = table.next_round()
    assert apart_in(table).keys() == {key(table, "2."), key(table, "3.")}
    with clock_at(open_again):
        table.agree("3.")
    assert apart_in(table).keys() == {key(table, "2.")}
