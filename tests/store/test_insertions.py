"""The new paragraphs proposed in a round, as plain values."""

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.insertions import Insertion
from acm_drafts.negotiation.terms import AmendmentKind, Visibility
from acm_drafts.services import amendments
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.insertions import insertions_of, load_new_paragraphs
from acm_drafts.store.records import Amendment
from acm_drafts.store.rounds import round_context
from tests.tables import Table, make_table


def loaded(table: Table, code: str) -> list[Insertion]:
    """Return the new paragraphs that the head of a delegation may read; of no delegation the Mission."""
    actor = table.head(code) if code else table.mission
    return load_new_paragraphs(db.session(), actor, round_context(db.session(), table.round))


def test_they_come_in_the_order_in_which_they_were_proposed_with_their_place_and_shape(session: object):
    table = make_table("One.", "Two.")
    mine = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="Mine.")
    first = table.propose("OMN", AmendmentKind.INSERT, after="", text="First.")
    table.propose("MYS", AmendmentKind.REPLACE, "1.", text="One, at last.")

    expected = [
        Insertion(mine.paragraph_id, table.line("1.").line.paragraph),
        Insertion(first.paragraph_id, START),
    ]
    assert loaded(table, "EGY") == expected
    assert insertions_of(load_amendments(db.session(), Amendment.round_id == table.round)) == expected


def test_what_is_decided_still_counts_and_what_is_withdrawn_does_not(session: object):
    table = make_table("One.", "Two.")
    accepted = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="Mine.")
    withdrawn = table.propose("OMN", AmendmentKind.INSERT, after="1.", text="Yours.")
    table.accept(accepted)
    amendments.withdraw(table.head("OMN"), withdrawn.code)

    assert [one.paragraph for one in loaded(table, "")] == [accepted.paragraph_id]


def test_what_a_reader_may_not_see_does_not_count_for_them(session: object):
    table = make_table("One.", "Two.", visibility=Visibility.MISSION)
    egypt = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="Mine.")
    oman = table.propose("OMN", AmendmentKind.INSERT, after="1.", text="Yours.")

    assert [one.paragraph for one in loaded(table, "OMN")] == [oman.paragraph_id]
    assert [one.paragraph for one in loaded(table, "")] == [egypt.paragraph_id, oman.paragraph_id]
