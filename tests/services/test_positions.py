"""Where delegations stand on each other's proposals."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import (
    CosponsorsIt,
    NotFound,
    NotPermitted,
    Refusal,
    TextTooLong,
    UnreadableText,
)
from acm_drafts.negotiation.terms import AmendmentKind, Stance, Visibility
from acm_drafts.services import amendments, positions, sponsors
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, JournalLine, Position
from tests.factories import actor_of, make_drafter, party
from tests.tables import DAY, Table, make_table

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
    found = db.session.get(Position, (amendment.id, party(code).id))
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

    assert db.session.get(Position, (proposed.id, party("MYS").id)).reason == ""
    assert lines() == [("MYS", "", "reserve"), ("MYS", "reserve", "reserve"), ("MYS", "reserve", "support")]
    assert reasons() == ["Until we have the Arabic text.", "Our legal adviser is looking at it.", ""]


def test_another_reason_leaves_the_day_since_which_a_position_is_held(table: Table, proposed: Amendment):
    take(table, "MYS", proposed, Stance.RESERVE)
    since = db.session.get(Position, (proposed.id, party("MYS").id)).at

    with clock_at(utcnow() + 2 * DAY):
        take(table, "MYS", proposed, Stance.RESERVE, "Instructions have come.")
        assert db.session.get(Position, (proposed.id, party("MYS").id)).at == since
        take(table, "MYS", proposed, Stance.OPPOSE)
        assert db.session.get(Position, (proposed.id, party("MYS").id)).at > since


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
