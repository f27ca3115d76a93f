"""What sponsors say to what was made of their proposals, and what their word does and does not do."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from acm_drafts.negotiation.errors import (
    IllegalMove,
    NotContestable,
    NotFound,
    NotPermitted,
    UnreadableText,
    WrongShape,
)
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    DecisionKind,
    Level,
    ParagraphState,
    Stage,
    Standing,
    Visibility,
)
from acm_drafts.services import (
    amendments,
    answers,
    decisions,
    drafts,
    paragraph_states,
    sponsors,
    verification,
)
from acm_drafts.services.answers import Question
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, AnswerRow, JournalLine, Paragraph
from acm_drafts.store.text import open_draft_set
from tests.agreeing import judgement
from tests.factories import actor_of, make_drafter, mission, party
from tests.tables import DAY, Table, current, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES)


def entry_of(amendment: Amendment) -> AmendmentRecord:
    db.session.expire_all()
    return load_amendments(db.session, Amendment.id == amendment.id).entries[amendment.id]


def asked(amendment: Amendment) -> Question | None:
    return answers.question(db.session, mission(), entry_of(amendment))


def say(table: Table, code: str, amendment: Amendment, answer: Answer, reason: str = "") -> AnswerRow:
    return answers.answer(
        table.head(code), amendment.code, party=party(code).id, answer=answer, reason=reason
    )


def refused(kind: type[Exception], act) -> None:
    """Do *act*, expect it to be refused, and hold that neither an answer nor a line was written."""
    before = [db.session.scalar(select(func.count()).select_from(r)) for r in (AnswerRow, JournalLine)]
    with pytest.raises(kind):
        act()
    db.session.rollback()
    after = [db.session.scalar(select(func.count()).select_from(r)) for r in (AnswerRow, JournalLine)]
    assert after == before


def compromise(table: Table) -> tuple[Amendment, Amendment]:
    """Let a compromise absorb one proposal of Egypt and one of Malaysia, and return both."""
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    malaysia = table.replace("MYS", "1.", "progress", "good progress")
    table.decide(
        DecisionKind.COMPROMISE, egypt, malaysia, text="The Meeting welcomed the steady progress made."
    )
    return egypt, malaysia


# What is asked -----------------------------------------------------------------------------------


def test_nothing_is_asked_about_a_proposal_that_waits(table: Table):
    assert asked(table.replace("EGY", "1.", "progress", "great progress")) is None


def test_the_sponsors_of_a_compromise_may_accept_live_with_it_or_object(table: Table):
    for absorbed in compromise(table):
        assert asked(absorbed).answers == (Answer.ACCEPT, Answer.LIVE_WITH, Answer.OBJECT)


def test_what_a_level_agreed_is_not_contested_but_what_the_mission_proposes_is(table: Table):
    agreed = table.replace("EGY", "1.", "progress", "great progress")
    proposed = table.replace("EGY", "2.", "all", "the")
    table.accept(agreed, level=Level.EXPERT)
    table.decide(DecisionKind.REJECT, proposed, reason="Not now.", level=None)

    assert asked(agreed) is None
    assert asked(proposed).answers == (Answer.CONTEST,)


def test_lists_ask_the_same_as_the_page_of_one_proposal(table: Table):
    proposed = table.replace("EGY", "2.", "all", "the")
    table.decide(DecisionKind.REJECT, proposed, reason="Not now.", level=None)

    assert answers.asked_of(entry_of(proposed), unpublished=lambda _: True) == asked(proposed)
    assert answers.asked_of(entry_of(proposed), unpublished=lambda _: False) is None


def test_a_decision_without_a_level_is_contested_until_the_next_text_is_circulated(table: Table):
    proposed = table.replace("EGY", "2.", "all", "the")
    table.decide(DecisionKind.REJECT, proposed, reason="Not now.", level=None)
    draft = table.close()
    assert asked(proposed) is not None

    drafts.circulate(table.mission, draft.id, attributed=True)

    assert asked(proposed) is None
    refused(NotContestable, lambda: say(table, "EGY", proposed, Answer.CONTEST, "It was not heard."))


# What is said ------------------------------------------------------------------------------------


def test_an_objection_to_a_compromise_keeps_the_proposal_alive_and_says_why(table: Table):
    egypt, malaysia = compromise(table)

    say(table, "EGY", egypt, Answer.OBJECT, "Steady is not great.")
    say(table, "MYS", malaysia, Answer.LIVE_WITH)

    assert (entry_of(egypt).standing, entry_of(egypt).pending) == (Standing.CONTESTED, True)
    assert (entry_of(malaysia).standing, entry_of(malaysia).pending) == (Standing.ABSORBED, False)


def test_the_latest_answer_counts_and_the_earlier_one_stays(table: Table):
    egypt, _ = compromise(table)

    say(table, "EGY", egypt, Answer.OBJECT, "Steady is not great.")
    say(table, "EGY", egypt, Answer.ACCEPT)

    assert entry_of(egypt).standing is Standing.ABSORBED
    assert db.session.scalar(select(func.count()).select_from(AnswerRow)) == 2
    with pytest.raises(DatabaseError):
        db.session.execute(text("UPDATE answers SET answer = 'accept'"))
    db.session.rollback()


@pytest.mark.parametrize("reason", ["", "   "])
def test_who_objects_says_why(table: Table, reason: str):
    egypt, _ = compromise(table)

    refused(WrongShape, lambda: say(table, "EGY", egypt, Answer.OBJECT, reason))


def test_a_reason_with_a_character_that_cannot_be_kept_is_refused(table: Table):
    egypt, _ = compromise(table)

    refused(UnreadableText, lambda: say(table, "EGY", egypt, Answer.OBJECT, "why\0not"))


def test_an_answer_that_was_not_asked_for_is_refused(table: Table):
    egypt, _ = compromise(table)
    waiting = table.replace("EGY", "2.", "all", "the")

    refused(NotContestable, lambda: say(table, "EGY", egypt, Answer.CONFIRM))
    refused(NotContestable, lambda: say(table, "EGY", waiting, Answer.ACCEPT))


def test_only_who_speaks_for_a_sponsor_or_cosponsor_answers(table: Table):
    egypt, _ = compromise(table)
    sponsors.cosponsor(table.head("JOR"), egypt.code, party=party("JOR").id)

    refused(NotPermitted, lambda: say(table, "OMN", egypt, Answer.ACCEPT))
    refused(
        NotPermitted,
        lambda: answers.answer(
            actor_of(make_drafter("EGY")), egypt.code, party=party("EGY").id, answer=Answer.ACCEPT
        ),
    )
    assert say(table, "JOR", egypt, Answer.LIVE_WITH).party_id == party("JOR").id


def test_what_may_not_be_seen_is_not_answered():
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    egypt, _ = compromise(table)

    refused(NotFound, lambda: say(table, "OMN", egypt, Answer.ACCEPT))


# Verdicts ----------------------------------------------------------------------------------------


def test_a_sponsor_confirms_a_verdict(table: Table):
    carried = table.replace("EGY", "2.", "all", "the")
    table.close()
    refused(NotContestable, lambda: say(table, "EGY", carried, Answer.CONFIRM))
    table.open()
    assert asked(carried).about == "verdict"

    say(table, "EGY", carried, Answer.CONFIRM)

    assert (entry_of(carried).standing, entry_of(carried).pending) == (Standing.CARRIED, True)


MDGS = "The Meeting urged all to reach the goals, including the Millennium Goals, in time."


def test_a_contested_proposal_stands_again_with_its_own_changes_alone_on_the_wording_of_now():
    table = make_table(MDGS)
    senegal = table.replace("SEN", "1.", "including the Millennium Goals", "with all agreed aims")
    table.accept(table.replace("EGY", "1.", "urged", "invited"))
    table.accept(table.replace("MYS", "1.", "Millennium", "Sustainable"))
    table.close()
    assert entry_of(senegal).standing is Standing.OVERTAKEN
    table.open()

    say(table, "SEN", senegal, Answer.CONTEST, "It still matters.")

    entry = entry_of(senegal)
    now = MDGS.replace("urged", "invited").replace("Millennium", "Sustainable")
    assert entry.asked == (now, now.replace("including the Sustainable Goals", "with all agreed aims"))
    assert not entry.read_on_old


def test_a_contested_proposal_that_cannot_be_rebased_is_read_on_its_base_wording():
    table = make_table(MDGS)
    senegal = table.replace("SEN", "1.", "Millennium", "agreed")
    rewritten = MDGS.replace("including the Millennium Goals", "with what was agreed elsewhere")
    table.accept(table.propose("EGY", AmendmentKind.REPLACE, "1.", text=rewritten))
    table.close()
    table.open()

    say(table, "SEN", senegal, Answer.CONTEST, "It still matters.")

    entry = entry_of(senegal)
    assert (entry.pending, entry.read_on_old) == (True, True)
    assert entry.asked == (MDGS, MDGS.replace("Millennium", "agreed"))


def test_a_contested_verdict_lets_the_proposal_stand_again_word_for_word(table: Table):
    late = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "progress made", "results"))
    table.close()
    assert entry_of(late).standing is Standing.OVERTAKEN
    table.open()

    say(table, "EGY", late, Answer.CONTEST, "It still matters.")

    entry = entry_of(late)
    assert (entry.standing, entry.pending) == (Standing.CONTESTED, True)
    assert entry.revision.text == "The Meeting welcomed the great progress made."
    assert entry.base == "The Meeting welcomed the results."
    assert entry.amendment.round_id == table.round


def test_a_contested_proposal_on_a_deleted_paragraph_stays_out_of_the_round(table: Table):
    orphan = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    table.close()
    assert entry_of(orphan).standing is Standing.ORPHANED
    table.open()

    say(table, "EGY", orphan, Answer.CONTEST, "It should come back.")

    assert (entry_of(orphan).standing, entry_of(orphan).pending) == (Standing.CONTESTED, False)


def test_contesting_a_rejection_after_the_closing_brings_the_proposal_into_the_next_round(table: Table):
    rejected = table.replace("EGY", "2.", "all", "the")
    table.decide(DecisionKind.REJECT, rejected, reason="Not now.", level=None)
    table.close()

    say(table, "EGY", rejected, Answer.CONTEST, "It was not heard.")
    table.open()

    entry = entry_of(rejected)
    assert (entry.standing, entry.pending, entry.amendment.round_id) == (
        Standing.CONTESTED,
        True,
        table.round,
    )


# From the floor ----------------------------------------------------------------------------------


def from_floor(table: Table) -> Amendment:
    proposal = table.proposal(AmendmentKind.DELETE, "2.")
    with clock_at(utcnow() + 2 * DAY):
        return amendments.enter_from_floor(table.mission, table.round, proposal, party=party("EGY").id)


def test_an_entry_from_the_floor_waits_for_its_delegation_to_confirm_it(table: Table):
    entered = from_floor(table)
    assert asked(entered).about == "revision"

    say(table, "EGY", entered, Answer.CONFIRM)

    assert (entry_of(entered).amendment.stage, entry_of(entered).pending) == (Stage.SUBMITTED, True)


def test_an_entry_that_its_delegation_does_not_know_is_withdrawn(table: Table):
    entered = from_floor(table)

    say(table, "EGY", entered, Answer.CONTEST, "We did not say this.")

    assert db.session.get_one(Amendment, entered.id).stage == Stage.WITHDRAWN
    assert current(entered).text == ""
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "withdraw")).one()
    assert line.party_id == entered.sponsor_id, "its own people are not told that they co-sponsor it"
    refused(NotContestable, lambda: say(table, "EGY", entered, Answer.CONFIRM))


def corrected(table: Table, entered: Amendment) -> Amendment:
    """Revise, as the Mission and after the deadline, what was entered from the floor."""
    proposal = table.proposal(AmendmentKind.DELETE, "2.", reason="Said twice.", seen=current(entered).id)
    with clock_at(utcnow() + 2 * DAY):
        return amendments.revise(table.mission, entered.code, proposal)


def test_the_mission_corrects_what_it_entered_and_its_delegation_is_asked_about_that(table: Table):
    entered = from_floor(table)
    first = asked(entered)

    corrected(table, entered)

    assert (current(entered).made, current(entered).reason) == ("floor", "Said twice.")
    assert (asked(entered).about, asked(entered).key) == ("revision", current(entered).id)
    assert asked(entered).key != first.key


def test_an_answer_from_a_page_older_than_the_correction_is_refused_and_confirms_nothing(table: Table):
    entered = from_floor(table)
    seen = asked(entered).key
    corrected(table, entered)

    facts = {"party": party("EGY").id, "answer": Answer.CONFIRM, "seen": seen}
    refused(IllegalMove, lambda: answers.answer(table.head("EGY"), entered.code, **facts))


def test_the_mission_withdraws_what_it_entered_by_mistake(table: Table):
    entered = from_floor(table)

    amendments.withdraw(table.mission, entered.code, reason="Said by another delegation.")

    assert db.session.get_one(Amendment, entered.id).stage == Stage.WITHDRAWN


def test_what_its_delegation_confirmed_the_mission_neither_revises_nor_withdraws(table: Table):
    entered = from_floor(table)
    say(table, "EGY", entered, Answer.CONFIRM)

    refused(IllegalMove, lambda: corrected(table, entered))
    refused(IllegalMove, lambda: amendments.withdraw(table.mission, entered.code))
    assert len(entered.revisions) == 1


def test_what_its_delegation_revised_is_its_own(table: Table):
    proposal = table.proposal(AmendmentKind.DELETE, "2.")
    entered = amendments.enter_from_floor(table.mission, table.round, proposal, party=party("EGY").id)
    again = table.proposal(AmendmentKind.DELETE, "2.", reason="Ours.", seen=current(entered).id)
    amendments.revise(table.head("EGY"), entered.code, again)

    refused(IllegalMove, lambda: amendments.withdraw(table.mission, entered.code))
    assert current(entered).made == "sponsor"


@pytest.mark.parametrize("kind", [DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.DEFER])
def test_what_was_decided_is_corrected_no_more(table: Table, kind: DecisionKind):
    entered = from_floor(table)
    table.decide(kind, entered, reason="So it was agreed.")

    refused(IllegalMove, lambda: corrected(table, entered))
    refused(IllegalMove, lambda: amendments.withdraw(table.mission, entered.code))


def test_nobody_but_the_mission_and_its_delegation_touches_an_entry_from_the_floor(table: Table):
    entered = from_floor(table)
    own = table.replace("MYS", "1.", "progress", "good progress")

    refused(NotPermitted, lambda: amendments.withdraw(table.head("MYS"), entered.code))
    refused(NotPermitted, lambda: amendments.withdraw(table.mission, own.code))


def test_nobody_else_confirms_an_entry_from_the_floor(table: Table):
    entered = from_floor(table)

    refused(NotPermitted, lambda: say(table, "MYS", entered, Answer.CONFIRM))


# Words in brackets ---------------------------------------------------------------------------------


@pytest.fixture
def unbracketed(table: Table) -> Amendment:
    """Egypt's proposal was kept in brackets, which it contested; they were lifted in the next round."""
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, made, level=None)
    table.contest(made)
    table.close()
    table.open()
    assert asked(made) is None
    table.accept(table.replace("MYS", "1.", "[great]", "great"))
    table.close()
    return made


def test_who_proposed_words_is_asked_once_their_brackets_are_lifted_and_that_is_circulated(
    table: Table, unbracketed: Amendment
):
    assert asked(unbracketed) is None
    table.open()

    question = asked(unbracketed)

    assert question is not None
    assert (question.about, question.answers) == ("disposition", (Answer.CONFIRM, Answer.CONTEST))
    assert not question.optional


def test_what_was_said_of_the_brackets_is_no_answer_to_what_became_of_the_words(
    table: Table, unbracketed: Amendment
):
    table.open()
    question = asked(unbracketed)
    before = db.session.scalars(select(AnswerRow)).one()
    confirmed = say(table, "EGY", unbracketed, Answer.CONFIRM)

    assert question is not None
    assert (question.is_answered_by(before), question.is_answered_by(confirmed)) == (False, True)
    assert entry_of(unbracketed).contest is None


def test_who_contests_what_became_of_the_words_stands_again_with_them(table: Table, unbracketed: Amendment):
    table.open()

    say(table, "EGY", unbracketed, Answer.CONTEST, "It was great.")

    entry = entry_of(unbracketed)
    assert (entry.standing, entry.pending) == (Standing.CONTESTED, True)
    assert entry.amendment.round_id == table.round
    assert entry.revision.text == "The Meeting welcomed the great progress made."
    assert asked(unbracketed) is None


def test_a_paragraph_that_a_level_agreed_without_brackets_stays_agreed_when_their_lifting_is_contested(
    table: Table, unbracketed: Amendment
):
    table.open()
    say(table, "EGY", unbracketed, Answer.CONTEST, "It was great.")

    db.session.rollback()
    for reader in (mission(), table.head("EGY"), table.head("MYS")):
        drafts = open_draft_set(db.session(), table.code, reader)
        row = paragraph_states.rows_for(db.session(), reader, drafts, version=drafts.newest)[0]
        assert (row.state, row.level, row.asked_to_reopen) == (ParagraphState.AGREED, Level.EXPERT, True)
    decided = table.decide(DecisionKind.REJECT, unbracketed, reason="It is agreed.", level=None)
    assert decided.level is None
    row = paragraph_states.rows_for(db.session(), mission(), drafts, version=drafts.newest)[0]
    assert (row.state, row.asked_to_reopen) == (ParagraphState.AGREED, False)


def test_a_new_paragraph_that_stands_in_the_text_is_not_inserted_again_by_a_contest():
    table = make_table("The Meeting welcomed the progress made.")
    amendment = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting noted a need.", after="1.")
    code = db.session.get_one(Paragraph, amendment.paragraph_id).code
    table.propose("JOR", AmendmentKind.INSERT, text="The Meeting noted another.", after=code)
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open()
    paragraph = db.session.get_one(Paragraph, amendment.paragraph_id)
    lift = judgement(DecisionKind.ACCEPT, settled=((0, 0),), on=paragraph.id)
    decisions.decide(table.mission, paragraph.id, lift, seen=paragraph.counter)
    table.close()
    table.open()

    table.contest(amendment)

    db.session.expire_all()
    assert [revision.made for revision in db.session.get_one(Amendment, amendment.id).revisions] == [
        "sponsor"
    ]
    table.close()
    assert sum(line.text == "The Meeting noted a need." for line in table.lines()) == 1
    assert verification.verify(db.session).findings == ()


def test_the_journal_tells_the_acceptance_of_a_compromise_from_that_of_another_outcome(table: Table):
    egypt, _ = compromise(table)
    say(table, "EGY", egypt, Answer.ACCEPT)
    jordan = table.replace("JOR", "2.", "urged", "asked")
    table.decide(DecisionKind.REJECT, jordan, reason="Not now.", level=None)
    say(table, "JOR", jordan, Answer.CONTEST, "It is needed.")
    say(table, "JOR", jordan, Answer.ACCEPT)

    told = db.session.scalars(select(JournalLine).where(JournalLine.act == "answer").order_by(JournalLine.id))

    assert [line.subject for line in told] == ["accept compromise", Answer.CONTEST, Answer.ACCEPT]
