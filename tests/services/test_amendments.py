"""Proposals: what is kept of them, what is refused in a sentence, and what must not have happened then."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from acm_drafts.negotiation.errors import (
    AlreadyClosed,
    DeadlinePassed,
    IllegalMove,
    NotAdmissible,
    NotFound,
    NothingChanges,
    NotOfThisText,
    NotOpenYet,
    NotPermitted,
    NotPossible,
    NotShownToSponsor,
    StaleText,
    TextTooLong,
    UnreadableText,
    WrongShape,
)
from acm_drafts.negotiation.lifecycle import OutsideBrackets
from acm_drafts.negotiation.terms import Admissibility, AmendmentKind, DecisionKind, Role, Stage, Visibility
from acm_drafts.services import amendments, sponsors
from acm_drafts.services.revisions import LONGEST_TEXT, Proposal
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import newest_wording
from acm_drafts.store.records import Amendment, Cosponsor, JournalLine, Paragraph, Party, Revision, Wording
from tests.factories import actor_of, make_appointment, make_drafter, make_observer, party
from tests.tables import DAY, Table, current, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."
TAKES_NOTE = "The Meeting took note of the report."


def count(record: type) -> int:
    return db.session.scalar(select(func.count()).select_from(record))


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES, TAKES_NOTE)


def refused(kind: type[Exception], act) -> Exception:
    """Do *act*, expect it to be refused as *kind*, and hold that nothing at all was written."""
    before = [count(record) for record in (Amendment, Revision, JournalLine, Paragraph, Wording)]
    with pytest.raises(kind) as caught:
        act()
    db.session.rollback()
    after = [count(record) for record in (Amendment, Revision, JournalLine, Paragraph, Wording)]
    assert after == before
    return caught.value


# What is kept ------------------------------------------------------------------------------------


def test_a_proposal_has_its_number_its_revision_and_one_line_in_the_journal(table: Table):
    before = count(JournalLine)

    made = table.replace("EGY", "1.", "progress", "great progress", reason="It was great.")

    assert (made.sponsor.code, made.number, made.stage) == ("EGY", 1, Stage.SUBMITTED)
    assert current(made).text == "The Meeting welcomed the great progress made."
    assert current(made).base.text == WELCOMES
    assert count(JournalLine) == before + 1


def test_numbers_count_within_one_delegation_and_tell_nothing_of_others(table: Table):
    first = table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "slow progress")
    second = table.replace("EGY", "2.", "all", "both")

    assert (first.number, second.number) == (1, 2)


def test_a_draft_has_no_number_until_it_is_submitted(table: Table):
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting welcomed it.")

    draft = amendments.save(table.head("EGY"), table.round, proposal)
    assert (draft.stage, draft.number) == (Stage.DRAFT, None)

    submitted = amendments.submit(table.head("EGY"), draft.code)
    assert (submitted.stage, submitted.number) == (Stage.SUBMITTED, 1)


def test_what_was_submitted_stays_readable_word_for_word_after_a_revision(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    again = table.proposal(
        AmendmentKind.REPLACE, "1.", text="The Meeting welcomed the very great progress made."
    )

    amendments.revise(table.head("EGY"), made.code, again)

    texts = [revision.text for revision in db.session.get_one(Amendment, made.id).revisions]
    assert texts == [
        "The Meeting welcomed the great progress made.",
        "The Meeting welcomed the very great progress made.",
    ]


@pytest.mark.parametrize("statement", ["UPDATE revisions SET text = 'other'", "DELETE FROM revisions"])
def test_revisions_cannot_be_rewritten_not_even_in_the_database(table: Table, statement: str):
    table.replace("EGY", "1.", "progress", "great progress")

    with pytest.raises(DatabaseError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_new_paragraph_has_its_identity_from_the_submission_and_can_itself_be_amended(table: Table):
    place = table.line("1.").code
    made = table.propose("JOR", AmendmentKind.INSERT, text="The Meeting thanked the host.", after=place)
    wording = db.session.scalars(select(Wording).where(Wording.paragraph_id == made.paragraph_id)).one()

    other = amendments.propose(
        table.head("EGY"),
        table.round,
        Proposal(
            AmendmentKind.REPLACE,
            base=wording.id,
            text="The Meeting warmly thanked the host.",
            amends=made.code,
        ),
    )

    assert (other.amends_id, other.paragraph_id) == (made.id, made.paragraph_id)


def test_an_amendment_to_a_proposal_remembers_which_revision_it_amends(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")

    other = table.replace("MYS", "1.", "progress", "good progress", amends=made.code)

    assert current(other).amends_revision_id == current(made).id


# Who may -----------------------------------------------------------------------------------------


def test_a_drafter_prepares_and_sends_for_review_but_a_head_submits(table: Table):
    drafter = actor_of(make_drafter("EGY"))
    proposal = table.proposal(AmendmentKind.DELETE, "3.")
    draft = amendments.save(drafter, table.round, proposal)
    amendments.send_for_review(drafter, draft.code)

    refused(NotPermitted, lambda: amendments.submit(drafter, draft.code))

    amendments.return_to_drafter(table.head("EGY"), draft.code)
    assert amendments.submit(table.head("EGY"), draft.code).stage == Stage.SUBMITTED


def test_nobody_writes_in_another_delegations_name(table: Table):
    proposal = table.proposal(AmendmentKind.DELETE, "3.")
    malaysia = party("MYS").id

    refused(
        NotPermitted, lambda: amendments.propose(table.head("EGY"), table.round, proposal, sponsor=malaysia)
    )


def test_who_speaks_for_a_state_and_a_group_chooses_the_name(table: Table):
    user = make_drafter("EGY")
    group = db.session.scalars(select(Party).where(Party.kind == "group").order_by(Party.code)).first()
    make_appointment(user, Role.HEAD, group.code)

    made = amendments.propose(
        actor_of(user), table.round, table.proposal(AmendmentKind.DELETE, "3."), sponsor=group.id
    )

    assert made.sponsor.code == group.code


def test_an_observer_proposes_nothing(table: Table):
    observer = actor_of(make_observer())

    refused(
        NotPermitted,
        lambda: amendments.propose(observer, table.round, table.proposal(AmendmentKind.DELETE, "3.")),
    )


def test_a_draft_of_another_delegation_is_not_found_exactly_as_one_that_does_not_exist(table: Table):
    draft = amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "3."))
    acts = (amendments.submit, amendments.withdraw, amendments.send_for_review)

    for act in acts:
        other = refused(NotFound, lambda act=act: act(table.head("MYS"), draft.code))
        missing = refused(NotFound, lambda act=act: act(table.head("MYS"), "zzzzzzz"))
        assert str(other) == str(missing)


def test_the_mission_does_not_find_a_draft_of_a_delegation_either(table: Table):
    draft = amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "3."))

    refused(NotFound, lambda: amendments.withdraw(table.mission, draft.code))


# Out of date -------------------------------------------------------------------------------------


def test_an_old_base_is_refused_with_both_texts(table: Table):
    old = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting welcomed everything.")
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()
    table.open()

    stale = refused(StaleText, lambda: amendments.propose(table.head("MYS"), table.round, old))

    assert (stale.seen, stale.current) == (WELCOMES, "The Meeting welcomed the great progress made.")


def test_a_draft_on_a_wording_that_moved_on_is_not_submitted(table: Table):
    draft = amendments.save(
        table.head("MYS"),
        table.round,
        table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting noted it."),
    )
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()
    table.open()

    refused(StaleText, lambda: amendments.submit(table.head("MYS"), draft.code))


def test_a_base_of_another_paragraph_is_refused(table: Table):
    other = table.line("2.").line.wording
    proposal = Proposal(AmendmentKind.REPLACE, table.line("1.").code, other, "The Meeting noted it.")

    refused(NotOfThisText, lambda: amendments.propose(table.head("EGY"), table.round, proposal))


@pytest.mark.parametrize("base", [None, 0, 2**31 - 1])
def test_a_base_that_is_no_wording_is_refused_with_the_text_as_it_is(table: Table, base: int | None):
    proposal = Proposal(AmendmentKind.REPLACE, table.line("1.").code, base, "The Meeting noted it.")

    stale = refused(StaleText, lambda: amendments.propose(table.head("EGY"), table.round, proposal))

    assert (stale.seen, stale.current) == ("", WELCOMES)


def test_two_colleagues_in_one_draft_do_not_write_over_each_other(table: Table):
    draft = amendments.save(
        table.head("EGY"),
        table.round,
        table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting noted it."),
    )
    opened = current(draft).id
    mine = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting noted it well.", seen=opened)
    yours = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting noted it gladly.", seen=opened)
    amendments.save(table.head("EGY"), table.round, mine, code=draft.code)

    stale = refused(
        StaleText, lambda: amendments.save(table.head("EGY"), table.round, yours, code=draft.code)
    )

    assert (stale.seen, stale.current) == ("The Meeting noted it.", "The Meeting noted it well.")


def test_amending_a_proposal_that_was_revised_meanwhile_is_refused_with_both_texts(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    opened = current(made).id
    again = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting welcomed the steady progress made.")
    amendments.revise(table.head("EGY"), made.code, again)

    stale = refused(
        StaleText,
        lambda: table.replace("MYS", "1.", "progress", "good progress", amends=made.code, seen=opened),
    )

    assert stale.seen == "The Meeting welcomed the great progress made."
    assert stale.current == "The Meeting welcomed the steady progress made."


# Not this text -----------------------------------------------------------------------------------


def test_an_amendment_that_changes_nothing_is_refused(table: Table):
    refused(NothingChanges, lambda: table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WELCOMES))


def test_a_difference_that_no_reader_sees_changes_nothing(table: Table):
    unseen = WELCOMES.replace(" ", "\u00a0", 1)

    refused(NothingChanges, lambda: table.propose("EGY", AmendmentKind.REPLACE, "1.", text=unseen))


def test_a_move_to_where_the_paragraph_stands_changes_nothing(table: Table):
    refused(NothingChanges, lambda: table.propose("EGY", AmendmentKind.MOVE, "2.", after="1."))
    refused(NothingChanges, lambda: table.propose("EGY", AmendmentKind.MOVE, "2.", after="2."))


def test_a_paragraph_of_another_communique_is_refused(table: Table):
    elsewhere = make_table("Another text.", symbol="OIC/OTHER")
    line = elsewhere.line("1.")
    proposal = Proposal(AmendmentKind.DELETE, line.code, line.line.wording)
    new = Proposal(AmendmentKind.INSERT, text="A new one.", after=line.code)

    refused(NotOfThisText, lambda: amendments.propose(table.head("EGY"), table.round, proposal))
    refused(NotOfThisText, lambda: amendments.propose(table.head("EGY"), table.round, new))


def test_a_place_that_does_not_exist_is_not_found(table: Table):
    new = Proposal(AmendmentKind.INSERT, text="A new one.", after="zzzzzzz")

    refused(NotFound, lambda: amendments.propose(table.head("EGY"), table.round, new))


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\u202e", "\u2066", "\u2029"])
def test_a_character_that_has_no_business_in_a_text_is_refused_by_its_place(table: Table, character: str):
    told = refused(
        UnreadableText,
        lambda: table.propose("EGY", AmendmentKind.REPLACE, "1.", text=f"The {character}Meeting."),
    )
    assert told.facts["position"] == 5
    refused(
        UnreadableText, lambda: table.propose("EGY", AmendmentKind.DELETE, "1.", reason=character + "why")
    )
    refused(UnreadableText, lambda: table.propose("EGY", AmendmentKind.INSERT, text=f"New {character}."))


def test_the_reason_of_a_withdrawal_is_held_to_the_same(table: Table):
    made = table.propose("EGY", AmendmentKind.DELETE, "1.")

    refused(UnreadableText, lambda: amendments.withdraw(table.head("EGY"), made.code, reason="why\0"))


def test_a_text_without_end_is_refused(table: Table):
    refused(
        TextTooLong,
        lambda: table.propose("EGY", AmendmentKind.REPLACE, "1.", text="word " * LONGEST_TEXT),
    )


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (AmendmentKind.REPLACE, {"text": " \n "}),
        (AmendmentKind.INSERT, {"text": ""}),
        (AmendmentKind.SPLIT, {"parts": (WELCOMES,)}),
        (AmendmentKind.SPLIT, {"parts": ("The Meeting", "")}),
    ],
)
def test_a_proposal_that_is_not_complete_is_refused(table: Table, kind: AmendmentKind, facts: dict):
    refused(WrongShape, lambda: table.propose("EGY", kind, "1.", **facts))


def test_a_split_that_brings_other_words_is_not_called_incomplete(table: Table):
    parts = ("The Meeting", "welcomed something else.")

    told = refused(NotPossible, lambda: table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts))

    assert "not complete" not in told.sentence
    assert "missing" not in told.next_step


def test_the_last_paragraph_has_nothing_to_be_joined_with(table: Table):
    refused(NotPossible, lambda: table.propose("EGY", AmendmentKind.JOIN, "3."))


def test_an_agreed_paragraph_is_reopened_only_with_a_reason(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()
    table.open()

    refused(WrongShape, lambda: table.replace("MYS", "1.", "great", "good", reason=""))

    assert table.replace("MYS", "1.", "great", "good", reason="It was good.").number == 1


@pytest.mark.parametrize("kind", [DecisionKind.ACCEPT, DecisionKind.REJECT])
def test_to_submit_without_a_reason_tells_nothing_of_what_was_decided_on_hidden_proposals(
    session: object, kind: DecisionKind
):
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    table.decide(kind, table.replace("EGY", "1.", "progress", "great progress"), reason="As agreed.")
    if kind is DecisionKind.REJECT:
        table.agree("1.")

    refused(WrongShape, lambda: table.replace("OICM", "1.", "made", "made by all", reason=""))
    assert table.replace("MYS", "1.", "made", "made so far", reason="").stage == Stage.SUBMITTED


def test_what_is_agreed_and_public_is_opened_with_a_reason_where_proposals_are_hidden(session: object):
    table = make_table(WELCOMES, URGES)
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()
    table.open(visibility=Visibility.MISSION)

    refused(WrongShape, lambda: table.replace("MYS", "1.", "great", "good", reason=""))


def test_an_agreed_paragraph_is_taken_in_by_another_only_with_a_reason(table: Table):
    table.accept(table.replace("EGY", "2.", "urged", "called upon"))
    table.close()
    table.open()

    told = refused(WrongShape, lambda: table.propose("MYS", AmendmentKind.JOIN, "1.", reason=""))

    assert told.facts["what"] == "the next paragraph is agreed, and reopening it needs a reason"
    assert table.propose("MYS", AmendmentKind.JOIN, "1.", reason="They say one thing.").number == 1


@pytest.mark.parametrize(
    ("rule", "kind", "facts"),
    [
        (Admissibility.NO_NEW_ISSUES, AmendmentKind.INSERT, {"text": "A new one."}),
        (Admissibility.BRACKETS_ONLY, AmendmentKind.DELETE, {}),
        (Admissibility.EDITORIAL, AmendmentKind.DELETE, {}),
    ],
)
def test_what_a_round_does_not_admit_is_refused(rule: Admissibility, kind: AmendmentKind, facts: dict):
    table = make_table(WELCOMES, URGES, admissibility=rule)

    refused(NotAdmissible, lambda: table.propose("EGY", kind, "1.", **facts))


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_what_holds_brackets_is_open_to_all_whatever_conflicts_or_was_decided_there(
    session: object, visibility: Visibility
):
    table = make_table(
        "The Meeting [noted] [welcomed] it.",
        URGES,
        admissibility=Admissibility.BRACKETS_ONLY,
        visibility=visibility,
    )
    first = table.replace("EGY", "1.", "[noted] [welcomed]", "noted")
    table.replace("TUR", "1.", "[noted] [welcomed]", "welcomed")

    assert table.replace("MYS", "1.", "[noted] [welcomed]", "took note of").stage == Stage.SUBMITTED
    table.decide(DecisionKind.REJECT, first, reason="Not so.")
    assert table.replace("SEN", "1.", "[noted] [welcomed]", "recalled").stage == Stage.SUBMITTED
    refused(NotAdmissible, lambda: table.replace("SEN", "2.", "urged", "asked"))


def test_a_round_for_words_in_brackets_takes_no_change_of_other_words_new_or_revised(session: object):
    table = make_table("The Meeting [noted] [welcomed] it.", admissibility=Admissibility.BRACKETS_ONLY)
    refused(OutsideBrackets, lambda: table.replace("EGY", "1.", "The Meeting [noted]", "The Council [noted]"))
    assert count(Amendment) == 0

    made = table.replace("EGY", "1.", "[noted] [welcomed]", "noted")
    wider = table.proposal(AmendmentKind.REPLACE, "1.", text="The Council noted it.", seen=current(made).id)
    refused(OutsideBrackets, lambda: amendments.revise(table.head("EGY"), made.code, wider))
    assert current(made).text == "The Meeting noted it."


# Twice -------------------------------------------------------------------------------------------


def test_a_proposal_is_submitted_once(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")

    refused(IllegalMove, lambda: amendments.submit(table.head("EGY"), made.code))


# The clock ---------------------------------------------------------------------------------------


def test_the_deadline_itself_still_belongs_to_the_round(table: Table):
    deadline = db.session.get_one(Amendment, table.replace("EGY", "1.", "made", "seen").id)
    moment = deadline.submitted_at.replace(microsecond=0) + timedelta(hours=1)
    table = make_table("Another text.", symbol="OIC/LATE", deadline=moment)

    with clock_at(moment):
        assert table.propose("EGY", AmendmentKind.DELETE, "1.").number == 1


def test_a_second_after_the_deadline_nothing_is_submitted_but_a_draft_is_kept():
    deadline = utcnow().replace(microsecond=0) + timedelta(hours=1)
    table = make_table(WELCOMES, deadline=deadline)
    proposal = table.proposal(AmendmentKind.DELETE, "1.")

    with clock_at(deadline + timedelta(seconds=1)):
        refused(DeadlinePassed, lambda: amendments.propose(table.head("EGY"), table.round, proposal))
        draft = amendments.save(table.head("EGY"), table.round, proposal)
        refused(DeadlinePassed, lambda: amendments.submit(table.head("EGY"), draft.code))

    assert draft.stage == Stage.DRAFT


def test_after_the_deadline_nothing_is_revised(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    again = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting noted it.")

    with clock_at(utcnow() + 2 * DAY):
        refused(DeadlinePassed, lambda: amendments.revise(table.head("EGY"), made.code, again))


def test_before_the_opening_nothing_is_submitted():
    table = make_table(WELCOMES, opens_at=utcnow() + DAY)

    refused(NotOpenYet, lambda: table.propose("EGY", AmendmentKind.DELETE, "1."))


def test_a_closed_round_takes_nothing_at_all(table: Table):
    proposal = table.proposal(AmendmentKind.DELETE, "1.")
    table.close()

    refused(AlreadyClosed, lambda: amendments.save(table.head("EGY"), table.round, proposal))
    refused(AlreadyClosed, lambda: amendments.propose(table.head("EGY"), table.round, proposal))


def test_the_missions_own_proposals_go_on_under_consideration(table: Table):
    with clock_at(utcnow() + 2 * DAY):
        assert table.propose("OICM", AmendmentKind.DELETE, "1.").sponsor.code == "OICM"


# Withdrawing, co-sponsoring, the floor -----------------------------------------------------------


def test_a_withdrawn_proposal_is_neither_revised_nor_withdrawn_again(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    amendments.withdraw(table.head("EGY"), made.code, reason="We thought again.")
    again = table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting noted it.")

    refused(IllegalMove, lambda: amendments.revise(table.head("EGY"), made.code, again))
    refused(IllegalMove, lambda: amendments.withdraw(table.head("EGY"), made.code))


def test_a_withdrawn_proposal_is_not_decided(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    amendments.withdraw(table.head("EGY"), made.code)

    refused(IllegalMove, lambda: table.accept(made))


def test_a_decided_proposal_is_not_withdrawn(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(made)

    refused(IllegalMove, lambda: amendments.withdraw(table.head("EGY"), made.code))


def test_withdrawing_goes_on_after_the_deadline(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")

    with clock_at(utcnow() + 2 * DAY):
        assert amendments.withdraw(table.head("EGY"), made.code).stage == Stage.WITHDRAWN


def test_cosponsors_join_and_leave_after_the_deadline_too(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    jordan = party("JOR").id

    with clock_at(utcnow() + 2 * DAY):
        sponsors.cosponsor(table.head("JOR"), made.code, party=jordan)
        assert db.session.get(Cosponsor, (made.id, jordan)) is not None
        sponsors.cosponsor(table.head("JOR"), made.code, party=jordan, joins=False)

    assert db.session.get(Cosponsor, (made.id, jordan)) is None


def test_joining_twice_is_one_cosponsor_and_one_line_in_the_journal(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    before = count(JournalLine)

    for _ in range(2):
        sponsors.cosponsor(table.head("JOR"), made.code, party=party("JOR").id)

    assert (count(Cosponsor), count(JournalLine)) == (1, before + 1)


def test_nobody_cosponsors_in_anothers_name_or_joins_their_own_proposal(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")

    refused(NotPermitted, lambda: sponsors.cosponsor(table.head("JOR"), made.code, party=party("OMN").id))
    refused(NotPermitted, lambda: sponsors.cosponsor(table.head("EGY"), made.code, party=party("EGY").id))


def test_a_proposal_that_the_mission_alone_sees_cannot_be_joined():
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    made = table.replace("EGY", "1.", "progress", "great progress")

    refused(NotFound, lambda: sponsors.cosponsor(table.head("JOR"), made.code, party=party("JOR").id))


def test_the_mission_enters_from_the_floor_after_the_deadline_in_the_delegations_number(table: Table):
    table.replace("EGY", "1.", "progress", "great progress")
    proposal = table.proposal(AmendmentKind.DELETE, "2.")

    with clock_at(utcnow() + 2 * DAY):
        made = amendments.enter_from_floor(table.mission, table.round, proposal, party=party("EGY").id)

    assert (made.sponsor.code, made.number, made.from_floor) == ("EGY", 2, True)
    assert current(made).made == "floor"


def test_a_delegation_enters_nothing_from_the_floor_and_the_mission_nothing_for_itself(table: Table):
    proposal = table.proposal(AmendmentKind.DELETE, "2.")

    refused(
        NotPermitted,
        lambda: amendments.enter_from_floor(table.head("MYS"), table.round, proposal, party=party("EGY").id),
    )
    refused(
        NotFound,
        lambda: amendments.enter_from_floor(table.mission, table.round, proposal, party=party("OICM").id),
    )


def test_nothing_is_entered_from_the_floor_on_what_its_delegation_may_not_read():
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    new = table.propose("MYS", AmendmentKind.INSERT, after="1.", text="It met in the open.")
    paragraph = db.session.get_one(Paragraph, new.paragraph_id).code
    base, words = newest_wording(db.session, new.paragraph_id, "en"), "It met in the open air."
    other = Proposal(
        AmendmentKind.REPLACE, paragraph, base.id, text=words, amends=new.code, seen=current(new).id
    )

    refused(
        NotShownToSponsor,
        lambda: amendments.enter_from_floor(table.mission, table.round, other, party=party("EGY").id),
    )
    made = amendments.enter_from_floor(table.mission, table.round, other, party=party("MYS").id)
    assert made.sponsor.code == "MYS"


def test_what_is_shown_of_a_paragraph_follows_each_act(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "slow progress")
    assert (table.line("1.").state, table.line("1.").pending, table.line("1.").conflicts) == (
        "conflict",
        2,
        1,
    )

    amendments.withdraw(table.head("EGY"), made.code)

    assert (table.line("1.").state, table.line("1.").pending) == ("open", 1)
    assert [str(entry.standing) for entry in load_amendments(db.session)] == ["withdrawn", "pending"]
