"""What is agreed is reopened: by whom, why, and what ends by it; whatever the round in which it was agreed."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import DecidedMeanwhile, IllegalMove, NoRound
from acm_drafts.negotiation.notices import NoticeKind
from acm_drafts.negotiation.reopening import NotAgreed, NotOfThisBody, WrongReopening
from acm_drafts.negotiation.silence import UnderSilence
from acm_drafts.negotiation.sittings import DecisionsAreHidden
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    DraftStatus,
    Level,
    ParagraphState,
    Visibility,
)
from acm_drafts.services import paragraph_states, reopenings, verification
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Communique, Decision, JournalLine, Notice, Paragraph
from acm_drafts.store.rounds import round_context
from acm_drafts.store.status import load_statuses
from acm_drafts.store.text import draft_set
from tests.factories import actor_of, make_chair, party
from tests.silences import put
from tests.sittings import hold, make_body, record
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting thanked Egypt.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def paragraph_of(table: Table, label: str = "1.") -> Paragraph:
    db.session.rollback()
    return db.session.get_one(Paragraph, table.line(label).line.paragraph, populate_existing=True)


def reopen(table: Table, label: str = "1.", *, actor: object = None, **facts: object) -> Decision:
    paragraph = paragraph_of(table, label)
    sent = {"asked_by": "SEN", "reason": "The figure was corrected.", "seen": paragraph.counter, **facts}
    return reopenings.reopen(actor or table.mission, paragraph.id, **sent)


def state_for(table: Table, actor: object, label: str = "1.") -> str:
    db.session.rollback()
    drafts = draft_set(db.session(), table.communique, actor)
    rows = paragraph_states.rows_for(db.session(), actor, drafts, version=drafts.newest)
    return next(row.state for row in rows if row.label == label)


def only_proposed(table: Table, proposal: Amendment) -> bool:
    """Return whether a proposal stands as it does because the Mission alone proposes it."""
    db.session.rollback()
    record = load_amendments(db.session, Amendment.id == proposal.id).entries[proposal.id]
    communique = db.session.get_one(Communique, table.communique)
    return load_statuses(db.session(), communique, table.mission, [record]).where(record).only_proposed


def test_a_reopened_paragraph_is_open_in_the_same_words_and_says_who_asked_and_why(table: Table):
    table.accept(table.replace("MYS", "1.", "welcomed", "noted"), level=Level.EXPERT)
    assert paragraph_of(table).state == ParagraphState.AGREED

    decision = reopen(table)

    line = table.line("1.")
    assert (line.state, line.agreed_level) == ("open", None)
    assert (decision.kind, decision.level, decision.reason) == ("reopen", None, "The figure was corrected.")
    assert decision.asked_by is not None and decision.asked_by.code == "SEN"
    last = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert last is not None
    assert (last.act, last.scope, last.before, last.reason) == ("reopen", "all", "expert", decision.reason)
    assert last.party_id == party("SEN").id
    table.close()
    assert table.line("1.").line.text == "The Meeting noted the report."
    assert verification.verify(db.session).findings == ()


def test_what_an_earlier_round_agreed_is_reopened_and_can_be_agreed_anew(table: Table):
    table.accept(table.replace("MYS", "1.", "welcomed", "noted"), level=Level.EXPERT)
    table.close()
    table.open()
    assert table.line("1.").state == "agreed"

    reopen(table)

    assert table.line("1.").state == "open"
    assert state_for(table, table.head("SEN")) == "open"
    table.agree("1.", level=Level.AMBASSADORIAL)
    assert table.line("1.").agreed_level == "ambassadorial"
    table.close()
    assert table.line("1.").state == "agreed"
    assert verification.verify(db.session).findings == ()


def test_it_ends_the_agreements_of_every_level_and_none_of_them_stands_beside_the_next(table: Table):
    table.agree("1.", level=Level.EXPERT)
    table.agree("1.", level=Level.AMBASSADORIAL)
    context = round_context(db.session(), table.round)
    undone = reopenings.undone_by(db.session(), table.mission, context, paragraph_of(table).id)
    assert [agreement.level for agreement, _ in undone.agreements] == ["expert", "ambassadorial"]

    reopen(table)
    table.agree("1.", level=Level.TROIKA)

    last = paragraph_states.standing_on(db.session(), [paragraph_of(table).id], context.round)
    assert [agreement.level for standing in last.values() for agreement in standing.agreements] == ["troika"]


def test_the_request_to_reopen_is_granted_and_waits_for_a_decision(table: Table):
    table.agree("1.", level=Level.EXPERT)
    request = table.replace("SEN", "1.", "welcomed", "noted")
    context = round_context(db.session(), table.round)
    undone = reopenings.undone_by(db.session(), table.mission, context, paragraph_of(table).id)
    assert undone.requests == (request.id,)

    reopen(table)

    assert (table.line("1.").state, table.line("1.").pending) == ("open", 1)


def test_the_sponsors_there_are_told(table: Table):
    table.accept(table.replace("MYS", "1.", "welcomed", "noted"), level=Level.EXPERT)
    told = select(func.count()).select_from(Notice).join(JournalLine).where(JournalLine.act == "reopen")
    reopen(table)
    rows = db.session.scalars(select(Notice).join(JournalLine).where(JournalLine.act == "reopen")).all()
    assert [row.user_id for row in rows] == [table.head("MYS").user]
    assert {row.kind for row in rows} == {NoticeKind.DECISION}
    assert db.session.scalar(told) == 1


def test_who_asked_and_the_sponsors_there_are_told_that_it_no_longer_counts(table: Table):
    table.accept(table.replace("MYS", "1.", "welcomed", "noted"), level=Level.EXPERT)
    table.head("SEN")
    table.void(reopen(table, asked_by="SEN"), reason="By mistake.")

    last = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc()).limit(1)).one()
    rows = db.session.scalars(select(Notice).where(Notice.line_id == last.id)).all()
    assert (last.act, last.party_id) == ("void reopening", party("SEN").id)
    assert {row.user_id for row in rows} == {table.head("MYS").user, table.head("SEN").user}


def test_what_is_not_agreed_is_not_reopened_and_nothing_is_reopened_twice(table: Table):
    with pytest.raises(NotAgreed):
        reopen(table)
    table.agree("1.", level=Level.EXPERT)
    seen = paragraph_of(table).counter
    reopen(table)
    with pytest.raises(NotAgreed):
        reopen(table)
    with pytest.raises((NotAgreed, DecidedMeanwhile)):
        reopen(table, seen=seen)


def test_an_old_page_reopens_nothing(table: Table):
    table.agree("1.", level=Level.EXPERT)
    seen = paragraph_of(table).counter
    table.agree("1.", level=Level.AMBASSADORIAL)
    with pytest.raises(DecidedMeanwhile):
        reopen(table, seen=seen)
    assert table.line("1.").state == "agreed"


@pytest.mark.parametrize("facts", [{"reason": " "}, {"asked_by": ""}, {"asked_by": "NOBODY"}])
def test_it_needs_a_reason_and_somebody_who_asked(table: Table, facts: dict[str, str]):
    table.agree("1.", level=Level.EXPERT)
    with pytest.raises(WrongReopening):
        reopen(table, **facts)
    assert table.line("1.").state == "agreed"


def test_between_rounds_and_under_silence_nothing_is_reopened(table: Table):
    table.agree("1.", level=Level.EXPERT)
    put(table, make_body(Level.AMBASSADORIAL), ["1."])
    with pytest.raises(UnderSilence):
        reopen(table)
    other = make_table(*TEXTS, symbol="OIC/OTHER")
    other.agree("1.", level=Level.EXPERT)
    other.close()
    with pytest.raises(NoRound):
        reopen(other)


def test_the_chair_of_the_body_that_agreed_last_reopens_and_no_other_delegation(table: Table):
    body, other = make_body(Level.EXPERT, chair="EGY"), make_body(Level.TROIKA, chair="TUR")
    assert other.level == Level.TROIKA
    record(table, hold(table, body))
    for code in ("TUR", "SEN"):
        with pytest.raises(NotOfThisBody):
            reopen(table, actor=table.head(code))
    reopen(table, actor=table.head("EGY"))
    assert table.line("1.").state == "open"


def test_a_chair_who_may_not_know_the_decisions_of_the_round_asks_the_mission(session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.agree("1.", level=Level.EXPERT)
    with pytest.raises(DecisionsAreHidden):
        reopen(table, actor=actor_of(make_chair()))


def test_readers_of_a_hidden_round_learn_that_it_was_reopened(table: Table):
    table.accept(table.replace("MYS", "1.", "welcomed", "noted"), level=Level.EXPERT)
    table.close()
    table.open(visibility=Visibility.MISSION)
    reader = table.head("SEN")
    assert state_for(table, reader) == "agreed"
    reopen(table)
    assert state_for(table, reader) == "open"


def test_what_the_mission_only_proposed_is_only_proposed_again(table: Table):
    proposal = table.replace("MYS", "1.", "welcomed", "noted")
    table.accept(proposal, level=None)
    table.agree("1.", level=Level.EXPERT)
    assert not only_proposed(table, proposal)
    reopen(table)
    assert only_proposed(table, proposal)


def test_a_reopening_by_mistake_is_voided_like_any_decision_and_once(table: Table):
    table.agree("1.", level=Level.EXPERT)
    decision = reopen(table)
    table.void(decision, reason="Recorded on the wrong paragraph.")
    assert table.line("1.").agreed_level == "expert"
    with pytest.raises(IllegalMove):
        table.void(decision, reason="Once more.")
    act = db.session.scalars(select(JournalLine.act).order_by(JournalLine.id.desc())).first()
    assert act == "void reopening"
    assert verification.verify(db.session).findings == ()


def test_a_reopened_paragraph_does_not_let_the_text_be_final(table: Table):
    for label in ("1.", "2."):
        table.agree(label, level=Level.EXPERT)
    reopen(table)
    with pytest.raises(Exception, match="1 of 2"):
        table.close(status=DraftStatus.FINAL)
    assert db.session.scalar(select(Decision.kind).order_by(Decision.id.desc())) == DecisionKind.REOPEN


def undone(table: Table, label: str) -> reopenings.Undone:
    context = round_context(db.session(), table.round)
    return reopenings.undone_by(db.session(), table.mission, context, paragraph_of(table, label).id)


def agreed(table: Table) -> dict[str, str]:
    """Return the states of all paragraphs of the text, of those to come too, by their codes."""
    db.session.rollback()
    db.session.expire_all()
    return {row.code: row.state for row in db.session.scalars(select(Paragraph))}


def test_what_is_joined_to_it_is_listed_with_its_request_and_ends_with_it(table: Table):
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."), level=Level.EXPERT)
    request = table.replace("MYS", "2.", "thanked", "commended")
    for label, other in (("1.", "2"), ("2.", "1")):
        listed = undone(table, label)
        assert [(part.number, part.in_text) for part in listed.others] == [(other, True)]
        assert listed.requests == (request.id,)
    before = agreed(table)
    reopen(table, "1.")
    assert sum(state != agreed(table)[code] for code, state in before.items()) == 2
    assert verification.verify(db.session).findings == ()


def test_a_part_that_is_to_be_split_off_is_listed_and_one_of_an_earlier_round_stays_agreed(table: Table):
    parts = ("The Meeting welcomed", "the report.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts), level=Level.EXPERT)
    (part,) = undone(table, "1.").others
    assert (part.number, part.text, part.in_text) == ("", "the report.", False)
    before = agreed(table)
    table.close()
    table.open()
    assert undone(table, "1.").others == ()
    reopen(table, "1.")
    assert (table.line("1.").state, table.line("2.").state) == ("open", "agreed")
    assert before != agreed(table) and verification.verify(db.session).findings == ()
