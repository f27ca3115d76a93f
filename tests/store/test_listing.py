"""The list of all proposals: what it finds, in pages, and what a filter must not betray."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Standing, Visibility
from acm_drafts.services import amendments
from acm_drafts.store.database import db
from acm_drafts.store.listing import Filter, Page, find_page, sponsors_listed
from acm_drafts.store.records import Communique
from acm_drafts.store.status import Statuses, load_statuses
from tests.tables import Table, label_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all Member States to contribute.")


def known(table: Table, actor: Actor) -> Statuses:
    db.session.expire_all()
    return load_statuses(db.session, db.session.get_one(Communique, table.communique), actor)


def find(table: Table, actor: Actor, *, start: int = 0, most: int = 50, **wanted: object) -> Page:
    return find_page(db.session, known(table, actor), Filter(**wanted), start=start, most=most)


def names(page: Page) -> list[str]:
    return [entry.label for entry in page.entries]


def filled(**terms: object) -> Table:
    table = make_table(*TEXTS, **terms)
    table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "good progress")
    rejected = table.replace("JOR", "2.", "all", "the")
    table.decide(DecisionKind.REJECT, rejected, reason="Not now.")
    amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "2."))
    return table


def test_the_newest_proposals_come_first_and_drafts_are_listed_for_their_delegation_only():
    table = filled()

    assert names(find(table, table.head("EGY"))) == ["EGY", "JOR 1", "MYS 1", "EGY 1"]
    assert names(find(table, table.mission)) == ["JOR 1", "MYS 1", "EGY 1"]


def test_pages_follow_each_other_and_say_how_many_there_are():
    table = filled()

    first, second = (find(table, table.mission, start=start, most=2) for start in (0, 2))

    assert (names(first), names(second), first.total, second.total) == (["JOR 1", "MYS 1"], ["EGY 1"], 3, 3)
    assert (names(find(table, table.mission, start=90, most=2)), first.total) == ([], 3)


def test_they_are_found_by_standing_sponsor_and_paragraph():
    table = filled()
    first = table.line("1.").line.paragraph

    assert names(find(table, table.mission, standing=Standing.REJECTED)) == ["JOR 1"]
    assert names(find(table, table.mission, sponsor="MYS")) == ["MYS 1"]
    assert names(find(table, table.mission, paragraph=first)) == ["MYS 1", "EGY 1"]
    assert names(find(table, table.mission, paragraph=first, standing=Standing.PENDING, sponsor="EGY")) == [
        "EGY 1"
    ]


def test_where_the_mission_alone_sees_others_find_their_own():
    table = filled(visibility=Visibility.MISSION)

    page = find(table, table.head("MYS"))

    assert (names(page), page.total) == ([label_of("MYS")], 1)


def test_where_attribution_is_off_a_sponsor_cannot_be_looked_for():
    table = filled(attributed=False)

    assert find(table, table.head("MYS"), sponsor="EGY").total == 0
    assert find(table, table.head("MYS"), sponsor="MYS").total == 1
    assert find(table, table.head("MYS")).total == 3
    assert find(table, table.mission, sponsor="EGY").total == 1
    assert [p.code for p in sponsors_listed(db.session, known(table, table.head("MYS")))] == ["MYS"]


def test_an_outcome_cannot_be_searched_before_the_next_draft_is_circulated():
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "progress", "great progress")
    table.close()

    assert find(table, table.head("MYS"), standing=Standing.CARRIED).total == 0
    assert find(table, table.mission, standing=Standing.CARRIED).total == 1
