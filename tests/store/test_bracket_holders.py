"""Whose brackets somebody reads, in one number of queries, and what verify says of what no verb would write."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.store.bracket_holders import faults_of_brackets, load_placed
from acm_drafts.store.database import db
from acm_drafts.store.journal import read_journal
from acm_drafts.store.records import BracketActRow, Draft, JournalLine, OverriddenHolder
from acm_drafts.store.text import draft_set
from acm_drafts.store.visibility import HoldersRead, position_facts
from tests.brackets import hold, release
from tests.factories import actor_of, make_administrator, make_chair, make_drafter, make_observer, party
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXT = ("It [strongly] urged [all] States.", "It welcomed the progress.")


def read_by(table: Table, actor: Actor) -> list[str]:
    """Return the codes of those whom *actor* knows to hold a bracket, the condition of the page being asked."""
    db.session.rollback()
    db.session.expire_all()
    drafts = draft_set(db.session(), table.communique, actor)
    read = HoldersRead.of(actor, drafts.contexts)
    placed = load_placed(db.session(), db.session.get_one(Draft, table.draft), read)
    keys = {holding.party for bracket in placed for holding in bracket.holders}
    return [code for code in ("EGY", "MYS") if party(code).id in keys]


@pytest.mark.parametrize(
    ("visibility", "attributed"),
    [(Visibility.ALL, True), (Visibility.ALL, False), (Visibility.MISSION, True)],
)
def test_holders_are_read_by_who_reads_the_positions_of_the_round(visibility: Visibility, attributed: bool):
    table = make_table(*TEXT, visibility=visibility, attributed=attributed)
    hold(table, "EGY", "1.", "[all]")
    hold(table, "MYS", "1.", "[strongly]")
    others = [actor_of(make()) for make in (make_chair, make_observer)]
    drafter, mission = actor_of(make_drafter("EGY")), table.mission
    context = draft_set(db.session(), table.communique, mission).contexts[0]
    for actor in (mission, table.head("EGY"), drafter, *others):
        known = [
            code
            for code in ("EGY", "MYS")
            if may(actor, Act.READ_POSITION, position_facts(context, party(code).id))
        ]
        assert read_by(table, actor) == known
        told = read_journal(db.session(), actor, JournalLine.act == "hold bracket")
        assert len(told) == len(known), "who reads the holder reads the line, and nobody else"
    assert read_by(table, mission) == ["EGY", "MYS"]
    assert read_by(table, drafter)[:1] == ["EGY"]
    assert not read_journal(db.session(), actor_of(make_administrator()), JournalLine.act == "hold bracket")


def test_however_many_hold_brackets_they_cost_the_same_queries(count_queries):
    table = make_table(*TEXT)
    asked = table.replace("EGY", "2.", "welcomed", "noted")
    table.decide(DecisionKind.BRACKETS, asked)
    table.propose("MYS", AmendmentKind.KEEP, "1.")
    table.close()
    table.open()
    costs = []
    for codes in (("EGY",), ("MYS", "SEN", "TUR", "JOR")):
        for code in codes:
            hold(table, code, "1.", "[all]")
        costs.append(count_queries(lambda: load_placed(db.session(), db.session.get_one(Draft, table.draft))))
    assert costs[0] == costs[1] <= 8


def test_verify_names_what_no_verb_would_have_written():
    table = make_table(*TEXT)
    hold(table, "EGY", "1.", "[all]", "Law.")
    release(table, "EGY", "1.", "[all]")
    hold(table, "EGY", "1.", "[all]", "Law.")
    decided = table.accept(table.replace("MYS", "2.", "welcomed", "noted"), level=None)
    assert faults(table) == []
    row = db.session.scalars(select(BracketActRow)).first()
    facts = {
        name: getattr(row, name)
        for name in ("communique_id", "round_id", "paragraph_id", "wording_id", "start", "stop", "party_id")
    }
    for changed, fault in (
        ({"start": row.start + 1}, "no bracket"),
        ({"reason": "Never told."}, "what the journal says"),
    ):
        db.session.add(BracketActRow(**{**facts, "act": "hold", "reason": "Law.", **changed}))
        assert [said for said in faults(table) if fault in said]
        db.session.rollback()
    db.session.add(OverriddenHolder(decision_id=decided.id, party_id=party("EGY").id))
    assert [said for said in faults(table) if "without a sitting" in said]
    db.session.rollback()
    table.accept(table.replace("SEN", "1.", "States", "Member States"), level=None)
    table.close()
    table.open()
    db.session.add(BracketActRow(**{**facts, "act": "hold", "round_id": table.round}))
    assert [said for said in faults(table) if "does not print" in said]


def faults(table: Table) -> list[str]:
    db.session.flush()
    return [message for _code, message in faults_of_brackets(db.session(), table.communique)]
