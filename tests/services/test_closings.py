"""A round is closed once; what that makes of the text and of what is pending."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from acm_drafts.negotiation.errors import (
    AlreadyClosed,
    DeadlineAhead,
    InConflict,
    NotAllAgreed,
    NotFound,
    SymbolTaken,
)
from acm_drafts.negotiation.lifecycle import DeclinedSince
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    DecisionKind,
    DraftStatus,
    Level,
    ParagraphState,
    SittingResult,
    Standing,
    Verdict,
)
from acm_drafts.services import agreements, amendments, answers, closings, decisions, rounds, verification
from acm_drafts.services.evaluation import Judgement
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import agreed_paragraphs, readable_drafts
from acm_drafts.store.records import (
    Amendment,
    Descent,
    Disposition,
    Draft,
    JournalLine,
    LineRow,
    Paragraph,
    Revision,
    Round,
    VerdictRow,
    Wording,
)
from acm_drafts.store.rounds import round_context
from tests.factories import party
from tests.sittings import hold, make_body, record
from tests.tables import DAY, Table, current, make_table

WELCOMES = "The Meeting welcomed the progress made by all its members in this field."
URGES = "The Meeting urged all of them to act."
THANKS = "The Meeting thanked the host country."


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WELCOMES, URGES, THANKS)


def written() -> tuple[int, ...]:
    db.session.rollback()
    records = (Draft, LineRow, Wording, VerdictRow, JournalLine, Descent)
    return tuple(db.session.scalar(select(func.count()).select_from(record)) for record in records)


def stands(amendment: Amendment) -> tuple[Standing, bool]:
    key = amendment.id
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == key).entries[key]
    return entry.standing, entry.pending


def verdict_on(amendment: Amendment) -> Verdict:
    found = load_amendments(db.session, Amendment.id == amendment.id).entries[amendment.id]
    row = found.verdict or found.brought_by
    assert row is not None
    return Verdict(row.verdict)


def the_round(table: Table) -> Round:
    db.session.expire_all()
    return db.session.get_one(Round, table.round)


# Closing -------------------------------------------------------------------------------------------


def test_a_round_is_not_closed_before_its_deadline(table: Table):
    before = written()

    with pytest.raises(DeadlineAhead):
        closings.close_round(table.mission, table.round)
    with pytest.raises(DeadlineAhead), clock_at(the_round(table).deadline):
        closings.close_round(table.mission, table.round)

    assert written() == before


def agree_all(table: Table) -> None:
    context = round_context(db.session, table.round)
    left = agreements.remaining(db.session, context)
    agreements.agree_rest(
        table.mission, table.round, sitting=table.sitting(Level.MINISTERIAL), seen=left.seen
    )


@pytest.mark.parametrize("status", [DraftStatus.FINAL, DraftStatus.AD_REFERENDUM])
def test_a_draft_is_declared_final_or_agreed_only_when_all_its_paragraphs_are_agreed(
    table: Table, status: DraftStatus
):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"), level=None)
    before = written()

    with pytest.raises(NotAllAgreed) as refusal:
        table.close(status=status)

    assert refusal.value.facts == {"count": 3, "all": 3}
    assert written() == before
    agree_all(table)
    assert table.close(status=status).status == status


def test_words_that_are_still_proposed_on_an_agreed_paragraph_do_not_let_it_be_final_unseen(table: Table):
    table.replace("MYS", "2.", "urged", "invited")
    agree_all(table)

    with pytest.raises(NotAllAgreed) as refusal:
        table.close(status=DraftStatus.FINAL)

    assert refusal.value.facts == {"count": 1, "all": 3}
    assert table.close().status == DraftStatus.REVISED


def test_a_draft_is_not_final_over_what_was_declined_since_a_level_agreed_it(table: Table):
    agree_all(table)
    sitting = hold(table, make_body(Level.AMBASSADORIAL), ["2."])
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    with clock_at(sitting.begins_at + timedelta(hours=1)):
        rounds.change_deadline(table.mission, table.round, utcnow())
    with clock_at(sitting.begins_at + timedelta(hours=2)):
        shown = closings.preview_closing(table.mission, db.session(), table.round).count
        before = written()

        with pytest.raises(DeclinedSince) as refusal:
            closings.close_round(table.mission, table.round, status=DraftStatus.FINAL)

        assert refusal.value.facts == {"count": 1, "all": 3, "numbers": "2"}
        assert (shown.agreed, [line.reference for line in shown.declined]) == (2, ["2"])
        assert written() == before
        table.agree("2.")
        closed = closings.close_round(table.mission, table.round, status=DraftStatus.FINAL)
    assert closed.status == DraftStatus.FINAL


def test_a_round_is_closed_once(table: Table):
    table.close()
    before = written()

    with pytest.raises(AlreadyClosed):
        table.close()

    assert written() == before
    assert the_round(table).next_draft_id == table.draft


def test_the_next_draft_is_the_previous_one_and_the_decisions_and_nothing_else(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    table.replace("MYS", "2.", "urged", "invited")
    old = {line.paragraph: line.wording for line in table.lines()}

    draft = table.close(status=DraftStatus.CHAIR)

    new = table.lines()
    assert [line.text for line in new] == [WELCOMES.replace("progress", "good progress"), URGES, THANKS]
    assert [line.label for line in new] == ["1.", "2.", "3."]
    assert [line.paragraph for line in new] == list(old)
    assert [line.wording == old[line.paragraph] for line in new] == [False, True, True]
    assert (draft.symbol, draft.status, draft.sequence) == ("OIC/FC/Rev.1", "chairs-text", 1)
    assert verification.verify(db.session).findings == ()


def test_the_next_draft_is_read_by_the_mission_alone_until_it_is_circulated(table: Table):
    egypt = table.head("EGY")
    table.close()

    assert [version.draft.sequence for version in readable_drafts(db.session, table.communique, egypt)] == [0]
    assert [
        version.draft.sequence for version in readable_drafts(db.session, table.communique, table.mission)
    ] == [0, 1]


def test_a_symbol_that_is_taken_refuses_the_closing_and_leaves_nothing(table: Table):
    before = written()

    with pytest.raises(SymbolTaken):
        table.close(symbol="OIC/FC")

    assert written() == before
    assert the_round(table).closed_at is None


def test_numbers_are_made_good_and_parts_and_joins_know_where_they_came_from(table: Table):
    half = URGES.index(" of them")
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."))
    table.accept(table.propose("MYS", AmendmentKind.SPLIT, "2.", parts=(URGES[:half], URGES[half + 1 :])))

    table.close()

    assert [(line.label, line.text) for line in table.lines()] == [
        ("1.", "The Meeting urged all"),
        ("2.", "of them to act."),
        ("3.", THANKS),
    ]
    assert len(db.session.scalars(select(Descent)).all()) == 1
    assert verification.verify(db.session).findings == ()


def test_both_parts_of_a_split_are_agreed_as_it_was_before_closing_and_after(table: Table):
    split = table.propose(
        "SEN", AmendmentKind.SPLIT, "2.", parts=("The Meeting urged all", "of them to act.")
    )
    part = db.session.get_one(Paragraph, current(split).parts[0])

    decision = table.accept(split, level=Level.EXPERT)
    assert (part.state, part.agreed_level) == (ParagraphState.AGREED, Level.EXPERT)

    table.void(decision, reason="Too early.")
    assert (part.state, part.agreed_level) == (ParagraphState.UNTOUCHED, None)

    table.accept(split, level=Level.MINISTERIAL)
    assert verification.verify(db.session).findings == ()
    table.close()
    shown = [(table.line(label).state, table.line(label).agreed_level) for label in ("2.", "3.", "4.")]
    assert shown == [("agreed", "ministerial"), ("agreed", "ministerial"), ("untouched", None)]
    assert verification.verify(db.session).findings == ()


def test_a_split_that_is_carried_over_or_contested_keeps_the_identities_of_its_parts(table: Table):
    halves = ("The Meeting urged all", "of them to act.")
    waits, rejected = (
        table.propose(code, AmendmentKind.SPLIT, "2.", parts=halves) for code in ("SEN", "EGY")
    )
    parts = {one.id: current(one).parts for one in (waits, rejected)}
    table.decide(DecisionKind.REJECT, rejected, reason="One is enough.", level=None)

    table.close()
    table.contest(rejected)

    assert [(current(one).made, current(one).parts) for one in (waits, rejected)] == [
        ("carried", parts[waits.id]),
        ("contested", parts[rejected.id]),
    ]
    assert all(len(keys) == 1 for keys in parts.values())


def test_joined_paragraphs_stand_as_one(table: Table):
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "2."))

    table.close()

    assert [line.text for line in table.lines()] == [WELCOMES, f"{URGES} {THANKS}"]
    assert verification.verify(db.session).findings == ()


def test_a_moved_paragraph_keeps_its_identity_and_gets_the_number_of_its_place(table: Table):
    moved = table.line("1.").line.paragraph
    table.accept(table.propose("EGY", AmendmentKind.MOVE, "1.", after="3."))

    table.close()

    last = table.lines()[-1]
    assert (last.paragraph, last.label, last.text) == (moved, "3.", WELCOMES)
    assert verification.verify(db.session).findings == ()


# Conflicts -------------------------------------------------------------------------------------------


def test_conflicts_among_pending_proposals_travel_on(table: Table):
    rivals = [
        table.replace(c, "1.", "progress", f"{w} progress") for c, w in (("EGY", "good"), ("MYS", "some"))
    ]

    table.close()

    assert [verdict_on(one) for one in rivals] == [Verdict.CONFLICT] * 2
    assert [stands(one) for one in rivals] == [(Standing.CONFLICT, True)] * 2
    assert table.lines()[0].text == WELCOMES
    assert verification.verify(db.session).findings == ()


def test_conflicts_among_pending_proposals_are_printed_in_brackets_where_the_mission_wants_it(table: Table):
    for code, word in (("EGY", "good"), ("MYS", "some")):
        table.replace(code, "1.", "progress", f"{word} progress")

    table.close(print_conflicts=True)

    assert "[good]" in table.lines()[0].text
    assert "[some]" in table.lines()[0].text
    assert verification.verify(db.session).findings == ()


def test_only_wordings_in_conflict_are_printed_in_brackets_and_others_of_the_paragraph_are_carried_over(
    table: Table,
):
    rivals = [
        table.replace(c, "1.", "progress", f"{w} progress") for c, w in (("EGY", "good"), ("MYS", "some"))
    ]
    beside = table.replace("SEN", "1.", "in this field", "in this field, and upon request")

    table.close(print_conflicts=True)

    assert [stands(one)[0] for one in rivals] == [Standing.BRACKETED] * 2
    assert stands(beside) == (Standing.CARRIED, True)
    assert "upon request" not in table.lines()[0].text
    assert verification.verify(db.session).findings == ()


def test_the_preview_shows_what_printing_conflicts_in_brackets_makes_of_text_and_proposals(table: Table):
    for code, word in (("EGY", "good"), ("MYS", "some")):
        table.replace(code, "1.", "progress", f"{word} progress")
        table.replace(code, "2.", "act", f"act, {word} of them")
    table.replace("SEN", "1.", "in this field", "in this field, and upon request")
    table.propose("SEN", AmendmentKind.DELETE, "2.")
    table.accept(table.replace("SEN", "3.", "host", "kind host"))
    table.replace("EGY", "3.", "host", "generous host")

    printed = closings.preview_closing(table.mission, db.session, table.round).printed

    assert printed is not None
    shown = {record.amendment.id for record in printed.bracketed}
    outcomes = {record.amendment.id: carried.verdict for record, carried in printed.verdicts}
    texts = [line.text for line in printed.lines]
    table.close(print_conflicts=True)
    bracketed = select(Revision.amendment_id).join(Disposition).where(Disposition.outcome == "bracketed")
    verdicts = select(Revision.amendment_id, VerdictRow.verdict).join(
        Revision, Revision.id == VerdictRow.revision_id
    )
    assert [line.text for line in table.lines()] == texts
    assert set(db.session.scalars(bracketed)) == shown
    assert dict(db.session.execute(verdicts).all()) == outcomes


def test_where_no_conflict_can_be_printed_in_brackets_the_preview_offers_none(table: Table):
    table.replace("EGY", "1.", "progress", "good progress")
    table.replace("SEN", "1.", "in this field", "in this field, and upon request")

    assert closings.preview_closing(table.mission, db.session, table.round).printed is None


def test_conflicting_wordings_that_would_leave_half_a_bracket_travel_on(table: Table):
    """It did not let the round be closed: the refusal spoke of half a bracket, which nobody could tick."""
    table.accept(table.replace("EGY", "1.", "progress", "[great] progress"))
    table.close()
    table.open()
    rivals = [table.replace("MYS", "1.", "[great", "good"), table.replace("SEN", "1.", "[great", "[vast")]

    table.close(print_conflicts=True)

    assert "[great] progress" in table.lines()[0].text
    assert [stands(one) for one in rivals] == [(Standing.CONFLICT, True)] * 2
    assert verification.verify(db.session).findings == ()


def test_closing_costs_as_many_statements_for_many_pending_proposals_as_for_few(table: Table):
    few = statements_of_closing(table, 2)
    table.open()

    assert statements_of_closing(table, 24) == few


def statements_of_closing(table: Table, proposals: int) -> int:
    """Submit so many *proposals*, a third of them new paragraphs, and return how many statements the closing sends."""
    for number in range(proposals):
        if number % 3:
            table.replace("EGY", "1.", "members", f"members of group {number}")
        else:
            table.propose(
                "MYS", AmendmentKind.INSERT, after="2.", text=f"The Meeting spoke of it {number} times."
            )
    sent: list[str] = []

    def hear(connection: object, cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    table.close()
    event.remove(db.engine, "before_cursor_execute", hear)
    return len(sent)


def test_what_travels_on_of_many_stands_on_the_next_text_each_with_its_own_words(table: Table):
    table.accept(table.replace("EGY", "1.", "welcomed", "warmly welcomed"))
    asked = [table.replace("MYS", "1.", "field", f"field of kind {number}") for number in range(5)]
    new = table.propose("SEN", AmendmentKind.INSERT, after="1.", text="The Meeting spoke.", reason="It did.")
    gone = table.replace("SEN", "1.", "welcomed", "noted")

    table.close()

    db.session.expire_all()
    wording = table.lines()[0].wording
    for number, amendment in enumerate(asked):
        revision = current(amendment)
        assert (revision.sequence, revision.base_id, revision.made) == (2, wording, "carried")
        assert revision.text == f"The Meeting warmly {WELCOMES[12:-6]}field of kind {number}."
    assert (current(new).sequence, current(new).base_id, current(new).reason) == (2, None, "It did.")
    assert (current(gone).sequence, verdict_on(gone)) == (1, Verdict.OVERTAKEN)


def test_a_conflict_among_accepted_edits_refuses_the_closing_and_leaves_nothing(table: Table):
    """No service lets two accepted edits conflict, so the second is written past them."""
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    rival = table.replace("MYS", "1.", "progress", "some progress")
    elsewhere = table.accept(table.replace("SEN", "2.", "urged", "invited"))
    wanted = current(rival)
    db.session.add(
        Disposition(
            decision_id=elsewhere.id,
            revision_id=wanted.id,
            outcome="accepted",
            text=wanted.text,
        )
    )
    db.session.commit()
    before = written()

    with pytest.raises(InConflict):
        table.close()

    assert written() == before
    assert the_round(table).closed_at is None


# Verdicts ------------------------------------------------------------------------------------------


def test_what_nobody_touched_is_carried_on_the_new_wording(table: Table):
    table.accept(table.replace("EGY", "1.", "welcomed", "noted"))
    waits = table.replace("MYS", "1.", "progress", "good progress")

    table.close()

    assert verdict_on(waits) is Verdict.CARRIED
    assert stands(waits) == (Standing.CARRIED, True)
    rebased = current(waits)
    assert rebased.text == WELCOMES.replace("welcomed", "noted").replace("progress", "good progress")
    assert rebased.base.text == table.lines()[0].text
    assert db.session.get_one(Amendment, waits.id).revisions[0].text == WELCOMES.replace(
        "progress", "good progress"
    )


def test_what_is_in_the_text_already_is_absorbed(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    same = table.replace("MYS", "1.", "progress", "good progress")

    table.close()

    assert verdict_on(same) is Verdict.ABSORBED
    assert stands(same) == (Standing.ABSORBED, False)


def test_what_is_partly_in_the_text_is_partly_absorbed_and_goes_on_with_the_rest(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    both = table.propose(
        "MYS",
        AmendmentKind.REPLACE,
        "1.",
        text=WELCOMES.replace("progress", "good progress").replace(" in this field", ""),
    )

    table.close()

    assert verdict_on(both) is Verdict.PARTLY
    assert stands(both) == (Standing.PARTLY, True)
    row = db.session.scalars(select(VerdictRow)).one()
    assert (row.done, row.total) == (1, 2)


def test_what_was_decided_otherwise_is_overtaken(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    other = table.replace("MYS", "1.", "progress", "some progress")

    table.close()

    assert verdict_on(other) is Verdict.OVERTAKEN
    assert stands(other) == (Standing.OVERTAKEN, False)


def test_what_stands_on_a_paragraph_that_is_gone_is_orphaned(table: Table):
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "2."))
    after_it = table.propose("MYS", AmendmentKind.INSERT, after="2.", text="The Meeting noted a need.")

    table.close()

    assert verdict_on(after_it) is Verdict.ORPHANED
    assert stands(after_it) == (Standing.ORPHANED, False)


def test_an_edit_of_a_deleted_paragraph_ends_with_a_verdict(table: Table):
    edit = table.replace("MYS", "2.", "urged", "invited")
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "2."))

    table.close()

    assert verdict_on(edit) in (Verdict.OVERTAKEN, Verdict.ORPHANED)
    assert not stands(edit)[1]


def test_every_pending_proposal_has_exactly_one_verdict_and_every_decided_one_none(table: Table):
    decided = table.replace("EGY", "1.", "welcomed", "noted")
    table.accept(decided)
    rejected = table.replace("EGY", "2.", "urged", "invited")
    table.decide(DecisionKind.REJECT, rejected, reason="Said already.")
    waiting = {
        current(one).id
        for one in (
            table.replace("MYS", "1.", "progress", "good progress"),
            table.replace("MYS", "3.", "thanked", "warmly thanked"),
            table.propose("SEN", AmendmentKind.KEEP, "3."),
        )
    }

    table.close()

    assert sorted(db.session.scalars(select(VerdictRow.revision_id))) == sorted(waiting)


def test_a_contested_verdict_stands_again_in_the_next_round(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    other = table.replace("MYS", "1.", "progress", "some progress")
    table.close()
    table.open()

    answers.answer(
        table.head("MYS"),
        other.code,
        party=party("MYS").id,
        answer=Answer.CONTEST,
        reason="We did not agree to this.",
    )

    assert stands(other) == (Standing.CONTESTED, True)
    assert current(other).text == WELCOMES.replace("progress", "some progress")


def test_what_is_carried_can_be_accepted_in_the_next_round(table: Table):
    waits = table.replace("MYS", "1.", "progress", "good progress")
    table.close()
    table.open()

    table.accept(waits)
    table.close()

    assert table.lines()[0].text == WELCOMES.replace("progress", "good progress")
    assert verification.verify(db.session).findings == ()


def test_a_draft_that_was_not_submitted_gets_no_verdict_and_stands_in_the_next_round(table: Table):
    own = table.proposal(AmendmentKind.REPLACE, "1.", text=WELCOMES.replace("progress", "good progress"))
    kept = amendments.save(table.head("EGY"), table.round, own).id
    table.close()
    assert db.session.scalars(select(VerdictRow)).all() == []

    table.open()
    assert db.session.get_one(Amendment, kept).round_id == table.round


# What closing would make -----------------------------------------------------------------------------


def test_the_preview_counts_as_agreed_what_the_closing_leaves_agreed(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"), level=Level.TROIKA)
    table.replace("MYS", "1.", "progress", "some progress")  # superseded when the round is closed
    table.accept(table.replace("EGY", "2.", "all", "the"), level=Level.TROIKA)
    table.replace("MYS", "3.", "The Meeting", "The Conference")

    shown = closings.preview_closing(table.mission, db.session(), table.round)
    table.close()

    agreed = agreed_paragraphs(db.session(), table.communique)
    assert shown.agreed == agreed
    assert {line.paragraph: line.paragraph in agreed for line in table.lines()[:3]} == {
        table.lines()[0].paragraph: True,
        table.lines()[1].paragraph: True,
        table.lines()[2].paragraph: False,
    }


def test_what_closing_would_make_is_what_it_makes_and_looking_writes_nothing(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    table.replace("MYS", "1.", "progress", "some progress")
    table.propose("SEN", AmendmentKind.INSERT, after="2.", text="The Meeting noted a need.")
    before = written()

    shown = closings.preview_closing(table.mission, db.session(), table.round)

    assert written() == before
    told = {entry.amendment.id: carried.verdict for entry, carried in shown.verdicts}
    table.close()
    assert [(line.label, line.text) for line in shown.lines] == [
        (line.label, line.text) for line in table.lines()
    ]
    rows = db.session.scalars(select(VerdictRow))
    assert told == {row.revision.amendment_id: Verdict(row.verdict) for row in rows}


def test_what_closing_would_make_of_a_closed_round_or_of_none_is_refused(table: Table):
    table.close()

    with pytest.raises(AlreadyClosed):
        closings.preview_closing(table.mission, db.session(), table.round)
    with pytest.raises(NotFound):
        closings.preview_closing(table.mission, db.session(), 2**31 - 1)


def test_what_is_decided_after_the_deadline_counts(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    with clock_at(the_round(table).deadline + DAY):
        here = db.session.get_one(Paragraph, table.line("1.").line.paragraph)
        judgement = Judgement(DecisionKind.ACCEPT, (current(egypt).id,))
        decisions.decide(table.mission, here.id, judgement, seen=here.counter)

    table.close()

    assert table.lines()[0].text == WELCOMES.replace("progress", "good progress")
