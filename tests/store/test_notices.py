"""Notices are written with the act, for those it concerns, and cost the same however many these are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.notices import Delivery, NoticeKind
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Level,
    PartyKind,
    Role,
    Stance,
    Visibility,
)
from acm_drafts.services import amendments, closings, drafts, positions, reservations, rounds, sponsors
from acm_drafts.services.rounds import Terms
from acm_drafts.services.small_groups import change_facilitator, take_out_member
from acm_drafts.store.database import clock_at, db, transaction, utcnow
from acm_drafts.store.notices import notices_for, without_mail
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Message, Notice, NoticeSetting, User
from tests import small_groups
from tests.factories import make_appointment, make_head, make_observer, party
from tests.reservations import enter, seen
from tests.tables import DAY, Table, make_table


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the progress made.", "The Meeting closed.")


def told(table: Table, code: str) -> list[str]:
    """Return the kinds of what a head of delegation was told, in order."""
    db.session.rollback()
    notices = db.session.scalars(
        select(Notice).where(Notice.user_id == table.head(code).user).order_by(Notice.id)
    )
    return [notice.kind for notice in notices]


def reject(table: Table, *decided: object) -> None:
    table.decide(DecisionKind.REJECT, *decided, reason="No.")  # type: ignore[arg-type]


def test_a_sponsor_and_its_co_sponsor_are_told_of_a_decision(table: Table):
    proposal = table.replace("EGY", "1.", "progress", "good progress")
    sponsors.cosponsor(table.head("SEN"), proposal.code, party=party("SEN").id)
    table.head("JOR")

    reject(table, proposal)

    assert (told(table, "EGY"), told(table, "SEN"), told(table, "JOR")) == (["decision"], ["decision"], [])


def test_who_has_a_proposal_on_the_paragraph_is_told_of_the_next_one(table: Table):
    table.replace("EGY", "1.", "progress", "good progress")
    table.replace("MYS", "2.", "closed", "ended")

    table.replace("JOR", "1.", "made", "made there")

    assert (told(table, "EGY"), told(table, "MYS"), told(table, "JOR")) == (["proposal"], [], [])


def test_nobody_is_told_of_a_proposal_that_the_round_does_not_show(session: object):
    table = make_table("The Meeting welcomed the progress made.", visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "progress", "good progress")

    table.replace("JOR", "1.", "made", "made there")

    assert told(table, "EGY") == []


def test_a_sponsor_and_its_co_sponsor_are_told_of_a_position_and_who_took_it_is_not(table: Table):
    proposal = table.replace("EGY", "1.", "progress", "good progress")
    sponsors.cosponsor(table.head("SEN"), proposal.code, party=party("SEN").id)
    for stance in (Stance.OPPOSE, Stance.SUPPORT, None):
        positions.take_position(table.head("JOR"), proposal.code, party=party("JOR").id, stance=stance)

    assert told(table, "EGY") == told(table, "SEN") == ["position"] * 3
    assert told(table, "JOR") == []


def test_who_joins_the_sponsors_is_not_told_that_its_own_position_ends(table: Table):
    proposal = table.replace("EGY", "1.", "progress", "good progress")
    positions.take_position(table.head("SEN"), proposal.code, party=party("SEN").id, stance=Stance.SUPPORT)
    sponsors.cosponsor(table.head("SEN"), proposal.code, party=party("SEN").id)

    assert told(table, "EGY") == ["position"] * 2
    assert told(table, "SEN") == []


def test_a_new_version_of_a_compromise_text_is_told_to_the_members_alone(table: Table):
    for code in ("MYS", "EGY", "SEN", "JOR"):
        table.head(code)
    group = small_groups.form(table, "1.", facilitator="MYS", members=("EGY", "JOR"))
    take_out_member(table.mission, group.code, party("JOR").id, seen=small_groups.found(group).sequence)

    small_groups.write(table, group, "1.", "The Meeting welcomed the good progress made.")

    assert told(table, "EGY") == ["small-group", "compromise"]
    assert (told(table, "MYS"), told(table, "JOR")) == (["small-group"], ["small-group", "small-group"])
    assert told(table, "SEN") == []


def test_who_is_taken_into_a_small_group_or_out_of_it_and_all_of_a_new_facilitator_are_told(table: Table):
    for code in ("MYS", "EGY", "SEN"):
        table.head(code)
    group = small_groups.form(table, "1.", facilitator="MYS", members=("EGY",))
    assert (told(table, "MYS"), told(table, "EGY"), told(table, "SEN")) == (
        ["small-group"],
        ["small-group"],
        [],
    )
    seen = small_groups.found(group).sequence
    change_facilitator(table.mission, group.code, party("EGY").id, seen=seen)
    assert (told(table, "MYS"), told(table, "EGY"), told(table, "SEN")) == (
        ["small-group"] * 2,
        ["small-group"] * 2,
        [],
    )


def test_a_draft_in_preparation_is_told_to_nobody(table: Table):
    table.replace("EGY", "1.", "progress", "good progress")

    amendments.save(table.head("JOR"), table.round, table.proposal(AmendmentKind.KEEP, "1."))

    assert told(table, "EGY") == []


def test_a_circulation_and_what_it_asks_to_confirm_are_told(table: Table):
    table.replace("EGY", "1.", "progress", "good progress")
    table.head("JOR")
    with clock_at(utcnow() + 2 * DAY):
        draft = closings.close_round(table.mission, table.round)
        assert told(table, "EGY") == []
        drafts.circulate(table.mission, draft.id, attributed=True)

    assert sorted(told(table, "EGY")) == ["circulation", "outcome"]
    assert told(table, "JOR") == ["circulation"]


def test_who_reserved_words_that_are_amended_away_is_asked_by_a_notice_and_an_e_mail(
    app: Flask, table: Table
):
    for code in ("JOR", "MYS"):
        table.head(code)
    enter(table, "EGY", "1.", "progress", published=False)
    enter(table, "MYS", "1.", "The Meeting")
    app.config["SMTP_URL"] = "smtp://127.0.0.1"
    table.accept(table.replace("SEN", "1.", "progress", "results"))
    with clock_at(utcnow() + 8 * DAY):
        table.close()
        assert told(table, "EGY") == [], "the next draft is read by the Mission alone"
        drafts.circulate(table.mission, table.draft, attributed=True)

    assert sorted(told(table, "EGY")) == ["circulation", "reservation"]
    assert told(table, "MYS") == told(table, "JOR") == ["circulation"]
    kinds = select(Notice.kind).where(
        Notice.message_id.is_not(None), Notice.user_id == table.head("EGY").user
    )
    assert "reservation" in db.session.scalars(kinds).all()


def test_that_a_reservation_is_to_be_confirmed_is_told_once_and_anew_of_other_words(table: Table):
    mine = enter(table, "EGY", "1.", "progress")
    with clock_at(table.next_round()):
        assert "reservation" not in told(table, "EGY"), "its words are there"
        table.accept(table.replace("SEN", "1.", "progress", "results"))
        with clock_at(table.next_round()):
            assert told(table, "EGY").count("reservation") == 1
            table.accept(table.replace("SEN", "2.", "closed", "ended"))
            with clock_at(table.next_round()):
                assert told(table, "EGY").count("reservation") == 1, "it was asked already"
                reservations.keep(table.head("EGY"), mine.code, seen=seen(mine))
                table.accept(table.replace("SEN", "1.", "results", "outcome"))
                with clock_at(table.next_round()):
                    assert told(table, "EGY").count("reservation") == 2


def test_who_withdrew_its_reservation_is_not_asked(table: Table):
    mine = enter(table, "EGY", "1.", "progress")
    reservations.withdraw(table.head("EGY"), mine.code, seen=seen(mine))
    table.accept(table.replace("SEN", "1.", "progress", "results"))

    with clock_at(table.next_round()):
        assert "reservation" not in told(table, "EGY")


def test_that_a_round_opens_is_told_when_it_opens(session: object):
    table = make_table("The Meeting welcomed the progress made.")
    user = table.head("EGY").user or 0
    with clock_at(utcnow() + 2 * DAY):
        draft = closings.close_round(table.mission, table.round)
        drafts.circulate(table.mission, draft.id, attributed=True)
        opens = utcnow() + DAY
        rounds.open_round(table.mission, table.communique, Terms(opens, opens + DAY))

    def kinds_at(moment: object) -> list[str]:
        return [notice.kind for notice in notices_for(db.session(), user, now=moment)]  # type: ignore[arg-type]

    assert kinds_at(opens - timedelta(seconds=1)) == ["circulation"]
    assert kinds_at(opens) == ["round", "circulation"]


def test_what_is_refused_tells_nobody_anything(table: Table):
    proposal = table.replace("EGY", "1.", "progress", "good progress")

    with pytest.raises(Refusal):
        table.decide(DecisionKind.REJECT, proposal, reason="", level=Level.EXPERT)

    assert told(table, "EGY") == []


class Undone(Exception):
    pass


def test_a_part_of_an_act_that_is_undone_tells_nobody_anything(table: Table):
    first = table.replace("EGY", "1.", "progress", "good progress")
    second = table.replace("MYS", "2.", "closed", "ended")

    with transaction():
        reject(table, first)
        with pytest.raises(Undone), transaction():
            reject(table, second)
            raise Undone

    assert (told(table, "EGY"), told(table, "MYS")) == (["decision"], [])


def test_a_person_with_two_offices_is_told_once(table: Table):
    proposal = table.replace("EGY", "1.", "progress", "good progress")
    make_appointment(db.session.get_one(User, table.head("EGY").user), Role.HEAD, "ARAB")

    reject(table, proposal)

    assert told(table, "EGY") == ["decision"]


def messages() -> list[Message]:
    db.session.rollback()
    return list(db.session.scalars(select(Message)))


@pytest.mark.parametrize("delivery", Delivery)
def test_only_what_is_sent_at_once_has_its_message_with_the_act(app: Flask, table: Table, delivery: Delivery):
    app.config["SMTP_URL"] = "smtp://127.0.0.1"
    proposal = table.replace("EGY", "1.", "progress", "good progress")
    db.session.add(
        NoticeSetting(user_id=table.head("EGY").user or 0, kind=NoticeKind.DECISION, delivery=delivery)
    )
    db.session.commit()

    reject(table, proposal)

    assert told(table, "EGY") == ["decision"]
    assert len(messages()) == (1 if delivery is Delivery.ONCE else 0)


def test_a_demonstration_writes_no_message(app: Flask, table: Table):
    app.config["SMTP_URL"] = "smtp://127.0.0.1"
    proposal = table.replace("EGY", "1.", "progress", "good progress")

    with without_mail():
        reject(table, proposal)

    assert (told(table, "EGY"), messages()) == (["decision"], [])


def test_three_people_of_each_delegation_cost_no_more_than_one_person(
    app: Flask, table: Table, count_queries: Callable[[Callable[[], object]], int]
):
    app.config["SMTP_URL"] = "smtp://127.0.0.1"
    make_observer()

    def move(hours: int) -> Callable[[], object]:
        return lambda: rounds.change_deadline(table.mission, table.round, utcnow() + timedelta(hours=hours))

    one = count_queries(move(30))
    states = find_parties(db.session(), PartyKind.STATE)
    for state in states:
        for _ in range(3):
            make_head(state.code)
    before = len(messages())
    many = count_queries(move(40))

    assert len(messages()) - before == 57 * 3 + 1
    assert many == one
