"""Whether everybody was asked who held a bracket that was lifted: what verify names, by planted rows."""

import pytest

from acm_drafts.negotiation.bracket_holders import BracketIsHeld
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import decisions, verification
from acm_drafts.services.bracket_consents import lifted_unasked
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Decision, Paragraph
from tests.agreeing import judgement
from tests.brackets import hold, release
from tests.damage import do_damage
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting [strongly] urged [all] States.", "The Meeting [shall] meet.", "The Meeting left.")
UNASKED = "was lifted, and nobody asked them"


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def decide(table: Table, label: str, kind: DecisionKind, **facts: object) -> Decision:
    paragraph = db.session.get_one(Paragraph, table.line(label).line.paragraph, populate_existing=True)
    judged = judgement(kind, on=paragraph.id, **facts)
    return decisions.decide(table.mission, paragraph.id, judged, seen=paragraph.counter)


def lift(table: Table, label: str, **facts: object) -> Decision:
    return decide(table, label, DecisionKind.ACCEPT, settled=((0, 0),), **facts)


def named(table: Table) -> list[str]:
    """Return whose brackets were lifted unasked, as verify names them among all it finds."""
    db.session.rollback()
    db.session.expire_all()
    found = [str(finding) for finding in verification.verify(db.session()).findings]
    unasked = [one.names for one in lifted_unasked(db.session(), table.communique)]
    assert len([one for one in found if UNASKED in one]) == len(unasked)
    return unasked


def test_a_bracket_that_was_lifted_without_the_sitting_that_named_its_holders_is_named(table: Table):
    hold(table, "EGY", "1.", "[strongly]")
    hold(table, "MYS", "1.", "[strongly]")
    lift(table, "1.", over=("EGY", "MYS"))
    assert named(table) == []
    do_damage("delete from overridden_holders")
    assert named(table) == ["Egypt, Malaysia"]
    table.close()
    assert named(table) == ["Egypt, Malaysia"], "of a closed round too"


def test_a_holder_who_was_there_before_the_decision_is_named_and_one_who_came_later_is_not(table: Table):
    lift(table, "2.", level=None)
    hold(table, "EGY", "2.", "[shall]")
    assert named(table) == []
    do_damage("update bracket_acts set at = '2001-01-01 00:00:00+00:00'")
    assert named(table) == ["Egypt"]


def test_an_agreement_on_words_without_a_held_bracket_names_the_holder_or_is_named(table: Table):
    lift(table, "2.", level=None)
    hold(table, "EGY", "2.", "[shall]")
    decide(table, "2.", DecisionKind.AGREE, over=("EGY",))
    assert named(table) == []
    do_damage("delete from overridden_holders")
    assert named(table) == ["Egypt"]


def test_who_let_go_asked_for_it_or_was_outvoted_before_is_not_named(table: Table):
    for code in ("EGY", "MYS", "SEN"):
        hold(table, code, "2.", "[shall]")
    own = table.replace("SEN", "2.", "[shall]", "shall")
    release(table, "MYS", "2.", "[shall]")
    with pytest.raises(BracketIsHeld) as raised:
        table.decide(DecisionKind.ACCEPT, own, over=())
    assert str(raised.value.facts["holders"]) == "Egypt"
    table.decide(DecisionKind.ACCEPT, own, over=("EGY",))
    decide(table, "2.", DecisionKind.AGREE, over=())
    assert named(table) == []


def test_what_a_voided_decision_lifted_is_asked_of_nobody(table: Table):
    hold(table, "EGY", "1.", "[strongly]")
    decision = lift(table, "1.", over=("EGY",))
    table.void(decision, reason="By mistake.")
    do_damage("delete from overridden_holders")
    assert named(table) == []


def test_a_deleted_paragraph_and_one_of_the_next_draft_are_replayed_too(table: Table):
    hold(table, "EGY", "1.", "[all]")
    table.decide(DecisionKind.BRACKETS, table.replace("MYS", "3.", "left", "rose"))
    with clock_at(table.next_round()):
        table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."), level=None)
        assert named(table) == []
        do_damage(
            "update amendments set sponsor_id = (select id from parties where code = 'JOR') where kind = 'delete'"
        )
        assert named(table) == ["Egypt"]
