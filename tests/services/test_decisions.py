"""What the Mission decides: every kind of decision, what it makes of the text, and what is refused."""

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import (
    AlreadyClosed,
    BracketsStand,
    CannotBracket,
    CompromiseAsText,
    DecidedMeanwhile,
    IllegalMove,
    InConflict,
    LooseBracket,
    NotFound,
    NotPermitted,
    WrongDecision,
    WrongShape,
)
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    DecisionKind,
    Level,
    Outcome,
    Standing,
    Verdict,
)
from acm_drafts.negotiation.wordings import EmptyLine
from acm_drafts.services import amendments, answers, decisions, verification
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.previews import Preview, preview_decision
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.journal import read_journal
from acm_drafts.store.records import (
    Amendment,
    Communique,
    Decision,
    Disposition,
    JournalLine,
    Paragraph,
    Revision,
)
from acm_drafts.store.status import load_statuses
from tests.agreeing import judgement
from tests.conftest import in_full
from tests.factories import party
from tests.tables import DAY, Table, current, make_table

WELCOMES = "The Meeting welcomed the progress made by all its members in this field."
URGES = "The Meeting urged all of them to act."
THANKS = "The Meeting thanked the host country."

EVENING = datetime(2030, 11, 25, 2, 0, tzinfo=UTC)
"""Nine o'clock in New York, on the twenty-fourth."""

_tables = itertools.count(1)


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WELCOMES, URGES, THANKS)


def entry_of(amendment: Amendment) -> AmendmentRecord:
    key = amendment.id
    db.session.expire_all()
    return load_amendments(db.session, Amendment.id == key).entries[key]


def stands(amendment: Amendment) -> tuple[Standing, bool]:
    entry = entry_of(amendment)
    return entry.standing, entry.pending


def paragraph(table: Table, label: str) -> Paragraph:
    db.session.expire_all()
    return db.session.get_one(Paragraph, table.line(label).line.paragraph)


def texts_after_closing(table: Table) -> list[str]:
    table.close()
    assert verification.verify(db.session).findings == ()
    return [line.text for line in table.lines()]


def count(*records: type) -> tuple[int, ...]:
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count()).select_from(record)) or 0 for record in records)


# Accepting -----------------------------------------------------------------------------------------


def test_what_is_accepted_is_the_next_text_and_its_paragraph_is_agreed(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")

    table.accept(egypt, level=Level.AMBASSADORIAL)

    assert stands(egypt) == (Standing.ACCEPTED, False)
    here = paragraph(table, "1.")
    assert (here.state, here.agreed_level, here.pending) == ("agreed", "ambassadorial", 0)
    assert texts_after_closing(table) == [WELCOMES.replace("progress", "good progress"), URGES, THANKS]


def test_without_a_level_it_is_proposed_by_the_mission_and_its_paragraph_stays_open(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")

    decision = table.accept(egypt, level=None)

    assert decision.level is None
    assert paragraph(table, "1.").state == "open"


EDITS = (
    ("EGY", "welcomed", "noted"),
    ("MYS", "progress", "good progress"),
    ("SEN", "all its members", "its members"),
    ("TUR", " in this field", ""),
)


@given(order=st.permutations(range(len(EDITS))), taken=st.integers(2, len(EDITS)))
@settings(max_examples=8 if in_full() else 4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_they_are_accepted_the_words_unite_to_one_text(session, order, taken):
    table = make_table(WELCOMES, symbol=f"OIC/FC-{next(_tables)}")
    proposed = [table.replace(code, "1.", old, new) for code, old, new in EDITS]
    for place in order[:taken]:
        table.accept(proposed[place])
    expected = WELCOMES
    for place in order[:taken]:
        expected = expected.replace(EDITS[place][1], EDITS[place][2])

    assert texts_after_closing(table) == [expected]


def test_several_are_accepted_in_one_decision(table: Table):
    egypt = table.replace("EGY", "1.", "welcomed", "noted")
    malaysia = table.replace("MYS", "1.", "progress", "good progress")

    table.accept(egypt, malaysia)

    assert count(Decision, Disposition) == (1, 2)
    assert texts_after_closing(table)[0].startswith("The Meeting noted the good progress")


def test_the_same_edit_by_two_is_one_edit(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    table.accept(table.replace("MYS", "1.", "progress", "good progress"))

    assert texts_after_closing(table)[0] == WELCOMES.replace("progress", "good progress")


def test_an_edit_against_an_accepted_one_is_refused_with_both_wordings_and_leaves_nothing(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    malaysia = table.replace("MYS", "1.", "progress", "little progress")
    table.accept(egypt)
    before = count(Decision, Disposition, JournalLine, Revision)
    counter = paragraph(table, "1.").counter

    with pytest.raises(InConflict) as refused:
        table.accept(malaysia)

    dispute = refused.value.dispute
    assert set(dispute.proposals) == {egypt.id, malaysia.id}
    assert sorted(side.split()[0] for side in dispute.sides) == ["good", "little"]
    assert count(Decision, Disposition, JournalLine, Revision) == before
    assert paragraph(table, "1.").counter == counter
    assert stands(malaysia) == (Standing.PENDING, True)


def test_an_accepted_deletion_takes_the_paragraph_out_and_refuses_edits_of_it(table: Table):
    gone = table.propose("EGY", AmendmentKind.DELETE, "2.")
    edit = table.replace("MYS", "2.", "urged", "invited")
    table.accept(gone)

    with pytest.raises(InConflict):
        table.accept(edit)

    assert texts_after_closing(table) == [WELCOMES, THANKS]


def test_new_paragraphs_at_one_place_need_an_order(table: Table):
    first = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    second = table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The Meeting noted a second need.")
    table.accept(first)

    with pytest.raises(InConflict):
        table.accept(second)
    table.accept(second, rank=1)

    assert texts_after_closing(table) == [
        WELCOMES,
        "The Meeting noted a second need.",
        "The Meeting noted a need.",
        URGES,
        THANKS,
    ]


def test_accepting_what_amends_another_proposal_absorbs_that_one(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    malaysia = table.propose(
        "MYS",
        AmendmentKind.REPLACE,
        "1.",
        text=WELCOMES.replace("progress", "very good progress"),
        amends=egypt.code,
    )

    table.accept(malaysia)

    assert stands(egypt) == (Standing.ABSORBED, False)
    assert texts_after_closing(table)[0] == WELCOMES.replace("progress", "very good progress")


# In part -------------------------------------------------------------------------------------------


def test_part_of_a_proposal_joins_the_text_and_the_rest_stays_pending(table: Table):
    text = WELCOMES.replace("welcomed", "noted").replace(" in this field", " everywhere")
    egypt = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)

    table.decide(DecisionKind.PART, egypt, chosen=(0,))

    assert stands(egypt) == (Standing.PART, True)
    assert current(egypt).text == WELCOMES.replace(" in this field", " everywhere")
    assert entry_of(egypt).amendment.revisions[0].text == text
    assert texts_after_closing(table)[0] == WELCOMES.replace("welcomed", "noted")
    assert stands(egypt)[1]


@pytest.mark.parametrize("chosen", [(), (0, 1), (7,), (-1,)])
def test_a_part_is_some_of_the_changes_not_none_and_not_all(table: Table, chosen):
    egypt = table.propose(
        "EGY",
        AmendmentKind.REPLACE,
        "1.",
        text=WELCOMES.replace("welcomed", "noted").replace(" in this field", " everywhere"),
    )

    with pytest.raises(WrongShape):
        table.decide(DecisionKind.PART, egypt, chosen=chosen)

    assert count(Decision) == (0,)


def test_a_deletion_cannot_be_accepted_in_part(table: Table):
    with pytest.raises(WrongShape):
        table.decide(DecisionKind.PART, table.propose("EGY", AmendmentKind.DELETE, "2."), chosen=(0,))


# Compromise ----------------------------------------------------------------------------------------


@pytest.fixture
def rivals(table: Table) -> tuple[Amendment, Amendment]:
    return (
        table.replace("EGY", "1.", "progress", "good progress"),
        table.replace("MYS", "1.", "progress", "little progress"),
    )


MIDDLE = WELCOMES.replace("progress", "some progress")


def test_a_compromise_absorbs_and_is_the_text(table: Table, rivals):
    table.decide(DecisionKind.COMPROMISE, *rivals, text=MIDDLE)

    assert [stands(one) for one in rivals] == [(Standing.ABSORBED, False)] * 2
    assert texts_after_closing(table)[0] == MIDDLE


def test_a_compromise_of_two_paragraphs_is_refused(table: Table, rivals):
    with pytest.raises(EmptyLine):
        table.decide(DecisionKind.COMPROMISE, *rivals, text=f"{MIDDLE}\n\nIt took note.")

    db.session.rollback()
    assert [stands(amendment) for amendment in rivals] == [(Standing.PENDING, True)] * 2


def test_the_missions_compromise_is_a_proposal_of_its_own_with_its_line_in_the_journal(table: Table, rivals):
    table.decide(DecisionKind.COMPROMISE, *rivals, text=MIDDLE)

    own = db.session.scalars(select(Amendment).where(Amendment.sponsor_id == party("OICM").id)).one()
    assert own.revisions[0].text == MIDDLE
    acts = db.session.scalars(select(JournalLine.act).where(JournalLine.amendment_id == own.id)).all()
    assert acts == ["submit"]


def test_a_sponsor_who_objects_is_not_absorbed_and_stays_pending(table: Table, rivals):
    egypt, malaysia = rivals
    table.decide(DecisionKind.COMPROMISE, *rivals, text=MIDDLE)

    for code, one, word in (("EGY", egypt, Answer.OBJECT), ("MYS", malaysia, Answer.LIVE_WITH)):
        reason = "It loses the point." if word is Answer.OBJECT else ""
        answers.answer(table.head(code), one.code, party=party(code).id, answer=word, reason=reason)

    assert stands(egypt) == (Standing.CONTESTED, True)
    assert stands(malaysia) == (Standing.ABSORBED, False)
    assert paragraph(table, "1.").state == "conflict"


def test_a_new_version_voids_the_earlier_and_absorbs_the_same_again(table: Table, rivals):
    first = table.decide(DecisionKind.COMPROMISE, *rivals, text=MIDDLE).id
    better = WELCOMES.replace("progress", "considerable progress")

    table.decide(DecisionKind.COMPROMISE, *rivals, text=better)

    voiding = db.session.scalars(select(Decision).where(Decision.voids_id == first)).one()
    assert voiding.kind == "void"
    assert [stands(one)[0] for one in rivals] == [Standing.ABSORBED] * 2
    assert texts_after_closing(table)[0] == better


def test_a_compromise_that_is_taken_again_ended_with_its_decision_and_no_sponsor_withdrew_it(
    table: Table, rivals
):
    first = table.decide(DecisionKind.COMPROMISE, *rivals, text=MIDDLE, level=None)
    mine = select(Amendment).where(Amendment.sponsor_id == party("OICM").id).order_by(Amendment.id)
    own = db.session.scalars(mine).one()

    decisions.keep(
        table.mission, first.id, sitting=table.sitting(Level.EXPERT), seen=paragraph(table, "1.").counter
    )

    withdrawn = table.propose("OICM", AmendmentKind.DELETE, "2.")
    amendments.withdraw(table.mission, withdrawn.code)
    communique = db.session.get_one(Communique, table.communique)
    records = load_amendments(db.session, Amendment.id.in_([own.id, withdrawn.id])).entries
    statuses = load_statuses(db.session(), communique, table.mission, records.values())
    assert {key: statuses.where(record).ended_with_decision for key, record in records.items()} == {
        own.id: True,
        withdrawn.id: False,
    }


def test_what_a_new_version_leaves_out_is_pending_again(table: Table, rivals):
    egypt, malaysia = rivals
    table.decide(DecisionKind.COMPROMISE, *rivals, text=MIDDLE)

    table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("progress", "much progress"))

    assert stands(malaysia) == (Standing.PENDING, True)


def absorbed_with_one_objection(table: Table, rivals: tuple[Amendment, Amendment]) -> None:
    """Let a compromise absorb both; Malaysia can live with it, Egypt objects."""
    table.decide(DecisionKind.COMPROMISE, *rivals, text=MIDDLE)
    for code, one, word in (("EGY", rivals[0], Answer.OBJECT), ("MYS", rivals[1], Answer.LIVE_WITH)):
        reason = "It loses the point." if word is Answer.OBJECT else ""
        answers.answer(table.head(code), one.code, party=party(code).id, answer=word, reason=reason)


def test_a_new_version_after_an_objection_keeps_all_and_asks_every_sponsor_again(table: Table, rivals):
    absorbed_with_one_objection(table, rivals)

    table.decide(DecisionKind.COMPROMISE, *rivals, text=WELCOMES.replace("progress", "solid progress"))

    assert [stands(one) for one in rivals] == [(Standing.ABSORBED, False)] * 2
    for one in rivals:
        entry = entry_of(one)
        assert answers.asked_of(entry, unpublished=lambda _: True).key == entry.disposition.id
        assert entry.answered is None


def test_what_would_fall_back_to_pending_is_named_before_it_is_decided(table: Table, rivals):
    egypt, malaysia = rivals
    absorbed_with_one_objection(table, rivals)
    better = WELCOMES.replace("progress", "solid progress")

    kept = preview(table, "1.", DecisionKind.COMPROMISE, *rivals, text=better)
    left = preview(table, "1.", DecisionKind.COMPROMISE, egypt, text=better)

    assert (kept.released, kept.follows) == (frozenset(), ())
    assert left.released == {malaysia.id}
    assert [entry.amendment.id for entry, _ in left.follows] == [malaysia.id]


def test_what_a_compromise_absorbed_is_not_decided_otherwise_while_it_stands(table: Table, rivals):
    absorbed_with_one_objection(table, rivals)

    with pytest.raises(IllegalMove):
        table.decide(DecisionKind.REJECT, rivals[1], reason="Said already.")


def test_a_compromise_without_text_or_change_is_refused(table: Table, rivals):
    with pytest.raises(WrongShape):
        table.decide(DecisionKind.COMPROMISE, *rivals, text="  ")
    with pytest.raises(CompromiseAsText):
        table.decide(DecisionKind.COMPROMISE, *rivals, text=WELCOMES)

    assert count(Decision) == (0,)


def test_a_compromise_on_a_new_paragraph_brings_it_in_its_own_words(table: Table):
    egypt = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")

    table.decide(DecisionKind.COMPROMISE, egypt, text="The Meeting noted the need.")

    assert stands(egypt) == (Standing.ABSORBED, False)
    assert texts_after_closing(table)[1] == "The Meeting noted the need."


# Rejecting, bracketing, deferring, agreeing --------------------------------------------------------


def test_a_rejection_needs_a_reason_and_leaves_the_text_as_it_is(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")

    with pytest.raises(WrongShape):
        table.decide(DecisionKind.REJECT, egypt, reason="  \n ")
    assert stands(egypt) == (Standing.PENDING, True)

    table.decide(DecisionKind.REJECT, egypt, reason="Paragraph 2 says it.")
    assert stands(egypt) == (Standing.REJECTED, False)
    assert texts_after_closing(table)[0] == WELCOMES


def test_brackets_are_printed_with_each_alternative_once(table: Table, rivals):
    table.decide(DecisionKind.BRACKETS, *rivals)

    assert [stands(one)[0] for one in rivals] == [Standing.BRACKETED] * 2
    assert paragraph(table, "1.").state == "brackets"
    printed = texts_after_closing(table)[0]
    assert "[good]" in printed.replace(" progress]", "]")
    assert "[little]" in printed.replace(" progress]", "]")


def test_what_has_no_words_cannot_be_bracketed(table: Table):
    move = table.propose("EGY", AmendmentKind.MOVE, "1.", after="2.")

    with pytest.raises(CannotBracket):
        table.decide(DecisionKind.BRACKETS, move)

    assert stands(move) == (Standing.PENDING, True)


def test_what_is_deferred_waits_on_and_can_be_decided_later(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")

    table.decide(DecisionKind.DEFER, egypt)
    assert stands(egypt) == (Standing.DEFERRED, True)
    assert paragraph(table, "1.").state == "deferred"

    table.accept(egypt)
    assert stands(egypt) == (Standing.ACCEPTED, False)


def agree(table: Table, label: str, level: Level | None = Level.TROIKA) -> Decision:
    here = paragraph(table, label)
    judged = judgement(DecisionKind.AGREE, on=here.id, level=level)
    return decisions.decide(table.mission, here.id, judged, seen=here.counter)


def test_a_paragraph_on_which_nothing_is_pending_is_agreed_as_it_stands(table: Table):
    agree(table, "3.")

    assert (paragraph(table, "3.").state, paragraph(table, "3.").agreed_level) == ("agreed", "troika")
    assert texts_after_closing(table)[2] == THANKS


def test_an_agreement_names_its_sitting_and_waits_for_what_is_pending(table: Table):
    table.replace("EGY", "1.", "progress", "good progress")

    with pytest.raises(WrongShape):
        agree(table, "1.")
    with pytest.raises(WrongShape):
        agree(table, "3.", level=None)


def test_a_paragraph_is_not_agreed_while_something_is_pending_on_what_it_takes_in(table: Table):
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."), level=None)
    table.propose("MYS", AmendmentKind.DELETE, "2.")

    with pytest.raises(WrongShape):
        agree(table, "1.")


def test_a_paragraph_is_agreed_whatever_is_proposed_to_follow_it(table: Table):
    table.propose("EGY", AmendmentKind.INSERT, after="3.", text="The Meeting closed.")

    agree(table, "3.")

    assert count(Decision) == (1,)


def test_the_missions_own_proposal_is_submitted_at_the_moment_at_which_it_is_accepted(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")

    made = table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("progress", "fair progress"))

    own = db.session.scalars(select(Amendment).where(Amendment.sponsor_id == party("OICM").id)).one()
    assert own.submitted_at == made.at


def test_in_the_evening_of_new_york_a_decision_bears_the_day_of_new_york(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    senegal = table.replace("SEN", "3.", "host", "kind host")

    with clock_at(EVENING):
        made = table.accept(egypt)
        voided = table.void(made, reason="Too early.")
        dated = table.accept(senegal, agreed_on=date(2030, 11, 24))

    assert {one.agreed_on for one in (made, voided, dated)} == {date(2030, 11, 24)}


# Brackets ------------------------------------------------------------------------------------------

BRACKETED = "The Meeting [urged / invited] all of them to reach the [existing] goals."


@pytest.fixture
def bracketed(session: object) -> Table:
    return make_table(BRACKETED, THANKS)


def lift(table: Table, *settled: tuple[int, int], **facts: object) -> Decision:
    here = paragraph(table, "1.")
    judged = judgement(DecisionKind.ACCEPT, on=here.id, **{"settled": settled, **facts})
    return decisions.decide(table.mission, here.id, judged, seen=here.counter)


def test_half_a_pair_of_brackets_is_not_lifted(bracketed: Table):
    egypt = bracketed.propose(
        "EGY", AmendmentKind.REPLACE, "1.", text=BRACKETED.replace("[existing]", "existing")
    )

    with pytest.raises(LooseBracket):
        bracketed.decide(DecisionKind.PART, egypt, chosen=(0,))
    assert count(Decision) == (0,)

    bracketed.accept(egypt)
    assert texts_after_closing(bracketed)[0].endswith("the existing goals.")


def test_a_compromise_with_a_loose_bracket_is_refused_and_shown(bracketed: Table):
    egypt = bracketed.propose("EGY", AmendmentKind.DELETE, "1.")
    text = BRACKETED.replace("[existing", "existing")

    shown = preview(bracketed, "1.", DecisionKind.COMPROMISE, egypt, text=text)
    with pytest.raises(LooseBracket):
        bracketed.decide(DecisionKind.COMPROMISE, egypt, text=text)

    assert shown.after == text


def test_where_a_bracket_was_loose_before_other_words_are_decided_all_the_same(session: object):
    table = make_table("The Meeting noted] the goals.")

    table.accept(table.replace("EGY", "1.", "the goals", "all goals"))

    assert texts_after_closing(table) == ["The Meeting noted] all goals."]


def test_a_paragraph_is_not_agreed_while_it_holds_brackets(bracketed: Table):
    with pytest.raises(BracketsStand):
        agree(bracketed, "1.")
    assert count(Decision) == (0,)

    lift(bracketed, (0, 1), (1, 1))
    assert paragraph(bracketed, "1.").state == "agreed"


def test_brackets_are_lifted_in_one_act_by_the_missions_own_accepted_proposal(bracketed: Table):
    lift(bracketed, (0, 1), (1, 1), level=Level.TROIKA)

    own = db.session.scalars(select(Amendment).where(Amendment.sponsor_id == party("OICM").id)).one()
    assert stands(own) == (Standing.ACCEPTED, False)
    acts = db.session.scalars(select(JournalLine.act).where(JournalLine.amendment_id == own.id)).all()
    assert acts == ["submit", "accept"]
    assert texts_after_closing(bracketed)[0] == "The Meeting invited all of them to reach the goals."


def test_one_place_is_lifted_and_the_paragraph_stays_in_brackets_for_the_other(bracketed: Table):
    lift(bracketed, (1, 0))
    assert paragraph(bracketed, "1.").state == "brackets"

    lift(bracketed, (0, 0))
    assert paragraph(bracketed, "1.").state == "agreed"
    assert texts_after_closing(bracketed)[0] == "The Meeting urged all of them to reach the existing goals."


def test_brackets_are_lifted_beside_what_was_accepted_on_other_words(bracketed: Table):
    bracketed.accept(bracketed.replace("EGY", "1.", "all of them", "all members"))

    lift(bracketed, (0, 0), (1, 0))

    assert texts_after_closing(bracketed)[0] == "The Meeting urged all members to reach the existing goals."


@pytest.mark.parametrize("settled", [((2, 0),), ((0, 9),), ((0, 0), (0, 1))])
def test_a_choice_of_brackets_that_is_none_is_refused(bracketed: Table, settled):
    with pytest.raises(WrongDecision):
        lift(bracketed, *settled)

    assert count(Decision, Amendment) == (0, 0)


def test_a_comma_printed_in_brackets_and_lifted_stands_close_to_its_word(session: object):
    table = make_table("The Meeting stressed science and technology in it.")
    wanted = "The Meeting stressed science, technology and innovation in it."
    table.decide(DecisionKind.BRACKETS, table.propose("SEN", AmendmentKind.REPLACE, "1.", text=wanted))
    table.close()
    table.open()

    lift(table, (0, 1))

    assert texts_after_closing(table) == [wanted]


def test_who_wants_a_bracket_does_not_get_into_the_text(session: object):
    table = make_table("The Meeting noted [EGY, Malaysia: all] goals.")

    lift(table, (0, 0))

    assert texts_after_closing(table) == ["The Meeting noted all goals."]


# Voiding -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.BRACKETS])
def test_voiding_makes_the_proposal_pending_as_if_nothing_had_been_decided(table: Table, kind):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    decision = table.decide(kind, egypt, reason="So it was agreed.")

    table.void(decision, reason="It was recorded by mistake.")

    assert stands(egypt) == (Standing.PENDING, True)
    assert paragraph(table, "1.").state == "open"
    assert texts_after_closing(table)[0] == WELCOMES


def test_voiding_a_part_puts_the_whole_proposal_together_again(table: Table):
    text = WELCOMES.replace("welcomed", "noted").replace(" in this field", " everywhere")
    egypt = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    decision = table.decide(DecisionKind.PART, egypt, chosen=(0,))

    table.void(decision, reason="By mistake.")

    assert current(egypt).text == text
    assert stands(egypt)[1]


def test_voiding_needs_a_reason_and_happens_once(table: Table):
    decision = table.accept(table.replace("EGY", "1.", "progress", "good progress"))

    with pytest.raises(WrongShape):
        table.void(decision, reason=" ")
    voiding = table.void(decision, reason="By mistake.")
    for again in (decision, voiding):
        with pytest.raises(IllegalMove):
            table.void(again, reason="Twice.")


def test_the_deletion_of_a_new_paragraph_keeps_the_insertion_from_being_voided(table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    brought = table.accept(new)
    later = table.propose("MYS", AmendmentKind.INSERT, after=_code(new), text="The Meeting noted another.")
    table.accept(later)

    with pytest.raises(InConflict):
        table.void(brought, reason="By mistake.")

    assert stands(new) == (Standing.ACCEPTED, False)


def _code(amendment: Amendment) -> str:
    return db.session.get_one(Paragraph, db.session.get_one(Amendment, amendment.id).paragraph_id).code


# What is refused -----------------------------------------------------------------------------------


def test_a_decision_from_an_old_page_is_refused(table: Table):
    egypt = table.replace("EGY", "1.", "welcomed", "noted")
    malaysia = table.replace("MYS", "1.", "progress", "good progress")
    here = paragraph(table, "1.")
    key, seen = here.id, here.counter
    table.accept(egypt)

    with pytest.raises(DecidedMeanwhile):
        judgement = Judgement(DecisionKind.ACCEPT, (current(malaysia).id,))
        decisions.decide(table.mission, key, judgement, seen=seen)

    assert stands(malaysia) == (Standing.PENDING, True)


def test_two_people_on_two_paragraphs_do_not_disturb_each_other(table: Table):
    first, second = (
        table.replace("EGY", "1.", "welcomed", "noted"),
        table.replace("MYS", "2.", "urged", "invited"),
    )
    seen = paragraph(table, "2.").counter
    table.accept(first)

    judgement = Judgement(DecisionKind.ACCEPT, (current(second).id,))
    decisions.decide(table.mission, paragraph(table, "2.").id, judgement, seen=seen)

    assert stands(second) == (Standing.ACCEPTED, False)


def test_what_was_withdrawn_is_not_decided(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    amendments.withdraw(table.head("EGY"), egypt.code)

    with pytest.raises(IllegalMove):
        table.accept(egypt)

    assert stands(egypt) == (Standing.WITHDRAWN, False)


def test_a_revision_that_its_sponsor_has_replaced_is_not_decided(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    old = current(egypt).id
    better = table.proposal(
        AmendmentKind.REPLACE, "1.", text=WELCOMES.replace("progress", "great progress"), seen=old
    )
    amendments.revise(table.head("EGY"), egypt.code, better)
    here = paragraph(table, "1.")

    with pytest.raises(IllegalMove):
        decisions.decide(table.mission, here.id, Judgement(DecisionKind.ACCEPT, (old,)), seen=here.counter)

    assert stands(egypt) == (Standing.PENDING, True)


def test_what_was_decided_is_not_decided_again(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(egypt)

    with pytest.raises(IllegalMove):
        table.decide(DecisionKind.REJECT, egypt, reason="After all.")


def test_a_decision_names_what_it_decides(table: Table):
    here = paragraph(table, "1.")

    with pytest.raises(WrongShape):
        decisions.decide(table.mission, here.id, Judgement(DecisionKind.ACCEPT), seen=here.counter)


def test_a_proposal_on_another_paragraph_is_not_decided_here(table: Table):
    there = table.replace("EGY", "2.", "urged", "invited")
    here = paragraph(table, "1.")

    with pytest.raises(IllegalMove):
        decisions.decide(
            table.mission,
            here.id,
            Judgement(DecisionKind.ACCEPT, (current(there).id,)),
            seen=here.counter,
        )


def test_only_the_mission_decides_and_voids(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    head, here = table.head("EGY"), paragraph(table, "1.")
    judgement = Judgement(DecisionKind.ACCEPT, (current(egypt).id,))

    with pytest.raises(NotPermitted):
        decisions.decide(head, here.id, judgement, seen=here.counter)
    with pytest.raises(NotPermitted):
        preview_decision(head, db.session(), here.id, judgement)
    decision = table.accept(egypt)
    with pytest.raises(NotPermitted):
        decisions.void(head, decision.id, reason="No.", seen=paragraph(table, "1.").counter)


def test_nothing_is_decided_after_the_closing(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    decision = table.accept(egypt)
    table.close()

    with pytest.raises(AlreadyClosed):
        agree(table, "1.")
    with pytest.raises(AlreadyClosed):
        table.void(decision, reason="Late.")


def test_a_decision_that_never_was_is_not_voided(table: Table):
    with pytest.raises(NotFound):
        decisions.void(table.mission, 2**31 - 1, reason="No.", seen=0)


# The result before it is decided -------------------------------------------------------------------


def preview(table: Table, label: str, kind: DecisionKind, *decided: Amendment, **facts) -> Preview:
    here = paragraph(table, label).id
    judged = judgement(kind, tuple(current(one).id for one in decided), on=here, **{"level": None, **facts})
    return preview_decision(table.mission, db.session(), here, judged)


def test_the_result_is_shown_with_what_follows_and_nothing_is_written(table: Table, rivals):
    egypt, malaysia = rivals
    other = table.replace("SEN", "1.", "welcomed", "noted")
    before = count(Decision, Disposition, JournalLine, Revision)

    shown = preview(table, "1.", DecisionKind.ACCEPT, egypt)

    assert (shown.before, shown.after) == (WELCOMES, WELCOMES.replace("progress", "good progress"))
    assert {entry.amendment.id: carried.verdict for entry, carried in shown.follows} == {
        malaysia.id: Verdict.OVERTAKEN,
        other.id: Verdict.CARRIED,
    }
    assert count(Decision, Disposition, JournalLine, Revision) == before


def test_a_dispute_is_shown_before_it_is_refused(table: Table, rivals):
    egypt, malaysia = rivals
    table.accept(egypt)

    shown = preview(table, "1.", DecisionKind.ACCEPT, malaysia)

    assert set(shown.disagreements[0].proposals) == {egypt.id, malaysia.id}
    assert shown.follows == ()


def test_a_deletion_is_shown_as_a_paragraph_that_is_gone(table: Table):
    gone = table.propose("EGY", AmendmentKind.DELETE, "2.")

    assert preview(table, "2.", DecisionKind.ACCEPT, gone).after is None


def test_a_move_is_shown_with_its_new_place(table: Table):
    moved = table.propose("EGY", AmendmentKind.MOVE, "1.", after="3.")

    shown = preview(table, "1.", DecisionKind.ACCEPT, moved)

    assert (shown.before, shown.after) == (WELCOMES, WELCOMES)
    assert (shown.place.after.text, shown.place.labels) == (THANKS, ("3.",))


def test_a_split_is_shown_with_both_parts_and_their_numbers(table: Table):
    text = WELCOMES.replace(" made by", PART + "made by")
    split = table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=tuple(text.split(PART)))

    shown = preview(table, "1.", DecisionKind.ACCEPT, split)

    assert shown.after == text
    assert shown.place.labels == ("1.", "2.")


def test_a_second_split_at_another_place_is_refused_as_a_conflict_and_the_round_can_be_closed(table: Table):
    halves = [tuple(WELCOMES.replace(f" {at}", PART + at).split(PART)) for at in ("made by", "in this")]
    one, other = (
        table.propose(code, AmendmentKind.SPLIT, "1.", parts=parts)
        for code, parts in zip(("EGY", "MYS"), halves, strict=True)
    )
    table.accept(one)

    with pytest.raises(InConflict):
        table.accept(other)

    assert table.close().sequence == 1


def test_a_new_wording_has_no_new_place(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")

    assert preview(table, "1.", DecisionKind.ACCEPT, egypt).place is None


def test_a_deferral_is_previewed_without_the_deferred_proposal_among_the_consequences(table: Table, rivals):
    egypt, malaysia = rivals

    shown = preview(table, "1.", DecisionKind.DEFER, egypt)

    assert [entry.amendment.id for entry, _ in shown.follows] == [malaysia.id]


def test_the_journal_tells_each_decision_with_its_sitting_and_both_states(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(egypt, level=Level.MINISTERIAL)

    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "accept")).one()

    assert (line.before, line.after, line.subject) == (
        Standing.PENDING,
        Outcome.ACCEPTED,
        "ministerial / washington #1",
    )
    assert line.amendment_id == egypt.id
    assert line.paragraph_id == table.line("1.").line.paragraph
    assert read_journal(db.session, table.mission, amendment_id=egypt.id)[0].id == line.id


# A wording that was kept beside brackets -------------------------------------------------------------


@pytest.fixture
def kept(table: Table) -> tuple[Amendment, Amendment, Amendment]:
    """Return what keeps the first paragraph, and two on it whose words are retained in brackets."""
    keeps = table.propose("SEN", AmendmentKind.KEEP, "1.")
    inserts = table.replace("EGY", "1.", "progress", "good progress")
    deletes = table.replace("MYS", "1.", "all its members", "members")
    table.decide(DecisionKind.BRACKETS, inserts, deletes)
    return keeps, inserts, deletes


def test_keep_as_is_stays_pending_and_is_carried_over_beside_brackets(table: Table, kept):
    assert entry_of(kept[0]).pending

    with clock_at(table.next_round()):
        keeps = entry_of(kept[0])

    assert "[good]" in table.line("1.").line.text
    assert (keeps.standing, keeps.pending, keeps.restores) == (Standing.CARRIED, True, True)
    assert (keeps.base, keeps.revision.text) == (table.line("1.").line.text, WELCOMES)


def test_accepting_what_was_kept_restores_the_wording_and_supersedes_the_words_in_brackets(
    table: Table, kept
):
    keeps, inserts, deletes = kept
    with clock_at(table.next_round()):
        told = preview_decision(
            table.mission,
            db.session,
            keeps.paragraph_id,
            Judgement(DecisionKind.ACCEPT, (current(keeps).id,)),
        )
        table.accept(keeps)

    assert told.after == WELCOMES
    assert {(entry.amendment.id, lifted.standing) for entry, lifted in told.freed} == {
        (inserts.id, Standing.OVERTAKEN),
        (deletes.id, Standing.OVERTAKEN),
    }
    with clock_at(utcnow() + 9 * DAY):
        table.close()
    assert table.lines()[0].text == WELCOMES
    assert verification.verify(db.session).findings == ()


def test_what_was_kept_and_another_change_of_the_bracketed_wording_are_in_conflict(table: Table, kept):
    with clock_at(table.next_round()):
        table.accept(table.replace("JOR", "1.", "welcomed", "noted"))

        with pytest.raises(InConflict):
            table.accept(kept[0])


def test_lifting_brackets_says_what_becomes_of_the_proposals_in_them(table: Table, kept):
    _keeps, inserts, deletes = kept
    with clock_at(table.next_round()):
        judgement = Judgement(DecisionKind.ACCEPT, settled=((0, 0), (1, 0)))
        told = preview_decision(table.mission, db.session, inserts.paragraph_id, judgement)

    assert told.after == WELCOMES.replace("progress", "good progress")
    assert {(entry.amendment.id, lifted.standing) for entry, lifted in told.freed} == {
        (inserts.id, Standing.ACCEPTED),
        (deletes.id, Standing.OVERTAKEN),
    }


def test_to_keep_a_paragraph_and_to_join_it_to_the_one_before_are_not_both_accepted(table: Table):
    keeps = table.propose("SEN", AmendmentKind.KEEP, "2.")
    joins = table.propose("EGY", AmendmentKind.JOIN, "1.")
    table.accept(keeps)

    with pytest.raises(InConflict):
        table.accept(joins)

    assert entry_of(joins).pending


def test_what_keeps_a_paragraph_is_superseded_by_its_join_to_the_one_before(table: Table):
    keeps = table.propose("SEN", AmendmentKind.KEEP, "2.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."))

    table.close()

    assert entry_of(keeps).standing is Standing.OVERTAKEN
