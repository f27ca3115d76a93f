"""Where something was ever proposed, and where delegations reserve, as far as a reader may know it."""

from collections.abc import Callable

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Visibility
from acm_drafts.services import amendments
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.progress import load_proposed, load_reserved
from acm_drafts.store.text import draft_set
from tests.factories import mission
from tests.reservations import enter
from tests.tables import Table, make_table


def proposed(table: Table, who: Actor) -> set[str]:
    """Return the numbers of the paragraphs on which *who* knows that something was proposed."""
    db.session.rollback()
    keys = {
        row.paragraph
        for row in load_proposed(db.session(), who, draft_set(db.session(), table.communique, who))
    }
    return {line.label for line in table.lines() if line.paragraph in keys}


def reserved(table: Table, who: Actor) -> set[str]:
    db.session.rollback()
    known = load_reserved(db.session(), who, draft_set(db.session(), table.communique, who))
    keys = known.among([line.paragraph for line in table.lines()], None)
    return {line.label for line in table.lines() if line.paragraph in keys}


def test_each_reader_knows_of_proposals_that_they_may_read_withdrawn_ones_too(
    count_queries: Callable[[Callable[[], object]], int],
):
    table = make_table("It noted.", "It urged.", "It thanked.", "It closed.")
    amendments.withdraw(table.head("EGY"), table.replace("EGY", "1.", "noted", "welcomed").code)
    table.propose("MYS", AmendmentKind.INSERT, after="2.", text="It hailed Malaysia.")
    with clock_at(table.next_round(visibility=Visibility.MISSION)):
        table.replace("EGY", "4.", "closed", "rose")

        assert proposed(table, mission()) == {"1.", "4."}
        assert proposed(table, table.head("EGY")) == {"1.", "4."}
        assert proposed(table, table.head("SEN")) == {"1."}
        who = mission()

        def read() -> None:
            load_proposed(db.session(), who, draft_set(db.session(), table.communique, who))

        assert count_queries(read) == 1 + 1


def test_each_reader_knows_of_reservations_that_they_may_read_in_any_draft(session: object):
    table = make_table("It noted.", "It urged. It asked.", "It thanked.")
    enter(table, "EGY", "2.")
    enter(table, "MYS", "3.", published=False)
    enter(table, "TUR")
    table.accept(table.propose("SEN", AmendmentKind.SPLIT, "2.", parts=("It urged.", "It asked.")))

    assert reserved(table, mission()) == {"2.", "3."}
    assert reserved(table, table.head("SEN")) == {"2."}
    table.close()
    assert reserved(table, mission()) == {"2.", "3.", "4."}
