"""What the Mission changes in words where it accepts a split or join: recorded with the decision, as its own."""

import pytest

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import InConflict, WrongDecision, WrongShape
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Dispute,
    Level,
    PartyKind,
    Stage,
    Standing,
)
from acm_drafts.negotiation.wordings import EmptyLine
from acm_drafts.services import amendments, decisions, documents, verification
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.previews import preview_decision
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import db
from acm_drafts.store.drafts import newest_wording
from acm_drafts.store.journal import read_journal
from acm_drafts.store.records import Amendment, Decision, Disposition, Draft, Paragraph, Revision
from tests.services.test_decisions import count, entry_of, texts_after_closing
from tests.tables import Table, current, make_table

NOTED = "The Meeting noted the report, and invited the Bank to widen access."
THANKED, URGED = "The Meeting thanked the host.", "The Meeting also urged all members to act."
PARTS = ("The Meeting noted the report,", "and invited the Bank to widen access.")
CHANGED = ("The Meeting noted the report;", "It invited the Bank to widen access.")
JOINED = "The Meeting thanked the host and also urged all members to act."


@pytest.fixture
def table(session: object) -> Table:
    return make_table(NOTED, THANKED, URGED)


def split(table: Table, code: str = "EGY") -> Amendment:
    return table.propose(code, AmendmentKind.SPLIT, "1.", parts=PARTS)


def join(table: Table) -> Amendment:
    return table.propose("SEN", AmendmentKind.JOIN, "2.")


def accepted(table: Table, shape: Amendment, *wordings: str, **facts: object) -> Decision:
    return table.accept(shape, changed=((current(shape).id, wordings),), **facts)


def own_of(decision: Decision) -> list[Amendment]:
    """Return the consequential changes that were recorded with a decision."""
    db.session.expire_all()
    rows = db.session.query(Disposition).filter_by(decision_id=decision.id).order_by(Disposition.id)
    made = [row.revision.amendment for row in rows]
    return [amendment for amendment in made if amendment.kind == AmendmentKind.CONSEQUENTIAL]


def test_a_part_of_a_split_is_not_changed_into_two_paragraphs(table: Table):
    shape = split(table)

    with pytest.raises(EmptyLine):
        accepted(table, shape, PARTS[0], "It invited the Bank.\n\nIt also met.")


def test_what_is_changed_with_a_split_is_the_missions_own_and_the_split_keeps_its_words(table: Table):
    shape = split(table)
    decision = accepted(table, shape, *CHANGED)

    (own,) = own_of(decision)
    assert (own.sponsor.kind, own.stage, own.amends_id) == (PartyKind.MISSION, Stage.SUBMITTED, shape.id)
    assert (current(own).text, current(own).amends_revision_id) == (PART.join(CHANGED), current(shape).id)
    assert current(own).author_id == table.mission.user
    assert entry_of(own).asked == (PART.join(PARTS), PART.join(CHANGED))
    assert current(shape).text == PART.join(PARTS)
    assert [entry_of(one).standing for one in (shape, own)] == [Standing.ACCEPTED] * 2
    assert texts_after_closing(table) == [*CHANGED, THANKED, URGED]


def test_what_is_changed_with_a_join_is_the_missions_own(table: Table):
    shape = join(table)
    (own,) = own_of(accepted(table, shape, JOINED))

    assert current(own).other_id == current(shape).other_id
    assert texts_after_closing(table) == [NOTED, JOINED]


def test_without_a_change_nothing_more_is_recorded(table: Table):
    before = count(Amendment, Revision)
    shapes = split(table), join(table)
    decisions_ = accepted(table, shapes[0], *PARTS), accepted(table, shapes[1], f"{THANKED} {URGED} ")

    assert [own_of(one) for one in decisions_] == [[], []]
    assert count(Amendment, Revision) == tuple(number + 2 for number in before)
    assert texts_after_closing(table) == [*PARTS, f"{THANKED} {URGED}"]


def test_the_change_stands_beside_what_was_and_is_accepted_elsewhere_and_is_none_of_it(table: Table):
    before = table.replace("MYS", "1.", "widen", "further widen")
    table.accept(before)
    shown = (PARTS[0], PARTS[1].replace("widen", "further widen"))
    (own,) = own_of(accepted(table, split(table), CHANGED[0], shown[1].replace("and", "It")))
    table.accept(table.replace("DJI", "1.", "noted", "warmly noted"))

    assert current(own).text == PART.join((CHANGED[0], PARTS[1].replace("and", "It")))
    assert texts_after_closing(table)[:2] == [
        "The Meeting warmly noted the report;",
        "It invited the Bank to further widen access.",
    ]


def test_a_join_shows_what_was_accepted_on_both_paragraphs(table: Table):
    table.accept(table.replace("MYS", "3.", "to act", "to act firmly"))
    shape, typed = join(table), JOINED.replace("to act", "to act firmly")
    key = db.session.get_one(Paragraph, shape.paragraph_id).id
    judgement = Judgement(DecisionKind.ACCEPT, (current(shape).id,), changed=((current(shape).id, (typed,)),))

    assert preview_decision(table.mission, db.session, key, judgement).after == typed
    (own,) = own_of(accepted(table, shape, typed))
    assert current(own).text == JOINED
    assert texts_after_closing(table) == [NOTED, typed]


def test_a_change_of_words_that_others_changed_is_refused_with_the_conflict(table: Table):
    rival = table.replace("MYS", "1.", "report,", "study,")
    table.accept(rival)
    shape, before = split(table), count(Amendment, Decision, Disposition)

    with pytest.raises(InConflict) as refused:
        accepted(table, shape, CHANGED[0], PARTS[1])

    dispute = refused.value.dispute
    assert (dispute.why, dispute.proposals) == (Dispute.WORDS, (0, rival.id))
    assert count(Amendment, Decision, Disposition) == before


def test_what_is_accepted_later_at_the_changed_words_is_refused(table: Table):
    (own,) = own_of(accepted(table, split(table), *CHANGED))
    rival = table.replace("MYS", "1.", "report,", "study,")

    with pytest.raises(InConflict) as refused:
        table.accept(rival)

    assert refused.value.dispute.proposals == tuple(sorted((rival.id, own.id)))
    assert db.session.get_one(Paragraph, own.paragraph_id).conflicts == 1


@pytest.mark.parametrize("wordings", [("Only one.",), ("One.", "Two.", "Three."), ("One.", "  ")])
def test_parts_are_neither_added_nor_removed_nor_left_empty(table: Table, wordings: tuple[str, ...]):
    shape, before = split(table), count(Amendment, Decision, Disposition)

    with pytest.raises(WrongDecision):
        accepted(table, shape, *wordings)

    assert count(Amendment, Decision, Disposition) == before


def test_a_voided_decision_takes_its_change_along(table: Table):
    shape = split(table)
    decision = accepted(table, shape, *CHANGED)
    (own,) = own_of(decision)
    table.void(decision, reason="Too early.")

    assert entry_of(own).standing is Standing.WITHDRAWN
    assert entry_of(shape).standing is Standing.PENDING
    assert texts_after_closing(table) == [NOTED, THANKED, URGED]


def test_a_decision_that_is_kept_at_a_level_keeps_its_change(table: Table):
    shape = split(table)
    decision = accepted(table, shape, *CHANGED, level=None)
    (first,) = own_of(decision)
    seen = db.session.get_one(Paragraph, shape.paragraph_id).counter
    kept = decisions.keep(table.mission, decision.id, sitting=table.sitting(Level.TROIKA), seen=seen)
    (second,) = own_of(kept)

    assert (entry_of(first).standing, entry_of(second).standing) == (Standing.WITHDRAWN, Standing.ACCEPTED)
    assert current(second).text == current(first).text
    assert texts_after_closing(table) == [*CHANGED, THANKED, URGED]


def test_the_same_split_of_two_delegations_has_one_change(table: Table):
    shapes = split(table), split(table, "MYS")
    changed = tuple((current(shape).id, CHANGED) for shape in shapes)

    assert len(own_of(table.accept(*shapes, changed=changed))) == 1
    assert texts_after_closing(table) == [*CHANGED, THANKED, URGED]


def test_the_journal_tells_it_in_one_line_with_the_words_before_and_after(table: Table):
    (own,) = own_of(accepted(table, split(table), *CHANGED))

    lines = list(read_journal(db.session, table.mission, amendment_id=own.id, limit=9))
    assert [(line.act, line.subject) for line in lines] == [("submit", "consequential")]
    assert (lines[0].before, lines[0].after) == (PART.join(PARTS), PART.join(CHANGED))


def test_nobody_proposes_a_consequential_change_by_itself(table: Table):
    line = table.line("1.")
    wish = Proposal(AmendmentKind.CONSEQUENTIAL, line.code, line.line.wording, text="Other words.")

    with pytest.raises(WrongShape):
        amendments.propose(table.mission, table.round, wish)


def test_a_split_of_a_new_paragraph_can_be_changed_too(table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, text=NOTED, after="1.")
    paragraph, wording = new.paragraph.code, newest_wording(db.session, new.paragraph_id, "en")
    assert wording is not None
    wish = Proposal(AmendmentKind.SPLIT, paragraph, wording.id, parts=PARTS)
    shape = amendments.propose(table.head("MYS"), table.round, wish)
    changed = ((current(shape).id, CHANGED),)

    (own,) = own_of(table.accept(new, shape, changed=changed, rank=1))
    assert own.paragraph_id == new.paragraph_id
    assert texts_after_closing(table) == [NOTED, *CHANGED, THANKED, URGED]


def test_the_tracked_file_names_the_sponsor_of_the_split_and_the_mission_for_the_change(table: Table):
    since = table.draft
    accepted(table, split(table), *CHANGED)
    accepted(table, join(table), JOINED)
    table.close()
    newer, older = (db.session.get_one(Draft, key) for key in (table.draft, since))

    made = documents.tracked_text(db.session, table.mission, draft=newer, since=older)
    changed = {
        (str(one.how), one.text, one.hand.author)
        for block in made.blocks
        for one in block.stretches
        if one.hand
    }
    marks = [(str(block.end.how), block.end.hand.author) for block in made.blocks if block.end.hand]

    assert {("inserted", ";", "Mission"), ("inserted", "It", "Mission")} <= changed
    assert {("inserted", "Egypt"), ("deleted", "Senegal")} <= set(marks)
    assert verification.verify(db.session).findings == ()
