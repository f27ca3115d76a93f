"""A sponsor lets its own proposal give way to another one: both halves, or neither."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import IllegalMove, NotFound, NotPermitted
from acm_drafts.negotiation.terms import AmendmentKind, Stage, Stance, Visibility
from acm_drafts.services import amendments, positions, sponsors
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Cosponsor, JournalLine
from tests.factories import actor_of, make_drafter, party
from tests.tables import Table, current, make_table, position_on

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all Member States to contribute.")


@pytest.fixture
def table() -> Table:
    return make_table(*TEXTS)


def stage_of(amendment: Amendment) -> str:
    db.session.rollback()
    return db.session.get_one(Amendment, amendment.id).stage


def joined(amendment: Amendment, code: str) -> bool:
    return db.session.get(Cosponsor, (amendment.id, party(code).id)) is not None


def both(table: Table) -> tuple[Amendment, Amendment]:
    own = table.replace("EGY", "1.", "progress", "great progress")
    return own, table.replace("MYS", "1.", "progress", "Great progress")


def test_giving_way_withdraws_the_own_proposal_and_joins_the_sponsors_of_the_other(table: Table):
    own, other = both(table)

    sponsors.give_way(table.head("EGY"), own.code, to=other.code, seen=1, reason="In favour of MYS 1.")

    assert (stage_of(own), stage_of(other), joined(other, "EGY")) == (Stage.WITHDRAWN, Stage.SUBMITTED, True)
    assert current(own).text == TEXTS[0].replace("progress", "great progress")
    lines = db.session.execute(
        select(JournalLine.act, JournalLine.reason).order_by(JournalLine.id.desc()).limit(2)
    )
    assert [tuple(line) for line in lines] == [("withdraw", "In favour of MYS 1."), ("cosponsor", "")]


def test_a_proposal_revised_meanwhile_is_not_joined_unread(table: Table):
    own, other = both(table)
    facts = table.proposal(AmendmentKind.REPLACE, "1.", text=TEXTS[0].replace("progress", "little progress"))
    amendments.revise(table.head("MYS"), other.code, facts)

    with pytest.raises(IllegalMove):
        sponsors.give_way(table.head("EGY"), own.code, to=other.code, seen=1)

    assert (stage_of(own), joined(other, "EGY")) == (Stage.SUBMITTED, False)


def test_a_proposal_that_is_decided_or_withdrawn_takes_nobody_in(table: Table):
    own, other = both(table)
    amendments.withdraw(table.head("MYS"), other.code)

    with pytest.raises(IllegalMove):
        sponsors.give_way(table.head("EGY"), own.code, to=other.code, seen=1)

    assert stage_of(own) == Stage.SUBMITTED


def test_a_decided_proposal_cannot_give_way_and_joins_no_other(table: Table):
    own, other = both(table)
    table.accept(own)

    with pytest.raises(IllegalMove):
        sponsors.give_way(table.head("EGY"), own.code, to=other.code, seen=1)

    assert (stage_of(own), joined(other, "EGY")) == (Stage.SUBMITTED, False)


def test_nobody_else_says_that_two_proposals_are_the_same(table: Table):
    own, other = both(table)

    for actor in (table.mission, table.head("MYS"), table.head("SEN"), actor_of(make_drafter("EGY"))):
        with pytest.raises(NotPermitted):
            sponsors.give_way(actor, own.code, to=other.code, seen=1)

    assert (stage_of(own), joined(other, "EGY")) == (Stage.SUBMITTED, False)


def test_what_one_may_not_read_cannot_be_joined():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    own, other = both(table)

    for code in (other.code, own.code, "zzzzzzz"):
        with pytest.raises(NotFound):
            sponsors.give_way(table.head("EGY"), own.code, to=code, seen=1)

    assert (stage_of(own), joined(other, "EGY")) == (Stage.SUBMITTED, False)


@pytest.mark.parametrize("stance", list(Stance))
def test_who_joins_as_co_sponsor_has_no_other_position_and_the_journal_keeps_both_acts(
    table: Table, stance: Stance
):
    _own, other = both(table)
    egypt = party("EGY").id
    positions.take_position(table.head("EGY"), other.code, party=egypt, stance=stance, reason="Our capital.")

    sponsors.cosponsor(table.head("EGY"), other.code, party=egypt)

    assert joined(other, "EGY")
    assert position_on(other, "EGY") is None
    lines = db.session.execute(
        select(JournalLine.act, JournalLine.before, JournalLine.after)
        .where(JournalLine.amendment_id == other.id)
        .order_by(JournalLine.id.desc())
        .limit(3)
    )
    assert [tuple(line) for line in lines] == [
        ("cosponsor", "", ""),
        ("take position", stance, ""),
        ("take position", "", stance),
    ]
