"""
Meetings side by side: whoever holds an office at one has no say at another, whatever verb is tried.

The verbs are taken from the services themselves, so a new one is swept from the day it exists.
"""

import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import import_module

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select

from acm_drafts import services
from acm_drafts.negotiation.archiving import ArchivingAct
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.errors import (
    LastAdministrator,
    NotFound,
    NotPermitted,
    NotPossible,
    OfficeHeld,
    Refusal,
    SomeRefused,
    WhichMeeting,
    WrongShape,
)
from acm_drafts.negotiation.guide import TagAct
from acm_drafts.negotiation.invitations import ListRefused, Row
from acm_drafts.negotiation.meetings import MeetingUsed
from acm_drafts.negotiation.messages import MessageKind, MessageState
from acm_drafts.negotiation.permissions import IN_GENERAL, Actor, Office
from acm_drafts.negotiation.sittings import Outcome
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    Audience,
    BodyRole,
    City,
    DecisionKind,
    DraftStatus,
    Level,
    PartyKind,
    Role,
    SittingResult,
    SpeakerLevel,
    Stance,
)
from acm_drafts.services import (
    adoption,
    agenda,
    agreements,
    amendments,
    annotations,
    answers,
    archiving,
    batches,
    bodies,
    bracket_holders,
    closings,
    confirmations,
    copies,
    corrections,
    corrigenda,
    decisions,
    deletion,
    delivery,
    discussions,
    document_settings,
    drafts,
    file_changes,
    follow_up,
    guide,
    inputs,
    invitations,
    meetings,
    nominations,
    offices,
    people,
    pins,
    positions,
    previews,
    public,
    reopenings,
    reservations,
    rounds,
    second_factors,
    silence,
    silence_breaks,
    sittings,
    small_groups,
    speakers,
    sponsors,
    translations,
)
from acm_drafts.services.batches import Sent
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.services.drafts import Face
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.file_changes import Offered
from acm_drafts.services.meetings import MeetingFacts, facts_of_meeting
from acm_drafts.services.reservations import Wish
from acm_drafts.services.sittings import Presence
from acm_drafts.store import batches as waiting
from acm_drafts.store.bodies import chair_of_meeting
from acm_drafts.store.database import clock_at, db, transaction, utcnow
from acm_drafts.store.meetings import every, find_only, get_meeting
from acm_drafts.store.notices import message_row, write_messages
from acm_drafts.store.records import (
    Amendment,
    Appointment,
    Archiving,
    Batch,
    Body,
    BodyTerm,
    Communique,
    Decision,
    Invitation,
    JournalLine,
    Meeting,
    Paragraph,
    User,
)
from acm_drafts.store.text import draft_set, text_rows
from acm_drafts.text.language import Language
from tests.agreeing import judgement
from tests.discussions import begin
from tests.factories import (
    PASSWORD,
    actor_of,
    make_administrator,
    make_appointment,
    make_drafter,
    make_head,
    make_meeting,
    make_mission_drafter,
    make_observer,
    make_user,
    mission,
    party,
)
from tests.follow_up import add_resolution, confirm
from tests.guide import add_agenda
from tests.inputs import answer as input_answer
from tests.inputs import call as issue_call
from tests.inputs import read_by as inputs_read_by
from tests.inputs import submit as submit_input
from tests.inputs import wish as input_wish
from tests.interleaving import interleave
from tests.library import add as make_source
from tests.reservations import enter
from tests.silences import put
from tests.sittings import HOUR, convene, hold, make_body, times
from tests.small_groups import form, wish, write
from tests.speakers import inscribed, named, open_list
from tests.tables import DAY, Table, current, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

LINES = tuple(f"The Meeting noted report {number} of the Secretary-General." for number in range(1, 8))
FILE = "\n\n".join((*LINES, "It thanked Egypt.")).encode()


def table_at(meeting: Meeting, *, symbol: str) -> Table:
    return Table(lines_of(*LINES), symbol=symbol, meeting=meeting.id, data=symbol.encode()).open()


def observer_with_a_second_factor(meeting_id: int) -> int:
    """Return the key of an observer whose account asks for a code too."""
    user = make_observer(meeting_id=meeting_id)
    secret = second_factors.new_secret()
    code = pyotp.TOTP(secret).at(utcnow())
    second_factors.set_up(actor_of(user), secret, code, ("a secret of the house, long enough",))
    return user.id


def _nominated(meeting: int) -> int:
    """Return the key of a nomination that an administrator made at a meeting."""
    giver = actor_of(make_administrator(meeting_id=meeting)).at(meeting)
    return offices.appoint(giver, make_user().id, role=Role.DRAFTER, party="EGY", meeting=meeting).id


def everything_at(meeting: int | None) -> Actor:
    """Return a person who holds an office of every kind at *meeting* (None: in general) and nowhere else."""
    person, egypt, house = make_user(), party("EGY"), party("OICM")
    held = {
        Office(Role.MISSION, house.id, house.code, PartyKind.MISSION, meeting),
        Office(Role.HEAD, egypt.id, egypt.code, PartyKind.STATE, meeting),
        *(Office(role, meeting=meeting) for role in (Role.ADMINISTRATOR, Role.CHAIR, Role.OBSERVER)),
    }
    return Actor(person.id, person.name, frozenset(held))


# Adding ----------------------------------------------------------------------------------------------


def test_a_meeting_is_added_beside_those_there_are():
    meetings.add_meeting(mission(), MeetingFacts("Annual Coordination Meeting 2026"), year=2026)
    facts = MeetingFacts("Contact Group", "Jeddah", date(2027, 3, 4), 81, "SEN")
    typed = replace(facts, title=" Contact  Group ")
    made = meetings.add_meeting(mission(), typed, year=2027, zone="Asia/Riyadh")

    assert (made.year, made.zone, facts_of_meeting(db.session(), made)) == (2027, "Asia/Riyadh", facts)
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 2
    told = db.session.scalars(select(JournalLine.after).order_by(JournalLine.id)).all()
    assert told == ["2026", "2027 · Jeddah · 2027-03-04 · A/81 · SEN"]
    assert db.session.scalars(select(JournalLine.meeting_id)).all() == [1, made.id]


def test_two_meetings_of_a_year_have_two_titles():
    first = meetings.add_meeting(mission(), MeetingFacts("Annual Coordination Meeting"), year=2026)
    second = meetings.add_meeting(mission(), MeetingFacts("Contact Group"), year=2026)
    meetings.add_meeting(mission(), MeetingFacts("Annual Coordination Meeting"), year=2027)

    with pytest.raises(NotPossible):
        meetings.add_meeting(mission(), MeetingFacts("Annual  Coordination Meeting"), year=2026)
    with pytest.raises(NotPossible):
        meetings.change_meeting(mission(), second.id, MeetingFacts(first.title))
    meetings.change_meeting(mission(), first.id, MeetingFacts(first.title, "Jeddah"))

    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 3


@pytest.mark.parametrize("terms", [{"year": 26}, {"year": 2026, "zone": "Mars/Olympus"}])
def test_a_meeting_of_no_year_or_clock_is_refused(terms):
    with pytest.raises(WrongShape):
        meetings.add_meeting(mission(), MeetingFacts("Meeting"), **terms)
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 0


@pytest.mark.parametrize("facts", [{"title": " "}, {"title": "\0"}, {"unga_session": 0}, {"chair": "XYZ"}])
def test_a_meeting_that_cannot_be_is_refused(facts):
    with pytest.raises(WrongShape):
        meetings.add_meeting(mission(), MeetingFacts(**{"title": "Meeting", **facts}), year=2026)
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 0


def test_what_is_said_of_a_meeting_is_changed_as_a_whole_and_told_in_the_journal():
    meeting = make_meeting(title="Meeting", year=2026)
    facts = MeetingFacts("Meeting", "New York", date(2026, 12, 17), 81, "SEN")

    meetings.change_meeting(mission(), meeting.id, facts)
    meetings.change_meeting(mission(), meeting.id, facts)
    for wrong in ({"title": " "}, {"unga_session": 0}, {"chair": "XYZ"}, {"chair": "OICM"}, {"place": "\0"}):
        with pytest.raises(WrongShape):
            meetings.change_meeting(mission(), meeting.id, replace(facts, **wrong))

    assert facts_of_meeting(db.session(), meeting) == facts
    lines = db.session.execute(select(JournalLine.act, JournalLine.before, JournalLine.after)).all()
    assert lines == [("change meeting", "Meeting", "Meeting · New York · 2026-12-17 · A/81 · SEN")]


def test_a_meeting_added_by_mistake_is_removed_and_one_at_which_something_was_done_is_not():
    make_table("It noted.")
    used = find_only(db.session()).id
    head = make_head("EGY")
    mistaken = meetings.add_meeting(mission(), MeetingFacts("By mistake"), year=2027)
    person = make_user()
    offices.appoint(mission(), person.id, role=Role.HEAD, party="EGY", meeting=mistaken.id)

    for meeting, refusal in ((mistaken.id, MeetingUsed), (used, MeetingUsed), (999_999, NotFound)):
        with pytest.raises(refusal):
            meetings.remove_meeting(mission(), meeting)
    with pytest.raises(NotPermitted):
        meetings.remove_meeting(actor_of(head), mistaken.id)
    term = db.session.scalars(select(Appointment).where(Appointment.meeting_id == mistaken.id)).one()
    offices.end_office(mission(), term.id)
    meetings.remove_meeting(mission(), mistaken.id)

    assert [meeting.id for meeting in every(db.session())] == [used]
    with pytest.raises(NotFound):
        get_meeting(db.session(), mistaken.id)
    for act in (
        lambda: meetings.remove_meeting(mission(), mistaken.id),
        lambda: meetings.change_meeting(mission(), mistaken.id, MeetingFacts("Again")),
        lambda: offices.appoint(mission(), person.id, role=Role.HEAD, party="EGY", meeting=mistaken.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert find_only(db.session()).id == used
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "remove meeting")).one()
    assert (line.subject, line.before) == ("By mistake", "2027")


def test_the_state_in_the_chair_is_the_one_that_is_set_else_the_one_that_chairs_the_ministers():
    meeting = make_meeting(year=2026)
    assert chair_of_meeting(db.session(), meeting) is None
    make_body(Level.MINISTERIAL, chair="TUR", meeting=meeting.id)
    db.session.rollback()
    assert chair_of_meeting(db.session(), meeting).code == "TUR"

    meetings.change_meeting(mission(), meeting.id, MeetingFacts("Meeting", chair="SEN"))
    db.session.rollback()
    assert chair_of_meeting(db.session(), meeting).code == "SEN"


def test_what_was_given_before_there_was_a_meeting_is_held_at_the_first():
    head, drafter = make_head("EGY"), make_mission_drafter()
    people.invite(mission(), "observer@example.org", role=Role.OBSERVER)
    first = meetings.add_meeting(mission(), MeetingFacts("First"), year=2026)
    later = meetings.add_meeting(mission(), MeetingFacts("Second"), year=2027)

    held = dict(db.session.execute(select(Appointment.user_id, Appointment.meeting_id)).all())
    assert held == {head.id: first.id, drafter.id: None}
    assert db.session.scalars(select(Invitation.meeting_id)).all() == [first.id]
    assert not actor_of(head).at(later.id).offices


def first_meeting() -> None:
    meetings.add_meeting(mission(), MeetingFacts("First"), year=2026)


@pytest.mark.parametrize("is_given_first", [True, False])
def test_an_office_that_is_given_while_the_first_meeting_is_added_is_held_there(
    app: Flask, is_given_first: bool
):
    user = make_user().id

    def give() -> None:
        offices.appoint(mission(), user, role=Role.HEAD, party="EGY")

    order = (give, first_meeting) if is_given_first else (first_meeting, give)
    ended = interleave(app, *order)

    db.session.rollback()
    assert [act.end for act in ended] == ["done", "done"]
    assert (
        db.session.scalars(select(Appointment.meeting_id)).all()
        == db.session.scalars(select(Meeting.id)).all()
    )


def test_a_link_that_is_used_while_the_first_meeting_is_added_gives_an_office_there(app: Flask):
    token = people.invite(mission(), "new@example.org", role=Role.HEAD, party="EGY")
    facts = {"name": "New Head", "password": PASSWORD}

    ended = interleave(app, lambda: people.accept_invitation(token, **facts), first_meeting)

    db.session.rollback()
    assert [act.end for act in ended] == ["done", "done"]
    assert (
        db.session.scalars(select(Appointment.meeting_id)).all()
        == db.session.scalars(select(Meeting.id)).all()
    )


# Offices ---------------------------------------------------------------------------------------------


def test_an_office_is_held_at_the_only_meeting_and_of_several_one_is_named():
    first = make_meeting(year=2025)
    user = make_user()
    assert offices.appoint(mission(), user.id, role=Role.OBSERVER).meeting_id == first.id
    second = make_meeting(year=2026)

    with pytest.raises(WhichMeeting, match=rf"{second.id} \(Annual Coordination Meeting, 2026\)"):
        offices.appoint(mission(), user.id, role=Role.HEAD, party="EGY")
    with pytest.raises(NotFound):
        offices.appoint(mission(), user.id, role=Role.HEAD, party="EGY", meeting=999)

    made = offices.appoint(mission(), user.id, role=Role.HEAD, party="EGY", meeting=second.id)
    assert made.meeting_id == second.id


@pytest.mark.parametrize("role", IN_GENERAL)
def test_the_missions_own_offices_are_held_in_general_unless_a_meeting_is_named(role):
    make_meeting(year=2025)
    second = make_meeting(year=2026)

    assert offices.appoint(mission(), make_user().id, role=role).meeting_id is None
    assert offices.appoint(mission(), make_user().id, role=role, meeting=second.id).meeting_id == second.id


def test_the_same_office_is_held_at_two_meetings_and_once_at_each():
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    head = make_head("EGY", meeting_id=first.id)

    offices.appoint(mission(), head.id, role=Role.HEAD, party="EGY", meeting=second.id)

    for meeting in (first, second):
        with pytest.raises(OfficeHeld):
            offices.appoint(mission(), head.id, role=Role.HEAD, party="EGY", meeting=meeting.id)


def test_the_chair_of_one_meeting_passes_and_that_of_another_stays():
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    before, other, after = make_user(), make_user(), make_user()
    for user, meeting in ((before, first), (other, second)):
        make_appointment(user, Role.CHAIR, meeting_id=meeting.id)

    offices.transfer_chair(mission(), after.id, meeting=first.id)

    held = select(Appointment.user_id, Appointment.meeting_id).where(Appointment.ends_on.is_(None))
    assert sorted(db.session.execute(held).all()) == [(other.id, second.id), (after.id, first.id)]


def test_an_invitation_brings_the_office_at_its_meeting():
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    tokens = [
        people.invite(mission(), "head@example.org", role=Role.HEAD, party="EGY", meeting=meeting.id)
        for meeting in (first, second)
    ]
    user_id = people.accept_invitation(tokens[0], name="Amal", password="four ordinary words")
    assert people.read_link(tokens[1]).meeting.year == 2026

    known = actor_of(db.session.get_one(User, user_id))
    assert known.at(first.id).parties(Role.HEAD) and not known.at(second.id).offices

    people.accept_office(known, tokens[1])
    assert actor_of(db.session.get_one(User, user_id)).at(second.id).parties(Role.HEAD)


def test_a_head_names_drafters_at_the_own_meeting_alone():
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    head = actor_of(make_head("EGY", meeting_id=first.id))

    with pytest.raises(NotPermitted):
        people.invite(head, "drafter@example.org", role=Role.DRAFTER, party="EGY", meeting=second.id)
    people.invite(head, "drafter@example.org", role=Role.DRAFTER, party="EGY", meeting=first.id)


def test_who_administers_one_meeting_gives_its_offices_and_touches_no_account():
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    make_administrator()
    user = make_observer(meeting_id=first.id)
    held = actor_of(make_administrator(meeting_id=first.id))

    offices.appoint(held, user.id, role=Role.HEAD, party="EGY", meeting=first.id)
    for role, at in ((Role.HEAD, second.id), (Role.ADMINISTRATOR, None), (Role.MISSION, None)):
        with pytest.raises(NotPermitted):
            offices.appoint(held, user.id, role=role, party="MYS" if role is Role.HEAD else "", meeting=at)
    for verb in (people.disable, people.make_reset_link):
        with pytest.raises(NotPermitted):
            verb(held.at(first.id), user.id)


def test_the_last_administrator_in_general_stays_whoever_administers_a_meeting():
    only = make_meeting()
    last = make_administrator()
    make_administrator(meeting_id=only.id)
    term = db.session.scalars(select(Appointment.id).where(Appointment.user_id == last.id)).one()

    with pytest.raises(LastAdministrator):
        offices.end_office(mission(), term)
    with pytest.raises(LastAdministrator):
        people.disable(mission(), last.id)


# Every verb --------------------------------------------------------------------------------------------


@dataclass
class World:
    """Two meetings, and everything that a verb could be tried on at the second one."""

    elsewhere: Meeting
    meeting: Meeting
    table: Table
    uncirculated: int
    draft: str
    review: str
    mine: str
    beside: str
    others: str
    floor: str
    decision: Decision
    batch: Batch
    term: int
    invitation: int
    nomination: int
    somebody: int
    message: int
    body: Body
    body_term: int
    convened: str
    open: str
    other: str
    procedure: str
    reservation: str
    discussion: str
    drafted: str
    call: str
    input: str
    mark: str
    group: str
    version: str
    speaker: str
    speaking: str

    @property
    def egypt(self) -> int:
        return party("EGY").id

    @property
    def code(self) -> str:
        return db.session.get_one(Communique, self.table.communique).code

    @property
    def offered(self) -> Offered:
        file = waiting.get_file(db.session(), self.batch.id, 1)
        bundle, typed = batches.stands_on(file)
        return Offered(bundle, text_rows(db.session(), self.table.draft), typed)

    def proposal(self, label: str = "7.", text: str = "The Meeting noted nothing."):
        return self.table.proposal(AmendmentKind.REPLACE, label, text=text)

    def paragraph(self, label: str) -> Paragraph:
        return db.session.get_one(Paragraph, self.table.line(label).line.paragraph)

    def judgement(self) -> tuple[int, Judgement, int]:
        mine = db.session.scalars(select(Amendment).where(Amendment.code == self.mine)).one()
        revision, paragraph = current(mine), db.session.get_one(Paragraph, mine.paragraph_id)
        judged = judgement(DecisionKind.ACCEPT, (revision.id,), on=paragraph.id)
        return paragraph.id, judged, paragraph.counter

    def bracket(self) -> OfBracket:
        line = self.table.line("1.").line
        return OfBracket(line.paragraph, line.wording, 0)

    def comment(self) -> discussions.Wish:
        line = self.table.line("1.")
        facts = {"paragraph": line.code, "wording": line.line.wording}
        return discussions.Wish(Audience.MISSION, "Why?", **facts)

    def version_of(self, text: str) -> small_groups.Wish:
        return wish(self.table, "7.", text, seen=1)

    def ground(self) -> file_changes.Ground:
        draft_versions = draft_set(db.session(), self.table.communique, mission())
        return file_changes.ground(db.session(), mission(), draft_versions)


def bounced() -> int:
    """Return the key of a message that did not arrive."""
    now = utcnow()
    facts = {"state": MessageState.BOUNCED, "user_id": make_observer().id}
    with transaction() as session:
        row = message_row(MessageKind.NOTICE, "a@example.org", now=now, last_at=now + DAY, **facts)
        return write_messages(session, [row])[0]


def first_of(world: World) -> int:
    """Return the key of the first paragraph of the text."""
    return world.table.lines()[0].paragraph


def make_world() -> World:
    first, second = make_meeting(year=2025), make_meeting(year=2026, zone="America/New_York")
    table = table_at(second, symbol="OIC/SECOND")
    add_agenda(81)
    egypt = table.head("EGY")

    def draft(label: str) -> str:
        wanted = table.proposal(AmendmentKind.REPLACE, label, text=f"Draft on {label}")
        return amendments.save(egypt, table.round, wanted).code

    prepared, review = draft("1."), draft("2.")
    amendments.send_for_review(egypt, review)
    mine = table.replace("EGY", "3.", "noted", "welcomed").code
    beside = table.replace("EGY", "6.", "noted", "welcomed").code
    others = table.replace("MYS", "6.", "noted", "took note of").code
    floor = amendments.enter_from_floor(
        table.mission,
        table.round,
        table.proposal(AmendmentKind.REPLACE, "4.", text="From the floor."),
        party=party("EGY").id,
    ).code
    decided = table.accept(table.replace("JOR", "5.", "noted", "welcomed"), level=None)
    batch = batches.receive(table.mission, table.communique, [Sent("EGY.txt", FILE)])
    while batches.read_next(table.mission, batch.id):
        pass
    people.invite(mission(), "guest@example.org", role=Role.OBSERVER, meeting=second.id)
    drafter = make_drafter("EGY", meeting_id=second.id)
    later = drafts.import_text(mission(), lines=lines_of("One."), data=b"later", meeting_id=second.id)
    body = make_body(Level.EXPERT, chair="EGY", meeting=second.id)
    ambassadors = make_body(Level.AMBASSADORIAL, meeting=second.id)
    convened = convene(table, body, begins_at=utcnow() + 5 * DAY)
    group = form(table, "7.", facilitator="EGY", members=("MYS",))
    asked = issue_call(table)
    submit_input(table, "EGY", asked, "Mediation comes first.")
    answered = inputs_read_by(table.mission, asked)["EGY"].row.code
    open_list(second.id)
    speaking, speaker = (inscribed(code, second.id) for code in ("MYS", "EGY"))
    speakers.give_floor(mission(), second.id, speaking)
    return World(
        first,
        second,
        table,
        later.id,
        prepared,
        review,
        mine,
        beside,
        others,
        floor,
        decided,
        batch,
        term=db.session.scalars(select(Appointment.id).where(Appointment.user_id == drafter.id)).one(),
        invitation=db.session.scalars(select(Invitation.id)).one(),
        nomination=_nominated(second.id),
        somebody=observer_with_a_second_factor(second.id),
        message=bounced(),
        body=body,
        body_term=db.session.scalars(select(BodyTerm.id)).one(),
        convened=convened.code,
        open=hold(table, body).code,
        other=convene(table, ambassadors).code,
        procedure=put(table, ambassadors, ["1."]).code,
        reservation=enter(table, "EGY", "2.", awaiting=True, published=False).code,
        discussion=begin(table, "EGY", "2.").code,
        drafted=inputs.draft_call(table.mission, table.code, input_wish()).code,
        call=asked.code,
        input=answered,
        mark=inputs.mark_theme(
            table.mission, asked.code, inputs.Passage(answered, 1, 1, "Mediation"), "Mediation"
        ).code,
        group=group.code,
        version=write(table, group, "7.", "The Meeting noted no report.").code,
        speaker=speaker,
        speaking=speaking,
    )


def _decide(world: World, actor: Actor) -> object:
    paragraph, judged, seen = world.judgement()
    return decisions.decide(actor, paragraph, judged, seen=seen)


def _seen(world: World) -> int:
    return db.session.get_one(Paragraph, world.decision.paragraph_id).counter


def _close(world: World, actor: Actor) -> object:
    with clock_at(utcnow() + 7 * DAY):
        return closings.close_round(actor, world.table.round)


def _open_sitting(world: World, actor: Actor) -> object:
    with clock_at(utcnow() + HOUR):
        return sittings.open_sitting(actor, world.other)


VERBS: Mapping[str, Callable[[World, Actor], object]] = {
    "agenda.set_agenda": lambda w, a: agenda.set_agenda(a, w.code, "14. Culture of peace"),
    "guide.decide_item": lambda w, a: guide.decide_item(a, first_of(w), TagAct.TAG, (14, "")),
    "document_settings.set_document_settings": lambda w, a: document_settings.set_document_settings(
        a, w.code, DocumentSettings(italics=True)
    ),
    "annotations.annotate": lambda w, a: annotations.annotate(a, first_of(w), "Note.", seen=0),
    "agreements.agree_rest": lambda w, a: agreements.agree_rest(
        a, w.table.round, sitting=w.table.sitting(), seen=""
    ),
    "agreements.undo_agreement": lambda w, a: agreements.undo_agreement(
        a, w.table.round, together=1, reason="", seen=""
    ),
    "amendments.save": lambda w, a: amendments.save(a, w.table.round, w.proposal(), sponsor=w.egypt),
    "amendments.send_for_review": lambda w, a: amendments.send_for_review(a, w.draft),
    "amendments.return_to_drafter": lambda w, a: amendments.return_to_drafter(a, w.review),
    "amendments.submit": lambda w, a: amendments.submit(a, w.draft),
    "amendments.propose": lambda w, a: amendments.propose(a, w.table.round, w.proposal()),
    "amendments.revise": lambda w, a: amendments.revise(a, w.mine, w.proposal("3.", "Other words.")),
    "amendments.withdraw": lambda w, a: amendments.withdraw(a, w.mine),
    "amendments.enter_from_floor": lambda w, a: amendments.enter_from_floor(
        a, w.table.round, w.proposal(), party=w.egypt
    ),
    "answers.answer": lambda w, a: answers.answer(a, w.floor, party=w.egypt, answer=Answer.CONFIRM),
    "batches.receive": lambda w, a: batches.receive(a, w.table.communique, [Sent("MYS.txt", b"One.")]),
    "batches.read_next": lambda w, a: batches.read_next(a, w.batch.id),
    "batches.take_up": lambda w, a: batches.take_up(a, w.batch.id),
    "batches.name_sender": lambda w, a: batches.name_sender(a, w.batch.id, {1: w.egypt}),
    "batches.set_aside": lambda w, a: batches.set_aside(a, w.batch.id, 1, w.offered),
    "batches.enter": lambda w, a: batches.enter(a, w.batch.id, 1, round_id=w.table.round, offered=w.offered),
    "batches.clear": lambda w, a: batches.clear(a, w.batch.id),
    "bodies.add_body": lambda w, a: bodies.add_body(
        a, w.meeting.id, city=City.WASHINGTON, level=Level.EXPERT
    ),
    "bodies.seat": lambda w, a: bodies.seat(
        a, w.meeting.id, w.body.code, role=BodyRole.MEMBER, parties=[w.egypt]
    ),
    "bodies.end_term": lambda w, a: bodies.end_term(a, w.meeting.id, w.body.code, w.body_term),
    "adoption.adopt": lambda w, a: adoption.adopt(
        a, w.table.communique, sitting=w.table.sitting(Level.MINISTERIAL), seen=""
    ),
    "copies.name_readers": lambda w, a: copies.name_readers(a, w.table.code, named=True),
    "public.publish": lambda w, a: public.publish(a, w.table.communique),
    "public.withdraw": lambda w, a: public.withdraw(a, w.table.communique, reason="Why."),
    "corrigenda.issue": lambda w, a: corrigenda.issue(a, w.table.communique, [], seen=0),
    "reservations.enter": lambda w, a: reservations.enter(a, w.code, party=w.egypt, wish=Wish()),
    "reservations.reword": lambda w, a: reservations.reword(a, w.reservation, "Other words.", seen=1),
    "reservations.receive_instructions": lambda w, a: reservations.receive_instructions(
        a, w.reservation, seen=1
    ),
    "reservations.publish": lambda w, a: reservations.publish(a, w.reservation, seen=1),
    "reservations.keep": lambda w, a: reservations.keep(a, w.reservation, seen=1),
    "reservations.withdraw": lambda w, a: reservations.withdraw(a, w.reservation, seen=1),
    "discussions.begin": lambda w, a: discussions.begin(a, w.code, party=w.egypt, wish=w.comment()),
    "discussions.answer": lambda w, a: discussions.answer(
        a, w.discussion, party=w.egypt, about=1, words="It is."
    ),
    "discussions.resolve": lambda w, a: discussions.resolve(a, w.discussion, party=w.egypt, seen=1),
    "discussions.reopen": lambda w, a: discussions.reopen(a, w.discussion, party=w.egypt),
    "discussions.take_back": lambda w, a: discussions.take_back(a, w.discussion, about=1),
    "inputs.draft_call": lambda w, a: inputs.draft_call(a, w.code, input_wish()),
    "inputs.revise_call": lambda w, a: inputs.revise_call(a, w.drafted, input_wish(), seen=1),
    "inputs.issue_call": lambda w, a: inputs.issue_call(a, w.drafted, seen=1),
    "inputs.extend_call": lambda w, a: inputs.extend_call(a, w.call, utcnow() + 20 * DAY, reason="Asked."),
    "inputs.allow_late": lambda w, a: inputs.allow_late(
        a, w.call, "EGY", utcnow() + 20 * DAY, reason="Asked."
    ),
    "inputs.close_call": lambda w, a: inputs.close_call(a, w.call),
    "inputs.withdraw_call": lambda w, a: inputs.withdraw_call(a, w.call, reason="Asked otherwise."),
    "inputs.save_input": lambda w, a: inputs.save_input(
        a, w.call, party=w.egypt, answer=input_answer("Mediation.", seen=1)
    ),
    "inputs.submit_input": lambda w, a: inputs.submit_input(
        a, w.call, party=w.egypt, answer=input_answer("Mediation.", seen=1)
    ),
    "inputs.mark_theme": lambda w, a: inputs.mark_theme(
        a, w.call, inputs.Passage(w.input, 1, 1, "first"), "Mediation"
    ),
    "inputs.remove_mark": lambda w, a: inputs.remove_mark(a, w.call, w.mark),
    "pins.pin": lambda w, a: pins.pin(a, first_of(w), source=make_source().code, position=1),
    "follow_up.propose": lambda w, a: follow_up.propose(
        a, confirm(add_resolution()).code, w.code, text="It took note.", after=""
    ),
    "pins.unpin": lambda w, a: pins.unpin(a, first_of(w)),
    "small_groups.form": lambda w, a: small_groups.form(
        a, w.code, name="Another", facilitator=w.egypt, paragraphs=[w.table.line("1.").code]
    ),
    "small_groups.add_member": lambda w, a: small_groups.add_member(a, w.group, party("SEN").id, seen=3),
    "small_groups.take_out_member": lambda w, a: small_groups.take_out_member(
        a, w.group, party("MYS").id, seen=3
    ),
    "small_groups.change_facilitator": lambda w, a: small_groups.change_facilitator(
        a, w.group, party("MYS").id, seen=3
    ),
    "small_groups.add_paragraph": lambda w, a: small_groups.add_paragraph(
        a, w.group, w.table.line("1.").code, seen=3
    ),
    "small_groups.take_out_paragraph": lambda w, a: small_groups.take_out_paragraph(
        a, w.group, w.table.line("7.").code, seen=3
    ),
    "small_groups.end": lambda w, a: small_groups.end(a, w.group, seen=3),
    "small_groups.write": lambda w, a: small_groups.write(a, w.group, w.version_of("The Meeting noted it.")),
    "small_groups.answer": lambda w, a: small_groups.answer(
        a, w.group, w.version, party=w.egypt, stance=Stance.SUPPORT
    ),
    "small_groups.put": lambda w, a: small_groups.put(a, w.group, w.version),
    "silence.put": lambda w, a: silence.put(
        a,
        w.table.communique,
        w.body.code,
        paragraphs=[],
        terms=silence.Terms(utcnow() + DAY, "America/New_York"),
        seen="",
    ),
    "silence.extend": lambda w, a: silence.extend(a, w.procedure, ends_at=utcnow() + 3 * DAY),
    "silence.suspend": lambda w, a: silence.suspend(a, w.procedure, reason="Why."),
    "silence.resume": lambda w, a: silence.resume(a, w.procedure, ends_at=utcnow() + 3 * DAY),
    "silence.withdraw": lambda w, a: silence.withdraw(a, w.procedure, reason="Why."),
    "silence_breaks.break_silence": lambda w, a: silence_breaks.break_silence(
        a, w.procedure, [], party=w.egypt
    ),
    "silence_breaks.take_back": lambda w, a: silence_breaks.take_back(a, w.procedure, [], party=w.egypt),
    "archiving.archive": lambda w, a: archiving.archive(a, w.meeting.id),
    "deletion.ask": lambda w, a: deletion.ask(a, w.meeting.id, reason="Why."),
    "deletion.take_package": lambda w, a: deletion.take_package(a, w.meeting.id),
    "deletion.take_back": lambda w, a: deletion.take_back(a, w.meeting.id),
    "deletion.confirm": lambda w, a: deletion.confirm(a, w.meeting.id, sha256="0" * 64),
    "archiving.take_out": lambda w, a: archiving.take_out(a, w.meeting.id, reason="Why."),
    "meetings.remove_meeting": lambda w, a: meetings.remove_meeting(a, w.meeting.id),
    "meetings.change_meeting": lambda w, a: meetings.change_meeting(
        a, w.meeting.id, MeetingFacts("Another", chair="EGY")
    ),
    "speakers.open_inscription": lambda w, a: speakers.open_inscription(a, w.meeting.id),
    "speakers.close_inscription": lambda w, a: speakers.close_inscription(a, w.meeting.id),
    "speakers.set_time_limit": lambda w, a: speakers.set_time_limit(a, w.meeting.id, 3),
    "speakers.inscribe": lambda w, a: speakers.inscribe(a, w.meeting.id, named("X"), party=w.egypt),
    "speakers.rename": lambda w, a: speakers.rename(a, w.meeting.id, w.speaker, name="X"),
    "speakers.change_level": lambda w, a: speakers.change_level(
        a, w.meeting.id, w.speaker, SpeakerLevel.OTHER
    ),
    "speakers.withdraw": lambda w, a: speakers.withdraw(a, w.meeting.id, w.speaker),
    "speakers.move": lambda w, a: speakers.move(a, w.meeting.id, w.speaker, reason="Why."),
    "speakers.give_floor": lambda w, a: speakers.give_floor(a, w.meeting.id, w.speaker),
    "speakers.take_floor_back": lambda w, a: speakers.take_floor_back(a, w.meeting.id, w.speaking),
    "speakers.end_statement": lambda w, a: speakers.end_statement(a, w.meeting.id, w.speaking),
    "sittings.convene": lambda w, a: sittings.convene(
        a,
        w.table.communique,
        w.body.code,
        times=times(begins_at=utcnow() + 2 * DAY),
        agenda=[w.paragraph("1.").code],
    ),
    "sittings.move": lambda w, a: sittings.move(a, w.convened, times=times(begins_at=utcnow() + 3 * DAY)),
    "sittings.cancel": lambda w, a: sittings.cancel(a, w.convened, reason="Why."),
    "sittings.change_agenda": lambda w, a: sittings.change_agenda(a, w.convened, [w.paragraph("2.").code]),
    "sittings.open_sitting": _open_sitting,
    "sittings.attend": lambda w, a: sittings.attend(a, w.open, {party("MYS").id: Presence(True)}),
    "sittings.record": lambda w, a: sittings.record(
        a, w.open, w.paragraph("1.").code, Outcome(SittingResult.NOT_AGREED), seen=0, counter=0
    ),
    "sittings.close_sitting": lambda w, a: sittings.close_sitting(a, w.open),
    "confirmations.confirm": lambda w, a: confirmations.confirm(
        a, w.paragraph("1.").id, given_by="the Ministry", seen=0
    ),
    "confirmations.confirm_sitting": lambda w, a: confirmations.confirm_sitting(
        a, w.open, given_by="the Ministry", seen=""
    ),
    "reopenings.reopen": lambda w, a: reopenings.reopen(
        a, w.paragraph("1.").id, asked_by="SEN", reason="Why.", seen=0
    ),
    "closings.preview_closing": lambda w, a: closings.preview_closing(a, db.session(), w.table.round),
    "closings.close_round": _close,
    "decisions.decide": _decide,
    "decisions.void": lambda w, a: decisions.void(a, w.decision.id, reason="Why.", seen=_seen(w)),
    "decisions.keep": lambda w, a: decisions.keep(a, w.decision.id, sitting=w.table.sitting(), seen=_seen(w)),
    "drafts.import_text": lambda w, a: drafts.import_text(
        a, lines=lines_of("Two."), data=b"more", meeting_id=w.meeting.id
    ),
    "drafts.circulate": lambda w, a: drafts.circulate(a, w.uncirculated, attributed=True),
    "corrections.correct_text": lambda w, a: corrections.correct_text(
        a, w.uncirculated, lines=lines_of("Two."), face=Face("", "", Language.EN, DraftStatus.ZERO)
    ),
    "corrections.withdraw_text": lambda w, a: corrections.withdraw_text(a, w.uncirculated, reason="Why."),
    "batches.bring_in": lambda w, a: list(batches.bring_in(a, w.ground(), [])),
    "file_changes.bring_in": lambda w, a: file_changes.bring_in(
        a, w.table.round, [file_changes.Wanted("1", w.proposal())]
    ),
    "offices.appoint": lambda w, a: offices.appoint(a, w.somebody, role=Role.CHAIR, meeting=w.meeting.id),
    "offices.end_office": lambda w, a: offices.end_office(a, w.term),
    "offices.transfer_chair": lambda w, a: offices.transfer_chair(a, w.somebody, meeting=w.meeting.id),
    "nominations.confirm": lambda w, a: nominations.confirm(a, w.nomination),
    "nominations.decline": lambda w, a: nominations.decline(a, w.nomination),
    "people.invite": lambda w, a: people.invite(
        a, "new@example.org", role=Role.HEAD, party="MYS", meeting=w.meeting.id
    ),
    "invitations.invite_all": lambda w, a: invitations.invite_all(
        a, [Row(1, "new@example.org", "head", "MYS")], meeting=w.meeting.id
    ),
    "invitations.resend": lambda w, a: invitations.resend(a, w.invitation),
    "people.withdraw_invitation": lambda w, a: people.withdraw_invitation(a, w.invitation),
    "positions.take_position": lambda w, a: positions.take_position(
        a, w.others, party=w.egypt, stance=Stance.SUPPORT
    ),
    "positions.take_position_on_paragraph": lambda w, a: positions.take_position_on_paragraph(
        a,
        w.table.line("1.").line.paragraph,
        wording=w.table.line("1.").line.wording,
        party=w.egypt,
        stance=Stance.SUPPORT,
    ),
    "bracket_holders.hold": lambda w, a: bracket_holders.hold(a, w.bracket(), party=w.egypt),
    "bracket_holders.release": lambda w, a: bracket_holders.release(a, w.bracket(), party=w.egypt),
    "previews.preview_decision": lambda w, a: previews.preview_decision(a, db.session(), *w.judgement()[:2]),
    "rounds.open_round": lambda w, a: rounds.open_round(
        a, w.table.communique, rounds.Terms(utcnow(), utcnow() + DAY)
    ),
    "rounds.change_deadline": lambda w, a: rounds.change_deadline(
        a, w.table.round, utcnow() + timedelta(days=3)
    ),
    "sponsors.cosponsor": lambda w, a: sponsors.cosponsor(a, w.others, party=w.egypt),
    "sponsors.give_way": lambda w, a: sponsors.give_way(a, w.beside, to=w.others, seen=1),
    "translations.add": lambda w, a: translations.add(
        a, w.table.line("1.").line.wording, Language.FR, "La Réunion."
    ),
    "translations.save": lambda w, a: translations.save(a, w.table.draft, Language.FR, []),
    "translations.bring_in": lambda w, a: translations.bring_in(a, w.table.draft, Language.FR, [], seen=0),
}
"""How each verb is tried on something of the second meeting."""

IN_GENERAL_ALONE: Mapping[str, Callable[[World, Actor], object]] = {
    "meetings.add_meeting": lambda w, a: meetings.add_meeting(a, MeetingFacts("Another"), year=2027),
    "delivery.send_again": lambda w, a: delivery.send_again(a, w.message),
    "people.make_reset_link": lambda w, a: people.make_reset_link(a, w.somebody),
    "people.disable": lambda w, a: people.disable(a, w.somebody),
    "people.enable": lambda w, a: people.enable(a, w.somebody),
    "people.end_sessions": lambda w, a: people.end_sessions(a, w.somebody, reason="A lost laptop."),
    "second_factors.reset": lambda w, a: second_factors.reset(a, w.somebody, reason="The phone is lost."),
}
"""What is of no meeting: an office at one does not allow it."""

OWN = {
    "address_changes.ask",
    "address_changes.confirm",
    "calendars.end_address",
    "copies.note_opened",
    "copies.take_copy",
    "calendars.make_address",
    "guide.follow_item",
    "guide.leave_item",
    "silence.note_opened",
    "notices.mark_read",
    "notices.set_delivery",
    "people.accept_office",
    "people.change_details",
    "people.change_password",
    "passkeys.add",
    "passkeys.ask_to_add",
    "passkeys.remove",
    "second_factors.remove",
    "second_factors.renew_codes",
    "second_factors.set_up",
    "single_sign_on.unlink",
}
"""Acts on one's own account and notices, or on a link that is one's own."""
OF_ALL_MEETINGS = {
    "cooperation_resolutions.bring_in",
    "cooperation_resolutions.remove",
    "guide.add_agenda",
    "guide.remove_agenda",
    "guide.link_item",
    "library.add",
    "library.add_all",
    "library.give_date",
    "library.withdraw",
    "partners.add_contact",
    "partners.add_meeting",
    "partners.add_partner",
    "partners.add_periodic",
    "partners.change_contact",
    "partners.change_meeting",
    "partners.change_partner",
    "partners.change_periodic",
    "partners.give_source",
    "partners.link_follow_up",
    "partners.take_source",
    "follow_up.confirm",
    "follow_up.dismiss",
    "follow_up.edit",
    "follow_up.report",
    "follow_up.add_evidence",
    "follow_up.remove_evidence",
    "partners.unlink_follow_up",
}
"""What is kept for all meetings together: their own tests beside this say by whom."""
OF_THE_OPERATOR = {"offices.set_mission_address"}
"""What is done on the machine alone: tests/services/test_nominations.py."""
RULES = {
    "guide.keeps_guide",
    "guide_texts.reads_guide",
    "guide_texts.require_reader",
    "follow_up.keeps_follow_up",
    "follow_up.require_keeper",
    "library.keeps_library",
    "library.require_keeper",
    "invitations.made_by",
    "nominations.may_decline",
    "offices.may_fill",
    "offices.require_to_fill",
    "paragraph_states.knows_states",
    "partners.keeps_partners",
    "partners.require_partners_kept_by",
    "sittings.require_to_run",
}
"""What only says whether something is allowed."""


class Undone(Exception):
    """Lets everything that was tried be undone."""


def outcome(verb: Callable[[World, Actor], object], world: World, actor: Actor) -> str:
    """Return "done", or what was raised; nothing is kept."""
    try:
        with transaction():
            verb(world, actor)
            raise Undone
    except Undone:
        return "done"
    except SomeRefused as several:
        return type(next(iter(several.refusals.values()))).__name__
    except ListRefused as several:
        return type(next(iter(several.lines.values()))).__name__
    except Refusal as refusal:
        return type(refusal).__name__


REFUSED = {"NotPermitted", "NotFound", "NotOfThisBody"}


def test_every_verb_is_swept():
    found = set()
    for module in pkgutil.iter_modules(services.__path__):
        loaded = import_module(f"acm_drafts.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters), "")
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and first == "actor":
                found.add(f"{module.name}.{name}")

    assert found == VERBS.keys() | IN_GENERAL_ALONE.keys() | OWN | OF_ALL_MEETINGS | OF_THE_OPERATOR | RULES


@pytest.mark.thorough
def test_an_office_at_one_meeting_gives_no_say_at_another_and_one_in_general_at_all():
    world = make_world()
    stranger = everything_at(world.elsewhere.id)
    own, general = everything_at(world.meeting.id), everything_at(None)

    for name, verb in VERBS.items():
        for actor in (stranger, stranger.at(world.elsewhere.id), stranger.at(world.meeting.id)):
            assert outcome(verb, world, actor) in REFUSED, f"{name}, {actor.meeting}"
        for actor in (own, own.at(world.elsewhere.id), general):
            assert outcome(verb, world, actor) not in REFUSED, f"{name}, {actor.meeting}"


ENDS_SOMETHING = {"offices.end_office", "nominations.decline", "people.withdraw_invitation"}
"""What takes somebody's access away: it is possible at an archived meeting too."""
OF_FILES_THAT_WAIT = {"batches.read_next", "batches.take_up", "batches.name_sender", "batches.set_aside"}
"""What is done to files that wait: while there are any, no meeting is archived."""
TELLS_ALONE = {
    "annotations.annotate",
    "batches.bring_in",
    "closings.preview_closing",
    "previews.preview_decision",
}
"""What shows what an act would make; or has nothing to be done to here: no file, and no agenda."""


@pytest.mark.thorough
def test_at_an_archived_meeting_every_verb_is_refused_but_those_that_take_access_away():
    world = make_world()
    actor = everything_at(None).at(world.meeting.id)
    before = {name: outcome(verb, world, actor) for name, verb in VERBS.items()}
    day = date(2027, 1, 1)
    db.session.add(Archiving(meeting_id=world.meeting.id, number=1, act=ArchivingAct.ARCHIVE, day=day))
    db.session.commit()

    after = {name: outcome(verb, world, actor) for name, verb in VERBS.items()}

    not_refused = {name for name, end in after.items() if end != "MeetingArchived"}
    of_archived = {name for name in VERBS if name.startswith("deletion.")} | {"archiving.take_out"}
    expected = ENDS_SOMETHING | OF_FILES_THAT_WAIT | TELLS_ALONE | of_archived
    assert {name: (before[name], after[name]) for name in not_refused - expected} == {}
    assert {name for name in ENDS_SOMETHING if after[name] != "done"} == set()


WITHOUT_A_LINE = {
    "batches.read_next": "keeps what was read of a file that waits, of which nothing is entered",
    "batches.take_up": "lets a file be read again whose reader died",
    "batches.set_aside": "keeps a file for later before anything of it is entered",
    "previews.preview_decision": "writes what a decision would make, and undoes it",
}
"""Verbs that write something and no line in the journal, and why."""


def statements_of(verb: Callable[[World, Actor], object], world: World, actor: Actor) -> list[str] | None:
    """Return what *verb* writes when it is done, None where it is refused; nothing is kept."""
    written: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.split(maxsplit=1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            written.append(" ".join(statement.split()[:3]).upper())

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with transaction() as session:
            verb(world, actor)
            session.flush()
            raise Undone
    except Undone:
        return written
    except (Refusal, SomeRefused, ListRefused):
        return None
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.thorough
def test_no_verb_writes_anything_without_a_line_in_the_journal():
    world = make_world()
    actor = everything_at(None).at(world.meeting.id)

    written = {name: statements_of(verb, world, actor) for name, verb in (VERBS | IN_GENERAL_ALONE).items()}

    silent = {name for name, done in written.items() if done and "INSERT INTO JOURNAL" not in done}
    assert silent == WITHOUT_A_LINE.keys()
    assert sum("INSERT INTO JOURNAL" in (done or ()) for done in written.values()) > 60


def test_what_is_of_no_meeting_is_for_offices_in_general_alone():
    world = make_world()
    own, general = everything_at(world.meeting.id), everything_at(None)

    for name, verb in IN_GENERAL_ALONE.items():
        for actor in (own, own.at(world.meeting.id)):
            assert outcome(verb, world, actor) in REFUSED, name
        assert outcome(verb, world, general.at(world.meeting.id)) == "done", name


# Two rounds at once ------------------------------------------------------------------------------------


def test_the_day_of_an_agreement_is_that_of_its_meeting():
    east, west = make_meeting(zone="Asia/Riyadh"), make_meeting(zone="America/New_York", year=2026)
    tables = [table_at(east, symbol="OIC/EAST"), table_at(west, symbol="OIC/WEST")]
    made = [table.replace("EGY", "1.", "noted", "welcomed") for table in tables]
    night = (utcnow() + DAY).replace(hour=2)

    with clock_at(night):
        days = [table.accept(one).agreed_on for table, one in zip(tables, made, strict=True)]

    assert days == [night.date(), night.date() - timedelta(days=1)]
