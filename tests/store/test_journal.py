"""One line for each act, in the same transaction, naming the person as called then; read by whom it is for."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import NotPermitted
from acm_drafts.negotiation.permissions import STRANGER, Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Role, Visibility
from acm_drafts.services import amendments, closings
from acm_drafts.store.database import db, transaction
from acm_drafts.store.journal import Scope, read_journal, write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.records import Amendment, JournalLine
from tests.factories import party
from tests.store.crowd import Expected, actor
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
        ("close round", Scope.ALL),
    ]


def test_a_line_about_a_proposal_records_its_paragraph_round_and_person_by_itself(table: Table):
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
    with transaction() as session:
        hold_round(session, By.COMMUNIQUE, table.communique)
        write_line(
            session, table.mission, "say", scope=Scope.AMENDMENT, amendment=amendment, subject="x" * 900
        )

    assert len(lines()[-1].subject) == 500


# Who reads it --------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_journal_speaks_of_a_submitted_proposal_to_exactly_those_who_may_read_it(crowded: Table):
    expected = Expected(crowded)
    code_of = {amendment.id: code for code, amendment, _ in expected.proposals}
    for _, reader, allowed, words in expected:
        lines = read_journal(db.session, reader, limit=500)
        shown = {code_of[line.amendment_id] for line in lines if line.scope == "amendment"}
        assert shown == allowed & expected.submitted, words


def test_the_journal_of_a_delegations_preparation_is_its_own(crowded: Table):
    egypt, jordan = actor((Role.DRAFTER, "EGY")), actor((Role.HEAD, "JOR"))

    prepared = [line for line in read_journal(db.session, egypt) if line.scope == "party"]
    foreign = [
        line
        for reader in (jordan, actor((Role.OBSERVER, "")), actor((Role.CHAIR, "")))
        for line in read_journal(db.session, reader)
    ]

    assert {line.party_id for line in prepared} == {party("EGY").id}
    assert "party" not in {line.scope for line in foreign}


def test_the_journal_is_read_from_the_newest_line_back(crowded: Table):
    everything = read_journal(db.session, crowded.mission, limit=500)
    first = read_journal(db.session, crowded.mission, limit=3)
    second = read_journal(db.session, crowded.mission, limit=3, before=first[-1].id)

    ids = [line.id for line in everything]
    assert ids == sorted(ids, reverse=True)
    assert [line.id for line in (*first, *second)] == ids[:6]


def test_the_journal_narrows_to_a_proposal_or_a_paragraph(crowded: Table):
    new = db.session.scalars(select(Amendment).where(Amendment.kind == AmendmentKind.INSERT)).one()

    of_proposal = read_journal(db.session, crowded.mission, amendment_id=new.id)
    of_paragraph = read_journal(db.session, crowded.mission, paragraph_id=new.paragraph_id)

    assert {line.amendment_id for line in of_proposal} == {new.id}
    assert {line.paragraph_id for line in of_paragraph} == {new.paragraph_id}


@pytest.mark.parametrize("visibility", [Visibility.MISSION, Visibility.DEADLINE])
def test_that_a_paragraph_is_agreed_where_proposals_are_hidden_is_told_once_the_round_is_closed(
    session: object, visibility: Visibility
):
    table = make_table(
        "The Meeting welcomed the progress made.", "The Meeting closed.", visibility=visibility
    )
    first = table.agree("1.")
    table.void(first, reason="By mistake.")
    table.agree("1.")

    def agreements(reader: Actor) -> list[str]:
        read = read_journal(db.session(), reader, communique_id=table.communique, limit=50)
        return [line.act for line in reversed(read) if "agree" in line.act]

    all_of_them = ["agree", "void agreement", "agree"]
    assert agreements(table.mission) == all_of_them
    assert agreements(table.head("EGY")) == []
    table.close()
    assert agreements(table.head("EGY")) == all_of_them
