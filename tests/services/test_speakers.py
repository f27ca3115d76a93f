"""The list of speakers: delegations inscribe themselves, and the Mission opens, orders and runs it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.speakers import (
    FloorTaken,
    InscribedAlready,
    InscriptionClosed,
    InscriptionNotOpen,
    NotSpeaking,
    SpeechBegun,
    WrongSpeaker,
)
from acm_drafts.negotiation.terms import InscriptionState, SpeakerKind, SpeakerLevel, SpeechState
from acm_drafts.services import speakers
from acm_drafts.services.speakers import Guest
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import JournalLine, Meeting, Speaker
from acm_drafts.store.speakers import load_speakers
from tests.factories import actor_of, make_drafter, make_head, make_meeting, mission, party
from tests.interleaving import interleave
from tests.speakers import by_head, inscribed, named, open_list

pytestmark = pytest.mark.usefixtures("session")

NINE = datetime(2026, 12, 17, 14, tzinfo=UTC)


@pytest.fixture
def meeting(session: object) -> Iterator[int]:
    with clock_at(NINE):
        yield make_meeting(year=2026, zone="America/New_York").id


def order(meeting: int) -> list[str]:
    return [row.speaker.party.code for row in load_speakers(db.session(), meeting).rows]


def acts() -> list[str]:
    return list(db.session.scalars(select(JournalLine.act).order_by(JournalLine.id)))


def test_a_delegation_inscribes_itself_while_the_list_is_open_and_once(meeting: int):
    head = by_head("EGY", meeting)
    with pytest.raises(InscriptionNotOpen):
        speakers.inscribe(head, meeting, named("H.E. One"), party=party("EGY").id)
    open_list(meeting)

    speakers.inscribe(head, meeting, named("H.E. One"), party=party("EGY").id)
    with pytest.raises(InscribedAlready, match=r"H\.E\. One"):
        speakers.inscribe(head, meeting, named("H.E. Two"), party=party("EGY").id)
    with pytest.raises(InscribedAlready):
        speakers.inscribe(mission(), meeting, named("H.E. Two"), party=party("EGY").id)
    speakers.close_inscription(mission(), meeting)
    with pytest.raises(InscriptionClosed):
        inscribed("MYS", meeting)

    assert order(meeting) == ["EGY"]
    assert acts() == ["open inscription", "inscribe speaker", "close inscription"]


def test_nobody_else_inscribes_for_a_delegation_and_only_the_mission_for_guests(meeting: int):
    open_list(meeting)
    person, egypt = named("H.E. One"), party("EGY").id
    drafter = actor_of(make_drafter("EGY", meeting_id=meeting)).at(meeting)
    observer = Guest(SpeakerKind.OBSERVER, "Bosnia and Herzegovina")

    for actor, facts in (
        (by_head("MYS", meeting), {"party": egypt}),
        (drafter, {"party": egypt}),
        (by_head("MYS", meeting), {"guest": observer}),
    ):
        with pytest.raises(NotPermitted):
            speakers.inscribe(actor, meeting, person, **facts)
    with pytest.raises(NotFound):  # the Mission itself does not speak as a Member State
        speakers.inscribe(mission(), meeting, person, party=party("OICM").id)
    with pytest.raises(WrongSpeaker):  # a Member State is no observer
        speakers.inscribe(mission(), meeting, person, guest=Guest(SpeakerKind.OBSERVER, "Malaysia"))
    speakers.inscribe(mission(), meeting, person, guest=observer)
    with pytest.raises(InscribedAlready):
        speakers.inscribe(
            mission(), meeting, person, guest=Guest(SpeakerKind.OBSERVER, " bosnia and  herzegovina")
        )
    for wrong in (None, Guest(SpeakerKind.OBSERVER, " "), Guest(SpeakerKind.MEMBER, "Egypt")):
        with pytest.raises(WrongSpeaker):
            speakers.inscribe(mission(), meeting, person, guest=wrong)
    with pytest.raises(WrongSpeaker):
        inscribed("MYS", meeting, name="  ")
    assert db.session.scalar(select(func.count()).select_from(Speaker)) == 1


def test_a_delegation_changes_and_withdraws_its_own_speaker_and_no_other(meeting: int):
    open_list(meeting)
    egypt, malaysia = inscribed("EGY", meeting), inscribed("MYS", meeting)
    head = by_head("EGY", meeting)

    speakers.change_level(head, meeting, egypt, SpeakerLevel.HEAD_OF_GOVERNMENT)
    speakers.rename(head, meeting, egypt, name="H.E. Other ", title="Prime  Minister")
    for act in (
        lambda: speakers.withdraw(head, meeting, malaysia),
        lambda: speakers.rename(head, meeting, malaysia, name="X"),
        lambda: speakers.change_level(head, meeting, malaysia, SpeakerLevel.OTHER),
    ):
        with pytest.raises(NotPermitted):
            act()
    row = load_speakers(db.session(), meeting).row(egypt)
    assert (row.speaker.name, row.speaker.title, row.speaker.level) == (
        "H.E. Other",
        "Prime Minister",
        "head-of-government",
    )

    speakers.close_inscription(mission(), meeting)
    speakers.withdraw(head, meeting, egypt)
    with pytest.raises(NotFound):
        speakers.withdraw(head, meeting, egypt)
    speakers.open_inscription(mission(), meeting)
    inscribed("EGY", meeting, name="H.E. Third")
    assert [row.speaker.name for row in load_speakers(db.session(), meeting).rows] == [
        "H.E. of MYS",
        "H.E. Third",
    ]


def test_the_mission_moves_a_speaker_with_a_reason_and_who_stood_before_does_not_matter_later(meeting: int):
    open_list(meeting)
    egypt, malaysia, senegal = (inscribed(code, meeting) for code in ("EGY", "MYS", "SEN"))

    with pytest.raises(WrongSpeaker):
        speakers.move(mission(), meeting, senegal, after=egypt, reason=" ")
    speakers.move(mission(), meeting, senegal, after=egypt, reason="Malaysia asked to speak later.")
    assert order(meeting) == ["EGY", "SEN", "MYS"]

    speakers.withdraw(mission(), meeting, egypt)
    assert order(meeting) == ["SEN", "MYS"]  # the place given by hand stays where it was
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "move speaker")).one()
    assert (line.before, line.after, line.reason) == ("3", "2", "Malaysia asked to speak later.")
    with pytest.raises(NotFound):
        speakers.move(mission(), meeting, malaysia, after=egypt, reason="Why")
    with pytest.raises(NotPermitted):
        speakers.move(by_head("MYS", meeting), meeting, malaysia, reason="We are in a hurry.")


def test_one_speaker_has_the_floor_until_the_statement_ends_or_the_floor_is_taken_back(meeting: int):
    open_list(meeting)
    speakers.set_time_limit(mission(), meeting, 5)
    egypt, malaysia = inscribed("EGY", meeting), inscribed("MYS", meeting)

    speakers.give_floor(mission(), meeting, malaysia)
    with pytest.raises(FloorTaken):
        speakers.give_floor(mission(), meeting, egypt)
    with pytest.raises(SpeechBegun):
        speakers.withdraw(by_head("MYS", meeting), meeting, malaysia)
    record = load_speakers(db.session(), meeting)
    assert record.speaking is not None and record.speaking.limit == NINE + timedelta(minutes=5)

    speakers.take_floor_back(mission(), meeting, malaysia)
    speakers.give_floor(mission(), meeting, egypt)
    with clock_at(NINE + timedelta(minutes=6)):
        speakers.end_statement(mission(), meeting, egypt)
    for act in (speakers.end_statement, speakers.take_floor_back):
        with pytest.raises(NotSpeaking):
            act(mission(), meeting, egypt)
    states = [row.state for row in load_speakers(db.session(), meeting).rows]
    assert states == [SpeechState.SPOKEN, SpeechState.WAITING]


def test_a_time_limit_is_between_one_minute_and_an_hour_or_none(meeting: int):
    speakers.set_time_limit(mission(), meeting, 3)
    speakers.set_time_limit(mission(), meeting, 3)
    for wrong in (0, 61):
        with pytest.raises(WrongSpeaker):
            speakers.set_time_limit(mission(), meeting, wrong)
    speakers.set_time_limit(mission(), meeting, None)

    assert acts() == ["set time limit", "set time limit"]
    assert load_speakers(db.session(), meeting).state is InscriptionState.TO_COME


def test_two_who_inscribe_for_one_delegation_at_once_do_not_both_succeed(app: Flask, meeting: int):
    open_list(meeting)
    head, egypt = by_head("EGY", meeting), party("EGY").id

    def first() -> None:
        speakers.inscribe(head, meeting, named("H.E. One"), party=egypt)

    def second() -> None:
        with pytest.raises(InscribedAlready):
            speakers.inscribe(mission(), meeting, named("H.E. Two"), party=egypt)

    ended = interleave(app, first, second)

    assert [act.end for act in ended] == ["done", "done"]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Speaker)) == 1


def test_a_list_of_one_meeting_is_no_matter_of_another(meeting: int):
    other: Meeting = make_meeting(year=2027)
    open_list(meeting)
    egypt = inscribed("EGY", meeting)
    elsewhere: Actor = actor_of(make_head("MYS", meeting_id=other.id)).at(other.id)

    with pytest.raises(NotPermitted):
        speakers.inscribe(elsewhere, meeting, named("H.E. X"), party=party("MYS").id)
    with pytest.raises(NotFound):
        speakers.withdraw(mission(), other.id, egypt)
    with pytest.raises(NotFound):
        speakers.open_inscription(mission(), 987_654)
