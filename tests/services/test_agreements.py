"""All that remains of a draft is agreed as it stands in one act, by the rule by which one paragraph is."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import (
    BracketsStand,
    NotAsSeen,
    NotFound,
    NotPermitted,
    UndoneMeanwhile,
    WrongDecision,
)
from acm_drafts.negotiation.sittings import NoSuchSitting
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, SittingResult, Stance
from acm_drafts.services import agreements, decisions, positions, reopenings, verification
from acm_drafts.store.adoption import open_in
from acm_drafts.store.database import db
from acm_drafts.store.journal import journal_conditions, read_journal
from acm_drafts.store.records import Communique, Decision, JournalLine, Paragraph
from acm_drafts.store.rounds import round_context
from tests.agreeing import judgement
from tests.factories import party, today
from tests.sittings import hold, make_body, record
from tests.tables import Table, lines_of


@pytest.fixture
def table(session: object) -> Table:
    lines = lines_of("# Part one", "First.", "Second.", "Third.", "Fourth [all].", "Fifth.", "Sixth.")
    return Table(lines).open()


def left(table: Table) -> agreements.Remaining:
    db.session.expire_all()
    return agreements.remaining(db.session, round_context(db.session, table.round))


def agree(table: Table, **facts: object) -> int:
    return agreements.agree_rest(
        table.mission,
        table.round,
        **{"sitting": table.sitting(Level.TROIKA), "seen": left(table).seen, **facts},
    )


def states(table: Table) -> list[tuple[str, str | None]]:
    db.session.expire_all()
    rows = [db.session.get_one(Paragraph, line.paragraph) for line in table.lines()]
    return [(row.state, row.agreed_level) for row in rows]


def count(record: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(record)) or 0


def test_everything_on_which_nothing_waits_is_agreed_and_the_rest_is_left(table: Table):
    table.replace("EGY", "1.", "First", "The first")
    table.propose("EGY", AmendmentKind.JOIN, "5.")
    table.accept(table.replace("MYS", "3.", "Third", "The third"), level=None)

    assert agree(table, reason="Agreed at midnight.") == 2

    untouched = ("open", None)
    agreed = ("agreed", "troika")
    assert states(table) == [agreed, untouched, agreed, agreed, ("brackets", None), untouched, untouched]
    assert verification.verify(db.session).findings == ()
    assert left(table).paragraphs == ()


def test_what_a_new_paragraph_is_to_follow_is_agreed_with_the_rest(table: Table):
    table.propose("EGY", AmendmentKind.INSERT, after="2.", text="A new one.")

    assert agree(table) == 5

    assert states(table)[2] == ("agreed", "troika")


def test_each_has_its_decision_and_the_act_has_one_line_in_the_journal(table: Table):
    assert agree(table, reason="Agreed at midnight.") == 5

    made = db.session.scalars(select(Decision).order_by(Decision.sequence)).all()
    assert [one.sequence for one in made] == [1, 2, 3, 4, 5, 6]  # the heading with them
    assert {(one.kind, one.level, one.agreed_on, one.reason, one.together) for one in made} == {
        ("agree", "troika", today(), "Agreed at midnight.", 1)
    }
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "agree together")).one()
    assert (line.before, line.after, line.reason) == (
        "1–3, 5, 6",
        "troika / washington #1",
        "Agreed at midnight.",
    )
    assert db.session.scalars(select(JournalLine).where(JournalLine.act == "agree")).all() == []


def undo(table: Table, **facts: object) -> int:
    db.session.expire_all()
    context = round_context(db.session, table.round)
    acts = agreements.agreed_together(db.session, context)
    known = {"together": acts[0].sequence, "seen": agreements.seen_of(acts[0])} if acts else {}
    return agreements.undo_agreement(
        table.mission, table.round, **{"reason": "Too early.", "together": 1, "seen": "", **known, **facts}
    )


def test_it_is_undone_as_one_act_with_one_line_and_can_be_agreed_again(table: Table):
    agree(table)

    assert undo(table) == 5

    assert {state for state, _ in states(table)} == {"untouched", "brackets"}
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "undo agreement together")).one()
    assert (line.before, line.reason) == ("1–3, 5, 6", "Too early.")
    assert verification.verify(db.session).findings == ()
    assert agree(table, sitting=table.sitting()) == 5
    assert undo(table) == 5


def test_what_was_voided_by_itself_is_left_out_and_an_old_page_is_refused(table: Table):
    agree(table)
    act = agreements.agreed_together(db.session, round_context(db.session, table.round))[0]
    old = agreements.seen_of(act)
    table.void(db.session.get_one(Decision, act.decisions[table.line("2.").line.paragraph]), reason="No.")

    with pytest.raises(UndoneMeanwhile):
        undo(table, seen=old)
    assert undo(table) == 4
    with pytest.raises(NotFound):
        undo(table)


def test_without_a_reason_nothing_is_undone_and_others_may_not(table: Table):
    agree(table)
    before = count(Decision), count(JournalLine)

    with pytest.raises(WrongDecision):
        undo(table, reason=" ")
    with pytest.raises(NotPermitted):
        agreements.undo_agreement(table.head("EGY"), table.round, together=1, reason="No.", seen="")
    assert (count(Decision), count(JournalLine)) == before


def test_the_journal_of_a_paragraph_has_the_acts_that_agreed_it_with_others(table: Table):
    agree(table)
    undo(table)
    communique = db.session.scalars(select(Communique)).one()

    def acts(label: str) -> list[str]:
        conditions = journal_conditions(communique, paragraph=table.line(label).line.paragraph)
        return [line.act for line in read_journal(db.session, table.mission, *conditions)]

    assert acts("2.") == ["undo agreement together", "agree together"]
    assert acts("4.") == []


def test_it_agrees_what_could_be_agreed_one_by_one(table: Table):
    table.propose("EGY", AmendmentKind.JOIN, "1.")
    table.propose("EGY", AmendmentKind.INSERT, after="3.", text="New.")
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "5."), level=None)
    together = set(left(table).paragraphs)

    alone = set()
    for line in table.lines():
        here = db.session.get_one(Paragraph, line.paragraph, populate_existing=True)
        made = judgement(DecisionKind.AGREE, on=here.id)
        try:
            decisions.decide(table.mission, here.id, made, seen=here.counter)
        except (WrongDecision, BracketsStand):
            continue
        alone.add(line.paragraph)

    assert together == alone


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda table: table.replace("EGY", "2.", "Second", "The second"),
        lambda table: decisions.decide(
            table.mission,
            table.line("2.").line.paragraph,
            judgement(DecisionKind.AGREE, on=table.line("2.").line.paragraph),
            seen=0,
        ),
    ],
)
def test_what_was_proposed_or_decided_meanwhile_refuses_the_whole(table: Table, meanwhile):
    seen = left(table).seen
    meanwhile(table)
    before = count(Decision), count(JournalLine)

    with pytest.raises(NotAsSeen):
        agree(table, seen=seen)

    assert (count(Decision), count(JournalLine)) == before


def test_what_was_decided_and_voided_meanwhile_refuses_it_too(table: Table):
    seen = left(table).seen
    table.void(table.accept(table.replace("EGY", "2.", "Second", "The second")), reason="By mistake.")

    with pytest.raises(NotAsSeen):
        agree(table, seen=seen)


def test_one_of_them_is_voided_like_any_decision(table: Table):
    agree(table)
    here = table.line("2.").line.paragraph

    table.void(
        db.session.scalars(select(Decision).where(Decision.paragraph_id == here)).one(), reason="Not this."
    )

    assert states(table)[2] == ("untouched", None)
    assert left(table).paragraphs == (here,)
    assert verification.verify(db.session).findings == ()


def test_without_a_sitting_that_is_open_nothing_is_agreed_and_others_may_not(table: Table):
    for sitting, refusal in (("", WrongDecision), ("nowhere", NoSuchSitting)):
        with pytest.raises(refusal):
            agree(table, sitting=sitting)
    with pytest.raises(NotPermitted):
        agreements.agree_rest(table.head("EGY"), table.round, sitting=table.sitting(), seen=left(table).seen)
    assert count(Decision) == 0

    agree(table)
    with pytest.raises(NotFound):
        agree(table)


# What is set apart -----------------------------------------------------------------------------------


def numbers(table: Table) -> tuple[list[str], list[str]]:
    """The numbers of what can be agreed in one act, and of what is set apart."""
    found = left(table)
    called = {line.paragraph: line.reference for line in table.lines()}
    return [called[key] for key in found.paragraphs if called[key]], [called[key] for key in found.apart]


def decline(table: Table, label: str, result: SittingResult = SittingResult.NOT_AGREED) -> None:
    """Let a sitting of the Ambassadors not agree a paragraph."""
    sitting = hold(table, make_body(Level.AMBASSADORIAL), [label], present=())
    other = make_body(Level.EXPERT).code if result is SittingResult.REFERRED else ""
    record(table, sitting, label, result=result, referred_to=other)


@pytest.mark.parametrize("result", [SittingResult.NOT_AGREED, SittingResult.REFERRED])
def test_what_a_sitting_did_not_agree_is_agreed_by_itself_alone(table: Table, result: SittingResult):
    decline(table, "2.", result)

    assert numbers(table) == (["1", "3", "5", "6"], ["2"])
    agree(table)
    assert [state for state, _ in states(table)][2] == "untouched"

    table.agree("2.")
    assert numbers(table) == ([], []) and states(table)[2][0] == "agreed"


def test_what_a_sitting_did_not_agree_after_it_was_agreed_is_told_as_declined_in_an_adoption(table: Table):
    for label in ("1.", "2.", "3.", "5.", "6."):
        table.agree(label)
    table.accept(table.replace("EGY", "4.", "Fourth [all].", "Fourth."))
    decline(table, "2.")
    draft = table.close()

    assert [(matter.kind, matter.reference) for matter in open_in(db.session, draft)] == [("declined", "2")]


def test_what_a_delegation_opposes_is_agreed_by_itself_alone(table: Table):
    line = table.line("2.").line
    facts = {"party": party("PAK").id, "stance": Stance.OPPOSE}
    positions.take_position_on_paragraph(table.head("PAK"), line.paragraph, wording=line.wording, **facts)

    assert numbers(table) == (["1", "3", "5", "6"], ["2"])
    (why,) = left(table).apart.values()
    assert ([state.code for state in why.opposed], why.is_declined) == (["PAK"], False)
    waits = table.line("1.").line
    facts |= {"stance": Stance.AWAITING}
    positions.take_position_on_paragraph(table.head("PAK"), waits.paragraph, wording=waits.wording, **facts)
    (held,) = [left(table).reserving[key] for key in left(table).paragraphs if key in left(table).reserving]
    assert {stance: [state.code for state in of] for stance, of in held.items()} == {Stance.AWAITING: ["PAK"]}
    agree(table)
    assert numbers(table) == ([], ["2"])


def test_what_was_reopened_is_agreed_by_itself_alone_until_something_is_decided(table: Table):
    table.agree("2.")
    paragraph = db.session.get_one(Paragraph, table.line("2.").line.paragraph)
    sent = {"asked_by": "SEN", "reason": "The figure changed.", "seen": paragraph.counter}
    reopenings.reopen(table.mission, paragraph.id, **sent)
    assert numbers(table)[1] == ["2"]

    proposal = table.replace("EGY", "2.", "Second", "The second")
    table.decide(DecisionKind.REJECT, proposal, reason="No.", level=None)

    assert "2" in numbers(table)[0]
