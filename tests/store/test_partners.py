"""Partners: when they meet, what is due, who reads which related paragraph, and their texts beside ours."""

from datetime import date, timedelta

import pytest

from acm_drafts.negotiation.agreed_language import Likeness
from acm_drafts.negotiation.library import SourceBody
from acm_drafts.negotiation.partners import Contact, NextMeeting
from acm_drafts.services import drafts, library, partners
from acm_drafts.store.database import db
from acm_drafts.store.partners import (
    PAGE,
    PartnerRow,
    contacts_of,
    find_contact,
    find_linked,
    find_meeting,
    meeting_after,
    partners_listed,
    periodic_due,
    periodic_of,
    positions_beside_ours,
    related_to,
    sources_of,
    sources_to_give,
)
from acm_drafts.store.records import Partner, Source
from tests.factories import actor_of, make_head, make_meeting, make_observer, mission
from tests.library import add as add_source
from tests.library import index
from tests.partners import link, make_partner, meeting, periodic
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TODAY, DAY = date(2026, 9, 1), timedelta(days=1)


def meet(partner: Partner, *days: date, **facts: object) -> list[str]:
    return [partners.add_meeting(mission(), partner.code, meeting(day, **facts)).code for day in days]


def test_a_partner_is_listed_with_its_last_and_its_next_meeting_and_no_cancelled_one_counts():
    other, partner = make_partner("NAM"), make_partner("EU")
    meet(partner, TODAY - 9 * DAY, TODAY - DAY, TODAY, TODAY + DAY)
    meet(other, TODAY - DAY, TODAY + DAY, cancelled=True)

    assert partners_listed(db.session(), TODAY) == [
        PartnerRow(partner, TODAY - DAY, TODAY),
        PartnerRow(other),
    ]


def test_what_is_due_is_told_for_all_partners_the_longest_due_first():
    late, later, planned = (make_partner(short) for short in ("NAM", "EU", "G77"))
    recurring = [
        partners.add_periodic(mission(), one.code, periodic()).code for one in (late, later, planned)
    ]
    meet(late, date(2022, 1, 1), periodic=recurring[0])
    meet(later, date(2023, 1, 1), periodic=recurring[1])
    meet(planned, date(2020, 1, 1), TODAY + DAY, periodic=recurring[2])
    meet(later, date(2026, 1, 1), periodic=recurring[1], cancelled=True)

    due = periodic_due(db.session(), TODAY)
    assert [(row.periodic.partner.short, row.next) for row in due] == [
        ("NAM", NextMeeting(date(2024, 1, 1), due=True)),
        ("EU", NextMeeting(date(2025, 1, 1), due=True)),
    ]
    assert periodic_of(db.session(), planned.id, TODAY)[0].next == NextMeeting(TODAY + DAY, planned=True)


def test_after_a_meeting_comes_the_next_of_its_periodic_one_or_else_of_its_partner():
    partner = make_partner()
    recurring = partners.add_periodic(mission(), partner.code, periodic()).code
    of_it, single, last = (
        *meet(partner, date(2025, 1, 1), periodic=recurring),
        *meet(partner, date(2026, 8, 1), TODAY + DAY),
    )

    def after(code: str) -> NextMeeting | None:
        row = find_meeting(db.session(), partner.code, code)
        assert row is not None
        return meeting_after(db.session(), row, TODAY)

    assert after(of_it) == NextMeeting(date(2027, 1, 1))
    assert after(single) == NextMeeting(TODAY + DAY, planned=True)
    assert after(last) is None
    (ahead,) = meet(partner, TODAY + 9 * DAY, periodic=recurring)
    assert after(of_it) == NextMeeting(TODAY + 9 * DAY, planned=True)
    assert after(ahead) == NextMeeting(date(2028, 9, 10))


def test_contacts_come_in_the_order_of_their_last_day_and_belong_to_one_partner():
    partner = make_partner()
    for name, until in (("Past", TODAY - DAY), ("Open", None), ("Later", TODAY)):
        partners.add_contact(mission(), partner.code, Contact(name, until=until))
    rows = contacts_of(db.session(), partner.id)

    assert [row.name for row in rows] == ["Open", "Later", "Past"]
    assert find_contact(db.session(), partner.code, rows[0].code) is rows[0]
    assert find_contact(db.session(), make_partner("EU").code, rows[0].code) is None


def test_a_paragraph_is_related_for_whom_its_text_is_read_as_its_newest_circulated_draft_has_it():
    first, second = make_meeting(year=2025), make_meeting(year=2026)
    table = Table(lines_of("We met.", "It noted."), symbol="OIC/ONE", meeting=first.id).open()
    partner = make_partner()
    day = date(2020, 3, 1)
    (code,) = meet(partner, day, links=[link(table, "2."), link(table, "1.")])
    row = find_meeting(db.session(), partner.code, code)
    elsewhere = actor_of(make_head("EGY", meeting_id=second.id))

    for reader in (mission(), table.head("EGY"), actor_of(make_observer(meeting_id=first.id))):
        related = related_to(db.session(), reader, row.id)
        assert [(one.symbol, one.reference) for one in related] == [("OIC/ONE", "1"), ("OIC/ONE", "2")]
    assert related_to(db.session(), elsewhere, row.id) == []
    assert find_linked(db.session(), elsewhere, [link(table, "1.")]) == {}


def test_a_paragraph_can_be_linked_from_its_circulation_on():
    table = Table(lines_of("We met."))
    wanted = link(table, "1.")
    assert find_linked(db.session(), mission(), [wanted]) == {}

    drafts.circulate(mission(), table.draft, attributed=True)
    assert find_linked(db.session(), mission(), [wanted, "nothing"]) == {wanted: table.lines()[0].paragraph}


def test_sources_of_other_bodies_can_be_given_until_they_are_withdrawn_or_given():
    partner = make_partner()
    first, second = (add_source(f"NAM/{n}", f"Called for part {n};", body=SourceBody.OTHER) for n in (1, 2))
    add_source("OIC/CFM-51/1", "Noted;", body=SourceBody.CFM)
    assert list(sources_to_give(db.session())) == [first, second]

    partners.give_source(mission(), partner.code, first.code)
    assert list(sources_to_give(db.session())) == [second]
    assert list(sources_of(db.session(), partner.id)) == [first]
    for source in (first, second):
        library.withdraw(mission(), source.code, reason="It is a draft.")
    assert list(sources_to_give(db.session())) == list(sources_of(db.session(), partner.id)) == []


def test_a_passage_stands_beside_the_nearest_paragraph_of_the_oics_own_texts_alone():
    partner = make_partner()
    theirs = "Called for the early warning of drought and the control of locusts;"
    source = add_source("NAM/1", theirs, "Zzz qqq;", body=SourceBody.OTHER)
    add_source("A/RES/1/1", theirs, title="The same words")
    add_source("OIC/ACM-2025/FC", theirs.replace("early ", ""), "Thanked the host;", body=SourceBody.ACM)
    partners.give_source(mission(), partner.code, source.code)

    found = positions_beside_ours(db.session(), index(), sources_of(db.session(), partner.id))

    first, second = found.rows
    assert (first.passage.text, first.ours.source.symbol) == (theirs, "OIC/ACM-2025/FC")
    assert first.claim.likeness is Likeness.DROPPED and first.likeness > 0.9
    assert second.ours is None and found.count == 2


def test_passages_come_in_pages_and_cost_as_many_queries_however_many_there_are(count_queries):
    texts = [f"Called for part {n} of the programme;" for n in range(PAGE + 3)]
    many = [add_source("NAM/1", *texts, body=SourceBody.OTHER)]
    few = [add_source("NAM/2", "Called for the programme;", body=SourceBody.OTHER)]
    add_source("OIC/ACM-2025/FC", "Called for the programme of all;", body=SourceBody.ACM)

    found, key = positions_beside_ours(db.session(), index(), many, page=2), many[0].id
    other = few[0].id
    assert [row.passage.position for row in found.rows] == [PAGE + 1, PAGE + 2, PAGE + 3]
    assert found.count == PAGE + 3

    def cost(source: int) -> int:
        session = db.session()
        return count_queries(
            lambda: positions_beside_ours(session, index(), [session.get_one(Source, source)])
        )

    assert cost(other) == cost(key) <= 7


def test_related_paragraphs_are_none_for_a_meeting_without_them():
    make_table("We met.")
    partner = make_partner()
    (code,) = meet(partner, date(2020, 3, 1))
    row = find_meeting(db.session(), partner.code, code)
    assert related_to(db.session(), mission(), row.id) == []
