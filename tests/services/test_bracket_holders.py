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
from acm_drafts.negotiation.journal import (
    AGREE_OVER,
    LIFTED_OVER,
    STANDS_AGAIN,
    TELLS_LIFTED,
    TELLS_MISSING,
    TELLS_STANDING,
)
from acm_drafts.negotiation.notices import NoticeKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, SilenceOutcome, Visibility
from acm_drafts.services import agreements, bracket_holders, decisions, drafts, verification
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.services.previews import preview_decision
from acm_drafts.services.silence_candidates import candidates
from acm_drafts.store.bracket_holders import load_lifted
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.lifted_brackets import lifted_so_far
from acm_drafts.store.records import (
    BracketActRow,
    Decision,
    JournalLine,
    Notice,
    OverriddenHolder,
    Paragraph,
    Round,
)
from acm_drafts.store.rounds import round_context
from acm_drafts.store.text import draft_set
from acm_drafts.store.visibility import HoldersRead
from tests.agreeing import judgement
from tests.brackets import bracket, held, hold, lift, placed, release
from tests.factories import actor_of, make_drafter, party
from tests.silences import outcomes_after, put
from tests.sittings import make_body
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


def hide(table: Table) -> None:
    """Let the Mission alone read the proposals of the round."""
    for round_ in db.session.scalars(select(Round)):
        round_.visibility = Visibility.MISSION
    db.session.commit()


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
    assert lines(LIFTED_OVER) == [(LIFTED_OVER, "amendment", "[strongly]", "", "")]
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
    assert lines(LIFTED_OVER) == [(LIFTED_OVER, "amendment", "[strongly]", "", "")]
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
    retained = table.decide(DecisionKind.BRACKETS, asked, rival)
    table.decide(DecisionKind.BRACKETS, own)
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
        assert placed(table)[-1].holders[0].since == retained.at
        for words in ("[welcomed]", "[took note of]"):
            release(table, "MYS", "3.", words)
        for words in ("[welcomed]", "[noted]"):
            release(table, "EGY", "3.", words)
        lift(table, "3.", ((0, 0),), level=None)
        assert faults() == []


def notices_of(table: Table, code: str) -> list[str]:
    """Return the acts of which the head of a delegation was told, in order."""
    db.session.rollback()
    rows = select(JournalLine.act).join(Notice, Notice.line_id == JournalLine.id)
    mine = rows.where(Notice.user_id == table.head(code).user, Notice.kind == NoticeKind.DECISION)
    return list(db.session.scalars(mine.order_by(Notice.id)))


def test_who_holds_a_bracket_is_told_when_it_is_lifted_and_when_it_stands_again(table: Table):
    others = table.replace("MYS", "1.", "[strongly] ", "")
    for code in ("EGY", "MYS"):
        hold(table, code, "1.", "[strongly]")
    decided = table.accept(others, over=("EGY",))
    assert notices_of(table, "EGY") == [LIFTED_OVER]
    assert notices_of(table, "MYS") == ["accept"], "who asked for it is told of the decision on its proposal"
    assert notices_of(table, "SEN") == []

    table.void(decided, reason="In error.")
    assert notices_of(table, "EGY") == [LIFTED_OVER, STANDS_AGAIN]
    assert notices_of(table, "MYS") == ["accept", "void"]
    assert lines(STANDS_AGAIN) == [(STANDS_AGAIN, "amendment", "", "", "In error.")]


def lifted(table: Table, actor: Actor) -> dict[str, set[str]]:
    """Return the words of each bracket that the running round lifts, and over whom, as *actor* may know."""
    db.session.rollback()
    drafts = draft_set(db.session(), table.communique, actor)
    read = HoldersRead.of(actor, drafts.contexts)
    newest = drafts.newest.draft.id
    found = lifted_so_far(db.session(), actor, drafts.context, placed(table), read, draft=newest)
    return {one.words: {over.code for over in by.over} for one, by in found.items()}


def test_what_a_closed_round_lifted_is_known_until_the_text_without_it_is_read(table: Table):
    hold(table, "EGY", "1.", "[strongly]")
    lift(table, "1.", ((0, 0),), over=("EGY",))
    before = table.draft
    made = table.close()
    table.draft = before  # the newest text that delegations read
    assert lifted(table, table.head("SEN")) == {"[strongly]": {"EGY"}} == lifted(table, table.head("EGY"))
    assert lifted(table, table.mission) == {}, "the Mission reads the next text"
    table.draft = made.id
    table.open()
    assert lifted(table, table.head("SEN")) == {}


def test_what_the_round_lifts_is_known_while_it_counts_to_who_may_know_its_decisions(table: Table):
    hold(table, "EGY", "1.", "[strongly]")
    assert lifted(table, table.mission) == {}
    decided = lift(table, "1.", ((0, 0),), over=("EGY",))
    assert lifted(table, table.mission) == {"[strongly]": {"EGY"}} == lifted(table, table.head("SEN"))
    hide(table)
    assert lifted(table, table.head("SEN")) == {}
    assert lifted(table, table.head("EGY")) == {"[strongly]": {"EGY"}}, (
        "its own bracket is told to its holder"
    )
    assert lifted(table, table.mission) == {"[strongly]": {"EGY"}}
    table.void(decided, reason="In error.")
    assert lifted(table, table.mission) == {}


def test_a_holder_is_told_of_its_own_bracket_alone_while_the_round_is_hidden(table: Table):
    hide(table)
    hold(table, "EGY", "1.", "[strongly]")
    hold(table, "MYS", "1.", "[relevant]")
    decided = lift(table, "1.", ((0, 0),), over=("EGY",))
    assert (notices_of(table, "EGY"), notices_of(table, "MYS"), notices_of(table, "SEN")) == (
        [TELLS_LIFTED],
        [],
        [],
    )
    (line,) = db.session.scalars(select(JournalLine).where(JournalLine.act == TELLS_LIFTED))
    assert (line.amendment_id, line.scope, line.before) == (None, "party", "[strongly]")

    hold(table, "SEN", "1.", "[strongly]")
    hold(table, "EGY", "1.", "[all")
    assert lifted(table, table.head("EGY")) == {"[strongly]": {"EGY"}}, "what it holds since is not told"
    assert lifted(table, table.head("SEN")) == {}, "it cannot know"
    table.void(decided, reason="In error.")
    assert notices_of(table, "EGY") == [TELLS_LIFTED, TELLS_STANDING]
    assert lifted(table, table.head("EGY")) == {}
    assert faults() == []


@pytest.mark.parametrize(("level", "at_closing"), [(Level.EXPERT, ["SEN"]), (None, [])])
def test_who_held_a_bracket_that_was_lifted_before_is_told_when_that_is_known(
    table: Table, level: Level | None, at_closing: list[str]
):
    hide(table)
    lift(table, "1.", ((0, 0),), level=level)
    hold(table, "SEN", "1.", "[strongly]")
    hold(table, "EGY", "1.", "[relevant]")
    assert notices_of(table, "SEN") == []

    def told() -> list[str]:
        return [code for code in ("SEN", "EGY") if TELLS_MISSING in notices_of(table, code)]

    draft = table.close()
    assert told() == at_closing
    drafts.circulate(table.mission, draft.id, attributed=False)
    assert told() == ["SEN"] and notices_of(table, "SEN") == [TELLS_MISSING], "once"
    assert faults() == []


# Brackets without a holder -------------------------------------------------------------------------------


def without_holder(table: Table) -> int:
    """Let the Mission lift a bracket that nobody holds, and Egypt hold it afterwards; return its paragraph."""
    lift(table, "2.", ((0, 0),), level=None)
    hold(table, "EGY", "2.", "[shall]", "Our law.")
    return table.line("2.").line.paragraph


def agree(table: Table, paragraph: int, **facts: object) -> Decision:
    seen = db.session.get_one(Paragraph, paragraph, populate_existing=True).counter
    return decisions.decide(
        table.mission, paragraph, judgement(DecisionKind.AGREE, on=paragraph, **facts), seen=seen
    )


def test_who_holds_a_bracket_after_it_was_lifted_is_asked_when_that_is_agreed(table: Table):
    paragraph = without_holder(table)
    with pytest.raises(BracketIsHeld) as raised:
        agree(table, paragraph, over=())
    assert str(raised.value.facts["holders"]) == "Egypt"
    agreed = agree(table, paragraph, over=("EGY", "MYS"))

    named = db.session.execute(select(OverriddenHolder.decision_id, OverriddenHolder.party_id)).all()
    assert named == [(agreed.id, party("EGY").id)]
    assert lines(AGREE_OVER) == [(AGREE_OVER, "position", "[shall]", "", "")]
    assert notices_of(table, "EGY") == [AGREE_OVER]
    agree(table, paragraph, level=Level.AMBASSADORIAL, over=())  # a sitting decided over Egypt already
    assert faults() == []


def test_a_decision_at_a_sitting_agrees_what_was_lifted_before_with_who_holds_it(table: Table):
    without_holder(table)
    other = table.replace("EGY", "2.", "meet", "meet again")
    with pytest.raises(BracketIsHeld):
        table.decide(DecisionKind.ACCEPT, other, over=())
    table.decide(DecisionKind.ACCEPT, other, level=None)  # the Mission proposes it: nothing is agreed by that
    assert faults() == []


def test_a_bracket_that_nobody_holds_or_that_its_holder_lifted_asks_nobody(table: Table):
    lift(table, "2.", ((0, 0),), level=None)
    agree(table, table.line("2.").line.paragraph, over=())
    hold(table, "EGY", "1.", "[strongly]")
    table.accept(table.replace("EGY", "1.", "[strongly] urged [all [relevant] States]", "urged"), level=None)
    agree(table, table.line("1.").line.paragraph, over=())
    assert db.session.scalars(select(OverriddenHolder.party_id)).all() == []
    assert faults() == []


def test_nothing_is_agreed_together_or_by_silence_over_who_holds_a_bracket(table: Table):
    paragraph = without_holder(table)
    context = round_context(db.session(), table.round)
    left = {line.paragraph for line in agreements.remaining(db.session(), context).lines}
    assert left == {table.line("3.").line.paragraph}
    known = candidates(db.session(), context, Level.EXPERT)
    assert [words.key for words in known.asked] == [*left]
    release(table, "EGY", "2.", "[shall]")
    context = round_context(db.session(), table.round)
    assert paragraph in {line.paragraph for line in agreements.remaining(db.session(), context).lines}


def test_a_bracket_that_is_held_meanwhile_leaves_its_paragraph_open_at_the_end_of_a_silence(table: Table):
    lift(table, "2.", ((0, 0),), level=None)
    procedure = put(table, make_body(), ["2.", "3."])
    hold(table, "EGY", "2.", "[shall]")
    outcomes = outcomes_after(procedure)
    assert outcomes == {"2": SilenceOutcome.LEFT_OPEN, "3": SilenceOutcome.AGREED}
    assert faults() == []
