"""Where each proposal stands, told in one word from everything that was done and said about it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.consolidation import PART, START
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Standing
from acm_drafts.services import amendments, answers, sponsors
from acm_drafts.store.amendment_rows import adopted_on, pending_in_round
from acm_drafts.store.amendments import AmendmentRecord, load_amendments, load_amendments_on, load_insertions
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment
from tests.factories import party
from tests.tables import Table, current, make_table

OLD, NEW = "The Meeting welcomed the progress made by all.", "The Meeting noted a need."
TEXT = (OLD, "The Meeting urged all of them to act; it thanked the host.", "The Meeting closed.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXT)


def entry_of(amendment: Amendment) -> AmendmentRecord:
    """Return a proposal as it stands now, having seen that the short reckoning agrees with the docket."""
    key = amendment.id
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == key).entries[key]
    waiting = {
        one.edit.proposal: one.standing for one in pending_in_round(db.session, entry.amendment.round_id)
    }
    assert (key in waiting) == entry.pending
    assert waiting.get(key, entry.standing) == entry.standing
    return entry


def stands(amendment: Amendment) -> tuple[Standing, bool]:
    entry = entry_of(amendment)
    return entry.standing, entry.pending


def say(table: Table, code: str, amendment: Amendment, word: Answer) -> None:
    reason = "We read it otherwise." if word in answers.NEEDS_REASON else ""
    answers.answer(table.head(code), amendment.code, party=party(code).id, answer=word, reason=reason)


# The sponsor's acts --------------------------------------------------------------------------------


def test_a_proposal_goes_from_draft_through_review_to_submitted_and_back(table: Table):
    egypt = table.head("EGY")
    own = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting welcomed nothing.")
    amendment = amendments.save(egypt, table.round, own)
    assert stands(amendment) == (Standing.DRAFT, False)

    amendments.send_for_review(egypt, amendment.code)
    assert stands(amendment) == (Standing.REVIEW, False)

    amendments.submit(egypt, amendment.code)
    assert stands(amendment) == (Standing.PENDING, True)

    amendments.withdraw(egypt, amendment.code)
    assert stands(amendment) == (Standing.WITHDRAWN, False)


def test_a_proposal_is_called_by_its_sponsor_and_number_once_it_has_one(table: Table):
    first = table.replace("EGY", "1.", "progress", "good progress")
    second = table.replace("EGY", "1.", "progress", "some progress")
    other = table.replace("MYS", "1.", "progress", "slow progress")
    own = table.proposal(AmendmentKind.DELETE, "3.")
    draft = amendments.save(table.head("EGY"), table.round, own)

    assert [entry_of(a).label for a in (first, second, other, draft)] == ["EGY 1", "EGY 2", "MYS 1", "EGY"]


# The Mission's decisions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "facts", "standing", "pending"),
    [
        (DecisionKind.ACCEPT, {}, Standing.ACCEPTED, False),
        (DecisionKind.PART, {"chosen": (0,)}, Standing.PART, True),
        (DecisionKind.COMPROMISE, {"text": "The Meeting welcomed progress."}, Standing.ABSORBED, False),
        (DecisionKind.REJECT, {"reason": "Too much."}, Standing.REJECTED, False),
        (DecisionKind.BRACKETS, {}, Standing.BRACKETED, False),
        (DecisionKind.DEFER, {}, Standing.DEFERRED, True),
    ],
)
def test_a_decision_says_where_a_proposal_stands(
    table: Table, kind: DecisionKind, facts: dict[str, object], standing: Standing, pending: bool
):
    amended = table.propose(
        "EGY", AmendmentKind.REPLACE, "1.", text="The Meeting warmly welcomed the progress made by many."
    )

    decision = table.decide(kind, amended, **facts)
    assert stands(amended) == (standing, pending)

    table.void(decision, reason="Too early.")
    assert stands(amended)[1], "voided, it waits again"


def test_the_rest_of_a_part_stays_pending_and_when_it_is_rejected_the_part_remains(table: Table):
    amended = table.propose(
        "EGY", AmendmentKind.REPLACE, "1.", text="The Meeting warmly welcomed the progress made by many."
    )
    table.decide(DecisionKind.PART, amended, chosen=(0,))
    assert current(amended).text == "The Meeting welcomed the progress made by many."
    assert "warmly" in entry_of(amended).amendment.revisions[0].text

    table.decide(DecisionKind.REJECT, amended, reason="Not the rest.")

    assert stands(amended) == (Standing.PART, False)


def test_the_rest_of_a_part_is_still_the_rest_of_it_in_a_later_round(table: Table):
    amended = table.propose(
        "EGY", AmendmentKind.REPLACE, "1.", text="The Meeting warmly welcomed the progress made by many."
    )
    table.decide(DecisionKind.PART, amended, chosen=(0,))
    table.close()
    assert stands(amended) == (Standing.CARRIED, True)
    table.open()

    table.decide(DecisionKind.REJECT, amended, reason="Not the rest.")

    assert stands(amended) == (Standing.PART, False)


# The sponsor's answers -------------------------------------------------------------------------------


def test_a_sponsor_who_objects_to_a_compromise_is_not_absorbed(table: Table):
    amended = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.COMPROMISE, amended, text="The Meeting welcomed fair progress made by all.")

    say(table, "EGY", amended, Answer.OBJECT)
    assert stands(amended) == (Standing.CONTESTED, True)

    say(table, "EGY", amended, Answer.LIVE_WITH)
    assert stands(amended) == (Standing.ABSORBED, False)


def test_what_a_cosponsor_answers_is_heard_and_does_not_speak_for_the_sponsor(table: Table):
    amended = table.replace("EGY", "1.", "progress", "good progress")
    sponsors.cosponsor(table.head("MYS"), amended.code, party=party("MYS").id)
    table.decide(DecisionKind.COMPROMISE, amended, text="The Meeting welcomed fair progress made by all.")

    say(table, "EGY", amended, Answer.OBJECT)
    say(table, "MYS", amended, Answer.ACCEPT)

    assert stands(amended) == (Standing.CONTESTED, True)
    assert entry_of(amended).objection.party_id == party("EGY").id
    assert entry_of(amended).answered.party_id == party("MYS").id


def test_a_rejection_without_a_level_can_be_contested(table: Table):
    amended = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, amended, reason="No.", level=None)

    say(table, "EGY", amended, Answer.CONTEST)

    assert stands(amended) == (Standing.CONTESTED, True)


# Verdicts --------------------------------------------------------------------------------------------


def test_a_verdict_says_where_a_pending_proposal_stands_after_its_round(table: Table):
    carried = table.replace("EGY", "2.", "urged", "invited")
    partly = table.propose(
        "SEN", AmendmentKind.REPLACE, "1.", text="The Meeting warmly welcomed the progress made by many."
    )
    absorbed = table.replace("PAK", "1.", "by all", "by many")
    overtaken = table.replace("MYS", "1.", "by all", "by some")
    rivals = [table.replace(code, "3.", "closed", word) for code, word in (("IDN", "ended"), ("NGA", "rose"))]
    table.accept(table.replace("TUR", "1.", "by all", "by many"))

    table.close()

    assert stands(carried) == (Standing.CARRIED, True)
    assert stands(partly) == (Standing.PARTLY, True)
    assert stands(absorbed) == (Standing.ABSORBED, False)
    assert stands(overtaken) == (Standing.OVERTAKEN, False)
    assert [stands(rival) for rival in rivals] == [(Standing.CONFLICT, True)] * 2
    assert entry_of(carried).brought_by.verdict == "carried"
    assert entry_of(overtaken).verdict.verdict == "overtaken"


def test_a_proposal_on_a_paragraph_that_is_gone_is_orphaned_and_one_alone_is_carried(table: Table):
    table.accept(table.propose("TUR", AmendmentKind.DELETE, "3."))
    orphaned = table.replace("EGY", "3.", "closed", "ended")
    alone = table.replace("EGY", "2.", "urged", "invited")

    table.close()

    assert stands(orphaned) == (Standing.ORPHANED, False)
    assert stands(alone) == (Standing.CARRIED, True)
    assert current(alone).base_id == table.line("2.").line.wording


def test_a_contested_verdict_puts_the_proposal_back_on_the_table(table: Table):
    table.accept(table.replace("TUR", "1.", "by all", "by many"))
    overtaken = table.replace("MYS", "1.", "by all", "by some")
    table.close()
    table.open()

    say(table, "MYS", overtaken, Answer.CONTEST)

    assert stands(overtaken) == (Standing.CONTESTED, True)
    assert current(overtaken).text == OLD.replace("by all", "by some")


def test_an_objection_to_a_compromise_carries_the_proposal_over_when_the_round_is_closed(table: Table):
    amended = table.replace("EGY", "1.", "by all", "by some")
    table.decide(DecisionKind.COMPROMISE, amended, text=OLD.replace("by all", "by many"))
    say(table, "EGY", amended, Answer.OBJECT)

    table.close()
    table.open()
    assert stands(amended) == (Standing.CARRIED, True)
    say(table, "EGY", amended, Answer.CONFIRM)
    assert stands(amended) == (Standing.CARRIED, True)


def test_a_contest_of_the_verdict_that_brought_a_proposal_does_not_contest_its_later_rejection(table: Table):
    amended = table.replace("EGY", "2.", "urged", "invited")
    table.close()
    table.open()
    say(table, "EGY", amended, Answer.CONTEST)

    table.decide(DecisionKind.REJECT, amended, reason="No.")

    assert stands(amended) == (Standing.REJECTED, False)


# The docket itself -----------------------------------------------------------------------------------


def test_the_amendments_of_a_paragraph_include_insertions_after_it(table: Table):
    on = table.replace("EGY", "1.", "progress", "good progress")
    after = table.propose("MYS", AmendmentKind.INSERT, after="1.", text=NEW)
    table.replace("SEN", "2.", "urged", "invited")

    found = load_amendments_on(db.session, [table.line("1.").line.paragraph])

    assert [entry.amendment.id for entry in found] == [on.id, after.id]
    assert len(found.pending()) == 2
    assert load_insertions(db.session, [after.paragraph_id])[after.paragraph_id].amendment.id == after.id


def test_cosponsors_come_in_the_order_in_which_they_joined(table: Table):
    amended = table.replace("EGY", "1.", "progress", "good progress")
    for minute, code in enumerate(("SEN", "MYS", "JOR")):
        with clock_at(utcnow() + timedelta(minutes=minute)):
            sponsors.cosponsor(table.head(code), amended.code, party=party(code).id)
    sponsors.cosponsor(table.head("MYS"), amended.code, party=party("MYS").id, joins=False)

    assert [joint.code for joint in entry_of(amended).cosponsors] == ["SEN", "JOR"]


def test_an_entry_is_an_edit_as_the_text_sees_it(table: Table):
    first, second = (table.line(label).line for label in ("1.", "2."))
    at = second.text.index(" it thanked")
    made = {
        AmendmentKind.REPLACE: table.replace("EGY", "1.", "progress", "good progress"),
        AmendmentKind.INSERT: table.propose(
            "EGY", AmendmentKind.INSERT, text="a new beginning", line_kind="sub-paragraph", depth=1
        ),
        AmendmentKind.MOVE: table.propose("EGY", AmendmentKind.MOVE, "1.", after="2."),
        AmendmentKind.SPLIT: table.propose(
            "EGY", AmendmentKind.SPLIT, "2.", parts=(second.text[:at], second.text[at:])
        ),
        AmendmentKind.JOIN: table.propose("EGY", AmendmentKind.JOIN, "1."),
    }
    edits = {kind: entry_of(amendment).edit() for kind, amendment in made.items()}

    replaced = edits[AmendmentKind.REPLACE]
    assert (replaced.paragraph, replaced.base) == (first.paragraph, OLD)
    inserted = edits[AmendmentKind.INSERT]
    assert (inserted.after, inserted.line_kind, inserted.depth, inserted.base) == (START, LineKind.SUB, 1, "")
    assert edits[AmendmentKind.MOVE].after == second.paragraph
    split = edits[AmendmentKind.SPLIT]
    assert split.text.count(PART) == len(split.parts) == 1
    assert edits[AmendmentKind.JOIN].other == second.paragraph


def test_what_was_adopted_is_read_in_the_order_decided_without_what_was_voided(table: Table):
    first = table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    second = table.decide(DecisionKind.BRACKETS, table.replace("MYS", "2.", "urged", "invited"))
    voided = table.accept(table.propose("SEN", AmendmentKind.DELETE, "3."))
    table.void(voided, reason="Too early.")
    table.decide(DecisionKind.REJECT, table.replace("JOR", "3.", "closed", "ended"), reason="No.")

    adopted = adopted_on(db.session, table.round)

    assert [one.decision for one in adopted] == [first.id, second.id]
    assert [one.edit.bracketed for one in adopted] == [False, True]
    only = adopted_on(db.session, table.round, [table.line("2.").line.paragraph])
    assert [one.decision for one in only] == [second.id]


def test_all_proposals_of_a_round_come_in_the_order_they_arrived(table: Table):
    made = [table.replace(code, "1.", "progress", f"{code} progress").id for code in ("SEN", "EGY", "MYS")]

    assert list(load_amendments(db.session, Amendment.round_id == table.round).entries) == made
    assert list(db.session.scalars(select(Amendment.id).order_by(Amendment.id))) == made


def test_the_rest_of_a_proposal_is_based_on_the_wording_accepted_in_part(session: object):
    table = make_table("The Meeting decided to meet at least once a year.")
    asked = "The Meeting decided to meet at least twice a year, alternately in two cities."
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=asked)
    table.decide(DecisionKind.PART, amendment, chosen=(0,))

    entry = load_amendments(db.session, Amendment.id == amendment.id).entries[amendment.id]

    assert entry.asked == ("The Meeting decided to meet at least twice a year.", asked)
    assert entry.base == "The Meeting decided to meet at least once a year."
