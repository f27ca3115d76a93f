"""Where delegations stand on each other's proposals."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import (
    CosponsorsIt,
    NoRound,
    NotFound,
    NotPermitted,
    ParagraphNotInText,
    PositionChanged,
    PositionReasonChanged,
    Refusal,
    StaleText,
    TextTooLong,
    UnreadableText,
)
from acm_drafts.negotiation.terms import AmendmentKind, Stance, Visibility
from acm_drafts.services import amendments, positions, sponsors
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.positions import positions_on
from acm_drafts.store.readable import get_record
from acm_drafts.store.records import Amendment, JournalLine, Position
from tests.factories import actor_of, make_drafter, make_observer, party
from tests.tables import DAY, Table, current, make_table, position_on

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all Member States to contribute.")


@pytest.fixture
def table() -> Table:
    return make_table(*TEXTS)


@pytest.fixture
def proposed(table: Table) -> Amendment:
    return table.replace("EGY", "1.", "progress", "great progress")


def take(table: Table, code: str, amendment: Amendment, stance: Stance | None, reason: str = "") -> None:
    positions.take_position(
        table.head(code), amendment.code, party=party(code).id, stance=stance, reason=reason
    )


def stance_of(amendment: Amendment, code: str) -> str | None:
    found = position_on(amendment, code)
    return found.stance if found else None


def lines() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(
        select(JournalLine).where(JournalLine.act == "take position").order_by(JournalLine.id)
    )
    return [(row.subject, row.before, row.after) for row in rows]


@pytest.mark.parametrize("stance", list(Stance))
def test_a_head_takes_each_position_in_the_delegations_name(
    table: Table, proposed: Amendment, stance: Stance
):
    take(table, "MYS", proposed, stance)

    assert stance_of(proposed, "MYS") == stance


def test_the_journal_keeps_what_a_position_was_before(table: Table, proposed: Amendment):
    take(table, "MYS", proposed, Stance.OPPOSE)
    take(table, "MYS", proposed, Stance.LIVE_WITH)
    take(table, "MYS", proposed, Stance.LIVE_WITH)
    take(table, "MYS", proposed, None)

    assert stance_of(proposed, "MYS") is None
    assert lines() == [("MYS", "", "oppose"), ("MYS", "oppose", "live-with"), ("MYS", "live-with", "")]


def reasons() -> list[str]:
    rows = select(JournalLine).where(JournalLine.act == "take position").order_by(JournalLine.id)
    return [row.reason for row in db.session.scalars(rows)]


def test_a_reason_is_kept_with_the_position_and_with_each_line_of_the_journal(
    table: Table, proposed: Amendment
):
    take(table, "MYS", proposed, Stance.RESERVE, " Until we have\r\nthe Arabic text. ")
    take(table, "MYS", proposed, Stance.RESERVE, "Until we have the Arabic text.")
    take(table, "MYS", proposed, Stance.RESERVE, "Our legal adviser is looking at it.")
    take(table, "MYS", proposed, Stance.SUPPORT)

    assert position_on(proposed, "MYS").reason == ""
    assert lines() == [("MYS", "", "reserve"), ("MYS", "reserve", "reserve"), ("MYS", "reserve", "support")]
    assert reasons() == ["Until we have the Arabic text.", "Our legal adviser is looking at it.", ""]


def test_another_reason_leaves_the_day_since_which_a_position_is_held(table: Table, proposed: Amendment):
    take(table, "MYS", proposed, Stance.RESERVE)
    since = position_on(proposed, "MYS").at

    with clock_at(utcnow() + 2 * DAY):
        take(table, "MYS", proposed, Stance.RESERVE, "Instructions have come.")
        assert position_on(proposed, "MYS").at == since
        take(table, "MYS", proposed, Stance.OPPOSE)
        assert position_on(proposed, "MYS").at > since


def test_a_position_that_is_taken_back_takes_its_reason_along(table: Table, proposed: Amendment):
    take(table, "MYS", proposed, Stance.OPPOSE, "It goes too far.")
    take(table, "MYS", proposed, None, "It goes too far.")

    assert stance_of(proposed, "MYS") is None
    assert reasons() == ["It goes too far.", ""]


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [("a" * 301, TextTooLong), ("It \u202egoes", UnreadableText), ("\0", UnreadableText)],
)
def test_a_reason_that_cannot_be_kept_leaves_the_position_as_it_was(
    table: Table, proposed: Amendment, reason: str, refusal: type[Refusal]
):
    take(table, "MYS", proposed, Stance.SUPPORT, "a" * 300)

    with pytest.raises(refusal):
        take(table, "MYS", proposed, Stance.OPPOSE, reason)
    db.session.rollback()
    assert stance_of(proposed, "MYS") == "support"
    assert len(lines()) == 1


def test_taking_back_what_was_never_taken_writes_nothing(table: Table, proposed: Amendment):
    take(table, "MYS", proposed, None)

    assert lines() == []


@pytest.mark.parametrize("stance", list(Stance))
def test_a_co_sponsor_takes_a_position_only_after_it_has_left_the_sponsors(
    table: Table, proposed: Amendment, stance: Stance
):
    facts = {"party": party("MYS").id}
    sponsors.cosponsor(table.head("MYS"), proposed.code, **facts)

    with pytest.raises(CosponsorsIt):
        take(table, "MYS", proposed, stance)

    assert stance_of(proposed, "MYS") is None
    assert lines() == []
    sponsors.cosponsor(table.head("MYS"), proposed.code, joins=False, **facts)
    take(table, "MYS", proposed, stance)
    assert stance_of(proposed, "MYS") == stance


def test_positions_go_on_after_the_deadline(table: Table, proposed: Amendment):
    with clock_at(utcnow() + 2 * DAY):
        take(table, "MYS", proposed, Stance.RESERVE)

    assert stance_of(proposed, "MYS") == "reserve"


def test_a_drafter_and_a_stranger_to_the_delegation_take_no_position(table: Table, proposed: Amendment):
    malaysia = party("MYS").id

    for actor in (actor_of(make_drafter("MYS")), table.head("EGY")):
        with pytest.raises(NotPermitted):
            positions.take_position(actor, proposed.code, party=malaysia, stance=Stance.SUPPORT)
    assert stance_of(proposed, "MYS") is None


def test_nobody_takes_a_position_on_what_is_withdrawn(table: Table, proposed: Amendment):
    amendments.withdraw(table.head("EGY"), proposed.code)

    with pytest.raises(NotPermitted):
        take(table, "MYS", proposed, Stance.SUPPORT)


def test_a_position_on_what_may_not_be_seen_tells_no_more_than_one_on_nothing():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    hidden = table.replace("EGY", "1.", "progress", "great progress")
    draft = amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "2."))

    for code in (hidden.code, draft.code, "zzzzzzz"):
        with pytest.raises(NotFound):
            positions.take_position(table.head("MYS"), code, party=party("MYS").id, stance=Stance.SUPPORT)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Position)) == 0


# Words that change ---------------------------------------------------------------------------------


def revise(table: Table, made: Amendment, text: str) -> None:
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=text, seen=current(made).id)
    amendments.revise(table.head(made.sponsor.code), made.code, proposal)


def standing(table: Table, amendment: Amendment) -> list[tuple[str, str, bool]]:
    db.session.expire_all()
    record = get_record(db.session(), table.mission, amendment.code)
    taken = positions_on(db.session(), [record])[amendment.id]
    return [(row.party.code, str(row.stance), row.is_earlier) for row in taken]


def test_a_proposal_that_is_revised_asks_anew(table: Table, proposed: Amendment):
    take(table, "MYS", proposed, Stance.SUPPORT, "Well said.")
    take(table, "SEN", proposed, Stance.OPPOSE)
    revise(table, proposed, "The Meeting welcomed the very great progress made.")

    assert standing(table, proposed) == [("MYS", "support", True), ("SEN", "oppose", True)]

    take(table, "MYS", proposed, Stance.SUPPORT, "Well said.")
    assert standing(table, proposed) == [("MYS", "support", False), ("SEN", "oppose", True)]
    assert lines()[-1] == ("MYS", "", "support")


def test_a_proposal_that_is_carried_over_keeps_its_positions(table: Table, proposed: Amendment):
    take(table, "MYS", proposed, Stance.SUPPORT)
    table.close()
    table.open()

    assert current(proposed).made == "carried"
    assert standing(table, proposed) == [("MYS", "support", False)]


def test_a_position_on_words_that_were_revised_meanwhile_is_refused_with_both(
    table: Table, proposed: Amendment
):
    revise(table, proposed, "The Meeting welcomed the very great progress made.")

    with pytest.raises(StaleText) as refused:
        positions.take_position(
            table.head("MYS"), proposed.code, party=party("MYS").id, stance=Stance.SUPPORT, revision=1
        )
    db.session.rollback()
    assert refused.value.seen == "The Meeting welcomed the great progress made."
    assert refused.value.current == "The Meeting welcomed the very great progress made."
    assert lines() == []


# On a paragraph ------------------------------------------------------------------------------------


def take_on(table: Table, code: str, stance: Stance | None, reason: str = "", **facts: object) -> None:
    line = table.line(str(facts.pop("label", "1."))).line
    asked = {"wording": line.wording, "party": party(code).id, "stance": stance, "reason": reason} | facts
    positions.take_position_on_paragraph(table.head(code), line.paragraph, **asked)


def rows() -> list[tuple[str, str, str, bool]]:
    db.session.expire_all()
    found = db.session.scalars(select(Position).order_by(Position.id))
    return [(row.party.code, row.stance, row.reason, row.taken_back) for row in found]


@pytest.mark.parametrize("stance", list(Stance))
def test_a_head_takes_each_position_on_a_paragraph(table: Table, stance: Stance):
    take_on(table, "MYS", stance, "Our capital.")

    assert rows() == [("MYS", stance, "Our capital.", False)]
    assert lines() == [("MYS", "", stance)]


def test_a_position_on_a_paragraph_is_changed_and_taken_back_as_one_on_a_proposal(table: Table):
    take_on(table, "MYS", Stance.OPPOSE, "It goes too far.")
    take_on(table, "MYS", Stance.LIVE_WITH)
    take_on(table, "MYS", Stance.LIVE_WITH)
    take_on(table, "MYS", None)

    assert rows() == [("MYS", "live-with", "", True)]
    assert lines() == [("MYS", "", "oppose"), ("MYS", "oppose", "live-with"), ("MYS", "live-with", "")]
    take_on(table, "MYS", None)
    assert len(lines()) == 3


def test_the_day_since_which_it_is_held_outlasts_another_reason_and_a_round(table: Table):
    take_on(table, "MYS", Stance.RESERVE)
    since = db.session.scalars(select(Position.at)).one()
    with clock_at(table.next_round()):
        table.close()
        table.open()
        take_on(table, "MYS", Stance.RESERVE, "Instructions have come.")

    assert set(db.session.scalars(select(Position.at))) == {since}


def test_each_round_keeps_what_was_recorded_in_it(table: Table):
    take_on(table, "MYS", Stance.OPPOSE)
    table.close()
    table.open()
    take_on(table, "MYS", None)

    assert rows() == [("MYS", "oppose", "", False), ("MYS", "oppose", "", True)]


@pytest.mark.parametrize("share", ["wording", "paragraph"])
def test_a_wording_that_changed_meanwhile_is_refused_with_both(table: Table, share: str):
    seen = table.line("1.").line.wording if share == "wording" else table.line("2.").line.wording
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()
    table.open()

    with pytest.raises(StaleText) as refused:
        take_on(table, "MYS", Stance.SUPPORT, wording=seen)
    db.session.rollback()
    assert refused.value.current == "The Meeting welcomed the great progress made."
    assert refused.value.seen == (TEXTS[0] if share == "wording" else "")
    assert rows() == [] and lines() == []


def test_two_people_of_one_delegation_with_different_words_learn_of_each_other(table: Table):
    take_on(table, "MYS", Stance.RESERVE, "Our capital.")

    with pytest.raises(PositionChanged) as other:
        take_on(table, "MYS", Stance.SUPPORT, seen=(None, ""))
    db.session.rollback()
    with pytest.raises(PositionReasonChanged) as why:
        take_on(table, "MYS", Stance.RESERVE, "Mine.", seen=(Stance.RESERVE, "Another."))
    db.session.rollback()

    assert (other.value.facts["then"], other.value.facts["now"]) == ("none yet", Stance.RESERVE)
    assert (why.value.facts["then"], why.value.facts["now"]) == ("“Another.”", "“Our capital.”")
    assert rows() == [("MYS", "reserve", "Our capital.", False)]


def test_a_drafter_an_observer_and_a_stranger_to_the_delegation_take_none_on_a_paragraph(table: Table):
    line = table.line("1.").line
    facts = {"wording": line.wording, "party": party("MYS").id, "stance": Stance.SUPPORT}
    for actor in (actor_of(make_drafter("MYS")), table.head("EGY"), table.mission, actor_of(make_observer())):
        with pytest.raises(NotPermitted):
            positions.take_position_on_paragraph(actor, line.paragraph, **facts)
        db.session.rollback()
    assert rows() == []


def test_no_position_on_a_paragraph_that_was_deleted(table: Table):
    line = table.line("2.").line
    facts = {"wording": line.wording, "party": party("MYS").id, "stance": Stance.SUPPORT}
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "2."))
    table.close()
    table.open()

    with pytest.raises(ParagraphNotInText):
        positions.take_position_on_paragraph(table.head("MYS"), line.paragraph, **facts)


def test_no_position_on_a_new_paragraph_that_is_only_proposed_and_none_between_two_rounds(table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    facts = {"wording": table.line("1.").line.wording, "party": party("MYS").id, "stance": Stance.SUPPORT}
    with pytest.raises(NotFound):
        positions.take_position_on_paragraph(table.head("MYS"), new.paragraph_id, **facts)
    db.session.rollback()
    table.close()
    with pytest.raises(NoRound):
        take_on(table, "MYS", Stance.SUPPORT)


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [("a" * 301, TextTooLong), ("It \u202egoes", UnreadableText), ("\0", UnreadableText)],
)
def test_a_reason_that_cannot_be_kept_leaves_a_paragraph_as_it_was(
    table: Table, reason: str, refusal: type[Refusal]
):
    with pytest.raises(refusal):
        take_on(table, "MYS", Stance.OPPOSE, reason)
    db.session.rollback()
    assert rows() == [] and lines() == []
