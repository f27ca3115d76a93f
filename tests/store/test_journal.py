"""One line for each act, in the same transaction, naming the person as called then."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import NotPermitted
from acm_drafts.negotiation.permissions import STRANGER
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import amendments, closings
from acm_drafts.store.database import db
from acm_drafts.store.journal import Scope, write_line
from acm_drafts.store.records import Amendment, JournalLine
from tests.tables import Table, make_table


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the progress made.", "The Meeting closed.")


def lines() -> list[JournalLine]:
    return list(db.session.scalars(select(JournalLine).order_by(JournalLine.id)))


def test_every_act_of_a_negotiation_leaves_its_line_for_the_eyes_it_is_for(table: Table):
    egypt = table.head("EGY")
    own = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting welcomed nothing.")
    draft = amendments.save(egypt, table.round, own)
    amendments.submit(egypt, draft.code)
    table.decide(DecisionKind.REJECT, draft, reason="No.")
    table.close()

    told = [(line.act, line.scope) for line in lines()]

    assert told == [
        ("import", Scope.MISSION),
        ("circulate", Scope.ALL),
        ("open round", Scope.ALL),
        ("save draft", Scope.PARTY),
        ("submit", Scope.AMENDMENT),
        ("reject", Scope.AMENDMENT),
        ("close round", Scope.MISSION),
    ]


def test_a_line_about_a_proposal_says_where_it_stands_without_being_told(table: Table):
    amended = table.replace("EGY", "1.", "progress", "good progress")

    line = lines()[-1]

    assert (line.amendment_id, line.paragraph_id) == (amended.id, amended.paragraph_id)
    assert (line.communique_id, line.round_id) == (table.communique, table.round)
    assert (line.user_id, line.actor) == (table.head("EGY").user, table.head("EGY").name)
    assert line.after == "The Meeting welcomed the good progress made."


def test_a_line_keeps_what_stood_before_and_after(table: Table):
    amended = table.replace("EGY", "1.", "progress", "good progress")
    again = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting welcomed it.")
    amendments.revise(table.head("EGY"), amended.code, again)

    line = lines()[-1]

    assert line.act == "revise"
    assert line.before == "The Meeting welcomed the good progress made."
    assert line.after == "The Meeting welcomed it."


def test_what_is_refused_leaves_no_line(table: Table):
    before = len(lines())

    with pytest.raises(NotPermitted):
        closings.close_round(STRANGER, table.round)

    assert len(lines()) == before


def test_a_long_subject_is_cut_and_not_refused(table: Table):
    amendment = db.session.get(Amendment, table.replace("EGY", "1.", "progress", "good progress").id)
    write_line(
        db.session(), table.mission, "say", scope=Scope.AMENDMENT, amendment=amendment, subject="x" * 900
    )
    db.session.commit()

    assert len(lines()[-1].subject) == 500
