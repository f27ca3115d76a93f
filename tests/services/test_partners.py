"""The Mission keeps partners: what is told of each act, what is refused, and what two at once come to."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import NotFound, NotPermitted, TextTooLong, UnreadableText, WrongAddress
from acm_drafts.negotiation.library import SourceBody, SourceWithdrawn
from acm_drafts.negotiation.partners import (
    Contact,
    ContactKnown,
    FollowUpLinked,
    MeetingKnown,
    ParagraphNotCirculated,
    PartnerChanged,
    PartnerKind,
    PartnerKnown,
    PartnerLevel,
    PeriodicKnown,
    SourceOfPartner,
    WrongPartner,
)
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services import library, partners
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import entries_of_meeting
from acm_drafts.store.meetings import today
from acm_drafts.store.partners import meetings_of_entry, related_to
from acm_drafts.store.records import (
    JournalLine,
    Partner,
    PartnerContact,
    PartnerMeeting,
    PartnerMeetingFollowUp,
    PartnerSource,
    PeriodicMeeting,
)
from tests.factories import actor_of, make_head, make_meeting, make_mission_drafter, mission
from tests.follow_up import add_resolution, confirm
from tests.interleaving import interleave
from tests.library import add as add_source
from tests.partners import face, link, make_partner, meeting, periodic
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

DAY = timedelta(days=1)


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def last_line() -> JournalLine:
    return db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()


def test_a_partner_is_added_and_changed_and_the_journal_keeps_what_was_there():
    partner = make_partner()
    assert (last_line().act, last_line().subject, last_line().scope) == ("add partner", "NAM", Scope.MISSION)

    changed = face(short="NAM", kind=PartnerKind.ORGANIZATION, name_en="Another name")
    partners.change_partner(mission(), partner.code, changed, seen=0)

    line = last_line()
    assert (line.before, line.after) == ("group · NAM in English", "organization · Another name")
    with pytest.raises(PartnerChanged):
        partners.change_partner(mission(), partner.code, face(), seen=0)
    assert count(JournalLine) == 2 and db.session.get_one(Partner, partner.id).name_en == "Another name"


def test_two_partners_never_have_one_short_name_however_they_are_written_or_added_at_once(app: Flask):
    make_partner()
    other = make_partner("EU").code
    with pytest.raises(PartnerKnown):
        make_partner(" nam ")
    with pytest.raises(PartnerKnown):
        partners.change_partner(mission(), other, face("Nam"), seen=0)

    ended = interleave(app, lambda: make_partner("G77"), lambda: make_partner("g77"))
    assert sorted(act.end for act in ended) == ["PartnerKnown", "done"]
    assert count(Partner) == 3


def test_only_the_mission_keeps_partners_and_at_one_meeting_is_enough():
    make_partner(actor=actor_of(make_mission_drafter(meeting_id=make_meeting().id)))
    with pytest.raises(NotPermitted):
        make_partner("EU", actor=actor_of(make_head("EGY")))
    assert count(Partner) == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"name_fr": " "}, WrongPartner),
        ({"short": ""}, WrongPartner),
        ({"name_ar": "x" * 201}, TextTooLong),
        ({"name_en": "a\x00b"}, UnreadableText),
    ],
)
def test_a_partner_has_all_its_names(facts: dict, refusal: type):
    with pytest.raises(refusal):
        partners.add_partner(mission(), face(**facts))
    assert count(Partner) == 0


def test_a_contact_names_somebody_or_an_office_and_its_address_is_one():
    code = make_partner().code
    contact = partners.add_contact(mission(), code, Contact("", "Secretary", email=" Office@Example.ORG "))
    assert contact.email == "office@example.org"

    partners.change_contact(mission(), code, contact.code, Contact("", "Director"), seen=0)
    assert (last_line().before, last_line().after) == ("Secretary · office@example.org", "Director · –")
    for wrong, refusal in (
        (Contact(email="a@example.org"), WrongPartner),
        (Contact("A", email="x"), WrongAddress),
    ):
        with pytest.raises(refusal):
            partners.add_contact(mission(), code, wrong)
    with pytest.raises(NotFound):
        partners.change_contact(mission(), make_partner("EU").code, contact.code, Contact("A"), seen=1)
    assert count(PartnerContact) == 1


def test_a_contact_that_can_still_be_reached_stands_in_the_list_once():
    code, now = make_partner().code, today(db.session(), None)
    row = partners.add_contact(mission(), code, Contact("Ms. Diop", "Secretary", email="diop@example.org"))
    office = partners.add_contact(mission(), code, Contact(function="Protocol"))
    for again in (
        Contact("MS.  DIOP", "Director", email="Diop@Example.org"),
        Contact(function="protocol", telephone="1"),
    ):
        with pytest.raises(ContactKnown):
            partners.add_contact(mission(), code, again)
        other = row if again.function == "protocol" else office
        with pytest.raises(ContactKnown):
            partners.change_contact(mission(), code, other.code, again, seen=0)

    partners.add_contact(mission(), make_partner("EU").code, Contact(function="Protocol"))
    partners.add_contact(mission(), code, Contact("Ms. Diop", "Secretary", email="other@example.org"))
    partners.add_contact(
        mission(), code, Contact("Ms. Diop", "Attachée", email="diop@example.org", until=now)
    )
    ended = Contact("Ms. Diop", "Secretary", email="diop@example.org", until=now)
    partners.change_contact(mission(), code, row.code, ended, seen=0)
    partners.add_contact(mission(), code, Contact("Ms. Diop", "Director", email="diop@example.org"))
    assert count(PartnerContact) == 6


def test_a_periodic_meeting_recurs_and_ends_after_it_began():
    code = make_partner().code
    row = partners.add_periodic(mission(), code, periodic())
    ended = periodic(ends_on=date(2030, 1, 1))
    partners.change_periodic(mission(), code, row.code, ended, seen=0)

    assert (last_line().before, last_line().after) == ("–", "2030-01-01")
    for wrong in (
        {"title": " "},
        {"every": 0},
        {"every": 121},
        {"starts_on": date(1900, 1, 1)},
        {"ends_on": date(2019, 1, 1)},
        {"ends_on": date(2999, 1, 1)},
    ):
        with pytest.raises(WrongPartner):
            partners.add_periodic(mission(), code, periodic(**wrong))
    assert count(PeriodicMeeting) == 1


def test_two_periodic_meetings_of_one_name_follow_each_other():
    code = make_partner().code
    row = partners.add_periodic(mission(), code, periodic())
    with pytest.raises(PeriodicKnown):
        partners.add_periodic(mission(), code, periodic(title="GENERAL meeting", starts_on=date(2027, 1, 1)))
    partners.add_periodic(mission(), code, periodic(title="Troika"))
    ended = periodic(ends_on=date(2026, 12, 31))
    partners.change_periodic(mission(), code, row.code, ended, seen=0)
    partners.add_periodic(mission(), code, periodic(starts_on=date(2027, 1, 1)))
    with pytest.raises(PeriodicKnown):
        partners.change_periodic(mission(), code, row.code, periodic(), seen=1)
    assert count(PeriodicMeeting) == 3


def test_a_meeting_is_recorded_once_on_its_day_unless_it_was_cancelled():
    code, day = make_partner().code, date(2027, 1, 15)
    recurring = partners.add_periodic(mission(), code, periodic()).code
    for facts in ({"periodic": recurring}, {"title": "Troika"}, {}):
        partners.add_meeting(mission(), code, meeting(day, **facts))
        with pytest.raises(MeetingKnown):
            partners.add_meeting(mission(), code, meeting(day, place="Doha", **facts))
    with pytest.raises(MeetingKnown):
        partners.add_meeting(mission(), code, meeting(day, title="TROIKA"))
    assert count(PartnerMeeting) == 3

    later = partners.add_meeting(mission(), code, meeting(day + DAY, title="Troika"))
    partners.add_meeting(mission(), code, meeting(day, title="Troika", level=PartnerLevel.EXPERT))
    with pytest.raises(MeetingKnown):
        partners.change_meeting(mission(), code, later.code, meeting(day, title="Troika"), seen=0)
    cancelled = meeting(day + DAY, title="Troika", cancelled=True)
    partners.change_meeting(mission(), code, later.code, cancelled, seen=0)
    partners.add_meeting(mission(), code, meeting(day + DAY, title="Troika"))
    with pytest.raises(MeetingKnown):
        partners.change_meeting(mission(), code, later.code, meeting(day + DAY, title="Troika"), seen=1)
    assert count(PartnerMeeting) == 6


def test_a_meeting_has_an_outcome_once_its_day_has_come_and_none_where_it_is_cancelled():
    code, now = make_partner().code, today(db.session(), None)
    row = partners.add_meeting(mission(), code, meeting(now, outcome="All agreed."))
    with pytest.raises(WrongPartner):
        partners.add_meeting(mission(), code, meeting(now + DAY, outcome="All agreed."))
    with pytest.raises(WrongPartner):
        cancelled = meeting(now, outcome="All agreed.", cancelled=True)
        partners.change_meeting(mission(), code, row.code, cancelled, seen=0)
    with pytest.raises(WrongPartner):
        partners.add_meeting(mission(), code, meeting(date(1944, 1, 1)))

    partners.change_meeting(mission(), code, row.code, meeting(now, cancelled=True), seen=0)
    assert (last_line().before, last_line().after) == ("All agreed. · –", "– · cancelled")
    assert last_line().subject == f"NAM, {now.isoformat()}"
    assert count(PartnerMeeting) == 1


def test_a_meeting_is_of_a_periodic_one_of_the_same_partner_alone():
    code, other = make_partner().code, make_partner("EU").code
    recurring = partners.add_periodic(mission(), other, periodic()).code
    with pytest.raises(NotFound):
        partners.add_meeting(mission(), code, meeting(date(2020, 3, 1), periodic=recurring))
    assert count(PartnerMeeting) == 0


def test_a_meeting_is_related_to_paragraphs_of_circulated_texts_by_their_links():
    table, code = make_table("We met.", "It noted."), make_partner().code
    links = [link(table, "1."), link(table, "2.").removeprefix("https://drafts.example.org") + "?x=1"]
    row = partners.add_meeting(mission(), code, meeting(date(2020, 3, 1), links=links))
    assert [one.reference for one in related_to(db.session(), mission(), row.id)] == ["1", "2"]

    partners.change_meeting(mission(), code, row.code, meeting(date(2020, 3, 1), links=links[1:]), seen=0)
    assert last_line().before == f"/c/{table.code}/p/{table.line('1.').code}"
    assert [one.reference for one in related_to(db.session(), mission(), row.id)] == ["2"]
    assert related_to(db.session(), table.head("EGY"), row.id)[0].code == table.line("2.").code


@pytest.mark.parametrize(
    "wrong", ["https://example.org", "/c/{code}/p/zzzzzzz", "{uncirculated}", "/c/{code}/text"]
)
def test_a_link_to_anything_else_is_refused_and_nothing_is_saved(wrong: str):
    table = make_table("We met.")
    hidden = Table(lines_of("It noted."), symbol="OIC/NEXT")
    typed = wrong.format(code=table.code, uncirculated=link(hidden, "1."))
    code = make_partner().code

    with pytest.raises(ParagraphNotCirculated):
        partners.add_meeting(mission(), code, meeting(date(2020, 3, 1), links=[link(table, "1."), typed]))
    assert count(PartnerMeeting) == 0


def test_who_reads_one_meeting_alone_leaves_the_paragraphs_of_another_as_they_are():
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    here = Table(lines_of("We met."), symbol="OIC/HERE", meeting=first.id, data=b"here").open()
    there = Table(lines_of("It noted."), symbol="OIC/THERE", meeting=second.id, data=b"there").open()
    code, day = make_partner().code, date(2020, 3, 1)
    row = partners.add_meeting(mission(), code, meeting(day, links=[link(here, "1."), link(there, "1.")]))
    drafter = actor_of(make_mission_drafter(meeting_id=first.id))

    partners.change_meeting(drafter, code, row.code, meeting(day), seen=0)
    assert [one.symbol for one in related_to(db.session(), mission(), row.id)] == ["OIC/THERE"]
    assert related_to(db.session(), drafter, row.id) == []
    with pytest.raises(ParagraphNotCirculated):
        partners.change_meeting(drafter, code, row.code, meeting(day, links=[link(there, "1.")]), seen=1)


def test_a_source_of_other_bodies_is_a_text_of_one_partner():
    code, other = make_partner().code, make_partner("EU").code
    source = add_source("NAM/2024/FD", "Called for peace;", body=SourceBody.OTHER)
    partners.give_source(mission(), code, source.code)

    for partner in (code, other):
        with pytest.raises(SourceOfPartner, match="NAM"):
            partners.give_source(mission(), partner, source.code)
    with pytest.raises(WrongPartner):
        partners.give_source(mission(), code, add_source("OIC/CFM-51/1", "Noted;", body=SourceBody.CFM).code)
    with pytest.raises(NotFound):
        partners.take_source(mission(), other, source.code)
    partners.take_source(mission(), code, source.code)
    assert count(PartnerSource) == 0 and last_line().before == "NAM/2024/FD"

    library.withdraw(mission(), source.code, reason="It is a draft.")
    with pytest.raises(SourceWithdrawn):
        partners.give_source(mission(), code, source.code)


def test_an_entry_of_the_follow_up_is_linked_to_a_meeting_once_and_the_link_is_taken_away_again():
    code, other = make_partner().code, make_partner("EU").code
    row = partners.add_meeting(mission(), code, meeting(date(2020, 3, 1)))
    entry = confirm(add_resolution("OIC/CFM-51/1"))
    partners.link_follow_up(mission(), code, row.code, entry.code)

    assert [found.entry.id for found in entries_of_meeting(db.session(), mission(), row.id)] == [entry.id]
    assert [found.id for found in meetings_of_entry(db.session(), entry.id)] == [row.id]
    assert last_line().subject == "NAM, 2020-03-01" and last_line().after == "OIC/CFM-51/1, paragraph 2"
    with pytest.raises(FollowUpLinked):
        partners.link_follow_up(mission(), code, row.code, entry.code)
    for partner, of, what in (
        (other, row.code, entry.code),
        (code, "none", entry.code),
        (code, row.code, "none"),
    ):
        for verb in (partners.link_follow_up, partners.unlink_follow_up):
            with pytest.raises(NotFound):
                verb(mission(), partner, of, what)
    with pytest.raises(NotPermitted):
        partners.unlink_follow_up(actor_of(make_head()), code, row.code, entry.code)
    assert count(PartnerMeetingFollowUp) == 1
    partners.unlink_follow_up(mission(), code, row.code, entry.code)
    assert count(PartnerMeetingFollowUp) == 0 and last_line().before == "OIC/CFM-51/1, paragraph 2"
    with pytest.raises(NotFound):
        partners.unlink_follow_up(mission(), code, row.code, entry.code)


def test_of_two_who_change_one_meeting_at_once_the_second_is_told(app: Flask):
    code = make_partner().code
    row = partners.add_meeting(mission(), code, meeting(date(2020, 3, 1))).code

    def change(place: str) -> None:
        partners.change_meeting(mission(), code, row, meeting(date(2020, 3, 1), place=place), seen=0)

    ended = interleave(app, lambda: change("Jeddah"), lambda: change("Geneva"))
    assert sorted(act.end for act in ended) == ["PartnerChanged", "done"]
