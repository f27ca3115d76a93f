"""Parties hold brackets and let go of them; what lifts a bracket needs its holders, or a sitting that names them."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.bracket_holders import (
    BracketHeldAlready,
    BracketIsHeld,
    BracketNotHeld,
    NotABracket,
)
from acm_drafts.negotiation.errors import NoRound, NotFound, NotPermitted, StaleText
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import bracket_holders, decisions, verification
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.services.previews import preview_decision
from acm_drafts.store.bracket_holders import OVERRIDE, load_lifted
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import (
    BracketActRow,
    Decision,
    JournalLine,
    OverriddenHolder,
    Paragraph,
)
from acm_drafts.store.text import draft_set
from acm_drafts.store.visibility import HoldersRead
from tests.agreeing import judgement
from tests.brackets import bracket, held, hold, lift, placed, release
from tests.factories import actor_of, make_drafter, party
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

FIRST = "The Meeting [strongly] urged [all [relevant] States] to act."
SECOND = "The Meeting [shall] meet."


@pytest.fixture
def table(session: object) -> Table:
    return make_table(FIRST, SECOND, "The Meeting welcomed the progress made.")


def lines(*acts: str) -> list[tuple[str, str, str, str, str]]:
    rows = db.session.scalars(select(JournalLine).where(JournalLine.act.in_(acts)).order_by(JournalLine.id))
    return [(row.act, row.scope, row.before, row.after, row.reason) for row in rows]


def faults() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [str(finding) for finding in verification.verify(db.session()).findings]


def test_a_party_holds_a_bracket_gives_another_reason_and_lets_go(table: Table):
    hold(table, "EGY", "1.", "[strongly]", "Our capital insists.")
    hold(table, "ARAB", "1.", "[strongly]")
    hold(table, "EGY", "1.", "[all", "Some cannot.")
    floor = bracket(table, "1.", "[relevant]")
    bracket_holders.hold(table.mission, floor, party=party("SEN").id, reason="Said in the room.")
    since = placed(table)[0].holders[0].since
    hold(table, "EGY", "1.", "[strongly]", "Our law differs.")

    assert held(table) == {
        "[strongly]": ["EGY", "ARAB"],
        "[all [relevant] States]": ["EGY"],
        "[relevant]": ["SEN"],
        "[shall]": [],
    }
    first = placed(table)[0].holders[0]
    assert (first.since, first.reason) == (since, "Our law differs.")
    release(table, "EGY", "1.", "[strongly]")
    assert held(table)["[strongly]"] == ["ARAB"]
    assert lines("hold bracket", "let go of bracket")[-2:] == [
        ("hold bracket", "position", "", "[strongly]", "Our law differs."),
        ("let go of bracket", "position", "", "[strongly]", ""),
    ]
    rows = db.session.scalars(select(BracketActRow).order_by(BracketActRow.id)).all()
    assert [row.from_floor for row in rows] == [False, False, False, True, False, False]
    assert faults() == []


def test_what_cannot_be_said_of_a_bracket_is_refused_and_writes_nothing(table: Table):
    hold(table, "EGY", "1.", "[strongly]", "Law.")
    of, egypt = bracket(table, "1.", "[strongly]"), party("EGY").id
    wrong = OfBracket(of.paragraph, of.wording, of.start + 1)
    stale = OfBracket(of.paragraph, table.line("2.").line.wording, of.start)
    nowhere = OfBracket(987_654, of.wording, of.start)
    head, drafter, mission = table.head("EGY"), actor_of(make_drafter("EGY")), table.mission
    for refusal, actor, where, of_party in (
        (BracketHeldAlready, head, of, egypt),
        (NotABracket, head, wrong, egypt),
        (StaleText, head, stale, egypt),
        (NotFound, head, nowhere, egypt),
        (NotFound, mission, of, party("OICM").id),
        (NotPermitted, head, of, party("MYS").id),
        (NotPermitted, drafter, of, egypt),
    ):
        with pytest.raises(refusal):
            bracket_holders.hold(actor, where, party=of_party, reason="Law.")
    with pytest.raises(BracketNotHeld):
        release(table, "MYS", "1.", "[strongly]")
    assert db.session.scalars(select(BracketActRow.reason)).all() == ["Law."]
    table.close()
    with pytest.raises(NoRound):
        bracket_holders.release(head, of, party=egypt)


def test_lifting_what_others_hold_needs_them_or_a_sitting_that_names_them(table: Table):
    hold(table, "EGY", "1.", "[strongly]")
    hold(table, "MYS", "1.", "[strongly]")
    hold(table, "MYS", "1.", "[relevant]")
    without = {"settled": ((0, 0),), "label": "1."}

    for facts, named in (
        ({"level": None}, "Egypt, Malaysia"),
        ({"level": None, "over": ("EGY", "MYS")}, "Egypt, Malaysia"),
        ({"over": ("EGY",)}, "Malaysia"),
    ):
        with pytest.raises(BracketIsHeld) as raised:
            lift(table, **without, **facts)
        assert str(raised.value.facts["holders"]) == named
    paragraph = table.line("1.").line.paragraph
    judged = judgement(DecisionKind.ACCEPT, on=paragraph, settled=((0, 0),), level=None)
    told = preview_decision(table.mission, db.session(), paragraph, judged)
    assert isinstance(told.held, BracketIsHeld) and told.after == FIRST.replace("[strongly]", "strongly")
    assert db.session.scalars(select(Decision.id)).all() == []

    release(table, "MYS", "1.", "[strongly]")
    decided = lift(table, **without, over=("EGY", "MYS"))
    named = db.session.scalars(select(OverriddenHolder.party_id)).all()
    assert named == [party("EGY").id], "who let go is not named"
    assert lines(OVERRIDE) == [(OVERRIDE, "amendment", "[strongly]", "", "")]
    with clock_at(table.next_round()):
        assert held(table) == {"[all [relevant] States]": [], "[relevant]": ["MYS"], "[shall]": []}
        assert faults() == []
        drafts = draft_set(db.session(), table.communique, table.head("SEN"))
        read = HoldersRead.of(table.head("SEN"), drafts.contexts)
        (gone,) = load_lifted(db.session(), table.head("SEN"), drafts, read)
        assert gone.bracket.words == "[strongly]" and gone.version.draft.id == table.draft
        assert gone.decision.id == decided.id and gone.overridden == {party("EGY").id}


def test_what_is_taken_again_at_a_sitting_needs_the_holders_or_names_them(table: Table):
    deletes = table.replace("MYS", "1.", "[strongly] ", "")
    rejected = table.replace("SEN", "1.", "[relevant]", "")
    taken, refused = (
        table.accept(deletes, level=None),
        table.decide(DecisionKind.REJECT, rejected, level=None, reason="No."),
    )
    hold(table, "EGY", "1.", "[strongly]")
    hold(table, "EGY", "1.", "[relevant]")

    def keep(decision: Decision, **facts: object) -> Decision:
        seen = db.session.get_one(Paragraph, decision.paragraph_id, populate_existing=True).counter
        return decisions.keep(table.mission, decision.id, sitting=table.sitting(), seen=seen, **facts)

    for over in ((), ("MYS",)):
        with pytest.raises(BracketIsHeld) as raised:
            keep(taken, over=over)
        assert str(raised.value.facts["holders"]) == "Egypt"
        assert db.session.scalar(select(Decision.id).where(Decision.voids_id == taken.id)) is None
    kept = keep(taken, over=("EGY",))
    keep(refused)  # nothing is lifted by it: nobody is asked

    named = db.session.execute(select(OverriddenHolder.decision_id, OverriddenHolder.party_id)).all()
    assert named == [(kept.id, party("EGY").id)]
    assert lines(OVERRIDE) == [(OVERRIDE, "amendment", "[strongly]", "", "")]
    assert faults() == []


def test_the_sponsors_of_what_is_accepted_ask_for_it_themselves(table: Table):
    hold(table, "EGY", "1.", "[strongly]")
    others = table.replace("MYS", "1.", "[strongly] ", "")
    own = table.replace("EGY", "1.", "[strongly]", "strongly")
    deletes = table.propose("SEN", AmendmentKind.DELETE, "1.")
    for proposal in (others, deletes):
        with pytest.raises(BracketIsHeld):
            table.accept(proposal, level=None)
    inside = table.replace("MYS", "1.", "[strongly]", "[very strongly]")
    table.void(table.accept(inside, level=None), reason="A look.")  # the brackets stay: nobody is asked
    table.accept(own, level=None)
    assert db.session.scalars(select(OverriddenHolder.party_id)).all() == []


def test_who_sponsors_what_is_retained_in_brackets_holds_them_until_they_let_go(table: Table):
    asked = table.replace("EGY", "3.", "welcomed", "noted")
    rival = table.replace("MYS", "3.", "welcomed", "took note of")
    own = table.replace("OICM", "2.", "meet", "meet again")
    table.decide(DecisionKind.BRACKETS, asked, rival)
    decided = table.decide(DecisionKind.BRACKETS, own)
    with clock_at(table.next_round()):
        assert held(table) == {
            "[strongly]": [],
            "[all [relevant] States]": [],
            "[relevant]": [],
            "[shall]": [],
            "[again]": [],
            "[welcomed]": ["EGY", "MYS"],
            "[noted]": ["EGY"],
            "[took note of]": ["MYS"],
        }
        with pytest.raises(BracketIsHeld) as raised:
            lift(table, "3.", ((0, 0),), level=None)
        assert str(raised.value.facts["holders"]) == "Egypt, Malaysia"
        assert placed(table)[-1].holders[0].since >= decided.at.replace(hour=0)
        for words in ("[welcomed]", "[took note of]"):
            release(table, "MYS", "3.", words)
        for words in ("[welcomed]", "[noted]"):
            release(table, "EGY", "3.", words)
        lift(table, "3.", ((0, 0),), level=None)
        assert faults() == []
