"""What a sitting agreed ad referendum is called so until somebody confirms it, once."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import DecidedMeanwhile, NotAllConfirmed, NotAsSeen, WrongDecision
from acm_drafts.negotiation.reopening import NothingToConfirm, NotOfThisBody, WrongConfirmation
from acm_drafts.negotiation.terms import DecisionKind, DraftStatus, Level, SittingResult, Visibility
from acm_drafts.services import agreements, closings, confirmations, decisions, reopenings, verification
from acm_drafts.services.evaluation import Judgement
from acm_drafts.store.database import db
from acm_drafts.store.records import Body, Confirmation, Decision, JournalLine, Paragraph, Sitting
from acm_drafts.store.rounds import round_context
from tests.sittings import hold, make_body, read, record
from tests.tables import Table, current, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting thanked Egypt.")
AD_REFERENDUM = SittingResult.AD_REFERENDUM


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


@pytest.fixture
def body(table: Table) -> Body:
    return make_body(Level.EXPERT, chair="EGY")


def paragraph_of(table: Table, label: str = "1.") -> Paragraph:
    db.session.rollback()
    return db.session.get_one(Paragraph, table.line(label).line.paragraph, populate_existing=True)


def stands(table: Table, label: str = "1.") -> tuple[str, bool]:
    paragraph = paragraph_of(table, label)
    return paragraph.state, paragraph.ad_referendum


def confirm(table: Table, label: str = "1.", *, actor: object = None, **facts: object) -> int:
    paragraph = paragraph_of(table, label)
    sent = {"given_by": "the Ministry in Rabat", "seen": paragraph.counter, **facts}
    return confirmations.confirm(actor or table.mission, paragraph.id, **sent)


def confirm_sitting(
    table: Table, sitting: Sitting, *, actor: object = None, seen: str = "", without: tuple[str, ...] = ()
) -> int:
    db.session.rollback()
    known = confirmations.awaiting_of(db.session(), sitting, table.round)
    seen = seen or confirmations.seen_of(known)
    return confirmations.confirm_sitting(
        actor or table.mission, sitting.code, given_by="the Ministry in Rabat", seen=seen, without=without
    )


def test_what_a_sitting_agrees_ad_referendum_is_agreed_and_called_so_until_it_is_confirmed(
    table: Table, body: Body
):
    row = record(table, hold(table, body), result=AD_REFERENDUM)
    assert db.session.get_one(Decision, row.decision_id).ad_referendum
    assert stands(table) == ("agreed", True)

    assert confirm(table, actor=table.head("EGY")) == 1

    assert stands(table) == ("agreed", False)
    line = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert line is not None
    assert (line.act, line.after, line.scope) == ("confirm agreement", "the Ministry in Rabat", "all")
    assert verification.verify(db.session).findings == ()


def test_nothing_is_confirmed_twice_and_nothing_that_is_simply_agreed(table: Table, body: Body):
    record(table, hold(table, body, ["1.", "2."]), "1.", result=AD_REFERENDUM)
    table.agree("2.", level=Level.EXPERT)
    confirm(table)
    for label in ("1.", "2."):
        with pytest.raises(NothingToConfirm):
            confirm(table, label)
    assert db.session.scalar(select(func.count()).select_from(Confirmation)) == 1


def test_what_a_sitting_agreed_so_is_confirmed_in_one_act_but_what_is_left_out(table: Table, body: Body):
    sitting = hold(table, body, ["1.", "2."])
    for label in ("1.", "2."):
        record(table, sitting, label, result=AD_REFERENDUM)
    with pytest.raises(NotAsSeen):
        confirm_sitting(table, sitting, seen="0")
    first, second = (table.line(label).code for label in ("1.", "2."))
    with pytest.raises(WrongConfirmation):
        confirm_sitting(table, sitting, without=(first, second))
    assert confirm_sitting(table, sitting, without=(second,)) == 1
    assert [stands(table, label) for label in ("1.", "2.")] == [("agreed", False), ("agreed", True)]
    assert confirm_sitting(table, sitting) == 1
    assert [stands(table, label) for label in ("1.", "2.")] == [("agreed", False)] * 2
    with pytest.raises(NothingToConfirm):
        confirm_sitting(table, sitting)
    assert set(read(sitting).confirmed) == {row.decision_id for row in read(sitting).results}
    line = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert line is not None and (line.act, line.before) == ("confirm agreements", "2")


def test_only_the_mission_and_the_chair_of_the_body_confirm(table: Table, body: Body):
    sitting = hold(table, body)
    record(table, sitting, result=AD_REFERENDUM)
    with pytest.raises(NotOfThisBody):
        confirm(table, actor=table.head("SEN"))
    with pytest.raises(NotOfThisBody):
        confirm_sitting(table, sitting, actor=table.head("SEN"))
    confirm_sitting(table, sitting, actor=table.head("EGY"))


def test_it_says_in_words_who_confirmed_and_an_old_page_confirms_nothing(table: Table, body: Body):
    record(table, hold(table, body), result=AD_REFERENDUM)
    with pytest.raises(WrongConfirmation):
        confirm(table, given_by=" ")
    with pytest.raises(DecidedMeanwhile):
        confirm(table, seen=0)
    assert stands(table) == ("agreed", True)


def test_a_correction_a_voiding_a_reopening_and_a_later_agreement_end_it(table: Table, body: Body):
    sitting = hold(table, body)
    row = record(table, sitting, result=AD_REFERENDUM)
    record(table, sitting, result=SittingResult.NOT_AGREED)
    with pytest.raises(NothingToConfirm):
        confirm(table)

    row = record(table, sitting, result=AD_REFERENDUM)
    table.void(db.session.get_one(Decision, row.decision_id), reason="In error.")
    with pytest.raises(NothingToConfirm):
        confirm(table)

    record(table, sitting, result=AD_REFERENDUM)
    seen = paragraph_of(table).counter
    reopenings.reopen(table.mission, paragraph_of(table).id, asked_by="SEN", reason="Why.", seen=seen)
    assert stands(table) == ("open", False)
    with pytest.raises(NothingToConfirm):
        confirm(table)

    record(table, sitting, result=AD_REFERENDUM)
    table.agree("1.", level=Level.AMBASSADORIAL)
    assert stands(table) == ("agreed", False)
    with pytest.raises(NothingToConfirm):
        confirm(table)
    assert verification.verify(db.session).findings == ()


def test_a_decision_is_taken_ad_referendum_at_a_sitting_and_not_without_one(table: Table, body: Body):
    proposal = table.replace("MYS", "1.", "welcomed", "noted")
    judgement = Judgement(DecisionKind.ACCEPT, (current(proposal).id,), ad_referendum=True)
    seen = paragraph_of(table).counter
    with pytest.raises(WrongDecision, match="names its sitting"):
        decisions.decide(table.mission, proposal.paragraph_id, judgement, seen=seen)
    table.accept(proposal, ad_referendum=True)
    assert stands(table) == ("agreed", True)


@pytest.mark.parametrize("kind", [DecisionKind.BRACKETS, DecisionKind.DEFER])
def test_what_agrees_nothing_is_not_taken_ad_referendum(table: Table, kind: DecisionKind):
    proposal = table.replace("MYS", "1.", "welcomed", "noted")
    with pytest.raises(WrongDecision, match="nothing is agreed"):
        table.decide(kind, proposal, ad_referendum=True, reason="Later.")


def test_a_request_that_a_level_rejects_confirms_nothing(table: Table, body: Body):
    record(table, hold(table, body), result=AD_REFERENDUM)
    request = table.replace("SEN", "1.", "welcomed", "noted")
    table.decide(DecisionKind.REJECT, request, reason="Not now.")
    assert stands(table) == ("agreed", True)


def test_a_text_is_final_only_once_all_is_confirmed_and_can_be_agreed_ad_referendum_before(
    table: Table, body: Body
):
    sitting = hold(table, body, ["1.", "2."])
    for label in ("1.", "2."):
        record(table, sitting, label, result=AD_REFERENDUM)
    with pytest.raises(NotAllConfirmed) as refusal:
        table.close(status=DraftStatus.FINAL)
    assert refusal.value.facts == {"count": 2, "all": 2}
    confirm(table)
    closing = closings.preview_closing(table.mission, db.session(), table.round)
    assert sorted(closing.agreed.values()) == [False, True]
    table.close(status=DraftStatus.AD_REFERENDUM)
    assert stands(table, "2.") == ("agreed", True)


def test_it_is_confirmed_between_rounds_and_in_a_later_one(table: Table, body: Body):
    sitting = hold(table, body, ["1.", "2."])
    for label in ("1.", "2."):
        record(table, sitting, label, result=AD_REFERENDUM)
    table.close()
    confirm(table, "1.")
    table.open(visibility=Visibility.MISSION)
    confirm(table, "2.", actor=table.head("EGY"))
    assert [stands(table, label) for label in ("1.", "2.")] == [("agreed", False)] * 2
    assert verification.verify(db.session).findings == ()


def test_all_that_is_left_is_agreed_ad_referendum_in_one_act(table: Table):
    context = round_context(db.session, table.round)
    left = agreements.remaining(db.session, context)
    facts = {"sitting": table.sitting(), "seen": left.seen, "ad_referendum": True}
    agreements.agree_rest(table.mission, table.round, **facts)
    assert [stands(table, label) for label in ("1.", "2.")] == [("agreed", True)] * 2
