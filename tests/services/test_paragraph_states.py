"""What a reader may know of states: one rule for everybody, on what each may see."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import (
    Admissibility,
    AmendmentKind,
    DecisionKind,
    Level,
    ParagraphState,
    Visibility,
)
from acm_drafts.services import (
    agreements,
    amendments,
    drafts,
    paragraph_states,
    sponsors,
    verification,
)
from acm_drafts.store.database import db
from acm_drafts.store.records import Paragraph
from acm_drafts.store.rounds import round_context
from acm_drafts.store.text import DraftSet, TextRow, draft_set
from tests.factories import actor_of, make_observer, mission, party
from tests.tables import Table, head_of, lines_of, make_table

TEXTS = ("The Meeting noted the report.", "The Meeting thanked [all] donors.")


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Everything here happens in one context, as within a request."""


def shelf_of(table: Table, who: Actor) -> DraftSet:
    db.session.rollback()
    return draft_set(db.session(), table.communique, who)


def rows(table: Table, who: Actor, sequence: int | None = None) -> list[TextRow]:
    draft_versions = shelf_of(table, who)
    return paragraph_states.rows_for(db.session(), who, draft_versions, version=draft_versions.get(sequence))


def states(table: Table, who: Actor, sequence: int | None = None) -> list[tuple[str, int]]:
    return [(row.state, row.pending) for row in rows(table, who, sequence)]


def marks(table: Table, who: Actor) -> object:
    draft_versions = shelf_of(table, who)
    return paragraph_states.marks_for(db.session(), who, draft_versions, version=draft_versions.newest)


def observer() -> Actor:
    return actor_of(make_observer())


@pytest.mark.thorough
def test_whoever_reads_all_proposals_gets_the_states_as_they_are_kept():
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")

    for who in (mission(), observer(), head_of("SEN")):
        assert states(table, who) == [("open", 1), ("brackets", 0)]


def test_everybody_else_gets_what_the_text_says_and_their_own():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("MYS", "1.", "noted", "deplored")

    assert states(table, mission()) == [("conflict", 2), ("brackets", 0)]
    assert states(table, table.head("EGY")) == [("open", 1), ("brackets", 0)]
    assert states(table, observer()) == [("withheld", 0), ("brackets", 0)]


def test_a_withdrawn_proposal_leaves_its_sponsor_no_trace_in_the_states():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    proposal = table.replace("EGY", "1.", "noted", "welcomed")

    amendments.withdraw(table.head("EGY"), proposal.code)

    assert states(table, table.head("EGY"))[0] == ("withheld", 0)


def test_a_co_sponsor_counts_a_proposal_as_its_own():
    table = make_table(*TEXTS, visibility=Visibility.ALL)
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    sponsors.cosponsor(table.head("JOR"), proposal.code, party=party("JOR").id)
    context = shelf_of(table, mission()).context
    context.round.visibility = Visibility.MISSION.value
    db.session.commit()

    assert states(table, table.head("JOR"))[0] == ("open", 1)
    assert states(table, head_of("SEN"))[0] == ("withheld", 0)


def test_a_new_paragraph_counts_for_its_delegation_at_the_paragraph_that_it_is_to_follow():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It adds this.")

    assert states(table, table.head("EGY"))[0] == ("open", 1)
    assert states(table, head_of("SEN"))[0] == ("withheld", 0)


def test_what_closed_rounds_agreed_at_a_level_is_public_and_what_the_mission_proposed_is_not():
    table = make_table("One stands.", "Two stands.", visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "One", "The first"))
    table.decide(DecisionKind.REJECT, table.replace("MYS", "2.", "Two", "B"), reason="No.", level=None)
    table.close()
    table.open(visibility=Visibility.MISSION)

    assert states(table, mission()) == [("agreed", 0), ("open", 0)]
    assert states(table, observer()) == [("agreed", 0), ("withheld", 0)]


def test_what_a_public_round_decided_is_never_untouched_while_the_next_one_is_hidden():
    table = make_table("One stands.", "Two stands.", "Three stands.", "Four stands.")
    table.accept(table.replace("EGY", "1.", "One", "The first"))
    table.accept(table.replace("EGY", "2.", "Two", "The second"), level=None)
    table.replace("MYS", "3.", "Three", "The third")
    table.close()
    table.open(visibility=Visibility.DEADLINE)

    assert states(table, observer()) == [("agreed", 0), ("open", 0), ("open", 1), ("withheld", 0)]


def test_a_change_in_the_text_is_never_untouched_though_its_proposal_was_not_to_be_read():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"), level=None)
    table.close()
    table.open(visibility=Visibility.MISSION)

    assert states(table, observer())[0] == ("open", 0)


def test_a_sponsor_knows_that_its_own_proposal_was_decided():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"), level=None)

    assert states(table, table.head("EGY"))[0] == ("open", 0)
    assert states(table, observer())[0] == ("withheld", 0)


def test_a_sponsor_whose_proposal_was_merged_knows_that_the_brackets_went_and_the_words_are_agreed():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    absorbed = table.replace("EGY", "2.", "donors", "donors and hosts")
    bracketed = table.replace("MYS", "1.", "report", "[long] report")
    before = marks(table, table.head("EGY"))
    table.decide(DecisionKind.COMPROMISE, absorbed, text="The Meeting thanked all donors and hosts.")
    table.accept(bracketed)

    known = {code: [row.state for row in rows(table, table.head(code))] for code in ("EGY", "MYS", "SEN")}

    assert known == {
        "EGY": ["withheld", "agreed"],
        "MYS": ["brackets", "brackets"],
        "SEN": ["withheld", "brackets"],
    }
    assert marks(table, table.head("EGY")) != before
    context = round_context(db.session(), table.round)
    keys = [table.line(label).line.paragraph for label in ("1.", "2.")]
    told = paragraph_states.known_states(db.session(), table.head("EGY"), context, keys)
    assert told == [ParagraphState.UNTOUCHED, ParagraphState.AGREED], "and so does a refusal"


def test_only_the_newest_draft_has_paragraph_states():
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")
    table.close()

    assert states(table, observer()) == [("", 0), ("", 0)]
    assert states(table, mission(), 0) == [("", 0), ("", 0)]
    assert states(table, mission())[0] == ("open", 1)

    drafts.circulate(mission(), table.draft, attributed=True)
    assert states(table, observer())[0] == ("open", 1)


def test_before_the_first_round_everybody_reads_the_states_of_the_text_itself():
    table = Table(lines_of(*TEXTS))
    drafts.circulate(mission(), table.draft, attributed=True)

    for who in (mission(), observer(), head_of("EGY")):
        assert states(table, who) == [(ParagraphState.UNTOUCHED, 0), (ParagraphState.BRACKETS, 0)]


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_marks_change_with_what_a_reader_may_know_and_with_nothing_else(visibility: Visibility):
    table = make_table(*TEXTS, visibility=visibility, admissibility=Admissibility.OPEN)
    reader, egypt = head_of("SEN"), table.head("EGY")
    first, own = marks(table, reader), marks(table, egypt)
    assert marks(table, reader) == first

    proposal = table.replace("EGY", "1.", "noted", "welcomed")

    assert marks(table, egypt) != own
    assert (marks(table, reader) != first) == (visibility is Visibility.ALL)
    amendments.withdraw(egypt, proposal.code)
    assert marks(table, reader) == first
    assert marks(table, egypt) == own


def test_marks_of_two_drafts_are_never_equal():
    table = make_table(*TEXTS)
    before = marks(table, observer())
    table.close()
    table.open()

    assert marks(table, observer()) != before


def test_a_conflict_that_a_decision_settled_is_none_in_the_text_and_leaves_the_paragraph_agreed():
    table = make_table(*TEXTS)
    egypt = table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("MYS", "1.", "noted", "deplored")
    assert states(table, observer())[0] == ("conflict", 2)

    decision = table.accept(egypt)

    assert states(table, observer())[0] == ("agreed", 1)
    table.void(decision, reason="By mistake.")
    assert states(table, observer())[0] == ("conflict", 2)


def test_what_a_decision_left_of_a_conflict_keeps_the_paragraph_in_conflict():
    table = make_table(*TEXTS)
    egypt = table.replace("EGY", "1.", "noted", "welcomed")
    table.propose("MYS", AmendmentKind.REPLACE, "1.", text="The Meeting deplored the long report.")

    table.accept(egypt)

    assert states(table, observer())[0] == ("conflict", 1)


def test_a_proposal_made_after_the_decision_that_would_settle_it_asks_to_reopen_and_is_in_conflict():
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.replace("MYS", "1.", "noted", "deplored")

    [row, _] = rows(table, observer())
    assert (row.state, row.pending, row.conflicts) == ("agreed", 1, 1)


def test_a_split_paragraph_is_not_agreed_while_a_later_part_holds_brackets():
    table = make_table("The Meeting noted the report and thanked [all] donors.")
    parts = ("The Meeting noted the report", "and thanked [all] donors.")
    split = table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts)

    table.accept(split)

    assert states(table, observer())[0] == ("brackets", 0)


@pytest.mark.parametrize("visibility", [Visibility.MISSION, Visibility.DEADLINE])
def test_in_a_narrower_round_what_was_public_still_counts_and_is_in_conflict(visibility: Visibility):
    table = make_table(*TEXTS, "The Meeting closed its work.")
    table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("MYS", "1.", "noted", "deplored")
    table.replace("EGY", "3.", "closed", "ended")
    table.close()
    table.open(visibility=visibility)
    table.replace("SEN", "3.", "closed", "finished")

    everybody = [("conflict", 2), ("brackets", 0), ("open", 1)]
    assert states(table, observer()) == everybody
    assert states(table, table.head("EGY")) == everybody
    assert states(table, table.head("SEN")) == [*everybody[:2], ("conflict", 2)]
    assert states(table, mission()) == [*everybody[:2], ("conflict", 2)]
    assert rows(table, observer())[0].conflicts == rows(table, mission())[0].conflicts == 1


def test_a_decision_in_a_narrower_round_changes_no_state_for_readers_who_may_not_see_it():
    table = make_table(*TEXTS)
    carried = table.replace("EGY", "1.", "noted", "welcomed")
    table.close()
    table.open(visibility=Visibility.MISSION)
    who = observer()
    before = marks(table, who), states(table, who)

    table.decide(DecisionKind.REJECT, carried, reason="No.", level=None)

    assert (marks(table, who), states(table, who)) == before
    assert states(table, who) == [("open", 1), ("brackets", 0)]
    assert states(table, table.head("EGY"))[0] == ("open", 0)


def test_what_was_public_leaves_a_paragraph_agreed_that_a_narrower_round_agreed_since():
    table = make_table(*TEXTS)
    carried = table.replace("EGY", "1.", "noted", "welcomed")
    table.close()
    table.open(visibility=Visibility.MISSION)
    table.decide(DecisionKind.REJECT, carried, reason="No.")
    table.agree("1.")
    table.close()
    table.open(visibility=Visibility.MISSION)

    assert states(table, observer())[0] == ("agreed", 0), "what was carried over has an outcome in the text"
    assert states(table, table.head("EGY"))[0] == ("agreed", 0)


@pytest.mark.parametrize("level", [None, Level.WORKING_GROUPS])
def test_what_an_accepted_join_takes_in_stands_as_what_it_is_joined_to(level: Level | None):
    table = make_table("The Meeting noted the report.", "The Meeting thanked all donors.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."), level=level)
    kept = "agreed" if level else "open"

    assert [(row.state, row.level) for row in rows(table, mission())] == [(kept, level), (kept, level)]

    if level is None:
        left = agreements.remaining(db.session, round_context(db.session, table.round))
        agreements.agree_rest(table.mission, table.round, sitting=table.sitting(Level.TROIKA), seen=left.seen)
        assert [(row.state, row.level) for row in rows(table, mission())] == [("agreed", "troika")] * 2
    assert verification.verify(db.session).findings == ()


def test_a_chain_of_accepted_joins_stands_as_its_first_paragraph():
    table = make_table("The Meeting noted the report.", "It thanked all donors.", "It asked for more.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."), level=Level.WORKING_GROUPS)
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "2."), level=None)

    assert [row.state for row in rows(table, mission())] == ["open"] * 3

    left = agreements.remaining(db.session, round_context(db.session, table.round))
    agreements.agree_rest(table.mission, table.round, sitting=table.sitting(Level.TROIKA), seen=left.seen)
    assert [(row.state, row.level) for row in rows(table, mission())] == [("agreed", "troika")] * 3
    assert verification.verify(db.session).findings == ()


def test_a_joined_paragraph_is_in_brackets_while_a_part_of_it_is():
    table = make_table("The Meeting noted the report.", "It thanked [all] donors.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."), level=Level.WORKING_GROUPS)

    assert [row.state for row in rows(table, mission())] == ["brackets", "brackets"]

    table.accept(table.replace("EGY", "2.", "[all] ", ""), level=Level.WORKING_GROUPS)
    assert verification.verify(db.session).findings == ()


def test_what_waited_on_a_part_when_the_join_was_agreed_leaves_the_whole_open():
    table = make_table("The Meeting noted the report.", "It thanked all donors.")
    waiting = table.replace("SEN", "2.", "thanked", "commended")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."), level=Level.WORKING_GROUPS)

    assert [row.state for row in rows(table, mission())] == ["open", "open"]

    table.decide(DecisionKind.REJECT, waiting, level=Level.WORKING_GROUPS, reason="No.")
    assert [row.state for row in rows(table, mission())] == ["agreed", "agreed"]
    assert verification.verify(db.session).findings == ()


@pytest.mark.parametrize("level", [None, Level.TROIKA])
def test_what_was_joined_stands_after_the_closing_as_the_last_decision_on_any_part_left_it(
    level: Level | None,
):
    table = make_table("The Meeting noted the report.", "It thanked all donors.", "It asked for more.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."), level=Level.WORKING_GROUPS)
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "2."), level=level)
    before = rows(table, mission())[0]
    table.close()
    table.open()

    for who in (mission(), observer(), head_of("SEN")):
        (after,) = rows(table, who)
        assert (
            (after.state, after.level)
            == (before.state, before.level)
            == ("agreed" if level else "open", level)
        )
    assert verification.verify(db.session).findings == ()


def test_a_new_paragraph_that_was_accepted_with_brackets_in_it_is_in_brackets():
    table = make_table("The Meeting took place.", "It closed.")
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting [warmly] thanked Egypt.")
    plain = table.propose("EGY", AmendmentKind.INSERT, after="2.", text="The Meeting thanked Egypt.")
    change = table.amend("MYS", plain, "The Meeting [warmly] thanked Egypt.")
    for proposal in (new, plain, change):
        table.accept(proposal)
    for proposal in (new, plain):
        db.session.expire_all()
        assert db.session.get_one(Paragraph, proposal.paragraph_id).state == ParagraphState.BRACKETS
