"""The archive of meetings: what is finished, who archives, what is refused from then on, and what goes on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from acm_drafts.negotiation.archiving import (
    ArchivingAct,
    MeetingArchived,
    MeetingUnfinished,
    NotArchived,
    Obstacle,
    TextsNotEnded,
    WrongArchiving,
)
from acm_drafts.negotiation.errors import NotPermitted
from acm_drafts.negotiation.terms import Level, Role, Scope
from acm_drafts.services import archiving, deletion, follow_up, offices, people, public, rounds, speakers
from acm_drafts.services.public import find_public_text
from acm_drafts.services.public_files import keep_file, lacking
from acm_drafts.services.verification import verify
from acm_drafts.store.archiving import load_open_texts, load_unfinished
from acm_drafts.store.database import db, transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import note_held
from acm_drafts.store.records import Appointment, Archiving, Invitation, JournalLine, Round
from tests.adoptions import agreed_text
from tests.archiving import finish, meeting_of
from tests.factories import actor_of, make_administrator, make_head, make_mission_drafter, make_user, mission
from tests.follow_up import add_resolution, confirm
from tests.inputs import call
from tests.interleaving import interleave
from tests.public import adopted_text, publish
from tests.sittings import convene, make_body
from tests.speakers import open_list
from tests.tables import DAY, Table, make_table


def obstacles(table: Table) -> set[Obstacle]:
    meeting = meeting_of(table)
    return {row.obstacle for row in load_unfinished(db.session(), meeting)}


def lines() -> list[tuple[str, str, str]]:
    acts = ("archive meeting", "take meeting out of archive", "end texts without adoption")
    wanted = select(JournalLine.act, JournalLine.after, JournalLine.reason).where(JournalLine.act.in_(acts))
    return list(db.session.execute(wanted.order_by(JournalLine.id)).all())


def open_round(table: Table) -> object:
    return rounds.open_round(mission(), table.communique, rounds.Terms(utcnow(), utcnow() + DAY))


def test_a_finished_meeting_is_archived_and_taken_out_again_for_a_reason(session):
    table = adopted_text()
    publish(table)
    meeting = finish(table)

    archived = archiving.archive(mission(), meeting)
    assert meeting_of(table).archived_on == archived.day
    with pytest.raises(MeetingArchived):
        archiving.archive(mission(), meeting)
    with pytest.raises(MeetingArchived):
        public.withdraw(mission(), table.communique, reason="Why.")
    with pytest.raises(WrongArchiving):
        archiving.take_out(mission(), meeting, reason=" ")

    archiving.take_out(mission(), meeting, reason="A corrigendum is needed.")
    assert meeting_of(table).archived_on is None
    with pytest.raises(NotArchived):
        archiving.take_out(mission(), meeting, reason="Why.")
    public.withdraw(mission(), table.communique, reason="Why.")

    archiving.archive(mission(), meeting)
    assert meeting_of(table).archived_on is not None
    assert lines() == [
        ("archive meeting", "", ""),
        ("take meeting out of archive", "", "A corrigendum is needed."),
        ("archive meeting", "", ""),
    ]
    assert verify(db.session()).findings == ()


def test_nobody_but_the_mission_archives_a_meeting_or_takes_it_out(session):
    meeting = finish(adopted_text())
    for actor in (actor_of(make_head("EGY")), actor_of(make_administrator())):
        with pytest.raises(NotPermitted):
            archiving.archive(actor, meeting)
    archiving.archive(mission(), meeting)
    for actor in (actor_of(make_head("SEN")), actor_of(make_administrator())):
        with pytest.raises(NotPermitted):
            archiving.take_out(actor, meeting, reason="Why.")
    assert len(lines()) == 1


def test_what_goes_on_at_a_meeting_stands_in_the_way(session):
    table = make_table("We met.")
    assert obstacles(table) == {Obstacle.NO_DATE, Obstacle.ROUND}
    body = make_body(Level.EXPERT)
    convene(table, body)
    issued = call(table)
    open_list(meeting_of(table).id)
    assert obstacles(table) == {
        Obstacle.NO_DATE,
        Obstacle.ROUND,
        Obstacle.SITTING,
        Obstacle.INPUT_CALL,
        Obstacle.INSCRIPTION,
    }
    assert issued.code
    with pytest.raises(MeetingUnfinished):
        archiving.archive(mission(), meeting_of(table).id, ended=[table.code])
    assert lines() == []


def test_the_day_of_the_meeting_and_an_embargo_have_passed_before(session):
    table = adopted_text()
    meeting = finish(table)
    public.publish(mission(), table.communique, public_from=utcnow() + DAY)
    assert obstacles(table) == {Obstacle.EMBARGO}
    public.publish(mission(), table.communique)
    assert obstacles(table) == set()
    db.session.rollback()
    meeting_of(table).held_on = date.today() + timedelta(days=400)
    db.session.commit()
    assert obstacles(table) == {Obstacle.TO_COME}
    with pytest.raises(MeetingUnfinished):
        archiving.archive(mission(), meeting)


def test_a_text_that_is_not_adopted_is_marked_as_ended_by_whoever_archives(session):
    table = agreed_text()
    meeting = finish(table)
    (open_text,) = load_open_texts(db.session(), meeting)
    for ended in ([], ["another"]):
        with pytest.raises(TextsNotEnded):
            archiving.archive(mission(), meeting, ended=ended)
    archiving.archive(mission(), meeting, ended=[open_text.code])

    assert lines() == [("end texts without adoption", open_text.symbol, ""), ("archive meeting", "", "")]
    with pytest.raises(MeetingArchived):
        open_round(table)


def test_library_follow_up_and_public_page_of_an_archived_meeting_go_on(session):
    table = adopted_text()
    address = publish(table).address
    meeting = finish(table)
    archiving.archive(mission(), meeting)

    confirm(add_resolution())
    for file in lacking():
        keep_file(file, b"%PDF")
    db.session.rollback()
    assert find_public_text(db.session(), address).is_public
    assert follow_up and verify(db.session()).findings == ()


def test_access_is_taken_away_at_an_archived_meeting_and_not_given(session):
    meeting = finish(adopted_text())
    head = make_head("SEN", meeting_id=meeting)
    offered = people.invite(mission(), "late@example.org", role=Role.HEAD, party="EGY", meeting=meeting)
    term = db.session.scalars(select(Appointment.id).where(Appointment.user_id == head.id)).one()
    archiving.archive(mission(), meeting)

    with pytest.raises(MeetingArchived):
        offices.appoint(mission(), make_user().id, role=Role.OBSERVER, meeting=meeting)
    with pytest.raises(MeetingArchived):
        people.accept_invitation(offered, name="Late Head", password="four ordinary words")
    offices.end_office(mission(), term)
    with pytest.raises(MeetingArchived):
        speakers.open_inscription(mission(), meeting)


def test_verify_names_what_goes_on_at_an_archived_meeting(session):
    table = make_table("We met.")
    meeting = meeting_of(table).id
    row = {"meeting_id": meeting, "number": 1, "act": ArchivingAct.ARCHIVE, "day": date(2026, 12, 1)}
    db.session.execute(insert(Archiving).values(**row, reason="", at=utcnow()))
    db.session.commit()

    (finding,) = verify(db.session()).findings
    assert "its meeting is archived" in str(finding)


def test_verify_names_what_was_written_on_an_archived_meeting_and_not_what_goes_on(session):
    table = adopted_text()
    meeting = finish(table)
    head = make_head("SEN", meeting_id=meeting)
    term = db.session.scalars(select(Appointment.id).where(Appointment.user_id == head.id)).one()
    offered = people.invite(mission(), "late@example.org", role=Role.HEAD, party="EGY", meeting=meeting)
    archiving.archive(mission(), meeting)
    archiving.take_out(mission(), meeting, reason="A corrigendum is needed.")
    publish(table)
    archiving.archive(mission(), meeting)

    # What goes on: rights are taken away, accounts have owners, and a deletion is asked for.
    invitation = db.session.scalars(select(Invitation.id)).one()
    people.withdraw_invitation(mission(), invitation)
    people.end_sessions(mission(), head.id, reason="A lost telephone.")
    people.make_reset_link(mission(), head.id)
    people.disable(mission(), head.id)
    people.enable(mission(), head.id)
    offices.end_office(mission(), term)
    drafter = actor_of(make_mission_drafter())
    deletion.ask(drafter, meeting, reason="The years to keep it are over.")
    deletion.take_package(drafter, meeting)
    deletion.take_back(drafter, meeting)
    confirm(add_resolution())
    assert offered and verify(db.session()).findings == ()

    with transaction() as writing:
        write_line(writing, mission(), "change meeting", scope=Scope.ALL, meeting=meeting)
        note_held(writing, table.communique)
        write_line(writing, mission(), "end term of office", scope=Scope.ALL, communique=table.communique)
    first, second = verify(db.session()).findings
    assert "(change meeting) was written after the meeting was archived" in str(first)
    assert "(end term of office) was written after" in str(second) and second.symbol != first.symbol


ORDER = pytest.mark.parametrize("order", ["first", "second"])


def either(archives: Callable[[], object], acts: Callable[[], object], order: str):
    return (archives, acts) if order == "first" else (acts, archives)


@ORDER
def test_a_round_opened_beside_the_archiving_is_opened_before_it_or_refused(app: Flask, session, order: str):
    table = agreed_text()
    meeting, code = finish(table), table.code
    db.session.remove()

    ended = interleave(
        app,
        *either(
            lambda: archiving.archive(mission(), meeting, ended=[code]), lambda: open_round(table), order
        ),
    )

    db.session.rollback()
    running = db.session.scalars(select(Round.id).where(Round.closed_at.is_(None))).all()
    assert ([act.end for act in ended], len(running)) == {
        "first": (["done", "MeetingArchived"], 0),
        "second": (["done", "MeetingUnfinished"], 1),
    }[order]
    assert verify(db.session()).findings == ()


@ORDER
def test_an_office_given_beside_the_archiving_is_given_before_it_or_refused(app: Flask, session, order: str):
    meeting, user = finish(adopted_text()), make_user().id
    db.session.remove()

    def give() -> None:
        offices.appoint(mission(), user, role=Role.OBSERVER, meeting=meeting)

    ended = interleave(app, *either(lambda: archiving.archive(mission(), meeting), give, order))

    db.session.rollback()
    given = db.session.scalars(select(Appointment.id).where(Appointment.user_id == user)).all()
    assert ([act.end for act in ended], len(given)) == {
        "first": (["done", "MeetingArchived"], 0),
        "second": (["done", "done"], 1),
    }[order]
